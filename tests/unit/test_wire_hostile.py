"""What a participant's code invents to deceive a test does not cross the wall of the sandbox."""

import os

import pandas as pd
import pytest
from two_sides import cross

from atelier import nature
from atelier.sandbox.wire import (
    TooLarge,
    decode,
    decode_error,
    dumps,
    encode,
    encode_error,
    loads,
)


def keep(_):
    return 0


class Reduce:
    """Runs a command where it is unpickled."""

    def __reduce__(self):
        return os.system, ("exit 1",)


class Toujours(int):
    """Equals everything, whatever is asked."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __hash__(self):
        return hash(3)

    def __bool__(self):
        raise RuntimeError("piège")

    def __getattribute__(self, name):
        raise RuntimeError("piège")


class Texte(str):
    __slots__ = ()

    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class Table(pd.DataFrame):
    def equals(self, other):
        return True


class Menteur:
    @property
    def __class__(self):
        return int

    def __len__(self):
        raise RuntimeError("piège")


class MetaMenteur(type):
    __name__ = property(lambda cls: "int")

    def __eq__(cls, other):
        return True

    def __hash__(cls):
        return hash(int)


class Deguise(metaclass=MetaMenteur):
    pass


class MetaPiege(type):
    def __hash__(cls):
        raise RuntimeError("piège")


class Piege(metaclass=MetaPiege):
    pass


LIARS = {
    "Toujours": lambda: Toujours(3),
    "Texte": lambda: Texte("a"),
    "Table": lambda: Table({"a": [1]}),
    "Menteur": lambda: Menteur(),
    "Deguise": lambda: Deguise(),
    "Piege": lambda: Piege(),
    "Reduce": lambda: Reduce(),
}


@pytest.mark.parametrize("name", LIARS)
def test_an_instance_of_a_class_of_the_participant_is_an_object_that_equals_nothing(name):
    value = LIARS[name]()
    for again in (cross(value), cross([value, 1])[0], cross({"a": value})["a"]):
        assert f"un objet « {name} »" == nature(again)
        assert again != 3
        assert not isinstance(again, int | str | pd.DataFrame)


def test_what_lies_inside_a_column_is_an_object_there_too():
    column = cross(pd.Series([Toujours(3), Texte("a")], dtype=object))
    assert ["Toujours", "Texte"] == [type(value).__name__ for value in column]


def test_a_table_with_patched_methods_crosses_without_them():
    table = pd.DataFrame({"a": [1, 2]})
    table.__dict__["equals"] = lambda other: True
    table.attrs["piege"] = Texte("a")
    again = cross(table)
    assert again.equals(pd.DataFrame({"a": [1, 2]}))
    assert not again.equals(pd.DataFrame({"a": [3]}))
    assert {} == again.attrs


@pytest.mark.parametrize("name", ["items", "columns", "index", "shape", "_mgr"])
def test_a_table_whose_inside_is_patched_harms_only_itself(name):
    table = pd.DataFrame({"a": [1, 2]})
    table.__dict__[name] = Toujours(3)
    assert type(cross(table)).__name__ in ("DataFrame", "Toujours")


@pytest.mark.parametrize(
    "name", ["bool", "bool_", "", "Ma Classe", "<b>x</b>", "\x1b[31m", "é" * 999]
)
def test_the_name_of_an_object_is_cleaned(name):
    again = decode(("object", name), None)
    assert 60 >= len(type(again).__name__)
    assert set("bool ").isdisjoint({type(again).__name__})
    assert "un objet «" in nature(again)


def test_a_class_named_as_a_table_makes_no_table():
    fake = type("DataFrame", (), {"__module__": "pandas.core.frame"})()
    assert "un objet « DataFrame »" == nature(cross(fake))


def test_containers_that_hold_themselves_and_deep_ones_end():
    inside = [1]
    inside.append(inside)
    again = cross(inside)
    assert [1, "list"] == [again[0], type(again[1]).__name__]
    deep = []
    for _ in range(100_000):
        deep = [deep]
    depth, again = 0, cross(deep)
    while type(again) is list:
        depth, again = depth + 1, again[0]
    assert 40 == depth


def test_a_few_lists_that_stand_for_billions_are_too_large():
    lists = [0] * 10
    for _ in range(30):
        lists = [lists] * 10
    with pytest.raises(TooLarge):
        encode(lists, keep)


def test_an_error_that_breaks_when_shown_still_crosses():
    class Casse(ValueError):
        __module__ = Toujours(3)

        def __str__(self):
            raise RuntimeError("piège")

    again = decode_error(loads(dumps(encode_error(Casse(Toujours(3), "x" * 9_999)))))
    assert ("ValueError", "") == (type(again).__name__, str(again))
    assert isinstance(again, ValueError)
    assert [2_000] == [len(part) for part in again.args]


def test_a_function_that_pretends_to_be_something_else_stays_a_function():
    class Appelable(int):
        __name__ = property(lambda self: 1 / 0)

        def __call__(self):
            return 1

        def __eq__(self, other):
            return True

        __hash__ = int.__hash__

    again = cross(Appelable(3))
    assert "une fonction" == nature(again)
    assert again != 3
    assert 1 == again()
