"""The form of a packed submission: what `rendre` writes and what `collecter` reads.

A zip file with `manifeste.json`, the module's notebooks without heavy outputs, and the files that
the participant produced. Standard library only.
"""

import ast
import datetime
import hashlib
import io
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from atelier.exercise import is_answer, nbgrader, source_of
from atelier.limits import (
    MAX_CELL,
    MAX_CELLS,
    MAX_DEPTH,
    MAX_OUTPUT,
    MAX_SOURCE,
    MAX_TREE,
    MAX_VALUES,
)
from atelier.person import Person

MANIFEST = "manifeste.json"
EXPECTED = ".remise.json"
"""What the build leaves in a module's folder: the names that `read_expected` reads."""

FORMAT = 1
"""Version of the manifest's form."""

_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_KEPT_METADATA = ("kernelspec", "language_info")


class NotANotebook(ValueError):
    """The bytes are not those of a notebook."""


class TooMuch(NotANotebook):
    """A notebook beyond what the course accepts; the text says in French what is too much of."""


@dataclass(frozen=True)
class Expected:
    """What a module's submission holds. `cells`: notebook file → its grade ids, in order."""

    module: str
    version: str
    notebooks: tuple[str, ...]
    products: tuple[str, ...]
    cells: Mapping[str, tuple[str, ...]]

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that a submission may hold besides its manifest."""
        return (*self.notebooks, *self.products)


@dataclass(frozen=True)
class State:
    """Where a notebook stands, by grade id: `missing` cells, answers still `unanswered`."""

    missing: tuple[str, ...]
    unanswered: tuple[str, ...]


def read_expected(folder: Path) -> Expected:
    """Read what the build says of the module in `folder`. Raises `OSError` or `ValueError`."""
    facts = json.loads((folder / EXPECTED).read_text(encoding="utf-8"))
    try:
        return Expected(
            module=facts["module"],
            version=facts["version"],
            notebooks=tuple(facts["carnets"]),
            products=tuple(facts["produits"]),
            cells={name: tuple(ids) for name, ids in facts["cellules"].items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{EXPECTED}: {error}") from error


def parse_notebook(data: bytes) -> dict[str, Any]:
    """Return a notebook's content, brought to a shape that can be trusted.

    Every cell has a known type, metadata, a source that is one string and, for code, outputs
    that are mappings; no attachments. Saved by another editor, it may be in UTF-16 or Windows's
    own encoding. Raises `NotANotebook`, `TooMuch` where it is beyond the limits.
    """
    values = sum(map(data.count, (b",", b"[", b"{")))
    if values > MAX_VALUES:  # before they are read: each would take memory
        raise TooMuch(_beyond("données de toute sorte", values, MAX_VALUES))
    try:
        content = _parse_json(data)
    except (ValueError, RecursionError) as error:
        raise NotANotebook(str(error)) from error
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        raise NotANotebook("no list of cells")
    if _is_deep(content):
        raise NotANotebook(f"more than {MAX_DEPTH} levels")
    if len(content["cells"]) > MAX_CELLS:
        raise TooMuch(_beyond("cellules", len(content["cells"]), MAX_CELLS))
    cells = _cells(content["cells"])
    _check_sources(cells)
    about = content.get("metadata")
    metadata = about if isinstance(about, dict) else {}
    return {
        "cells": cells,
        "metadata": {k: metadata[k] for k in _KEPT_METADATA if isinstance(metadata.get(k), dict)},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _check_sources(cells: Iterable[Mapping[str, Any]]) -> None:
    """Raise `TooMuch` where one cell, or all of them, hold too long a text."""
    lengths = [len(source_of(cell)) for cell in cells]
    if max(lengths, default=0) > MAX_CELL:
        where = lengths.index(max(lengths)) + 1
        raise TooMuch(_beyond(f"caractères dans la cellule {where}", max(lengths), MAX_CELL))
    if sum(lengths) > MAX_SOURCE:
        raise TooMuch(_beyond("caractères dans ses cellules", sum(lengths), MAX_SOURCE))


def _beyond(what: str, count: int, most: int) -> str:
    spaced = [f"{number:,}".replace(",", "\u00a0") for number in (count, most)]
    return f"{spaced[0]} {what} (au plus {spaced[1]})"


def _parse_json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except UnicodeDecodeError:
        return json.loads(data.decode("cp1252", "replace"))


def _is_deep(content: Any) -> bool:
    level = [content]
    for _ in range(MAX_DEPTH):
        parts = [part for part in level if isinstance(part, (dict, list))]
        level = [
            child for part in parts for child in (part.values() if isinstance(part, dict) else part)
        ]
    return any(isinstance(part, (dict, list)) for part in level)


def grade_ids(cells: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the grade ids of `cells`, in their order, with repetitions."""
    return [nbgrader(cell)["grade_id"] for cell in cells if "grade_id" in nbgrader(cell)]


def state_of(cells: Iterable[Mapping[str, Any]], expected: Iterable[str]) -> State:
    """Return which of the `expected` cells are missing and which answers hold three dots."""
    cells, expected = list(cells), list(expected)
    present, wanted = set(grade_ids(cells)), set(expected)
    answers = {
        nbgrader(cell)["grade_id"]: source_of(cell)  # of several, the last
        for cell in cells
        if is_answer(cell) and cell["cell_type"] == "code" and "grade_id" in nbgrader(cell)
    }
    dotted = {id_ for id_ in wanted & answers.keys() if has_dots(answers[id_])}
    return State(
        missing=tuple(id_ for id_ in expected if id_ not in present),
        unanswered=tuple(id_ for id_ in expected if id_ in dotted),
    )


