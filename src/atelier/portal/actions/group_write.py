"""Creating, changing and deleting organisations and groups."""

from dataclasses import replace
from typing import Any

from atelier.portal import auth, records
from atelier.portal.actions.group_read import whole
from atelier.portal.call import Call, writing
from atelier.portal.dictize import text_of
from atelier.portal.errors import Invalid, NotFound
from atelier.portal.saving import set_member
from atelier.portal.schema import CHANGED_GROUP, NEW_GROUP
from atelier.portal.store import new_id, now
from atelier.portal.validation import validate


@writing
def organization_create(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Create an organisation, of which you become the administrator.

    On openAFRICA only the administrators of the portal create organisations: one asks them.

    :param name: what stands in its address
    :type name: string
    :param title: what people read
    :type title: string
    :param description: who it is
    :type description: string

    :returns: the new organisation
    :rtype: dictionary
    """
    if not (call.user or call.ignore_auth):
        auth.deny(call, "User %s not authorized to create organizations", None)
    return _create(call, data, organization=True)


@writing
def group_create(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Create a group. The parameters are those of `organization_create`.

    :returns: the new group
    :rtype: dictionary
    """
    if not (call.user or call.ignore_auth):
        auth.deny(call, "User %s not authorized to create groups", None)
    if data.get("type") == "organization":
        raise Invalid({"type": ["Trying to create an organization as a group"]})
    return _create(call, data, organization=False)


def _create(call: Call, data: dict[str, Any], organization: bool) -> dict[str, Any]:
    kind = "organization" if organization else "group"
    valid = validate(call, {"type": kind, **data}, NEW_GROUP)
    blank = {
        "title": "",
        "description": "",
        "image_url": "",
        "approval_status": "approved",
        "created": now(),
        "extras": {},
    }
    group_id = valid.get("id") or new_id()
    call.store.insert(
        "grp",
        {
            "id": group_id,
            "name": valid["name"],
            "is_organization": int(organization),
            "type": valid.get("type") or kind,
            "state": valid.get("state") or "active",
            "doc": _doc(blank, valid),
        },
    )
    _save_users(call, group_id, valid)
    if call.user:
        set_member(call, group_id, "user", call.user["id"], "admin")
    return call.act(f"{kind}_show", {"id": group_id})


def _doc(before: dict[str, Any], valid: dict[str, Any]) -> dict[str, Any]:
    doc = {key: valid.get(key, value) for key, value in before.items() if key != "created"}
    doc["created"] = before["created"]
    doc["extras"] = before["extras"]
    if valid.get("extras"):
        doc["extras"] = {
            extra["key"]: text_of(extra["value"])
            for extra in valid["extras"]
            if not extra.get("deleted")
        }
    return doc


def _save_users(call: Call, group_id: str, valid: dict[str, Any]) -> None:
    for row in valid.get("users") or []:
        account = records.user(call, row["name"])
        if account:
            capacity = row.get("capacity") or "public"
            set_member(call, group_id, "user", account["id"], str(capacity))


@writing
def organization_update(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Replace an organisation. Members that you leave out are removed: see `organization_patch`.

    :param id: the id or the name of the organisation
    :type id: string

    :returns: the organisation as it is now
    :rtype: dictionary
    """
    return _update(call, data, organization=True)


@writing
def group_update(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Replace a group. Members that you leave out are removed: see `group_patch`.

    :param id: the id or the name of the group
    :type id: string

    :returns: the group as it is now
    :rtype: dictionary
    """
    return _update(call, data, organization=False)


@writing
def organization_patch(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Change some fields of an organisation and keep the others.

    :param id: the id or the name of the organisation
    :type id: string

    :returns: the organisation as it is now
    :rtype: dictionary
    """
    return _update(call, data, organization=True, partial=True)


@writing
def group_patch(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Change some fields of a group and keep the others.

    :param id: the id or the name of the group
    :type id: string

    :returns: the group as it is now
    :rtype: dictionary
    """
    return _update(call, data, organization=False, partial=True)


def _update(
    call: Call, data: dict[str, Any], organization: bool, partial: bool = False
) -> dict[str, Any]:
    reference = call.need(data, "id")
    group = records.group(call, reference)
    if group is None:
        raise NotFound("" if partial else "Group was not found.")
    if partial:
        before = call.act(f"{'organization' if organization else 'group'}_show", {"id": reference})
        before.pop("display_name")
        data = {**before, **data}
    noun = "organization" if organization else "group"
    auth.check_group(call, group, "update", f"User %s not authorized to edit {noun} %s")
    if data.get("type") not in (None, group["type"]):
        raise Invalid({"message": "Type cannot be updated"})
    inner = replace(call, group=group)
    valid = validate(inner, data, CHANGED_GROUP)
    call.store.insert(
        "grp",
        {
            **{key: group[key] for key in ("id", "is_organization", "type")},
            "name": valid.get("name") or group["name"],
            "state": valid.get("state") or group["state"],
            "doc": _doc(group["doc"], valid),
        },
    )
    if valid.get("users") or not partial:
        call.store.write(
            "UPDATE member SET state = 'deleted' WHERE group_id = ? AND table_name = 'user'",
            group["id"],
        )
        _save_users(call, group["id"], valid)
    call.portal.group_touched(group["id"])
    everything = dict.fromkeys(("datasets", "tags", "users", "groups"), True)
    wants = {**everything, "dataset_count": True, "extras": True, "member_count": False}
    return whole(call, records.group(call, group["id"]) or {}, wants)


@writing
def organization_delete(call: Call, data: dict[str, Any]) -> None:
    """Delete an organisation that has no dataset left.

    :param id: the id or the name of the organisation
    :type id: string
    """
    _delete(call, data, "organization")


@writing
def group_delete(call: Call, data: dict[str, Any]) -> None:
    """Delete a group; its datasets stay.

    :param id: the id or the name of the group
    :type id: string
    """
    _delete(call, data, "group")


def _delete(call: Call, data: dict[str, Any], noun: str) -> None:
    reference = call.need(data, "id")
    group = records.group(call, reference)
    if group is None:
        raise NotFound("Group was not found.")
    auth.check_group(call, group, "delete", f"User %s not authorized to delete {noun} %s")
    if noun == "organization" and _has_datasets(call, group):
        message = "Organization cannot be deleted while it still has datasets"
        raise Invalid({"message": call.say(message)})
    call.store.write("UPDATE grp SET state = 'deleted' WHERE id = ?", group["id"])
    call.store.write(
        "UPDATE member SET state = 'deleted' WHERE table_id = ? OR group_id = ?",
        str(reference),
        str(reference),
    )
    call.portal.group_touched(group["id"])


def _has_datasets(call: Call, group: dict[str, Any]) -> bool:
    query = "SELECT 1 FROM package WHERE owner_org = ? AND state != 'deleted'"
    return call.store.one(query, group["id"]) is not None


@writing
def organization_purge(call: Call, data: dict[str, Any]) -> None:
    """Erase an organisation for good. For the portal's administrator.

    :param id: the id or the name of the organisation
    :type id: string
    """
    _purge(call, data, "Organization")


@writing
def group_purge(call: Call, data: dict[str, Any]) -> None:
    """Erase a group for good. For the portal's administrator.

    :param id: the id or the name of the group
    :type id: string
    """
    _purge(call, data, "Group")


def _purge(call: Call, data: dict[str, Any], noun: str) -> None:
    group = records.group(call, call.need(data, "id"))
    if group is None:
        raise NotFound(f"{noun} was not found")
    auth.check_sysadmin(call)
    if noun == "Organization" and _has_datasets(call, group):
        message = "Organization cannot be purged while it still has datasets"
        raise Invalid({"message": message})
    call.store.write("DELETE FROM grp WHERE id = ?", group["id"])
    call.portal.group_touched(group["id"])
