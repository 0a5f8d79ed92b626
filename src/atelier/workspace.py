"""A folder in which notebooks run as they do in the course: `../../data/` is the course's data."""

import os
import shutil
from pathlib import Path


def link_data(data: Path, folder: Path) -> None:
    """Make `folder/data` show the course's tables: a link, or a copy where links are refused."""
    target = folder / "data"
    if target.exists():
        return
    try:
        target.symlink_to(data, target_is_directory=True)
    except OSError:  # Windows without developer mode
        shutil.copytree(data, target)


def working_copy(folder: Path, data: Path, destination: Path) -> Path:
    """Copy a module's `folder` into `destination`; return the copy, where its notebooks can run.

    Files that an earlier run left (checkpoints) stay behind.
    """
    link_data(data, destination)
    copy = destination / folder.parent.name / folder.name
    ignored = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
    shutil.copytree(folder, copy, ignore=ignored, dirs_exist_ok=True)
    return copy


def clear_folder(folder: Path) -> None:
    """Remove `folder` and what is in it, but never what its links point to."""
    if folder.is_dir():
        shutil.rmtree(folder, ignore_errors=os.name == "nt")
