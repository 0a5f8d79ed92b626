"""Drive nbgrader's converters for one cohort: in this process, with their English kept in a log.

The one place to change for another way of running submissions: `Engine.run`.
"""

import contextlib
import datetime
import logging
import re
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory

from atelier.course import Course, CourseError, Module, Problem
from atelier.grading.cohort import Cohort, read_state, signature, write_state
from atelier.grading.config import nbgrader_config
from atelier.grading.gradebook import open_gradebook
from atelier.grading.reviews import keep_reviews, read_reviews
from atelier.grading.source import graded_by, mirror
from atelier.invocation import command
from atelier.submission import clean_name
from atelier.workspace import copy_source, environment

CAUSES = {
    "DeadKernelError": "le code de la remise a arrêté Python ; ouvrez le carnet pour voir où",
    "UnresponsiveKernelError": "le code de la remise tourne sans fin et ne se laisse pas arrêter",
    "NotJSONError": "le carnet n’est pas lisible",
    "ValidationError": "le carnet n’a pas la forme d’un carnet",
    "OperationalError": "le cahier de notes est occupé ou abîmé (gradebook.db)",
}
"""Name of an exception → what it means for a trainer, in French."""

EMPTY = "la remise ne contient aucun carnet de ce module : demandez-la de nouveau"

CHANGED = (
    "Les exercices de {module} ont changé depuis la dernière correction : tout le module est "
    "recorrigé. L’ancien cahier de notes, avec les notes données à la main, est gardé : {backup}."
)


KERNEL_ENVIRONMENT = {
    "PYTHONPATH": str(Path(__file__).parents[2]),  # this package
    "PYTHONUTF8": "1",
    "MPLBACKEND": "agg",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


class Engine:
    """nbgrader on one cohort, as a context: kernels and logs are set up and put back."""

    def __init__(self, course: Course, cohort: Cohort):
        """Prepare to grade the submissions of `cohort` to `course`."""
        self._course, self._cohort = course, cohort
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> "Engine":
        """Send nbgrader's words to the log; give the kernels what notebooks need."""
        self._log = self._stack.enter_context(quiet(self._cohort))
        self._stack.enter_context(environment(KERNEL_ENVIRONMENT))
        return self

    def __exit__(self, *error: object) -> None:
        """Put everything back."""
        self._stack.close()

    def load(self, module: Module) -> list[str]:
        """Bring the gradebook to the course's present source of `module`; return French notices.

        Writes into the cohort's state what submissions are now graded by. Raises `CourseError`
        when nbgrader refuses the source.
        """
        mirror(self._course.data, self._cohort.graded / "data")
        copy_source(module, self._cohort.source / module.name)
        whole = signature(self._cohort.source / module.name)
        now = {f"*/{module.name}": whole, module.name: graded_by(self._course, module)}
        state = read_state(self._cohort)
        released = (self._cohort.released / module.name).is_dir() and self._known(module)
        if released and {**state, **now} == state:
            return []
        notices = self._make_room(module)
        cause = self._convert(GenerateAssignment, module)
        if cause:
            where = f"solutions/{module.name}"
            verb = command("valider", module.name)
            repair = f"lancez « {verb} » ; détails dans {self._cohort.log.name}"
            raise CourseError([Problem(where, f"nbgrader refuse ce module ({cause})", repair)])
        write_state(self._cohort, {**state, **now})
        return notices

    def run(self, module: Module, participant: str, name: str) -> str:
        """Run and score one submission; return the French cause of a failure, or nothing."""
        first, _, last = name.partition(" ")
        with open_gradebook(self._cohort) as gradebook:
            gradebook.update_or_create_student(participant, first_name=first, last_name=last)
        before = read_reviews(self._cohort, module, participant)
        cause = self._convert(Autograde, module, participant)
        if not cause:
            keep_reviews(self._cohort, module, participant, before)
        return cause

    def marked(self, module: Module) -> frozenset[str]:
        """Return the ids of the participants whose marks for `module` the gradebook holds."""
        with open_gradebook(self._cohort) as gradebook:
            submissions = gradebook.assignment_submissions(module.name)
            return frozenset(submission.student.id for submission in submissions)

    def _convert(
        self, converter_class: type[BaseConverter], module: Module, participant: str = "*"
    ) -> str:
        config = nbgrader_config(self._course, self._cohort)
        config.CourseDirectory.assignment_id = module.name
        config.CourseDirectory.student_id = participant
        converter = converter_class(coursedir=CourseDirectory(config=config), config=config)
        converter.force = True
        converter.log = self._log
        with _last_error(self._log) as said:
            try:
                converter.start()
            except NbGraderException as error:
                return _cause(said[-1] if said else str(error))
        return ""

    def _known(self, module: Module) -> bool:
        with open_gradebook(self._cohort) as gradebook:
            try:
                return bool(gradebook.find_assignment(module.name).notebooks)
            except MissingEntry:
                return False

    def _make_room(self, module: Module) -> list[str]:
        """Let the exercises of `module` change: nbgrader refuses once there are submissions."""
        wanted = {notebook.name: set(notebook.grade_ids) for notebook in module.notebooks}
        with open_gradebook(self._cohort) as gradebook:
            try:
                stored = gradebook.find_assignment(module.name)
            except MissingEntry:
                return []
            cells = {
                notebook.name: {c.name for c in (*notebook.grade_cells, *notebook.solution_cells)}
                for notebook in stored.notebooks
            }
            if cells == wanted or not stored.submissions:
                return []
            backup = f"gradebook-{datetime.datetime.now():%Y%m%d-%H%M%S}.db"
            shutil.copyfile(self._cohort.root / "gradebook.db", self._cohort.root / backup)
            gradebook.remove_assignment(module.name)
        return [CHANGED.format(module=module.name, backup=backup)]


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
            if "Traceback" in message or "unresponsive" in message:
                said.append(message)

    listener = Listener(logging.ERROR)
    log.addHandler(listener)
    try:
        yield said
    finally:
        log.removeHandler(listener)


def _cause(text: str) -> str:
    """Return in French why a converter failed, from the traceback or the sentence that it left."""
    if "unresponsive" in text:
        return CAUSES["UnresponsiveKernelError"]
    if "No notebooks were matched" in text:
        return EMPTY
    last = clean_name(text.strip().splitlines()[-1])
    raised = re.match(r"(?:[\w.]+\.)?(?P<name>\w+)(?:: (?P<said>.*))?$", last)
    if raised and raised["name"] in CAUSES:
        return CAUSES[raised["name"]]
    return f"erreur inattendue, {last}"
