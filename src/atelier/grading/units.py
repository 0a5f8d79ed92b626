"""From an assembled notebook to the unit of work that runs it, and from reports to causes."""

import functools
import re
import symtable
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from atelier.course import Module
from atelier.exercise import is_test, nbgrader, source_of
from atelier.grading.template import Template
from atelier.sandbox.unit import Report, Step, Unit
from atelier.submission import MAX_PRODUCT
from atelier.verdict import STOPPED
from atelier.visible import visible

MAX_CAUSE = 200
"""Characters of a cause that are shown."""

_MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.M)
"""Lines that IPython runs, and Python cannot read."""


class Names(NamedTuple):
    """The names of the notebook that a cell binds, and those that it uses."""

    bound: frozenset[str]
    used: frozenset[str]


NO_NAMES = Names(frozenset(), frozenset())


def reread(folder: Path, module: Module) -> dict[str, bytes]:
    """Return the files of a submission in `folder` that graded cells of `module` read again.

    Only names that the module lists. One that is missing or too heavy is not there for the cells,
    which say so.
    """
    paths = [folder / name for name in module.reread]
    there = [path for path in paths if path.is_file() and path.stat().st_size <= MAX_PRODUCT]
    return {path.name: path.read_bytes() for path in there}


def unit_of(
    template: Template,
    name: str,
    notebook: Mapping[str, Any],
    content: bytes,
    beside: Mapping[str, bytes] = MappingProxyType({}),
) -> Unit:
    """Return the unit that runs an assembled `notebook` of the course, called `name`.

    `content`: the notebook as it was handed in, which lies in its folder while it runs. `beside`:
    what else was handed in and lies there; the course's own files win over it.
    """
    about = template.notebooks[name]
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return Unit(
        module=template.module,
        notebook=name,
        steps=tuple(_steps(code, about.tests)),
        prelude=about.prelude,
        files={**beside, **template.files, f"{name}.ipynb": content},
        local_network=template.local_network,
    )


def stops(reports: Iterable[Report]) -> Iterator[str]:
    """Yield the French causes of the cells that were stopped, each on one line.

    Participants can raise an error of that name: what it says is for a screen to show.
    """
    for report in reports:
        for output in (output for outputs in report.outputs for output in outputs):
            if output.get("ename") == STOPPED:
                yield " ".join(visible(output["evalue"]).split())[:MAX_CAUSE]


def _steps(code: Sequence[Mapping[str, Any]], tests: Mapping[str, str]) -> Iterator[Step]:
    """Yield a step for each code cell.

    Tests run apart, so what they leave is not there for later cells. Where one of these uses a
    name that only a test binds, the test's public part runs among the participant's cells, too.
    """
    bound: set[str] = set()
    used_later = _used_later(code)
    for cell, later in zip(code, used_later, strict=True):
        source = source_of(cell)
        if not is_test(cell):
            bound |= names(source).bound
            yield Step(source)
            continue
        grade_id = nbgrader(cell)["grade_id"]
        public = tests.get(grade_id, "")
        missed = (names(public).bound - bound) & later
        replay = public if missed else ""
        yield Step.of_test(source, grade_id, replay)


def _used_later(code: Sequence[Mapping[str, Any]]) -> list[frozenset[str]]:
    """Return for each cell the names that the participant's cells after it use."""
    used: frozenset[str] = frozenset()
    found = []
    for cell in reversed(code):
        found.append(used)
        if not is_test(cell):
            used |= names(source_of(cell)).used
    return found[::-1]


@functools.lru_cache(maxsize=8_192)
def names(source: str) -> Names:
    """Return the names of a cell: those of the notebook, not those of a function's own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Python thinks of a participant's code
        for text in (source, _MAGIC.sub(r"\1pass", source)):
            try:
                table = symtable.symtable(text, "", "exec")
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            return Names(*map(frozenset, _names(table)))
    return NO_NAMES


def _names(table: symtable.SymbolTable) -> tuple[set[str], set[str]]:
    bound: set[str] = set()
    used: set[str] = set()
    for symbol in table.get_symbols():
        if table.get_type() == "module" or symbol.is_global():
            bound |= {symbol.get_name()} if symbol.is_assigned() or symbol.is_imported() else set()
            used |= {symbol.get_name()} if symbol.is_referenced() else set()
    for inner in map(_names, table.get_children()):
        bound |= inner[0]
        used |= inner[1]
    return bound, used
