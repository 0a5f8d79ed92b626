"""Measure hostile files: `.venv/bin/python benchmarks/hostile.py [KIND …]`.

Each kind of file is made at 1, 10 and 100 times the size of an honest notebook, then taken by
`collecter`, laid out past it (as if an older version had let it in) and run by `corriger`. Prints
a Markdown table: seconds, and the peak memory of the trainer's own process and of all processes,
sandbox included. Both must stay flat, and below 500 MB. Needs no network; half an hour on two
processors, most of it in sandboxes that wait for their limits.
"""

import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from course import print_table  # noqa: E402

from atelier.grading.cohort import open_cohort  # noqa: E402
from atelier.submission import write_whole  # noqa: E402
from grading import Peak, silent  # noqa: E402

MODULE, NOTEBOOK, ANSWER = "03-nettoyer", "03-1-une-liste-de-centres-de-sante", "nettoyer"
SIZES = (1, 10, 100)
CELLS, CHARACTERS = 84, 50_000
"""Of an honest notebook."""

WHO = "Aïcha Koné"
SLEEPERS = "a cell that sleeps 28 s"

Cell = dict[str, object]


def code(source: str, **metadata: object) -> Cell:
    """Return a code cell."""
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": []}


def answer(source: str) -> Cell:
    """Return an answer that the course asks for."""
    marks = {"grade_id": ANSWER, "solution": True, "grade": False, "locked": False}
    return code(source, nbgrader=marks)


KINDS: dict[str, Callable[[int], list[Cell]]] = {
    "cells `a0`, `a1`, …": lambda n: [code(f"a{i}") for i in range(CELLS * n)],
    "copies of one answer": lambda n: [answer(f"x = {i}") for i in range(CELLS * n)],
    "one cell of `a;`": lambda n: [code("a;" * (CHARACTERS * n // 2))],
    "an answer of `a;`, dots at its end": lambda n: [
        answer("a;" * (CHARACTERS * n // 2) + "\n...")
    ],
    "an answer of `x = ...`": lambda n: [answer("x = ...\n" * (CHARACTERS * n // 8))],
    "many answers of `x = ...`": lambda n: [answer("x = ...\n" * 600) for _ in range(10 * n)],
    "a nest of brackets": lambda n: [answer("(" * (CHARACTERS * n) + "...")],
    "a chain of minus signs": lambda n: [answer("-" * (CHARACTERS * n) + "1, ...")],
    "a chain of attributes": lambda n: [answer("..." + ".a" * (CHARACTERS * n // 2))],
    "a huge number": lambda n: [answer("x = ..., " + "9" * (CHARACTERS * n))],
    "lines of magics": lambda n: [code("%a\n" * (CHARACTERS * n // 3))],
    "metadata without end": lambda n: [code("1", x=[{}] * (30_000 * n))],
    "tags without end": lambda n: [code("1", tags=["t"] * (10_000 * n))],
    "outputs without end": lambda n: [{**code("1"), "outputs": [{"a": 1}] * (10_000 * n)}],
    "a Markdown cell": lambda n: [
        {"cell_type": "markdown", "metadata": {}, "source": "[" * (CHARACTERS * n)}
    ],
    "empty displays": lambda n: [
        code(f"display({{f'k{{i}}': '' for i in range({700 * n})}}, raw=True)")
    ],
    "errors with long names": lambda n: [
        code(f"raise type('E' * {10_000 * n}, (Exception,), {{}})('x' * {10_000 * n})")
    ],
    "as many functions": lambda n: [
        code(f"globals().update({{f'f{{i}}': lambda: 1 for i in range({100 * n})}})")
    ],
    SLEEPERS: lambda n: [code("import time; time.sleep(28)") for _ in range(n)],
}
"""Kind → cells that are added to an honest notebook."""


@dataclass(frozen=True)
class Run:
    """One command: seconds, megabytes of its own process and of it with all that it started."""

    seconds: float
    own_mb: float
    all_mb: float


def main(arguments: Sequence[str]) -> None:
    """Print the table, of the kinds that `arguments` name."""
    honest = json.loads((ROOT / f"notebooks/{MODULE}/{NOTEBOOK}.ipynb").read_text("utf-8"))
    head = ("file", "times", "`collecter`", "own", "all", "`corriger`", "own", "all")
    rows = [("an honest notebook", "1", *measured(honest))]
    for kind, cells in KINDS.items():
        if not arguments or any(word in kind for word in arguments):
            for size in SIZES:
                row = (
                    kind,
                    str(size),
                    *measured({**honest, "cells": honest["cells"] + cells(size)}),
                )
                print(*row, sep=" | ", file=sys.stderr, flush=True)
                rows.append(row)
    print_table(head, rows)


def measured(notebook: dict) -> list[str]:
    """Return what collecting and grading a notebook takes, as cells of the table."""
    data = json.dumps(notebook).encode("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        cohort = open_cohort(Path(folder) / "promotion", create=True)
        file = Path(folder) / "recus" / f"{NOTEBOOK}_{WHO}.ipynb"
        write_whole(file, data)
        collected = run("collecter", str(file), "--promotion", str(cohort.root))
        write_whole(cohort.submission("aicha-kone", MODULE) / f"{NOTEBOOK}.ipynb", data)
        graded = run("corriger", MODULE, "--promotion", str(cohort.root), "--processus", "1")
    return [
        text
        for it in (collected, graded)
        for text in (f"{it.seconds:.1f} s", f"{it.own_mb:.0f} MB", f"{it.all_mb:.0f} MB")
    ]


def run(*arguments: str) -> Run:
    """Run a verb; measure it. It may say that a file is refused."""
    began = time.perf_counter()
    process = Popen([sys.executable, "-m", "atelier", *arguments], **silent())
    peak, own = Peak(process.pid), [0.0]
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            own[0] = max(own[0], resident_mb(process.pid))

    watching = threading.Thread(target=look)
    watching.start()
    status = process.wait()
    seconds = time.perf_counter() - began
    done.set()
    watching.join()
    if status not in (0, 1):
        raise SystemExit(f"{' '.join(arguments)} ended with status {status}")
    return Run(seconds, own[0], peak.stop())


def resident_mb(process: int) -> float:
    """Return the highest memory that a process has held, in megabytes."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


if __name__ == "__main__":
    main(sys.argv[1:])
