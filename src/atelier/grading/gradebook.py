"""nbgrader's gradebook, opened so that a damaged or busy file is a French sentence."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy.exc import SQLAlchemyError

from atelier.grading.cohort import Cohort, CohortError
from atelier.invocation import command


@contextlib.contextmanager
def open_gradebook(cohort: Cohort) -> Iterator[Gradebook]:
    """Yield the gradebook of `cohort`, made if it is new. Raises `CohortError`."""
    # A new gradebook calls `alembic` by its name, wherever the environment was not activated.
    commands = str(Path(sys.executable).parent)
    if commands not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([commands, os.environ.get("PATH", "")])
    try:
        with Gradebook(cohort.gradebook) as gradebook:
            yield gradebook
    except SQLAlchemyError as error:
        raise CohortError(
            "Le cahier de notes gradebook.db est abîmé, ou un autre programme l’emploie. Fermez "
            "formgrader et recommencez ; sinon renommez ce fichier : "
            f"« {command('corriger')} » le refait, sans les notes données à la main."
        ) from error
