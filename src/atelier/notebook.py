"""Notebooks on disk, in the one form in which the repository keeps them (nbformat, pure functions).

Normal form: nbformat 4.5, kernel `python3`, readable and stable cell ids, execution counts in
order, no timing, no trace of the machine. Two people who save the same notebook get the same file.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from atelier.course import Notebook, unreadable
from atelier.exercise import TRAINER, WRONG, nbgrader, tags
from atelier.slug import slug

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
CELL_METADATA = ("atelier", "deletable", "editable", "jupyter", "nbgrader", "slideshow", "tags")
"""Keys of a cell's metadata that the repository keeps; all others are traces of an editor."""

_WIDGET = "application/vnd.jupyter.widget-view+json"
_RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?")
_MAX_ID = 48


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook, brought to nbformat 4.5. Raises `ValueError` when it is not one."""
    try:
        return nbformat.read(path, as_version=4)
    except (KeyError, AttributeError, TypeError, nbformat.ValidationError) as error:
        raise ValueError(f"not a notebook: {error}") from error


def read_source(notebook: Notebook) -> NotebookNode:
    """Read a notebook of the course. Raises `CourseError` where it is not in order."""
    notebook.cells  # noqa: B018 - names the cells that nbformat would stumble over
    try:
        return read_notebook(notebook.path)
    except (OSError, ValueError) as error:
        raise unreadable(notebook.where, error) from None


def to_text(nb: NotebookNode) -> str:
    """Return the text of a notebook's file: stable key order, one final line end."""
    return nbformat.writes(nb, version=4).rstrip("\n") + "\n"


def normal_form(nb: NotebookNode) -> NotebookNode:
    """Return a copy of `nb` in normal form. Applying it twice changes nothing more."""
    result = nbformat.from_dict(nb)
    result.nbformat, result.nbformat_minor = 4, 5
    result.metadata = NotebookNode(
        kernelspec=NotebookNode(KERNEL), language_info=NotebookNode(name="python")
    )
    ids: set[str] = set()
    count = 0
    for cell in result.cells:
        cell.metadata = _kept_metadata(cell.metadata)
        cell.source = cell.source.rstrip("\n")
        cell.id = _free(_readable_id(cell), ids)
        ids.add(cell.id)
        if cell.cell_type == "code":
            count = _normal_outputs(cell, count)
    return result


def strip_outputs(nb: NotebookNode) -> NotebookNode:
    """Return a copy of `nb` without outputs and counts."""
    result = nbformat.from_dict(nb)
    for cell in result.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return result


def without_tags(nb: NotebookNode, unwanted: Iterable[str]) -> NotebookNode:
    """Return a copy of `nb` without the cells that carry one of the tags `unwanted`."""
    result = nbformat.from_dict(nb)
    result.cells = [cell for cell in result.cells if not set(tags(cell)) & set(unwanted)]
    return result


def _kept_metadata(metadata: Any) -> NotebookNode:
    kept = {key: metadata[key] for key in CELL_METADATA if key in metadata}
    if isinstance(kept.get("nbgrader"), dict):
        # nbgrader's interface writes checksums into released notebooks only.
        kept["nbgrader"] = dict(sorted(kept["nbgrader"].items()))
    return nbformat.from_dict({key: value for key, value in kept.items() if value not in ([], {})})


def _readable_id(cell: NotebookNode) -> str:
    grade_id = nbgrader(cell).get("grade_id")
    if grade_id:
        return slug(grade_id)[:_MAX_ID]
    given = cell.get("id", "")
    if given and not _RANDOM_ID.fullmatch(given):
        return given
    kind = next((tag for tag in (WRONG, TRAINER) if tag in tags(cell)), "")
    first = next((line for line in cell.source.splitlines() if slug(line)), cell.cell_type)
    return slug(f"{kind} {first}")[:_MAX_ID].strip("-") or cell.cell_type


def _free(wanted: str, taken: set[str]) -> str:
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


def _normal_outputs(cell: NotebookNode, count: int) -> int:
    """Number an executed code cell after `count` others; return the new count."""
    executed = bool(cell.get("outputs")) or cell.get("execution_count") is not None
    number = count + 1 if executed else None
    cell.execution_count = number
    # A widget belongs to the session that made it.
    outputs = [o for o in cell.get("outputs", ()) if _WIDGET not in o.get("data", {})]
    cell.outputs = outputs
    for output in outputs:
        if "execution_count" in output:
            output.execution_count = number
        if "metadata" in output:
            output.metadata = NotebookNode()
    return number or count
