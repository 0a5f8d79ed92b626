"""Whose a received file is, within one cohort.

A name is a claim. Once somebody handed in with a token, made on their computer, only that token
or the trainer's word makes more work theirs: anything else in their name waits.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from atelier.course import Course
from atelier.grading.archive import Rejected
from atelier.grading.cohort import Receipt
from atelier.grading.intake import Parcel
from atelier.grading.naming import Told, participant_of
from atelier.person import Person, adds_to, folded

NO_TOKEN = "sans le jeton de ses remises"
BY_LAYOUT = "au nom d’un dossier de plate-forme, sans le jeton de ses remises"
OTHER_TOKEN = "d’un autre ordinateur, ou d’un cours réinstallé"


@dataclass(frozen=True)
class Found:
    """Whose a file is: the person's id, their name as it is shown, why it waits, if it does."""

    id: str
    name: str
    doubt: str = ""
    remark: str = ""


class People:
    """Who handed in so far, by what counts: names, tokens, and the ids that are taken."""

    def __init__(self, receipts: Iterable[Receipt]):
        """Know the people of `receipts`."""
        self._names: dict[str, str] = {}
        self._spelled: dict[str, list[str]] = defaultdict(list)
        self._tokens: dict[str, set[str]] = defaultdict(set)
        self._taken: dict[str, str] = {}
        for receipt in receipts:
            self._taken.setdefault(receipt.participant, folded(receipt.name))
            if receipt.counts:
                self.add(receipt)

    def add(self, receipt: Receipt) -> None:
        """Know the person of one more receipt that counts; the latest spelling is shown."""
        id_, spelled = receipt.participant, self._spelled[folded(receipt.name)]
        self._taken[id_] = folded(receipt.name)
        self._names[id_] = receipt.name
        if id_ not in spelled:
            spelled.append(id_)
        if receipt.token:
            self._tokens[id_].add(receipt.token)

    def identify(self, person: Person, *, guessed: bool = False, vouched: bool = False) -> Found:
        """Return whose a file is that says it comes from `person`.

        `guessed`: the name comes from a file's or a folder's, where accents are often lost.
        `vouched`: the trainer says whose it is.
        """
        if owner := self.owner(person):
            same = folded(self._names[owner]) == folded(person.name)
            return Found(owner, person.name if same else self._names[owner])
        known = self._spelled.get(folded(person.name), [])
        if not known:
            return Found(self._free(person), person.name, remark=self._shared(person.token))
        nearest = person.id if person.id in known else known[0]
        name = self._names[nearest] if guessed else person.name
        if vouched or not any(self._tokens[id_] for id_ in (known if person.token else [nearest])):
            return Found(nearest, name)
        return Found(nearest, name, OTHER_TOKEN if person.token else NO_TOKEN)

    def owner(self, person: Person) -> str:
        """Return the id of whom this token and this name are known, or nothing.

        A namesake, whose hand-ins bear the plain name, goes by a longer one that the trainer gave.
        """
        mine = [id_ for id_, tokens in self._tokens.items() if person.token in tokens]
        exact = [id_ for id_ in mine if folded(self._names[id_]) == folded(person.name)]
        namesake = [id_ for id_ in mine if adds_to(person.name, self._names[id_])]
        plain = folded(person.name) in self._spelled
        return next(iter(exact or (namesake if plain else [])), "")

    def _free(self, person: Person) -> str:
        """Return an id that nobody else has: names that differ may give one id."""
        id_, rank = person.id, 1
        while self._taken.get(id_, folded(person.name)) != folded(person.name):
            rank += 1
            id_ = f"{person.id}-{rank}"
        return id_

    def _shared(self, token: str) -> str:
        """Return what to say of a new name whose token is somebody else's."""
        others = [self._names[id_] for id_, tokens in self._tokens.items() if token in tokens]
        if not token or not others:
            return ""
        return f"même ordinateur que {others[0]} : ordinateur partagé, ou nom changé ?"


class Namesakes:
    """The numbers by which a learning platform tells people of one name apart."""

    def __init__(self) -> None:
        """Know nobody yet."""
        self._numbers: dict[tuple[str, str], str] = {}

    def check(self, told: Told, module: str) -> None:
        """Raise `Rejected` where a learning platform sends two people of one name."""
        key = (folded(told.person.name), module)
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
