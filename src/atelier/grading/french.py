"""Counts and points as French writes them."""


def counted(count: int, one: str, many: str) -> str:
    """Return a count with its noun: `1 remise`, `3 remises` (0 takes the singular)."""
    return f"{count} {many if count > 1 else one}"


def number(value: float) -> str:
    """Return a number of points: `7`, `7,5`; two decimals at most."""
    return f"{round(value, 2):g}".replace(".", ",")
