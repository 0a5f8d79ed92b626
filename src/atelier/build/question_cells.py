"""The cells that grade a questionnaire, made from its question bank.

Nothing is kept twice: answer cells, tests with the key in their hidden part and typical wrong answers
all come from `questions.toml`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from atelier.build.questionnaire import (
    judge_saved,
    key_of,
    questions_of,
    right_answer,
    wrong_answers,
)
from atelier.checks import Check
from atelier.course import Course, Module
from atelier.exercise import QUESTIONS, WRONG, tags
from atelier.questions import BANK, CODE, Question

ANSWER = """\
# Rien à écrire ici : la cellule relit ce que le questionnaire a enregistré.
from atelier import relire_reponses

{name} = relire_reponses("{form}", {kinds})
### BEGIN SOLUTION
{solution}
### END SOLUTION"""

CHECKS = """\
\"\"\"Checks of the answers to the questionnaire, made from `{bank}`: never edited by hand.\"\"\"

from atelier import Dictionnaire, enregistree, reponse_donnee, verification
from atelier.learner.quiz import juger
"""

CHECK = """

{key_name} = {key}


@verification("{exercise}"{part})
def {function}({name}: Dictionnaire) -> None:
    donnee = reponse_donnee({name}, "{id}", {number})
    ### BEGIN HIDDEN TESTS
    juger({number}, donnee, {key_name})
    ### END HIDDEN TESTS
    return enregistree({number})
"""

STATEMENT = """\
### {label}
Questions {numbers}. Rien à écrire : exécutez les cellules."""


def with_questions(nb: NotebookNode, course: Course, module: Module) -> NotebookNode:
    """Return `nb` with the cells tagged `questionnaire` made anew; outputs of the same ids stay.

    They stand where the first of them stood. Without such a cell, or without a questionnaire,
    nothing changes.
    """
    places = [number for number, cell in enumerate(nb.cells) if QUESTIONS in tags(cell)]
    if not places or module.questionnaire is None:
        return nb
    stored = {cell.id: cell for cell in nb.cells if cell.cell_type == "code"}
    made = list(_cells(course, module))
    for cell in made:
        if cell.cell_type == "code" and cell.id in stored:
            cell.outputs = stored[cell.id].outputs
            cell.execution_count = stored[cell.id].execution_count
    kept = [cell for cell in nb.cells if QUESTIONS not in tags(cell)]
    before = sum(QUESTIONS not in tags(cell) for cell in nb.cells[: places[0]])
    nb.cells = [*kept[:before], *made, *kept[before:]]
    return nb


def checks_of_questions(course: Course, module: Module) -> str:
    """Return the text of the checks that grade the answers to the questionnaire of `module`."""
    text = CHECKS.format(bank=BANK)
    for competence, _, own in _by_competence(course, module):
        exercise, name = _names(competence, own)
        for part, (number, question) in enumerate(own, 1):
            text += CHECK.format(
                key=_literal(key_of(question)),
                key_name=f"CLE_{number}",
                exercise=exercise,
                part=f", partie={part}" if len(own) > 1 else "",
                function=f"question_{number}",
                name=name,
                id=question.id,
                number=number,
            )
    return text


def _by_competence(
    course: Course, module: Module
) -> Iterator[tuple[str, str, list[tuple[int, Question]]]]:
    """Yield each competence that is asked about, its label and its questions with their numbers."""
    asked = list(enumerate(questions_of(course, module), 1))
    for competence, label in course.competences.items():
        own = [
            (number, question) for number, question in asked if question.competence == competence
        ]
        if own:
            yield competence, label, own


def _names(competence: str, own: list[tuple[int, Question]]) -> tuple[str, str]:
    """Return the exercise's name and that of its variable."""
    # With the form: a notebook that comes alone is recognised by its grade ids.
    return f"acquis-{own[0][1].form.lower()}-{competence}", f"reponses_{competence}"


def _cells(course: Course, module: Module) -> Iterator[NotebookNode]:
    for competence, label, own in _by_competence(course, module):
        yield from _exercise(competence, label, own)


def _exercise(
    competence: str, label: str, own: list[tuple[int, Question]]
) -> Iterator[NotebookNode]:
    """Yield the cells that grade one competence: statement, answers, tests, wrong answers."""
    questions = [question for _, question in own]
    form = questions[0].form
    grade_id, name = _names(competence, own)
    numbers = " et ".join(str(number) for number, _ in own)
    statement = STATEMENT.format(label=label, numbers=numbers)
    yield new_markdown_cell(statement, id=f"enonce-{grade_id}", metadata={"tags": [QUESTIONS]})
    kinds = _literal({question.id: question.kind for question in questions})
    answer = ANSWER.format(
        name=name,
        form=form,
        kinds=kinds,
        solution=_assignment(name, {q.id: _python(q, right_answer(q)) for q in questions}),
    )
    yield _code(answer, grade_id, {"solution": True, "grade": False}, competence)
    for part in range(1, len(own) + 1):
        check = Check(grade_id, part, len(own))
        yield _code(check.call, check.grade_id, {"solution": False, "grade": True, "points": 1})
    for question in questions:
        yield _wrong(name, questions, question)


def _code(
    source: str, grade_id: str, marks: Mapping[str, Any], competence: str = ""
) -> NotebookNode:
    nbgrader = {
        "grade_id": grade_id,
        "locked": not marks["solution"],
        "schema_version": 3,
        "task": False,
        **marks,
    }
    metadata = {
        "tags": [QUESTIONS],
        "jupyter": {"source_hidden": True},
        "nbgrader": dict(sorted(nbgrader.items())),
    }
    if competence:
        metadata["atelier"] = {"competences": [competence], "pays": False}
    return new_code_cell(source, id=grade_id, metadata=metadata)


def _wrong(name: str, questions: Iterable[Question], question: Question) -> NotebookNode:
    """Return a typical wrong answer: the first that `question` foresees, the others right."""
    answer, misconception = next(wrong_answers(question))
    told = judge_saved(question, answer)
    given = {q.id: _python(q, answer if q is question else right_answer(q)) for q in questions}
    return new_raw_cell(
        _assignment(name, given),
        id=f"erreur-typique-{question.id}",
        metadata={
            "tags": [QUESTIONS, WRONG],
            "atelier": {"meprise": misconception, "message": told.message},
        },
    )


def _python(question: Question, answer: Any) -> str:
    """Return an answer as Python: code becomes a function of the names that it is tried with."""
    if question.kind == CODE:
        return f"lambda {', '.join(question.trials[0])}: {answer}"
    return json.dumps(answer, ensure_ascii=False)


def _assignment(name: str, answers: Mapping[str, str]) -> str:
    """Return Python that binds `answers` (question → Python) to `name`."""
    lines = [f"    {json.dumps(id_)}: {answer}," for id_, answer in answers.items()]
    head = "import pandas as pd\n\n" if any("pd." in answer for answer in answers.values()) else ""
    return f"{head}{name} = {{\n" + "\n".join(lines) + "\n}"


def _literal(value: Any) -> str:
    """Return plain data as Python, spread over lines: no true, false or null is in it."""
    text = json.dumps(value, ensure_ascii=False, indent=4)
    return text if len(text) > 100 else json.dumps(value, ensure_ascii=False)
