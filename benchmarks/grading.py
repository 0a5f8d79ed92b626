"""Measure `corriger`: `.venv/bin/python benchmarks/grading.py [PART …] [MODULE …]`.

PART is one of

- versus: against `nbgrader autograde`, on the example cohort and on 200 submissions (half an hour);
- growth: 20, 200 and 2,000 submissions;
- kills: 200 kills at random moments over 100 submissions, then the same gradebook as without.

All of them by default; `versus=20,60` takes other numbers of submissions. A submission is what one
person hands in of all modules, or of those named (`03-nettoyer`: the one with the most work). Prints
Markdown tables; needs no network. Run it on a quiet machine after `python3 demarrer.py tests`, which
installs what it needs.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from course import print_table  # noqa: E402

from atelier.course import Course, load_course  # noqa: E402
from atelier.grading.assignments import Assignments  # noqa: E402
from atelier.grading.cohort import Cohort, open_cohort, read_receipts, write_receipts  # noqa: E402
from atelier.grading.collect import collect  # noqa: E402
from atelier.grading.example import write_example  # noqa: E402

SIZES = {"versus": (20, 200), "growth": (20, 200, 2_000), "kills": (100,)}
"""Part → numbers of submissions."""

KILLS = 200
LONGEST = 8.0
"""Seconds after which a call is killed at the latest."""

STOCK = """\
from nbgrader.preprocessors import (
    AssignLatePenalties, CheckCellMetadata, Execute, IgnorePattern, LimitOutput, SaveAutoGrades,
)
from nbconvert.preprocessors import ClearMetadataPreprocessor

from atelier.grading.config import ForgiveWarnings, config_from_environment

c = get_config()
c.merge(config_from_environment())
# Submissions are rebuilt from the source all the same: some of the class would stop nbgrader.
c.Autograde.autograde_preprocessors = [
    Execute, IgnorePattern, ClearMetadataPreprocessor, ForgiveWarnings, LimitOutput,
    SaveAutoGrades, AssignLatePenalties, CheckCellMetadata,
]
del c.Execute["shutdown_kernel"]
"""
"""nbgrader as it comes, but for our folders and for what it could not grade at all."""

MARKS = """
SELECT student.id, assignment.name, notebook.name, base_cell.name,
       grade.auto_score, grade.manual_score, grade.needs_manual_grade
FROM grade
JOIN base_cell ON base_cell.id = grade.cell_id
JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
JOIN notebook ON notebook.id = submitted_notebook.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
JOIN assignment ON assignment.id = submitted_assignment.assignment_id
JOIN student ON student.id = submitted_assignment.student_id
"""


@dataclass(frozen=True)
class Run:
    """One command: seconds by the clock, peak memory in megabytes of all its processes."""

    seconds: float
    memory_mb: float


def main(arguments: Sequence[str]) -> None:
    """Print the tables of the parts in `arguments`, for the modules in it."""
    course = load_course(ROOT)
    named = [course.module(name) for name in arguments if name[0].isdigit()]
    course = replace(course, modules=tuple(named) or course.modules)
    print("Modules:", ", ".join(module.name for module in course.modules))
    for part in [name for name in arguments if not name[0].isdigit()] or list(PARTS):
        name, _, sizes = part.partition("=")
        counts = [int(size) for size in sizes.split(",")] if sizes else SIZES[name]
        print(f"\n## {name.capitalize()}\n", flush=True)
        for count in counts:
            with tempfile.TemporaryDirectory() as folder:
                PARTS[name](course, Path(folder), count)


def versus(course: Course, folder: Path, count: int) -> None:
    """Compare with nbgrader's own command: time, memory and every mark."""
    rows = []
    cohort = make_cohort(course, folder / str(count), count)
    stock = open_cohort(shutil.copytree(cohort.root, folder / f"{count}-nbgrader"))
    for module in course.modules:
        with Assignments(course, stock) as assignments:
            assignments.load(module)
    by_nbgrader = run(nbgrader_command(course, stock, folder), nbgrader_environment(stock))
    alone = open_cohort(shutil.copytree(cohort.root, folder / f"{count}-un"))
    one = run([*command(alone), "--processus", "1"], processors={0})
    two = run(command(cohort))
    again = run([*command(cohort), "--tout"])
    for name, it in (
        ("`nbgrader autograde`", by_nbgrader),
        ("`corriger`, one processor", one),
        ("`corriger`, all processors", two),
        ("the same again, `--tout`", again),
    ):
        rows.append(
            (
                str(count),
                name,
                f"{it.seconds:.1f} s",
                f"{it.seconds / count:.2f} s",
                f"{by_nbgrader.seconds / it.seconds:.1f}×",
                f"{it.memory_mb:.0f} MB",
            )
        )
    ours, theirs = marks(cohort), marks(stock)
    same = sum(ours[key] == mark for key, mark in theirs.items())
    rows.append((str(count), "marks equal to nbgrader's", f"{same} of {len(theirs)}"))
    head = ("submissions", "command", "whole", "per submission", "ratio", "peak memory")
    print_table(head, [(*row, *[""] * (6 - len(row))) for row in rows])
    sys.stdout.flush()


