"""The best isolation that a machine gives is found; a grader that ends leaves nothing running."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from patience import PATIENCE

from atelier.sandbox.watch import ENDLESS
from atelier.sandbox.worker import COLD, FULL, NONE, Isolation

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
BWRAP = shutil.which("bwrap") or os.environ.get("CI")
needs_bwrap = pytest.mark.skipif(not BWRAP, reason="no bubblewrap (Debian: apt install bubblewrap)")
pytestmark = [
    pytest.mark.lent,
    pytest.mark.skipif(sys.platform != "linux", reason="namespaces are of Linux"),
]

KINDS = [
    pytest.param(FULL, marks=needs_bwrap, id="full"),
    pytest.param(COLD, marks=needs_bwrap, id="cold"),
    pytest.param(NONE, id="none"),
    pytest.param(Isolation(bubblewrap=False, warm=False), id="alone"),
]


def python(program, *command, **about):
    """Start `program`, in which `isolation` and `data` are known, behind a `command`."""
    head = f"""
        import json, os, sys, time
        from pathlib import Path
        from atelier.sandbox.worker import *
        from atelier.sandbox.unit import *
        data = Path({str(DATA)!r})
    """
    source = textwrap.dedent(head) + textwrap.dedent(program)
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [*command, sys.executable, "-c", source]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, env=environment, encoding="utf-8", **about
    )


@pytest.mark.parametrize("isolation", KINDS)
def test_a_grader_that_is_killed_leaves_no_process_behind(isolation, tmp_path):
    mark = secrets.randbelow(10**9) + 10**6
    program = f"""
        worker = Worker({isolation!r}, data, Limits(unit_wall={mark}))
        worker.start()
        print("la", flush=True)
        worker.run(Unit("m", "n", (Step("while True: pass"),)))
    """
    with python(program, "env", f"TMPDIR={tmp_path}") as grader:
        assert grader.stdout.readline() == "la\n"
        time.sleep(1)
        assert len(processes_of(mark, tmp_path)) >= 3
        grader.kill()
    deadline = time.monotonic() + PATIENCE
    told = isolation.bubblewrap or isolation.warm  # where the system tells of a parent's end

    def remains():
        return processes_of(mark, tmp_path), list(tmp_path.iterdir()) if told else []

    while remains() != ([], []) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert ([], []) == remains()


def test_a_second_word_of_the_end_does_not_stop_the_cleaning():
    program = """
        import os, signal
        from atelier.sandbox import confinement

        confinement._end_cleanly_with_parent()
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            signal.pause()
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            print("range", flush=True)
    """
    with python(program) as process:
        assert "range\n" == process.stdout.read()


def processes_of(mark, folder):
    """Return the processes whose command or environment names a limit, or a folder."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            about = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
            if str(mark).encode() in about or bytes(folder) in about:
                found.append(place.name)
    return found


OFFERED = """
    found = []
    for isolation in (FULL, COLD):
        until = time.monotonic() + 5
        while time.monotonic() < until:  # namespaces of the try before may linger
            worker = Worker(isolation, data)
            try:
                found.append(texts := worker.run(Unit("m", "n", (Step("1 + 1"),))).outputs)
                break
            except SandboxError:
                time.sleep(0.5)
            finally:
                worker.close()
        else:
            found.append(None)
    print(json.dumps([[f is not None for f in found], find_isolation().bubblewrap]))
"""


@needs_bwrap
@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (["unshare", "--user", "--map-user=1000", "--map-group=1000"], [[True, True], True]),
        (["unshare", "--user", "--map-root-user"], [[True, True], True]),
        (
            ["bwrap", "--unshare-user", "--disable-userns", "--dev-bind", "/", "/"],
            [[False] * 2, False],
        ),
    ],
    ids=["plain user", "root of a container", "no user namespaces"],
)
def test_the_best_isolation_that_a_machine_gives_is_found(command, wanted):
    with python(OFFERED, *command) as grader:
        assert json.loads(grader.stdout.read()) == wanted


@needs_bwrap
def test_where_namespaces_do_not_nest_each_notebook_has_a_start_of_its_own():
    nested = 'echo 2 > /proc/sys/user/max_user_namespaces && exec "$@"'
    command = ["unshare", "--user", "--map-root-user", "sh", "-c", nested, "sh"]
    with python(OFFERED, *command) as grader:
        offered, _ = json.loads(grader.stdout.read())
    assert offered == [False, True]


PRY = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
seen = []
for number in {os.getppid(), *(int(n) for n in os.listdir("/proc") if n.isdecimal())} - {os.getpid()}:
    try: command = open(f"/proc/{number}/cmdline").read()
    except OSError: continue
    if "MARQUE" not in command or "-m\\0atelier.sandbox.server\\0" not in command: continue
    if "bwrap" in command.partition("\\0")[0]: continue
    seen.append(number)
    for name in ("mem", "environ", "maps", "fd/0", "fd/1", "fd/3", "fd/4", "fd/5"):
        for mode in ("rb", "r+b"):
            try: open(f"/proc/{number}/{name}", mode, buffering=0).close(); print("TROUVE", name)
            except OSError: pass
print(len(seen))
"""


@pytest.mark.parametrize("isolation", KINDS[1:3])
def test_a_plain_users_answers_cannot_look_into_the_examining_process(isolation):
    mark = secrets.randbelow(10**9) + 10**6
    cell = PRY.replace("MARQUE", str(mark))
    program = f"""
        worker = Worker({isolation!r}, data, Limits(unit_wall={mark}))
        print(worker.run(Unit("m", "n", (Step({cell!r}),))).outputs[0][0]["text"], flush=True)
        worker.close()
    """
    plain = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    with python(program, *plain) as grader:
        assert grader.stdout.read().split() == ["2"]  # the server and the examining process


@pytest.mark.parametrize("isolation", KINDS)
def test_a_grader_that_ctrl_c_does_not_reach_still_interrupts_cells(isolation):
    cells = (
        "import time; avant = time.monotonic()",
        "while True: pass",
        "time.monotonic() > avant + 0.9",  # not after a new beginning without the loop
    )
    program = f"""
        worker = Worker({isolation!r}, data, Limits(cell_seconds=1))
        report = worker.run(Unit("m", "n", tuple(map(Step, {cells!r}))))
        print(report.outputs[1][0]["evalue"], report.outputs[2][0]["data"])
        worker.close()
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as in a shell's background
    try:
        with python(program) as grader:
            said = grader.stdout.read()
    finally:
        signal.signal(signal.SIGINT, before)
    assert said == f"{ENDLESS} {{'text/plain': 'True'}}\n"


@needs_bwrap
def test_a_grader_that_is_interrupted_ends_its_sandbox():
    program = """
        worker = Worker(FULL, data)
        worker.start()
        print("la", flush=True)
        try:
            worker.run(Unit("m", "n", (Step("while True: pass"),)))
        except KeyboardInterrupt:
            worker.close()
            print("fini", flush=True)
    """
    with python(program, start_new_session=True) as grader:
        assert grader.stdout.readline() == "la\n"
        time.sleep(0.5)
        os.killpg(grader.pid, signal.SIGINT)
        assert grader.stdout.readline() == "fini\n"
