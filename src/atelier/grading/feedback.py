"""What goes back to participants: one light page for each submission, and a message to paste.

Everything that a participant wrote is escaped; the page asks the network for nothing, holds no
script, and no hidden test.
"""

import base64
import functools
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from atelier.course import Course, Misconception, Module
from atelier.grading.cohort import Cohort
from atelier.grading.french import counted, number
from atelier.grading.results import (
    BLANK,
    BY_HAND,
    MAX_TEXT,
    PARTLY,
    RIGHT,
    WRONG,
    ExerciseResult,
    Result,
    read_class,
)
from atelier.invocation import command
from atelier.learner.quiz.wording import WORDINGS, Wording
from atelier.submission import write_whole

TEMPLATES = Path(__file__).parents[3] / "grading" / "templates"
MAX_PAGE = 60_000
"""Bytes of a page: what it costs to receive it on a telephone."""

MAX_ANSWER = 1_500
LENGTHS = (MAX_ANSWER, 600, 200, 0)
"""Characters of an answer that the page shows; fewer where the page would be too heavy."""

MAX_NOTICES = 5
MAX_COMMENT = 1_500
"""Notices, and characters of a trainer's comment, that the page shows."""

MESSAGE_LINES = 10


@dataclass(frozen=True)
class Feedback:
    """The pages that were written, and who handed in without being graded yet."""

    pages: tuple[Path, ...]
    ungraded: tuple[str, ...]
    folder: Path


def write_feedback(course: Course, cohort: Cohort, modules: tuple[Module, ...] = ()) -> Feedback:
    """Write `retours/PARTICIPANT/MODULE/` for every graded submission of `modules` (or of all)."""
    pages: list[Path] = []
    ungraded: list[str] = []
    for module in modules or course.modules:
        group = read_class(course, cohort, module) if cohort.submissions(module.name) else None
        if group is None:
            continue
        ungraded += group.ungraded
        for result in group.results:
            folder = cohort.feedback / result.participant / module.name
            shutil.rmtree(folder, ignore_errors=True)
            page = folder / f"{module.name}_{result.participant}.html"
            write_whole(page, render_page(course, module, result).encode("utf-8"))
            text = render_message(course, module, result, page.name)
            write_whole(folder / "message.txt", text.encode("utf-8"))
            pages.append(page)
    return Feedback(tuple(pages), tuple(ungraded), cohort.feedback)


def render_feedback(feedback: Feedback) -> str:
    """Return in French what was written and what to do with it."""
    if not feedback.pages and not feedback.ungraded:
        return f"Aucune remise corrigée : commencez par « {command('corriger')} »."
    lines = [
        f"{counted(len(feedback.pages), 'retour écrit', 'retours écrits')} dans {feedback.folder}."
    ]
    if feedback.pages:
        lines.append(
            "Dans chaque dossier : la page à envoyer (.html) et message.txt, à coller dans un message."
        )
    lines += [f"⚠ {name} : pas encore corrigé, pas de retour." for name in feedback.ungraded]
    return "\n".join(lines)


def render_page(course: Course, module: Module, result: Result) -> str:
    """Return the page of one submission, below `MAX_PAGE` bytes: long answers are cut short."""
    for length in LENGTHS:
        page = _render(course, module, result, length)
        if len(page.encode("utf-8")) <= MAX_PAGE:
            break
    return page


def _render(course: Course, module: Module, result: Result, length: int) -> str:
    style = (TEMPLATES / "retour.css").read_text(encoding="utf-8").strip()
    return _template().render(
        course=course,
        module=module,
        result=result,
        notices=[_cut(notice) for notice in result.notices[:MAX_NOTICES]],
        exercises=[
            (e, _said(course, e), _shown(e.answer, length), _shown(e.comment, MAX_COMMENT))
            for e in result.exercises
        ],
        about_questionnaire=_wording(module).page if module.questionnaire else "",
        asked=module.questionnaire is not None,
        looks={
            RIGHT: "juste",
            PARTLY: "partie",
            WRONG: "reprendre",
            BLANK: "vide",
            BY_HAND: "main",
        },
        signs={RIGHT: "✔", PARTLY: "◐", WRONG: "↻", BLANK: "○", BY_HAND: "✎"},
        RIGHT=RIGHT,
        BLANK=BLANK,
        BY_HAND=BY_HAND,
        next_step=next_step(course, module, result),
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii"),
    )


