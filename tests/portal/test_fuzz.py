"""Whatever is sent to the training portal, it neither breaks, nor climbs out, nor lets a page run it.

A fixed set of examples runs with the others; more with `ATELIER_EXEMPLES=20000 pytest tests/portal/test_fuzz.py`.
"""

import contextlib
import http.client
import json
import os
import socket
import sqlite3
from html.parser import HTMLParser
from string import Template
from urllib.parse import urlsplit

import pytest
from atelier.portal.portal import Portal
from atelier.portal.trial import served
from hypothesis import HealthCheck, given, settings

from portal.hostile_requests import SCRIPT, Request, api_requests, page_requests

MORE = int(os.environ.get("ATELIER_EXEMPLES", "0"))
CANARY = "canari-que-personne-ne-sert"
PATIENCE = 20  # seconds
bounded = settings(
    max_examples=MORE or 150,
    derandomize=not MORE,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class Page(HTMLParser):
    """Finds in a page what a browser would run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.running: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "object", "embed", "iframe", "base"):
            self.running.append(tag)
        for name, value in attributes:
            address = (value or "").strip().lower()
            if name.startswith("on") or address.startswith(
                ("javascript:", "vbscript:", "data:text")
            ):
                self.running.append(f"{tag} {name}={value}")


class Target:
    """A portal under attack, and what must stay true of it."""

    def __init__(self, portal: Portal, address: str, token: str, around) -> None:
        self.portal, self.address, self.token, self.around = portal, address, token, around
        self.before = self.outside()

    def outside(self):
        """List the files around the portal's folder."""
        return sorted(p.name for p in self.around.iterdir())

    def send(self, request: Request):
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE)
        headers = {
            k: Template(v).safe_substitute(token=self.token) for k, v in request.headers.items()
        }
        with contextlib.closing(connection):
            connection.request(request.method, request.path, request.body, headers)
            reply = connection.getresponse()
            return reply.status, reply.headers, reply.read()

    def check(self, status, headers, body, path=""):
        """Check one answer."""
        text = body.decode("utf-8", "replace")
        # The one fault that CKAN itself has, which the portal may copy, is tried elsewhere.
        assert status < 500, (status, path, text[:300])
        assert "Traceback" not in text
        assert CANARY not in text, f"a file outside the storage was served: {path}"
        kind = headers.get("Content-Type", "")
        if kind.startswith("application/json") and "Content-Disposition" not in headers and text:
            answer = json.loads(text)
            assert isinstance(answer, str) or "success" in answer or "version" in answer
        download = "/download" in path
        if kind.startswith("text/html") and not download:
            assert Page(text).running == [], path
        if download and status == 200:
            assert_harmless(headers)


def assert_harmless(headers):
    """What somebody uploaded must not run in the portal's name when it is opened."""
    kind = headers.get("Content-Type", "").split(";")[0]
    harmless = kind not in ("text/html", "image/svg+xml", "application/xhtml+xml", "text/xml")
    attached = headers.get("Content-Disposition", "").startswith("attachment")
    closed = "sandbox" in headers.get("Content-Security-Policy", "")
    assert harmless or attached or closed, dict(headers)


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    from atelier.portal import seed

    around = tmp_path_factory.mktemp("fuzz")
    (around / "canari.txt").write_text(CANARY, encoding="utf-8")
    with Portal(around / "portail") as portal:
        token = seed.people(portal, "participant")
        with served(portal) as address:
            yield Target(portal, address, token, around)


@bounded
@given(sent=api_requests())
def test_no_request_breaks_the_interface(target, sent):
    target.check(*target.send(sent), sent.path)


@bounded
@given(sent=page_requests())
def test_no_address_breaks_a_page(target, sent):
    target.check(*target.send(sent), sent.path)


HOSTILE_NAMES = [
    "../../canari.txt",
    "..\\..\\canari.txt",
    "/etc/passwd",
    "canari.txt",
    SCRIPT,
    "a.html",
    "a.svg",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_an_uploaded_file_stays_inside_and_does_not_run(target, name):
    from atelier.portal import Upload

    dataset = target.portal.call(
        "package_create",
        {
            "name": f"fichier-{HOSTILE_NAMES.index(name)}",
            "owner_org": "cours",
            "title": SCRIPT,
            "notes": SCRIPT,
        },
        user="participant",
    )
    made = target.portal.call(
        "resource_create",
        {
            "package_id": dataset["id"],
            "name": SCRIPT,
            "upload": Upload(name, f"<b>{SCRIPT}</b>".encode(), None),
        },
        user="participant",
    )
    path = urlsplit(made["url"]).path
    target.check(*target.send(Request("GET", path)), path)
    for page in (
        f"/dataset/{dataset['name']}",
        f"/dataset/{dataset['name']}/resource/{made['id']}",
        "/dataset?q=" + "%3Cscript%3E",
    ):
        target.check(*target.send(Request("GET", page)), page)


RAW = {
    "no-request": b"\r\n\r\n",
    "no-version": b"GET /\r\n\r\n",
    "long-line": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
    "many-headers": b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 20_000 + b"\r\n",
    "negative-length": b"POST /api/3/action/package_list HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    "two-lengths": b"POST /api/3 HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 9\r\n\r\nx",
    "bad-chunk": b"POST /api/3/action/package_list HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "huge-length": b"POST /api/3/action/package_list HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\nx",
    "latin-header": b"GET /api/3 HTTP/1.1\r\nAuthorization: \xe9\xff\r\nConnection: close\r\n\r\n",
    "climb": b"GET /../../canari.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "whole-address": b"GET http://ailleurs.invalid/api/3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
}


@pytest.mark.parametrize("name", RAW)
def test_bytes_that_are_no_request_leave_the_portal_answering(target, name):
    place = urlsplit(target.address)
    said = b""
    with (
        socket.create_connection((place.hostname, place.port), timeout=PATIENCE) as connection,
        contextlib.suppress(ConnectionError),
    ):
        connection.sendall(RAW[name])
        connection.shutdown(socket.SHUT_WR)
        said = b"".join(iter(lambda: connection.recv(65536), b""))
    assert b" 500 " not in said.split(b"\r\n")[0]
    assert b"Traceback" not in said
    assert CANARY.encode() not in said
    assert target.send(Request("GET", "/api/3"))[0] == 200


def test_after_all_this_the_store_is_whole_and_nothing_lies_outside(target):
    for request in (Request("GET", "/api/3/action/package_list"), Request("GET", "/")):
        target.check(*target.send(request), request.path)
    for name in target.portal.call("package_list", {}):
        target.check(*target.send(Request("GET", f"/dataset/{name}")), name)
    assert target.before == target.outside()
    bases = [p for p in (target.around / "portail").rglob("*") if _is_base(p)]
    assert bases
    for base in bases:
        with contextlib.closing(sqlite3.connect(f"file:{base}?mode=ro", uri=True)) as opened:
            assert [("ok",)] == opened.execute("PRAGMA integrity_check").fetchall()


def _is_base(path):
    return path.is_file() and path.read_bytes()[:15] == b"SQLite format 3"
