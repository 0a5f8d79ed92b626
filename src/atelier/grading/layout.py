"""Lay out the submissions that count: of each file of a module, the latest.

The order is that of receipt; within one call of `collecter`, and against what came in another,
that of the senders' clocks as far as they can be believed: see `clock`.
"""

import contextlib
import datetime
import json
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from atelier.course import Course, Module
from atelier.grading.archive import Rejected
from atelier.grading.clock import in_order, is_older, moment_of
from atelier.grading.cohort import Cohort, CohortError, Receipt
from atelier.grading.french import moment
from atelier.grading.intake import Content, Parcel, open_parcel
from atelier.grading.keep import kept_path
from atelier.person import Person, clean_name
from atelier.submission import state_of, write_whole


@dataclass(frozen=True)
class Standing:
    """A submission as it counts. `made`: when its latest file was, never later than its receipt.

    `received`: when that file came. `incomplete` says in French what is missing, `remarks` what
    the receipts that are new replaced.
    """

    participant: str
    name: str
    module: str
    made: datetime.datetime
    received: datetime.datetime
    incomplete: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def lay_out(
    course: Course,
    cohort: Cohort,
    module: Module,
    mine: Sequence[Receipt],
    new: Collection[tuple[str, str]] = (),
) -> Standing:
    """Write the submission that counts: of each file, the latest that the receipts `mine` hold.

    `mine` are one person's, all count; `new`: the keys of those that this call brings. Raises
    `CohortError` where a kept file is gone.
    """
    stack = _Stack(new)
    for receipt in sorted(mine, key=in_order):
        with contextlib.suppress(Rejected):  # the course may have changed since it was accepted
            stack.put(receipt, _open_again(course, cohort, receipt).files)
    received = max(moment_of(receipt.received) for receipt in mine)
    participant = mine[0].participant
    _write(cohort, participant, module, stack.files, received)
    made, latest = max(
        ((moment_of(one.made), moment_of(one.received)) for one in stack.holders.values()),
        default=(received, received),
    )
    return Standing(
        participant=participant,
        name=mine[-1].name,
        module=module.name,
        made=made,
        received=latest,
        incomplete=tuple(missing(module, stack.files)),
        remarks=stack.remarks,
    )


def withdraw(cohort: Cohort, participant: str, module: str) -> None:
    """Remove a submission of which nothing counts any more, and the feedback on it."""
    shutil.rmtree(cohort.submission(participant, module), ignore_errors=True)
    shutil.rmtree(cohort.feedback / participant / module, ignore_errors=True)


class _Stack:
    """The files of a submission, one receipt put over the other."""

    def __init__(self, new: Collection[tuple[str, str]]):
        """Hold nothing; say of the receipts `new` what they replace."""
        self._new = new
        self.files: dict[str, Content] = {}
        self.holders: dict[str, Receipt] = {}
        self._replaced: dict[str, Receipt] = {}
        self._older: dict[tuple[str, str], str] = {}

    def put(self, receipt: Receipt, sent: Mapping[str, Content]) -> None:
        """Put a receipt's files over the others, except where it is older than what is there."""
        for name, content in sent.items():
            before = self.holders.get(name)
            same = before and before.files.get(name) == receipt.files.get(name)
            if before and is_older(receipt, before):
                if not same and receipt.key in self._new:
                    self._older[receipt.key] = _older(receipt, before)
                continue
            self.files[name], self.holders[name] = content, receipt
            if before and not same:
                self._replaced[name] = before

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the new receipts replaced, and which of them replaced nothing."""
        said = [
            _replaces(self.holders[name], before)
            for name, before in self._replaced.items()
            if self.holders[name].key in self._new
        ]
        return tuple(dict.fromkeys([*said, *self._older.values()]))


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
    made = moment_of(receipt.made)
    return open_parcel(course, receipt.original, data, made, Person(receipt.name))


def _replaces(receipt: Receipt, before: Receipt) -> str:
    return (
        f"« {clean_name(receipt.original)} » remplace la remise du {moment(moment_of(before.made))}"
    )


def _older(receipt: Receipt, before: Receipt) -> str:
    return (
        f"« {clean_name(receipt.original)} » ({moment(moment_of(receipt.made))}) est plus ancien que "
        f"« {clean_name(before.original)} », qui compte toujours ; si c’est son horloge qui se "
        "trompe, écartez ce dernier"
    )
