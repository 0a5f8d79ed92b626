"""What the marks of a module depend on, by name, so that a change can be told and not just seen."""

import functools
import json
import platform
from collections.abc import Iterator
from pathlib import Path

from atelier.checks import FILES
from atelier.course import Course, Module
from atelier.exercise import BACKSTAGE, blank, nbgrader, source_of, tags
from atelier.grading.cohort import Cohort
from atelier.grading.gradebook import place
from atelier.grading.state import Grounds
from atelier.submission import digest
from atelier.workspace import source_files

PACKAGE = Path(__file__).resolve().parents[1]

JUDGES = (
    "learner",
    "sandbox",
    "checks.py",
    "exercise.py",
    "limits.py",
    "shell.py",
    "verdict.py",
    "grading/rebuild.py",
    "grading/template.py",
    "grading/units.py",
)
"""The code that runs and judges submissions, below the package."""

LOCK = Path("requirements", "formateur.txt")
"""The packages that grade, pinned, below the course's root."""

TOLD = {
    "exercice": "la cellule ou les points de « {} » ont changé",
    "verification": "la vérification de « {} » a changé",
    "carnet": "des cellules du carnet {} ont changé",
    "table": "la table {} a changé",
    "fichier": "le fichier {} du module a changé",
    "reglages": "les réglages du module ont changé",
    "atelier": "le code qui corrige a changé",
    "paquets": "les paquets de Python ont changé",
    "python": "la version de Python a changé",
}
"""First word of a ground's name → what a trainer reads where it changed, about the rest of the name."""


def grounds_of(course: Course, cohort: Cohort, module: Module) -> Grounds:
    """Return all that the marks of `module` depend on, besides the submissions, as digests.

    A typing error mended in a text, new outputs, another solution or wrong answer change none of
    them: nobody is graded again for that.
    """
    found = {
        **dict(_cells(module)),
        **dict(_files(course, module)),
        "reglages": [list(module.reread), module.local_network],
        "atelier": code_that_judges(),
        "python": platform.python_version(),
        "cahier": place(cohort),  # another gradebook holds other marks: nothing to tell
    }
    lock = course.root / LOCK
    if lock.is_file():
        found["paquets"] = digest(lock.read_bytes())
    return {name: digest(json.dumps(fact).encode("utf-8")) for name, fact in found.items()}


def _cells(module: Module) -> Iterator[tuple[str, object]]:
    """Yield the exercises, the checks and the course's own code of a module."""
    checks = module.checks
    for notebook in module.notebooks:
        own = []
        names = {t.grade_id: e.grade_id for e in notebook.exercises for t in e.tests}
        for cell in notebook.cells:
            marks = dict(nbgrader(cell))
            if set(tags(cell)) & {*BACKSTAGE}:
                continue
            if grade_id := marks.get("grade_id"):
                kind = "verification" if grade_id in names else "exercice"
                check = checks.by_grade_id.get(grade_id)
                text = checks.standing_alone(check) if check else blank(source_of(cell))
                yield f"{kind} {grade_id}", [text, marks]
            elif cell["cell_type"] == "code":
                own.append(source_of(cell))
        yield f"carnet {notebook.name}", own


def _files(course: Course, module: Module) -> Iterator[tuple[str, object]]:
    # The list of countries serves every module, named among its data or not.
    for name in sorted({"pays.csv", *module.data}):
        if (path := course.data / name).is_file():
            yield f"table {name}", digest(path.read_bytes())
    for path in source_files(module):
        if path.suffix != ".ipynb" and path.name not in FILES:
            yield f"fichier {path.name}", digest(path.read_bytes())


@functools.cache
def code_that_judges() -> str:
    """Return a digest of the code of this package that runs and judges submissions."""
    paths = [path for name in JUDGES for path in _sources(PACKAGE / name)]
    lines = [f"{p.relative_to(PACKAGE).as_posix()} {digest(p.read_bytes())}" for p in paths]
    return digest("\n".join(lines).encode("utf-8"))


def _sources(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def why_anew(module: Module, before: Grounds, now: Grounds) -> list[str]:
    """Return in French which grounds of a module's marks changed; nothing where none was known."""
    if not before:
        return []
    exercises = {
        test.grade_id: exercise.grade_id
        for notebook in module.notebooks
        for exercise in notebook.exercises
        for test in exercise.tests
    }
    said = []
    for name in sorted(before.keys() | now.keys()):
        kind, _, about = name.partition(" ")
        if before.get(name) != now.get(name) and kind in TOLD:
            said.append(TOLD[kind].format(exercises.get(about, about)))
    return list(dict.fromkeys(said))
