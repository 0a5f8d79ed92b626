"""Every text that a reader sees on a figure."""

from collections.abc import Iterator
from typing import Any

MANY = 400
"""Texts of a figure that are measured, at most."""


def written_on(figure: Any) -> list[Any]:
    """Return the visible texts of a figure, ticks out of view left out."""
    found: list[Any] = []
    for text in _all(figure):
        shown = text.get_visible() and text.get_alpha() != 0 and text.get_text().strip()
        if shown and text not in found:
            found.append(text)
        if len(found) == MANY:
            break
    return found


def _all(figure: Any) -> Iterator[Any]:
    yield from figure.texts
    for legend in figure.legends:
        yield from _of_legend(legend)
    for ax in figure.axes:
        if ax.get_visible():
            yield from _on(ax)
    for part in getattr(figure, "subfigs", ()):
        yield from part.texts


def _on(ax: Any) -> Iterator[Any]:
    from matplotlib.text import Text

    yield from (child for child in ax.get_children() if isinstance(child, Text))  # its titles too
    legend = ax.get_legend()
    if legend is not None:
        yield from _of_legend(legend)
    if not ax.axison:
        return
    for axis in (ax.xaxis, ax.yaxis):
        if not axis.get_visible():
            continue
        yield axis.get_label()
        yield axis.get_offset_text()
        low, high = sorted(axis.get_view_interval())
        slack = (high - low) * 1e-6
        for minor in (False, True):
            places = axis.get_ticklocs(minor=minor)
            labels = axis.get_ticklabels(minor=minor)
            pairs = zip(places, labels, strict=False)
            yield from (label for at, label in pairs if low - slack <= at <= high + slack)


def _of_legend(legend: Any) -> Iterator[Any]:
    if legend.get_visible():
        yield from legend.get_texts()
        yield legend.get_title()
