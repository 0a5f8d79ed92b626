"""Batches in the gradebook: nbgrader's own rows, marks given by hand, stops at any moment."""

import json
import shutil
import sqlite3
from pathlib import Path

import nbformat
import pytest
from graded_course import (
    FIRST,
    SAID,
    SECOND,
    error,
    hand_in,
    make_class,
    ran,
    result,
    rows,
    stock,
    stream,
)
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from tiny_course import MODULE

from atelier.grading import graded, record
from atelier.grading.assignments import quiet
from atelier.grading.cohort import Cohort, CohortError, open_cohort
from atelier.grading.config import nbgrader_config
from atelier.grading.gradebook import open_gradebook
from atelier.grading.graded import CUT, MAX_CELL, MAX_TEXT, limited, read_graded
from atelier.grading.record import NoMark, read_moment, score, write_batch
from atelier.grading.template import load_template


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return make_class(tmp_path_factory.mktemp("cours"))


@pytest.fixture
def fresh(loaded, tmp_path):
    """Return course, a copy of the cohort in which nobody is graded, and the module."""
    course, cohort, module = loaded
    return course, copied(cohort, tmp_path / "promotion"), module


def copied(cohort, target):
    return open_cohort(shutil.copytree(cohort.root, target))


def write(cohort, module, *participants, **said):
    batch = [ran(cohort, module, participant, **said) for participant in participants]
    return write_batch(cohort, module, load_template(cohort, module), batch)


def give(cohort, participant, cell, notebook=FIRST, points=1.5):
    """Give a mark and a comment by hand, as formgrader does."""
    with open_gradebook(cohort) as gradebook:
        mark = gradebook.find_grade(cell, notebook, MODULE, participant)
        mark.manual_score, mark.extra_credit, mark.needs_manual_grade = points, 0.5, False
        gradebook.find_comment("double", FIRST, MODULE, participant).manual_comment = "Bien vu."
        gradebook.db.commit()


def waits(cohort, participant, cell, notebook=FIRST):
    with open_gradebook(cohort) as gradebook:
        return gradebook.find_grade(cell, notebook, MODULE, participant).needs_manual_grade


def test_the_rows_are_those_of_nbgraders_autograde(fresh, tmp_path):
    course, ours, module = fresh
    theirs = copied(ours, tmp_path / "nbgrader")
    people = list(SAID)
    for cohort in (ours, theirs):
        hand_in(cohort, module, people[1], {"code-a-relire": "titre = 1"}, missing=[FIRST])
        hand_in(cohort, module, people[2], {"texte-a-relire": "Je crois."}, missing=[SECOND])
    assert write(ours, module, *people[:4]) == write(ours, module, *people[4:]) == {}
    for participant in people:
        stock(course, theirs, module, participant)
    assert rows(theirs) == rows(ours)
    points = {rows(ours)[name, FIRST, "test-double-2", "grade"][0] for name in people}
    assert points == {0.0, 0.5, 2.0}


def test_the_rows_are_those_of_nbgraders_autograde_when_graded_again(fresh, tmp_path):
    course, ours, module = fresh
    theirs = copied(ours, tmp_path / "nbgrader")
    people = ["nothing", "wrong", "half", "a text"]
    write(ours, module, *people)
    for participant in people:
        stock(course, theirs, module, participant)
    for cohort in (ours, theirs):
        give(cohort, "nothing", "test-double")
        give(cohort, "half", "test-double")
        for number, participant in enumerate(people, 1):
            lost = [FIRST] if participant == "half" else [SECOND] if participant == "wrong" else []
            hand_in(cohort, module, participant, {"double": "x = 1"}, lost, minutes=60 * number)
    said = [result("1"), error("KeyError", "x")]
    write(ours, module, *people, said=said)
    for participant in people:
        stock(course, theirs, module, participant, said=said)
    assert rows(theirs) == rows(ours)


def test_what_nothing_changed_keeps_its_rows_to_the_id(fresh):
    _, cohort, module = fresh

    def dump():
        with sqlite3.connect(cohort.root / "gradebook.db") as database:
            return list(database.iterdump())

    write(cohort, module, *SAID)
    before = dump()
    write(cohort, module, *SAID)
    assert before == dump()


