"""What a learner's notebook holds crosses the wall of the sandbox unchanged."""

import collections
import copy
import datetime
import decimal
import fractions
import functools
import inspect
import math
import pathlib
import zoneinfo

import numpy as np
import pandas as pd
import pytest
from two_sides import Sides, cross

from atelier import nature
from atelier.sandbox.wire import (
    Proxy,
    Raised,
    TooLarge,
    WireError,
    decode,
    decode_error,
    dumps,
    encode,
    encode_error,
    loads,
    overwrite,
    sketch,
)

Point = collections.namedtuple("Point", "lat long")
TABLE = pd.DataFrame({"iso3": ["SEN", "TGO"] * 500, "idh": [0.5, None] * 500})

PLAIN = [
    None,
    True,
    0,
    -(2**200),
    2.5,
    -0.0,
    math.inf,
    1 + 2j,
    "",
    "Thiès \u00ad\u202f \x1f \ud800 \0",
    b"\x00octets",
    bytearray(b"ab"),
    ...,
    [],
    [[]],
    [1, "deux", None, [3.0, ("quatre",)]],
    ["un", "deux", ""],
    ["a\x1fb", "c"],
    (1,),
    {},
    {"a": [1], 2: {"b": None}, ("c", 1): ...},
    set(),
    {1, "a", (2, 3)},
    frozenset({"x"}),
    range(3, 30, 4),
    slice(1, None, 2),
    collections.OrderedDict(b=1, a=2),
    collections.Counter("abracadabra"),
    collections.deque([1, 2], maxlen=3),
    Point(14.7, -17.4),
    datetime.date(2020, 2, 29),
    datetime.datetime(2020, 2, 29, 12, 30, 1, 5),
    datetime.datetime(2020, 2, 29, 12, tzinfo=datetime.UTC),
    datetime.datetime(2020, 2, 29, 12, tzinfo=zoneinfo.ZoneInfo("Africa/Dakar")),
    datetime.time(8, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=1))),
    datetime.timedelta(days=-1, microseconds=3),
    zoneinfo.ZoneInfo("Africa/Abidjan"),
    decimal.Decimal("12.30"),
    fractions.Fraction(1, 3),
    pathlib.Path("../data/pays.csv"),
    pathlib.PureWindowsPath(r"C:\donnees"),
]


@pytest.mark.parametrize("value", PLAIN, ids=lambda v: type(v).__name__)
def test_a_plain_value_comes_back_equal_and_of_its_type(value):
    again = cross(value)
    assert type(again).__name__ == type(value).__name__
    assert again == value
    assert repr(again) == repr(value)


def test_a_default_dictionary_keeps_making_its_default():
    again = cross(collections.defaultdict(list, {"a": [1]}))
    assert ([], {"a": [1], "b": []}) == (again["b"], dict(again))


def test_parts_keep_their_exact_types():
    again = cross([1, True, 1.0, np.int64(1), np.True_])
    assert [int, bool, float, np.int64, np.bool_] == [type(part) for part in again]


def test_missing_numbers_stay_one_and_the_same():
    again = cross([np.nan, float("nan"), {"a": math.nan}])
    assert 1 == len({*again[:2], again[2]["a"]})


def maximum(table, /, colonne: str, *autres, seuil=2, **options):
    """Rend le maximum."""
    return table[colonne].max() + seuil


def test_a_function_is_called_on_its_own_side_with_its_name_signature_and_documentation():
    proxy = cross(maximum)
    assert 5 == proxy(pd.DataFrame({"a": [1, 3]}), "a")
    assert 13 == proxy(pd.DataFrame({"a": [1, 3]}), colonne="a", seuil=10)
    assert ("maximum", "Rend le maximum.") == (proxy.__name__, proxy.__doc__)
    assert "(table, /, colonne, *autres, seuil=2, **options)" == str(inspect.signature(proxy))


@pytest.mark.parametrize(
    "function",
    [len, lambda v: len(v), functools.partial(len), "".join, list, np.size, TABLE.head, Point],
    ids=lambda function: type(function).__name__,
)
def test_whatever_can_be_called_becomes_a_proxy(function):
    assert type(cross(function)) is Proxy
    assert "une fonction" == nature(cross(function))


def test_a_function_without_a_name_stays_without():
    assert not hasattr(cross(functools.partial(len)), "__name__")


def test_a_proxy_that_comes_home_is_its_function_again():
    sides = Sides()
    tree = encode([sides.cross(maximum)], sides.keep)
    assert [maximum] == decode(loads(dumps(tree)), None, sides.functions.__getitem__)
    with pytest.raises(WireError):
        decode(tree, None)


