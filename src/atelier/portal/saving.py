"""Writing a validated dataset: its row, then its resources, keywords and groups."""

from typing import Any

from atelier.portal import auth, records
from atelier.portal.call import Call
from atelier.portal.dictize import text_of
from atelier.portal.errors import Invalid
from atelier.portal.files import MAXIMUM, Upload
from atelier.portal.formats import mimetype_of
from atelier.portal.munge import file_name
from atelier.portal.schema import CLEARED_RESOURCE_FIELDS, PACKAGE_TEXTS, RESOURCE_FIELDS
from atelier.portal.store import new_id, now

_NOT_EXTRAS = {*RESOURCE_FIELDS, "id", "package_id", "position", "state", "extras",
               "revision_timestamp", "tracking_summary"}  # fmt: skip


def save_package(
    call: Call, data: dict[str, Any], uploads: list[Upload | None] | None = None
) -> str:
    """Write a dataset, new (`call.package` is None) or changed; return its id."""
    old = call.package
    moment = now()
    row = {
        "id": old["id"] if old else data.get("id") or new_id(),
        "name": data.get("name") or (old["name"] if old else ""),
        "state": data.get("state") or (old["state"] if old else "active"),
        "private": int(data.get("private", bool(old and old["private"]))),
        "owner_org": data.get("owner_org") or (old["owner_org"] if old else None),
        "creator_user_id": old["creator_user_id"] if old else call.user and call.user["id"],
        "type": old["type"] if old else data.get("type") or "dataset",
        "metadata_created": old["metadata_created"] if old else moment,
        "metadata_modified": moment,
        "doc": {
            **{name: data.get(name) for name in PACKAGE_TEXTS},
            "extras": _extras(data.get("extras")),
        },
    }
    _free_the_name(call, row["name"], row["id"])
    call.store.insert("package", row)
    _save_resources(call, row["id"], data.get("resources") or [], uploads or [])
    _save_tags(call, row["id"], data.get("tags") or [])
    _save_groups(call, row["id"], data.get("groups") or [])
    call.portal.touched(row["id"])
    return row["id"]


def _extras(given: list[dict[str, Any]] | None) -> dict[str, str]:
    return {
        extra["key"]: text_of(extra["value"])
        for extra in given or []
        if not extra.get("deleted") and extra["value"] is not None
    }


def _free_the_name(call: Call, name: str, own_id: str) -> None:
    """Let a deleted dataset give its name away: it takes its id for a name."""
    call.store.write(
        "UPDATE package SET name = id WHERE name = ? AND state = 'deleted' AND id != ?",
        name,
        own_id,
    )


def prepare_upload(resource: dict[str, Any]) -> Upload | None:
    """Take the file out of a resource's data, and note there what it tells of itself."""
    upload = resource.pop("upload", None)
    cleared = resource.pop("clear_upload", None)
    url = resource.get("url")
    mimetype = mimetype_of(url) if isinstance(url, str) else None
    if not (isinstance(upload, Upload) and upload.filename):
        if cleared:
            resource["url_type"] = ""
        resource.setdefault("mimetype", mimetype)
        return None
    if len(upload.content) > MAXIMUM:
        raise Invalid({"upload": ["File upload too large"]})
    name = file_name(upload.filename)
    resource |= {"url": name, "url_type": "upload", "last_modified": now()}
    if resource.get("id") or "size" not in resource:
        resource["size"] = len(upload.content)
    resource.setdefault("mimetype", mimetype or mimetype_of(name))
    return upload


def _save_resources(
    call: Call, package_id: str, given: list[dict[str, Any]], uploads: list[Upload | None]
) -> None:
    """Write the resources in their order. Those left out are deleted; a second time, for good."""
    store = call.store
    old = {
        row["id"]: row
        for row in store.all("SELECT * FROM resource WHERE package_id = ?", package_id)
    }
    uploads = uploads or [None] * len(given)
    kept = {
        _save_resource(call, package_id, position, data, old, upload)
        for position, (data, upload) in enumerate(zip(given, uploads, strict=True))
    }
    for row in [row for row in old.values() if row["id"] not in kept]:
        if row["state"] == "deleted":
            store.write("DELETE FROM resource WHERE id = ?", row["id"])
            _remove_later(call, row["file"])
        else:
            store.write("UPDATE resource SET state = 'deleted' WHERE id = ?", row["id"])


