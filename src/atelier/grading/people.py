"""Whose a received file is, within one cohort."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from atelier.course import Course
from atelier.grading.archive import Rejected
from atelier.grading.cohort import Receipt
from atelier.grading.intake import Parcel
from atelier.grading.naming import Told, participant_of
from atelier.submission import Person


class People:
    """Who handed in so far: their names and tokens, by their ids."""

    def __init__(self, receipts: Iterable[Receipt]):
        """Know the people of `receipts`."""
        self._names: dict[str, str] = {}
        self._tokens: dict[str, str] = {}
        self._numbers: dict[tuple[str, str], str] = {}
        for receipt in receipts:
            self.add(receipt)

    def add(self, receipt: Receipt) -> None:
        """Know the person of one more receipt; the latest spelling of a name counts."""
        self._names[receipt.participant] = receipt.name
        if receipt.token:
            self._tokens[receipt.participant] = receipt.token

    def identify(self, parcel: Parcel) -> tuple[Parcel, str]:
        """Return the parcel under its person's name in the cohort, and the person's id.

        Two people of one name have two tokens: the later gets the id of the first with `-2`, so
        that neither replaces the other's work.
        """
        person = parcel.person
        if parcel.guessed and person.id in self._names:
            return replace(parcel, person=Person(self._names[person.id])), person.id
        id_, rank = person.id, 1
        while person.token and self._tokens.get(id_, person.token) != person.token:
            rank += 1
            id_ = f"{person.id}-{rank}"
        if rank == 1:
            return parcel, id_
        first = self._names[person.id]
        remark = f"même nom que {first}, autre ordinateur : gardé à part ({id_})"
        called = Person(f"{person.name} ({rank})", person.token)
        return replace(parcel, person=called, remarks=(*parcel.remarks, remark)), id_

    def check_namesakes(self, told: Told, module: str) -> None:
        """Raise `Rejected` where a learning platform sends two people of one name."""
        key = (told.person.id, module)
        if told.number and self._numbers.setdefault(key, told.number) != told.number:
            raise Rejected(
                f"deux personnes s’appellent {told.person.name} : collectez ce fichier seul, avec "
                f'--participant "{told.person.name} 2"'
            )


def telling_name(course: Course, original: str, parcel: Parcel) -> str:
    """Return a name that tells whose a file is, where only the trainer or a folder told it."""
    told = participant_of(original, course)
    if told and told.id == parcel.person.id:
        return original
    ending = Path(original).suffix.lower()
    head = parcel.module.name if ending == ".zip" else Path(next(iter(parcel.files))).stem
    return f"{head}_{parcel.person.name}{ending}"
