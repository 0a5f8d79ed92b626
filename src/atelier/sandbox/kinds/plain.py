"""Plain Python kinds of the wire: numbers, dates, paths, containers, signatures.

Functions take the `Encoder` or the `Decoder` of `wire` first. Standard library only.
"""

import collections
import datetime
import decimal
import fractions
import functools
import pathlib
import zoneinfo
from collections.abc import Iterable
from typing import Any

from atelier.sandbox.primitives import TooLarge

MAX_RANGE = 10_000_000
"""Length of a range, also of an index: it costs nothing until a test makes a list of it."""

MAX_EXPONENT = 10_000
"""Digits of a Decimal: a short text could stand for an integer of gigabytes."""

MAX_FIELDS = 250
"""Fields of a named tuple, whose class is compiled."""

_FACTORIES = {kind.__name__: kind for kind in (int, float, str, list, dict, set)}


def exact(value: Any, kind: type) -> Any:
    """Return `value`, which must be of type `kind` and of no type derived from it."""
    if type(value) is not kind:
        raise TypeError(f"not of type {kind.__name__}")
    return value


def encode_zone(zone: datetime.tzinfo | None) -> int | str | None:
    """Return a time zone's name, or its distance to UTC in seconds."""
    if type(zone) is zoneinfo.ZoneInfo and zone.key:
        return zone.key
    if type(zone) is datetime.timezone:
        return int(zone.utcoffset(None).total_seconds())
    return exact(zone, type(None))


def decode_zone(tree: int | str | None) -> datetime.tzinfo | None:
    """Return the time zone that `encode_zone` told."""
    if type(tree) is int:
        away = datetime.timedelta(seconds=tree)
        return datetime.timezone(away) if tree else datetime.UTC
    return tree if tree is None else zoneinfo.ZoneInfo(exact(tree, str))


def is_record(kind: type) -> bool:
    """Tell whether a class looks like a named tuple."""
    fields = vars(kind).get("_fields")
    return kind.__bases__ == (tuple,) and _are_texts(fields) and _are_texts((kind.__name__,))


def _are_texts(values: Any) -> bool:
    return type(values) is tuple and all(type(value) is str for value in values)


def _encode_range(_: Any, value: range) -> tuple:
    if len(value) > MAX_RANGE:
        raise TooLarge
    return ("range", value.start, value.stop, value.step)


def _decode_range(_: Any, start: int, stop: int, step: int) -> range:
    value = range(start, stop, step)
    if len(value) > MAX_RANGE:
        raise TooLarge
    return value


def _encode_moment(_: Any, value: datetime.datetime | datetime.time) -> tuple:
    naive = value.replace(tzinfo=None).isoformat()
    return (type(value).__name__, naive, encode_zone(value.tzinfo), value.fold)


def _decode_moment(kind: type) -> Any:
    def decode(_: Any, naive: str, zone: Any, fold: int) -> Any:
        return kind.fromisoformat(naive).replace(tzinfo=decode_zone(zone), fold=fold)

    return decode


def _encode_decimal(encoder: Any, value: decimal.Decimal) -> tuple:
    return ("decimal", encoder.tree(str(_of_sane_size(value))))


def _decode_decimal(_: Any, text: str) -> decimal.Decimal:
    return _of_sane_size(decimal.Decimal(exact(text, str)))


def _of_sane_size(number: decimal.Decimal) -> decimal.Decimal:
    if abs(number.adjusted()) > MAX_EXPONENT:
        raise TooLarge
    return number


def _encode_mapping(encoder: Any, value: dict) -> tuple:
    encoder.charge(16 * len(value))
    count, keys = encoder.items(list(value))
    return (type(value).__name__, count, keys, encoder.items(list(value.values()))[1])


def _decode_pairs(decoder: Any, count: int, keys: Any, values: Any) -> Iterable[tuple]:
    return zip(decoder.items(count, keys), decoder.items(count, values), strict=True)


def _encode_defaultdict(encoder: Any, value: collections.defaultdict) -> tuple:
    names = [name for name, kind in _FACTORIES.items() if kind is value.default_factory]
    return (*_encode_mapping(encoder, value), *(names or [None]))


def _decode_defaultdict(
    decoder: Any, count: int, keys: Any, values: Any, factory: str | None
) -> collections.defaultdict:
    pairs = _decode_pairs(decoder, count, keys, values)
    return collections.defaultdict(_FACTORIES.get(factory), pairs)


def encode_record(encoder: Any, value: tuple) -> tuple:
    """Return the tree of a named tuple: names, then values."""
    kind = type(value)
    return ("record", kind.__name__, kind._fields, *encoder.items(list(tuple.__iter__(value))))


