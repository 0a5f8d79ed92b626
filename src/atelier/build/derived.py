"""Everything in the repository that is derived: what it should be, and where it differs."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from atelier.build.data_table import render_data_table
from atelier.build.environment import derived_files as environment_files
from atelier.build.gallery import few_pictures, gallery_files
from atelier.build.gallery import strays as stray_pictures
from atelier.build.markers import replace_between
from atelier.build.question_cells import checks_of_questions, with_questions
from atelier.build.release import release_module
from atelier.build.tables import modules_in_english, modules_in_french
from atelier.checks import DERIVED
from atelier.course import Course, Module, Problem, unreadable
from atelier.invocation import command
from atelier.notebook import normal_form, read_source, to_text

REBUILD = f"lancez « {command('construire')} »"

Content = str | bytes


def derived_files(course: Course) -> dict[Path, Content]:
    """Return every derived file: path below the root → content."""
    files = source_notebooks(course, course.modules)
    for module in course.modules:
        files |= release_module(course, module)
    files |= environment_files(course.root)
    files |= gallery_files(course)
    files |= dict(_pages(course))
    return files


def source_notebooks(course: Course, modules: Iterable[Module]) -> dict[Path, Content]:
    """Return the source notebooks of `modules` as they should be: path below the root → content.

    With them, the checks that are made of a question bank.
    """
    checks = {
        Path("solutions", module.name, DERIVED): checks_of_questions(course, module)
        for module in modules
        if module.questionnaire
    }
    return checks | {
        notebook.path.relative_to(course.root): to_text(
            normal_form(with_questions(read_source(notebook), course, module))
        )
        for module in modules
        for notebook in module.notebooks
    }


def refresh_questions(course: Course) -> list[Path]:
    """Write the source notebooks whose cells made from a question bank differ from it."""
    asking = [module for module in course.modules if module.questionnaire]
    return write(course, source_notebooks(course, asking), lambda path: None)


def build(course: Course, tell: Callable[[Path], None] = lambda path: None) -> list[Path]:
    """Write the derived files that differ; return their paths. `tell` hears of each one."""
    return write(course, derived_files(course), tell)


def write(
    course: Course, files: Mapping[Path, Content], tell: Callable[[Path], None]
) -> list[Path]:
    """Write those of `files` that differ; return their paths. `tell` hears of each one."""
    written = []
    for path, content in files.items():
        target = course.root / path
        if _stored(target) != _as_bytes(content):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_as_bytes(content))
            written.append(path)
            tell(path)
    return written


def compare(course: Course) -> list[Problem]:
    """Return where the repository differs from what it is derived from. Writes nothing."""
    return differences(course, derived_files(course))


def differences(course: Course, files: Mapping[Path, Content]) -> list[Problem]:
    """Return which of `files` are missing or differ, and the notebooks that no source makes."""
    problems = [
        _difference(path, _stored(course.root / path))
        for path, content in files.items()
        if _stored(course.root / path) != _as_bytes(content)
    ]
    problems += [_stray(path) for path in _strays(course, set(files))]
    return problems + [_stray_picture(path) for path in stray_pictures(course, set(files))]


def _difference(path: Path, stored: bytes | None) -> Problem:
    if stored is None:
        return Problem(path.as_posix(), "ce fichier dérivé manque", REBUILD)
    if path.parts[0] == "solutions":
        what = "ce carnet n’est pas sous sa forme normale (traces de l’éditeur)"
    elif path.parts[0] == "notebooks":
        what = "ce fichier ne correspond plus à sa source (modifié à la main, ou source changée)"
    else:
        what = "un passage dérivé n’est plus à jour"
    return Problem(path.as_posix(), what, REBUILD)


def _stray(path: Path) -> Problem:
    source = Path("solutions", *path.parts[1:])
    repair = f"retirez-le, ou ajoutez sa source {source.as_posix()} et nommez-la dans module.toml"
    return Problem(path.as_posix(), "aucune source ne produit ce carnet", repair)


def _stray_picture(path: Path) -> Problem:
    return Problem(path.as_posix(), "aucun carnet ne dessine cette image", "supprimez-la")


def _strays(course: Course, known: set[Path]) -> Iterator[Path]:
    for path in sorted(course.released.rglob("*.ipynb")):
        below = path.relative_to(course.root)
        if below not in known and ".ipynb_checkpoints" not in below.parts:
            yield below


def _pages(course: Course) -> Iterator[tuple[Path, str]]:
    """Yield the pages that hold a derived passage between markers."""
    passages = {
        Path("README.md"): {
            "modules": modules_in_english(course),
            "galerie": few_pictures(course, "All the charts and maps (French)"),
        },
        Path("LISEZMOI.md"): {
            "modules": modules_in_french(course),
            "galerie": few_pictures(course, "Tous les graphiques et toutes les cartes"),
        },
        Path("data/LISEZMOI.md"): {"tables": _data_table(course)},
    }
    for path, bodies in passages.items():
        try:
            page = (course.root / path).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise unreadable(path.as_posix(), error) from None
        for name, body in bodies.items():
            page = replace_between(page, name, body, path)
        yield path, page


def _data_table(course: Course) -> str:
    try:
        text = (course.data / "datapackage.json").read_text(encoding="utf-8")
        return render_data_table(json.loads(text), course.root)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise unreadable("data/datapackage.json", error) from None


def _stored(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _as_bytes(content: Content) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content
