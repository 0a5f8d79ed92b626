"""The answers of a questionnaire, in one small file beside the notebook.

Every click writes the whole file anew: another file, brought to the disk, then put in its place.
Whatever is cut at whatever moment, the answers before that click are there. A file that a
program or a person damaged is kept beside, and what can still be read of it is taken over.
"""

import contextlib
import copy
import datetime
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from atelier.errors import refusal
from atelier.submission import write_whole

FORMAT = 1
"""Version of the file's form."""

MAX_BYTES = 200_000
"""A file of answers has some kilobytes: a heavier one is something else."""

DONT_KNOW = "je ne sais pas"
LEFT = "laissée de côté"
"""What stands for the answer to a question that was left when the questionnaire was finished."""

CERTAINTIES = ("faible", "moyenne", "forte")
_TRIES, _PAUSE = 5, 0.1
"""How often, and after how many seconds, a file is replaced again that another program holds."""


class Unreadable(ValueError):
    """A file of answers that cannot be used; the text says why, in French.

    `damaged`: it was of this form, and what is left of it may be read line by line. `shut`: it
    did not even open; nothing is known of what it holds, which may be in perfect order.
    """

    def __init__(self, text: str, *, damaged: bool = False, shut: bool = False):
        """Keep the text, and what is known of the file."""
        super().__init__(text)
        self.damaged, self.shut = damaged, shut


@dataclass
class Answers:
    """What a participant answered to one form, and where they are in it.

    `given`: question → answer; `sure`: question → certainty; `drafts`: question → what is not an
    answer yet, as it was typed or clicked; `aside`: entries that this version of the questionnaire
    does not know, kept as they are. `finished` and `handed_in` are moments.
    """

    form: str
    version: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    sure: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, Any] = field(default_factory=dict)
    aside: dict[str, Any] = field(default_factory=dict)
    position: int = 0
    finished: str = ""
    handed_in: str = ""

    def left(self, questions: Iterable[Mapping[str, Any]]) -> list[int]:
        """Return the numbers of the questions without an answer."""
        return [q["numero"] for q in questions if q["id"] not in self.given]


def file_name(form: str) -> str:
    """Return the name of the file that holds the answers to `form`."""
    return f"reponses_{form.lower()}.json"


