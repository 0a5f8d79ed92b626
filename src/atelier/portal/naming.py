"""The rules of names, keywords, addresses and passwords."""

import re
from typing import Any

from atelier.portal.validation import MISSING, Bad, Place

NAME = re.compile(r"[a-z0-9_\-]*\Z")
TAG = re.compile(r"[\w \-.]*\Z")
EMAIL = re.compile(
    r"(?!\.)(?!.*\.\Z)(?!.*\.\.)[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9]"
    r"(?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\Z"
)
LONGEST_NAME = 100


def name(place: Place, value: Any) -> Any:
    """Demand what can stand in an address: small letters, digits, - and _."""
    if not isinstance(value, str):
        raise Bad("Names must be strings")
    if value in {"new", "edit", "search"}:
        raise Bad("That name cannot be used")
    if len(value) < 2:
        raise Bad("Must be at least %s characters long", 2)
    if len(value) > LONGEST_NAME:
        raise Bad("Name must be a maximum of %i characters long", LONGEST_NAME)
    if not NAME.match(value):
        raise Bad("Must be purely lowercase alphanumeric (ascii) characters and these symbols: -_")
    return value


def version(place: Place, value: Any) -> Any:
    """Demand a version that is not a novel."""
    if len(value) > LONGEST_NAME:
        raise Bad("Version must be a maximum of %i characters long", LONGEST_NAME)
    return value


def email(place: Place, value: Any) -> Any:
    """Demand an address that looks like one."""
    if value and not EMAIL.match(value):
        raise Bad("Email %s is not a valid format", value)
    return value


def tag_length(place: Place, value: Any) -> Any:
    """Demand a keyword of 2 to 100 characters."""
    if len(value) < 2:
        raise Bad('Tag "%s" length is less than minimum %s', value, 2)
    if len(value) > 100:
        raise Bad('Tag "%s" length is more than maximum %i', value, 100)
    return value


def tag_characters(place: Place, value: Any) -> Any:
    """Demand letters, digits, spaces and - _ . in a keyword: no apostrophe, no &."""
    if not TAG.match(value):
        raise Bad(
            'Tag "%s" can only contain alphanumeric characters, spaces (" "), hyphens ("-"), '
            'underscores ("_") or dots (".")',
            value,
        )
    return value


def no_link(place: Place, value: Any) -> Any:
    """Refuse links in what someone says of themselves."""
    if isinstance(value, str) and ("http://" in value or "https://" in value):
        raise Bad("Edit not allowed as it looks like spam. Please avoid links in your description.")
    return value


def password(place: Place, value: Any) -> Any:
    """Demand a password of eight characters."""
    if value is MISSING or value == "":
        return value
    if not isinstance(value, str):
        place.note("Passwords must be strings")
    elif len(value) < 8:
        place.note("Your password must be 8 characters or longer")
    return value


def password_given(place: Place, value: Any) -> Any:
    """Demand a password."""
    if not value:
        place.note("Missing value")
    return value
