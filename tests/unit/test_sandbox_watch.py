"""The clock and the scales of a notebook: what is interrupted, what is ended, and why."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time

import pytest
from patience import PATIENCE

from atelier.sandbox import processes
from atelier.sandbox import watch as watching
from atelier.sandbox.processes import Process, descendants, memory_mb, shared_memory_mb
from atelier.sandbox.unit import Limits
from atelier.sandbox.watch import ENDLESS, GREEDY, LATE, MANY, QUIT, Interrompue, Watch

LIMITS = Limits(cell_seconds=5, unit_seconds=20, cell_wall=30, unit_wall=100, memory_mb=50)

each_way = pytest.mark.parametrize(
    "listed",
    [
        pytest.param(
            True,
            marks=pytest.mark.skipif(
                not processes._kernel_lists_children(), reason="this kernel lists no children"
            ),
        ),
        False,
    ],
)


class Notebook:
    """A watch over processes that are not there, at a time that stands still."""

    def __init__(self, monkeypatch):
        self.now, self.own, self.family, self.mb = 1000.0, 0.0, [Process(7, 1, 0.0)], 10.0
        self.sent, self.kills = [], 0
        monkeypatch.setattr(watching.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(watching.time, "process_time", lambda: self.own)
        monkeypatch.setattr(watching, "memory_mb", lambda _: self.mb)
        monkeypatch.setattr(watching, "shared_memory_mb", lambda _: self.mb / 2)
        monkeypatch.setattr(watching.os, "kill", lambda *what: self.sent.append(what))
        self.watch = Watch(LIMITS, 7, lambda: self.family, self.kill)

    def kill(self):
        self.kills += 1

    def works(self, seconds):
        self.family = [Process(7, 1, seconds)]


@pytest.fixture
def notebook(monkeypatch):
    return Notebook(monkeypatch)


def test_a_cell_within_its_limits_is_left_alone(notebook):
    with notebook.watch.step(), notebook.watch.answering():
        notebook.works(4.9)
        notebook.now += 29
        notebook.watch.look()
    assert (notebook.watch.interrupted, notebook.watch.ended, notebook.sent) == ("", "", [])


@pytest.mark.parametrize(("worked", "waited"), [(5.1, 1), (0, 31)])
def test_a_cell_that_takes_too_long_is_interrupted_then_ended(notebook, worked, waited):
    with notebook.watch.step(), notebook.watch.answering():
        notebook.works(worked)
        notebook.now += waited
        notebook.watch.look()
        assert (notebook.watch.interrupted, notebook.sent) == (ENDLESS, [(7, signal.SIGINT)])
        notebook.now += 1
        notebook.watch.look()
        assert notebook.kills == 0
        notebook.now += 2
        notebook.watch.look()
    assert (notebook.watch.verdict(), notebook.kills) == (ENDLESS, 1)


def test_an_interrupt_ends_the_programs_that_the_cell_has_started(notebook):
    with notebook.watch.step(), notebook.watch.answering():
        notebook.family = [Process(7, 1, 0.0), Process(8, 7, 9.0)]
        notebook.watch.look()
    assert {(7, signal.SIGINT), (8, signal.SIGKILL)} == set(notebook.sent)


def test_what_earlier_cells_took_is_not_held_against_the_next(notebook):
    notebook.works(4)
    with notebook.watch.step(), notebook.watch.answering():
        notebook.works(8)
        notebook.watch.look()
    assert notebook.watch.interrupted == ""


@pytest.mark.parametrize(("worked", "waited"), [(5.1, 1), (0, 31)])
def test_a_test_that_takes_too_long_stops_on_an_error_again_and_again(notebook, worked, waited):
    with notebook.watch.step():
        notebook.own += worked
        notebook.now += waited
        with pytest.raises(Interrompue, match=re.escape(ENDLESS)):
            notebook.watch.look()
        notebook.watch.look()  # time to end by itself
        notebook.now += 3
        with pytest.raises(Interrompue, match=re.escape(ENDLESS)):
            notebook.watch.look()
    assert (notebook.sent, notebook.kills) == ([], 0)


def test_nothing_is_stopped_between_two_steps(notebook):
    notebook.now += 90
    notebook.watch.look()
    assert (notebook.watch.interrupted, notebook.watch.ended) == ("", "")


def test_too_much_memory_ends_answers_whatever_runs_at_that_moment(notebook):
    notebook.mb = 51
    notebook.watch.look()
    assert (notebook.watch.verdict(), notebook.kills) == (GREEDY, 1)


def test_memory_that_processes_share_is_counted_once(notebook):
    notebook.family = [Process(7, 1, 0.0), Process(8, 7, 0.0)]
    notebook.mb = 99
    notebook.watch.look()
    assert notebook.watch.ended == ""
    notebook.mb = 101
    notebook.watch.look()
    assert notebook.watch.ended == GREEDY


def test_too_many_processes_end_answers(notebook):
    notebook.family = [Process(n, 1, 0.0) for n in range(LIMITS.processes + 1)]
    notebook.watch.look()
    assert notebook.watch.ended == MANY


def test_a_cell_answers_for_the_processes_that_it_leaves(notebook):
    with notebook.watch.step():
        notebook.family = [Process(n, 1, 0.0) for n in range(LIMITS.processes + 1)]
    assert notebook.watch.ended == MANY


@pytest.mark.parametrize(("worked", "waited"), [(21, 0), (0, 101)])
def test_a_notebook_that_takes_too_long_ends_as_a_whole(notebook, worked, waited):
    notebook.works(worked)
    notebook.now += waited
    notebook.watch.look()
    assert notebook.watch.verdict() == LATE


def test_answers_that_are_gone_by_themselves_have_ended_python(notebook):
    assert notebook.watch.verdict() == QUIT


@pytest.mark.parametrize("timer", [True, False], ids=["timer", "thread"])
def test_a_test_without_end_is_stopped_where_it_is(monkeypatch, timer):
    if not timer:  # as on Windows
        monkeypatch.delattr(signal, "setitimer")
    limits = Limits(cell_seconds=60, cell_wall=0.3)
    watch = Watch(limits, os.getpid(), list, lambda: None)
    began = time.monotonic()

    def loop():
        with watch.running(), watch.step():
            while time.monotonic() < began + 2 * PATIENCE:
                pass

    with pytest.raises(Interrompue):
        loop()
    assert time.monotonic() < began + PATIENCE


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is of Linux")
@each_way
def test_descendants_are_found_with_what_they_take(monkeypatch, listed):
    monkeypatch.setattr(processes, "_kernel_lists_children", lambda: listed)
    program = "import sys, time; x = bytearray(b'a' * 30_000_000); print('la', flush=True); time.sleep(60)"
    command = [sys.executable, "-c", program]
    with subprocess.Popen(
        ["sh", "-c", '"$@"; true', "sh", *command], stdout=subprocess.PIPE
    ) as shell:
        assert shell.stdout.readline() == b"la\n"
        found = {process.id: process for process in descendants(os.getpid())}
        family = [found[shell.pid], *(p for p in found.values() if p.parent == shell.pid)]
        assert len(family) == 2
        assert 30 < shared_memory_mb(family) <= memory_mb(family) < 100
        for process in family:
            os.kill(process.id, signal.SIGKILL)
    assert shell.pid not in {process.id for process in descendants(os.getpid())}


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is of Linux")
@each_way
def test_a_process_that_a_thread_started_is_found(monkeypatch, listed):
    monkeypatch.setattr(processes, "_kernel_lists_children", lambda: listed)
    started, stop = queue.Queue(), threading.Event()

    def start():
        started.put(subprocess.Popen(["sleep", "60"]))
        stop.wait()

    thread = threading.Thread(target=start)
    thread.start()
    child = started.get()
    try:
        assert child.pid in {process.id for process in descendants(os.getpid())}
    finally:
        stop.set()
        thread.join()
        child.kill()
        child.wait()
