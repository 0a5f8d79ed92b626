"""How a submission becomes a page, in formgrader and in nbgrader's feedback.

Two walls, each of which holds alone. What a submission says is sanitised or escaped: the templates,
which are nbgrader's and nbconvert's own, escape everything but what comes out of `sanitise`. And the
page has a content security policy under which no script of a submission runs: in formgrader scripts
need a nonce, in a feedback file there are none.
"""

import re
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.ext import Extension
from markupsafe import Markup, escape
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import InvalidNotebook
from nbformat import NotebookNode
from nbgrader.server_extensions.formgrader.handlers import template_path
from traitlets import Bool
from traitlets.config import Config

from atelier.grading import sanitise

NONCE: ContextVar[str] = ContextVar("nonce", default="")
"""What marks formgrader's own scripts and styles in the page that is being written."""

FEEDBACK_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)

SHOWN = (
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/latex",
    "text/plain",
)
"""Kinds of outputs that are shown, the best first: JavaScript and widgets are not."""

HTML_FILTERS = ("ansi2html", "highlight_code", "markdown2html", "strip_files_prefix")
"""Filters of nbconvert that return HTML: what they return is sanitised."""

ESCAPING_FILTERS = ("escape_html", "escape_html_keep_quotes")

MAX_MARKDOWN = 20_000
"""Characters of one text in Markdown: the time that some take grows with their square."""

MINE = (Path(__file__).parent / "formgrader.js").read_text(encoding="utf-8")


class Nonces(Extension):
    """Ready nbgrader's templates for a policy with nonces, as they are read.

    Only what nbgrader's templates themselves hold gets a nonce. What is put into them never does, nor
    do nbconvert's templates: those wrap a script around the JavaScript of an output.
    """

    def __init__(self, environment: Environment):
        """Let templates ask for the nonce of the page that is being written."""
        super().__init__(environment)
        environment.globals["nonce"] = NONCE.get

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source of a template with nonces, and without what a policy refuses."""
        if not Path(filename or "").is_relative_to(template_path):
            return source
        source = re.sub(r"\{\{\s*mathjax\(.*?\)\s*\}\}", "", source)  # would come from afar
        source = re.sub(r"""\son\w+=("[^"]*"|'[^']*')""", "", source, flags=re.I)
        # Values from the address, in scripts.
        source = re.sub(r'= "\{\{ ([\w.]+) \}\}";', r"= {{ \1 | tojson }};", source)
        source = source.replace(
            "</head>", f"<script>{{% raw %}}{MINE}{{% endraw %}}</script></head>"
        )
        return re.sub(r"<(script|style|link)\b", r'<\1 nonce="{{ nonce() }}"', source)


class NoScripts(Extension):
    """Take the scripts out of the templates of a page that is read as a file; add its policy."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source of a template without scripts."""
        source = re.sub(r"<script\b.*?</script>", "", source, flags=re.S)
        meta = f'<meta http-equiv="Content-Security-Policy" content="{FEEDBACK_POLICY}">'
        return source.replace("<head>", f"<head>{meta}")


class Sanitised(HTMLExporter):
    """nbconvert's exporter, whose templates escape all that was not sanitised."""

    sanitize_html = Bool(True, help="Pass HTML and Markdown through the filter clean_html.")

    @property
    def default_config(self) -> Config:
        """Return the configuration: of JavaScript and widgets, the other form is shown."""
        config = super().default_config
        config.NbConvertBase.display_data_priority = list(SHOWN)
        return config

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.autoescape = True
        environment.filters["clean_html"] = _clean_html
        for name in ESCAPING_FILTERS:
            environment.filters[name] = escape
        return environment

    def _register_filter(self, environ: Environment, name: str, jinja_filter: Any) -> Any:
        if name in HTML_FILTERS and not isinstance(jinja_filter, (str, type)):
            jinja_filter = _sanitising(jinja_filter)
        return super()._register_filter(environ, name, jinja_filter)

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Return Markdown as HTML; as it was typed where that is not possible, or would take long."""
        try:
            if len(source) > MAX_MARKDOWN:
                return f"<pre>{escape(source)}</pre>"
            return sanitise.bounded(super().markdown2html(context, source))
        except (InvalidNotebook, RecursionError):  # such as a picture that is not there
            return f"<pre>{escape(source)}</pre>"

    def _preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        nb, resources = super()._preprocess(nb, resources)
        resources["inlining"]["css"] = [Markup(css) for css in resources["inlining"]["css"]]
        for output in (output for cell in nb.cells for output in cell.get("outputs", ())):
            if "metadata" in output:
                output.metadata = _sizes(output.metadata)
        return nb, resources


def _clean_html(html: Any) -> Markup:
    """Return what stands for nbconvert's own filter, which is bleach's."""
    return Markup(sanitise.clean(sanitise.bounded(str(html))))


def _sanitising(jinja_filter: Any) -> Any:
    """Return a filter whose HTML is sanitised, and which templates then need not escape."""
    if not getattr(jinja_filter, "jinja_pass_arg", None):
        return lambda *values, **options: Markup(sanitise.clean(jinja_filter(*values, **options)))

    @pass_context
    def filtered(context: Any, *values: Any, **options: Any) -> Markup:
        return Markup(sanitise.clean(jinja_filter(context, *values, **options)))

    return filtered


def _sizes(metadata: dict) -> NotebookNode:
    """Return the sizes of pictures: templates write metadata into attributes without quotes."""
    return NotebookNode(
        {
            kind: NotebookNode(
                {
                    key: value
                    for key, value in facts.items()
                    if key in ("width", "height") and isinstance(value, int | float)
                }
            )
            for kind, facts in metadata.items()
            if isinstance(facts, dict)
        }
    )


class FormgraderPage(Sanitised):
    """A submission as formgrader shows it."""

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.add_extension(Nonces)
        return environment


class FeedbackPage(Sanitised):
    """A submission as nbgrader's own feedback shows it: a file, without scripts."""

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.add_extension(NoScripts)
        return environment
