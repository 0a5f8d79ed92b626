"""Form, data and order of a chart against what the exercise expects."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from atelier.learner.graphiques.expectations import Attentes, Defaut
from atelier.learner.graphiques.forms import (
    AIRE,
    BARRES,
    CAMEMBERT,
    COUCHEES,
    COURBE,
    LONGUEURS,
    POINTS,
)
from atelier.learner.graphiques.matching import compare

WRONG_FORM = {
    CAMEMBERT: (
        "Un camembert partage un tout qui fait 100 %. Ici, les valeurs ne sont pas les parts d’un "
        "même tout : choisissez une autre forme ({wanted}).",
        "camembert-pour-comparer",
    ),
    COURBE: (
        "Une courbe relie des moments qui se suivent. Ici, rien ne se suit d’un point à l’autre : "
        "choisissez une autre forme ({wanted}).",
        "courbe-sans-temps",
    ),
}


def form_defects(lu: Mapping[str, Any], attentes: Attentes) -> Iterator[Defaut]:
    """Yield what is wrong with the form."""
    form, wanted = lu["forme"], attentes.forme
    if wanted and form not in wanted:
        said = " ou ".join(wanted)
        message, meprise = WRONG_FORM.get(
            form,
            (
                f"Le dessin est de forme « {form} ». Pour ce que vous voulez montrer, choisissez "
                "une autre forme ({wanted}).",
                "forme-indifferente",
            ),
        )
        yield Defaut("forme", message.format(wanted=said), meprise)
    if attentes.parts_max and form == CAMEMBERT:
        parts = len(lu["series"][0]["valeurs"])
        if parts > attentes.parts_max:
            yield Defaut(
                "parts",
                f"Ce camembert a {parts} parts : l’œil ne compare plus leurs angles. Gardez-en "
                f"{attentes.parts_max} au plus, ou dessinez des barres rangées.",
                "camembert-de-beaucoup",
            )
    if lu.get("axes_doubles") and not attentes.axes_doubles:
        yield Defaut(
            "axes-doubles",
            "Deux échelles verticales partagent ce graphique : selon le réglage, les courbes se "
            "croisent où l’on veut. Faites deux graphiques, l’un sous l’autre.",
            "deux-axes",
        )


def data_defects(lu: Mapping[str, Any], attentes: Attentes) -> Iterator[Defaut]:
    """Yield what is wrong with the data that are drawn."""
    if attentes.valeurs is not None:
        yield from compare(lu, attentes)


def order_defects(lu: Mapping[str, Any], attentes: Attentes) -> Iterator[Defaut]:
    """Yield what is wrong with the order of the bars, then with the axis that they start from."""
    if attentes.ordre is not None:
        yield from _order(lu, attentes.ordre)
    if attentes.base_zero:
        yield from _base(lu)
    if not attentes.axe_renverse:
        yield from _turned(lu)
    yield from _uneven_years(lu)


def _turned(lu: Mapping[str, Any]) -> Iterator[Defaut]:
    """A rise goes up, time goes to the right."""
    values = lu[value_axis(lu)]["limites"]
    if lu["forme"] != POINTS and values and values[0] > values[1]:
        yield Defaut(
            "axe-renverse",
            "L’axe des valeurs est renversé : une hausse a l’air d’une baisse. Retirez ce qui le "
            "retourne (invert_yaxis, invert_xaxis, ou des limites données à l’envers).",
            "axe-renverse",
        )
    along = lu["axe_x"]["limites"]
    if lu["forme"] in (COURBE, AIRE) and along and along[0] > along[1]:
        yield Defaut(
            "temps-renverse",
            "Le temps va de droite à gauche : le lecteur lira l’histoire à l’envers. Retirez "
            "invert_xaxis, ou des limites données à l’envers.",
            "axe-renverse",
        )


def _uneven_years(lu: Mapping[str, Any]) -> Iterator[Defaut]:
    """Years written as texts stand at equal steps, whatever time passes between them."""
    for one in lu["series"]:
        labels = [str(label) for label in one["etiquettes"] if isinstance(label, str)]
        years = [int(label) for label in labels if label.isdecimal() and len(label) == 4]
        steps = {after - before for before, after in itertools.pairwise(years)}
        if one["forme"] == COURBE and len(years) == len(one["etiquettes"]) and len(steps) > 1:
            yield Defaut(
                "pas-inegal",
                "Les années sont des textes : un écart de dix ans y prend autant de place qu’un "
                "écart d’un an. Faites-en des nombres : astype(int).",
                "texte-et-nombre",
            )
            return


def value_axis(lu: Mapping[str, Any]) -> str:
    """Return the key of the axis that carries the values."""
    lying = lu["series"] and all(one.get("couche") for one in lu["series"])
    return "axe_x" if lying or lu["forme"] == COUCHEES else "axe_y"


def _order(lu: Mapping[str, Any], wanted: Any) -> Iterator[Defaut]:
    from atelier.learner.graphiques.spelling import key

    rows = [
        (label, value)
        for one in lu["series"]
        for label, value in zip(one["etiquettes"], one["valeurs"], strict=False)
    ]
    if not isinstance(wanted, str):
        places = {key(label): place for place, label in enumerate(wanted)}
        for one in lu["series"]:
            found = [places[key(label)] for label in one["etiquettes"] if key(label) in places]
            if found != sorted(found):
                yield Defaut(
                    "ordre",
                    "Les étiquettes ne sont pas dans l’ordre demandé. Rangez la table avant de "
                    "dessiner.",
                    "ordre-du-fichier",
                )
                return
        return
    known = [[v for v in one["valeurs"] if v == v] for one in lu["series"]]
    if any(_sorted(values, wanted) for values in known if len(values) > 1) or len(rows) < 2:
        return
    turned = any(_sorted(values, "rangé") for values in known if len(values) > 1)
    yield Defaut(
        "ordre",
        f"Les barres sont rangées, mais dans l’autre sens : il faut un ordre {wanted}. Essayez "
        "ascending=True ou ascending=False dans sort_values(…)."
        if turned
        else "Les barres suivent l’ordre du fichier : l’œil doit chercher. Rangez-les par valeur "
        "avec sort_values().",
        "sens-du-tri" if turned else "ordre-du-fichier",
    )


def _sorted(values: list[float], wanted: str) -> bool:
    up, down = values == sorted(values), values == sorted(values, reverse=True)
    return {"croissant": up, "décroissant": down}.get(wanted, up or down)


def _base(lu: Mapping[str, Any]) -> Iterator[Defaut]:
    if not any(one["forme"] in LONGUEURS or one.get("rempli") for one in lu["series"]):
        return
    axis = lu[value_axis(lu)]
    if axis["echelle"] != "linear":
        yield Defaut(
            "barres-log",
            "L’échelle des barres est logarithmique : une barre deux fois plus longue ne vaut pas "
            "deux fois plus. Sur des barres, gardez une échelle ordinaire.",
            "log-sans-le-dire",
        )
        return
    low, high = sorted(axis["limites"] or [0, 1])
    if lu.get("axe_casse"):
        yield Defaut(
            "axe-casse",
            "L’axe des barres est coupé en deux : une partie de leur longueur a disparu. Dessinez "
            "un seul axe, entier, ou écrivez la valeur au bout des barres.",
            "axe-coupe",
        )
    elif not low <= 1e-9 * max(abs(low), abs(high), 1e-9) or high < 0:
        yield Defaut(
            "axe-coupe",
            "L’axe des valeurs ne part pas de zéro : de petites différences paraissent énormes. "
            "Retirez ce qui le coupe, ou faites partir l’axe de 0.",
            "axe-coupe",
        )
    elif _floating(lu):
        yield Defaut(
            "barres-flottantes",
            "Les barres ne partent pas de zéro : leur longueur ne dit plus la valeur. Retirez "
            "bottom=… ou left=….",
            "axe-coupe",
        )


def _floating(lu: Mapping[str, Any]) -> bool:
    """Tell whether a lone series of bars starts elsewhere than at zero (stacks do, and may)."""
    bars = [one for one in lu["series"] if one["forme"] in (BARRES, COUCHEES)]
    if len(bars) != 1:
        return False
    starts = [start for start in bars[0]["departs"] if start == start]
    return bool(starts) and all(abs(start) > 1e-9 for start in starts) and len(set(starts)) == 1
