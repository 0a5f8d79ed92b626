"""The questionnaire without buttons: questions as text, answers typed in a plain cell."""

import re
from collections.abc import Mapping
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from atelier.learner.quiz.paper import NoPaper, answers_to, code_in, number_in, odd_code
from atelier.learner.quiz.session import Closed, NotSaved, Session
from atelier.learner.quiz.store import CERTAINTIES, DONT_KNOW
from atelier.questions import CODE, NUMERIC, ONE, ORDER, SEVERAL

HOW = {
    ONE: 'une lettre, par exemple repondre("{form}", {number}, "b")',
    SEVERAL: 'les lettres qui conviennent, par exemple repondre("{form}", {number}, "a c")',
    ORDER: 'les lettres dans l’ordre, par exemple repondre("{form}", {number}, "c a b")',
    NUMERIC: 'un nombre, par exemple repondre("{form}", {number}, 12.5)',
    CODE: 'votre code, entre trois guillemets droits de chaque côté : repondre("{form}", {number}, """…""")',
}
"""Kind of a question → how it is answered in a cell."""


class Puzzling(ValueError):
    """A typed answer that fits no question of this kind; the text says in French what to type."""


def repondre(forme: str, numero: Any = None, reponse: Any = None, certitude: Any = None) -> None:
    """Save the answer to question `numero`, then show the next one without an answer.

    Without an answer, shows the question; without a number, the next one to answer. "?" stands
    for « je ne sais pas ». `certitude` is "faible", "moyenne" or "forte", or 1, 2 or 3.
    """
    try:
        session = Session(Path.cwd(), forme)
        print(*session.notices, sep="\n", end="\n" if session.notices else "")
        print(_turn(session, numero, reponse, certitude))
    except (NoPaper, NotSaved, Closed, Puzzling) as error:
        print(error)


def terminer(forme: str) -> None:
    """Finish the questionnaire: its answers do not change any more."""
    try:
        session = Session(Path.cwd(), forme)
        if session.finished:
            print(session.wording.finished)
            return
        session.finish()
        left = session.left
        print("✔ Questionnaire terminé. Exécutez la suite du carnet.")
        if left:
            print(f"Questions laissées de côté : {', '.join(map(str, left))}.")
    except (NoPaper, NotSaved, Closed) as error:
        print(error)


def _turn(session: Session, number: Any, answer: Any, certainty: Any) -> str:
    if number is None:
        return _next(session)
    count = len(session.paper.questions)
    if type(number) is not int or not 1 <= number <= count:
        raise Puzzling(f"Le numéro de la question est un nombre entier, de 1 à {count}.")
    question = session.paper.question(number)
    if answer is None:
        return as_text(session, question)
    value, sure = _value(session.paper.form, question, answer), _certainty(certainty)
    session.answer(question["id"], value)
    if value != DONT_KNOW:
        session.be_sure(question["id"], sure)
    session.move(number)
    said = [f"✔ Question {number} : réponse enregistrée."]
    if question["genre"] == CODE and value != DONT_KNOW and (odd := odd_code(value)):
        said.append(f"Attention : {odd}")
    return "\n".join([*said, "", _next(session)])


def _next(session: Session) -> str:
    form = session.paper.form
    if session.finished:
        return session.wording.finished
    if not session.left:
        return f'Toutes les questions ont une réponse. Pour terminer : terminer("{form}")'
    return as_text(session, session.paper.question(session.left[0]))


def as_text(session: Session, question: Mapping[str, Any]) -> str:
    """Return a question as plain text, with how to answer it."""
    form, number = session.paper.form, question["numero"]
    lines = [f"Question {number} sur {len(session.paper.questions)}", "", question["texte"], ""]
    if question["extrait"]:
        lines += [*(f"    {line}" for line in question["extrait"].splitlines()), ""]
    parts = zip(ascii_lowercase, question.get("parties", ()), strict=False)
    lines += [f"  {letter})  {part['texte']}" for letter, part in parts]
    if question.get("unite"):
        lines.append(f"  (unité : {question['unite']})")
    how = HOW[question["genre"]].format(form=form, number=number)
    lines += ["", f"Répondez avec {how}.", 'Vous ne savez pas ? Écrivez "?".']
    lines.append(
        f'Votre certitude (faible, moyenne, forte), à la fin : repondre("{form}", {number}, …, "forte")'
    )
    return "\n".join(lines)


def _value(form: str, question: Mapping[str, Any], answer: Any) -> Any:
    """Return the answer to store. Raises `Puzzling`."""
    kind = question["genre"]
    if isinstance(answer, str) and answer.strip().casefold() in ("?", DONT_KNOW):
        return DONT_KNOW
    if kind == NUMERIC:
        value = number_in(answer) if isinstance(answer, str) else answer
    elif kind == CODE:
        value = code_in(answer) if isinstance(answer, str) else answer
    else:
        value = _parts(question, answer)
        value = value[0] if kind == ONE and len(value) == 1 else value
    if not answers_to(question, value):
        how = HOW[kind].format(form=form, number=question["numero"])
        raise Puzzling(f"Rien n’est enregistré. Pour cette question, donnez {how}.")
    return value


def _parts(question: Mapping[str, Any], answer: Any) -> list[str]:
    letters = re.findall("[a-z]", answer.casefold()) if isinstance(answer, str) else []
    ids = dict(zip(ascii_lowercase, (p["id"] for p in question["parties"]), strict=False))
    return [ids.get(letter, "") for letter in letters]


def _certainty(certainty: Any) -> str | None:
    if certainty is None or certainty in CERTAINTIES:
        return certainty
    if type(certainty) is int and 1 <= certainty <= len(CERTAINTIES):
        return CERTAINTIES[certainty - 1]
    raise Puzzling('Rien n’est enregistré. La certitude est "faible", "moyenne" ou "forte".')
