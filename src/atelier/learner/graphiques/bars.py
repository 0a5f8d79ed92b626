"""Bars of an Axes, upright or lying, drawn at once or one call each, as series."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from atelier.learner.graphiques.forms import BARRES, COUCHEES
from atelier.learner.graphiques.labels import labels_of
from atelier.learner.graphiques.series import MOST_POINTS, in_view, opacity, seen, serie


def read_bars(ax: Any) -> Iterator[dict[str, Any]]:
    """Yield each group of bars; bars drawn one call each make one group."""
    from matplotlib.container import BarContainer

    groups = [group for group in ax.containers if isinstance(group, BarContainer)]
    alone = [group for group in groups if len(group.patches) == 1]
    if len(alone) > 1 and len(alone) == len(groups):
        names = [str(group.get_label()) for group in alone]
        bars = [group.patches[0] for group in alone]
        yield from _bars(ax, bars, "", alone[0].orientation == "horizontal", names)
    else:
        for group in groups:
            lying = group.orientation == "horizontal"
            yield from _bars(ax, group.patches[:MOST_POINTS], group.get_label(), lying)
    owned = {id(bar) for group in groups for bar in group.patches}
    yield from _loose_bars(ax, owned)


def _bars(
    ax: Any, bars: Sequence[Any], name: Any, lying: bool, names: Sequence[str] = ()
) -> Iterator[dict[str, Any]]:
    """Yield a group of bars as one series, in reading order."""
    axis = ax.yaxis if lying else ax.xaxis
    visible = [bar for bar in bars if seen(bar) and _has_colour(bar)]
    placed = [(_middle(bar, lying), bar) for bar in visible]
    places = [place for place, _ in placed]
    labels = labels_of(axis, places)
    if names and all(isinstance(label, int | float) for label in labels):
        named = [name for name, bar in zip(names, bars, strict=True) if bar in visible]
        labels = named if not any(name.startswith("_") for name in named) else labels
    rows = [
        (place, label, bar)
        for (place, bar), label in zip(placed, labels, strict=True)
        if in_view(axis, place) or math.isnan(_size(bar, lying))  # a hole widens no axis
    ]
    # reading goes from top to bottom, from left to right
    rows.sort(key=lambda row: row[0], reverse=lying != bool(axis.get_inverted()))
    if not rows:
        return
    values = ax.xaxis if lying else ax.yaxis
    starts = [float(bar.get_x() if lying else bar.get_y()) for _, _, bar in rows]
    sizes = [_size(bar, lying) for _, _, bar in rows]
    yield serie(
        name,
        COUCHEES if lying else BARRES,
        [label for _, label, _ in rows],
        sizes,
        [_bar_colour(bar) for _, _, bar in rows],
        departs=starts,
        couche=lying,
        hors_cadre=sum(
            not in_view(values, start + size, 0.005)
            for start, size in zip(starts, sizes, strict=True)
        ),
        motif=next((str(bar.get_hatch()) for _, _, bar in rows if bar.get_hatch()), ""),
        opacite=min(opacity(bar.get_facecolor(), bar.get_edgecolor()) for _, _, bar in rows),
    )


def _loose_bars(ax: Any, owned: set[int]) -> Iterator[dict[str, Any]]:
    """Yield rectangles that were added one by one."""
    from matplotlib.patches import Rectangle

    loose = [
        patch
        for patch in ax.patches[:MOST_POINTS]
        if type(patch) is Rectangle
        and id(patch) not in owned
        and patch.get_data_transform() is ax.transData
    ]
    if len(loose) > 1:
        lying = len({round(bar.get_x(), 9) for bar in loose}) == 1
        yield from _bars(ax, loose, "", lying)


def _size(bar: Any, lying: bool) -> float:
    return float(bar.get_width() if lying else bar.get_height())


def _has_colour(bar: Any) -> bool:
    return opacity(bar.get_facecolor()) > 0 or (
        bar.get_linewidth() > 0 and opacity(bar.get_edgecolor()) > 0
    )


def _bar_colour(bar: Any) -> Any:
    return bar.get_facecolor() if opacity(bar.get_facecolor()) > 0 else bar.get_edgecolor()


def _middle(bar: Any, lying: bool) -> float:
    start, size = (bar.get_y(), bar.get_height()) if lying else (bar.get_x(), bar.get_width())
    return float(start + size / 2)
