"""What grading found, read back from the gradebook and the notebooks that ran: frozen data.

Points come from the gradebook, so marks given by hand in formgrader count; messages come from the
test cells' errors. No test code and no traceback gets in here.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from atelier.course import Course, Module, Notebook
from atelier.exercise import Exercise, nbgrader, source_of
from atelier.grading.clock import history
from atelier.grading.cohort import Cohort, names, read_receipts
from atelier.grading.gradebook import open_gradebook
from atelier.grading.pages import Mark, Page, read_pages
from atelier.grading.state import read_state
from atelier.verdict import (
    ALMOST,
    CHECKS,
    MISSING,
    NOT_STARTED,
    STOPPED,
    Verdict,
    read_verdict,
)
from atelier.visible import visible

RIGHT, PARTLY, WRONG = "juste", "en partie juste", "à reprendre"
BLANK, BY_HAND = "pas commencé", "à relire"

NO_RESPONSE = "No response."
"""What nbgrader itself comments on an untouched answer."""

MAX_ERROR, MAX_TEXT, MAX_MESSAGE = 60, 300, 1_000
"""Characters that are shown of an error's name, of its text, of what a check says."""

STOPPED_OUTSIDE = "Une cellule en dehors des exercices a été arrêtée"

ERRORS = {
    "NameError": "Python ne connaît pas ce nom : vérifiez l’orthographe, et que la cellule qui le "
    "crée a été exécutée avant.",
    "SyntaxError": "Python n’arrive pas à lire la ligne : cherchez une parenthèse, un guillemet ou "
    "deux-points oubliés.",
    "IndentationError": "Le décalage au début d’une ligne n’est pas régulier : quatre espaces dans "
    "une fonction, aucune ailleurs.",
    "TypeError": "Une opération reçoit un genre de valeur qu’elle n’attend pas, par exemple un "
    "texte au lieu d’un nombre.",
    "ValueError": "La valeur est du bon genre, mais son contenu ne convient pas : regardez-la avant "
    "de la convertir.",
    "KeyError": "Cette colonne ou cette clé n’existe pas : comparez-la à la liste des colonnes, "
    "accents et majuscules compris.",
    "IndexError": "On demande une ligne ou un élément qui n’existe pas : la liste est plus courte, "
    "et on compte à partir de 0.",
    "AttributeError": "Cet objet n’a pas cette commande : vérifiez l’orthographe, et le genre de "
    "l’objet.",
    "FileNotFoundError": "Le fichier n’est pas là où on le cherche : vérifiez son nom et le dossier.",
    "ZeroDivisionError": "On divise par zéro : regardez d’où vient ce zéro.",
    "ModuleNotFoundError": "Cet outil n’est pas installé avec le cours : on peut s’en passer.",
    "CellTimeoutError": "La cellule a dépassé le temps permis : une boucle ne finit sans doute pas.",
    "KeyboardInterrupt": "La cellule a dépassé le temps permis : une boucle ne finit sans doute pas.",
}
"""Name of an ordinary error → what it means, in one French line."""


@dataclass(frozen=True)
class ExerciseResult:
    """One exercise of one participant. Texts are French; `misconception` is an id of the course.

    `notebook` is the title of the notebook it stands in, `answer` the participant's own code and
    `comment` what a trainer wrote in formgrader. `further`: what the tests of other questions say,
    where an exercise puts together several questions of a questionnaire.
    """

    notebook: str
    grade_id: str
    title: str
    points: float
    maximum: float
    status: str
    message: str = ""
    misconception: str | None = None
    answer: str = ""
    comment: str = ""
    further: tuple[Verdict, ...] = ()

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """Every misconception that its tests named."""
        named = (self.misconception, *(verdict.misconception for verdict in self.further))
        return tuple(dict.fromkeys(id_ for id_ in named if id_))


