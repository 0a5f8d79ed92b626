"""What is graded and when: only what is new or changed; interruptions and failures lose nothing."""

import json
import time
import tomllib
import zipfile

import pytest
from tiny_course import COUNT, MODULE, _test, make_course, source_cells, write_notebook

from atelier.course import load_course
from atelier.grading import autograde
from atelier.grading.autograde import FAILED, GRADED, UNCHANGED, grade, render_grading
from atelier.grading.cohort import CohortError, open_cohort, read_state, write_state
from atelier.grading.engine import EMPTY, _cause
from atelier.grading.example import COHORT, render_example, write_example
from atelier.grading.gradebook import open_gradebook
from atelier.grading.source import graded_by, mirror
from atelier.invocation import command
from atelier.workspace import copy_source


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return load_course(make_course(tmp_path_factory.mktemp("cours")))


@pytest.fixture
def cohort(tmp_path):
    made = open_cohort(tmp_path / "promotion", create=True)
    for name in ("awa", "koffi", "mariam"):
        submit(made, name, "première version")
    return made


def submit(cohort, participant, text):
    folder = cohort.submission(participant, MODULE)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "90-essai.ipynb").write_text(text, encoding="utf-8")


@pytest.fixture
def engine(monkeypatch):
    """Replace nbgrader by something that leaves a folder; `engine.behave` may fail or raise."""

    class Fake:
        behave = staticmethod(lambda participant: "")
        source = "un"
        lost = False  # the gradebook
        ran = []  # noqa: RUF012 - one list for all engines of a test

        def __init__(self, course, cohort):
            self.cohort = cohort

        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

        def load(self, module):
            write_state(self.cohort, {**read_state(self.cohort), module.name: Fake.source})
            return []

        def marked(self, module):
            return frozenset() if Fake.lost else frozenset(Fake.ran)

        def run(self, module, participant, name):
            Fake.ran.append(participant)
            cause = Fake.behave(participant)
            if not cause:
                (self.cohort.graded / participant / module.name).mkdir(parents=True, exist_ok=True)
            return cause

    monkeypatch.setattr(autograde, "Engine", Fake)
    Fake.ran.clear()
    return Fake


def statuses(grading):
    return {outcome.participant: outcome.status for outcome in grading.outcomes}


def test_what_is_graded_is_not_graded_again(course, cohort, engine):
    assert set(statuses(grade(course, cohort)).values()) == {GRADED}
    assert set(statuses(grade(course, cohort)).values()) == {UNCHANGED}
    assert engine.ran == ["awa", "koffi", "mariam"]


def test_only_what_changed_is_graded_again(course, cohort, engine):
    grade(course, cohort)
    submit(cohort, "koffi", "deuxième version")
    assert statuses(grade(course, cohort)) == {
        "awa": UNCHANGED,
        "koffi": GRADED,
        "mariam": UNCHANGED,
    }


def test_the_time_stamp_alone_changes_nothing(course, cohort, engine):
    grade(course, cohort)
    (cohort.submission("awa", MODULE) / "timestamp.txt").write_text("x", encoding="utf-8")
    assert statuses(grade(course, cohort))["awa"] == UNCHANGED


def test_all_are_graded_again_when_the_source_changed(course, cohort, engine):
    grade(course, cohort)
    engine.source = "deux"
    assert set(statuses(grade(course, cohort)).values()) == {GRADED}


def test_everything_can_be_asked_for(course, cohort, engine):
    grade(course, cohort)
    assert set(statuses(grade(course, cohort, everything=True)).values()) == {GRADED}


def test_a_failure_has_its_cause_and_is_tried_again_while_the_others_are_graded(
    course, cohort, engine
):
    engine.behave = staticmethod(lambda who: "panne" if who == "koffi" else "")
    first = grade(course, cohort)
    assert statuses(first) == {"awa": GRADED, "koffi": FAILED, "mariam": GRADED}
    text = render_grading(first)
    assert "✘ koffi · 90-essai : échec (panne)" in text
    assert f"Les autres sont corrigées. Relancez « {command('corriger')} »" in text
    engine.behave = staticmethod(lambda who: "")
    assert statuses(grade(course, cohort))["koffi"] == GRADED


