"""From an assembled notebook to the unit of work that runs it, and from reports to causes."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from atelier.course import Module
from atelier.exercise import is_test, nbgrader, source_of
from atelier.grading.template import Template
from atelier.limits import MAX_PRODUCT
from atelier.sandbox.unit import Report, Step, Unit
from atelier.verdict import STOPPED
from atelier.visible import visible

MAX_CAUSE = 200
"""Characters of a cause that are shown."""


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
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return Unit(
        module=template.module,
        notebook=name,
        steps=tuple(_steps(code)),
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


def _steps(code: Iterable[Mapping[str, Any]]) -> Iterator[Step]:
    """Yield a step for each code cell. What participants wrote is not read here."""
    for cell in code:
        if is_test(cell):
            yield Step.of_test(source_of(cell), nbgrader(cell)["grade_id"])
        else:
            yield Step(source_of(cell))
