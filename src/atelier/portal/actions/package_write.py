"""Creating, changing and deleting datasets."""

from dataclasses import replace
from typing import Any

from atelier.portal import auth, lessons, profiles, records
from atelier.portal.call import Call, writing
from atelier.portal.errors import DataError, Invalid, NotFound
from atelier.portal.files import Upload
from atelier.portal.saving import prepare_upload, save_package, set_owner
from atelier.portal.schema import CHANGED_PACKAGE, NEW_PACKAGE
from atelier.portal.validation import Schema, check


@writing
def package_create(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Create a dataset. You must be an editor of its organisation.

    :param name: what stands in its address: 2 to 100 small letters, digits, - and _
    :type name: string
    :param owner_org: the id or the name of the organisation
    :type owner_org: string
    :param title: the title (if absent, the name)
    :type title: string
    :param license_id: the id of the licence, one of `license_list`
    :type license_id: string
    :param notes: what the dataset is, in Markdown
    :type notes: string
    :param private: whether only the organisation sees it
    :type private: boolean
    :param tags: keywords, each with a `name`
    :type tags: list of dictionaries
    :param resources: files and links, each with a `url`
    :type resources: list of dictionaries
    :param extras: more facts, each with a `key` and a `value`
    :type extras: list of dictionaries

    :returns: the new dataset
    :rtype: dictionary
    """
    auth.check_create_package(call, data)
    data = profiles.lowered(call, {"type": "dataset", **data})
    valid = _validated(call, data, NEW_PACKAGE)
    package_id = save_package(call, valid)
    _give_to_owner(call, package_id, valid["owner_org"])
    lessons.on_dataset(call, package_id, data, before=None)
    return call.act("package_show", {"id": package_id}, ignore_auth=True)


@writing
def package_update(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Replace a dataset. What you leave out is erased, resources included: see `package_patch`.

    :param id: the id or the name of the dataset
    :type id: string

    All other parameters are those of `package_create`.

    :returns: the dataset as it is now
    :rtype: dictionary
    """
    reference = data.get("id") or data.get("name")
    if reference is None:
        raise Invalid({"id": call.say("Missing value")})
    package = records.package(call, reference)
    if package is None:
        raise NotFound(call.say("Package was not found."))
    data = profiles.lowered(call, {**data, "id": package["id"], "type": package["type"]})
    auth.check_update_package(call, data, already=True)
    before = call.portal.index.dataset(call, package["id"])
    inner = replace(call, package=package)
    uploads: list[Upload | None] = []
    given = data.get("resources")
    if isinstance(given, list) and all(isinstance(row, dict) for row in given):
        data["resources"] = [dict(row) for row in given]
        uploads = [prepare_upload(row) for row in data["resources"]]
    valid = _validated(inner, data, CHANGED_PACKAGE)
    save_package(inner, valid, uploads)
    _give_to_owner(call, package["id"], valid.get("owner_org") or package["owner_org"])
    lessons.on_dataset(call, package["id"], data, before)
    return call.act("package_show", {"id": package["id"]}, ignore_auth=True)


@writing
def package_patch(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Change some fields of a dataset and keep the others. Lists are replaced whole.

    :param id: the id or the name of the dataset
    :type id: string

    All other parameters are those of `package_create`.

    :returns: the dataset as it is now
    :rtype: dictionary
    """
    auth.check_update_package(call, data)
    before = call.act("package_show", {"id": call.need(data, "id")})
    return call.act("package_update", {**before, **data, "id": before["id"]})


@writing
def package_delete(call: Call, data: dict[str, Any]) -> None:
    """Withdraw a dataset. Its editors can still bring it back: `package_patch` with a state.

    :param id: the id or the name of the dataset
    :type id: string
    """
    reference = call.need(data, "id")
    package = records.package(call, reference)
    if package is None:
        raise NotFound
    auth.check_update_package(call, {"id": package["id"]})
    call.store.write("UPDATE package SET state = 'deleted' WHERE id = ?", package["id"])
    call.store.write(
        "UPDATE member SET state = 'deleted' WHERE table_id = ? AND state = 'active'",
        str(reference),
    )
    call.portal.touched(package["id"])


@writing
def dataset_purge(call: Call, data: dict[str, Any]) -> None:
    """Erase a dataset and its files for good. For the portal's administrator.

    :param id: the id or the name of the dataset
    :type id: string
    """
    package = records.package(call, call.need(data, "id"))
    if package is None:
        raise NotFound("Dataset was not found")
    auth.check_sysadmin(call)
    files = call.store.column(
        "SELECT file FROM resource WHERE package_id = ? AND file NOT NULL", package["id"]
    )
    call.after.extend(lambda file=file: call.portal.files.remove(file) for file in files)
    call.store.write("DELETE FROM member WHERE table_id = ?", package["id"])
    call.store.write("DELETE FROM package WHERE id = ?", package["id"])
    call.portal.touched(package["id"])


def _give_to_owner(call: Call, package_id: str, owner: str | None) -> None:
    group = records.group(call, owner) if owner else None
    if group is None or not group["is_organization"]:
        raise NotFound(call.say("Organization was not found."))
    set_owner(call, package_id, group["id"])


def _validated(call: Call, data: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """Return the data as the schema and the portal's profile let them in."""
    try:
        valid, errors = check(call, data, schema)
    except DataError as error:
        error.data = data
        raise
    words = valid.pop("tag_string", [])
    if "tag_string" not in errors and words:
        valid["tags"] = [*(valid.get("tags") or []), *({"name": word} for word in words)]
    keys = [str(extra.get("key")) for extra in valid.get("extras") or []
            if not extra.get("deleted")]  # fmt: skip
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None and "extras" in data:
        errors["extras_validation"] = [call.say('Duplicate key "%s"', twice)]
    _demand_addresses(call, valid, errors)
    profiles.demand(call, valid, errors)
    if "tags" in errors:
        errors["tags"] = _flat(errors["tags"])
    if errors:
        lessons.on_refusal(call, data, errors)
        raise Invalid(errors)
    return valid


def _demand_addresses(call: Call, data: dict[str, Any], errors: dict[str, Any]) -> None:
    """Refuse a resource without an address. CKAN 2.11 breaks down here, with a status 500."""
    resources = data.get("resources") or []
    absent = [{} if "url" in row else {"url": [call.say("Missing value")]} for row in resources]
    if any(absent):
        told = errors.get("resources") or [{} for _ in absent]
        errors["resources"] = [{**one, **other} for one, other in zip(told, absent, strict=True)]


def _flat(errors: list[dict[str, Any]]) -> list[Any]:
    """Return the errors of keywords as CKAN tells them: sentences, not records."""
    return [", ".join(error["name"]) if "name" in error else error for error in errors if error]
