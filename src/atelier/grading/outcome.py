"""What became of the submissions of one call of `corriger`, as data, as text, and on the way."""

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TextIO

from atelier.grading.french import counted, number
from atelier.invocation import command

GRADED, UNCHANGED, FAILED = "corrigé", "inchangé", "échec"

MOST = 20
"""Changes that are listed; beyond it, they are counted."""
RESTART = "Les notes sont écrites ; redémarrez l’ordinateur avant de corriger d’autres remises."


@dataclass(frozen=True)
class Outcome:
    """What became of one submission: a status, its cause when it failed.

    `stops`: French causes why cells were stopped; the others of the notebook count all the same.
    `left`: programs that its notebooks started and that could not be ended, in French.
    """

    participant: str
    name: str
    module: str
    status: str
    cause: str = ""
    stops: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """The points of one exercise of one participant, before and after."""

    name: str
    module: str
    exercise: str
    before: float
    after: float


@dataclass(frozen=True)
class Grading:
    """What one call did. `notices` are French sentences on the gradebook, or on the machine.

    `changes`: the marks that are others though the submission is the same.
    """

    outcomes: tuple[Outcome, ...]
    notices: tuple[str, ...]
    seconds: float
    changes: tuple[Change, ...] = ()

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The submissions that could not be graded."""
        return tuple(outcome for outcome in self.outcomes if outcome.status == FAILED)


def render_grading(grading: Grading) -> str:
    """Return in French what was graded, one line for each failure with its cause."""
    count = {
        status: sum(outcome.status == status for outcome in grading.outcomes)
        for status in (GRADED, UNCHANGED, FAILED)
    }
    if not grading.outcomes:
        return f"Rien à corriger : commencez par « {command('collecter', 'DOSSIER')} »."
    lines = [
        *grading.notices,
        f"{counted(count[GRADED], 'remise corrigée', 'remises corrigées')}, "
        f"{counted(count[UNCHANGED], 'inchangée', 'inchangées')}, "
        f"{count[FAILED]} en échec, en {grading.seconds:.0f} s.",
        *(f"✘ {render_outcome(outcome)}" for outcome in grading.failed),
        *(f"⚠ {render_outcome(outcome)}" for outcome in grading.outcomes if outcome.stops),
        *render_changes(grading.changes),
        *(f"⚠ {render_left(outcome)}" for outcome in grading.outcomes if outcome.left),
    ]
    if grading.failed:
        others = "" if count[FAILED] == len(grading.outcomes) else "Les autres sont corrigées. "
        lines.append(
            f"{others}Relancez « {command('corriger')} » : seules celles-ci seront reprises."
        )
    else:
        lines.append(f"Ensuite : « {command('retours')} », puis « {command('bilan')} ».")
    return "\n".join(lines)


def render_changes(found: Iterable[Change]) -> list[str]:
    """Return in French the marks that changed, a line for each."""
    found = list(found)
    if not found:
        return []
    lines = [
        f"  {change.name} · {change.module} · {change.exercise} : "
        f"{number(change.before)} → {number(change.after)}"
        for change in found[:MOST]
    ]
    more = [f"  … et {len(found) - MOST} autres"] * (len(found) > MOST)
    people = counted(len({change.name for change in found}), "personne", "personnes")
    head = counted(len(found), "note a changé", "notes ont changé")
    return [f"{head} sans que la remise change ({people}) :", *lines, *more]


def render_outcome(outcome: Outcome) -> str:
    """Return one French line on one submission."""
    line = f"{outcome.name} · {outcome.module} : {outcome.status}"
    if outcome.cause:
        return f"{line} ({outcome.cause})"
    if outcome.stops:
        stopped = counted(len(outcome.stops), "cause d’arrêt", "causes d’arrêt")
        return f"{line} ; cellules arrêtées, {stopped} : {' ; '.join(outcome.stops)}"
    return line


def render_left(outcome: Outcome) -> str:
    """Return one French line on what a submission has left running."""
    return (
        f"{outcome.name} · {outcome.module} : n’a pas pu être arrêté : {' ; '.join(outcome.left)}. "
        f"{RESTART}"
    )


def notice_of(left: Iterable[str]) -> tuple[str, ...]:
    """Return a French notice on the programs that remain when all is over, if any does."""
    names = " ; ".join(left)
    return (
        f"⚠ Des programmes lancés par des remises tournent encore : {names}. {RESTART}",
    ) * bool(names)


class Bar:
    """Progress on a trainer's screen: a bar with the time left, and a line for each failure.

    Where the stream is no screen, a line each quarter of the way. As a context, it leaves no bar
    behind, whatever stops the work.
    """

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic):
        """Draw on `stream`, by default standard error. `clock` counts seconds."""
        self._stream, self._clock = stream or sys.stderr, clock
        self._began, self._quarter, self._drawn = clock(), 0, 0
        self._screen = self._stream.isatty()

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *error: object) -> None:
        self._write("")

    def tell(self, outcome: Outcome, done: int, total: int) -> None:
        """Show that `done` submissions of `total` are over, the last with this `outcome`."""
        if outcome.status == FAILED:
            self._write(f"✘ {render_outcome(outcome)}\n")
        quarter = 4 * done // total
        if self._screen:
            self._write("" if done == total else self._line(done, total))
        elif quarter > self._quarter:
            self._write(f"{self._line(done, total)}\n")
        self._quarter = quarter

    def _line(self, done: int, total: int) -> str:
        left = (self._clock() - self._began) * (total - done) / done
        bar = ("█" * (20 * done // total)).ljust(20, "░")
        return f"{bar} {done}/{total} · reste {duration(left)}"

    def _write(self, text: str) -> None:
        """Write `text` in the place of the bar; blanks rub it out on every kind of screen."""
        blank = f"\r{' ' * self._drawn}\r" if self._drawn else ""
        self._stream.write(blank + text)
        self._stream.flush()
        self._drawn = 0 if text.endswith("\n") or not self._screen else len(text)


def duration(seconds: float) -> str:
    """Return a duration in French: `8 s`, `2 min 05 s`, `1 h 10 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3_600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3_600} h {whole % 3_600 // 60:02} min"
