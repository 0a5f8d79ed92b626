"""A cohort of invented people, to try every trainer's verb: always the same for the same seed.

Their answers are the course's solutions and the typical wrong answers that exercises declare;
their files are packed as participants pack theirs.
"""

import ast
import copy
import datetime
import json
import os
import random
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from atelier.build.questionnaire import questions_of, right_answer, wrong_answers
from atelier.course import Course, Module
from atelier.exercise import PARAMETERS, Exercise, is_test, nbgrader, tags
from atelier.grading.cohort import Cohort
from atelier.invocation import command
from atelier.learner.quiz.store import DONT_KNOW, Answers, file_name, to_text
from atelier.person import Person
from atelier.submission import (
    digest,
    light_notebook,
    pack,
    parse_notebook,
    read_expected,
    write_whole,
)

COHORT = Path(__file__).parents[3] / "grading" / "exemple" / "cohorte.toml"

Cells = list[dict[str, Any]]


@dataclass(frozen=True)
class Invented:
    """An invented participant. `attempts` and `right` are shares between 0 and 1."""

    person: Person
    country: str
    attempts: float
    right: float
    bare: bool
    accident: str | None


@dataclass(frozen=True)
class Example:
    """The files that were written, ready to be collected."""

    folder: Path
    files: tuple[Path, ...]


def write_example(
    course: Course, cohort: Cohort, modules: tuple[Module, ...] = (), source: Path = COHORT
) -> Example:
    """Write what the invented participants of `source` send for `modules` (or for all).

    Files go to `a-collecter/`; those of an earlier call are replaced.
    """
    facts = tomllib.loads(source.read_text(encoding="utf-8"))
    files: list[Path] = []
    for module in modules or course.modules:
        for someone in _invented(facts):
            luck = random.Random(f"{facts['graine']} {module.name} {someone.person.name}")
            when = facts["date"] + datetime.timedelta(minutes=luck.randrange(240))
            sent = _files(course, module, someone, luck, when, facts["produits"])
            for name, data in sent.items():
                path = cohort.inbox / name
                write_whole(path, data)
                os.utime(path, (when.timestamp(), when.timestamp()))
                files.append(path)
    return Example(cohort.inbox, tuple(files))


def render_example(example: Example, cohort: Cohort) -> str:
    """Return in French what was written and the commands that come next."""
    promotion = ("--promotion", str(cohort.root))
    return "\n".join(
        [
            f"{len(example.files)} fichiers d’une promotion inventée, dans {example.folder}.",
            f"Ensuite : {command('collecter', str(example.folder), *promotion)}",
            *(
                f"          {command(verb, *promotion)}"
                for verb in ("corriger", "retours", "bilan")
            ),
        ]
    )


def _invented(facts: Mapping[str, Any]) -> list[Invented]:
    return [
        Invented(
            person=Person(entry["nom"], digest(f"{facts['graine']} {entry['nom']}".encode())[:16]),
            country=entry["pays"],
            attempts=facts["profils"][entry["profil"]]["part"],
            right=facts["profils"][entry["profil"]]["juste"],
            bare=entry.get("forme") == "carnet",
            accident=entry.get("accident"),
        )
        for entry in facts["participants"]
    ]


def _files(
    course: Course,
    module: Module,
    someone: Invented,
    luck: random.Random,
    when: datetime.datetime,
    produced: Mapping[str, str],
) -> dict[str, bytes]:
    """Return what one person sends: file name → bytes. `produced`: product → its text."""
    expected = read_expected(course.released / module.name)
    exercises = [e for notebook in module.notebooks for e in notebook.exercises]
    answers = _answers([e for e in exercises if not e.asked], someone, luck)
    notebooks = {
        notebook.path.name: _notebook(course, module, notebook.path.name, answers, someone.country)
        for notebook in module.notebooks
    }
    if someone.accident:
        first = next(iter(notebooks.values()))
        ACCIDENTS[someone.accident](first["cells"], exercises)
    clicked = _clicked(course, module, someone, luck, when)
    if someone.bare:
        # As they come out of a browser's download folder.
        alone = {name: light_notebook(notebook) for name, notebook in notebooks.items()}
        alone |= clicked
        return {
            f"{Path(name).stem}_{someone.person.name} ({number}){Path(name).suffix}": data
            for number, (name, data) in enumerate(alone.items(), 1)
        }
    finished = someone.attempts == 1
    products = {
        name: produced[name].encode("utf-8")
        for name in module.products
        if finished and name in produced
    }
    data = pack(expected, someone.person, when, notebooks, products | clicked)
    return {f"{module.name}_{someone.person.id}.zip": data}


