"""From notebooks to units of work: which tests run among the participant's cells, what was stopped."""

import ast
import builtins
import symtable
from types import SimpleNamespace

import pytest

from atelier.grading import units
from atelier.grading.template import NotebookTemplate, Template
from atelier.grading.units import MAX_CAUSE, reread, stops, unit_of
from atelier.sandbox.replay import builds_on, names
from atelier.sandbox.unit import Report, Step, needs, stopped

HIDDEN = "# le test entier, avec sa partie cachée"


def code(source, test=""):
    marks = {"grade": True, "solution": False, "grade_id": test, "points": 1}
    metadata = {"nbgrader": marks} if test else {}
    return {"cell_type": "code", "metadata": metadata, "source": source}


def steps(*cells, **public):
    """Return the steps of a notebook of `cells`; `public`: test → the participants' version."""
    text = {"cell_type": "markdown", "metadata": {}, "source": "# Titre"}
    about = NotebookTemplate((), {}, public, ("import pandas",))
    template = Template("90-essai", {"carnet": about}, {"aide.txt": b"aide"})
    return unit_of(template, "carnet", {"cells": [text, *cells]}, b"{}")


def replays(*cells, **public):
    """Return which tests run among the participant's cells, if every cell binds what it can."""
    found, bound, all_steps = [], set(), steps(*cells, **public).steps
    for index, step in enumerate(all_steps):
        later = [one.source for one in all_steps[index + 1 :] if not one.test]
        found += [step.test] * (bool(step.test) and builds_on(step.leaves, bound, later))
        bound |= set() if step.test else names(step.source).bound
    return found


def test_a_unit_holds_the_code_the_prelude_and_the_files_of_a_notebook():
    unit = steps(code("x = 1"), code(HIDDEN, "t"), t="verifier(x)")
    assert (Step("x = 1"), Step.of_test(HIDDEN, "t")) == unit.steps
    assert ("90-essai", "carnet", ("import pandas",)) == (unit.module, unit.notebook, unit.prelude)
    assert {"aide.txt": b"aide", "carnet.ipynb": b"{}"} == unit.files


def test_a_unit_has_a_network_where_its_module_asks_for_one():
    about = {"carnet": NotebookTemplate((), {}, {}, ())}
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
    about = NotebookTemplate((), {}, {}, ())
    template = Template("90-essai", {"carnet": about}, {"aide.txt": b"aide"})
    beside = {"aide.txt": b"faux", "carnet.ipynb": b"faux", "reponses_a.json": b"{}"}
    unit = unit_of(template, "carnet", {"cells": []}, b"vrai", beside)
    mine = {"aide.txt": b"aide", "carnet.ipynb": b"vrai", "reponses_a.json": b"{}"}
    assert mine == unit.files


def test_what_a_later_cell_needs_of_a_test_is_there_without_its_hidden_part():
    unit = steps(code(HIDDEN, "t"), code("print(moyenne)"), t="moyenne = 3")
    assert (Step.of_test(HIDDEN, "t", "moyenne = 3"), Step("print(moyenne)")) == unit.steps


@pytest.mark.parametrize(
    ("public", "later"),
    [
        ("moyenne = 3", "print(moyenne)"),
        ("moyenne = 3", "def f():\n    return moyenne"),
        ("moyenne = 3", "[moyenne for _ in range(2)]"),
        ("moyenne = 3", "%matplotlib inline\nprint(moyenne)"),
        ("moyenne = 3", "%%time\nprint(moyenne)"),
        ("moyenne = 3", "if True:\n    !ls\n    print(moyenne)"),
        ("import numpy as np", "np.array([1])"),
        ("import os.path", "os.sep"),
        ("from math import pi", "print(f'{pi}')"),
        ("def aide():\n    pass", "aide()"),
        ("class Aide:\n    pass", "Aide()"),
        ("for ligne in []:\n    pass", "print(ligne)"),
        ("with open('x') as flux:\n    pass", "flux.read()"),
        ("def poser():\n    global pose\n    pose = 1", "print(pose)"),
    ],
)
def test_a_test_that_a_later_cell_builds_on_runs_among_the_cells(public, later):
    assert ["t"] == replays(code(HIDDEN, "t"), code(later), t=public)


@pytest.mark.parametrize(
    ("public", "cells"),
    [
        ("moyenne = 3", ["moyenne = 1", "TEST", "print(moyenne)"]),  # bound before
        ("moyenne = 3", ["print(moyenne)", "TEST"]),  # used before alone
        ("moyenne = 3", ["TEST", "def f(moyenne):\n    return moyenne"]),  # a parameter
        ("moyenne = 3", ["TEST", "def f():\n    moyenne = 1\n    return moyenne"]),
        ("def aide():\n    moyenne = 3", ["TEST", "print(moyenne)"]),  # the test's own
        ("moyenne = 3", ["TEST", "moyenne = 5"]),  # never read
        ("verifier(x)", ["x = 1", "TEST", "print(x)"]),
        ("moyenne = 3", ["TEST", "print(moyenne"]),  # no Python: it fails anyway
        ("moyenne = (", ["TEST", "print(moyenne)"]),
    ],
)
def test_any_other_test_runs_apart_alone(public, cells):
    found = [code(HIDDEN, "t") if source == "TEST" else code(source) for source in cells]
    assert [] == replays(*found, t=public)


def test_a_name_that_only_a_function_of_the_participant_has_does_not_hide_the_tests():
    before = code("def f():\n    moyenne = 1\n    return moyenne")
    assert ["t"] == replays(before, code(HIDDEN, "t"), code("print(moyenne)"), t="moyenne = 3")


def test_what_other_tests_use_counts_for_nothing():
    cells = [code(HIDDEN, "t"), code("print(moyenne)", "u")]
    assert [] == replays(*cells, t="moyenne = 3", u="print(moyenne)")


@pytest.mark.parametrize(
    "source", ["(" * 1_000 + ")" * 1_000, "\0", "x = '\ud800'", "é" * 10 + "("]
)
def test_code_that_is_no_python_has_no_names(source):
    assert (frozenset(), frozenset()) == names(source)


def test_what_python_thinks_of_a_participants_code_stays_out():
    # pytest makes errors of warnings.
    assert "chemin" in names("chemin = '\\d'; 1 is 1").bound


def test_what_participants_wrote_is_parsed_in_the_sandbox_only(monkeypatch):
    parsed = []

    def watch(module, name):
        real = getattr(module, name)
        monkeypatch.setattr(
            module,
            name,
            lambda source, *rest, **more: parsed.append(source) or real(source, *rest, **more),
        )

    for module, name in ((symtable, "symtable"), (ast, "parse"), (builtins, "compile")):
        watch(module, name)
    names.cache_clear()
    needs.cache_clear()
    steps(code("eleve = 1"), code(HIDDEN, "t"), code("print(eleve, moyenne)"), t="moyenne = 3")
    assert {HIDDEN, "moyenne = 3"} == set(parsed)


def test_the_causes_of_stops_are_found_among_all_outputs():
    said = {"output_type": "stream", "name": "stdout", "text": "Interrompue"}
    reports = [
        Report(([said], [stopped("trop long")])),
        Report(([said, stopped("trop gros")], []), "fini"),
    ]
    assert ["trop long", "trop gros"] == list(stops(reports))


def test_a_cause_that_a_participant_made_up_cannot_deceive_a_screen():
    forged = stopped("\x1b[2J\x1b[H200\npoints\r\u202e" + "x" * 1_000)
    (cause,) = stops([Report(([forged],))])
    assert cause.startswith("200 points x")
    assert MAX_CAUSE == len(cause)
