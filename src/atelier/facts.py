"""The form of `course.toml` and of a `module.toml`, and how they are read.

Standard library only.
"""

import tomllib
from pathlib import Path
from typing import Any

from atelier.form import NUMBER, ListOf, Table, TableOf, check_form
from atelier.problem import Problem
from atelier.questions import ASKED

BUDGET_FIELDS = {"secondes": "seconds", "memoire_mo": "memory_mb", "taille_ko": "size_kb"}
COURSE_FORM = Table(
    {
        "titre": str,
        "version": str,
        "pays_echantillon": ListOf(str),
        "budget": Table(dict.fromkeys(BUDGET_FIELDS, NUMBER)),
        "competences": TableOf(str),
        "meprises": TableOf(Table({"nom": str, "sortie": str, "modules": ListOf(str)})),
    }
)
MODULE_FORM = Table(
    {
        "titre": str,
        "question": str,
        "competences": ListOf(str),
        "donnees": ListOf(str),
        "produits": ListOf(str),
        "carnets": ListOf(Table({"fichier": str, "titre": str, "minutes": int})),
    },
    optional={
        "relus": ListOf(str),
        "reseau_local": bool,
        "questionnaire": ASKED,
    },
)


def read_toml(path: Path, form: Table, root: Path, problems: list[Problem]) -> dict[str, Any]:
    """Return what a TOML file of the course says; add to `problems` what is not in order in it."""
    where = path.relative_to(root).as_posix()
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        repair = "retirez ce dossier, ou recopiez le module.toml d’un autre module"
        problems.append(Problem(where, "ce fichier manque", repair))
        return {}
    except (OSError, ValueError) as error:
        problems.append(Problem(where, f"ce fichier ne se lit pas : {error}", "corrigez la ligne"))
        return {}
    problems += check_form(facts, form, where)
    return facts
