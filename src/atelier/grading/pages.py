"""Marks and comments of a whole class, read from the gradebook at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from atelier.course import Module
from atelier.grading.light import api


class Mark(NamedTuple):
    """A mark as the gradebook has it. `waits`: for a person to read the answer."""

    score: float
    waits: bool


@dataclass(frozen=True)
class Page:
    """What the gradebook holds of one notebook of one participant, by grade id."""

    marks: dict[str, Mark] = field(default_factory=dict)
    comments: dict[str, str | None] = field(default_factory=dict)


def read_pages(session: Session, module: Module) -> dict[str, dict[str, Page]]:
    """Return every page of `module`, by participant and notebook: three queries for a whole class."""
    sent, notebook, page = api.SubmittedAssignment, api.Notebook, api.SubmittedNotebook
    of_module = (
        select(sent.student_id, notebook.name)
        .join(page, page.assignment_id == sent.id)
        .join(notebook, notebook.id == page.notebook_id)
        .join(api.Assignment, api.Assignment.id == sent.assignment_id)
        .where(api.Assignment.name == module.name)
    )
    pages: dict[str, dict[str, Page]] = {}
    for participant, name in session.execute(of_module):
        pages.setdefault(participant, {})[name] = Page()

    def cells(kind: type, *columns: Any) -> Iterator[tuple[Page, str, tuple]]:
        query = of_module.join(kind, kind.notebook_id == page.id)
        query = query.join(api.BaseCell, api.BaseCell.id == kind.cell_id)
        for participant, name, cell, *rest in session.execute(
            query.add_columns(api.BaseCell.name, *columns)
        ):
            yield pages[participant][name], cell, rest

    for found, cell, (score, waits) in cells(
        api.Grade, api.Grade.score, api.Grade.needs_manual_grade
    ):
        found.marks[cell] = Mark(float(score or 0), waits)
    for found, cell, (comment,) in cells(api.Comment, api.Comment.comment):
        found.comments[cell] = comment
    return pages
