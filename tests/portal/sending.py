"""Send recorded requests to a portal, as they were sent: by plain HTTP, or through `ckanapi`."""

import contextlib
import http.client
import json
import re
from io import BytesIO
from string import Template
from typing import Any
from urllib.parse import urlencode, urlsplit

from portal.recorded import Answer, Case, Json

AGENT = "atelier-lab/0.1"
HEADERS = ("content-type", "content-disposition", "allow", "cache-control", "location")
BOUNDARY = "0e1b2c3d4f5a69788796a5b4c3d2e1f0"
SITE = "${site}"
# What a page of the portal says is its own affair: only the API's answers and files are compared.
PAGE = "text/html"
TIMEOUT = 60  # seconds


class Client:
    """Sends cases in order to one portal; remembers what later cases refer to."""

    def __init__(self, address: str, admin_token: str) -> None:
        self.address = address.rstrip("/")
        self.saved: dict[str, Json] = {"token_admin": admin_token}

    def send(self, case: Case) -> Answer:
        """Send one case and return the answer, with addresses and tokens under their own names."""
        request = self._filled(case.request)
        answer = self._by_client(request) if request.get("via") == "ckanapi" else self._raw(request)
        for name, path in request.get("save", {}).items():
            root = (answer.client or {}).get("returned") if answer.client else answer.json
            self.saved[name] = _follow(root, path)
        return self._anonymous(answer)

    def _filled(self, value: Json) -> Json:
        """Put saved values where `value` refers to them."""
        if isinstance(value, str):
            return Template(value).safe_substitute(self.saved) if "${" in value else value
        if isinstance(value, list):
            return [self._filled(item) for item in value]
        if isinstance(value, dict):
            return {key: self._filled(item) for key, item in value.items()}
        return value

    def _anonymous(self, answer: Answer) -> Answer:
        """Replace the portal's address and the tokens by names."""
        text = json.dumps(answer.to_json())
        for name, value in self.saved.items():
            if name.startswith("token_") and value:
                text = text.replace(value, "${" + name + "}")
        return Answer.from_json(json.loads(text.replace(self.address, SITE)))

    def _token(self, request: dict[str, Json]) -> str | None:
        return None if request["as"] == "anon" else self.saved[f"token_{request['as']}"]

    def _data(self, request: dict[str, Json]) -> Json:
        if "base_var" in request:  # an earlier answer, changed
            return self.saved[request["base_var"]] | request["json"]
        return request.get("json")

    def _raw(self, request: dict[str, Json]) -> Answer:
        headers = {"User-Agent": AGENT, "Accept": "*/*"} | request.get("headers", {})
        if (token := self._token(request)) is not None:
            headers["Authorization"] = token
        method = request.get("method", "GET" if request.get("get") else "POST")
        path = request.get("path") or f"/api/3/action/{request['action']}"
        body, kind, query = _body(request, self._data(request), method)
        if kind:
            headers.setdefault("Content-Type", kind)
        return _exchange(self.address, method, _local(path, query), body, headers)

    def _by_client(self, request: dict[str, Json]) -> Answer:
        import ckanapi
        import requests

        statuses: list[int] = []
        session = requests.Session()
        session.hooks["response"] = lambda reply, *_, **__: statuses.append(reply.status_code)
        get_only = request.get("get_only", False)
        token = self._token(request)
        data = dict(self._data(request) or {})
        for name, (filename, content, _) in request.get("files", {}).items():
            data[name] = _NamedFile(filename, _content(content))
        with ckanapi.RemoteCKAN(
            self.address, apikey=token, user_agent=AGENT, session=session, get_only=get_only
        ) as remote:
            client = _outcome(getattr(remote.action, request["action"]), data)
        return Answer(status=statuses[-1] if statuses else None, client=client)


class _NamedFile(BytesIO):
    """An open file, for who asks only for its name and content."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


def _outcome(action: Any, data: dict[str, Json]) -> dict[str, Json]:
    """Call an action of `ckanapi`; an exception is an outcome like another."""
    try:
        return {"returned": action(**data)}
    except Exception as error:  # whatever the client raises is what is compared
        kind = type(error)
        details = getattr(error, "error_dict", None)
        return {
            "raised": f"{kind.__module__}.{kind.__qualname__}",
            "str": str(error),
            "error_dict": details if isinstance(details, dict) else None,
        }


def _body(request: dict[str, Json], data: Json, method: str) -> tuple[bytes | None, str, str]:
    """Return a request's body, its content type and its query string."""
    query = urlencode(request.get("params", {}))
    if "raw" in request:
        return request["raw"].encode(), "", query
    if "files" in request:
        parts = _multipart(request.get("form", {}), request["files"])
        return parts, f"multipart/form-data; boundary={BOUNDARY}", query
    if "form" in request:
        return urlencode(request["form"]).encode(), "application/x-www-form-urlencoded", query
    if request.get("get"):
        return None, "", urlencode(data or {})
    if data is None:
        return (b"", "", query) if method == "POST" else (None, "", query)
    return json.dumps(data).encode(), "application/json", query


def _multipart(form: dict[str, str], files: dict[str, list[str | None]]) -> bytes:
    """Write a form and its files as browsers and `requests` do."""
    parts: list[bytes] = []
    for name, value in form.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(head.encode() + str(value).encode() + b"\r\n")
    for name, (filename, content, kind) in files.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'
        head += f'; filename="{filename}"\r\n'
        head += f"Content-Type: {kind}\r\n\r\n" if kind else "\r\n"
        parts.append(head.encode() + _content(content) + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def _content(text: str | None) -> bytes:
    """Return a file's content; `@11MB` stands for eleven megabytes."""
    if size := re.fullmatch(r"@(\d+)MB", text or ""):
        return b"x" * (int(size[1]) * 1024 * 1024)
    return (text or "").encode()


def _local(path: str, query: str) -> str:
    """Return what follows the host in an address; CKAN gives whole addresses for its files."""
    if path.startswith("http"):
        parts = urlsplit(path)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
    return path + (f"?{query}" if query else "")


def _exchange(
    address: str, method: str, path: str, body: bytes | None, headers: dict[str, str]
) -> Answer:
    """Send one request over one connection."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=TIMEOUT)
    try:
        # A server may refuse a big file before it has come whole: read what it says.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.request(method, path, body=body, headers=headers)
        reply = connection.getresponse()
        return _answer(reply.status, {k.lower(): v for k, v in reply.headers.items()}, reply.read())
    finally:
        connection.close()


def _answer(status: int, headers: dict[str, str], body: bytes) -> Answer:
    kept = {name: headers[name] for name in HEADERS if name in headers}
    kind = headers.get("content-type", "")
    if kind.startswith("application/json") and "content-disposition" not in headers and body:
        return Answer(status, kept, json=json.loads(body))
    if kind.startswith(PAGE):
        return Answer(status, {"content-type": kind} | _allowed(headers))
    return Answer(status, kept, text=body.decode("utf-8", "replace"))


def _allowed(headers: dict[str, str]) -> dict[str, str]:
    return {"allow": headers["allow"]} if "allow" in headers else {}


def _follow(value: Json, path: str) -> Json:
    """Return what stands at `path` in an answer: `result.resources[0].id`; None if nothing does."""
    for key in re.findall(r"[^.\[\]]+", path):
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return value
