"""Submitted code cannot change a mark, read a test, harm the machine, or cost another its mark.

Each attack stands in a notebook before wrong answers, their tests, right answers and theirs. It
must leave the wrong ones without a point, the right ones with all, and the next notebook alone.
"""

import json
import os
import shutil
import sys
import time
from pathlib import Path

import pytest
from hostile import crashing, deceit, forging, spying
from hostile.exam import SECRET, marks, notebook, short

from atelier.sandbox.unit import Limits
from atelier.sandbox.worker import COLD, FULL, NONE, Worker

DATA = Path(__file__).parents[2] / "data"
LIMITS = Limits(cell_seconds=1, cell_wall=3, unit_seconds=20, unit_wall=60, memory_mb=400)
BWRAP = shutil.which("bwrap") or os.environ.get("CI")
pytestmark = pytest.mark.lent
sandboxed = pytest.mark.skipif(not BWRAP, reason="no bubblewrap (Debian: apt install bubblewrap)")

INTACT = {
    **{f"patched: {name}": cells for name, cells in deceit.PATCHED.items()},
    **{f"hooked: {name}": cells for name, cells in deceit.HOOKED.items()},
    **{f"value: {name}": cells for name, cells in deceit.VALUES.items()},
    **{f"reading: {name}": cells for name, cells in spying.READING.items()},
    **{f"looking: {name}": cells for name, cells in spying.LOOKING.items()},
    **{f"ending: {name}": cells for name, cells in crashing.ENDING.items()},
    **{f"endless: {name}": cells for name, cells in crashing.ENDLESS.items()},
    **{f"greedy: {name}": cells for name, cells in crashing.GREEDY.items()},
    **{f"programs: {name}": cells for name, cells in crashing.PROGRAMS.items()},
    **{f"files: {name}": ("", cell) for name, cell in crashing.FILES.items()},
}
"""Attacks that leave the notebook's later cells able to work."""

RUINOUS = {
    **{f"ruinous: {name}": cells for name, cells in deceit.RUINOUS.items()},
    **{f"filling: {name}": cells for name, cells in crashing.FILLING.items()},
    **{f"forged: {name}": forging.CONNECTION + cell for name, cell in forging.FORGED.items()},
}
"""Attacks after which the notebook's own cells may fail."""


@pytest.fixture(scope="module")
def worker_in():
    """A function that returns a running worker of an isolation."""
    os.environ["SECRET_DU_FORMATEUR"] = "SECRET_DU_FORMATEUR"
    workers = {}

    def get(isolation):
        return workers.setdefault(isolation, Worker(isolation, DATA, LIMITS))

    yield get
    for worker in workers.values():
        worker.close()
    del os.environ["SECRET_DU_FORMATEUR"]


def attack(worker, *attacks, ruinous=False):
    pairs = [cells if isinstance(cells, tuple) else (cells, "") for cells in attacks]
    unit = notebook(*(before for before, _ in pairs), after="\n".join(cell for _, cell in pairs))
    report = worker.run(unit)
    wrong, right = marks(unit, report)
    said = json.dumps([report.outputs, report.ended], ensure_ascii=False)
    assert dict.fromkeys(wrong, 0) == wrong
    if not ruinous:
        assert dict.fromkeys(right, 1) == right, said[:5000]
    assert SECRET not in said
    assert "TROUVE" not in said, said[:5000]
    assert len(said) < 2_000_000 * len(unit.steps)
    assert_next_is_right(worker)
    assert [] == left_behind()


def assert_next_is_right(worker):
    unit = short()
    wrong, right = marks(unit, worker.run(unit))
    assert (dict.fromkeys(wrong, 0), dict.fromkeys(right, 1)) == (wrong, right)


def left_behind():
    """Return the processes of attacks that are still there, a moment after."""
    for _ in range(20):
        found = [line for line in command_lines() if "98765" in line]
        if not found:
            break
        time.sleep(0.1)
    return found


def command_lines():
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue


@sandboxed
@pytest.mark.parametrize("name", INTACT)
def test_an_attack_changes_no_mark(worker_in, name):
    attack(worker_in(FULL), INTACT[name])


@sandboxed
@pytest.mark.parametrize("name", RUINOUS)
def test_an_attack_costs_at_most_its_own_notebook(worker_in, name):
    attack(worker_in(FULL), RUINOUS[name], ruinous=True)


MANY = "import subprocess\nfor _ in range(60): subprocess.Popen(['sleep', '98765'])"
"""More processes than a notebook may have, for a user whom no other limit holds."""

COLDLY = {
    "spying": [
        deceit.PATCHED["assert's helpers, in their modules"],
        *spying.LOOKING.values(),
        *(spying.READING[name] for name in ("its own memory", "the other processes")),
    ],
    "ending": [crashing.ENDING["os._exit"], crashing.ENDING["killing oneself"]],
    "endless": [crashing.ENDLESS["a loop that catches its interrupt"]],
    "greedy": [crashing.GREEDY["memory in many processes"], crashing.PROGRAMS["a daemon"]],
    "files": [crashing.PROGRAMS["rm"], ("", crashing.FILES["a link to the processes"])],
}

UNPROTECTED = {
    name: INTACT[name]
    for name in (
        *(name for name in INTACT if name.startswith(("patched: ", "hooked: "))),
        "value: an int equal to all",
        "reading: its own memory",
        "ending: os._exit",
        "ending: a segmentation fault",
        "ending: stopping oneself",
        "endless: a loop",
        "endless: a loop that catches its interrupt",
        "endless: a power",
        "greedy: memory, bit by bit",
        "greedy: shared memory",
        "greedy: memory in many processes",
        "programs: a daemon",
        "files: a pipe",
    )
} | {"greedy: many processes": MANY}


@sandboxed
@pytest.mark.parametrize("name", COLDLY)
def test_no_attack_succeeds_where_namespaces_do_not_nest(worker_in, name):
    attack(worker_in(COLD), *COLDLY[name])


@pytest.mark.skipif(sys.platform != "linux", reason="attacks are written for Linux")
@pytest.mark.parametrize("name", UNPROTECTED)
def test_without_a_sandbox_marks_and_limits_still_hold(worker_in, name):
    attack(worker_in(NONE), UNPROTECTED[name])
