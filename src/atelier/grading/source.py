"""The course's side of grading: copies of sources and data, and what marks depend on."""

import json
import shutil
from pathlib import Path

from atelier.course import Course, Module
from atelier.exercise import BACKSTAGE, blank, nbgrader, source_of, tags
from atelier.submission import digest
from atelier.workspace import source_files


def graded_by(course: Course, module: Module) -> str:
    """Return a signature of all that the marks of `module` depend on, besides the submissions.

    Code, tests, points, data, files, what is read again and whether there is a network. A typing
    error mended in a text, new outputs, another solution or wrong answer do not change it: nobody
    is graded again for that.
    """
    cells = [
        [blank(source_of(cell)), dict(nbgrader(cell))]
        for notebook in module.notebooks
        for cell in notebook.cells
        if (cell["cell_type"] == "code" or nbgrader(cell)) and not set(tags(cell)) & {*BACKSTAGE}
    ]
    # The list of countries serves every module, named among its data or not.
    files = [course.data / name for name in sorted({"pays.csv", *module.data})]
    files += [path for path in source_files(module) if path.suffix != ".ipynb"]
    contents = [digest(path.read_bytes()) for path in files if path.is_file()]
    told = [list(module.reread), module.local_network]
    return digest(json.dumps([cells, contents, told], sort_keys=True).encode("utf-8"))


def mirror(source: Path, target: Path) -> None:
    """Make `target` a read-only copy of the files in `source`; copy only what differs."""
    target.mkdir(parents=True, exist_ok=True)
    wanted = {path.relative_to(source): path for path in source.rglob("*") if path.is_file()}
    for path in [path for path in target.rglob("*") if path.is_file()]:
        if path.relative_to(target) not in wanted:
            path.chmod(0o644)
            path.unlink()
    for below, path in wanted.items():
        copy = target / below
        if copy.is_file() and copy.read_bytes() == path.read_bytes():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        if copy.exists():
            copy.chmod(0o644)
        shutil.copyfile(path, copy)
        copy.chmod(0o444)