def test_nobody_is_said_to_be_graded_when_nobody_is(course, cohort, engine):
    engine.behave = staticmethod(lambda who: "panne")
    text = render_grading(grade(course, cohort))
    assert "Les autres sont corrigées" not in text
    assert "seules celles-ci seront reprises" in text


def test_whoever_the_gradebook_lost_is_graded_again(course, cohort, engine):
    grade(course, cohort)
    engine.lost = True
    assert set(statuses(grade(course, cohort)).values()) == {GRADED}


def test_an_interrupted_call_is_continued_by_the_next(course, cohort, engine):
    def interrupt(who):
        if who == "koffi":
            raise KeyboardInterrupt
        return ""

    engine.behave = staticmethod(interrupt)
    with pytest.raises(KeyboardInterrupt):
        grade(course, cohort)
    engine.behave = staticmethod(lambda who: "")
    begun = len(engine.ran)
    grade(course, cohort)
    assert engine.ran[begun:] == ["koffi", "mariam"]


def test_whoever_was_graded_before_is_forgotten_when_grading_again_is_interrupted(
    course, cohort, engine
):
    grade(course, cohort)

    def interrupt(who):
        raise KeyboardInterrupt

    engine.behave = staticmethod(interrupt)
    with pytest.raises(KeyboardInterrupt):
        grade(course, cohort, everything=True)
    assert f"awa/{MODULE}" not in read_state(cohort)


def test_progress_hears_of_each_submission(course, cohort, engine):
    heard = []
    grade(course, cohort, progress=lambda o, done, total: heard.append((o.name, done, total)))
    assert heard == [("awa", 1, 3), ("koffi", 2, 3), ("mariam", 3, 3)]


def test_nothing_to_grade_says_where_to_begin(course, tmp_path, engine):
    empty = open_cohort(tmp_path / "vide", create=True)
    assert f"« {command('collecter', 'DOSSIER')} »" in render_grading(grade(course, empty))


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("Traceback\nnbclient.exceptions.DeadKernelError: Kernel died", "a arrêté Python"),
        ("... became unresponsive and we ...", "tourne sans fin"),
        ("Traceback\nzipfile.Odd: what", "erreur inattendue, zipfile.Odd: what"),
        ("No notebooks were matched by '/a/b'", EMPTY),
    ],
)
def test_the_cause_of_a_failure_is_french(said, cause):
    assert cause in _cause(said)


def test_a_damaged_gradebook_is_a_sentence(cohort):
    (cohort.root / "gradebook.db").write_bytes(b"ceci n'est pas une base" * 100)
    with (
        pytest.raises(CohortError, match=r"gradebook\.db est abîmé"),
        open_gradebook(cohort) as gradebook,
    ):
        gradebook.find_assignment(MODULE)


def test_the_source_is_copied_without_what_participants_must_produce(course, tmp_path):
    module = course.module(MODULE)
    for name in ("journal.csv", "outils.txt", ".cache", "brouillon.ipynb"):
        (module.folder / name).write_text("x", encoding="utf-8")
    copy_source(module, tmp_path / "copie")
    assert {path.name for path in (tmp_path / "copie").iterdir()} == {
        "90-essai.ipynb",
        "outils.txt",
    }


def signature_after(root, edit):
    """Return what marks depend on once `edit` changed the source's cells."""
    cells = source_cells()
    edit({cell["id"]: cell for cell in cells})
    write_notebook(root / f"solutions/{MODULE}/90-essai.ipynb", cells)
    changed = load_course(root)
    return graded_by(changed, changed.module(MODULE))


