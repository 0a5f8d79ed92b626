"""Finding a record by its id or by its name."""

from typing import Any

from atelier.portal.call import Call


def _find(call: Call, table: str, reference: Any) -> dict[str, Any] | None:
    if not reference or isinstance(reference, dict | list | bool):
        return None
    by_id = call.store.one(f"SELECT * FROM {table} WHERE id = ?", str(reference))
    return by_id or call.store.one(f"SELECT * FROM {table} WHERE name = ?", str(reference))


def package(call: Call, reference: Any) -> dict[str, Any] | None:
    """Return the row of a dataset, deleted ones included."""
    return _find(call, "package", reference)


def group(call: Call, reference: Any) -> dict[str, Any] | None:
    """Return the row of a group or an organisation, deleted ones included."""
    return _find(call, "grp", reference)


def user(call: Call, reference: Any) -> dict[str, Any] | None:
    """Return the row of a user, deleted ones included."""
    return _find(call, "user", reference)


def resource(call: Call, reference: Any) -> dict[str, Any] | None:
    """Return the row of a resource, deleted ones included. A name finds it, but opens little."""
    if not isinstance(reference, str):
        return None
    by_id = call.store.one("SELECT * FROM resource WHERE id = ?", reference)
    return by_id or call.store.one(
        "SELECT * FROM resource WHERE json_extract(doc, '$.name') = ?", reference
    )


def tag(call: Call, reference: Any) -> dict[str, Any] | None:
    """Return the row of a keyword."""
    return _find(call, "tag", reference)


def members(call: Call, group_id: str, table_name: str) -> list[dict[str, Any]]:
    """Return who or what belongs to a group, in the order in which they came."""
    return call.store.all(
        "SELECT * FROM member WHERE group_id = ? AND table_name = ? AND state = 'active'"
        " ORDER BY rowid",
        group_id,
        table_name,
    )
