"""Grade what is new or changed: run it in sandboxes, write its marks in batches.

Whatever stops a call, the next one goes on: a submission counts as graded once its marks and its
notebooks are written, and no more from just before they are written anew.
"""

import contextlib
import functools
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from atelier.course import Course, Module
from atelier.errors import UserError
from atelier.grading.assignments import Assignments
from atelier.grading.changes import Change, changes, marks_by_exercise
from atelier.grading.cohort import Cohort, CohortError
from atelier.grading.jobs import Job, find_jobs, forget, is_due
from atelier.grading.outcome import FAILED, GRADED, UNCHANGED, Grading, Outcome, notice_of
from atelier.grading.record import Graded, read_moment, write_batch
from atelier.grading.state import State, read_state, write_state
from atelier.grading.template import Template, load_template, with_outputs
from atelier.grading.units import reread, stops, unit_of
from atelier.grading.workplace import Workplace, open_here
from atelier.limits import MAX_MEMBER
from atelier.sandbox.unit import Report, Unit
from atelier.sandbox.worker import SandboxError
from atelier.submission import NotANotebook, TooMuch, parse_notebook

BATCH, PATIENCE = 25, 2.0
"""Submissions, and seconds, after which what has run is written."""

WINDOW = 3
"""Submissions under way for each of the hands that run them: no hand waits, and memory stays flat."""

EMPTY = "la remise ne contient aucun carnet de ce module : demandez-la de nouveau"
UNREADABLE = "le carnet n’est pas lisible : demandez-le de nouveau"
LESS = "demandez de n’y garder que les réponses, puis de le rendre de nouveau"
BLOCKED = "le code de la remise a bloqué la correction ; lisez le carnet avant de recommencer"
LEFT = "{names} (carnet {name})"
CLUSTER = "la machine qui exécutait cette remise ne répond plus"

Progress = Callable[[Outcome, int, int], None]
Opener = Callable[[], AbstractContextManager[Workplace]]
Assembled = Mapping[str, tuple[dict[str, Any], Unit] | None]
"""Name of a notebook → what is graded of it and the unit that runs it; None: not handed in."""


def grade(
    course: Course,
    cohort: Cohort,
    modules: Sequence[Module] = (),
    *,
    everything: bool = False,
    progress: Progress = lambda outcome, done, total: None,
    place: Opener | None = None,
) -> Grading:
    """Grade the submissions of `modules` (by default all) that are new or changed.

    A submission is graded again when it changed, or what its marks rest on (see `grounds_of`); all
    of them with `everything`. Marks that change though the submission did not are told. `place` gives where they run (by default `open_here`). `progress` hears of
    each that ran, with how many are done and how many there are. A submission that fails does not
    stop the others, and is tried again at the next call. Raises `NoSandbox` where submitted code
    cannot be kept apart and nobody accepted that, `BrokenSandbox` where nothing can run,
    `CohortError` where the gradebook is in use.
    """
    began = time.monotonic()
    modules = {module.name: module for module in modules or course.modules}.values()
    jobs = find_jobs(cohort, modules)
    if not jobs:
        return Grading((), (), 0.0)
    modules = {job.module.name: job.module for job in jobs}.values()
    remaining: list[str] = []
    with Assignments(course, cohort) as assignments, contextlib.ExitStack() as stack:
        opener = place or (lambda: open_here(course.data))
        workplace = functools.cache(lambda: stack.enter_context(opener()))
        state = read_state(cohort)
        if everything or any(is_due(cohort, job, state) for job in jobs):
            remaining = workplace().remaining  # it starts while the modules are loaded
        before = {module.name: marks_by_exercise(cohort, module) for module in modules}
        notices = [notice for module in modules for notice in assignments.load(module)]
        marked = {module.name: assignments.marked(module) for module in modules}
        state = read_state(cohort)
        due = {job.key: job for job in jobs if everything or is_due(cohort, job, state, marked)}
        outcomes = [job.outcome(UNCHANGED) for job in jobs if job.key not in due]
        changed: list[Change] = []
        if due:
            remaining = workplace().remaining
            same = [job for job in due.values() if state.content(job.key) == job.content]
            outcomes += _Run(cohort, workplace(), state, progress, list(due.values())).grade()
            after = {module.name: marks_by_exercise(cohort, module) for module in modules}
            changed = changes(same, before, after)
        assignments.told(modules)
    notices += notice_of(remaining)  # known once the workplace is closed
    spent = time.monotonic() - began
    return Grading(tuple(outcomes), tuple(notices), spent, tuple(changed))


@dataclass(frozen=True)
class _Ran:
    """A submission that ran: its notebooks with their outputs, why cells were stopped, and what
    could not be ended, notebook by notebook."""

    job: Job
    graded: Graded
    stops: tuple[str, ...]
    left: tuple[str, ...]


