"""What handing in a module means for its questionnaire, where it has one."""

from pathlib import Path

from atelier.learner.quiz.paper import NoPaper, Paper, read_paper
from atelier.learner.quiz.store import Answers, Unreadable, change, file_name, now, read


def unfinished(folder: Path) -> list[str]:
    """Return in French what a hand-in of the module in `folder` should be warned of."""
    paper = _paper(folder)
    if paper is None or not (folder / file_name(paper.form)).is_file():
        return []  # that a file is missing is said where it is packed
    try:
        answers = read(folder, paper.form)
    except Unreadable as error:
        return [
            f"Le fichier {file_name(paper.form)} ne peut pas être relu : {error}. Exécutez de "
            "nouveau la cellule du questionnaire, puis recommencez."
        ]
    if answers is None or answers.finished:
        return []
    left = len(answers.left(paper.questions))
    return [
        f"Le questionnaire n’est pas terminé (sans réponse : {left}). Choisissez « Terminer », puis "
        "recommencez : les explications s’ouvriront ensuite."
    ]


def mark_handed_in(folder: Path) -> None:
    """Note that the finished questionnaire in `folder`, if any, was handed in. Raises `OSError`."""
    paper = _paper(folder)
    if paper is None:
        return

    def mark(answers: Answers) -> None:
        answers.handed_in = answers.handed_in or now()

    try:
        answers = read(folder, paper.form)
        if answers is not None and answers.finished:
            change(folder, paper.form, mark)
    except Unreadable:
        return  # said among the warnings


def _paper(folder: Path) -> Paper | None:
    try:
        return read_paper(folder)
    except NoPaper:
        return None
