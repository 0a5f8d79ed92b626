"""The questionnaire with buttons: what is clicked is on the disk, what is on the disk is shown."""

import errno

import pytest
from asked import CHOICE, CODE, NUMBER, ORDER, QUESTIONS, RIGHT, SEVERAL, ask

from atelier.learner.quiz.session import Session
from atelier.learner.quiz.store import DONT_KNOW, read
from atelier.learner.quiz.window import NO_BUTTONS, Window, questionnaire

POSITIONS = {question.id: number for number, question in enumerate(QUESTIONS)}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    ask(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def opened(folder, question=NUMBER):
    session = Session(folder, "A")
    session.move(POSITIONS[question.id])
    return Window(session)


def of_kind(window, name):
    return [widget for widget in window.body.children if type(widget).__name__ == name]


def press(window, text):
    (button,) = [b for b in window.moves.children if b.description.startswith(text)]
    button.click()


def texts(window):
    parts = (*window.root.children, *window.body.children)
    return " ".join(part.value for part in parts if type(part).__name__ == "HTML")


def given(folder):
    return read(folder, "A").given


def test_a_choice_is_saved_at_once_and_not_knowing_is_always_offered(folder):
    window = opened(folder, CHOICE)
    radio = of_kind(window, "RadioButtons")[0]
    assert ("Je ne sais pas", DONT_KNOW) == radio.options[-1]
    radio.value = RIGHT[CHOICE.id]
    assert {CHOICE.id: RIGHT[CHOICE.id]} == given(folder)
    assert "1 réponse enregistrée" in texts(window)
    radio.value = DONT_KNOW
    assert {CHOICE.id: DONT_KNOW} == given(folder)


def test_what_a_question_shows_is_text_not_html(folder):
    assert "1 &lt; 2" in texts(opened(folder, CHOICE))


def test_boxes_are_saved_together_and_give_way_to_not_knowing(folder):
    window = opened(folder, SEVERAL)
    *boxes, unknown = of_kind(window, "Checkbox")
    for box in boxes[:2]:
        box.value = True
    assert 2 == len(given(folder)[SEVERAL.id])
    unknown.value = True
    assert DONT_KNOW == given(folder)[SEVERAL.id]
    assert [False] * 3 == [box.value for box in boxes]
    boxes[0].value = True
    assert not unknown.value
    boxes[0].value = False
    assert {} == given(folder)


def test_lines_are_placed_by_clicks_and_the_places_survive(folder):
    window = opened(folder, ORDER)
    line = {b.description[2:]: b for b in of_kind(window, "Button")}
    for text in ORDER.lines[:2]:
        line[text].click()
    assert {} == given(folder)
    window = opened(folder, ORDER)
    shown = {b.description for b in of_kind(window, "Button")}
    assert {f"1. {ORDER.lines[0]}", f"2. {ORDER.lines[1]}", f"— {ORDER.lines[2]}"} == shown
    next(b for b in of_kind(window, "Button") if b.description.startswith("—")).click()
    assert RIGHT[ORDER.id] == given(folder)[ORDER.id]
    of_kind(window, "Button")[0].click()
    assert {} == given(folder)


def test_a_number_is_saved_as_it_is_typed_and_what_is_none_is_kept_as_a_draft(folder):
    window = opened(folder, NUMBER)
    (field,) = of_kind(window, "Text")
    field.value = "12,5"
    assert {NUMBER.id: 12.5} == given(folder)
    field.value = "douze"
    assert {} == given(folder)
    assert "Écrivez un nombre" in texts(window)
    assert "douze" == of_kind(opened(folder, NUMBER), "Text")[0].value


@pytest.mark.parametrize(("typed", "shown"), [("1 234 567", "1234567"), ("0,00001", "0,00001")])
def test_a_number_comes_back_with_all_its_digits(folder, typed, shown):
    of_kind(opened(folder, NUMBER), "Text")[0].value = typed
    assert shown == of_kind(opened(folder, NUMBER), "Text")[0].value


def test_code_is_saved_and_what_python_cannot_read_is_said(folder):
    window = opened(folder, CODE)
    (field,) = of_kind(window, "Textarea")
    field.value = "df['cas'].sum("
    assert "parenthèse" in texts(window)
    field.value = "df[“cas”].sum()"
    assert 'df["cas"].sum()' == given(folder)[CODE.id]
    assert 'df["cas"].sum()' == of_kind(opened(folder, CODE), "Textarea")[0].value


def test_certainty_is_kept_apart_and_not_knowing_has_none(folder):
    window = opened(folder, CHOICE)
    answer, sure = of_kind(window, "RadioButtons")
    sure.value = "forte"
    answer.value = RIGHT[CHOICE.id]
    assert {CHOICE.id: "forte"} == read(folder, "A").sure
    assert "forte" == of_kind(opened(folder, CHOICE), "RadioButtons")[1].value
    answer.value = DONT_KNOW
    assert sure.disabled
    assert {} == read(folder, "A").sure


def test_it_opens_where_it_was_left(folder):
    window = opened(folder)
    press(window, "Suivante")
    press(window, "Suivante")
    assert "Question 3 sur 5" in Window(Session(folder, "A")).progress.value


def test_the_end_shows_what_is_left_and_finishing_is_asked_twice(folder):
    window = opened(folder, QUESTIONS[-1])
    press(window, "Suivante")
    assert "Il reste 5 questions sans réponse" in texts(window)
    press(window, "Terminer")
    assert not read(folder, "A").finished
    press(window, "Oui")
    assert read(folder, "A").finished
    assert "Questionnaire terminé" in texts(window)
    assert () == window.moves.children


def test_a_click_after_another_notebook_finished_changes_nothing_and_says_so(folder):
    window = opened(folder, CHOICE)
    Session(folder, "A").finish()
    of_kind(window, "RadioButtons")[0].value = RIGHT[CHOICE.id]
    assert {} == given(folder)
    assert "Questionnaire terminé" in texts(window)


def test_a_click_that_cannot_be_saved_says_so(folder, monkeypatch):
    window = opened(folder, CHOICE)
    monkeypatch.setattr("os.fsync", no_room)
    of_kind(window, "RadioButtons")[0].value = RIGHT[CHOICE.id]
    assert "n’est PAS enregistrée" in window.said.value
    assert "le disque est plein" in window.said.value
    assert {} == given(folder)


def no_room(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_an_end_that_cannot_be_saved_says_so(folder, monkeypatch):
    window = opened(folder, QUESTIONS[-1])
    press(window, "Suivante")
    press(window, "Terminer")
    monkeypatch.setattr("os.fsync", no_room)
    press(window, "Oui")
    assert "Le questionnaire n’est PAS terminé" in window.said.value
    assert not read(folder, "A").finished


@pytest.mark.parametrize("text", [None, "{"])
def test_a_click_after_the_file_was_lost_saves_all_and_says_so_above_the_questions(folder, text):
    window = opened(folder, CHOICE)
    of_kind(window, "RadioButtons")[0].value = DONT_KNOW
    path = folder / "reponses_a.json"
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    of_kind(window, "RadioButtons")[0].value = RIGHT[CHOICE.id]
    assert {CHOICE.id: RIGHT[CHOICE.id]} == given(folder)
    assert "✔ Enregistré" in window.said.value
    assert "avec ce que ce carnet avait en mémoire" in texts(window)
    press(window, "Suivante")
    assert "avec ce que ce carnet avait en mémoire" in texts(window)


def test_an_unforeseen_error_is_said_too(folder, monkeypatch):
    window = opened(folder, CHOICE)
    monkeypatch.setattr(Session, "answer", lambda *_: 1 / 0)
    of_kind(window, "RadioButtons")[0].value = RIGHT[CHOICE.id]
    assert "n’a pas pu être pris en compte (ZeroDivisionError)" in window.said.value


def test_a_damaged_file_is_told_above_the_questions(folder):
    (folder / "reponses_a.json").write_text("{", encoding="utf-8")
    assert "est gardé sous le nom reponses_a.json.abime-1" in texts(Window(Session(folder, "A")))


@pytest.mark.parametrize("form", ["B", "", 3, "C"])
def test_another_form_is_refused_with_the_right_one(folder, form, capsys):
    questionnaire(form)
    assert 'Écrivez la lettre entre guillemets : "A".' in capsys.readouterr().out


def test_a_small_letter_will_do(folder, capsys):
    questionnaire("a")
    assert "Écrivez" not in capsys.readouterr().out


def test_a_missing_paper_says_where_it_comes_from(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    questionnaire("A")
    assert "Recopiez-le depuis le cours d’origine" in capsys.readouterr().out


def test_while_graded_nothing_is_shown_nor_written(folder, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    questionnaire("A")
    assert "" == capsys.readouterr().out
    assert read(folder, "A") is None


def test_without_ipywidgets_it_says_how_to_answer(folder, monkeypatch, capsys):
    monkeypatch.setitem(__import__("sys").modules, "ipywidgets", None)
    questionnaire("A")
    assert NO_BUTTONS.format(form="A") in capsys.readouterr().out
