"""Checks as text and as functions: what stands alone, what travels, what is out of order."""

import ast
import json

import pytest
from IPython.core.interactiveshell import InteractiveShell
from tiny_course import CHECKS, make_course, source_cells, write_notebook

from atelier.build.release import release_module
from atelier.check.structure import check_structure
from atelier.checks import Check, Checks, with_imports
from atelier.course import CourseError, load_course
from atelier.learner import verification
from atelier.learner.reussite import pack_text, unpack_text
from atelier.learner.verification import VerificationAbsente, load_checks, verifier_reponse
from atelier.learner.verifier import Presque
from atelier.sandbox.unit import check_of

WHERE = "solutions/90-essai/verifications.py"

MANY = """\
import json, math
from pathlib import Path
from atelier import Entier, Nombre, Pays, verification, verifier

LIMITE = 3
CLE = {"a": LIMITE}


def _seuil() -> int:
    return CLE["a"]


def _cachee() -> float:
    return math.pi


@verification("un")
def un(total: Entier, PAYS: Pays) -> str:
    verifier(total == _seuil(), "non")
    return "oui"


@verification("deux", partie=2)
def deux_2(part: Nombre) -> str:
    ### BEGIN HIDDEN TESTS
    verifier(part == _cachee(), "non")
    ### END HIDDEN TESTS
    return json.dumps("oui")


@verification("deux", partie=1)
def deux_1(part: Nombre) -> str:
    return Path("oui").name
"""


@pytest.fixture
def many():
    return Checks(MANY)


def test_checks_are_read_with_their_parts_and_the_kinds_of_their_parameters(many):
    assert [check for check, _ in many.functions] == [
        Check("un", 1, 1, "un", (("total", "Entier"), ("PAYS", "Pays"))),
        Check("deux", 2, 2, "deux_2", (("part", "Nombre"),)),
        Check("deux", 1, 2, "deux_1", (("part", "Nombre"),)),
    ]
    assert ["test-deux", "test-deux-2", "test-un"] == sorted(many.by_grade_id)


def test_a_check_that_stands_alone_holds_what_it_uses_and_nothing_else(many):
    cell = many.standing_alone(many.by_grade_id["test-un"])
    assert "# Vérification : exécutez cette cellule" == cell.partition("\n")[0]
    tree = ast.parse(check_of(cell))
    imports = [ast.unparse(node) for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert ["from atelier import Entier, Pays, verification, verifier"] == imports
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert ["_seuil", "un"] == defined


def test_a_check_that_stands_alone_keeps_its_names_to_itself(many, shell, shown):
    shell.user_ns |= {"total": 3, "PAYS": "SEN", "un": "mien", "CLE": "mienne"}
    before = {name: value for name, value in shell.user_ns.items() if not name.startswith("_")}
    shell.run_cell(many.standing_alone(many.by_grade_id["test-un"]), store_history=False)
    after = {name: value for name, value in shell.user_ns.items() if not name.startswith("_")}
    assert {"executer_verification"} == after.keys() - before.keys()
    assert ("mien", "mienne") == (after["un"], after["CLE"])
    assert [("un", "oui", 1, 1)] == shown


def test_a_parameter_named_like_a_check_does_not_bring_that_check_along():
    text = MANY.replace("def un(total: Entier", "def total(total: Entier").replace(
        "part: Nombre", "total: Nombre"
    )
    checks = Checks(text.replace("verifier(part ==", "verifier(total =="))
    alone = checks.standing_alone(checks.by_grade_id["test-deux-2"])
    assert "def deux_2(" in alone
    assert "def total(" not in alone


def test_what_travels_has_no_hidden_part_nor_what_only_such_a_part_uses(many):
    public = many.public()
    assert not [word for word in ("HIDDEN", "_cachee", "math") if word in public]
    assert {("un", 1), ("deux", 1), ("deux", 2)} == set(load_checks(public))


@pytest.fixture
def shell(tmp_path, monkeypatch):
    """A notebook's shell in a participant's folder of the tiny course."""
    root = make_course(tmp_path / "cours")
    monkeypatch.chdir(root / "notebooks" / "90-essai")
    monkeypatch.setattr(verification, "_loaded", {})
    shell = InteractiveShell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    return shell


@pytest.fixture
def shown(monkeypatch):
    """What was announced as right."""
    found = []
    monkeypatch.setattr(verification, "reussi", lambda *what: found.append(what))
    return found


def test_a_call_checks_the_answer_of_the_notebook_under_way(shell, shown):
    shell.user_ns |= {"habitants": 100, "PAYS": "SEN", "double": lambda n: 2 * n}
    verifier_reponse("habitants")
    verifier_reponse("double", partie=1)
    assert [
        ("habitants", "Vous savez lire une ligne.", 1, 1),
        ("double", "Deux fois.", 1, 2),
    ] == shown


def test_a_wrong_answer_gets_its_message_through_the_packed_checks(shell):
    shell.user_ns |= {"habitants": 3, "PAYS": "SEN"}
    with pytest.raises(Presque, match="Ce n’est pas encore ce nombre"):
        verifier_reponse("habitants")


@pytest.mark.parametrize("country", ["XXX", "", 0, None])
def test_an_unknown_country_is_refused_by_the_course_itself(shell, country):
    shell.user_ns |= {"habitants": 100, "PAYS": country}
    with pytest.raises(Presque, match="qui n’est le code d’aucun pays du cours"):
        verifier_reponse("habitants")


def test_a_name_of_the_notebook_changes_nothing_in_a_check(shell, shown):
    shell.user_ns |= {"habitants": 100, "PAYS": "SEN", "pd": 1, "verifier": print, "_attendus": 2}
    shell.user_ns |= {"sum": max, "len": print}  # as `from numpy import *` does
    verifier_reponse("habitants")
    assert [("habitants", "Vous savez lire une ligne.", 1, 1)] == shown


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda path: path.unlink(), "Il manque à côté de ce carnet"),
        (lambda path: path.write_text("{"), "ne se lit pas"),
        (lambda path: path.write_text("[]"), "ne se lit pas"),
        (lambda path: path.write_text('{"verifications": "x"}'), "ne se lit pas"),
        (
            lambda path: path.write_text(json.dumps({"verifications": pack_text("")})),
            "une autre version du cours",
        ),
    ],
    ids=["missing", "cut", "a list", "damaged", "of another version"],
)
def test_checks_that_cannot_be_found_are_told_with_the_way_out(shell, damage, said):
    damage(verification.PACKED)
    with pytest.raises(VerificationAbsente) as caught:
        verifier_reponse("habitants")
    assert said in caught.value.message
    assert verification.WAY_OUT in caught.value.message


