"""Compare two answers to one request, but for what must differ: ids, times, addresses, tokens.

An id is not ignored: each of the recording stands for one of the portal's, everywhere and for ever.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.recorded import Answer, Case, Json

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?"
PIECES = re.compile(f"({UUID}|{TIME})")
IS_TIME = re.compile(TIME)
TOKEN_ID = re.compile(r"[A-Za-z0-9_-]{43}")
FRESH = timedelta(days=1)
ABSENT = "(absent)"
SHOWN = 200  # characters of a value that a report shows
# Actions whose lists CKAN gives in the order in which its base happens to find them.
UNORDERED = frozenset({"tag_autocomplete"})


@dataclass(frozen=True)
class Difference:
    """One place of one answer where a portal does not say what was recorded."""

    case: str
    place: str
    recorded: Json
    actual: Json

    def __str__(self) -> str:
        """Show the place, and both values under each other."""
        return (
            f"{self.case}: {self.place}\n    - {_short(self.recorded)}\n    + {_short(self.actual)}"
        )


class Comparison:
    """Compares answers in the order of the cases, learning which id stands for which."""

    def __init__(self, day: date, admin: list[str], today: date) -> None:
        self.day = day
        self.today = today
        self.admin = frozenset(admin)
        self.actual_of: dict[str, str] = {}
        self.recorded_of: dict[str, str] = {}

    def differences(self, case: Case, actual: Answer) -> list[Difference]:
        """Return what differs between the case's recorded answer and `actual`."""
        assert case.answer is not None, f"{case.id} has no recorded answer"
        recorded, other = case.answer.to_json(), actual.to_json()
        if case.is_search:
            sort = "sort" in case.request.get("json", {}) | case.request.get("params", {})
            recorded, other = _search(recorded, sort), _search(other, sort)
        if case.request.get("action") in UNORDERED:
            recorded, other = _in_order(recorded), _in_order(other)
        found = self._compare("", recorded, other)
        return [Difference(case.id, place, was, now) for place, was, now in found]

    def _compare(self, place: str, was: Json, now: Json) -> Iterator[tuple[str, Json, Json]]:
        if isinstance(was, dict) and isinstance(now, dict):
            yield from self._compare_dicts(place, was, now)
        elif isinstance(was, list) and isinstance(now, list):
            for index in range(max(len(was), len(now))):
                one = was[index] if index < len(was) else ABSENT
                other = now[index] if index < len(now) else ABSENT
                yield from self._compare(f"{place}[{index}]", one, other)
        elif not self._same(place, was, now):
            yield place, was, now

    def _compare_dicts(
        self, place: str, was: dict[str, Json], now: dict[str, Json]
    ) -> Iterator[tuple[str, Json, Json]]:
        for key in dict.fromkeys([*was, *now]):
            inner = f"{place}.{key}" if place else key
            yield from self._compare(inner, was.get(key, ABSENT), now.get(key, ABSENT))

    def _same(self, place: str, was: Json, now: Json) -> bool:
        if not (isinstance(was, str) and isinstance(now, str)):
            return type(was) is type(now) and was == now
        if place.startswith("headers."):
            return _header(was) == _header(now)
        if was in self.admin or (TOKEN_ID.fullmatch(was) and TOKEN_ID.fullmatch(now)):
            return self._pair(was, now)
        ours, theirs = PIECES.split(was), PIECES.split(now)
        return len(ours) == len(theirs) and all(
            self._same_piece(one, other) for one, other in zip(ours, theirs, strict=True)
        )

    def _same_piece(self, was: str, now: str) -> bool:
        if re.fullmatch(UUID, was) and re.fullmatch(UUID, now):
            return self._pair(was, now)
        if IS_TIME.fullmatch(was) and _near(was, self.day):
            return bool(IS_TIME.fullmatch(now)) and _near(now, self.today)
        return was == now

    def _pair(self, was: str, now: str) -> bool:
        """Whether `now` stands for `was`; what has not been seen yet is learnt."""
        if was in self.actual_of or now in self.recorded_of:
            return self.actual_of.get(was) == now
        self.actual_of[was], self.recorded_of[now] = now, was
        return True


def _header(value: str) -> list[str]:
    """Return a header's parts: neither case, nor spaces, nor the order of a list mean anything."""
    return sorted(part.strip().replace("; ", ";") for part in value.lower().split(","))


def _in_order(answer: Json) -> Json:
    body = answer.get("json")
    if not isinstance(body, dict) or not isinstance(body.get("result"), list):
        return answer
    return answer | {"json": body | {"result": sorted(body["result"])}}


def _short(value: Json) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _near(time: str, day: date) -> bool:
    return abs(date.fromisoformat(time[:10]) - day) <= FRESH


def _search(answer: Json, sorted_by_request: bool) -> Json:
    """Put a search's answer into a form that does not depend on ranking or on Solr's own words."""
    body, client = answer.get("json"), answer.get("client")
    if isinstance(body, dict):
        error, result = body.get("error"), body.get("result")
        if isinstance(error, dict) and error.get("__type") == "Search Error":
            body = body | {"error": {"__type": "Search Error"}}
        if not sorted_by_request:
            body = body | {"result": _by_name(result)}
        return answer | {"json": body}
    if isinstance(client, dict):
        if client.get("raised", "").endswith(".SearchError"):
            client = {"raised": client["raised"]}
        elif not sorted_by_request:
            client = client | {"returned": _by_name(client.get("returned"))}
        return answer | {"client": client}
    return answer


def _by_name(result: Json) -> Json:
    """Show what a search found by name; of a first page among others, only how many it holds."""
    found = result.get("results") if isinstance(result, dict) else None
    if not isinstance(found, list) or not isinstance(result.get("count"), int):
        return result
    if len(found) < result["count"]:
        return result | {"results": f"{len(found)} of them"}
    if all(isinstance(item, dict) and "name" in item for item in found):
        return result | {"results": {item["name"]: item for item in found}}
    return result
