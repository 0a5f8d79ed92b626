"""Hold one notebook to its limits: interrupt what takes too long, end what takes too much.

A timer looks every tenth of a second. Answers run in other processes, which are interrupted, then
killed; it never raises in the middle of a message: the other side hangs up, and that is what the
reader sees. A test runs here, on values of anybody's making: it is stopped by an error, and where
Python has no say (a product of huge numbers, in C) by a signal that ends this process.
"""

import _thread
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator

from atelier.sandbox.processes import Process, memory_mb, shared_memory_mb
from atelier.sandbox.unit import Limits

TICK = 0.1
GRACE = 2.0
"""Seconds that a cell has to end by itself, once interrupted."""

ENDLESS = "elle dépasse le temps permis (souvent, une boucle sans fin)"
GREEDY = "elle demande trop de mémoire"
MANY = "elle lance trop de programmes à la fois"
QUIT = "elle a arrêté Python (par exit, ou en demandant trop à la machine)"
LATE = "le carnet entier dépasse le temps permis"


class Interrompue(Exception):
    """A cell that was stopped; the text says why, in French."""


class Watch:
    """The clock and the scales of one notebook.

    `interrupted`: why the step under way was interrupted. `ended`: why the answers' process was.
    """

    def __init__(
        self,
        limits: Limits,
        answering: int,
        family: Callable[[], list[Process]],
        kill: Callable[[], None],
    ):
        """Watch the process `answering` and its `family`, which `kill` ends."""
        self._limits, self._answering, self._family, self._kill = limits, answering, family, kill
        self._began = time.monotonic()
        self._step_began: float | None = None
        self._spent_before: float | None = None
        self._asked = False
        self._next = 0.0
        self.interrupted = ""
        self.ended = ""

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Look at the clock, from now to the end of the block."""
        if not hasattr(signal, "setitimer"):  # Windows
            with self._running_in_a_thread():
                yield
            return
        before = signal.signal(signal.SIGALRM, lambda *_: self.look())
        signal.setitimer(signal.ITIMER_REAL, TICK, TICK)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    @contextlib.contextmanager
    def _running_in_a_thread(self) -> Iterator[None]:
        done = threading.Event()

        def look_on() -> None:
            while not done.wait(TICK):
                try:
                    self.look()
                except Interrompue:
                    _thread.interrupt_main()

        before = signal.signal(signal.SIGINT, _raise_here)
        thread = threading.Thread(target=look_on, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()
            signal.signal(signal.SIGINT, before)

    @contextlib.contextmanager
    def step(self) -> Iterator[None]:
        """Hold one step to its time: what answers take of it, and what this process does."""
        self.interrupted = ""
        if self._spent_before is None:
            self._spent_before = self._spent(self._family())
        self._next = 0.0
        self._step_began = time.monotonic()
        self._last_resort(self._limits.cell_seconds + GRACE)
        try:
            yield
        finally:
            self._step_began = None
            self._last_resort(0)
            if self.interrupted:
                self._end_others()
            family = self._family()
            self._weigh(family)  # what the step leaves behind is its own doing
            self._spent_before = self._spent(family)  # nothing is done between two steps

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """Tell that an answer is waited for: it is what takes the time."""
        self._asked = True
        try:
            yield
        finally:
            self._asked = False

    def look(self) -> None:
        """Interrupt or end what goes beyond its limits. Raises `Interrompue` in a test that does.

        It does so again, as long as the test goes on.
        """
        family = self._family()
        self._weigh(family)
        if self._step_began is None or self.ended:
            return
        now, limits = time.monotonic(), self._limits
        spent = self._spent(family) - self._spent_before
        if spent < limits.cell_seconds and now < self._step_began + limits.cell_wall:
            return
        if not self.interrupted:
            self.interrupted = ENDLESS
            if self._asked:
                self._next = now + GRACE
                self._interrupt()
        elif self._asked and now > self._next:
            self._end(ENDLESS)
        if not self._asked and now > self._next:
            self._next = now + GRACE
            raise Interrompue(ENDLESS)

    def verdict(self) -> str:
        """Return in French why the answering process is gone."""
        return self.ended or QUIT

    def _weigh(self, family: list[Process]) -> None:
        limits = self._limits
        if self.ended:
            return
        if len(family) > limits.processes:
            self._end(MANY)
        elif memory_mb(family) > limits.memory_mb and self._really(family) > limits.memory_mb:
            self._end(GREEDY)
        elif (
            sum(process.seconds for process in family) > limits.unit_seconds
            or time.monotonic() > self._began + limits.unit_wall
        ):
            self._end(LATE)

    def _really(self, family: list[Process]) -> float:
        """Return the memory of a family that shares some; that of one process is known already."""
        return shared_memory_mb(family) if len(family) > 1 else float("inf")

    def _spent(self, family: list[Process]) -> float:
        return time.process_time() + sum(process.seconds for process in family)

    def _interrupt(self) -> None:
        if sys.platform == "win32":
            self._end(ENDLESS)
            return
        self._send(self._answering, signal.SIGINT)
        self._end_others()

    def _end_others(self) -> None:
        """End the processes that an interrupted cell has started: it may wait for them."""
        for _ in range(5):
            for process in self._family():
                if process.id != self._answering:
                    self._send(process.id, signal.SIGKILL)

    def _send(self, process: int, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(process, number)

    def _end(self, why: str) -> None:
        self.ended = why
        self._kill()

    def _last_resort(self, seconds: float) -> None:
        """Have this process ended once it has worked for that long; 0: never."""
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, seconds)


def _raise_here(*_: object) -> None:
    raise Interrompue(ENDLESS)
