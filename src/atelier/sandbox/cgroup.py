"""A control group of the kernel's (Linux, cgroup v2), where one may be made: nothing leaves it.

Most desktops let a person make groups below their own; containers and old systems do not. See
`cgroups(7)`.
"""

import contextlib
import os
import time
from pathlib import Path

from atelier.sandbox.processes import Process, process_of


class ControlGroup:
    """The group of what one guard has started."""

    def __init__(self, guard: int):
        """Name it after the process that makes it, below this process's own group."""
        parent = own_group()
        self._folder = parent / f"atelier-{guard}" if parent else None

    def make(self) -> bool:
        """Make it. Return whether it can hold and end processes."""
        if self._folder is None:
            return False
        try:
            self._folder.mkdir()
            (self._folder / "cgroup.kill").stat()  # since Linux 5.14
            _write(self._folder / "cgroup.procs", os.getpid())  # may one move in, and out again?
            _write(self._folder.parent / "cgroup.procs", os.getpid())
        except OSError:
            self.remove()
            return False
        return True

    def enter(self) -> None:
        """Bring this process in, with all that it will start."""
        with contextlib.suppress(OSError):
            _write(self._folder / "cgroup.procs", os.getpid())

    def members(self) -> list[Process]:
        """Return the processes that are in it."""
        with contextlib.suppress(OSError, AttributeError, TypeError):
            numbers = (self._folder / "cgroup.procs").read_text("ascii").split()
            return [found for number in numbers if (found := process_of(int(number)))]
        return []

    def kill(self) -> None:
        """Kill all that are in it, those included that are being started."""
        with contextlib.suppress(OSError, TypeError):
            _write(self._folder / "cgroup.kill", 1)

    def remove(self) -> None:
        """Remove it: what has just ended in it may still hold it for a moment."""
        deadline = time.monotonic() + 1
        while self._folder and self._folder.is_dir() and time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                self._folder.rmdir()
                return
            time.sleep(0.01)


def own_group() -> Path | None:
    """Return the folder of this process's own group, if the system shows it."""
    with contextlib.suppress(OSError, StopIteration):
        mounts = Path("/proc/self/mounts").read_text("utf-8").splitlines()
        root = next(place for _, place, kind, *_ in map(str.split, mounts) if kind == "cgroup2")
        groups = Path("/proc/self/cgroup").read_text("utf-8").splitlines()
        own = next(line[3:] for line in groups if line.startswith("0::"))
        folder = Path(root, own.lstrip("/"))
        return folder if folder.is_dir() and ".." not in folder.parts else None
    return None


def _write(path: Path, number: int) -> None:
    path.write_text(str(number), encoding="ascii")
