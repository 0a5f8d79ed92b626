"""Values of a participant's notebook ↔ trees of primitives that cross a process boundary.

`encode` goes by exact types: an instance of a participant's own class, even one derived from int
or DataFrame, is no value but an *object*, of which only the class name crosses. `decode` takes
every tree for hostile: it builds known types through their public constructors, and raises
`WireError` for anything else. So nothing that it returns behaves as a participant decided.
"""

import warnings
from abc import ABCMeta
from collections.abc import Callable
from sys import getsizeof
from typing import Any

import numpy as np

from atelier.sandbox.kinds import arrays, columns, plain, standins, tables
from atelier.sandbox.kinds.standins import Proxy, Raised, decode_error, encode_error
from atelier.sandbox.primitives import SCALARS, TooLarge, WireError, dumps, is_scalar, loads

__all__ = [
    "Proxy",
    "Raised",
    "TooLarge",
    "WireError",
    "decode",
    "decode_error",
    "dumps",
    "encode",
    "encode_error",
    "loads",
    "overwrite",
    "sketch",
]

MAX_VALUE = 32 * 2**20
"""Memory that one value takes, in bytes, about."""

MAX_DEPTH = 40
"""Lists in lists in lists."""

SKETCH = 4_096
"""Bytes of a value that a sketch still holds whole: a text of 1,000 characters, 50 numbers."""

SEPARATOR = "\x1f"
"""Joins the texts of a list, which then costs one instruction instead of one for each text."""

_ENCODERS = plain.ENCODERS | arrays.ENCODERS | columns.ENCODERS | tables.ENCODERS
_DECODERS = plain.DECODERS | arrays.DECODERS | columns.DECODERS | tables.DECODERS
_DECODERS |= standins.DECODERS
_SCALAR_IDS = {id(kind) for kind in SCALARS}
_METACLASS_IDS = {id(kind) for kind in (type, ABCMeta, type(type(np.dtype(int))))}
_EMPTY = plain.EMPTY | arrays.EMPTY | tables.EMPTY


def encode(value: Any, keep: Callable[[Callable], int], limit: int = MAX_VALUE) -> Any:
    """Return the tree of `value`. `keep` registers a function that it holds: returns its handle.

    A part that has no form here becomes an object. Raises `TooLarge` beyond `limit`, and
    `WireError` where `keep` raises.
    """
    return Encoder(keep, limit).tree(value)


def sketch(value: Any, keep: Callable[[Callable], int]) -> Any:
    """Return the tree of a small value whole, of a large one as an empty value of its kind."""
    try:
        return encode(value, keep, SKETCH)
    except TooLarge:
        empty = _known(_EMPTY, type(value))
        known = empty is not None
        return encode(empty, keep) if known else standins.encode_object(value)


