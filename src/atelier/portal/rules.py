"""The rules that need the database: what exists, what is free, who may."""

from typing import Any

from atelier.portal import auth, records
from atelier.portal.naming import LONGEST_NAME, tag_characters, tag_length
from atelier.portal.validation import MISSING, Bad, Drop, Place


def package_name(place: Place, value: Any) -> Any:
    """Demand a name that no other living dataset has."""
    mine = place.call.package["id"] if place.call.package else place.record.get("id")
    taken = place.call.store.one(
        "SELECT id FROM package WHERE name = ? AND state != 'deleted'", str(value)
    )
    if taken and taken["id"] != mine:
        place.note("That URL is already in use.")
    if len(value) < 2:
        raise Bad('Name "%s" length is less than minimum %s', value, 2)
    if len(value) > LONGEST_NAME:
        raise Bad('Name "%s" length is more than maximum %s', value, LONGEST_NAME)
    return value


def package_id_is_free(place: Place, value: Any) -> Any:
    """Refuse the id of another dataset."""
    if place.call.store.one("SELECT id FROM package WHERE id = ?", value):
        raise Bad("Dataset id already exists")
    return value


def package_id_stays(place: Place, value: Any) -> Any:
    """Refuse another id than the dataset's own."""
    package = place.call.package
    if package and value != package["id"]:
        raise Bad(
            f"Cannot change value of key from {package['id']} to {value}. This key is read-only"
        )
    return value


def package_exists(place: Place, value: Any) -> Any:
    """Demand the id or the name of a dataset."""
    if records.package(place.call, value) is None:
        raise Bad(f"{place.call.say('Not found')}: {place.call.say('Dataset')}")
    return value


def resource_id_is_free(place: Place, value: Any) -> Any:
    """Refuse the id of a resource of another dataset."""
    row = place.call.store.one(
        "SELECT package_id FROM resource WHERE id = ? AND state != 'deleted'", str(value)
    )
    if row and row["package_id"] != place.root.get("id"):
        place.note("Resource id already exists.")
    return value


def owner_org(place: Place, value: Any) -> Any:
    """Demand an organisation in which the user may create."""
    call = place.call
    if value is MISSING or value is None or value == "":
        raise Bad("An organization must be provided")
    group = records.group(call, value)
    if group is None:
        raise Bad("Organization does not exist")
    moved = call.package is None or call.package["owner_org"] != group["id"]
    if moved and not call.ignore_auth and not auth.allows(call, group["id"], "create_dataset"):
        raise Bad("You cannot add a dataset to this organization")
    return group["id"]


def private_needs_organization(place: Place, value: Any) -> Any:
    """Refuse a private dataset that belongs to nobody."""
    owner = place.record.get("owner_org") or (place.call.package or {}).get("owner_org")
    if value is True and not owner:
        place.note("Datasets with no organization can't be private.")
    return value


def only_package_admin(place: Place, value: Any) -> Any:
    """Leave the state out unless the user may change this very dataset."""
    call = place.call
    if call.ignore_auth or call.sysadmin:
        return value
    if call.package and auth.may_update_package(call, call.package):
        return value
    raise Drop


def tags_from_text(place: Place, value: Any) -> Any:
    """Turn keywords separated by commas into a list of words."""
    words = value if isinstance(value, list) else str(value).split(",")
    words = [word.strip() for word in words if isinstance(word, str) and word.strip()]
    for word in words:
        tag_length(place, word)
        tag_characters(place, word)
    return words


def no_vocabulary(place: Place, value: Any) -> Any:
    """Refuse a controlled vocabulary: this portal has free keywords only."""
    raise Bad("Tag vocabulary was not found.")


def group_name(place: Place, value: Any) -> Any:
    """Demand a name that no other group or organisation has, deleted ones included."""
    mine = place.call.group["id"] if place.call.group else place.record.get("id")
    taken = place.call.store.one("SELECT id FROM grp WHERE name = ?", str(value))
    if taken and taken["id"] != mine:
        place.note("Group name already exists in database")
    return value


def group_id_is_free(place: Place, value: Any) -> Any:
    """Refuse the id of another group."""
    if place.call.store.one("SELECT id FROM grp WHERE id = ?", value):
        raise Bad("Id already exists")
    return value


def group_exists(place: Place, value: Any) -> Any:
    """Demand the id or the name of a group or organisation."""
    if records.group(place.call, value) is None:
        raise Bad("That group name or ID does not exist.")
    return value


def only_group_admin(place: Place, value: Any) -> Any:
    """Leave the state out unless the user administers this very group."""
    call = place.call
    if call.sysadmin or (call.group and auth.allows(call, call.group["id"], "update")):
        return value
    raise Drop


def role_exists(place: Place, value: Any) -> Any:
    """Demand one of the three roles."""
    if value not in auth.ROLES:
        raise Bad("role does not exist.")
    return value


def user_exists(place: Place, value: Any) -> Any:
    """Demand the id or the name of a user."""
    if records.user(place.call, value) is None:
        raise Bad(f"{place.call.say('Not found')}: {place.call.say('User')}")
    return value


def user_id_is_free(place: Place, value: Any) -> Any:
    """Refuse the id of another user."""
    if place.call.store.one("SELECT id FROM user WHERE id = ?", value):
        raise Bad("Id already exists")
    return value


def user_name(place: Place, value: Any) -> Any:
    """Demand a login that nobody has; only an administrator changes one."""
    call = place.call
    if not isinstance(value, str):
        raise Bad("User names must be strings")
    other = records.user(call, value)
    if other:
        if not (call.account and call.account["id"] == other["id"]):
            place.note("That login name is not available.")
    elif call.account and not call.sysadmin:
        place.note("That login name can not be modified.")
    return value


def email_is_free(place: Place, value: Any) -> Any:
    """Refuse the address of another user."""
    owners = place.call.store.all(
        "SELECT id, name FROM user WHERE lower(email) = lower(?) AND state = 'active'", value
    )
    mine = {place.record.get("name"), place.record.get("id")}
    mine |= {place.call.account["id"]} if place.call.account else set()
    if owners and not any({owner["id"], owner["name"]} & mine for owner in owners):
        raise Bad("The email address '%s' belongs to a registered user.", value)
    return value
