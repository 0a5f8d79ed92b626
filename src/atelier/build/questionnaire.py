"""From a question bank to what participants get of it, and to the keys that judge their answers."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from atelier.build.typography import french_spaces
from atelier.course import Course, Module
from atelier.learner.quiz.scoring import Judgement, expression, judge
from atelier.learner.reussite import pack_text
from atelier.questions import CODE, NUMERIC, ONE, ORDER, SEVERAL, Question
from atelier.submission import digest

Key = dict[str, Any]


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
        "corrige": pack_text(json.dumps(told, ensure_ascii=False)),
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


def right_answer(question: Question) -> Any:
    """Return a right answer to a question, as a click saves it."""
    if question.kind == CODE:
        return question.solution
    if question.kind == NUMERIC:
        return question.number
    if question.kind == ORDER:
        return [part_id(line) for line in question.lines]
    right = [part_id(option.text) for option in question.options if option.right]
    return right if question.kind == SEVERAL else right[0]


def wrong_answers(question: Question) -> Iterator[tuple[Any, str]]:
    """Yield the wrong answers that a question foresees, as clicks save them, and what each shows."""
    for trap in question.traps:
        yield trap.value, trap.misconception
    if question.kind == ORDER:
        yield [part_id(line) for line in reversed(question.lines)], question.misconception
    for option in question.options:
        if not option.right:
            wrong = part_id(option.text)
            several = question.kind == SEVERAL
            yield [*right_answer(question), wrong] if several else wrong, option.misconception


def judge_saved(question: Question, answer: Any) -> Judgement:
    """Return what a saved answer is worth."""
    return judge(key_of(question), expression(answer) if question.kind == CODE else answer)
