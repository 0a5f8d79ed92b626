"""What a module's submissions are graded from: its released notebooks, with the real tests.

Read once, so that a thousand submissions cost neither a query nor a validation each.
`Template.assemble` gives what nbgrader's own sanitizing steps give (see `config`): tests with their
hidden parts, points, kinds and checksums come from the gradebook, whatever a submission claims.
"""

import copy
import json
import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode, from_dict
from sqlalchemy import and_, select

from atelier.course import Module
from atelier.exercise import source_of
from atelier.grading.cohort import Cohort, CohortError
from atelier.grading.gradebook import open_gradebook
from atelier.grading.light import api, utils
from atelier.grading.rebuild import Cell, rebuild
from atelier.invocation import command

OF_OUTPUTS = frozenset({"collapsed", "scrolled"})
"""Metadata that nbconvert takes out together with outputs."""


@dataclass(frozen=True)
class NotebookTemplate:
    """One notebook of the course, as it is graded.

    `cells` hold the tests in full.
    """

    cells: tuple[Cell, ...]
    metadata: Mapping[str, Any]


@dataclass(frozen=True)
class Template:
    """The notebooks of `module` by their names (without `.ipynb`), and its other files.

    `local_network`: its tests start a server that answers reach.
    """

    module: str
    notebooks: Mapping[str, NotebookTemplate]
    files: Mapping[str, bytes]
    local_network: bool = False

    def assemble(self, name: str, submitted: Sequence[Mapping]) -> dict[str, Any]:
        """Return the notebook `name` with the answers in `submitted` cells, ready to run.

        Plain data in nbformat 4.5, without outputs; the code cells run in their order.
        """
        template = self.notebooks[name]
        return {
            "cells": [_own(cell) for cell in rebuild(template.cells, submitted)],
            "metadata": _copy(template.metadata),
            "nbformat": 4,
            "nbformat_minor": 5,
        }


def with_outputs(
    notebook: Mapping[str, Any], outputs: Iterable[Sequence[Mapping]]
) -> dict[str, Any]:
    """Return an assembled `notebook` that ran: one list of outputs for each code cell, in order.

    Code cells beyond the last of `outputs` did not run; a test that did not run has no mark.
    """
    given, cells = enumerate(outputs, 1), []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            number, made = next(given, (None, ()))
            cell = {**cell, "execution_count": number, "outputs": list(made)}
        cells.append(cell)
    return {**notebook, "cells": cells}


def load_template(cohort: Cohort, module: Module) -> Template:
    """Read the template of a `module` that was released into the gradebook.

    Raises `CohortError` where what was released and the gradebook disagree.
    """
    notebook, source, graded = api.Notebook, api.SourceCell, api.GradeCell
    query = (
        select(notebook.name, notebook.kernelspec, source, graded.max_score)
        .join(notebook.assignment)
        .outerjoin(notebook.source_cells)
        .outerjoin(graded, and_(graded.notebook_id == notebook.id, graded.name == source.name))
        .where(api.Assignment.name == module.name)
    )
    kernels: dict[str, str | None] = {}
    known: dict[tuple[str, str], tuple[api.SourceCell, float | None]] = {}
    with open_gradebook(cohort) as gradebook:
        for name, kernel, cell, points in gradebook.db.execute(query):
            kernels[name] = kernel
            if cell is not None:
                known[name, cell.name] = (cell, points)
    folder = cohort.released / module.name
    try:
        notebooks = {}
        for name in (notebook.name for notebook in module.notebooks):
            released = json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))
            cells = {grade_id: found for (of, grade_id), found in known.items() if of == name}
            notebooks[name] = _template(released, json.loads(kernels[name] or "null"), cells)
    except (OSError, ValueError, LookupError) as error:
        verb = command("corriger", "--promotion", str(cohort.root))
        raise CohortError(
            f"Le dossier {folder} ne va plus avec le cahier de notes ({error}). Supprimez ce "
            f"dossier et lancez « {verb} », qui le refait."
        ) from error
    files = (path for path in sorted(folder.iterdir()) if path.suffix != ".ipynb")
    contents = {path.name: path.read_bytes() for path in files if path.is_file()}
    return Template(module.name, notebooks, contents, module.local_network)


def _template(
    released: Mapping[str, Any],
    kernel: Mapping[str, Any] | None,
    known: Mapping[str, tuple["api.SourceCell", float | None]],
) -> NotebookTemplate:
    return NotebookTemplate(
        cells=tuple(_overwritten(cell, known) for cell in released["cells"]),
        metadata={**released["metadata"], **({"kernelspec": kernel} if kernel else {})},
    )


def _overwritten(
    released: Mapping[str, Any], known: Mapping[str, tuple["api.SourceCell", float | None]]
) -> Cell:
    """Return a released cell as nbgrader's ClearOutput and OverwriteCells leave it.

    Raises `ValueError` for a graded cell that the gradebook does not know so.
    """
    cell = from_dict({**copy.deepcopy(dict(released)), "source": source_of(released)})
    if cell.cell_type == "code":
        cell.metadata = from_dict({k: v for k, v in cell.metadata.items() if k not in OF_OUTPUTS})
    marks = cell.metadata.get("nbgrader", {})
    if "grade_id" not in marks:
        return _plain(cell)
    if marks.grade_id not in known:
        if utils.is_grade(cell) or utils.is_solution(cell) or utils.is_locked(cell):
            raise ValueError(marks.grade_id)
        del marks["grade_id"]
        return _plain(cell)
    source, points = known[marks.grade_id]
    if cell.cell_type != source.cell_type:
        raise ValueError(marks.grade_id)
    if utils.is_locked(cell) != source.locked:
        marks["locked"] = source.locked
    if utils.is_grade(cell):
        marks["points"] = float(points) if points != marks["points"] else marks["points"]
    marks["checksum"] = source.checksum
    if source.locked:
        cell.source = source.source
        if utils.compute_checksum(cell) != source.checksum:
            raise ValueError(marks.grade_id)
    return _plain(cell)


def _plain(cell: NotebookNode) -> Cell:
    """Return `cell` as plain data, which travels to other processes and machines."""
    return json.loads(json.dumps(cell))


def _own(cell: Cell) -> Cell:
    """Return a copy of `cell` that shares nothing, with text that can be encoded."""
    # Half a surrogate pair, which JSON may hold, cannot be.
    source = cell["source"].encode("utf-8", "replace").decode("utf-8")
    return {**cell, "metadata": _copy(cell["metadata"]), "source": source}


def _copy(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of plain data, all the way down: ten times as fast as `copy.deepcopy`."""
    return pickle.loads(pickle.dumps(dict(facts), pickle.HIGHEST_PROTOCOL))
