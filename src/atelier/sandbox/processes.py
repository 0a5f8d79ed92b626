"""Processes as Linux shows them in /proc: who started whom, and what they take.

Elsewhere there is nothing to read, and every answer is empty.
"""

import contextlib
import functools
import os
import re
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

_KINDS = re.compile(r"^(?:RssAnon|RssShmem|VmSwap|VmPTE):\s*(\d+) kB", re.MULTILINE)
_SHARES = re.compile(r"^(?:Pss_Anon|Pss_Shmem|SwapPss):\s*(\d+) kB", re.MULTILINE)


class Process(NamedTuple):
    """A process, who started it, and the processor time of it and of its ended children.

    `group`: the id of its process group. `ended`: its parent has not yet heard of its end.
    """

    id: int
    parent: int
    seconds: float
    group: int = 0
    ended: bool = False


def descendants(ancestor: int) -> list[Process]:
    """Return the processes that `ancestor` started, that these started, and so on.

    One that ends meanwhile may hide those that it started: see `ending.end`.
    """
    return [process for process in listed(ancestor) if not process.ended]


def listed(ancestor: int) -> list[Process]:
    """Return `descendants` with those that have ended and are still on the kernel's list."""
    started = _started_by if _kernel_lists_children() else _search()
    found: list[Process] = []
    left = [ancestor]
    while left:
        children = started(left.pop())
        found += children
        left += [process.id for process in children]
    return found


def memory_mb(processes: Iterable[Process]) -> float:
    """Return the memory that `processes` hold together, without what comes from files.

    What they share counts as often as they are, so that it is more than they really take.
    """
    return sum(_kilobytes(f"/proc/{p.id}/status", _KINDS) for p in processes) / 1024


def shared_memory_mb(processes: Iterable[Process]) -> float:
    """Return what `memory_mb` tells, with what is shared counted once: exact, but slow."""
    return sum(_share(process) for process in processes) / 1024


def with_variable(content: Path) -> list[Process]:
    """Return the processes that were started with a variable of this `content`, whoever has them."""
    found: list[Process] = []
    for path in _folders():
        with contextlib.suppress(OSError):  # another user's, or it has just ended
            variables = _read(f"{path}/environ", 1 << 20).split("\0")
            told = any(text.partition("=")[2] == str(content) for text in variables)
            process = process_of(int(path.name)) if told else None
            found += [process] if process and not process.ended else []
    return found


def name_of(process: Process) -> str:
    """Return what a process is called, and its number, for a person to find it."""
    with contextlib.suppress(OSError):
        return f"{_read(f'/proc/{process.id}/comm').strip()}, n° {process.id}"
    return f"n° {process.id}"


def threads_of(user: int) -> int:
    """Return how many threads of `user` this process can see."""
    threads = 0
    for path in _folders():
        with contextlib.suppress(OSError):
            if path.stat().st_uid == user:
                threads += len(list((path / "task").iterdir()))
    return threads


@functools.cache
def _kernel_lists_children() -> bool:
    """Tell whether children need not be searched among all processes (CONFIG_PROC_CHILDREN)."""
    return Path(f"/proc/self/task/{threading.get_native_id()}/children").exists()


def _started_by(process: int) -> list[Process]:
    """Return the children of a process: those that each of its threads has started."""
    found: list[Process] = []
    with contextlib.suppress(OSError):  # it has just ended
        for thread in os.listdir(f"/proc/{process}/task"):  # noqa: PTH208 - called all the time
            children = _read(f"/proc/{process}/task/{thread}/children").split()
            found += [child for number in children if (child := process_of(int(number)))]
    return found


def _search() -> Callable[[int], list[Process]]:
    """Return a function that finds the children of a process among all that are there now."""
    children: dict[int, list[Process]] = {}
    for path in _folders():
        if process := process_of(int(path.name)):
            children.setdefault(process.parent, []).append(process)
    return lambda process: children.pop(process, [])


def process_of(number: int) -> Process | None:
    """Return a process, unless nothing is left of it."""
    try:
        facts = _read(f"/proc/{number}/stat").rpartition(")")[2].split()
        seconds = sum(map(int, facts[11:15])) / os.sysconf("SC_CLK_TCK")
        # The first thread may end before the others: then the process has not.
        ended = facts[0] in "ZX" and int(facts[17]) <= 1
        return Process(number, int(facts[1]), seconds, int(facts[2]), ended)
    except (OSError, ValueError, IndexError):
        return None


def _read(path: str, size: int = 1 << 16) -> str:
    """Return a file of the kernel's, all of which comes at once."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - it is read all the time
        return file.read(size).decode("utf-8", "surrogateescape")


def _folders() -> list[Path]:
    with contextlib.suppress(OSError):
        return [path for path in Path("/proc").iterdir() if path.name.isdecimal()]
    return []


def _share(process: Process) -> int:
    exact = _kilobytes(f"/proc/{process.id}/smaps_rollup", _SHARES)
    return exact or _kilobytes(f"/proc/{process.id}/status", _KINDS)  # not all may be looked at


def _kilobytes(file: str, lines: re.Pattern) -> int:
    with contextlib.suppress(OSError):
        return sum(map(int, lines.findall(_read(file))))
    return 0
