"""Plane geometry on GeoJSON rings: standard library only, coordinates are (longitude, latitude)."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Ring = Sequence[Sequence[float]]


def polygons(geometry: Any) -> list[list[Ring]]:
    """Return the polygons of a GeoJSON geometry (or of an object that can tell its own).

    Each is a list of rings: the outline, then its holes. Raises `ValueError` for anything else.
    """
    geometry = getattr(geometry, "__geo_interface__", geometry)
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if kind == "Polygon":
        return [geometry["coordinates"]]
    if kind == "MultiPolygon":
        return list(geometry["coordinates"])
    raise ValueError(f"no polygon: {kind!r}")


def bounds(geometry: Any) -> tuple[float, float, float, float]:
    """Return the smallest longitude and latitude, then the largest, of a geometry."""
    corners = [place for rings in polygons(geometry) for place in rings[0]]
    xs, ys = [place[0] for place in corners], [place[1] for place in corners]
    return min(xs), min(ys), max(xs), max(ys)


def contains(rings: Sequence[Ring], x: float, y: float) -> bool:
    """Tell whether a polygon with holes contains a place (even-odd rule over all its rings)."""
    inside = False
    for ring in rings:
        before = ring[-1]
        for place in ring:
            (x1, y1), (x2, y2) = before[:2], place[:2]
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
            before = place
    return inside


def area(ring: Ring) -> float:
    """Return the surface of a ring, in square degrees: to compare parts, never to publish."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _sides(ring))) / 2


def inner_point(rings: Sequence[Ring]) -> tuple[float, float]:
    """Return a place well inside a polygon: the middle of its widest span at a few latitudes."""
    ys = [place[1] for place in rings[0]]
    low, high = min(ys), max(ys)
    spans = []
    for share in (0.5, 0.37, 0.63, 0.25, 0.75):
        y = low + share * (high - low)
        crossings = sorted(
            x1 + (y - y1) * (x2 - x1) / (y2 - y1)
            for ring in rings
            for (x1, y1), (x2, y2) in _sides(ring)
            if (y1 > y) != (y2 > y)
        )
        spans += [
            (right - left, (left + right) / 2, y)
            for left, right in zip(crossings[::2], crossings[1::2], strict=False)
        ]
    if not spans:
        return rings[0][0][0], rings[0][0][1]
    _, x, y = max(spans, key=lambda span: span[0])
    return x, y


def true_aspect(latitude: float) -> float:
    """Return how much taller than wide a degree looks at this latitude."""
    return 1 / math.cos(math.radians(max(-80.0, min(80.0, latitude))))


def _sides(ring: Ring) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    before = ring[-1]
    for place in ring:
        yield (before[0], before[1]), (place[0], place[1])
        before = place
