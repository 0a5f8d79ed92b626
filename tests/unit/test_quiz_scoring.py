"""What an answer is worth: right ways are accepted, wrong ones named, anything survived."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from asked import CHOICE, CODE, NUMBER, ORDER, QUESTIONS, RIGHT, SEVERAL

from atelier.build.questionnaire import key_of, part_id
from atelier.learner.quiz.paper import as_typed, code_in, number_in, odd_code
from atelier.learner.quiz.scoring import answer_to_read, expression, judge, same
from atelier.learner.quiz.store import DONT_KNOW, LEFT


def judged(question, answer):
    if question is CODE and isinstance(answer, str) and answer not in (DONT_KNOW, LEFT):
        answer = expression(answer)
    return judge(key_of(question), answer)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_a_right_answer_is_right_and_says_nothing(question):
    assert (True, "", None) == judged(question, RIGHT[question.id])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
@pytest.mark.parametrize("answer", [DONT_KNOW, LEFT])
def test_not_knowing_and_leaving_are_no_misconception_and_get_the_explanation(question, answer):
    told = judged(question, answer)
    assert (False, None) == (told.right, told.misconception)
    explained = question.explanation or question.options[0].explanation
    assert explained in told.message


@pytest.mark.parametrize(
    ("question", "answer", "misconception", "said"),
    [
        (NUMBER, 0.08, "part", "vous avez écrit 0,08"),
        (NUMBER, 80, "dix", "vous avez écrit 80"),
        (NUMBER, 12, None, "ce n’est pas cela"),
        (CHOICE, part_id("Le portail"), "portail", "Le portail la publie seulement."),
        (SEVERAL, [part_id("CC BY")], None, "une autre option convient aussi"),
        (SEVERAL, [part_id("CC BY"), part_id("Sans licence")], "en-ligne", "rien n’est permis"),
        (ORDER, [part_id(line) for line in ORDER.lines[::-1]], "ordre", "l’ordre est à revoir"),
        (ORDER, [part_id(ORDER.lines[0])], None, "toutes les lignes"),
        (CODE, "df['cas'].count()", "compte", "ne donne pas le résultat demandé"),
        (CODE, "len(df['cas'].dropna())", "compte", "ne donne pas le résultat demandé"),
        (CODE, "df.cas", None, "ne donne pas le résultat demandé"),
        (CODE, "df['cass'].sum()", None, "s’arrête sur une erreur (KeyError)"),
        (CODE, "df['cas'].sum(", None, "s’arrête sur une erreur (SyntaxError)"),
    ],
)
def test_a_wrong_answer_is_told_what_it_shows(question, answer, misconception, said):
    told = judged(question, answer)
    assert (False, misconception) == (told.right, told.misconception)
    assert said in told.message


@pytest.mark.parametrize("answer", [8, 8.4, 7.5, np.float64(8)])
def test_a_number_within_the_tolerance_is_right(answer):
    assert judged(NUMBER, answer).right


@pytest.mark.parametrize(
    "answer",
    ["df['cas'].sum()", "df.cas.sum()", "df['cas'].fillna(0).sum()", "float(df.cas.sum())"],
)
def test_every_right_way_to_write_code_is_right(answer):
    assert judged(CODE, answer).right


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
@pytest.mark.parametrize(
    "answer",
    [None, True, [], {}, "zz", [1], ["zz"], -1, float("nan"), 10**400, object(), [[]], ("a",)],
)
def test_any_value_is_judged_wrong_without_stopping(question, answer):
    assert not judge(key_of(question), answer).right


@pytest.mark.parametrize(
    "code",
    [
        "10**400",
        "-(10**400)",
        "pd.Timestamp(0).to_numpy()",
        "pd.Timedelta(1).to_numpy()",
        "df['cas'].to_numpy().sum().astype(complex)",
        "df['cas'].to_numpy()[1].reshape(())",
        "pd.NA",
        "pd.NaT",
        "[[]]",
        "{1: 2}",
        "df",
        "df.T",
        "len",
        "exit()",
        "df.sum",
    ],
)
def test_whatever_code_gives_is_judged_wrong_without_stopping(code):
    told = judged(CODE, code)
    assert (False, None) == (told.right, told.misconception)


def test_code_that_stops_is_not_tried_again():
    calls = []

    def endless(**_):
        calls.append(1)
        raise Interrupted

    told = judge(key_of(CODE), endless)
    assert "s’arrête sur une erreur (Interrupted)" in told.message
    assert [1] == calls


class Interrupted(Exception):
    pass


def test_code_that_stops_as_a_known_wrong_way_shows_its_misconception():
    key = key_of(CODE)
    trap = {"code": "1 / (len(df) - len(df))", "meprise": "division"}
    key["pieges"] = [trap, *key["pieges"]]
    told = judge(key, expression("1 / 0"))
    assert (False, "division") == (told.right, told.misconception)


def test_code_does_not_change_what_the_next_trial_sees():
    assert not judged(CODE, "df.drop(df.index, inplace=True)").right
    assert judged(CODE, "df['cas'].sum()").right


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (np.int64(3), 3.0, True),
        (3, True, False),
        (1, "1", False),
        (0.1 + 0.2, 0.3, True),
        (float("nan"), float("nan"), True),
        ([1, 2], (1, 2), True),
        ([1, 2], [2, 1], False),
        (pd.Series([1, 2]), pd.Series([1.0, 2.0], name="x"), True),
        (pd.Series([1, 2]), pd.Series([1, 2], index=[1, 2]), False),
        (pd.Series([1]), pd.DataFrame({"a": [1]}), False),
        (pd.DataFrame({"a": [1, None]}), pd.DataFrame({"a": [1, None]}), True),
        (pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]}), False),
        ({"a": 1}, {"a": 1.0}, True),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": 1, "b": 2}, {"b": 1, "a": 2}, False),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        (10**400, 1.0, False),
        (10**400, 10**400, True),
        (1.0, np.datetime64("2024-01-01"), False),
        (np.datetime64("2024-01-01"), np.datetime64("2024-01-01"), True),
        (np.array(3), [3], False),
        (pd.NA, pd.NA, True),
        (pd.NA, 3, False),
        (None, None, True),
    ],
)
def test_results_say_the_same_or_not(one, other, expected):
    assert expected == same(one, other)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12,5", 12.5),
        ("12.5", 12.5),
        (" 1 250 ", 1250.0),
        ("1\u202f250,5", 1250.5),
        ("12 %", 12.0),
        ("−3", -3.0),
        ("40 FCFA", 40.0),
        ("", None),
        ("douze", None),
        ("1,2,3", None),
        ("12 000 à 13 000", None),
    ],
)
def test_a_number_is_read_as_people_write_it(typed, number):
    assert number == number_in(typed)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (8.0, "8"),
        (12.5, "12,5"),
        (1234567.0, "1234567"),
        (1234567.25, "1234567,25"),
        (0.00001, "0,00001"),
        (1e15, "1000000000000000"),
        (-3, "-3"),
        (0.1 + 0.2, "0,3"),
        (np.float64(18077573), "18077573"),
        (10**400, "1" + "0" * 400),
    ],
)
def test_a_number_is_written_with_all_its_digits(number, text):
    assert text == as_typed(number)


def test_a_large_number_is_told_as_it_was_typed():
    question = replace(NUMBER, number=1234567.0, tolerance=0.0)
    assert "vous avez écrit 7654321 :" in judged(question, 7654321.0).message
    assert "1234567 %" == answer_to_read(key_of(question))


def test_quotation_marks_of_a_telephone_are_put_right_only_where_python_needs_it():
    assert 'df["cas"]' == code_in("df[“cas”]")
    assert "'l’eau'" == code_in("'l’eau'")


@pytest.mark.parametrize(
    ("code", "said"), [("x.sum()", ""), ("x = 3", "sans « nom = »"), ("x.sum(", "parenthèse")]
)
def test_what_python_cannot_read_is_said(code, said):
    assert said in odd_code(code)
    assert bool(said) == bool(odd_code(code))
