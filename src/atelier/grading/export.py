"""What `nbgrader export` writes here: its own columns, as cells that no spreadsheet runs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import CsvExportPlugin

from atelier.grading.spreadsheet import render

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


class HarmlessCsv(CsvExportPlugin):
    """nbgrader's CSV, quoted where it must be, and without formulas in what participants chose."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the marks of `gradebook` to the file `to`, by default `grades.csv`."""
        target = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", target)
        table = render([COLUMNS, *self._rows(gradebook)], ",").replace("\r\n", "\n")
        target.write_text(table, encoding="utf-8", newline="")

    def _rows(self, gradebook: Gradebook) -> Iterator[list[Any]]:
        chosen, people = set(map(str, self.assignment)), set(map(str, self.student))
        for assignment in gradebook.assignments:
            for student in gradebook.students:
                if (not chosen or assignment.name in chosen) and (
                    not people or student.id in people
                ):
                    row = _row(gradebook, assignment, student)
                    yield ["" if row[name] is None else row[name] for name in COLUMNS]


def _row(gradebook: Gradebook, assignment: Assignment, student: Student) -> dict[str, Any]:
    row = {
        "assignment": assignment.name,
        "duedate": assignment.duedate,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "max_score": assignment.max_score,
    }
    try:
        sent = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:  # nothing was handed in
        nothing = {"raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0}
        return {**row, "timestamp": "", **nothing}
    penalty = sent.late_submission_penalty
    return {
        **row,
        "timestamp": sent.timestamp,
        "raw_score": sent.score,
        "late_submission_penalty": penalty,
        "score": max(0.0, sent.score - penalty),
    }
