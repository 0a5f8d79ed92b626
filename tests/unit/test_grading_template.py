"""What submissions are graded from equals, cell by cell, what nbgrader's own steps write."""

import copy
import json
import shutil
from pathlib import Path

import pytest
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from tiny_course import MODULE, make_course

from atelier.build.release import release_module
from atelier.course import load_course
from atelier.exercise import is_answer, is_test, nbgrader, source_of
from atelier.grading.assignments import Assignments, quiet
from atelier.grading.cohort import CohortError, open_cohort
from atelier.grading.config import nbgrader_config
from atelier.grading.template import load_template, with_outputs
from atelier.submission import parse_notebook, write_whole

ROOT = Path(__file__).parents[2]
REAL = "03-nettoyer"


def tiny(root):
    return load_course(make_course(root)), MODULE


def real(root):
    """Return a course of the real third module alone, released."""
    for part in ("course.toml", "data", f"solutions/{REAL}"):
        source = ROOT / part
        (root / part).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / part)
    course = load_course(root)
    for path, content in release_module(course, course.module(REAL)).items():
        write_whole(root / path, content.encode("utf-8") if isinstance(content, str) else content)
    return course, REAL


@pytest.fixture(scope="module", params=[tiny, real])
def released(request, tmp_path_factory):
    """Return a cohort whose gradebook knows a module, the module and its template."""
    course, name = request.param(tmp_path_factory.mktemp("cours"))
    cohort = open_cohort(course.root / "promotions/essai", create=True)
    module = course.module(name)
    with Assignments(course, cohort) as assignments:
        assignments.load(module)
    return course, cohort, module, load_template(cohort, module)


def answered(cells):
    for number, cell in enumerate(cells):
        if is_answer(cell):
            cell["source"] = f"reponse = {number}"


def without_tests(cells):
    cells[:] = [cell for cell in cells if not is_test(cell)]


def without_answers(cells):
    cells[:] = [cell for cell in cells if not is_answer(cell)]


def doubled(cells):
    cells[:] = [twin for cell in cells for twin in (cell, {**copy.deepcopy(cell)})]


def edited_tests(cells):
    for cell in cells:
        if is_test(cell):
            cell["source"] = "pass"


def forged_tests(cells):
    for cell in cells:
        if is_test(cell):
            marks = cell["metadata"]["nbgrader"]
            marks |= {"points": 600, "checksum": "0", "locked": False, "solution": True}
            cell["metadata"]["tags"] = ["skip-execution"]


def forged_answers(cells):
    for cell in cells:
        if is_answer(cell):
            cell["metadata"]["nbgrader"] |= {"grade": True, "points": 9, "locked": True}
            cell["metadata"]["nbgrader"]["checksum"] = None


def other_kinds(kind):
    def change(cells):
        for cell in cells:
            cell["cell_type"] = kind
            cell.pop("outputs", None)
            cell.pop("execution_count", None)

    return change


def unknown_ids(cells):
    for cell in cells:
        if nbgrader(cell):
            cell["metadata"]["nbgrader"]["grade_id"] += "-autre"


def added(cells):
    extra = {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": "à moi", "grade": True}}}
    cells.insert(3, {**extra, "id": "ajout", "source": "import os", "outputs": []})
    cells.append({"cell_type": "raw", "metadata": {}, "id": "brut", "source": "texte"})


def folded(cells):
    for cell in cells:
        cell["metadata"] |= {"collapsed": True, "scrolled": True}


CHANGES = {
    "nothing": lambda cells: None,
    "right": answered,
    "tests deleted": without_tests,
    "answers missing": without_answers,
    "cells doubled": doubled,
    "tests edited": edited_tests,
    "tests forged": forged_tests,
    "answers forged": forged_answers,
    "markdown": other_kinds("markdown"),
    "raw": other_kinds("raw"),
    "unknown ids": unknown_ids,
    "cells added": added,
    "folded": folded,
    "empty": lambda cells: cells.clear(),
}


def submitted(course, module, notebook, change):
    """Return a participant's notebook in which `change` edited the cells."""
    path = course.released / module.name / notebook.path.name
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content["cells"])
    content["metadata"] = {"kernelspec": {"name": "bash", "display_name": "B", "language": "sh"}}
    return json.dumps(content).encode("utf-8")


