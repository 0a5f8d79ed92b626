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
from tiny_course import COUNT, MODULE, _test, make_course, source_cells, write_notebook

from atelier.course import CourseError, load_course
from atelier.grading.assignments import Assignments
from atelier.grading.cohort import CohortError, open_cohort, read_state, write_state
from atelier.grading.example import COHORT, render_example, write_example
from atelier.grading.gradebook import open_gradebook
from atelier.grading.source import graded_by, mirror
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
    }


def signature_after(root, edit):
    """Return what marks depend on once `edit` changed the source's cells."""
    cells = source_cells()
    edit({cell["id"]: cell for cell in cells})
    write_notebook(root / f"solutions/{MODULE}/90-essai.ipynb", cells)
    changed = load_course(root)
    return graded_by(changed, changed.module(MODULE))


def test_marks_depend_on_whether_there_is_a_network(course):
    module = course.module(MODULE)
    asking = replace(module, local_network=True)
    assert graded_by(course, module) != graded_by(course, asking)


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
