"""What participants and trainers read: pages, messages, tables; escaped, light, in French."""

import csv
import html
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tiny_course import MODULE, make_course

from atelier.course import load_course
from atelier.grading import results
from atelier.grading.feedback import MAX_ANSWER, MAX_PAGE, next_step, render_message, render_page
from atelier.grading.french import counted, number
from atelier.grading.pages import Mark, Page
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
from atelier.questions import Bank, Questionnaire
from atelier.verdict import ALMOST, STOPPED

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


HOSTILE = (
    "</pre></details><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>x</a>",
    '"><img src=x onerror=alert(1)>',
    "&lt;b&gt; &amp; &",
    "{{ 7 * 7 }}{% raw %}",
    "</style><style>*{display:none}</style>",
    "<!-- ",
    "]]>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_participant_wrote_is_text_wherever_it_is_shown(course, module, text):
    attacked = exercise(message=text, answer=text, comment=text, title=text)
    attacked_page = render_page(course, module, result(attacked, name=text, notices=(text,)))
    plain = exercise(message="x", answer="x", comment="x", title="x")
    plain_page = render_page(course, module, result(plain, name="x", notices=("x",)))
    assert tags_of(attacked_page) == tags_of(plain_page)
    assert html.unescape(attacked_page).count(text) >= 6


def tags_of(page):
    """Return the elements of a page with their attributes, as a browser reads them."""
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.append((tag, attributes))

        def handle_comment(self, data):
            found.append(("comment", data))

    Reader().feed(page)
    return found


def test_a_page_asks_the_network_for_nothing(course, module):
    page = render_page(course, module, result(exercise()))
    assert re.findall(r"(?:src|href|url|@import|http)[=(:]", page) == []
    assert "default-src 'none'; style-src 'sha256-" in page


@pytest.mark.parametrize("letter", ["x", '"', "é", "👩", "<"])
def test_a_page_stays_light_whatever_the_answer(course, module, letter):
    long = exercise(answer=letter * 10 * MAX_ANSWER, message="m" * results.MAX_MESSAGE)
    notices = tuple(f"{n}{letter}" * 300 for n in range(500))
    page = render_page(course, module, result(*[long] * 20, notices=notices))
    assert len(page.encode("utf-8")) <= MAX_PAGE
    assert "(suite dans votre carnet)" in page


def test_a_wrong_answer_without_a_message_still_says_what_to_do(course, module):
    assert "Relisez l’énoncé" in render_page(course, module, result(exercise()))
    assert "relisez l’énoncé" in render_message(course, module, result(exercise()), "page.html")


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
    assert "↻ Et 27 autres à reprendre." in lines


def asking(module, form):
    return replace(module, questionnaire=Questionnaire(form, Bank(module.folder, ())))


def test_a_message_on_a_questionnaire_sends_nobody_back_to_its_questions(course, module):
    wrong = [exercise(title=f"Domaine {n}", message="m" * 500) for n in range(10)]
    text = render_message(course, asking(module, "A"), result(*wrong), "page.html")
    lines = text.splitlines()
    assert len(lines) == 10
    assert lines[2].startswith("→ Domaine 0 : mmm")
    assert lines[-3] == "→ Et 5 autres, expliqués dans la page."
    assert "↻" not in text
    assert "repren" not in text


@pytest.mark.parametrize(("form", "said"), [("A", "point de départ"), ("B", "point d’arrivée")])
def test_what_goes_back_says_before_or_after_the_course(course, module, form, said):
    asked = asking(module, form)
    assert f"c’est votre {said}." in render_message(course, asked, result(exercise()), "p.html")
    assert f"Votre {said}, pas une note" in render_page(course, asked, result(exercise()))


def test_a_message_names_all_that_fits(course, module):
    lines = render_message(course, module, result(*[exercise()] * 6), "page.html").splitlines()
    assert (len(lines), sum(line.startswith("↻ Exercice 1") for line in lines)) == (10, 6)


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
            error("VariableAbsente", "« x » n’existe pas."),
            [error(STOPPED, "elle dépasse le temps permis.")],
            "Votre cellule a été arrêtée : elle dépasse le temps permis.",
            None,
        ),
        (
            error(STOPPED, "elle demande trop de mémoire"),
            [],
            "La vérification a été arrêtée : elle demande trop de mémoire.",
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


def ran(source="", ename="", evalue="", grade_id=""):
    """Return a cell that ran, with its error if it has one."""
    errors = [{"output_type": "error", "ename": ename, "evalue": evalue}] if ename else []
    about = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return {"cell_type": "code", "source": source, "metadata": about, "outputs": errors}


def judged(module, cells):
    """Return the result of the first exercise, whose cells ran as `cells`."""
    (notebook,) = module.notebooks
    first = notebook.exercises[0]
    page = Page({test.grade_id: Mark(0.0, waits=False) for test in first.tests})
    by_id = {results._id(cell): cell for cell in cells}
    return results._exercise(results._Ran("Compter", by_id, page), first, "Exercice 1")


ODD = "\x1b[31mrouge\u202e \x00</pre><script>\ud800"
EVEN = "rouge </pre><script>\ufffd"


def test_what_a_screen_would_obey_leaves_code_and_errors(course, module):
    cells = [
        ran(ODD, f"Erreur{ODD}", ODD, grade_id="habitants"),
        ran(ename="VariableAbsente", evalue=ODD, grade_id="test-habitants"),
    ]
    got = judged(module, cells)
    assert got.answer == EVEN
    assert got.message == f"Votre cellule s’arrête sur une erreur Erreur{EVEN} : {EVEN}."
    page = render_page(course, module, result(got))
    assert page.encode("utf-8").decode("utf-8") == page
    assert "<script>" not in page


def test_endless_errors_are_cut(module):
    cells = [ran("x", "E" * 10**6, "e" * 10**6, grade_id="habitants")]
    cells.append(ran(ename="VariableAbsente", evalue="x", grade_id="test-habitants"))
    assert len(judged(module, cells).message) < 500
    cells[1] = ran(ename="Presque", evalue="p" * 10**6, grade_id="test-habitants")
    assert (
        len(judged(module, [ran("x", grade_id="habitants"), cells[1]]).message)
        == results.MAX_MESSAGE
    )


def test_a_stopped_cell_outside_the_exercises_is_a_notice():
    cells = [ran("while True: pass", STOPPED, "elle dépasse le temps permis")]
    assert results._notices(cells) == [
        "Une cellule en dehors des exercices a été arrêtée : elle dépasse le temps permis."
    ]


def test_titles_are_the_nearest_headings(module):
    (notebook,) = module.notebooks
    assert results.titles(notebook) == ["Exercice 1 · Les habitants", "Exercice 2 · Le double"]


def test_what_several_tests_say_alike_is_told_once():
    errors = [{"ename": ALMOST, "evalue": text} for text in ("a", "a", "b", "b")]
    assert [verdict.message for verdict in results._further(errors)] == ["b"]
