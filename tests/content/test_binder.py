"""What Binder would build: repo2docker's own reading of a copy of the tracked files."""

import fnmatch
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """Return a copy of what git would hold, or of everything where there is no git."""
    target = tmp_path_factory.mktemp("binder")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs git and a clone")
    for name in names.splitlines():
        if name.startswith(("binder/", "environment.yml", "pyproject.toml", ".dockerignore")):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


@pytest.fixture(scope="module")
def said(copy) -> str:
    """Return what repo2docker says of the copy: its choices, then the Dockerfile."""
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug"]
    command += ["--user-id", "1000", "--user-name", "jovyan", "."]
    run = subprocess.run(command, cwd=copy, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout + run.stderr


@pytest.mark.lent
def test_binder_reads_its_own_folder_rather_than_the_conda_environment(said):
    assert "binder/requirements.txt" in said
    assert "environment.yml" not in said


@pytest.mark.lent
def test_binder_takes_the_python_of_the_course(said):
    assert "Building conda environment for python=3.12" in said


@pytest.mark.lent
def test_binder_installs_its_lock_and_nothing_else(said):
    installs = [line.strip() for line in said.splitlines() if "/bin/pip install" in line]
    assert len(installs) == 1
    assert installs[0].endswith('-r "binder/requirements.txt"')


@pytest.mark.lent
def test_binder_then_installs_what_comes_without_what_it_asks_for(said):
    assert "RUN ./binder/postBuild" in said
    script = (ROOT / "binder/postBuild").read_text(encoding="utf-8")
    assert "--no-deps --only-binary :all: --require-hashes -r binder/sans-dependances.txt" in script


@pytest.mark.lent
def test_binder_starts_through_the_course_s_script(said):
    assert "binder/start" in said


@pytest.mark.parametrize("name", ["solutions", "grading", "tests", "promotions", ".git"])
def test_the_image_carries_none_of_what_only_trainers_need(name):
    from docker.utils.build import exclude_paths  # what repo2docker applies to the context

    patterns = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = exclude_paths(str(ROOT), [line for line in patterns if line and line[0] != "#"])
    assert not [path for path in kept if fnmatch.fnmatch(path, f"{name}/*")]


@pytest.mark.parametrize("name", ["start", "postBuild"])
def test_a_script_of_binder_can_be_executed(name):
    assert (ROOT / "binder" / name).stat().st_mode & 0o111
