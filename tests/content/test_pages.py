"""Pages that people read: every link leads somewhere, every picture is there."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    "README.md",
    "LISEZMOI.md",
    "CONTRIBUTING.md",
    "grading/GUIDE.md",
    "docs/portail-en-classe.md",
    "data/LISEZMOI.md",
]
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_and_picture_of_a_page_is_there(page):
    path = ROOT / page
    targets = LINK.findall(path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_the_repository_holds_no_path_of_a_machine_and_no_conflict():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    marks = re.compile(rb"(?<![\w.])/(home|root|Users|work)/\w|^<<<<<<< ", re.M)
    found = [
        name
        for name in listed.stdout.split("\0")
        if name and (ROOT / name).is_file() and marks.search((ROOT / name).read_bytes())
    ]
    assert found == []
