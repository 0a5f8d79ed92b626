"""Records as the API shows them."""

import hashlib
import json
import re
import uuid
from typing import Any
from urllib.parse import urlsplit

from atelier.portal import munge, records
from atelier.portal.call import Call
from atelier.portal.formats import unified_format
from atelier.portal.licenses import LICENSES, is_open
from atelier.portal.schema import PACKAGE_TEXTS, RESOURCE_FIELDS


def package_dict(call: Call, row: dict[str, Any]) -> dict[str, Any]:
    """Return a dataset with its resources, keywords, extras, groups and organisation."""
    store = call.store
    doc = row["doc"]
    texts = {name: doc.get(name) for name in PACKAGE_TEXTS}
    texts["title"] = (texts["title"] or "").strip() or row["name"]
    resources = [
        resource_dict(call, resource)
        for resource in store.all(
            "SELECT * FROM resource WHERE package_id = ? AND state = 'active' ORDER BY position",
            row["id"],
        )
    ]
    tags = store.all(
        "SELECT tag.id, tag.name FROM tag JOIN package_tag ON tag_id = tag.id"
        " WHERE package_id = ? ORDER BY tag.name",
        row["id"],
    )
    groups = store.all(
        "SELECT grp.* FROM grp JOIN member ON group_id = grp.id WHERE table_name = 'package'"
        " AND table_id = ? AND member.state = 'active' AND NOT is_organization",
        row["id"],
    )
    owner = records.group(call, row["owner_org"]) if row["owner_org"] else None
    return {
        **texts,
        **_license(doc.get("license_id")),
        "creator_user_id": row["creator_user_id"],
        "id": row["id"],
        "metadata_created": row["metadata_created"],
        "metadata_modified": row["metadata_modified"],
        "name": row["name"],
        "num_resources": len(resources),
        "num_tags": len(tags),
        "organization": group_columns(owner) if owner and owner["state"] == "active" else None,
        "owner_org": row["owner_org"],
        "private": bool(row["private"]),
        "state": row["state"],
        "type": row["type"],
        "extras": [{"key": key, "value": value} for key, value in sorted(doc["extras"].items())],
        "groups": sorted((_group_of_package(group) for group in groups), key=_display_name),
        "resources": resources,
        "tags": [
            {
                "display_name": tag["name"],
                "id": tag["id"],
                "name": tag["name"],
                "state": "active",
                "vocabulary_id": None,
            }
            for tag in tags
        ],
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def raw_package(call: Call, row: dict[str, Any]) -> dict[str, Any]:
    """Return a dataset with the inside of its extras and groups, as `use_default_schema` asks."""
    shown = package_dict(call, row)
    extras = [
        {
            **extra,
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{row['id']}/{extra['key']}")),
            "package_id": row["id"],
            "state": "active",
        }
        for extra in shown["extras"]
    ]
    groups = []
    for group in shown["groups"]:
        whole = group_short(records.group(call, group["id"]) or {})
        count = len(records.members(call, group["id"], "user"))
        groups.append({**whole, "capacity": "public", "member_count": count})
    told = json.dumps(shown)
    return {**shown, "extras": extras, "groups": groups, "validated_data_dict": told}


def _display_name(record: dict[str, Any]) -> str:
    return record["display_name"]


def _license(license_id: str | None) -> dict[str, Any]:
    known = LICENSES.get(license_id or "")
    told: dict[str, Any] = {
        "isopen": is_open(license_id),
        "license_title": known["title"] if known else license_id,
    }
    return {**told, "license_url": known["url"]} if known and known["url"] else told


def _group_of_package(group: dict[str, Any]) -> dict[str, Any]:
    doc = group["doc"]
    return {
        "description": doc["description"],
        "display_name": doc["title"] or group["name"],
        "id": group["id"],
        "image_display_url": doc["image_url"],
        "name": group["name"],
        "title": doc["title"],
    }


def resource_dict(call: Call, row: dict[str, Any]) -> dict[str, Any]:
    """Return a resource, with the address at which its file or its source is."""
    doc = row["doc"]
    record = {name: doc.get(name) for name in RESOURCE_FIELDS}
    record["format"] = unified_format(record["format"] or "")
    record["url"] = _url(call, row, doc)
    return {
        **record,
        **doc["extras"],
        "id": row["id"],
        "package_id": row["package_id"],
        "position": row["position"],
        "state": row["state"],
    }


def _url(call: Call, row: dict[str, Any], doc: dict[str, Any]) -> str:
    url = doc.get("url") or ""
    if doc.get("url_type") == "upload":
        name = munge.file_name(url.rsplit("/")[-1])
        return (
            f"{call.portal.site_url}/dataset/{row['package_id']}"
            f"/resource/{row['id']}/download/{name}"
        )
    try:
        bare = bool(url) and not urlsplit(url).scheme
    except ValueError:
        bare = False
    return f"http://{url.lstrip('/')}" if bare else url


def group_columns(group: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of a group or organisation, and no more."""
    doc = group["doc"]
    return {
        "id": group["id"],
        "name": group["name"],
        "title": doc["title"],
        "type": group["type"],
        "description": doc["description"],
        "image_url": doc["image_url"],
        "created": doc["created"],
        "is_organization": bool(group["is_organization"]),
        "approval_status": doc["approval_status"],
        "state": group["state"],
    }


def group_short(group: dict[str, Any]) -> dict[str, Any]:
    """Return a group or organisation with the name and picture to show."""
    doc = group["doc"]
    return {
        **group_columns(group),
        "display_name": doc["title"] or group["name"],
        "image_display_url": doc["image_url"],
    }


def group_extras(group: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the extras of a group."""
    return [
        {
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{group['id']}/{key}")),
            "group_id": group["id"],
            "key": key,
            "value": value,
            "state": "active",
        }
        for key, value in sorted(group["doc"]["extras"].items())
    ]


def users_of_group(call: Call, group: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the members of a group with their role."""
    found = []
    for member in records.members(call, group["id"], "user"):
        account = records.user(call, member["table_id"])
        if account:
            found.append({**user_dict(call, account), "capacity": member["capacity"]})
    for record in found:
        record.pop("email", None)
        record.pop("apikey", None)
    return sorted(found, key=lambda record: record["name"])


def user_dict(call: Call, user: dict[str, Any], counts_all: bool = False) -> dict[str, Any]:
    """Return a user; the address is for themselves and for the administrator."""
    hidden = "" if counts_all else " AND NOT private AND state = 'active'"
    created = call.store.column(
        f"SELECT count(*) FROM package WHERE creator_user_id = ? AND state != 'deleted'{hidden}",
        user["id"],
    )[0]
    record = {
        "id": user["id"],
        "name": user["name"],
        "fullname": user["fullname"],
        "created": user["created"],
        "about": user["about"],
        "last_active": user["last_active"],
        "activity_streams_email_notifications": bool(user["notifications"]),
        "sysadmin": bool(user["sysadmin"]),
        "state": user["state"],
        "image_url": user["image_url"],
        "display_name": user["fullname"] if (user["fullname"] or "").strip() else user["name"],
        "email_hash": hashlib.md5(
            (user["email"] or "").strip().lower().encode(), usedforsecurity=False
        ).hexdigest(),
        "number_created_packages": created,
        "image_display_url": user["image_url"],
    }
    if call.sysadmin or (call.user and call.user["id"] == user["id"]):
        record |= {"email": user["email"], "apikey": None}
    return record


def text_of(value: Any) -> str:
    """Return the text that PostgreSQL would keep of a value."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "{" + ",".join(map(_element, value)) + "}"
    return json.dumps(value, ensure_ascii=False)


def _element(value: Any) -> str:
    """Return an element of a list as PostgreSQL writes it: between quotes when in doubt."""
    text = "NULL" if value is None else text_of(value)
    plain = re.fullmatch(r'[^\s{},"\\]+', text) and (value is None or text.upper() != "NULL")
    if isinstance(value, list) or plain:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
