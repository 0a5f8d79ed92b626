"""Keep every received file, untouched, so that a lost cohort can be collected again from `recus`.

A kept file is named by its content and the name it came with, `5f2a90c1d3e4_document.zip`, and
bears the time it came with: both can tell who sent it, and when.
"""

import os
import re
from pathlib import Path

from atelier.grading.cohort import Cohort
from atelier.submission import digest, write_whole

DIGITS = 12
"""How much of the content's digest a kept file's name begins with."""

MAX_STEM = 180
"""Bytes of a name: file systems take 255 with the digest and the ending."""

_FORBIDDEN = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]'
)


def keep(cohort: Cohort, name: str, data: bytes, saved: float) -> None:
    """Keep a file of the original `name`, last written at `saved` (seconds since 1970)."""
    path = kept_path(cohort, digest(data), name)
    if not path.exists():
        write_whole(path, data)
        os.utime(path, (saved, saved))


def kept_path(cohort: Cohort, content: str, name: str) -> Path:
    """Return where a file of the digest `content`, received as `name`, is kept."""
    safe = Path(_FORBIDDEN.sub("_", name))
    stem = safe.stem.encode("utf-8", "replace")[:MAX_STEM].decode("utf-8", "ignore")
    return cohort.received / f"{content[:DIGITS]}_{stem}{safe.suffix[:DIGITS]}"


def original_name(name: str, data: bytes) -> str:
    """Return the name that a file came with: `name`, or what is left of it if it was kept."""
    return name.removeprefix(f"{digest(data)[:DIGITS]}_")
