"""From a module of `solutions/` to what participants open, through nbgrader's own converter."""

import json
import logging
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
    NbGraderPreprocessor,
    SaveCells,
)
from traitlets.config import Config

from atelier.build.questionnaire import paper
from atelier.build.typography import french_spaces
from atelier.checks import FILES, Check, Checks, source_of_checks
from atelier.course import Course, CourseError, Module, Problem
from atelier.exercise import BACKSTAGE, bare_starters, is_answer, nbgrader
from atelier.learner.quiz.paper import PAPER
from atelier.learner.reussite import ANSWERS, pack_text
from atelier.learner.verification import PACKED
from atelier.notebook import normal_form, read_notebook, to_text, without_tags
from atelier.questions import BANK
from atelier.submission import EXPECTED
from atelier.workspace import copy_source

STUB = "### VOTRE RÉPONSE ICI"
NOT_RELEASED = ["module.toml", BANK, *FILES, ".ipynb_checkpoints", "__pycache__", "*.pyc"]


class StripBackstage(NbGraderPreprocessor):
    """Take out the cells that participants never get: wrong answers and trainer's notes."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Return `nb` without them."""
        return without_tags(nb, BACKSTAGE), resources


class FrenchSpaces(NbGraderPreprocessor):
    """Put no-break spaces where French wants them."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, index: int
    ) -> tuple[NotebookNode, dict]:
        """Return `cell`; only Markdown changes."""
        if cell.cell_type == "markdown":
            cell.source = french_spaces(cell.source)
        return cell, resources


class TidyAnswers(NbGraderPreprocessor):
    """Give answer cells the form of `blank`.

    Out go the lines that nbgrader puts where a solution stood: ours hold three dots above.
    Starters become code.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, index: int
    ) -> tuple[NotebookNode, dict]:
        """Return `cell` without the stub, its starters made code."""
        if is_answer(cell):
            lines = cell.source.split("\n")
            kept = "\n".join(line for line in lines if line.strip() != STUB)
            cell.source = bare_starters(kept).rstrip("\n")
        return cell, resources


class ExpandChecks(NbGraderPreprocessor):
    """Put the check itself in the place of each call: the gradebook keeps what it will run."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Return `nb`, each check in a source that stands by itself."""
        checks = _checks_beside(resources)
        for cell, check in _called(nb, checks):
            cell.source = checks.standing_alone(check)
        return nb, resources


class CallChecks(NbGraderPreprocessor):
    """Leave of each check its call: what it runs travels packed, beside the notebook."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Return `nb` as participants get it."""
        for cell, check in _called(nb, _checks_beside(resources)):
            cell.source = check.call
        return nb, resources


def _checks_beside(resources: dict) -> Checks:
    """Return the checks of the module whose notebook nbgrader converts."""
    return Checks(source_of_checks(Path(resources["metadata"]["path"])))


def _called(nb: NotebookNode, checks: Checks) -> Iterator[tuple[NotebookNode, Check]]:
    for cell in nb.cells:
        check = checks.by_grade_id.get(nbgrader(cell).get("grade_id"))
        if check and cell.cell_type == "code":
            yield cell, check


def nbgrader_config(course: Course) -> Config:
    """Return how nbgrader turns this course's sources into what participants get.

    The gradebook is filled with the same configuration, so that released and graded cells agree.
    """
    config = Config()
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.source_directory = str(course.solutions)
    products = sorted({name for module in course.modules for name in module.products})
    config.CourseDirectory.ignore = [*NOT_RELEASED, *products]
    config.ClearSolutions.code_stub = {"python": STUB}
    config.ClearSolutions.text_stub = "*Votre réponse ici.*"
    config.GenerateAssignment.preprocessors = [
        StripBackstage,
        FrenchSpaces,
        LockCells,
        ClearSolutions,
        TidyAnswers,
        ClearOutput,
        CheckCellMetadata,
        ExpandChecks,
        ComputeChecksums,
        SaveCells,
        CallChecks,
        ClearHiddenTests,
        ClearMarkScheme,
        ComputeChecksums,
        CheckCellMetadata,
    ]
    return config