def test_participants_get_the_checks_packed_without_the_hidden_parts(tmp_path):
    course = load_course(make_course(tmp_path / "cours"))
    files = {p.name: c for p, c in release_module(course, course.modules[0]).items()}
    packed = json.loads(files[".verifications.json"])
    text = unpack_text(packed["verifications"])
    assert "9.9.9" == packed["version"]
    assert not [word for word in ("SECRET", "secret_de", "HIDDEN") if word in text]
    assert "total-de-tous" in text
    assert "total-de-tous" not in files["90-essai.ipynb"]


def problems(tmp_path, text, drop=""):
    root = make_course(tmp_path / "cours")
    (root / WHERE).write_text(text, encoding="utf-8")
    cells = [cell for cell in source_cells() if cell["id"] != drop]
    write_notebook(root / "solutions/90-essai/90-essai.ipynb", cells)
    return [str(problem) for problem in check_structure(load_course(root))]


KNOWN = (
    "Carte, Colonne, Dessin, Dictionnaire, Entier, Fonction, Liste, Nombre, Pays, Planche, Table, "
    "Texte, VraiFaux"
)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (
            '@verification("habitants")\ndef',
            "def",
            "solutions/90-essai/90-essai.ipynb, habitants : aucune fonction pour « test-habitants » "
            'écrivez-la dans verifications.py, sous @verification("habitants")',
        ),
        (
            '"double", partie=2',
            '"triple"',
            f"{WHERE}, ligne 36 : « double_2 » n’est appelée par aucune cellule ajoutez la cellule "
            "« test-triple », ou retirez la fonction",
        ),
        (
            "habitants: Entier",
            "habitants",
            f"{WHERE}, ligne 12 : le paramètre « habitants » n’a pas de genre choisissez parmi : "
            f"{KNOWN}",
        ),
        (
            "habitants: Entier",
            "habitants: int",
            f"{WHERE}, ligne 12 : le paramètre « habitants » a pour genre « int » choisissez "
            f"parmi : {KNOWN}",
        ),
        (
            "PAYS: Pays",
            "PAYS: Texte",
            f"{WHERE}, ligne 12 : le paramètre « PAYS » a pour genre « Texte » le pays se demande "
            "ainsi, et lui seul : PAYS: Pays",
        ),
        (
            "habitants: Entier",
            "habitants: Entier | int",
            f"{WHERE}, ligne 12 : le paramètre « habitants » a pour genre « Entier | int » "
            f"choisissez parmi : {KNOWN}",
        ),
        (
            "habitants: Entier",
            "habitants: Entier | Pays",
            f"{WHERE}, ligne 12 : le paramètre « habitants » a pour genre « Entier | Pays » le pays "
            "se demande ainsi, et lui seul : PAYS: Pays",
        ),
        (
            "habitants: Entier",
            "habitants: Pays",
            f"{WHERE}, ligne 12 : le paramètre « habitants » a pour genre « Pays » le pays se "
            "demande ainsi, et lui seul : PAYS: Pays",
        ),
        (
            "habitants: Entier",
            "habitants: Entier, chose: Texte",
            f"{WHERE}, ligne 12 : « chose » n’est défini par aucune cellule de 90-essai.ipynb "
            "demandez un nom que la réponse définit",
        ),
        (
            "habitants: Entier, PAYS: Pays",
            "habitants: Entier",
            f"{WHERE}, ligne 12 : « habitants » lit « PAYS », qui n’est ni un paramètre ni défini "
            "ici ajoutez-le aux paramètres, avec son genre, comme « PAYS: Nombre »",
        ),
        (
            "habitants: Entier, PAYS: Pays",
            "habitants: Entier, PAYS: Pays, *autres: Texte",
            f"{WHERE}, ligne 12 : « habitants » a un paramètre qui n’est pas le nom d’une réponse "
            "n’y laissez que des noms du carnet, chacun avec son genre",
        ),
        (
            "def double_2",
            "def double_1",
            f"{WHERE}, ligne 36 : 2 fonctions s’appellent « double_1 » donnez à chacune un nom qui "
            "lui est propre",
        ),
        (
            "partie=2",
            "partie=1",
            f"{WHERE}, ligne 36 : deux fonctions vérifient la partie 1 de « double » numérotez les "
            "parties : partie=1, partie=2…",
        ),
        (
            "partie=2",
            "partie=3",
            f"{WHERE}, ligne 36 : partie 3 de « double », qui en a 2 numérotez les parties à partir "
            "de 1",
        ),
        (
            '    return "Votre fonction double tout."',
            '    verifier(True, "")\n    return ""',
            f"{WHERE}, ligne 37 : la partie cachée de « double_2 » n’est pas la dernière mettez-la "
            "à la fin, juste avant « return »",
        ),
        (
            "    ### END HIDDEN TESTS\n",
            "",
            f"{WHERE}, ligne 37 : la partie cachée de « double_2 » est mal délimitée entourez-la "
            "une seule fois, de ### BEGIN HIDDEN TESTS et ### END HIDDEN TESTS",
        ),
        (
            'return "Votre fonction double tout."',
            "return str(secret_de_la_correction)",
            f"{WHERE} : hors de sa partie cachée, « double_2 » lit « secret_de_la_correction », "
            "qui n’est lié que là mettez la partie cachée à la fin de la fonction, et rien d’elle "
            "après",
        ),
    ],
)
def test_a_check_out_of_order_is_named_with_its_line_and_its_repair(tmp_path, old, new, wanted):
    assert old in CHECKS
    found = [text.replace(" → ", " ") for text in problems(tmp_path, CHECKS.replace(old, new, 1))]
    assert wanted in found


