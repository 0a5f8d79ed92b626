"""Collect what participants sent: keep it untouched, and lay out the submissions that count.

The latest hand-in counts, file by file: a notebook sent alone replaces only itself.
"""

import contextlib
import datetime
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from atelier.course import Course, Module
from atelier.grading.cohort import Cohort, Receipt, read_receipts, write_receipts
from atelier.grading.french import counted
from atelier.grading.intake import MAX_FILE, Content, Parcel, Rejected, expected_ids, open_parcel
from atelier.submission import Person, clean_name, digest, state_of, write_whole

IGNORED = (".ipynb_checkpoints", "__MACOSX", "recus")
EARLIEST = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Line:
    """What became of one received file. `reason` is set when it was rejected; texts are French."""

    file: str
    name: str = ""
    module: str = ""
    made: str = ""
    incomplete: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    reason: str = ""


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


def collect(
    course: Course,
    cohort: Cohort,
    sources: Iterable[Path],
    *,
    participant: str = "",
    now: datetime.datetime | None = None,
) -> Collection:
    """Collect the files in `sources` (files or folders) into `cohort`.

    `participant` names who sent the files that do not say so by their manifest. Everything that is
    received is kept by its content, also what is rejected; the same file twice counts once.
    """
    now = now or datetime.datetime.now().astimezone()
    named = clean_name(participant)
    person = Person(named) if named else None
    receipts = {receipt.key: receipt for receipt in read_receipts(cohort)}
    lines: list[Line] = []
    touched: dict[tuple[str, str], Module] = {}
    for path in received_files(sources):
        try:
            data = _keep(cohort, path)
            saved = datetime.datetime.fromtimestamp(path.stat().st_mtime).astimezone()
            parcel = open_parcel(course, path.name, data, saved, person)
        except (Rejected, OSError) as error:
            lines.append(Line(clean_name(path.name), reason=_reason(error)))
            continue
        known = {receipt.participant: receipt.name for receipt in receipts.values()}
        if parcel.guessed and parcel.person.id in known:
            parcel = replace(parcel, person=Person(known[parcel.person.id]))
        receipt = _receipt(path, data, parcel, now)
        receipt = receipts.setdefault(receipt.key, receipt)
        touched[receipt.participant, receipt.module] = parcel.module
        lines.append(_line(path, parcel, receipt))
    write_receipts(cohort, list(receipts.values()))
    for (participant_id, _), module in touched.items():
        lay_out(course, cohort, participant_id, module, list(receipts.values()))
    return Collection(tuple(lines))


def received_files(sources: Iterable[Path]) -> list[Path]:
    """Return the files in `sources`, folders searched through; no hidden file, no link."""
    found: list[Path] = []
    for source in sources:
        if not source.is_dir():
            found.append(source)
            continue
        for path in sorted(source.rglob("*")):
            parts = path.relative_to(source).parts
            hidden = any(part.startswith((".", "~$")) or part in IGNORED for part in parts)
            if path.is_file() and not path.is_symlink() and not hidden:
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
    data = kept_path(cohort, receipt.digest, receipt.original).read_bytes()
    moment = datetime.datetime.fromisoformat(receipt.made)
    return open_parcel(course, receipt.original, data, moment, Person(receipt.name))


def kept_path(cohort: Cohort, content: str, original: str) -> Path:
    """Return where a received file of the digest `content` is kept."""
    return cohort.received / (content + Path(original).suffix.lower()[:12])


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
        return "Aucun fichier trouvé : vérifiez le nom du dossier."
    lines.append(
        f"{counted(len(collection.accepted), 'fichier reçu', 'fichiers reçus')}, "
        f"{counted(len(collection.rejected), 'refusé', 'refusés')}. "
        "Tous sont gardés, intacts, dans le dossier « recus »."
    )
    return "\n".join(lines)


def _keep(cohort: Cohort, path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE:
        raise Rejected(f"trop lourd ({path.stat().st_size // 1_000_000} Mo)")
    data = path.read_bytes()
    kept = kept_path(cohort, digest(data), path.name)
    if not kept.exists():
        write_whole(kept, data)
    return data


def _reason(error: Rejected | OSError) -> str:
    if isinstance(error, Rejected):
        return str(error)
    return "introuvable" if isinstance(error, FileNotFoundError) else "lecture impossible"


def _receipt(path: Path, data: bytes, parcel: Parcel, now: datetime.datetime) -> Receipt:
    # A laptop whose clock lost its battery must not win, or lose, against every other hand-in.
    plausible = EARLIEST <= parcel.made <= now + datetime.timedelta(days=1)
    made = parcel.made if plausible else now
    return Receipt(
        digest=digest(data),
        original=path.name,
        participant=parcel.person.id,
        name=parcel.person.name,
        module=parcel.module.name,
        made=made.isoformat(timespec="seconds"),
        received=now.isoformat(timespec="seconds"),
        files={name: digest(_stored(content)) for name, content in parcel.files.items()},
        incomplete=tuple(_missing(parcel)),
    )


def _missing(parcel: Parcel) -> Iterable[str]:
    for notebook in parcel.module.notebooks:
        content = parcel.files.get(notebook.path.name)
        if not isinstance(content, dict):
            yield f"sans {notebook.path.name}"
            continue
        state = state_of(content["cells"], sorted(expected_ids(notebook)))
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


def _line(path: Path, parcel: Parcel, receipt: Receipt) -> Line:
    return Line(
        file=clean_name(path.name),
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
