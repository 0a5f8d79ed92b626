"""Measure notebooks, grading and tests: `.venv/bin/python benchmarks/course.py [PART …]`.

PART is one of notebooks, released, grading, tests (all of them by default). Prints Markdown tables; needs
no network. Run it after `python3 demarrer.py tests`, which installs what it needs.
"""

import io
import json
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

TEST_PARTS = ("tests/unit", "tests/content", "tests/e2e")


def main(parts: Sequence[str]) -> None:
    """Print the tables of `parts`."""
    for part in parts:
        print(f"\n## {part.capitalize()}\n")
        PARTS[part]()


def notebooks() -> None:
    """Time, memory and size of every solution notebook in a real kernel, for sample countries."""
    from atelier.check.execution import run_solution
    from atelier.course import load_course

    course = load_course(ROOT)
    rows = []
    for module in course.modules:
        for notebook in module.notebooks:
            runs = [run_solution(course, module, notebook, c) for c in course.sample_countries]
            rows.append(
                (
                    notebook.name,
                    f"{max(run.seconds for run in runs):.1f} s",
                    f"{max(run.memory_mb for run in runs):.0f} MB",
                    f"{runs[0].size_kb:.0f} KB",
                    f"{runs[0].points:g}",
                )
            )
    head = ("notebook", "processor time (worst country)", "peak memory", "size", "points")
    print_table(head, rows)
    budget = course.budget
    print(f"\nBudget: {budget.seconds} s, {budget.memory_mb} MB, {budget.size_kb} KB.")


def released() -> None:
    """What participants get and hand in, and how much of it is the code of checks."""
    from atelier.course import load_course
    from atelier.exercise import is_test, source_of

    course, rows = load_course(ROOT), []
    for module in course.modules:
        folder = course.released / module.name
        paths = sorted(folder.glob("*.ipynb"))
        cells = [c for path in paths for c in json.loads(path.read_text(encoding="utf-8"))["cells"]]
        code = [source_of(cell) for cell in cells if is_test(cell)]
        sources = [source_of(cell) for cell in cells]
        share = sum(map(len, code)) / sum(map(len, sources))
        rows.append(
            (
                module.name,
                f"{sum(path.stat().st_size for path in paths):,}",
                f"{sum(path.stat().st_size for path in folder.iterdir()):,}",
                f"{sum(len(text.splitlines()) for text in sources):,}",
                f"{sum(len(text.splitlines()) for text in code):,}",
                f"{share:.0%}",
                f"{_packed(folder):,}",
            )
        )
    head = (
        "module",
        "notebooks, bytes",
        "folder, bytes",
        "lines",
        "of checks",
        "share of text",
        "zipped",
    )
    print_table(head, rows)


def _packed(folder: Path) -> int:
    """Return the bytes of a module's notebooks in a zip, as a hand-in packs them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in folder.glob("*.ipynb"):
            archive.write(path, path.name)
    return len(buffer.getvalue())


def grading() -> None:
    """The example cohort, from the received files to the report."""
    from atelier.course import load_course
    from atelier.grading.autograde import grade
    from atelier.grading.cohort import open_cohort
    from atelier.grading.collect import collect
    from atelier.grading.example import write_example
    from atelier.grading.feedback import write_feedback
    from atelier.grading.report import report

    course = load_course(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        cohort = open_cohort(Path(folder))
        steps = {
            "exemple": lambda: write_example(course, cohort),
            "collecter": lambda: collect(course, cohort, [cohort.inbox]),
            "corriger (all)": lambda: grade(course, cohort),
            "corriger (nothing new)": lambda: grade(course, cohort),
            "retours": lambda: write_feedback(course, cohort),
            "bilan": lambda: report(course, cohort),
        }
        rows = [(name, f"{seconds(step):.1f} s") for name, step in steps.items()]
        pages = [path.stat().st_size for path in cohort.feedback.rglob("*.html")]
        packed = [path.stat().st_size for path in cohort.inbox.glob("*.zip")]
    rows.append(("largest packed submission", f"{max(packed) / 1000:.0f} kB"))
    rows.append(("largest feedback page", f"{max(pages) / 1000:.0f} kB"))
    print_table((f"{len(pages)} submissions", "in this process"), rows)


def tests() -> None:
    """Duration of the test suite, part by part, as `demarrer.py tests` runs it."""
    rows = []
    for part in TEST_PARTS:
        command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", part]
        start = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
        last = done.stdout.strip().splitlines()[-1]
        verdict = re.sub(r" in .*", "", last.strip("= "))
        rows.append((part, f"{time.perf_counter() - start:.0f} s", verdict))
    print_table(("part", "wall time", "verdict"), rows)


def seconds(step) -> float:
    """Return how long `step` takes."""
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a Markdown table."""
    for line in (head, ["---"] * len(head), *rows):
        print("| " + " | ".join(line) + " |")


PARTS = {"notebooks": notebooks, "released": released, "grading": grading, "tests": tests}

if __name__ == "__main__":
    main(sys.argv[1:] or list(PARTS))
