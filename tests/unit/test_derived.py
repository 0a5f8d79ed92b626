"""What is derived from the sources, and how a difference is named."""

import json

import pytest
from tiny_course import make_course

from atelier.build.derived import _pages, differences
from atelier.build.markers import replace_between
from atelier.build.release import release_module
from atelier.build.scaffold import add_exercise, add_module
from atelier.build.tables import modules_in_english, modules_in_french
from atelier.check.structure import check_structure
from atelier.course import CourseError, load_course
from atelier.errors import UserError
from atelier.exercise import blank
from atelier.learner.reussite import unpack_text
from atelier.notebook import normal_form, read_notebook, to_text


@pytest.fixture
def root(tmp_path):
    return make_course(tmp_path / "cours")


@pytest.fixture
def released(root):
    course = load_course(root)
    files = release_module(course, course.modules[0])
    return {path.name: content for path, content in files.items()}


def test_participants_get_the_notebook_what_to_hand_in_and_the_packed_solutions(released):
    assert sorted(released) == [
        ".corriges.json",
        ".remise.json",
        ".verifications.json",
        "90-essai.ipynb",
    ]


@pytest.mark.parametrize(
    "secret",
    [
        "BEGIN SOLUTION",
        "BEGIN HIDDEN TESTS",
        "secret_de_la_correction",
        "2 * nombre",
        "nombre + 2",
        "erreur-typique",
        '"formation"',
        "Note : cinq minutes",
        "VOTRE RÉPONSE",
    ],
)
def test_the_participants_notebook_holds_no_solution_hidden_test_wrong_answer_or_note(
    released, secret
):
    assert secret not in released["90-essai.ipynb"]


def test_the_participants_answer_cells_are_the_blank_ones(root, released):
    course = load_course(root)
    cells = {cell["id"]: cell for cell in json.loads(released["90-essai.ipynb"])["cells"]}
    for exercise in course.notebooks[0].exercises:
        assert exercise.untouched == "".join(cells[exercise.grade_id]["source"])


def test_releasing_twice_gives_the_same_bytes(root, released):
    course = load_course(root)
    again = release_module(course, course.modules[0])
    assert {path.name: content for path, content in again.items()} == released


def test_packed_solutions_come_back_with_their_comments(released):
    packed = json.loads(released[".corriges.json"])
    assert "# Le double, c’est deux fois." in unpack_text(packed["double"])


def test_what_to_hand_in_names_notebooks_products_and_graded_cells(root, released):
    assert json.loads(released[".remise.json"]) == {
        "empreinte": load_course(root).modules[0].fingerprint,
        "module": "90-essai",
        "version": "9.9.9",
        "carnets": ["90-essai.ipynb"],
        "produits": ["journal.csv"],
        "cellules": {
            "90-essai.ipynb": [
                "habitants",
                "test-habitants",
                "double",
                "test-double",
                "test-double-2",
            ]
        },
    }


def test_files_that_learners_write_are_not_released(root):
    for name in ("journal.csv", "journal.csv.abime-1"):
        (root / "solutions/90-essai" / name).write_text("etape\n", encoding="utf-8")
    course = load_course(root)
    released = {path.name for path in release_module(course, course.modules[0])}
    assert [] == [name for name in released if name.startswith("journal.csv")]


def test_a_notebook_that_nbgrader_refuses_is_named(root):
    path = root / "solutions/90-essai/90-essai.ipynb"
    text = path.read_text(encoding="utf-8").replace("### END SOLUTION", "### FIN")
    path.write_text(text, encoding="utf-8")
    course = load_course(root)
    wanted = "nbgrader refuse ce module : RuntimeError: no end solution statement found"
    with pytest.raises(CourseError, match=wanted) as caught:
        release_module(course, course.modules[0])
    assert "Please see" not in str(caught.value)


def expected_and_stored(root):
    course = load_course(root)
    return course, release_module(course, course.modules[0])


def test_participants_files_as_they_were_built_do_not_differ(root):
    assert differences(*expected_and_stored(root)) == []


def test_a_participants_notebook_edited_by_hand_is_named_with_the_repair(root):
    path = root / "notebooks/90-essai/90-essai.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("Compter", "Conter"), encoding="utf-8")
    (problem,) = differences(*expected_and_stored(root))
    assert (problem.where, "modifié à la main" in problem.what, "construire" in problem.repair) == (
        "notebooks/90-essai/90-essai.ipynb",
        True,
        True,
    )


def test_a_participants_file_that_is_missing_is_named_with_the_repair(root):
    (root / "notebooks/90-essai/.remise.json").unlink()
    (problem,) = differences(*expected_and_stored(root))
    assert (problem.where, problem.what, "construire" in problem.repair) == (
        "notebooks/90-essai/.remise.json",
        "ce fichier dérivé manque",
        True,
    )