def test_a_mark_given_by_hand_stays_while_the_answer_that_it_judges_is_the_same(fresh):
    _, cohort, module = fresh
    write(cohort, module, "wrong", "half")
    give(cohort, "wrong", "test-double")
    give(cohort, "half", "code-a-relire", SECOND)
    hand_in(cohort, module, "wrong", {"double": "# 1", "habitants": "habitants = 3"})
    write(cohort, module, "wrong", "half")
    assert not waits(cohort, "wrong", "test-double")
    assert not waits(cohort, "half", "code-a-relire", SECOND)
    assert rows(cohort)["wrong", FIRST, "test-double", "grade"][:3] == (0.0, 1.5, 0.5)
    assert rows(cohort)["wrong", FIRST, "double", "comment"] == (None, "Bien vu.")
    hand_in(cohort, module, "wrong", {"double": "# autre"})
    hand_in(cohort, module, "half", {"code-a-relire": "titre = 'Crue'"})
    write(cohort, module, "wrong", "half")
    assert waits(cohort, "wrong", "test-double")
    assert waits(cohort, "half", "code-a-relire", SECOND)
    assert rows(cohort)["wrong", FIRST, "test-double", "grade"][:3] == (0.0, 1.5, 0.5)
    # It waits until its reader has come, however often the same answer is graded.
    write(cohort, module, "wrong")
    assert waits(cohort, "wrong", "test-double")


class Stopped(BaseException):
    """The power goes."""


def stop_at(monkeypatch, owner, name, call):
    """Make the `call`-th call of a method stop everything, before it does anything."""
    original, calls = getattr(owner, name), []

    def method(*arguments, **options):
        calls.append(name)
        if len(calls) == call:
            raise Stopped
        return original(*arguments, **options)

    monkeypatch.setattr(owner, name, method)


STOPS = [
    (record, "_merge", 2),
    (record, "_merge", 5),
    (record, "write_graded", 1),
    (record, "write_graded", 2),
    *((Path, "rename", number) for number in range(1, 5)),
    *((graded.os, "fsync", number) for number in range(1, 5)),
    *((graded.utils, "rmtree", number) for number in range(1, 3)),
]


@pytest.mark.parametrize(("owner", "name", "call"), STOPS)
def test_a_call_that_is_stopped_and_made_again_ends_as_if_nothing_had_happened(
    fresh, tmp_path, monkeypatch, owner, name, call
):
    _, cohort, module = fresh
    write(cohort, module, "wrong", "half")
    for participant in ("wrong", "half"):
        give(cohort, participant, "test-double")
        give(cohort, participant, "test-habitants")
        hand_in(cohort, module, participant, {"double": "# autre", "habitants": "habitants = ..."})
    hand_in(cohort, module, "half", {"double": "# 4", "habitants": "h = 3"}, missing=[SECOND])
    straight = copied(cohort, tmp_path / "sans-arret")
    write(straight, module, "wrong", "half")
    with monkeypatch.context() as patch:
        stop_at(patch, owner, name, call)
        with pytest.raises(Stopped):
            write(cohort, module, "wrong", "half")
    assert write(cohort, module, "wrong", "half") == {}
    assert rows(straight) == rows(cohort)
    assert folders(straight) == folders(cohort)
    assert waits(cohort, "half", "test-habitants")
    assert not waits(cohort, "half", "test-double")


def folders(cohort):
    return {
        path.relative_to(cohort.graded): path.read_bytes()
        for path in cohort.graded.rglob("*")
        if path.is_file()
    }


def test_more_points_than_a_test_is_worth_fail_one_submission_and_no_other(fresh):
    _, cohort, module = fresh
    template = load_template(cohort, module)
    batch = [
        ran(cohort, module, "half", said=[result("600")]),
        ran(cohort, module, "wrong"),
    ]
    failed = write_batch(cohort, module, template, batch)
    assert failed.keys() == {"half"}
    assert "rend plus de points qu’il n’en vaut" in failed["half"]
    assert ("wrong" in rows(cohort), "half" in rows(cohort)) == (True, False)
    assert not (cohort.graded / "half").exists()


def test_a_full_disk_fails_one_submission_and_no_other(fresh, monkeypatch):
    _, cohort, module = fresh
    replace = record.write_graded

    def write_graded(cohort, participant, module, files):
        if participant == "half":
            raise OSError(28, "No space left on device")
        replace(cohort, participant, module, files)

    monkeypatch.setattr(record, "write_graded", write_graded)
    assert write(cohort, module, "half", "wrong").keys() == {"half"}
    assert (cohort.graded / "wrong" / MODULE).is_dir()


def checked(outputs=(), count=1):
    return {
        "cell_type": "code",
        "metadata": {"nbgrader": {"grade": True, "grade_id": "test-x", "points": 2}},
        "source": "",
        "outputs": list(outputs),
        "execution_count": count,
    }


def test_a_test_that_did_not_run_has_no_mark():
    assert score(checked()) == 2.0
    with pytest.raises(NoMark, match="test-x » n’a pas été exécuté"):
        score(checked(count=None))


@pytest.mark.parametrize("data", [{}, {"text/plain": ""}, {"text/plain": {}}, {"text/plain": [[]]}])
def test_a_result_without_a_text_is_no_mark(data):
    with pytest.raises(NoMark, match="résultat illisible"):
        score(checked([result("") | {"data": data}]))


