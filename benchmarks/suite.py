"""Run the test suite under load: `.venv/bin/python benchmarks/suite.py [TIMES] [-- pytest's OPTIONS]`.

Two busy processors run beside it, and it is started as a shell starts what goes on in the
background: Ctrl-C is ignored. By default three times, the whole of it with `-n 2`. Prints a line
for each run: what pytest said, the peak memory of all its processes (PSS, without what comes from
files), and what was left: processes, temporary files, mounts, listening ports. Exit status 1 if a
run failed or left anything. For Linux; on a machine where nothing else starts or stops.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from course import print_table  # noqa: E402

from atelier.sandbox.processes import (  # noqa: E402
    descendants,
    name_of,
    shared_memory_mb,
    with_variable,
)

TIMES, LOAD = 3, 2
TICK = 1.0
"""Seconds between two looks at the memory: a shorter peak is not seen."""

KEPT = "pytest-of-"
"""What pytest keeps on purpose, for a look at what failed."""


@dataclass(frozen=True)
class Run:
    """One run: pytest's status and last line, its peak memory, and what it left."""

    status: int
    said: str
    memory_mb: float
    left: tuple[str, ...]


def main(arguments: Sequence[str]) -> int:
    """Run the suite, print the table, return the exit status."""
    split = arguments.index("--") if "--" in arguments else len(arguments)
    times = int(arguments[0]) if split else TIMES
    options = arguments[split + 1 :] or ["-n", "2"]
    runs = [run(options) for _ in range(times)]
    rows = [
        (run.said, f"{run.memory_mb:,.0f} MB", "; ".join(run.left) or "nothing") for run in runs
    ]
    print_table(("pytest", "peak memory", "left"), rows)
    return int(any(run.status or run.left for run in runs))


def run(options: Sequence[str]) -> Run:
    """Run the suite once, beside busy processors."""
    with tempfile.TemporaryDirectory(prefix="suite-") as folder, busy():
        before = mounts(), ports()
        log = Path(folder, "dit.txt")
        place = Path(folder, "tmp")
        place.mkdir()
        with log.open("wb") as output:
            suite = subprocess.Popen(
                [sys.executable, "-m", "pytest", "-q", *options],
                cwd=ROOT,
                env=os.environ | {"TMPDIR": str(place)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
            )
            peak = weigh(suite, place)
        said = log.read_text("utf-8", "replace").strip()
        if suite.returncode:
            print(said[-5_000:], file=sys.stderr)
        left = [
            *(name_of(process) for process in with_variable(place)),
            *(path.name for path in place.iterdir() if not path.name.startswith(KEPT)),
            *(mounts() - before[0]),
            *(f"port {port}" for port in ports() - before[1]),
        ]
        return Run(suite.returncode, said.splitlines()[-1], peak, tuple(left))


def weigh(suite: subprocess.Popen, place: Path) -> float:
    """Wait for the suite; return the most memory that its processes held together."""
    peak, over = 0.0, threading.Event()

    def look() -> None:
        nonlocal peak
        while not over.wait(TICK):
            family = {p.id: p for p in [*descendants(os.getpid()), *with_variable(place)]}
            peak = max(peak, shared_memory_mb(family.values()))

    looking = threading.Thread(target=look)
    looking.start()
    suite.wait()
    over.set()
    looking.join()
    return peak


@contextlib.contextmanager
def busy() -> Iterator[None]:
    """Keep processors busy meanwhile."""
    loads = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(LOAD)]
    try:
        yield
    finally:
        for load in loads:
            load.kill()
            load.wait()


def mounts() -> set[str]:
    """Return what is mounted."""
    return set(Path("/proc/self/mounts").read_text("utf-8").splitlines())


def ports() -> set[int]:
    """Return the ports at which somebody listens."""
    lines = [
        line.split()
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text("ascii").splitlines()[1:]
    ]
    return {int(line[1].rpartition(":")[2], 16) for line in lines if line[3] == "0A"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
