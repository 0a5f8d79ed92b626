"""Bring the gradebook to the course's present source, through nbgrader's own converter.

In this process, with nbgrader's English kept in a log. The converters are imported where they are
needed: that costs seconds, and most calls find the module released.
"""

import contextlib
import json
import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import select

from atelier.course import Course, CourseError, Module, Problem
from atelier.errors import UserError
from atelier.grading.cohort import Cohort, CohortError, names, read_receipts, signature
from atelier.grading.french import number
from atelier.grading.gradebook import back_up, beyond_maximum, open_gradebook
from atelier.grading.grounds import grounds_of, why_anew
from atelier.grading.light import api
from atelier.grading.source import mirror
from atelier.grading.state import Release, read_state, write_state
from atelier.invocation import command
from atelier.person import clean_name
from atelier.submission import EXPECTED
from atelier.workspace import copy_source

CAUSES = {
    "NotJSONError": "le carnet n’est pas lisible",
    "ValidationError": "le carnet n’a pas la forme d’un carnet",
}
"""Name of an exception → what it means for a trainer, in French."""

ANEW = "{module} est recorrigé : {reasons}."

BEYOND = (
    "La note donnée à la main à {name} pour « {cell} » ({mark}) dépasse ce que vaut maintenant cet "
    "exercice ({maximum}) : corrigez-la dans formgrader."
)

BUSY = (
    "Le cahier de notes est occupé par un autre programme. Fermez formgrader et recommencez : rien "
    "n’est perdu."
)

CHANGED = (
    "Les exercices de {module} ont changé depuis la dernière correction : tout le module est "
    "recorrigé. L’ancien cahier de notes, avec les notes données à la main, est gardé : {backup}."
)

CHANGED_ELSEWHERE = (
    "Les exercices de {module} ont changé depuis la dernière correction : tout le module est "
    "recorrigé. Les anciennes notes, celles données à la main et les commentaires sont gardés dans "
    "un tableau : {backup}."
)


