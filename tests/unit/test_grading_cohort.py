"""A cohort's folder: its state, its copies of sources and data, what marks depend on, the example."""

import json
import shutil
import time
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from tiny_course import CHECKS, COUNT, MODULE, _test, make_course, source_cells, write_notebook

from atelier.course import CourseError, load_course
from atelier.grading import grounds
from atelier.grading.assignments import Assignments
from atelier.grading.cohort import CohortError, open_cohort
from atelier.grading.example import COHORT, render_example, write_example
from atelier.grading.gradebook import open_gradebook
from atelier.grading.grounds import grounds_of
from atelier.grading.source import mirror
from atelier.grading.state import Judged, Release, State, read_state, write_state
from atelier.workspace import copy_source


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return load_course(make_course(tmp_path_factory.mktemp("cours")))


@pytest.fixture
def cohort(tmp_path):
    return open_cohort(tmp_path / "promotion", create=True)


def test_a_damaged_gradebook_is_a_sentence(cohort):
    (cohort.root / "gradebook.db").write_bytes(b"ceci n'est pas une base" * 100)
    with (
        pytest.raises(CohortError, match=r"gradebook\.db est abîmé"),
        open_gradebook(cohort) as gradebook,
    ):
        gradebook.find_assignment(MODULE)


@pytest.mark.parametrize(
    ("said", "kind", "sentence"),
    [
        (
            "Traceback\nsqlalchemy.exc.OperationalError: (sqlite3.OperationalError) database is "
            "locked\n[SQL: x]\n(Background on this error at: https://sqlalche.me/e/20/e3q8)",
            CohortError,
            "Fermez formgrader",
        ),
        ("Traceback\nnbformat.reader.NotJSONError: no", CourseError, "n’est pas lisible"),
        ("Traceback\nzipfile.Odd: what", CourseError, "erreur inattendue, zipfile.Odd: what"),
    ],
)
def test_what_nbgrader_refuses_is_said_in_french(course, cohort, monkeypatch, said, kind, sentence):
    def refuse(converter):
        converter.log.error(said)
        raise NbGraderException("Please see the error log")

    monkeypatch.setattr(GenerateAssignment, "start", refuse)
    with Assignments(course, cohort) as assignments, pytest.raises(kind, match=sentence):
        assignments.load(course.module(MODULE))


def test_a_module_whose_making_was_cut_short_is_made_again(course, cohort, monkeypatch):
    module = course.module(MODULE)
    released = cohort.released / MODULE / "90-essai.ipynb"
    with Assignments(course, cohort) as assignments:
        assignments.load(module)
        whole = released.read_bytes()
        shutil.rmtree(cohort.released)
        with monkeypatch.context() as patch:
            patch.setattr(GenerateAssignment, "start", cut)
            with pytest.raises(KeyboardInterrupt):
                assignments.load(module)
        assignments.load(module)
    assert whole == released.read_bytes()


def cut(converter):
    """Stop, once the module's folder is there and nothing is in it."""
    (Path(converter.coursedir.root) / "distribue" / MODULE).mkdir(parents=True)
    raise KeyboardInterrupt


def test_the_source_is_copied_without_what_participants_must_produce(course, tmp_path):
    module = course.module(MODULE)
    for name in ("journal.csv", "outils.txt", ".cache", "brouillon.ipynb"):
        (module.folder / name).write_text("x", encoding="utf-8")
    copy_source(module, tmp_path / "copie")
    assert {path.name for path in (tmp_path / "copie").iterdir()} == {
        "90-essai.ipynb",
        "outils.txt",
        "verifications.py",
    }


def grounds_after(root, edit):
    """Return what marks depend on once `edit` changed the source's cells."""
    cells = source_cells()
    edit({cell["id"]: cell for cell in cells})
    write_notebook(root / f"solutions/{MODULE}/90-essai.ipynb", cells)
    changed = load_course(root)
    cohort = open_cohort(root / "promotion", create=True)
    return grounds_of(changed, cohort, changed.module(MODULE))


