"""Users: who publishes here."""

from dataclasses import replace
from typing import Any

from atelier.portal import auth, dictize, records, tokens
from atelier.portal.call import Call, reading, writing
from atelier.portal.errors import NotFound
from atelier.portal.schema import CHANGED_USER, NEW_USER
from atelier.portal.schema_queries import AUTOCOMPLETE
from atelier.portal.store import new_id, now
from atelier.portal.validation import validate


@reading
def user_show(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Return a user.

    :param id: the name or the id of the user (if absent, you)
    :type id: string
    :param include_datasets: whether to return what the user created
    :type include_datasets: boolean

    :rtype: dictionary
    """
    user = records.user(call, data.get("id", call.name))
    if user is None:
        raise NotFound
    own = call.sysadmin or bool(call.user and call.user["id"] == user["id"])
    record = dictize.user_dict(call, user, counts_all=own)
    if call.flag(data, "include_datasets"):
        query = {"rows": 50, "fq": f"+creator_user_id:{user['id']}"}
        if own:
            query |= {"include_private": True, "include_drafts": True}
        record["datasets"] = call.act("package_search", query)["results"]
    if call.flag(data, "include_num_followers"):
        record["num_followers"] = 0
    return record


@reading
def user_list(call: Call, data: dict[str, Any]) -> list[Any]:
    """Return the users.

    :param q: a part of the name or full name
    :type q: string
    :param all_fields: whether to return records (the default) or names
    :type all_fields: boolean

    :rtype: list of dictionaries
    """
    if data.get("email") and not call.sysadmin:
        auth.deny(call)
    users = _search(call, str(data.get("q") or ""))
    if data.get("email"):
        users = [user for user in users if user["email"] == data["email"]]
    if call.flag(data, "all_fields", True):
        return [dictize.user_dict(call, user) for user in users]
    return [user["name"] for user in users]


@reading
def user_autocomplete(call: Call, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the users whose name contains a text.

    :param q: the text
    :type q: string
    :param limit: how many to return at most
    :type limit: int

    :rtype: list of dictionaries
    """
    valid = validate(call, data, AUTOCOMPLETE)
    users = _search(call, valid["q"])[: valid.get("limit", 20)]
    return [{key: user[key] for key in ("id", "name", "fullname")} for user in users]


def _search(call: Call, text: str) -> list[dict[str, Any]]:
    users = call.store.all("SELECT * FROM user WHERE state != 'deleted'")
    text = text.lower()
    found = [
        user
        for user in users
        if text in user["name"].lower() or text in (user["fullname"] or "").lower()
    ]
    return sorted(found, key=lambda user: user["fullname"] or user["name"])


@writing
def user_create(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Create a user. For the portal's administrator.

    :param name: the login
    :type name: string
    :param email: the address
    :type email: string
    :param password: eight characters at least; it is not kept, for here one shows a token
    :type password: string
    :param fullname: what people read
    :type fullname: string

    :returns: the new user
    :rtype: dictionary
    """
    if not (call.ignore_auth or call.sysadmin):
        auth.deny(call, "User %s not authorized to create users via the API", call.name)
    data = dict(data)
    with_token = call.flag(data, "with_apitoken")
    data.pop("with_apitoken", None)
    valid = validate(call, data, NEW_USER)
    user = {
        "id": valid.get("id") or new_id(),
        "name": valid["name"],
        "fullname": valid.get("fullname"),
        "email": valid["email"],
        "about": valid.get("about"),
        "created": now(),
        "last_active": None,
        "sysadmin": int(valid.get("sysadmin", False)),
        "state": valid.get("state") or "active",
        "image_url": valid.get("image_url"),
        "notifications": int(valid.get("activity_streams_email_notifications", False)),
    }
    call.store.insert("user", user)
    record = dictize.user_dict(call, user)
    record |= {"email": user["email"], "apikey": None}
    if with_token:
        record["token"] = tokens.issue(call.portal, user["id"], "default")
    return record


@writing
def user_update(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Change a user: yourself, or anyone for the portal's administrator.

    :param id: the name or the id of the user
    :type id: string

    The other parameters are those of `user_create`.

    :returns: the user as it is now
    :rtype: dictionary
    """
    user = records.user(call, call.need(data, "id"))
    if user is None:
        raise NotFound("User was not found.")
    _check_own(call, user)
    valid = validate(replace(call, account=user), data, CHANGED_USER)
    for field in ("name", "fullname", "email", "about", "image_url", "state"):
        user[field] = valid.get(field, user[field])
    user["sysadmin"] = int(valid.get("sysadmin", user["sysadmin"]))
    call.store.insert("user", user)
    return dictize.user_dict(call, user)


@writing
def user_patch(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Change some fields of a user and keep the others.

    :param id: the name or the id of the user
    :type id: string

    :returns: the user as it is now
    :rtype: dictionary
    """
    user = records.user(call, call.need(data, "id"))
    if user is None:
        raise NotFound
    _check_own(call, user)
    return call.act("user_update", {"email": user["email"], **data})


def _check_own(call: Call, user: dict[str, Any]) -> None:
    if call.ignore_auth or call.sysadmin:
        return
    if not call.user:
        auth.deny(call, "Have to be logged in to edit user")
    if call.user["id"] != user["id"]:
        auth.deny(call, "User %s not authorized to edit user %s", call.name, user["id"])


@writing
def user_delete(call: Call, data: dict[str, Any]) -> None:
    """Close a user's account. For the portal's administrator.

    :param id: the name or the id of the user
    :type id: string
    """
    auth.check_sysadmin(call)
    reference = call.need(data, "id")
    user = records.user(call, reference)
    if user is None:
        raise NotFound(f'User "{reference}" was not found.')
    call.store.write("UPDATE user SET state = 'deleted' WHERE id = ?", user["id"])
    call.store.write("UPDATE member SET state = 'deleted' WHERE table_id = ?", user["id"])