def test_a_participants_notebook_without_source_is_named_with_the_repair(root):
    path = root / "notebooks/90-essai/ancien.ipynb"
    path.write_text("{}", encoding="utf-8")
    (problem,) = differences(*expected_and_stored(root))
    assert (problem.where, problem.what) == (
        "notebooks/90-essai/ancien.ipynb",
        "aucune source ne produit ce carnet",
    )
    assert problem.repair.startswith("retirez-le, ou ajoutez sa source solutions/90-essai/ancien")


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"resources": [3]}', None])
def test_a_description_of_the_data_that_cannot_be_read_is_named(root, content):
    for page in ("README.md", "LISEZMOI.md", "data/LISEZMOI.md"):
        (root / page).write_text("<!-- debut:modules -->\n<!-- fin:modules -->", encoding="utf-8")
    if content is not None:
        (root / "data/datapackage.json").write_text(content, encoding="utf-8")
    with pytest.raises(CourseError, match=r"data/datapackage.json : ce fichier ne se lit pas"):
        list(_pages(load_course(root)))


def test_graded_cells_are_locked_and_texts_have_french_spaces(root):
    cells = {cell["id"]: cell for cell in json.loads(released_text(root))["cells"]}
    assert (False, False) == tuple(
        cells[id_]["metadata"]["deletable"] for id_ in ("habitants", "test-habitants")
    )
    assert False is cells["test-habitants"]["metadata"]["editable"]
    assert "sommes-nous\N{NO-BREAK SPACE}?" in "".join(cells["titre"]["source"])


def released_text(root):
    return (root / "notebooks/90-essai/90-essai.ipynb").read_text(encoding="utf-8")


def test_only_the_solution_region_is_taken_out_of_an_answer():
    source = "a = ...\n### BEGIN SOLUTION\na = 1\n### END SOLUTION\nb = a\n"
    assert blank(source) == "a = ...\nb = a"


def test_a_starter_is_a_comment_in_the_source_and_code_for_participants():
    starter = "### BEGIN STARTER\n# a = habitant(PAYS)\n#     # indented\n### END STARTER\n"
    source = f"# Réparez.\n{starter}### BEGIN SOLUTION\na = 1\n### END SOLUTION\n"
    assert blank(source) == "# Réparez.\na = habitant(PAYS)\n    # indented"


def test_a_derived_passage_is_replaced_between_its_markers(tmp_path):
    page = "x\n<!-- debut:t -->\nold\n<!-- fin:t -->\ny\n"
    wanted = "x\n<!-- debut:t -->\nnew\n<!-- fin:t -->\ny\n"
    assert replace_between(page, "t", "new\n", tmp_path) == wanted


@pytest.mark.parametrize(
    "page",
    ["", "<!-- debut:t -->", "<!-- fin:t --> <!-- debut:t -->", "<!-- debut:t -->" * 2],
)
def test_missing_double_or_reversed_markers_are_named(page, tmp_path):
    with pytest.raises(CourseError, match="remettez-les"):
        replace_between(page, "t", "new", tmp_path)


def test_tables_of_modules_say_what_a_reader_needs(root):
    course = load_course(root)
    assert modules_in_english(course).splitlines()[2] == (
        "| [90-essai](solutions/90-essai) | Un essai | 1 | 2 | 5 | 5 min |"
    )
    assert modules_in_french(course).splitlines()[2] == (
        "| [90-essai](notebooks/90-essai) | Un essai | Combien sommes-nous ? | 2 | 5 min |"
    )


def test_a_new_module_is_in_order_from_the_first_moment(root):
    folder = add_module(load_course(root), "91-suite")
    course = load_course(root)
    assert check_structure(course) == []
    (notebook,) = course.module("91-suite").notebooks
    assert notebook.path.parent == folder
    assert [e.grade_id for e in notebook.exercises] == ["suite-premier-exercice"]
    assert to_text(normal_form(read_notebook(notebook.path))) == notebook.path.read_text("utf-8")


def test_a_new_exercise_stands_after_the_last_one(root):
    course = load_course(root)
    path = add_exercise(course, course.modules[0], "taux-eau")
    course = load_course(root)
    assert check_structure(course) == []
    assert [e.grade_id for e in course.notebooks[0].exercises] == [
        "habitants",
        "double",
        "taux-eau",
    ]
    assert read_notebook(path).cells[-1].metadata.tags == ["remise"]


@pytest.mark.parametrize(
    "name", ["suite", "9-suite", "91-Suite", "91-", "91-2-exo", "²1-a", "90-essai"]
)
def test_a_module_name_that_will_not_do_is_refused_with_advice(root, name):
    with pytest.raises(UserError, match=r"Écrivez|Choisissez"):
        add_module(load_course(root), name)


def test_a_new_exercise_bears_no_name_of_another_module(root):
    add_module(load_course(root), "91-suite")
    course = load_course(root)
    with pytest.raises(UserError, match="Le cours a déjà une cellule « habitants »"):
        add_exercise(course, course.module("91-suite"), "habitants")


@pytest.mark.parametrize("name", ["Taux Eau", "double", "2-exo", "class", "sum", "", "test-double"])
def test_an_exercise_name_that_will_not_do_is_refused_with_advice(root, name):
    course = load_course(root)
    before = (root / "solutions/90-essai/90-essai.ipynb").read_bytes()
    with pytest.raises(UserError, match=r"Écrivez|Choisissez"):
        add_exercise(course, course.modules[0], name)
    assert before == (root / "solutions/90-essai/90-essai.ipynb").read_bytes()
