"""The course as data, and what is said of TOML files that are not in order."""

import pytest
from tiny_course import make_course

from atelier.course import CourseError, find_root, load_course
from atelier.exercise import Exercise


@pytest.fixture
def root(tmp_path):
    return make_course(tmp_path / "cours")


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def problems(root):
    with pytest.raises(CourseError) as caught:
        load_course(root)
    return [(p.where, p.what, p.repair) for p in caught.value.problems]


def test_a_course_is_read_with_its_modules_notebooks_and_exercises(root):
    course = load_course(root)
    (module,) = course.modules
    (notebook,) = module.notebooks
    assert (course.version, module.name, notebook.name) == ("9.9.9", "90-essai", "90-essai")
    assert [(e.grade_id, e.points) for e in notebook.exercises] == [("habitants", 2), ("double", 3)]
    assert (module.points, module.minutes) == (5, 5)


def test_the_countries_are_those_where_french_is_used(root):
    countries = load_course(root).countries
    assert (countries[:3], "GHA" in countries) == (("SEN", "TCD", "COM"), False)


def test_an_untouched_answer_is_the_cell_without_its_solution(root):
    exercise = load_course(root).notebooks[0].exercises[1]
    assert exercise.untouched == "def double(nombre):\n    resultat = ...\n    return resultat"
    assert "BEGIN" not in exercise.solution
    assert "resultat = 2 * nombre" in exercise.solution


def test_a_module_is_found_by_its_name_or_its_beginning(root):
    course = load_course(root)
    assert course.module("90") == course.module("90-essai")


def test_an_unknown_module_is_refused_with_the_known_ones(root):
    with pytest.raises(CourseError, match="choisissez parmi : 90-essai"):
        load_course(root).module("07")


def test_an_unknown_key_is_refused_with_the_nearest_one(root):
    edit(root / "solutions/90-essai/module.toml", "question =", "questoin =")
    assert (
        "solutions/90-essai/module.toml",
        "clé inconnue « questoin »",
        "vouliez-vous « question » ? (clés : titre, question, competences, donnees, produits, "
        "carnets, relus, reseau_local, questionnaire)",
    ) in problems(root)


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("course.toml", 'version = "9.9.9"', "", "la clé « version » manque"),
        ("course.toml", "secondes = 10", "", "la clé « secondes » manque"),
        ("course.toml", "secondes = 10", 'secondes = "dix"', "« secondes » est un texte"),
        ("course.toml", "sortie = ", "issue = ", "clé inconnue « issue »"),
        ("solutions/90-essai/module.toml", "minutes = 5", "", "la clé « minutes » manque"),
        ("solutions/90-essai/module.toml", 'titre = "Un essai"', "titre = ", "ne se lit pas"),
        (
            "solutions/90-essai/module.toml",
            "minutes = 5",
            'minutes = "5"',
            "« minutes » est un texte",
        ),
        ("solutions/90-essai/module.toml", "minutes = 5", "minutes = true", "est true ou false"),
        ("solutions/90-essai/module.toml", '["habitants.csv"]', "[3]", "« n° 1 » est un nombre"),
        ("solutions/90-essai/module.toml", '["analyser"]', '[["a"]]', "« n° 1 » est une liste"),
        ("solutions/90-essai/module.toml", '["analyser"]', "'a'", "« competences » est un texte"),
        ("solutions/90-essai/module.toml", "[[carnets]]", "[carnets]", "« carnets » est une table"),
        ("course.toml", '"SEN", "TCD"', '"SEN", 3', "« n° 2 » est un nombre entier"),
        ("course.toml", 'analyser = "Calculer"', "analyser = 3", "« analyser » est un nombre"),
        ("course.toml", "[budget]", '[meprises]\nfoo = "bar"\n[budget]', "« foo » est un texte"),
    ],
)
def test_a_missing_unknown_or_mistyped_key_is_named(root, file, old, new, what):
    edit(root / file, old, new)
    assert any(what in said for _, said, _ in problems(root))


def test_a_table_where_a_list_of_tables_should_be_is_named_once(root):
    path = root / "solutions/90-essai/module.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("[[")].strip() + '\ncarnets = ["a.ipynb"]', encoding="utf-8")
    assert problems(root) == [
        ("solutions/90-essai/module.toml, carnets", "« n° 1 » est un texte", "écrivez une table")
    ]


@pytest.mark.parametrize("name", [".ipynb_checkpoints", "91-vide"])
def test_what_editors_and_git_leave_in_solutions_is_no_module(root, name):
    (root / "solutions" / name / ".ipynb_checkpoints").mkdir(parents=True)
    assert [module.name for module in load_course(root).modules] == ["90-essai"]


def test_a_hidden_folder_with_files_is_no_module(root):
    trace = root / "solutions/.ipynb_checkpoints/a.ipynb"
    trace.parent.mkdir()
    trace.write_text("{}", encoding="utf-8")
    assert [module.name for module in load_course(root).modules] == ["90-essai"]


def test_a_notebook_names_its_answer_and_test_cells_in_order(root):
    assert load_course(root).notebooks[0].grade_ids == (
        "habitants",
        "test-habitants",
        "double",
        "test-double",
        "test-double-2",
    )


def test_a_solution_at_the_margin_replaces_what_stands_above_it():
    source = "a = ...\nb = 0\n### BEGIN SOLUTION\na = 1\n### END SOLUTION"
    assert Exercise("a", 0, source, 1.0).solution == "a = 1"


def test_a_module_without_its_facts_is_named(root):
    (root / "solutions/90-essai/module.toml").unlink()
    assert problems(root) == [
        (
            "solutions/90-essai/module.toml",
            "ce fichier manque",
            "retirez ce dossier, ou recopiez le module.toml d’un autre module",
        )
    ]


def test_a_notebook_that_is_not_json_is_named_with_its_repair(root):
    path = root / "solutions/90-essai/90-essai.ipynb"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        load_course(root).notebooks[0].exercises  # noqa: B018
    assert str(caught.value).startswith(
        "solutions/90-essai/90-essai.ipynb : ce fichier ne se lit pas (Expecting"
    )


def test_missing_countries_are_named(root):
    (root / "data/pays.csv").unlink()
    with pytest.raises(CourseError, match=r"data/pays.csv : .*\(pays.csv manque\)"):
        load_course(root).countries  # noqa: B018


def test_the_root_is_found_from_below(root, monkeypatch):
    monkeypatch.delenv("ATELIER_COURS", raising=False)
    assert find_root(root / "solutions" / "90-essai") == root


def test_a_named_folder_without_course_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ATELIER_COURS", str(tmp_path))
    with pytest.raises(CourseError, match="introuvable"):
        find_root()
