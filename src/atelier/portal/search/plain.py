"""Queries of plain words, as CKAN sends them: most of the words must match, in any field."""

import re
from dataclasses import dataclass

from atelier.portal.search.index import Document
from atelier.portal.search.matching import is_text, word_score
from atelier.portal.search.syntax import refuse
from atelier.portal.search.words import fold

FIELDS = {"name": 4.0, "title": 4.0, "tags": 2.0, "groups": 2.0, "text": 1.0}

_PART = re.compile(r'([+-]?)(?:"([^"]*)"?|(\S+))')


@dataclass(frozen=True)
class Words:
    """What is sought: words and phrases that may, must and must not match."""

    optional: tuple[str, ...]
    required: tuple[str, ...]
    forbidden: tuple[str, ...]
    fields: tuple[tuple[str, float], ...]

    def score(self, found: Document) -> float:
        """Return how well a dataset answers; 0 is not at all."""
        if any(self._best(word, found) for word in self.forbidden):
            return 0.0
        needed = [self._best(word, found) for word in self.required]
        chosen = [hit for word in self.optional if (hit := self._best(word, found))]
        if not all(needed) or len(chosen) < _least(len(self.optional)):
            return 0.0
        return (sum(needed) + sum(chosen)) or 1.0

    def _best(self, word: str, found: Document) -> float:
        return max(boost * _hit(word, field, found) for field, boost in self.fields)


def _hit(word: str, field: str, found: Document) -> float:
    if is_text(field):
        return word_score(word, field, found)
    return float(word in found.fields.get(field, ()))


def _least(count: int) -> int:
    """Return how many of the words must match: all of two, all but one of five, then 80 %."""
    if count <= 2:
        return count
    return count - 1 if count <= 5 else count * 80 // 100


def parse(query: str, boosts: str | None) -> Words:
    """Read a query of plain words."""
    found: dict[str, list[str]] = {"": [], "+": [], "-": []}
    for sign, phrase, word in _PART.findall(query):
        text = phrase or word.strip('"')
        if fold(text).strip():
            found[sign].append(text)
    return Words(
        tuple(found[""]), tuple(found["+"]), tuple(found["-"]), tuple(_fields(boosts).items())
    )


def _fields(boosts: str | None) -> dict[str, float]:
    if not boosts:
        return FIELDS
    fields = {}
    for part in boosts.split():
        name, _, weight = part.partition("^")
        try:
            fields[name] = float(weight or 1)
        except ValueError:
            raise refuse(boosts, "a boost is not a number") from None
    return fields
