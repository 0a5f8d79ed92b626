"""End a family of processes to the last one, those included that it starts meanwhile.

Killing a parent makes orphans, and these hang on whoever adopts them, perhaps on nobody of ours.
So all are stopped first, until looking again shows none that is new: a process that is stopped
starts no other. Only then are they killed.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from atelier.sandbox.processes import Process, listed, with_variable

PATIENCE = 30.0
"""Seconds in which a family must be gone: what holds much memory takes a while to give it back."""

PAUSE = 0.002

Family = Callable[[], list[Process]]


def end(family: Family, patience: float = PATIENCE) -> list[Process]:
    """End all processes of a `family`, and return those that remain.

    `family` lists them, those included that have ended while nobody has heard of it. A process
    that ends while it is listed may hide what it had started, which is adopted: so the family is
    gone once two lists in a row show the same dead, and nobody else.
    """
    deadline = time.monotonic() + patience
    stopped: set[int] = set()
    dead: set[int] | None = None
    while True:
        found = family()
        alive = [process for process in found if not process.ended]
        late = time.monotonic() > deadline
        if not alive:
            now_dead = {process.id for process in found}
            if now_dead == dead or late:
                return []
            dead = now_dead
            continue
        dead = None
        fresh = [process for process in alive if process.id not in stopped]
        if late:
            _send(alive, signal.SIGKILL)
            return alive
        if fresh and hasattr(signal, "SIGSTOP"):
            _send(fresh, signal.SIGSTOP)
            stopped |= {process.id for process in fresh}
            continue
        _send(alive, signal.SIGKILL)
        time.sleep(PAUSE)


def end_descendants(patience: float = PATIENCE) -> list[Process]:
    """End all that this process has started or adopted, and return what remains."""
    return end(descendants_of_mine, patience)


def descendants_of_mine() -> list[Process]:
    """Return what this process has started or adopted, as `end` wants it."""
    if sys.platform == "linux":
        return listed(os.getpid())
    return [] if sys.platform == "win32" else by_ps(os.getpid())


def end_marked(folder: Path) -> list[Process]:
    """End whatever was started with `folder` in a variable, and return what remains (Linux)."""
    return end(lambda: with_variable(folder))


def by_ps(ancestor: int) -> list[Process]:
    """Return the descendants of a process, and the groups that these lead, as `ps` tells them.

    For systems without /proc. Nobody adopts orphans there: they are known by their group alone.
    """
    command = ["ps", "-A", "-o", "pid=,ppid=,pgid=,stat="]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, encoding="ascii", errors="replace"
    ) as ps:
        rows = [line.split()[:4] for line in ps.stdout]
    there = [
        Process(int(number), int(parent), 0.0, int(group), state.startswith("Z"))
        for number, parent, group, state in (row for row in rows if len(row) == 4)
        if int(number) not in (ps.pid, ancestor)
    ]
    family, size = {ancestor}, 0
    while len(family) > size:
        size = len(family)
        led = family - {ancestor}
        family |= {p.id for p in there if p.parent in family or p.group in led}
    return [process for process in there if process.id in family]


def _send(processes: Iterable[Process], number: int) -> None:
    """Send a signal to processes, and at one stroke to the groups that they lead."""
    processes = list(processes)
    known = {process.id for process in processes}
    groups = {process.group for process in processes} & known
    if hasattr(os, "killpg"):
        for group in groups - {os.getpgrp()}:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, number)
    for process in processes:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(process.id, number)
