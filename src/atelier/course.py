"""The course as frozen data, read from `course.toml` and the folders of `solutions/`.

Standard library only, so that every verb can start from it.
"""

import csv
import difflib
import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from atelier.exercise import Exercise, read_exercises


class Problem(NamedTuple):
    """Something that is not in order: where, what, and how to repair it. All three in French."""

    where: str
    what: str
    repair: str

    def __str__(self) -> str:
        return f"{self.where} : {self.what} → {self.repair}"


class CourseError(Exception):
    """The course cannot be read. `problems` says why, one line each."""

    def __init__(self, problems: Iterable[Problem]):
        """Keep the problems."""
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Misconception:
    """A false idea that an answer can show. `way_out` is what leads out of it."""

    id: str
    name: str
    way_out: str


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

    @cached_property
    def cells(self) -> list[dict[str, Any]]:
        """The notebook's cells as stored."""
        try:
            return json.loads(self.path.read_text(encoding="utf-8"))["cells"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CourseError(
                [
                    Problem(
                        self.path.as_posix(),
                        f"ce carnet ne se lit pas ({error})",
                        "restaurez-le : git checkout, ou enregistrez-le de nouveau depuis JupyterLab",
                    )
                ]
            ) from None

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """The graded exercises, in their order."""
        return read_exercises(self.cells)


@dataclass(frozen=True)
class Module:
    """A folder of `solutions/`: one module of the course. nbgrader calls it an assignment."""

    folder: Path
    title: str
    question: str
    competences: tuple[str, ...]
    data: tuple[str, ...]
    products: tuple[str, ...]
    notebooks: tuple[Notebook, ...]

    @property
    def name(self) -> str:
        """The folder's name, for example `03-nettoyer`."""
        return self.folder.name

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
        with (self.data / "pays.csv").open(encoding="utf-8", newline="") as lines:
            return tuple(r["iso3"] for r in csv.DictReader(lines) if r["usage_francais"])

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
    facts = _read_toml(root / "course.toml", COURSE_KEYS, root, problems)
    folders = sorted(p for p in (root / "solutions").glob("*") if p.is_dir())
    modules = [_module(folder, root, problems) for folder in folders]
    for key in ("budget", "meprises"):
        _check_tables(facts, key, root, problems)
    if problems:
        raise CourseError(problems)
    return Course(
        root=root,
        title=facts["titre"],
        version=facts["version"],
        competences=facts["competences"],
        misconceptions={
            id_: Misconception(id_, entry["nom"], entry["sortie"])
            for id_, entry in facts["meprises"].items()
        },
        sample_countries=tuple(facts["pays_echantillon"]),
        budget=Budget(**{BUDGET_FIELDS[k]: v for k, v in facts["budget"].items()}),
        modules=tuple(module for module in modules if module),
    )


COURSE_KEYS = {
    "titre": str,
    "version": str,
    "pays_echantillon": list,
    "budget": dict,
    "competences": dict,
    "meprises": dict,
}
MODULE_KEYS = {
    "titre": str,
    "question": str,
    "competences": list,
    "donnees": list,
    "produits": list,
    "carnets": list,
}
NOTEBOOK_KEYS = {"fichier": str, "titre": str, "minutes": int}
BUDGET_FIELDS = {"secondes": "seconds", "memoire_mo": "memory_mb", "taille_ko": "size_kb"}
MISCONCEPTION_KEYS = {"nom": str, "sortie": str}


def _module(folder: Path, root: Path, problems: list[Problem]) -> Module | None:
    path = folder / "module.toml"
    before = len(problems)
    facts = _read_toml(path, MODULE_KEYS, root, problems)
    where = path.relative_to(root).as_posix()
    for number, entry in enumerate(facts.get("carnets", ()), 1):
        _check_keys(entry, NOTEBOOK_KEYS, f"{where}, carnet {number}", problems)
    if len(problems) > before:
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
    )


def _read_toml(
    path: Path, keys: Mapping[str, type], root: Path, problems: list[Problem]
) -> dict[str, Any]:
    where = path.relative_to(root).as_posix()
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(Problem(where, "ce fichier manque", "créez-le : atelier nouveau MODULE"))
        return {}
    except (OSError, ValueError) as error:
        problems.append(Problem(where, f"ce fichier ne se lit pas : {error}", "corrigez la ligne"))
        return {}
    _check_keys(facts, keys, where, problems)
    return facts


def _check_tables(facts: dict[str, Any], key: str, root: Path, problems: list[Problem]) -> None:
    table = facts.get(key)
    if not isinstance(table, dict):
        return
    if key == "budget":
        number = dict.fromkeys(BUDGET_FIELDS, (int, float))
        _check_keys(table, number, "course.toml, [budget]", problems)
        return
    for id_, entry in table.items():
        _check_keys(entry, MISCONCEPTION_KEYS, f"course.toml, [meprises.{id_}]", problems)


def _check_keys(
    facts: Mapping[str, Any], keys: Mapping[str, Any], where: str, problems: list[Problem]
) -> None:
    for key in facts:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, n=1)
            advice = f"vouliez-vous « {near[0]} » ?" if near else "retirez-la"
            known = ", ".join(keys)
            problems.append(Problem(where, f"clé inconnue « {key} »", f"{advice} (clés : {known})"))
    for key, kind in keys.items():
        if key not in facts:
            problems.append(Problem(where, f"la clé « {key} » manque", f"ajoutez {key} = …"))
        elif not isinstance(facts[key], kind):
            got = type(facts[key]).__name__
            problems.append(Problem(where, f"« {key} » est de type {got}", "corrigez sa valeur"))
