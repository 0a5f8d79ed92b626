"""Counts, points and times as French writes them."""

import datetime


def counted(count: int, one: str, many: str) -> str:
    """Return a count with its noun: `1 remise`, `3 remises` (0 takes the singular)."""
    return f"{count} {many if count > 1 else one}"


def number(value: float) -> str:
    """Return a number of points: `7`, `7,5`; two decimals at most."""
    return f"{round(value, 2):g}".replace(".", ",")


def lapse(time: datetime.timedelta) -> str:
    """Return a stretch of time by its two largest units: `2 j 3 h`, `3 h 5 min`, `1 min`."""
    minutes = max(1, round(time.total_seconds() / 60))
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "j"), (hours, "h"), (minutes, "min")]
    first = next(n for n, (count, _) in enumerate(parts) if count)
    return " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2] if count)


def moment(time: datetime.datetime) -> str:
    """Return a moment to the minute: `02/03/2026 18:00`."""
    return f"{time:%d/%m/%Y %H:%M}"
