"""What a sandbox is given from outside: its variables, and the tables of the course."""

import os
import shutil
import sys
from pathlib import Path

from atelier.sandbox.bubblewrap import ROOT
from atelier.sandbox.setting import TEMPORARY


def is_for_all(folder: Path) -> bool:
    """Tell whether every user may read a folder and all that it holds."""
    modes = [(path.stat().st_mode, path.is_dir()) for path in (folder, *folder.rglob("*"))]
    return all(mode & 0o004 and (mode & 0o001 or not is_dir) for mode, is_dir in modes)


def copied(source: Path, target: Path) -> Path:
    """Copy a folder, for everybody to read and nobody to change."""
    shutil.copytree(source, target)
    for path in (*target.rglob("*"), target):
        path.chmod(0o755 if path.is_dir() else 0o444)
    return target


def environment(home: Path | None, *, sandboxed: bool) -> dict[str, str]:
    """Return all the variables that a server sees: none of the trainer's, but what Windows needs."""
    package = Path(__file__).resolve().parents[2]
    needed = ("SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "PATHEXT", "COMSPEC")
    kept = {} if sandboxed else {name: os.environ[name] for name in needed if name in os.environ}
    place = f"{ROOT}/{TEMPORARY}" if sandboxed else str(home)
    return {
        **kept,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "PYTHONPATH": "/paquet" if sandboxed else str(package),
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",
        "HOME": place,
        "TMPDIR": place,
        "IPYTHONDIR": str(Path(place, "ipython")),
        "MPLCONFIGDIR": str(Path(place, "matplotlib")),
        "MPL_IGNORE_SYSTEM_FONTS": "1",  # some machines have thousands, each read at every start
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "NBGRADER_EXECUTION": "autograde",
        "LANG": "C.UTF-8",
    }
