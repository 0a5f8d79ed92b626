"""The rules that fields obey, with CKAN's messages. Each takes the place and the value."""

import json
import re
import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlparse

from atelier.portal.files import Upload
from atelier.portal.formats import mimetype_of, unified_format
from atelier.portal.validation import MISSING, Bad, Drop, Place, Stop, Validator

LONGEST_INTEGER = 2**63 - 1
"""What a database keeps as a number."""


def ignore(place: Place, value: Any) -> Any:
    """Leave the field out, whatever it holds."""
    raise Drop


def ignore_missing(place: Place, value: Any) -> Any:
    """Ask nothing of a field that is not given, or given as null."""
    if value is MISSING or value is None:
        raise Drop
    return value


def ignore_empty(place: Place, value: Any) -> Any:
    """Ask nothing of a field that is empty."""
    if not value:
        raise Drop
    return value


def not_missing(place: Place, value: Any) -> Any:
    """Demand that the field be given, even empty."""
    if value is MISSING:
        place.note("Missing value")
        raise Stop
    return value


def not_empty(place: Place, value: Any) -> Any:
    """Demand that the field hold something; zero and false are something."""
    if value is MISSING or (not value and not (value is False or value in (0, 0.0))):
        place.note("Missing value")
        raise Stop
    return value


def empty(place: Place, value: Any) -> Any:
    """Demand that the field not be given."""
    if value:
        place.note("The input field %s was not expected.", place.key)
    raise Drop


def default(otherwise: Any) -> Validator:
    """Take another value for a field that is empty."""

    def rule(place: Place, value: Any) -> Any:
        return otherwise if value is MISSING or value is None or value == "" else value

    return rule


def same_as_if_empty(other: str) -> Validator:
    """Take the value of another field of the record."""

    def rule(place: Place, value: Any) -> Any:
        return value or place.record.get(other, MISSING)

    return rule


def text(place: Place, value: Any) -> str:
    """Turn any value into text; lists and records become JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, Upload):
        return value.filename
    if value is MISSING or value is None:
        return ""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def strip(place: Place, value: Any) -> Any:
    """Remove the white space around a text."""
    return value.strip() if isinstance(value, str) else value


def integer(place: Place, value: Any) -> int | None:
    """Read a whole number, which may come as text."""
    if isinstance(value, str) and not value.strip():
        return None
    try:
        number = int(value)
        if isinstance(value, float) and number != value:
            raise Bad("Invalid integer")
    except (TypeError, ValueError, OverflowError):
        raise Bad("Invalid integer") from None
    if abs(number) > LONGEST_INTEGER:
        raise Bad("Invalid integer")
    return number


def natural(place: Place, value: Any) -> int:
    """Read a whole number that is not negative."""
    number = integer(place, value)
    if number is None:
        raise Bad("Invalid integer")
    if number < 0:
        raise Bad("Must be a natural number")
    return number


def positive(place: Place, value: Any) -> int:
    """Read a whole number above zero."""
    number = integer(place, value)
    if number is None:
        raise Bad("Invalid integer")
    if number < 1:
        raise Bad("Must be a positive integer")
    return number


def at_most(limit: int) -> Validator:
    """Bring a number down to a limit."""

    def rule(place: Place, value: Any) -> int:
        try:
            return min(int(value), limit)
        except (TypeError, ValueError, OverflowError):
            raise Bad("Please enter an integer value") from None

    return rule


def boolean(place: Place, value: Any) -> bool:
    """Read a yes or no. Any text but a few English words means no, « oui » included."""
    if value is MISSING or value is None:
        return False
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise Bad("Must be a boolean")
    return value.lower() in {"true", "yes", "t", "y", "1"}


def date(place: Place, value: Any) -> str | None:
    """Read a date, or a date and a time."""
    if value == "":
        return None
    if not isinstance(value, str):
        raise Bad("Date format incorrect")
    try:
        return datetime.fromisoformat(value).isoformat()
    except ValueError:
        pass
    numbers = re.split(r"[^\d]+", value, maxsplit=6)
    try:
        moment = datetime(*[int(number) for number in numbers[:6]])
        if len(numbers) == 7:
            moment = moment.replace(microsecond=int((numbers[6] + "00000")[:6]))
    except (TypeError, ValueError, OverflowError):
        raise Bad("Date format incorrect") from None
    return moment.isoformat()


def identifier(place: Place, value: Any) -> Any:
    """Demand a UUID."""
    try:
        uuid.UUID(value)
    except (TypeError, ValueError, AttributeError):
        raise Bad("Invalid id provided") from None
    return value


def format_if_empty(place: Place, value: Any) -> Any:
    """Guess the format of a new resource from the end of its address."""
    url = place.record.get("url") or ""
    if value or place.record.get("id") or not url:
        return value
    try:
        parts = urlparse(url)
    except ValueError:
        return value
    if parts.scheme and not parts.path:
        return value
    return mimetype_of(url) or value


def clean_format(place: Place, value: Any) -> Any:
    """Write a known format as the register does: `csv` becomes `CSV`."""
    return unified_format(value) if isinstance(value, str) else value


def list_of_text(place: Place, value: Any) -> Any:
    """Demand a list of texts."""
    if not isinstance(value, list):
        raise Bad("Not a list")
    for item in value:
        if not isinstance(item, str):
            raise Bad(f"{place.call.say('Not a string')}: {item}")
    return value


def json_if_text(place: Place, value: Any) -> Any:
    """Read a text as JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise Bad("Could not parse as valid JSON") from None


def list_if_text(place: Place, value: Any) -> Any:
    """Put a lone text into a list."""
    return [value] if isinstance(value, str) else value


def only_sysadmin(place: Place, value: Any) -> Any:
    """Leave the field out unless an administrator of the whole portal gives it."""
    if not (place.call.ignore_auth or place.call.sysadmin):
        raise Drop
    return value


def empty_unless_sysadmin(place: Place, value: Any) -> Any:
    """Refuse the field unless an administrator of the whole portal gives it."""
    if place.call.ignore_auth or place.call.sysadmin:
        return value
    return empty(place, value)


def key_not_a_field(place: Place, value: Any) -> Any:
    """Refuse an extra whose name is that of a field."""
    if value in place.root_names:
        raise Bad("There is a schema field with the same name")
    return value
