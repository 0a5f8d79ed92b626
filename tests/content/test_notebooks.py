"""Every module and notebook of the course keeps every rule."""

import pytest

from atelier.build.derived import compare
from atelier.check.answers import try_answers
from atelier.check.execution import compare_outputs, run_solution, run_untouched
from atelier.check.structure import check_structure
from atelier.course import load_course

COURSE = load_course()
NOTEBOOKS = [
    pytest.param(module, notebook, id=notebook.name)
    for module in COURSE.modules
    for notebook in module.notebooks
]
each_notebook = pytest.mark.parametrize(("module", "notebook"), NOTEBOOKS)


def said(problems):
    return [str(problem) for problem in problems]


def test_modules_notebooks_and_exercises_have_the_courses_form():
    assert said(check_structure(COURSE)) == []


def test_whatever_is_derived_is_what_its_sources_say():
    assert said(compare(COURSE)) == []


@pytest.mark.lent
@each_notebook
def test_solutions_earn_all_untouched_cells_nothing_and_wrong_answers_their_message(
    module, notebook
):
    trial = try_answers(COURSE, module, notebook, COURSE.sample_countries)
    assert said(trial.problems) == []


@pytest.mark.lent
@each_notebook
@pytest.mark.parametrize("country", COURSE.sample_countries)
def test_a_solution_runs_in_a_real_kernel_for_a_country_within_its_budget(
    module, notebook, country
):
    run = run_solution(COURSE, module, notebook, country)
    assert said(run.problems) == []


@pytest.mark.lent
@each_notebook
def test_the_participants_version_stops_kindly_at_its_first_exercise(module, notebook):
    assert said(run_untouched(COURSE, module, notebook)) == []


@pytest.mark.lent
@each_notebook
def test_stored_outputs_are_those_that_one_gets(module, notebook):
    assert said(compare_outputs(COURSE, module, notebook)) == []
