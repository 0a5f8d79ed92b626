"""`atelier valider` names file, cell and repair of whatever is not in order."""

import json
import shutil

import pytest
from tiny_course import COUNT, make_course, source_cells, write_notebook

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


def forget(id_, *keys):
    def act(cells):
        holder = by_id(cells, id_)
        for key in keys[:-1]:
            holder = holder[key]
        del holder[keys[-1]]

    return act


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
            "competences, galerie, pays",
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
            "erreur-typique, formation, nbval-check-output, parameters, questionnaire, remise",
        ),
        (
            lambda cells: by_id(cells, "habitants").update(source="habitants = 300"),
            f"{PLACE}, habitants : la solution resterait visible aux participants → entourez la "
            "solution de ### BEGIN SOLUTION et ### END SOLUTION",
        ),
        (
            lambda cells: by_id(cells, "habitants").update(
                source="### BEGIN STARTER\n# habitants = totl(table)\n" + COUNT
            ),
            f"{PLACE}, habitants : le code à réparer est mal délimité → entourez ces lignes de "
            "### BEGIN STARTER et ### END STARTER",
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
            lambda cells: by_id(cells, "test-habitants").update(source="verifier(habitants)"),
            f"{PLACE}, habitants : « test-habitants » n’est pas l’appel de sa fonction → n’y laissez "
            "que : # Vérification : exécutez cette cellule / from atelier import verifier_reponse / "
            'verifier_reponse("habitants")',
        ),
        (
            lambda cells: by_id(cells, "test-habitants").update(cell_type="raw"),
            f"{PLACE}, cellule 7 : nbgrader y attend du code → passez la cellule en « code »",
        ),
        (
            set_metadata("habitants", "nbgrader", grade=True, points=0),
            f"{PLACE}, habitants : l’exercice ne vaut rien → donnez-lui des points",
        ),
        (
            set_metadata("habitants", "atelier", pays=False),
            f"{PLACE}, habitants : la réponse ou une vérification lit PAYS, mais « atelier.pays » n’est "
            "pas vrai → écrivez true",
        ),
        (
            set_metadata("double", "atelier", pays=True),
            f"{PLACE}, double : « atelier.pays » est vrai, mais ni la réponse ni une vérification ne lit "
            "PAYS → servez-vous de PAYS, ou écrivez false",
        ),
        (
            set_metadata("double", "atelier", competences=[]),
            f"{PLACE}, double : 0 compétence(s) → nommez-en une ou deux dans atelier.competences",
        ),
        (
            set_metadata("double", "atelier", competences=["analyser"] * 3),
            f"{PLACE}, double : 3 compétence(s) → nommez-en une ou deux dans atelier.competences",
        ),
        (
            forget("erreur-typique-total-de-tous", "metadata", "atelier", "message"),
            f"{PLACE}, cellule 8 : la clé « atelier.message » manque → ajoutez-la aux métadonnées",
        ),
        (
            set_metadata("erreur-typique-total-de-tous", "atelier", meprise="inconnue"),
            f"{PLACE}, habitants, réponse fausse en cellule 8 : « inconnue » n’est pas dans "
            "course.toml → ajoutez-la à course.toml, ou corrigez « meprise »",
        ),
        (
            drop("test-double-2"),
            "solutions/90-essai/verifications.py, ligne 36 : « double_2 » n’est appelée par aucune "
            "cellule → ajoutez la cellule « test-double-2 », ou retirez la fonction",
        ),
    ],
)
def test_what_is_out_of_order_in_a_notebook_is_named_with_its_repair(root, change, wanted):
    assert wanted in with_cells(root, change)


def change(id_, **values):
    return lambda cells: by_id(cells, id_).update(values)


