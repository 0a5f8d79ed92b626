"""Run units of work in a warm sandbox, from outside: start it, feed it, replace it when it dies."""

import contextlib
import functools
import json
import logging
import os
import secrets
import select
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO

from atelier.sandbox.bubblewrap import ROOT, bubblewrap
from atelier.sandbox.cgroup import ControlGroup
from atelier.sandbox.ending import PATIENCE, end_marked
from atelier.sandbox.framing import receive, send
from atelier.sandbox.primitives import WireError
from atelier.sandbox.processes import name_of
from atelier.sandbox.setting import ALONE, APART, READY, TOGETHER, Setting
from atelier.sandbox.surroundings import copied, environment, is_for_all
from atelier.sandbox.unit import (
    USUAL,
    Done,
    Limits,
    Report,
    Unit,
    pack_unit,
    stopped,
    unpack_left,
    unpack_part,
)
from atelier.sandbox.watch import LATE
from atelier.sandbox.windows_job import Job

MAX_REPORT = 16 << 20
"""Bytes of what comes back from one step."""

MAX_TRIES = 6
"""How often a notebook is begun again: once to find the step that ended the sandbox, then without
the cells that stopped it."""

START = 120
"""Seconds that a sandbox may take to be ready, on a slow disk."""

SLACK = 15
"""Seconds by the clock that a step may take beyond its limits, on a machine out of breath."""

GIVEN_UP = "le carnet a dû être arrêté à plusieurs reprises : le reste n’a pas été exécuté"
NO_ANSWER = "elle a bloqué la correction"


class SandboxError(Exception):
    """A sandbox does not start, or gives no answer; the text says why."""


@dataclass(frozen=True)
class Isolation:
    """How submitted code is kept apart.

    `bubblewrap`: no other file, no network, no other process. `warm`: one Python serves many
    units, each forked from it; otherwise every unit has a start of its own.
    """

    bubblewrap: bool
    warm: bool


FULL, COLD = Isolation(True, True), Isolation(True, False)
NONE = Isolation(False, sys.platform == "linux")


def find_isolation() -> Isolation:
    """Return the best isolation that this machine gives, by trying. Threads may ask at once."""
    with _trying:
        return _find_isolation()


_trying = threading.Lock()


@functools.cache
def _find_isolation() -> Isolation:
    if sys.platform != "linux" or not shutil.which("bwrap"):
        return NONE
    return next(filter(_holds, (FULL, COLD)), NONE)


def _holds(isolation: Isolation) -> bool:
    """Tell whether the system lets a sandbox be made so."""
    with tempfile.TemporaryDirectory() as folder:
        setting, command = Worker(isolation, Path(folder))._command(None)
        about = json.dumps(asdict(setting))
        tried = subprocess.run(
            [*command, sys.executable, "-P", "-m", "atelier.sandbox.confinement", about],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment(Path(folder), sandboxed=True),
        )
        if tried.returncode:
            said = tried.stderr.decode("utf-8", "replace").strip()
            logging.getLogger("atelier.correction").warning("no sandbox: %s", said)
        return tried.returncode == 0


