"""Whose a received file is, within one cohort."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from atelier.course import Course
from atelier.grading.cohort import Receipt
from atelier.grading.intake import Parcel, participant_of
from atelier.submission import Person


def telling_name(course: Course, original: str, parcel: Parcel) -> str:
    """Return a name that tells whose a file is, where only the trainer told it."""
    told = participant_of(original, course)
    if told and told.id == parcel.person.id:
        return original
    ending = Path(original).suffix.lower()
    head = parcel.module.name if ending == ".zip" else Path(next(iter(parcel.files))).stem
    return f"{head}_{parcel.person.name}{ending}"


def identify(parcel: Parcel, receipts: Sequence[Receipt]) -> tuple[Parcel, str]:
    """Return the parcel under its person's name in the cohort, and the person's id.

    Two people of one name have two tokens: the later gets the id of the first with `-2`, so that
    neither replaces the other's work.
    """
    person = parcel.person
    known = {receipt.participant: receipt.name for receipt in receipts}
    if parcel.guessed and person.id in known:
        return replace(parcel, person=Person(known[person.id])), person.id
    owners = {receipt.participant: receipt.token for receipt in receipts if receipt.token}
    id_, rank = person.id, 1
    while person.token and owners.get(id_, person.token) != person.token:
        rank += 1
        id_ = f"{person.id}-{rank}"
    if rank == 1:
        return parcel, id_
    remark = f"même nom que {known[person.id]}, autre ordinateur : gardé à part ({id_})"
    called = Person(f"{person.name} ({rank})", person.token)
    return replace(parcel, person=called, remarks=(*parcel.remarks, remark)), id_
