"""Who belongs to an organisation or a group, and in which role."""

from typing import Any

from atelier.portal import auth, records
from atelier.portal.call import Call, reading, writing
from atelier.portal.errors import Invalid, NotAuthorized, NotFound
from atelier.portal.saving import set_member
from atelier.portal.schema import MEMBER
from atelier.portal.validation import validate


@reading
def member_list(call: Call, data: dict[str, Any]) -> list[list[str]]:
    """Return the members of a group or organisation: id, kind, role.

    :param id: the id or the name of the group or organisation
    :type id: string
    :param object_type: `user` or `package`
    :type object_type: string
    :param capacity: only this role
    :type capacity: string

    :rtype: list of triples
    """
    group = records.group(call, call.need(data, "id"))
    if group is None:
        raise NotFound
    auth.check_read_group(call, group)
    kinds = [str(data["object_type"])] if data.get("object_type") else ["package", "user", "group"]
    return [
        [member["table_id"], member["table_name"], _role_name(call, member["capacity"])]
        for kind in kinds
        for member in records.members(call, group["id"], kind)
        if not data.get("capacity") or member["capacity"] == data["capacity"]
    ]


def _role_name(call: Call, capacity: str) -> str:
    return call.say(capacity.capitalize()) if capacity in auth.ROLES else capacity


@reading
def member_roles_list(call: Call, data: dict[str, Any]) -> list[dict[str, str]]:
    """Return the roles.

    :param group_type: `organization` or `group`
    :type group_type: string

    :rtype: list of dictionaries
    """
    roles = [role for role in auth.ROLES if role != "editor" or data.get("group_type") != "group"]
    return [{"text": _role_name(call, role), "value": role} for role in roles]


@writing
def organization_member_create(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Make someone a member of an organisation.

    :param id: the id or the name of the organisation
    :type id: string
    :param username: the name or the id of the user
    :type username: string
    :param role: `member` (reads), `editor` (writes) or `admin`
    :type role: string

    :returns: the membership
    :rtype: dictionary
    """
    return _create(call, data)


@writing
def group_member_create(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Make someone a member of a group. The parameters are those of `organization_member_create`.

    :returns: the membership
    :rtype: dictionary
    """
    return _create(call, data)


def _create(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    if not (call.ignore_auth or call.sysadmin):
        call.need(data, "id")
        if not auth.allows(call, data["id"], "membership"):
            auth.deny(call, "User %s not authorized to add members", call.name)
    valid = validate(call, data, MEMBER)
    group = records.group(call, valid["id"])
    user = records.user(call, valid["username"])
    if group is None or user is None:
        raise NotFound(call.say("User not found"))
    member = {"object": user["id"], "object_type": "user", "capacity": valid["role"]}
    return call.act("member_create", {**member, "id": group["id"]})


@writing
def member_create(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Make a user or a dataset a member of a group.

    :param id: the id or the name of the group
    :type id: string
    :param object: the id or the name of the user or dataset
    :type object: string
    :param object_type: `user` or `package`
    :type object_type: string
    :param capacity: the role
    :type capacity: string

    :returns: the membership
    :rtype: dictionary
    """
    group, found, kind = _named(call, data, "capacity")
    capacity = str(data["capacity"])
    mine = kind == "user" and call.user and found["id"] == call.user["id"]
    if mine and capacity != "admin" and auth.role_in(call, group["id"]) == "admin":
        raise NotAuthorized("Administrators cannot revoke their own admin status")
    member = set_member(call, group["id"], kind, found["id"], capacity)
    if kind == "package":
        call.portal.touched(found["id"])
    return member


@writing
def member_delete(call: Call, data: dict[str, Any]) -> None:
    """Take a user or a dataset out of a group.

    :param id: the id or the name of the group
    :type id: string
    :param object: the id or the name of the user or dataset
    :type object: string
    :param object_type: `user` or `package`
    :type object_type: string
    """
    group, found, kind = _named(call, data)
    call.store.write(
        "UPDATE member SET state = 'deleted' WHERE group_id = ? AND table_name = ?"
        " AND table_id = ?",
        group["id"],
        kind,
        found["id"],
    )
    if kind == "package":
        call.portal.touched(found["id"])


def _named(
    call: Call, data: dict[str, Any], *more: str
) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return the group, the member and its kind, if the user may change them."""
    call.need(data, "id", "object", "object_type", *more)
    group = records.group(call, data["id"])
    if group is None:
        raise NotFound("Group was not found.")
    kind = str(data["object_type"])
    finders = {"user": records.user, "package": records.package, "group": records.group}
    found = finders[kind](call, data["object"]) if kind in finders else None
    if found is None:
        raise NotFound(f"{kind.title()} was not found.")
    needed = "manage_group" if kind == "package" and not group["is_organization"] else "update"
    auth.check_group(call, group, needed, "User %s not authorized to edit group %s")
    return group, found, kind


@writing
def organization_member_delete(call: Call, data: dict[str, Any]) -> None:
    """Take someone out of an organisation.

    :param id: the id or the name of the organisation
    :type id: string
    :param username: the name or the id of the user
    :type username: string
    """
    _delete(call, data)


@writing
def group_member_delete(call: Call, data: dict[str, Any]) -> None:
    """Take someone out of a group. The parameters are those of `organization_member_delete`."""
    _delete(call, data)


def _delete(call: Call, data: dict[str, Any]) -> None:
    group = records.group(call, data.get("id"))
    if group is None:
        raise Invalid({"id": [call.say("That group name or ID does not exist.")]})
    username = data.get("username", data.get("user_id"))
    if username is None:
        raise Invalid({"object": [call.say("Missing value")]})
    call.act("member_delete", {"id": group["id"], "object": username, "object_type": "user"})