def test_the_graded_folder_holds_whole_light_read_only_notebooks(fresh):
    _, cohort, module = fresh
    folder = cohort.graded / "a lot" / MODULE
    folder.mkdir(parents=True)
    (folder / "ancien.ipynb").write_text("{}", encoding="utf-8")
    write(cohort, module, "a lot")
    assert sorted(path.name for path in folder.iterdir()) == [
        "90-essai.ipynb",
        "91-a-la-main.ipynb",
        "timestamp.txt",
    ]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o444}
    notebook = nbformat.read(folder / "90-essai.ipynb", 4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.language_info.name == "python"
    assert (folder / "90-essai.ipynb").stat().st_size < 100_000
    assert [path.name for path in folder.parent.iterdir()] == [MODULE]


def test_an_answer_that_cannot_be_encoded_is_written_all_the_same(fresh):
    _, cohort, module = fresh
    hand_in(cohort, module, "wrong", {"double": "'\ud800'"})
    assert write(cohort, module, "wrong", said=[error("Presque", "\udfff")]) == {}
    assert "'?'" in [cell["source"] for cell in read_graded(cohort, "wrong", MODULE)[FIRST]]


def test_formgrader_and_its_feedback_work_on_what_was_recorded(fresh):
    course, cohort, module = fresh
    write(cohort, module, *SAID)
    config = nbgrader_config(course, cohort)
    config.CourseDirectory.assignment_id = module.name
    config.CourseDirectory.student_id = "a-warning-then-wrong"
    directory = CourseDirectory(config=config)
    listed = NbGraderAPI(directory).get_submissions(module.name)
    assert {s["student"]: (s["autograded"], s["score"]) for s in listed} == {
        name: (True, rows(cohort)[name][3]) for name in SAID
    }
    config.CourseDirectory.student_id = "half"
    converter = GenerateFeedback(coursedir=CourseDirectory(config=config), config=config)
    with quiet(cohort) as log:
        converter.log = log
        converter.start()
    (page, _) = sorted(cohort.root.glob(f"retours-nbgrader/half/{module.name}/*.html"))
    assert "Score: 1.5 / 5.0" in page.read_text(encoding="utf-8")


def test_a_gradebook_that_another_program_holds_is_a_sentence_and_nothing_is_written(fresh):
    _, cohort, module = fresh
    path = cohort.root / "gradebook.db"
    held = Cohort(cohort.root, f"sqlite:///{path}?timeout=0.1")
    batch = [ran(cohort, module, "wrong")]
    template = load_template(cohort, module)
    with sqlite3.connect(path) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CohortError, match=r"gradebook\.db est occupé par un autre programme"):
            write_batch(held, module, template, batch)
        other.rollback()
    assert not (cohort.graded / "wrong").exists()
    assert write_batch(held, module, template, batch) == {}


def test_the_moment_is_the_one_that_nbgrader_reads(tmp_path):
    for text, expected in {
        "2026-03-02 18:00:00 UTC": "2026-03-02T18:00:00",
        "2026-03-02T18:00:00+01:00": "2026-03-02T17:00:00",
        "": None,
        "hier": None,
    }.items():
        (tmp_path / "timestamp.txt").write_text(text, encoding="utf-8")
        moment = read_moment(tmp_path)
        assert expected == (moment.isoformat() if moment else None)
    assert read_moment(tmp_path / "absent") is None


def test_printed_lines_are_limited_as_by_nbgrader():
    kept = limited([stream("stdout", "a\n" * 600), stream("stdout", "b\n" * 600), stream("x", "c")])
    assert sum(output["text"].count("\n") + 1 for output in kept) == 1000
    assert kept[-1]["text"].endswith(f"b\n{CUT}")


def test_a_line_of_thirty_megabytes_does_not_pass():
    (kept,) = limited([stream("stdout", "x" * 30_000_000)])
    assert len(kept["text"]) == MAX_TEXT + len(CUT)


def test_a_picture_too_big_is_left_out_and_an_error_stays_an_error():
    picture = {"output_type": "display_data", "data": {"image/png": "A" * MAX_CELL}, "metadata": {}}
    failure = error("E" * 10, "é" * 30_000_000) | {"traceback": ["x" * 9_000] * 9_000}
    kept = limited([picture, picture, failure, failure, failure, failure, failure])
    assert [output["output_type"] for output in kept] == ["stream", *["error"] * 5]
    assert len(json.dumps(kept)) < 2 * MAX_CELL


def test_long_tracebacks_keep_both_ends():
    (kept,) = limited([error("E", "x") | {"traceback": [str(n) for n in range(500)]}])
    assert len(kept["traceback"]) == 100
    assert (kept["traceback"][0], kept["traceback"][-1]) == ("0", "499")
