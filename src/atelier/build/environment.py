"""One list of packages, pyproject.toml, and what is derived from it.

pyproject.toml → `requirements/*.txt` (locks: `python -m atelier.build.environment`, needs a
network) → `binder/*.txt`; pyproject.toml → `environment.yml`.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from atelier.verbs import GROUPS

BINDER_PYTHON = "3.12"
"""Goes into binder/runtime.txt: without it Binder takes a Python that the course refuses."""

BINDER = "binder"
"""The group that Binder's image gets: a participant's packages, and the way to the portal."""

PIP_ONLY = frozenset(
    {"ckanapi", "frictionless", "jupyterlab-language-pack-fr-FR", "playwright", "psycopg2-binary"}
)
"""Not on conda-forge, or named otherwise there: installed by pip inside the conda environment."""

LEFT_OUT = {"docopt": "ckanapi"}
"""Package left out of every lock → the one that asks for it.

docopt has no wheel and serves the command line of ckanapi only: the course imports ckanapi.
"""

COMMAND = "python -m atelier.build.environment"
HEADER = f"# Locked for Python 3.11 to 3.14 on every system by: {COMMAND}\n"


def derived_files(root: Path) -> dict[Path, str]:
    """Return the files derived from pyproject.toml and the locks: path below `root` → content."""
    whole, alone = _for_binder(root)
    note = f"# Derived from requirements/{BINDER}.txt: change that one.\n"
    return {
        Path("environment.yml"): _conda_environment(dependencies(root)),
        Path("binder/requirements.txt"): note + "".join(whole),
        Path("binder/sans-dependances.txt"): note + "".join(alone),
        Path("binder/runtime.txt"): f"python-{BINDER_PYTHON}\n",
    }


def dependencies(root: Path, group: str = GROUPS[-1]) -> dict[str, str]:
    """Return what pyproject.toml asks for `group` and those that it includes: name → specifier."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    lists = project["dependency-groups"]

    def entries(name: str) -> list[str]:
        return [
            entry
            for line in lists[name]
            for entry in ([line] if isinstance(line, str) else entries(line["include-group"]))
        ]

    wanted = project["project"]["dependencies"] + (entries(group) if group in lists else [])
    return {_name(entry): entry[len(_name(entry)) :].strip() for entry in wanted}


def locked(root: Path, group: str) -> dict[str, list[str]]:
    """Return what `group`'s lock pins: name → versions (several where markers tell them apart)."""
    text = (root / "requirements" / f"{group}.txt").read_text(encoding="utf-8")
    versions: dict[str, list[str]] = {}
    for name, version in re.findall(r"(?m)^([\w.-]+)==(\S+)", text):
        versions.setdefault(name, []).append(version)
    return versions


def lock(root: Path, *, upgrade: bool = False) -> None:
    """Write the locks anew, the heaviest first: the others take their versions from it.

    Versions already locked stay where they can, unless `upgrade`. Needs `uv` and a network.
    Wheels only: a participant's computer cannot compile. The machine's own settings are left
    aside and no address is written.
    """
    folder = root / "requirements"
    folder.mkdir(exist_ok=True)
    heaviest = folder / f"{GROUPS[-1]}.txt"
    for group in (*reversed(GROUPS), BINDER):
        target = folder / f"{group}.txt"
        command = ["uv", "pip", "compile", "pyproject.toml", "--quiet", "--no-config"]
        command += ["--universal", "--python-version", "3.11", "--only-binary", ":all:"]
        command += ["--generate-hashes", "--no-header", "--no-annotate"]
        command += [] if group == GROUPS[0] else ["--group", group]
        command += [] if group == GROUPS[-1] else ["--constraints", str(heaviest)]
        command += ["--upgrade"] if upgrade else []
        with tempfile.TemporaryDirectory() as place:
            overrides = Path(place, "overrides.txt")
            overrides.write_text("".join(f"{name} ; python_version < '3'\n" for name in LEFT_OUT))
            command += ["--overrides", str(overrides), "--output-file", str(target)]
            subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
        target.write_text(HEADER + target.read_text(encoding="utf-8"), encoding="utf-8")


def _for_binder(root: Path) -> tuple[list[str], list[str]]:
    """Return the entries of Binder's lock: those that pip resolves, and those that it must not.

    pip would look for what a lock leaves out on purpose.
    """
    text = (root / "requirements" / f"{BINDER}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.removeprefix(HEADER).rstrip("\n"))
    alone = [entry + "\n" for entry in entries if _name(entry) in LEFT_OUT.values()]
    return [entry + "\n" for entry in entries if entry + "\n" not in alone], alone


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
    lock(Path.cwd(), upgrade="--upgrade" in sys.argv[1:])
