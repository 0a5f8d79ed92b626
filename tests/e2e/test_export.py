"""What trainers open in a spreadsheet: `nbgrader export` itself, `bilan.csv`, kept marks."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from made_up import Place, make_cohort

from atelier.grading.autograde import grade
from atelier.grading.cohort import Receipt, write_receipts
from atelier.grading.gradebook import _table, open_gradebook
from atelier.grading.light import api
from atelier.grading.report import report

GRADING = Path(__file__).parents[2] / "grading"
NAMES = {
    "awa": '=HYPERLINK("http://exemple.org";"Cliquez") Ndiaye',
    "koffi": "\u200b \uff1dcmd|' /C calc'!A0, +1;@SUM(1)",
    "mariam": "-N’Diaye Anne-Marie",
}

pytestmark = pytest.mark.lent


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course, cohort = make_cohort(tmp_path_factory.mktemp("cours"))
    receipts = [
        Receipt(
            "0" * 64,
            "a.zip",
            id_,
            name,
            course.modules[0].name,
            *["2026-03-02T18:00:00+00:00"] * 2,
            {},
        )
        for id_, name in NAMES.items()
    ]
    write_receipts(cohort, receipts)
    grade(course, cohort, place=Place().open)
    return course, cohort


def cells(text, separator):
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def formulas(text):
    """Return the cells of a table that would be run, wherever it is opened."""
    found = [cell for sign in ",;\t" for row in cells(text, sign) for cell in row]
    signs = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
    shown = (cell.strip(" \u200b\t\r\n") for cell in found)
    return [cell for cell in shown if cell.startswith(signs)]


def test_nbgraders_own_command_exports_no_formula(graded, tmp_path):
    course, cohort = graded
    target = tmp_path / "notes.csv"
    about = {"ATELIER_PROMOTION": str(cohort.root), "ATELIER_COURS": str(course.root)}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "export", "--to", str(target)],
        cwd=GRADING,
        env={**os.environ, **about},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    text = target.read_text(encoding="utf-8")
    head, *rows = cells(text, ",")
    assert "assignment,duedate,timestamp,student_id,last_name,first_name" == ",".join(head[:6])
    assert sorted(NAMES) == sorted(row[3] for row in rows)
    assert {len(head)} == {len(row) for row in rows}
    assert [] == formulas(text)
    assert "'-N’Diaye" in [row[5] for row in rows]
    assert [5.0] * 3 == [float(row[head.index("max_score")]) for row in rows]


def test_the_report_and_the_kept_marks_hold_no_formula(graded):
    course, cohort = graded
    summary = report(course, cohort)
    text = summary.table.read_text(encoding="utf-8-sig")
    assert [] == formulas(text)
    assert "'-N’Diaye Anne-Marie" in [row[0] for row in cells(text, ";")]
    with open_gradebook(cohort) as gradebook:
        for comment in gradebook.db.query(api.Comment):
            comment.manual_comment = "=1+1"
        assert [] == formulas(_table(gradebook, course.modules[0].name))
        gradebook.db.rollback()