def _answers(exercises: list[Exercise], someone: Invented, luck: random.Random) -> dict[str, str]:
    """Return grade id → answer, for the exercises that this person tried."""
    answers: dict[str, str] = {}
    for exercise in exercises[: round(someone.attempts * len(exercises))]:
        if luck.random() < someone.right or not exercise.wrong_answers:
            answers[exercise.grade_id] = exercise.solution
        else:
            answers[exercise.grade_id] = luck.choice(exercise.wrong_answers).source
    return answers


def _clicked(
    course: Course,
    module: Module,
    someone: Invented,
    luck: random.Random,
    when: datetime.datetime,
) -> dict[str, bytes]:
    """Return the file of the answers that this person clicked, if the module has a questionnaire."""
    asked = questions_of(course, module)
    asked = asked[: round(someone.attempts * len(asked))]
    if not asked:
        return {}
    answers = Answers(module.questionnaire.form)
    for question in asked:
        right = luck.random() < someone.right
        wrong = [DONT_KNOW, *(answer for answer, _ in wrong_answers(question))]
        answers.given[question.id] = right_answer(question) if right else luck.choice(wrong)
    if someone.attempts == 1:
        answers.finished = when.isoformat(timespec="seconds")
    return {file_name(answers.form): to_text(answers).encode("utf-8")}


def _notebook(
    course: Course, module: Module, name: str, answers: Mapping[str, str], country: str
) -> dict[str, Any]:
    notebook = parse_notebook((course.released / module.name / name).read_bytes())
    for cell in notebook["cells"]:
        grade_id = nbgrader(cell).get("grade_id", "")
        cell["source"] = answers.get(grade_id, cell["source"])
        if PARAMETERS in tags(cell):
            cell["source"] = re.sub(
                r'PAYS = ".*?"', f"PAYS = {json.dumps(country)}", cell["source"]
            )
    return notebook


def _delete_test(cells: Cells, exercises: list[Exercise]) -> None:
    cells.remove(next(cell for cell in cells if is_test(cell)))


def _double_cells(cells: Cells, exercises: list[Exercise]) -> None:
    for number, cell in reversed(list(enumerate(cells))):
        if nbgrader(cell).get("grade_id", "").endswith(exercises[0].grade_id):
            cells.insert(number, {**copy.deepcopy(cell), "id": f"copie-{number}"})


def _misspell(cells: Cells, exercises: list[Exercise]) -> None:
    cell = _answer_cell(cells, exercises[0])
    cell["source"] = f"print(tabel.head())\n{exercises[0].solution}"


def _give_text(cells: Cells, exercises: list[Exercise]) -> None:
    cell = _answer_cell(cells, exercises[0])
    tree = ast.parse(exercises[0].solution)
    given = [node for node in tree.body if isinstance(node, ast.Assign)]
    named = [t.id for node in given for t in node.targets if isinstance(t, ast.Name)]
    cell["source"] = "".join(f"{name} = " for name in named) + '"je ne sais pas encore"'


def _mistype_country(cells: Cells, exercises: list[Exercise]) -> None:
    for cell in cells:
        if PARAMETERS in tags(cell):
            cell["source"] = re.sub(r'PAYS = ".*?"', 'PAYS = "Kongo"', cell["source"])


def _answer_cell(cells: Cells, exercise: Exercise) -> dict[str, Any]:
    return next(c for c in cells if nbgrader(c).get("grade_id") == exercise.grade_id)


ACCIDENTS: Mapping[str, Callable[[Cells, list[Exercise]], None]] = {
    "test-supprime": _delete_test,
    "cellules-doublees": _double_cells,
    "erreur-de-nom": _misspell,
    "mauvais-type": _give_text,
    "pays-inconnu": _mistype_country,
}
"""What happened to somebody's notebook → what does it to the cells of the first notebook."""
