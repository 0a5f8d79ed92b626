"""What participants and trainers read: pages, messages, tables; escaped, light, in French."""

import csv
import html
import io
import re

import pytest
from tiny_course import MODULE, make_course

from atelier.course import load_course
from atelier.grading import results
from atelier.grading.feedback import MAX_ANSWER, next_step, render_message, render_page
from atelier.grading.french import counted, number
from atelier.grading.report import Report, _exercise_hurdles, render_csv, render_report
from atelier.grading.results import (
    BLANK,
    BY_HAND,
    PARTLY,
    RIGHT,
    WRONG,
    Class,
    ExerciseResult,
    Result,
)
from atelier.invocation import command

ATTACK = "<script>alert(1)</script><img src=http://exemple.org/x onerror=alert(1)>"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return load_course(make_course(tmp_path_factory.mktemp("cours")))


@pytest.fixture
def module(course):
    return course.module(MODULE)


def exercise(status=WRONG, points=0.0, title="Exercice 1 · Compter", **more):
    return ExerciseResult("Compter", "habitants", title, points, 2.0, status, **more)


def result(*exercises, name="Aïcha Koné", notices=()):
    return Result("aicha-kone", name, MODULE, exercises, notices)


def test_a_page_says_the_points_the_message_the_idea_and_what_comes_next(course, module):
    wrong = exercise(message="Vous avez tout compté.", misconception="total-de-tous", answer="x=1")
    page = html.unescape(render_page(course, module, result(wrong)))
    for said in (
        "0 points sur 2",
        "Exercice 1 · Compter",
        "Vous avez tout compté.",
        "« Le total de tous les pays est celui du mien »",
        "Choisissez d’abord les lignes de votre pays.",
        "reprenez « Exercice 1 · Compter »",
        "x=1",
    ):
        assert said in page


def test_everything_that_a_participant_wrote_is_escaped(course, module):
    attacked = exercise(message=ATTACK, answer=ATTACK, comment=ATTACK, title=ATTACK)
    page = render_page(course, module, result(attacked, name=ATTACK, notices=(ATTACK,)))
    assert re.findall(r"<(?:script|img)", page) == []
    assert page.count("&lt;script&gt;") >= 6


def test_a_page_asks_the_network_for_nothing(course, module):
    page = render_page(course, module, result(exercise()))
    assert re.findall(r"(?:src|href|url|@import|http)[=(:]", page) == []
    assert "default-src 'none'; style-src 'sha256-" in page


def test_a_page_stays_light_whatever_the_answer(course, module):
    long = exercise(answer="x" * 10 * MAX_ANSWER, message="m" * results.MAX_TEXT)
    page = render_page(course, module, result(*[long] * 20))
    assert len(page.encode("utf-8")) < 60_000


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (RIGHT, "✔ juste"),
        (PARTLY, "◐ en partie juste"),
        (WRONG, "↻ à reprendre"),
        (BLANK, "Cet exercice vous attend"),
        (BY_HAND, "relira cette réponse"),
    ],
)
def test_every_state_of_an_exercise_has_its_words(course, module, status, said):
    assert said in render_page(course, module, result(exercise(status)))


def test_a_right_answer_is_not_repeated(course, module):
    assert "ma_reponse" not in render_page(
        course, module, result(exercise(RIGHT, 2, answer="ma_reponse"))
    )


def test_a_message_has_ten_lines_at_most_and_no_empty_one(course, module):
    many = [exercise(message="m" * 500) for _ in range(30)] + [exercise(BLANK)] * 3
    text = render_message(course, module, result(*many, notices=("n\nn",)), "page.html")
    lines = text.splitlines()
    assert len(lines) == 10
    assert all(lines)
    assert lines[-1] == "Le détail est dans le fichier joint : page.html"


def test_whoever_has_done_all_is_sent_on(course, module):
    assert next_step(course, module, result(exercise(RIGHT, 2))) == "Bravo, tout est fait !"


def test_what_was_tried_is_taken_up_before_what_was_not_begun(course, module):
    step = next_step(course, module, result(exercise(BLANK, title="A"), exercise(title="B")))
    assert step.startswith("À faire : reprenez « B »")


