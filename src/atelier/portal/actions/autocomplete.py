"""Names that begin or contain what someone types."""

from typing import Any

from atelier.portal.call import Call, reading
from atelier.portal.munge import ascii_text
from atelier.portal.schema_queries import AUTOCOMPLETE
from atelier.portal.validation import validate


@reading
def package_autocomplete(call: Call, data: dict[str, Any]) -> list[dict[str, str]]:
    """Return the datasets whose name or title contains a text.

    :param q: the text
    :type q: string
    :param limit: how many to return at most
    :type limit: int

    :rtype: list of dictionaries
    """
    valid = validate(call, data, AUTOCOMPLETE)
    text = valid["q"].lower()
    found = []
    for package in call.portal.index.readable_datasets(call):
        name, title = package["name"], package["title"]
        if text in name:
            shown = {"match_field": "name", "match_displayed": name}
        elif ascii_text(text) in ascii_text(title.lower()):
            shown = {"match_field": "title", "match_displayed": f"{title} ({name})"}
        else:
            continue
        found.append({"name": name, "title": title, **shown})
    return found[: valid.get("limit", 10)]


@reading
def format_autocomplete(call: Call, data: dict[str, Any]) -> list[str]:
    """Return the formats that contain a text, the most used first.

    :param q: the text
    :type q: string
    :param limit: how many to return at most
    :type limit: int

    :rtype: list of strings
    """
    valid = validate(call, data, AUTOCOMPLETE)
    formats = call.store.column(
        "SELECT json_extract(doc, '$.format') AS format FROM resource WHERE state = 'active'"
        " AND instr(lower(format), lower(?)) GROUP BY format ORDER BY count(*) DESC LIMIT ?",
        valid["q"],
        valid.get("limit", 5),
    )
    return [name.lower() for name in formats]


@reading
def organization_autocomplete(call: Call, data: dict[str, Any]) -> list[dict[str, str]]:
    """Return the organisations whose name or title contains a text.

    :param q: the text
    :type q: string
    :param limit: how many to return at most
    :type limit: int

    :rtype: list of dictionaries
    """
    return _groups(call, data, organizations=True)


@reading
def group_autocomplete(call: Call, data: dict[str, Any]) -> list[dict[str, str]]:
    """Return the groups whose name or title contains a text.

    :param q: the text
    :type q: string
    :param limit: how many to return at most
    :type limit: int

    :rtype: list of dictionaries
    """
    return _groups(call, data, organizations=False)


def _groups(call: Call, data: dict[str, Any], organizations: bool) -> list[dict[str, str]]:
    valid = validate(call, data, AUTOCOMPLETE)
    text = valid["q"].lower()
    groups = call.store.all(
        "SELECT * FROM grp WHERE is_organization = ? AND state = 'active' ORDER BY name",
        int(organizations),
    )
    shown = [
        {"id": group["id"], "name": group["name"], "title": group["doc"]["title"]}
        for group in groups
        if text in group["name"] or text in group["doc"]["title"].lower()
    ]
    return shown[: valid.get("limit", 20)]