def decode(
    tree: Any,
    call: Callable[[int, tuple, dict[str, Any]], Any],
    own: Callable[[int], Callable] | None = None,
) -> Any:
    """Return the value of a tree, from whoever it comes. Raises `WireError` for any other tree.

    A function becomes a `Proxy` that uses `call(handle, arguments, named)`. A proxy that comes
    back to the side of its function becomes that function again: `own` finds it by its handle.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Decoder(call, own).value(tree)
    except WireError:
        raise
    except Exception as error:  # constructors refuse in twenty ways
        raise WireError(f"not a value: {error!r:.200}") from None


def overwrite(target: Any, value: Any) -> bool:
    """Make `target` hold what `value` holds, in place. False where their kinds do not allow it.

    For an argument that a function of the other side changed: it changed a copy.
    """
    kind = type(target)
    if kind is not type(value):
        return False
    if kind in (list, bytearray):
        target[:] = value
    elif kind is set or issubclass(kind, dict):
        target.clear()
        target.update(value)
    else:
        return tables.overwrite(target, value)
    return True


def _known(register: dict[type, Any], kind: type) -> Any:
    """Return what is registered for exactly that class; a metaclass could make it equal another."""
    return register.get(kind) if id(type(kind)) in _METACLASS_IDS else None


class Encoder:
    """One value on its way into a tree."""

    zone = staticmethod(plain.encode_zone)

    def __init__(self, keep: Callable[[Callable], int], limit: int):
        """Allow about `limit` bytes."""
        self._keep, self._left = keep, limit
        self._open: set[int] = set()

    def charge(self, size: int) -> None:
        """Take `size` bytes off what is allowed. Raises `TooLarge` where too little is left."""
        self._left -= size
        if self._left < 0:
            raise TooLarge

    def tree(self, value: Any) -> Any:
        """Return the tree of `value`: the value itself for a scalar, else (tag, …)."""
        if is_scalar(value):
            self.charge(getsizeof(value))
            return value
        self.charge(16)
        if id(value) in self._open or len(self._open) >= MAX_DEPTH:
            return standins.encode_object(value)
        self._open.add(id(value))
        try:
            return self._compound(value)
        except WireError:
            raise
        except Exception:  # patched, half built, or of a form that is not known here
            return standins.encode_object(value)
        finally:
            self._open.discard(id(value))

    def part(self, value: Any) -> tuple:
        """Return the tree of a part without which the whole has no form. Raises `KeyError`."""
        return _ENCODERS[type(value)](self, value)

    def items(self, values: list) -> tuple[int, Any]:
        """Return the number of `values`, and their trees: one text where all of them are texts."""
        self.charge(8 * len(values))
        kinds = set(map(id, map(type, values)))  # by id: a class can claim to equal another
        if not kinds <= _SCALAR_IDS:
            return len(values), [self.tree(value) for value in values]
        self.charge(sum(map(getsizeof, values)))
        if kinds == {id(str)}:
            joined = SEPARATOR.join(values)
            if joined.count(SEPARATOR) < len(values):
                return len(values), joined
        return len(values), list(values)

    def handle(self, function: Callable) -> int:
        """Return the handle of a function of this side."""
        try:
            return self._keep(function)
        except Exception as error:
            raise WireError(str(error)) from error

    def _compound(self, value: Any) -> tuple:
        kind = type(value)
        if (encode_kind := _known(_ENCODERS, kind)) is not None:
            return encode_kind(self, value)
        if plain.is_record(kind):
            return plain.encode_record(self, value)
        if callable(value):
            return standins.encode_function(self, value)
        return standins.encode_object(value)


class Decoder:
    """One tree on its way to a value."""

    zone = staticmethod(plain.decode_zone)

    def __init__(self, call: Callable, own: Callable[[int], Callable] | None):
        """Let proxies use `call`, and `own` find functions that come home."""
        self.call, self.own = call, own
        self._depth = 0

    def value(self, tree: Any) -> Any:
        """Return what `tree` stands for."""
        kind = type(tree)
        if kind in SCALARS:
            # one NaN for all, as in pandas: a set of three of them would hold three
            return np.nan if kind is float and tree != tree else tree
        if kind is not tuple or not tree or type(tree[0]) is not str:
            raise WireError("not a tree")
        if self._depth > 2 * MAX_DEPTH:
            raise WireError("a tree too deep")
        self._depth += 1
        value = _DECODERS[tree[0]](self, *tree[1:])
        self._depth -= 1
        return value

    def part(self, tree: Any, kind: Any) -> Any:
        """Return what `tree` stands for, which must be a `kind`."""
        value = self.value(tree)
        if not isinstance(value, kind):
            raise WireError("not the kind that belongs here")
        return value

    def items(self, count: int, content: Any) -> list:
        """Return the values of what `Encoder.items` returned."""
        if type(content) is str and count == content.count(SEPARATOR) + 1:
            return content.split(SEPARATOR)
        if type(content) is not list or len(content) != count:
            raise WireError("not as many values as announced")
        return [self.value(part) for part in content]
