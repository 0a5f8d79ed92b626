"""Answers are on the disk after each click, whatever ends the process, and damage loses nothing."""

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from asked import CHOICE, NUMBER, RIGHT, SEVERAL, ask

from atelier.course import load_course
from atelier.errors import refusal
from atelier.grading.naming import product_of
from atelier.learner.quiz import store
from atelier.learner.quiz.session import Closed, NotSaved, Session
from atelier.learner.quiz.store import Answers, Unreadable, from_text, read, reopen, save, to_text

SOURCE = str(Path(store.__file__).parents[3])

CLICKS = """
import sys
from pathlib import Path
from atelier.learner.quiz.store import change
folder = Path(sys.argv[1])
for number in range(10_000):
    change(folder, "A", lambda answers: answers.given.update({f"a-x-{number}": str(number)}))
    print(number, flush=True)
"""


@pytest.fixture
def folder(tmp_path):
    ask(tmp_path)
    return tmp_path


def some():
    return Answers(
        "A",
        version="v",
        given={NUMBER.id: 8.0, SEVERAL.id: ["a", "b"]},
        sure={NUMBER.id: "forte"},
        drafts={CHOICE.id: "…"},
        position=2,
        finished="2026",
    )


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != ".questionnaire.json")


def test_what_is_written_is_what_is_read():
    assert some() == from_text(to_text(some()), "A")


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_process_killed_at_any_moment_loses_the_click_under_way_at_most(tmp_path):
    luck = random.Random(20)
    for _ in range(12):
        with subprocess.Popen(
            [sys.executable, "-c", CLICKS, str(tmp_path)],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": SOURCE},
        ) as clicking:
            told = [clicking.stdout.readline()]
            time.sleep(luck.random() * 0.05)
            clicking.send_signal(signal.SIGKILL)
            told += clicking.stdout.readlines()
        last = max(int(line) for line in told if line.endswith(b"\n") and line.strip())
        assert {f"a-x-{n}" for n in range(last + 1)} <= read(tmp_path, "A").given.keys()
        save(tmp_path, Answers("A"))
    assert ["reponses_a.json"] == [n for n in names(tmp_path) if not n.endswith(".tmp")]


def test_a_full_disk_leaves_the_former_answers_and_says_so(folder, monkeypatch):
    session = Session(folder, "A")
    session.answer(NUMBER.id, 8.0)
    monkeypatch.setattr(store.os, "fsync", fails)
    with pytest.raises(NotSaved, match=r"n’est PAS enregistrée.*le disque est plein"):
        session.answer(CHOICE.id, RIGHT[CHOICE.id])
    assert {NUMBER.id: 8.0} == read(folder, "A").given
    assert ["reponses_a.json"] == names(folder)


def fails(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda session: session.answer(NUMBER.id, 8.0), "Cette réponse n’est PAS enregistrée"),
        (lambda session: session.draft(NUMBER.id, "x"), "Cette réponse n’est PAS enregistrée"),
        (lambda session: session.be_sure(NUMBER.id, "forte"), "Cette certitude n’est PAS"),
        (lambda session: session.move(1), "Impossible de changer de question"),
        (lambda session: session.finish(), "Le questionnaire n’est PAS terminé"),
    ],
)
def test_what_could_not_be_done_is_named(folder, monkeypatch, act, said):
    session = Session(folder, "A")
    monkeypatch.setattr(store.os, "fsync", fails)
    with pytest.raises(NotSaved, match=said):
        act(session)
    assert not session.finished


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "le disque est plein"),
        (errno.EACCES, "l’accès est refusé"),
        (errno.EPERM, "l’accès est refusé"),
        (errno.EROFS, "le disque est en lecture seule"),
        (errno.EIO, f"erreur {errno.EIO} du système"),
    ],
)
def test_what_the_system_refuses_is_said_in_french(number, said):
    assert said == refusal(OSError(number, "english"))
    assert "erreur OSError du système" == refusal(OSError("english"))


