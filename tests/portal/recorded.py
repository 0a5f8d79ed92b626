"""Read recorded cases: one JSON file a line, the first line says what answered them, and when."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "cas"
Json = Any


@dataclass(frozen=True)
class Answer:
    """What came back: over HTTP, and through the `ckanapi` client where a case used it."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    json: Json = None
    text: str | None = None
    client: dict[str, Json] | None = None

    @classmethod
    def from_json(cls, stored: dict[str, Json]) -> "Answer":
        """Read what `to_json` wrote."""
        return cls(**stored)

    def to_json(self) -> dict[str, Json]:
        """Return the answer as JSON, without what is not there."""
        kept = {"status": self.status, "headers": self.headers, "json": self.json}
        kept |= {"text": self.text, "client": self.client}
        return {key: value for key, value in kept.items() if value not in (None, {})}


@dataclass(frozen=True)
class Case:
    """One request, as data, and the answer that was recorded (none yet: to be recorded)."""

    request: dict[str, Json]
    answer: Answer | None = None

    @property
    def id(self) -> str:
        """The case's name: its family in two digits, then what it tries."""
        return self.request["id"]

    @property
    def is_search(self) -> bool:
        """Whether a stand-in for Solr ranked what the recorded portal answered."""
        return "package_search" in (self.request.get("action") or self.request["path"])


@dataclass(frozen=True)
class Recording:
    """Cases in the order in which they were sent to a portal that held nothing but an administrator."""

    portal: str  # what answered: "CKAN 2.11.5"
    day: date
    admin: list[str]  # the administrator's name and e-mail hash, which differ from portal to portal
    cases: list[Case]

    @classmethod
    def read(cls, path: Path) -> "Recording":
        """Read the recording at `path`."""
        first, *others = path.read_text(encoding="utf-8").splitlines()
        header = json.loads(first)
        cases = list(_cases(json.loads(line) for line in others if line))
        return cls(header["portal"], date.fromisoformat(header["day"]), header["admin"], cases)

    def write(self, path: Path) -> None:
        """Write the recording at `path`, one case a line."""
        header = {"portal": self.portal, "day": self.day.isoformat(), "admin": self.admin}
        lines: list[Json] = [header]
        for case in self.cases:
            answer = {"answer": case.answer.to_json()} if case.answer else {}
            lines.append({"case": case.request} | answer)
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        path.write_text(text + "\n", encoding="utf-8")


def _cases(lines: Iterator[dict[str, Json]]) -> Iterator[Case]:
    for line in lines:
        answer = line.get("answer")
        yield Case(line["case"], Answer.from_json(answer) if answer else None)
