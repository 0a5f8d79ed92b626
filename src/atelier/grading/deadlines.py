"""Deadlines of a cohort: what the trainer wrote in `promotion.toml`.

    [echeances]
    "03-nettoyer" = 2027-03-05T18:00:00+00:00

A date alone means the end of that day, here; a time without zone is this computer's.
"""

import contextlib
import datetime
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from atelier.course import Course
from atelier.grading.cohort import Cohort, CohortError

FILE = "promotion.toml"
TABLE = "echeances"
EXAMPLE = '"03-nettoyer" = 2027-03-05T18:00:00+00:00'


def read_deadlines(course: Course, cohort: Cohort) -> dict[str, datetime.datetime]:
    """Return the deadlines by module, with their time zones. Raises `CohortError`."""
    path = cohort.root / FILE
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise _wrong(
            "il n’est pas en UTF-8 : enregistrez-le de nouveau dans cet encodage"
        ) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f" à la ligne {line[1]}" if line else ""
        raise _wrong(f"il ne se lit pas{where}. Une échéance s’écrit : {EXAMPLE}") from error
    if odd := [key for key in facts if key != TABLE]:
        raise _wrong(f"« {odd[0]} » n’y est pas connu ; écrivez les échéances sous [{TABLE}]")
    given = facts.get(TABLE, {})
    if not isinstance(given, dict):
        raise _wrong(f"« {TABLE} » doit être une table : écrivez [{TABLE}] seul sur sa ligne")
    return {_module(course, name): _moment(name, value) for name, value in given.items()}


def lateness(
    made: datetime.datetime, deadlines: Mapping[str, datetime.datetime], module: str
) -> datetime.timedelta:
    """Return by how much a hand-in of `module` made at `made` is late; zero if it is not."""
    deadline = deadlines.get(module)
    on_time = datetime.timedelta()
    return max(on_time, made - deadline) if deadline else on_time


def _module(course: Course, name: str) -> str:
    known = [module.name for module in course.modules]
    if name not in known:
        raise _wrong(
            f"aucun module ne s’appelle « {name} » ; choisissez parmi : {', '.join(known)}"
        )
    return name


def _moment(module: str, value: Any) -> datetime.datetime:
    """Return the last moment that is on time."""
    with contextlib.suppress(ValueError, OverflowError, OSError):  # the year 1, or 9999
        if isinstance(value, datetime.datetime):
            return value if value.tzinfo else value.astimezone()
        if isinstance(value, datetime.date):
            return datetime.datetime.combine(value, datetime.time.max).astimezone()
    raise _wrong(f"l’échéance de « {module} » n’est pas une date ; écrivez : {EXAMPLE}")


def _wrong(what: str) -> CohortError:
    return CohortError(f"Le fichier {FILE} de la promotion est à corriger : {what}.")
