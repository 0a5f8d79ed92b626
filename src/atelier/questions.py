"""The question bank of a questionnaire, read from its `questions.toml`: frozen data.

Two forms, A and B, matched pair by pair. Standard library only; `atelier.check.questions` says
what is not in order in it.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from atelier.form import NUMBER, Choice, ListOf, Table, TableOf, check_form
from atelier.problem import CourseError, Problem

BANK = "questions.toml"
"""The bank's file, in the folder of the module that holds it; never released as it is."""

FORMS = ("A", "B")
ONE, SEVERAL, ORDER, NUMERIC, CODE = KINDS = (
    "choix",
    "choix-multiple",
    "ordre",
    "nombre",
    "code",
)


@dataclass(frozen=True)
class Option:
    """One option of a choice; a wrong one names a misconception."""

    text: str
    right: bool
    explanation: str
    misconception: str


@dataclass(frozen=True)
class Trap:
    """A known wrong number, or a known wrong expression, and the misconception that it shows."""

    value: float | str
    misconception: str


@dataclass(frozen=True)
class Question:
    """One question. What its kind does not use is empty.

    `lines` stand in a right order, `also` are other right orders of their indices. `trials` set
    names by Python expressions, for the expression that is the answer of a code question.
    """

    id: str
    form: str
    pair: str
    competence: str
    kind: str
    text: str
    excerpt: str = ""
    options: tuple[Option, ...] = ()
    lines: tuple[str, ...] = ()
    also: tuple[tuple[int, ...], ...] = ()
    number: float = 0.0
    tolerance: float = 0.0
    unit: str = ""
    start: str = ""
    solution: str = ""
    trials: tuple[Mapping[str, str], ...] = ()
    traps: tuple[Trap, ...] = ()
    explanation: str = ""
    misconception: str = ""

    @property
    def misconceptions(self) -> Iterator[str]:
        """The misconceptions that a wrong answer can show, in the order of the file."""
        yield from (option.misconception for option in self.options if not option.right)
        yield from (trap.misconception for trap in self.traps)
        if self.misconception:
            yield self.misconception

    @property
    def right_orders(self) -> list[list[str]]:
        """The right orders of its lines."""
        return [list(self.lines), *([self.lines[n] for n in order] for order in self.also)]


@dataclass(frozen=True)
class Bank:
    """The questions of both forms, in the order of the file."""

    path: Path
    questions: tuple[Question, ...]

    def form(self, form: str, competences: Iterable[str]) -> list[Question]:
        """Return the questions of a form in the order in which they are asked.

        That is the first question of each competence, in the order of `competences`, then the
        second ones.
        """
        rank = {competence: number for number, competence in enumerate(competences)}
        own = [question for question in self.questions if question.form == form]
        return sorted(own, key=lambda q: (q.pair.rpartition("-")[2], rank.get(q.competence, 99)))


@dataclass(frozen=True)
class Questionnaire:
    """The form of a question bank that a module asks."""

    form: str
    bank: Bank


ASKED = Table({"forme": Choice(FORMS)}, {"banque": str})
"""The form of `[questionnaire]` in a module's facts; `banque` names the module that has it."""

_COMMON = {
    "id": str,
    "forme": Choice(FORMS),
    "paire": str,
    "competence": str,
    "genre": Choice(KINDS),
    "texte": str,
}
_OPTION = Table({"texte": str, "explication": str}, {"juste": bool, "meprise": str})
_EXCERPT = {"extrait": str}
_OWN = {
    ONE: Table({**_COMMON, "options": ListOf(_OPTION)}, _EXCERPT),
    SEVERAL: Table({**_COMMON, "options": ListOf(_OPTION)}, _EXCERPT),
    ORDER: Table(
        {**_COMMON, "lignes": ListOf(str), "meprise": str, "explication": str},
        {**_EXCERPT, "aussi": ListOf(ListOf(int))},
    ),
    NUMERIC: Table(
        {**_COMMON, "reponse": NUMBER, "tolerance": NUMBER, "unite": str, "explication": str},
        {**_EXCERPT, "pieges": ListOf(Table({"valeur": NUMBER, "meprise": str}))},
    ),
    CODE: Table(
        {**_COMMON, "depart": str, "solution": str, "explication": str},
        {
            **_EXCERPT,
            "essais": ListOf(TableOf(str)),
            "pieges": ListOf(Table({"code": str, "meprise": str})),
        },
    ),
}
_FILE = Table({"questions": ListOf(Table({"id": str, "genre": Choice(KINDS)}, open=True))})


def read_bank(folder: Path) -> Bank | None:
    """Return the bank that the module in `folder` holds, if any. Raises `CourseError`."""
    path = folder / BANK
    where = f"{folder.parent.name}/{folder.name}/{BANK}"
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        what = f"ce fichier ne se lit pas : {error}"
        raise CourseError([Problem(where, what, "corrigez la ligne")]) from None
    problems = list(check_form(facts, _FILE, where))
    if not problems:
        for entry in facts["questions"]:
            problems += check_form(entry, _OWN[entry["genre"]], f"{where}, {entry['id']}")
    if problems:
        raise CourseError(problems)
    return Bank(path, tuple(map(_question, facts["questions"])))


def read_questionnaire(folder: Path, asked: Mapping[str, str] | None) -> Questionnaire | None:
    """Return what the module in `folder` asks: a form of its own bank, or of another module's."""
    if asked is None:
        return None
    home = folder.parent / asked.get("banque", folder.name)
    bank = read_bank(home)
    if bank is None:
        where = f"solutions/{folder.name}/module.toml"
        repair = f"créez-le, ou nommez dans « banque » le module qui a un {BANK}"
        raise CourseError([Problem(where, f"solutions/{home.name}/{BANK} n’existe pas", repair)])
    return Questionnaire(asked["forme"], bank)


def _question(entry: Mapping[str, Any]) -> Question:
    traps = entry.get("pieges", ())
    return Question(
        id=entry["id"],
        form=entry["forme"],
        pair=entry["paire"],
        competence=entry["competence"],
        kind=entry["genre"],
        text=entry["texte"].strip(),
        excerpt=entry.get("extrait", "").strip("\n"),
        options=tuple(map(_option, entry.get("options", ()))),
        lines=tuple(entry.get("lignes", ())),
        also=tuple(map(tuple, entry.get("aussi", ()))),
        number=float(entry.get("reponse", 0)),
        tolerance=float(entry.get("tolerance", 0)),
        unit=entry.get("unite", ""),
        start=entry.get("depart", ""),
        solution=entry.get("solution", "").strip(),
        trials=tuple(entry.get("essais", ())),
        traps=tuple(Trap(t.get("valeur", t.get("code")), t["meprise"]) for t in traps),
        explanation=entry.get("explication", "").strip(),
        misconception=entry.get("meprise", ""),
    )


def _option(entry: Mapping[str, Any]) -> Option:
    return Option(
        text=entry["texte"].strip(),
        right=entry.get("juste", False),
        explanation=entry["explication"].strip(),
        misconception=entry.get("meprise", ""),
    )