def test_a_check_reads_no_file_that_an_answer_can_write_anew(tmp_path):
    root = make_course(tmp_path / "cours")
    (root / "solutions/90-essai/aide.csv").write_text("iso3\nSEN\n", encoding="utf-8")
    changed = CHECKS.replace("../../data/habitants.csv", "aide.csv")
    (root / WHERE).write_text(changed, encoding="utf-8")
    (told,) = [one for one in map(str, check_structure(load_course(root))) if "aide.csv" in one]
    assert told == (
        f"{WHERE}, ligne 8 : une vérification lit aide.csv, qu’une réponse peut réécrire → "
        "lisez la table dans ../../data, ou écrivez ici ce qui y est"
    )


def test_checks_that_are_no_python_are_named_with_their_line(tmp_path):
    root = make_course(tmp_path / "cours")
    (root / WHERE).write_text("def f(:\n", encoding="utf-8")
    (problem,) = check_structure(load_course(root))
    assert f"{WHERE}, ligne 1" == problem.where
    with pytest.raises(CourseError):
        load_course(root).modules[0].checks  # noqa: B018


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"""Doc."""\n\n', '"""Doc."""\n\nfrom atelier import Entier, verifier\n'),
        ("import re\n", "from atelier import Entier, verifier\nimport re\n"),
        (
            "from atelier import Texte, verifier\n",
            "from atelier import Entier, Texte, verifier\n",
        ),
    ],
)
def test_names_that_a_new_check_uses_are_imported_once(text, expected):
    assert expected == with_imports(text, ["verifier", "Entier"])
