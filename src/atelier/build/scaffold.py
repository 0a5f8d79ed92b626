"""New modules and exercises, in the course's form: valid from the first moment."""

import builtins
import json
import keyword
import re
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from atelier.checks import WRITTEN, Check, with_imports
from atelier.course import Course, Module
from atelier.errors import UserError
from atelier.exercise import GRADE_ID, TRAINER, WRONG, is_answer, tags
from atelier.notebook import normal_form, read_source, to_text
from atelier.slug import slug

_NAME = "NN-nom, par exemple « 04-analyser »"

MODULE_TOML = """\
titre = "Titre du module"
question = "La question qu’un rédacteur en chef poserait"
competences = ["{competence}"]
donnees = []
produits = []

[[carnets]]
fichier = "{notebook}"
titre = "Titre du carnet"
minutes = 60
"""

HEAD = """\
# Titre du carnet

**La question.** …

**À la fin, vous saurez** … · **Durée** : 60 minutes · **Données** : …

Si le courant se coupe : rien n’est perdu, rouvrez le carnet puis *Exécution › Exécuter toutes les cellules*.
"""

STATEMENT = """\
### Exercice · {title}

Comptez … Rangez le résultat dans la variable `{variable}` (un nombre entier).
"""

ANSWER = """\
{variable} = ...  # remplacez les trois points
### BEGIN SOLUTION
# Dites ici, en une ligne, pourquoi cette réponse.
{variable} = 42
### END SOLUTION
"""

CHECK = """

@verification("{grade_id}")
def {variable}({variable}: Entier) -> str:
    verifier(
        {variable} >= 0,
        "Un comptage n’est jamais négatif. Relisez le sens de la soustraction.",
        "{misconception}",
    )
    verifier(
        {variable} == 42,
        "Ce n’est pas encore le bon compte. Reprenez l’énoncé, mot à mot.",
        "{misconception}",
    )
    return "Dites ici ce qu’il faut en retenir."
"""

CHECK_NAMES = ("Entier", "verification", "verifier")
"""What `CHECK` imports from `atelier`."""

WRONG_ANSWERS = (
    ("{variable} = -42\n", "Un comptage n’est jamais négatif."),
    ("{variable} = 41\n", "Ce n’est pas encore le bon compte."),
)


def add_module(course: Course, name: str) -> Path:
    """Create `solutions/<name>/` with one notebook that holds one exercise; return the folder."""
    number, _, rest = name.partition("-")
    if not (
        len(number) == 2 and number.isascii() and number.isdigit() and GRADE_ID.fullmatch(rest)
    ):
        raise UserError(f"« {name} » n’est pas un nom de module. Écrivez {_NAME}.")
    folder = course.solutions / name
    if folder.exists():
        raise UserError(f"Le dossier solutions/{name} existe déjà. Choisissez un autre nom.")
    cells = [new_markdown_cell(HEAD), *exercise_cells(course, name, f"{rest}-premier-exercice")]
    notebook = f"{number}-1-{rest}.ipynb"
    folder.mkdir(parents=True)
    competence = next(iter(course.competences))
    toml = MODULE_TOML.format(competence=competence, notebook=notebook)
    (folder / "module.toml").write_text(toml, encoding="utf-8")
    _save(folder / notebook, new_notebook(cells=cells))
    _add_check(course, folder, f"{rest}-premier-exercice")
    _list_module(course, name)
    return folder


def _list_module(course: Course, module: str) -> None:
    """Write into course.toml that `module` shows the misconception that `exercise_cells` takes."""
    for shown in list(course.misconceptions.values())[:1]:
        path = course.root / "course.toml"
        head, mark, rest = path.read_text(encoding="utf-8").partition(f"[meprises.{shown.id}]")
        modules = f"modules = {json.dumps(sorted({*shown.modules, module}), ensure_ascii=False)}"
        rest = re.sub(r"^modules = \[[^\]]*\]", modules, rest, count=1, flags=re.M)
        path.write_text(head + mark + rest, encoding="utf-8")


def add_exercise(course: Course, module: Module, grade_id: str) -> Path:
    """Put a new exercise after the last one of the module's last notebook; return its path."""
    _check_new(course, module, grade_id)
    path = module.notebooks[-1].path
    nb = read_source(module.notebooks[-1])
    at = _after_last_exercise(nb)
    nb.cells[at:at] = exercise_cells(course, module.name, grade_id)
    _save(path, nb)
    _add_check(course, module.folder, grade_id)
    return path


