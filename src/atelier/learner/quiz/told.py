"""What a finished questionnaire tells: a profile, a path, and after the hand-in, explanations."""

import html
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from atelier.learner.quiz.paper import NoPaper, Paper, fit, read_paper
from atelier.learner.quiz.scoring import Judgement, answer_to_read, expression, judge
from atelier.learner.quiz.store import DONT_KNOW, LEFT, Answers, Unreadable, read
from atelier.learner.quiz.wording import WORDINGS, Wording
from atelier.questions import CODE

LEVELS = ("à découvrir", "déjà des repères", "à l’aise")
"""What a profile says of a competence: none, some, all of its questions answered rightly."""

ADVICE = (
    "à suivre en entier, sans vous presser",
    "à suivre : le début ira vite",
    "à votre rythme : allez droit aux exercices",
)
NOT_YET = (
    "Le questionnaire n’est pas encore terminé. Répondez, puis choisissez « Terminer » ; exécutez "
    "ensuite cette cellule."
)
NOT_HANDED_IN = (
    "Les explications s’ouvrent après la remise. Exécutez d’abord la cellule « rendre », plus haut, "
    "puis celle-ci."
)
COLOUR = "#1f5a7a"
NARROW = "\u202f"
"""The space that French puts before a semicolon, where no line may break."""


def profil(forme: str) -> None:
    """Show where the participant stands, competence by competence, once they have finished."""
    opened = _open(forme)
    if opened:
        paper, answers = opened
        levels = levels_of(paper, answers)
        rows = [(paper.competences[id_], level) for id_, level in levels.items()]
        wording = WORDINGS[paper.form]
        _show(profile_text(rows, wording), profile_page(rows, wording))


def parcours(forme: str) -> None:
    """Show which modules of the course wait, and how much time each takes."""
    opened = _open(forme)
    if opened:
        paper, answers = opened
        levels = levels_of(paper, answers)
        _show(path_text(paper, levels), path_page(paper, levels))


def explications(forme: str) -> None:
    """Show every question again with the answer and why, once it has been handed in."""
    opened = _open(forme)
    if not opened:
        return
    paper, answers = opened
    if not answers.handed_in:
        print(NOT_HANDED_IN)
        return
    rows = list(_explained(paper, answers))
    _show(explanations_text(rows), explanations_page(rows, certainty_text(rows)))


def _open(form: str) -> tuple[Paper, Answers] | None:
    """Return a finished questionnaire and its answers, or say in French why there is none.

    While notebooks are graded there is none, and nothing is said.
    """
    if os.environ.get("NBGRADER_EXECUTION"):
        return None
    try:
        paper = read_paper(Path.cwd(), form)
        answers = read(Path.cwd(), paper.form)
        if answers is not None and answers.finished:
            paper.keys()
            fit(answers, paper)
            return paper, answers
        print(NOT_YET)
    except NoPaper as error:
        print(error)
    except Unreadable as error:
        print(
            f"Le fichier de vos réponses ne peut pas être relu : {error}. Exécutez de nouveau la "
            "cellule du questionnaire, qui reprend ce qui peut l’être."
        )
    return None


def given_to(question: Mapping[str, Any], answers: Answers) -> Any:
    """Return the answer to a question of a finished questionnaire, as it is judged."""
    value = answers.given.get(question["id"], LEFT)
    coded = question["genre"] == CODE and value not in (DONT_KNOW, LEFT)
    return expression(value) if coded else value


def levels_of(paper: Paper, answers: Answers) -> dict[str, int]:
    """Return for each competence an index of `LEVELS`."""
    keys = paper.keys()
    levels = {}
    for competence in paper.competences:
        own = [q for q in paper.questions if q["competence"] == competence]
        right = sum(judge(keys[q["id"]], given_to(q, answers)).right for q in own)
        levels[competence] = 0 if not right else 2 if right == len(own) else 1
    return levels


def profile_text(rows: Iterable[tuple[str, int]], wording: Wording) -> str:
    """Return the profile as lines of text."""
    lines = [wording.heading]
    lines += [
        f"{'■' * level}{'□' * (2 - level)}  {label} : {LEVELS[level]}" for label, level in rows
    ]
    return "\n".join([*lines, wording.modest])


def profile_page(rows: Iterable[tuple[str, int]], wording: Wording) -> str:
    """Return the profile as a light chart: a bar beside each line of text."""
    lines = "".join(
        f'<li style="margin:.6em 0">{_bar(level)}{_safe(label)} : '
        f"<strong>{LEVELS[level]}</strong></li>"
        for label, level in rows
    )
    return (
        f'<section style="max-width:40em"><h4>{wording.heading}</h4>'
        f'<ul style="list-style:none;padding:0">{lines}</ul><p>{wording.modest}</p></section>'
    )


def _bar(level: int) -> str:
    """Return a bar of two boxes: full ones are dark, empty ones have an outline only."""
    box = "display:inline-block;width:4em;height:.9em;margin-right:2px;box-sizing:border-box"
    full, empty = (
        f"{box};background:{COLOUR};border:1px solid {COLOUR}",
        f"{box};border:1px solid #767676",
    )
    boxes = "".join(f'<span style="{full if n < level else empty}"></span>' for n in range(2))
    return f'<span aria-hidden="true" style="display:block">{boxes}</span>'


def _path(paper: Paper, levels: Mapping[str, int]) -> list[tuple[str, str, int, int]]:
    """Return name, title, minutes and level of each module that trains an asked competence.

    A module counts for the first competence that it names: what it is about.
    """
    return [
        (module["nom"], module["titre"], module["minutes"], levels[module["competences"][0]])
        for module in paper.modules
        if module["competences"] and module["competences"][0] in levels
    ]