def a_class(module, *people):
    return Class(module, tuple(people), ("Retard",))


def report_of(module, *people):
    group = a_class(module, *people)
    return Report((group,), _exercise_hurdles([group]), (), module.folder / "bilan.csv")


def test_the_report_sorts_exercises_by_how_many_miss_them(module):
    easy = exercise(RIGHT, 2, title="Facile")
    people = [
        result(easy, exercise(title="Dur")),
        result(exercise(title="Facile"), exercise(BLANK)),
    ]
    text = render_report(report_of(module, *people))
    assert text.index("2 sur 2 · E2 Dur (dont 1 à commencer)") < text.index("1 sur 2 · E1 Facile")
    assert "⚠ Retard : remise pas encore corrigée." in text


def test_a_class_without_results_says_where_to_begin(module):
    assert command("corriger") in render_report(report_of(module))


def test_the_table_opens_in_a_french_spreadsheet(module):
    half = exercise(PARTLY, 1.5)
    rows = list(csv.reader(io.StringIO(render_csv([a_class(module, result(half))])), delimiter=";"))
    assert rows == [
        ["participant", "90-essai habitants", "90-essai total"],
        ["Aïcha Koné", "1,5", "1,5"],
        ["(sur)", "2", "2"],
    ]


def test_who_did_not_hand_in_a_module_has_an_empty_cell_and_no_zero(module):
    other = Result("koffi", "Koffi", MODULE, (exercise(RIGHT, 2),))
    classes = [a_class(module, other), a_class(module, result(exercise(RIGHT, 2)))]
    rows = list(csv.reader(io.StringIO(render_csv(classes)), delimiter=";"))
    assert rows[1] == ["Aïcha Koné", "", "", "2", "2"]
    assert rows[2] == ["Koffi", "2", "2", "", ""]


def test_a_name_is_never_run_as_a_formula(module):
    text = render_csv([a_class(module, result(exercise(), name="=1+1"))])
    assert "'=1+1;0;0" in text


@pytest.mark.parametrize(("value", "text"), [(7.0, "7"), (7.5, "7,5"), (0.333, "0,33")])
def test_points_are_written_as_in_french(value, text):
    assert number(value) == text


@pytest.mark.parametrize(("count", "text"), [(0, "0 remise"), (1, "1 remise"), (2, "2 remises")])
def test_zero_and_one_take_the_singular(count, text):
    assert counted(count, "remise", "remises") == text


def error(ename, evalue):
    return {"ename": ename, "evalue": evalue}


@pytest.mark.parametrize(
    ("test", "own", "message", "misconception"),
    [
        (
            error("Presque", "Relisez. [repère : total-de-tous]"),
            [],
            "Relisez.",
            "total-de-tous",
        ),
        (
            error("VariableAbsente", "« x » n’existe pas."),
            [error("NameError", "name 'tabel' is not defined")],
            "Votre cellule s’arrête sur une erreur NameError : name 'tabel' is not defined. "
            + results.ERRORS["NameError"],
            None,
        ),
        (
            error("VariableAbsente", "« x » n’existe pas."),
            [error("KeyboardInterrupt", "")],
            "Votre cellule s’arrête sur une erreur KeyboardInterrupt. "
            + results.ERRORS["KeyboardInterrupt"],
            None,
        ),
        (
            error("AssertionError", "expected 42"),
            [],
            "La vérification s’arrête sur une erreur AssertionError.",
            None,
        ),
        (
            error("KeyError", "'colonne_secrete'"),
            [],
            "La vérification s’arrête sur une erreur KeyError. " + results.ERRORS["KeyError"],
            None,
        ),
    ],
)
def test_an_error_is_explained_without_telling_what_the_tests_hide(
    test, own, message, misconception
):
    assert results._explain(test, own) == (message, misconception)


def test_titles_are_the_nearest_headings(module):
    (notebook,) = module.notebooks
    assert results.titles(notebook) == ["Exercice 1 · Les habitants", "Exercice 2 · Le double"]
