"""From a question bank to what participants get of it, and to the cells that grade their answers.

Nothing of it is kept twice: the questionnaire beside the notebook, the answer cells, their tests
with the key in the hidden part and the typical wrong answers all come from `questions.toml`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from atelier.build.typography import french_spaces
from atelier.course import Course, Module
from atelier.exercise import QUESTIONS, WRONG, tags
from atelier.learner.quiz.scoring import judge
from atelier.learner.reussite import pack_solution
from atelier.questions import CODE, NUMERIC, ONE, ORDER, SEVERAL, Question
from atelier.submission import digest

Key = dict[str, Any]

ANSWER = """\
# Rien à écrire ici : la cellule relit ce que le questionnaire a enregistré.
from atelier import relire_reponses

{name} = relire_reponses("{form}", {kinds})
### BEGIN SOLUTION
{solution}
### END SOLUTION"""

TEST = """\
# Vérification, question {number} : exécutez cette cellule
from atelier import enregistree, reponse, reponse_donnee

_donnee = reponse_donnee(reponse("{name}", "dictionnaire"), "{id}", {number})
### BEGIN HIDDEN TESTS
from atelier.learner.quiz import juger

juger({number}, _donnee, {key})
### END HIDDEN TESTS
enregistree("{grade_id}", {number}, partie={part}, sur={count})"""

STATEMENT = """\
### {label}
Questions {numbers}. Rien à écrire : exécutez les cellules."""


def part_id(text: str) -> str:
    """Return what an option or a line is called in answers: the same wherever it stands."""
    return digest(" ".join(text.split()).encode("utf-8"))[:6]


def questions_of(course: Course, module: Module) -> list[Question]:
    """Return the questions that the questionnaire of `module` asks, in their order."""
    about = module.questionnaire
    return about.bank.form(about.form, list(course.competences)) if about else []


def paper(course: Course, module: Module) -> dict[str, Any]:
    """Return the content of `.questionnaire.json`: what participants get."""
    asked = questions_of(course, module)
    questions = [_public(number, question) for number, question in enumerate(asked, 1)]
    named = dict.fromkeys(id_ for question in asked for id_ in question.misconceptions)
    known = [course.misconceptions[id_] for id_ in named if id_ in course.misconceptions]
    told = {
        "questions": {question.id: key_of(question) for question in asked},
        "meprises": {m.id: [french_spaces(m.name), french_spaces(m.way_out)] for m in known},
    }
    return {
        "forme": module.questionnaire.form,
        "version": digest(json.dumps(questions).encode("utf-8"))[:12],
        "questions": questions,
        "competences": {
            id_: french_spaces(label)
            for id_, label in course.competences.items()
            if any(question.competence == id_ for question in asked)
        },
        "modules": [
            {
                "nom": other.name,
                "titre": other.title,
                "minutes": other.minutes,
                "competences": list(other.competences),
            }
            for other in course.modules
            if other.questionnaire is None
        ],
        "corrige": pack_solution(json.dumps(told, ensure_ascii=False)),
    }


def _public(number: int, question: Question) -> dict[str, Any]:
    """Return a question without what tells its answer."""
    facts: dict[str, Any] = {
        "id": question.id,
        "numero": number,
        "competence": question.competence,
        "genre": question.kind,
        "texte": french_spaces(question.text),
        "extrait": question.excerpt,
    }
    if question.kind in (ONE, SEVERAL):
        parts = {part_id(option.text): french_spaces(option.text) for option in question.options}
        facts["parties"] = _shuffled(parts)
    elif question.kind == ORDER:
        parts = _shuffled({part_id(line): line for line in question.lines})
        while [part["texte"] for part in parts] in question.right_orders:
            parts = [*parts[1:], parts[0]]
        facts["parties"] = parts
    elif question.kind == NUMERIC:
        facts["unite"] = question.unit
    else:
        facts["depart"] = question.start
    return facts


def _shuffled(parts: Mapping[str, str]) -> list[dict[str, str]]:
    """Return parts in an order that says nothing, and is always the same."""
    return [{"id": id_, "texte": parts[id_]} for id_ in sorted(parts)]


def key_of(question: Question) -> Key:
    """Return what `learner.quiz.scoring` judges answers by, as plain data."""
    if question.kind in (ONE, SEVERAL):
        return {
            "genre": question.kind,
            "justes": [part_id(option.text) for option in question.options if option.right],
            "options": {
                part_id(option.text): {
                    "texte": french_spaces(option.text),
                    "explication": french_spaces(option.explanation),
                    **({} if option.right else {"meprise": option.misconception}),
                }
                for option in question.options
            },
        }
    key: Key = {"genre": question.kind, "explication": french_spaces(question.explanation)}
    traps = question.traps
    if question.kind == ORDER:
        key |= {
            "lignes": {part_id(line): line for line in question.lines},
            "ordres": [[part_id(line) for line in order] for order in question.right_orders],
            "meprise": question.misconception,
        }
    elif question.kind == NUMERIC:
        key |= {
            "nombre": question.number,
            "tolerance": question.tolerance,
            "unite": question.unit,
            "pieges": [{"valeur": trap.value, "meprise": trap.misconception} for trap in traps],
        }
    else:
        key |= {
            "solution": question.solution,
            "essais": [dict(trial) for trial in question.trials],
            "pieges": [{"code": trap.value, "meprise": trap.misconception} for trap in traps],
        }
    return key


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


