"""From hand-ins to marks and feedback, through nbgrader itself."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from classroom import COUNT, DOUBLE, WARNING, WHEN, answered, doubled, forged, hand_in, without
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from sandboxes import needs_sandbox
from tiny_course import MODULE, build_released, make_course

from atelier.build.release import release_module
from atelier.course import load_course
from atelier.grading.assignments import quiet
from atelier.grading.autograde import EMPTY, grade
from atelier.grading.cohort import open_cohort
from atelier.grading.collect import collect
from atelier.grading.config import nbgrader_config
from atelier.grading.example import write_example
from atelier.grading.feedback import write_feedback
from atelier.grading.outcome import GRADED, UNCHANGED, render_grading
from atelier.grading.report import render_report, report
from atelier.grading.results import BLANK, BY_HAND, PARTLY, RIGHT, WRONG, read_class
from atelier.grading.workplace import open_here
from atelier.person import Person
from atelier.sandbox.unit import Limits
from atelier.sandbox.watch import ENDLESS, QUIT
from atelier.submission import pack, read_expected

ROOT = Path(__file__).parents[2]

ENDED = "import os\nos._exit(1)"
ENDLESS_CALL = "def double(nombre):\n    while True:\n        pass"

pytestmark = [pytest.mark.lent, needs_sandbox]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grade a class in which everything happens; return course, cohort and what was done."""
    root = tmp_path_factory.mktemp("cours")
    course = load_course(make_course(root / "c"))
    cohort = open_cohort(root / "promotion (2) été", create=True)
    right = {"habitants": COUNT, "double": WARNING}
    for name, notebook in {
        "Awa Karité": answered(course, right, "TCD"),
        "Blaise Tamarin": without(answered(course, right), "test-habitants", "test-double"),
        "Divine Moabi": answered(course, {"habitants": "habitants = '100'", "double": DOUBLE}),
        "Éloïse Hibiscus": doubled(doubled(answered(course, right), "habitants"), "test-double-2"),
        "Fanta Savane": answered(course, {"habitants": ENDED, "double": DOUBLE}),
        "Kossi Iroko": answered(course, {"habitants": "habitants = tabel", "double": "<script>"}),
        "Prisca Limba": answered(course, right, "kongo"),
        "Ursule Balanite": without(answered(course, {}), "habitants"),
    }.items():
        hand_in(course, cohort.inbox, name, notebook)
    collect(course, cohort, [cohort.inbox], now=WHEN)
    return course, cohort, grade(course, cohort)


@pytest.fixture(scope="module")
def results(graded):
    course, cohort, _ = graded
    group = read_class(course, cohort, course.module(MODULE))
    return {result.name: result for result in group.results}


def states(result):
    return [(e.status, e.points) for e in result.exercises]


def test_everybody_is_graded_and_code_that_ends_python_costs_itself_alone(graded, results):
    _, _, grading = graded
    assert grading.failed == ()
    assert {outcome.status for outcome in grading.outcomes} == {GRADED}
    assert {o.name: o.stops for o in grading.outcomes if o.stops} == {"Fanta Savane": (QUIT,)}
    (count, double) = results["Fanta Savane"].exercises
    assert (count.status, count.points) == (WRONG, 0.0)
    assert "Votre cellule a été arrêtée" in count.message
    assert (double.status, double.points) == (RIGHT, 3.0)


def test_right_answers_get_full_marks_even_when_they_warn(results):
    assert states(results["Awa Karité"]) == [(RIGHT, 2.0), (RIGHT, 3.0)]


def test_deleted_and_doubled_cells_change_nothing(results):
    assert states(results["Blaise Tamarin"]) == [(RIGHT, 2.0), (RIGHT, 3.0)]
    assert states(results["Éloïse Hibiscus"]) == [(RIGHT, 2.0), (RIGHT, 3.0)]


def test_an_answer_of_the_wrong_type_gets_its_message(results):
    (count, double) = results["Divine Moabi"].exercises
    assert (count.status, count.misconception) == (WRONG, "texte-et-nombre")
    assert "devrait être un nombre entier" in count.message
    assert double.status == RIGHT


def test_an_ordinary_error_is_explained(results):
    (count, double) = results["Kossi Iroko"].exercises
    assert count.message.startswith("Votre cellule s’arrête sur une erreur NameError")
    assert double.message.startswith("Votre cellule s’arrête sur une erreur SyntaxError")


