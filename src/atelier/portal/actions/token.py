"""The tokens that programs show instead of a password."""

from typing import Any

from atelier.portal import auth, records, tokens
from atelier.portal.call import Call, reading, writing
from atelier.portal.errors import Invalid, NotFound
from atelier.portal.schema import TOKEN
from atelier.portal.validation import validate


@writing
def api_token_create(call: Call, data: dict[str, Any]) -> dict[str, str]:
    """Create a token. It is shown once: keep it to yourself.

    :param user: the name or the id of the user
    :type user: string
    :param name: what the token is for
    :type name: string

    :returns: a record with the `token`
    :rtype: dictionary
    """
    reference, _ = call.need(data, "user", "name")
    user = records.user(call, reference)
    if user is None:
        raise NotFound("User not found")
    if not (call.ignore_auth or call.sysadmin) and user["name"] != call.name:
        auth.deny(call)
    valid = validate(call, data, TOKEN)
    return {"token": tokens.issue(call.portal, user["id"], valid["name"])}


@reading
def api_token_list(call: Call, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is known of a user's tokens, but not the tokens.

    :param user_id: the name or the id of the user
    :type user_id: string

    :rtype: list of dictionaries
    """
    reference = data.get("user_id", data.get("user"))
    if not reference:
        raise Invalid({"user_id": ["Missing value"]})
    user = records.user(call, reference)
    if not call.sysadmin and (user is None or user["name"] != call.name):
        auth.deny(call)
    if user is None:
        raise NotFound("User not found")
    return call.store.all(
        "SELECT id, name, user_id, created_at, last_access FROM token WHERE user_id = ?"
        " ORDER BY created_at DESC",
        user["id"],
    )


@writing
def api_token_revoke(call: Call, data: dict[str, Any]) -> None:
    """Revoke a token: whoever shows it from now on is nobody.

    :param token: the token
    :type token: string
    :param jti: its id, as `api_token_list` tells it, instead of the token
    :type jti: string
    """
    jti = data.get("jti")
    if not jti:
        token = tokens.find(call.portal, str(call.need(data, "token")))
        jti = token["id"] if token else None
    record = call.store.one("SELECT * FROM token WHERE id = ?", str(jti))
    mine = record and call.user and record["user_id"] == call.user["id"]
    if not (call.sysadmin or mine):
        auth.deny(call)
    call.store.write("DELETE FROM token WHERE id = ?", str(jti))