def sanitized(course, cohort, module):
    """Run nbgrader's sanitizing steps alone, for everyone; return what they write."""
    config = nbgrader_config(course, cohort)
    config.Autograde.autograde_preprocessors = []
    config.CourseDirectory.assignment_id = module.name
    converter = Autograde(coursedir=CourseDirectory(config=config), config=config)
    with quiet(cohort) as log:
        converter.log = log
        converter.start()
    return {
        (path.parts[-3], path.stem): json.loads(path.read_text(encoding="utf-8"))
        for path in cohort.graded.glob(f"*/{module.name}/*.ipynb")
    }


def joined(notebook):
    """Return a stored notebook with its sources as single strings."""
    cells = [{**cell, "source": source_of(cell)} for cell in notebook["cells"]]
    return {**notebook, "cells": cells}


def test_an_assembled_notebook_is_the_one_that_nbgrader_sanitizes(released):
    course, cohort, module, template = released
    expected = {}
    for change, edit in CHANGES.items():
        participant = change.replace(" ", "-")
        for notebook in module.notebooks:
            data = submitted(course, module, notebook, edit)
            stored = parse_notebook(data)
            path = cohort.submission(participant, module.name) / notebook.path.name
            write_whole(path, json.dumps(stored).encode("utf-8"))
            made = template.assemble(notebook.name, stored["cells"])
            expected[participant, notebook.name] = made
    found = sanitized(course, cohort, module)
    assert expected.keys() == found.keys()
    for key, notebook in found.items():
        assert expected[key] == joined(notebook), key


def test_a_check_is_graded_whole_from_a_source_that_stands_alone(released):
    _, _, module, template = released
    checks = module.checks
    for notebook in module.notebooks:
        found = {nbgrader(c).get("grade_id"): c for c in template.notebooks[notebook.name].cells}
        for test in (test for exercise in notebook.exercises for test in exercise.tests):
            whole = checks.standing_alone(checks.by_grade_id[test.grade_id])
            assert whole == found[test.grade_id]["source"]
    assert any("BEGIN HIDDEN TESTS" in c["source"] for c in template.notebooks[notebook.name].cells)
    assert not {"verifications.py", ".verifications.json"} & template.files.keys()


def test_an_assembled_notebook_shares_nothing_with_its_template(released):
    _, _, module, template = released
    name = module.notebooks[0].name
    before = copy.deepcopy(template)
    made = template.assemble(name, [])
    made["metadata"]["kernelspec"]["name"] = "bash"
    for cell in made["cells"]:
        cell["metadata"].setdefault("nbgrader", {})["points"] = 600
        cell["source"] = "x"
    assert before == template


def test_text_that_cannot_be_encoded_is_replaced(released):
    _, _, module, template = released
    name = module.notebooks[0].name
    mine = [{"cell_type": "code", "metadata": {}, "source": "x = '\ud800'"}]
    assert template.assemble(name, mine)["cells"][0]["source"] == "x = '?'"


def test_outputs_go_to_the_code_cells_in_their_order_and_the_rest_did_not_run():
    cells = [{"cell_type": kind, "source": ""} for kind in ("markdown", "code", "raw", "code")]
    made = with_outputs({"cells": cells, "nbformat": 4}, [["un"]])
    assert made == {
        "cells": [
            cells[0],
            {"cell_type": "code", "source": "", "execution_count": 1, "outputs": ["un"]},
            cells[2],
            {"cell_type": "code", "source": "", "execution_count": None, "outputs": []},
        ],
        "nbformat": 4,
    }


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_text("{", encoding="utf-8"),
        lambda path: path.write_text(
            path.read_text(encoding="utf-8").replace('"test-double"', '"autre"'), encoding="utf-8"
        ),
        lambda path: path.write_text(
            path.read_text(encoding="utf-8").replace('"grade": false', '"grade": true'),
            encoding="utf-8",
        ),
    ],
)
def test_a_released_notebook_that_was_touched_is_a_sentence_with_the_way_out(tmp_path, damage):
    course, name = tiny(tmp_path)
    cohort = open_cohort(tmp_path / "promotion", create=True)
    with Assignments(course, cohort) as assignments:
        assignments.load(course.module(name))
        (path,) = (cohort.released / name).glob("*.ipynb")
        path.chmod(0o644)
        damage(path)
        with pytest.raises(CohortError, match="Supprimez ce dossier"):
            load_template(cohort, course.module(name))
        shutil.rmtree(path.parent)
        assignments.load(course.module(name))
        assert load_template(cohort, course.module(name)).notebooks