def has_dots(source: str) -> bool:
    """Tell whether the code `source` still holds three dots where an answer should be.

    Dots that a later line of the same cell replaces (`x = ...`, then `x = 5`) don't count. Most
    answers hold no dots at all, and are not parsed.
    """
    if "..." not in source:
        return False
    try:
        if len(source) > MAX_TREE:
            raise ValueError
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        code = (line.split("#")[0] for line in source.splitlines())
        return any("..." in line for line in code)
    assigned = [
        (node.targets, node.lineno, _dots_in(node))
        for node in nodes
        if isinstance(node, ast.Assign)
    ]
    given: dict[str, int] = {}
    for targets, line, dots in assigned:
        if not dots:
            names = (target.id for target in targets if isinstance(target, ast.Name))
            given |= {name: max(line, given.get(name, 0)) for name in names}
    replaced: set[ast.Constant] = set()
    for (first, *_), line, dots in assigned:
        if isinstance(first, ast.Name) and given.get(first.id, 0) > line:
            replaced |= dots
    return any(node not in replaced for node in nodes if _is_dots(node))


def _dots_in(node: ast.AST) -> set[ast.AST]:
    return {part for part in ast.walk(node) if _is_dots(part)}


def _is_dots(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def light_notebook(notebook: Mapping[str, Any]) -> bytes:
    """Return a parsed notebook as the bytes that travel: text outputs only, and short."""
    cells = [
        {**cell, "outputs": light_outputs(cell["outputs"])} if "outputs" in cell else cell
        for cell in notebook["cells"]
    ]
    text = json.dumps({**notebook, "cells": cells}, ensure_ascii=False, indent=1, sort_keys=True)
    # A lone half of a surrogate pair is not text; it must not stop a hand-in.
    return (text + "\n").encode("utf-8", "replace")


def light_outputs(outputs: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the outputs of one cell that travel: text, and short all together."""
    light = []
    room = MAX_OUTPUT
    for output in outputs:
        kept = dict(output)
        if isinstance(kept.get("data"), dict):
            kept["data"] = {k: v for k, v in kept["data"].items() if k == "text/plain"}
            kept["metadata"] = {}
        size = len(json.dumps(kept))
        if kept.get("data") != {} and size <= room:
            light.append(kept)
            room -= size
    return light


def pack(
    expected: Expected,
    person: Person,
    when: datetime.datetime,
    notebooks: Mapping[str, Mapping[str, Any]],
    products: Mapping[str, bytes],
) -> bytes:
    """Return the zip of a submission: file name → parsed notebook, file name → product.

    The same arguments give the same bytes. `when` carries its time zone.
    """
    files = {name: light_notebook(nb) for name, nb in notebooks.items()} | dict(products)
    states = {
        name: state_of(nb["cells"], expected.cells.get(name, ())) for name, nb in notebooks.items()
    }
    manifest = {
        "format": FORMAT,
        "version": expected.version,
        "module": expected.module,
        "participant": {"nom": person.name, "identifiant": person.id, "jeton": person.token},
        "date": when.isoformat(timespec="seconds"),
        "fichiers": {name: digest(data) for name, data in files.items()},
        "cellules": {
            name: {"absentes": list(state.missing), "sans_reponse": list(state.unanswered)}
            for name, state in states.items()
        },
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in {MANIFEST: text.encode("utf-8"), **files}.items():
            moment = max(when.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
            archive.writestr(zipfile.ZipInfo(name, moment), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data`, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write_whole(path: Path, data: bytes) -> None:
    """Write a whole file or nothing: a power cut leaves the former one. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:  # an interruption, too
        Path(temporary).unlink(missing_ok=True)
        raise


def _cells(raw: Iterable[Any]) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = []
    taken: set[str] = set()
    for number, cell in enumerate(part for part in raw if isinstance(part, dict)):
        given = cell.get("id")
        valid = isinstance(given, str) and _ID.fullmatch(given) and given not in taken
        cells.append({**_cell(cell), "id": given if valid else _free_id(number, taken)})
        taken.add(cells[-1]["id"])
    return cells


def _free_id(number: int, taken: set[str]) -> str:
    wanted = f"sans-id-{number}"
    while wanted in taken:
        wanted += "-bis"
    return wanted


def _cell(raw: Mapping[str, Any]) -> dict[str, Any]:
    kind = raw.get("cell_type")
    source = raw.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    metadata = raw.get("metadata")
    metadata = dict(metadata) if isinstance(metadata, dict) else {}
    marks = metadata.get("nbgrader")
    if not (isinstance(marks, dict) and isinstance(marks.get("grade_id"), str)):
        metadata.pop("nbgrader", None)
    labels = metadata.get("tags")
    metadata["tags"] = [t for t in labels if isinstance(t, str)] if isinstance(labels, list) else []
    cell: dict[str, Any] = {
        "cell_type": kind if kind in ("code", "markdown") else "raw",
        "metadata": metadata,
        "source": source if isinstance(source, str) else "",
    }
    if kind == "code":
        outputs = raw.get("outputs")
        outputs = outputs if isinstance(outputs, list) else []
        cell["outputs"] = [output for output in outputs if isinstance(output, dict)]
        cell["execution_count"] = None
    return cell
