"""Marks given by hand stay reviewed while the answer that they judge stays the same.

nbgrader sends every such mark back to its reader whenever a notebook runs again.
"""

import json
from collections.abc import Mapping

from nbgrader.api import MissingEntry

from atelier.course import Module
from atelier.exercise import nbgrader, source_of
from atelier.grading.cohort import Cohort
from atelier.grading.gradebook import open_gradebook

Reviews = Mapping[tuple[str, str], str]
"""Notebook's name and grade id of a mark given by hand → the answer that it judges."""


def read_reviews(cohort: Cohort, module: Module, participant: str) -> Reviews:
    """Return the marks given by hand that wait for no reader, with the answers that last ran.

    To call before a submission is graded again: nbgrader removes the notebooks that ran.
    """
    answers = _answers(cohort, module, participant)
    with open_gradebook(cohort) as gradebook:
        try:
            notebooks = gradebook.find_submission(module.name, participant).notebooks
        except MissingEntry:
            return {}
        given = [
            (notebook.name, grade.name)
            for notebook in notebooks
            for grade in notebook.grades
            if grade.manual_score is not None and not grade.needs_manual_grade
        ]
    return {key: answers[key] for key in given if key in answers}


def keep_reviews(cohort: Cohort, module: Module, participant: str, before: Reviews) -> None:
    """Take the marks of `before` off the reader's list again, where the answer is the same."""
    answers = _answers(cohort, module, participant)
    same = [key for key, answer in before.items() if answers.get(key) == answer]
    if not same:
        return
    with open_gradebook(cohort) as gradebook:
        for notebook, mark in same:
            grade = gradebook.find_grade(mark, notebook, module.name, participant)
            grade.needs_manual_grade = False
        gradebook.db.commit()


def _answers(cohort: Cohort, module: Module, participant: str) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for notebook in module.notebooks:
        path = cohort.graded / participant / module.name / notebook.path.name
        if not path.is_file():  # not handed in, or not graded yet
            continue
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        written = {nbgrader(cell).get("grade_id"): source_of(cell) for cell in cells}
        for exercise in notebook.exercises:
            for mark in (exercise.grade_id, *(test.grade_id for test in exercise.tests)):
                found[notebook.name, mark] = written.get(exercise.grade_id, "")
    return found
