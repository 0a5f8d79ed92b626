"""Make the notebook that is graded: the course's own, with the participant's answers in it.

Tests, statements and the cells' marks come from the course; from the submission come

- the answers, matched by `grade_id` (by cell id where an editor dropped it);
- the ungraded code cells that were edited, such as the `parameters` cell, matched by cell id,
  by tag or by their text;
- the cells that the participant added, after the cell that they followed.

So a deleted, moved, edited or copied test cell changes nothing, and a deleted answer is an
unanswered exercise. Of several cells that claim to be one answer, the last that was worked on
(neither blank nor untouched) is the answer; the others run just before it, as they did for the
participant. Cells that the participants' version tags `remise` are left out: nobody hands in
while being graded.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from atelier.exercise import HAND_IN, PARAMETERS, is_answer, nbgrader, source_of, tags

Cell = dict[str, Any]


def rebuild(released: Sequence[Mapping], submitted: Sequence[Mapping]) -> list[Cell]:
    """Return the cells to grade, from those `released` by the course and those `submitted`.

    Both are cells as nbformat stores them; neither is changed.
    """
    matches = _match(released, submitted)
    extras = _extras(released, submitted, matches)
    cells = list(extras.get(-1, ()))
    for index, original in enumerate(released):
        mine = [submitted[n] for n, target in enumerate(matches) if target == index]
        if HAND_IN not in tags(original):
            cells += _graded(original, mine)
        cells += extras.get(index, ())
    return [{**cell, "id": f"cellule-{number}"} for number, cell in enumerate(cells)]


def _match(released: Sequence[Mapping], submitted: Sequence[Mapping]) -> list[int | None]:
    """Return for each submitted cell the index of the released cell that it stands for."""
    by_grade_id = {_grade_id(cell): n for n, cell in enumerate(released) if _grade_id(cell)}
    matches = [by_grade_id.get(_grade_id(cell)) for cell in submitted]
    free = {
        n
        for n, cell in enumerate(released)
        if not _grade_id(cell) or (is_answer(cell) and n not in matches)
    }
    for key in (_id, _parameters, _text):
        known = {key(released[n]): n for n in sorted(free, reverse=True) if key(released[n])}
        for number, cell in enumerate(submitted):
            target = known.get(key(cell))
            if matches[number] is None and not _grade_id(cell) and target in free:
                matches[number] = target
                free.remove(target)
    return matches


def _extras(
    released: Sequence[Mapping], submitted: Sequence[Mapping], matches: Sequence[int | None]
) -> dict[int, list[Cell]]:
    """Return the cells to add: index of the released cell before them (-1: none) → cells."""
    extras: dict[int, list[Cell]] = {}
    anchor = -1
    for cell, target in zip(submitted, matches, strict=True):
        if target is not None:
            anchor = target
        elif source_of(cell).strip():
            extras.setdefault(anchor, []).append(_plain(cell))
    return extras


def _graded(original: Mapping, mine: Sequence[Mapping]) -> list[Cell]:
    """Return what stands for a released cell: itself, or with what the participant made of it."""
    if is_answer(original):
        untouched = source_of(original).strip()
        worked_on = [c for c in mine if source_of(c).strip() not in ("", untouched)]
        answer = worked_on[-1] if worked_on else original
        return [*map(_plain, worked_on[:-1]), _with_source(original, source_of(answer))]
    if _grade_id(original) or not mine or original["cell_type"] != "code":
        return [_with_source(original, source_of(original))]
    return [_with_source(original, source_of(mine[-1]))]


def _plain(cell: Mapping) -> Cell:
    """Return a participant's cell without any mark that nbgrader or nbclient would obey."""
    kind = cell["cell_type"] if cell["cell_type"] in ("code", "markdown") else "raw"
    return _with_source({"cell_type": kind, "metadata": {}}, source_of(cell))


def _with_source(cell: Mapping, source: str) -> Cell:
    made: Cell = {
        "cell_type": cell["cell_type"],
        "metadata": dict(cell["metadata"]),
        "source": source,
    }
    if made["cell_type"] == "code":
        made |= {"outputs": [], "execution_count": None}
    return made


def _grade_id(cell: Mapping) -> str:
    grade_id = nbgrader(cell).get("grade_id")
    return grade_id if isinstance(grade_id, str) else ""


def _id(cell: Mapping) -> str:
    return cell.get("id", "")


def _parameters(cell: Mapping) -> str:
    return PARAMETERS if PARAMETERS in tags(cell) else ""


def _text(cell: Mapping) -> str:
    return source_of(cell).strip()
