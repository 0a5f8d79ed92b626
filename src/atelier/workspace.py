"""Where notebooks run: copies of a module in the course's layout, and an environment."""

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from atelier.course import Module
from atelier.learner.quiz.paper import PAPER
from atelier.questions import BANK


def link_data(data: Path, folder: Path) -> None:
    """Make `folder/data` show the course's tables: a link, or a copy where links are refused."""
    target = folder / "data"
    if target.exists():
        return
    try:
        target.symlink_to(data, target_is_directory=True)
    except OSError:  # Windows without developer mode
        shutil.copytree(data, target)


def working_copy(module: Module, data: Path, destination: Path) -> Path:
    """Copy a module's folder into `destination`; return the copy, where its notebooks can run.

    What an earlier run left (checkpoints, products) stays behind: a notebook that needs its
    own product must not find one that somebody made before.
    """
    link_data(data, destination)
    facts = module.folder.parents[1] / "course.toml"
    if facts.is_file():  # what a notebook keeps for the whole course stays in the copy
        shutil.copyfile(facts, destination / facts.name)
    copy = destination / module.folder.parent.name / module.name
    damaged = [f"{name}.*" for name in module.products]
    ignored = shutil.ignore_patterns(
        ".ipynb_checkpoints", "__pycache__", *module.products, *damaged
    )
    shutil.copytree(module.folder, copy, ignore=ignored, dirs_exist_ok=True)
    paper = module.folder.parents[1] / "notebooks" / module.name / PAPER
    if paper.is_file():  # derived: it does not lie beside the source
        shutil.copyfile(paper, copy / PAPER)
    return copy


def source_files(module: Module) -> list[Path]:
    """Return the notebooks of `module` and the files that its notebooks need.

    Not its facts nor its question bank, nor what the solution produced: a participant must
    produce it.
    """
    left_out = {"module.toml", BANK, *module.products}
    damaged = tuple(f"{name}." for name in module.products)
    listed = {notebook.path.name for notebook in module.notebooks}
    return [
        path
        for path in sorted(module.folder.iterdir())
        if path.is_file()
        and (path.name in listed or path.suffix != ".ipynb")
        and path.name not in left_out
        and not path.name.startswith((".", *damaged))
    ]


def copy_source(module: Module, target: Path) -> None:
    """Make the folder `target` hold the source files of `module`, and nothing else."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for path in source_files(module):
        shutil.copyfile(path, target / path.name)


@contextlib.contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for the processes that are started meanwhile."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
