"""Queries of plain words, as CKAN sends them: most of the words must match, in any field."""

import re
from dataclasses import dataclass
from typing import Any

from atelier.portal.search.index import Document, is_text
from atelier.portal.search.syntax import refuse
from atelier.portal.search.words import fold, words

FIELDS = {"name": 4.0, "title": 4.0, "tags": 2.0, "groups": 2.0, "text": 1.0}

MINIMUM = "2<-1 5<80%"
"""CKAN's rule: all of two words, all but one of five, then four fifths."""

_PART = re.compile(r'([+-]?)(?:"([^"]*)"?|(\S+))')


@dataclass(frozen=True)
class Sought:
    """A word or a phrase, as it is written and as it is searched."""

    written: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """What is sought: words and phrases that may, must and must not match, and where."""

    optional: tuple[Sought, ...]
    required: tuple[Sought, ...]
    forbidden: tuple[Sought, ...]
    texts: tuple[tuple[str, float], ...]
    exact: tuple[tuple[str, float], ...]
    least: int
    """How many of the optional words must match."""

    def rate(self, found: Document) -> float:
        """Return how well a dataset answers; 0 is not at all."""
        total = 0.0
        for word in self.forbidden:
            if self._best(word, found):
                return 0.0
        for word in self.required:
            best = self._best(word, found)
            if not best:
                return 0.0
            total += best
        hits = [hit for word in self.optional if (hit := self._best(word, found))]
        if len(hits) < self.least:
            return 0.0
        return total + sum(hits) or 1.0

    def _best(self, word: Sought, found: Document) -> float:
        best = 0.0
        for field, boost in self.exact:
            if boost > best and word.written in found.fields.get(field, ()):
                best = boost
        for field, boost in self.texts:
            if boost > best:
                best = max(best, boost * found.word_score(field, word.words))
        return best


def _least(count: int, rule: str) -> int:
    """Return how many words of `count` must match by a rule such as `2<-1 5<80%`."""
    try:
        wanted = "100%"
        for part in rule.split():
            limit, condition, rest = part.partition("<")
            if not condition:
                wanted = part
            elif count > int(limit):
                wanted = rest
        number = int(wanted.removesuffix("%"))
    except ValueError:
        raise refuse(rule, "mm is not a number, a percentage or a list of conditions") from None
    if wanted.endswith("%"):
        share = count * abs(number) // 100
        number = share if number >= 0 else -share
    return max(0, min(count, number if number >= 0 else count + number))


def parse(query: str, boosts: str | None, minimum: Any = None) -> Query:
    """Read a query of plain words."""
    found: dict[str, list[Sought]] = {"": [], "+": [], "-": []}
    for sign, phrase, word in _PART.findall(query):
        written = phrase or word.strip('"')
        if fold(written).strip():
            found[sign].append(Sought(written, words(written)))
    fields = sorted(_fields(boosts).items(), key=lambda pair: -pair[1])
    return Query(
        tuple(found[""]),
        tuple(found["+"]),
        tuple(found["-"]),
        tuple(pair for pair in fields if is_text(pair[0])),
        tuple(pair for pair in fields if not is_text(pair[0])),
        _least(len(found[""]), str(minimum or MINIMUM)),
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
