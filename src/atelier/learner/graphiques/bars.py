"""Bars of an Axes, upright or lying, drawn at once or one call each, as series."""

import math
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from atelier.learner.graphiques.forms import BARRES, COUCHEES
from atelier.learner.graphiques.labels import is_number, labels_of
from atelier.learner.graphiques.series import MOST_POINTS, in_view, opacity, seen, serie


def read_bars(ax: Any) -> Iterator[dict[str, Any]]:
    """Yield each group of bars; groups that never share a label are one series in many colours."""
    from matplotlib.container import BarContainer

    groups = [group for group in ax.containers if isinstance(group, BarContainer)]
    owned = {id(bar) for group in groups for bar in group.patches}
    read = [one for group in groups for one in _bars(ax, group.patches[:MOST_POINTS], group)]
    labels = [label for one in read for label in one["etiquettes"]]
    turned = {group.orientation for group in groups}
    apart = len(labels) == len(set(labels)) and all(isinstance(x, str | int) for x in labels)
    if len(read) > 1 and apart and len(turned) == 1:
        bars = [bar for group in groups for bar in group.patches]
        yield from _bars(ax, bars[:MOST_POINTS], groups[0], _own_names(groups))
    else:
        yield from read
    yield from _loose_bars(ax, owned)


def _own_names(groups: Sequence[Any]) -> list[str]:
    """Return the names that the legend gives to bars drawn one call each."""
    names = [str(group.get_label()) for group in groups]
    alone = all(len(group.patches) == 1 for group in groups)
    return names if alone and not any(name.startswith("_") for name in names) else []


def _bars(
    ax: Any, bars: Sequence[Any], group: Any, names: Sequence[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield a group of bars as one series, in reading order; `names`: those of several groups."""
    lying = group.orientation == "horizontal"
    axis = ax.yaxis if lying else ax.xaxis
    visible = [bar for bar in bars if seen(bar) and _has_colour(bar)]
    placed = [(_middle(bar, lying), bar) for bar in visible]
    places = [place for place, _ in placed]
    labels = labels_of(axis, places)
    if labels and all(isinstance(label, int | float) for label in labels):
        labels = _written_beside(ax, places, lying) or labels
    if names and all(isinstance(label, int | float) for label in labels):
        labels = [name for name, bar in zip(names, bars, strict=True) if bar in visible]
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
        group.get_label() if names is None else "",
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
        group = SimpleNamespace(
            orientation="horizontal" if lying else "vertical", get_label=lambda: ""
        )
        yield from _bars(ax, loose, group)


def _written_beside(ax: Any, places: Sequence[float], lying: bool) -> list[str]:
    """Return the names written on or beside the bars, where each bar has one and the axis none."""
    axis = ax.yaxis if lying else ax.xaxis
    if axis.get_visible() and any(text.get_text().strip() for text in axis.get_ticklabels()):
        return []
    words = [
        (float(text.get_position()[lying]), text.get_text().strip())
        for text in ax.texts
        if text.get_visible() and not is_number(text.get_text())
    ]
    near = [[word for at, word in words if abs(at - place) < 0.45] for place in places]
    return [found[0] for found in near] if all(len(found) == 1 for found in near) else []


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