@functools.lru_cache(maxsize=64)
def _record(name: str, fields: tuple[str, ...]) -> type:
    return collections.namedtuple(name, fields, rename=True)


def _decode_record(decoder: Any, name: str, fields: tuple, count: int, content: Any) -> tuple:
    if not _are_texts((*exact(fields, tuple), name)) or len(fields) > MAX_FIELDS:
        raise ValueError("not a record")
    return _record(name, fields)._make(decoder.items(count, content))


def _encode_path(_: Any, value: pathlib.PurePath) -> tuple:
    return ("path", "here" if isinstance(value, pathlib.Path) else type(value).__name__, str(value))


_PATHS = {
    "here": pathlib.Path,
    "PurePosixPath": pathlib.PurePosixPath,
    "PureWindowsPath": pathlib.PureWindowsPath,
}

ENCODERS = {
    type(...): lambda encoder, v: ("ellipsis",),
    complex: lambda encoder, v: ("complex", v.real, v.imag),
    bytearray: lambda encoder, v: ("bytearray", encoder.tree(bytes(v))),
    range: _encode_range,
    slice: lambda encoder, v: ("slice", *map(encoder.tree, (v.start, v.stop, v.step))),
    list: lambda encoder, v: ("list", *encoder.items(v)),
    **dict.fromkeys(
        (tuple, set, frozenset), lambda encoder, v: (type(v).__name__, *encoder.items(list(v)))
    ),
    collections.deque: lambda encoder, v: ("deque", *encoder.items(list(v)), v.maxlen),
    **dict.fromkeys((dict, collections.OrderedDict, collections.Counter), _encode_mapping),
    collections.defaultdict: _encode_defaultdict,
    datetime.date: lambda encoder, v: ("date", v.isoformat()),
    **dict.fromkeys((datetime.datetime, datetime.time), _encode_moment),
    datetime.timedelta: lambda encoder, v: ("timedelta", v.days, v.seconds, v.microseconds),
    **dict.fromkeys((datetime.timezone, zoneinfo.ZoneInfo), lambda _, v: ("zone", encode_zone(v))),
    decimal.Decimal: _encode_decimal,
    fractions.Fraction: lambda encoder, v: (
        "fraction",
        *map(encoder.tree, (v.numerator, v.denominator)),
    ),
    **dict.fromkeys((type(pathlib.Path()), *_PATHS.values()), _encode_path),
}
"""Exact type → function of an encoder and a value, that returns the value's tree."""

DECODERS = {
    "ellipsis": lambda decoder: ...,
    "complex": lambda decoder, real, imaginary: complex(exact(real, float), imaginary),
    "bytearray": lambda decoder, content: bytearray(exact(content, bytes)),
    "range": _decode_range,
    "slice": lambda decoder, *bounds: slice(*map(decoder.value, bounds)),
    "list": lambda decoder, count, content: decoder.items(count, content),
    "tuple": lambda decoder, count, content: tuple(decoder.items(count, content)),
    "set": lambda decoder, count, content: set(decoder.items(count, content)),
    "frozenset": lambda decoder, count, content: frozenset(decoder.items(count, content)),
    "deque": lambda decoder, count, content, longest: collections.deque(
        decoder.items(count, content), longest
    ),
    "dict": lambda decoder, *parts: dict(_decode_pairs(decoder, *parts)),
    "OrderedDict": lambda decoder, *parts: collections.OrderedDict(_decode_pairs(decoder, *parts)),
    "Counter": lambda decoder, *parts: collections.Counter(dict(_decode_pairs(decoder, *parts))),
    "defaultdict": _decode_defaultdict,
    "record": _decode_record,
    "date": lambda decoder, text: datetime.date.fromisoformat(text),
    "datetime": _decode_moment(datetime.datetime),
    "time": _decode_moment(datetime.time),
    "timedelta": lambda decoder, *parts: datetime.timedelta(*(exact(part, int) for part in parts)),
    "zone": lambda decoder, zone: decode_zone(zone),
    "decimal": _decode_decimal,
    "fraction": lambda decoder, *parts: fractions.Fraction(*(exact(part, int) for part in parts)),
    "path": lambda decoder, kind, text: _PATHS[kind](exact(text, str)),
}
"""Tag of a tree → function of a decoder and the rest of the tree, that returns the value."""

EMPTY = {
    kind: kind()
    for kind in (
        *(str, bytes, bytearray, int, list, tuple, set, frozenset, dict),
        *(collections.OrderedDict, collections.Counter, collections.defaultdict, collections.deque),
    )
} | {range: range(0), decimal.Decimal: decimal.Decimal(0)}
"""Exact type → an empty value that stands for a large one."""