@dataclass
class _Run:
    """The submissions that are `due`, on their way from the sandboxes to the gradebook.

    `state`: the cohort's, where it says what the modules are graded by.
    """

    cohort: Cohort
    place: Workplace
    state: State
    progress: Progress
    due: Sequence[Job]
    outcomes: list[Outcome] = field(default_factory=list)
    running: dict[Future, tuple[Job, Assembled]] = field(default_factory=dict)
    ready: dict[str, _Ran] = field(default_factory=dict)
    written: float = field(default_factory=time.monotonic)
    forgotten: bool = False

    def grade(self) -> list[Outcome]:
        """Grade them all; return what became of them. Writes what has run, whatever happens."""
        modules = {job.module.name: job.module for job in self.due}
        self.templates = {name: load_template(self.cohort, m) for name, m in modules.items()}
        try:
            for job in self.due:
                while len(self.running) >= WINDOW * self.place.hands:
                    self._take()
                self._start(job)
            while self.running:
                self._take()
            self._write()
        except CohortError:  # the gradebook itself
            raise
        except BaseException:
            self._salvage()
            raise
        return self.outcomes

    def _start(self, job: Job) -> None:
        """Have one submission run."""
        try:
            notebooks = self._assemble(job)
            units = tuple(pair[1] for pair in notebooks.values() if pair)
            if units:
                self.running[self.place.submit(units)] = (job, notebooks)
        except UserError:
            raise
        except Exception as error:
            self._fail(job, _cause(job, error))
        else:
            if not units:
                self._fail(job, EMPTY)

    def _assemble(self, job: Job) -> Assembled:
        folder = self.cohort.submission(job.participant, job.module.name)
        template = self.templates[job.module.name]
        beside = reread(folder, job.module)
        found: dict[str, tuple[dict[str, Any], Unit] | None] = {}
        for name in template.notebooks:
            path = folder / f"{name}.ipynb"
            found[name] = None
            if path.is_file():
                content, cells = _read(path)
                notebook = template.assemble(name, cells)
                found[name] = notebook, unit_of(template, name, notebook, content, beside)
        return found

    def _take(self) -> None:
        """Wait until a submission has run, or for a while; write what has run if it is time."""
        done, _ = wait(self.running, timeout=PATIENCE, return_when=FIRST_COMPLETED)
        for future in [future for future in self.running if future in done]:
            job, notebooks = self.running[future]
            try:
                self._keep(job, notebooks, future.result())
            except UserError:
                raise
            except Exception as error:
                self._fail(job, _cause(job, error))
            del self.running[future]
        if len(self.ready) >= BATCH or time.monotonic() > self.written + PATIENCE:
            self._write()

    def _keep(self, job: Job, notebooks: Assembled, reports: Sequence[Report]) -> None:
        """Put the outputs in the notebooks of a submission that ran, to be written."""
        given = dict(zip([name for name, pair in notebooks.items() if pair], reports, strict=True))
        ran = {
            name: with_outputs(pair[0], given[name].outputs) if pair else None
            for name, pair in notebooks.items()
        }
        left = [LEFT.format(names=", ".join(r.left), name=n) for n, r in given.items() if r.left]
        moment = read_moment(self.cohort.submission(job.participant, job.module.name))
        graded = Graded(job.participant, job.name, moment, ran)
        self.ready[job.key] = _Ran(job, graded, tuple(dict.fromkeys(stops(reports))), tuple(left))

    def _write(self) -> None:
        """Write what has run: marks, notebooks, then that it is graded."""
        self.written = time.monotonic()
        if self.ready and not self.forgotten:
            # All at once: where `everything` is stopped, the next call does the rest of it.
            forget(self.cohort, self.due)
            self.forgotten = True
        outcomes: list[Outcome] = []
        for name in self.templates:
            batch = [ran for ran in self.ready.values() if ran.job.module.name == name]
            if batch:
                outcomes += self._write_batch(self.templates[name], batch)
        for outcome in outcomes:
            self._tell(outcome)

    def _write_batch(self, template: Template, batch: Sequence[_Ran]) -> Iterator[Outcome]:
        """Write what has run of one module; return what became of it."""
        graded = [ran.graded for ran in batch]
        failed = write_batch(self.cohort, batch[0].job.module, template, graded)
        done = [ran.job for ran in batch if ran.job.participant not in failed]
        state = read_state(self.cohort)
        judged = {job.key: job.judged(self.state) for job in done}
        write_state(self.cohort, state.with_judged(judged))
        for ran in batch:
            del self.ready[ran.job.key]
            cause = failed.get(ran.job.participant, "")
            status, stops = (FAILED, ()) if cause else (GRADED, ran.stops)
            yield ran.job.outcome(status, cause, stops=stops, left=ran.left)

    def _salvage(self) -> None:
        """Write what has run when something stops the rest."""
        for future, (job, notebooks) in self.running.items():
            with contextlib.suppress(Exception):  # it runs still, or has failed
                self._keep(job, notebooks, future.result(timeout=0))
        self._write()

    def _fail(self, job: Job, cause: str) -> None:
        forget(self.cohort, [job])
        self._tell(job.outcome(FAILED, cause))

    def _tell(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self.progress(outcome, len(self.outcomes), len(self.due))


def _read(path: Path) -> tuple[bytes, list[dict[str, Any]]]:
    """Return a submitted notebook and its cells. Raises `NotANotebook`."""
    try:
        if (size := path.stat().st_size) > MAX_MEMBER:
            raise TooMuch(f"{size // 1_000_000} Mo")
        content = path.read_bytes()
        return content, parse_notebook(content)["cells"]
    except TooMuch as error:
        raise TooMuch(f"{path.name} est démesuré : {error}") from error


def _cause(job: Job, error: Exception) -> str:
    """Return in French why a submission could not be graded; the log says more."""
    logging.getLogger("atelier.correction").error(job.key, exc_info=error)
    if isinstance(error, TooMuch):
        return f"{error} ; {LESS}"
    if isinstance(error, NotANotebook):
        return UNREADABLE
    if isinstance(error, SandboxError):
        return BLOCKED
    if isinstance(error, CancelledError) or type(error).__module__.startswith("distributed"):
        return CLUSTER
    if isinstance(error, OSError):
        return f"un fichier ne peut pas être lu ou écrit ({error.strerror or error})"
    return f"erreur inattendue, {type(error).__name__}"
