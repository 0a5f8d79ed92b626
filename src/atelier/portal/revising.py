"""The language of `package_revise`: what must match, what goes, what changes."""

import json
from dataclasses import dataclass
from typing import Any

from atelier.portal.call import Call
from atelier.portal.errors import DataError, Invalid

Path = tuple[Any, ...]


@dataclass
class Wish:
    """What a request asks of a dataset."""

    match: dict[str, Any]
    match_at: dict[str, Any]
    filter: list[str]
    update: dict[str, Any]
    update_at: dict[str, Any]
    include: list[str]

    def reference(self) -> Any:
        """Return the id or the name of the dataset."""
        for key in ("id", "name"):
            found = self.match_at.get(key) or self.match.get(key)
            if found:
                return found
        return None

    def unmatched(self, package: dict[str, Any]) -> list[str]:
        """Return where the dataset is not what was thought."""
        paths = list(_different(package, self.match, ()))
        for key, value in sorted(self.match_at.items()):
            child, path = resolve(package, key)
            paths += _different(child, value, path)
        return ["__".join(map(str, path)) for path in paths]

    def apply(self, package: dict[str, Any]) -> None:
        """Remove what is to go, then write what is to change."""
        if self.filter:
            remove_matching(package, self.filter)
        try:
            _merge(package, self.update, ())
        except DataError as error:
            raise Invalid({"update": [error.message]}) from None
        for key, value in sorted(self.update_at.items()):
            try:
                _merge_at(package, key, value)
            except DataError as error:
                raise Invalid({key: [error.message]}) from None


def read(call: Call, data: dict[str, Any]) -> Wish:
    """Read a request; its parts may have come as JSON in text."""
    errors: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    for name in ("match", "update"):
        parts[name] = _json(data.get(name)) or {}
        if not isinstance(parts[name], dict):
            errors[name] = [call.say("Must be a dict")]
        parts[f"{name}_at"] = {
            key.removeprefix(f"{name}__"): _json(value)
            for key, value in data.items()
            if key.startswith(f"{name}__")
        }
    for name in ("filter", "include"):
        value = data.get(name) or []
        if isinstance(value, str):
            decoded = _json(value)
            value = value.split(",") if isinstance(decoded, str) else decoded
        if not isinstance(value, list):
            errors[name] = [call.say("Not a list")]
        elif not all(isinstance(item, str) for item in value):
            errors[name] = [call.say("Not a string")]
        parts[name] = value
    if errors:
        raise Invalid(errors)
    return Wish(**parts)


def _json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def resolve(data: Any, key: str) -> tuple[Any, Path]:
    """Follow a key like `resources__0__name`; an id's first letters do for a number."""
    path: list[Any] = []
    for part in key.split("__"):
        step = _step(data, part)
        if step is None:
            raise DataError("Unmatched key " + "__".join(map(str, [*path, part])))
        path.append(step)
        data = data[step]
    return data, tuple(path)


def _step(data: Any, part: str) -> Any:
    if isinstance(data, dict):
        return part if part in data else None
    if not isinstance(data, list):
        return None
    if len(part) >= 5:
        ids = [item.get("id", "") if isinstance(item, dict) else "" for item in data]
        return next((n for n, id_ in enumerate(ids) if str(id_).startswith(part)), None)
    try:
        index = int(part)
    except ValueError:
        return None
    return index if -len(data) <= index < len(data) else None


def _different(data: Any, wanted: Any, path: Path) -> list[Path]:
    if isinstance(wanted, dict):
        pairs = sorted(wanted.items())
        found = [(key, isinstance(data, dict) and key in data) for key, _ in pairs]
    elif isinstance(wanted, list):
        pairs = list(enumerate(wanted))
        found = [(n, isinstance(data, list) and n < len(data)) for n, _ in pairs]
    else:
        return [] if data == wanted else [path]
    if not isinstance(data, type(wanted)):
        return [path]
    different: list[Path] = []
    for (key, value), (_, there) in zip(pairs, found, strict=True):
        here = (*path, key)
        different += _different(data[key], value, here) if there else [here]
    return different


def _merge(data: Any, change: Any, path: Path) -> None:
    kind = "dict" if isinstance(data, dict) else "list"
    if not isinstance(change, type(data)):
        raise DataError(f"Expected {kind} for {'__'.join(map(str, path))}")
    pairs = change.items() if kind == "dict" else enumerate(change)
    for key, value in pairs:
        there = key in data if kind == "dict" else key < len(data)
        if there and isinstance(data[key], dict | list):
            _merge(data[key], value, (*path, key))
        elif there or kind == "dict":
            data[key] = value
        else:
            data.append(value)


def _merge_at(data: dict[str, Any], key: str, value: Any) -> None:
    parent, _, last = key.rpartition("__")
    target, path = resolve(data, parent) if parent else (data, ())
    if isinstance(target, dict):
        _merge(target, {last: value}, path)
    elif not isinstance(target, list):
        raise DataError(f"Expected list or dict for {parent}")
    elif last == "extend":
        if not isinstance(value, list):
            raise DataError(f"Expected list for {parent}")
        target.extend(value)
    else:
        child, (index,) = resolve(target, last)
        if isinstance(child, dict | list):
            _merge(child, value, (*path, index))
        else:
            target[index] = value


def remove_matching(data: Any, patterns: list[str]) -> None:
    """Remove what patterns name, except what a pattern with a + in front names before."""
    parsed = [(text.startswith("+"), text.lstrip("-+").split("__")) for text in patterns]
    _remove(data, parsed)


def _remove(data: Any, patterns: list[tuple[bool, list[str]]]) -> None:
    if not isinstance(data, dict | list):
        return
    kept: set[Any] = set()
    gone: set[Any] = set()
    deeper: dict[Any, list[tuple[bool, list[str]]]] = {}
    for keep, (head, *rest) in patterns:
        every = set(data) if isinstance(data, dict) else set(range(len(data)))
        step = None if head == "*" else _step(data, head)
        if head != "*" and step is None:
            continue
        touched = every if head == "*" else {step}
        if rest and head != "*":
            deeper.setdefault(step, []).append((keep, rest))
        elif keep:
            kept |= touched - gone
        else:
            gone |= touched - kept
    for step, inner in deeper.items():
        if step in gone and isinstance(data, dict) and any(keep for keep, _ in inner):
            gone.discard(step)
        if step not in gone:
            _remove(data[step], inner)
    if isinstance(data, dict):
        for key in gone:
            del data[key]
    else:
        data[:] = [item for n, item in enumerate(data) if n not in gone]
