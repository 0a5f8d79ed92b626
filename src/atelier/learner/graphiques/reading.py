"""Read a drawn chart back as plain data: what a reader sees, whatever calls have drawn it.

A chart is judged by what it shows. A matplotlib object stays in the process that drew it, a
dictionary of texts and numbers travels: `graphique = lire_graphique(ax)`, and the test reads that.
"""

import math
from typing import Any

from atelier.learner.graphiques.areas import (
    merge_areas,
    read_areas,
    read_grids,
    read_rest,
    read_stairs,
)
from atelier.learner.graphiques.bars import read_bars
from atelier.learner.graphiques.forms import COURBE, MELANGE
from atelier.learner.graphiques.guides import read_guides
from atelier.learner.graphiques.lines import read_clouds, read_lines, read_slices, read_stems
from atelier.learner.graphiques.measure import measure
from atelier.learner.graphiques.reach import (
    axes_of,
    figure_of,
    group_panels,
    is_colour_bar,
    root,
    speaking_french,
)
from atelier.learner.graphiques.stress import set_apart
from atelier.learner.graphiques.texts import (
    find_source,
    read_axis,
    read_legend,
    read_titles,
    tick_texts,
    title_elsewhere,
    visible_texts,
)
from atelier.learner.verifier import Presque


@speaking_french
def lire_graphique(dessin: Any = None) -> dict[str, Any]:
    """Return what the chart `dessin` shows, as texts, numbers, lists and dictionaries.

    `dessin` is what pandas or matplotlib return when they draw (Axes, Figure, bars, lines…);
    without it, the figure that the cell is drawing. The dictionary holds:

    - `forme`: one of the constants of `forms`;
    - `series`: for each group of bars, line or cloud of points, a dictionary of `nom`, `forme`,
      `etiquettes` and `valeurs` (one for each other, in reading order: from left to right; from
      top to bottom for horizontal bars; what the limits of the axes leave out is not read) and
      `couleurs` ("#rrggbb"). A label is a text where the axis shows texts or dates (ISO 8601),
      else a number; a missing value is `nan`. Also `departs` (where bars and surfaces start),
      `points` (how many were drawn), `hors_cadre` (how many leave the frame), `trait`, `marque`,
      `motif`, `opacite`;
    - `accessoires`: series that only stress a part of another (a last point, a mean);
    - `titre`, `sous_titres` (other texts in a title's place), `legende` (a list), `textes` (a list: annotations, source line, subtitle) and
      `source` (the text that begins with « Source »);
    - `axe_x`, `axe_y`: dictionaries of `titre`, `limites` (two numbers, as drawn), `echelle`
      ("linear", "log"…) and `graduations` (the texts at the ticks);
    - `reperes`: horizontal and vertical lines or bands drawn across the chart, each a dictionary
      of `axe` ("x" or "y"), `valeur` and, for a band, `fin`;
    - `axes_doubles`: True where two vertical axes share the place; `axe_casse`: True where the
      figure shows the same bars twice, on both sides of a cut;
    - `reperage`: the legend's lines with their `couleur`, `trait`, `marque`, `motif`;
    - `taille` (inches), `plus_petit_texte` (CSS pixels, shown 320 wide), `chevauchements`
      (pairs of texts) and `contrastes` (dictionaries of `quoi`, `genre`, `rapport`).

    Raises `Presque`, a sentence for the learner, where there is no chart or nothing drawn on it.
    """
    axes, cut = axes_of(dessin, broken=is_broken)
    figure = root(axes[0])
    read = {**_chart(axes, figure), "axe_casse": cut}
    if cut and not read["titre"]:  # it stands on the other part
        read["titre"] = next(filter(None, (ax.get_title() for ax in figure.axes)), "")
    read.update(measure(figure, axes[:1], [read]))
    return read


@speaking_french
def lire_figure(dessin: Any = None) -> dict[str, Any]:
    """Return what a figure of several charts shows: `graphiques`, and what they share.

    `graphiques` is a list of what `lire_graphique` returns, in reading order; `titre` is the
    figure's own, `textes` and `source` are written on the figure; `taille`, `plus_petit_texte`,
    `chevauchements` and `contrastes` are the figure's. Raises `Presque` as `lire_graphique` does.
    """
    figure = figure_of(dessin, "lire_figure")
    panels = group_panels(ax for ax in figure.axes if not is_colour_bar(ax))
    panels = [panel for panel in panels if any(ax.has_data() for ax in panel)]
    if not panels:
        raise Presque("Cette figure est vide : rien n’y est dessiné. Dessinez d’abord.")
    cut = is_broken(panels)
    panels = panels[-1:] if cut else sorted(panels, key=lambda panel: _reading_place(panel[0]))
    charts = [{**_chart(panel, figure, len(panels) == 1), "axe_casse": cut} for panel in panels]
    measured = measure(figure, [panel[0] for panel in panels], charts)
    for chart in charts:
        chart["taille"] = measured["taille"]
    texts = visible_texts(figure.texts)
    title = figure.get_suptitle().strip() or title_elsewhere(panels[0][0], figure, True)
    written = texts + [text for chart in charts for text in chart["textes"]]
    return {
        "graphiques": charts,
        "titre": title or (charts[0]["titre"] if len(charts) == 1 else ""),
        "textes": [text for text in texts if text != title],
        "source": find_source(written),
        **measured,
    }


