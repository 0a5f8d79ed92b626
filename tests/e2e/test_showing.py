"""Submissions that want to act in formgrader, in a real browser, against each wall alone."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from graded_course import MODULE, SECOND
from hostile.notebook import payloads
from shown import (
    BY_ADDRESS,
    BY_NAME,
    IN_A_BROWSER,
    ROOT,
    TOUCH,
    WHO,
    chromium,
    graded_notebook,
    make_hostile_class,
    opened,
)

from atelier.grading.gradebook import open_gradebook

pytestmark = IN_A_BROWSER

UNSANITISED = """
from nbconvert.exporters import HTMLExporter
from atelier.grading import formgrader, showing

class Stock(HTMLExporter):
    def _create_environment(self):
        environment = super()._create_environment()
        environment.add_extension(showing.Nonces)
        return environment

formgrader.Formgrader.exporter_class = Stock
"""
"""Formgrader with its policy, but nbconvert's own exporter: what a submission says is written out."""


@contextlib.contextmanager
def served(course, cohort, before=""):
    """Open formgrader as a trainer does, `before` which some code runs; yield its address."""
    environment = os.environ | {"ATELIER_COURS": str(course.root), "PYTHONPATH": str(ROOT / "src")}
    words = ["ouvrir", "--promotion", str(cohort.root), "--sans-navigateur"]
    run = f"{before}\nimport sys\nfrom atelier.cli import main\nsys.exit(main({words!r}))"
    server = subprocess.Popen(
        [sys.executable, "-u", "-c", run],
        cwd=course.root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with server, server.stdout:
        for line in server.stdout:
            if found := re.search(rb"http://\S+", line):
                break
        else:
            pytest.fail("the server did not start")
        try:
            yield found[0].decode()
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


@pytest.fixture(scope="module")
def hostile_class(tmp_path_factory):
    return make_hostile_class(tmp_path_factory.mktemp("cours"))


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def formgrader(hostile_class):
    with served(*hostile_class) as address:
        yield address


@pytest.fixture(scope="module")
def unsanitised(hostile_class, tmp_path_factory):
    """Formgrader without its first wall, on a copy of the class."""
    course, cohort = hostile_class
    copied = shutil.copytree(cohort.root, course.root / "copie")
    with served(course, type(cohort)(copied, f"sqlite:///{copied}/gradebook.db"), UNSANITISED) as a:
        yield a


def enter(page, address):
    """Open formgrader's first page: from there on a cookie says who this is."""
    page.goto(address)
    page.get_by_text(MODULE).first.wait_for()


def ask(address, path, method="GET", body=None):
    """Ask the server as its trainer; return its answer as data."""
    root, token = re.match(r"(http://[^/]+).*token=(\w+)", address).groups()
    headers = {"Authorization": f"token {token}"}
    request = Request(root + path, method=method, headers=headers, data=body)
    with urlopen(request) as answer:
        return json.loads(answer.read() or b"null")


def submission(address):
    """Return formgrader's id of the notebook that holds the payloads."""
    found = ask(address, f"/formgrader/api/submitted_notebooks/{MODULE}/{SECOND}")
    return next(entry["id"] for entry in found if entry["student"] == WHO)


def look_through(page, address, path):
    """Open a page of formgrader, then move over everything in it and click on it."""
    page.goto(re.match(r"http://[^/]+", address)[0] + path)
    page.wait_for_timeout(1_500)
    with contextlib.suppress(Exception):  # in an open page, a payload may lead elsewhere
        page.evaluate(TOUCH, ".rendered_html *, .output *")
        page.wait_for_timeout(1_000)


def look_at_submission(page, address):
    enter(page, address)
    look_through(page, address, f"/formgrader/submissions/{submission(address)}/")


def effects(page, address, course):
    """Return what the attack that was seen would have done."""
    grades = ask(address, f"/formgrader/api/grades?submission_id={submission(address)}")
    return {
        "kernels": len(ask(address, "/api/kernels")),
        "file": (course.root / "trace.txt").exists(),
        "marks": [grade["manual_score"] for grade in grades if grade["manual_score"]],
        "windows": sum(other.url.endswith("#attaque") for other in page.context.pages),
    }


NOTHING = {"kernels": 0, "file": False, "marks": [], "windows": 0}


def test_there_are_payloads_of_every_kind():
    places = {place for place, _ in payloads()}
    assert places == {"cell", "output", "text/html", "text/markdown", "markdown"}
    assert len(payloads()) >= 200


@pytest.mark.parametrize("policy", [True, False], ids=["both walls", "sanitised alone"])
def test_no_payload_runs_in_formgrader(hostile_class, formgrader, browser, policy):
    with opened(browser, policy) as page:
        look_at_submission(page, formgrader)
        assert page.locator(".code_cell").count() > 100  # it was shown
        assert page.ran == set()
        assert effects(page, formgrader, hostile_class[0]) == NOTHING
        assert page.foreign == []


def test_no_payload_runs_in_formgrader_by_its_policy_alone(hostile_class, unsanitised, browser):
    with opened(browser) as page:
        look_at_submission(page, unsanitised)
        assert page.ran == set()
        assert effects(page, unsanitised, hostile_class[0]) == NOTHING


def test_without_both_walls_the_payloads_run(hostile_class, unsanitised, browser):
    """What the other tests show would else be that the payloads are harmless."""
    course, _ = hostile_class
    with opened(browser, policy=False) as page:
        look_at_submission(page, unsanitised)
        page.wait_for_timeout(2_000)
        done = effects(page, unsanitised, course)
        (course.root / "trace.txt").unlink(missing_ok=True)
        assert len(page.ran) >= 100
        assert (done["kernels"] >= 1, done["file"], done["marks"]) == (True, True, [30])
        assert done["windows"] >= 1


PAGES = (
    "/formgrader/manage_students",
    f"/formgrader/manage_students/{WHO}",
    f"/formgrader/manage_students/{WHO}/{MODULE}",
    f"/formgrader/manage_submissions/{MODULE}",
    f"/formgrader/gradebook/{MODULE}",
    f"/formgrader/gradebook/{MODULE}/{SECOND}",
    "/formgrader/api/students",
    f"/formgrader/api/submissions/{MODULE}",
)
"""Where names are shown."""

ADDRESSES = tuple(
    page.format(quote(text, safe=""))
    for page in (
        "/formgrader/manage_students/{}",
        "/formgrader/manage_students/{}/x",
        "/formgrader/manage_students/x/{}",
        "/formgrader/manage_submissions/{}",
        "/formgrader/gradebook/{}",
        "/formgrader/gradebook/x/{}",
        "/formgrader/submissions/{}",
    )
    for text in (
        f'";canari({BY_ADDRESS})//',
        f"<script>canari({BY_ADDRESS})</script>",
        f'"><img src=x onerror=canari({BY_ADDRESS})>',
        f"</script><img src=x onerror=canari({BY_ADDRESS})>",
    )
)
"""Links that nbgrader's pages would take up in a script of theirs."""


@pytest.mark.parametrize("policy", [True, False], ids=["both walls", "escaped alone"])
def test_names_comments_and_addresses_run_nothing(hostile_class, formgrader, browser, policy):
    with opened(browser, policy) as page:
        enter(page, formgrader)
        api = f"/formgrader/api/comments?submission_id={submission(formgrader)}"
        for path in (*PAGES, api, *ADDRESSES):
            page.goto(re.match(r"http://[^/]+", formgrader)[0] + path)
            page.wait_for_timeout(300)
        assert page.ran == set()


def test_a_name_is_read_as_it_was_written(formgrader, browser):
    with opened(browser) as page:
        enter(page, formgrader)
        look_through(page, formgrader, "/formgrader/manage_students")
        assert f'<img src=x onerror="canari({BY_NAME})">' in page.inner_text("#main-table")


def test_a_file_of_a_submission_reaches_nothing(hostile_class, formgrader, browser):
    course, cohort = hostile_class
    folder = graded_notebook(cohort).parent.relative_to(course.root).as_posix()
    with opened(browser) as page:
        enter(page, formgrader)
        look_through(
            page, formgrader, f"/formgrader/submissions/{submission(formgrader)}/piege.html"
        )
        assert page.ran == set()
        # Jupyter itself lets scripts run, in a page that belongs to no site.
        for path in (f"/files/{folder}/piege.html", f"/nbconvert/html/{folder}/{SECOND}.ipynb"):
            look_through(page, formgrader, path)
            assert page.evaluate("window.origin") == "null"
        assert effects(page, formgrader, course) == NOTHING


def test_a_link_has_no_configuration_read(hostile_class, formgrader, browser):
    course, cohort = hostile_class
    folder = graded_notebook(cohort).parent
    (folder / "nbgrader_config.py").write_text(f"open({str(course.root / 'trace.txt')!r}, 'w')")
    with opened(browser) as page:
        enter(page, formgrader)
        look_through(page, formgrader, f"/formgrader?path={quote(str(folder))}")
        assert page.url.endswith("/formgrader/manage_assignments")
        assert not (course.root / "trace.txt").exists()


def test_marks_and_comments_given_by_hand_arrive_in_the_gradebook(
    hostile_class, formgrader, browser
):
    _, cohort = hostile_class
    with opened(browser) as page:
        look_at_submission(page, formgrader)
        page.locator("#code-a-relire").fill("1.5")
        page.locator("#code-a-relire_extra_credit").fill("0.5")
        comment = page.locator("#texte-a-relire-comment")
        comment.fill("Relisez la source.")
        with page.expect_response(lambda answer: answer.request.method == "PUT"):
            comment.blur()
        with page.expect_response(lambda answer: answer.request.method == "PUT"):
            page.locator(".nbgrader_cell", has=page.locator("#texte-a-relire")).get_by_text(
                "Full credit"
            ).click()
        page.locator(".live-notebook .glyphicon.name-hidden").click()
        assert page.locator(".live-notebook a.name-shown").is_visible()
        page.keyboard.press("Control+Shift+F")
        page.get_by_text("Submission flagged").wait_for()
    with open_gradebook(cohort) as gradebook:
        code = gradebook.find_grade("code-a-relire", SECOND, MODULE, WHO)
        text = gradebook.find_grade("texte-a-relire", SECOND, MODULE, WHO)
        said = gradebook.find_comment("texte-a-relire", SECOND, MODULE, WHO).manual_comment
        flagged = gradebook.find_submission_notebook(SECOND, MODULE, WHO).flagged
    assert (code.manual_score, code.extra_credit, text.manual_score) == (1.5, 0.5, 2)
    assert (said, flagged) == ("Relisez la source.", True)


def test_tables_and_pictures_are_seen(formgrader, browser):
    with opened(browser) as page:
        look_at_submission(page, formgrader)
        page.get_by_text("Le taux est « juste » : a < b & c, \"d\" et 'e'.").wait_for()
        table = page.locator("table.dataframe").first
        assert "SEN\t18077573" in table.inner_text()
        seen = page.evaluate("[...document.images].map(i => i.naturalWidth > 0 && i.width > 0)")
        assert seen[:3] == [True, True, True]
        if folder := os.environ.get("ATELIER_CAPTURES"):
            table.scroll_into_view_if_needed()
            page.screenshot(path=Path(folder) / "formgrader.png")


@pytest.mark.parametrize("name", ["toggle_names", "createStudentModal", "createAssignmentModal"])
def test_what_nbgrader_says_in_attributes_still_works(formgrader, browser, name):
    path, selector, sign = {
        "toggle_names": (f"gradebook/{MODULE}/{SECOND}", "#toggle_names", "Hide All Names"),
        "createStudentModal": ("manage_students", "tfoot a", "First name"),
        "createAssignmentModal": ("manage_assignments", "tfoot a", "Due date (optional)"),
    }[name]
    with opened(browser) as page:
        enter(page, formgrader)
        look_through(page, formgrader, f"/formgrader/{path}")
        page.locator(selector).click()
        page.get_by_text(sign).first.wait_for()
