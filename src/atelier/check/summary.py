"""Figures of the checks, as tables of text (French)."""

import math
from collections.abc import Iterable, Sequence

from atelier.check.answers import Outcome
from atelier.check.execution import Run


def summarise_exercises(outcomes: Sequence[Outcome]) -> str:
    """Return one line an exercise: points of solution and untouched cell, wrong answers caught."""
    rows = []
    for grade_id in dict.fromkeys(outcome.exercise.grade_id for outcome in outcomes):
        own = [o for o in outcomes if o.exercise.grade_id == grade_id]
        exercise = own[0].exercise
        wrong = [o for o in own if o.variant not in ("solution", "untouched")]
        caught = [
            o
            for o in wrong
            if not o.in_full
            and any(exercise.wrong_answers[int(o.variant)].message in said for said in o.said)
        ]
        rows.append(
            (
                grade_id,
                f"{exercise.points:g}",
                _range(o.points for o in own if o.variant == "solution"),
                _range(o.points for o in own if o.variant == "untouched"),
                f"{len(caught)}/{len(wrong)}",
                str(len({o.country for o in own})),
            )
        )
    head = ("exercice", "points", "solution", "intact", "erreurs reconnues", "pays")
    return text_table(head, rows)


def summarise_runs(runs: Sequence[Run]) -> str:
    """Return one line a run: seconds, memory, size, points."""
    rows = [
        (
            run.notebook.name,
            run.country,
            _figure(run.seconds, "{:.1f} s"),
            _figure(run.memory_mb, "{:.0f} Mo"),
            f"{run.size_kb:.0f} Ko",
            f"{run.points:g}",
        )
        for run in runs
    ]
    return text_table(("carnet", "pays", "calcul", "mémoire", "taille", "points"), rows)


def text_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows under a head, in columns as wide as their widest cell."""
    lines = [list(head), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    texts = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return "\n".join([texts[0], "  ".join("─" * width for width in widths), *texts[1:]])


def _figure(value: float, form: str) -> str:
    return "?" if math.isnan(value) else form.format(value)


def _range(values: Iterable[float]) -> str:
    found = sorted(set(values))
    return f"{found[0]:g}" if len(found) == 1 else f"{found[0]:g} à {found[-1]:g}"
