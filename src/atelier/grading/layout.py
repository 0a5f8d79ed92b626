"""Lay out the submissions that count: of each file of a module, the latest that was received."""

import contextlib
import datetime
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from atelier.course import Course, Module
from atelier.grading.archive import Rejected
from atelier.grading.cohort import Cohort, CohortError, Receipt
from atelier.grading.intake import Content, Parcel, open_parcel
from atelier.grading.keep import kept_path
from atelier.submission import Person, state_of, write_whole


@dataclass(frozen=True)
class Standing:
    """A submission as it counts. `made`: when its latest file was, never later than its receipt.

    `incomplete` says in French what is missing.
    """

    participant: str
    name: str
    module: str
    made: datetime.datetime
    incomplete: tuple[str, ...]


def lay_out(
    course: Course, cohort: Cohort, participant: str, module: Module, mine: Sequence[Receipt]
) -> Standing:
    """Write the submission that counts: of each file, the latest that the receipts `mine` hold.

    Raises `CohortError` where a kept file is gone.
    """
    files: dict[str, Content] = {}
    made: dict[str, datetime.datetime] = {}
    for receipt in sorted(mine, key=_moments):
        with contextlib.suppress(Rejected):  # the course may have changed since it was accepted
            sent = _open_again(course, cohort, receipt).files
            files |= sent
            made |= dict.fromkeys(sent, min(_moments(receipt)))
    received = max(datetime.datetime.fromisoformat(receipt.received) for receipt in mine)
    _write(cohort, participant, module, files, received)
    return Standing(
        participant=participant,
        name=mine[-1].name,
        module=module.name,
        made=max(made.values(), default=received),
        incomplete=tuple(missing(module, files)),
    )


def missing(module: Module, files: Mapping[str, Content]) -> Iterable[str]:
    """Yield in French what a submission of `module` that holds `files` lacks."""
    deleted: list[str] = []
    unanswered: list[str] = []
    for notebook in module.notebooks:
        content = files.get(notebook.path.name)
        if not isinstance(content, dict):
            yield f"sans {notebook.path.name}"
            continue
        state = state_of(content["cells"], notebook.grade_ids)
        deleted += state.missing
        unanswered += state.unanswered
    if deleted:
        yield f"cellules supprimées : {', '.join(deleted)}"
    if unanswered:
        yield f"sans réponse : {', '.join(unanswered)}"
    for name in module.products:
        if name not in files:
            yield f"sans {name}"


def stored(content: Content) -> bytes:
    """Return the bytes to lay out: a notebook travels without outputs, since it will run again."""
    if isinstance(content, bytes):
        return content
    cells = [{**cell, "outputs": []} if "outputs" in cell else cell for cell in content["cells"]]
    text = json.dumps({**content, "cells": cells}, ensure_ascii=False, sort_keys=True)
    return (text + "\n").encode("utf-8", "replace")


def _write(
    cohort: Cohort,
    participant: str,
    module: Module,
    files: Mapping[str, Content],
    received: datetime.datetime,
) -> None:
    """Write a submission beside its place, then put it there: it is never half laid out."""
    target = cohort.submission(participant, module.name)
    new = target.with_name(f".{module.name}")
    shutil.rmtree(new, ignore_errors=True)
    for name, content in files.items():
        write_whole(new / name, stored(content))
    stamp = f"{received.astimezone(datetime.UTC):%Y-%m-%d %H:%M:%S} UTC\n"
    write_whole(new / "timestamp.txt", stamp.encode("ascii"))
    shutil.rmtree(target, ignore_errors=True)
    new.rename(target)


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


def _moments(receipt: Receipt) -> tuple[datetime.datetime, datetime.datetime]:
    made = datetime.datetime.fromisoformat(receipt.made)
    return made, datetime.datetime.fromisoformat(receipt.received)