def _save_resource(
    call: Call,
    package_id: str,
    position: int,
    data: dict[str, Any],
    known: dict[str, dict[str, Any]],
    upload: Upload | None,
) -> str:
    old = known.get(data.get("id", ""))
    before = old["doc"] if old else {"format": "", "hash": "", "created": now(), "extras": {}}
    after = {**before, **dict.fromkeys(CLEARED_RESOURCE_FIELDS)}
    after |= {name: data[name] for name in RESOURCE_FIELDS if name in data}
    after["extras"] = {key: value for key, value in data.items() if key not in _NOT_EXTRAS}
    if after.get("url_type") == "upload":
        after["url"] = (after.get("url") or "").rsplit("/")[-1]
    after["metadata_modified"] = before.get("metadata_modified")
    if after != before:
        after["metadata_modified"] = now()
    row = {
        "id": data.get("id") or new_id(),
        "package_id": package_id,
        "position": position,
        "state": "active",
        "file": old["file"] if old else None,
        "doc": after,
    }
    if upload:
        _remove_later(call, row["file"])
        row["file"] = call.portal.files.write(upload.content)
    elif data.get("url_type") == "" and row["file"]:
        _remove_later(call, row["file"])
        row["file"] = None
    call.store.insert("resource", row)
    return row["id"]


def _remove_later(call: Call, file: str | None) -> None:
    if file:
        call.after.append(lambda: call.portal.files.remove(file))


def _save_tags(call: Call, package_id: str, given: list[dict[str, Any]]) -> None:
    store = call.store
    store.write("DELETE FROM package_tag WHERE package_id = ?", package_id)
    for name in dict.fromkeys(tag["name"] for tag in given):
        tag = store.one("SELECT id FROM tag WHERE name = ?", name)
        tag_id = tag["id"] if tag else new_id()
        if not tag:
            store.insert("tag", {"id": tag_id, "name": name})
        store.write("INSERT INTO package_tag VALUES (?, ?)", package_id, tag_id)


def _save_groups(call: Call, package_id: str, given: list[dict[str, Any]]) -> None:
    """Put a dataset in groups. One can only add to, and take from, groups that one may read."""
    rows = call.store.all(
        "SELECT member.*, is_organization FROM member JOIN grp ON grp.id = group_id"
        " WHERE table_name = 'package' AND table_id = ? AND capacity != 'organization'",
        package_id,
    )
    old = {row["group_id"]: row for row in rows}
    wanted = {}
    for item in given:
        found = records.group(call, item.get("id") or item.get("name"))
        if found:
            wanted[found["id"]] = found
    for group_id, row in old.items():
        if group_id not in wanted and row["state"] == "active" and _readable(call, group_id):
            call.store.write("UPDATE member SET state = 'deleted' WHERE id = ?", row["id"])
    for group_id in wanted:
        row = old.get(group_id)
        if (row and row["state"] == "active") or not _readable(call, group_id):
            continue
        set_member(call, group_id, "package", package_id, "public")


def _readable(call: Call, group_id: str) -> bool:
    return call.ignore_auth or auth.allows(call, group_id, "read")


def set_member(
    call: Call, group_id: str, table_name: str, table_id: str, capacity: str
) -> dict[str, Any]:
    """Make someone or something a member of a group, in a role; return the membership."""
    row = call.store.one(
        "SELECT * FROM member WHERE group_id = ? AND table_name = ? AND table_id = ?"
        " ORDER BY state",
        group_id,
        table_name,
        table_id,
    )
    member = {
        "id": row["id"] if row else new_id(),
        "table_name": table_name,
        "table_id": table_id,
        "capacity": capacity,
        "group_id": group_id,
        "state": "active",
    }
    call.store.insert("member", member)
    return member


def set_owner(call: Call, package_id: str, organization_id: str) -> None:
    """Give a dataset to an organisation."""
    call.store.write("UPDATE package SET owner_org = ? WHERE id = ?", organization_id, package_id)
    rows = call.store.all(
        "SELECT * FROM member WHERE table_id = ? AND capacity = 'organization'", package_id
    )
    for row in rows:
        if row["group_id"] != organization_id:
            call.store.write("UPDATE member SET state = 'deleted' WHERE id = ?", row["id"])
    if all(row["group_id"] != organization_id for row in rows):
        set_member(call, organization_id, "package", package_id, "organization")
    call.portal.touched(package_id)