def test_a_damaged_file_stays_where_it_is_when_the_disk_is_full(folder, monkeypatch):
    text = to_text(some())[:-5]
    (folder / "reponses_a.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(store.os, "fsync", fails)
    with pytest.raises(NotSaved, match=r"ne peut pas s’ouvrir.*le disque est plein"):
        Session(folder, "A")
    assert text == (folder / "reponses_a.json").read_text(encoding="utf-8")
    assert ["reponses_a.json"] == names(folder)


def test_a_file_that_does_not_open_is_left_alone(folder, monkeypatch):
    save(folder, Answers("A", given={NUMBER.id: 8.0}))
    session = Session(folder, "A")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refused)
        with pytest.raises(NotSaved, match=r"PAS enregistrée.*l’accès est refusé"):
            session.answer(CHOICE.id, RIGHT[CHOICE.id])
        with pytest.raises(Unreadable, match="l’accès est refusé"):
            reopen(folder, "A")
    assert {NUMBER.id: 8.0} == read(folder, "A").given
    assert ["reponses_a.json"] == names(folder)


def refused(*_, **__):
    raise PermissionError(errno.EACCES, "Permission denied")


def test_a_file_deleted_while_the_questionnaire_is_open_comes_back_at_the_next_click(folder):
    session = Session(folder, "A")
    session.answer(NUMBER.id, 8.0)
    (folder / "reponses_a.json").unlink()
    session.answer(CHOICE.id, RIGHT[CHOICE.id])
    assert {NUMBER.id: 8.0, CHOICE.id: RIGHT[CHOICE.id]} == read(folder, "A").given
    (said,) = session.notices
    assert "reponses_a.json avait disparu" in said
    assert "Réponses enregistrées : 2." in said


def test_the_first_click_of_all_says_nothing_of_a_missing_file(folder):
    session = Session(folder, "A")
    session.answer(NUMBER.id, 8.0)
    assert [] == session.notices


def test_a_file_damaged_while_the_questionnaire_is_open_is_kept_beside_and_nothing_is_lost(folder):
    session = Session(folder, "A")
    session.answer(NUMBER.id, 8.0)
    (folder / "reponses_a.json").write_text("{", encoding="utf-8")
    session.answer(CHOICE.id, RIGHT[CHOICE.id])
    assert {NUMBER.id: 8.0, CHOICE.id: RIGHT[CHOICE.id]} == read(folder, "A").given
    assert "{" == (folder / "reponses_a.json.abime-1").read_text(encoding="utf-8")
    (said,) = session.notices
    assert "il est incomplet, ou a été modifié à la main. Il est gardé sous le nom" in said


def test_where_a_file_cannot_have_two_names_a_damaged_one_is_copied_beside(folder, monkeypatch):
    session = Session(folder, "A")
    (folder / "reponses_a.json").write_text("{", encoding="utf-8")
    monkeypatch.setattr("os.link", refused)
    session.answer(NUMBER.id, 8.0)
    assert {NUMBER.id: 8.0} == read(folder, "A").given
    assert "{" == (folder / "reponses_a.json.abime-1").read_text(encoding="utf-8")


