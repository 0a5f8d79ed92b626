"""One participant at one questionnaire: every change goes to the disk before anything is shown."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from atelier.errors import refusal
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
from atelier.learner.quiz.wording import WORDINGS, Wording

ANSWERING = ("Cette réponse n’est PAS enregistrée", "répondez de nouveau")
BEING_SURE = ("Cette certitude n’est PAS enregistrée", "choisissez-la de nouveau")
MOVING = ("Impossible de changer de question pour l’instant", "recommencez")
FINISHING = ("Le questionnaire n’est PAS terminé", "recommencez")
OPENING = ("Le questionnaire ne peut pas s’ouvrir", "exécutez de nouveau la cellule")
"""What is said first where it cannot be done, and last, after « puis »."""


class Closed(Exception):
    """The questionnaire is finished: answers do not change any more."""


class NotSaved(Exception):
    """A change could not be written; the text says in French which, why, and what to do."""


class Session:
    """The questionnaire of a folder, and the answers saved there."""

    def __init__(self, folder: Path, form: Any):
        """Open the questionnaire where it was left. Raises `NoPaper`, `NotSaved`."""
        self.folder, self.paper = folder, read_paper(folder, form)
        try:
            self.answers, said = reopen(folder, self.paper.form)
        except (OSError, Unreadable) as error:
            raise NotSaved(self._why(error, OPENING)) from error
        self.notices = [text for text in (said, fit(self.answers, self.paper)) if text]
        self.answers.position = min(self.answers.position, len(self.paper.questions) - 1)

    @property
    def wording(self) -> Wording:
        """The phrases of this form."""
        return WORDINGS[self.paper.form]

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

        self._change(edit, ANSWERING)

    def draft(self, id_: str, value: Any) -> None:
        """Save what is not an answer yet; the answer there was is taken back."""

        def edit(answers: Answers) -> None:
            answers.given.pop(id_, None)
            answers.drafts[id_] = value

        self._change(edit, ANSWERING)

    def be_sure(self, id_: str, certainty: str | None) -> None:
        """Save how sure the participant is of an answer. Raises `Closed`, `NotSaved`."""

        def edit(answers: Answers) -> None:
            answers.sure.pop(id_, None)
            if certainty in CERTAINTIES and answers.given.get(id_) != DONT_KNOW:
                answers.sure[id_] = certainty

        self._change(edit, BEING_SURE)

    def move(self, position: int) -> None:
        """Show another question, counted from 0. Raises `NotSaved`."""
        position = max(0, min(position, len(self.paper.questions) - 1))
        self._change(lambda answers: setattr(answers, "position", position), MOVING)

    def finish(self) -> None:
        """Finish: answers do not change any more. Raises `Closed`, `NotSaved`."""
        self._change(lambda answers: setattr(answers, "finished", now()), FINISHING)

    def _change(self, edit: Callable[[Answers], None], act: tuple[str, str]) -> None:
        """Change what is on the disk, then what is known here; add to the notices what was odd."""

        def whole(answers: Answers) -> None:
            fit(answers, self.paper)
            if answers.finished and act is not MOVING:
                self.answers = answers  # another notebook finished
                raise Closed(self.wording.finished)
            edit(answers)

        try:
            self.answers, said = change(self.folder, self.paper.form, whole, self.answers)
        except (OSError, Unreadable) as error:
            raise NotSaved(self._why(error, act)) from error
        if said:
            self.notices.append(said)

    def _why(self, error: Exception, act: tuple[str, str]) -> str:
        """Return in French why an act failed, and what to do."""
        (failed, again), name = act, file_name(self.paper.form)
        if isinstance(error, OSError):
            return (
                f"{failed} : {name} ne peut pas être écrit ({refusal(error)}). Libérez un peu de "
                f"place sur le disque, ou fermez le programme qui tient ce fichier, puis {again}."
            )
        return (
            f"{failed}, à cause du fichier {name} : {error}. Fermez le programme qui le tient, "
            f"puis {again}."
        )
