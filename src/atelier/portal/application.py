"""The web application: the API, the downloads and the pages, on one portal."""

import contextlib
import os
import re
from importlib import import_module, util
from typing import Any

import tornado.httpserver
import tornado.web

from atelier.portal import api, download, gathering
from atelier.portal.portal import Portal


class _Application(tornado.web.Application):
    """Answers only to this computer's own names, so that no web site can point its name here."""

    def find_handler(self, request: Any, **kwargs: Any) -> Any:
        """Refuse a foreign name, except behind JupyterHub's proxy, which passes its own."""
        known = re.fullmatch(
            r"(127\.0\.0\.1|localhost|\[::1\])(:\d+)?", request.host, re.IGNORECASE
        )
        if not known and not os.environ.get("JUPYTERHUB_SERVICE_PREFIX"):
            refused = {"status_code": 400}
            return self.get_handler_delegate(request, tornado.web.ErrorHandler, refused)
        return super().find_handler(request, **kwargs)


def make_application(portal: Portal, **settings: Any) -> tornado.web.Application:
    """Return the application of a portal."""
    handlers: list[Any] = [*api.routes(portal), *download.routes(portal)]
    if util.find_spec("atelier.portal.pages"):
        handlers += import_module("atelier.portal.pages").routes(portal)
    settings = {
        "default_handler_class": api.NoSuchPage,
        "default_handler_args": {"portal": portal},
        "log_function": lambda handler: None,
        **settings,
    }
    return _Application(handlers, **settings)


def listen(portal: Portal, port: int = 0, address: str = "127.0.0.1") -> tuple[Any, int]:
    """Serve a portal on the running event loop; return the server and the port it got.

    Port 0 takes a free one. The portal's own address becomes what it really is.
    """
    server = tornado.httpserver.HTTPServer(
        make_application(portal), max_body_size=gathering.LIMIT, max_buffer_size=gathering.LIMIT
    )
    server.listen(port, address)
    with contextlib.suppress(StopIteration):
        socket = next(iter(server._sockets.values()))
        port = socket.getsockname()[1]
    portal.site_url = f"http://{address}:{port}"
    return server, port