def growth(course: Course, folder: Path, count: int) -> None:
    """Time and memory per submission as classes grow."""
    cohort = make_cohort(course, folder / "promotion", count)
    it, nothing = run(command(cohort)), run(command(cohort))
    row = (
        f"{count:,}",
        f"{it.seconds:.1f} s",
        f"{it.seconds / count:.3f} s",
        f"{it.memory_mb:.0f} MB",
        f"{nothing.seconds:.1f} s",
    )
    print_table(("submissions", "whole", "per submission", "peak memory", "nothing new"), [row])
    sys.stdout.flush()


def kills(course: Course, folder: Path, count: int) -> None:
    """Kill the command at random moments; the gradebook must end as if nothing had happened."""
    cohort = make_cohort(course, folder / "tue", count)
    calm = open_cohort(shutil.copytree(cohort.root, folder / "calme"))
    run(command(calm))
    chance, killed, ended = random.Random(3), 0, 0
    while killed < KILLS:
        process = subprocess.Popen(command(cohort), start_new_session=True, **silent())
        try:
            process.wait(chance.uniform(0, LONGEST))
            ended += 1
            (cohort.root / "etat.json").unlink()  # it had ended: begin again
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
    last = run(command(cohort))
    expected, found = marks(calm), marks(cohort)
    same = sum(found.get(key) == mark for key, mark in expected.items())
    rows = [
        ("calls killed, and calls that ended first", f"{killed}, {ended}"),
        ("the call after the last kill", f"{last.seconds:.1f} s"),
        ("marks equal to those of one calm call", f"{same} of {len(expected)}"),
        ("marks too many", str(len(found.keys() - expected.keys()))),
    ]
    print_table((f"{count} submissions", ""), rows)


def make_cohort(course: Course, root: Path, count: int) -> Cohort:
    """Return a collected cohort of `count` submissions: the example's, again and again."""
    cohort = open_cohort(root, create=True)
    write_example(course, cohort)
    collect(course, cohort, [cohort.inbox])
    first = read_receipts(cohort)
    people = sorted({receipt.participant for receipt in first})
    receipts = list(first)
    for number in range(len(people), count):
        origin, copy = people[number % len(people)], f"{people[number % len(people)]}-{number}"
        shutil.copytree(cohort.submitted / origin, cohort.submitted / copy)
        receipts += [
            replace(receipt, participant=copy, name=f"{receipt.name} {number}")
            for receipt in first
            if receipt.participant == origin
        ]
    write_receipts(cohort, receipts)
    return cohort


def command(cohort: Cohort) -> list[str]:
    """Return the command that grades `cohort`."""
    return [sys.executable, "-m", "atelier", "corriger", "--promotion", str(cohort.root)]


def nbgrader_command(course: Course, cohort: Cohort, folder: Path) -> list[str]:
    """Return nbgrader's command for the modules of `course`."""
    (cohort.root / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")
    script = "; ".join(
        f"cd '{cohort.root}' && '{sys.executable}' -m nbgrader autograde {module.name} --force"
        for module in course.modules
    )
    return ["sh", "-c", script]


def nbgrader_environment(cohort: Cohort) -> dict[str, str]:
    """Return the variables that nbgrader's command needs beside the usual ones."""
    return {"ATELIER_PROMOTION": str(cohort.root), "ATELIER_COURS": str(ROOT)}


def run(
    command: Sequence[str], more: dict[str, str] | None = None, processors: set[int] | None = None
) -> Run:
    """Run a command, on all processors or on those given; measure it. It must succeed."""
    began = time.perf_counter()
    held = (lambda: os.sched_setaffinity(0, processors)) if processors else None
    process = subprocess.Popen(command, preexec_fn=held, **silent(more))
    peak = Peak(process.pid)
    status = process.wait()
    memory = peak.stop()
    if status:
        raise SystemExit(f"{' '.join(command)} ended with status {status}")
    return Run(time.perf_counter() - began, memory)


def silent(more: dict[str, str] | None = None) -> dict:
    """Return how to start a command: quiet, in the course's folder, with this package."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **(more or {})}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return {"cwd": ROOT, "env": environment, **quiet}


class Peak:
    """The highest memory of a process and all its descendants, shared pages counted once."""

    def __init__(self, process: int):
        """Look four times a second, until `stop`."""
        self._root, self._peak, self._done = process, 0.0, threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> float:
        """Return the peak, in megabytes."""
        self._done.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._done.wait(0.25):
            self._peak = max(self._peak, sum(map(proportional_mb, family(self._root))))


def family(root: int) -> set[int]:
    """Return a process and its descendants."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        parents[int(path.parent.name)] = int(fields[1])
    found, before = {root}, set()
    while found != before:
        before = set(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found


def proportional_mb(process: int) -> float:
    """Return the share of memory of a process (PSS), in megabytes."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def marks(cohort: Cohort) -> dict[tuple, tuple]:
    """Return every mark of a gradebook: who, module, notebook, cell → scores."""
    with closing(sqlite3.connect(cohort.root / "gradebook.db")) as connection:
        return {row[:4]: row[4:] for row in connection.execute(MARKS)}


PARTS = {"versus": versus, "growth": growth, "kills": kills}

if __name__ == "__main__":
    main(sys.argv[1:])