class Worker:
    """One sandbox. Not for two threads at a time."""

    def __init__(self, isolation: Isolation, data: Path, limits: Limits = USUAL):
        """Prepare a sandbox that shows the tables of the folder `data`.

        `left`: names of the processes that could not be ended with it.
        """
        self._isolation, self._data, self._limits = isolation, data.resolve(), limits
        self._process: subprocess.Popen | None = None
        self._folder: tempfile.TemporaryDirectory | None = None
        self._closed = False
        # On Windows the system itself ends what a process leaves: see `Job`.
        self._guarded = not isolation.bubblewrap and sys.platform != "win32"
        self.left: tuple[str, ...] = ()

    def start(self) -> None:
        """Start the sandbox, unless it runs. Raises `SandboxError`."""
        if self._closed:
            raise SandboxError("closed")
        if self._process is not None:
            return
        self._folder = self._own_folder()
        home = Path(self._folder.name) if self._folder else None
        setting, command = self._command(home)
        about = json.dumps(asdict(setting))
        server = [sys.executable, "-P", "-m", "atelier.sandbox.server", about]
        if self._guarded:
            server = [sys.executable, "-P", "-m", "atelier.sandbox.guard", about, str(os.getpid())]
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the sandbox
        try:
            self._process = subprocess.Popen(
                [*command, *server],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                bufsize=0,
                cwd=home,
                env=environment(home, sandboxed=self._isolation.bubblewrap),
                start_new_session=True,  # Ctrl-C is for the grader, which then ends this
            )
        except OSError as error:
            self._clean_up()
            raise SandboxError(str(error)) from error
        self._job = Job(self._process)
        if self._receive(START) != READY:
            said = self._said()
            self._stop()
            raise SandboxError("closed" if self._closed else said)

    def run(self, unit: Unit) -> Report:
        """Run `unit`; a cell that ends Python costs itself alone. Raises `SandboxError`.

        Then the notebook is begun again without it, and without the cells that had to be stopped,
        as long as the whole notebook has time left.
        """
        deadline, given_up = time.monotonic() + self._limits.unit_wall, GIVEN_UP
        self._left = ()
        for _ in range(MAX_TRIES):
            left = max(0.0, deadline - time.monotonic())
            unit = replace(unit, limits=replace(self._limits, unit_wall=left))
            steps = self._exchange(unit)
            if not steps or not steps[-1].ended:
                return Report(tuple(step.outputs for step in steps), left=self._left)
            if steps[-1].stopped == NO_ANSWER and not unit.step_by_step:
                unit = replace(unit, step_by_step=True)  # to know at which step
                continue
            found = {index: step.stopped for index, step in enumerate(steps) if step.stopped}
            unit = replace(unit, skipped={**unit.skipped, **found})
            if steps[-1].stopped == LATE or time.monotonic() > deadline:
                given_up = LATE
                break
        rest = len(unit.steps) - len(steps)
        outputs = (*(step.outputs for step in steps), *[[stopped(given_up)]] * rest)
        return Report(outputs, given_up, self._left)

    def close(self) -> None:
        """End the sandbox for good, with all that runs in it; another thread may call this."""
        self._closed = True
        self._stop()

    def _said(self) -> str:
        """Return the end of what the sandbox wrote as its errors."""
        with contextlib.suppress(OSError, ValueError):  # closed meanwhile
            self._errors.seek(0)
            return self._errors.read().decode("utf-8", "replace")[-2_000:].strip()
        return ""

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        self._end(process)
        try:
            process.wait(PATIENCE + SLACK)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._job.close()
        _wait_for_end(process.stdout)
        self._end_the_rest(process.pid)
        process.stdin.close()
        process.stdout.close()
        self._clean_up()

    def _end(self, process: subprocess.Popen) -> None:
        """Have a sandbox end: at once, or by its guard, which ends all that runs in it."""
        if self._guarded:
            process.terminate()
        else:
            process.kill()

    def _end_the_rest(self, guard: int) -> None:
        """End what is left where a guard could not do it: submitted code may have killed it."""
        if self._guarded and sys.platform == "linux":
            group = ControlGroup(guard)
            group.kill()
            left = end_marked(Path(self._folder.name))
            group.remove()
            self.left += tuple(name_of(process) for process in left)

    def _clean_up(self) -> None:
        self._errors.close()
        if self._folder:
            self._folder.cleanup()

    def _own_folder(self) -> tempfile.TemporaryDirectory | None:
        """Make a folder, if there is no sandbox to hold files, or the tables must be copied."""
        if self._isolation.bubblewrap and is_for_all(self._data):
            return None  # a grader that is killed leaves no file behind
        return tempfile.TemporaryDirectory(prefix="atelier-", ignore_cleanup_errors=True)

    def _exchange(self, unit: Unit) -> list[Done]:
        """Run `unit` once; return what came of its steps, up to the one that ended it."""
        try:
            key = secrets.token_hex()
            message = pack_unit(unit, key)
        except WireError as error:
            raise SandboxError(str(error)) from error
        self._begin(message, key)
        steps: list[Done] = []
        while len(steps) < len(unit.steps) and not (steps and steps[-1].ended):
            steps += self._next(key, 2 * unit.limits.cell_wall + SLACK)
        if not self._broken:
            self._hear_what_is_left(key)
        if not self._isolation.warm or self._broken:
            self._stop()
        if self._closed:
            raise SandboxError("closed")
        return steps[: len(unit.steps)]

    def _hear_what_is_left(self, key: str) -> None:
        try:
            self._left += unpack_left(self._receive(PATIENCE + SLACK), key)
        except WireError:
            self._broken = True

    def _begin(self, message: bytes, key: str) -> None:
        """Have a sandbox begin a unit: a new one, if the one that there was is gone."""
        self._broken = False
        for _ in range(2):
            self.start()
            process = self._process
            with contextlib.suppress(OSError, ValueError):  # it ended, or was closed meanwhile
                if process:
                    send(process.stdin, message)
                if not self._next(key, START)[-1].ended:
                    return
            said = self._said()
            self._stop()
            self._broken = False
        raise SandboxError(said)

    def _next(self, key: str, seconds: float) -> list[Done]:
        """Return what came of the next steps; that nothing came, if the sandbox is gone."""
        try:
            return unpack_part(self._receive(seconds), key)
        except WireError:
            self._broken = True
            return [Done([stopped(NO_ANSWER)], NO_ANSWER, ended=True)]

    def _receive(self, seconds: float) -> bytes:
        """Return what the sandbox sends, or nothing if it does not in time."""
        process = self._process
        if process is None:  # closed by another thread
            return b""
        timer = threading.Timer(seconds, self._end, [process])
        timer.start()
        try:
            return receive(process.stdout, MAX_REPORT)
        except (EOFError, OSError, ValueError):  # it ended, or was closed meanwhile
            return b""
        finally:
            timer.cancel()

    def _command(self, home: Path | None) -> tuple[Setting, list[str]]:
        """Return how the server must run, and what starts it in its sandbox."""
        warm, limits = self._isolation.warm, self._limits
        if self._isolation.bubblewrap:
            isolation = APART if warm else TOGETHER
            setting = Setting(ROOT, isolation, sandboxed=True, once=not warm, limits=limits)
            # Where the trainer is root, the sandbox's user may not read what is root's alone.
            data = copied(self._data, home / "data") if home else self._data
            return setting, bubblewrap(data, limits.disk_mb)
        copied(self._data, home / "data")
        return Setting(str(home), TOGETHER if warm else ALONE, limits=limits), []


def _wait_for_end(pipe: BinaryIO) -> None:
    """Wait until nobody holds the other end of a pipe: who does may be cleaning up."""
    while sys.platform != "win32" and select.select([pipe], [], [], SLACK)[0]:
        if not pipe.read(1 << 16):
            return
