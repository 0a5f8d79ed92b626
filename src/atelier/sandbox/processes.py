"""Processes as Linux shows them in /proc: who started whom, and what they take.

Elsewhere there is nothing to read, and every answer is empty.
"""

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_KINDS = re.compile(r"^(?:RssAnon|RssShmem|VmSwap|VmPTE):\s*(\d+) kB", re.MULTILINE)
_SHARES = re.compile(r"^(?:Pss_Anon|Pss_Shmem|SwapPss):\s*(\d+) kB", re.MULTILINE)


class Process(NamedTuple):
    """A process, who started it, and the processor time of it and of its ended children."""

    id: int
    parent: int
    seconds: float


def descendants(ancestor: int) -> list[Process]:
    """Return the processes that `ancestor` started, that these started, and so on."""
    children: dict[int, list[Process]] = {}
    for process in _all():
        children.setdefault(process.parent, []).append(process)
    found: list[Process] = []
    left = [ancestor]
    while left:
        started = children.pop(left.pop(), [])
        found += started
        left += [process.id for process in started]
    return found


def memory_mb(processes: Iterable[Process]) -> float:
    """Return the memory that `processes` hold together, without what comes from files.

    What they share counts as often as they are, so that it is more than they really take.
    """
    return sum(_kilobytes(f"/proc/{p.id}/status", _KINDS) for p in processes) / 1024


def shared_memory_mb(processes: Iterable[Process]) -> float:
    """Return what `memory_mb` tells, with what is shared counted once: exact, but slow."""
    return sum(_share(process) for process in processes) / 1024


def threads_of(user: int) -> int:
    """Return how many threads of `user` this process can see."""
    threads = 0
    for path in _folders():
        with contextlib.suppress(OSError):
            if path.stat().st_uid == user:
                threads += len(list((path / "task").iterdir()))
    return threads


def _all() -> Iterator[Process]:
    tick = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 1
    for path in _folders():
        with contextlib.suppress(OSError, ValueError):  # it has just ended
            facts = (path / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
            if facts[0] != "Z":
                yield Process(int(path.name), int(facts[1]), sum(map(int, facts[11:15])) / tick)


def _folders() -> list[Path]:
    with contextlib.suppress(OSError):
        return [path for path in Path("/proc").iterdir() if path.name.isdecimal()]
    return []


def _share(process: Process) -> int:
    exact = _kilobytes(f"/proc/{process.id}/smaps_rollup", _SHARES)
    return exact or _kilobytes(f"/proc/{process.id}/status", _KINDS)  # not all may be looked at


def _kilobytes(file: str, lines: re.Pattern) -> int:
    with contextlib.suppress(OSError):
        return sum(map(int, lines.findall(Path(file).read_text("ascii", "replace"))))
    return 0
