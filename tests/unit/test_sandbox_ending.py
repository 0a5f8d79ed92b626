"""A family of processes is ended to the last, and what cannot be ended is told."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from patience import wait_until

from atelier.sandbox import ending
from atelier.sandbox.cgroup import ControlGroup
from atelier.sandbox.ending import by_ps, end
from atelier.sandbox.processes import Process, listed, name_of, process_of, with_variable

linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is of Linux")


class Machine:
    """Processes that are made up: `forks` start another whenever they are looked at."""

    def __init__(self, monkeypatch, forks, deaf=()):
        self.alive, self.forks, self.deaf = dict.fromkeys(forks, "running"), set(forks), set(deaf)
        self.sent = []
        monkeypatch.setattr(ending.os, "kill", self.kill)
        monkeypatch.setattr(ending.os, "killpg", lambda *_: None)
        monkeypatch.setattr(ending, "PAUSE", 0)

    def kill(self, process, number):
        self.sent.append(number)
        if process in self.deaf:
            return
        if number == signal.SIGKILL:
            self.alive.pop(process)
        elif number == signal.SIGSTOP:
            self.alive[process] = "stopped"

    def family(self):
        seen = [Process(number, 1, 0.0) for number in self.alive]
        for number, state in list(self.alive.items()):
            if state == "running" and len(self.alive) < 50:
                self.alive[1_000 + len(self.sent) + number + len(self.alive)] = "running"
        return seen


def test_all_is_stopped_before_anything_is_killed(monkeypatch):
    machine = Machine(monkeypatch, [7, 8, 9])
    assert ([], {}) == (end(machine.family), machine.alive)
    first = machine.sent.index(signal.SIGKILL)
    assert {signal.SIGSTOP} == set(machine.sent[:first])
    assert {signal.SIGKILL} == set(machine.sent[first:])
    assert first > 3  # those that they had started meanwhile


def test_what_cannot_be_ended_is_returned(monkeypatch):
    machine = Machine(monkeypatch, [7], deaf=[7])
    machine.alive[7] = "stopped"
    assert [7] == [process.id for process in end(machine.family, patience=0.05)]


def test_one_list_without_anybody_is_not_believed_where_somebody_has_just_ended():
    ended, orphan = Process(7, 1, 0.0, ended=True), Process(2**22 + 1, 1, 0.0)
    lists = iter([[ended], [ended, orphan], [ended], [ended]])
    assert [] == end(lambda: next(lists))
    assert 0 == len(list(lists))  # the orphan was seen, then two lists said the same


@linux
@pytest.mark.skipif(not shutil.which("ps"), reason="no ps here")
def test_where_there_is_no_proc_ps_tells_the_family():
    program = "sleep 60 & sleep 60 & echo la; wait"
    with subprocess.Popen(["setsid", "sh", "-c", program], stdout=subprocess.PIPE) as shell:
        shell.stdout.readline()
        told = {process.id for process in by_ps(os.getpid())}
        assert {process.id for process in listed(os.getpid()) if not process.ended} == told
        assert len(told) >= 3
        assert [] == end(lambda: by_ps(os.getpid()))


@linux
def test_a_process_that_has_lost_its_parent_is_known_by_a_variable(tmp_path):
    environment = os.environ | {"ICI": str(tmp_path)}
    subprocess.run(["sh", "-c", "sleep 60 &"], env=environment)
    (orphan,) = with_variable(tmp_path)
    assert name_of(orphan).startswith(("sleep, n° ", "sh, n° "))
    assert [] == ending.end_marked(tmp_path)
    assert [] == with_variable(tmp_path)


@linux
def test_a_process_goes_on_when_its_first_thread_has_ended():
    program = (
        "import ctypes, threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\n"
        "print('la', flush=True)\nctypes.CDLL(None).pthread_exit(None)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        stat = Path(f"/proc/{child.pid}/stat")
        wait_until(lambda: stat.read_text().rpartition(")")[2].split()[0] == "Z")
        assert not process_of(child.pid).ended
        child.kill()


@linux
def test_a_control_group_ends_what_nobody_knows_any_more():
    group = ControlGroup(os.getpid())
    if not group.make():
        pytest.skip("no control group may be made here")
    try:
        subprocess.run(["setsid", "sh", "-c", "sleep 60 &"], env={}, preexec_fn=group.enter)
        assert 1 == len(group.members())
    finally:
        group.kill()
        group.remove()
    assert [] == group.members()
    assert not group._folder.exists()
