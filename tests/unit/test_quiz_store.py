"""Answers are on the disk after each click, whatever ends the process, and damage loses nothing."""

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
    assert names(tmp_path) in (["reponses_a.json"], [".reponses_a.json.tmp", "reponses_a.json"])


def test_a_full_disk_leaves_the_former_answers_and_says_so(folder, monkeypatch):
    session = Session(folder, "A")
    session.answer(NUMBER.id, 8.0)
    monkeypatch.setattr(store.os, "fsync", fails)
    with pytest.raises(NotSaved, match=r"n’est PAS enregistrée.*No space left"):
        session.answer(CHOICE.id, RIGHT[CHOICE.id])
    assert {NUMBER.id: 8.0} == read(folder, "A").given


def fails(*_):
    raise OSError(28, "No space left on device")


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
    assert "est gardé sous le nom reponses_a_abime_1.json" in said
    assert there == (folder / "reponses_a_abime_1.json").read_text(encoding="utf-8")


def test_a_second_damaged_file_does_not_replace_the_first(folder):
    for text in ("{", "[", "}"):
        (folder / "reponses_a.json").write_text(text, encoding="utf-8")
        reopen(folder, "A")
    kept = [f"reponses_a_abime_{n}.json" for n in (1, 2, 3)]
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
    assert text == (folder / "reponses_a_abime_1.json").read_text(encoding="utf-8")


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