@pytest.mark.parametrize(
    ("cell", "change", "same"),
    [
        ("enonce-1", {"source": "### Exercice 1 · Les habitantes et habitants"}, True),
        ("note", {"source": "Note : six minutes."}, True),
        ("lecture", {"outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}]}, True),
        ("habitants", {"source": COUNT.replace("int(", "round(")}, True),
        ("habitants", {"source": COUNT.replace("...", "....")}, False),
        ("lecture", {"source": "import pandas as pd"}, False),
        ("test-habitants", {"source": "verifier(True, '')"}, False),
        (
            "test-double",
            {"metadata": {"nbgrader": _test("test-double", 2)}},
            False,
        ),
    ],
)
def test_only_what_changes_marks_makes_grading_begin_again(tmp_path, cell, change, same):
    root = make_course(tmp_path)
    before = signature_after(root, lambda cells: None)
    after = signature_after(root, lambda cells: cells[cell].update(change))
    assert (before == after) is same


@pytest.mark.parametrize("name", ["habitants.csv", "pays.csv"])
def test_changed_data_make_grading_begin_again(tmp_path, name):
    root = make_course(tmp_path)
    before = signature_after(root, lambda cells: None)
    (root / "data" / name).write_text("iso3,habitants\n", encoding="utf-8")
    assert signature_after(root, lambda cells: None) != before


def test_data_are_mirrored_read_only_and_follow_changes(tmp_path):
    source, target = tmp_path / "data", tmp_path / "copie"
    (source / "geo").mkdir(parents=True)
    (source / "a.csv").write_text("1", encoding="utf-8")
    (source / "geo/b.csv").write_text("2", encoding="utf-8")
    mirror(source, target)
    assert (target / "a.csv").stat().st_mode & 0o222 == 0
    (source / "a.csv").write_text("3", encoding="utf-8")
    (source / "geo/b.csv").unlink()
    mirror(source, target)
    found = {p.name: p.read_text() for p in target.rglob("*") if p.is_file()}
    assert found == {"a.csv": "3"}


def test_the_example_is_the_same_at_each_call(course, tmp_path):
    contents = []
    for name in ("un", "deux"):
        cohort = open_cohort(tmp_path / name, create=True)
        example = write_example(course, cohort)
        (course.module(MODULE).folder / "journal.csv").write_text(name, encoding="utf-8")
        contents.append({p.name: (p.read_bytes(), p.stat().st_mtime) for p in example.files})
        time.sleep(0.01)
    assert contents[0] == contents[1]
    assert len(contents[0]) == 20
    assert "20 fichiers" in render_example(example, cohort)


def test_the_example_has_every_accident_and_bare_notebooks(course, tmp_path):
    cohort = open_cohort(tmp_path / "exemple", create=True)
    files = write_example(course, cohort).files
    bare = [path for path in files if path.suffix == ".ipynb"]
    assert len(bare) == 3
    assert all("cells" in json.loads(path.read_text(encoding="utf-8")) for path in bare)


def test_those_who_finished_send_the_products_of_the_examples_file(course, tmp_path):
    files = write_example(course, open_cohort(tmp_path / "exemple", create=True)).files
    packed = [zipfile.ZipFile(path) for path in files if path.suffix == ".zip"]
    sent = {
        archive.read("journal.csv") for archive in packed if "journal.csv" in archive.namelist()
    }
    with COHORT.open("rb") as facts:
        assert sent == {tomllib.load(facts)["produits"]["journal.csv"].encode("utf-8")}


@pytest.mark.parametrize("text", ["[]", "{", '{"a": 1}', "3"])
def test_a_damaged_state_says_to_delete_it_and_grade_again(cohort, text):
    (cohort.root / "etat.json").write_text(text, encoding="utf-8")
    with pytest.raises(CohortError, match=r"etat\.json .* est abîmé\. Supprimez-le.*corriger"):
        read_state(cohort)


def test_the_state_survives_a_write_that_fails(cohort, monkeypatch):
    write_state(cohort, {"a": "1"})
    monkeypatch.setattr("os.fsync", lambda descriptor: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        write_state(cohort, {"a": "2"})
    assert read_state(cohort) == {"a": "1"}
