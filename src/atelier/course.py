"""The course as frozen data, read from `course.toml` and the folders of `solutions/`.

Standard library only, so that every verb can start from it.
"""

import csv
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from atelier.checks import FILES, Checks, source_of_checks
from atelier.exercise import (
    BACKSTAGE,
    CELL,
    PARAMETERS,
    Exercise,
    blank,
    nbgrader,
    read_exercises,
    source_of,
    tags,
)
from atelier.facts import BUDGET_FIELDS, COURSE_FORM, MODULE_FORM, read_toml
from atelier.form import check_form
from atelier.problem import CourseError, Problem
from atelier.questions import Bank, Questionnaire, read_bank, read_questionnaire


@dataclass(frozen=True)
class Misconception:
    """A false idea that an answer can show, and in which `modules` one does.

    `way_out` is what leads out of it.
    """

    id: str
    name: str
    way_out: str
    modules: tuple[str, ...]


@dataclass(frozen=True)
class Budget:
    """What a notebook may cost: seconds, megabytes of memory, kilobytes without outputs."""

    seconds: float
    memory_mb: float
    size_kb: float


@dataclass(frozen=True)
class Notebook:
    """A notebook of a module. `minutes` is the time that a participant needs."""

    path: Path
    title: str
    minutes: int

    @property
    def name(self) -> str:
        """The file's name without its ending: nbgrader's notebook id."""
        return self.path.stem

    @property
    def where(self) -> str:
        """Its place below the course's folder, as messages name it."""
        return Path(*self.path.parts[-3:]).as_posix()

    @cached_property
    def cells(self) -> list[dict[str, Any]]:
        """The notebook's cells as stored. Raises `CourseError` where their form is not right."""
        try:
            stored = json.loads(self.path.read_text(encoding="utf-8"))
            if stored["nbformat"] != 4 or not isinstance(stored["cells"], list):
                raise ValueError("format ancien ou inconnu, il faut le format 4 de Jupyter")
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise unreadable(self.where, error) from None
        problems = [
            problem
            for number, cell in enumerate(stored["cells"], 1)
            for problem in check_form(cell, CELL, f"{self.where}, cellule {number}")
        ]
        if problems:
            raise CourseError(problems)
        return stored["cells"]

    @cached_property
    def by_country(self) -> bool:
        """Tell whether it says which country it is about: it has a cell tagged `parameters`."""
        return any(PARAMETERS in tags(cell) for cell in self.cells)

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """The graded exercises, in their order."""
        return read_exercises(self.cells)

    @cached_property
    def grade_ids(self) -> tuple[str, ...]:
        """Ids of the answer and test cells, in the order of the exercises."""
        return tuple(
            grade_id
            for exercise in self.exercises
            for grade_id in (exercise.grade_id, *(test.grade_id for test in exercise.tests))
        )