def _add_check(course: Course, folder: Path, grade_id: str) -> None:
    """Write the check of a new exercise at the end of the module's checks."""
    path = folder / WRITTEN
    head = f'"""Checks of module {folder.name}: a function for each part of an exercise."""\n\n'
    text = path.read_text(encoding="utf-8") if path.is_file() else head
    text = with_imports(text, CHECK_NAMES) + CHECK.format(**_names(course, folder.name, grade_id))
    path.write_text(text, encoding="utf-8")


def _check_new(course: Course, module: Module, grade_id: str) -> None:
    """Refuse an exercise that `module` cannot take under this name: one of the whole course's own."""
    if not GRADE_ID.fullmatch(grade_id):
        example = slug(grade_id).lstrip("0123456789-") or "taux-electricite"
        raise UserError(
            f"« {grade_id} » n’est pas un nom d’exercice. Écrivez des minuscules sans accents et "
            f"des tirets, une lettre d’abord, par exemple « {example} »."
        )
    variable = _variable(grade_id)
    if keyword.iskeyword(variable) or hasattr(builtins, variable):
        raise UserError(
            f"« {grade_id} » est un mot de Python : la réponse ne peut pas porter ce nom. "
            f"Choisissez un autre nom, par exemple « mon-{grade_id} »."
        )
    known = {known for notebook in course.notebooks for known in notebook.grade_ids}
    for taken in sorted({grade_id, f"test-{grade_id}"} & known):
        raise UserError(f"Le cours a déjà une cellule « {taken} ». Choisissez un autre nom.")
    if not module.notebooks:
        raise UserError(
            f"Le module {module.name} n’a pas de carnet. "
            "Ajoutez-en un à son module.toml, sous [[carnets]]."
        )


def _variable(grade_id: str) -> str:
    """Return the name of the variable that holds the answer."""
    return grade_id.replace("-", "_")


def _names(course: Course, module: str, grade_id: str) -> dict[str, str]:
    """Return what the texts of a new exercise are filled with.

    It shows a misconception that the module shows already, where it shows one.
    """
    known = course.misconceptions.values()
    own = [misconception.id for misconception in known if module in misconception.modules]
    return {
        "grade_id": grade_id,
        "variable": _variable(grade_id),
        "title": grade_id.replace("-", " "),
        "misconception": next(iter([*own, *course.misconceptions]), "a-nommer"),
    }


def exercise_cells(course: Course, module: str, grade_id: str) -> list[NotebookNode]:
    """Return the cells of a new exercise of `module`: statement, answer, check, errors, note."""
    names = _names(course, module, grade_id)
    grader = {"locked": False, "schema_version": 3, "task": False}
    answer = {"grade": False, "grade_id": grade_id, "solution": True, **grader}
    test = {"grade": True, "grade_id": f"test-{grade_id}", "points": 1, "solution": False, **grader}
    about = {"competences": [next(iter(course.competences))], "pays": False}
    wrong = [
        new_raw_cell(
            source.format(**names),
            metadata={
                "tags": [WRONG],
                "atelier": {"meprise": names["misconception"], "message": message},
            },
        )
        for source, message in WRONG_ANSWERS
    ]
    return [
        new_markdown_cell(STATEMENT.format(**names)),
        new_code_cell(ANSWER.format(**names), metadata={"nbgrader": answer, "atelier": about}),
        new_code_cell(
            Check(grade_id, 1, 1).call,
            metadata={"nbgrader": {**test, "locked": True}, "jupyter": {"source_hidden": True}},
        ),
        *wrong,
        new_markdown_cell("**Pour la formation.** …", metadata={"tags": [TRAINER]}),
    ]


def _after_last_exercise(nb: NotebookNode) -> int:
    """Return where the cells that belong to the last exercise end."""
    answers = [index for index, cell in enumerate(nb.cells) if is_answer(cell)]
    end = answers[-1] + 1 if answers else len(nb.cells)
    while end < len(nb.cells):
        cell = nb.cells[end]
        if "grade_id" not in cell.metadata.get("nbgrader", {}) and not {WRONG, TRAINER} & {
            *tags(cell)
        }:
            break
        end += 1
    return end


def _save(path: Path, nb: NotebookNode) -> None:
    path.write_text(to_text(normal_form(nb)), encoding="utf-8")
