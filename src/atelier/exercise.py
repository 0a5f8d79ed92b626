"""The form of a graded exercise, read from a notebook's cells.

In this order: statement (Markdown) · answer cell (nbgrader solution) · one or more test cells
(nbgrader grade) · wrong answers (tag `erreur-typique`) · trainer's notes (tag `formation`).
Standard library only: a cell is a mapping, as nbformat stores it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from atelier.form import NUMBER, Choice, ListOf, Table

WRONG = "erreur-typique"
TRAINER = "formation"
PARAMETERS = "parameters"
HAND_IN = "remise"
"""Tag of the cell that packs a submission: never run by tools."""

QUESTIONS = "questionnaire"
"""Tag of the cells that the build makes from a question bank."""

BACKSTAGE = (WRONG, TRAINER)
"""Tags of the cells that participants never get."""

SOLUTION_REGION = re.compile(
    r"^[ \t]*### BEGIN SOLUTION\n(?P<inside>.*?)^[ \t]*### END SOLUTION\n?", re.M | re.S
)
MARKS = ("### BEGIN SOLUTION", "### END SOLUTION")
STARTER_REGION = re.compile(
    r"^[ \t]*### BEGIN STARTER\n(?P<inside>.*?)^[ \t]*### END STARTER\n?", re.M | re.S
)
"""Code that participants repair. It would stop the solution notebook: there it is commented out."""

PLACEHOLDER = re.compile(r"\s*\w+ = \.\.\.\s*(#.*)?$")
"""A line that participants replace."""

GRADE_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""A readable id: small letters without accents, digits, hyphens."""

Cell = Mapping[str, Any]

CELL = Table(
    {
        "cell_type": Choice(("code", "markdown", "raw")),
        "metadata": Table(
            optional={
                "tags": ListOf(str),
                "nbgrader": Table(
                    {
                        "grade_id": str,
                        "grade": bool,
                        "solution": bool,
                        "locked": bool,
                        "schema_version": Choice((3,)),
                    },
                    optional={"points": NUMBER, "task": bool},
                    open=True,
                ),
                "atelier": Table(
                    optional={
                        "competences": ListOf(str),
                        "pays": bool,
                        "meprise": str,
                        "message": str,
                        "galerie": str,
                    },
                    open=True,
                ),
            },
            open=True,
        ),
        "source": (str, ListOf(str)),
    },
    optional={
        "id": str,
        "outputs": ListOf(Table({"output_type": str}, open=True)),
    },
    open=True,
)
"""The form of a stored cell: what every reader below, nbgrader too, takes for granted."""


@dataclass(frozen=True)
class WrongAnswer:
    """A typical wrong answer: what it shows, and what the learner must then read."""

    index: int
    source: str
    misconception: str
    message: str


@dataclass(frozen=True)
class Test:
    """A test cell."""

    __test__ = False  # not a test of pytest's

    grade_id: str
    points: float
    index: int
    source: str


@dataclass(frozen=True)
class Exercise:
    """One graded exercise. `index` counts cells from 0; `manual` means marked by a person.

    `asked`: its questions are asked by a questionnaire, whose answers the cell reads: participants
    leave it as it is.
    """

    grade_id: str
    index: int
    source: str
    points: float
    manual: bool = False
    asked: bool = False
    by_country: bool = False
    competences: tuple[str, ...] = ()
    tests: tuple[Test, ...] = ()
    wrong_answers: tuple[WrongAnswer, ...] = field(default=(), repr=False)

    @property
    def untouched(self) -> str:
        """The answer cell as a participant gets it."""
        return blank(self.source)

    @property
    def solution(self) -> str:
        """The course's answer as a participant could have written it.

        A solution at the margin replaces the placeholders above it; one inside a function
        completes the function.
        """
        begin = self.source.find("### BEGIN SOLUTION")
        at_margin = begin >= 0 and (begin == 0 or self.source[begin - 1] == "\n")
        kept = self.source[begin:] if at_margin else self.source
        lines = (line for line in kept.splitlines() if not PLACEHOLDER.match(line))
        return "\n".join(line for line in lines if line.strip() not in MARKS)


def blank(source: str) -> str:
    """Return an answer cell's source without its solution regions, its starters made code."""
    return bare_starters(SOLUTION_REGION.sub("", source)).rstrip("\n")


def bare_starters(source: str) -> str:
    """Return `source` with the lines of its starter regions no longer commented out."""
    return STARTER_REGION.sub(
        lambda region: re.sub(r"^([ \t]*)# ?", r"\1", region["inside"], flags=re.M), source
    )


def source_of(cell: Cell) -> str:
    """Return a cell's source as one string (nbformat also stores lists of lines)."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def tags(cell: Cell) -> Sequence[str]:
    """Return a cell's tags."""
    return cell.get("metadata", {}).get("tags", ())


def nbgrader(cell: Cell) -> Mapping[str, Any]:
    """Return a cell's nbgrader metadata."""
    return cell.get("metadata", {}).get("nbgrader", {})


def is_answer(cell: Cell) -> bool:
    """Tell whether participants answer in this cell."""
    return bool(nbgrader(cell).get("solution"))


def is_test(cell: Cell) -> bool:
    """Tell whether this cell checks an answer."""
    return bool(nbgrader(cell).get("grade")) and not is_answer(cell)


def read_exercises(cells: Iterable[Cell]) -> tuple[Exercise, ...]:
    """Return the graded exercises of a notebook, in their order.

    Reads what is there: `atelier.check.structure` says what is missing or out of place.
    """
    groups: list[dict[str, Any]] = []
    for index, cell in enumerate(cells):
        source = source_of(cell)
        if is_answer(cell):
            groups.append({"index": index, "cell": cell, "tests": [], "wrong": []})
        elif is_test(cell) and groups:
            grader = nbgrader(cell)
            test = Test(grader["grade_id"], float(grader.get("points", 0)), index, source)
            groups[-1]["tests"].append(test)
        elif WRONG in tags(cell) and groups:
            about = cell["metadata"].get("atelier", {})
            groups[-1]["wrong"].append(
                WrongAnswer(index, source, about.get("meprise", ""), about.get("message", ""))
            )
    return tuple(_exercise(group) for group in groups)


def _exercise(group: dict[str, Any]) -> Exercise:
    cell, tests = group["cell"], tuple(group["tests"])
    about, grader = cell["metadata"].get("atelier", {}), nbgrader(cell)
    manual = bool(grader.get("grade"))
    return Exercise(
        grade_id=grader["grade_id"],
        index=group["index"],
        source=source_of(cell),
        points=float(grader.get("points", 0)) if manual else sum(t.points for t in tests),
        manual=manual,
        asked=QUESTIONS in tags(cell),
        by_country=bool(about.get("pays", False)),
        competences=tuple(about.get("competences", ())),
        tests=tests,
        wrong_answers=tuple(group["wrong"]),
    )
