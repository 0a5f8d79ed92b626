"""Creating, changing and deleting resources: the files and links of a dataset."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from atelier.portal import auth, lessons, records
from atelier.portal.call import Call, reading, writing
from atelier.portal.errors import Invalid, NotFound
from atelier.portal.schema import RESOURCE_FIELDS
from atelier.portal.schema_queries import RESOURCE_SEARCH
from atelier.portal.validation import validate


@writing
def resource_create(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Add a resource to a dataset: a file in `upload`, or the address of one in `url`.

    :param package_id: the id or the name of the dataset
    :type package_id: string
    :param url: the address of the resource
    :type url: string
    :param upload: the file, sent as multipart/form-data
    :type upload: file
    :param name: what people read
    :type name: string
    :param format: CSV, JSON… (if absent, guessed from the address)
    :type format: string
    :param description: what the resource is
    :type description: string

    :returns: the new resource
    :rtype: dictionary
    """
    reference = call.need(data, "package_id")
    data = {**data, "url": data.get("url") or ""}
    package = call.act("package_show", {"id": reference})
    if not auth.may_update_package(call, package):
        auth.deny(
            call,
            "User %s not authorized to create resources on dataset %s",
            call.name,
            reference,
        )
    lessons.on_resource(call, package["id"], data)
    package["resources"].append(data)
    with _errors_of(-1):
        package = call.act("package_update", package)
    return package["resources"][-1]


@writing
def resource_update(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Replace a resource: its description, its own fields and its file or address.

    :param id: the id of the resource
    :type id: string

    All other parameters are those of `resource_create`.

    :returns: the resource as it is now
    :rtype: dictionary
    """
    resource_id = call.need(data, "id")
    data = {**data, "url": data.get("url") or ""}
    resource = records.resource(call, resource_id)
    if resource is None:
        raise NotFound("Resource was not found.")
    auth.check_resource(call, resource, "edit")
    package = call.act("package_show", {"id": resource["package_id"]})
    ids = [row["id"] for row in package["resources"]]
    if resource_id not in ids:
        raise NotFound(call.say("Resource was not found."))
    lessons.on_resource(call, package["id"], data)
    package["resources"][ids.index(resource_id)] = data
    with _errors_of(ids.index(resource_id)):
        call.act("package_update", package)
    return call.act("resource_show", {"id": resource_id}, ignore_auth=True)


@writing
def resource_patch(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Change some fields of a resource and keep the others.

    :param id: the id of the resource
    :type id: string

    All other parameters are those of `resource_create`.

    :returns: the resource as it is now
    :rtype: dictionary
    """
    if not call.sysadmin:
        resource = records.resource(call, auth.named(data, "Resource"))
        if resource is None:
            raise NotFound
        auth.check_resource(call, resource, "edit")
    before = call.act("resource_show", {"id": call.need(data, "id")})
    return call.act("resource_update", {**before, **data})


@writing
def resource_delete(call: Call, data: dict[str, Any]) -> None:
    """Take a resource out of its dataset.

    :param id: the id of the resource
    :type id: string
    """
    reference = call.need(data, "id")
    resource = records.resource(call, reference)
    if resource is None:
        raise NotFound
    auth.check_resource(call, resource, "delete")
    package = call.act("package_show", {"id": resource["package_id"]})
    package["resources"] = [row for row in package["resources"] if row["id"] != reference]
    with _errors_of(-1):
        call.act("package_update", package)


@contextmanager
def _errors_of(position: int) -> Iterator[None]:
    """Tell the errors of one resource as if it were alone."""
    try:
        yield
    except Invalid as error:
        rows = error.errors.get("resources")
        if not rows or position >= len(rows):
            raise
        raise Invalid(dict(rows[position])) from None


@reading
def resource_search(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Search the resources of public datasets.

    :param query: one or several `field:term`
    :type query: string or list of strings
    :param order_by: a field
    :type order_by: string
    :param offset: how many to skip
    :type offset: int
    :param limit: how many to return at most
    :type limit: int

    :returns: a record with `count` and `results`
    :rtype: dictionary
    """
    valid = validate(call, data, RESOURCE_SEARCH)
    if valid.get("query") is None:
        raise Invalid({"query": call.say("Missing value")})
    terms = _terms(call, valid["query"])
    found = [
        resource
        for package in call.portal.index.public_datasets(call)
        for resource in package["resources"]
        if all(_matches(resource.get(field), field, term) for field, term in terms)
    ]
    order = valid.get("order_by")
    if order in RESOURCE_FIELDS:
        found.sort(key=lambda resource: str(resource.get(order) or ""))
    else:
        found.sort(key=lambda resource: resource["position"])
    start = valid.get("offset") or 0
    end = start + valid["limit"] if valid.get("limit") is not None else None
    return {"count": len(found), "results": found[start:end]}


def _terms(call: Call, query: Any) -> list[tuple[str, str]]:
    texts = [query] if isinstance(query, str) else query
    if not isinstance(texts, list) or not all(
        isinstance(text, str) and ":" in text for text in texts
    ):
        raise Invalid({"query": call.say("Must be <field>:<value> pair(s)")})
    terms = [tuple(text.split(":", 1)) for text in texts]
    for field, _ in terms:
        if field not in RESOURCE_FIELDS:
            message = f'Field "{field}" not recognised in resource_search.'
            raise Invalid({"query": message})
    return terms  # type: ignore[return-value]


def _matches(value: Any, field: str, term: str) -> bool:
    if field in {"size", "created", "last_modified", "metadata_modified", "cache_last_updated"}:
        return str(value) == term
    if field == "hash":
        return str(value or "").lower().startswith(term.lower())
    return term.lower() in str(value or "").lower()
