"""One list of packages, pyproject.toml, and what is derived from it.

pyproject.toml → `requirements/*.txt` (locks: `python -m atelier.build.environment`, needs a
network) → `binder/requirements.txt`; pyproject.toml → `environment.yml`.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from atelier.verbs import GROUPS

BINDER_PYTHON = "3.12"
"""Goes into binder/runtime.txt: without it Binder takes a Python that the course refuses."""

PIP_ONLY = frozenset(
    {"frictionless", "jupyterlab-language-pack-fr-FR", "playwright", "psycopg2-binary"}
)
"""Not on conda-forge, or named otherwise there: installed by pip inside the conda environment."""

COMMAND = "python -m atelier.build.environment"
HEADER = f"# Locked for Python 3.11 to 3.14 on every system by: {COMMAND}\n"


def derived_files(root: Path) -> dict[Path, str]:
    """Return the files derived from pyproject.toml and the locks: path below `root` → content."""
    lock = (root / "requirements" / f"{GROUPS[0]}.txt").read_text(encoding="utf-8")
    note = "# Derived from requirements/participant.txt: change that one.\n"
    return {
        Path("environment.yml"): _conda_environment(dependencies(root)),
        Path("binder/requirements.txt"): note + lock.removeprefix(HEADER),
        Path("binder/runtime.txt"): f"python-{BINDER_PYTHON}\n",
    }


def dependencies(root: Path, group: str = GROUPS[-1]) -> dict[str, str]:
    """Return what pyproject.toml asks for `group` and the lighter ones: name → specifier."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    lists = {GROUPS[0]: project["project"]["dependencies"], **project["dependency-groups"]}
    wanted = [
        entry
        for name in GROUPS[: GROUPS.index(group) + 1]
        for entry in lists[name]
        if isinstance(entry, str)  # {include-group = …}: the lighter groups are there already
    ]
    return {_name(entry): entry[len(_name(entry)) :].strip() for entry in wanted}


def locked(root: Path, group: str) -> dict[str, list[str]]:
    """Return what `group`'s lock pins: name → versions (several where markers tell them apart)."""
    text = (root / "requirements" / f"{group}.txt").read_text(encoding="utf-8")
    versions: dict[str, list[str]] = {}
    for name, version in re.findall(r"(?m)^([\w.-]+)==(\S+)", text):
        versions.setdefault(name, []).append(version)
    return versions


def lock(root: Path) -> None:
    """Write the locks anew, the heaviest first: each lighter one takes its versions from it.

    Needs `uv` and a network. Wheels only: a participant's computer cannot compile. The machine's
    own settings are left aside and no address is written.
    """
    folder = root / "requirements"
    folder.mkdir(exist_ok=True)
    heavier: Path | None = None
    for group in reversed(GROUPS):
        target = folder / f"{group}.txt"
        command = ["uv", "pip", "compile", "pyproject.toml", "--quiet", "--no-config"]
        command += ["--universal", "--python-version", "3.11", "--only-binary", ":all:"]
        command += ["--generate-hashes", "--no-header", "--no-annotate"]
        command += [] if group == GROUPS[0] else ["--group", group]
        command += ["--constraints", str(heavier)] if heavier else []
        run = subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, text=True)
        target.write_text(HEADER + run.stdout, encoding="utf-8")
        heavier = target


def _name(entry: str) -> str:
    return re.match(r"[\w.-]+", entry)[0]


def _conda_environment(wanted: dict[str, str]) -> str:
    """Return environment.yml: conda-forge lags by days, so any correction of a version will do."""

    def conda(name: str, specifier: str) -> str:
        release = re.fullmatch(r"==(\d+\.\d+)\.\S+", specifier)
        return f"{name}={release[1]}" if release else f"{name}{specifier}"

    lines = ["# Derived from pyproject.toml: change that one.", "name: atelier"]
    lines += ["channels:", "  - conda-forge", "  - nodefaults", "dependencies:"]
    lines += [f"  - python={BINDER_PYTHON}", "  - pip"]
    lines += [f"  - {conda(*item)}" for item in sorted(wanted.items()) if item[0] not in PIP_ONLY]
    lines += ["  - pip:"]
    lines += [f"      - {name}{wanted[name]}" for name in sorted(PIP_ONLY & set(wanted))]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    lock(Path(sys.argv[1] if sys.argv[1:] else ".").resolve())
