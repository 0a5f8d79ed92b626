"""Graded submissions → nbgrader's gradebook and the notebooks that ran, in batches.

The rows are those that nbgrader's Autograde writes cell by cell (see `SaveAutoGrades`), here in one
transaction for a whole batch. Then come the notebooks, then the caller notes what is done. In this
order a call that is stopped anywhere can be made again with the same end: a mark given by hand is
sent back to its reader by comparing the new answer with the notebook that ran before, so that
notebook must stay until the gradebook knows.
"""

import datetime
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import from_dict
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from atelier.course import Module
from atelier.exercise import is_test
from atelier.grading.cohort import Cohort
from atelier.grading.gradebook import open_gradebook
from atelier.grading.graded import read_graded, to_bytes, write_graded
from atelier.grading.light import api, utils
from atelier.grading.results import NO_RESPONSE
from atelier.grading.reviews import Answers, answers
from atelier.grading.template import Template

STAMP = "timestamp.txt"
LOG = logging.getLogger("atelier.correction")


@dataclass(frozen=True)
class Graded:
    """One submission that ran.

    `moment`: when it came, naive and in UTC (see `read_moment`). `notebooks`: name → the assembled
    notebook with its outputs, or None where it was not handed in.
    """

    participant: str
    name: str
    moment: datetime.datetime | None
    notebooks: Mapping[str, Mapping[str, Any] | None]


class NoMark(Exception):
    """A test left something that is no mark; the text says so in French."""


@dataclass(frozen=True)
class _Sheet:
    """What is to be written of one submission, ready before the gradebook is opened.

    By notebook's name and grade id: `scores`, `comments` and the `answers` that marks judge.
    """

    graded: Graded
    scores: Mapping[tuple[str, str], float | None]
    comments: Mapping[tuple[str, str], str | None]
    answers: Answers
    files: Mapping[str, bytes]


def read_moment(submission: Path) -> datetime.datetime | None:
    """Return when the submission in a folder came, naive and in UTC, as nbgrader reads it."""
    try:
        return utils.parse_utc((submission / STAMP).read_text(encoding="utf-8").strip())
    except (OSError, ValueError, OverflowError):
        return None


def write_batch(
    cohort: Cohort, module: Module, template: Template, batch: Sequence[Graded]
) -> dict[str, str]:
    """Write what became of the submissions in `batch`, one for each participant.

    Returns the French causes of those that could not be written, by participant; the others are.
    Raises `CohortError` where the gradebook cannot be written: then none of them is.
    """
    failed: dict[str, str] = {}
    sheets: list[_Sheet] = []
    for graded in batch:
        try:
            sheets.append(_sheet(cohort, module, template, graded))
        except NoMark as error:
            failed[graded.participant] = str(error)
        except Exception as error:  # whatever one submission holds, it stops no other
            LOG.exception("%s cannot be marked", graded.participant)
            failed[graded.participant] = f"erreur inattendue, {type(error).__name__}"
    if sheets:
        with open_gradebook(cohort) as gradebook:
            _write(gradebook.db, cohort, module, sheets)
            gradebook.db.commit()
    for sheet in sheets:
        participant = sheet.graded.participant
        try:
            write_graded(cohort, participant, module.name, sheet.files)
        except OSError as error:
            failed[participant] = f"le carnet corrigé ne peut pas être écrit ({error.strerror})"
    return failed


def _sheet(cohort: Cohort, module: Module, template: Template, graded: Graded) -> _Sheet:
    """Score one submission. Raises `NoMark`."""
    scores: dict[tuple[str, str], float | None] = {}
    comments: dict[tuple[str, str], str | None] = {}
    files = dict(template.files)
    stamp = cohort.submission(graded.participant, module.name) / STAMP
    if stamp.is_file():  # formgrader compares it with the one of the submission
        files[STAMP] = stamp.read_bytes()
    ran = {name: notebook for name, notebook in graded.notebooks.items() if notebook is not None}
    for name, notebook in ran.items():
        notebook = {**notebook, "cells": [_forgiven(cell) for cell in notebook["cells"]]}
        for cell in notebook["cells"]:
            marks = cell["metadata"].get("nbgrader", {})
            if marks.get("grade"):
                scores[name, marks["grade_id"]] = score(cell)
            if marks.get("solution") or marks.get("task"):
                comments[name, marks["grade_id"]] = _comment(cell)
        files[f"{name}.ipynb"] = to_bytes(notebook)
    judged = answers(module, {name: notebook["cells"] for name, notebook in ran.items()})
    return _Sheet(graded, scores, comments, judged, files)