def release_module(course: Course, module: Module) -> dict[Path, str | bytes]:
    """Return every file that participants get for `module`: path below the root → content.

    Raises `CourseError` where nbgrader refuses a notebook.
    """
    folder = Path("notebooks") / module.name
    files: dict[Path, str | bytes] = {}
    with tempfile.TemporaryDirectory() as scratch:
        released = _convert(course, module, Path(scratch))
        for path in sorted(released.rglob("*")):
            if path.is_file():
                files[folder / path.relative_to(released)] = _content(path)
    files[folder / EXPECTED] = to_json(_hand_in(course, module))
    files[folder / ANSWERS] = to_json(_answers(module))
    facts = {"version": course.version, "verifications": pack_text(module.checks.public())}
    files[folder / PACKED] = to_json(facts)
    return files | papers(course, [module])


def papers(course: Course, modules: Iterable[Module]) -> dict[Path, str | bytes]:
    """Return the questionnaires of those of `modules` that ask one, as participants get them."""
    return {
        Path("notebooks", module.name, PAPER): to_json(paper(course, module))
        for module in modules
        if module.questionnaire
    }


def _convert(course: Course, module: Module, scratch: Path) -> Path:
    """Convert a copy of `module` below `scratch`; return the folder of what came out.

    A copy, because nbgrader reads its paths back with regular expressions: a course in a folder
    with parentheses in its name would break it.
    """
    copy_source(module, scratch / "source" / module.name)
    config = nbgrader_config(course)
    config.CourseDirectory.root = str(scratch)
    config.CourseDirectory.source_directory = "source"
    config.CourseDirectory.release_directory = "release"
    config.CourseDirectory.assignment_id = module.name
    config.GenerateAssignment.no_database = True
    config.GenerateAssignment.preprocessors.remove(SaveCells)
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    converter.log, said = _listening_log()
    try:
        converter.start()
    except Exception as error:  # nbgrader raises whatever its preprocessors raise
        where = f"solutions/{module.name}"
        what = f"nbgrader refuse ce module : {_cause(said) or error}"
        raise CourseError([Problem(where, what, "corrigez la cellule en cause")]) from error
    return scratch / "release" / module.name


def _content(path: Path) -> str | bytes:
    if path.suffix == ".ipynb":
        return to_text(normal_form(read_notebook(path)))
    return path.read_bytes()


def _hand_in(course: Course, module: Module) -> dict:
    return {
        "module": module.name,
        "version": course.version,
        "empreinte": module.fingerprint,
        "carnets": [notebook.path.name for notebook in module.notebooks],
        "produits": list(module.products),
        "cellules": {notebook.path.name: list(notebook.grade_ids) for notebook in module.notebooks},
    }


def _answers(module: Module) -> dict[str, str]:
    return {
        exercise.grade_id: pack_text(exercise.solution)
        for notebook in module.notebooks
        for exercise in notebook.exercises
        if not exercise.manual and not exercise.asked
    }


def to_json(facts: dict) -> str:
    """Return `facts` as the text of a small JSON file, one entry a line."""
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


class _Listener(logging.Handler):
    """Keep what is logged, instead of showing it."""

    def __init__(self) -> None:
        """Start with nothing."""
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.said.append(record.getMessage())


def _listening_log() -> tuple[logging.Logger, list[str]]:
    """Return a log of its own, below no other, and the list of what it hears."""
    log, listener = logging.Logger("atelier.nbgrader"), _Listener()
    log.addHandler(listener)
    return log, listener.said


def _cause(said: Sequence[str]) -> str | None:
    """Return what the last traceback in `said` ends with: the error and its first line."""
    for message in reversed(said):
        _, mark, trace = message.rpartition("Traceback (most recent call last):\n")
        if mark:
            return next((line for line in trace.splitlines() if line[:1].strip()), None)
    return None
