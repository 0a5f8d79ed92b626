"""What a reader's eyes meet: size, overlaps, contrast, colours told apart, frame."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from atelier.learner.graphiques.colours import SIMULATIONS, distance, rgb
from atelier.learner.graphiques.expectations import Attentes, Defaut
from atelier.learner.graphiques.forms import CAMEMBERT, GRILLE, LONGUEURS
from atelier.learner.graphiques.judging_data import value_axis
from atelier.learner.graphiques.spelling import key, quoted

LEAST_DISTANCE = 10.7
"""CIEDE2000 under which two colours of a legend are taken for one another, on a small bright
screen: every pair of Okabe and Ito's palette is above, the reds and greens of matplotlib below."""

LEAST_NAME = 2.5
"""WCAG ratio of a name written in the colour of its curve, which is there to help."""

LEAST_MARK, LEAST_BEST_MARK = 1.3, 2.0
"""WCAG ratio of any mark, and of the chart's strongest one (pale context is a right choice)."""


def sight_defects(lu: Mapping[str, Any], attentes: Attentes) -> Iterator[Defaut]:
    """Yield what hinders reading a chart."""
    yield from _frame(lu)
    if attentes.lisible:
        yield from _legible(lu, attentes)
        yield from _marks(lu)
    if attentes.couleurs_max:
        yield from _too_many_colours(lu, attentes.couleurs_max)
    if attentes.daltoniens:
        yield from _told_apart(lu)


def panel_sight_defects(lu: Mapping[str, Any], attentes: Attentes) -> Iterator[Defaut]:
    """Yield what hinders reading a figure of several charts."""
    charts = lu["graphiques"]
    if attentes.memes_echelles and len({chart["forme"] for chart in charts}) == 1:
        yield from _scales(charts)
    for chart in charts:
        yield from list(_frame(chart))[:1]
    if attentes.lisible:
        yield from _legible(lu, attentes)
        yield from next((found for c in charts if (found := list(_marks({**c, **_seen(lu)})))), [])
    if attentes.daltoniens:
        yield from next((found for chart in charts if (found := list(_told_apart(chart)))), [])


def _seen(lu: Mapping[str, Any]) -> dict[str, Any]:
    return {"contrastes": lu.get("contrastes", [])}


def _scales(charts: list[Mapping[str, Any]]) -> Iterator[Defaut]:
    axis = value_axis(charts[0])
    limits = [chart[axis]["limites"] for chart in charts if chart[axis]["limites"]]
    span = max((abs(high - low) for low, high in limits), default=0)
    if any(
        abs(a - b) > 0.01 * span for pair in limits for a, b in zip(pair, limits[0], strict=True)
    ):
        yield Defaut(
            "echelles",
            "Les petits graphiques n’ont pas tous la même échelle : une petite hausse paraît aussi "
            "forte qu’une grande. Partagez l’axe : sharey=True (ou sharex=True).",
            "chacun-son-echelle",
        )


def _frame(lu: Mapping[str, Any]) -> Iterator[Defaut]:
    if any(one["hors_cadre"] for one in lu["series"]) and not lu.get("axe_casse"):
        yield Defaut(
            "hors-cadre",
            "Une partie du dessin sort du cadre : le lecteur ne voit pas jusqu’où elle va. "
            "Agrandissez les limites de l’axe, ou retirez-les.",
            "axe-coupe",
        )


