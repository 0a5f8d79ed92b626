"""Hostile submissions before a real browser: the class, the browser, and what ran in it."""

import contextlib
import json
import re
import shutil
from pathlib import Path

import pytest
from graded_course import MODULE, SECOND, make_class, ran
from hostile.displaying import FILE
from hostile.notebook import hostile_cells, hostile_metadata, numbered

from atelier.grading.gradebook import open_gradebook
from atelier.grading.record import write_batch
from atelier.grading.template import load_template

ROOT = Path(__file__).parents[1]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
PATIENCE = 60_000
WHO = "wrong"
BY_NAME, BY_COMMENT, BY_FILE, BY_ADDRESS, BY_METADATA = 9001, 9002, 9003, 9004, 9005
"""Numbers of the payloads that are no cells."""

IN_A_BROWSER = [
    pytest.mark.lent,
    pytest.mark.navigateur,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium (Debian: apt install chromium)"),
    # Playwright leaves its event loop's sockets to the interpreter's end.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

ATTACK = """
window.canari = (number) => {
  window.told(number);
  if (window.attacked || !location.pathname.includes("/submissions/")) return;
  window.attacked = true;
  const token = (document.cookie.match(/_xsrf=([^;]*)/) || [])[1];
  const ask = (method, address, body) => fetch(address, {
    method, body: JSON.stringify(body), headers: {"X-XSRFToken": token}
  });
  ask("POST", "/api/kernels", {name: "python3"});
  ask("PUT", "/api/contents/trace.txt", {type: "file", format: "text", content: "x"});
  const page = location.pathname.split("/")[3];
  fetch("/formgrader/api/grades?submission_id=" + page).then((answer) => answer.json())
    .then((grades) => ask("PUT", "/formgrader/api/grade/" + grades[0].id, {manual_score: 30}));
  window.open("about:blank#attaque");
};
"""
"""What a payload does when it runs: it says so, and does what the attack that was seen did."""

TOUCH = """
async (within) => {
  for (const element of document.querySelectorAll(within)) {
    for (const kind of ["mouseover", "mouseenter", "focus", "click"])
      element.dispatchEvent(new MouseEvent(kind, {bubbles: kind !== "focus", cancelable: true}));
    // An address is followed after its click, unless another click comes before.
    if (element.closest("a, button")) await new Promise((go) => setTimeout(go, 15));
  }
}
"""
"""A trainer who moves over everything and clicks on it."""


def make_hostile_class(root):
    """A class in which one graded submission holds every payload; return course and cohort."""
    course, cohort, module = make_class(root)
    (root / "grading").mkdir()
    shutil.copy(ROOT / "grading" / "nbgrader_config.py", root / "grading")
    template = load_template(cohort, module)
    assert write_batch(cohort, module, template, [ran(cohort, module, WHO)]) == {}
    path = graded_notebook(cohort)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] += hostile_cells()
    notebook["metadata"] |= {"title": hostile_metadata(BY_METADATA)["title"]}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    (path.parent / "piege.html").write_text(numbered(FILE, BY_FILE), encoding="utf-8")
    breaking = numbered('"\'><img src=x onerror="§">', BY_NAME)
    with open_gradebook(cohort) as gradebook:
        gradebook.update_or_create_student(WHO, first_name=breaking, last_name=breaking)
        for cell in ("code-a-relire", "texte-a-relire", "tache"):
            comment = gradebook.find_comment(cell, SECOND, MODULE, WHO)
            comment.manual_comment = numbered("**Bien** <img src=x onerror=§>", BY_COMMENT)
        gradebook.db.commit()
    return course, cohort


def graded_notebook(cohort):
    return cohort.graded / WHO / MODULE / f"{SECOND}.ipynb"


@contextlib.contextmanager
def chromium():
    """Yield a browser that is quiet."""
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    quiet += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield browser
        browser.close()


@contextlib.contextmanager
def opened(browser, policy=True):
    """Yield a page that keeps what ran, the windows that opened and what was asked elsewhere."""
    context = browser.new_context(bypass_csp=not policy, viewport={"width": 1200, "height": 900})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.ran, page.foreign = set(), []
    context.expose_binding("told", lambda source, number: page.ran.add(number))
    context.add_init_script(ATTACK)
    context.route(
        lambda address: not re.match(r"(http://localhost[:/]|file:|data:|about:)", address),
        lambda route: (page.foreign.append(route.request.url), route.abort()),
    )
    try:
        yield page
    finally:
        context.close()
