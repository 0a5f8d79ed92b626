"""Bars, lines, points and slices of an Axes, as series of plain data."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from atelier.learner.graphiques.forms import BARRES, CAMEMBERT, COUCHEES, COURBE, POINTS, TIGES
from atelier.learner.graphiques.labels import labels_of

MOST_POINTS = 20_000
"""Points of one series that are read. Beyond, nobody tells them apart, and memory counts."""


def serie(
    name: Any,
    form: str,
    labels: Sequence[Any],
    values: Iterable[Any],
    colours: Iterable[Any],
    **more: Any,
) -> dict[str, Any]:
    """Return one series as plain data; `more` is written over the usual fields."""
    from matplotlib.colors import to_hex

    values = [float(value) for value in values]
    return {
        "nom": "" if str(name).startswith("_") else str(name),
        "forme": form,
        "etiquettes": list(labels),
        "valeurs": values,
        "couleurs": [to_hex(colour) for colour in colours],
        "departs": [],
        "points": len(values),
        "hors_cadre": 0,
        "trait": "",
        "marque": "",
        "motif": "",
        "opacite": 1.0,
        **more,
    }


def seen(artist: Any) -> bool:
    """Tell whether an artist leaves something to see: neither hidden nor transparent."""
    return bool(artist.get_visible()) and artist.get_alpha() != 0


def opacity(*colours: Any) -> float:
    """Return how opaque the most opaque of these colours is (0 to 1)."""
    from matplotlib.colors import to_rgba

    return max((float(to_rgba(colour)[3]) for colour in colours), default=0.0)


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


def in_view(axis: Any, place: float, slack: float = 0.001) -> bool:
    """Tell whether a place stands between the limits of the axis (a missing place does)."""
    low, high = sorted(axis.get_view_interval())
    if not (math.isfinite(low) and math.isfinite(high) and math.isfinite(place)):
        return True
    margin = (high - low) * slack
    return bool(low - margin <= place <= high + margin)


def read_stems(ax: Any) -> Iterator[dict[str, Any]]:
    """Yield stems: a point at the end of a segment."""
    from matplotlib.container import StemContainer

    for stems in ax.containers:
        if isinstance(stems, StemContainer) and seen(stems.markerline):
            yield from line_serie(ax, stems.markerline, stems.get_label(), TIGES)


def read_lines(ax: Any) -> Iterator[dict[str, Any]]:
    """Yield each line and each cloud that `plot` drew, guides and error bars left out."""
    apart = _parts_of_others(ax)
    for line in ax.lines:
        if id(line) in apart or not seen(line) or is_guide(ax, line):
            continue
        joined = line.get_linestyle() not in ("None", "none", " ", "") and line.get_linewidth() > 0
        marked = line.get_marker() not in ("None", "none", None, " ", "")
        if joined or marked:
            yield from line_serie(ax, line, line.get_label(), COURBE if joined else POINTS)


def line_serie(ax: Any, line: Any, name: Any, form: str) -> Iterator[dict[str, Any]]:
    """Yield what a line shows between the limits of the axes, as a series."""
    places = line.get_xdata(orig=False)[:MOST_POINTS]
    heights = line.get_ydata(orig=False)[:MOST_POINTS]
    pairs = [
        (place, height)
        for place, height in zip(_floats(places), _floats(heights), strict=True)
        if in_view(ax.xaxis, place)
    ]
    if not pairs:
        return
    yield serie(
        name,
        form,
        labels_of(ax.xaxis, [place for place, _ in pairs]),
        [height for _, height in pairs],
        [line.get_color()],
        points=len(line.get_xdata(orig=False)),
        hors_cadre=sum(not in_view(ax.yaxis, height, 0.005) for _, height in pairs),
        trait=str(line.get_linestyle()),
        marque="" if line.get_marker() in ("None", None) else str(line.get_marker()),
        opacite=opacity(line.get_color()) * (line.get_alpha() or 1),
    )


def read_clouds(ax: Any) -> Iterator[dict[str, Any]]:
    """Yield each cloud of points that `scatter` drew."""
    from matplotlib.collections import PathCollection

    for cloud in ax.collections:
        if not isinstance(cloud, PathCollection) or not seen(cloud):
            continue
        places = _floats(cloud.get_offsets()[:MOST_POINTS].ravel())
        pairs = list(zip(places[::2], places[1::2], strict=True))
        pairs = [pair for pair in pairs if in_view(ax.xaxis, pair[0])]
        colours = cloud.get_facecolor() if len(cloud.get_facecolor()) else cloud.get_edgecolor()
        if pairs and opacity(*colours[:100]) > 0:
            yield serie(
                cloud.get_label(),
                POINTS,
                labels_of(ax.xaxis, [place for place, _ in pairs]),
                [height for _, height in pairs],
                colours[:MOST_POINTS],
                points=len(cloud.get_offsets()),
                hors_cadre=sum(not in_view(ax.yaxis, height, 0.005) for _, height in pairs),
                marque="o",
                opacite=opacity(*colours[:100]),
            )


def _floats(values: Any) -> list[float]:
    import numpy as np

    return [float(value) for value in np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)]


def read_slices(ax: Any) -> Iterator[dict[str, Any]]:
    """Yield a pie: its values are parts of the whole, on 100."""
    from matplotlib.patches import Wedge

    slices = [patch for patch in ax.patches if isinstance(patch, Wedge) and seen(patch)]
    if slices:
        labels = [str(part.get_label()) for part in slices]
        yield serie(
            "",
            CAMEMBERT,
            ["" if label.startswith("_") else label for label in labels],
            [abs(part.theta2 - part.theta1) / 3.6 for part in slices],
            [part.get_facecolor() for part in slices],
        )


def is_guide(ax: Any, line: Any) -> bool:
    """Tell whether a line crosses the whole chart, as `axhline` and `axvline` draw it."""
    transform = line.get_transform()  # compared by identity: before scaling, all look alike
    return (
        transform is ax.get_xaxis_transform()
        or transform is ax.get_yaxis_transform()
        or type(line).__name__ == "AxLine"
    )


def read_guides(ax: Any) -> Iterator[dict[str, Any]]:
    """Yield lines and bands drawn across the chart, and straight lines of two points at one x."""
    for line in ax.lines:
        if not seen(line) or type(line).__name__ == "AxLine":
            continue
        upright = line.get_transform() is ax.get_xaxis_transform()
        if upright or line.get_transform() is ax.get_yaxis_transform():
            data = line.get_xdata(orig=False) if upright else line.get_ydata(orig=False)
            yield _guide(ax, upright, float(data[0]))
    for patch in ax.patches:
        transform = patch.get_data_transform()
        upright = transform is ax.get_xaxis_transform()
        if seen(patch) and (upright or transform is ax.get_yaxis_transform()):
            box = patch.get_path().get_extents(patch.get_patch_transform())
            first, last = (box.x0, box.x1) if upright else (box.y0, box.y1)
            yield {**_guide(ax, upright, float(first)), "fin": float(last)}


def _guide(ax: Any, upright: bool, place: float) -> dict[str, Any]:
    guide = {"axe": "x" if upright else "y", "valeur": place}
    if upright and "Date" in type(ax.xaxis.get_converter()).__name__:
        guide["etiquette"] = labels_of(ax.xaxis, [place])[0]
    return guide


def _parts_of_others(ax: Any) -> set[int]:
    """Return the lines that belong to stems, to error bars."""
    from matplotlib.container import ErrorbarContainer, StemContainer

    parts: set[int] = set()
    for container in ax.containers:
        if isinstance(container, StemContainer):
            parts |= {id(container.markerline), id(container.baseline)}
        elif isinstance(container, ErrorbarContainer):
            parts |= {id(cap) for cap in container.lines[1]}
    return parts