def _legible(lu: Mapping[str, Any], attentes: Attentes) -> Iterator[Defaut]:
    pairs = lu.get("chevauchements", [])
    if pairs:
        yield Defaut(
            "chevauchement",
            f"Des textes se recouvrent : {quoted(list(pairs[0]))}. Agrandissez le dessin, couchez "
            "les barres, écrivez moins d’étiquettes ou changez leur place.",
            "tout-etiqueter",
        )
    if lu.get("plus_petit_texte", 99) < attentes.texte_min:
        yield Defaut(
            "texte-petit",
            "Sur un téléphone, un texte de ce graphique serait trop petit pour être lu. Réduisez "
            "figsize=(…) plutôt que d’agrandir l’image, ou augmentez fontsize.",
            "ecran-du-lecteur",
        )
    pale = [one for one in lu.get("contrastes", []) if _pale(one, lu, attentes.contraste)]
    if pale:
        yield Defaut(
            "texte-pale",
            f"Un texte se détache mal de ce qui est derrière lui : {quoted([pale[0]['quoi']])}. "
            "Choisissez une couleur plus foncée, ou plus claire si le fond est sombre.",
            "couleur-pale",
        )


def _pale(one: Mapping[str, Any], lu: Mapping[str, Any], least: float) -> bool:
    """Tell whether a text is pale. A name in its curve's own colour may be a little paler."""
    charts = lu.get("graphiques", [lu])
    marks = {colour for c in charts for serie in c["series"] for colour in serie["couleurs"]}
    if one["genre"] == "texte" and one.get("couleur") in marks and least <= 3:
        least = LEAST_NAME
    return one["genre"] == "texte" and one["rapport"] < least


def _marks(lu: Mapping[str, Any]) -> Iterator[Defaut]:
    marks = [one["rapport"] for one in lu.get("contrastes", []) if one["genre"] == "marque"]
    if (
        marks
        and lu["forme"] != GRILLE
        and (min(marks) < LEAST_MARK or max(marks) < LEAST_BEST_MARK)
    ):
        yield Defaut(
            "trait-pale",
            "Des barres, des courbes ou des points se voient à peine sur le fond. Choisissez des "
            "couleurs plus foncées.",
            "couleur-pale",
        )


def _too_many_colours(lu: Mapping[str, Any], most: int) -> Iterator[Defaut]:
    for one in lu["series"]:
        if one["forme"] in LONGUEURS and len(set(one["couleurs"])) > most and not lu["legende"]:
            yield Defaut(
                "couleurs",
                "Chaque barre a sa couleur, et aucune ne veut dire quelque chose. Une seule "
                "couleur suffit ; une deuxième, pour ce que dit le titre.",
                "couleurs-plus-clair",
            )
            return


def _told_apart(lu: Mapping[str, Any]) -> Iterator[Defaut]:
    """Compare colours that a reader must tell apart to read the chart."""
    for one, other in combinations(_meanings(lu), 2):
        if one["couleur"] == other["couleur"] or _differ(one, other):
            continue
        sights = [
            sight
            for sight in SIMULATIONS
            if distance(rgb(one["couleur"]), rgb(other["couleur"]), sight) < LEAST_DISTANCE
        ]
        if sights:
            yield Defaut(
                "daltoniens",
                f"Deux couleurs se confondent pour des personnes daltoniennes ({sights[0]}) : "
                f"{quoted([one['texte'], other['texte']])}. Prenez une couleur claire et une "
                "foncée, ou changez aussi le trait ou le motif.",
                "couleurs-pour-tous",
            )
            return


def _meanings(lu: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """Return what only its colour names: the legend's lines, or else the series."""
    rows = [row for row in lu.get("reperage", []) if row["couleur"]]
    if lu["forme"] == CAMEMBERT and any(lu["series"][0]["etiquettes"]) and not rows:
        return []
    words = [key(text) for text in lu["textes"]]
    if not rows:
        rows = [
            {
                "texte": one["nom"],
                "couleur": one["couleurs"][0],
                "trait": one["trait"],
                "marque": one["marque"],
                "motif": one["motif"],
            }
            for one in lu["series"]
            if len(set(one["couleurs"])) == 1 and one["nom"]
        ]
    direct = {row["texte"] for row in rows if any(key(row["texte"]) in word for word in words)}
    return [row for row in rows if row["texte"] not in direct]


def _differ(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return any(one[name] != other[name] for name in ("trait", "marque", "motif"))
