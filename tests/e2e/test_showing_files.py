"""Feedback as files, nbgrader's and ours, in a real browser: no payload runs, by each wall alone."""

import contextlib
import json
import shutil

import pytest
from graded_course import MODULE, SECOND
from hostile.notebook import numbered, payloads
from nbconvert.exporters import HTMLExporter
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from shown import IN_A_BROWSER, TOUCH, WHO, chromium, graded_notebook, make_hostile_class, opened

from atelier.grading import feedback, showing
from atelier.grading.assignments import quiet
from atelier.grading.config import nbgrader_config
from atelier.grading.results import WRONG, ExerciseResult, Result

pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def hostile_class(tmp_path_factory):
    return make_hostile_class(tmp_path_factory.mktemp("cours"))


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module", params=["sanitised", "not sanitised", "stock"])
def file(request, hostile_class, tmp_path_factory):
    """nbgrader's own feedback as a file, and how much of our walls it has."""
    course, cohort = hostile_class
    copied = shutil.copytree(cohort.root, tmp_path_factory.mktemp("retours") / "promotion")
    cohort = type(cohort)(copied, f"sqlite:///{copied}/gradebook.db")
    notebook = json.loads(graded_notebook(cohort).read_text(encoding="utf-8"))
    unknown = [c for c in notebook["cells"] if "<img" in json.dumps(c["metadata"].get("nbgrader"))]
    assert len(unknown) == 1  # a graded cell that the gradebook does not know: nbgrader refuses it
    notebook["cells"].remove(unknown[0])
    graded_notebook(cohort).write_text(json.dumps(notebook), encoding="utf-8")
    config = nbgrader_config(course, cohort)
    config.CourseDirectory.assignment_id = MODULE
    config.CourseDirectory.student_id = WHO
    if request.param != "sanitised":
        config.GenerateFeedback.exporter_class = {"stock": HTMLExporter}.get(request.param, Raw)
    converter = GenerateFeedback(coursedir=CourseDirectory(config=config), config=config)
    with quiet(cohort) as log:
        converter.log = log
        converter.start()
    return request.param, copied / "retours-nbgrader" / WHO / MODULE / f"{SECOND}.html"


class Raw(HTMLExporter):
    """nbconvert's exporter with the policy of our feedback."""

    def _create_environment(self):
        environment = super()._create_environment()
        environment.add_extension(showing.NoScripts)
        return environment


@pytest.mark.parametrize("policy", [True, False], ids=["policy", "no policy"])
def test_no_payload_runs_in_nbgraders_feedback(file, browser, policy):
    kind, path = file
    with opened(browser, policy) as page:
        page.goto(path.as_uri())
        page.wait_for_timeout(1_000)
        with contextlib.suppress(Exception):
            page.evaluate(TOUCH, "#notebook *")
        page.wait_for_timeout(500)
        if kind == "stock" or (kind == "not sanitised" and not policy):
            assert len(page.ran) >= 40  # else the others would prove nothing
        else:
            assert page.ran == set()
        if kind == "sanitised":
            assert page.foreign == []
            assert page.locator("table.dataframe").first.is_visible()


def hostile_result():
    """Return a result whose every text holds every payload."""
    text = "\n".join(
        json.dumps(numbered(cell, number), ensure_ascii=False).replace('\\"', '"')
        for number, cell in enumerate(payloads().values())
    )
    exercises = tuple(
        ExerciseResult(
            notebook=text[start : start + 900],
            grade_id="x",
            title=text[start : start + 900],
            points=0,
            maximum=1,
            status=WRONG,
            message=text[start : start + 900],
            misconception=None,
            answer=text[start : start + 900],
            comment=text[start : start + 900],
        )
        for start in range(0, len(text), 1_000)
    )
    return Result(WHO, text[:300], MODULE, exercises, (text[:300],))


@pytest.mark.parametrize("escaped", [True, False], ids=["escaped", "not escaped"])
@pytest.mark.parametrize("policy", [True, False], ids=["policy", "no policy"])
def test_no_payload_runs_in_our_feedback(
    hostile_class, browser, tmp_path, monkeypatch, escaped, policy
):
    course, _ = hostile_class
    if not escaped:
        template = feedback._template()
        monkeypatch.setattr(template.environment, "autoescape", False)
        template.environment.cache.clear()
        bare = template.environment.from_string(
            (feedback.TEMPLATES / "retour.html").read_text(encoding="utf-8")
        )
        monkeypatch.setattr(feedback, "_template", lambda: bare)
    monkeypatch.setattr(feedback, "MAX_PAGE", 10**9)
    page_file = tmp_path / "retour.html"
    page_file.write_text(
        feedback.render_page(course, course.module(MODULE), hostile_result()), encoding="utf-8"
    )
    with opened(browser, policy) as page:
        page.goto(page_file.as_uri())
        page.wait_for_timeout(500)
        with contextlib.suppress(Exception):
            page.evaluate(TOUCH, "main *")
        page.wait_for_timeout(500)
        if escaped or policy:
            assert page.ran == set()
        else:
            assert len(page.ran) >= 20  # else the others would prove nothing