def to_text(answers: Answers) -> str:
    """Return what is written: JSON, with one line for each answer."""
    head = {
        "format": FORMAT,
        "forme": answers.form,
        "questionnaire": answers.version,
        "position": answers.position,
        "termine": answers.finished,
        "remis": answers.handed_in,
    }
    tables = {
        "reponses": {id_: {"reponse": value} for id_, value in answers.given.items()},
        "certitudes": {id_: {"certitude": sure} for id_, sure in answers.sure.items()},
        "brouillons": answers.drafts,
        "autres": answers.aside,
    }
    parts = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    parts += [f"{json.dumps(key)}: {_lines(table)}" for key, table in tables.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(table: Mapping[str, Any]) -> str:
    rows = [f" {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in table.items()]
    return "{\n" + ",\n".join(rows) + "\n}" if rows else "{}"


def from_text(text: str, form: str) -> Answers:
    """Return the answers that `text` holds. Raises `Unreadable`."""
    try:
        facts = json.loads(text)
    except (ValueError, RecursionError):
        why = "il est incomplet, ou a été modifié à la main"
        raise Unreadable(why, damaged=True) from None
    if not isinstance(facts, dict) or not isinstance(facts.get("reponses"), dict):
        raise Unreadable("ce n’est pas un fichier de réponses", damaged=True)
    if facts.get("forme") != form:
        other = facts.get("forme")
        named = f"au questionnaire {other}" if other in ("A", "B") else "à un autre questionnaire"
        raise Unreadable(f"il contient les réponses {named}, pas au questionnaire {form}")
    if facts.get("format") != FORMAT:
        raise Unreadable("il a été écrit par une autre version du cours")
    answers = Answers(form)
    answers.version = _word(facts.get("questionnaire"))
    answers.finished, answers.handed_in = _word(facts.get("termine")), _word(facts.get("remis"))
    position = facts.get("position")
    answers.position = position if type(position) is int and 0 <= position < 1000 else 0
    answers.aside, answers.drafts = _table(facts.get("autres")), _table(facts.get("brouillons"))
    for id_, entry in facts["reponses"].items():
        _take(answers, id_, entry)
    for id_, entry in _table(facts.get("certitudes")).items():
        _take_certainty(answers, id_, entry)
    return answers


def _take(answers: Answers, id_: str, entry: Any) -> None:
    """Take an answer over, or put it aside."""
    if isinstance(entry, dict) and _is_answer(entry.get("reponse")):
        answers.given[id_] = entry["reponse"]
    else:
        answers.aside[id_] = entry


def _take_certainty(answers: Answers, id_: str, entry: Any) -> None:
    if isinstance(entry, dict) and entry.get("certitude") in CERTAINTIES:
        answers.sure[id_] = entry["certitude"]


def _is_answer(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(part, str) for part in value) and len(value) < 100
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _table(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}


def _word(value: Any) -> str:
    return value[:80] if isinstance(value, str) else ""


def salvage(text: str, form: str) -> Answers:
    """Return what can be read, line by line, of a damaged file of `form`."""
    answers = Answers(form)
    for line in text.splitlines():
        try:
            pair = json.loads("{" + line.strip().rstrip(",").removeprefix("{") + "}")
        except (ValueError, RecursionError):
            continue
        for key, value in pair.items():
            if isinstance(value, dict) and "reponse" in value:
                _take(answers, key, value)
            _take_certainty(answers, key, value)
    answers.aside.clear()
    return answers


def read(folder: Path, form: str) -> Answers | None:
    """Return the saved answers to `form`, None where there are none. Raises `Unreadable`."""
    text = _read_text(folder / file_name(form))
    return None if text is None else from_text(text, form)


def _read_text(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unreadable(f"il ne s’ouvre pas ({refusal(error)})", shut=True) from None
    if len(data) > MAX_BYTES:
        raise Unreadable("il est beaucoup trop lourd")
    return data.decode("utf-8-sig", "replace")


def reopen(folder: Path, form: str) -> tuple[Answers, str]:
    """Return the answers to go on from, and in French what happened to the file, if anything.

    A file that cannot be used is kept beside, under another name. Raises `OSError` where the disk
    refuses, `Unreadable` where the file does not open; nothing is changed then.
    """
    try:
        return read(folder, form) or Answers(form), ""
    except Unreadable as error:
        if error.shut:
            raise
        path = folder / file_name(form)
        answers = salvage(_read_text(path) or "", form) if error.damaged else Answers(form)
        kept = _set_aside(path, answers if answers.given else None)
        said = f"Le fichier {path.name} n’a pas pu être repris : {error}."
        if answers.given:
            said += f" Réponses retrouvées : {len(answers.given)}. Vérifiez-les, puis continuez."
        else:
            said += " Le questionnaire recommence au début."
        return answers, f"{said} L’ancien fichier est gardé sous le nom {kept.name}."


def _set_aside(path: Path, instead: Answers | None) -> Path:
    """Keep a file under a name that nobody collects, `instead` in its place; return that name.

    Raises `OSError`; the file is then where it was.
    """
    number = 1
    while (kept := path.with_name(f"{path.name}.abime-{number}")).exists():
        number += 1
    if instead is None:
        path.replace(kept)
        return kept
    try:
        _put_beside(path, kept)
        save(path.parent, instead)
    except OSError:
        kept.unlink(missing_ok=True)
        raise
    return kept


def _put_beside(path: Path, kept: Path) -> None:
    """Give a file a second name: whatever is cut now, the first one still leads to it."""
    try:
        os.link(path, kept)
    except OSError:  # a USB stick has no links
        shutil.copyfile(path, kept)


def change(
    folder: Path, form: str, edit: Callable[[Answers], None], known: Answers | None = None
) -> tuple[Answers, str]:
    """Read the file, `edit` what it says, write it again.

    Return what it says now, and in French what had happened to the file, if anything. Read each
    time: another notebook may have written meanwhile. Where the file is gone, or cannot be used
    any more, a copy of `known` is what is edited. Raises `OSError` where the disk refuses,
    `Unreadable` where the file does not open, or where nothing is `known`; nothing is changed then.
    """
    name, unusable = file_name(form), None
    try:
        found = read(folder, form)
    except Unreadable as error:
        if known is None or error.shut:
            raise
        found, unusable = None, error
    answers = found or copy.deepcopy(known) or Answers(form)
    edit(answers)
    anew = f"avec ce que ce carnet avait en mémoire. Réponses enregistrées : {len(answers.given)}."
    if unusable:
        kept = _set_aside(folder / name, answers)
        said = f"Le fichier {name} ne pouvait plus être relu : {unusable}. Il est gardé sous le"
        return answers, f"{said} nom {kept.name} ; un nouveau fichier est écrit, {anew}"
    save(folder, answers)
    if found is None and known is not None and (known.given or known.drafts):
        return answers, f"Le fichier {name} avait disparu : il est écrit de nouveau, {anew}"
    return answers, ""


def save(folder: Path, answers: Answers) -> None:
    """Write the answers, all or nothing. Raises `OSError`."""
    path = folder / file_name(answers.form)
    data = to_text(answers).encode("utf-8", "replace")
    for tries_left in reversed(range(_TRIES)):
        try:
            write_whole(path, data)
            break
        except PermissionError:  # an antivirus reads it
            if not tries_left:
                raise
            time.sleep(_PAUSE)
    _bring_to_disk(folder)


def _bring_to_disk(folder: Path) -> None:
    """Have the new name of the file survive a power cut, too; Windows sees to it by itself."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def now() -> str:
    """Return this moment, as it is written into the file."""
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")
