"""Lines and bands drawn across a chart: they guide the eye and are no series."""

from collections.abc import Iterator
from typing import Any

from atelier.learner.graphiques.labels import labels_of
from atelier.learner.graphiques.series import seen


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
