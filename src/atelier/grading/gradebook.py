"""nbgrader's gradebook: a file of the cohort's, or a database that a server keeps.

What goes wrong with it is a French sentence, which never shows the address: a password may be in
it.
"""

import contextlib
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Select, create_engine, func, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import selectinload, undefer
from sqlalchemy.orm.interfaces import ORMOption

from atelier.grading.cohort import Cohort, CohortError
from atelier.grading.french import number
from atelier.grading.light import api, dbutil
from atelier.grading.spreadsheet import render
from atelier.invocation import command
from atelier.submission import write_whole

PATIENCE = "10"
"""Seconds that a server may take to answer. SQLite waits five for a file that is in use."""

EXAMPLE = "postgresql+psycopg2://NOM:MOTDEPASSE@SERVEUR/BASE"

COLUMNS = (
    "participant",
    "carnet",
    "cellule",
    "sur",
    "note automatique",
    "note à la main",
    "points en plus",
    "à relire",
    "commentaire",
)


@contextlib.contextmanager
def open_gradebook(cohort: Cohort) -> Iterator[api.Gradebook]:
    """Yield the gradebook of `cohort`, made if it is new. Raises `CohortError`."""
    address = _address(cohort)
    try:
        _prepare(address)
        with api.Gradebook(address.render_as_string(hide_password=False)) as gradebook:
            yield gradebook
    except (SQLAlchemyError, api.InvalidEntry) as error:
        # Not the whole text: it repeats the query, in which people may have written anything.
        said = str(getattr(error, "orig", error)).lower()
        raise CohortError(_cause(address, said)) from error


def place(cohort: Cohort) -> str:
    """Return what tells gradebooks of one cohort apart; nothing for the file in its folder."""
    if not cohort.address:
        return ""
    secret = ("password", "connect_timeout")
    return _address(cohort).difference_update_query(secret).render_as_string()


def back_up(cohort: Cohort, module: str) -> Path:
    """Keep the marks of `module` in the cohort's folder, before they go; return the new file.

    A file is copied whole; of a server's database, the module's marks become a table.
    """
    address = _address(cohort)
    stem = f"gradebook-{datetime.datetime.now():%Y%m%d-%H%M%S}-{module}"
    if address.get_backend_name() == "sqlite":
        backup = cohort.root / f"{stem}.db"
        write_whole(backup, Path(address.database).read_bytes())
        return backup
    backup = cohort.root / f"{stem}.csv"
    with open_gradebook(cohort) as gradebook:
        # A byte order mark, so that Excel reads the accents.
        write_whole(backup, _table(gradebook, module).encode("utf-8-sig"))
    return backup


def beyond_maximum(cohort: Cohort, module: str) -> list[tuple[str, str, float, float]]:
    """Return the marks given by hand in `module` that exceed what their cell is worth.

    For each: participant, grade id, mark, maximum.
    """
    grade, cell = api.Grade, api.GradeCell
    query = _by_participant(module, cell.name, grade.manual_score, cell.max_score)
    query = query.join(cell, cell.id == grade.cell_id).where(grade.manual_score > cell.max_score)
    with open_gradebook(cohort) as gradebook:
        return sorted(tuple(row) for row in gradebook.db.execute(query))


def marks_of(cohort: Cohort, module: str) -> dict[tuple[str, str], float]:
    """Return the marks of `module` that the gradebook holds, by participant and grade id."""
    grade, cell = api.Grade, api.BaseCell
    given = func.coalesce(grade.manual_score, grade.auto_score, 0.0)
    query = _by_participant(module, cell.name, given).join(cell, cell.id == grade.cell_id)
    with open_gradebook(cohort) as gradebook:
        return {(student, name): mark for student, name, mark in gradebook.db.execute(query)}


def _by_participant(module: str, *facts: Any) -> Select:
    """Return the query for `facts` of the marks of `module`, each after its participant's id."""
    sent, page = api.SubmittedAssignment, api.SubmittedNotebook
    query = select(sent.student_id, *facts).select_from(api.Grade)
    query = query.join(page, page.id == api.Grade.notebook_id).join(
        sent, sent.id == page.assignment_id
    )
    return query.join(sent.assignment).where(api.Assignment.name == module)


