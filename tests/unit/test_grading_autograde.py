"""What is graded and when: only what is new or changed; interruptions and failures lose nothing.

On the real tiny course and gradebook; what notebooks say is made up, nothing runs.
"""

import contextlib
import json
import re
import shutil
import sys
import weakref
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest
from classroom import answered
from graded_course import error, result, rows
from tiny_course import MODULE, MODULE_TOML, make_course

from atelier.build.release import release_module
from atelier.course import load_course
from atelier.grading import autograde, jobs, record
from atelier.grading import cohort as cohorts
from atelier.grading.assignments import Assignments
from atelier.grading.autograde import BATCH, BLOCKED, CLUSTER, EMPTY, UNREADABLE, WINDOW, grade
from atelier.grading.cohort import CohortError, open_cohort, read_state
from atelier.grading.outcome import FAILED, GRADED, UNCHANGED
from atelier.grading.results import read_class
from atelier.grading.workplace import BrokenSandbox, NoSandbox
from atelier.sandbox.unit import Report, stopped
from atelier.sandbox.worker import SandboxError
from atelier.submission import write_whole

PEOPLE = ("awa", "koffi", "mariam")
OTHER = "91-encore"


class Place:
    """A workplace where nothing runs: a notebook says at once what `says` makes of its author.

    `says` gives the outputs of each test by its number, an error to raise, or a future.
    """

    hands = 2

    def __init__(self, says=lambda who: [[], [], []]):
        self.says, self.ran, self.opened, self.closed = says, [], 0, 0

    @contextlib.contextmanager
    def open(self):
        self.opened += 1
        try:
            yield self
        finally:
            self.closed += 1

    def submit(self, units):
        (unit,) = units
        who = author(unit)
        self.ran.append(who)
        said = self.says(who)
        if isinstance(said, Future):
            return said
        future = Future()
        if isinstance(said, BaseException):
            future.set_exception(said)
        else:
            future.set_result((reported(unit, said),))
        return future


def author(unit):
    (content,) = unit.files.values()
    return re.search(rb"# remise de (\w+)", content)[1].decode()


def reported(unit, said):
    tests = iter(said)
    return Report(tuple(next(tests, []) if step.test else [] for step in unit.steps))


def finished(unit, said=([], [], [])):
    future = Future()
    future.set_result((reported(unit, said),))
    return future


