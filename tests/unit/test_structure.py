"""`atelier valider` names file, cell and repair of whatever is not in order."""

import json

import pytest
from tiny_course import make_course, source_cells, write_notebook

from atelier.check.structure import check_structure
from atelier.course import load_course

PLACE = "solutions/90-essai/90-essai.ipynb"


@pytest.fixture
def root(tmp_path):
    return make_course(tmp_path / "cours")


def said(root):
    return [str(problem) for problem in check_structure(load_course(root))]


def by_id(cells, id_):
    return next(cell for cell in cells if cell["id"] == id_)


def with_cells(root, change):
    cells = source_cells()
    change(cells)
    write_notebook(root / PLACE, cells)
    return said(root)


def test_a_course_in_order_has_no_problems(root):
    assert said(root) == []


def drop(id_):
    return lambda cells: cells.remove(by_id(cells, id_))


def set_metadata(id_, key, **values):
    return lambda cells: by_id(cells, id_)["metadata"].setdefault(key, {}).update(values)


def both(first, second):
    return lambda cells: (first(cells), second(cells))


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (
            drop("erreur-typique-total-de-tous"),
            f"{PLACE}, habitants : 1 réponse(s) fausse(s) → ajoutez des cellules "
            "« erreur-typique » après le test (au moins 2)",
        ),
        (
            drop("test-habitants"),
            f"{PLACE}, habitants : aucune cellule de test → ajoutez-en une après la réponse",
        ),
        (
            set_metadata("habitants", "nbgrader", grade_id="cell-1f2e3d4c5b"),
            f"{PLACE}, cellule 6 : grade_id « cell-1f2e3d4c5b » illisible → donnez un nom lisible,"
            " comme « taux-electricite »",
        ),
        (
            set_metadata("test-habitants", "nbgrader", grade_id="essai"),
            f"{PLACE}, habitants : test nommé « essai » → renommez-le « test-habitants »",
        ),
        (
            set_metadata("habitants", "atelier", competence=["analyser"]),
            f"{PLACE}, cellule 6 : clé « atelier.competence » inconnue → clés connues : "
            "competences, pays",
        ),
        (
            set_metadata("habitants", "atelier", competences=["voler"]),
            f"{PLACE}, habitants : « voler » n’est pas dans course.toml → ajoutez-la à "
            "course.toml, ou corrigez « competences »",
        ),
        (
            set_metadata("erreur-typique-total-de-tous", "atelier", message="court"),
            f"{PLACE}, habitants, réponse fausse en cellule 8 : message attendu trop court "
            "« court » → citez au moins 15 signes du message",
        ),
        (
            lambda cells: by_id(cells, "note")["metadata"].update(tags=["formateur"]),
            f"{PLACE}, cellule 2 : étiquette inconnue « formateur » → connues : "
            "erreur-typique, formation, nbval-check-output, parameters, remise",
        ),
        (
            lambda cells: by_id(cells, "habitants").update(source="habitants = 300"),
            f"{PLACE}, habitants : la solution resterait visible aux participants → entourez la "
            "solution de ### BEGIN SOLUTION et ### END SOLUTION",
        ),
        (
            drop("enonce-1"),
            f"{PLACE}, habitants : aucun énoncé juste avant la réponse → placez l’énoncé "
            "(Markdown) juste avant la cellule de réponse",
        ),
        (
            lambda cells: by_id(cells, "erreur-typique-total-de-tous").update(
                cell_type="code", outputs=[], execution_count=None
            ),
            f"{PLACE}, cellule 8 : une réponse fausse s’exécuterait → passez la cellule en "
            "« brut »",
        ),
        (
            lambda cells: cells.insert(0, cells.pop(cells.index(by_id(cells, "test-habitants")))),
            f"{PLACE}, cellule 1 : un test ou une réponse fausse avant toute réponse → ordre : "
            "énoncé, réponse, test, réponses fausses",
        ),
        (
            set_metadata("double", "nbgrader", grade_id="habitants"),
            "solutions/90-essai : grade_id « habitants » employé 2 fois → donnez à chaque cellule "
            "un nom qui lui est propre",
        ),
        (
            set_metadata("test-habitants", "nbgrader", points=0),
            f"{PLACE}, habitants : « test-habitants » ne vaut rien → donnez-lui des points",
        ),
        (
            lambda cells: by_id(cells, "test-habitants").update(source='reponse("habitants")'),
            f"{PLACE}, habitants : « test-habitants » n’annonce pas la réussite → terminez par "
            'reussi("habitants", "…")',
        ),
        (
            lambda cells: by_id(cells, "test-double").update(source='reussi("double", "…")'),
            f"{PLACE}, double : « test-double » n’annonce pas la réussite → terminez par "
            'reussi("double", "…", partie=1, sur=2)',
        ),
    ],
)
def test_what_is_out_of_order_in_a_notebook_is_named_with_its_repair(root, change, wanted):
    assert wanted in with_cells(root, change)


def test_a_misconception_that_no_exercise_shows_is_named(root):
    toml = root / "course.toml"
    extra = '\n[meprises.orpheline]\nnom = "x"\nsortie = "y"\n'
    toml.write_text(toml.read_text(encoding="utf-8") + extra, encoding="utf-8")
    assert said(root) == [
        "course.toml, [meprises.orpheline] : aucun exercice ne la montre → ajoutez une réponse "
        "fausse qui la montre, ou retirez-la"
    ]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("90-essai.ipynb", "90-autre.ipynb", "le carnet « 90-autre.ipynb » n’existe pas"),
        ("90-essai.ipynb", "90-autre.ipynb", "le carnet « 90-essai.ipynb » n’y est pas nommé"),
        ("habitants.csv", "rien.csv", "data/rien.csv n’existe pas"),
        ("habitants.csv", "rien.csv", "data/habitants.csv est lu mais n’est pas nommé"),
        ("habitants.csv", "pays.csv", "data/pays.csv est nommé mais n’est lu nulle part"),
        ('["analyser"]', '["voler"]', "« voler » n’est pas dans course.toml"),
    ],
)
def test_lists_and_files_agree_in_both_directions(root, old, new, what):
    path = root / "solutions/90-essai/module.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert any(what in problem for problem in said(root))


def test_the_notebook_that_is_checked_is_the_one_on_disk(root):
    cells = json.loads((root / PLACE).read_text(encoding="utf-8"))["cells"]
    assert cells == source_cells()