def _chart(axes: list[Any], figure: Any, alone: bool | None = None) -> dict[str, Any]:
    """Return what Axes drawn over each other show, apart from what must be measured."""
    ax = axes[0]
    alone = len(group_panels(figure.axes)) == 1 if alone is None else alone
    series, others_drawn = set_apart(_visible(_series(axes)))
    forms = {one["forme"] for one in series}
    title, others = read_titles(ax, figure, alone)
    title = title or title_elsewhere(ax, figure, alone)
    legend = [row for one in axes for row in read_legend(one, figure)]
    suptitle = figure.get_suptitle().strip()
    texts = others + [text for one in axes for text in visible_texts(one.texts)]
    texts += [text for text in visible_texts(figure.texts) if text != suptitle]
    texts = [text for text in texts if text != title]
    x, y = ({**read_axis(axis), "graduations": tick_texts(axis)} for axis in (ax.xaxis, ax.yaxis))
    return {
        "forme": forms.pop() if len(forms) == 1 else MELANGE,
        "series": series,
        "accessoires": others_drawn,
        "titre": title,
        "sous_titres": others,
        "axe_x": x,
        "axe_y": y,
        "legende": list(dict.fromkeys(row["texte"] for row in legend)),
        "textes": texts,
        "source": find_source([*texts, x["titre"], y["titre"], title]),
        "reperes": [guide for one in axes for guide in read_guides(one)],
        "reperage": legend,
        "axes_doubles": sum(ax.has_data() for ax in axes) > 1,
    }


def _series(axes: list[Any]) -> list[dict[str, Any]]:
    """Return every series of these Axes. A surface under its line, or around it, is not another."""
    readers = (read_bars, read_stairs, read_stems, read_lines, read_clouds, read_slices)
    series = [one for ax in axes for reader in readers for one in reader(ax)]
    areas = [one for ax in axes for one in read_areas(ax)]
    if areas and all(one["forme"] == COURBE for one in series):
        series = merge_areas(series, areas)
    series = series or [one for ax in axes for one in read_grids(ax)]
    return series or [one for ax in axes for one in read_rest(ax)]


def is_broken(panels: list[list[Any]]) -> bool:
    """Tell whether several Axes show the same bars, each a part of their length."""
    if len(panels) < 2:
        return False
    drawn = [
        [(one["forme"], one["valeurs"]) for ax in panel for one in read_bars(ax)]
        for panel in panels
    ]
    limits = {
        tuple(read_axis(axis)["limites"]) for (ax, *_) in panels for axis in (ax.xaxis, ax.yaxis)
    }
    return bool(drawn[0]) and all(one == drawn[0] for one in drawn) and len(limits) > 2


def _visible(series: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the series that show something. Raises `Presque` where none does."""
    if not series:
        raise Presque(
            "Le graphique est vide : aucune barre, aucune courbe, aucun point. "
            "Dessinez d’abord ; puis, dans la même cellule et avant plt.show(), "
            "appelez lire_graphique(…). Si vous avez dessiné, le dessin est caché ou hors du cadre."
        )
    shown = [
        one
        for one in series
        if not one["valeurs"] or any(map(math.isfinite, one["valeurs"])) or not one["etiquettes"]
    ]
    if not shown:
        raise Presque(
            "Le graphique ne montre rien : toutes les valeurs sont vides. Affichez la table que "
            "vous dessinez : la colonne est-elle la bonne ? Le filtre laisse-t-il des lignes ?"
        )
    shown = [one for one in shown if one["hors_cadre"] < max(1, len(one["valeurs"]))]
    if not shown:
        raise Presque(
            "Le graphique ne montre rien : tout est dessiné hors du cadre. Retirez les limites "
            "(set_xlim, set_ylim, plt.axis), ou choisissez-les autour de vos valeurs."
        )
    return shown


def _reading_place(ax: Any) -> tuple[float, float]:
    place = ax.get_position()
    return (-round(place.y1, 2), round(place.x0, 2))
