"""Whether a dataset answers a query, and how well.

A query is made once into a function of a dataset, which is then asked of each.
"""

import re
from collections.abc import Callable
from fnmatch import translate as glob
from functools import lru_cache

from atelier.portal.search.dates import moment
from atelier.portal.search.index import DATE_FIELDS, Document, is_text
from atelier.portal.search.syntax import Group, Node, Range, Term
from atelier.portal.search.words import fold, words

Rate = Callable[[Document], float]
"""How well a dataset answers; 0 is not at all."""


def rate_of(node: Node | None) -> Rate:
    """Make a query into a function of a dataset."""
    if node is None:
        return lambda found: 1.0
    if isinstance(node, Group):
        return _group(node)
    rate = _range(node) if isinstance(node, Range) else _term(node)
    if node.boost == 1.0:
        return rate
    return lambda found: node.boost * rate(found)


def _group(node: Group) -> Rate:
    must = [rate_of(inner) for inner in node.must]
    should = [rate_of(inner) for inner in node.should]
    must_not = [rate_of(inner) for inner in node.must_not]

    def rate(found: Document) -> float:
        total = 0.0
        for inner in must_not:
            if inner(found):
                return 0.0
        for inner in must:
            part = inner(found)
            if not part:
                return 0.0
            total += part
        chosen = sum(inner(found) for inner in should)
        if should and not chosen and not must:
            return 0.0
        return total + chosen or 1.0

    return rate


def _term(term: Term) -> Rate:
    field, text = term.field, term.text
    if field == "*":
        return lambda found: 1.0
    if term.wild and text == "*":
        return lambda found: float(bool(found.fields.get(field)))
    if field in DATE_FIELDS:
        text = moment(text)
    elif term.wild:
        return _wild(field, text)
    elif is_text(field):
        sought = words(text)
        return lambda found: found.word_score(field, sought)
    return lambda found: float(text in found.fields.get(field, ()))


def _wild(field: str, text: str) -> Rate:
    if is_text(field):
        pattern = _pattern(fold(text))
        return lambda found: float(any(map(pattern.match, found.counts(field))))
    whole = _pattern(text)
    return lambda found: float(any(map(whole.match, found.fields.get(field, ()))))


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(glob(text.replace("[", "[[]")))


def _range(node: Range) -> Rate:
    low, high = node.low, node.high
    if node.field in DATE_FIELDS:
        low = moment(low) if low is not None else None
        high = moment(high) if high is not None else None

    def between(value: str) -> bool:
        above = low is None or value > low or (node.with_low and value == low)
        return above and (high is None or value < high or (node.with_high and value == high))

    return lambda found: float(any(map(between, found.fields.get(node.field, ()))))
