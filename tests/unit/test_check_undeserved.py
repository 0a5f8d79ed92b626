"""Tests of exercises that give points to constants or to no country are told to their author."""

import math

import numpy as np
import pandas as pd
import pytest
from tiny_course import make_course

from atelier.check import session
from atelier.check.answers import try_answers
from atelier.check.constants import FirstAnswer, asked_again, hollow, same
from atelier.check.session import Session
from atelier.course import load_course

PLACE = "solutions/90-essai/90-essai.ipynb"


@pytest.fixture
def told(tmp_path):
    """Return what an author is told of the course one of whose checks is changed."""
    root = make_course(tmp_path / "cours")
    path = root / "solutions/90-essai/verifications.py"

    def tell(*changes):
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        course = load_course(root)
        (module,) = course.modules
        trial = try_answers(course, module, module.notebooks[0], ("SEN",))
        return [(problem.where, problem.what, problem.repair) for problem in trial.problems]

    return tell


def test_a_check_that_takes_an_unknown_country_at_its_word_is_told(told):
    problems = told(
        ("Pays, essayer", "Pays, Texte, essayer"),
        ("PAYS: Pays) -> str:", "PAYS: Texte) -> str:\n    PAYS = 'SEN'"),
    )
    what = [what for _, what, _ in problems if "donne ses points avec : PAYS = 'XXX'" in what]
    assert len(what) == 1
    assert {"PAYS: Pays" in repair for _, _, repair in problems} == {True}


def test_a_check_that_gives_points_to_a_constant_is_told(told):
    problems = told(("verifier(proche(essayer(double, 10), 20),", "verifier(True,"))
    assert [
        (
            f"{PLACE} (SEN), double",
            "le test « test-double » donne ses points avec : "
            "double = la fonction qui répète son premier résultat",
        )
    ] == [(where, what) for where, what, _ in problems]


def test_a_check_that_stops_on_a_constant_without_a_sentence_is_told(told):
    problems = told(("secret_de_la_correction, genre=Nombre", "secret_de_la_correction"))
    assert {"s’arrête sur TypeError" in what for _, what, _ in problems} == {True}
    assert {"genre=…" in repair for _, _, repair in problems} == {True}


def test_a_check_that_asks_for_no_answer_is_told(told):
    problems = told(("def double_2(double: Fonction)", "def double_2()"))
    assert "« test-double-2 » ne demande aucune réponse" in " ".join(w for _, w, _ in problems)


def test_a_constant_that_is_the_solutions_value_is_a_right_answer(tmp_path, monkeypatch):
    home = tmp_path / "module"
    home.mkdir()
    monkeypatch.chdir(home)
    shell = Session()
    shell.run("rien = 0")
    source = 'from atelier import verifier\nverifier(type(rien) is int and rien == 0, "Non.")'
    tests = {"test-rien": {"source": source, "names": ["rien"]}}
    result = shell.undeserved(tests, "rien = 0")
    assert (result["tried"] > 20, result["found"]) == (True, [])


def test_without_fork_constants_are_tried_in_a_process_of_their_own(tmp_path, monkeypatch):
    home = tmp_path / "module"
    home.mkdir()
    monkeypatch.chdir(home)
    shell = Session()
    shell.run("rien = 7")
    monkeypatch.delattr(session.os, "fork")
    result = shell.undeserved({"test-rien": {"source": "rien", "names": ["rien"]}}, "rien = 7")
    assert {said for _, _, said in result["found"]} == {"donne ses points"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (0, 0.0, True),
        (0, False, False),
        (np.True_, True, True),
        (math.nan, float("nan"), True),
        (10**400, 7, False),
        ([], (), True),
        ([], {}, False),
        ("", None, False),
        ({"a": [1]}, {"a": (1,)}, True),
        (pd.DataFrame(), pd.DataFrame(), True),
        (pd.DataFrame(), pd.DataFrame({"a": []}), False),
        (print, len, False),
    ],
)
def test_values_are_one_answer_where_kind_and_content_agree(one, other, expected):
    assert expected == same(one, other)


@pytest.mark.parametrize(
    "value", [pd.DataFrame({"a": [1, 2]}), pd.Series([1, 2]), {"a": [1]}, [1, 2]], ids=repr
)
def test_what_is_hollow_has_the_kind_of_the_value_and_not_its_content(value):
    made = hollow(value)
    assert {type(value)} == {type(one) for one in made.values()}
    assert not any(same(one, value) for one in made.values())


def test_a_function_that_was_asked_once_has_computed_and_is_no_constant():
    function = FirstAnswer(abs)
    assert (2, False) == (function(-2), asked_again(function))
    assert (2, True) == (function(-5), asked_again(function))
