"""The rules of a question bank: pairs, options, misconceptions, answers that can be told apart."""

from collections import Counter
from collections.abc import Iterable, Iterator

from atelier.build.questionnaire import judge_saved, part_id, wrong_answers
from atelier.course import Course, Module, Problem
from atelier.learner.quiz.paper import code_in
from atelier.learner.quiz.scoring import expression
from atelier.questions import BANK, CODE, FORMS, NUMERIC, ONE, ORDER, SEVERAL, Question

PAIRS = 2
"""Pairs of questions for each competence: two questions in each form."""

OPTIONS = range(3, 6)
SHORTEST = 15
"""Characters of an explanation: fewer explain nothing."""

LONGEST = {"texte": 600, "option": 200}
"""Characters that a telephone still shows well."""


def check_questions(course: Course) -> Iterator[Problem]:
    """Yield what is not in order in the question banks of the course."""
    for module in course.modules:
        if module.bank:
            yield from _check_bank(course, module)


def _check_bank(course: Course, module: Module) -> Iterator[Problem]:
    where = f"solutions/{module.name}/{BANK}"
    questions = module.bank.questions
    for id_, times in Counter(question.id for question in questions).items():
        if times > 1:
            yield Problem(where, f"« {id_} » employé {times} fois", "donnez un nom à chacune")
    yield from _check_pairs(course, where, questions)
    for question in questions:
        yield from _check_question(course, f"{where}, {question.id}", question)


def _check_pairs(course: Course, where: str, questions: Iterable[Question]) -> Iterator[Problem]:
    """Two pairs for each competence; both members alike in all that must be alike."""
    pairs: dict[str, list[Question]] = {}
    for question in questions:
        pairs.setdefault(question.pair, []).append(question)
    wanted = [f"{c}-{n}" for c in course.competences for n in range(1, PAIRS + 1)]
    for pair in [pair for pair in wanted if pair not in pairs]:
        yield Problem(where, f"la paire « {pair} » manque", "écrivez ses questions, A et B")
    for pair, members in pairs.items():
        place = f"{where}, paire {pair}"
        if pair not in wanted:
            repair = f"une compétence et un numéro de 1 à {PAIRS}, comme « {wanted[0]} »"
            yield Problem(place, "ce nom de paire ne convient pas", repair)
        if sorted(member.form for member in members) != list(FORMS):
            repair = "écrivez une question pour A, une pour B"
            yield Problem(place, f"{len(members)} question(s)", repair)
            continue
        one, other = members
        for what, same in (
            ("la compétence", one.competence == other.competence),
            ("le genre", one.kind == other.kind),
            ("les méprises", set(one.misconceptions) == set(other.misconceptions)),
        ):
            if not same:
                yield Problem(place, f"{what} : A et B diffèrent", "accordez les deux questions")


def _check_question(course: Course, where: str, question: Question) -> Iterator[Problem]:
    if question.id != f"{question.form.lower()}-{question.pair}":
        repair = f"renommez-la « {question.form.lower()}-{question.pair} »"
        yield Problem(where, "le nom ne dit pas la forme et la paire", repair)
    if question.competence != question.pair.rpartition("-")[0]:
        yield Problem(where, "la compétence n’est pas celle de la paire", "accordez-les")
    for id_ in dict.fromkeys(question.misconceptions):
        if id_ not in course.misconceptions:
            repair = "ajoutez-la à course.toml, ou corrigez « meprise »"
            yield Problem(where, f"« {id_} » n’est pas dans course.toml", repair)
    if not question.text or len(question.text) > LONGEST["texte"]:
        repair = f"entre 1 et {LONGEST['texte']} signes"
        yield Problem(where, f"un texte de {len(question.text)} signes", repair)
    found = list(CHECKS[question.kind](where, question))
    yield from found
    if not found:
        yield from _check_answers(where, question)


