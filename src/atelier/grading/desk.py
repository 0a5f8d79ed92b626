"""Where arrivals are taken one after the other: each becomes a claim, or a line that says why not.

What is refused stops no other. A claim says whose a file is by its own account; whether it counts
is decided once all are taken (`register`).
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from atelier.course import Course, Module
from atelier.grading.archive import Rejected
from atelier.grading.arrivals import Arrival, Found, arrivals, read
from atelier.grading.cohort import Cohort
from atelier.grading.intake import Parcel, Unknown, open_parcel
from atelier.grading.keep import keep
from atelier.grading.layout import missing, stored
from atelier.grading.people import Namesakes, telling_name
from atelier.person import Person, adds_to, clean_name, folded
from atelier.submission import digest

Ask = Callable[[str, str], str]
"""Returns whose a file is, by the file's name and its module; nothing leaves it aside."""


@dataclass(frozen=True)
class Line:
    """What became of one received file. `reason` is set when it was rejected; texts are French.

    `state` is that of its receipt, `doubt` says why one waits. `kept`: a copy is in the cohort's
    folder, rejected or not.
    """

    file: str
    participant: str = ""
    name: str = ""
    module: str = ""
    made: str = ""
    remarks: tuple[str, ...] = ()
    reason: str = ""
    kept: bool = True
    state: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class Claim:
    """A hand-in that can be used, and whose it says it is.

    `original`: the name it is kept under, `came`: the one it came with. `made`: by its sender's clock. `guessed`: the person's
    name comes from a file's or a folder's; `by_layout`: from a learning platform's layout, which
    anybody can imitate. `vouched`: the trainer says whose it is.
    """

    original: str
    came: str
    content: str
    person: Person
    module: Module
    made: datetime.datetime
    files: dict[str, str]
    incomplete: tuple[str, ...]
    remarks: tuple[str, ...]
    guessed: bool
    by_layout: bool
    vouched: bool


class Desk:
    """Takes files: keeps each as it is, then opens it."""

    def __init__(
        self, course: Course, cohort: Cohort, name: str, ask: Ask | None, *, platform: bool
    ):
        """`name` is whom the trainer named, if anybody; `platform`: layouts tell the truth."""
        self._course, self._cohort, self._ask = course, cohort, ask
        self._named = Person(name) if name else None
        self._platform = platform
        self._namesakes = Namesakes()

    def take(self, found: Found) -> Iterator[Claim | Line]:
        """Keep a file, and yield what each hand-in in it became."""
        try:
            name, data, saved = read(found)
            keep(self._cohort, name, data, saved.timestamp())
        except (Rejected, OSError) as error:
            yield _refused(found.path.name, error, kept=False)
            return
        try:
            for arrival in arrivals(self._course, found, name, data, saved):
                yield self._take(arrival)
        except Rejected as error:
            yield _refused(name, error)

    def _take(self, arrival: Arrival) -> Claim | Line:
        try:
            if arrival.trouble:
                raise Rejected(arrival.trouble)
            name, parcel, vouched = self._open(arrival)
            keep(self._cohort, name, arrival.data, arrival.saved.timestamp())
        except (Rejected, OSError) as error:
            return _refused(arrival.name, error)
        return Claim(
            original=name,
            came=arrival.name,
            content=digest(arrival.data),
            person=parcel.person,
            module=parcel.module,
            made=parcel.made,
            files={name: digest(stored(content)) for name, content in parcel.files.items()},
            incomplete=tuple(missing(parcel.module, parcel.files)),
            remarks=parcel.remarks,
            guessed=parcel.guessed,
            by_layout=arrival.told is not None and arrival.told.platform,
            vouched=vouched,
        )

    def _open(self, arrival: Arrival) -> tuple[str, Parcel, bool]:
        """Return the name that an arrival is kept under, what it holds, and whether the trainer
        vouches for its person. Raises `Rejected`.
        """
        told, asked = arrival.told, False
        person = self._named or (told.person if told else None)
        try:
            parcel = self._parcel(arrival, person)
        except Unknown as unknown:
            told = arrival.plain
            person = told.person if told else self._asked(arrival, unknown)
            asked = told is None
            parcel = self._parcel(arrival, person)
        if person is None or parcel.person is not person:  # its manifest or its name told
            return arrival.name, *self._vouch(arrival, parcel)
        if told and person is not self._named:
            self._namesakes.check(told, parcel.module.name)
            doubt = () if told.sure else ("nom deviné d’après un dossier",)
            remarks = (*parcel.remarks, *doubt)
            parcel = replace(parcel, guessed=not person.token, remarks=remarks)
        vouched = asked or person is self._named or self._trusts(arrival)
        return telling_name(self._course, arrival.name, parcel), parcel, vouched

    def _vouch(self, arrival: Arrival, parcel: Parcel) -> tuple[Parcel, bool]:
        """Return a hand-in that says itself whose it is, and whether the trainer says so, too."""
        mine, told = parcel.person, arrival.told
        if self._named:
            if not adds_to(mine.name, self._named.name):
                return parcel, False
            same = folded(mine.name) == folded(self._named.name)
            person = mine if same else Person(self._named.name, mine.token)
            return replace(parcel, person=person, guessed=False), True
        if not self._trusts(arrival) or told is None:
            return parcel, False
        if folded(told.person.name) == folded(mine.name):
            return parcel, True
        remark = f"déposé sur la plate-forme par {told.person.name}"
        return replace(parcel, remarks=(*parcel.remarks, remark)), False

    def _trusts(self, arrival: Arrival) -> bool:
        return self._platform and arrival.told is not None and arrival.told.platform

    def _parcel(self, arrival: Arrival, person: Person | None) -> Parcel:
        told = arrival.told
        saved = told.moment if told and told.moment else arrival.saved
        return open_parcel(self._course, arrival.name, arrival.data, saved, person)

    def _asked(self, arrival: Arrival, unknown: Unknown) -> Person:
        name = clean_name(
            self._ask(clean_name(arrival.name), unknown.module.name) if self._ask else ""
        )
        if not name:
            raise unknown
        return Person(name)


def _refused(name: str, error: Rejected | OSError, *, kept: bool = True) -> Line:
    """Return the line of a file that cannot be used."""
    reason = str(error) if isinstance(error, Rejected) else "lecture impossible"
    return Line(clean_name(name), reason=reason, kept=kept)
