"""Zip files that nobody trusts: read in memory, never unpacked on disk.

Everything suspicious is known from the archive's directory, before anything is inflated.
"""

import contextlib
import datetime
import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from atelier.limits import (
    MAX_BUNDLE_MEMBERS,
    MAX_BUNDLE_UNPACKED,
    MAX_DIRECTORY,
    MAX_FILE,
    MAX_LISTED,
    MAX_MEMBER,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_RAW_NAME,
)

PASSED_OVER = (".ipynb_checkpoints", "__MACOSX", "Thumbs.db", "desktop.ini")
"""What Jupyter and systems leave; old checkpoints look like hand-ins."""

_END, _LISTED = b"PK\x05\x06", b"PK\x01\x02"
_UTF8 = 0x800
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Rejected(Exception):
    """A received file that cannot be used; the text says why, in French."""


@dataclass(frozen=True)
class Entry:
    """A member of an archive: its name as its author wrote it, its bytes, when it was saved.

    `moment`: local time, or None where the archive does not say.
    """

    name: str
    size: int
    moment: datetime.datetime | None
    info: zipfile.ZipInfo

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the folders it lies in, then its own."""
        return PurePosixPath(self.name).parts


class Archive:
    """An archive whose directory is in order. `entries` leave out what is passed over."""

    def __init__(self, data: bytes):
        """Read the directory of `data`. Raises `Rejected` for an unsafe or broken archive."""
        with _refusing():
            _check_directory(data)
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = [info for info in self._zip.infolist() if not info.is_dir()]
            _check_infos(infos, len(data))
            entries = tuple(_entry(info) for info in infos)
        for entry in entries:
            _check_name(entry)
        self.entries = tuple(entry for entry in entries if not passed_over(entry.parts))
        if len({entry.name for entry in self.entries}) < len(self.entries):
            raise Rejected("archive suspecte : deux fichiers portent le même nom")

    def read(self, entry: Entry, most: int = MAX_MEMBER) -> bytes:
        """Return the content of `entry`. Raises `Rejected`, too where it has more than `most`."""
        if entry.size > most:
            raise Rejected(f"archive suspecte : un fichier de {entry.size // 1_000_000} Mo")
        if entry.size > max(1_000_000, MAX_RATIO * entry.info.compress_size):
            raise Rejected("archive suspecte : trop grosse une fois ouverte")
        with _refusing(), self._zip.open(entry.info) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise Rejected("archive suspecte : trop grosse une fois ouverte")
        return data


def read_archive(data: bytes) -> dict[str, bytes]:
    """Return the members of one hand-in, by their names. Raises `Rejected`."""
    archive = Archive(data)
    if len(archive.entries) > MAX_MEMBERS:
        raise Rejected(
            f"archive suspecte : {len(archive.entries)} fichiers ; demandez seulement la remise "
            "ou le carnet"
        )
    if too_big := [entry for entry in archive.entries if entry.size > MAX_MEMBER]:
        raise Rejected(f"archive suspecte : un fichier de {too_big[0].size // 1_000_000} Mo")
    if sum(entry.size for entry in archive.entries) > MAX_FILE:
        raise Rejected("archive suspecte : trop grosse une fois ouverte")
    return {entry.name: archive.read(entry) for entry in archive.entries}


def passed_over(parts: Iterable[str]) -> bool:
    """Tell whether a path with these parts is hidden, a system's or an editor's, nobody's work."""
    return any(part.startswith((".", "~$")) or part in PASSED_OVER for part in parts)


@contextlib.contextmanager
def _refusing() -> Iterator[None]:
    """Turn whatever a broken archive makes the zip reader raise into `Rejected`."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        LookupError,
        OSError,
        RuntimeError,
        OverflowError,
    ) as error:
        raise Rejected("archive incomplète ou abîmée : demandez un nouvel envoi") from error


def _check_directory(data: bytes) -> None:
    """Refuse a directory that is too long to be read.

    What the archive's end says of it can be forged; the entries themselves are counted, too.
    """
    if data.count(_LISTED) > MAX_LISTED:
        raise Rejected("archive suspecte : des milliers de fichiers")
    end = data.rfind(_END, -(1 << 16) - 22)
    if end >= 0 and int.from_bytes(data[end + 12 : end + 16], "little") > MAX_DIRECTORY:
        raise Rejected("archive suspecte : des milliers de fichiers")


def _check_infos(infos: list[zipfile.ZipInfo], size: int) -> None:
    if len(infos) > MAX_BUNDLE_MEMBERS:
        raise Rejected(f"archive suspecte : {len(infos)} fichiers")
    if any(len(info.filename) > MAX_RAW_NAME for info in infos):
        raise Rejected("archive suspecte : un nom de fichier démesuré")
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise Rejected("archive protégée par un mot de passe")
    if any(stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG) for info in infos):
        raise Rejected("archive suspecte : elle contient un lien")
    if any(info.compress_type not in _METHODS for info in infos):
        raise Rejected("archive d’un genre rare : demandez un .zip ordinaire")
    if sum(info.compress_size for info in infos) > size:
        raise Rejected("archive suspecte : des fichiers s’y chevauchent")
    if sum(info.file_size for info in infos) > MAX_BUNDLE_UNPACKED:
        raise Rejected("archive suspecte : trop grosse une fois ouverte")


def _entry(info: zipfile.ZipInfo) -> Entry:
    try:
        moment = datetime.datetime(*info.date_time).astimezone()
    except (ValueError, OverflowError, OSError):
        moment = None
    name = unicodedata.normalize("NFC", _true_name(info).replace("\\", "/"))
    return Entry(name, info.file_size, moment, info)


def _true_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name: what is not marked as UTF-8 may be, or comes from French Windows."""
    if info.flag_bits & _UTF8:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850")


def _check_name(entry: Entry) -> None:
    parts = entry.parts
    if not parts or ".." in parts or re.match(r"/|[A-Za-z]:", entry.name):
        raise Rejected("archive suspecte : un chemin en sort")
