"""The submissions of a cohort, and which of them are to be graded."""

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from atelier.course import Module
from atelier.grading.cohort import Cohort, names, read_receipts, signature
from atelier.grading.outcome import Outcome
from atelier.grading.state import Judged, State, read_state, write_state


@dataclass(frozen=True)
class Job:
    """One submission; `content` is a signature of its files."""

    module: Module
    participant: str
    name: str
    content: str

    @property
    def key(self) -> str:
        """What tells submissions of a cohort apart, as in its state."""
        return f"{self.participant}/{self.module.name}"

    def judged(self, state: State) -> Judged:
        """Return what its marks rest on by the cohort's `state`."""
        return Judged(self.content, state.release(self.module.name).signature)

    def outcome(self, status: str, cause: str = "", **more: tuple[str, ...]) -> Outcome:
        """Return what became of it; see `Outcome`."""
        return Outcome(self.participant, self.name, self.module.name, status, cause, **more)


def find_jobs(cohort: Cohort, modules: Iterable[Module]) -> list[Job]:
    """Return every submission of `modules`."""
    called, found = names(read_receipts(cohort)), []
    for module in modules:
        for participant in cohort.submissions(module.name):
            content = ""
            with contextlib.suppress(OSError):  # said where the submission is read to be run
                content = signature(cohort.submission(participant, module.name))
            found.append(Job(module, participant, called.get(participant, participant), content))
    return found


def is_due(
    cohort: Cohort,
    job: Job,
    state: State,
    marked: Mapping[str, frozenset[str]] | None = None,
) -> bool:
    """Tell whether a submission changed, or whether its marks or the notebooks that ran are gone.

    `state`: the cohort's. `marked`: module → participants whose marks the gradebook holds; None:
    not known yet.
    """
    lost = marked is not None and job.participant not in marked[job.module.name]
    ran = (cohort.graded / job.participant / job.module.name).is_dir()
    return lost or not ran or state.judged.get(job.key) != job.judged(state)


def forget(cohort: Cohort, jobs: Iterable[Job]) -> None:
    """Note that submissions do not count as graded any more."""
    state, keys = read_state(cohort), {job.key for job in jobs}
    if keys & state.judged.keys():
        write_state(cohort, state.forgetting(keys))