@dataclass(frozen=True)
class Module:
    """A folder of `solutions/`: one module of the course. nbgrader calls it an assignment.

    `products` are the files that its notebooks write; those of them in `reread` lie beside the
    notebook again while it is graded. `bank` is the question bank in its folder, `questionnaire`
    what it asks of that one or of another module's. `local_network`: its tests start a server that
    answers reach at 127.0.0.1.
    """

    folder: Path
    title: str
    question: str
    competences: tuple[str, ...]
    data: tuple[str, ...]
    products: tuple[str, ...]
    notebooks: tuple[Notebook, ...]
    reread: tuple[str, ...] = ()
    local_network: bool = False
    bank: Bank | None = None
    questionnaire: Questionnaire | None = None

    @property
    def name(self) -> str:
        """The folder's name, for example `03-nettoyer`."""
        return self.folder.name

    @cached_property
    def checks(self) -> Checks:
        """The checks of its exercises. Raises `CourseError` where they are not Python."""
        try:
            return Checks(source_of_checks(self.folder))
        except (OSError, ValueError) as error:
            raise unreadable(f"solutions/{self.name}/{FILES[0]}", error) from None
        except SyntaxError as error:
            where = f"solutions/{self.name}/{FILES[0]}, ligne {error.lineno}"
            what = f"Python ne comprend pas cette ligne ({error.msg})"
            raise CourseError([Problem(where, what, "corrigez-la")]) from None

    @property
    def fingerprint(self) -> str:
        """Digest of what participants' cells and checks are made from: not of texts and outputs."""
        cells = [
            [blank(source_of(cell)), dict(nbgrader(cell))]
            for notebook in self.notebooks
            for cell in notebook.cells
            if (cell["cell_type"] == "code" or nbgrader(cell)) and not {*tags(cell)} & {*BACKSTAGE}
        ]
        made_of = json.dumps([cells, self.checks.source], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(made_of.encode("utf-8", "replace")).hexdigest()

    @property
    def minutes(self) -> int:
        """Time that a participant needs."""
        return sum(notebook.minutes for notebook in self.notebooks)

    @property
    def points(self) -> float:
        """Points of all its exercises."""
        return sum(e.points for notebook in self.notebooks for e in notebook.exercises)


@dataclass(frozen=True)
class Course:
    """The whole course. `countries` are the codes that country exercises are graded for."""

    root: Path
    title: str
    version: str
    competences: Mapping[str, str]
    misconceptions: Mapping[str, Misconception]
    sample_countries: tuple[str, ...]
    budget: Budget
    modules: tuple[Module, ...]

    @property
    def data(self) -> Path:
        """Folder of the course's tables."""
        return self.root / "data"

    @property
    def solutions(self) -> Path:
        """Folder of the source notebooks."""
        return self.root / "solutions"

    @property
    def released(self) -> Path:
        """Folder of the participants' notebooks."""
        return self.root / "notebooks"

    @property
    def notebooks(self) -> tuple[Notebook, ...]:
        """Every notebook of every module."""
        return tuple(notebook for module in self.modules for notebook in module.notebooks)

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Codes (ISO 3166-1 alpha-3) of the countries where French is official or widely used."""
        try:
            with (self.data / "pays.csv").open(encoding="utf-8", newline="") as lines:
                return tuple(r["iso3"] for r in csv.DictReader(lines) if r["usage_francais"])
        except (OSError, ValueError, KeyError) as error:
            raise unreadable("data/pays.csv", error) from None

    def module(self, name: str) -> Module:
        """Return the module whose folder is `name`, or the only one that starts so."""
        found = [m for m in self.modules if m.name == name]
        found = found or [m for m in self.modules if m.name.startswith(name)]
        if len(found) == 1:
            return found[0]
        known = ", ".join(module.name for module in self.modules)
        raise CourseError(
            [Problem(name, "aucun module du cours ne porte ce nom", f"choisissez parmi : {known}")]
        )


def unreadable(where: str, error: Exception) -> CourseError:
    """Return the error that says that the file `where` of the course cannot be read."""
    repair = "restaurez-le (git checkout), ou enregistrez-le de nouveau dans JupyterLab"
    return CourseError([Problem(where, f"ce fichier ne se lit pas ({_say(error)})", repair)])


def _say(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{Path(error.filename).name} manque"
    if isinstance(error, KeyError):
        return f"« {error.args[0]} » y manque"
    return str(error)


def find_root(start: Path | None = None) -> Path:
    """Return the course's folder: `ATELIER_COURS`, or the nearest one above with `course.toml`.

    Looks above `start` (the current folder) first, then above this package.
    """
    named = os.environ.get("ATELIER_COURS")
    starts = [Path(named)] if named else [start or Path.cwd(), Path(__file__)]
    for begin in starts:
        for folder in (begin.resolve(), *begin.resolve().parents):
            if (folder / "course.toml").is_file():
                return folder
    raise CourseError(
        [
            Problem(
                str(starts[0]),
                "le dossier du cours est introuvable (aucun fichier course.toml)",
                "lancez la commande depuis le dossier du cours",
            )
        ]
    )


def load_course(root: Path | None = None) -> Course:
    """Read the whole course. Raises `CourseError` with every problem of its TOML files."""
    root = find_root() if root is None else root.resolve()
    problems: list[Problem] = []
    facts = read_toml(root / "course.toml", COURSE_FORM, root, problems)
    folders = sorted(path for path in (root / "solutions").glob("*") if _is_module(path))
    modules = [_module(folder, root, problems) for folder in folders]
    if problems:
        raise CourseError(problems)
    return Course(
        root=root,
        title=facts["titre"],
        version=facts["version"],
        competences=facts["competences"],
        misconceptions={
            id_: Misconception(id_, entry["nom"], entry["sortie"], tuple(entry["modules"]))
            for id_, entry in facts["meprises"].items()
        },
        sample_countries=tuple(facts["pays_echantillon"]),
        budget=Budget(**{BUDGET_FIELDS[k]: v for k, v in facts["budget"].items()}),
        modules=tuple(module for module in modules if module),
    )


def _is_module(folder: Path) -> bool:
    """Tell a module from what editors and git leave behind: hidden or empty folders."""
    return (
        folder.is_dir()
        and not folder.name.startswith(".")
        and any(path.is_file() for path in folder.iterdir())
    )


def _module(folder: Path, root: Path, problems: list[Problem]) -> Module | None:
    before = len(problems)
    facts = read_toml(folder / "module.toml", MODULE_FORM, root, problems)
    if len(problems) > before:
        return None
    try:
        bank = read_bank(folder)
        questionnaire = read_questionnaire(folder, facts.get("questionnaire"))
    except CourseError as error:
        problems += error.problems
        return None
    return Module(
        folder=folder,
        title=facts["titre"],
        question=facts["question"],
        competences=tuple(facts["competences"]),
        data=tuple(facts["donnees"]),
        products=tuple(facts["produits"]),
        notebooks=tuple(
            Notebook(folder / entry["fichier"], entry["titre"], entry["minutes"])
            for entry in facts["carnets"]
        ),
        reread=tuple(facts.get("relus", ())),
        local_network=facts.get("reseau_local", False),
        bank=bank,
        questionnaire=questionnaire,
    )
