"""The checks of a module as text: what stands in `verifications.py`, and what is made of it.

Read as a syntax tree, never run. Of each check nbgrader's gradebook gets a source that stands by
itself; participants get all of them without what is hidden. Standard library only.
"""

import ast
import re
import symtable
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

WRITTEN, DERIVED = FILES = ("verifications.py", "verifications_questionnaire.py")
"""Where a module's checks stand, in its folder: those that authors write, those made of a question bank."""

BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
"""nbgrader's own marks around what participants do not see."""

HIDDEN = re.compile(rf"^[ \t]*{BEGIN}\n.*?^[ \t]*{END}\n?", re.M | re.S)

DECORATOR = "verification"

QUOTES = "'''"
"""What is around a check that stands alone, and so in none."""


@dataclass(frozen=True)
class Check:
    """A function that checks part `part` (of `parts`) of the exercise `exercise`.

    `parameters`: the names that it asks of the notebook, each with its kind as it is written.
    """

    exercise: str
    part: int
    parts: int
    function: str = ""
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def grade_id(self) -> str:
        """The id of the cell that calls it."""
        return f"test-{self.exercise}" + (f"-{self.part}" if self.part > 1 else "")

    @property
    def title(self) -> str:
        """The first line of the cell that calls it."""
        part = f", partie {self.part} sur {self.parts}" if self.parts > 1 else ""
        return f"# Vérification{part} : exécutez cette cellule"

    @property
    def call(self) -> str:
        """The cell that calls it."""
        arguments = f'"{self.exercise}"' + (f", partie={self.part}" if self.parts > 1 else "")
        return (
            f"{self.title}\nfrom atelier import verifier_reponse\n\nverifier_reponse({arguments})"
        )


def source_of_checks(folder: Path) -> str:
    """Return the text of all checks of the module in `folder`, or nothing."""
    paths = (folder / name for name in FILES)
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.is_file())


class Checks:
    """The checks of one module. Raises `SyntaxError` where `source` is not Python."""

    def __init__(self, source: str):
        """Read them."""
        self.source = source
        self.body = ast.parse(source).body
        self._lines = source.splitlines(keepends=True)
        self._bound = [frozenset(_bound(statement)) for statement in self.body]
        self._used = [frozenset(_used(statement)) for statement in self.body]

    @cached_property
    def functions(self) -> tuple[tuple[Check, ast.FunctionDef], ...]:
        """Every check with its function, in the order in which they are written."""
        functions = [node for node in self.body if isinstance(node, ast.FunctionDef)]
        marked = [(node, mark) for node in functions if (mark := _mark(node))]
        count = Counter(exercise for _, (exercise, _) in marked)
        return tuple(
            (Check(exercise, part, count[exercise], node.name, tuple(_parameters(node))), node)
            for node, (exercise, part) in marked
        )

    @cached_property
    def by_grade_id(self) -> dict[str, Check]:
        """The checks by the id of the cell that calls them."""
        return {check.grade_id: check for check, _ in self.functions}

    def of(self, exercise: str) -> list[Check]:
        """Return the checks of an exercise."""
        return [check for check, _ in self.functions if check.exercise == exercise]

    def standing_alone(self, check: Check) -> str:
        """Return a cell that does what the call of `check` does, without any other file.

        The check has a namespace of its own there, too: none of its names meets one of the notebook.
        """
        source = self._closure([check.function])
        return (
            f"{check.title}\nfrom atelier import executer_verification\n\n"
            f"executer_verification(r{QUOTES}\n{source}{QUOTES})"
        )

    def public(self) -> str:
        """Return all checks without their hidden parts and without what only these use."""
        shown = Checks(HIDDEN.sub("", self.source))
        return shown._closure([check.function for check, _ in shown.functions])

    def names(self) -> set[str]:
        """Return the names that the checks share: imports, functions, constants."""
        return set().union(*self._bound)

    def _closure(self, wanted: Iterable[str]) -> str:
        """Return the statements that define the names `wanted`, and all that these use."""
        kept: set[int] = set()
        needed, left = set(wanted), list(wanted)
        while left:
            name = left.pop()
            for index, bound in enumerate(self._bound):
                if name in bound and index not in kept:
                    kept.add(index)
                    left += self._used[index] - needed
                    needed |= self._used[index]
        return "".join(self._text(index, needed) for index in sorted(kept))

    def _text(self, index: int, needed: set[str]) -> str:
        statement = self.body[index]
        if isinstance(statement, ast.Import | ast.ImportFrom):
            names = [alias for alias in statement.names if _alias(alias) in needed]
            return ast.unparse(_with_names(statement, names)) + "\n"
        first = min(
            [statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", ()))]
        )
        gap = "\n\n" if isinstance(statement, ast.FunctionDef | ast.ClassDef) else "\n"
        return gap + "".join(self._lines[first - 1 : statement.end_lineno])


def with_imports(source: str, names: Iterable[str]) -> str:
    """Return the text of checks, in which `names` are imported from `atelier`."""
    body = ast.parse(source).body
    lines = source.splitlines(keepends=True)
    for node in body:
        if isinstance(node, ast.ImportFrom) and node.module == "atelier":
            names = sorted({*names, *map(_alias, node.names)}, key=_as_ruff_sorts)
            lines[node.lineno - 1 : node.end_lineno] = [_import(names)]
            return "".join(lines)
    first = next((n for n in body if not isinstance(n, ast.Expr)), None)
    at = first.lineno - 1 if first else len(lines)
    return "".join([*lines[:at], _import(sorted(names, key=_as_ruff_sorts)), *lines[at:]])


def _as_ruff_sorts(name: str) -> tuple[bool, str]:
    return name[:1].islower(), name


def _import(names: Sequence[str]) -> str:
    line = f"from atelier import {', '.join(names)}\n"
    inside = "".join(f"    {name},\n" for name in names)
    return line if len(line) <= 100 else f"from atelier import (\n{inside})\n"


def _with_names(
    statement: ast.Import | ast.ImportFrom, names: Sequence[ast.alias]
) -> ast.Import | ast.ImportFrom:
    if isinstance(statement, ast.Import):
        return ast.Import(list(names))
    return ast.ImportFrom(statement.module, list(names), statement.level)


def _alias(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _mark(node: ast.FunctionDef) -> tuple[str, int] | None:
    """Return the exercise and the part of it that a function checks, or None."""
    for decorator in node.decorator_list:
        match decorator:
            case ast.Call(ast.Name(id=name), [ast.Constant(str(exercise))], keywords):
                if name == DECORATOR:
                    parts = [k.value.value for k in keywords if isinstance(k.value, ast.Constant)]
                    return exercise, parts[0] if parts else 1
    return None


def _parameters(node: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
        yield argument.arg, ast.unparse(argument.annotation) if argument.annotation else ""


def _bound(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement of a module binds there."""
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from map(_alias, names)
        case _:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id


def _used(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement looks up in its module: not those of a function's own."""
    table = symtable.symtable(ast.unparse(statement), "", "exec")
    yield from _looked_up(table)


def _looked_up(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (table.get_type() == "module" or symbol.is_global()):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _looked_up(inner)
