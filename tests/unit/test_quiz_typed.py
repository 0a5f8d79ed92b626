"""The questionnaire in a plain cell, and what a finished one tells."""

import datetime
import json

import pytest
from asked import CHOICE, CODE, NUMBER, ORDER, QUESTIONS, RIGHT, SEVERAL, ask

from atelier.learner.quiz import explications, parcours, profil, repondre, terminer
from atelier.learner.quiz.graded import juger, relire_reponses, reponse_donnee
from atelier.learner.quiz.handed import mark_handed_in, unfinished
from atelier.learner.quiz.session import Session
from atelier.learner.quiz.store import DONT_KNOW, LEFT, Answers, read, save
from atelier.learner.quiz.told import hours, levels_of
from atelier.learner.verifier import PasCommence, Presque

MODULES = {"02-lire": (90, ["source", "calcul"]), "03-dire": (45, ["recit"])}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    ask(tmp_path, **MODULES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def letters(question, *texts):
    """Return the letters under which `texts` are shown."""
    shown = [part["texte"] for part in ask_again(question)["parties"]]
    return " ".join("abcde"[shown.index(text)] for text in texts)


def ask_again(question):
    from atelier.build.questionnaire import _public

    return _public(1, question)


def said(capsys, call, *arguments, **named):
    call(*arguments, **named)
    return capsys.readouterr().out


def test_a_question_is_shown_with_how_to_answer_it(folder, capsys):
    text = said(capsys, repondre, "A", 2)
    assert "Question 2 sur 5" in text
    assert "    Togo;1 < 2" in text
    assert 'repondre("A", 2, "b")' in text


@pytest.mark.parametrize(
    ("number", "question", "typed"),
    [
        (1, NUMBER, 8),
        (1, NUMBER, "8 %"),
        (2, CHOICE, letters(CHOICE, "L’institut")),
        (2, CHOICE, letters(CHOICE, "L’institut").upper()),
        (4, ORDER, letters(ORDER, *ORDER.lines)),
        (4, ORDER, letters(ORDER, *ORDER.lines).replace(" ", "")),
        (5, CODE, RIGHT[CODE.id]),
    ],
)
def test_a_typed_answer_is_the_one_that_a_click_saves(folder, capsys, number, question, typed):
    assert f"✔ Question {number} : réponse enregistrée." in said(
        capsys, repondre, "A", number, typed
    )
    assert {question.id: RIGHT[question.id]} == read(folder, "A").given


def test_several_letters_answer_a_question_with_several_options(folder, capsys):
    said(capsys, repondre, "A", 3, letters(SEVERAL, "CC BY", "ODbL"), "forte")
    assert sorted(RIGHT[SEVERAL.id]) == sorted(read(folder, "A").given[SEVERAL.id])
    assert {SEVERAL.id: "forte"} == read(folder, "A").sure


@pytest.mark.parametrize("number", range(1, 6))
@pytest.mark.parametrize("typed", ["?", "je ne sais pas", " Je ne sais PAS "])
def test_not_knowing_can_be_typed_for_every_question(folder, capsys, number, typed):
    said(capsys, repondre, "A", number, typed, 2)
    assert {QUESTIONS[number - 1].id: DONT_KNOW} == read(folder, "A").given
    assert {} == read(folder, "A").sure


@pytest.mark.parametrize(
    ("number", "typed"),
    [
        (1, "beaucoup"),
        (1, True),
        (2, "z"),
        (2, "ab"),
        (2, ""),
        (2, 3),
        (3, "zz"),
        (3, []),
        (4, "ab"),
        (4, "aab"),
        (5, ""),
        (5, 3),
        (5, len),
    ],
)
def test_what_fits_no_question_is_not_saved_and_the_way_is_said(folder, capsys, number, typed):
    text = said(capsys, repondre, "A", number, typed)
    assert "Rien n’est enregistré. Pour cette question, donnez" in text
    assert read(folder, "A") is None or {} == read(folder, "A").given


@pytest.mark.parametrize("number", [0, 6, "3", 1.0, True, [1]])
def test_a_number_that_is_none_is_refused(folder, capsys, number):
    assert "de 1 à 5" in said(capsys, repondre, "A", number, "a")


def test_an_odd_certainty_is_refused_before_anything_is_saved(folder, capsys):
    assert '"faible", "moyenne" ou "forte"' in said(capsys, repondre, "A", 1, 8, "sûr")
    assert read(folder, "A") is None


def test_the_next_question_without_an_answer_follows_until_the_end(folder, capsys):
    assert "Question 2 sur 5" in said(capsys, repondre, "A", 1, 8)
    for number in range(2, 6):
        text = said(capsys, repondre, "A", number, "?")
    assert 'Pour terminer : terminer("A")' in text
    assert "✔ Questionnaire terminé" in said(capsys, terminer, "A")
    assert "ne changent plus" in said(capsys, terminer, "A")
    assert "ne changent plus" in said(capsys, repondre, "A", 1, 9)


def test_finishing_early_names_what_is_left(folder, capsys):
    assert "laissées de côté : 1, 2, 3, 4, 5." in said(capsys, terminer, "A")


# What it tells


def finished(folder, **changed):
    answers = Answers("A", given={**RIGHT, **changed}, finished="2026", sure={NUMBER.id: "forte"})
    answers.given = {id_: value for id_, value in answers.given.items() if value is not None}
    save(folder, answers)


@pytest.mark.parametrize("tell", [profil, parcours, explications])
def test_before_the_end_nothing_is_told(folder, capsys, tell):
    assert "n’est pas encore terminé" in said(capsys, tell, "A")
    Session(folder, "A").answer(NUMBER.id, 8.0)
    assert "n’est pas encore terminé" in said(capsys, tell, "A")


def shown(monkeypatch, tell):
    from IPython import display

    seen = []
    monkeypatch.setattr(display, "display", lambda data, raw: seen.append(data))
    tell("A")
    (data,) = seen
    return data["text/plain"], data["text/html"]


def test_the_profile_has_a_level_for_each_competence_and_says_it_in_words(folder, monkeypatch):
    finished(folder, **{NUMBER.id: 80.0, CHOICE.id: DONT_KNOW, SEVERAL.id: None})
    text, page = shown(monkeypatch, profil)
    assert "■□  Savoir calcul : déjà des repères" in text
    assert "□□  Savoir source : à découvrir" in text
    assert "■■  Savoir recit : à l’aise" in text
    assert "<strong>à découvrir</strong>" in page
    assert "L’institut" not in text + page
    assert "sur 2" not in text + page


def test_the_path_names_the_modules_with_their_durations_and_what_has_none_yet(folder, monkeypatch):
    finished(folder, **{CHOICE.id: DONT_KNOW, SEVERAL.id: DONT_KNOW})
    text, page = shown(monkeypatch, parcours)
    assert "02-lire · 02-Lire · 1 h 30 : à suivre en entier" in text
    assert "03-dire · 03-Dire · 45 min : à votre rythme" in text
    assert "En tout, 2 h 15" in text
    assert "En tout, 2 h 15" in page


def test_the_path_says_which_competence_no_module_trains_yet(tmp_path, monkeypatch):
    ask(tmp_path, **{"02-lire": (90, ["source"])})
    monkeypatch.chdir(tmp_path)
    finished(tmp_path)
    text, _ = shown(monkeypatch, parcours)
    assert "Pas encore de module pour : Savoir calcul\u202f; Savoir recit." in text


def test_explanations_open_after_the_hand_in_only(folder, capsys, monkeypatch):
    finished(folder, **{NUMBER.id: 80.0})
    assert "s’ouvrent après la remise" in said(capsys, explications, "A")
    mark_handed_in(folder)
    text, page = shown(monkeypatch, explications)
    assert "Vous avez écrit 80. On multiplie la part par cent." in text
    assert "La réponse : 8 %" in text
    assert "L’idée à revoir : « idée dix ». Par ici." in text
    assert "Le portail la publie seulement." in page
    assert "✔ « L’institut » (votre réponse) : L’institut a mené l’enquête." in text
    assert "certitude forte : 1 ; justes parmi elles : 0." in page


def test_a_hand_in_before_the_end_is_warned_of_and_opens_nothing(folder):
    Session(folder, "A").answer(NUMBER.id, 8.0)
    assert "n’est pas terminé (sans réponse : 4)" in unfinished(folder)[0]
    mark_handed_in(folder)
    assert not read(folder, "A").handed_in


def test_a_hand_in_of_a_damaged_file_says_how_to_mend_it(folder):
    (folder / "reponses_a.json").write_text("{", encoding="utf-8")
    assert "ne peut pas être relu" in unfinished(folder)[0]
    mark_handed_in(folder)
    assert "{" == (folder / "reponses_a.json").read_text(encoding="utf-8")


def test_a_module_without_a_questionnaire_is_handed_in_as_ever(tmp_path):
    assert [] == unfinished(tmp_path)
    mark_handed_in(tmp_path)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("tell", [profil, parcours, explications])
def test_a_damaged_file_or_paper_is_told_in_words(folder, capsys, tell):
    (folder / "reponses_a.json").write_text("{", encoding="utf-8")
    assert "ne peut pas être relu" in said(capsys, tell, "A")
    (folder / ".questionnaire.json").write_text("{}", encoding="utf-8")
    assert "Recopiez-le depuis le cours d’origine" in said(capsys, tell, "A")


@pytest.mark.parametrize("tell", [profil, parcours, explications])
def test_while_graded_nothing_is_told(folder, monkeypatch, capsys, tell):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    (folder / ".questionnaire.json").unlink()
    assert "" == said(capsys, tell, "A")


def test_the_questionnaire_of_the_end_speaks_of_the_end(folder, capsys, monkeypatch):
    facts = json.loads((folder / ".questionnaire.json").read_text(encoding="utf-8"))
    (folder / ".questionnaire.json").write_text(json.dumps(facts | {"forme": "B"}), "utf-8")
    Session(folder, "B").finish()
    assert "comparer avec le début du cours" in said(capsys, terminer, "B")
    seen = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: seen.append(data))
    profil("B")
    assert "Votre point d’arrivée, par domaine" in seen[0]["text/plain"]
    assert "Votre point d’arrivée, par domaine" in seen[0]["text/html"]


