"""One list of packages: pyproject.toml, the locks, Binder and conda agree."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from atelier.build.environment import (
    BINDER,
    LEFT_OUT,
    PIP_ONLY,
    dependencies,
    derived_files,
    locked,
)
from atelier.verbs import GROUPS

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [*GROUPS, BINDER]


def text_of(group: str) -> str:
    return (ROOT / "requirements" / f"{group}.txt").read_text(encoding="utf-8")


def entries(group: str) -> set[str]:
    """Return a lock's entries: name, version, marker and digests."""
    return {part for part in re.split(r"\n(?=\S)", text_of(group).strip()) if part[0] != "#"}


def unmarked(group: str) -> set[str]:
    """Return a lock's entries without markers: a heavier group may want a package everywhere."""
    return {re.sub(r" ; .*(?= \\\n)", "", entry) for entry in entries(group)}


def conda_and_pip() -> tuple[dict[str, str], dict[str, str]]:
    """Return what environment.yml asks conda for, and pip inside it: name → version."""
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    conda = (entry.partition("=") for entry in listed if isinstance(entry, str))
    return {name: version for name, _, version in conda}, dict(
        [*entry.split("=="), ""][:2] for entry in pip
    )


@pytest.mark.parametrize(
    "path",
    [
        "environment.yml",
        "binder/requirements.txt",
        "binder/runtime.txt",
        "binder/sans-dependances.txt",
    ],
)
def test_the_committed_file_is_the_derived_one(path):
    assert derived_files(ROOT)[Path(path)] == (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(("lighter", "heavier"), list(pairwise(GROUPS)))
def test_each_lock_holds_the_lighter_one_versions_and_digests_to_the_letter(lighter, heavier):
    assert unmarked(lighter) < unmarked(heavier)


@pytest.mark.parametrize("group", LOCKS)
def test_the_lock_pins_what_pyproject_asks_for(group):
    pinned = locked(ROOT, group)
    for name, specifier in dependencies(ROOT, group).items():
        version = specifier.removeprefix("==")
        assert pinned[name.lower()] == [version or pinned[name.lower()][0]], name


@pytest.mark.parametrize("group", LOCKS)
def test_each_entry_is_pinned_and_carries_digests(group):
    for entry in entries(group):
        assert re.match(
            r"[\w.-]+==[\w.]+( ;.*)? \\\n( +--hash=sha256:[0-9a-f]{64}( \\\n)?)+$", entry
        )


@pytest.mark.parametrize("group", LOCKS)
def test_the_lock_names_no_address(group):
    assert not re.search(r"://|--index|--extra|--find-links|@ ", text_of(group))


@pytest.mark.parametrize("group", LOCKS)
def test_no_lock_holds_what_has_no_wheel(group):
    assert not LEFT_OUT.keys() & locked(ROOT, group).keys()


def test_binder_gets_what_a_participant_of_every_module_gets_to_the_letter():
    assert unmarked("contribution") < unmarked(BINDER)


def test_binder_installs_its_whole_lock_in_two_halves():
    halves = ["binder/requirements.txt", "binder/sans-dependances.txt"]
    pinned = re.findall(r"(?m)^([\w.-]+)==", "".join(derived_files(ROOT)[Path(h)] for h in halves))
    assert sorted(locked(ROOT, BINDER)) == sorted(set(pinned))
    assert set(LEFT_OUT.values()) == {
        name for name in re.findall(r"(?m)^([\w.-]+)==", derived_files(ROOT)[Path(halves[1])])
    }


def test_only_binder_gets_the_way_to_the_portal_through_the_notebooks_server():
    assert [BINDER] == [group for group in LOCKS if "jupyter-server-proxy" in locked(ROOT, group)]


def test_a_participant_is_spared_what_only_trainers_and_maintainers_need():
    spared = {"nbgrader", "nbval", "papermill", "pytest", "playwright", "notebook"}
    assert not spared & locked(ROOT, "contribution").keys()


def test_a_participant_who_does_not_publish_yet_is_spared_what_publishing_needs():
    assert not {"ckanapi", "frictionless"} & locked(ROOT, "participant").keys()


def test_conda_gets_every_package_of_pyproject():
    conda, pip = conda_and_pip()
    assert set(dependencies(ROOT)) == set(conda) - {"python", "pip"} | set(pip)
    assert set(pip) == PIP_ONLY


def test_conda_takes_from_its_own_channel_what_the_course_rests_on():
    named = ["jupyterlab", "pandas", "matplotlib", "nbgrader", "ipywidgets", "nbval", "papermill"]
    assert set(named) <= conda_and_pip()[0].keys()


def test_the_locked_versions_satisfy_conda():
    conda, pip = conda_and_pip()
    pinned = locked(ROOT, "mainteneur")
    for name, version in {**conda, **pip}.items():
        if name not in {"python", "pip"} and version:
            assert f"{pinned[name.lower()][0]}.".startswith(f"{version}."), name


def test_a_change_of_pyproject_reaches_conda(tmp_path):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/binder.txt").write_text("numpy==2.4.6 \\\n    --hash=sha256:0\n")
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["numpy==2.4.6"]\n[dependency-groups]\n'
        'formateur = ["xarray"]\nmainteneur = [{include-group = "formateur"}, "dask==1.2.3"]\n'
    )
    made = yaml.safe_load(derived_files(tmp_path)[Path("environment.yml")])
    assert made["dependencies"][:5] == ["python=3.12", "pip", "dask=1.2", "numpy=2.4", "xarray"]
