"""Rules on records: what a schema is, and how data are read through it.

A schema gives each field its validators, run in order. A validator takes a `Place` and the value,
and returns the value to keep; it may also raise `Stop` (leave the field as it is, ask no further)
or `Bad` (note an error; the next validators still run, as in CKAN, hence two messages at times).
Fields of a record are read in alphabetical order, then its lists of records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from atelier.portal.call import Call
from atelier.portal.errors import DataError, Invalid

MISSING: Any = type(
    "Missing", (), {"__repr__": lambda self: "MISSING", "__bool__": lambda s: False}
)()
"""The value of a field that was not given."""


class Stop(Exception):
    """Ask no further about this field."""


class Drop(Stop):
    """Take the field away and ask no further about it."""


class Bad(Exception):
    """The value breaks a rule; the message says which."""

    def __init__(self, message: str, *values: Any) -> None:
        """Keep the message apart from its values, so that it can be translated."""
        super().__init__(message)
        self.message = message
        self.values = values


Validator = Callable[["Place", Any], Any]


@dataclass(frozen=True)
class Schema:
    """The fields of a record, the lists of records in it, and what becomes of other fields."""

    fields: dict[str, list[Validator]]
    lists: dict[str, Schema] = field(default_factory=dict)
    keeps_others: bool = False
    refuses_junk: bool = False
    """Whether a list of records under an unknown name is an error, and not just left out."""

    @property
    def names(self) -> set[str]:
        """Every name that the schema knows."""
        return {*self.fields, *self.lists}


@dataclass
class Place:
    """Where a validator is: the field, its record, the record that holds all, and who asks."""

    key: str
    record: dict[str, Any]
    root: dict[str, Any]
    errors: dict[str, Any]
    call: Call
    root_names: set[str]

    def note(self, message: str, *values: Any) -> None:
        """Note an error on this field without stopping."""
        self.errors.setdefault(self.key, []).append(self.call.say(message, *values))


def validate(call: Call, data: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """Return the data as the schema lets them in, or raise `Invalid` with every error."""
    result, errors = check(call, data, schema)
    if errors:
        raise Invalid(errors)
    return result


def check(
    call: Call, data: dict[str, Any], schema: Schema
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the data as the schema lets them in, and the errors of each field."""
    _refuse_mixed_lists(data)
    _refuse_misplaced(data, schema, ())
    result: dict[str, Any] = {}
    errors = _read(call, data, schema, result, result, schema.names)
    junk = list(_junk(data, schema, ())) if schema.refuses_junk else []
    if junk:
        errors["__junk"] = [call.say("The input field %s was not expected.", junk)]
    return result, errors


def _read(
    call: Call,
    data: dict[str, Any],
    schema: Schema,
    record: dict[str, Any],
    root: dict[str, Any],
    root_names: set[str],
) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    record.update({name: MISSING for name in schema.fields})
    record.update(
        {k: v for k, v in data.items() if k in schema.fields and not _is_list_of_records(v)}
    )
    for name in schema.lists:
        if name in data:
            record[name] = data[name]
    for name in sorted(schema.fields):
        _read_field(Place(name, record, root, errors, call, root_names), schema.fields[name])
    if schema.keeps_others:
        others = {key: value for key, value in data.items() if key not in schema.names}
        record.update({key: v for key, v in others.items() if not _is_list_of_records(v)})
    for name, inner in sorted(schema.lists.items()):
        if not record.get(name):
            continue
        given = [item for item in record[name] if item]  # CKAN does not see empty records
        items: list[dict[str, Any]] = [{} for _ in given]
        record[name] = items
        found = [
            _read(call, item, inner, kept, root, root_names)
            for item, kept in zip(given, items, strict=True)
        ]
        if any(found):
            errors[name] = found
    for name in [name for name, value in record.items() if value is MISSING]:
        del record[name]
    return errors


def _read_field(place: Place, validators: list[Validator]) -> None:
    for validator in validators:
        try:
            value = validator(place, place.record.get(place.key, MISSING))
        except Drop:
            place.record.pop(place.key, None)
            return
        except Stop:
            return
        except Bad as error:
            place.note(error.message, *error.values)
        else:
            place.record[place.key] = value


def _is_list_of_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _refuse_mixed_lists(data: dict[str, Any]) -> None:
    """Refuse a list that starts with a record and goes on with something else, at any depth."""
    for value in data.values():
        if _is_list_of_records(value):
            for item in value:
                if not isinstance(item, dict):
                    raise DataError("Values in lists need to be dicts")
                _refuse_mixed_lists(item)


def _refuse_misplaced(data: dict[str, Any], schema: Schema, path: tuple[Any, ...]) -> None:
    """Refuse a word or a list of words where a list of records is due."""
    for name, inner in schema.lists.items():
        if name not in data:
            continue
        value = data[name]
        if _is_list_of_records(value):
            for number, item in enumerate(value):
                _refuse_misplaced(item, inner, (*path, name, number))
        elif value != []:
            raise DataError(
                "Only lists of dicts can be placed against subschema"
                f" {(*path, name)}, not {type(value)}"
            )


def _junk(data: dict[str, Any], schema: Schema, path: tuple[Any, ...]) -> Iterator[tuple]:
    """Name what stands in lists of records that the schema does not know."""
    for name, value in data.items():
        if not _is_list_of_records(value):
            continue
        for number, item in enumerate(value):
            here = (*path, name, number)
            if name in schema.lists:
                yield from _junk(item, schema.lists[name], here)
            else:
                yield from _leaves(item, here)


def _leaves(data: dict[str, Any], path: tuple[Any, ...]) -> Iterator[tuple]:
    for key, value in data.items():
        if _is_list_of_records(value):
            for number, item in enumerate(value):
                yield from _leaves(item, (*path, key, number))
        else:
            yield (*path, key)
