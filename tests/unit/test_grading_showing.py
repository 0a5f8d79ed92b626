"""How a submission becomes a page: what is kept, what goes, and what carries a policy."""

import json
import re
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from hostile.notebook import hostile_cells
from jinja2 import Environment
from jupyter_server.base.handlers import JupyterHandler
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.server_extensions.formgrader.handlers import SubmissionHandler, template_path
from traitlets.config import Config

from atelier.grading.formgrader import DATA, PAGE, Formgrader, Guarded, Start, guarded
from atelier.grading.sanitise import TOO_MUCH, bounded, clean
from atelier.grading.showing import NONCE, FeedbackPage, FormgraderPage, Nonces

JUPYTER = Path(__file__).parents[2] / "src" / "atelier" / "jupyter"
PNG = "data:image/png;base64,iVBORw0KGgo="

ABOUT = {
    "base_url": "",
    "submission_id": "abc",
    "notebook_id": "carnet",
    "assignment_id": "module",
    "notebook_path": "carnet.ipynb",
    "index": 0,
    "total": 1,
    "student": "awa",
    "first_name": "Awa",
    "last_name": "Karité",
    "nbgrader": {"notebook": "carnet", "score": 1, "max_score": 2, "late_penalty": 0},
}


def page(*cells, exporter=FormgraderPage, template="formgrade", **about):
    """Return the page of a notebook, read."""
    config = Config()
    config.HTMLExporter.template_name = template
    config.HTMLExporter.extra_template_basedirs = [template_path]
    css = Path(template_path).parent / "static/node_modules/bootstrap/dist/css"
    config.HTMLExporter.extra_template_paths = [str(css)]
    notebook = new_notebook(cells=list(cells))
    html, _ = exporter(config=config).from_notebook_node(notebook, resources=ABOUT | about)
    return BeautifulSoup(html, "html.parser")


def output(data, **more):
    return new_code_cell("1", outputs=[new_output("display_data", data=data, **more)])


@pytest.mark.parametrize(
    "html",
    [
        "a &lt; b &amp; « c » \"d\" 'e'",
        '<table class="dataframe"><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
        '<p style="color:#1b6e3c"><strong>Exact.</strong></p>',
        "<details><summary>Une façon de faire</summary>x</details>",
        f'<img src="{PNG}" width="5">',
        '<div class="highlight"><pre><span class="kn">import</span></pre></div>',
        '<span class="ansi-red-intense-fg ansi-bold">x</span>',
        "<section><h4>Votre parcours</h4></section>",
    ],
)
def test_what_says_and_shows_is_kept_as_it_is(html):
    assert html == clean(html)


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<img src=x onerror=f()>", "<img>"),
        ("<img src=/logout>", "<img>"),
        ("<img src=https://exemple.org/x.png>", "<img>"),
        ("<img src='data:text/html;base64,AAAA'>", "<img>"),
        ("<script>f()</script>", ""),
        ("<style>body{display:none}</style>", ""),
        ("<iframe src=x></iframe><object data=x></object><embed src=x>", ""),
        ("<form action=x><input name=y><button>z</button></form>", "z"),
        ("<meta http-equiv=refresh content=0><base href=x><link href=x>", ""),
        ("<svg onload=f()><script>f()</script></svg>", ""),
        # What formgrader's scripts and styles look for.
        ('<b id="test-x" name="y" class="score" data-toggle="tooltip">x</b>', "<b>x</b>"),
        ('<div class="modal navbar-fixed-top nbgrader_cell">x</div>', '<div class="">x</div>'),
        ('<p style="position:fixed;margin-top:-9em;color:red">x</p>', '<p style="color:red">x</p>'),
        ("<p style=\"background:url('x')\">x</p>", '<p style="">x</p>'),
    ],
)
def test_what_acts_loads_imitates_or_covers_goes(html, kept):
    assert kept == clean(html)


def test_only_addresses_of_the_web_and_of_mail_stay_in_links():
    links = [
        "https://a.org",
        "mailto:a@b.org",
        "/logout",
        "#x",
        "javascript:f()",
        "data:text/html,x",
    ]
    cleaned = BeautifulSoup(
        "".join(clean(f'<a href="{link}">x</a>') for link in links), "html.parser"
    )
    assert links[:2] == [a["href"] for a in cleaned("a") if a.has_attr("href")]
    assert {"_blank"} == {a["target"] for a in cleaned("a")}


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000,
        "<div></x>" * 20_000,
        "<div><table><td></div></table>" * 9_000,
        "<li><ul>" * 10_000,
        "<li><dd>" * 10_000,
        "a" * 300_001,
    ],
    ids=["nested", "ends of nothing", "ends that tables hide", "lists", "items", "long"],
)
def test_html_that_would_take_minutes_is_a_sentence_at_once(html):
    began = time.monotonic()
    shown = page(output({"text/html": html}))
    assert TOO_MUCH == shown.select_one(".output_html").text.strip()
    assert time.monotonic() - began < 10


def test_a_long_table_is_shown_with_and_without_the_ends_of_its_cells():
    for row in ("<tr><td>1</td><td>2</td></tr>", "<tr><td>1<td>2"):
        html = f"<table><tbody>{row * 5_000}</table>"
        assert html == bounded(html)


def test_an_output_of_javascript_shows_its_other_form():
    shown = page(output({"application/javascript": "f()", "text/plain": "<Objet>"}))
    assert "<Objet>" in shown.select_one(".output").text


def test_a_picture_that_is_not_attached_leaves_the_text_as_it_was_typed():
    shown = page(new_markdown_cell("![carte](attachment:absente.png) **x**"))
    assert "![carte](attachment:absente.png) **x**" == shown.select_one(".rendered_html pre").text


