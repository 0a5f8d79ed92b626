"""A whole course in a few kilobytes, for tests: one module, one notebook, two exercises.

`make_course(root)` writes `course.toml`, `data/`, `solutions/90-essai/` and, through the course's
own build, the participants' `notebooks/90-essai/`. No output is stored.
"""

import json
from pathlib import Path
from typing import Any

from atelier.build.release import release_module
from atelier.checks import Check
from atelier.course import Course, load_course

MODULE = "90-essai"
NOTEBOOK = "90-essai"
POINTS = 5.0

COURSE_TOML = """\
titre = "Cours d’essai"
version = "9.9.9"
pays_echantillon = ["SEN", "TCD"]

[budget]
secondes = 10
memoire_mo = 350
taille_ko = 150

[competences]
analyser = "Calculer"

[meprises.total-de-tous]
nom = "Le total de tous les pays est celui du mien"
sortie = "Choisissez d’abord les lignes de votre pays."
modules = ["90-essai"]

[meprises.fonction-sans-return]
nom = "Afficher, c’est renvoyer"
sortie = "La dernière ligne de la fonction est « return … »."
modules = ["90-essai"]

[meprises.ajouter-au-lieu-de-multiplier]
nom = "Doubler, c’est ajouter deux"
sortie = "Essayez avec 10 : le double est 20."
modules = ["90-essai"]

[meprises.texte-et-nombre]
nom = "Un nombre entre guillemets est un nombre"
sortie = "Retirez les guillemets."
modules = ["90-essai"]
"""

MODULE_TOML = """\
titre = "Un essai"
question = "Combien sommes-nous ?"
competences = ["analyser"]
donnees = ["habitants.csv"]
produits = ["journal.csv"]

[[carnets]]
fichier = "90-essai.ipynb"
titre = "Compter"
minutes = 5
"""

# fmt: off
FRANCOPHONE = [
    "SEN", "TCD", "COM", "BDI", "BEN", "BFA", "CAF", "CIV", "CMR", "COD",
    "COG", "DJI", "GAB", "GIN", "MDG", "MLI", "MRT", "NER", "RWA", "TGO",
]
# fmt: on
NAMES = {"SEN": "Sénégal", "TCD": "Tchad", "COM": "Comores", "COG": "Congo", "GHA": "Ghana"}

COUNTRIES = "iso3,nom_fr,usage_francais\n" + "".join(
    f"{code},{NAMES.get(code, code)},{'officiel' if code != 'GHA' else ''}\n"
    for code in [*FRANCOPHONE, "GHA"]
)
INHABITANTS = "iso3,habitants\n" + "".join(
    f"{code},{100 * number}\n" for number, code in enumerate([*FRANCOPHONE, "GHA"], 1)
)

COUNT = """\
habitants = ...  # le nombre d’habitants de votre pays
### BEGIN SOLUTION
# On choisit la ligne du pays, puis on lit la colonne.
habitants = int(table.loc[table["iso3"] == PAYS, "habitants"].sum())
### END SOLUTION"""

DOUBLE = """\
def double(nombre):
    resultat = ...
    ### BEGIN SOLUTION
    # Le double, c’est deux fois.
    resultat = 2 * nombre
    ### END SOLUTION
    return resultat"""

CHECKS = """\
import pandas as pd
from atelier import Entier, Fonction, Nombre, Pays, essayer, proche, verification, verifier

SECRET = -7


def _attendus() -> pd.Series:
    return pd.read_csv("../../data/habitants.csv").set_index("iso3")["habitants"]


@verification("habitants")
def habitants(habitants: Entier, PAYS: Pays) -> str:
    attendus = _attendus()
    verifier(
        habitants != attendus.sum(),
        "Vous avez compté tous les pays à la fois. Choisissez d’abord le vôtre.",
        meprise="total-de-tous",
    )
    verifier(habitants == attendus[PAYS], "Ce n’est pas encore ce nombre. Relisez la ligne du pays.")
    return "Vous savez lire une ligne."


@verification("double", partie=1)
def double_1(double: Fonction) -> str:
    verifier(proche(essayer(double, 2, genre=Nombre), 4), "Le double de 2 n’est pas encore juste.")
    verifier(
        not proche(essayer(double, 10), 12),
        "Votre fonction ajoute deux. Doubler, c’est multiplier par deux.",
        meprise="ajouter-au-lieu-de-multiplier",
    )
    verifier(proche(essayer(double, 10), 20), "Le double de 10 n’est pas encore juste.")
    return "Deux fois."


@verification("double", partie=2)
def double_2(double: Fonction) -> str:
    ### BEGIN HIDDEN TESTS
    secret_de_la_correction = SECRET
    verifier(
        proche(essayer(double, secret_de_la_correction, genre=Nombre), -14),
        "Votre fonction se trompe sur un nombre négatif.",
    )
    ### END HIDDEN TESTS
    return "Votre fonction double tout."
"""


