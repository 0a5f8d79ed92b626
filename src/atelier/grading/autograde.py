"""Grade what is new or changed, through nbgrader's own converters and gradebook."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from atelier.course import Course, Module
from atelier.grading.cohort import Cohort, names, read_state, signature, write_state
from atelier.grading.engine import Engine
from atelier.grading.french import counted
from atelier.invocation import command
from atelier.submission import digest

GRADED, UNCHANGED, FAILED = "corrigé", "inchangé", "échec"


@dataclass(frozen=True)
class Outcome:
    """What became of one submission: a status, its cause when it failed, and seconds."""

    participant: str
    name: str
    module: str
    status: str
    cause: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Grading:
    """What one call did. `notices` are French sentences on the gradebook itself."""

    outcomes: tuple[Outcome, ...]
    notices: tuple[str, ...]
    seconds: float

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The submissions that could not be graded."""
        return tuple(outcome for outcome in self.outcomes if outcome.status == FAILED)


Progress = Callable[[Outcome, int, int], None]


def grade(
    course: Course,
    cohort: Cohort,
    modules: tuple[Module, ...] = (),
    *,
    everything: bool = False,
    progress: Progress = lambda outcome, done, total: None,
) -> Grading:
    """Grade the submissions of `modules` (by default all) that are new or changed.

    A submission is graded again when it, the course's source or the data changed; all of them
    with `everything`. `progress` hears of each outcome, with how many are done and how many there
    are. A submission that fails does not stop the others, and is tried again at the next call.
    """
    began = time.monotonic()
    modules = tuple(m for m in modules or course.modules if cohort.submissions(m.name))
    total = sum(len(cohort.submissions(module.name)) for module in modules)
    outcomes: list[Outcome] = []
    notices: list[str] = []
    if not modules:
        return Grading((), (), 0.0)
    with Engine(course, cohort) as engine:
        for module in modules:
            notices += engine.load(module)
            marked = frozenset() if everything else engine.marked(module)
            for participant in cohort.submissions(module.name):
                outcome = _grade_one(engine, cohort, module, participant, participant in marked)
                outcomes.append(outcome)
                progress(outcome, len(outcomes), total)
    return Grading(tuple(outcomes), tuple(notices), time.monotonic() - began)


def _grade_one(
    engine: Engine, cohort: Cohort, module: Module, participant: str, marked: bool
) -> Outcome:
    """Grade one submission, unless it is `marked` in the gradebook and nothing changed since."""
    began = time.monotonic()
    name = names(cohort).get(participant, participant)
    key = f"{participant}/{module.name}"
    state = read_state(cohort)
    parts = (state[module.name], signature(cohort.submission(participant, module.name)))
    now = digest(" ".join(parts).encode("utf-8"))
    ran = (cohort.graded / participant / module.name).is_dir()
    if marked and ran and state.get(key) == now:
        return Outcome(participant, name, module.name, UNCHANGED)
    # Forgotten first: whoever is interrupted from here on is graded at the next call.
    state.pop(key, None)
    write_state(cohort, state)
    cause = engine.run(module, participant, name)
    if cause:
        return Outcome(participant, name, module.name, FAILED, cause, time.monotonic() - began)
    write_state(cohort, {**state, key: now})
    return Outcome(participant, name, module.name, GRADED, "", time.monotonic() - began)


def render_outcome(outcome: Outcome) -> str:
    """Return one French line on one submission."""
    line = f"{outcome.name} · {outcome.module} : {outcome.status}"
    if outcome.status == GRADED:
        return f"{line} ({outcome.seconds:.1f} s)"
    return f"{line} ({outcome.cause})" if outcome.cause else line


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
    ]
    if grading.failed:
        others = "" if count[FAILED] == len(grading.outcomes) else "Les autres sont corrigées. "
        lines.append(
            f"{others}Relancez « {command('corriger')} » : seules celles-ci seront reprises."
        )
    else:
        lines.append(f"Ensuite : « {command('retours')} », puis « {command('bilan')} ».")
    return "\n".join(lines)
