"""Whole notebooks in real kernels: what goes wrong is named, nothing passes in silence."""

import dataclasses

import pytest
from tiny_course import make_course, source_cells, write_notebook

from atelier.check import execution
from atelier.check.execution import compare_outputs, run_solution, run_untouched
from atelier.course import Budget, load_course

pytestmark = pytest.mark.lent

SOURCE = "solutions/90-essai/90-essai.ipynb"
RELEASED = "notebooks/90-essai/90-essai.ipynb"
RIGHT = '.loc[table["iso3"] == PAYS, "habitants"]'


@pytest.fixture
def root(tmp_path):
    return make_course(tmp_path / "cours")


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def with_cell(root, source, **more):
    """Put a code cell before the last one of the solution notebook."""
    cells = source_cells()
    empty = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    cells.insert(-1, {**empty, "id": "essai", "source": source, **more})
    write_notebook(root / SOURCE, cells)


def parts(root):
    course = load_course(root)
    (module,) = course.modules
    return course, module, module.notebooks[0]


def run(root, country="SEN"):
    return run_solution(*parts(root), country)


def whats(problems):
    return [problem.what for problem in problems]


def test_a_sound_solution_earns_all_for_another_country_and_its_cost_is_known(root, capfd):
    edit(root / SOURCE, "rendre()", "1 / 0")  # the cell that hands in is not run
    done = run(root, "TCD")
    assert (done.problems, done.points) == ((), 5)
    assert min(done.seconds, done.memory_mb, done.size_kb) > 0
    assert "WARNING" not in capfd.readouterr().err


def test_the_memory_of_whoever_checks_is_not_the_notebooks(root):
    mine = bytearray(b"a" * 400_000_000)  # as much as a long run of tests leaves behind
    assert run(root, "SEN").memory_mb < 300
    assert len(mine) == 400_000_000


def test_a_solution_that_is_right_for_one_country_only_is_named_for_the_other(root):
    edit(root / SOURCE, f"int(table{RIGHT}.sum())".replace('"', '\\"'), "100")
    assert (run(root, "SEN").points, run(root, "TCD").points) == (5, 3)
    (stop, missing) = run(root, "TCD").problems
    assert stop.where == f"{SOURCE} (TCD)"
    assert missing.what == "la solution a 3 point(s) sur 5"


def test_a_budget_that_is_exceeded_is_named(root):
    course, module, notebook = parts(root)
    course = dataclasses.replace(course, budget=Budget(0, 0, 0))
    problems = run_solution(course, module, notebook, "SEN").problems
    assert [problem.repair for problem in problems] == [
        "allégez les calculs",
        "lisez moins de colonnes",
        "coupez le carnet en deux",
    ]
    assert all("au-delà du budget de 0" in problem.what for problem in problems)


def test_a_notebook_that_asks_the_network_is_refused_in_a_real_kernel(root):
    with_cell(root, "import socket\nsocket.create_connection(('192.0.2.1', 80), 1)")
    assert any("demande le réseau (192.0.2.1)" in what for what in whats(run(root).problems))


def test_a_cell_without_end_is_named(root, monkeypatch):
    with_cell(root, "import time\ntime.sleep(60)")
    monkeypatch.setattr(execution, "CELL_LIMIT", 5)
    assert "une cellule dépasse 5 secondes" in whats(run(root).problems)


def test_a_kernel_that_dies_is_named(root):
    with_cell(root, "import os\nos._exit(1)")
    assert "le noyau s’est arrêté" in whats(run(root).problems)


def test_the_participants_version_stops_kindly_at_its_first_exercise(root):
    assert run_untouched(*parts(root)) == []


def test_a_participants_version_that_fails_before_its_first_exercise_is_named(root):
    edit(root / RELEASED, "PAYS = verifier_pays(PAYS)", "1 / 0")
    (problem,) = run_untouched(*parts(root))
    assert (problem.where, problem.what) == (
        RELEASED,
        "s’arrête sur « ZeroDivisionError : division by zero », pas au premier exercice",
    )


def stored(text):
    result = {"output_type": "execute_result", "data": {"text/plain": [text]}, "metadata": {}}
    return {
        "metadata": {"tags": ["nbval-check-output"]},
        "outputs": [{**result, "execution_count": 1}],
        "execution_count": 1,
    }


def test_a_stored_output_that_one_gets_again_is_in_order(root):
    with_cell(root, "1 + 1", **stored("2"))
    assert compare_outputs(*parts(root)) == []


def test_a_stored_output_that_differs_is_named(root):
    with_cell(root, "1 + 1", **stored("3"))
    (problem,) = compare_outputs(*parts(root))
    assert (problem.where, "n’est plus celle" in problem.what) == (SOURCE, True)
