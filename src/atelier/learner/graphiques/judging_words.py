"""The words of a chart: title, unit, source, year, legend."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from atelier.learner.graphiques.expectations import Attentes, Defaut
from atelier.learner.graphiques.finding import QUESTION, VIDE, judge_title
from atelier.learner.graphiques.forms import CAMEMBERT, COURBE, GRILLE, POINTS
from atelier.learner.graphiques.judging_data import value_axis
from atelier.learner.graphiques.labels import is_number
from atelier.learner.graphiques.spelling import bare, key

UNIT = re.compile(
    r"%|‰|pour ?cent|\bpour (?:1|10|100|mille|cent|un)\b|\bpar (?:an|mois|jour|habitant|personne|km)"
    r"|\b(?:nombres?|parts?|taux|années?|ans|points|millions?|milliards?|milliers|habitants?|"
    r"personnes|enfants|décès|cas|morts|fcfa|francs?|euros?|dollars?|usd|us\$|cfa|xof|xaf|kg|"
    r"tonnes|km²?|litres?|heures?|minutes?|jours|mois|indice|score|rang|élèves|femmes|hommes|"
    r"établissements|lieux|centres|ménages|marchés|jeux|portails|unités?|effectifs?|mo|go)\b|[€$]",
    re.I,
)
"""What an axis says when it says a unit."""

PERCENT = re.compile(r"\bpour ?cent|\bparts? (?:des?\b|du\b|d[’'])", re.I)
"""Other ways to say « % »."""

RAW = re.compile(r"^\w+_\w+$")
"""The name of a column, left as it was."""

EMPTY = re.compile(r"[\s:.…_-]*(?:à compléter|\?+|xxx+)?[\s:.…_-]*", re.I)


def word_defects(lu: Mapping[str, Any], attentes: Attentes) -> Iterator[Defaut]:
    """Yield what is wrong with the words of a chart, from the most to the least seen."""
    yield from _title([lu["titre"], *lu.get("sous_titres", [])], attentes)
    if attentes.unite and lu["forme"] not in (CAMEMBERT, GRILLE):
        yield from _unit(lu, attentes.unite)
    yield from _source(lu, [lu], attentes)
    if attentes.legende:
        yield from _legend(lu)


def figure_word_defects(lu: Mapping[str, Any], attentes: Attentes) -> Iterator[Defaut]:
    """Yield what is wrong with the words of a figure of several charts."""
    charts = lu["graphiques"]
    yield from _title([lu["titre"]], attentes, several=len(charts) > 1)
    if len(charts) > 1 and any(not _named(chart, lu) for chart in charts):
        yield Defaut(
            "petits-titres",
            "Un des petits graphiques n’a pas de titre : le lecteur ne sait pas qui il regarde. "
            "Donnez un nom à chacun avec set_title(…).",
            "graphique-muet",
        )
    if attentes.unite:
        told = [list(_unit(_with(chart, lu), attentes.unite)) for chart in charts]
        if all(told):
            yield told[0][0]
    yield from _source(lu, charts, attentes)
    if attentes.legende and not any(chart["legende"] for chart in charts):
        yield from next((found for chart in charts if (found := list(_legend(chart)))), [])


def _named(chart: Mapping[str, Any], lu: Mapping[str, Any]) -> bool:
    """Tell whether a small chart says who it shows: in a title, or written on it."""
    own = [text for text in chart["textes"] if text not in lu["textes"] and not is_bare(text)]
    return bool(chart["titre"] or own or chart["axe_y"]["titre"])


def _with(chart: Mapping[str, Any], lu: Mapping[str, Any]) -> dict[str, Any]:
    return {**chart, "textes": [*chart["textes"], *lu["textes"]], "titre": lu["titre"]}


def _title(titles: list[str], attentes: Attentes, several: bool = False) -> Iterator[Defaut]:
    """Judge the title; a finding may stand under a subject."""
    title = next((one for one in titles if one and judge_title(one) is None), titles[0])
    if attentes.titre_constat is None:
        return
    where = "La figure" if several else "Le graphique"
    call = "fig.suptitle(…)" if several else "ax.set_title(…)"
    if not title or judge_title(title) == VIDE:
        yield Defaut(
            "titre-absent",
            f"{where} n’a pas de titre : le lecteur ne sait pas quoi regarder. Dites votre "
            f"trouvaille avec {call}.",
            "graphique-muet",
        )
        return
    if attentes.titre_constat:
        verdict = judge_title(title)
        if verdict == QUESTION:
            yield Defaut(
                "titre-question",
                "Le titre pose une question et laisse le lecteur chercher. Répondez-y : dites ce "
                "que le dessin montre.",
                "titre-etiquette",
            )
        elif verdict:
            yield Defaut(
                "titre-etiquette",
                "Le titre annonce le sujet, pas ce que l’on y voit. Écrivez la phrase que vous "
                "diriez à un ami : qui, combien ou comment, avec un verbe.",
                "titre-etiquette",
            )
    if attentes.mots and not any(bare(word) in bare(" ".join(titles)) for word in attentes.mots):
        yield Defaut(
            "titre-hors-sujet",
            "Le titre ne nomme pas ce dont parle le dessin : "
            f"écrivez {' ou '.join(f'« {word} »' for word in attentes.mots)}.",
            "titre-etiquette",
        )


def _unit(lu: Mapping[str, Any], wanted: Any) -> Iterator[Defaut]:
    axis = value_axis(lu)
    said = [*_unit_places(lu, axis)]
    found = any(_says_unit(text, wanted) for text in said)
    across = lu["axe_x"]["titre"] if lu["forme"] == POINTS and axis == "axe_y" else None
    if across == "" or (found and across is not None and RAW.match(across)):
        yield Defaut(
            "axe-muet",
            "L’axe horizontal ne dit pas ce qu’il mesure. Nommez-le avec ax.set_xlabel(…).",
            "nombre-sans-unite",
        )
    if not found:
        call = "ax.set_xlabel(…)" if axis == "axe_x" else "ax.set_ylabel(…)"
        yield Defaut(
            "unite",
            f"L’axe des valeurs ne dit pas son unité. Écrivez-la avec {call} : de quoi, pour "
            "combien, en quelle année ?",
            "nombre-sans-unite",
        )


def _unit_places(lu: Mapping[str, Any], axis: str) -> Iterator[str]:
    """Yield the texts in which a reader finds the unit."""
    yield lu[axis]["titre"]
    yield from (text for text in lu[axis].get("graduations", []) if not is_bare(text))
    lines = lu["titre"].splitlines()
    if len(lines) > 1 and re.match(r"^\W*(en |%|part|taux|pour |nombre|\()", lines[-1], re.I):
        yield lines[-1]
    for text in lu["textes"]:
        if text != lu.get("source") and not is_bare(text):
            yield text


def is_bare(text: str) -> bool:
    """Tell whether a text is a number alone."""
    return re.fullmatch(r"[-−+\d\s.,\u00a0\u202f]*", text) is not None


def _says_unit(text: str, wanted: Any) -> bool:
    if not text or RAW.match(text.strip()):
        return False
    if wanted is True:
        return UNIT.search(text) is not None or (is_number(text) and not is_bare(text))
    if "%" in wanted and PERCENT.search(text):
        return True
    return any(_contains(text, way) for way in wanted)


def _contains(text: str, part: str) -> bool:
    """Tell whether a text contains `part` as words, accents and case apart."""
    before = r"(?<!\w)" if part[:1].isalnum() else ""
    after = r"(?!\w)" if part[-1:].isalnum() and len(part) < 5 else ""
    return re.search(before + re.escape(bare(part)) + after, bare(text)) is not None


def _source(
    lu: Mapping[str, Any], charts: Iterable[Mapping[str, Any]], attentes: Attentes
) -> Iterator[Defaut]:
    written = [lu["titre"], *lu["textes"]]
    for chart in charts:
        written += [chart["titre"], *chart["textes"], chart["axe_x"]["titre"]]
        written.append(chart["axe_y"]["titre"])
    line = lu.get("source", "")
    told = EMPTY.fullmatch(re.sub(r"^\W*sources?", "", line, flags=re.I)) is None if line else False
    wanted = attentes.source
    if wanted and wanted is not True:
        told = any(_contains(text, name) for text in written for name in wanted)
    if wanted and not told:
        yield Defaut(
            "source",
            "Le graphique ne dit pas sa source : on ne peut ni vérifier, ni corriger. Ajoutez-la : "
            'ecrire_source(ax, "le producteur, l’année").',
            "chiffre-sans-source",
        )
    if attentes.annee:
        years = [r"\b(?:19|20)\d\d\b"] if attentes.annee is True else list(attentes.annee)
        labels = [str(label) for c in charts for one in c["series"] for label in one["etiquettes"]]
        if not any(re.search(year, text) for year in years for text in [*written, *labels]):
            yield Defaut(
                "annee",
                "Le graphique ne dit pas de quelle année sont ses valeurs. Un lecteur les croit "
                "d’aujourd’hui : écrivez-la, sur l’axe ou à côté de la source.",
                "chiffre-sans-annee",
            )


def _legend(lu: Mapping[str, Any]) -> Iterator[Defaut]:
    """Several series need a legend, or a name written beside each."""
    series = [one for one in lu["series"] if one["valeurs"]]
    looks = set() if _one_after_the_other(series) else {_look(one) for one in series}
    if len(series) < 2 or len(looks) < 2 or lu["legende"]:
        raw = [text for text in lu["legende"] if RAW.match(text)] if len(series) > 1 else []
        if raw:
            yield Defaut(
                "legende-brute",
                f"La légende porte un nom de colonne (« {raw[0]} »). Écrivez des mots que "
                "votre lecteur connaît.",
                "legende-se-devine",
            )
        return
    if lu["forme"] in (CAMEMBERT, GRILLE) or _context(series):
        return
    words = [text for text in lu["textes"] if not is_number(text) and text != lu.get("source")]
    named = sum(1 for one in series if one["nom"] and _told(one["nom"], words))
    if named < len(looks) - 1 and len(words) < len(looks):
        yield Defaut(
            "legende",
            "Plusieurs séries, et rien ne dit laquelle est laquelle. Ajoutez ax.legend(), ou "
            "écrivez le nom de chacune à côté d’elle avec ax.text(…).",
            "legende-se-devine",
        )


def _one_after_the_other(series: list[Mapping[str, Any]]) -> bool:
    """Tell whether series never share a label: parts of one curve, before and after a break."""
    labels = [str(label) for one in series for label in set(one["etiquettes"])]
    return lone_form(series) != POINTS and len(labels) == len(set(labels))


def lone_form(series: list[Mapping[str, Any]]) -> str:
    """Return the form of series that all have the same, else nothing."""
    forms = {one["forme"] for one in series}
    return forms.pop() if len(forms) == 1 else ""


def _told(name: str, words: Iterable[str]) -> bool:
    return any(key(name) in key(text) for text in words)


def _look(one: Mapping[str, Any]) -> tuple:
    """Return what sets a series apart from others: its colour, line and hatch."""
    first = one["couleurs"][0] if one["couleurs"] else ""
    return (first, one["forme"] != COURBE or one["trait"], one["motif"], one["forme"])


def _context(series: list[Mapping[str, Any]]) -> bool:
    """Tell whether one look stands out of many alike (grey lines, one in colour, named above)."""
    counts: dict[tuple, int] = {}
    for one in series:
        counts[_look(one)] = counts.get(_look(one), 0) + 1
    return len(counts) == 2 and len(series) > 2
