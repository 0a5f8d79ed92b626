"""The notebooks that ran, on disk: light, whole, and read-only as nbgrader leaves them."""

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from atelier.grading.cohort import Cohort
from atelier.grading.light import utils

MAX_LINES = 1_000
"""Printed lines that one cell keeps, as in nbgrader's LimitOutput."""

MAX_TRACEBACK = 100
"""Lines of a traceback that are kept; half of them from its end."""

MAX_TEXT = 100_000
"""Characters of any one text that are kept: a single line may hold 30 MB."""

MAX_FRAME = 5_000
"""Characters of one entry of a traceback that are kept."""

MAX_CELL = 2_000_000
"""Characters of all outputs of a cell, pictures included."""

CUT = "… (sortie coupée)"


def to_bytes(notebook: Mapping[str, Any]) -> bytes:
    """Return a notebook that ran as the bytes of its file, its outputs limited."""
    cells = [
        {**cell, "outputs": limited(cell["outputs"])} if cell["cell_type"] == "code" else cell
        for cell in notebook["cells"]
    ]
    text = json.dumps({**notebook, "cells": cells}, ensure_ascii=False, sort_keys=True)
    return (text + "\n").encode("utf-8", "replace")


def limited(outputs: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the outputs of one cell that are worth keeping. An error stays an error."""
    kept: list[dict[str, Any]] = []
    lines, room, full = MAX_LINES, MAX_CELL, False
    for output in outputs:
        light = dict(output)
        if output["output_type"] == "stream":
            if not lines:
                continue
            light["text"] = _first_lines(output["text"], lines)
            lines -= light["text"].count("\n") + 1
        elif output["output_type"] == "error":
            light["evalue"] = _cut(output["evalue"])
            light["traceback"] = _both_ends(output["traceback"])
        size = len(json.dumps(light))
        if size <= room:
            room -= size
            kept.append(light)
        elif output["output_type"] == "error":
            kept.append({**light, "evalue": _cut(output["evalue"], MAX_FRAME), "traceback": []})
        elif not full:
            full = True
            kept.append({"output_type": "stream", "name": "stdout", "text": f"{CUT}\n"})
    return kept


def read_graded(cohort: Cohort, participant: str, module: str) -> dict[str, list[dict[str, Any]]]:
    """Return the cells of the notebooks that last ran, by the notebooks' names."""
    folder = cohort.graded / participant / module
    if not folder.is_dir():  # stopped between the two names that `write_graded` gives
        folder = _aside(folder, "ancien")
    found = {}
    for path in sorted(folder.glob("*.ipynb")):
        # Whatever cannot be read did not run: it is about to be made again.
        with contextlib.suppress(ValueError, LookupError, TypeError):
            found[path.stem] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return found


def write_graded(cohort: Cohort, participant: str, module: str, files: Mapping[str, bytes]) -> None:
    """Make the folder of a graded submission hold `files`, all of them or as before.

    Raises `OSError`.
    """
    folder = cohort.graded / participant / module
    fresh, former = _aside(folder, "neuf"), _aside(folder, "ancien")
    if fresh.exists():
        utils.rmtree(fresh)
    fresh.mkdir(parents=True)
    for name, content in files.items():
        path = fresh / name
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(0o444)
    if folder.exists():
        if former.exists():
            utils.rmtree(former)
        folder.rename(former)
    fresh.rename(folder)
    if former.exists():
        utils.rmtree(former)


def _aside(folder: Path, kind: str) -> Path:
    return folder.with_name(f".{folder.name}.{kind}")


def _first_lines(text: str, count: int) -> str:
    lines = text.split("\n")
    if len(lines) > count:
        text = "\n".join([*lines[: count - 1], CUT])
    return _cut(text)


def _both_ends(frames: list[str]) -> list[str]:
    if len(frames) > MAX_TRACEBACK:
        start = MAX_TRACEBACK // 2
        frames = [*frames[:start], CUT, *frames[-(MAX_TRACEBACK - start - 1) :]]
    return [_cut(frame, MAX_FRAME) for frame in frames]


def _cut(text: str, length: int = MAX_TEXT) -> str:
    return text if len(text) <= length else f"{text[:length]}{CUT}"