def score(cell: Mapping[str, Any]) -> float | None:
    """Return nbgrader's mark for a graded cell that ran; None where a person must give it.

    Raises `NoMark`.
    """
    about = cell["metadata"]["nbgrader"]
    where = f"le test « {about['grade_id']} »"
    ran = cell.get("execution_count") is not None or cell.get("outputs")
    if is_test(cell) and cell["cell_type"] == "code" and not ran:
        raise NoMark(f"{where} n’a pas été exécuté")  # nbgrader would give all points for silence
    try:
        mark, _ = utils.determine_grade(from_dict(cell))
    except ValueError as error:
        if "partial credit" not in str(error):
            raise NoMark(f"{where} rend un résultat illisible") from error
        raise NoMark(
            f"{where} rend plus de points qu’il n’en vaut : corrigez-le dans solutions/"
        ) from error
    except (LookupError, TypeError, AttributeError) as error:
        raise NoMark(f"{where} rend un résultat illisible") from error
    return mark


def _forgiven(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return `cell`; a test without what it said on the error stream, which would cost all points."""
    if not is_test(cell) or cell["cell_type"] != "code":
        return cell
    return {**cell, "outputs": [o for o in cell["outputs"] if o.get("name") != "stderr"]}


def _comment(cell: Mapping[str, Any]) -> str | None:
    """Return nbgrader's comment on an answer: that it is untouched, or nothing."""
    node = from_dict({key: cell[key] for key in ("cell_type", "metadata", "source")})
    same = node.metadata.nbgrader.get("checksum") == utils.compute_checksum(node)
    return NO_RESPONSE if same and not utils.is_task(node) else None


@dataclass(frozen=True)
class _Cell:
    """A cell that has a mark or a comment: its notebook's name and id, its grade id, kind and id."""

    of: str
    notebook: str
    name: str
    kind: str
    id: str


def _write(session: Session, cohort: Cohort, module: Module, sheets: Sequence[_Sheet]) -> None:
    """Bring the rows of everyone in `sheets` to what nbgrader would have written."""
    cells, pages = _cells(session, module), _pages(session, module, sheets)
    by_hand = _marked_by_hand(session, pages.values(), cells)
    grades, comments = [], []
    for sheet in sheets:
        participant = sheet.graded.participant
        mine = {cell: pages[participant, cell.notebook] for cell in cells}
        reviewed = any(by_hand.get((page, cell.id)) is False for cell, page in mine.items())
        # The notebooks that ran before are read for those few who need it.
        before = answers(module, read_graded(cohort, participant, module.name)) if reviewed else {}
        for cell, page in mine.items():
            row, key = {"notebook_id": page, "cell_id": cell.id}, (cell.of, cell.name)
            if cell.kind != "GradeCell":
                said = {"auto_comment": sheet.comments[key]} if key in sheet.comments else {}
                comments.append(row | said)
            if cell.kind != "SolutionCell":
                waited = by_hand.get((page, cell.id))
                grades.append(row | _mark(sheet, key, waited, before))
    _merge(session, api.Grade, ("notebook_id", "cell_id"), grades)
    _merge(session, api.Comment, ("notebook_id", "cell_id"), comments)


def _mark(
    sheet: _Sheet, key: tuple[str, str], waited: bool | None, before: Answers
) -> dict[str, Any]:
    """Return the new values of a mark. `waited`: whether one given by hand waited for its reader."""
    if sheet.graded.notebooks.get(key[0]) is None:  # not handed in
        return {"auto_score": 0.0, "needs_manual_grade": False}
    if key not in sheet.scores:  # a task: a person gives its mark
        return {}
    same = key in before and before[key] == sheet.answers.get(key)
    waits = sheet.scores[key] is None if waited is None else waited or not same
    return {"auto_score": sheet.scores[key], "needs_manual_grade": waits}


def _pages(
    session: Session, module: Module, sheets: Sequence[_Sheet]
) -> dict[tuple[str, str], str]:
    """Bring people, submissions and submitted notebooks up to date.

    Returns the ids of the submitted notebooks, by participant and id of the notebook.
    """
    query = select(api.Assignment.id, api.Notebook.id).join(api.Assignment.notebooks)
    course = session.execute(query.where(api.Assignment.name == module.name)).all()
    students, submissions, notebooks = [], [], []
    for graded in (sheet.graded for sheet in sheets):
        first, _, last = graded.name.partition(" ")
        students.append({"id": graded.participant, "first_name": first, "last_name": last})
        submission = {"student_id": graded.participant, "assignment_id": course[0][0]}
        moment = {"timestamp": graded.moment} if graded.moment else {}
        submissions.append(submission | moment)
    _merge(session, api.Student, ("id",), students)
    sent = _merge(session, api.SubmittedAssignment, ("student_id", "assignment_id"), submissions)
    for id_ in sent.values():
        notebooks += [{"assignment_id": id_, "notebook_id": notebook} for _, notebook in course]
    pages = _merge(session, api.SubmittedNotebook, ("assignment_id", "notebook_id"), notebooks)
    return {
        (participant, notebook): pages[id_, notebook]
        for (participant, _), id_ in sent.items()
        for _, notebook in course
    }


def _cells(session: Session, module: Module) -> list[_Cell]:
    cell = api.BaseCell
    query = select(api.Notebook.name, api.Notebook.id, cell.name, cell.type, cell.id)
    query = query.join(cell, cell.notebook_id == api.Notebook.id).join(api.Notebook.assignment)
    rows = session.execute(query.where(api.Assignment.name == module.name))
    return [_Cell(*row) for row in rows]


def _marked_by_hand(
    session: Session, pages: Iterable[str], cells: Iterable[_Cell]
) -> dict[tuple[str, str], bool]:
    """Return whether the marks that a person gave wait for a reader, by page and cell."""
    grade = api.Grade
    query = select(grade.notebook_id, grade.cell_id, grade.needs_manual_grade)
    given = query.where(
        grade.notebook_id.in_(pages),
        grade.cell_id.in_([cell.id for cell in cells]),
        grade.manual_score.is_not(None),
    )
    return {(page, cell): waits for page, cell, waits in session.execute(given)}


def _merge(
    session: Session, kind: type, keys: tuple[str, ...], rows: Sequence[Mapping[str, Any]]
) -> dict[tuple[str, ...], str]:
    """Add or change the `rows` of one table; return their ids by the values of `keys`.

    Rows are told apart by `keys`; what a row does not name stays. Only what differs is written:
    a server may be far.
    """
    names = dict.fromkeys(["id", *keys, *(name for row in rows for name in row)])
    query = select(*(getattr(kind, name) for name in names))
    # By every key: nbgrader's tables have indexes for all keys together, and for none alone.
    near = [getattr(kind, key).in_({row[key] for row in rows}) for key in keys]
    stored = session.execute(query.where(*near)).mappings()
    known = {tuple(row[key] for key in keys): row for row in stored}
    ids, added, changed = {}, [], []
    for row in rows:
        key = tuple(row[name] for name in keys)
        former = known.get(key)
        ids[key] = former["id"] if former else row.get("id") or api.new_uuid()
        if not former:
            added.append({**row, "id": ids[key]})
        elif any(former[name] != value for name, value in row.items()):
            changed.append({**row, "id": ids[key]})
    if added:
        session.execute(insert(kind), added)
    if changed:
        session.execute(update(kind), changed)
    return ids