def _address(cohort: Cohort) -> URL:
    try:
        address = make_url(cohort.gradebook)
    except (ArgumentError, ValueError):
        raise CohortError(
            f"L’adresse du cahier de notes n’est pas lisible. Sa forme : {EXAMPLE}"
        ) from None  # what SQLAlchemy says repeats the address
    if address.drivername.startswith("postgresql+psycopg"):
        return address.update_query_dict({"connect_timeout": PATIENCE, **address.query})
    return address


def _prepare(address: URL) -> None:
    """Make the tables of a new gradebook, marked with their version as `nbgrader db` wants it.

    nbgrader would start `alembic` for it, as a command that may not be on the path: seconds.
    """
    try:
        engine = create_engine(address)
    except (NoSuchModuleError, ValueError):
        raise CohortError(
            f"Ce genre de cahier de notes n’est pas connu. Exemple d’adresse : {EXAMPLE}"
        ) from None
    except ModuleNotFoundError as error:
        raise CohortError(
            f"Il manque le paquet Python « {error.name} » pour ce cahier de notes : installez-le "
            f"avec pip, ou choisissez un autre pilote. Exemple d’adresse : {EXAMPLE}"
        ) from error
    try:
        with engine.begin() as connection:
            if inspect(connection).has_table("alembic_version"):
                return
            from alembic.migration import MigrationContext
            from alembic.script import ScriptDirectory

            api.Base.metadata.create_all(connection)
            scripts = ScriptDirectory(dbutil.ALEMBIC_DIR)
            MigrationContext.configure(connection).stamp(scripts, "heads")
    finally:
        engine.dispose()


def _cause(address: URL, said: str) -> str:
    """Return in French what is wrong with the gradebook at `address`."""
    if address.get_backend_name() == "sqlite":
        name = Path(address.database or "").name
        if "locked" in said:
            return (
                f"Le cahier de notes {name} est occupé par un autre programme. Fermez formgrader "
                "et recommencez : rien n’est perdu."
            )
        return (
            f"Le cahier de notes {name} est abîmé, ou ne peut pas être écrit. Renommez ce "
            f"fichier et lancez « {command('corriger')} », qui le refait, sans les notes données "
            "à la main."
        )
    server = address.host or address.query.get("host") or "local"
    where = f"le serveur « {server} » (base « {address.database or ''} »)"
    if "database" in said and "does not exist" in said:
        return f"Le cahier de notes n’existe pas encore : créez cette base sur {where}."
    if any(word in said for word in ("password", "authentication", "role")):
        return (
            f"Le nom ou le mot de passe du cahier de notes est refusé par {where}. "
            "Corrigez l’adresse, ou demandez à qui tient ce serveur."
        )
    return (
        f"Le cahier de notes ne répond pas, ou refuse : {where}. Vérifiez que le serveur est en "
        "marche, que l’adresse est juste et que le réseau passe, puis recommencez : rien n’est "
        "perdu."
    )


def _table(gradebook: api.Gradebook, module: str) -> str:
    """Return every mark and comment of `module` as CSV with `;`: a line for each."""
    rows = []
    for grade in gradebook.db.scalars(_of(api.Grade, module, undefer(api.Grade.max_score))):
        points = (grade.max_score, grade.auto_score, grade.manual_score, grade.extra_credit)
        written = ["" if value is None else number(value) for value in points]
        rows.append([*_where(grade), *written, "oui" if grade.needs_manual_grade else "", ""])
    for comment in gradebook.db.scalars(_of(api.Comment, module)):
        if comment.comment:
            rows.append([*_where(comment), "", "", "", "", "", comment.comment])
    return render([COLUMNS, *sorted(rows)])


def _of(kind: type, module: str, *options: ORMOption) -> Select:
    """Return the query for the marks or the comments of `module`, with what `_where` needs."""
    page = api.SubmittedNotebook
    whose = selectinload(kind.notebook)
    query = select(kind).join(kind.notebook).join(page.assignment)
    query = query.join(api.SubmittedAssignment.assignment).where(api.Assignment.name == module)
    needed = (selectinload(page.assignment), selectinload(page.notebook))
    return query.options(selectinload(kind.cell), whose.options(*needed), *options)


def _where(judged: api.Grade | api.Comment) -> list[str]:
    return [judged.notebook.assignment.student_id, judged.notebook.name, judged.name]
