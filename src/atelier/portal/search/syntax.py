"""Reading a query in Lucene's language into a tree.

Known: words, "phrases", field:value, field:(…), ranges [a TO b] and {a TO b}, * and ?, AND OR NOT
&& || ! + -, parentheses, boosts ^2. Words side by side must all match, as CKAN tells Solr.
"""

import re
from dataclasses import dataclass

from atelier.portal.errors import SearchError

DEEPEST = 60
"""How many parentheses may stand in one another."""


@dataclass(frozen=True)
class Term:
    """A word, whole or with * and ?; `phrase` if it stood between quotes."""

    field: str
    text: str
    phrase: bool = False
    wild: bool = False
    boost: float = 1.0


@dataclass(frozen=True)
class Range:
    """What lies between two values; None is no bound."""

    field: str
    low: str | None
    high: str | None
    with_low: bool
    with_high: bool
    boost: float = 1.0


@dataclass(frozen=True)
class Group:
    """Several conditions: those that must hold, those that may, those that must not."""

    must: tuple
    should: tuple
    must_not: tuple


Node = Term | Range | Group

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<and>(?:AND\b|&&))|(?P<or>(?:OR\b|\|\|))|(?P<not>(?:NOT\b|!))
    |(?P<plus>\+)|(?P<minus>-)|(?P<open>\()|(?P<close>\))
    |(?P<phrase>"(?:\\.|[^"\\])*")
    |(?P<range>[\[{]\s*(?:"[^"]*"|[^\s\]}]+)\s+TO\s+(?:"[^"]*"|[^\s\]}]+)\s*[\]}])
    |(?P<boost>\^[\d.]*)|(?P<fuzzy>~[\d.]*)|(?P<regex>/)
    |(?P<field>(?:\\.|[^\s:"()\[\]{}^~\\+\-!/])(?:\\.|[^\s:"()\[\]{}^~\\])*:)
    |(?P<word>(?:\\.|[^\s:"()\[\]{}^~\\])(?:\\.|[^\s:"()\[\]{}^~\\])*)""",
    re.VERBOSE,
)


def refuse(query: str, reason: str) -> SearchError:
    """Return the error that CKAN would tell of a query that its engine cannot read."""
    return SearchError(f"SOLR returned an error running query: {query!r} Error: {reason!r}")


def parse(query: str, default_field: str = "text") -> Node | None:
    """Return the tree of a query; None when it is empty and matches all."""
    return _Reader(query, default_field).read()


class _Reader:
    def __init__(self, query: str, default_field: str) -> None:
        """Keep what is given."""
        self.query = query
        self.default = default_field
        self.tokens = self._split()
        self.at = 0

    def _split(self) -> list[tuple[str, str]]:
        tokens, position = [], 0
        while position < len(self.query):
            found = _TOKEN.match(self.query, position)
            if found is None:
                raise refuse(self.query, f"Cannot parse at character {position}")
            kind = found.lastgroup or ""
            if kind == "fuzzy":
                raise refuse(self.query, "the training portal has no fuzzy search (~)")
            if kind == "regex":
                raise refuse(self.query, "the training portal has no regular expressions (/)")
            if kind != "space":
                tokens.append((kind, found.group()))
            elif tokens:
                tokens.append(("space", " "))
            position = found.end()
        return tokens

    def _peek(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else "end"

    def _take(self) -> tuple[str, str]:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _skip_spaces(self) -> None:
        while self._peek() == "space":
            self.at += 1

    def read(self) -> Node | None:
        node = self._group(self.default, 0)
        if self._peek() != "end":
            raise refuse(self.query, "a parenthesis is closed that was not opened")
        return node

    def _group(self, field: str, depth: int) -> Node | None:
        """Read clauses up to the end or a closing parenthesis."""
        if depth > DEEPEST:
            raise refuse(self.query, "too many parentheses")
        alternatives: list[list[tuple[str, Node]]] = [[]]
        expects = False
        while True:
            self._skip_spaces()
            kind = self._peek()
            if kind in {"end", "close"}:
                break
            if kind in {"and", "or"}:
                if expects or not alternatives[-1]:
                    raise refuse(self.query, f"nothing stands before {self._take()[1]}")
                self._take()
                expects = True
                if kind == "or":
                    alternatives.append([])
                continue
            expects = False
            sign = self._sign()
            node = self._clause(field, depth)
            if node is not None:
                alternatives[-1].append((sign, node))
        if expects:
            raise refuse(self.query, "nothing stands after AND or OR")
        return _combine([clauses for clauses in alternatives if clauses])

    def _sign(self) -> str:
        signs = {"plus": "+", "minus": "-", "not": "-"}
        sign = ""
        while self._peek() in signs:
            if sign:
                raise refuse(self.query, "two signs in a row")
            sign = signs[self._take()[0]]
            self._skip_spaces()
        return sign

    def _clause(self, field: str, depth: int) -> Node | None:
        kind = self._peek()
        if kind == "field":
            field = _plain(self._take()[1][:-1])
            self._skip_spaces()
            kind = self._peek()
        if kind == "open":
            self._take()
            node = self._group(field, depth + 1)
            if self._peek() != "close":
                raise refuse(self.query, "a parenthesis is not closed")
            self._take()
            self._boost()
            return node
        if kind == "phrase":
            text = _plain(self._take()[1][1:-1])
            return Term(field, text, phrase=True, boost=self._boost())
        if kind == "range":
            return self._range(field, self._take()[1])
        if kind == "word":
            return self._word(field)
        raise refuse(self.query, "a value is missing")

    def _word(self, field: str) -> Node:
        written = self._take()[1]
        while self._peek() in {"word", "minus", "plus", "not", "and", "or"}:
            written += self._take()[1]  # what is glued to a word is a part of it
        wild = bool(re.search(r"(?<!\\)[*?]", written))
        if wild and re.search(r"\\[*?]", written):
            raise refuse(self.query, "the training portal cannot mix * and an escaped *")
        return Term(field, _plain(written), wild=wild, boost=self._boost())

    def _boost(self) -> float:
        if self._peek() != "boost":
            return 1.0
        try:
            return float(self._take()[1][1:])
        except ValueError:
            raise refuse(self.query, "a boost is not a number") from None

    def _range(self, field: str, written: str) -> Range:
        low, high = re.split(r"\s+TO\s+", written[1:-1].strip(), maxsplit=1)
        bounds = [None if bound == "*" else _plain(bound.strip('"')) for bound in (low, high)]
        opening, closing = written[0] == "[", written[-1] == "]"
        return Range(field, bounds[0], bounds[1], opening, closing, self._boost())


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _combine(alternatives: list[list[tuple[str, Node]]]) -> Node | None:
    if not alternatives:
        return None
    groups = [_all_of(clauses) for clauses in alternatives]
    return groups[0] if len(groups) == 1 else Group((), tuple(groups), ())


def _all_of(clauses: list[tuple[str, Node]]) -> Node:
    if len(clauses) == 1 and clauses[0][0] != "-":
        return clauses[0][1]
    must = tuple(node for sign, node in clauses if sign != "-")
    return Group(must, (), tuple(node for sign, node in clauses if sign == "-"))
