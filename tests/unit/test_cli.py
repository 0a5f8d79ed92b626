"""The command line: what it understands, what it says, in French."""

import ast
import errno
import importlib
import re
import shlex
from pathlib import Path

import pytest
from tiny_course import make_course

from atelier import commands
from atelier.arguments import COMMANDS, make_parser
from atelier.cli import main
from atelier.errors import COULD_NOT, INTERRUPTED, OK, PROBLEMS
from atelier.invocation import LAUNCHER, command
from atelier.verbs import GROUPS, OPTIONS, VERBS

ROOT = Path(__file__).parents[2]
PAGES = [
    "README.md",
    "LISEZMOI.md",
    "CONTRIBUTING.md",
    "grading/GUIDE.md",
    "docs/portail-en-classe.md",
]
LAUNCHERS = re.compile(r"(?:python3|py) demarrer\.py (\S[^`\n|#]*)")


@pytest.fixture
def course(tmp_path, monkeypatch):
    root = make_course(tmp_path / "cours")
    monkeypatch.setenv("ATELIER_COURS", str(root))
    return root


def test_every_verb_has_a_group_of_packages_and_every_group_is_known():
    assert set(VERBS) == set(COMMANDS)
    assert {*VERBS.values(), *OPTIONS.values()} <= set(GROUPS)


def test_every_option_that_needs_a_group_exists():
    for verb, option in OPTIONS:
        assert option in {name for part in COMMANDS[verb].arguments for name in part.names}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_verb_has_a_function_and_help_with_an_example_that_parses(name, capsys):
    command = COMMANDS[name]
    module, _, function = command.run.partition(".")
    assert callable(getattr(importlib.import_module(f"atelier.{module}"), function))
    assert make_parser().parse_args(shlex.split(command.example)).verb == name
    with pytest.raises(SystemExit):
        main([name, "--help"])
    assert f"Exemple : {LAUNCHER} {command.example}" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_verb_is_documented(name):
    assert any(f"`{name}`" in (ROOT / page).read_text("utf-8") for page in PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_the_documentation_is_understood(page):
    lines = LAUNCHERS.findall((ROOT / page).read_text(encoding="utf-8"))
    commands_shown = [shlex.split(line.split("  ")[0]) for line in lines]
    for words in commands_shown:
        if words[0] not in ("VERBE", "tests", "--sans-navigateur") and "--help" not in words:
            assert make_parser().parse_args(words).verb == words[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "il manque : VERBE"),
        (["ouvri"], "« ouvri » n’existe pas ; choisissez parmi"),
        (["rendre"], "il manque : MODULE"),
        (["ouvrir", "--port", "x"], "« x » : choisissez un nombre de 1024 à 65535"),
        (["ouvrir", "--port", "99999999"], "« 99999999 » : choisissez un nombre de 1024 à 65535"),
        (["bilan", "--promo", "x", "--vite"], "arguments inconnus : --promo --vite"),
    ],
)
def test_a_mistyped_command_is_answered_in_french(words, said, capsys):
    assert main(words) == COULD_NOT
    assert said in capsys.readouterr().err


def test_structure_is_validated_fast(course, capsys, monkeypatch):
    monkeypatch.setattr("atelier.build.derived.compare", lambda course: [])
    assert main(["valider", "--rapide"]) == OK
    assert capsys.readouterr().out == "Tout est en ordre.\n"


def test_problems_are_listed_with_their_repair(course, capsys):
    (course / "solutions/90-essai/autre.ipynb").write_text("{}", encoding="utf-8")
    assert main(["valider", "--rapide"]) == PROBLEMS
    assert capsys.readouterr().out == (
        "✘ solutions/90-essai/module.toml\n"
        "    le carnet « autre.ipynb » n’y est pas nommé\n"
        "    → ajoutez-le sous [[carnets]], ou retirez le fichier\n"
        "1 problème(s).\n"
    )


def test_a_course_that_cannot_be_read_is_no_traceback(course, capsys):
    (course / "course.toml").write_text("titre = ", encoding="utf-8")
    assert main(["construire"]) == COULD_NOT
    assert "course.toml : ce fichier ne se lit pas" in capsys.readouterr().err


def test_an_interruption_is_no_traceback(monkeypatch, capsys):
    def interrupt(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "validate", interrupt)
    assert main(["valider"]) == INTERRUPTED
    assert "Rien n’est perdu" in capsys.readouterr().err


def test_a_full_disk_is_no_traceback(monkeypatch, capsys):
    def fill(**_):
        raise OSError(errno.ENOSPC, "No space left on device", "notes.db")

    monkeypatch.setattr(commands, "validate", fill)
    assert main(["valider"]) == COULD_NOT
    assert capsys.readouterr().err == (
        "Le disque est plein : notes.db. Libérez de la place, puis relancez la même commande.\n"
    )


def test_an_unforeseen_error_is_kept_for_maintainers_and_said_in_a_sentence(
    monkeypatch, capsys, tmp_path
):
    def break_down(**_):
        raise ZeroDivisionError("a detail")

    monkeypatch.setattr(commands, "validate", break_down)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert main(["valider"]) == COULD_NOT
    assert "Traceback" not in capsys.readouterr().err
    assert "a detail" in (tmp_path / "atelier-erreur.log").read_text(encoding="utf-8")


def test_a_questionnaire_is_written_before_the_notebooks_that_ask_it_run(course, monkeypatch):
    paper = Path("notebooks/90-essai/.questionnaire.json")
    seen = []
    monkeypatch.setattr("atelier.build.release.papers", lambda *_: {paper: "{}"})
    monkeypatch.setattr("atelier.build.derived.build", lambda *_: [])
    monkeypatch.setattr(commands, "_execute", lambda *_: seen.append((course / paper).is_file()))
    assert main(["construire", "--executer", "90"]) == OK
    assert [True] == seen


def test_a_shown_command_can_be_pasted_whatever_the_folder_is_called():
    words = ("collecter", "Cours d’été (1)/a-collecter")
    line = command(*words).removeprefix(f"{LAUNCHER} ")
    assert words == tuple(shlex.split(line))


def test_no_message_tells_people_to_type_a_command_that_is_not_there():
    shown = re.compile(rf"(?<![\w.-])atelier ({'|'.join(COMMANDS)})\b")
    sources = (ROOT / "src/atelier").rglob("*.py")
    strings = (
        (path.name, node.value)
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    assert [(name, text) for name, text in strings if shown.search(text) and "`" not in text] == []


def test_a_new_module_is_announced_with_what_to_do_next(course, capsys):
    assert main(["nouveau", "91-suite"]) == OK
    assert capsys.readouterr().out.startswith("créé : solutions/91-suite\n")


def test_a_new_exercise_goes_into_the_modules_notebook(course, capsys):
    assert main(["nouveau", "90", "taux-eau"]) == OK
    assert capsys.readouterr().out.startswith("créé : solutions/90-essai/90-essai.ipynb\n")
