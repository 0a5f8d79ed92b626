"""Trees of primitives ↔ bytes: what may cross the wall of a sandbox.

A primitive is None, a bool, int, float, str or bytes, or a list, tuple or dict of primitives. The
bytes are a pickle, restricted to the instructions that build primitives: no name is ever looked
up, nothing is called, and no part is used twice, so that a tree is never larger than its bytes.
Standard library only.
"""

import io
import pickle
import pickletools
from typing import Any, NoReturn

MAX_BYTES = 64 * 2**20
"""Longest message, in bytes."""

SCALARS = frozenset({type(None), bool, int, float, str, bytes})
"""Types of the leaves of a tree. Their subclasses are not primitives."""

INSTRUCTIONS = frozenset(
    [
        "PROTO",
        "FRAME",
        "STOP",
        "MARK",
        "NONE",
        "NEWTRUE",
        "NEWFALSE",
        "BININT",
        "BININT1",
        "BININT2",
        "LONG1",
        "LONG4",
        "BINFLOAT",
        "SHORT_BINUNICODE",
        "BINUNICODE",
        "BINUNICODE8",
        "SHORT_BINBYTES",
        "BINBYTES",
        "BINBYTES8",
        "EMPTY_LIST",
        "APPEND",
        "APPENDS",
        "EMPTY_TUPLE",
        "TUPLE1",
        "TUPLE2",
        "TUPLE3",
        "TUPLE",
        "EMPTY_DICT",
        "SETITEM",
        "SETITEMS",
    ]
)
"""What a message may hold. Without the memo's instructions, a few bytes cannot claim gigabytes."""


class WireError(Exception):
    """What came through the wall, or should go through, is not a tree of primitives."""


class TooLarge(WireError):
    """A value is beyond the limits. The message is for the participant, in French."""

    def __init__(self) -> None:
        """Say it."""
        super().__init__("Cette valeur est trop grande pour être vérifiée.")


_PREFIXES = {
    pickletools.TAKEN_FROM_ARGUMENT1: 1,
    pickletools.TAKEN_FROM_ARGUMENT4: 4,
    pickletools.TAKEN_FROM_ARGUMENT4U: 4,
    pickletools.TAKEN_FROM_ARGUMENT8U: 8,
}
"""How pickletools says that an argument begins with its length → bytes of that length."""


def _layout(argument: pickletools.ArgumentDescriptor | None) -> tuple[int, int]:
    """Return the bytes of an instruction's argument: of a fixed one, of another one's length."""
    size = argument.n if argument else 0
    return (0, _PREFIXES[size]) if size in _PREFIXES else (size, 0)


_LAYOUTS = {
    ord(instruction.code): _layout(instruction.arg)
    for instruction in pickletools.opcodes
    if instruction.name in INSTRUCTIONS
}
_STOP = ord(pickle.STOP)


class _Writer(pickle.Pickler):
    def reducer_override(self, value: Any) -> NoReturn:
        raise WireError(f"not a primitive: {type(value)!r:.100}")


class _Reader(pickle.Unpickler):
    def find_class(self, *_: str) -> NoReturn:
        raise WireError("a message names something to import")

    def persistent_load(self, _: Any) -> NoReturn:
        raise WireError("a message refers to something outside of it")


def is_scalar(value: Any) -> bool:
    """Tell whether a value, however its class pretends to be another one, is a leaf of a tree."""
    kind = type(value)
    return type(kind) is type and kind in SCALARS


def dumps(tree: Any) -> bytes:
    """Return the message that holds `tree`.

    Raises `WireError` where a part is not a primitive, `TooLarge` beyond `MAX_BYTES`.
    """
    message = io.BytesIO()
    writer = _Writer(message, protocol=5)
    writer.fast = True  # without a memo
    try:
        writer.dump(tree)
    except WireError:
        raise
    except Exception as error:  # nested too deep, or in itself
        raise WireError(f"not a tree: {error!r:.200}") from None
    if message.tell() > MAX_BYTES:
        raise TooLarge
    return message.getvalue()


def loads(message: bytes) -> Any:
    """Return the tree of a message, from whoever it comes. Raises `WireError` for any other one."""
    if len(message) > MAX_BYTES:
        raise TooLarge
    try:
        _check_instructions(message)
        return _Reader(io.BytesIO(message)).load()
    except WireError:
        raise
    except Exception as error:  # an unpickler says in twenty ways that bytes are no pickle
        raise WireError(f"not a message: {error!r:.200}") from None


def _check_instructions(message: bytes) -> None:
    """Raise `WireError` for a message that holds any but the known instructions.

    It is pickletools' `genops` without what that tells of arguments: ten times as fast.
    """
    at, code = 0, None
    while code != _STOP and at < len(message):
        code = message[at]
        if code not in _LAYOUTS:
            raise WireError(f"instruction {code:#04x} in a message")
        fixed, prefix = _LAYOUTS[code]
        at += 1 + fixed
        if prefix:
            at += prefix + int.from_bytes(message[at : at + prefix], "little")