@dataclass(frozen=True)
class Result:
    """One graded submission. `notices` are messages of cells outside the exercises.

    `handed_in` says in French when, and how many others it replaced.
    """

    participant: str
    name: str
    module: str
    exercises: tuple[ExerciseResult, ...]
    notices: tuple[str, ...] = ()
    handed_in: str = ""

    @property
    def points(self) -> float:
        """Points of all exercises."""
        return sum(exercise.points for exercise in self.exercises)

    @property
    def maximum(self) -> float:
        """Points that were to be had."""
        return sum(exercise.maximum for exercise in self.exercises)


@dataclass(frozen=True)
class Class:
    """The graded submissions of a module, by name, and who handed in without being graded yet.

    Whoever the gradebook does not know is not graded: a lost gradebook never becomes a zero.
    """

    module: Module
    results: tuple[Result, ...]
    ungraded: tuple[str, ...]


def read_class(course: Course, cohort: Cohort, module: Module) -> Class:
    """Read the results of every submission of `module` that is graded."""
    receipts, state = read_receipts(cohort), read_state(cohort)
    called, handed_in = names(receipts), history(receipts, module.name)
    with open_gradebook(cohort) as gradebook:
        pages = read_pages(gradebook.db, module)
    headings = {notebook.name: titles(notebook) for notebook in module.notebooks}
    results, ungraded = [], []
    for participant in cohort.submissions(module.name):
        name = called.get(participant, participant)
        mine = pages.get(participant, {})
        if state.is_graded(f"{participant}/{module.name}") and headings.keys() <= mine.keys():
            result = _result(cohort, module, participant, name, mine, headings)
            results.append(replace(result, handed_in=handed_in.get(participant, "")))
        else:
            ungraded.append(name)
    # Participants come sorted by id, which is the name without accents.
    return Class(module, tuple(results), tuple(ungraded))


def _result(
    cohort: Cohort,
    module: Module,
    participant: str,
    name: str,
    pages: Mapping[str, Page],
    headings: Mapping[str, Sequence[str]],
) -> Result:
    exercises: list[ExerciseResult] = []
    notices: list[str] = []
    for notebook in module.notebooks:
        cells = _ran(cohort, module, participant, notebook)
        notices += _notices(cells)
        ran = _Ran(notebook.title, {_id(cell): cell for cell in cells}, pages[notebook.name])
        exercises += [
            _exercise(ran, exercise, title)
            for exercise, title in zip(notebook.exercises, headings[notebook.name], strict=True)
        ]
    return Result(participant, name, module.name, tuple(exercises), tuple(dict.fromkeys(notices)))


def titles(notebook: Notebook) -> list[str]:
    """Return the titles of a notebook's exercises: the nearest heading above each."""
    found: list[str] = []
    for exercise in notebook.exercises:
        above = reversed(notebook.cells[: exercise.index])
        texts = (source_of(cell) for cell in above if cell["cell_type"] == "markdown")
        headings = (re.findall(r"^#{2,4} +(.+)$", text, re.M) for text in texts)
        heading = next((lines[-1] for lines in headings if lines), exercise.grade_id)
        found.append(re.sub(r"[*`]", "", heading).strip())
    return found


def _ran(
    cohort: Cohort, module: Module, participant: str, notebook: Notebook
) -> list[dict[str, Any]]:
    path = cohort.graded / participant / module.name / notebook.path.name
    if not path.is_file():  # this notebook was not handed in
        return []
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def _notices(cells: Iterable[Mapping[str, Any]]) -> list[str]:
    outside = [cell for cell in cells if not nbgrader(cell).get("grade_id")]
    errors = [error for cell in outside for error in _errors(cell)]
    said = [_read(error["evalue"])[0][:MAX_TEXT] for error in errors if error["ename"] in CHECKS]
    return said + [
        f"{STOPPED_OUTSIDE} : {_sentence(error['evalue'])}"
        for error in errors
        if error["ename"] == STOPPED
    ]


@dataclass(frozen=True)
class _Ran:
    """A notebook that ran: its cells by grade id, and its page of the gradebook."""

    title: str
    cells: Mapping[str, Mapping[str, Any]]
    page: Page


