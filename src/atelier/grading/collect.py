"""Collect what participants sent: keep it untouched, and lay out the submissions that count.

The latest hand-in counts, file by file: a notebook sent alone replaces only itself.
"""

import contextlib
import datetime
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from atelier.course import Course, Module
from atelier.grading.cohort import Cohort, CohortError, Receipt, read_receipts, write_receipts
from atelier.grading.french import counted
from atelier.grading.intake import (
    MAX_FILE,
    Content,
    Parcel,
    Rejected,
    open_parcel,
    passed_over,
)
from atelier.grading.keep import keep, kept_path, original_name
from atelier.grading.people import identify, telling_name
from atelier.submission import Person, clean_name, digest, state_of, write_whole

EARLIEST = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Line:
    """What became of one received file. `reason` is set when it was rejected; texts are French.

    `kept`: a copy is in the cohort's folder, rejected or not.
    """

    file: str
    name: str = ""
    module: str = ""
    made: str = ""
    incomplete: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    reason: str = ""
    kept: bool = True


@dataclass(frozen=True)
class Collection:
    """What one call collected, one line for each file."""

    lines: tuple[Line, ...]

    @property
    def accepted(self) -> tuple[Line, ...]:
        """The files that count or counted."""
        return tuple(line for line in self.lines if not line.reason)

    @property
    def rejected(self) -> tuple[Line, ...]:
        """The files that could not be used."""
        return tuple(line for line in self.lines if line.reason)

    @property
    def complete(self) -> bool:
        """Tell whether there was something to collect and nothing was rejected."""
        return bool(self.lines) and not self.rejected


def collect(
    course: Course,
    cohort: Cohort,
    sources: Iterable[Path],
    *,
    participant: str = "",
    now: datetime.datetime | None = None,
) -> Collection:
    """Collect the files in `sources` (files or folders) into `cohort`.

    `participant` names who sent the files that do not say so by their manifest. Everything that can
    be read is kept, also what is rejected; the same file twice counts once. Raises `CohortError`
    where a source does not exist.
    """
    now = now or datetime.datetime.now().astimezone()
    named = clean_name(participant)
    person = Person(named) if named else None
    receipts = {receipt.key: receipt for receipt in read_receipts(cohort)}
    lines: list[Line] = []
    touched: dict[tuple[str, str], Module] = {}
    for path in received_files(sources):
        try:
            original, data, saved = _read(path)
            keep(cohort, original, data, saved)
        except (Rejected, OSError) as error:
            lines.append(Line(clean_name(path.name), reason=_reason(error), kept=False))
            continue
        try:
            moment = datetime.datetime.fromtimestamp(saved).astimezone()
            parcel = open_parcel(course, original, data, moment, person)
        except (Rejected, OSError) as error:
            lines.append(Line(clean_name(original), reason=_reason(error)))
            continue
        if parcel.person == person:
            original = telling_name(course, original, parcel)
            keep(cohort, original, data, saved)
        parcel, id_ = identify(parcel, list(receipts.values()))
        receipt = _receipt(original, data, parcel, id_, now)
        receipt = receipts.setdefault(receipt.key, receipt)
        touched[receipt.participant, receipt.module] = parcel.module
        lines.append(_line(original, parcel, receipt))
    write_receipts(cohort, list(receipts.values()))
    for (participant_id, _), module in touched.items():
        lay_out(course, cohort, participant_id, module, list(receipts.values()))
    return Collection(tuple(lines))


def received_files(sources: Iterable[Path]) -> list[Path]:
    """Return the files in `sources`, folders searched through; no hidden file, no link.

    Raises `CohortError` where a source does not exist.
    """
    found: list[Path] = []
    for source in sources:
        if not source.exists():
            raise CohortError(
                f"« {source} » n’existe pas : ni fichier, ni dossier. Vérifiez le nom et le "
                "dossier où vous êtes, puis recommencez. Rien n’a été collecté."
            )
        if not source.is_dir():
            found.append(source)
            continue
        for path in sorted(source.rglob("*")):
            parts = path.relative_to(source).parts
            ignored = passed_over(parts) or "recus" in parts
            if path.is_file() and not path.is_symlink() and not ignored:
                found.append(path)
    return found


def lay_out(
    course: Course, cohort: Cohort, participant: str, module: Module, receipts: Sequence[Receipt]
) -> None:
    """Write the submission that counts: of each file, the latest that `receipts` hold."""
    mine = [r for r in receipts if (r.participant, r.module) == (participant, module.name)]
    files: dict[str, Content] = {}
    for receipt in sorted(mine, key=_moment):
        with contextlib.suppress(Rejected):  # the course may have changed since it was accepted
            files |= _open_again(course, cohort, receipt).files
    target = cohort.submission(participant, module.name)
    shutil.rmtree(target, ignore_errors=True)
    for name, content in files.items():
        write_whole(target / name, _stored(content))
    latest = max(datetime.datetime.fromisoformat(receipt.received) for receipt in mine)
    stamp = f"{latest.astimezone(datetime.UTC):%Y-%m-%d %H:%M:%S} UTC\n"
    write_whole(target / "timestamp.txt", stamp.encode("ascii"))


