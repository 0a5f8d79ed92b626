"""Collect what participants sent: keep it untouched, and lay out the submissions that count.

The latest hand-in counts, file by file: a notebook sent alone replaces only itself. What may not
be the person's whose name it bears waits for the trainer's word (`people`).
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from atelier.course import Course
from atelier.grading.archive import Rejected
from atelier.grading.arrivals import arrivals, read, received_files
from atelier.grading.cohort import ASIDE, COUNTS, WAITS, Cohort
from atelier.grading.deadlines import lateness, read_deadlines
from atelier.grading.desk import Ask, Claim, Desk, Line
from atelier.grading.french import moment
from atelier.grading.layout import Standing
from atelier.grading.register import Register
from atelier.person import clean_name
from atelier.submission import digest

Progress = Callable[[int, int], None]
"""Hears how many files are done, and how many there are."""


@dataclass(frozen=True)
class Row:
    """A submission that this call changed, as it counts now. `late` is zero if it is on time.

    `on_word`: received after the deadline, it is on time by the sender's clock alone.
    """

    standing: Standing
    late: datetime.timedelta
    remarks: tuple[str, ...]
    on_word: bool = False


@dataclass(frozen=True)
class Collection:
    """What one call collected: a line for each file, a row for each submission."""

    lines: tuple[Line, ...]
    rows: tuple[Row, ...] = ()

    @property
    def accepted(self) -> tuple[Line, ...]:
        """The files that count or counted."""
        return tuple(line for line in self.lines if line.state == COUNTS)

    @property
    def to_confirm(self) -> tuple[Line, ...]:
        """The files that wait for the trainer's word."""
        return tuple(line for line in self.lines if line.state == WAITS)

    @property
    def aside(self) -> tuple[Line, ...]:
        """The files that the trainer set aside, now or before."""
        return tuple(line for line in self.lines if line.state == ASIDE)

    @property
    def rejected(self) -> tuple[Line, ...]:
        """The files that could not be used."""
        return tuple(line for line in self.lines if line.reason)

    @property
    def complete(self) -> bool:
        """Tell whether there was something to collect, and nothing was rejected or waits."""
        return bool(self.lines) and not self.rejected and not self.to_confirm


def collect(
    course: Course,
    cohort: Cohort,
    sources: Iterable[Path],
    *,
    participant: str = "",
    platform: bool = False,
    now: datetime.datetime | None = None,
    ask: Ask | None = None,
    progress: Progress = lambda done, total: None,
) -> Collection:
    """Collect the files in `sources` (files or folders) into `cohort`.

    `participant` names who sent the files, and confirms those in that name; `platform`: the
    folders of a learning platform are its own and tell the truth; `ask` is asked whose the others
    are that say nothing; `progress` hears of each file. Everything that can be read is kept, also
    what is rejected; the same file twice counts once. Raises `CohortError` where a source does not
    exist or the cohort's deadlines cannot be read.
    """
    now = now or datetime.datetime.now().astimezone()
    deadlines = read_deadlines(course, cohort)
    register = Register(course, cohort, now)
    desk = Desk(course, cohort, clean_name(participant), ask, platform=platform)
    taken: list[Claim | Line] = []
    files = received_files(sources, cohort)
    for done, found in enumerate(files):
        progress(done, len(files))
        taken += desk.take(found)
    settled = iter(register.settle([one for one in taken if isinstance(one, Claim)]))
    lines = [next(settled) if isinstance(one, Claim) else one for one in taken]
    return _finished(register, lines, deadlines)


def set_aside(
    course: Course,
    cohort: Cohort,
    sources: Iterable[Path],
    *,
    participant: str = "",
    now: datetime.datetime | None = None,
) -> Collection:
    """Set aside what `sources` hold: it stays in the cohort's folder and counts no more.

    What it had replaced counts again. `participant` tells whose, where several people sent the
    same. Raises `CohortError` as `collect` does.
    """
    now = now or datetime.datetime.now().astimezone()
    deadlines = read_deadlines(course, cohort)
    register = Register(course, cohort, now)
    lines: list[Line] = []
    for found in received_files(sources):
        try:
            name, data, saved = read(found)
            inner = arrivals(course, found, name, data, saved)
            files = [(digest(data), name), *((digest(one.data), one.name) for one in inner)]
            known = register.set_aside(files, clean_name(participant))
            if not known:
                raise Rejected("jamais collecté dans cette promotion : rien à écarter")
        except Rejected as error:
            lines.append(Line(clean_name(found.path.name), reason=str(error), kept=False))
        else:
            lines += known
    return _finished(register, lines, deadlines)


def _finished(
    register: Register,
    lines: Sequence[Line],
    deadlines: Mapping[str, datetime.datetime],
) -> Collection:
    """Write down what was decided, and lay out what it changes."""
    register.save()
    said: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for line in lines:
        if line.state == COUNTS:
            said[line.participant, line.module] |= dict.fromkeys(line.remarks)
    rows = [
        _row(standing, said[standing.participant, standing.module], deadlines, register)
        for standing in register.lay_out()
    ]
    return Collection(tuple(lines), tuple(rows))


def _row(
    standing: Standing,
    said: Iterable[str],
    deadlines: Mapping[str, datetime.datetime],
    register: Register,
) -> Row:
    """Return the row of a submission. `said`: the remarks on its files."""
    module = standing.module
    late = lateness(standing.made, deadlines, module)
    on_word = not late and bool(lateness(standing.received, deadlines, module))
    remarks = [*said, *standing.remarks]
    before = register.last_before(standing) if on_word else None
    if before and lateness(before, deadlines, module):
        only = "à l’heure d’après son horloge seulement : pas dans la collecte du"
        remarks.append(f"{only} {moment(before)}")
    return Row(standing, late, tuple(dict.fromkeys(remarks)), on_word)
