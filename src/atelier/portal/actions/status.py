"""The portal itself: its name and version, its licences, the help of an action."""

from typing import Any

from atelier.portal.call import Call, find, reading
from atelier.portal.errors import NotFound, UnknownAction
from atelier.portal.profiles import licenses

VERSION = "2.11.5"
"""The CKAN whose behaviour this portal has."""


@reading
def status_show(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Return what the portal says of itself: title, address, version.

    :rtype: dictionary
    """
    return {
        "site_title": call.portal.site_title,
        "site_description": "",
        "site_url": call.portal.site_url,
        "error_emails_to": "",
        "locale_default": "en",
        "extensions": ["text_view", "image_view"],
        "ckan_version": VERSION,
    }


@reading
def license_list(call: Call, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the licences that the portal knows.

    :rtype: list of dictionaries
    """
    known = licenses(call.portal.profile).values()
    return [{**record, "title": call.say(record["title"])} for record in known]


@reading
def help_show(call: Call, data: dict[str, Any]) -> str:
    """Return the help text of an action.

    :param name: the name of the action
    :type name: string

    :rtype: string
    """
    try:
        return find(call.need(data, "name")).help
    except (UnknownAction, TypeError):
        raise NotFound("Action function not found") from None
