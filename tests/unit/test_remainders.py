"""A test that leaves something behind fails, and only that one; see `remainders`."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAD = """
import os, signal, socket, subprocess, sys, tempfile, time
import pytest
kept = []
"""
LEAVING = {
    "a process": "subprocess.Popen(['sleep', '60'])\n",
    "a process whose parent has ended": "subprocess.run(['sh', '-c', 'sleep 60 &'])\n",
    "a process in a session of its own": "subprocess.run(['sh', '-c', 'setsid sleep 60 &'])\n",
    "a temporary file": "open(tempfile.mkstemp()[0], 'w').close()\n",
    "a temporary folder": "tempfile.mkdtemp()\n",
    "a file of a program": "subprocess.run(['mktemp'], stdout=subprocess.DEVNULL)\n",
    "a listening port": "kept.append(socket.create_server(('127.0.0.1', 0)))\n",
}
CLEAN = {
    "nothing": "pass",
    "a process that ends": "subprocess.run(['true'])",
    "a process about to end": "subprocess.Popen(['sleep', '0.3'])",
    "a file in the folder of the test": "pass",
    "a port that is closed": "socket.create_server(('127.0.0.1', 0)).close()",
    "a connection": "a, b = socket.socketpair()\na.close(); b.close()",
}
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are listed as on Linux")
pytestmark = pytest.mark.lent


@pytest.fixture
def run(pytester, monkeypatch):
    """A function that runs a file of tests with the plugin, in a process of its own."""
    monkeypatch.setenv("PYTHONPATH", f"{ROOT / 'tests'}:{ROOT / 'src'}")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_DEBUG_TEMPROOT", raising=False)

    def run(source, *options):
        pytester.makepyfile(HEAD + source)
        return pytester.runpytest_subprocess("-p", "remainders", "-W", "ignore", *options)

    return run


def body(code):
    return "".join(f"    {line}\n" for line in code.splitlines())


@linux
@pytest.mark.parametrize("leave", LEAVING.values(), ids=LEAVING)
def test_a_test_that_leaves_something_fails_and_the_next_does_not(run, leave):
    result = run(f"def test_leaves():\n{body(leave)}\ndef test_next(): pass\n")
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_leaves*", "*::test_leaves left *"])


@linux
@pytest.mark.parametrize("leave", CLEAN.values(), ids=CLEAN)
def test_a_clean_test_passes(run, leave):
    run(f"def test_clean(tmp_path):\n    (tmp_path / 'a').touch()\n{body(leave)}").assert_outcomes(
        passed=1
    )


WIDE = """
@pytest.fixture(scope="module")
def start():
    started = []
    yield lambda: started.append(subprocess.Popen(["sleep", "60"]))
    for process in started:
        if {ended}:
            process.kill()
            process.wait()

def test_first(start): start()
def test_second(start): pass
"""


@linux
def test_what_a_fixture_of_a_module_will_end_is_not_held_against_a_test(run):
    run(WIDE.format(ended=True)).assert_outcomes(passed=2)


@linux
def test_what_a_fixture_of_a_module_does_not_end_is_told_once_it_is_over(run):
    result = run(WIDE.format(ended=False))
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_second*", "*::test_first left *"])


@linux
def test_what_was_left_while_tests_were_collected_is_told_at_the_end(run):
    result = run("tempfile.mkdtemp()\ndef test_first(): pass\ndef test_last(): pass\n")
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_last*", "*the run left *"])


@linux
@pytest.mark.skipif(sys.platform != "linux", reason="mounts are listed as on Linux")
def test_a_mount_is_seen(tmp_path, monkeypatch):
    import remainders

    lines = Path("/proc/self/mounts").read_text("utf-8")
    before = remainders.mounts()
    mounts = tmp_path / "mounts"
    mounts.write_text(f"{lines}none {tmp_path} tmpfs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(remainders, "MOUNTS", mounts)
    assert [f"the mount none {tmp_path} tmpfs rw 0 0"] == [
        thing.text for thing in remainders.mounts() - before
    ]


def test_ctrl_c_is_heard_in_a_run_that_was_started_in_the_background(run):
    source = """
def test_interrupt():
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)
    with subprocess.Popen(["sleep", "60"]) as process:
        process.send_signal(signal.SIGINT)
    assert process.returncode == -signal.SIGINT
"""
    import signal

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        run(source).assert_outcomes(passed=1)
    finally:
        signal.signal(signal.SIGINT, before)
