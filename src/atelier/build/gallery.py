"""The gallery: charts and maps that the course draws, as its source notebooks have stored them.

A code cell names its picture in `atelier.galerie`, with the text that replaces it for who does not
see it. Pictures are copied as they are: what readers see is what the notebook drew.
"""

import base64
import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from atelier.course import Course, CourseError, Module, Notebook, Problem

KEY = "galerie"
FOLDER = Path("docs/images/galerie")
PAGE = Path("docs/GALERIE.md")
WIDTH = 240
"""CSS pixels of a picture in the door pages."""

SHOWN = 6
"""Pictures in the door pages; the gallery's own page has them all."""

_INTRODUCTION = """\
# Galerie

Ce que l’on dessine dans les modules, avec les données du cours. Chaque image est celle du carnet, ni
retouchée ni agrandie ; sa description est celle qu’entend une personne qui ne la voit pas.
"""


@dataclass(frozen=True)
class Picture:
    """A drawn picture: its PNG, what replaces it for who does not see it, where it comes from."""

    name: str
    alternative: str
    png: bytes
    module: Module
    notebook: Notebook

    @property
    def path(self) -> Path:
        """Where it stands, below the root."""
        return FOLDER / f"{self.name}.png"


def pictures(course: Course) -> list[Picture]:
    """Return the course's pictures, in its order. Raises `CourseError` where one is not stored."""
    return [
        Picture(
            cell["id"], cell["metadata"]["atelier"][KEY], _drawn(cell, notebook), module, notebook
        )
        for module in course.modules
        for notebook in module.notebooks
        for cell in notebook.cells
        if KEY in cell["metadata"].get("atelier", {})
    ]


def _drawn(cell: dict, notebook: Notebook) -> bytes:
    for output in cell.get("outputs", ()):
        if image := output.get("data", {}).get("image/png"):
            return base64.b64decode(image if isinstance(image, str) else "".join(image))
    raise CourseError(
        [
            Problem(
                f"{notebook.where}, cellule « {cell['id']} »",
                "elle est nommée dans la galerie, mais n’a pas d’image enregistrée",
                "exécutez le carnet et enregistrez-le, ou retirez sa clé « atelier.galerie »",
            )
        ]
    )


def gallery_files(course: Course) -> dict[Path, str | bytes]:
    """Return the pictures and the page that shows them all: path below the root → content."""
    found = pictures(course)
    if not found:
        return {}
    return {picture.path: picture.png for picture in found} | {PAGE: "".join(_page(found))}


def strays(course: Course, known: set[Path]) -> Iterator[Path]:
    """Yield the pictures in the gallery's folder that no notebook draws."""
    for path in sorted((course.root / FOLDER).glob("*.png")):
        below = path.relative_to(course.root)
        if below not in known:
            yield below


def few_pictures(course: Course, more: str) -> str:
    """Return small pictures for a door page, then `more`: what the link to the others says."""
    found = pictures(course)
    if not found:
        return ""
    shown = " ".join(_image(p, p.path, WIDTH) for p in _spread(found, SHOWN))
    return f"{shown}\n\n[{more}]({PAGE.as_posix()})"


def _spread(found: Sequence[Picture], most: int) -> list[Picture]:
    """Return at most `most` of them, evenly from first to last."""
    if len(found) <= most:
        return list(found)
    return [found[round(k * (len(found) - 1) / (most - 1))] for k in range(most)]


def _page(found: Sequence[Picture]) -> Iterator[str]:
    yield _INTRODUCTION
    notebook = None
    for picture in found:
        if picture.notebook != notebook:
            notebook = picture.notebook
            address = f"../notebooks/{picture.module.name}/{notebook.path.name}"
            yield f"\n## [{notebook.title}]({address})\n"
        yield f"\n{_image(picture, picture.path.relative_to(PAGE.parent), 2 * WIDTH)}\n"
        yield f"\n{picture.alternative}\n"


def _image(picture: Picture, address: Path, width: int) -> str:
    words = html.escape(picture.alternative)
    return f'<img src="{address.as_posix()}" width="{width}" alt="{words}">'
