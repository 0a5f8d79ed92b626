"""Moments as Solr writes them: 2024-01-31T00:00:00Z, NOW, NOW-7DAYS, NOW/MONTH."""

import re
from datetime import UTC, datetime, timedelta

from atelier.portal.search.syntax import refuse

_STEP = re.compile(r"(?P<sign>[+-])(?P<count>\d+)(?P<unit>[A-Z]+?)S?(?=[+\-/]|\Z)|/(?P<to>[A-Z]+)")
_UNITS = {
    "MILLI": timedelta(milliseconds=1),
    "MILLISECOND": timedelta(milliseconds=1),
    "SECOND": timedelta(seconds=1),
    "MINUTE": timedelta(minutes=1),
    "HOUR": timedelta(hours=1),
    "DAY": timedelta(days=1),
    "DATE": timedelta(days=1),
}
_ROUND = {
    "YEAR": {"month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0, "microsecond": 0},
    "MONTH": {"day": 1, "hour": 0, "minute": 0, "second": 0, "microsecond": 0},
    "DAY": {"hour": 0, "minute": 0, "second": 0, "microsecond": 0},
    "HOUR": {"minute": 0, "second": 0, "microsecond": 0},
    "MINUTE": {"second": 0, "microsecond": 0},
    "SECOND": {"microsecond": 0},
}


def moment(written: str) -> str:
    """Return a moment in the form in which datasets carry theirs."""
    base, rest = _base(written)
    try:
        while rest:
            step = _STEP.match(rest)
            if step is None:
                raise ValueError(rest)
            base = _moved(base, step)
            rest = rest[step.end() :]
    except (ValueError, KeyError, OverflowError):
        raise refuse(written, f"Invalid Date Math String:'{written}'") from None
    return base.isoformat(timespec="microseconds") + "Z"


def _base(written: str) -> tuple[datetime, str]:
    if written.startswith("NOW"):
        return datetime.now(UTC).replace(tzinfo=None), written[3:]
    found = re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", written)
    try:
        if found is None:
            raise ValueError(written)
        return datetime.fromisoformat(found.group()[:-1]), written[found.end() :]
    except ValueError:
        raise refuse(written, f"Invalid Date String:'{written}'") from None


def _moved(base: datetime, step: re.Match[str]) -> datetime:
    if step["to"]:
        return base.replace(**_ROUND[step["to"].removesuffix("S")])
    count = int(step["sign"] + step["count"])
    unit = step["unit"]
    if unit in {"YEAR", "MONTH"}:
        months = base.year * 12 + base.month - 1 + count * (12 if unit == "YEAR" else 1)
        year, month = divmod(months, 12)
        days = [31, 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28,
                31, 30, 31, 30, 31, 31, 30, 31, 30, 31]  # fmt: skip
        return base.replace(year=year, month=month + 1, day=min(base.day, days[month]))
    return base + count * _UNITS[unit]
