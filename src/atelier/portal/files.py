"""The uploaded files, beside the database.

A file is written under a name of its own, flushed to disk, then renamed; the row that names it is
committed after. Whatever is killed in between leaves a file that no row names, which the next
start sweeps away, and never a row without its file.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

MAXIMUM = 10 * 1024 * 1024
"""Bytes that a file may have, as in CKAN (`ckan.max_resource_size`: 10)."""

TEMPORARY = ".part"


@dataclass(frozen=True)
class Upload:
    """A file that comes with a request."""

    filename: str
    content: bytes
    mimetype: str | None = None

    def __repr__(self) -> str:
        return f"<Upload {self.filename!r}, {len(self.content)} bytes>"


class Files:
    """The folder of uploaded files."""

    def __init__(self, folder: Path) -> None:
        """Make the folder if it is not there."""
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def write(self, content: bytes) -> str:
        """Store a content for good and return the name under which it is kept."""
        name = secrets.token_hex(16)
        target = self.path(name)
        target.parent.mkdir(exist_ok=True)
        temporary = target.with_suffix(TEMPORARY)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        _flush_folder(target.parent)
        return name

    def path(self, name: str) -> Path:
        """Return where a content is kept. Names are ours: hexadecimal, never a visitor's."""
        return self.folder / name[:2] / name

    def remove(self, name: str) -> None:
        """Forget a content."""
        self.path(name).unlink(missing_ok=True)

    def sweep(self, kept: set[str]) -> int:
        """Remove what no row names: unfinished uploads and replaced files. Return how many."""
        gone = [path for path in self.folder.glob("??/*") if path.name not in kept]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)


def _flush_folder(folder: Path) -> None:
    """Make a renaming last through a power cut, where the system can."""
    if os.name == "nt":  # pragma: no cover - a folder cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
