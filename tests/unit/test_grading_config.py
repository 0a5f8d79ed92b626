"""One nbgrader configuration for every way in; the steps that are ours."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_notebook, new_output
from tiny_course import MODULE, make_course
from traitlets.config.loader import PyFileConfigLoader

from atelier.course import load_course
from atelier.grading.cohort import open_cohort
from atelier.grading.config import (
    CELL_SECONDS,
    ForgiveWarnings,
    HideTests,
    Rebuild,
    nbgrader_config,
)

GRADING = Path(__file__).parents[2] / "grading"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return load_course(make_course(tmp_path_factory.mktemp("cours")))


def test_the_configuration_file_is_the_one_that_the_verbs_use(course, monkeypatch):
    monkeypatch.setenv("ATELIER_COURS", str(course.root))
    monkeypatch.setenv("ATELIER_PROMOTION", "promotions/dakar")
    read = PyFileConfigLoader("nbgrader_config.py", path=str(GRADING)).load_config()
    cohort = open_cohort(course.root / "promotions/dakar")
    assert read == nbgrader_config(course, cohort)
    assert read.CourseDirectory.root == str(cohort.root)


def test_a_cell_has_its_time_and_produced_files_are_made_again(course, tmp_path):
    config = nbgrader_config(course, open_cohort(tmp_path))
    assert config.Execute.timeout == CELL_SECONDS == 30
    assert "journal.csv" in config.CourseDirectory.ignore


def test_files_that_graded_cells_read_again_are_those_that_were_handed_in(course, tmp_path):
    (module,) = course.modules
    rereading = replace(course, modules=(replace(module, reread=("journal.csv",)),))
    config = nbgrader_config(rereading, open_cohort(tmp_path))
    assert "journal.csv" not in config.CourseDirectory.ignore
    assert "module.toml" in config.CourseDirectory.ignore


def graded_cell(*outputs):
    metadata = {"nbgrader": {"grade": True, "solution": False, "grade_id": "test-x", "points": 1}}
    return new_code_cell("secret = 42", id="un-test", metadata=metadata, outputs=list(outputs))


def stream(name, text):
    return new_output("stream", name=name, text=text)


def test_warnings_are_taken_out_of_test_cells_and_nowhere_else():
    outputs = [stream("stderr", "attention"), stream("stdout", "bien")]
    test, other = graded_cell(*outputs), new_code_cell("x", outputs=outputs)
    notebook, _ = ForgiveWarnings().preprocess(new_notebook(cells=[test, other]), {})
    assert [[o.text for o in cell.outputs] for cell in notebook.cells] == [
        ["bien"],
        ["attention", "bien"],
    ]


def test_tests_are_hidden_and_their_messages_kept():
    said = new_output("error", ename="Presque", evalue="Relisez. [repère : x]", traceback=["42"])
    other = new_output("error", ename="AssertionError", evalue="42", traceback=["42"])
    notebook, _ = HideTests().preprocess(new_notebook(cells=[graded_cell(said, other)]), {})
    assert "42" not in json.dumps(notebook)
    assert [output.text for output in notebook.cells[0].outputs] == ["Relisez."]


def test_what_cells_print_after_a_hidden_test_stays_with_the_trainer():
    hidden = graded_cell()
    hidden.source = "### BEGIN HIDDEN TESTS\nf(42)\n### END HIDDEN TESTS"
    failed = new_output("error", ename="KeyError", evalue="x", traceback=[])
    cells = [new_code_cell("f", outputs=[stream("stdout", "dit"), failed]) for _ in range(2)]
    made = new_notebook(cells=[cells[0], hidden, cells[1]])
    before, _, after = HideTests().preprocess(made, {})[0].cells
    assert [["stream", "error"], ["error"]] == [
        [output.output_type for output in cell.outputs] for cell in (before, after)
    ]


def about(notebook):
    return {"nbgrader": {"assignment": MODULE, "notebook": notebook}}


def test_a_submission_is_rebuilt_from_what_was_released(course):
    step = Rebuild(released=str(course.released))
    rebuilt, _ = step.preprocess(new_notebook(), about("90-essai"))
    source = json.loads((course.released / MODULE / "90-essai.ipynb").read_text("utf-8"))
    expected = [
        cell for cell in from_dict(source).cells if "remise" not in cell.metadata.get("tags", [])
    ]
    assert [c.source for c in rebuilt.cells] == ["".join(c.source) for c in expected]


def test_a_notebook_that_the_course_does_not_have_is_left_to_nbgrader(course):
    notebook = new_notebook(cells=[new_code_cell("x")])
    assert (
        Rebuild(released=str(course.released)).preprocess(notebook, about("autre"))[0] == notebook
    )
