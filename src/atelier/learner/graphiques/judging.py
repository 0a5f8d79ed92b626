"""Judge a chart that was read: plain data in, French sentences out. No matplotlib here."""

from collections.abc import Iterator, Mapping
from typing import Any

from atelier.learner.graphiques.expectations import Attentes, Defaut
from atelier.learner.graphiques.judging_data import data_defects, form_defects, order_defects
from atelier.learner.graphiques.judging_sight import panel_sight_defects, sight_defects
from atelier.learner.graphiques.judging_words import figure_word_defects, word_defects
from atelier.learner.verifier import Presque

NOT_READ = (
    "Ce n’est pas un dessin relu. La dernière ligne de votre cellule doit le relire : "
    "graphique = lire_graphique(ax)."
)


def controler_graphique(lu: Any, **attentes: Any) -> None:
    """Raise `Presque` for the first thing that is wrong with the chart `lu`.

    `lu` is what `lire_graphique` or `lire_figure` returned. What is expected is said by keyword
    (see `Attentes`): what the exercise alone knows (`forme`, `valeurs`, `ordre`, `mots`…) is
    checked where it is given; what every published chart needs (zero base, title that states a
    finding, unit, source, legend, readability) is checked unless it is set to False or None.
    """
    for defaut in _found(lu, attentes):
        raise Presque(defaut.message, defaut.meprise)


def defauts(lu: Any, **attentes: Any) -> list[Defaut]:
    """Return every defect of the chart `lu`, each a triple (code, message, meprise).

    Takes what `controler_graphique` takes. Raises `Presque` where `lu` is no chart that was read.
    """
    return _found(lu, attentes)


def _found(lu: Any, wanted: Mapping[str, Any]) -> list[Defaut]:
    attentes = Attentes.of(**wanted)
    if not isinstance(lu, Mapping) or not ({"forme", "series"} <= set(lu) or "graphiques" in lu):
        raise Presque(NOT_READ)
    try:
        return list(_of_figure(lu, attentes) if "graphiques" in lu else _of_chart(lu, attentes))
    except (KeyError, IndexError, TypeError, AttributeError):
        if _complete(lu):  # a fault of ours, which the course's author must see
            raise
        raise Presque(NOT_READ) from None


def _complete(lu: Mapping[str, Any]) -> bool:
    """Tell whether a dictionary came from a reading, and not from a learner's keyboard."""
    charts = lu.get("graphiques", [lu])
    return all(isinstance(chart, Mapping) and "reperage" in chart for chart in charts)


def _of_chart(lu: Mapping[str, Any], attentes: Attentes) -> Iterator[Defaut]:
    yield from form_defects(lu, attentes)
    yield from data_defects(lu, attentes)
    yield from order_defects(lu, attentes)
    yield from word_defects(lu, attentes)
    yield from sight_defects(lu, attentes)


def _of_figure(lu: Mapping[str, Any], attentes: Attentes) -> Iterator[Defaut]:
    """Judge each chart of a figure on its own, then what they share."""
    charts = lu["graphiques"]
    if attentes.nombre is not None and len(charts) != attentes.nombre:
        yield Defaut(
            "nombre",
            f"La figure contient {len(charts)} graphiques ; il en faut {attentes.nombre}, "
            "un par cas à comparer.",
            "toute-la-table" if len(charts) > attentes.nombre else "figure-courante",
        )
        return
    for number, (chart, alone) in enumerate(zip(charts, attentes.for_panels(charts), strict=True)):
        found = [*form_defects(chart, alone), *data_defects(chart, alone)]
        found += order_defects(chart, alone)
        yield from (one.about(chart["titre"], number) for one in found)
    yield from figure_word_defects(lu, attentes)
    yield from panel_sight_defects(lu, attentes)
