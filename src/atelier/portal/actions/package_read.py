"""Reading datasets."""

from typing import Any

from atelier.portal import auth, dictize, records
from atelier.portal.call import Call, reading
from atelier.portal.errors import NotFound
from atelier.portal.schema_queries import PAGES, PAGES_OR_PAGE
from atelier.portal.validation import validate


@reading
def package_list(call: Call, data: dict[str, Any]) -> list[str]:
    """Return the names of the public datasets.

    :param limit: how many names to return at most
    :type limit: int
    :param offset: how many names to skip
    :type offset: int

    :rtype: list of strings
    """
    page = validate(call, data, PAGES)
    return call.store.column(
        "SELECT name FROM package WHERE state = 'active' AND NOT private ORDER BY name"
        " LIMIT ? OFFSET ?",
        page.get("limit") or -1,
        page.get("offset") or 0,
    )


@reading
def current_package_list_with_resources(call: Call, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return whole datasets, the last changed first.

    :param limit: how many to return at most
    :type limit: int
    :param offset: how many to skip
    :type offset: int
    :param page: which page to return, from 1 (use `offset` instead)
    :type page: int

    :rtype: list of dictionaries
    """
    page = validate(call, data, PAGES_OR_PAGE)
    offset = page.get("offset", 0)
    if "offset" not in page and page.get("page") and page.get("limit"):
        offset = (page["page"] - 1) * page["limit"]
    query = {"q": "", "start": offset, "include_private": call.sysadmin}
    if page.get("limit") is not None:
        query["rows"] = page["limit"]
    return call.act("package_search", query)["results"]


@reading
def package_show(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Return a dataset and its resources.

    :param id: the id or the name of the dataset
    :type id: string

    :rtype: dictionary
    """
    package = records.package(call, data.get("id") or call.need(data, "name_or_id"))
    if package is None:
        raise NotFound
    if not (call.ignore_auth or call.sysadmin):
        auth.named(data, "Package")
    auth.check_read_package(call, package)
    if call.flag(data, "use_default_schema"):
        return dictize.raw_package(call, package)
    return call.portal.index.dataset(call, package["id"])


@reading
def resource_show(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Return a resource.

    :param id: the id of the resource
    :type id: string

    :rtype: dictionary
    """
    resource = records.resource(call, call.need(data, "id"))
    if resource is None:
        raise NotFound
    package = call.store.one("SELECT * FROM package WHERE id = ?", resource["package_id"])
    if not auth.may_read_package(call, package or {}):
        auth.deny(call, "User %s not authorized to read resource %s", call.name, resource["id"])
    for record in call.portal.index.dataset(call, resource["package_id"])["resources"]:
        if record["id"] == data["id"]:
            return record
    raise NotFound(call.say("Resource was not found."))


@reading
def resource_view_list(call: Call, data: dict[str, Any]) -> list[Any]:
    """Return the views of a resource: this portal has none.

    :param id: the id of the resource
    :type id: string

    :rtype: list of dictionaries
    """
    resource_show(call, {"id": call.need(data, "id")})
    return []
