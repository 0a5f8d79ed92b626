"""What the graded cells of a questionnaire use: the saved answers as plain data, and a judge."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from atelier.learner.quiz.scoring import expression, judge
from atelier.learner.quiz.store import DONT_KNOW, LEFT, Unreadable, file_name, read
from atelier.learner.verifier import PasCommence, Presque
from atelier.questions import CODE


def relire_reponses(forme: str, questions: Mapping[str, str]) -> dict[str, Any]:
    """Return the saved answers to `questions` (id → kind), of those that have one.

    A question left when the questionnaire was finished has `LEFT`; code becomes a function of
    named arguments, so that it runs here and nowhere else. Raises `Presque` where the file of
    answers cannot be used.
    """
    try:
        answers = read(Path.cwd(), forme)
    except Unreadable as error:
        raise Presque(
            f"Le fichier {file_name(forme)} ne peut pas être relu : {error}. Exécutez de nouveau "
            "la cellule du questionnaire : elle garde l’ancien fichier et reprend ce qui peut "
            "l’être. Puis rendez de nouveau."
        ) from None
    if answers is None:
        return {}
    given = {id_: answers.given[id_] for id_ in questions if id_ in answers.given}
    if answers.finished:
        given |= {id_: LEFT for id_ in questions if id_ not in given}
    return {
        id_: _callable(value) if questions[id_] == CODE else value for id_, value in given.items()
    }


def _callable(value: Any) -> Any:
    coded = isinstance(value, str) and value not in (DONT_KNOW, LEFT)
    return expression(value) if coded else value


def reponse_donnee(reponses: Mapping[str, Any], question: str, numero: int) -> Any:
    """Return the answer to `question`. Raises `PasCommence` where there is none yet."""
    if question in reponses:
        return reponses[question]
    if reponses:
        raise Presque(
            f"Question {numero} : pas encore de réponse. Répondez-y, ou choisissez « Je ne sais "
            "pas » ; ou terminez le questionnaire, puis revenez ici."
        )
    raise PasCommence(
        f"Question {numero} : pas encore de réponse enregistrée. Répondez au questionnaire, plus "
        "haut, jusqu’à « Terminer », puis revenez exécuter cette partie."
    )


def juger(numero: int, reponse: Any, cle: Mapping[str, Any]) -> None:
    """Raise `Presque` unless `reponse` is right by `cle`: what it shows, and the way out."""
    judgement = judge(cle, reponse)
    if not judgement.right:
        raise Presque(f"Question {numero} : {judgement.message}", judgement.misconception)


def enregistree(numero: int) -> None:
    """Show that the answer to question `numero` is saved: not whether it is right."""
    print(f"✔ Question {numero} : enregistrée.")
