"""One nbgrader configuration for our verbs, for formgrader and for plain `nbgrader` commands."""

import json
import os
import subprocess
from pathlib import Path

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_output
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    Execute,
    GetGrades,
    IgnorePattern,
    LimitOutput,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from traitlets import Unicode
from traitlets.config import Config

from atelier.build.release import nbgrader_config as release_config
from atelier.course import Course, load_course
from atelier.exercise import is_test
from atelier.grading.cohort import DEFAULT, Cohort, open_cohort
from atelier.grading.export import HarmlessCsv
from atelier.grading.rebuild import rebuild
from atelier.grading.showing import FeedbackPage
from atelier.sandbox.examining import BEGIN
from atelier.verdict import CHECKS, read_verdict

CELL_SECONDS = 30
"""Time that one cell may take."""


class Rebuild(NbGraderPreprocessor):
    """Put the submission's answers into the course's own notebook (see `rebuild`)."""

    released = Unicode(help="Folder of the released modules.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Return the rebuilt notebook."""
        about = resources["nbgrader"]
        path = Path(self.released, about["assignment"], about["notebook"] + ".ipynb")
        if not path.is_file():  # nbgrader skips notebooks that the course does not have
            return nb, resources
        released = json.loads(path.read_text(encoding="utf-8"))
        cells = rebuild(released["cells"], nb.cells)
        rebuilt = {**released, "cells": cells, "nbformat": 4, "nbformat_minor": 5}
        return from_dict(rebuilt), resources


class RunQuietly(Execute):
    """Run a notebook; what its kernel says outside of cells stays off the trainer's screen."""

    def start_new_kernel(self, **options):
        """Start the kernel that will run the cells."""
        super().start_new_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)


class ForgiveWarnings(NbGraderPreprocessor):
    """Take warnings out of test cells: nbgrader gives 0 for any text on the error stream."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, index: int
    ) -> tuple[NotebookNode, dict]:
        """Return `cell` without its error stream."""
        if is_test(cell) and cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
        return cell, resources


class HideTests(NbGraderPreprocessor):
    """Take the tests out of what formgrader's own feedback button would send back.

    After a test with a hidden part, what cells print goes, too: an answer has seen what the test
    gave it, and may print it.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Return the notebook without tests, and without what cells may have seen of them."""
        seen = False
        for cell in nb.cells:
            if cell.cell_type == "code" and seen and not is_test(cell):
                cell.outputs = [o for o in cell.outputs if o.output_type == "error"]
            seen = seen or (is_test(cell) and BEGIN in cell.source)
        return super().preprocess(nb, resources)

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, index: int
    ) -> tuple[NotebookNode, dict]:
        """Return `cell`, without code and traceback if it is a test."""
        if is_test(cell) and cell.cell_type == "code":
            cell.source = "# Vérification"
            cell.outputs = [
                new_output("stream", name="stdout", text=read_verdict(output.evalue).message)
                for output in cell.outputs
                if output.output_type == "error" and output.ename in CHECKS
            ]
        return cell, resources


def nbgrader_config(course: Course, cohort: Cohort) -> Config:
    """Return how nbgrader grades `course` in the folder of `cohort`.

    Every folder lies below the cohort's: nbgrader reads paths back with regular expressions, so
    absolute folders would break on Windows and wherever a folder's name holds a parenthesis.
    """
    config = release_config(course)
    directory = config.CourseDirectory
    directory.root = str(cohort.root)
    directory.source_directory = cohort.source.name
    directory.release_directory = cohort.released.name
    directory.submitted_directory = cohort.submitted.name
    directory.autograded_directory = cohort.graded.name
    directory.feedback_directory = "retours-nbgrader"
    directory.db_url = cohort.gradebook
    reread = {name for module in course.modules for name in module.reread}
    directory.ignore = [name for name in directory.ignore if name not in reread]
    # What nbgrader's gradebook names a course; its default here, none, is refused by PostgreSQL.
    directory.course_id = "default_course"
    config.Rebuild.released = str(cohort.released)
    config.Autograde.sanitize_preprocessors = [
        Rebuild,
        ClearOutput,
        DeduplicateIds,
        OverwriteKernelspec,
        OverwriteCells,
        CheckCellMetadata,
    ]
    config.Autograde.autograde_preprocessors = [
        RunQuietly,
        IgnorePattern,
        ForgiveWarnings,
        LimitOutput,
        SaveAutoGrades,
        CheckCellMetadata,
    ]
    config.ExportApp.plugin_class = HarmlessCsv
    config.GenerateFeedback.exporter_class = FeedbackPage
    config.GenerateFeedback.preprocessors = [GetGrades, HideTests, CSSHTMLHeaderPreprocessor]
    config.Execute.timeout = CELL_SECONDS
    config.Execute.shutdown_kernel = "immediate"
    return config


def config_from_environment() -> Config:
    """Return the configuration for the cohort that `ATELIER_PROMOTION` names.

    By default, the example's; a relative folder is taken from the course's. The gradebook is the
    folder's own, or at the address in `ATELIER_GRADEBOOK`.
    """
    course = load_course()
    folder = Path(os.environ.get("ATELIER_PROMOTION", DEFAULT))
    gradebook = os.environ.get("ATELIER_GRADEBOOK", "")
    return nbgrader_config(course, open_cohort(course.root / folder, gradebook, create=True))