def _check_choice(where: str, question: Question) -> Iterator[Problem]:
    options = question.options
    if len(options) not in OPTIONS:
        yield Problem(where, f"{len(options)} option(s)", "proposez-en de 3 à 5")
    right = sum(option.right for option in options)
    if question.kind == ONE and right != 1:
        yield Problem(where, f"{right} option(s) juste(s)", "il en faut une, et une seule")
    if question.kind == SEVERAL and not 0 < right < len(options):
        yield Problem(where, f"{right} option(s) juste(s)", "il en faut, et aussi de fausses")
    for number, option in enumerate(options, 1):
        place = f"{where}, option {number}"
        if option.right == bool(option.misconception):
            repair = "une option fausse nomme une méprise, une option juste n’en nomme pas"
            yield Problem(place, "« juste » et « meprise » ne vont pas ensemble", repair)
        if not option.text or len(option.text) > LONGEST["option"]:
            repair = f"entre 1 et {LONGEST['option']} signes"
            yield Problem(place, f"un texte de {len(option.text)} signes", repair)
        yield from _check_explanation(place, option.explanation)
    yield from _check_distinct(where, [option.text for option in options])


def _check_order(where: str, question: Question) -> Iterator[Problem]:
    if len(question.lines) < 3:
        yield Problem(where, f"{len(question.lines)} ligne(s)", "il en faut trois au moins")
    yield from _check_distinct(where, question.lines)
    yield from _check_explanation(where, question.explanation)
    indices = list(range(len(question.lines)))
    for order in question.also:
        if sorted(order) != indices:
            repair = f"chaque ordre nomme une fois chaque ligne, de 0 à {len(indices) - 1}"
            yield Problem(where, f"« aussi » : {list(order)} ne convient pas", repair)
            return
    if list(reversed(question.lines)) in question.right_orders:
        yield Problem(where, "l’ordre renversé est juste aussi", "choisissez d’autres lignes")


def _check_number(where: str, question: Question) -> Iterator[Problem]:
    yield from _check_explanation(where, question.explanation)
    if question.tolerance < 0:
        yield Problem(where, "tolérance négative", "écrivez 0 ou plus")
    if not question.traps:
        yield Problem(where, "aucun piège", "nommez un nombre faux et sa méprise, dans pieges")


def _check_code(where: str, question: Question) -> Iterator[Problem]:
    yield from _check_explanation(where, question.explanation)
    if len(question.trials) < 2:
        yield Problem(where, f"{len(question.trials)} essai(s)", "il en faut deux au moins")
    if not question.traps:
        yield Problem(where, "aucun piège", "nommez une expression fausse et sa méprise")
    if len({tuple(trial) for trial in question.trials}) > 1:
        yield Problem(where, "les essais n’ont pas les mêmes noms", "donnez-leur les mêmes")
    if code_in(question.solution) != question.solution:
        yield Problem(where, "la solution n’est pas sur une ligne", "écrivez une seule expression")
    try:
        for trial in question.trials:
            names = {name: expression(code)() for name, code in trial.items()}
            expression(question.solution)(**names)
    except Exception as error:
        what = f"la solution ne s’exécute pas ({type(error).__name__} : {error})"
        yield Problem(where, what, "corrigez-la, ou corrigez l’essai")


CHECKS = {
    ONE: _check_choice,
    SEVERAL: _check_choice,
    ORDER: _check_order,
    NUMERIC: _check_number,
    CODE: _check_code,
}


def _check_explanation(where: str, text: str) -> Iterator[Problem]:
    if len(text) < SHORTEST:
        yield Problem(where, "l’explication est trop courte", f"au moins {SHORTEST} signes")


def _check_distinct(where: str, texts: Iterable[str]) -> Iterator[Problem]:
    texts = list(texts)
    if len({part_id(text) for text in texts}) < len(texts):
        yield Problem(where, "deux textes sont égaux, aux espaces près", "distinguez-les")


def _check_answers(where: str, question: Question) -> Iterator[Problem]:
    """Each wrong answer that the question foresees is wrong, and shows its own misconception."""
    for answer, misconception in wrong_answers(question):
        told = judge_saved(question, answer)
        if told.right:
            yield Problem(where, f"« {answer} » est compté juste", "corrigez le piège ou l’essai")
        elif told.misconception != misconception:
            what = f"« {answer} » montre « {told.misconception} » et non « {misconception} »"
            yield Problem(where, what, "distinguez mieux les pièges")