def put(id_, key, value):
    return lambda cells: by_id(cells, id_)["metadata"].update({key: value})


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (
            forget("habitants", "metadata", "nbgrader", "grade_id"),
            "cellule 6, metadata, nbgrader : la clé « grade_id » manque → ajoutez grade_id = …",
        ),
        (
            forget("test-habitants", "metadata", "nbgrader", "grade_id"),
            "cellule 7, metadata, nbgrader : la clé « grade_id » manque → ajoutez grade_id = …",
        ),
        (
            set_metadata("habitants", "nbgrader", grade_id=3),
            "cellule 6, metadata, nbgrader : « grade_id » est un nombre entier → écrivez un texte",
        ),
        (
            set_metadata("habitants", "nbgrader", schema_version=1),
            "cellule 6, metadata, nbgrader : « schema_version » vaut 1 → écrivez 3",
        ),
        (
            forget("test-habitants", "metadata", "nbgrader", "locked"),
            "cellule 7, metadata, nbgrader : la clé « locked » manque → ajoutez locked = …",
        ),
        (
            set_metadata("test-habitants", "nbgrader", points="deux"),
            "cellule 7, metadata, nbgrader : « points » est un texte → écrivez un nombre",
        ),
        (
            put("habitants", "nbgrader", "x"),
            "cellule 6, metadata : « nbgrader » est un texte → écrivez une table",
        ),
        (
            put("habitants", "atelier", ["x"]),
            "cellule 6, metadata : « atelier » est une liste → écrivez une table",
        ),
        (
            set_metadata("habitants", "atelier", pays="oui"),
            "cellule 6, metadata, atelier : « pays » est un texte → écrivez true ou false",
        ),
        (
            set_metadata("habitants", "atelier", competences="nettoyer"),
            "cellule 6, metadata, atelier : « competences » est un texte → écrivez une liste",
        ),
        (
            set_metadata("erreur-typique-total-de-tous", "atelier", message=3),
            "cellule 8, metadata, atelier : « message » est un nombre entier → écrivez un texte",
        ),
        (
            put("note", "tags", "formation"),
            "cellule 2, metadata : « tags » est un texte → écrivez une liste",
        ),
        (forget("note", "cell_type"), "cellule 2 : la clé « cell_type » manque → ajoutez "),
        (forget("note", "metadata"), "cellule 2 : la clé « metadata » manque → ajoutez "),
        (forget("note", "source"), "cellule 2 : la clé « source » manque → ajoutez "),
        (
            change("note", source=3),
            "cellule 2 : « source » est un nombre entier → écrivez un texte ou une liste",
        ),
        (change("note", source=[3]), "cellule 2, source : « n° 1 » est un nombre entier →"),
        (change("note", cell_type="html"), "cellule 2 : « cell_type » vaut 'html' → écrivez"),
        (
            lambda cells: cells.insert(1, "bonjour"),
            "cellule 2 : c’est un texte → écrivez une table",
        ),
    ],
)
def test_a_badly_formed_cell_is_named_with_its_number_and_repair(root, change, wanted):
    (problem,) = with_cells(root, change)
    assert problem.startswith(f"{PLACE}, {wanted}")


def test_every_notebook_with_badly_formed_cells_is_named(root):
    def two(cells):
        del by_id(cells, "note")["source"], by_id(cells, "titre")["metadata"]

    assert ["cellule 1 " in said or "cellule 2 " in said for said in with_cells(root, two)] == [
        True,
        True,
    ]


@pytest.mark.parametrize("text", ["[]", "{}", '{"nbformat": 3, "worksheets": []}', "", "null"])
def test_a_file_that_is_no_notebook_of_today_is_named(root, text):
    (root / PLACE).write_text(text, encoding="utf-8")
    (problem,) = said(root)
    assert problem.startswith(f"{PLACE} : ce fichier ne se lit pas (")


@pytest.mark.parametrize(
    ("countries", "wanted"),
    [
        ('["SEN", "XXX"]', "course.toml : « XXX » n’est pas un pays du cours → "),
        ('["GHA"]', "course.toml : « GHA » n’est pas un pays du cours → "),
        ("[]", "course.toml : « pays_echantillon » est vide → nommez"),
    ],
)
def test_a_sample_without_country_of_the_course_is_named(root, countries, wanted):
    toml = root / "course.toml"
    text = toml.read_text(encoding="utf-8").replace('["SEN", "TCD"]', countries)
    toml.write_text(text, encoding="utf-8")
    (problem,) = said(root)
    assert problem.startswith(wanted)


def test_two_modules_share_no_grade_id(root):
    shutil.copytree(root / "solutions/90-essai", root / "solutions/91-suite")
    assert any(
        "solutions/90-essai, solutions/91-suite : grade_id « habitants » employé 2 fois" in problem
        for problem in said(root)
    )


@pytest.mark.parametrize("key", ["produits", "relus"])
@pytest.mark.parametrize("name", ["../journal.csv", "a/b.csv", "a\\\\b.csv", "", ".cache", "*.csv"])
def test_what_is_handed_in_has_a_plain_name(root, key, name):
    toml = root / "solutions/90-essai/module.toml"
    text = toml.read_text(encoding="utf-8").replace('produits = ["journal.csv"]', "produits = []")
    text = text.replace("produits = []", f'produits = ["{name}"]', key == "produits")
    facts = f'relus = ["{name}"]\n' if key == "relus" else ""
    toml.write_text(facts + text, encoding="utf-8")
    assert any("n’est pas un simple nom de fichier" in problem for problem in said(root))


def test_a_module_without_notebook_is_named(root):
    toml = root / "solutions/90-essai/module.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text[: text.index("[[")].strip() + "\ncarnets = []\n", encoding="utf-8")
    assert any("module.toml : aucun carnet → " in problem for problem in said(root))


def test_a_misconception_that_no_exercise_shows_is_named(root):
    toml = root / "course.toml"
    extra = '\n[meprises.orpheline]\nnom = "x"\nsortie = "y"\nmodules = []\n'
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


@pytest.mark.parametrize("listed", ["[]", '["91-autre", "90-essai"]'])
def test_the_registry_names_the_modules_that_show_a_misconception(root, listed):
    toml = root / "course.toml"
    text = toml.read_text(encoding="utf-8").replace('["90-essai"]', listed, 1)
    toml.write_text(text, encoding="utf-8")
    assert said(root) == [
        "course.toml, [meprises.total-de-tous] : « modules » ne dit pas où elle est montrée → "
        'écrivez modules = ["90-essai"]'
    ]
