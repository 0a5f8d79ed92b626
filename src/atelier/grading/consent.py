"""A trainer's consent to run a cohort's submissions without a sandbox: asked once, kept."""

import datetime
from pathlib import Path

from atelier.grading.cohort import Cohort
from atelier.submission import write_whole

SENTENCE = (
    "Le {day}, la personne qui corrige cette promotion a accepté que le code des participants "
    "s’exécute sans bac à sable, avec ses droits. Pour revenir sur ce choix, supprimez ce fichier.\n"
)


def consented(cohort: Cohort) -> bool:
    """Tell whether somebody has accepted, for this cohort."""
    return _path(cohort).is_file()


def keep_consent(cohort: Cohort) -> None:
    """Keep that somebody has accepted, for this cohort."""
    text = SENTENCE.format(day=f"{datetime.date.today():%d/%m/%Y}")
    write_whole(_path(cohort), text.encode("utf-8"))


def _path(cohort: Cohort) -> Path:
    return cohort.root / "sans-bac-a-sable.txt"
