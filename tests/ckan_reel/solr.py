"""A stand-in for Solr, for tests only: keeps CKAN's index in memory and answers what CKAN asks.

`python -m ckan_reel.solr PORT` with `tests` on the path. It matches, filters, sorts and counts;
it does not stem, and its ranking is a plain sum of the fields' weights.
"""

import json
import re
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

from ckan_reel.fields import MULTIVALUED, Document, is_stored, is_words, values, words
from ckan_reel.lucene import QuerySyntaxError, Test, match_text, read_query

SCHEMA = '<schema name="ckan-{version}" version="1.6"></schema>'
Parameters = dict[str, list[str]]


class Index:
    """The documents, by the id that CKAN gives them."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.lock = threading.Lock()

    def add(self, documents: list[Document]) -> None:
        """Keep documents, each in place of the one with its id."""
        with self.lock:
            for document in documents:
                self.documents[document["index_id"]] = document

    def delete(self, message: str) -> None:
        """Follow an XML message that deletes by ids or by query."""
        root = ElementTree.fromstring(message)
        tests = [read_query(query.text or "") for query in root.iter("query")]
        ids = {element.text for element in root.iter("id")}
        with self.lock:
            self.documents = {
                key: document
                for key, document in self.documents.items()
                if key not in ids and not any(test(document) for test in tests)
            }

    def select(self, asked: Parameters) -> dict[str, Any]:
        """Answer a search."""
        operator = _one(asked, "q.op", "OR")
        wanted, score = _query(asked, operator)
        tests = [wanted, *(read_query(fq, operator) for fq in asked.get("fq", []) if fq.strip())]
        with self.lock:
            found = [d for d in self.documents.values() if all(test(d) for test in tests)]
        _sort(found, _one(asked, "sort", "score desc"), score)
        start, rows = int(_one(asked, "start", "0")), int(_one(asked, "rows", "10"))
        shown = [_shown(d, asked.get("fl", ["*"])) for d in found[start : start + rows]]
        answer: dict[str, Any] = {
            "responseHeader": {"status": 0},
            "response": {"numFound": len(found), "start": start, "docs": shown},
        }
        if _one(asked, "facet", "false") == "true":
            fields = {name: _facet(found, name, asked) for name in asked.get("facet.field", [])}
            answer["facet_counts"] = {"facet_fields": fields}
        return answer


def _one(asked: Parameters, name: str, default: str) -> str:
    return asked.get(name, [default])[-1]


def _query(asked: Parameters, operator: str) -> tuple[Test, Any]:
    """Return the test of `q`, and what scores a document."""
    text = _one(asked, "q", "*:*")
    if "dismax" not in _one(asked, "defType", "lucene") or text == "*:*":
        return read_query(text, operator, _one(asked, "df", "text")), lambda document: 1.0
    weights = dict(_weight(part) for part in _one(asked, "qf", "text").split())
    asked_words = re.findall(r'([+\-]?)("[^"]*"|\S+)', text)
    clauses = [(sign, _anywhere(word, weights)) for sign, word in asked_words if word.strip('"')]
    free = [clause for sign, clause in clauses if not sign]
    needed = _minimum(len(free), _one(asked, "mm", "100%"))

    def test(document: Document) -> bool:
        if any(c(document) for sign, c in clauses if sign == "-"):
            return False
        if not all(c(document) for sign, c in clauses if sign == "+"):
            return False
        return sum(bool(c(document)) for c in free) >= needed

    return test, lambda document: sum(clause(document) for sign, clause in clauses if sign != "-")


def _anywhere(word: str, weights: dict[str, float]) -> Any:
    text = word.strip('"')
    tests = [(match_text(f, text, word.startswith('"')), weight) for f, weight in weights.items()]
    return lambda document: max((weight for test, weight in tests if test(document)), default=0.0)


def _weight(part: str) -> tuple[str, float]:
    name, _, weight = part.partition("^")
    return name, float(weight or 1)


def _minimum(words_asked: int, rule: str) -> int:
    """Read a rule such as `2<-1 5<80%`: how many of the words must be there."""
    needed = words_asked
    for part in rule.split():
        above, _, number = part.rpartition("<")
        if above and words_asked <= int(above):
            break
        if number.endswith("%"):
            needed = words_asked * int(number[:-1]) // 100
        else:
            needed = int(number) if int(number) >= 0 else words_asked + int(number)
    return min(max(needed, 0), words_asked)


def _sort(found: list[Document], rule: str, score: Any) -> None:
    """Sort by several fields: the last first, since sorting keeps the order of equals."""
    parts = [part.split() for part in rule.split(",") if part.strip()]
    for part in parts:
        if len(part) != 2 or part[1].lower() not in ("asc", "desc"):
            raise QuerySyntaxError(
                f"Can't determine a Sort Order (asc or desc) in sort spec '{rule}'"
            )
        if part[0] in MULTIVALUED:
            raise QuerySyntaxError(f"can not sort on multivalued field: {part[0]}")
    for field, order in reversed(parts):
        falling = order.lower() == "desc"
        if field == "score":
            found.sort(key=score, reverse=falling)
        else:
            have = [d for d in found if values(d, field)]
            lack = [d for d in found if not values(d, field)]
            have.sort(key=lambda d, field=field: values(d, field)[0], reverse=falling)
            found[:] = have + lack


def _shown(document: Document, asked: list[str]) -> Document:
    names = {name for part in asked for name in re.split(r"[\s,]+", part) if name}
    return {
        name: value
        for name, value in document.items()
        if value is not None and is_stored(name) and ("*" in names or name in names)
    }


def _facet(found: list[Document], field: str, asked: Parameters) -> list[Any]:
    """Count a field's values, the most frequent first: `[value, count, value, count, …]`."""
    counts: Counter[str] = Counter()
    for document in found:
        held = values(document, field)
        counts.update({w for v in held for w in words(v)} if is_words(field) else set(held))
    least, limit = int(_one(asked, "facet.mincount", "0")), int(_one(asked, "facet.limit", "100"))
    kept = sorted(((v, n) for v, n in counts.items() if n >= least), key=lambda p: (-p[1], p[0]))
    return [item for pair in (kept if limit < 0 else kept[:limit]) for item in pair]


def make_server(port: int, version: str) -> ThreadingHTTPServer:
    """Make the server; `version` is that of the index's schema, which CKAN asks for."""
    index = Index()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(parse_qs(urlsplit(self.path).query, keep_blank_values=True), "")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            form = "urlencoded" in self.headers.get("Content-Type", "")
            self._answer(parse_qs(body, keep_blank_values=True) if form else {}, body)

        def _answer(self, asked: Parameters, body: str) -> None:
            path = urlsplit(self.path).path
            try:
                if "/schema" in path:
                    return self._send(200, SCHEMA.format(version=version), "application/xml")
                if "/update" in path:
                    index.add(json.loads(body)) if body.startswith("[") else index.delete(body)
                    return self._send(200, json.dumps({"responseHeader": {"status": 0}}))
                return self._send(200, json.dumps(index.select(asked)))
            except (QuerySyntaxError, ValueError) as error:
                message = {"error": {"msg": str(error), "code": 400}}
                return self._send(400, json.dumps(message))

        def _send(self, status: int, text: str, kind: str = "application/json") -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            pass  # CKAN says what it asks

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


if __name__ == "__main__":
    make_server(int(sys.argv[1]), sys.argv[2]).serve_forever()
