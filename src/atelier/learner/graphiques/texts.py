"""Titles, axes, legend, source and other words written on a chart."""

import math
import re
from collections.abc import Iterable
from typing import Any

SOURCE = re.compile(r"^\W*(sources?|données|d[’']après|selon|crédits?)\b", re.I)
"""How a source line begins."""


def read_titles(ax: Any, figure: Any, alone: bool = True) -> tuple[str, list[str]]:
    """Return the chart's title, and other texts in a title's place.

    The figure's own title counts where the chart is `alone` on it.
    """
    written = [ax.get_title(loc=side) for side in ("left", "center", "right")]
    if alone:
        written.insert(0, figure.get_suptitle())
    written = [text.strip() for text in written if text.strip()]
    return (written[0], written[1:]) if written else ("", [])


def title_elsewhere(ax: Any, figure: Any, alone: bool) -> str:
    """Return the largest text written by hand above the chart, where it has no title of its own."""
    from matplotlib.font_manager import FontProperties

    usual = FontProperties(size="medium").get_size_in_points()
    found = []
    for text in [*ax.texts, *(figure.texts if alone else ())]:
        words = text.get_text().strip()
        place = text.get_transform().transform(text.get_position())
        above = float(place[1]) >= float(ax.bbox.y1)
        if words and above and text.get_visible() and not SOURCE.match(words):
            found.append((float(text.get_fontsize()) >= usual, float(text.get_fontsize()), words))
    large = [(size, words) for big, size, words in found if big]
    return max(large, default=(0, ""))[1]


def read_axis(axis: Any) -> dict[str, Any]:
    """Return an axis: its title, limits, scale and, where it was turned over, `inverse`."""
    low, high = axis.get_view_interval()
    limits = [float(low), float(high)]
    return {
        "titre": axis.get_label_text().strip() if axis.get_label().get_visible() else "",
        "limites": limits if all(map(math.isfinite, limits)) else [],
        "echelle": axis.get_scale(),
    }


def tick_texts(axis: Any) -> list[str]:
    """Return the words that the axis shows at its ticks."""
    if not axis.get_visible():
        return []
    low, high = sorted(axis.get_view_interval())
    slack = (high - low) * 1e-6
    ticks = zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=False)
    labels = [label for place, label in ticks if low - slack <= place <= high + slack]
    return visible_texts([*labels[:200], axis.get_offset_text()])


def read_legend(ax: Any, figure: Any) -> list[dict[str, str]]:
    """Return each line of the legends: its text, colour, line and hatch."""
    legends = [legend for legend in [ax.get_legend(), *figure.legends] if legend is not None]
    rows = []
    for legend in legends:
        if not legend.get_visible():
            continue
        pairs = zip(legend.get_texts(), legend.legend_handles, strict=False)
        rows += [{"texte": text.get_text().strip(), **_handle(mark)} for text, mark in pairs]
    return [row for row in rows if row["texte"]]


def _handle(mark: Any) -> dict[str, str]:
    """Return what sets a line of the legend apart from the others."""
    from matplotlib.colors import to_hex

    def ask(name: str) -> Any:
        return getattr(mark, name)() if hasattr(mark, name) else None

    colour = ask("get_facecolor") if not hasattr(mark, "get_xdata") else ask("get_color")
    if colour is not None and not isinstance(colour, str) and len(colour) == 1:
        colour = colour[0]  # the colours of a cloud of points
    marker = ask("get_marker")
    return {
        "couleur": to_hex(colour) if colour is not None and len(colour) else "",
        "trait": str(ask("get_linestyle") or ""),
        "marque": "" if marker in ("None", None) else str(marker),
        "motif": str(ask("get_hatch") or ""),
    }


def visible_texts(artists: Iterable[Any]) -> list[str]:
    """Return the words of these texts, those that nobody sees left out."""
    seen = (artist for artist in artists if artist.get_visible() and artist.get_alpha() != 0)
    written = (artist.get_text().strip() for artist in seen)
    return [text for text in written if text]


def find_source(texts: Iterable[str]) -> str:
    """Return the text, or the line of a text, that names a source."""
    lines = [line.strip() for text in texts for line in text.splitlines()]
    return next((line for line in lines if SOURCE.match(line)), "")