def submit(course, cohort, who, answer="habitants = 1", module=MODULE):
    notebook = answered(course, {"habitants": f"{answer}  # remise de {who}"})
    path = cohort.submission(who, module) / f"{module}.ipynb"
    write_whole(path, json.dumps(notebook).encode("utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a course, and a cohort of three in whose gradebook it is."""
    root = tmp_path_factory.mktemp("cours")
    course = load_course(make_course(root / "c"))
    cohort = open_cohort(root / "promotion", create=True)
    with Assignments(course, cohort) as assignments:
        assignments.load(course.module(MODULE))
    for who in PEOPLE:
        submit(course, cohort, who)
    return course, cohort


@pytest.fixture
def course(made):
    return made[0]


@pytest.fixture
def cohort(made, tmp_path):
    return copied(made[1], tmp_path / "promotion")


def copied(cohort, target):
    return open_cohort(shutil.copytree(cohort.root, target))


def statuses(grading):
    return {outcome.participant: outcome.status for outcome in grading.outcomes}


def counted(cohort):
    """Return who counts as graded."""
    return {key.partition("/")[0] for key in read_state(cohort) if re.match(r"\w+/", key)}


def points(course, cohort):
    group = read_class(course, cohort, course.module(MODULE))
    return {result.participant: result.points for result in group.results}


def test_marks_are_those_that_the_tests_gave(course, cohort):
    said = {
        "awa": [[], [], []],
        "koffi": [[error("Presque", "x")], [], []],
        "mariam": [[result("0.5")]],
    }
    grading = grade(course, cohort, place=Place(said.get).open)
    assert dict.fromkeys(PEOPLE, GRADED) == statuses(grading)
    assert {"awa": 5.0, "koffi": 3.0, "mariam": 3.5} == points(course, cohort)


def test_what_is_graded_is_not_graded_again(course, cohort):
    grade(course, cohort, place=Place().open)
    place = Place()
    assert dict.fromkeys(PEOPLE, UNCHANGED) == statuses(grade(course, cohort, place=place.open))
    assert ([], 0) == (place.ran, place.opened)


def test_only_what_changed_is_graded_again(course, cohort):
    grade(course, cohort, place=Place().open)
    submit(course, cohort, "koffi", "habitants = 2")
    place = Place()
    assert {"awa": UNCHANGED, "koffi": GRADED, "mariam": UNCHANGED} == statuses(
        grade(course, cohort, place=place.open)
    )
    assert (["koffi"], 1, 1) == (place.ran, place.opened, place.closed)


def test_the_time_stamp_alone_changes_nothing(course, cohort):
    grade(course, cohort, place=Place().open)
    (cohort.submission("awa", MODULE) / "timestamp.txt").write_text("x", encoding="utf-8")
    assert UNCHANGED == statuses(grade(course, cohort, place=Place().open))["awa"]


def test_all_are_graded_again_when_a_test_changed(made, tmp_path):
    course = load_course(shutil.copytree(made[0].root, tmp_path / "c"))
    cohort = copied(made[1], tmp_path / "promotion")
    grade(course, cohort, place=Place().open)
    path = course.module(MODULE).notebooks[0].path
    path.write_text(path.read_text("utf-8").replace("Vous savez lire", "Bravo : vous savez lire"))
    place = Place()
    grading = grade(load_course(course.root), cohort, place=place.open)
    assert dict.fromkeys(PEOPLE, GRADED) == statuses(grading)
    assert list(PEOPLE) == place.ran


def test_everything_can_be_asked_for(course, cohort):
    grade(course, cohort, place=Place().open)
    place = Place(lambda who: [[error("Presque", "x")]])
    grading = grade(course, cohort, everything=True, place=place.open)
    assert dict.fromkeys(PEOPLE, GRADED) == statuses(grading)
    assert dict.fromkeys(PEOPLE, 3.0) == points(course, cohort)


def test_whoever_the_gradebook_or_the_disk_lost_is_graded_again(course, cohort):
    grade(course, cohort, place=Place().open)
    shutil.rmtree(cohort.graded / "koffi")
    place = Place()
    grade(course, cohort, place=place.open)
    assert ["koffi"] == place.ran
    (cohort.root / "gradebook.db").unlink()
    place = Place()
    grade(course, cohort, place=place.open)
    assert list(PEOPLE) == place.ran


def test_nobody_handed_in_opens_nothing(course, tmp_path):
    place = Place()
    empty = open_cohort(tmp_path / "vide", create=True)
    assert () == grade(course, empty, place=place.open).outcomes
    assert 0 == place.opened


def test_a_module_named_twice_is_graded_once(course, cohort):
    place, module = Place(), course.module(MODULE)
    assert 3 == len(grade(course, cohort, (module, module), place=place.open).outcomes)
    assert list(PEOPLE) == place.ran


def test_two_modules_of_the_same_people_have_their_own_marks(tmp_path):
    course, cohort = two_modules(tmp_path)
    said = {MODULE: [[], [], []], OTHER: [[error("Presque", "x")], [], []]}

    class ByModule(Place):
        def submit(self, units):
            self.says = lambda who: said[units[0].module]
            return super().submit(units)

    place = ByModule()
    assert 4 == len(grade(course, cohort, place=place.open).outcomes)
    found = {
        module.name: [result.points for result in read_class(course, cohort, module).results]
        for module in course.modules
    }
    assert {MODULE: [5.0, 5.0], OTHER: [3.0, 3.0]} == found
    submit(course, cohort, "awa", "habitants = 3", OTHER)
    place = ByModule()
    outcomes = grade(course, cohort, place=place.open).outcomes
    assert [("awa", OTHER)] == [(o.participant, o.module) for o in outcomes if o.status == GRADED]


def two_modules(tmp_path):
    """Return a course of two modules and a cohort in which two people handed in both."""
    root = make_course(tmp_path / "c")
    other = shutil.copytree(root / "solutions" / MODULE, root / "solutions" / OTHER)
    (other / f"{MODULE}.ipynb").rename(other / f"{OTHER}.ipynb")
    (other / "module.toml").write_text(MODULE_TOML.replace(MODULE, OTHER), encoding="utf-8")
    course = load_course(root)
    for path, content in release_module(course, course.module(OTHER)).items():
        write_whole(root / path, content if isinstance(content, bytes) else content.encode("utf-8"))
    cohort = open_cohort(tmp_path / "promotion", create=True)
    for module in (MODULE, OTHER):
        for who in PEOPLE[:2]:
            submit(course, cohort, who, module=module)
    return course, cohort


FAILURES = {
    "the sandbox": (SandboxError("x"), BLOCKED),
    "a bug": (ZeroDivisionError("x"), "erreur inattendue, ZeroDivisionError"),
    "the disk": (OSError(28, "plein"), "un fichier ne peut pas être lu ou écrit (plein)"),
    "no report": ([], "le test « test-habitants » n’a pas été exécuté"),
    "too many points": ([[result("7.0")]], "rend plus de points qu’il n’en vaut"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_has_its_cause_stops_nobody_and_is_tried_again(course, cohort, name, monkeypatch):
    said, cause = FAILURES[name]
    place = Place(lambda who: said if who == "koffi" else [[], [], []])
    if name == "no report":
        monkeypatch.setitem(globals(), "reported", cut_short)
    grading = grade(course, cohort, place=place.open)
    assert {"awa": GRADED, "koffi": FAILED, "mariam": GRADED} == statuses(grading)
    assert cause in grading.failed[0].cause
    assert {"awa", "mariam"} == counted(cohort)
    monkeypatch.undo()
    place = Place()
    assert GRADED == statuses(grade(course, cohort, place=place.open))["koffi"]
    assert ["koffi"] == place.ran


def cut_short(unit, said):
    """Report no step at all of Koffi's, every step of the others'."""
    return Report(() if author(unit) == "koffi" else tuple([] for _ in unit.steps))


def test_work_that_was_cancelled_elsewhere_is_a_failure(course, cohort):
    cancelled = Future()
    cancelled.cancel()
    cancelled.set_running_or_notify_cancel()
    place = Place(lambda who: cancelled if who == "awa" else [[], [], []])
    grading = grade(course, cohort, place=place.open)
    assert [CLUSTER] == [outcome.cause for outcome in grading.failed]


def test_a_place_that_takes_no_more_work_fails_what_it_refuses(course, cohort):
    class Full(Place):
        def submit(self, units):
            if self.ran:
                raise RuntimeError("cannot schedule new futures after shutdown")
            return super().submit(units)

    grading = grade(course, cohort, place=Full().open)
    assert {"awa": GRADED, "koffi": FAILED, "mariam": FAILED} == statuses(grading)


@pytest.mark.parametrize(
    ("content", "cause"),
    [(b"{", UNREADABLE), (b'{"cells": 3}', UNREADABLE), (None, EMPTY)],
)
def test_a_notebook_that_cannot_be_read_fails_alone_and_counts_as_graded_no_more(
    course, cohort, content, cause
):
    grade(course, cohort, place=Place().open)
    path = cohort.submission("koffi", MODULE) / f"{MODULE}.ipynb"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    place = Place()
    assert [cause] == [outcome.cause for outcome in grade(course, cohort, place=place.open).failed]
    assert [] == place.ran
    assert {"awa", "mariam"} == counted(cohort)


def test_a_folder_that_vanishes_meanwhile_fails_alone(course, cohort):
    class Thief(Place):
        def submit(self, units):
            shutil.rmtree(cohort.submission("koffi", MODULE), ignore_errors=True)
            return super().submit(units)

    grading = grade(course, cohort, place=Thief().open)
    assert {"awa": GRADED, "koffi": FAILED, "mariam": GRADED} == statuses(grading)
    assert {"awa": UNCHANGED, "mariam": UNCHANGED} == statuses(
        grade(course, cohort, place=Place().open)
    )


def test_a_file_that_cannot_be_opened_fails_alone(course, cohort, monkeypatch):
    read = autograde.parse_notebook

    def refuse(content):
        if b"remise de koffi" in content:
            raise PermissionError(13, "interdit")
        return read(content)

    monkeypatch.setattr(autograde, "parse_notebook", refuse)
    (failure,) = grade(course, cohort, place=Place().open).failed
    assert ("koffi", "un fichier ne peut pas être lu ou écrit (interdit)") == (
        failure.participant,
        failure.cause,
    )


def test_a_failure_is_in_the_log_for_maintainers(course, cohort):
    grade(course, cohort, place=Place(lambda who: SandboxError("the pipe broke")).open)
    log = cohort.log.read_text(encoding="utf-8")
    assert "SandboxError: the pipe broke" in log
    assert f"koffi/{MODULE}" in log


def test_why_cells_were_stopped_is_told_once_each(course, cohort):
    said = [[stopped("trop long")], [stopped("trop long")], [stopped("trop gros")]]
    grading = grade(course, cohort, place=Place(lambda who: said).open)
    assert ("trop long", "trop gros") == grading.outcomes[0].stops


def test_progress_hears_of_each_submission_that_ran(course, cohort):
    place = Place(lambda who: SandboxError("x") if who == "awa" else [[], [], []])
    heard = []
    grade(
        course,
        cohort,
        progress=lambda outcome, done, total: heard.append((outcome.participant, done, total)),
        place=place.open,
    )
    assert {"awa", "koffi", "mariam"} == {who for who, _, _ in heard}
    assert [(1, 3), (2, 3), (3, 3)] == [(done, total) for _, done, total in heard]


def crowd(course, cohort, count):
    for number in range(count):
        submit(course, cohort, f"p{number:03}")


def test_five_hundred_submissions_take_no_more_memory_than_a_few(course, cohort):
    crowd(course, cohort, 500 - len(PEOPLE))
    alive, most, batches = weakref.WeakSet(), 0, []
    with ThreadPoolExecutor(Place.hands) as executor:

        class Pool(Place):
            def submit(self, units):
                nonlocal most
                future = executor.submit(lambda: (reported(units[0], [[], [], []]),))
                alive.add(future)
                most = max(most, len(alive))
                return future

        write = autograde.write_batch

        def count(cohort, module, template, batch):
            batches.append(len(batch))
            return write(cohort, module, template, batch)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(autograde, "write_batch", count)
            grading = grade(course, cohort, place=Pool().open)
    assert [GRADED] * 500 == [outcome.status for outcome in grading.outcomes]
    assert 500 == sum(batches)
    assert max(batches) < BATCH + WINDOW * Place.hands
    # What is taken off and the next one, beside those under way.
    assert most <= WINDOW * Place.hands + 3


def test_what_has_run_is_written_while_a_slow_one_goes_on(course, cohort, monkeypatch):
    monkeypatch.setattr(autograde, "PATIENCE", 0.05)
    slow, heard = Future(), []

    def hear(outcome, done, total):
        heard.append(outcome.participant)
        if done == 2:
            slow.set_result((Report(tuple([] for _ in range(20))),))

    place = Place(lambda who: slow if who == "awa" else [[], [], []])
    grade(course, cohort, progress=hear, place=place.open)
    assert ["koffi", "mariam", "awa"] == heard


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
    def busy(*arguments):
        if when == "after":
            record.write_batch(*arguments)
        raise CohortError("occupé")

    monkeypatch.setattr(autograde, "write_batch", busy)
    with pytest.raises(CohortError, match="occupé"):
        grade(course, cohort, place=Place().open)
    assert set() == counted(cohort)
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
    changed = load_course(course.root)
    with pytest.raises(NoSandbox):
        grade(changed, cohort, place=Place(lambda who: NoSandbox()).open)
    (notice,) = grade(changed, cohort, place=Place().open).notices
    assert "L’ancien cahier de notes" in notice
    assert () == grade(changed, cohort, everything=True, place=Place().open).notices


TRACED = {module.__file__ for module in (autograde, cohorts, jobs, record)}


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
