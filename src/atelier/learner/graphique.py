"""Read a drawn chart back as plain data: what a reader sees, whatever calls have drawn it.

A chart is judged by what it shows. A matplotlib object stays in the process that drew it, a
dictionary of texts and numbers travels: `graphique = lire_graphique(ax)`, and the test reads that.
"""

import datetime
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from atelier.learner.verifier import Presque, nature

BARRES, COUCHEES, COURBE = "barres", "barres horizontales", "courbe"
POINTS, CAMEMBERT, MELANGE = "points", "camembert", "mélange"
"""What `forme` may say. `MELANGE`: series of several forms in one chart."""


def lire_graphique(dessin: Any = None) -> dict[str, Any]:
    """Return what the chart `dessin` shows, as texts, numbers, lists and dictionaries.

    `dessin` is what pandas or matplotlib return when they draw (Axes, Figure, bars, lines…);
    without it, the figure that the cell is drawing. The dictionary holds:

    - `forme`: one of the constants above;
    - `series`: for each group of bars, line or cloud of points, a dictionary of `nom`, `forme`,
      `etiquettes` and `valeurs` (one for each other, in reading order: from left to right; from
      top to bottom for horizontal bars) and `couleurs` ("#rrggbb"). A label is a text where the
      axis shows texts or dates (ISO 8601), else a number; a missing value is `nan`;
    - `titre`, `legende` (a list) and `textes` (a list: annotations, source line, subtitle);
    - `axe_x`, `axe_y`: dictionaries of `titre`, `limites` (two numbers, as drawn) and `echelle`
      ("linear", "log"…);
    - `reperes`: horizontal and vertical lines drawn across the chart, each a dictionary of
      `axe` ("x" or "y") and `valeur`.

    Raises `Presque`, a sentence for the learner, where there is no chart or nothing drawn on it.
    """
    ax = _axes_of(dessin)
    series = [*_bars(ax), *_lines(ax), *_clouds(ax), *_slices(ax)]
    if not series:
        raise Presque(
            "Le graphique est vide : aucune barre, aucune courbe, aucun point. "
            "Dessinez d’abord ; puis, dans la même cellule et avant plt.show(), "
            "appelez lire_graphique(…)."
        )
    forms = {one["forme"] for one in series}
    title, others = _titles(ax)
    legend = ax.get_legend()
    return {
        "forme": forms.pop() if len(forms) == 1 else MELANGE,
        "series": series,
        "titre": title,
        "axe_x": _axis(ax.xaxis),
        "axe_y": _axis(ax.yaxis),
        "legende": _texts(legend.get_texts() if legend else ()),
        "textes": others + _texts(ax.texts) + _texts(ax.get_figure().texts),
        "reperes": list(_guides(ax)),
    }


def _axes_of(drawn: Any) -> Any:
    """Return the one Axes that `drawn` is, holds or belongs to. Raises `Presque`."""
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes

    if drawn is None:
        if not plt.get_fignums():
            raise Presque(
                "Aucun graphique n’est ouvert ici : une figure se ferme à la fin de sa cellule, "
                "ou après plt.show(). Dessinez et appelez lire_graphique(…) dans la même cellule, "
                "en lui donnant le graphique : lire_graphique(ax)."
            )
        drawn = plt.gcf()
    found = list(dict.fromkeys(ax for ax in _reach(drawn) if isinstance(ax, Axes)))
    live = [ax for ax in found if ax.get_figure() is not None and ax in ax.get_figure().axes]
    if found and not live:
        raise Presque("Ce graphique a été effacé. Exécutez de nouveau la cellule qui le dessine.")
    if not live:
        empty = hasattr(drawn, "get_axes")  # a figure
        raise Presque(
            "Cette figure est vide : rien n’y est dessiné."
            if empty
            else f"lire_graphique(…) attend un graphique ; il a reçu {nature(drawn)}. "
            "Rangez d’abord le dessin sous un nom : ax = table.plot.barh(…), "
            "puis lire_graphique(ax)."
        )
    drawn_on = [ax for ax in live if ax.has_data()] or live[:1]
    if len(drawn_on) > 1:
        raise Presque(
            f"Cette figure contient {len(drawn_on)} graphiques. "
            "Donnez-en un seul à lire_graphique(…)."
        )
    return drawn_on[0]


def _reach(drawn: Any) -> Iterator[Any]:
    """Yield the Axes that an object of matplotlib is, holds or belongs to."""
    if hasattr(drawn, "transAxes"):  # an Axes
        yield drawn
    elif hasattr(drawn, "get_axes"):  # a figure
        yield from drawn.axes
    elif hasattr(drawn, "axes"):  # a line, a cloud of points, a text
        yield drawn.axes
    elif isinstance(drawn, Iterable) and not isinstance(drawn, str | bytes | dict):
        if type(drawn).__module__.startswith("pandas"):
            return
        for part in getattr(drawn, "flat", drawn):  # an array of Axes, a list of lines, bars
            yield from _reach(part)


def _serie(
    name: Any, form: str, labels: Sequence[Any], values: Iterable[Any], colours: Iterable[Any]
) -> dict[str, Any]:
    from matplotlib.colors import to_hex

    return {
        "nom": "" if str(name).startswith("_") else str(name),
        "forme": form,
        "etiquettes": list(labels),
        "valeurs": [float(value) for value in values],
        "couleurs": [to_hex(colour) for colour in colours],
    }


