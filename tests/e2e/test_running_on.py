"""Without a sandbox, too, nothing that a notebook has started outlives it, whoever is killed."""

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hostile import crashing
from hostile.exam import marks, short
from hostile.running_on import RUNNING_ON

from atelier.sandbox.cgroup import own_group
from atelier.sandbox.processes import descendants
from atelier.sandbox.unit import Limits, Step, Unit
from atelier.sandbox.watch import ENDLESS, GREEDY
from atelier.sandbox.worker import NONE, Isolation, Worker

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
MANY = crashing.GREEDY["memory in many processes"]
LIMITS = Limits(cell_seconds=1, cell_wall=3, unit_seconds=20, unit_wall=60, memory_mb=400)
pytestmark = [
    pytest.mark.lent,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are listed as on Linux"),
]
each_kind = pytest.mark.parametrize(
    "isolation",
    [pytest.param(NONE, id="none"), pytest.param(Isolation(False, warm=False), id="alone")],
)


def of(folder):
    """Return the processes that run in `folder`, or know of it, or that one of those started."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            inside = (place / "cwd").readlink().is_relative_to(folder)
            if inside or bytes(folder) in (place / "environ").read_bytes():
                command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8")
                found[int(place.name)] = command
    return found


def remaining(folder, seconds=40):
    """Return what runs in `folder` once there is nothing, or after a while."""
    deadline = time.monotonic() + seconds
    while (found := of(folder)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder for temporary files, which no other test has."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    yield tmp_path
    for process in of(tmp_path):  # a test that fails says so, and costs the next ones nothing
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


@each_kind
@pytest.mark.parametrize("cell", RUNNING_ON.values(), ids=RUNNING_ON)
def test_a_notebook_ends_with_all_that_it_has_started(place, isolation, cell):
    worker = Worker(isolation, DATA, LIMITS)
    try:
        report = worker.run(Unit("m", "n", (Step(cell), Step("1 + 1"))))
        wrong, right = marks(short(), worker.run(short()))
    finally:
        worker.close()
    assert ((), ()) == (report.left, worker.left)
    assert (dict.fromkeys(wrong, 0), dict.fromkeys(right, 1)) == (wrong, right)
    assert ({}, []) == (remaining(place, 0), list(place.iterdir()))


@each_kind
def test_a_class_that_takes_memory_in_many_processes_leaves_nothing_ten_times_over(
    place, isolation
):
    worker = Worker(isolation, DATA, LIMITS)
    try:
        for _ in range(10):
            report = worker.run(Unit("m", "n", (Step(MANY), Step("1 + 1"))))
            # (Beside other work, its time may be over first.)
            assert report.outputs[0][0]["evalue"] in (GREEDY, ENDLESS)
            assert {"text/plain": "2"} == report.outputs[1][0]["data"]
            # (One that has no command any more is ending.)
            assert [] == [what for what in of(place).values() if what and "sandbox" not in what]
    finally:
        worker.close()
    assert ({}, []) == (remaining(place, 0), list(place.iterdir()))


GRADER = """
    import sys
    from pathlib import Path
    from atelier.sandbox.unit import *
    from atelier.sandbox.worker import *

    worker = Worker({isolation!r}, Path({data!r}), Limits(memory_mb=4_000, cell_wall=4))
    worker.start()
    try:
        worker.run(Unit("m", "n", (Step({cell!r}),)))
    except SandboxError as error:
        print(error, flush=True)
    worker.close()
"""

VICTIMS = ("grader", "guard", "server", "examining", "answering")


def chain(grader):
    """Return the grader, its guard, its server and so on, down to the answers."""
    line = [grader]
    while children := [p.id for p in descendants(line[-1]) if p.parent == line[-1]]:
        own = [child for child in children if b"resource_tracker" not in command(child)]
        line.append(min(own))  # what cells have forked came later
    return line


def command(process):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


@pytest.mark.parametrize(
    ("isolation", "victim"),
    [
        *(pytest.param(NONE, n, id=f"none-{v}") for n, v in enumerate(VICTIMS)),
        *(
            pytest.param(Isolation(False, warm=False), n, id=f"alone-{v}")
            for n, v in enumerate(("grader", "guard", "server", "answering"))
        ),
    ],
)
def test_whoever_is_killed_the_others_end_the_rest(place, isolation, victim):
    cell = RUNNING_ON["forks in sessions of their own"]
    source = textwrap.dedent(GRADER).format(isolation=isolation, data=str(DATA), cell=cell)
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(place)}
    with subprocess.Popen(
        [sys.executable, "-c", source], env=environment, stdout=subprocess.DEVNULL
    ) as grader:
        deadline = time.monotonic() + 60
        while len(of(place)) < 8 and time.monotonic() < deadline:  # the cell has forked
            time.sleep(0.02)
        line = chain(grader.pid)
        os.kill(line[victim], signal.SIGKILL)
        if victim:
            grader.wait(60)
    assert {} == remaining(place)
    assert [] == list(place.iterdir())
    assert not [*(own_group() or place).glob(f"atelier-{line[1]}")]
