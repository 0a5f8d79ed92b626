"""Messages and trees that no honest side would send are refused, whatever they claim to be."""

import builtins
import copy
import os
import pickle
import random
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from two_sides import Sides

from atelier.sandbox.primitives import MAX_BYTES
from atelier.sandbox.wire import (
    TooLarge,
    WireError,
    decode,
    decode_error,
    dumps,
    encode,
    loads,
)


class Reduce:
    """Runs a command where it is unpickled."""

    def __reduce__(self):
        return os.system, ("exit 1",)


def memo_of_gigabytes():
    return pickle.PROTO + b"\x05K\x01r" + (2**31).to_bytes(4, "little") + b"."


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"pas un pickle",
        pickle.dumps(Reduce()),
        pickle.dumps(len),
        pickle.dumps(1j),
        pickle.dumps({1, 2}, 5),
        pickle.dumps(bytearray(b"a"), 5),
        pickle.dumps([[1], [1]], 0),
        pickle.dumps([shared := [1], shared], 5),
        pickle.dumps((1, 2), 5)[:-1],
        pickle.PROTO + b"\x05\x8e" + (2**62).to_bytes(8, "little") + b".",
        pickle.PROTO + b"\x05\x8b" + (2**31 - 1).to_bytes(4, "little") + b".",
        pickle.PROTO + b"\x05Pfichier\n.",
        pickle.PROTO + b"\x05\x82\x01.",
        pickle.PROTO + b"\x05}](K\x01u.",
        pickle.PROTO + b"\x05}]K\x01s.",
        memo_of_gigabytes(),
    ],
    ids=range(17),
)
def test_a_message_that_is_more_than_primitives_is_refused(message):
    with pytest.raises(WireError):
        loads(message)


def test_a_message_beyond_the_limit_is_refused_at_both_ends():
    for send in (lambda: dumps(b"x" * MAX_BYTES), lambda: loads(b"x" * (MAX_BYTES + 1))):
        with pytest.raises(TooLarge):
            send()


@pytest.mark.parametrize(
    "value", [len, Reduce(), 1j, np.int64(1), type("S", (str,), {})("a")], ids=range(5)
)
def test_only_primitives_are_sent(value):
    with pytest.raises(WireError):
        dumps([{"a": (value,)}])


def test_a_nest_without_a_bottom_is_refused():
    nest = []
    nest.append(nest)
    with pytest.raises(WireError):
        dumps(nest)


ARRAY = ("array", "<i8", (2,), b"\0" * 16)
ROWS = ("range index", 0, 2, 1, None)


@pytest.mark.parametrize(
    "tree",
    [
        [],
        (),
        {},
        ("inconnu",),
        (1, 2),
        ("list",),
        ("list", 1, 5),
        ("list", 2, [1]),
        ("list", 10**12, "a"),
        ("list", 1, [[1]]),
        ("set", 1, [("list", 0, [])]),
        ("dict", 1, [("dict", 0, [], [])], [1]),
        ("dict", 2, [1, 2], [1]),
        ("bytearray", 10**12),
        ("range", 0, 10**12, 1),
        ("range", 0, 5, 0),
        ("complex", "1", "2"),
        ("timedelta", 10**12, 0, 0),
        ("date", 2020),
        ("datetime", "2020-01-01", "../../etc/passwd", 0),
        ("decimal", "1e999999"),
        ("fraction", 1, 0),
        ("record", "P", ("a; import os",) * 300, 0, []),
        ("record", "P): pass", ("a",), 1, [1]),
        ("path", "os", "a"),
        ("scalar", "|O8", b"\0" * 8),
        ("array", "<i8", (10**12,), b""),
        ("array", "<i8", (2**32, 2**32), b""),
        ("array", "<i8", (-1,), b""),
        ("array", "<i8", (0, 10**12), b""),
        ("array", "<U0", (10**6,), b""),
        ("array", "<U1", (1,), b"\xff\xff\xff\x7f"),
        ("array", "|V8", (1,), b"\0" * 8),
        ("array", "|O", (1,), b"\0" * 8),
        ("array", "i4,O", (1,), b"\0" * 12),
        ("array", "<M8[ns", (1,), b"\0" * 8),
        ("objects", (10**9,), 1, [1]),
        ("texts", "python", "nan", b"\1", 2, ["a", "b"]),
        ("texts", "disque", "nan", None, 1, ["a"]),
        ("masked", ARRAY, ARRAY),
        ("categories", ("array", "|i1", (1,), b"\5"), ROWS, False),
        ("periods", ARRAY, "jamais"),
        ("intervals", ROWS, ROWS, "partout"),
        ("instants", ARRAY, "Pays/Imaginaire"),
        ("range index", 0, 10**12, 1, None),
        ("range index", 0, 2, 1, ("list", 0, [])),
        ("index", ARRAY, None, "D"),
        ("index", ("objects", (2,), 2, [1, 2]), None, "D"),
        ("levels", [ROWS], [("array", "<i8", (1,), b"\x09" + b"\0" * 7)], [None]),
        ("series", ARRAY, ("range index", 0, 10**6, 1, None), None),
        ("series", 5, ROWS, None),
        ("series", ("array", "<i8", (1, 2), b"\0" * 16), ROWS, None),
        ("table", [ARRAY], ("range index", 0, 3, 1, None), ROWS),
        ("table", [ARRAY], ROWS, ROWS),
        ("table", [5], ROWS, ("range index", 0, 1, 1, None)),
        ("function", "0", "f", None, None),
        ("function", 0, "f", None, [("a b", 1, ())]),
        ("function", 0, "f", None, [("a", 99, ())]),
        ("yours", 0),
        ("object", 5),
        ("dtype", ("list", 0, [])),
        ("period", "2024", "M"),
        ("interval", 2, 1, "right"),
    ],
    ids=repr,
)
def test_a_forged_tree_is_refused(tree):
    with pytest.raises(WireError):
        decode(tree, None)


