"""Read queries of Lucene's classic syntax, as CKAN sends them, into tests on documents."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase

from ckan_reel.fields import Document, is_date, is_words, joined, values, words

Test = Callable[[Document], bool]
TOKENS = re.compile(
    r"""\s*(?:
      (?P<phrase>"(?:\\.|[^"\\])*")(?:~\d*)?
    | (?P<range>[\[{][^\]}]*[\]}])
    | (?P<paren>[()])
    | (?P<conjunction>(?:AND|OR|NOT)(?=[\s(]|$)|&&|\|\|)
    | (?P<sign>[+\-!](?=\S))
    | (?P<field>\*|(?:\\.|[\w.\-])+):(?=\S)
    | (?P<term>(?:\\.|[^\s()"\[\]{}:^])+)
    )(?:\^[\d.]+)?""",
    re.VERBOSE,
)
MATH = re.compile(r"([+\-/])(\d*)([A-Z]+)")
UNITS = {
    "YEAR": 365,
    "MONTH": 30,
    "DAY": 1,
    "HOUR": 1 / 24,
    "MINUTE": 1 / 1440,
    "SECOND": 1 / 86400,
}
ROUNDED = {"YEAR": 4, "MONTH": 7, "DAY": 10, "HOUR": 13, "MINUTE": 16, "SECOND": 19}
TEMPLATE = "0000-01-01T00:00:00"


class QuerySyntaxError(ValueError):
    """A query that cannot be read."""


@dataclass
class Clause:
    """One part of a query: `required`, `prohibited`, or neither."""

    test: Test
    required: bool
    prohibited: bool


def read_query(text: str, operator: str = "OR", field: str = "text") -> Test:
    """Return a test that says whether a document answers the query."""
    reader = _Reader(text, operator)
    test = reader.clauses(field, top=True)
    if reader.tokens:
        raise QuerySyntaxError(f"Cannot parse '{text}': unexpected {reader.tokens[0][1]!r}")
    return test


class _Reader:
    def __init__(self, text: str, operator: str) -> None:
        self.text = text
        self.operator = operator
        self.tokens = self._tokens(text)

    def _tokens(self, text: str) -> list[tuple[str, str]]:
        found, place = [], 0
        while text[place:].strip():
            match = TOKENS.match(text, place)
            if not match or match.end() == place:
                raise QuerySyntaxError(f"Cannot parse '{text}': at column {place}")
            kind = match.lastgroup or ""
            found.append((kind, match[kind]))
            place = match.end()
        return found

    def clauses(self, field: str, top: bool = False) -> Test:
        """Read clauses up to the end or to a closing parenthesis."""
        read: list[Clause] = []
        while self.tokens and self.tokens[0] != ("paren", ")"):
            self._add(read, field)
        if not read:
            raise QuerySyntaxError(f"Cannot parse '{self.text}': a query is missing")
        return _together(read, top)

    def _add(self, read: list[Clause], field: str) -> None:
        conjunction, prohibited, required = "", False, False
        while self.tokens and self.tokens[0][0] in ("conjunction", "sign"):
            _, word = self.tokens.pop(0)
            prohibited = prohibited or word in ("NOT", "-", "!")
            required = required or word == "+"
            conjunction = (
                {"&&": "AND", "||": "OR"}.get(word, word) if len(word) > 1 else conjunction
            )
        if conjunction == "AND" and read and not read[-1].prohibited:
            read[-1].required = True
        if conjunction == "OR" and read and self.operator == "AND":
            read[-1].required = False
        if self.operator == "AND":
            required = required or conjunction != "OR"
        else:
            required = required or conjunction == "AND"
        read.append(Clause(self._atom(field), required and not prohibited, prohibited))

    def _atom(self, field: str) -> Test:
        if not self.tokens:
            raise QuerySyntaxError(f"Cannot parse '{self.text}': it stops too early")
        kind, word = self.tokens.pop(0)
        if kind == "field":
            return self._atom(_plain(word))
        if (kind, word) == ("paren", "("):
            test = self.clauses(field)
            if not self.tokens:
                raise QuerySyntaxError(f"Cannot parse '{self.text}': a parenthesis stays open")
            self.tokens.pop(0)
            return test
        if kind == "range":
            return _range(field, word, self.text)
        if kind == "phrase":
            return match_text(field, _plain(word[1:-1]), phrase=True)
        if kind == "term":
            return _term(field, word)
        raise QuerySyntaxError(f"Cannot parse '{self.text}': unexpected {word!r}")


def _together(clauses: list[Clause], top: bool) -> Test:
    must = [c.test for c in clauses if c.required]
    must_not = [c.test for c in clauses if c.prohibited]
    may = [c.test for c in clauses if not c.required and not c.prohibited]

    def test(document: Document) -> bool:
        if any(t(document) for t in must_not) or not all(t(document) for t in must):
            return False
        if must:
            return True
        return any(t(document) for t in may) if may else top

    return test


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _term(field: str, word: str) -> Test:
    if field == "*" or word == "*":
        return lambda document: (
            word == "*" and (field in ("*", "text") or bool(values(document, field)))
        )
    if re.search(r"(?<!\\)[*?]", word):
        pattern = _plain(re.sub(r"(?<!\\)\[", "[[]", word))
        if is_words(field):
            pattern = pattern.lower()
            return lambda d: any(
                fnmatchcase(w, pattern) for v in values(d, field) for w in joined(v)
            )
        return lambda document: any(fnmatchcase(v, pattern) for v in values(document, field))
    return match_text(field, _plain(word))


def match_text(field: str, text: str, phrase: bool = False) -> Test:
    """Test whether a field holds a text: the whole value, or its words (in their order: `phrase`)."""
    if not is_words(field):
        return lambda document: text in values(document, field)
    wanted = words(text)
    if phrase:
        return lambda d: any(_follow(words(v), wanted) for v in values(d, field))
    return lambda d: (
        bool(wanted) and set(wanted) <= {w for v in values(d, field) for w in joined(v)}
    )


def _follow(held: list[str], wanted: list[str]) -> bool:
    size = len(wanted)
    return bool(wanted) and any(held[i : i + size] == wanted for i in range(len(held) - size + 1))


def _range(field: str, text: str, query: str) -> Test:
    parts = text[1:-1].split(" TO ")
    if len(parts) != 2:
        raise QuerySyntaxError(f"Cannot parse '{query}': a range is written [a TO b]")
    read = _date if is_date(field) else _plain
    low, high = (None if p.strip() in ("*", "") else read(p.strip().strip('"')) for p in parts)

    def inside(value: str) -> bool:
        value = _date(value) if is_date(field) else value
        above = low is None or (value >= low if text[0] == "[" else value > low)
        below = high is None or (value <= high if text[-1] == "]" else value < high)
        return above and below

    return lambda document: any(inside(value) for value in values(document, field))


def _date(text: str) -> str:
    """Return a date, or a sum such as `NOW/DAY-7DAYS`, as text that sorts."""
    match = re.match(r"NOW|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?", text)
    if not match:
        raise QuerySyntaxError(f"Invalid Date String:'{text}'")
    base = match[0].rstrip("Z")
    moment = (
        datetime.now(UTC).replace(tzinfo=None) if base == "NOW" else datetime.fromisoformat(base)
    )
    for sign, number, unit in MATH.findall(text[match.end() :]):
        name = unit.rstrip("S")
        if name not in UNITS:
            raise QuerySyntaxError(f"Invalid Date Math String:'{text}'")
        if sign == "/":
            kept = ROUNDED[name]
            moment = datetime.fromisoformat(moment.isoformat()[:kept] + TEMPLATE[kept:])
        else:
            days = int(number) * UNITS[name]
            moment += timedelta(days=days if sign == "+" else -days)
    return moment.isoformat(timespec="microseconds")
