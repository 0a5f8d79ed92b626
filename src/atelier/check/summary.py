"""Figures of the checks, as tables of text (French)."""

import math
from collections.abc import Iterable, Mapping, Sequence

from atelier.check.answers import Outcome
from atelier.check.execution import Run


def summarise_exercises(trials: Mapping[str, Sequence[Outcome]]) -> str:
    """Return one line an exercise: points of solution and untouched cell, wrong answers caught.

    `trials`: name of a notebook → the outcomes of its exercises. The last line sums up.
    """
    rows, caught, tried = [], 0, 0
    for name, outcomes in trials.items():
        for grade_id in dict.fromkeys(outcome.exercise.grade_id for outcome in outcomes):
            own = [o for o in outcomes if o.exercise.grade_id == grade_id]
            wrong = [o for o in own if o.variant not in ("solution", "untouched")]
            named = sum(map(_is_caught, wrong))
            caught, tried = caught + named, tried + len(wrong)
            rows.append(
                (
                    "-".join(name.split("-")[:2]),
                    grade_id,
                    f"{own[0].exercise.points:g}",
                    _range(o.points for o in own if o.variant == "solution"),
                    _range(o.points for o in own if o.variant == "untouched"),
                    f"{named}/{len(wrong)}",
                    str(len({o.country for o in own})),
                )
            )
    head = ("carnet", "exercice", "points", "solution", "intact", "erreurs reconnues", "pays")
    points = sum(float(row[2]) for row in rows)
    total = ("", f"{len(rows)} exercices", f"{points:g}", "", "", f"{caught}/{tried}", "")
    return text_table(head, [*rows, total])


def _is_caught(outcome: Outcome) -> bool:
    """Tell whether a wrong answer lost points and read the message that it is declared to read."""
    expected = outcome.exercise.wrong_answers[int(outcome.variant)].message
    return not outcome.in_full and any(expected in said for said in outcome.said)


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
