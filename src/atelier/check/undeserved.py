"""Points that nobody has earned: each test of an exercise is tried on constants and on no country.

Runs in a copy of the session in which the solution has just answered, so that one process tries
them all: names are bound anew for each try, and a test is compiled once.
"""

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from types import CodeType
from typing import Any

from atelier.check.constants import UNKNOWN, asked_again, constants, hollow, same
from atelier.check.country import COUNTRY, NOWHERE
from atelier.check.flaws import EARNS
from atelier.learner.pays import verifier_pays
from atelier.learner.verifier import Presque
from atelier.sandbox.reading import tables_read_once
from atelier.shell import Shell, error_output
from atelier.verdict import CHECKS

Names = dict[str, Any]


@dataclass(frozen=True)
class Try:
    """What stands in the place of an answer: how it reads, and the names that it binds anew."""

    label: str
    bound: Names
    unbound: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A test: the `source` of its cell, and the `names` that it asks of the notebook."""

    source: str
    names: Collection[str]

    @property
    def code(self) -> CodeType:
        """The cell, compiled."""
        return compile(self.source, "<test>", "exec")


def undeserved(shell: Shell, tests: Mapping[str, Asked], answer: str) -> dict[str, Any]:
    """Try `tests` (by grade id) in a `shell` where `answer` has just been run.

    A try is legitimate where each name that the answer binds keeps its value, and the country too;
    where a test reads none of those, each name that it reads.

    Returns `tried`, how many tries there were, and `found`: [grade id, what was tried, what it
    gave] for each that earned its points, or got no sentence of the course's.
    """
    with tables_read_once():
        return _Trial(shell, _bound_by(answer)).of(tests, answer)


class _Trial:
    """The state in which the solution has answered, and what is tried from it."""

    def __init__(self, shell: Shell, answered: set[str]):
        self._shell, self._answered = shell, answered
        self._saved = dict(shell.names)
        self.count = 0

    def of(self, tests: Mapping[str, Asked], answer: str) -> dict[str, Any]:
        """Try each test; return what `undeserved` returns."""
        found = [
            [grade_id, *flaw] for grade_id, test in tests.items() for flaw in self.of_test(test)
        ]
        for code in NOWHERE:
            found += self.of_country(code, answer, tests)
        return {"tried": self.count, "found": found}

    def of_test(self, test: Asked) -> Iterator[tuple[str, str]]:
        """Try a test on constants; yield what was tried, and what it gave, where that is a flaw."""
        code = test.code
        names = {name: self._saved.get(name) for name in test.names if name != COUNTRY}
        if not names:
            yield "", "ne demande aucune réponse"
        country = self._saved.get(COUNTRY) if COUNTRY in test.names else None
        for attempt in _tries(names, country):
            if said := self._flaw(code, attempt, names.keys() & self._answered or names.keys()):
                yield attempt.label, said

    def of_country(
        self, country: str, answer: str, tests: Mapping[str, Asked]
    ) -> Iterator[tuple[str, str, str]]:
        """Answer again as the solution does, for a country of no table."""
        read = {grade_id: test for grade_id, test in tests.items() if COUNTRY in test.names}
        if not read:
            return
        self._restore({COUNTRY: country})
        self._shell.run(answer)
        answered = dict(self._shell.names)
        for grade_id, test in read.items():
            label = f"la solution, avec {COUNTRY} = {country!r}"
            if said := self._flaw(test.code, Try(label, answered), set()):
                yield grade_id, label, said

    def _restore(self, bound: Names, unbound: Sequence[str] = ()) -> None:
        names = self._shell.names
        names.clear()
        names.update(self._saved)
        names.update(bound)
        for name in unbound:
            names.pop(name, None)

    def _flaw(self, code: CodeType, attempt: Try, judged: Set[str]) -> str:
        """Return what is wrong with what a test made of an attempt at the names `judged`."""
        self.count += 1
        self._restore(attempt.bound, attempt.unbound)
        error, _ = self._shell.collect(lambda: _error_of(code, self._shell.names))
        if error is None:
            return "" if self._legitimate(attempt.bound, judged) else EARNS
        if error["ename"] in CHECKS:
            return ""
        return f"s’arrête sur {error['ename']}, {error['evalue']:.200},"

    def _legitimate(self, bound: Names, judged: Set[str]) -> bool:
        """Tell whether the names `judged` still hold the solution's answer, for the same country."""
        if COUNTRY in bound and _known(bound[COUNTRY]) != self._saved[COUNTRY]:
            return False
        return all(
            same(value, self._saved.get(name)) or not asked_again(value)
            for name, value in bound.items()
            if name in judged
        )


def _known(code: Any) -> str | None:
    """Return the code that the course understands, or None."""
    try:
        return verifier_pays(code)
    except Presque:
        return None


def _error_of(code: CodeType, names: Names) -> dict[str, Any] | None:
    try:
        exec(code, names)
    except BaseException as error:
        return error_output(error)
    return None


def _tries(names: Names, country: str | None) -> Iterator[Try]:
    if len(names) > 1:
        for label, value in constants().items():
            yield Try(f"{', '.join(names)} = {label}", dict.fromkeys(names, value))
    for name, value in names.items():
        for label, constant in (constants() | hollow(value)).items():
            yield Try(f"{name} = {label}", {name: constant})
    if country is not None:
        yield Try(f"del {COUNTRY}", {}, (COUNTRY,))
        spelt = {repr(code): code for code in (country.lower(), f"{country} ")}
        for label, code in (UNKNOWN | spelt).items():
            yield from _abroad(label, code, names)


def _abroad(label: str, code: Any, names: Names) -> Iterator[Try]:
    """Yield the right answer and each constant, with `code` as the country."""
    yield Try(f"{COUNTRY} = {label}", {COUNTRY: code})
    for constant, value in constants().items():
        bound = dict.fromkeys(names, value)
        yield Try(f"{COUNTRY} = {label}, {', '.join(names)} = {constant}", bound | {COUNTRY: code})


def _bound_by(source: str) -> set[str]:
    """Return the names that an answer binds, in its functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
            case ast.arg(arg=name) | ast.FunctionDef(name=name):
                found.add(name)
            case ast.ExceptHandler(name=str(name)):
                found.add(name)
            case ast.alias():
                found.add((node.asname or node.name).split(".")[0])
    return found
