"""From notebooks to units of work, and from reports to what was stopped."""

from types import SimpleNamespace

from atelier.grading import units
from atelier.grading.template import NotebookTemplate, Template
from atelier.grading.units import reread, unit_of
from atelier.sandbox.unit import Step

HIDDEN = "# le test entier, avec sa partie cachée"


def code(source, test=""):
    marks = {"grade": True, "solution": False, "grade_id": test, "points": 1}
    metadata = {"nbgrader": marks} if test else {}
    return {"cell_type": "code", "metadata": metadata, "source": source}


def steps(*cells):
    """Return the unit of a notebook of `cells`."""
    text = {"cell_type": "markdown", "metadata": {}, "source": "# Titre"}
    about = NotebookTemplate((), {})
    template = Template("90-essai", {"carnet": about}, {"aide.txt": b"aide"})
    return unit_of(template, "carnet", {"cells": [text, *cells]}, b"{}")


def test_a_unit_holds_the_code_and_the_files_of_a_notebook():
    unit = steps(code("x = 1"), code(HIDDEN, "t"))
    assert (Step("x = 1"), Step.of_test(HIDDEN, "t")) == unit.steps
    assert ("90-essai", "carnet") == (unit.module, unit.notebook)
    assert {"aide.txt": b"aide", "carnet.ipynb": b"{}"} == unit.files


def test_a_unit_has_a_network_where_its_module_asks_for_one():
    about = {"carnet": NotebookTemplate((), {})}
    units = [
        unit_of(Template("90-essai", about, {}, asked), "carnet", {"cells": []}, b"")
        for asked in (False, True)
    ]
    assert [False, True] == [unit.local_network for unit in units]


def handed_in(tmp_path, **files):
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_bytes(content)
    return reread(tmp_path, SimpleNamespace(reread=("reponses_a.json", "autre.json")))


def test_of_a_hand_in_only_the_files_that_the_module_lists_lie_beside_the_notebook(tmp_path):
    beside = handed_in(tmp_path, reponses_a=b"{}", intrus=b"x")
    assert {"reponses_a.json": b"{}"} == beside


def test_a_file_too_heavy_for_a_hand_in_does_not_lie_beside_the_notebook(tmp_path, monkeypatch):
    monkeypatch.setattr(units, "MAX_PRODUCT", 3)
    assert {"reponses_a.json": b"{ }"} == handed_in(tmp_path, reponses_a=b"{ }", autre=b"{  }")


def test_a_handed_in_file_never_takes_the_place_of_the_courses_own():
    about = NotebookTemplate((), {})
    template = Template("90-essai", {"carnet": about}, {"aide.txt": b"aide"})
    beside = {"aide.txt": b"faux", "carnet.ipynb": b"faux", "reponses_a.json": b"{}"}
    unit = unit_of(template, "carnet", {"cells": []}, b"vrai", beside)
    mine = {"aide.txt": b"aide", "carnet.ipynb": b"vrai", "reponses_a.json": b"{}"}
    assert mine == unit.files
