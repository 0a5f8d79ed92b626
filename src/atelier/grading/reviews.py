"""What each mark judges: one given by hand stays reviewed while that answer stays the same."""

from collections.abc import Iterable, Mapping
from typing import Any

from atelier.course import Module
from atelier.exercise import nbgrader, source_of

Answers = Mapping[tuple[str, str], str]
"""Notebook's name and grade id of a mark → the answer that it judges."""


def answers(module: Module, notebooks: Mapping[str, Iterable[Mapping[str, Any]]]) -> Answers:
    """Return what the marks of `module` judge in the cells of `notebooks` (by their names)."""
    found: dict[tuple[str, str], str] = {}
    for notebook in module.notebooks:
        if notebook.name not in notebooks:  # not handed in, or not graded yet
            continue
        written = {
            nbgrader(cell).get("grade_id"): source_of(cell) for cell in notebooks[notebook.name]
        }
        for exercise in notebook.exercises:
            for mark in (exercise.grade_id, *(test.grade_id for test in exercise.tests)):
                found[notebook.name, mark] = written.get(exercise.grade_id, "")
    return found
