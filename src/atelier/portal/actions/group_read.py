"""Reading organisations and groups."""

from typing import Any

from atelier.portal import auth, dictize, records
from atelier.portal.call import Call, reading
from atelier.portal.errors import Invalid, NotFound
from atelier.portal.schema_queries import PAGES
from atelier.portal.validation import validate

_SORTS = {"name": "name", "title": "json_extract(doc, '$.title')", "package_count": "datasets"}


@reading
def organization_list(call: Call, data: dict[str, Any]) -> list[Any]:
    """Return the organisations.

    :param sort: `name`, `title` or `package_count`, then `asc` or `desc`
    :type sort: string
    :param q: a part of the name, title or description
    :type q: string
    :param organizations: only these names
    :type organizations: list of strings
    :param all_fields: whether to return records instead of names
    :type all_fields: boolean
    :param limit: how many to return at most
    :type limit: int
    :param offset: how many to skip
    :type offset: int

    :rtype: list of strings
    """
    given = {"type": "organization", **data, "groups": data.get("organizations") or []}
    return _list(call, given, organizations=True)


@reading
def group_list(call: Call, data: dict[str, Any]) -> list[Any]:
    """Return the groups. The parameters are those of `organization_list`.

    :rtype: list of strings
    """
    return _list(call, data, organizations=False)


def _list(call: Call, data: dict[str, Any], organizations: bool) -> list[Any]:
    page = validate(call, {k: data[k] for k in ("limit", "offset") if data.get(k)}, PAGES)
    all_fields = call.flag(data, "all_fields")
    most = 25 if all_fields else 1000
    limit = min(page.get("limit") or most, most)
    wanted = data.get("groups") or []
    wanted = wanted.split(",") if isinstance(wanted, str) else wanted
    where = ["state = 'active'", "is_organization = ?", "type = ?"]
    values: list[Any] = [int(organizations), str(data.get("type") or "group")]
    if wanted:
        where.append(f"name IN ({', '.join('?' * len(wanted))})")
        values += [str(name).strip() for name in wanted]
    q = str(data.get("q") or "").strip()
    if q:
        pattern = "%" + q.replace("%", "") + "%"
        where.append(
            "(name LIKE ? OR json_extract(doc, '$.title') LIKE ?"
            " OR json_extract(doc, '$.description') LIKE ?)"
        )
        values += [pattern] * 3
    field, direction = _sort(data)
    if field == "package_count":
        where.append("datasets > 0")
    rows = call.store.all(
        "SELECT * FROM (SELECT grp.*, (SELECT count(*) FROM member JOIN package"
        " ON package.id = table_id WHERE group_id = grp.id AND table_name = 'package'"
        " AND package.state = 'active') AS datasets FROM grp)"
        f" WHERE {' AND '.join(where)} ORDER BY {_SORTS[field]} {direction} LIMIT ? OFFSET ?",
        *values,
        limit,
        page.get("offset") or 0,
    )
    if not all_fields:
        return [row["name"] for row in rows]
    parts = ("extras", "tags", "users", "groups", "followers")
    options = {f"include_{part}": data.get(f"include_{part}", False) for part in parts}
    rest = {key: data[key] for key in data if key.startswith("include_")}
    return [_show(call, {**options, **rest, "id": row["id"]}, organizations) for row in rows]


def _sort(data: dict[str, Any]) -> tuple[str, str]:
    text = str(data.get("sort") or data.get("order_by") or "title asc").strip()
    if text in {"packages", "package_count"}:
        return "package_count", "desc"
    parts = text.split(",")
    if len(parts) > 1:
        raise Invalid({"message": "Too many sort criteria provided only 1 allowed"})
    field, *rest = text.split()
    direction = rest[0].lower() if rest else "asc"
    field = "package_count" if field == "packages" else field
    if field not in _SORTS:
        raise Invalid({"message": f"Cannot sort by field `{field}`"})
    if direction not in {"asc", "desc"}:
        raise Invalid({"message": f"Invalid sort direction `{direction}`"})
    return field, direction


