"""What is graded and when: only what is new or changed; a failure stops nobody.

On the real tiny course and gradebook; what notebooks say is made up, nothing runs.
"""

import json
import shutil
import weakref
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from graded_course import error, result
from made_up import (
    OTHER,
    PEOPLE,
    Place,
    copied,
    counted,
    make_cohort,
    points,
    reported,
    statuses,
    submit,
    two_modules,
)
from tiny_course import MODULE, NOTEBOOK, build_released

from atelier.course import CourseError, load_course
from atelier.grading import autograde
from atelier.grading.assignments import Assignments
from atelier.grading.autograde import BATCH, BLOCKED, CLUSTER, EMPTY, UNREADABLE, grade
from atelier.grading.cohort import open_cohort
from atelier.grading.gradebook import open_gradebook
from atelier.grading.outcome import FAILED, GRADED, UNCHANGED, render_grading
from atelier.grading.results import read_class
from atelier.sandbox.unit import Report, stopped
from atelier.sandbox.worker import SandboxError


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_cohort(tmp_path_factory.mktemp("cours"))


@pytest.fixture
def course(made):
    return made[0]


@pytest.fixture
def cohort(made, tmp_path):
    return copied(made[1], tmp_path / "promotion")


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


@pytest.fixture
def own(made, tmp_path):
    """A course and a cohort, graded, both of this test alone."""
    course = load_course(shutil.copytree(made[0].root, tmp_path / "c"))
    cohort = copied(made[1], tmp_path / "promotion")
    grade(course, cohort, place=Place().open)
    return course, cohort


def with_check(course, old, new):
    """Change the text of the checks, build what participants get, return the course."""
    path = course.module(MODULE).folder / "verifications.py"
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    return build_released(course.root)


def test_all_are_graded_again_when_a_check_changed_and_told_why(own):
    course, cohort = own
    changed = with_check(course, "Vous savez lire", "Bravo : vous savez lire")
    place = Place()
    grading = grade(changed, cohort, place=place.open)
    assert dict.fromkeys(PEOPLE, GRADED) == statuses(grading)
    assert list(PEOPLE) == place.ran
    assert (
        "90-essai est recorrigé : la vérification de « habitants » a changé.",
    ) == grading.notices
    assert () == grading.changes
    assert () == grade(changed, cohort, place=Place().open).notices


def test_marks_that_change_though_the_submission_did_not_are_told(own):
    course, cohort = own
    submit(course, cohort, "koffi", "habitants = 2")
    changed = with_check(course, "Deux fois.", "Deux fois deux.")
    place = Place(lambda who: [[error("Presque", "x")]])
    grading = grade(changed, cohort, place=place.open)
    found = [
        (change.name, change.exercise, change.before, change.after) for change in grading.changes
    ]
    assert [("awa", "habitants", 2.0, 0.0), ("mariam", "habitants", 2.0, 0.0)] == found
    text = render_grading(grading)
    assert "2 notes ont changé sans que la remise change (2 personnes) :" in text
    assert "  awa · 90-essai · habitants : 2 → 0" in text


def test_a_source_that_participants_do_not_have_grades_nobody(own):
    course, cohort = own
    path = course.module(MODULE).folder / "verifications.py"
    path.write_text(path.read_text("utf-8") + "\nAUTRE = 1\n", encoding="utf-8")
    place = Place()
    with pytest.raises(CourseError, match=r"construire.* ; rien n’a été corrigé"):
        grade(load_course(course.root), cohort, everything=True, place=place.open)
    assert [] == place.ran


def test_a_mark_by_hand_beyond_what_an_exercise_is_worth_is_told_until_it_is_mended(own):
    course, cohort = own
    with open_gradebook(cohort) as gradebook:
        mark = gradebook.find_grade("test-double-2", NOTEBOOK, MODULE, "awa")
        mark.manual_score = 2.5
        gradebook.db.commit()
    for _ in range(2):
        (notice,) = grade(course, cohort, place=Place().open).notices
        assert notice.startswith(
            "La note donnée à la main à awa pour « test-double-2 » (2,5) dépasse"
        )


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


def test_only_the_modules_that_are_named_are_graded(tmp_path):
    course, cohort = two_modules(tmp_path)
    outcomes = grade(course, cohort, (course.module(OTHER),), place=Place().open).outcomes
    assert [OTHER, OTHER] == [outcome.module for outcome in outcomes]
    assert [MODULE, MODULE] == [
        outcome.module
        for outcome in grade(course, cohort, place=Place().open).outcomes
        if outcome.status == GRADED
    ]


def test_sandboxes_begin_to_start_before_the_modules_are_loaded(course, cohort, monkeypatch):
    place, opened = Place(), []
    load = Assignments.load

    def watch(self, module):
        opened.append(place.opened)
        return load(self, module)

    monkeypatch.setattr(Assignments, "load", watch)
    grade(course, cohort, place=place.open)
    assert ([1], 1) == (opened, place.opened)


FAILURES = {
    "the sandbox": (SandboxError("x"), BLOCKED),
    "a bug": (ZeroDivisionError("x"), "erreur inattendue, ZeroDivisionError"),
    "the disk": (OSError(28, "plein"), "un fichier ne peut pas être lu ou écrit (plein)"),
    "no report": (Report(()), "le test « test-habitants » n’a pas été exécuté"),
    "too many points": ([[result("7.0")]], "rend plus de points qu’il n’en vaut"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_has_its_cause_stops_nobody_and_is_tried_again(course, cohort, name):
    said, cause = FAILURES[name]
    place = Place(lambda who: said if who == "koffi" else [[], [], []])
    grading = grade(course, cohort, place=place.open)
    assert {"awa": GRADED, "koffi": FAILED, "mariam": GRADED} == statuses(grading)
    assert cause in grading.failed[0].cause
    assert {"awa", "mariam"} == counted(cohort)
    place = Place()
    assert GRADED == statuses(grade(course, cohort, place=place.open))["koffi"]
    assert ["koffi"] == place.ran


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


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (lambda cells: cells.extend({**cells[0], "id": f"c{n}"} for n in range(7_000)), "cellules"),
        (lambda cells: cells.append({**cells[0], "source": "a;" * 600_000}), "caractères"),
        (lambda cells: cells[0].update(metadata={"x": [{}] * 500_000}), "données"),
        (lambda cells: cells.append({**cells[0], "source": "a" * 6_000_000}), "6 Mo"),
    ],
)
def test_a_notebook_beyond_the_limits_is_not_run_and_costs_nobody_else(
    course, cohort, change, cause
):
    path = cohort.submission("koffi", MODULE) / f"{MODULE}.ipynb"
    made = json.loads(path.read_text("utf-8"))
    change(made["cells"])
    path.write_text(json.dumps(made), encoding="utf-8")
    place = Place()
    grading = grade(course, cohort, place=place.open)
    assert ["awa", "mariam"] == sorted(place.ran)
    (line,) = [line for line in render_grading(grading).splitlines() if line.startswith("✘")]
    wanted = ("koffi", f"{MODULE}.ipynb est démesuré", cause, "demandez")
    assert [] == [part for part in wanted if part not in line]


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
    assert max(batches) < BATCH + 3 * Place.hands
    # Three for each hand, and those that are being taken off.
    assert most <= 3 * Place.hands + 3


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