def _open_again(course: Course, cohort: Cohort, receipt: Receipt) -> Parcel:
    path = kept_path(cohort, receipt.digest, receipt.original)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CohortError(
            f"Le fichier recus/{path.name} de la promotion manque ou ne se lit plus : remettez-le "
            "depuis votre sauvegarde, puis recommencez."
        ) from error
    moment = datetime.datetime.fromisoformat(receipt.made)
    return open_parcel(course, receipt.original, data, moment, Person(receipt.name))


def render_collection(collection: Collection) -> str:
    """Return the French table: who, what, when, complete; then what was rejected and why."""
    lines = []
    if collection.accepted:
        rows = [("Qui", "Module", "Quand", "État")] + [
            (line.name, line.module, _french(line.made), " ; ".join(_status(line)))
            for line in collection.accepted
        ]
        widths = [max(len(row[n]) for row in rows) for n in range(3)]
        for row in rows:
            cells = [row[n].ljust(widths[n]) for n in range(3)]
            lines.append("  ".join([*cells, row[3]]).rstrip())
    for line in collection.rejected:
        lines.append(f"✘ {line.file} : refusé, {line.reason}")
    if not collection.lines:
        return "Aucun fichier trouvé : ce dossier est vide. Vérifiez son nom, puis recommencez."
    lines.append(
        f"{counted(len(collection.accepted), 'fichier reçu', 'fichiers reçus')}, "
        f"{counted(len(collection.rejected), 'refusé', 'refusés')}. {_kept(collection)}".rstrip()
    )
    return "\n".join(lines)


def _kept(collection: Collection) -> str:
    kept = [line.kept for line in collection.lines]
    if not any(kept):
        return ""
    who = (
        "Tous sont gardés, intacts,"
        if all(kept)
        else "Ceux qui ont pu être lus sont gardés, intacts,"
    )
    return f"{who} dans le dossier « recus »."


def _read(path: Path) -> tuple[str, bytes, float]:
    """Return the original name of a file, its content, and when it was last written."""
    about = path.stat()
    if about.st_size > MAX_FILE:
        raise Rejected(f"trop lourd ({about.st_size // 1_000_000} Mo)")
    data = path.read_bytes()
    return original_name(path.name, data), data, about.st_mtime


def _reason(error: Rejected | OSError) -> str:
    return str(error) if isinstance(error, Rejected) else "lecture impossible"


def _receipt(
    original: str, data: bytes, parcel: Parcel, participant: str, now: datetime.datetime
) -> Receipt:
    # A laptop whose clock lost its battery must not win, or lose, against every other hand-in.
    plausible = EARLIEST <= parcel.made <= now + datetime.timedelta(days=1)
    made = parcel.made if plausible else now
    return Receipt(
        digest=digest(data),
        original=original,
        participant=participant,
        name=parcel.person.name,
        module=parcel.module.name,
        made=made.isoformat(timespec="seconds"),
        received=now.isoformat(timespec="seconds"),
        files={name: digest(_stored(content)) for name, content in parcel.files.items()},
        incomplete=tuple(_missing(parcel)),
        token=parcel.person.token,
    )


def _missing(parcel: Parcel) -> Iterable[str]:
    for notebook in parcel.module.notebooks:
        content = parcel.files.get(notebook.path.name)
        if not isinstance(content, dict):
            yield f"sans {notebook.path.name}"
            continue
        state = state_of(content["cells"], notebook.grade_ids)
        if state.missing:
            yield f"cellules supprimées : {', '.join(state.missing)}"
        if state.unanswered:
            yield f"sans réponse : {', '.join(state.unanswered)}"
    for name in parcel.module.products:
        if name not in parcel.files:
            yield f"sans {name}"


def _stored(content: dict | bytes) -> bytes:
    """Return the bytes to lay out: a notebook travels without outputs, since it will run again."""
    if isinstance(content, bytes):
        return content
    cells = [{**cell, "outputs": []} if "outputs" in cell else cell for cell in content["cells"]]
    text = json.dumps({**content, "cells": cells}, ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode("utf-8", "replace")


def _line(original: str, parcel: Parcel, receipt: Receipt) -> Line:
    return Line(
        file=clean_name(original),
        name=receipt.name,
        module=receipt.module,
        made=receipt.made,
        incomplete=receipt.incomplete,
        remarks=parcel.remarks,
    )


def _moment(receipt: Receipt) -> tuple[datetime.datetime, datetime.datetime]:
    made = datetime.datetime.fromisoformat(receipt.made)
    return made, datetime.datetime.fromisoformat(receipt.received)


def _status(line: Line) -> list[str]:
    return [*(line.incomplete or ("complet",)), *line.remarks]


def _french(moment: str) -> str:
    return f"{datetime.datetime.fromisoformat(moment):%d/%m/%Y %H:%M}"
