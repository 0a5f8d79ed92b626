"""Who may do what: roles in an organisation or a group, and the refusals that tell it."""

from typing import Any, NoReturn

from atelier.portal import records
from atelier.portal.call import Call
from atelier.portal.errors import Invalid, NotAuthorized, NotFound

ROLES: dict[str, set[str]] = {
    "admin": {"admin", "membership"},
    "editor": {"read", "delete_dataset", "create_dataset", "update_dataset", "manage_group"},
    "member": {"read", "manage_group"},
}
"""Role → what it permits. `admin` permits everything."""


def deny(call: Call, message: str = "", *values: Any) -> NoReturn:
    """Refuse, in the language of the request."""
    raise NotAuthorized(call.say(message, *values) if message else "")


def roles_with(permission: str) -> list[str]:
    """Return the roles that permit something."""
    return [role for role, granted in ROLES.items() if granted & {permission, "admin"}]


def allows(call: Call, group_id: Any, permission: str) -> bool:
    """Tell whether the user's role in a group or organisation permits something."""
    group = records.group(call, group_id)
    if group is None:
        return False
    if call.sysadmin:
        return True
    return bool(call.user) and role_in(call, group["id"]) in roles_with(permission)


def role_in(call: Call, group_id: str) -> str | None:
    """Return the role of the user in a group or organisation."""
    row = call.store.one(
        "SELECT capacity FROM member WHERE group_id = ? AND table_name = 'user'"
        " AND table_id = ? AND state = 'active'",
        group_id,
        call.user["id"] if call.user else "",
    )
    return row["capacity"] if row else None


def organizations_of(call: Call, user_id: str, permission: str) -> dict[str, str]:
    """Return the living organisations where a user's role permits something, and that role."""
    roles = roles_with(permission)
    rows = call.store.all(
        "SELECT grp.id, capacity FROM member JOIN grp ON grp.id = group_id"
        " WHERE table_name = 'user' AND table_id = ? AND member.state = 'active'"
        " AND grp.state = 'active' AND is_organization",
        user_id,
    )
    return {row["id"]: row["capacity"] for row in rows if row["capacity"] in roles}


def readable_organizations(call: Call) -> set[str]:
    """Return the organisations whose private datasets the user may read."""
    return set(organizations_of(call, call.user["id"], "read")) if call.user else set()


def may_read_package(call: Call, package: dict[str, Any]) -> bool:
    """Tell whether the user may read a dataset: public and living, or of their organisation."""
    if call.ignore_auth or call.sysadmin:
        return True
    if package["state"] == "active" and not package["private"]:
        return True
    if package["owner_org"]:
        return package["owner_org"] in readable_organizations(call)
    return bool(call.user) and package["creator_user_id"] == call.user["id"]


def check_read_package(call: Call, package: dict[str, Any]) -> None:
    """Refuse to who may not read a dataset."""
    if not may_read_package(call, package):
        deny(call, "User %s not authorized to read package %s", call.name, package["id"])


def may_update_package(call: Call, package: dict[str, Any]) -> bool:
    """Tell whether the user may change a dataset."""
    if call.ignore_auth or call.sysadmin:
        return True
    return bool(package["owner_org"]) and allows(call, package["owner_org"], "update_dataset")


def check_update_package(call: Call, data: dict[str, Any], already: bool = False) -> None:
    """Refuse to who may not change the dataset that `data` names by its id.

    Of its groups, those in which it is already need no permission, if `already` says so.
    """
    if call.ignore_auth or call.sysadmin:
        return
    package = records.package(call, named(data, "Package"))
    if package is None:
        raise NotFound
    if not may_update_package(call, package):
        deny(call, "User %s not authorized to edit package %s", call.name, package["id"])
    check_groups(call, data, package if already else None)


def named(data: dict[str, Any], kind: str) -> Any:
    """Return the id that a permission is asked about."""
    if not data.get("id"):
        raise Invalid({"message": f"Missing id, can not get {kind} object"})
    return data["id"]


def check_groups(call: Call, data: dict[str, Any], package: dict[str, Any] | None = None) -> None:
    """Refuse to who puts a dataset in a group of which they are not a member."""
    if call.ignore_auth or call.sysadmin:
        return
    wanted = data.get("groups")
    already = (
        set(
            call.store.column(
                "SELECT group_id FROM member WHERE table_name = 'package' AND table_id = ?"
                " AND state = 'active'",
                package["id"],
            )
        )
        if package
        else set()
    )
    for item in wanted if isinstance(wanted, list) else []:
        reference = (item.get("id") or item.get("name")) if isinstance(item, dict) else item
        if not reference:
            continue
        group = records.group(call, reference)
        if group is None:
            raise NotFound(call.say("Group was not found."))
        if group["id"] not in already and not allows(call, group["id"], "manage_group"):
            deny(call, "User %s not authorized to edit these groups", call.name)


def check_create_package(call: Call, data: dict[str, Any]) -> None:
    """Refuse to who creates datasets nowhere, or not in this organisation."""
    if call.ignore_auth or call.sysadmin:
        return
    somewhere = call.user and organizations_of(call, call.user["id"], "create_dataset")
    if not somewhere:
        deny(call, "User %s not authorized to create packages", call.name)
    check_groups(call, data)
    owner = data.get("owner_org")
    if owner and not allows(call, owner, "create_dataset"):
        deny(call, "User %s not authorized to add dataset to this organization", call.name)


def check_group(call: Call, group: dict[str, Any], permission: str, message: str) -> None:
    """Refuse to whose role in a group or organisation does not permit something."""
    if not (call.ignore_auth or allows(call, group["id"], permission)):
        deny(call, message, call.name, group["id"])


def check_read_group(call: Call, group: dict[str, Any]) -> None:
    """Refuse to who may not read a group: only deleted ones are closed."""
    if group["state"] != "active":
        check_group(call, group, "read", "User %s not authorized to read group %s")


def check_sysadmin(call: Call) -> None:
    """Refuse to who does not administer the whole portal."""
    if not (call.ignore_auth or call.sysadmin):
        deny(call)


def check_resource(call: Call, resource: dict[str, Any], verb: str) -> None:
    """Refuse to who may not change a resource."""
    package = call.store.one("SELECT * FROM package WHERE id = ?", resource["package_id"])
    if package and not may_update_package(call, package):
        deny(call, f"User %s not authorized to {verb} resource %s", call.name, resource["id"])