def _call(exercise: str, part: int = 1, parts: int = 1) -> str:
    return Check(exercise, part, parts).call


def source_cells() -> list[dict[str, Any]]:
    """Return the cells of the solution notebook, fresh at each call."""
    return [
        _cell("markdown", "# Compter\n\nCombien sommes-nous ?", "titre"),
        _cell("markdown", "Note : cinq minutes.", "note", tags=["formation"]),
        _cell("code", 'PAYS = "SEN"  # le code de votre pays', "parametres", tags=["parameters"]),
        _cell(
            "code",
            "import pandas as pd\n"
            "from atelier import verifier_pays\n"
            "PAYS = verifier_pays(PAYS)\n"
            'table = pd.read_csv("../../data/habitants.csv")',
            "lecture",
        ),
        _cell("markdown", "### Exercice 1 · Les habitants\n\n2 points.", "enonce-1"),
        _cell("code", COUNT, "habitants", nbgrader=_answer("habitants"), pays=True),
        _cell("code", _call("habitants"), "test-habitants", nbgrader=_test("test-habitants", 2)),
        _wrong(
            'habitants = int(table["habitants"].sum())', "total-de-tous", "compté tous les pays"
        ),
        _wrong('habitants = "100"', "texte-et-nombre", "devrait être un nombre entier"),
        _cell("markdown", "### Exercice 2 · Le double\n\n3 points.", "enonce-2"),
        _cell("code", DOUBLE, "double", nbgrader=_answer("double"), pays=False),
        _cell("code", _call("double", 1, 2), "test-double", nbgrader=_test("test-double", 1)),
        _cell("code", _call("double", 2, 2), "test-double-2", nbgrader=_test("test-double-2", 2)),
        _wrong(
            "def double(nombre):\n    print(2 * nombre)",
            "fonction-sans-return",
            "ne renvoie rien",
        ),
        _wrong(
            "def double(nombre):\n    return nombre + 2",
            "ajouter-au-lieu-de-multiplier",
            "Doubler, c’est multiplier",
        ),
        _cell("code", "from atelier import rendre\nrendre()", "remise", tags=["remise"]),
    ]


def write_notebook(path: Path, cells: list[dict[str, Any]]) -> Path:
    """Write `cells` as a notebook and return its path."""
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(notebook, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def make_course(root: Path) -> Path:
    """Write the tiny course in the folder `root`, which may be new, and return it."""
    texts = {
        "course.toml": COURSE_TOML,
        "data/pays.csv": COUNTRIES,
        "data/habitants.csv": INHABITANTS,
        f"solutions/{MODULE}/module.toml": MODULE_TOML,
        f"solutions/{MODULE}/verifications.py": CHECKS,
    }
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    write_notebook(root / f"solutions/{MODULE}/{NOTEBOOK}.ipynb", source_cells())
    build_released(root)
    return root


def build_released(root: Path) -> Course:
    """Write what participants get of the course in `root`, as it is now; return it, read anew."""
    course = load_course(root)
    for path, content in release_module(course, course.module(MODULE)).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return course


def _cell(kind: str, source: str, id_: str, **about: Any) -> dict[str, Any]:
    metadata: dict[str, Any] = {}
    if "tags" in about:
        metadata["tags"] = about["tags"]
    if "nbgrader" in about:
        metadata["nbgrader"] = about["nbgrader"]
    if "pays" in about:
        metadata["atelier"] = {"competences": ["analyser"], "pays": about["pays"]}
    cell: dict[str, Any] = {"cell_type": kind, "id": id_, "metadata": metadata, "source": source}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell


def _answer(grade_id: str) -> dict[str, Any]:
    return {
        "grade": False,
        "grade_id": grade_id,
        "locked": False,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }


def _test(grade_id: str, points: int) -> dict[str, Any]:
    return _answer(grade_id) | {"grade": True, "locked": True, "points": points, "solution": False}


def _wrong(source: str, misconception: str, message: str) -> dict[str, Any]:
    id_ = "erreur-typique-" + misconception
    cell = _cell("raw", source, id_, tags=["erreur-typique"])
    cell["metadata"]["atelier"] = {"meprise": misconception, "message": message}
    return cell
