"""The grader says what the notebook said: every answer, right or wrong, through the sandbox."""

import ast
import symtable
from pathlib import Path

import pytest
from sandboxes import needs_sandbox

from atelier.check.answers import names_asked
from atelier.check.country import COUNTRY
from atelier.course import load_course
from atelier.exercise import PARAMETERS, is_test, nbgrader, tags
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


FORGERY = """
import json
import os
from pathlib import Path

import pandas as _pd

_faux = Path("faux/notebooks/carnet")
_faux.mkdir(parents=True, exist_ok=True)
Path("faux/data").mkdir(exist_ok=True)
for _vrai in Path("../../data").iterdir():
    if _vrai.suffix == ".csv":
        _lignes = _vrai.read_bytes().splitlines(keepends=True)
        _garde = _lignes if _vrai.name == "pays.csv" else _lignes[:2]
        _pays = _lignes[1].replace(b"ZAF", b"XXX")
        Path("faux/data", _vrai.name).write_bytes(b"".join([*_garde, _pays]))
        try:
            _vrai.write_bytes(b"".join([*_garde, _pays]))
        except OSError:
            pass
for _a_cote in [_f for _f in Path().iterdir() if _f.suffix in (".csv", ".json")]:
    _a_cote.write_bytes(_a_cote.read_bytes()[:200])
Path("atelier").mkdir(exist_ok=True)
Path("atelier/__init__.py").write_text(
    "def __getattr__(nom):\\n    return lambda *a, **k: a[0] if a else None\\n", encoding="utf-8"
)
os.chdir(_faux)
for _nom, _valeur in list(globals().items()):
    if isinstance(_valeur, _pd.DataFrame) and not _nom.startswith("_"):
        globals()[_nom] = _valeur.iloc[:0]
PAYS = "XXX"
"""
"""A participant's own tables, course's files, `atelier`, folder and country, before each answer."""

PRINT = """
import hashlib as _hashlib

def _dit(_v):
    if callable(_v):
        return "fonction"
    if isinstance(_v, dict):
        return str([(_dit(_c), _dit(_p)) for _c, _p in _v.items()])
    if isinstance(_v, (list, tuple)):
        return str([_dit(_p) for _p in _v])
    return _v.to_json() if hasattr(_v, "to_json") else repr(_v)

def _empreinte(_v):
    return _hashlib.sha256(_dit(_v).encode()).hexdigest()

print("EMPREINTE", repr({_n: _empreinte(globals().get(_n)) for _n in {names}}))
"""
NOTHING = ["0", "[]", "{}", "float('nan')", "''", "None", "__import__('pandas').DataFrame()", "1"]


def answered(exercise):
    """Return the names that the solution's cell binds at its margin."""
    symbols = symtable.symtable(exercise.solution, "", "exec").get_symbols()
    return sorted(s.get_name() for s in symbols if s.is_assigned() or s.is_namespace())


def participants_cell(source):
    return {"cell_type": "code", "metadata": {}, "source": source, "id": "a-moi"}


def marks(worker, template, notebook, answers, before=""):
    """Return each test's points, and what each exercise's names held, as a cell printed it."""
    submitted = []
    known = {exercise.grade_id: exercise for exercise in notebook.exercises}
    for cell in template.notebooks[notebook.name].cells:
        grade_id = nbgrader(cell).get("grade_id")
        if grade_id not in known:
            submitted.append(cell)
            continue
        held = PRINT.replace("{names}", repr(answered(known[grade_id])))
        submitted += [participants_cell(before)] if before else []
        submitted += [{**cell, "source": answers[grade_id]}, participants_cell(held)]
    made = template.assemble(notebook.name, submitted)
    ran = with_outputs(made, worker.run(unit_of(template, notebook.name, made, b"")).outputs)
    points, held, latest = {}, {}, ""
    stopped = [
        output["evalue"]
        for cell in ran["cells"]
        if before and cell["source"] == before
        for output in cell["outputs"]
        if output["output_type"] == "error"
    ]
    assert [] == stopped, "a forgery that stops proves nothing"
    for cell in ran["cells"]:
        grade_id = nbgrader(cell).get("grade_id")
        if grade_id in known:
            latest = grade_id
        for output in cell.get("outputs", ()):
            if output.get("text", "").startswith("EMPREINTE"):
                held[latest] = ast.literal_eval(output["text"].removeprefix("EMPREINTE "))
        if is_test(cell):
            points[grade_id] = score(cell)
    return points, held


@pytest.mark.parametrize(
    ("module", "notebook"), NOTEBOOKS, ids=lambda part: getattr(part, "name", "")
)
def test_forged_tables_files_packages_and_countries_earn_nothing(
    module, notebook, templates, worker
):
    template = templates[module.name]
    solutions = {exercise.grade_id: exercise.solution for exercise in notebook.exercises}
    _, honest = marks(worker, template, notebook, solutions)
    points, forged = marks(worker, template, notebook, solutions, FORGERY)
    asked = names_asked(module)
    earned = {
        test.grade_id: points[test.grade_id]
        for exercise in notebook.exercises
        for test in exercise.tests
        if points[test.grade_id]
        if COUNTRY in asked[test.grade_id]
        or any(
            forged[exercise.grade_id][name] != value
            for name, value in honest[exercise.grade_id].items()
            if name in asked[test.grade_id]
        )
    }
    assert {} == earned


@pytest.mark.parametrize(
    ("module", "notebook"), NOTEBOOKS, ids=lambda part: getattr(part, "name", "")
)
def test_constants_over_forged_files_earn_nothing(module, notebook, templates, worker):
    answers = {
        exercise.grade_id: "\n".join(
            f"{name} = {NOTHING[number % len(NOTHING)]}" for name in answered(exercise)
        )
        for number, exercise in enumerate(notebook.exercises)
    }
    points, _ = marks(worker, templates[module.name], notebook, answers, FORGERY)
    assert {grade_id: 0 for grade_id in points} == points
