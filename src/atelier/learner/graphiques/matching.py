"""What is drawn against what was to be drawn: labels, then values, spelling and units apart."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from atelier.learner.graphiques.expectations import Attentes, Defaut
from atelier.learner.graphiques.matching_points import agree, compare_points, number
from atelier.learner.graphiques.spelling import bare, key, quoted, short

Rows = dict[str, float]
"""Label, as `key` writes it → value."""

IN_WORDS = {1e-3: "millier", 1e-6: "million", 1e-9: "milliard"}
"""Scale of values that an axis may announce → the word that announces it."""


def compare(lu: Mapping[str, Any], attentes: Attentes) -> Iterator[Defaut]:
    """Yield what sets the series drawn apart from the values expected."""
    wanted = attentes.valeurs
    if isinstance(wanted, list) and wanted and isinstance(wanted[0], tuple):
        yield from compare_points(lu, wanted, attentes)
    elif isinstance(wanted, list) or (
        isinstance(wanted, Mapping) and any(isinstance(v, Mapping) for v in wanted.values())
    ):
        named = wanted if isinstance(wanted, Mapping) else dict(enumerate(wanted))
        yield from _compare_several(lu, named, attentes)
    else:
        yield from _compare_one(lu, wanted, attentes)


def _rows(one: Mapping[str, Any]) -> Rows:
    pairs = zip(one["etiquettes"], one["valeurs"], strict=False)
    return {key(label): value for label, value in pairs}


def _written_twice(lu: Mapping[str, Any]) -> list[Any]:
    """Return labels that a series shows more than once: a table drawn before it was filtered."""
    for one in lu["series"]:
        labels = [key(label) for label in one["etiquettes"] if label != ""]
        if len(labels) > len(set(labels)):
            return list(dict.fromkeys(label for label in labels if labels.count(label) > 1))
    return []


def _candidates(lu: Mapping[str, Any]) -> list[Rows]:
    """Return each series, and all of them together where no label comes twice."""
    each = [_rows(one) for one in lu["series"] if one["etiquettes"]]
    labels = [label for rows in each for label in rows]
    if len(each) > 1 and len(labels) == len(set(labels)):
        each.insert(0, {label: value for rows in each for label, value in rows.items()})
    return each


def _compare_one(
    lu: Mapping[str, Any], wanted: Mapping[Any, float], attentes: Attentes
) -> Iterator[Defaut]:
    named = {key(label): label for label in wanted}
    expected = {key(label): number(value) for label, value in wanted.items()}
    candidates = _candidates(lu)
    if not candidates:
        yield Defaut(
            "etiquettes",
            "Ce dessin ne porte pas de valeurs que l’on puisse relire une à une. Dessinez des "
            "barres, une courbe ou des points, avec leurs étiquettes.",
            "numero-de-ligne",
        )
        return
    twice = _written_twice(lu)
    if twice:
        yield Defaut(
            "trop",
            f"Une même étiquette revient plusieurs fois : {quoted(twice)}. Les valeurs se "
            "recouvrent. Gardez une ligne par étiquette (une année, un pays), puis dessinez.",
            "toute-la-table",
        )
        return
    if lu["forme"] == "camembert":
        expected = _shares(expected)
    trials = [list(_differences(rows, expected, named, lu, attentes)) for rows in candidates]
    best = min(range(len(trials)), key=lambda place: (_rank(trials[place]), place))
    yield from trials[best] or _too_many(lu, candidates[best], attentes)


def _too_many(lu: Mapping[str, Any], rows: Rows, attentes: Attentes) -> Iterator[Defaut]:
    """Yield a defect where other series are drawn beside the one that was to be drawn."""
    others = [
        one for one in lu["series"] if one["etiquettes"] and not _rows(one).keys() <= rows.keys()
    ]
    same = [one for one in lu["series"] if _rows(one) == rows]
    if not attentes.en_plus and (others or (same and len(lu["series"]) > 1)):
        yield _crowd(lu, 1)


def _crowd(lu: Mapping[str, Any], wanted: int) -> Defaut:
    return Defaut(
        "series-en-trop",
        f"Le dessin montre plus de séries que demandé ({len(lu['series'])} au lieu de {wanted}). "
        "Gardez d’abord ce que vous voulez montrer.",
        "toute-la-table",
    )


def _rank(found: list[Defaut]) -> int:
    order = ("autre-dessin", "etiquettes", "accents", "trop", "manque", "valeurs", "unite-100")
    return 1 + order[::-1].index(found[0].code) if found and found[0].code in order else len(found)


def _shares(expected: Rows) -> Rows:
    total = sum(value for value in expected.values() if value == value)
    return {label: 100 * value / total for label, value in expected.items()} if total else expected


def _differences(
    rows: Rows, expected: Rows, named: Mapping[str, Any], lu: Mapping[str, Any], attentes: Attentes
) -> Iterator[Defaut]:
    rows = _respelled(rows, expected)
    holes = {label for label, value in expected.items() if value != value}
    missing = [label for label in expected if label not in rows and label not in holes]
    extra = [label for label in rows if label not in expected]
    if missing and len(missing) == len(set(expected) - holes):
        yield _nothing_in_common(rows, expected)
        return
    if missing:
        bared = {bare(label) for label in extra}
        careless = [named[label] for label in missing if bare(label) in bared]
        if careless:
            yield Defaut(
                "accents",
                f"Des étiquettes sont écrites autrement : on attend {quoted(careless)}. Recopiez "
                "les noms de la table, accents compris.",
                "accents-sans-importance",
            )
        else:
            yield Defaut(
                "manque",
                f"Il manque des valeurs sur le dessin : {quoted([named[m] for m in missing])}. "
                "Regardez le filtre, et les limites des axes.",
                "trou-passe-sous-silence",
            )
        return
    if extra and not attentes.en_plus:
        yield Defaut(
            "trop",
            f"Le dessin montre plus que demandé : {quoted(extra)}. Gardez d’abord les lignes "
            "voulues, puis dessinez.",
            "toute-la-table",
        )
        return
    yield from _values(rows, expected, lu, attentes)


def _respelled(rows: Rows, expected: Rows) -> Rows:
    """Return rows with labels such as « Niger (20 %) » or a full date brought to what is expected."""
    found = {}
    for label, value in rows.items():
        if label not in expected and short(label) in expected:
            label = short(label)
        elif label not in expected and re.fullmatch(r"\d{4}-\d\d-\d\d", label):
            label = next((cut for cut in (label[:4], label[:7]) if cut in expected), label)
        found[label] = value
    return found


def _nothing_in_common(rows: Rows, expected: Rows) -> Defaut:
    drawn, hoped = (
        all(re.fullmatch(r"-?[\d.]+", label) for label in some) for some in (rows, expected)
    )
    if drawn and not hoped:
        return Defaut(
            "etiquettes",
            "Les étiquettes sont des numéros, pas des noms. Mettez les noms en étiquettes : "
            "set_index(…) avant de dessiner, ou x=… et y=….",
            "numero-de-ligne",
        )
    return Defaut(
        "autre-dessin",
        f"Ce dessin n’est pas celui de l’exercice : ses étiquettes ({quoted(list(rows))}) sont "
        "autres. Relisez bien celui que vous venez de faire : lire_graphique(ax).",
        "figure-courante",
    )


def _values(
    rows: Rows, expected: Rows, lu: Mapping[str, Any], attentes: Attentes
) -> Iterator[Defaut]:
    pairs = [(rows[label], value) for label, value in expected.items() if label in rows]
    filled = [(seen, value) for seen, value in pairs if value != value and seen == seen]
    if filled:
        yield Defaut(
            "trou-rempli",
            "Une valeur manquante est dessinée comme si on la connaissait. Vide ne veut pas dire "
            "zéro : laissez le trou, et dites-le.",
            "vide-est-zero",
        )
        return
    known = [(seen, value) for seen, value in pairs if value == value]
    if agree(known, 1.0, attentes.tolerance):
        return
    written = " ".join(_written(lu)).casefold()
    if any(word in written and agree(known, k, attentes.tolerance) for k, word in IN_WORDS.items()):
        return
    if agree(known, 0.01, attentes.tolerance) and _ticks_in_percent(lu):
        return
    if any(agree(known, k, attentes.tolerance) for k in (100.0, 0.01)):
        yield Defaut(
            "unite-100",
            "Les valeurs dessinées sont cent fois trop grandes ou trop petites : une part (0,2) "
            "et un pourcentage (20 %) ne s’écrivent pas dans la même unité.",
            "part-et-pourcentage",
        )
    elif any(agree(known, k, attentes.tolerance) for k in (1e3, 1e6, *IN_WORDS)):
        yield Defaut(
            "unite-1000",
            "Les valeurs dessinées sont dans une autre unité que celle que l’on lit. Dites-la sur "
            "l’axe (« en milliers », « en millions »), ou dessinez les valeurs telles quelles.",
            "nombre-sans-unite",
        )
    else:
        yield Defaut(
            "valeurs",
            "Les étiquettes sont bonnes, mais des valeurs dessinées ne sont pas celles de la table. "
            "Est-ce la bonne colonne, la bonne année ? Redessinez après votre dernier calcul.",
            "dessin-suit-la-table",
        )


def _ticks_in_percent(lu: Mapping[str, Any]) -> bool:
    """Tell whether an axis writes its shares as percentages (`PercentFormatter`)."""
    ticks = [text for axis in ("axe_x", "axe_y") for text in lu[axis].get("graduations", [])]
    return any("%" in text for text in ticks)


def _written(lu: Mapping[str, Any]) -> list[str]:
    axes = [lu["axe_x"], lu["axe_y"]]
    ticks = [text for axis in axes for text in axis.get("graduations", [])]
    return [lu["titre"], *(axis["titre"] for axis in axes), *ticks, *lu["textes"]]


def _compare_several(
    lu: Mapping[str, Any], wanted: Mapping[Any, Mapping], attentes: Attentes
) -> Iterator[Defaut]:
    """Compare several series; groups by year or by country are the same chart."""
    if len(wanted) == 1 and len(lu["series"]) == 1:
        yield from _compare_one(lu, next(iter(wanted.values())), attentes)
        return
    labels = list(dict.fromkeys(label for rows in wanted.values() for label in rows))
    turned = {
        label: {name: rows[label] for name, rows in wanted.items() if label in rows}
        for label in labels
    }
    straight, other = (_worst_of(lu, some, attentes) for some in (wanted, turned))
    if not straight or not other:
        return
    yield straight[0] if _rank(straight) <= _rank(other) else other[0]


def _worst_of(
    lu: Mapping[str, Any], wanted: Mapping[Any, Mapping], attentes: Attentes
) -> list[Defaut]:
    free = list(lu["series"])
    for name, rows in wanted.items():
        trials = [list(_compare_one({**lu, "series": [one]}, rows, attentes)) for one in free]
        right = [place for place, found in enumerate(trials) if not found]
        if not right:
            return _missing_series(name, rows, free, trials, attentes)
        same = [place for place in right if key(free[place]["nom"]) == key(name)]
        del free[(same or right)[0]]
    if free and not attentes.en_plus:
        return [_crowd(lu, len(wanted))]
    return []


def _missing_series(
    name: Any, rows: Mapping, free: list, trials: list[list[Defaut]], attentes: Attentes
) -> list[Defaut]:
    if not free:
        return [
            Defaut(
                "serie-absente",
                f"Il manque une série{f' : « {name} »' if isinstance(name, str) else ''}. "
                "Dessinez tout ce que vous voulez comparer dans le même graphique.",
                "trou-passe-sous-silence",
            )
        ]
    named = [place for place, one in enumerate(free) if key(one["nom"]) == key(name)]
    best = named[0] if named else min(range(len(trials)), key=lambda place: _rank(trials[place]))
    found = trials[best][0]
    about = f"Série « {name} » : " if isinstance(name, str) else ""
    return [found._replace(message=about + found.message)]
