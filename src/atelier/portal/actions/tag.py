"""Keywords."""

from typing import Any

from atelier.portal import dictize, records
from atelier.portal.call import Call, reading
from atelier.portal.errors import Invalid, NotFound


@reading
def tag_list(call: Call, data: dict[str, Any]) -> list[Any]:
    """Return the keywords in use.

    :param query: a part of the keyword
    :type query: string
    :param all_fields: whether to return records instead of words
    :type all_fields: boolean

    :rtype: list of strings
    """
    if data.get("vocabulary_id"):
        raise NotFound(f"could not find vocabulary '{data['vocabulary_id']}'")
    tags = _search(call, data) if data.get("query") or data.get("q") else _used(call)
    if call.flag(data, "all_fields"):
        return [_shown(tag) for tag in tags]
    return [tag["name"] for tag in tags]


@reading
def tag_show(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Return a keyword.

    :param id: the id of the keyword, or the keyword itself
    :type id: string
    :param include_datasets: whether to return the datasets that have it
    :type include_datasets: boolean

    :rtype: dictionary
    """
    reference = call.need(data, "id")
    wants_datasets = call.flag(data, "include_datasets")
    tag = None if data.get("vocabulary_id") else records.tag(call, reference)
    if tag is None:
        raise NotFound
    record = _shown(tag)
    if wants_datasets:
        record["packages"] = [
            dictize.raw_package(call, records.package(call, package["id"]) or {})
            for package in call.portal.index.public_datasets(call)
            if tag["name"] in [word["name"] for word in package["tags"]]
        ]
    return record


@reading
def tag_search(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Search keywords.

    :param query: a part of the keyword
    :type query: string

    :returns: a record with `count` and `results`
    :rtype: dictionary
    """
    tags = _search(call, {**data, "limit": None, "offset": None})
    page = _search(call, data)
    return {
        "count": len(tags),
        "results": [{"id": t["id"], "name": t["name"], "vocabulary_id": None} for t in page],
    }


@reading
def tag_autocomplete(call: Call, data: dict[str, Any]) -> list[str]:
    """Return the keywords that contain a text.

    :param query: the text
    :type query: string
    :param limit: how many to return at most
    :type limit: int

    :rtype: list of strings
    """
    return [tag["name"] for tag in _search(call, data)]


def _shown(tag: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": tag["id"],
        "name": tag["name"],
        "vocabulary_id": None,
        "display_name": tag["name"],
    }


def _used(call: Call) -> list[dict[str, Any]]:
    return call.store.all(
        "SELECT * FROM tag WHERE id IN (SELECT tag_id FROM package_tag) ORDER BY name"
    )


def _search(call: Call, data: dict[str, Any]) -> list[dict[str, Any]]:
    given = data.get("query") or data.get("q") or []
    given = [given] if isinstance(given, str) else given
    if not isinstance(given, list) or not all(isinstance(term, str) for term in given):
        raise Invalid({"query": [call.say("Not a string")]})
    terms = [term.strip().lower() for term in given if term.strip()]
    if not terms:
        return []
    found = [tag for tag in _used(call) if all(term in tag["name"].lower() for term in terms)]
    start = _number(call, data, "offset") or 0
    limit = _number(call, data, "limit")
    return found[start : None if limit is None else start + limit]


def _number(call: Call, data: dict[str, Any], key: str) -> int | None:
    value = data.get(key)
    if value is None or value == "":
        return None
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        raise Invalid({key: [call.say("Invalid integer")]}) from None
    if number < 0:
        raise Invalid({key: [call.say("Must be a natural number")]})
    return number
