"""The grader says what the notebook said: every answer, right or wrong, through the sandbox."""

from pathlib import Path

import pytest
from sandboxes import needs_sandbox

from atelier.course import load_course
from atelier.exercise import PARAMETERS, nbgrader, tags
from atelier.grading.assignments import Assignments
from atelier.grading.cohort import open_cohort
from atelier.grading.record import score
from atelier.grading.template import load_template, with_outputs
from atelier.grading.units import unit_of
from atelier.sandbox.worker import Worker, find_isolation
from atelier.verdict import CHECKS, read_verdict

COURSE = load_course(Path(__file__).parents[2])
NOTEBOOKS = [(module, notebook) for module in COURSE.modules for notebook in module.notebooks]
WRONG = [
    pytest.param(module, notebook, exercise, wrong, id=f"{exercise.grade_id}-{number}")
    for module, notebook in NOTEBOOKS
    for exercise in notebook.exercises
    for number, wrong in enumerate(exercise.wrong_answers, 1)
    if exercise.tests
]

pytestmark = [pytest.mark.lent, needs_sandbox]


@pytest.fixture(scope="session")
def templates(tmp_path_factory):
    cohort = open_cohort(tmp_path_factory.mktemp("promotion"))
    with Assignments(COURSE, cohort) as assignments:
        for module in COURSE.modules:
            assignments.load(module)
    return {module.name: load_template(cohort, module) for module in COURSE.modules}


@pytest.fixture(scope="session")
def worker():
    worker = Worker(find_isolation(), COURSE.data)
    yield worker
    worker.close()


STARS = (
    "from math import *\nfrom statistics import *\nfrom random import *\nfrom datetime import *\n"
    "from pandas import *\nfrom matplotlib.pyplot import *",
    "from numpy import *",
    "from pylab import *",
)
"""Imports that a beginner would write, and that take words of Python. (`from os import *` takes
`open`, with which no file can be opened any more.)"""

PYTHONS_OWN = {
    "petits-dessins",
    "dessiner",
    "image-exportee",
    "texte-alternatif",
    "phrase-inventaire",
}
"""Exercises whose answer needs Python's own `max` or `sum`, or builds on one that does: with
numpy's it stops on an error, in the participant's notebook too."""


def run(worker, template, notebook, answers, country="SEN", until=None, first=""):
    """Return the graded cells, by grade id, of a notebook handed in with `answers`.

    `first`: a cell that the participant put before all others.
    """
    submitted = [{"cell_type": "code", "metadata": {}, "source": first}] + [
        {**cell, "source": answers[grade_id]}
        if (grade_id := nbgrader(cell).get("grade_id")) in answers
        else {**cell, "source": f'PAYS = "{country}"'}
        if PARAMETERS in tags(cell)
        else cell
        for cell in template.notebooks[notebook.name].cells
    ]
    made = template.assemble(notebook.name, submitted)
    if until is not None:
        (last,) = [n for n, c in enumerate(made["cells"]) if nbgrader(c).get("grade_id") == until]
        made["cells"] = made["cells"][: last + 1]
    unit = unit_of(template, notebook.name, made, b"")
    ran = with_outputs(made, worker.run(unit).outputs)
    return {nbgrader(cell).get("grade_id"): cell for cell in ran["cells"]}


@pytest.mark.parametrize("country", COURSE.sample_countries)
@pytest.mark.parametrize(
    ("module", "notebook"), NOTEBOOKS, ids=lambda part: getattr(part, "name", "")
)
def test_the_solution_gets_every_point(module, notebook, country, templates, worker):
    solutions = {exercise.grade_id: exercise.solution for exercise in notebook.exercises}
    ran = run(worker, templates[module.name], notebook, solutions, country)
    tests = [test for exercise in notebook.exercises for test in exercise.tests]
    points = {test.grade_id: score(ran[test.grade_id]) for test in tests}
    assert points == {test.grade_id: test.points for test in tests}


@pytest.mark.parametrize("stars", STARS, ids=("all", "numpy", "pylab"))
@pytest.mark.parametrize(
    ("module", "notebook"), NOTEBOOKS, ids=lambda part: getattr(part, "name", "")
)
def test_a_star_import_costs_no_right_answer_its_points(module, notebook, stars, templates, worker):
    solutions = {exercise.grade_id: exercise.solution for exercise in notebook.exercises}
    ran = run(worker, templates[module.name], notebook, solutions, first=stars)
    lost = {
        exercise.grade_id
        for exercise in notebook.exercises
        if any(score(ran[test.grade_id]) != test.points for test in exercise.tests)
    }
    assert lost <= PYTHONS_OWN


@pytest.mark.parametrize(("module", "notebook", "exercise", "wrong"), WRONG)
def test_a_wrong_answer_gets_the_message_that_it_gets_in_the_notebook(
    module, notebook, exercise, wrong, templates, worker
):
    answers = {other.grade_id: other.solution for other in notebook.exercises}
    answers[exercise.grade_id] = wrong.source
    last = exercise.tests[-1].grade_id
    ran = run(worker, templates[module.name], notebook, answers, until=last)
    verdicts = [
        read_verdict(output["evalue"])
        for grade_id in (exercise.grade_id, *(test.grade_id for test in exercise.tests))
        for output in ran[grade_id]["outputs"]
        if output.get("ename") in CHECKS
    ]
    said = " | ".join(verdict.message for verdict in verdicts)
    assert wrong.message in said
    assert {v.misconception for v in verdicts} - {None} == {wrong.misconception}
    assert sum(score(ran[test.grade_id]) for test in exercise.tests) < exercise.points