@functools.cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["nombre"] = number
    return environment.get_template("retour.html")


def render_message(course: Course, module: Module, result: Result, page: str) -> str:
    """Return at most ten lines to paste in a message."""
    right = [e for e in result.exercises if e.status == RIGHT]
    state = (
        f"{number(result.points)} points sur {number(result.maximum)}, "
        f"{counted(len(right), 'exercice juste', 'exercices justes')} sur {len(result.exercises)}."
    )
    if module.questionnaire:
        state = _wording(module).state
    lines = [f"Bonjour {result.name},", f"Module « {module.title} » : {state}"]
    lines += [f"⚠ {_cut(notice, 200)}" for notice in result.notices[:1]]
    blank = sum(e.status == BLANK for e in result.exercises)
    end = [f"○ {counted(blank, 'exercice', 'exercices')} à commencer."] if blank else []
    end += [
        next_step(course, module, result),
        f"Le détail est dans le fichier joint : {page}",
    ]
    sign = "→" if module.questionnaire else "↻"  # nobody answers twice
    to_mend = [
        f"{sign} {e.title} : {_cut(_advice(course, e), 180)}"
        for e in result.exercises
        if e.status in (WRONG, PARTLY)
    ]
    room = MESSAGE_LINES - len(lines) - len(end)
    if len(to_mend) > room:
        rest = len(to_mend) - room + 1
        to_mend[room - 1 :] = [_and_others(rest, asked=module.questionnaire is not None)]
    lines += to_mend
    return "\n".join(" ".join(line.split()) for line in lines + end) + "\n"


def _and_others(count: int, *, asked: bool) -> str:
    """Return the line for the exercises that the message has no room for."""
    if asked:
        return f"→ Et {counted(count, 'autre, expliqué', 'autres, expliqués')} dans la page."
    return f"↻ Et {counted(count, 'autre', 'autres')} à reprendre."


def _wording(module: Module) -> Wording:
    return WORDINGS[module.questionnaire.form]


def next_step(course: Course, module: Module, result: Result) -> str:
    """Return in one French sentence what the participant should do now."""
    to_do = [e for e in result.exercises if e.status not in (RIGHT, BY_HAND)]
    if module.questionnaire:  # nobody answers twice; who has not answered yet can
        to_do = [e for e in to_do if e.status == BLANK]
    if to_do:
        first = min(to_do, key=lambda e: e.status == BLANK)
        return f"À faire : reprenez « {first.title} », puis rendez de nouveau : la dernière remise compte."
    later = [m for m in course.modules if m.name > module.name]
    done = "Merci !" if module.questionnaire else "Bravo, tout est fait !"
    return f"{done} La suite : « {later[0].title} »." if later else done


def _advice(course: Course, exercise: ExerciseResult) -> str:
    misconception = _misconception(course, exercise)
    if misconception:
        return misconception.way_out
    return exercise.message or exercise.comment or "relisez l’énoncé, puis essayez encore."


def _misconception(course: Course, exercise: ExerciseResult) -> Misconception | None:
    return course.misconceptions.get(exercise.misconception or "")


def _said(course: Course, exercise: ExerciseResult) -> list[tuple[str, Misconception | None]]:
    """Return what the tests of an exercise say, each with the misconception that it names."""
    first = [(exercise.message, _misconception(course, exercise))] if exercise.message else []
    return first + [
        (verdict.message, course.misconceptions.get(verdict.misconception or ""))
        for verdict in exercise.further
    ]


def _shown(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}\n… (suite dans votre carnet)".lstrip()


def _cut(text: str, length: int = MAX_TEXT) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1]}…"