def test_an_unknown_country_is_said_and_what_depends_on_it_gets_nothing(results):
    result = results["Prisca Limba"]
    assert states(result) == [(WRONG, 0.0), (RIGHT, 3.0)]
    (notice,) = result.notices
    assert "PAYS vaut 'kongo', qui n’est le code d’aucun pays du cours." in notice


def test_whoever_did_nothing_has_begun_nothing(results):
    assert states(results["Ursule Balanite"]) == [(BLANK, 0.0), (BLANK, 0.0)]


def test_the_gradebook_is_nbgraders_own_and_waits_for_nobody(graded):
    _, cohort, _ = graded
    with Gradebook(cohort.gradebook) as gradebook:
        students = {s.id: (s.first_name, s.last_name) for s in gradebook.students}
        submissions = gradebook.assignment_submissions(MODULE)
        marks = {s.student.id: (s.score, s.needs_manual_grade) for s in submissions}
    assert students["awa-karite"] == ("Awa", "Karité")
    assert marks == {
        "awa-karite": (5.0, False),
        "blaise-tamarin": (5.0, False),
        "divine-moabi": (3.0, False),
        "eloise-hibiscus": (5.0, False),
        "fanta-savane": (3.0, False),
        "kossi-iroko": (0.0, False),
        "prisca-limba": (3.0, False),
        "ursule-balanite": (0.0, False),
    }


def test_marks_equal_those_of_plain_nbgrader_where_it_can_grade(
    graded, results, tmp_path, monkeypatch
):
    course, cohort, _ = graded
    copied = open_cohort(shutil.copytree(cohort.root, tmp_path / "promotion"))
    config = nbgrader_config(course, copied)
    del config["Autograde"]
    config.CourseDirectory.assignment_id = MODULE
    config.CourseDirectory.student_id = "divine-moabi"
    converter = Autograde(coursedir=CourseDirectory(config=config), config=config)
    converter.force = True
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("MPLBACKEND", "agg")
    with quiet(copied) as log:
        converter.log = log
        converter.start()
    with Gradebook(copied.gradebook) as gradebook:
        mark = gradebook.find_submission(MODULE, "divine-moabi").score
    assert mark == results["Divine Moabi"].points


def test_feedback_is_light_and_shows_no_hidden_test_no_traceback_no_markup(graded):
    course, cohort, _ = graded
    feedback = write_feedback(course, cohort)
    assert (len(feedback.pages), feedback.ungraded) == (8, ())
    for page in feedback.pages:
        text = page.read_text(encoding="utf-8")
        message = (page.parent / "message.txt").read_text(encoding="utf-8")
        for hidden in ("secret_de_la_correction", "HIDDEN", "Traceback", "[0;31m", "<script"):
            assert hidden not in text + message
        assert page.stat().st_size < 60_000
        assert len(message.splitlines()) <= 10


def test_formgraders_own_feedback_hides_the_tests_too(graded, tmp_path):
    course, cohort, _ = graded
    copied = open_cohort(shutil.copytree(cohort.root, tmp_path / "promotion"))
    config = nbgrader_config(course, copied)
    config.CourseDirectory.assignment_id = MODULE
    config.CourseDirectory.student_id = "kossi-iroko"
    GenerateFeedback(coursedir=CourseDirectory(config=config), config=config).start()
    (page,) = copied.root.glob(f"retours-nbgrader/kossi-iroko/{MODULE}/*.html")
    text = page.read_text(encoding="utf-8")
    assert "tabel" in text
    assert "secret_de_la_correction" not in text


