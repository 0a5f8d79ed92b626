"""Answers to the questionnaire, from the file that clicks wrote to marks and feedback."""

import datetime
import json
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from sandboxes import needs_sandbox

from atelier.course import load_course
from atelier.grading.assignments import quiet
from atelier.grading.autograde import grade
from atelier.grading.cohort import open_cohort
from atelier.grading.collect import collect
from atelier.grading.config import nbgrader_config
from atelier.grading.feedback import write_feedback
from atelier.grading.results import BLANK, PARTLY, RIGHT, WRONG, read_class
from atelier.learner.quiz.paper import Paper
from atelier.learner.quiz.store import DONT_KNOW, Answers, to_text
from atelier.person import Person
from atelier.questions import CODE
from atelier.submission import pack, parse_notebook, read_expected

COURSE = load_course(Path(__file__).parents[2])
MODULE = COURSE.module("01-controle-des-acquis")
WHEN = datetime.datetime(2026, 3, 2, 18, 0, tzinfo=datetime.UTC)
FACTS = json.loads((COURSE.released / MODULE.name / ".questionnaire.json").read_text("utf-8"))
PAPER = Paper("A", "", (), {}, (), FACTS["corrige"])

pytestmark = [pytest.mark.lent, needs_sandbox]


def right(question):
    """Return the right answer to a question, as a click would save it."""
    key = PAPER.keys()[question["id"]]
    if "options" in key:
        return key["justes"] if question["genre"] == "choix-multiple" else key["justes"][0]
    if "ordres" in key:
        return key["ordres"][0]
    return key["nombre"] if "nombre" in key else key["solution"]


def answers(**changed):
    """Return the file of somebody who answers all rightly, but for what is `changed`."""
    made = Answers("A", given={q["id"]: right(q) for q in FACTS["questions"]}, finished="2026")
    for id_, value in changed.items():
        made.given[id_.replace("_", "-")] = value
    made.given = {id_: value for id_, value in made.given.items() if value is not None}
    return to_text(made)


def wrong_option(id_):
    options = PAPER.keys()[id_]["options"]
    return next((name, option) for name, option in options.items() if "meprise" in option)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The results of a class, by name, and its cohort."""
    root = tmp_path_factory.mktemp("promotion")
    cohort = open_cohort(root / "p", create=True)
    expected = read_expected(COURSE.released / MODULE.name)
    name = MODULE.notebooks[0].path.name
    notebook = parse_notebook((COURSE.released / MODULE.name / name).read_bytes())
    handed_in = {
        "Tout juste": answers(),
        "Un peu": answers(
            a_carnet_1=wrong_option("a-carnet-1")[0], a_carnet_2=DONT_KNOW, a_source_1=None
        ),
        "Coupé": answers()[:700],
        "Autre forme": answers().replace('"forme": "A"', '"forme": "B"'),
        "Sans fichier": None,
        "Hostile": answers(**{c.replace("-", "_"): HOSTILE for c in CODED}),
        "Bricolé": answers(a_carnet_1=["x", "y"], a_carnet_2="beaucoup", a_source_1="zzzzzz"),
    }
    inbox = root / "inbox"
    inbox.mkdir()
    for who, text in handed_in.items():
        products = {} if text is None else {"reponses_a.json": text.encode("utf-8")}
        data = pack(expected, Person(who), WHEN, {name: notebook}, products)
        (inbox / f"{Person(who).id}.zip").write_bytes(data)
    collect(COURSE, cohort, [inbox])
    grading = grade(COURSE, cohort, [MODULE])
    assert grading.failed == ()
    write_feedback(COURSE, cohort, (MODULE,))
    group = read_class(COURSE, cohort, MODULE)
    return {result.name: result for result in group.results}, cohort


CODED = [q["id"] for q in FACTS["questions"] if q["genre"] == CODE]
HOSTILE = "[c for c in ().__class__.__base__.__subclasses__()] and exit(3)"


def competence(result, name):
    return next(e for e in result.exercises if e.grade_id == f"acquis-a-{name}")


def test_right_answers_in_the_file_earn_every_point(graded):
    result = graded[0]["Tout juste"]
    assert result.maximum == result.points == 20
    assert {e.status for e in result.exercises} == {RIGHT}


def test_a_wrong_option_and_not_knowing_are_told_each_in_its_own_words(graded):
    carnet = competence(graded[0]["Un peu"], "carnet")
    option = wrong_option("a-carnet-1")[1]
    assert carnet.status == WRONG
    assert carnet.misconceptions == (option["meprise"],)
    assert option["explication"] in carnet.message
    assert "je ne sais pas" in carnet.further[0].message
    assert carnet.further[0].misconception is None


def test_a_question_left_when_finishing_costs_its_point_and_shows_no_misconception(graded):
    source = competence(graded[0]["Un peu"], "source")
    assert (source.status, source.points) == (PARTLY, 1)
    assert "vous n’avez pas répondu" in source.message
    assert source.misconceptions == ()


@pytest.mark.parametrize("who", ["Coupé", "Autre forme"])
def test_a_file_that_cannot_be_read_earns_nothing_and_says_what_to_do(graded, who):
    result = graded[0][who]
    assert result.points == 0
    assert "ne peut pas être relu" in competence(result, "carnet").message
    assert {e.misconceptions for e in result.exercises} == {()}


def test_without_a_file_nothing_was_begun(graded):
    assert {e.status for e in graded[0]["Sans fichier"].exercises} == {BLANK}


def test_answers_of_another_shape_are_not_counted_and_show_nothing(graded):
    result = graded[0]["Bricolé"]
    assert result.points == 17
    assert {e.misconceptions for e in result.exercises} == {()}


def test_submitted_code_runs_where_it_can_reach_no_mark(graded):
    result = graded[0]["Hostile"]
    assert result.points == 20 - len(CODED)


def test_the_feedback_explains_and_gives_no_mark(graded):
    folder = graded[1].feedback
    page = next(folder.glob("un-peu/*/*.html")).read_text(encoding="utf-8")
    message = next(folder.glob("un-peu/*/message.txt")).read_text(encoding="utf-8")
    assert "L’idée à revoir" in page
    assert "pas une note" in page
    assert "points sur" not in page + message
    assert "reprenez" not in page + message


def test_plain_nbgrader_gives_the_same_points(graded, tmp_path, monkeypatch):
    results, cohort = graded
    copied = open_cohort(shutil.copytree(cohort.root, tmp_path / "promotion"))
    config = nbgrader_config(COURSE, copied)
    config.CourseDirectory.assignment_id = MODULE.name
    config.CourseDirectory.student_id = "un-peu"
    converter = Autograde(coursedir=CourseDirectory(config=config), config=config)
    converter.force = True
    monkeypatch.setenv("PYTHONPATH", str(COURSE.root / "src"))
    with quiet(copied) as log:
        converter.log = log
        converter.start()
    with Gradebook(copied.gradebook) as gradebook:
        assert results["Un peu"].points == gradebook.find_submission(MODULE.name, "un-peu").score
