"""The form that parsed TOML or JSON must have, and what is said where it differs.

A form is a type, one of the four shapes below, which nest, or a tuple of forms that all will do.
Standard library only.
"""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from atelier.problem import Problem

Form = Any
NUMBER = (int, float)

_NAMES = {
    str: "un texte",
    bool: "true ou false",
    int: "un nombre entier",
    float: "un nombre",
    list: "une liste",
    dict: "une table",
    type(None): "vide",
}


@dataclass(frozen=True)
class ListOf:
    """A list whose every element has the form `element`."""

    element: Form


@dataclass(frozen=True)
class TableOf:
    """A table with any keys, whose every value has the form `value`."""

    value: Form


@dataclass(frozen=True)
class Table:
    """A table with these keys; an `open` one may hold others, of which nothing is asked."""

    keys: Mapping[str, Form] = field(default_factory=dict)
    optional: Mapping[str, Form] = field(default_factory=dict)
    open: bool = False


@dataclass(frozen=True)
class Choice:
    """One of these values."""

    values: tuple[Any, ...]


_SHAPES = {ListOf: list, TableOf: dict, Table: dict}


def check_form(value: Any, form: Form, where: str, name: str = "") -> Iterator[Problem]:
    """Yield where `value` differs from `form`. `name` is its key, `where` what holds it."""
    forms = form if isinstance(form, tuple) else (form,)
    form = next((one for one in forms if _is(value, one)), None)
    if form is None:
        wanted = "un nombre" if forms == NUMBER else " ou ".join(map(_wanted, forms))
        what = f"« {name} » est" if name else "c’est"
        yield Problem(where, f"{what} {_name_of(value)}", f"écrivez {wanted}")
    elif isinstance(form, Choice):
        if value not in form.values:
            wanted = " ou ".join(map(repr, form.values))
            yield Problem(where, f"« {name} » vaut {value!r}", f"écrivez {wanted}")
    elif isinstance(form, ListOf):
        for number, element in enumerate(value, 1):
            yield from check_form(element, form.element, _below(where, name), f"n° {number}")
    elif isinstance(form, TableOf):
        for key, entry in value.items():
            yield from check_form(entry, form.value, _below(where, name), key)
    elif isinstance(form, Table):
        yield from _check_table(value, form, _below(where, name))


def _check_table(table: Mapping[str, Any], form: Table, where: str) -> Iterator[Problem]:
    known = {**form.keys, **form.optional}
    for key in table:
        if key not in known and not form.open:
            near = difflib.get_close_matches(key, known, n=1)
            advice = f"vouliez-vous « {near[0]} » ?" if near else "retirez-la"
            yield Problem(where, f"clé inconnue « {key} »", f"{advice} (clés : {', '.join(known)})")
    for key, entry in known.items():
        if key in table:
            yield from check_form(table[key], entry, where, key)
        elif key in form.keys:
            yield Problem(where, f"la clé « {key} » manque", f"ajoutez {key} = …")


def _is(value: Any, form: Form) -> bool:
    if isinstance(form, Choice):
        return True  # its values are compared later
    kind = _SHAPES.get(type(form), form)
    if isinstance(value, bool):  # which Python takes for a whole number
        return kind is bool
    return isinstance(value, kind)


def _name_of(value: Any) -> str:
    return _NAMES.get(type(value), "d’une autre sorte")


def _wanted(form: Form) -> str:
    return _NAMES[_SHAPES.get(type(form), form)]


def _below(where: str, name: str) -> str:
    return f"{where}, {name}" if name else where