def test_a_text_that_would_take_minutes_is_shown_as_it_was_typed():
    text = "[" * 20_001
    assert text == page(new_markdown_cell(text)).select_one(".rendered_html pre").text


def test_a_picture_keeps_its_size_and_nothing_else_of_its_metadata():
    facts = {"image/png": {"width": 40, "height": "1 onload=f()"}, "filenames": {"image/png": "/x"}}
    image = page(output({"image/png": "AAAA"}, metadata=facts)).select_one(".output img")
    assert {"src": "data:image/png;base64,AAAA", "width": "40"} == {
        name: value for name, value in image.attrs.items() if name != "alt"
    }


@pytest.mark.parametrize(
    ("exporter", "template"), [(FormgraderPage, "formgrade"), (FeedbackPage, "feedback")]
)
def test_a_page_asks_no_other_machine_for_anything(exporter, template):
    shown = page(new_markdown_cell("$x$"), exporter=exporter, template=template)
    asked = [
        tag.get("src") or tag.get("href") for tag in shown(["script", "link", "img", "iframe"])
    ]
    assert [] == [
        address for address in asked if address and not address.startswith("/formgrader/")
    ]


def test_scripts_and_styles_of_formgrader_have_the_nonce_and_those_of_submissions_none():
    token = NONCE.set("bonjour")
    try:
        shown = page(*(new_markdown_cell(c["source"]) for c in hostile_cells()))
    finally:
        NONCE.reset(token)
    marked = shown(["script", "style", "link"])
    assert {"bonjour"} == {tag.get("nonce") for tag in marked}
    assert len(shown("script")) == 15
    body = shown.select_one("#notebook-container")
    assert [] == body(
        ["script", "style", "link", "iframe", "object", "form", "svg", "meta", "base"]
    )


def test_scripts_that_nbconvert_wraps_around_outputs_get_no_nonce():
    wrapped = "<script>{{ output.data['application/javascript'] }}</script>"
    nonces = Nonces(Environment())
    assert wrapped == nonces.preprocess(wrapped, "base.html.j2", "/ailleurs/classic/base.html.j2")
    assert wrapped != nonces.preprocess(wrapped, "base.tpl", f"{template_path}/base.tpl")


def test_names_and_ids_are_escaped():
    marks = {"grade": True, "solution": True, "points": 1, "grade_id": '"><img src=x>'}
    cell = new_code_cell("1", metadata={"nbgrader": marks, "tags": ['"><img src=x>']})
    shown = page(cell, first_name="<img src=x>", last_name="<script>f()</script>")
    assert "<script>f()</script>, <img src=x>" == shown.select_one("a.name-shown").text
    assert [] == shown("img")
    assert '"><img src=x>' == shown.select_one("input.score")["id"]


def test_feedback_holds_no_script_and_its_policy_comes_before_all_else():
    shown = page(new_markdown_cell("x"), exporter=FeedbackPage, template="feedback")
    assert [] == shown("script")
    first = shown.head.find()
    assert "Content-Security-Policy" == first["http-equiv"]
    assert "default-src 'none'" in first["content"]
    assert "script-src" not in first["content"]


def test_what_templates_say_in_attributes_is_what_our_script_says():
    """nbgrader's next version may say more: then `formgrader.js` must, too."""
    texts = [p.read_text(encoding="utf-8") for p in Path(template_path).rglob("*") if p.is_file()]
    handlers = {found for text in texts for found in re.findall(r'\son\w+="([^"]*)"', text, re.I)}
    assert handlers == {
        "toggle_name(true);",
        "toggle_name(false);",
        "toggleAllNames()",
        "createStudentModal();",
        "createAssignmentModal();",
    }


def routes():
    """Return every address that formgrader adds to the server, with its handler."""
    added = []
    webapp = SimpleNamespace(
        settings={"base_url": "/"}, add_handlers=lambda host, routes: added.extend(routes)
    )
    formgrader = Formgrader()
    formgrader.init_handlers(webapp)
    return [(pattern, handler) for pattern, handler, *_ in added]


def test_every_address_of_formgrader_is_guarded_but_for_nbgraders_own_files():
    found = routes()
    bare = {pattern for pattern, handler in found if not issubclass(handler, Guarded)}
    assert bare == {
        "/formgrader/fonts/(.*)",
        "/formgrader/static/(.*)",
        "/formgrader/submissions/components/(.*)",
    }
    assert len(found) > 40
    policies = {pattern: h.policy for pattern, h in found if issubclass(h, Guarded)}
    assert {DATA} == {p for pattern, p in policies.items() if "/api/" in pattern}
    assert policies["/formgrader/submissions/(.*)"] == DATA
    assert policies["/formgrader/submissions/([^/]+)/?"] == PAGE
    assert issubclass(dict(found)["/formgrader/?"], Start)


def test_a_guarded_handler_is_still_the_one_of_nbgrader():
    handler = guarded(SubmissionHandler)
    assert issubclass(handler, SubmissionHandler)
    assert issubclass(handler, JupyterHandler)
    assert handler.get is SubmissionHandler.get


def test_no_policy_lets_in_scripts_by_place():
    (scripts,) = re.findall(r"script-src ([^;]*)", PAGE)
    assert scripts == "'nonce-{nonce}'"
    assert "sandbox" in DATA.split("; ")
    assert "style-src 'nonce-{nonce}'" in PAGE.split("; ")
    assert "unsafe-eval" not in PAGE + DATA


def test_trainers_get_our_formgrader_and_not_nbgraders():
    read = json.loads((JUPYTER / "formateur" / "jupyter_server_config.json").read_text("utf-8"))
    extensions = read["ServerApp"]["jpserver_extensions"]
    assert extensions["atelier.grading.formgrader"] is True
    assert extensions["nbgrader.server_extensions.formgrader"] is False
