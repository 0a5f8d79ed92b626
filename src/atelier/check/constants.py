"""Values that say nothing: what is tried in place of an answer, none of which may earn a point.

One family for the whole course, so that no exercise has a list of its own. What is legitimate is
read from the solution: a constant that equals the solution's value is a right answer (`same`).
"""

import copy
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

UNKNOWN: dict[str, Any] = {
    repr(code): code for code in ("XXX", "ESH", "", " ", 0, None, float("nan"), [])
}
"""How it reads → what may stand in `PAYS` in the place of a country's code."""

PLAIN: dict[str, Any] = {
    repr(value): value for value in (0, 1, -1, 0.0, math.nan, math.inf, True, False, None, "", "x")
} | {"10**400": 10**400, "[]": [], "()": (), "{}": {}, "set()": set(), "[0]": [0], "['']": [""]}


def constants() -> dict[str, Any]:
    """Return how it reads → a constant, new at each call: a check may change what it is given."""
    tables = {
        "DataFrame()": pd.DataFrame(),
        "Series()": pd.Series(dtype=object),
        "array([])": np.array([]),
    }
    return copy.deepcopy(PLAIN) | tables | _functions(PLAIN | tables)


def _functions(values: Mapping[str, Any]) -> dict[str, Callable]:
    return {f"lambda *a, **k: {label}": constant_function(value) for label, value in values.items()}


def constant_function(value: Any) -> Callable:
    """Return a function that answers `value` to everything."""

    def constante(*_: Any, **__: Any) -> Any:
        return copy.deepcopy(value)

    return constante


class FirstAnswer:
    """A function that answers to everything what another one answers to its first call."""

    def __init__(self, function: Callable):
        """Stand for `function`."""
        self.__name__ = getattr(function, "__name__", "fonction")
        self._function = function
        self._known: list[Any] = []
        self.calls = 0

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Answer, as the other one did the first time."""
        self.calls += 1
        if not self._known:
            self._known = [self._function(*arguments, **named)]
        return copy.deepcopy(self._known[0])


def asked_again(value: Any) -> bool:
    """Tell whether `value` is a constant: a `FirstAnswer` that was called once has computed."""
    return not isinstance(value, FirstAnswer) or value.calls > 1


def hollow(value: Any) -> dict[str, Any]:
    """Return how it reads → what has the kind and the outline of `value`, and nothing in it."""
    if isinstance(value, pd.DataFrame):
        return _hollow_table(value)
    if isinstance(value, pd.Series):
        return _hollow_column(value)
    if isinstance(value, Mapping):
        return _hollow_mapping(value)
    if isinstance(value, list | tuple):
        fills = (None, 0, "", *value[:1])
        return {f"[{fill!r:.20}] * {len(value)}": [fill] * len(value) for fill in fills} | {
            "réponse[:1]": value[:1]
        }
    if callable(value):
        return {"la fonction qui répète son premier résultat": FirstAnswer(value)}
    return {}


def _hollow_table(table: pd.DataFrame) -> dict[str, Any]:
    first = table.iloc[[0] * len(table)].set_axis(table.index) if len(table) else table
    return {
        "réponse.iloc[:0]": table.iloc[:0],
        "réponse, vidée": pd.DataFrame(np.nan, index=table.index, columns=table.columns),
        "réponse, à zéro": pd.DataFrame(0, index=table.index, columns=table.columns),
        "réponse, première ligne partout": first,
    }


def _hollow_column(column: pd.Series) -> dict[str, Any]:
    fills = (math.nan, 0, *column.iloc[:1])
    return {"réponse.iloc[:0]": column.iloc[:0]} | {
        f"réponse, {fill!r:.20} partout": pd.Series(fill, index=column.index, name=column.name)
        for fill in fills
    }


def _hollow_mapping(mapping: Mapping) -> dict[str, Any]:
    filled = {
        f"réponse, {fill!r} partout": dict.fromkeys(mapping, fill) for fill in (None, 0, "", [], {})
    }
    empty = {key: _empty(part) for key, part in mapping.items()}
    return filled | {"réponse, parties vides": empty}


def _empty(part: Any) -> Any:
    """Return an empty value of the kind of `part`."""
    if isinstance(part, pd.DataFrame | pd.Series):
        return part.iloc[:0]
    if isinstance(part, bool | int | float | str | list | tuple | dict):
        return type(part)()
    return None


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are one answer: of one kind, and equal."""
    if one is other:
        return True
    for kind in (pd.DataFrame, pd.Series):
        if isinstance(one, kind) and isinstance(other, kind):
            return one.equals(other)
    if _is_truth(one) or _is_truth(other):
        return _is_truth(one) and _is_truth(other) and bool(one) == bool(other)
    if _is_number(one) and _is_number(other):
        return bool(one == other or (one != one and other != other))  # NaN differs from itself
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and isinstance(one, str | set) and one == other


def _is_truth(value: Any) -> bool:
    return isinstance(value, bool | np.bool_)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.number)