def test_the_report_shows_marks_and_hurdles(graded):
    course, cohort, _ = graded
    text = render_report(report(course, cohort))
    assert "1 sur 8 · Un nombre entre guillemets est un nombre" in text
    table = (cohort.root / "bilan.csv").read_bytes()
    assert table[:3] == b"\xef\xbb\xbf"
    rows = list(csv.reader(table.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[1] == ["Awa Karité", "2", "3", "5"]


def test_the_trainers_screen_stays_free_of_nbgraders_english(graded, capfd, tmp_path):
    course, cohort, _ = graded
    copy = shutil.copytree(cohort.root, tmp_path / "promotion")
    copied = open_cohort(copy)
    hand_in(course, tmp_path / "reçus", "Awa Karité", answered(course, {}), WHEN.replace(day=4))
    collect(course, copied, [tmp_path / "reçus"], now=WHEN)
    states = {outcome.participant: outcome.status for outcome in grade(course, copied).outcomes}
    assert states.pop("awa-karite") == GRADED
    assert set(states.values()) == {UNCHANGED}
    assert capfd.readouterr() == ("", "")


def test_new_exercises_keep_the_old_gradebook_and_grade_the_module_again(tmp_path):
    course = load_course(make_course(tmp_path / "c"))
    cohort = open_cohort(tmp_path / "promotion", create=True)
    right = answered(course, {"habitants": COUNT, "double": DOUBLE})
    hand_in(course, cohort.inbox, "Awa Karité", right)
    collect(course, cohort, [cohort.inbox], now=WHEN)
    assert grade(course, cohort).notices == ()
    source = course.solutions / MODULE / "90-essai.ipynb"
    notebook = json.loads(source.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = "# Un titre corrigé"
    source.write_text(json.dumps(notebook), encoding="utf-8")
    (outcome,) = grade(load_course(course.root), cohort).outcomes  # a text: nothing to build
    assert outcome.status == UNCHANGED
    assert "Un titre corrigé" in (cohort.released / MODULE / "90-essai.ipynb").read_text("utf-8")
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "test-double-2"]
    source.write_text(json.dumps(notebook), encoding="utf-8")
    checks = source.with_name("verifications.py")
    text, _, _ = checks.read_text("utf-8").partition('@verification("double", partie=2)')
    checks.write_text(text, encoding="utf-8")
    changed = build_released(course.root)
    notice, why = grade(changed, cohort).notices
    assert "tout le module est recorrigé" in notice
    assert "la vérification de « double » a changé" in why
    assert len(list(cohort.root.glob("gradebook-*.db"))) == 1
    (result,) = read_class(changed, cohort, changed.module(MODULE)).results
    assert (result.points, result.maximum) == (3.0, 3.0)


@pytest.fixture
def alone(tmp_path):
    """Return a course and a cohort in which Awa alone, with two right answers, is graded."""
    course = load_course(make_course(tmp_path / "c"))
    cohort = open_cohort(tmp_path / "promotion", create=True)
    send_again(course, cohort, {"habitants": COUNT, "double": DOUBLE})
    grade(course, cohort)
    return course, cohort


def send_again(course, cohort, answers, day=2, products=None):
    notebook = {"90-essai.ipynb": answered(course, answers)}
    expected = read_expected(course.released / MODULE)
    data = pack(expected, Person("Awa Karité"), WHEN.replace(day=day), notebook, products or {})
    cohort.inbox.mkdir(exist_ok=True)
    (cohort.inbox / "awa.zip").write_bytes(data)
    collect(course, cohort, [cohort.inbox], now=WHEN.replace(day=day))


def only_result(course, cohort):
    (result,) = read_class(course, cohort, course.module(MODULE)).results
    return result


def test_a_lost_gradebook_gives_nobody_a_zero_and_is_made_again(alone):
    course, cohort = alone
    before = only_result(course, cohort)
    (cohort.root / "gradebook.db").unlink()
    lost = read_class(course, cohort, course.module(MODULE))
    assert (lost.results, lost.ungraded) == ((), ("Awa Karité",))
    assert [outcome.status for outcome in grade(course, cohort).outcomes] == [GRADED]
    assert only_result(course, cohort) == before
    assert before.points == 5.0


def test_a_mark_given_by_hand_stays_and_counts_while_the_answer_is_the_same(alone):
    course, cohort = alone
    with Gradebook(cohort.gradebook) as gradebook:  # as formgrader does
        mark = gradebook.find_grade("test-habitants", "90-essai", MODULE, "awa-karite")
        mark.manual_score, mark.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    grade(course, cohort, everything=True)
    assert states(only_result(course, cohort)) == [(PARTLY, 1.5), (RIGHT, 3.0)]
    (page,) = write_feedback(course, cohort).pages
    assert "4,5 points sur 5" in (page.parent / "message.txt").read_text("utf-8")
    report(course, cohort)
    assert "Awa Karité;1,5;3;4,5" in (cohort.root / "bilan.csv").read_text("utf-8-sig")
    send_again(course, cohort, {"habitants": f"{COUNT}  # revu", "double": DOUBLE}, day=3)
    grade(course, cohort)
    assert states(only_result(course, cohort)) == [(BY_HAND, 1.5), (RIGHT, 3.0)]


def test_a_submission_without_a_notebook_fails_in_french(alone):
    course, cohort = alone
    (cohort.submission("awa-karite", MODULE) / "90-essai.ipynb").unlink()
    grading = grade(course, cohort)
    assert [outcome.cause for outcome in grading.outcomes] == [EMPTY]
    assert "Les autres sont corrigées" not in render_grading(grading)


def test_a_produced_file_that_was_sent_does_not_stand_in_for_the_code(alone):
    course, cohort = alone
    read = 'from pathlib import Path\nhabitants = 100 if Path("journal.csv").is_file() else 0'
    answers = {"habitants": read, "double": DOUBLE}
    send_again(course, cohort, answers, day=3, products={"journal.csv": b"etape\n"})
    assert (cohort.submission("awa-karite", MODULE) / "journal.csv").is_file()
    grade(course, cohort)
    assert only_result(course, cohort).exercises[0].points == 0


def test_hostile_submissions_cost_themselves_alone(tmp_path):
    course = load_course(make_course(tmp_path / "c"))
    cohort = open_cohort(tmp_path / "promotion", create=True)
    right = {"habitants": COUNT, "double": DOUBLE}
    for name, notebook in {
        "Awa Karité": answered(course, right),
        "Blaise Tamarin": answered(course, right | {"habitants": ENDED}),
        "Divine Moabi": answered(course, right | {"habitants": "while True:\n    pass"}),
        "Fanta Savane": answered(course, right | {"double": ENDLESS_CALL}),
        "Kossi Iroko": forged(answered(course, {"habitants": "habitants = 1"})),
        "Ursule Balanite": answered(course, right),
    }.items():
        hand_in(course, cohort.inbox, name, notebook)
    collect(course, cohort, [cohort.inbox], now=WHEN)
    short = Limits(cell_seconds=1, cell_wall=20, unit_seconds=20, unit_wall=60)
    grading = grade(course, cohort, place=lambda: open_here(course.data, limits=short))
    assert {outcome.name: (outcome.status, outcome.stops) for outcome in grading.outcomes} == {
        "Awa Karité": (GRADED, ()),
        "Blaise Tamarin": (GRADED, (QUIT,)),
        "Divine Moabi": (GRADED, (ENDLESS,)),
        "Fanta Savane": (GRADED, (ENDLESS,)),
        "Kossi Iroko": (GRADED, ()),
        "Ursule Balanite": (GRADED, ()),
    }
    group = read_class(course, cohort, course.module(MODULE))
    assert {result.name: [e.points for e in result.exercises] for result in group.results} == {
        "Awa Karité": [2.0, 3.0],
        "Blaise Tamarin": [0.0, 3.0],
        "Divine Moabi": [0.0, 3.0],
        "Fanta Savane": [2.0, 0.0],
        "Kossi Iroko": [0.0, 0.0],
        "Ursule Balanite": [2.0, 3.0],
    }
    assert [result.maximum for result in group.results] == [5.0] * 6


REAL = [path.parent.name for path in sorted((ROOT / "solutions").glob("03-*/module.toml"))]


@pytest.mark.parametrize("name", REAL)
def test_the_example_cohort_goes_through_a_real_module(name, tmp_path):
    for part in ("course.toml", "data", "solutions"):
        source = ROOT / part
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / part)
    course = load_course(tmp_path)
    module = course.module(name)
    for path, content in release_module(course, module).items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    cohort = open_cohort(tmp_path / "promotions" / "exemple", create=True)
    write_example(course, cohort, (module,))
    assert collect(course, cohort, [cohort.inbox]).rejected == ()
    assert grade(course, cohort, (module,)).failed == ()
    group = read_class(course, cohort, module)
    points = [result.points for result in group.results]
    assert (len(points), min(points), max(points)) == (20, 0.0, module.points)
    assert len(set(points)) >= 10
    pages = write_feedback(course, cohort, (module,)).pages
    assert max(page.stat().st_size for page in pages) < 60_000
    assert "Idées à reprendre avec le groupe" in render_report(report(course, cohort, (module,)))
