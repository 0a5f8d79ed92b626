"""What lies in the files and folders that a trainer names: one `Arrival` for each hand-in.

Folders are searched through, and so are archives that hold many people's work: those of a
learning platform, of a mail client. Of an archive in an archive, the inner one is a hand-in.
"""

import contextlib
import datetime
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from atelier.course import Course
from atelier.grading.archive import Archive, Rejected, passed_over
from atelier.grading.cohort import Cohort, CohortError
from atelier.grading.keep import original_name
from atelier.grading.naming import (
    TIMESTAMP,
    Told,
    participant_of,
    told_by,
    told_by_plain_name,
)
from atelier.limits import MAX_BUNDLE, MAX_FILE, MAX_MANIFEST
from atelier.person import folded
from atelier.submission import MANIFEST

SILENT = (MANIFEST, TIMESTAMP)
"""What says something of the files beside it, and is no hand-in itself."""


@dataclass(frozen=True)
class Found:
    """A file on disk, and the folders between it and the one that the trainer named."""

    path: Path
    folders: tuple[str, ...] = ()
    unreadable: bool = False


@dataclass(frozen=True)
class Arrival:
    """What may be one person's hand-in. `told`: what the folders around it say, if anything.

    `plain`: whom a folder with a person's name says, where nothing better does. `trouble`: why it
    could not be read.
    """

    name: str
    data: bytes
    saved: datetime.datetime
    told: Told | None = None
    plain: Told | None = None
    trouble: str = ""


def received_files(sources: Iterable[Path], cohort: Cohort | None = None) -> list[Found]:
    """Return the files in `sources`, folders searched through; no hidden file, no link.

    What `cohort` made or kept is passed over. Raises `CohortError` where a source does not exist.
    """
    found: list[Found] = []
    for source in sources:
        if not source.exists():
            raise CohortError(
                f"« {source} » n’existe pas : ni fichier, ni dossier. Vérifiez le nom et le "
                "dossier où vous êtes, puis recommencez. Rien n’a été collecté."
            )
        found += _search(source, cohort) if source.is_dir() else [Found(source)]
    return found


def read(found: Found) -> tuple[str, bytes, datetime.datetime]:
    """Return a file's original name, content, and when it was last written. Raises `Rejected`."""
    path = found.path
    try:
        about = path.stat()
        if found.unreadable or not stat.S_ISREG(about.st_mode):
            raise Rejected("ni un fichier, ni un dossier qui se lise")  # a pipe would wait for ever
        most = MAX_BUNDLE if path.suffix.lower() == ".zip" else MAX_FILE
        if about.st_size > most:
            raise Rejected(f"trop lourd ({about.st_size // 1_000_000} Mo)")
        with path.open("rb") as file:
            data = file.read(most + 1)
        saved = datetime.datetime.fromtimestamp(about.st_mtime).astimezone()
    except (OSError, ValueError, OverflowError) as error:
        raise Rejected("lecture impossible") from error
    name = path.name.encode("utf-8", "replace").decode("utf-8")
    return original_name(name, data), data, saved


def arrivals(
    course: Course, found: Found, name: str, data: bytes, saved: datetime.datetime
) -> Iterator[Arrival]:
    """Yield the hand-ins in one file: itself, or what an archive of many people's work holds.

    Raises `Rejected` where an archive cannot be opened.
    """
    beside = partial(_beside, found.path)
    told = told_by(course, found.path.parent.resolve().parts, found.path.name, beside)
    if not name.lower().endswith(".zip"):
        yield Arrival(name, data, saved, told, told_by_plain_name(found.folders))
        return
    around = [*found.folders, PurePosixPath(name).stem]
    members = _Members(course, Archive(data))
    if members.are_one_hand_in:
        yield Arrival(name, data, saved, told, members.plain or told_by_plain_name(around))
        return
    yield from members.arrivals(around, saved)


def _search(source: Path, cohort: Cohort | None) -> list[Found]:
    """Return the files below `source`, in the order of their names."""
    own = _own_folders(cohort) if cohort else set()
    unreadable: list[OSError] = []
    found: list[Found] = []
    for folder, below, files in os.walk(source, onerror=unreadable.append):
        here = Path(folder)
        inner = here.relative_to(source).parts
        below[:] = [name for name in below if _is_new(here, name, own)]
        if cohort and here.resolve() == cohort.root:  # its registers and tables
            continue
        found += [
            Found(here / name, inner)
            for name in files
            if not (passed_over([name]) or name in SILENT or (here / name).is_symlink())
        ]
    found += [Found(Path(error.filename), unreadable=True) for error in unreadable]
    return sorted(found, key=lambda one: one.path)


def _is_new(here: Path, name: str, own: set[Path]) -> bool:
    """Tell whether the folder `name` in `here` is worth searching, and no way back up."""
    if passed_over([name]) or name == "recus" or (here / name).is_symlink():
        return False
    place = (here / name).resolve()
    return place not in own and not here.resolve().is_relative_to(place)


def _own_folders(cohort: Cohort) -> set[Path]:
    """Return the folders of a cohort that hold nothing new."""
    kept = {cohort.received, cohort.submitted, cohort.graded, cohort.feedback}
    return kept | {cohort.source, cohort.released}


def _beside(path: Path, name: str) -> bytes | None:
    other = path.with_name(name)
    with contextlib.suppress(OSError):
        if other.is_file() and other.stat().st_size <= MAX_MANIFEST:
            return other.read_bytes()
    return None


class _Members:
    """The members of an archive, which may be one hand-in or those of many people."""

    def __init__(self, course: Course, archive: Archive):
        """Look at the names only."""
        self._course, self._archive = course, archive
        self._entries = {entry.parts: entry for entry in archive.entries}
        named = (participant_of(entry.parts[-1], course) for entry in archive.entries)
        self._people = {folded(person.name): person for person in named if person}
        plain = (told_by_plain_name(entry.parts[:-1]) for entry in archive.entries)
        self._people |= {folded(told.person.name): told.person for told in plain if told}

    @property
    def are_one_hand_in(self) -> bool:
        """Tell whether the archive is what one person sent."""
        if (MANIFEST,) in self._entries:
            return True
        packed = any(parts[-1].lower().endswith(".zip") for parts in self._entries)
        return not packed and len(self._people) < 2 and not any(map(self._told, self._entries))

    @property
    def plain(self) -> Told | None:
        """The only person whom a member's name tells."""
        people = list(self._people.values())
        return Told(people[0], sure=False) if len(people) == 1 else None

    def arrivals(self, around: Sequence[str], saved: datetime.datetime) -> Iterator[Arrival]:
        """Yield each member by itself. `around`: folders and name of the archive."""
        for parts, entry in self._entries.items():
            if parts[-1] in SILENT:
                continue
            moment = min(entry.moment or saved, saved)
            plain = told_by_plain_name([*around, *parts[:-1]])
            try:
                data = self._archive.read(entry, MAX_FILE)
            except Rejected as error:
                yield Arrival(parts[-1], b"", moment, trouble=str(error))
            else:
                yield Arrival(parts[-1], data, moment, self._told(parts), plain)

    def _told(self, parts: tuple[str, ...]) -> Told | None:
        return told_by(self._course, parts[:-1], parts[-1], partial(self._beside, parts[:-1]))

    def _beside(self, folder: tuple[str, ...], name: str) -> bytes | None:
        entry = self._entries.get((*folder, name))
        with contextlib.suppress(Rejected):
            return self._archive.read(entry, MAX_MANIFEST) if entry else None
        return None
