"""Somebody who looks at the portal's pages: keeps cookies, fills in forms, follows redirections.

And a reader of pages, which notes what is wrong with their HTML.
"""

import http.client
import re
import secrets
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from patience import PATIENCE

VOID = {"meta", "link", "input", "br", "img", "hr"}
FIELDS = {"input", "select", "textarea"}


@dataclass
class Answer:
    """What the portal answered, and the page read."""

    status: int
    headers: dict[str, str]
    body: bytes
    address: str

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def page(self) -> "PageReader":
        return PageReader(self.text)


@dataclass
class Visitor:
    """A browser without scripts, at one portal, perhaps below a `prefix`."""

    address: str
    prefix: str = ""
    cookies: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Name → (value, folder that gets it)."""
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, method: str = "GET", follow: bool = True) -> Answer:
        answer = self._ask(method, self.prefix + path, b"", {})
        if follow and answer.status in (302, 303) and "Location" in answer.headers:
            target = urljoin(answer.address, answer.headers["Location"])
            return self.get(target.removeprefix(self.prefix))
        return answer

    def post(self, path: str, follow: bool = True, sealed: bool = True, **fields: object) -> Answer:
        """Send the form of the page `path` with `fields`; a tuple (name, bytes) is a file."""
        if sealed:
            seal = re.search(r'name="sceau" value="(\w+)"', self.get(path).text)
            fields = {"sceau": seal[1] if seal else "", **fields}
        body, kind = encode(fields)
        answer = self._ask("POST", self.prefix + path, body, {"Content-Type": kind})
        if follow and answer.status in (302, 303):
            target = urljoin(answer.address, answer.headers["Location"])
            return self.get(target.removeprefix(self.prefix))
        return answer

    def enter(self, token: str) -> Answer:
        return self.post("/connexion", jeton=token)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
        sent = [f"{n}={v}" for n, (v, folder) in self.cookies.items() if path.startswith(folder)]
        headers = {**self.headers, **headers, **({"Cookie": "; ".join(sent)} if sent else {})}
        try:
            connection.request(method, path, body=body or None, headers=headers)
            response = connection.getresponse()
            for line in response.headers.get_all("Set-Cookie", ()):
                self._keep(line, path)
            return Answer(response.status, dict(response.headers), response.read(), path)
        finally:
            connection.close()

    def _keep(self, line: str, path: str) -> None:
        first, *attributes = line.split("; ")
        name, _, value = first.partition("=")
        named = dict(a.partition("=")[::2] for a in attributes)
        folder = named.get("Path") or path.split("?")[0].rpartition("/")[0] or "/"
        if value.strip('"'):
            self.cookies[name] = (value, folder)
        else:
            self.cookies.pop(name, None)


def encode(fields: dict[str, object]) -> tuple[bytes, str]:
    """Return a form's body and its type."""
    if not any(isinstance(value, tuple) for value in fields.values()):
        return urlencode(fields, doseq=True).encode(), "application/x-www-form-urlencoded"
    border = secrets.token_hex(8)
    parts = []
    for name, value in fields.items():
        file = isinstance(value, tuple)
        more = f'; filename="{value[0]}"\r\nContent-Type: text/csv' if file else ""
        data = value[1] if file else str(value).encode()
        head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
        parts.append(head.encode() + data + b"\r\n")
    return b"".join(parts) + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"


class PageReader(HTMLParser):
    """A page: its words, links, titles, and `faults`, one sentence each."""

    def __init__(self, text: str):
        super().__init__()
        self.stack: list[str] = []
        self.faults: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.named: list[dict[str, str | None]] = []
        self.described: set[str] = set()
        self.titles: list[int] = []
        self.words = ""
        if not text.startswith('<!DOCTYPE html>\n<html lang="fr">'):
            self.faults.append("no doctype, or no language")
        self.feed(text)
        self.close()
        self._judge()

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag in ("script", "style", "iframe", "object", "embed", "base", "img"):
            self.faults.append(f"<{tag}>")
        self.faults += [f"{tag} {name}" for name in facts if name.startswith("on")]
        self.faults += [f"{tag} style" for name in facts if name == "style"]
        for name in ("href", "src", "action"):
            if name in facts:
                self._follow(tag, name, facts[name] or "")
        if "id" in facts:
            self.ids.append(facts["id"])
        if tag == "label":
            self.labels.add(facts.get("for", ""))
        if tag in FIELDS and facts.get("type") != "hidden":
            self.named.append(facts)
        for name in ("aria-labelledby", "aria-describedby"):
            self.described |= set((facts.get(name) or "").split())
        if re.fullmatch(r"h[1-6]", tag):
            self.titles.append(int(tag[1]))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            self.faults.append(f"</{tag}> out of place")

    def handle_data(self, data):
        self.words += data

    def _follow(self, tag, name, target):
        self.links.append(target)
        scheme = urlsplit(target).scheme
        loads = tag == "link" or name in ("src", "action")
        if scheme not in ("", "http", "https") or (loads and scheme):
            self.faults.append(f"{tag} {name}={target[:60]}")
        if not scheme and target.startswith("/"):
            self.faults.append(f"a link that starts at the host's root: {target[:60]}")

    def _judge(self):
        if self.stack:
            self.faults.append(f"never closed: {self.stack}")
        if len(set(self.ids)) < len(self.ids):
            self.faults.append("an id is there twice")
        if self.described - set(self.ids):
            self.faults.append(f"described by nothing: {self.described - set(self.ids)}")
        if self.titles.count(1) != 1:
            self.faults.append("not one h1")
        if any(b > a + 1 for a, b in zip(self.titles, self.titles[1:], strict=False)):
            self.faults.append(f"a level of title is jumped over: {self.titles}")
        for facts in self.named:
            if facts.get("id") not in self.labels:
                self.faults.append(f"a field without label: {facts.get('name')}")