def path_text(paper: Paper, levels: Mapping[str, int]) -> str:
    """Return the suggested path as lines of text."""
    steps = _path(paper, levels)
    lines = ["Votre parcours"]
    lines += [f"{name} · {title} · {hours(m)} : {ADVICE[level]}" for name, title, m, level in steps]
    return "\n".join([*lines, *_path_end(paper, levels, steps)])


def path_page(paper: Paper, levels: Mapping[str, int]) -> str:
    """Return the suggested path as a list."""
    steps = _path(paper, levels)
    lines = "".join(
        f"<li style='margin:.6em 0'><strong>{_safe(name)} · {_safe(title)}</strong> ({hours(m)})<br>"
        f"{ADVICE[level]}</li>"
        for name, title, m, level in steps
    )
    ends = "".join(f"<p>{_safe(line)}</p>" for line in _path_end(paper, levels, steps))
    return (
        '<section style="max-width:40em"><h4>Votre parcours</h4>'
        f'<ol style="padding-left:1.5em">{lines}</ol>{ends}</section>'
    )


def _path_end(
    paper: Paper, levels: Mapping[str, int], steps: Iterable[tuple[str, str, int, int]]
) -> Iterable[str]:
    steps = list(steps)
    if steps:
        first = min(steps, key=lambda step: step[3])
        yield (
            f"En tout, {hours(sum(step[2] for step in steps))}, dans cet ordre. Donnez le plus de "
            f"temps à « {first[1]} »."
        )
    trained = {competence for module in paper.modules for competence in module["competences"]}
    later = [label for id_, label in paper.competences.items() if id_ not in trained]
    if later:
        yield f"Pas encore de module pour : {f'{NARROW}; '.join(later)}."


def hours(minutes: int) -> str:
    """Return a duration: `45 min`, `2 h`, `3 h 45`."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest} min"
    return f"{whole} h {rest:02}" if rest else f"{whole} h"


def _explained(paper: Paper, answers: Answers) -> Iterable[dict[str, Any]]:
    """Yield for each question what its explanation shows."""
    keys, misconceptions = paper.keys(), paper.misconceptions()
    for question in paper.questions:
        key = keys[question["id"]]
        told = judge(key, given_to(question, answers))
        name, way = misconceptions.get(told.misconception or "", ("", ""))
        yield {
            "question": question,
            "right": told.right,
            "lines": list(_reasons(key, answers.given.get(question["id"]), told)),
            "answer": "" if "options" in key else answer_to_read(key),
            "idea": f"L’idée à revoir : « {name} ». {way}" if name else "",
            "sure": answers.sure.get(question["id"]),
        }


def _reasons(key: Mapping[str, Any], given: Any, told: Judgement) -> Iterable[str]:
    """Yield why an answer is right or not; for a choice, option by option."""
    if "options" not in key:
        yield key["explication"] if told.right else _capital(told.message)
        return
    if given is None or given == DONT_KNOW:
        yield (
            "Vous n’avez pas répondu." if given is None else "Vous avez répondu « je ne sais pas »."
        )
    chosen = given if isinstance(given, list) else [given]
    for id_, option in key["options"].items():
        sign = "✔" if id_ in key["justes"] else "✘"
        mine = " (votre réponse)" if id_ in chosen else ""
        yield f"{sign} « {option['texte']} »{mine} : {option['explication']}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def certainty_text(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return in French how certainty and right answers went together."""
    strong = [row for row in rows if row["sure"] == "forte"]
    if not strong:
        return ""
    right = sum(row["right"] for row in strong)
    text = (
        f"Réponses données avec une certitude forte : {len(strong)} ; justes parmi elles : {right}."
    )
    if right < len(strong):
        text += " Se sentir sûr n’est pas savoir : commencez par relire les autres."
    return text


def explanations_text(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the explanations as text."""
    lines: list[str] = []
    for row in rows:
        question = row["question"]
        lines += [f"Question {question['numero']} · {question['texte']}", *row["lines"]]
        lines += [f"La réponse : {row['answer']}"] if row["answer"] else []
        lines += [row["idea"], ""] if row["idea"] else [""]
    return "\n".join(lines)


def explanations_page(rows: Iterable[Mapping[str, Any]], certainty: str) -> str:
    """Return the explanations as a list to unfold, question by question."""
    items = []
    for row in rows:
        question = row["question"]
        head = "✔" if row["right"] else "→"
        parts = [f"<p>{_safe(question['texte'])}</p>", _pre(question["extrait"])]
        parts += [f"<p>{_safe(line)}</p>" for line in row["lines"]]
        parts.append(f"<p>La réponse :</p>{_pre(row['answer'])}" if row["answer"] else "")
        parts.append(f"<p><strong>{_safe(row['idea'])}</strong></p>" if row["idea"] else "")
        summary = f"{head} Question {question['numero']} · {_safe(_beginning(question['texte']))}"
        items.append(
            f'<details style="margin:.4em 0"><summary>{summary}</summary>'
            f'<div style="padding-left:1em">{"".join(parts)}</div></details>'
        )
    note = f"<p>{_safe(certainty)}</p>" if certainty else ""
    return (
        '<section style="max-width:40em"><h4>Question par question</h4>'
        "<p>✔ : comprise. → : à lire. Dépliez, lisez, discutez.</p>"
        f"{note}{''.join(items)}</section>"
    )


def _beginning(text: str, length: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + "…"


def _pre(text: str) -> str:
    return f'<pre style="white-space:pre-wrap">{_safe(text)}</pre>' if text else ""


def _safe(text: str) -> str:
    return html.escape(text)


def _show(text: str, page: str) -> None:
    from IPython.display import display

    display({"text/plain": text, "text/html": page}, raw=True)
