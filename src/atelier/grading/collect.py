"""Collect what participants sent: keep it untouched, and lay out the submissions that count.

The latest hand-in counts, file by file: a notebook sent alone replaces only itself.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from atelier.course import Course, Module
from atelier.grading.archive import Rejected
from atelier.grading.arrivals import Arrival, Found, arrivals, read, received_files
from atelier.grading.cohort import Cohort, CohortError, Receipt, read_receipts, write_receipts
from atelier.grading.deadlines import lateness, read_deadlines
from atelier.grading.intake import Parcel, Unknown, open_parcel
from atelier.grading.keep import keep
from atelier.grading.layout import Standing, lay_out, missing, stored
from atelier.grading.naming import Told
from atelier.grading.people import People, telling_name
from atelier.submission import Person, clean_name, digest

EARLIEST = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)

Ask = Callable[[str, str], str]
"""Returns whose a file is, by the file's name and its module; nothing leaves it aside."""

Progress = Callable[[int, int], None]
"""Hears how many files are done, and how many there are."""


@dataclass(frozen=True)
class Line:
    """What became of one received file. `reason` is set when it was rejected; texts are French.

    `kept`: a copy is in the cohort's folder, rejected or not.
    """

    file: str
    participant: str = ""
    name: str = ""
    module: str = ""
    made: str = ""
    remarks: tuple[str, ...] = ()
    reason: str = ""
    kept: bool = True


@dataclass(frozen=True)
class Row:
    """A submission that this call changed, as it counts now. `late` is zero if it is on time."""

    standing: Standing
    late: datetime.timedelta
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Collection:
    """What one call collected: a line for each file, a row for each submission."""

    lines: tuple[Line, ...]
    rows: tuple[Row, ...] = ()

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
    ask: Ask | None = None,
    progress: Progress = lambda done, total: None,
) -> Collection:
    """Collect the files in `sources` (files or folders) into `cohort`.

    `participant` names who sent the files that do not say so by their manifest; `ask` is asked
    whose the others are that say nothing; `progress` hears of each file. Everything that can be read is kept, also what is
    rejected; the same file twice counts once. Raises `CohortError` where a source does not exist
    or the cohort's deadlines cannot be read.
    """
    now = now or datetime.datetime.now().astimezone()
    deadlines = read_deadlines(course, cohort)
    desk = _Desk(course, cohort, clean_name(participant), now, ask)
    files = received_files(sources, cohort)
    for done, found in enumerate(files):
        progress(done, len(files))
        desk.take_file(found)
    write_receipts(cohort, list(desk.receipts.values()))
    rows = [
        Row(standing, lateness(standing.made, deadlines, standing.module), remarks)
        for standing, remarks in desk.lay_out()
    ]
    return Collection(tuple(desk.lines), tuple(rows))


class _Desk:
    """Where arrivals are taken one after the other: what is refused stops no other."""

    def __init__(
        self, course: Course, cohort: Cohort, name: str, now: datetime.datetime, ask: Ask | None
    ):
        """Know what the cohort received so far; `name` is whom the trainer named, if anybody."""
        self._course, self._cohort, self._now, self._ask = course, cohort, now, ask
        self._named = Person(name) if name else None
        self.receipts = {receipt.key: receipt for receipt in read_receipts(cohort)}
        self._people = People(self.receipts.values())
        self._touched: dict[tuple[str, str], Module] = {}
        self.lines: list[Line] = []

    def take_file(self, found: Found) -> None:
        """Keep a file as it is, then take what it holds."""
        try:
            name, data, saved = read(found)
            keep(self._cohort, name, data, saved.timestamp())
        except (Rejected, OSError) as error:
            self._refuse(found.path.name, error, kept=False)
            return
        try:
            for arrival in arrivals(self._course, found, name, data, saved):
                self._take(arrival)
        except Rejected as error:
            self._refuse(name, error)

    def _refuse(self, name: str, error: Rejected | OSError, *, kept: bool = True) -> None:
        """Note why a file cannot be used."""
        reason = str(error) if isinstance(error, Rejected) else "lecture impossible"
        self.lines.append(Line(clean_name(name), reason=reason, kept=kept))

    def _take(self, arrival: Arrival) -> None:
        """Accept an arrival, or note why not."""
        try:
            if arrival.trouble:
                raise Rejected(arrival.trouble)
            name, parcel = self._open(arrival)
            keep(self._cohort, name, arrival.data, arrival.saved.timestamp())
        except (Rejected, OSError) as error:
            self._refuse(arrival.name, error)
            return
        parcel, id_ = self._people.identify(parcel)
        receipt = self._receipt(name, arrival.data, parcel, id_)
        receipt = self.receipts.setdefault(receipt.key, receipt)
        self._people.add(receipt)
        self._touched[id_, receipt.module] = parcel.module
        self.lines.append(
            Line(
                file=clean_name(name),
                participant=id_,
                name=receipt.name,
                module=receipt.module,
                made=receipt.made,
                remarks=parcel.remarks,
            )
        )

    def lay_out(self) -> Iterable[tuple[Standing, tuple[str, ...]]]:
        """Lay out what changed; return it with the remarks on its files.

        Raises `CohortError` for a kept file that is gone, after all the others are laid out.
        """
        mine: dict[tuple[str, str], list[Receipt]] = defaultdict(list)
        for receipt in self.receipts.values():
            mine[receipt.participant, receipt.module].append(receipt)
        remarks: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for line in self.lines:
            remarks[line.participant, line.module] |= dict.fromkeys(line.remarks)
        standings, lost = [], None
        for key, module in self._touched.items():
            try:
                standing = lay_out(self._course, self._cohort, key[0], module, mine[key])
            except CohortError as error:
                lost = lost or error
            else:
                standings.append((standing, tuple(remarks[key])))
        if lost:
            raise lost
        return standings

    def _open(self, arrival: Arrival) -> tuple[str, Parcel]:
        """Return the name that an arrival is kept under, and what it holds. Raises `Rejected`."""
        told = arrival.told
        person = self._named or (told.person if told else None)
        try:
            parcel = self._parcel(arrival, person)
        except Unknown as unknown:
            told = arrival.plain
            person = told.person if told else self._asked(arrival, unknown)
            parcel = self._parcel(arrival, person)
        if person is None or parcel.person != person:  # its manifest or its name told
            return arrival.name, parcel
        if told and person is not self._named:
            self._people.check_namesakes(told, parcel.module.name)
            remarks = (*parcel.remarks, *_doubt(told))
            parcel = replace(parcel, guessed=not person.token, remarks=remarks)
        return telling_name(self._course, arrival.name, parcel), parcel

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

    def _receipt(self, name: str, data: bytes, parcel: Parcel, participant: str) -> Receipt:
        # A laptop whose clock lost its battery must not win, or lose, against every other hand-in.
        plausible = EARLIEST <= parcel.made <= self._now + datetime.timedelta(days=1)
        made = parcel.made if plausible else self._now
        return Receipt(
            digest=digest(data),
            original=name,
            participant=participant,
            name=parcel.person.name,
            module=parcel.module.name,
            made=made.isoformat(timespec="seconds"),
            received=self._now.isoformat(timespec="seconds"),
            files={name: digest(stored(content)) for name, content in parcel.files.items()},
            incomplete=tuple(missing(parcel.module, parcel.files)),
            token=parcel.person.token,
        )


def _doubt(told: Told) -> tuple[str, ...]:
    return () if told.sure else ("nom deviné d’après un dossier",)