def test_marks_depend_on_whether_there_is_a_network(course, cohort):
    module = course.module(MODULE)
    asking = replace(module, local_network=True)
    changed = (
        grounds_of(course, cohort, module).items() ^ grounds_of(course, cohort, asking).items()
    )
    assert {"reglages"} == dict(changed).keys()


@pytest.mark.parametrize(
    ("cell", "change", "changed"),
    [
        ("enonce-1", {"source": "### Exercice 1 · Les habitantes et habitants"}, set()),
        ("note", {"source": "Note : six minutes."}, set()),
        ("lecture", {"outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}]}, set()),
        ("habitants", {"source": COUNT.replace("int(", "round(")}, set()),
        ("habitants", {"source": COUNT.replace("...", "....")}, {"exercice habitants"}),
        ("lecture", {"source": "import pandas as pd"}, {"carnet 90-essai"}),
        (
            "test-double",
            {"metadata": {"nbgrader": _test("test-double", 2)}},
            {"verification test-double"},
        ),
    ],
)
def test_only_what_changes_marks_makes_grading_begin_again(tmp_path, cell, change, changed):
    root = make_course(tmp_path)
    before = grounds_after(root, lambda cells: None)
    after = grounds_after(root, lambda cells: cells[cell].update(change))
    assert changed == dict(before.items() ^ after.items()).keys()


@pytest.mark.parametrize("name", ["habitants.csv", "pays.csv"])
def test_changed_data_make_grading_begin_again(tmp_path, name):
    root = make_course(tmp_path)
    before = grounds_after(root, lambda cells: None)
    (root / "data" / name).write_text("iso3,habitants\n", encoding="utf-8")
    after = grounds_after(root, lambda cells: None)
    assert {f"table {name}"} == dict(before.items() ^ after.items()).keys()


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("Vous savez lire une ligne.", "Bravo.", {"verification test-habitants"}),
        ("SECRET = -7", "SECRET = -8", {"verification test-double-2"}),
        ('set_index("iso3")', 'set_index("iso3", drop=True)', {"verification test-habitants"}),
        ("SECRET = -7", "SECRET = -7\nINUTILE = 3", set()),
    ],
    ids=["a check", "a constant of a hidden part", "a shared function", "what no check uses"],
)
def test_a_changed_check_is_known_by_its_name(tmp_path, old, new, changed):
    root = make_course(tmp_path)
    before = grounds_after(root, lambda cells: None)
    assert old in CHECKS
    path = root / f"solutions/{MODULE}/verifications.py"
    path.write_text(CHECKS.replace(old, new), encoding="utf-8")
    after = grounds_after(root, lambda cells: None)
    assert changed == dict(before.items() ^ after.items()).keys()


@pytest.mark.parametrize("name", ["learner/verifier.py", "shell.py", "sandbox/examining.py"])
def test_the_code_that_judges_is_among_what_marks_depend_on(tmp_path, monkeypatch, name):
    for part in grounds.JUDGES:
        source, copy = grounds.PACKAGE / part, tmp_path / part
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, copy) if source.is_dir() else shutil.copy(source, copy)
    before = grounds.code_that_judges()
    monkeypatch.setattr(grounds, "PACKAGE", tmp_path)
    assert before == grounds.code_that_judges.__wrapped__()
    (tmp_path / name).write_text("x = 1\n", encoding="utf-8")
    assert before != grounds.code_that_judges.__wrapped__()


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
    state = State({MODULE: Release("s", {"python": "x"}, ("avis",))}, {"a/b": Judged("c", "g")})
    write_state(cohort, state)
    monkeypatch.setattr("os.fsync", lambda descriptor: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        write_state(cohort, State())
    assert state == read_state(cohort)


def test_the_state_of_an_earlier_version_vouches_for_nothing(cohort):
    text = json.dumps({MODULE: "1", f"awa/{MODULE}": "2", f"!/{MODULE}": "Un avis."})
    (cohort.root / "etat.json").write_text(text, encoding="utf-8")
    assert State() == read_state(cohort)
