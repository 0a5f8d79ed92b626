"""Series that only stress a part of another: a last point, one bar painted over, a mean."""

from typing import Any

from atelier.learner.graphiques.forms import COURBE, POINTS

Series = list[dict[str, Any]]


def set_apart(series: Series) -> tuple[Series, Series]:
    """Return the series that carry the data, then those that only stress a part of them."""
    kept = [one for one in series if not any(_within(one, other) for other in series)]
    if any(one["forme"] != COURBE for one in kept):
        kept = [one for one in kept if not _level(one)] or kept
    return kept, [one for one in series if not any(one is other for other in kept)]


def _within(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether each point of a series is a point of another, larger one."""
    small, large = _pairs(one), _pairs(other)
    families = one["forme"] == other["forme"] or POINTS in (one["forme"], other["forme"])
    same_places = one["departs"] == [] or other["departs"] == [] or _starts_alike(one, other)
    fewer = len(small) < len(large) or (small == large and _dots_on_line(one, other))
    return bool(small) and families and fewer and same_places and small <= large


def _dots_on_line(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["forme"] == POINTS and other["forme"] == COURBE


def _starts_alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return set(one["departs"]) == set(other["departs"])


def _pairs(one: dict[str, Any]) -> set[tuple[str, float]]:
    pairs = zip(one["etiquettes"][:500], one["valeurs"][:500], strict=False)
    return {(str(label), round(value, 9)) for label, value in pairs if value == value}


def _level(one: dict[str, Any]) -> bool:
    """Tell whether a line keeps one value all along: a mean, a target."""
    return one["forme"] == COURBE and len({round(value, 9) for value in one["valeurs"]}) == 1