@reading
def organization_show(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Return an organisation.

    :param id: the id or the name of the organisation
    :type id: string
    :param include_datasets: whether to return its datasets (ten at most)
    :type include_datasets: boolean
    :param include_users: whether to return its members
    :type include_users: boolean

    :rtype: dictionary
    """
    return _show(call, data, organizations=True)


@reading
def group_show(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Return a group. The parameters are those of `organization_show`.

    :rtype: dictionary
    """
    return _show(call, data, organizations=False)


def _show(call: Call, data: dict[str, Any], organizations: bool) -> dict[str, Any]:
    group = records.group(call, call.need(data, "id"))
    wants = {
        part: call.flag(data, f"include_{part}", part not in {"datasets", "member_count"})
        for part in (
            "datasets",
            "dataset_count",
            "tags",
            "users",
            "groups",
            "extras",
            "followers",
            "member_count",
        )
    }
    if group is None or bool(group["is_organization"]) != organizations:
        raise NotFound
    auth.check_read_group(call, group)
    record = {**whole(call, group, wants), "num_followers": 0}
    for package in record.get("packages", []):
        for key in [key for key, value in package.items() if value and isinstance(value, list)]:
            del package[key]  # CKAN shows of these datasets what is not a list of records
    return record


def whole(call: Call, group: dict[str, Any], wants: dict[str, bool]) -> dict[str, Any]:
    """Return a group with what is wanted of its datasets, members and extras."""
    record = dictize.group_short(group)
    if wants["datasets"] or wants["dataset_count"]:
        query = {"fq": f'owner_org:"{group["id"]}"'}
        if not group["is_organization"]:
            query = {"fq": f'groups:"{group["name"]}"'}
        query["include_private"] = bool(call.user) and auth.allows(call, group["id"], "read")
        if not wants["datasets"]:
            query["rows"] = 0
        found = call.act("package_search", query)
        record["package_count"] = found["count"]
        if wants["datasets"]:
            record["packages"] = found["results"]
    record |= {part: [] for part in ("tags", "groups") if wants[part]}
    if wants["extras"]:
        record["extras"] = dictize.group_extras(group)
    if wants["users"]:
        record["users"] = dictize.users_of_group(call, group)
    if wants["member_count"]:
        record["member_count"] = len(records.members(call, group["id"], "user"))
    return record


@reading
def organization_list_for_user(call: Call, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the organisations in which a user may do something.

    An empty list may mean that your token is not valid: an unknown token is nobody's.

    :param id: the name or the id of the user (if absent, you)
    :type id: string
    :param permission: what the user may do there, as `create_dataset` or `read`
    :type permission: string

    :rtype: list of dictionaries
    """
    user = call.user
    if data.get("id"):
        user = records.user(call, data["id"])
        if user is None:
            raise NotFound
    if user is None:
        return []
    if user["sysadmin"]:
        roles = dict.fromkeys(
            call.store.column("SELECT id FROM grp WHERE is_organization AND state = 'active'"),
            "admin",
        )
    else:
        permission = str(data.get("permission", "manage_group"))
        roles = auth.organizations_of(call, user["id"], permission)
    return _short(call, roles, data)


def _short(call: Call, roles: dict[str, str], data: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for group_id, role in roles.items():
        group = records.group(call, group_id) or {}
        record = {**dictize.group_short(group), "capacity": role}
        if call.flag(data, "include_dataset_count"):
            query = {"fq": f'owner_org:"{group_id}"', "rows": 0}
            record["package_count"] = call.act("package_search", query)["count"]
        if call.flag(data, "include_member_count"):
            record["member_count"] = len(records.members(call, group_id, "user"))
        found.append(record)
    return sorted(found, key=lambda record: record["display_name"])


@reading
def group_list_authz(call: Call, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the groups into which you may put datasets.

    :rtype: list of dictionaries
    """
    groups = call.store.all("SELECT * FROM grp WHERE NOT is_organization AND state = 'active'")
    mine = [
        group for group in groups if call.user and auth.allows(call, group["id"], "manage_group")
    ]
    shown = [dictize.group_short(group) for group in mine]
    return sorted(shown, key=lambda record: record["display_name"])


@reading
def group_package_show(call: Call, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the datasets of a group.

    :param id: the id or the name of the group
    :type id: string
    :param limit: how many to return at most
    :type limit: int

    :rtype: list of dictionaries
    """
    group = records.group(call, call.need(data, "id"))
    if group is None:
        raise NotFound
    auth.check_read_group(call, group)
    query: dict[str, Any] = {"fq": f'groups:"{group["name"]}"'}
    if data.get("limit"):
        query["rows"] = data["limit"]
    return call.act("package_search", query)["results"]
