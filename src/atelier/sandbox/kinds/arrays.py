"""Arrays and numbers of numpy on the wire: raw bytes and what they are.

Functions take the `Encoder` or the `Decoder` of `wire` first.
"""

import math
import re
from typing import Any

import numpy as np

from atelier.sandbox.primitives import MAX_BYTES

_DTYPE = re.compile(r"[<>|=][biufcmMSU]\d{1,9}(\[\d{0,6}[a-zA-Z]{1,2}\])?")


def encode_array(encoder: Any, array: np.ndarray) -> tuple:
    """Return the tree of an array; one of objects goes value by value."""
    encoder.charge(array.nbytes)
    if array.dtype.kind == "O":
        return ("objects", array.shape, *encoder.items(array.ravel().tolist()))
    if not _DTYPE.fullmatch(array.dtype.str):
        raise TypeError("an array of records")
    return ("array", array.dtype.str, array.shape, array.tobytes())


def decode_array(_: Any, dtype: str, shape: tuple, data: bytes) -> np.ndarray:
    """Return the array, which can be written to. Raises `ValueError` where its parts disagree."""
    kind = np.dtype(_DTYPE.fullmatch(dtype)[0])
    if kind.itemsize == 0 or len(data) != _size(shape) * kind.itemsize:
        raise ValueError("shape and data disagree")
    if kind.kind == "b":  # a byte of 2 would be neither True nor False
        return (np.frombuffer(data, np.uint8) != 0).reshape(shape)
    if kind.kind == "U" and np.frombuffer(data, kind.str[0] + "u4").max(initial=0) > 0x10FFFF:
        raise ValueError("not a character")
    return np.frombuffer(bytearray(data), kind).reshape(shape)


def boxes(values: list) -> np.ndarray:
    """Return an array of objects: one box for each value, even where a value is a list."""
    return np.fromiter(values, dtype=object, count=len(values))


def _decode_objects(decoder: Any, shape: tuple, count: int, content: Any) -> np.ndarray:
    if _size(shape) != count:
        raise ValueError("shape and data disagree")
    return boxes(decoder.items(count, content)).reshape(shape)


def _size(shape: Any) -> int:
    if type(shape) is not tuple or not all(type(n) is int and 0 <= n <= MAX_BYTES for n in shape):
        raise ValueError("not a shape")
    return math.prod(shape)


def _encode_scalar(_: Any, value: np.generic) -> tuple:
    return ("scalar", value.dtype.str, value.tobytes())


def _decode_scalar(decoder: Any, dtype: str, data: bytes) -> np.generic:
    return decode_array(decoder, dtype, (), data)[()]


ENCODERS = {
    **dict.fromkeys({*np.sctypeDict.values()} - {np.void, np.object_, np.str_}, _encode_scalar),
    np.str_: lambda encoder, v: ("numpy text", encoder.tree(str.__str__(v))),
    np.ndarray: encode_array,
}
"""Exact type → function of an encoder and a value, that returns the value's tree."""

DECODERS = {
    "array": decode_array,
    "objects": _decode_objects,
    "scalar": _decode_scalar,
    "numpy text": lambda decoder, text: np.str_(decoder.part(text, str)),
}
"""Tag of a tree → function of a decoder and the rest of the tree, that returns the value."""

EMPTY = {np.ndarray: np.empty(0)}
"""Exact type → an empty value that stands for a large one."""
