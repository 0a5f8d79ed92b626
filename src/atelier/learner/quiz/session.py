"""One participant at one questionnaire: every change goes to the disk before anything is shown."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from atelier.learner.quiz.paper import fit, read_paper
from atelier.learner.quiz.store import (
    CERTAINTIES,
    DONT_KNOW,
    Answers,
    Unreadable,
    change,
    file_name,
    now,
    reopen,
)

FINISHED = (
    "Le questionnaire est terminé : vos réponses ne changent plus. C’est ce qui permettra de "
    "comparer, à la fin du cours."
)


class Closed(Exception):
    """The questionnaire is finished: answers do not change any more."""


class NotSaved(Exception):
    """An answer could not be written; the text says in French why, and what to do."""


class Session:
    """The questionnaire of a folder, and the answers saved there."""

    def __init__(self, folder: Path, form: Any):
        """Open the questionnaire where it was left. Raises `NoPaper`, `NotSaved`."""
        self.folder, self.paper = folder, read_paper(folder, form)
        try:
            self.answers, said = reopen(folder, self.paper.form)
        except (OSError, Unreadable) as error:
            raise NotSaved(self._why(error)) from error
        self.notices = [text for text in (said, fit(self.answers, self.paper)) if text]
        self.answers.position = min(self.answers.position, len(self.paper.questions) - 1)

    @property
    def finished(self) -> bool:
        """Tell whether the participant finished."""
        return bool(self.answers.finished)

    @property
    def question(self) -> Mapping[str, Any]:
        """The question that is shown."""
        return self.paper.questions[self.answers.position]

    @property
    def left(self) -> list[int]:
        """The numbers of the questions without an answer."""
        return self.answers.left(self.paper.questions)

    def answer(self, id_: str, value: Any) -> None:
        """Save an answer; None takes it back. Raises `Closed`, `NotSaved`."""

        def edit(answers: Answers) -> None:
            answers.given.pop(id_, None)
            answers.drafts.pop(id_, None)
            if value is not None:
                answers.given[id_] = value
            if value == DONT_KNOW:
                answers.sure.pop(id_, None)

        self._change(edit)

    def draft(self, id_: str, value: Any) -> None:
        """Save what is not an answer yet; the answer there was is taken back."""

        def edit(answers: Answers) -> None:
            answers.given.pop(id_, None)
            answers.drafts[id_] = value

        self._change(edit)

    def be_sure(self, id_: str, certainty: str | None) -> None:
        """Save how sure the participant is of an answer. Raises `Closed`, `NotSaved`."""

        def edit(answers: Answers) -> None:
            answers.sure.pop(id_, None)
            if certainty in CERTAINTIES and answers.given.get(id_) != DONT_KNOW:
                answers.sure[id_] = certainty

        self._change(edit)

    def move(self, position: int) -> None:
        """Show another question, counted from 0. Raises `NotSaved`."""
        position = max(0, min(position, len(self.paper.questions) - 1))
        self._change(lambda answers: setattr(answers, "position", position), closed=True)

    def finish(self) -> None:
        """Finish: answers do not change any more. Raises `Closed`, `NotSaved`."""
        self._change(lambda answers: setattr(answers, "finished", now()))

    def _change(self, edit: Callable[[Answers], None], *, closed: bool = False) -> None:
        """Change what is on the disk, then what is known here."""

        def whole(answers: Answers) -> None:
            if answers.finished and not closed:
                raise Closed(FINISHED)
            fit(answers, self.paper)
            edit(answers)

        try:
            self.answers = change(self.folder, self.paper.form, whole)
        except (OSError, Unreadable) as error:
            raise NotSaved(self._why(error)) from error

    def _why(self, error: Exception) -> str:
        name = file_name(self.paper.form)
        if isinstance(error, OSError):
            cause = error.strerror or type(error).__name__
            return (
                f"Cette réponse n’est PAS enregistrée : {name} ne peut pas être écrit ({cause}). "
                "Libérez un peu de place sur le disque, ou fermez le programme qui tient ce "
                "fichier, puis répondez de nouveau."
            )
        return (
            f"Cette réponse n’est PAS enregistrée : le fichier {name} a changé ({error}). Exécutez "
            "de nouveau la cellule du questionnaire : rien n’est perdu."
        )
