"""nbgrader's formgrader as an extension of our server: the same pages, in which no submission acts.

Enabled instead of nbgrader's own by `atelier/jupyter/formateur`. Every address that nbgrader gives
formgrader is guarded here by a content security policy, whatever it answers (see `showing`).
"""

import secrets
from types import SimpleNamespace
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from nbgrader.server_extensions.formgrader.base import (
    BaseApiHandler,
    check_notebook_dir,
    check_xsrf,
)
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
from nbgrader.server_extensions.formgrader.handlers import FormgraderHandler, SubmissionFilesHandler
from tornado import web

from atelier.grading.showing import NONCE, FormgraderPage, Nonces

PAGE = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
    "style-src-attr 'unsafe-inline'; img-src data:; font-src 'self'; connect-src 'self'; "
    "object-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'self'"
)
"""For pages: only formgrader's own scripts run, and they speak to this server only."""

DATA = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
"""For what formgrader's scripts fetch, and for files of submissions: shown alone, nothing runs."""


class Guarded:
    """A handler of formgrader whose answers carry a policy."""

    policy = DATA
    _nonce = ""

    @property
    def content_security_policy(self) -> str:
        """Return the policy; ours first, for of two equal directives the first counts."""
        self._nonce = self._nonce or secrets.token_urlsafe(18)
        return f"{self.policy.format(nonce=self._nonce)}; {super().content_security_policy}"

    def set_default_headers(self) -> None:
        """Send no address on: the first one holds the token."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", self.content_security_policy)
        self.set_header("Referrer-Policy", "same-origin")
        if isinstance(self, BaseApiHandler):  # nbgrader would call its JSON a page
            self.set_header("Content-Type", "text/plain; charset=UTF-8")

    def prepare(self, **options: Any) -> Any:
        """Let the templates of this answer know its nonce."""
        NONCE.set(self._nonce)
        return super().prepare(**options)


class Start(FormgraderHandler):
    """Formgrader's first address, without the argument `path`.

    With it nbgrader reads, and so runs, the configuration in any folder: a link would be enough.
    """

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self) -> None:
        """Go to the first page."""
        self.redirect(f"{self.base_url}/formgrader/manage_assignments")


def guarded(handler: type) -> type:
    """Return `handler` with a policy; files of nbgrader itself need none."""
    if not issubclass(handler, JupyterHandler):
        return handler
    if handler is FormgraderHandler:
        handler = Start
    shown_alone = issubclass(handler, BaseApiHandler | SubmissionFilesHandler)
    policy = DATA if shown_alone else PAGE
    return type(handler.__name__, (Guarded, handler), {"policy": policy})


class Formgrader(FormgradeExtension):
    """nbgrader's extension: what it shows is sanitised, what it answers is guarded."""

    exporter_class = FormgraderPage

    def init_tornado_settings(self, webapp: web.Application) -> None:
        """Put our exporter and nbgrader's templates, which now escape, among the settings."""
        super().init_tornado_settings(webapp)
        webapp.settings["nbgrader_exporter"] = self.exporter_class(config=self.config)
        environment = webapp.settings["nbgrader_jinja2_env"]
        environment.autoescape = True
        environment.add_extension(Nonces)

    def init_handlers(self, webapp: web.Application) -> None:
        """Add nbgrader's handlers, all that it has, guarded."""

        def add(host: str, routes: list[tuple]) -> None:
            guards = [(pattern, guarded(handler), *rest) for pattern, handler, *rest in routes]
            webapp.add_handlers(host, guards)

        super().init_handlers(SimpleNamespace(settings=webapp.settings, add_handlers=add))


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    formgrader = Formgrader(parent=server)
    formgrader.root_dir = server.root_dir
    formgrader.log = server.log
    formgrader.initialize([])
    formgrader.init_tornado_settings(server.web_app)
    formgrader.init_handlers(server.web_app)