def _cells(course: Course, module: Module) -> Iterator[NotebookNode]:
    asked = list(enumerate(questions_of(course, module), 1))
    for competence, label in course.competences.items():
        own = [
            (number, question) for number, question in asked if question.competence == competence
        ]
        if own:
            yield from _exercise(competence, label, own)


def _exercise(
    competence: str, label: str, own: list[tuple[int, Question]]
) -> Iterator[NotebookNode]:
    """Yield the cells that grade one competence: statement, answers, tests, wrong answers."""
    grade_id, name = f"acquis-{competence}", f"reponses_{competence}"
    questions = [question for _, question in own]
    numbers = " et ".join(str(number) for number, _ in own)
    statement = STATEMENT.format(label=label, numbers=numbers)
    yield new_markdown_cell(statement, id=f"enonce-{grade_id}", metadata={"tags": [QUESTIONS]})
    kinds = _literal({question.id: question.kind for question in questions})
    answer = ANSWER.format(
        name=name,
        form=questions[0].form,
        kinds=kinds,
        solution=_assignment(name, {q.id: _right(q) for q in questions}),
    )
    yield _code(answer, grade_id, {"solution": True, "grade": False}, competence)
    for part, (number, question) in enumerate(own, 1):
        test = f"test-{grade_id}" + (f"-{part}" if part > 1 else "")
        source = TEST.format(
            number=number,
            name=name,
            id=question.id,
            key=_literal(key_of(question)),
            grade_id=grade_id,
            part=part,
            count=len(own),
        )
        yield _code(source, test, {"solution": False, "grade": True, "points": 1})
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
    answer, value, misconception = next(wrong_answers(question))
    told = judge(key_of(question), value)
    given = {q.id: answer if q is question else _right(q) for q in questions}
    return new_raw_cell(
        _assignment(name, given),
        id=f"erreur-typique-{question.id}",
        metadata={
            "tags": [QUESTIONS, WRONG],
            "atelier": {"meprise": misconception, "message": told.message},
        },
    )


def wrong_answers(question: Question) -> Iterator[tuple[str, Any, str]]:
    """Yield the wrong answers that a question foresees: as Python, as value, misconception."""
    from atelier.learner.quiz.scoring import expression

    if question.kind == ONE:
        for option in question.options:
            if not option.right:
                yield *_both(part_id(option.text)), option.misconception
    elif question.kind == SEVERAL:
        right = [part_id(option.text) for option in question.options if option.right]
        for option in question.options:
            if not option.right:
                yield *_both([*right, part_id(option.text)]), option.misconception
    elif question.kind == ORDER:
        yield *_both([part_id(line) for line in reversed(question.lines)]), question.misconception
    elif question.kind == NUMERIC:
        for trap in question.traps:
            yield *_both(trap.value), trap.misconception
    else:
        for trap in question.traps:
            yield _function(question, trap.value), expression(trap.value), trap.misconception


def saved_right(question: Question) -> Any:
    """Return a right answer to a question, as a click saves it."""
    if question.kind == CODE:
        return question.solution
    if question.kind == NUMERIC:
        return question.number
    if question.kind == ORDER:
        return [part_id(line) for line in question.lines]
    right = [part_id(option.text) for option in question.options if option.right]
    return right if question.kind == SEVERAL else right[0]


def saved_wrong(question: Question) -> list[Any]:
    """Return the wrong answers that a question foresees, as clicks save them."""
    if question.kind == CODE:
        return [trap.value for trap in question.traps]
    return [value for _, value, _ in wrong_answers(question)]


def _both(value: Any) -> tuple[str, Any]:
    return json.dumps(value, ensure_ascii=False), value


def _right(question: Question) -> str:
    """Return the right answer to a question, as Python."""
    right = saved_right(question)
    return _function(question, right) if question.kind == CODE else json.dumps(right)


def _function(question: Question, code: str) -> str:
    names = ", ".join(question.trials[0])
    return f"lambda {names}: {code}"


def _assignment(name: str, answers: Mapping[str, str]) -> str:
    """Return Python that binds `answers` (question → Python) to `name`."""
    lines = [f"    {json.dumps(id_)}: {answer}," for id_, answer in answers.items()]
    head = "import pandas as pd\n\n" if any("pd." in answer for answer in answers.values()) else ""
    return f"{head}{name} = {{\n" + "\n".join(lines) + "\n}"


def _literal(value: Any) -> str:
    """Return plain data as Python, spread over lines: no true, false or null is in it."""
    text = json.dumps(value, ensure_ascii=False, indent=4)
    return text if len(text) > 100 else json.dumps(value, ensure_ascii=False)
