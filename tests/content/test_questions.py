"""The course's question bank: every wrong answer is named, nothing of the key travels in clear."""

import json
from pathlib import Path

import pytest

from atelier.build.question_cells import with_questions
from atelier.build.questionnaire import (
    judge_saved,
    key_of,
    questions_of,
    right_answer,
    wrong_answers,
)
from atelier.check.questions import check_questions
from atelier.course import load_course
from atelier.learner.quiz.paper import Paper, answers_to
from atelier.learner.quiz.scoring import judge
from atelier.learner.quiz.store import DONT_KNOW
from atelier.notebook import normal_form, read_source, to_text
from atelier.questions import CODE

COURSE = load_course(Path(__file__).parents[2])
MODULES = [module for module in COURSE.modules if module.questionnaire]
BANKS = [module.bank for module in COURSE.modules if module.bank]
QUESTIONS = [question for bank in BANKS for question in bank.questions]
WRONG = [
    pytest.param(question, answer, misconception, id=f"{question.id}-{number}")
    for question in QUESTIONS
    for number, (answer, misconception) in enumerate(wrong_answers(question), 1)
]
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
each_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)


def test_the_bank_has_the_form_of_a_bank():
    assert [] == [str(problem) for problem in check_questions(COURSE)]


@pytest.mark.parametrize(("question", "answer", "misconception"), WRONG)
def test_every_wrong_answer_shows_its_misconception_and_is_explained(
    question, answer, misconception
):
    told = judge_saved(question, answer)
    assert (False, misconception) == (told.right, told.misconception)
    assert len(told.message) > 40


@each_question
def test_not_knowing_shows_no_misconception(question):
    told = judge(key_of(question), DONT_KNOW)
    assert (False, None) == (told.right, told.misconception)


@each_question
def test_the_right_answer_is_right(question):
    assert judge_saved(question, right_answer(question)).right


@each_module
def test_the_grade_ids_tell_the_form(module):
    form = module.questionnaire.form.lower()
    asked = [e.grade_id for n in module.notebooks for e in n.exercises if e.asked]
    assert [f"acquis-{form}-{competence}" for competence in COURSE.competences] == asked


@each_module
def test_each_competence_is_asked_twice_the_easier_one_first(module):
    asked = [question.competence for question in questions_of(COURSE, module)]
    assert [*COURSE.competences] * 2 == asked


def released(module):
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in (COURSE.released / module.name).iterdir()
        if path.is_file()
    }


@each_module
def test_nothing_that_tells_answers_travels_in_clear(module):
    texts = released(module)
    assert "questions.toml" not in texts
    told = {id_ for question in QUESTIONS for id_ in question.misconceptions}
    told |= {option.explanation for question in QUESTIONS for option in question.options}
    told |= {question.explanation for question in QUESTIONS if question.explanation}
    told |= {question.solution for question in QUESTIONS if question.kind == CODE}
    clear = "\n".join(text for name, text in texts.items())
    assert [] == sorted(said for said in told if said in clear or json.dumps(said)[1:-1] in clear)


@each_module
def test_the_other_form_does_not_travel(module):
    asked = {question.id for question in questions_of(COURSE, module)}
    others = [question for question in QUESTIONS if question.id not in asked]
    clear = "\n".join(released(module).values())
    assert [] == [question.id for question in others if question.id in clear]


@each_module
def test_what_travels_packed_is_what_the_bank_says(module):
    facts = json.loads(released(module)[".questionnaire.json"])
    paper = Paper("A", "", (), {}, (), facts["corrige"])
    asked = questions_of(COURSE, module)
    assert {question.id: key_of(question) for question in asked} == paper.keys()


@each_module
def test_no_question_shows_its_right_answer_as_it_stands(module):
    facts = json.loads(released(module)[".questionnaire.json"])
    for question, shown in zip(questions_of(COURSE, module), facts["questions"], strict=True):
        if question.lines:
            order = [part["texte"] for part in shown["parties"]]
            assert order not in question.right_orders
        assert not answers_to(shown, shown.get("depart")) or shown["depart"] != question.solution


@each_module
def test_the_cells_of_the_source_are_those_that_the_bank_makes(module):
    for notebook in module.notebooks:
        stored = notebook.path.read_text(encoding="utf-8")
        assert stored == to_text(normal_form(with_questions(read_source(notebook), COURSE, module)))