class Assignments:
    """The modules in the gradebook of one cohort; as a context, nbgrader's English goes to its log."""

    def __init__(self, course: Course, cohort: Cohort):
        """Prepare to keep the gradebook of `cohort` in step with `course`."""
        self._course, self._cohort = course, cohort
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> "Assignments":
        """Send nbgrader's words to the log."""
        self._log = self._stack.enter_context(quiet(self._cohort))
        return self

    def __exit__(self, *error: object) -> None:
        """Put everything back."""
        self._stack.close()

    def load(self, module: Module) -> list[str]:
        """Bring the gradebook to the course's present source of `module`; return French notices.

        Writes into the cohort's state what submissions are now graded by. Notices come again at
        each call until they are `told`. Raises `CourseError` when nbgrader refuses the source or
        participants do not have it, `CohortError` when the gradebook is in use.
        """
        check_built(self._course, module)
        mirror(self._course.data, self._cohort.graded / "data")
        copy_source(module, self._cohort.source / module.name)
        source = signature(self._cohort.source / module.name)
        grounds = grounds_of(self._course, self._cohort, module)
        before = read_state(self._cohort).release(module.name)
        released = (self._cohort.released / module.name).is_dir() and self._known(module)
        if not released or (before.source, before.grounds) != (source, grounds):
            # What stops half-way is begun again.
            self._note(module, replace(before, source=""))
            self._make_room(module)
            self._generate(module)
            notices = read_state(self._cohort).release(module.name).notices
            if reasons := why_anew(module, before.grounds, grounds):
                notices += (ANEW.format(module=module.name, reasons=", ".join(reasons)),)
            self._note(module, Release(source, grounds, notices))
        notices = read_state(self._cohort).release(module.name).notices
        return [*notices, *self._beyond(module)]

    def _note(self, module: Module, release: Release) -> None:
        state = read_state(self._cohort)
        write_state(self._cohort, state.released(module.name, release))

    def _beyond(self, module: Module) -> list[str]:
        """Return in French which marks given by hand exceed what an exercise is now worth."""
        called = names(read_receipts(self._cohort))
        return [
            BEYOND.format(
                name=called.get(student, student),
                cell=cell,
                mark=number(mark),
                maximum=number(most),
            )
            for student, cell, mark, most in beyond_maximum(self._cohort, module.name)
        ]

    def told(self, modules: Iterable[Module]) -> None:
        """Note that somebody has read the notices on `modules`."""
        before = state = read_state(self._cohort)
        for module in modules:
            release = state.release(module.name)
            if release.notices:
                state = state.released(module.name, replace(release, notices=()))
        if state != before:
            write_state(self._cohort, state)

    def marked(self, module: Module) -> frozenset[str]:
        """Return the ids of the participants whose marks for `module` the gradebook holds."""
        submitted = api.SubmittedAssignment
        query = select(submitted.student_id).join(submitted.assignment)
        with open_gradebook(self._cohort) as gradebook:
            found = gradebook.db.scalars(query.where(api.Assignment.name == module.name))
            return frozenset(found)

    def _generate(self, module: Module) -> None:
        from nbgrader.converters import GenerateAssignment
        from nbgrader.converters.base import NbGraderException
        from nbgrader.coursedir import CourseDirectory

        from atelier.grading.config import nbgrader_config

        config = nbgrader_config(self._course, self._cohort)
        config.CourseDirectory.assignment_id = module.name
        converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
        converter.force = True
        converter.log = self._log
        with _last_error(self._log) as said:
            try:
                converter.start()
            except NbGraderException as error:
                raise self._refusal(module, said[-1] if said else str(error)) from error

    def _refusal(self, module: Module, said: str) -> UserError:
        """Return in French why nbgrader failed, from the traceback or the sentence that it left."""
        if "OperationalError: " in said:
            return CohortError(BUSY)
        last = clean_name(said.strip().splitlines()[-1])
        raised = re.match(r"(?:[\w.]+\.)?(?P<name>\w+)(?:: .*)?$", last)
        cause = CAUSES.get(raised["name"] if raised else "", f"erreur inattendue, {last}")
        verb = command("valider", module.name)
        repair = f"lancez « {verb} » ; détails dans {self._cohort.log.name}"
        where = f"solutions/{module.name}"
        return CourseError([Problem(where, f"nbgrader refuse ce module ({cause})", repair)])

    def _known(self, module: Module) -> bool:
        with open_gradebook(self._cohort) as gradebook:
            try:
                return bool(gradebook.find_assignment(module.name).notebooks)
            except api.MissingEntry:
                return False

    def _make_room(self, module: Module) -> None:
        """Let the exercises of `module` change: nbgrader refuses once there are submissions."""
        wanted = {notebook.name: set(notebook.grade_ids) for notebook in module.notebooks}
        with open_gradebook(self._cohort) as gradebook:
            try:
                stored = gradebook.find_assignment(module.name)
            except api.MissingEntry:
                return
            cells = {
                notebook.name: {c.name for c in (*notebook.grade_cells, *notebook.solution_cells)}
                for notebook in stored.notebooks
            }
            if cells == wanted or not stored.submissions:
                return
            backup = back_up(self._cohort, module.name)
            text = CHANGED if backup.suffix == ".db" else CHANGED_ELSEWHERE
            notice = text.format(module=module.name, backup=backup.name)
            # Kept before anything goes: a call that is stopped here must still tell it.
            before = read_state(self._cohort).release(module.name)
            self._note(module, replace(before, notices=(*before.notices, notice)))
            gradebook.remove_assignment(module.name)


def check_built(course: Course, module: Module) -> None:
    """Raise `CourseError` unless participants' notebooks were made from the present source."""
    path = course.released / module.name / EXPECTED
    try:
        made_from = json.loads(path.read_text(encoding="utf-8")).get("empreinte", "")
    except (OSError, ValueError, AttributeError):
        made_from = ""
    if made_from != module.fingerprint:
        what = "ces carnets ne sont pas ceux que l’on corrigerait : solutions/ a changé depuis"
        repair = f"lancez « {command('construire')} », puis corrigez ; rien n’a été corrigé"
        raise CourseError([Problem(f"notebooks/{module.name}", what, repair)])


@contextlib.contextmanager
def quiet(cohort: Cohort) -> Iterator[logging.Logger]:
    """Send what nbgrader and its libraries say, in English, to the cohort's log."""
    log = logging.getLogger("atelier.correction")
    handler = logging.FileHandler(cohort.log, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    loggers = [log, *map(logging.getLogger, ("traitlets", "py.warnings", "alembic"))]
    before = [(logger, logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = False
    log.setLevel(logging.INFO)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            logging.captureWarnings(True)
            yield log
    finally:
        logging.captureWarnings(False)
        for logger, propagate, level in before:
            logger.removeHandler(handler)
            logger.propagate, logger.level = propagate, level
        handler.close()


@contextlib.contextmanager
def _last_error(log: logging.Logger) -> Iterator[list[str]]:
    """Yield the tracebacks that are logged meanwhile: nbgrader keeps them nowhere else."""
    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if "Traceback" in message:
                said.append(message)

    listener = Listener(logging.ERROR)
    log.addHandler(listener)
    try:
        yield said
    finally:
        log.removeHandler(listener)