def test_code_that_stops_or_lies_costs_its_own_question_only(folder):
    finished(folder, **{CODE.id: "1 / 0"})
    session = Session(folder, "A")
    assert {"calcul": 1, "source": 2, "recit": 2} == levels_of(session.paper, session.answers)


@pytest.mark.parametrize(("minutes", "text"), [(45, "45 min"), (120, "2 h"), (225, "3 h 45")])
def test_a_duration_is_said_in_french(minutes, text):
    assert text == hours(minutes)


# What the graded cells read

KINDS = {CODE.id: "code", NUMBER.id: "nombre"}


def test_graded_cells_read_plain_values_and_code_as_a_function(folder):
    import pandas as pd

    finished(folder)
    answers = relire_reponses("A", KINDS)
    assert 8.0 == answers[NUMBER.id]
    assert 3 == answers[CODE.id](df=pd.DataFrame({"cas": [1, 2]}))


def test_without_a_file_nothing_was_answered(folder):
    assert {} == relire_reponses("A", KINDS)
    with pytest.raises(PasCommence, match="pas encore de réponse enregistrée"):
        reponse_donnee({}, NUMBER.id, 1)


def test_a_question_left_is_told_apart_once_the_questionnaire_is_finished(folder):
    finished(folder, **{NUMBER.id: None, CODE.id: DONT_KNOW})
    assert {CODE.id: DONT_KNOW, NUMBER.id: LEFT} == relire_reponses("A", KINDS)


def test_a_question_not_reached_yet_stops_kindly(folder):
    Session(folder, "A").answer(CODE.id, "1")
    with pytest.raises(Presque, match="Question 1 : pas encore de réponse"):
        reponse_donnee(relire_reponses("A", KINDS), NUMBER.id, 1)


def test_a_damaged_file_stops_with_what_to_do_and_stays(folder):
    (folder / "reponses_a.json").write_text("{", encoding="utf-8")
    with pytest.raises(Presque, match="reprend ce qui peut"):
        relire_reponses("A", KINDS)
    assert ["reponses_a.json"] == [p.name for p in folder.glob("reponses*")]


def test_a_judged_answer_names_its_question_and_its_misconception():
    from atelier.build.questionnaire import key_of

    with pytest.raises(Presque, match="Question 7 : vous avez écrit 80") as caught:
        juger(7, 80, key_of(NUMBER))
    assert "dix" == caught.value.meprise


def test_moments_carry_their_time_zone(folder):
    Session(folder, "A").finish()
    assert datetime.datetime.fromisoformat(read(folder, "A").finished).tzinfo
