"""Who may import whom: the shape of the package, held by its import graph."""

import ast
from pathlib import Path

import pytest

import atelier

PACKAGE = Path(atelier.__path__[0])
FILES = sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    """Return the part of the package that a file belongs to (`learner`, `cli`, …)."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Return every module that a file imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def parts_imported(path: Path) -> set[str]:
    """Return the parts of the package that a file imports."""
    return {name.split(".")[1] for name in imports(path) if name.startswith("atelier.")}


def graph() -> dict[str, set[str]]:
    edges: dict[str, set[str]] = {}
    for path in FILES:
        edges.setdefault(part_of(path), set()).update(parts_imported(path))
    return edges


def test_only_the_commands_import_the_command_line():
    users = {part for part, used in graph().items() if "cli" in used}
    assert users <= {"__main__"}


def test_what_notebooks_import_knows_nothing_of_the_trainers_side():
    others = {"build", "check", "grading", "sandbox", "portal", "cli", "commands", "trainer"}
    assert graph()["learner"] & others == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nbgrader_is_imported_in_build_and_grading_only(path):
    uses = any(name.split(".")[0] == "nbgrader" for name in imports(path))
    assert not uses or part_of(path) in {"build", "grading"}


def test_grading_does_not_depend_on_the_checks_nor_the_other_way_round():
    edges = graph()
    assert "check" not in edges["grading"]
    assert "grading" not in edges["check"]


def test_the_sandbox_knows_nothing_of_marks_nor_of_the_course():
    assert graph()["sandbox"] & {"build", "check", "grading", "course", "cli", "trainer"} == set()


def test_the_portal_starts_on_what_a_participant_has_and_knows_nothing_of_the_course():
    import sys

    heart = [path for path in FILES if part_of(path) == "portal"]
    roots = {name.split(".")[0] for path in heart for name in imports(path)}
    assert roots <= {*sys.stdlib_module_names, "atelier", "tornado"}
    others = {"build", "check", "grading", "sandbox", "learner", "course", "cli", "trainer"}
    assert graph()["portal"] & others == set()


@pytest.mark.parametrize(
    "name",
    [
        "sandbox/primitives.py",
        "sandbox/setting.py",
        "sandbox/unit.py",
        "sandbox/worker.py",
        "course.py",
        "exercise.py",
        "facts.py",
        "form.py",
        "problem.py",
        "questions.py",
        "verdict.py",
        "verbs.py",
        "errors.py",
        "cli.py",
        "arguments.py",
    ],
)
def test_what_every_verb_needs_imports_the_standard_library_only(name):
    import sys

    roots = {module.split(".")[0] for module in imports(PACKAGE / name)}
    assert roots <= {*sys.stdlib_module_names, "atelier"}
