"""A test that leaves a process, a temporary file, a mount or a listening port behind fails.

Each worker of pytest has a folder for temporary files of its own: a process that has lost its parent
is known by a variable that names it. (A worker that adopts such a process would have to hear of its
end, too, without taking what `subprocess` waits for.) What is there after a test and was not there before is the test's, unless a fixture of wider scope
is alive that the test uses: then it is looked for again once that fixture is over. After the last
test nothing at all may remain. (Linux; elsewhere files alone are looked for.)
"""

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from atelier.sandbox.ending import end
from atelier.sandbox.processes import listed, process_of

GRACE = 5.0
"""Seconds in which what is about to end may end."""

STARTING = 1.0
"""Seconds in which a process that is being started says whose it is."""

LINUX = sys.platform == "linux"
OF_PYTHON = "multiprocessing.resource_tracker"
"""A process of Python's own, which ends with the one that started it."""


def pytest_configure(config):
    # A shell that starts the suite in the background has Ctrl-C ignored by all that it starts.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput") and config.getoption("numprocesses", None):
        return  # it runs no test itself
    config.pluginmanager.register(Remainders(), "what-tests-leave")


@dataclass(frozen=True)
class Thing:
    """What a test may leave. `text` tells it: a process that runs another program stays the same."""

    kind: str
    name: object
    text: str = field(compare=False)


class Remainders:
    """What one worker's tests have left, and whose it is."""

    def __init__(self):
        # pytest's own folders stay where they were: they are kept for a look at what failed.
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
        self.former = os.environ.get("TMPDIR")
        self.folder = Path(tempfile.mkdtemp(prefix="essais-"))
        self.folder.chmod(0o711)  # a database's own user passes through it
        os.environ["TMPDIR"] = tempfile.tempdir = str(self.folder)
        self.foreign, self.silent, self.starting = set(), set(), set()
        self.first = self.before = self.there()
        self.wide, self.told, self.pending = set(), set(), {}

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item):
        self.before = self.there()
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item, nextitem):
        result = yield
        owners = frozenset(self.wide & set(item.fixturenames))
        for thing in self.settled() - self.before:
            self.pending[thing] = (item.nodeid, owners)
        if not self.pending and nextitem:
            return result
        left = self.wait_for(lambda: self.overdue() | (self.rest() if nextitem is None else {}))
        self.told |= left.keys()
        if left:
            self.clean(left)
            pytest.fail("\n".join(f"{who} left {thing.text}" for thing, who in left.items()), False)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef, request):
        if fixturedef.scope != "function" and fixturedef.baseid:  # not one of pytest's own
            self.wide.add(fixturedef.argname)
        return (yield)

    def pytest_fixture_post_finalizer(self, fixturedef, request):
        self.wide.discard(fixturedef.argname)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        tempfile.tempdir = None
        os.environ.pop("TMPDIR")
        if self.former is not None:
            os.environ["TMPDIR"] = self.former

    def overdue(self):
        """Return what is still there although no fixture that could own it is: thing → test."""
        there = self.settled()
        self.pending = {thing: about for thing, about in self.pending.items() if thing in there}
        return {
            thing: who for thing, (who, owners) in self.pending.items() if not owners & self.wide
        }

    def rest(self):
        """Return what else is there at the very end: thing → whose it is."""
        known = self.first | self.told | self.pending.keys()
        return dict.fromkeys(self.there() - known, "the run")

    def wait_for(self, look):
        """Return what is left once what is about to end has ended."""
        deadline = time.monotonic() + GRACE
        while (left := look()) and time.monotonic() < deadline:
            time.sleep(0.02)
        return left

    def clean(self, left):
        """Take away what was left, for the next tests."""
        ids = {thing.name for thing in left if thing.kind == "process"}
        end(lambda: [process for number in ids if (process := process_of(number))], 5)
        for path in (self.folder / thing.name for thing in left if thing.kind == "file"):
            shutil.rmtree(path, ignore_errors=True)
            with contextlib.suppress(OSError):
                path.unlink()
        self.pending = {thing: who for thing, who in self.pending.items() if thing not in left}

    def there(self):
        """Return all that tests may not leave."""
        found = {Thing("file", name, f"the file {name}") for name in os.listdir(self.folder)}  # noqa: PTH208
        return found | self.processes() | mounts() | ports() if LINUX else found

    def settled(self):
        """Return what is there, once every process that is just being started can be known."""
        deadline = time.monotonic() + STARTING
        there = self.there()
        while self.starting and time.monotonic() < deadline:
            time.sleep(0.002)
            there = self.there()
        return there

    def processes(self):
        """Return the processes that this one has started, and those that know of its folder."""
        numbers = {int(name) for name in os.listdir("/proc") if name.isdecimal()}  # noqa: PTH208
        mine = {process.id for process in listed(os.getpid())} | {os.getpid()}
        self.foreign &= numbers  # a number may come again
        self.silent &= numbers
        told = {number: variables(number) for number in numbers - mine - self.foreign}
        marked = {number for number, said in told.items() if bytes(self.folder) in said}
        # One that is just being started says nothing yet; a thread of the kernel never does.
        silent = {number for number, said in told.items() if not said}
        self.starting = {n for n in silent - self.silent if is_no_thread_of_the_kernel(n)}
        self.foreign |= told.keys() - marked - self.starting
        self.silent |= silent - self.starting
        living = {n for n in mine | marked if (p := process_of(n)) and not p.ended} - {os.getpid()}
        named = {number: command(number) for number in living}
        self.starting |= {n for n, name in named.items() if not name and process_of(n)}
        return {
            Thing("process", number, f"the process {number}: {name[:200]}")
            for number, name in named.items()
            if name and OF_PYTHON not in name
        }


def variables(number):
    try:
        return Path(f"/proc/{number}/environ").read_bytes()
    except PermissionError:
        return b"another user's"
    except OSError:
        return b""


def is_no_thread_of_the_kernel(number):
    process = process_of(number)
    return process is not None and not process.ended and 2 not in (process.id, process.parent)


def command(number):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/cmdline").read_text("utf-8", "replace").replace("\0", " ")
    return ""


MOUNTS = Path("/proc/self/mounts")


def mounts():
    lines = MOUNTS.read_text("utf-8").splitlines()
    return {Thing("mount", line, f"the mount {line}") for line in lines}


def ports():
    """Return the ports at which this process itself listens; others are processes that remain."""
    sockets = set()
    for number in os.listdir("/proc/self/fd"):  # noqa: PTH208 - called around every test
        with contextlib.suppress(OSError):
            name = os.readlink(f"/proc/self/fd/{number}")  # noqa: PTH115
            if name.startswith("socket:["):
                sockets.add(name[8:-1])
    return {
        Thing("port", inode, f"port {int(address.rpartition(':')[2], 16)} open")
        for address, inode in (listening() if sockets else ())
        if inode in sockets
    }


def listening():
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(table).read_text("ascii").splitlines()[1:]:
                (
                    _,
                    address,
                    _,
                    state,
                    *_,
                ) = line.split()
                if state == "0A":
                    yield address, line.split()[9]
