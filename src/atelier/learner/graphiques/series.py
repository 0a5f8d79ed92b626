"""One series of a chart as plain data, and what makes an artist visible."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

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
        "couche": False,
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


def in_view(axis: Any, place: float, slack: float = 0.001) -> bool:
    """Tell whether a place stands between the limits of the axis (a missing place does)."""
    low, high = sorted(axis.get_view_interval())
    if not (math.isfinite(low) and math.isfinite(high) and math.isfinite(place)):
        return True
    margin = (high - low) * slack
    return bool(low - margin <= place <= high + margin)
