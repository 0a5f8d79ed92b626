"""A warm Python that runs units of work, one after the other: `python -m atelier.sandbox.server`.

It has imported what notebooks need, so that each unit costs a fork and no import. Units come on
standard input and reports go to standard output. The server itself never reads a unit: what it
forks has seen neither tests nor other submissions.
"""

import contextlib
import functools
import gc
import multiprocessing
import os
import selectors
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import BinaryIO

from atelier.sandbox import confinement
from atelier.sandbox.answering import Answering
from atelier.sandbox.ending import end_descendants
from atelier.sandbox.examining import Examination
from atelier.sandbox.framing import receive, send
from atelier.sandbox.primitives import MAX_BYTES
from atelier.sandbox.processes import Process, descendants, name_of
from atelier.sandbox.setting import ALONE, APART, NOTEBOOK, READY, Setting
from atelier.sandbox.unit import Done, Limits, Unit, pack_left, pack_part, unpack_unit
from atelier.sandbox.warm import answer_alone, warm_shell
from atelier.sandbox.watch import Watch
from atelier.workspace import link_data

PART = 0.5
"""Seconds for which the reports of quick steps are gathered: each message wakes two processes."""


@dataclass(frozen=True)
class Started:
    """The answering process: how to talk to it, its id, and what ends it."""

    connection: Connection
    id: int
    kill: Callable[[], object]


class Server:
    """A warm shell and the way to split it into two processes for each unit."""

    def __init__(self, setting: Setting):
        """Warm up."""
        self._setting = setting
        self._apart = setting.isolation == APART
        if setting.isolation == ALONE:  # first of all: it warms up at the same time
            self._alone = _spawn(setting.limits)
        self._shell = warm_shell()
        gc.collect()
        gc.freeze()

    def serve(self, units: BinaryIO, reports: BinaryIO) -> None:
        """Run units until there are no more."""
        send(reports, READY)
        if self._setting.isolation == ALONE:
            self._run_unit(units, reports)
            return
        while _wait_for(units):
            child = os.fork()
            if child == 0:
                _exit_after(lambda: self._run_unit(units, reports))
            _, status = os.waitpid(child, 0)
            if status or self._setting.once:  # the rest of a message may still be in the pipe
                return

    def _run_unit(self, units: BinaryIO, reports: BinaryIO) -> None:
        """Split in two, then read the unit: the answering half never sees it."""
        confinement.separate(self._setting)
        answers = self._start_answering()
        try:
            unit, key = unpack_unit(receive(units, MAX_BYTES))
            units.close()
            if unit.local_network:
                confinement.open_local_network(self._setting)
            confinement.confine_examination(self._setting)
            with self._laid_out(unit, answers) as folder:
                watch = Watch(unit.limits, answers.id, _family, answers.kill)
                send(reports, pack_part([Done([])], key))
                with watch.running():
                    examination = Examination(unit, answers.connection, watch, self._shell)
                    for part in _parts(examination.run(str(folder)), unit.step_by_step):
                        send(reports, pack_part(part, key))
            send(reports, pack_left(self._end(answers), key))
        finally:
            self._end(answers)

    def _start_answering(self) -> Started:
        if self._setting.isolation == ALONE:
            return self._alone
        ours, theirs = Pipe()
        child = confinement.fork_answering(self._setting)
        if child == 0:
            _exit_after(lambda: self._answer(theirs))
        theirs.close()

        def kill() -> None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(child, signal.SIGKILL)

        # Nothing outlives the first process of its space.
        return Started(ours, child, kill if self._apart else end_descendants)

    def _answer(self, connection: Connection) -> None:
        """Be the answering process."""
        _close_all_but(connection)
        os.setsid()
        confine = functools.partial(confinement.confine_answers, self._setting)
        Answering(self._shell, confine).serve(connection)

    @contextlib.contextmanager
    def _laid_out(self, unit: Unit, answers: Started) -> Iterator[Path]:
        """Write the unit's files into the notebook's folder, which is the current one meanwhile."""
        with contextlib.ExitStack() as stack:
            root = Path(self._setting.root)
            if not self._setting.sandboxed:  # nothing makes it empty again
                own = tempfile.TemporaryDirectory(dir=root, ignore_cleanup_errors=True)
                root = Path(stack.enter_context(own))
                link_data(Path(self._setting.root, "data"), root)
            folder = root / NOTEBOOK
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in unit.files.items():
                with contextlib.suppress(OSError):  # it takes more room than there is
                    (folder / Path(name).name).write_bytes(content)
            os.chdir(folder)
            stack.callback(os.chdir, self._setting.root)
            stack.callback(self._end, answers)
            yield folder

    def _end(self, answers: Started) -> list[str]:
        """End the answering process and all that it has left; return the names of what remains."""
        answers.kill()
        if self._setting.sandboxed:  # what is left ends with the sandbox
            return []
        return [name_of(process) for process in end_descendants()]


def _parts(steps: Iterable[Done], each: bool) -> Iterator[list[Done]]:
    """Gather steps into parts of a report, `each` alone or as they come within `PART` seconds."""
    part: list[Done] = []
    began = time.monotonic()
    for done in steps:
        part.append(done)
        if each or time.monotonic() > began + PART:
            yield part
            part, began = [], time.monotonic()
    if part:
        yield part


def _family() -> list[Process]:
    return descendants(os.getpid())


def _spawn(limits: Limits) -> Started:
    """Start an answering process anew."""
    ours, theirs = Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=answer_alone, args=(theirs, limits), daemon=True)
    process.start()
    theirs.close()

    def kill() -> None:
        end_descendants()
        process.kill()

    return Started(ours, process.pid, kill)


def _wait_for(pipe: BinaryIO) -> bool:
    """Wait until there is something to read, or nobody to write it; read nothing."""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        return bool(selector.select())


def _exit_after(task: Callable[[], None]) -> None:
    """Do a child's `task`, then end it, whatever happens: never go back to the parent's code."""
    status = 1
    try:
        task()
        status = 0
    except (EOFError, SystemExit):
        pass
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _close_all_but(connection: Connection) -> None:
    kept = connection.fileno()
    os.dup2(0, 2)
    os.closerange(3, kept)
    os.closerange(kept + 1, 4_096)


def main(arguments: list[str]) -> None:
    """Serve on standard input and output, as the JSON in `arguments` says."""
    setting = confinement.read_setting(arguments[0])
    confinement.confine_server(setting, int(arguments[1]) if len(arguments) > 1 else None)
    # What code prints past Python goes nowhere; the pipes have numbers that nobody else uses.
    units, reports = os.fdopen(os.dup(0), "rb", 0), os.fdopen(os.dup(1), "wb", 0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    with contextlib.ExitStack() as stack:
        if not setting.sandboxed:  # its guard does it too, unless it was killed
            stack.callback(shutil.rmtree, setting.root, ignore_errors=True)
        Server(setting).serve(units, reports)


if __name__ == "__main__":
    main(sys.argv[1:])