def test_a_file_damaged_meanwhile_stays_where_the_disk_is_full(folder, monkeypatch):
    session = Session(folder, "A")
    (folder / "reponses_a.json").write_text("{", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(store.os, "fsync", fails)
        with pytest.raises(NotSaved):
            session.answer(NUMBER.id, 8.0)
    assert ["reponses_a.json"] == names(folder)
    session.answer(NUMBER.id, 8.0)
    assert {NUMBER.id: 8.0} == read(folder, "A").given


def test_a_finished_questionnaire_whose_file_is_gone_comes_back_closed(folder):
    session = Session(folder, "A")
    session.answer(NUMBER.id, 8.0)
    session.finish()
    (folder / "reponses_a.json").unlink()
    with pytest.raises(Closed):
        session.answer(NUMBER.id, 9.0)
    session.move(1)
    assert ({NUMBER.id: 8.0}, True) == (read(folder, "A").given, bool(read(folder, "A").finished))


def test_what_is_kept_beside_is_nobodys_hand_in(folder):
    course = load_course(Path(__file__).parents[2])
    assert "reponses_a.json" == product_of("reponses_a (1).json", course)
    assert product_of("reponses_a.json.abime-1", course) is None


def test_a_file_that_another_program_holds_for_a_moment_is_written_all_the_same(
    folder, monkeypatch
):
    monkeypatch.setattr(store, "_PAUSE", 0)
    busy = iter([True, True, False])
    replace = Path.replace

    def held(path, target):
        if next(busy):
            raise PermissionError(13, "held")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", held)
    save(folder, Answers("A", given={"a": "b"}))
    assert {"a": "b"} == read(folder, "A").given


@pytest.mark.parametrize("cut", range(5, 100, 5))
def test_a_file_cut_anywhere_is_kept_beside_and_its_whole_lines_go_on(folder, cut):
    text = to_text(some())
    there = text[: len(text) * cut // 100]
    (folder / "reponses_a.json").write_text(there, encoding="utf-8")
    answers, said = reopen(folder, "A")
    whole = {id_ for id_ in some().given if f'"{id_}": {{"reponse"' in there}
    assert answers.given.keys() <= whole
    assert len(answers.given) >= len(whole) - 1
    assert "est gardé sous le nom reponses_a.json.abime-1" in said
    assert there == (folder / "reponses_a.json.abime-1").read_text(encoding="utf-8")


def test_a_second_damaged_file_does_not_replace_the_first(folder):
    for text in ("{", "[", "}"):
        (folder / "reponses_a.json").write_text(text, encoding="utf-8")
        reopen(folder, "A")
    kept = [f"reponses_a.json.abime-{n}" for n in (1, 2, 3)]
    assert kept == names(folder)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "incomplet, ou a été modifié à la main"),
        ("{" * 100_000, "incomplet, ou a été modifié à la main"),
        ("[]", "ce n’est pas un fichier de réponses"),
        ('{"reponses": 3}', "ce n’est pas un fichier de réponses"),
        ('{"format": 1, "forme": "B", "reponses": {}}', "réponses au questionnaire B"),
        ('{"format": 1, "reponses": {}}', "à un autre questionnaire"),
        ('{"format": 9, "forme": "A", "reponses": {}}', "une autre version du cours"),
        ("x" * 300_000, "beaucoup trop lourd"),
    ],
)
def test_a_file_that_is_something_else_is_kept_and_the_questionnaire_begins_anew(folder, text, why):
    (folder / "reponses_a.json").write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=why):
        read(folder, "A")
    answers, said = reopen(folder, "A")
    assert {} == answers.given
    assert why in said
    assert "recommence au début" in said
    assert text == (folder / "reponses_a.json.abime-1").read_text(encoding="utf-8")


def test_a_file_saved_by_an_editor_with_a_byte_order_mark_is_read(folder):
    (folder / "reponses_a.json").write_text(to_text(some()), encoding="utf-8-sig")
    assert some() == read(folder, "A")


def test_answers_to_other_questions_are_put_aside_and_kept(folder):
    text = to_text(Answers("A", given={"a-ancienne-1": "zz", CHOICE.id: "ffffff", NUMBER.id: 3}))
    (folder / "reponses_a.json").write_text(text, encoding="utf-8")
    session = Session(folder, "A")
    assert {NUMBER.id: 3} == session.answers.given
    assert "mises de côté : 2" in session.notices[0]
    session.answer(NUMBER.id, 4.0)
    assert {"a-ancienne-1", CHOICE.id} == read(folder, "A").aside.keys()


@pytest.mark.parametrize("value", [None, True, {}, [1], "é" * 10, -1, [["a"]], {"x": 1}])
def test_an_entry_edited_by_hand_never_stops_the_questionnaire(folder, value):
    entries = {CHOICE.id: {"reponse": value}, NUMBER.id: value}
    facts = {"format": 1, "forme": "A", "reponses": entries, "position": value, "termine": value}
    facts |= {"certitudes": value, "brouillons": value, "autres": value, "remis": value}
    (folder / "reponses_a.json").write_text(json.dumps(facts), encoding="utf-8")
    session = Session(folder, "A")
    assert CHOICE.id not in session.answers.given
    if not session.finished:
        session.answer(CHOICE.id, RIGHT[CHOICE.id])


def test_a_finished_questionnaire_does_not_change_any_more(folder):
    session = Session(folder, "A")
    session.answer(NUMBER.id, 8.0)
    session.finish()
    with pytest.raises(Closed):
        session.answer(NUMBER.id, 9.0)
    with pytest.raises(Closed):
        session.finish()
    assert {NUMBER.id: 8.0} == read(folder, "A").given


def test_two_notebooks_on_one_file_do_not_undo_each_other(folder):
    one, other = Session(folder, "A"), Session(folder, "A")
    one.answer(NUMBER.id, 8.0)
    other.answer(CHOICE.id, RIGHT[CHOICE.id])
    assert {NUMBER.id, CHOICE.id} == read(folder, "A").given.keys()
