"""The cohort at a glance: marks, and what most people miss. For the trainer's next session."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from atelier.course import Course, Module
from atelier.grading.cohort import Cohort
from atelier.grading.french import number
from atelier.grading.results import BLANK, RIGHT, Class, ExerciseResult, Result, read_class
from atelier.grading.spreadsheet import render
from atelier.invocation import command
from atelier.submission import write_whole

SHOWN = 10
"""Misconceptions that the text names; more would not fit into one session."""


@dataclass(frozen=True)
class Hurdle:
    """An exercise or a misconception, and how many people met it: of `total`, `missed` and blank."""

    title: str
    missed: int
    blank: int
    total: int
    way_out: str = ""


@dataclass(frozen=True)
class Report:
    """The classes of one or more modules; hurdles are sorted, the highest first."""

    classes: tuple[Class, ...]
    exercises: tuple[Hurdle, ...]
    misconceptions: tuple[Hurdle, ...]
    table: Path


def report(course: Course, cohort: Cohort, modules: tuple[Module, ...] = ()) -> Report:
    """Sum up the graded submissions of `modules` (or of all) and write `bilan.csv`."""
    classes = tuple(
        read_class(course, cohort, module)
        for module in modules or course.modules
        if cohort.submissions(module.name)
    )
    table = cohort.root / "bilan.csv"
    # A byte order mark, so that Excel reads the accents.
    write_whole(table, render_csv(classes).encode("utf-8-sig"))
    return Report(
        classes, _exercise_hurdles(classes), _misconception_hurdles(course, classes), table
    )


def render_report(summary: Report) -> str:
    """Return the French report: marks of each module, then exercises and misconceptions."""
    if not any(group.results for group in summary.classes):
        return f"Aucune remise corrigée : commencez par « {command('corriger')} »."
    lines: list[str] = []
    for group in summary.classes:
        lines += _marks(group)
    lines += ["Exercices qui arrêtent le plus de monde", *_hurdles(summary.exercises), ""]
    if summary.misconceptions:
        lines += ["Idées à reprendre avec le groupe", *_hurdles(summary.misconceptions[:SHOWN]), ""]
    lines.append(f"Table complète, pour un tableur : {summary.table}")
    return "\n".join(lines)


def render_csv(classes: Sequence[Class]) -> str:
    """Return the marks as CSV with `;`: a line for each participant, a column for each exercise.

    An empty cell means that nothing was handed in: a missing datum is not a zero.
    """
    groups = [group for group in classes if group.results]
    head, last = ["participant"], ["(sur)"]
    rows: dict[str, list[str]] = {}
    for group in groups:
        first = group.results[0]
        marks = {result.participant: _row(result) for result in group.results}
        head += [f"{group.module.name} {e.grade_id}" for e in first.exercises]
        head.append(f"{group.module.name} total")
        last += [*(number(e.maximum) for e in first.exercises), number(first.maximum)]
        for result in group.results:
            rows.setdefault(result.participant, [result.name])
        for participant, row in rows.items():
            row += [""] * (len(head) - len(first.exercises) - 1 - len(row))
            row += marks.get(participant, [""] * (len(first.exercises) + 1))
    return render([head, *(rows[participant] for participant in sorted(rows)), last])


def _row(result: Result) -> list[str]:
    return [*(number(e.points) for e in result.exercises), number(result.points)]


def _marks(group: Class) -> list[str]:
    if not group.results:
        return [f"{group.module.title} : aucune remise corrigée.", ""]
    exercises = group.results[0].exercises
    heads = [f"E{n}" for n in range(1, len(exercises) + 1)]
    rows = [["Participant", *heads, "Total"]]
    for result in group.results:
        marks = ["·" if e.status == BLANK else number(e.points) for e in result.exercises]
        rows.append([result.name, *marks, number(result.points)])
    rows.append(
        ["(sur)", *(number(e.maximum) for e in exercises), number(group.results[0].maximum)]
    )
    mean = sum(result.points for result in group.results) / len(group.results)
    return [
        f"{group.module.name} · {group.module.title}",
        *_columns(rows),
        f"Moyenne : {number(round(mean, 1))} sur {number(group.results[0].maximum)} ; "
        "« · » : pas commencé.",
        *_legend(heads, exercises),
        *(f"⚠ {name} : remise pas encore corrigée." for name in group.ungraded),
        "",
    ]


def _legend(heads: Sequence[str], exercises: Sequence[ExerciseResult]) -> list[str]:
    lines: list[str] = []
    for head, e in zip(heads, exercises, strict=True):
        if f"{e.notebook} :" not in lines:
            lines.append(f"{e.notebook} :")
        lines.append(f"  {head} {e.title}")
    return lines


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return [
        "  ".join(
            cell.rjust(width) if n else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _hurdles(hurdles: Sequence[Hurdle]) -> list[str]:
    lines = []
    for hurdle in hurdles:
        line = f"  {hurdle.missed:>3} sur {hurdle.total} · {hurdle.title}"
        if hurdle.blank:
            line += f" (dont {hurdle.blank} à commencer)"
        lines.append(f"{line} → {hurdle.way_out}" if hurdle.way_out else line)
    return lines or ["  aucun : tout le monde a tout réussi"]


def _exercise_hurdles(classes: Sequence[Class]) -> tuple[Hurdle, ...]:
    hurdles = []
    several = sum(bool(group.results) for group in classes) > 1
    for group in classes:
        columns = zip(*(result.exercises for result in group.results), strict=True)
        for number_, column in enumerate(columns, 1):
            missed = [e for e in column if e.status != RIGHT]
            blank = sum(e.status == BLANK for e in missed)
            if missed:
                label = f"{group.module.name} E{number_}" if several else f"E{number_}"
                title = f"{label} {column[0].title}"
                hurdles.append(Hurdle(title, len(missed), blank, len(column)))
    return tuple(sorted(hurdles, key=lambda hurdle: (-hurdle.missed, hurdle.title)))


def _misconception_hurdles(course: Course, classes: Iterable[Class]) -> tuple[Hurdle, ...]:
    people: Counter[str] = Counter()
    everybody = {result.participant for group in classes for result in group.results}
    for participant in everybody:
        shown: set[str] = {
            id_
            for group in classes
            for result in group.results
            if result.participant == participant
            for e in result.exercises
            for id_ in e.misconceptions
            if id_ in course.misconceptions
        }
        people.update(shown)
    found = [
        Hurdle(known.name, people[id_], 0, len(everybody), known.way_out)
        for id_, known in course.misconceptions.items()
        if people[id_]
    ]
    return tuple(sorted(found, key=lambda hurdle: (-hurdle.missed, hurdle.title)))