def _exercise(ran: _Ran, exercise: Exercise, title: str) -> ExerciseResult:
    ids = [exercise.grade_id] if exercise.manual else [test.grade_id for test in exercise.tests]
    marks = [ran.page.marks[id_] for id_ in ids if id_ in ran.page.marks]
    errors = [error for id_ in ids for error in _errors(ran.cells.get(id_, {}))]
    cell = ran.cells.get(exercise.grade_id, {})
    answer, own = visible(source_of(cell)), _errors(cell)
    # Who answered a questionnaire leaves the cell as it is: only the tests know.
    untouched = answer.strip() in ("", exercise.untouched.strip()) and not exercise.asked
    dotted = not own and any(error["ename"] == NOT_STARTED for error in errors)
    status = _status(marks, exercise.points, untouched or dotted)
    explained = status in (WRONG, PARTLY) and errors
    message, misconception = _explain(errors[0], own) if explained else ("", None)
    comment = visible(ran.page.comments.get(exercise.grade_id) or "")
    return ExerciseResult(
        notebook=ran.title,
        grade_id=exercise.grade_id,
        title=title,
        points=sum(mark.score for mark in marks),
        maximum=exercise.points,
        status=status,
        message=message,
        misconception=misconception,
        answer="" if untouched or exercise.asked else answer,
        comment="" if comment == NO_RESPONSE else comment,
        further=_further(errors) if exercise.asked and explained and message else (),
    )


def _further(errors: Sequence[Mapping[str, str]]) -> tuple[Verdict, ...]:
    """Return what checks say after the first error: each is about a question of its own."""
    told = {errors[0]["evalue"]} if errors else set()
    said = (error["evalue"] for error in errors[1:] if error["ename"] == ALMOST)
    return tuple(Verdict(*_read(text)) for text in dict.fromkeys(said) if text not in told)


def _status(marks: Sequence[Mark], maximum: float, blank: bool) -> str:
    """A person's mark counts before anything else."""
    points = sum(mark.score for mark in marks)
    if any(mark.waits for mark in marks):
        return BY_HAND
    if points >= maximum:
        return RIGHT
    if blank and not points:
        return BLANK
    return PARTLY if points else WRONG


def _explain(error: Mapping[str, Any], own: Sequence[Mapping[str, Any]]) -> tuple[str, str | None]:
    """Return the message of a failed test, and the misconception that it names.

    An error of the participant's own cell (`own`) says more than the variable that it left absent.
    What an ordinary error says inside a test stays out: it could tell a hidden value.
    """
    if own and own[0]["ename"] == STOPPED:
        return f"Votre cellule a été arrêtée : {_sentence(own[0]['evalue'])}", None
    if error["ename"] == STOPPED:
        return f"La vérification a été arrêtée : {_sentence(error['evalue'])}", None
    ordinary = error["ename"] not in CHECKS
    if own and (ordinary or error["ename"] in (MISSING, NOT_STARTED)):
        name, said = own[0]["ename"], own[0]["evalue"]
        if name in CHECKS:
            return _read(said)
        said = said[:MAX_TEXT]
        detail = f" : {said}" if said else ""
        return (
            f"Votre cellule s’arrête sur une erreur {name}{detail}. {_meaning(name)}".strip(),
            None,
        )
    if ordinary:
        name = error["ename"]
        return f"La vérification s’arrête sur une erreur {name}. {_meaning(name)}".strip(), None
    return _read(error["evalue"])


def _read(text: str) -> tuple[str, str | None]:
    """Return what a check says, at a length that fits on a page, and the misconception it names."""
    verdict = read_verdict(text)
    return verdict.message[:MAX_MESSAGE], verdict.misconception


def _sentence(text: str) -> str:
    return f"{text[:MAX_TEXT].rstrip('.')}."


def _meaning(name: str) -> str:
    return ERRORS.get(name, "")


def _id(cell: Mapping[str, Any]) -> str:
    return nbgrader(cell).get("grade_id", "")


def _errors(cell: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return name and text of a cell's errors: a participant's code may have written both."""
    return [
        {
            "ename": visible(str(output.get("ename", "")))[:MAX_ERROR].strip(),
            "evalue": visible(str(output.get("evalue", ""))).strip(),
        }
        for output in cell.get("outputs", ())
        if output.get("output_type") == "error"
    ]