def test_copying_a_proxy_does_not_copy_what_calls():
    proxy = cross(maximum)
    assert copy.deepcopy([proxy])[0] is proxy


def test_a_function_that_cannot_be_registered_is_refused_even_deep_inside():
    def refuse(_):
        raise TypeError("pas ici")

    with pytest.raises(WireError, match="pas ici"):
        encode({"a": [len]}, refuse)


@pytest.mark.parametrize(
    ("error", "base"),
    [
        (ValueError("nombre attendu"), ValueError),
        (KeyError("Lat"), KeyError),
        (ZeroDivisionError("division by zero"), ArithmeticError),
        (pd.errors.ParserError("ligne 3"), ValueError),
        (UnicodeDecodeError("utf-8", b"\xe9", 0, 1, "octet"), UnicodeError),
        (FileNotFoundError(2, "absent", "journal.csv"), OSError),
        (SyntaxError("virgule"), SyntaxError),
        (ExceptionGroup("deux", [ValueError("a")]), Exception),
        (SystemExit(3), Exception),
        (KeyboardInterrupt(), Exception),
        (type("MonErreur", (LookupError,), {})("perdu"), LookupError),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_an_error_is_raised_again_with_its_name_text_and_built_in_class(error, base):
    again = decode_error(loads(dumps(encode_error(error))))
    assert isinstance(again, base)
    assert isinstance(again, Raised)
    assert isinstance(again, Exception)
    assert (type(error).__name__, str(error)) == (type(again).__name__, str(again))


def test_an_error_keeps_its_arguments_and_shows_no_line_of_the_test():
    again = decode_error(encode_error(KeyError("Lat")))
    assert ("Lat",) == again.args
    assert ["KeyError: 'Lat'"] == again._render_traceback_()


@pytest.mark.parametrize(
    "value",
    [
        0,
        "x" * 900,
        [1] * 49,
        {"a": [1, 2]},
        {"SEN", "TGO"},
        len,
        None,
        ...,
        np.float64(2),
        Point(1, 2),
    ],
    ids=lambda v: type(v).__name__,
)
def test_a_sketch_holds_a_small_value_whole(value):
    again = Sides().cross(value, sketch)
    assert type(again) is Proxy if value is len else again == value


@pytest.mark.parametrize(
    "value",
    [
        TABLE,
        TABLE["idh"],
        TABLE.index.to_series().index,
        TABLE.set_index(["iso3", "idh"]).index,
        np.arange(9_999),
        np.array([[1]] * 5_000, dtype=object),
        "x" * 9_999,
        b"x" * 9_999,
        ["x"] * 9_999,
        ("x",) * 9_999,
        set(range(9_999)),
        dict.fromkeys(range(9_999)),
        [[1] * 600],
        10**100_000,
    ],
    ids=lambda v: type(v).__name__,
)
def test_a_sketch_of_a_large_value_is_a_few_bytes_of_its_kind(value):
    sides = Sides()
    assert 3_000 > len(dumps(sketch(value, sides.keep)))
    assert nature(value).split("«")[0] == nature(sides.cross(value, sketch)).split("«")[0]


def test_a_sketch_of_a_large_range_is_empty():
    assert range(0) == Sides().cross(range(10**9), sketch)
    with pytest.raises(TooLarge, match="trop grande"):
        encode(range(10**9), None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([1, 2], [3]),
        ({"a": 1}, {"b": 2}),
        ({1}, {2, 3}),
        (collections.Counter("aab"), collections.Counter("b")),
        (bytearray(b"a"), bytearray(b"bc")),
        (np.arange(3), np.arange(3) * 2),
        (pd.Series([1, 2], name="a"), pd.Series(["x"], index=["i"], name="b")),
        (pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"b": ["x"], "c": [2.5]}, index=["i"])),
    ],
    ids=lambda v: type(v).__name__,
)
def test_an_argument_changed_on_the_other_side_can_be_changed_here_too(before, after):
    seen = before
    assert overwrite(before, cross(after))
    if isinstance(after, pd.DataFrame | pd.Series):
        assert after.equals(seen)
        assert list(after.axes[-1]) == list(seen.axes[-1])
    else:
        np.testing.assert_equal(seen, after)


@pytest.mark.parametrize(("before", "after"), [([1], (1,)), ("a", "b"), (np.zeros(2), np.zeros(3))])
def test_what_cannot_be_changed_in_place_is_left_as_it_is(before, after):
    kept = copy.copy(before)
    assert not overwrite(before, after)
    np.testing.assert_equal(before, kept)
