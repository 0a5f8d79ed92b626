"""Whatever stops a call of `corriger`, nothing is lost or done twice, and the next one goes on."""

import json
import shutil
import sys
from functools import partial

import pytest
from graded_course import error, result, rows
from made_up import (
    PEOPLE,
    Place,
    copied,
    counted,
    make_cohort,
    points,
    statuses,
    submit,
    two_modules,
)
from tiny_course import MODULE, build_released

from atelier.course import load_course
from atelier.grading import autograde, jobs, record
from atelier.grading import cohort as cohorts
from atelier.grading import state as states
from atelier.grading.autograde import grade
from atelier.grading.cohort import CohortError
from atelier.grading.outcome import GRADED, UNCHANGED
from atelier.grading.state import read_state
from atelier.grading.workplace import BrokenSandbox, NoSandbox


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_cohort(tmp_path_factory.mktemp("cours"))


@pytest.fixture
def course(made):
    return made[0]


@pytest.fixture
def cohort(made, tmp_path):
    return copied(made[1], tmp_path / "promotion")


@pytest.mark.parametrize("refusal", [NoSandbox, BrokenSandbox])
def test_without_a_sandbox_nothing_is_forgotten(course, cohort, refusal):
    grade(course, cohort, place=Place().open)
    before = read_state(cohort), rows(cohort)
    submit(course, cohort, "koffi", "habitants = 2")
    place = Place(lambda who: refusal("x"))
    with pytest.raises(refusal):
        grade(course, cohort, everything=True, place=place.open)
    assert before == (read_state(cohort), rows(cohort))
    assert 1 == place.closed
    assert dict.fromkeys(("awa", "mariam"), UNCHANGED) | {"koffi": GRADED} == statuses(
        grade(course, cohort, place=Place().open)
    )


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_gradebook_in_use_leaves_nobody_graded(course, cohort, monkeypatch, when):
    calls = []

    def busy(*arguments):
        calls.append(1)
        if when == "after":
            record.write_batch(*arguments)
        raise CohortError("occupé")

    monkeypatch.setattr(autograde, "write_batch", busy)
    with pytest.raises(CohortError, match="occupé"):
        grade(course, cohort, place=Place().open)
    assert set() == counted(cohort)
    assert 1 == len(calls)  # each has taken seconds to give up
    monkeypatch.undo()
    assert dict.fromkeys(PEOPLE, GRADED) == statuses(grade(course, cohort, place=Place().open))


def interrupting(function, number, *, after=False):
    """Return `function`, whose call of this number (from 1) is interrupted, before or after."""
    calls = []

    def call(*arguments, **options):
        calls.append(1)
        if len(calls) == number and not after:
            raise KeyboardInterrupt
        made = function(*arguments, **options)
        if len(calls) == number:
            raise KeyboardInterrupt
        return made

    return call


@pytest.mark.parametrize(("number", "written"), [(1, []), (2, ["awa"]), (3, ["awa", "koffi"])])
def test_interrupted_while_work_is_handed_out_what_ran_is_written(course, cohort, number, written):
    place = Place()
    place.submit = interrupting(place.submit, number)
    with pytest.raises(KeyboardInterrupt):
        grade(course, cohort, place=place.open)
    assert set(written) == counted(cohort)
    assert written == list(points(course, cohort))
    rest = Place()
    grade(course, cohort, place=rest.open)
    assert [who for who in PEOPLE if who not in written] == rest.ran
    assert dict.fromkeys(PEOPLE, 5.0) == points(course, cohort)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("name", ["wait", "write_batch", "write_state", "with_outputs", "forget"])
def test_interrupted_anywhere_else_all_that_ran_is_written_once(
    course, cohort, monkeypatch, name, after
):
    monkeypatch.setattr(autograde, name, interrupting(getattr(autograde, name), 1, after=after))
    with pytest.raises(KeyboardInterrupt):
        grade(course, cohort, place=Place().open)
    monkeypatch.undo()
    assert set(PEOPLE) == counted(cohort)
    assert dict.fromkeys(PEOPLE, UNCHANGED) == statuses(grade(course, cohort, place=Place().open))


def test_interrupted_twice_nobody_is_half_graded(course, cohort, monkeypatch):
    def interrupt(*arguments):
        record.write_batch(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(autograde, "write_batch", interrupt)
    with pytest.raises(KeyboardInterrupt):
        grade(course, cohort, place=Place().open)
    monkeypatch.undo()
    assert set() == counted(cohort)
    assert dict.fromkeys(PEOPLE, GRADED) == statuses(grade(course, cohort, place=Place().open))


def test_a_progress_that_fails_loses_nothing(course, cohort):
    def broken(outcome, done, total):
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        grade(course, cohort, place=Place().open, progress=broken)
    assert set(PEOPLE) == counted(cohort)


def test_grading_everything_again_goes_on_where_it_was_interrupted(tmp_path):
    course, cohort = two_modules(tmp_path)
    grade(course, cohort, place=Place().open)
    place = Place()
    place.submit = interrupting(place.submit, 2)
    with pytest.raises(KeyboardInterrupt):
        grade(course, cohort, everything=True, place=place.open)
    rest = Place()
    grade(course, cohort, place=rest.open)
    assert ["koffi", "awa", "koffi"] == rest.ran


def test_a_notice_is_told_again_until_a_call_comes_to_its_end(made, tmp_path):
    course = load_course(shutil.copytree(made[0].root, tmp_path / "c"))
    cohort = copied(made[1], tmp_path / "promotion")
    grade(course, cohort, place=Place().open)
    path = course.module(MODULE).notebooks[0].path
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "test-double-2"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    checks = course.module(MODULE).folder / "verifications.py"
    text, _, _ = checks.read_text("utf-8").partition('@verification("double", partie=2)')
    checks.write_text(text, encoding="utf-8")
    changed = build_released(course.root)
    with pytest.raises(NoSandbox):
        grade(changed, cohort, place=Place(lambda who: NoSandbox()).open)
    kept, why = grade(changed, cohort, place=Place().open).notices
    assert "L’ancien cahier de notes" in kept
    assert "90-essai est recorrigé : " in why
    assert () == grade(changed, cohort, everything=True, place=Place().open).notices


TRACED = {module.__file__ for module in (autograde, cohorts, jobs, record, states)}


def traced(call, interrupted=None):
    """Make a call, interrupted before its line of this number; return how many it came to."""
    seen = 0

    def trace(frame, event, argument):
        nonlocal seen
        if frame.f_code.co_filename not in TRACED:
            return None
        if event == "line":
            seen += 1
            if seen == interrupted:
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return seen


@pytest.mark.lent
def test_interrupted_at_any_line_the_end_is_the_same(course, cohort, tmp_path):
    tests = [[[], [], []], [[error("Presque", "x")], [], []], [[result("0.5")], [], []]]
    said = dict(zip(PEOPLE, tests, strict=True))

    def run(cohort, place=None):
        grade(course, cohort, place=(place or Place(said.get)).open)

    whole = copied(cohort, tmp_path / "entier")
    count = traced(partial(run, whole))
    expected = rows(whole), read_state(whole)
    assert count > 500
    for number in range(1, count, count // 40):
        cut = copied(cohort, tmp_path / f"{number}")
        with pytest.raises(KeyboardInterrupt):
            traced(partial(run, cut), number)
        already, rest = counted(cut), Place(said.get)
        run(cut, rest)
        assert [who for who in PEOPLE if who not in already] == rest.ran
        assert expected == (rows(cut), read_state(cut))
        shutil.rmtree(cut.root)
