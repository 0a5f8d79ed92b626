"""Which marks changed although the submission did not: what a change of the course did to a class."""

from collections.abc import Iterable, Mapping

from atelier.course import Module
from atelier.grading.cohort import Cohort
from atelier.grading.gradebook import marks_of
from atelier.grading.jobs import Job
from atelier.grading.outcome import Change

Marks = Mapping[tuple[str, str], float]
"""Participant and exercise → points."""


def marks_by_exercise(cohort: Cohort, module: Module) -> Marks:
    """Return the points that the gradebook holds for each exercise of `module`."""
    exercises = {
        grade_id: exercise.grade_id
        for notebook in module.notebooks
        for exercise in notebook.exercises
        for grade_id in (exercise.grade_id, *(test.grade_id for test in exercise.tests))
    }
    total: dict[tuple[str, str], float] = {}
    for (participant, grade_id), mark in marks_of(cohort, module.name).items():
        key = participant, exercises.get(grade_id, grade_id)
        total[key] = total.get(key, 0.0) + mark
    return total


def changes(
    jobs: Iterable[Job], before: Mapping[str, Marks], after: Mapping[str, Marks]
) -> list[Change]:
    """Return what changed in the marks of `jobs`, whose submissions are as they were.

    `before` and `after`: by module. A mark that was not there before is no change.
    """
    found = []
    for job in jobs:
        old, new = before[job.module.name], after[job.module.name]
        for participant, exercise in sorted(new):
            key = participant, exercise
            if participant == job.participant and key in old and old[key] != new[key]:
                found.append(Change(job.name, job.module.name, exercise, old[key], new[key]))
    return found
