"""Whether a dataset answers a query, and how well."""

import re
from fnmatch import translate as glob
from functools import lru_cache
from typing import Any

from atelier.portal.search.dates import moment
from atelier.portal.search.index import DATE_FIELDS, TEXT_FIELDS, Document
from atelier.portal.search.syntax import Group, Node, Range, Term
from atelier.portal.search.words import fold, words


def score(node: Node | None, found: Document) -> float:
    """Return how well a dataset answers; 0 is not at all."""
    if node is None:
        return 1.0
    if isinstance(node, Group):
        return _group(node, found)
    if isinstance(node, Range):
        return node.boost if _in_range(node, found) else 0.0
    return node.boost * _term(node, found)


def _group(node: Group, found: Document) -> float:
    if any(score(inner, found) for inner in node.must_not):
        return 0.0
    needed = [score(inner, found) for inner in node.must]
    if not all(needed):
        return 0.0
    chosen = [score(inner, found) for inner in node.should]
    if node.should and not any(chosen) and not node.must:
        return 0.0
    return (sum(needed) + sum(chosen)) or 1.0


def is_text(field: str) -> bool:
    """Tell whether a field is searched by its words."""
    return field in TEXT_FIELDS or field.startswith(("extras_", "res_extras_"))


def _term(term: Term, found: Document) -> float:
    if term.field == "*":
        return 1.0
    values = found.fields.get(term.field, [])
    if term.wild and term.text == "*":
        return float(bool(values))
    if term.field in DATE_FIELDS:
        return float(any(value == moment(term.text) for value in values))
    if term.wild:
        return float(_wild(term, found))
    if not is_text(term.field):
        return float(term.text in values)
    return word_score(term.text, term.field, found)


def word_score(text: str, field: str, found: Document) -> float:
    """Return how often the words of a text stand together in a field."""
    sought = words(text)
    if not sought:
        return 0.0
    hits = sum(_count(sought, value) for value in found.words(field))
    return hits / (hits + 1)


def _count(sought: tuple[str, ...], value: tuple[str, ...]) -> int:
    size = len(sought)
    if size == 1:
        return value.count(sought[0])
    return sum(value[start : start + size] == sought for start in range(len(value) - size + 1))


def _wild(term: Term, found: Document) -> bool:
    if is_text(term.field):
        pattern = _pattern(fold(term.text))
        return any(pattern.match(word) for value in found.words(term.field) for word in value)
    pattern = _pattern(term.text)
    return any(pattern.match(value) for value in found.fields.get(term.field, []))


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(glob(text.replace("[", "[[]")))


def _in_range(node: Range, found: Document) -> bool:
    values: list[Any] = found.fields.get(node.field, [])
    low, high = node.low, node.high
    if node.field in DATE_FIELDS:
        low = moment(low) if low is not None else None
        high = moment(high) if high is not None else None
    return any(_between(value, low, high, node) for value in values)


def _between(value: str, low: str | None, high: str | None, node: Range) -> bool:
    above = low is None or value > low or (node.with_low and value == low)
    below = high is None or value < high or (node.with_high and value == high)
    return above and below