def _bars(ax: Any) -> Iterator[dict[str, Any]]:
    from matplotlib.container import BarContainer

    for bars in ax.containers:
        if not isinstance(bars, BarContainer):
            continue
        lying = bars.orientation == "horizontal"
        axis = ax.yaxis if lying else ax.xaxis
        placed = [(_middle(bar, lying), bar) for bar in bars.patches if bar.get_visible()]
        # reading goes from top to bottom, from left to right
        placed.sort(key=lambda pair: pair[0], reverse=lying != bool(axis.get_inverted()))
        if placed:
            yield _serie(
                bars.get_label(),
                COUCHEES if lying else BARRES,
                _labels(axis, [place for place, _ in placed]),
                [bar.get_width() if lying else bar.get_height() for _, bar in placed],
                [bar.get_facecolor() for _, bar in placed],
            )


def _middle(bar: Any, lying: bool) -> float:
    start, size = (bar.get_y(), bar.get_height()) if lying else (bar.get_x(), bar.get_width())
    return float(start + size / 2)


def _lines(ax: Any) -> Iterator[dict[str, Any]]:
    for line in ax.lines:
        if not line.get_visible() or _is_guide(ax, line) or len(line.get_xdata(orig=False)) == 0:
            continue
        joined = line.get_linestyle() not in ("None", "none", " ", "")
        yield _serie(
            line.get_label(),
            COURBE if joined else POINTS,
            _labels(ax.xaxis, line.get_xdata(orig=False)),
            line.get_ydata(orig=False),
            [line.get_color()],
        )


def _clouds(ax: Any) -> Iterator[dict[str, Any]]:
    from matplotlib.collections import PathCollection

    for cloud in ax.collections:
        if isinstance(cloud, PathCollection) and cloud.get_visible() and len(cloud.get_offsets()):
            places = cloud.get_offsets()
            yield _serie(
                cloud.get_label(),
                POINTS,
                _labels(ax.xaxis, places[:, 0]),
                places[:, 1],
                cloud.get_facecolor(),
            )


def _slices(ax: Any) -> Iterator[dict[str, Any]]:
    """Yield a pie: its values are parts of the whole, on 100."""
    from matplotlib.patches import Wedge

    slices = [patch for patch in ax.patches if isinstance(patch, Wedge) and patch.get_visible()]
    if slices:
        yield _serie(
            "",
            CAMEMBERT,
            [part.get_label() for part in slices],
            [abs(part.theta2 - part.theta1) / 3.6 for part in slices],
            [part.get_facecolor() for part in slices],
        )


def _labels(axis: Any, places: Iterable[Any]) -> list[Any]:
    """Return what the axis shows at these places: texts, dates, or the numbers themselves."""
    from matplotlib.dates import num2date
    from matplotlib.ticker import ScalarFormatter

    places = [float(place) for place in places]
    known = [place for place in places if math.isfinite(place)]
    if len(known) < len(places):  # a missing date has no place
        labels = iter(_labels(axis, known))
        return [next(labels) if math.isfinite(place) else "" for place in places]
    kind = type(axis.get_converter()).__name__
    if kind == "PeriodConverter":  # of pandas, for regular dates
        from pandas import Period

        periods = (Period(ordinal=int(place), freq=axis.axes.freq) for place in places)
        return [_day(period.start_time.to_pydatetime()) for period in periods]
    if "Date" in kind:  # of matplotlib or of pandas
        return [_day(num2date(place)) for place in places]
    if isinstance(axis.get_major_formatter(), ScalarFormatter):
        return [int(place) if place.is_integer() else place for place in places]
    ticks = zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=False)
    texts = [(float(where), label.get_text()) for where, label in ticks if label.get_text()]
    return [_nearest(place, texts) for place in places]


def _nearest(place: float, texts: Sequence[tuple[float, str]]) -> Any:
    """Return the text less than half a step away (bars of a group share one), or the place."""
    away, text = min(((abs(place - where), text) for where, text in texts), default=(1, ""))
    return text if away < 0.5 else place


def _day(moment: datetime.datetime) -> str:
    moment = moment.replace(tzinfo=None)
    return moment.date().isoformat() if moment.time() == datetime.time() else moment.isoformat()


def _is_guide(ax: Any, line: Any) -> bool:
    """Tell whether a line crosses the whole chart, as `axhline` and `axvline` draw it."""
    transform = line.get_transform()  # compared by identity: before scaling, all look alike
    return transform is ax.get_xaxis_transform() or transform is ax.get_yaxis_transform()


def _guides(ax: Any) -> Iterator[dict[str, Any]]:
    for line in ax.lines:
        if line.get_visible() and _is_guide(ax, line):
            upright = line.get_transform() is ax.get_xaxis_transform()
            data = line.get_xdata(orig=False) if upright else line.get_ydata(orig=False)
            yield {"axe": "x" if upright else "y", "valeur": float(data[0])}


def _axis(axis: Any) -> dict[str, Any]:
    low, high = axis.get_view_interval()
    limits = [float(low), float(high)]
    return {
        "titre": axis.get_label_text().strip() if axis.get_label().get_visible() else "",
        "limites": limits if all(map(math.isfinite, limits)) else [],
        "echelle": axis.get_scale(),
    }


def _titles(ax: Any) -> tuple[str, list[str]]:
    """Return the chart's title, and other texts in a title's place."""
    figure = ax.get_figure()
    written = [
        figure.get_suptitle(),
        *(ax.get_title(loc=side) for side in ("left", "center", "right")),
    ]
    written = [text.strip() for text in written if text.strip()]
    return (written[0], written[1:]) if written else ("", [])


def _texts(artists: Iterable[Any]) -> list[str]:
    written = (artist.get_text().strip() for artist in artists if artist.get_visible())
    return [text for text in written if text]
