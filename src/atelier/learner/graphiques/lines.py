"""Lines, points, stems and slices of an Axes, as series."""

from collections.abc import Iterator, Sequence
from typing import Any

from atelier.learner.graphiques.forms import CAMEMBERT, COURBE, POINTS, TIGES
from atelier.learner.graphiques.guides import is_guide
from atelier.learner.graphiques.labels import labels_of
from atelier.learner.graphiques.series import MOST_POINTS, in_view, opacity, seen, serie

Pair = tuple[float, float]


def read_stems(ax: Any) -> Iterator[dict[str, Any]]:
    """Yield stems: a point at the end of a segment."""
    from matplotlib.container import StemContainer

    for stems in ax.containers:
        if isinstance(stems, StemContainer) and seen(stems.markerline):
            yield from _line(ax, stems.markerline, stems.get_label(), TIGES)


def read_lines(ax: Any) -> Iterator[dict[str, Any]]:
    """Yield each line and each cloud that `plot` drew, guides and error bars left out."""
    apart = _parts_of_others(ax)
    for line in ax.lines:
        if id(line) in apart or not seen(line) or is_guide(ax, line):
            continue
        joined = line.get_linestyle() not in ("None", "none", " ", "") and line.get_linewidth() > 0
        marked = line.get_marker() not in ("None", "none", None, " ", "")
        if joined or marked:
            yield from _line(ax, line, line.get_label(), COURBE if joined else POINTS)


def _line(ax: Any, line: Any, name: Any, form: str) -> Iterator[dict[str, Any]]:
    """Yield what a line shows between the limits of the axes, as a series."""
    places = _floats(line.get_xdata(orig=False)[:MOST_POINTS])
    heights = _floats(line.get_ydata(orig=False)[:MOST_POINTS])
    yield from _points(
        ax,
        list(zip(places, heights, strict=True)),
        name,
        form,
        [line.get_color()],
        points=len(line.get_xdata(orig=False)),
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
        flat = _floats(cloud.get_offsets()[:MOST_POINTS].ravel())
        colours = cloud.get_facecolor() if len(cloud.get_facecolor()) else cloud.get_edgecolor()
        if opacity(*colours[:100]) > 0:
            yield from _points(
                ax,
                list(zip(flat[::2], flat[1::2], strict=True)),
                cloud.get_label(),
                POINTS,
                colours[:MOST_POINTS],
                points=len(cloud.get_offsets()),
                marque="o",
                opacite=opacity(*colours[:100]),
            )


def _points(
    ax: Any, pairs: Sequence[Pair], name: Any, form: str, colours: Any, **more: Any
) -> Iterator[dict[str, Any]]:
    """Yield points in reading order; where names stand on the left, values run to the right."""
    lying = form == POINTS and _names_on_the_left(ax, pairs)
    along, up = (ax.yaxis, ax.xaxis) if lying else (ax.xaxis, ax.yaxis)
    turned = [(pair[lying], pair[not lying]) for pair in pairs]
    kept = [(at, value) for at, value in turned if in_view(along, at) or value != value]
    if lying:
        kept.sort(key=lambda pair: pair[0], reverse=not along.get_inverted())
    if not kept:
        return
    stems = form == POINTS and _has_stems(ax, len(pairs))
    yield serie(
        name,
        TIGES if stems else form,
        labels_of(along, [place for place, _ in kept]),
        [value for _, value in kept],
        colours,
        **{
            "couche": lying,
            "hors_cadre": sum(not in_view(up, value, 0.005) for _, value in kept),
            **more,
        },
    )


def _names_on_the_left(ax: Any, pairs: Sequence[Pair]) -> bool:
    """Tell whether the vertical axis carries names, and the horizontal one numbers."""
    few = pairs[:50]
    left = labels_of(ax.yaxis, [height for _, height in few])
    under = labels_of(ax.xaxis, [place for place, _ in few])
    return all(isinstance(label, str) for label in left) and all(
        isinstance(label, int | float) for label in under
    )


def _has_stems(ax: Any, points: int) -> bool:
    """Tell whether as many segments as points were drawn with `hlines` or `vlines`."""
    from matplotlib.collections import LineCollection

    return any(
        isinstance(lines, LineCollection) and seen(lines) and len(lines.get_segments()) == points
        for lines in ax.collections
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