def test_a_forged_tree_without_a_bottom_is_refused():
    tree = 1
    for _ in range(50_000):
        tree = ("list", 1, [tree])
    with pytest.raises(WireError, match="too deep"):
        decode(tree, None)


def test_a_forged_truth_value_is_true_or_false():
    again = decode(("array", "|b1", (3,), b"\0\1\2"), None)
    assert [False, True, True] == (again == True).tolist()  # noqa: E712


@pytest.mark.parametrize(
    "tree",
    [
        None,
        5,
        ("error",),
        ("error", "E", ["ValueError"], 5, []),
        ("error", "E", ["ValueError"], "texte", [[]]),
        ("error", "E", [5], "texte", []),
        ("error", 5, [], "texte", []),
        ("autre", "E", [], "texte", []),
    ],
    ids=repr,
)
def test_a_forged_error_is_refused(tree):
    with pytest.raises(WireError):
        decode_error(tree)


@pytest.mark.parametrize(
    "name", ["SystemExit", "KeyboardInterrupt", "GeneratorExit", "BaseException"]
)
def test_no_error_stops_the_examiner(name):
    error = decode_error(("error", name, [name, "__import__", "len", "BaseException"], "", []))
    assert isinstance(error, Exception)
    assert not isinstance(error, getattr(builtins, name)) or name == "BaseException"


def mutated(tree, rng):
    """Return a tree with one part replaced, removed or doubled."""
    if type(tree) in (tuple, list) and tree and rng.random() < 0.9:
        parts, place = list(tree), rng.randrange(len(tree))
        if rng.random() < 0.15:
            del parts[place]
        elif rng.random() < 0.1:
            parts.insert(place, parts[place])
        else:
            parts[place] = mutated(parts[place], rng)
        return type(tree)(parts)
    odd = [
        None,
        True,
        -1,
        0,
        2**40,
        1e300,
        "",
        "D",
        "a\x1fb",
        b"",
        b"\xff" * 8,
        [],
        (),
        ROWS,
        ARRAY,
    ]
    return rng.choice(odd)


def test_any_change_of_a_tree_gives_a_value_or_a_wire_error():
    rng = random.Random(3)
    days = pd.date_range("2024", periods=3, freq="D", tz="Africa/Dakar")
    table = pd.DataFrame({"a": ["x", None, "y"], "b": pd.Categorical(["u", "v", "u"]), "c": 1.5})
    whole = {
        "t": table.set_index(days).assign(
            p=[*days.tz_localize(None).to_period("M")], o=[1, "a", ...]
        ),
        "g": table.groupby(["a", "b"], observed=True)["c"].agg(["sum", "max"]),
        "f": [len, lambda a, b=2: a, np.float64(2), np.array(["a"]), pd.Interval(0, 1), {1, 2}],
    }
    tree = encode(whole, Sides().keep)
    refused = 0
    for _ in range(3_000):
        try:
            decode(mutated(copy.copy(tree), rng), None)
        except WireError:
            refused += 1
    assert 500 < refused < 3_000


@pytest.mark.lent
def test_a_hostile_message_takes_no_memory():
    script = (
        "import resource, sys\n"
        "from atelier.sandbox.primitives import WireError, loads\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try:\n    loads(sys.stdin.buffer.read())\nexcept WireError:\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=memo_of_gigabytes(),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert 10_000 > int(done.stdout)
