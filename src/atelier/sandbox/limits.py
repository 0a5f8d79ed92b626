"""Limits that the system itself holds a process and its descendants to (POSIX; see `setrlimit`)."""

import contextlib
import os
import sys

from atelier.sandbox.processes import threads_of
from atelier.sandbox.unit import Limits

with contextlib.suppress(ImportError):  # Windows
    import resource


def limit_answers(limits: Limits) -> None:
    """Hold this process, where submitted code will run, and all that it starts."""
    if sys.platform == "linux":
        _limit("RLIMIT_NPROC", limits.processes + _others())
    _limit("RLIMIT_NOFILE", limits.open_files)
    _limit("RLIMIT_FSIZE", limits.disk_mb << 20)
    _limit("RLIMIT_CPU", int(limits.unit_seconds))
    limit_memory(limits)


def limit_memory(limits: Limits) -> None:
    """Hold the memory of this process, which submitted code may try to fill."""
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_DATA", limits.memory_mb << 20)


def _others() -> int:
    """Return how many of the user's threads count beside those of the answers.

    Since Linux 5.14 a user space of one's own counts its own; before, the whole machine's count.
    """
    release = os.uname().release.split(".")[:2]
    recent = tuple(int(part) for part in release) >= (5, 14)
    return threads_of(os.getuid()) + (0 if recent else 2_000)


def _limit(name: str, value: int) -> None:
    """Set a limit for good; a lower one that there is already stays."""
    with contextlib.suppress(NameError, AttributeError, ValueError, OSError):
        which = getattr(resource, name)
        _, most = resource.getrlimit(which)
        value = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(which, (value, value))
