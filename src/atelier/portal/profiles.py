"""What a portal demands on top of CKAN: `coeur` nothing, `hdx` what HDX demands."""

import re
from typing import Any

from atelier.portal.call import Call

PROFILES = ("coeur", "hdx")

HDX_LICENSES = (
    "cc-by-igo", "cc-by", "cc-by-sa", "hdx-odc-odbl", "hdx-odc-by", "hdx-pddl", "other-pd-nr",
    "hdx-multi", "hdx-other",
)  # fmt: skip

HDX_FIELDS = (
    "notes", "license_id", "maintainer", "dataset_source", "dataset_date", "methodology",
    "data_update_frequency",
)  # fmt: skip
"""What HDX demands of a dataset, besides a place. Fields that CKAN does not have are extras here."""

HDX_RESOURCE_FIELDS = ("name", "format", "url")

HDX_TAGS = frozenset(
    {
        "administrative boundaries-divisions", "agriculture-livestock", "climate-weather",
        "development", "disease", "drought", "economics", "education", "education facilities-schools",
        "elections", "environment", "facilities-infrastructure", "food prices", "food security",
        "geodata", "gender", "governance and civil society", "hazards and risk", "health",
        "health facilities", "indicators", "malnutrition", "populated places-settlements",
        "population", "poverty", "socioeconomics", "transportation", "water sanitation and hygiene",
    }
)  # fmt: skip
"""A part of HDX's list of keywords, enough to train with."""

_DATE = re.compile(r"\[\d{4}-\d\d-\d\d(T[\d:]+)? TO (\*|\d{4}-\d\d-\d\d(T[\d:]+)?)\]\Z")


HDX_OWN_FIELDS = (
    "dataset_source", "dataset_date", "methodology", "data_update_frequency", "caveats",
)  # fmt: skip
"""Fields that HDX adds to CKAN's: kept among the extras, shown among the fields."""


def lowered(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a dataset with the profile's own fields put among the extras."""
    if call.portal.profile != "hdx":
        return data
    own = {key: data[key] for key in HDX_OWN_FIELDS if data.get(key) is not None}
    extras = data.get("extras", [])
    if not own or not isinstance(extras, list):
        return data
    rest = {key: value for key, value in data.items() if key not in HDX_OWN_FIELDS}
    more = [{"key": key, "value": value} for key, value in own.items()]
    return {**rest, "extras": [*extras, *more]}


def raised(profile: str, record: dict[str, Any]) -> dict[str, Any]:
    """Return a dataset as the profile shows it: its own fields among the others."""
    if profile != "hdx":
        return record
    own = {e["key"]: e["value"] for e in record["extras"] if e["key"] in HDX_OWN_FIELDS}
    extras = [extra for extra in record["extras"] if extra["key"] not in own]
    return {**record, "extras": extras, **own}


def demand(call: Call, data: dict[str, Any], errors: dict[str, Any]) -> None:
    """Add to the errors of a dataset what the portal's profile misses in it."""
    if call.portal.profile == "hdx":
        _hdx(call, data, errors)


def _hdx(call: Call, data: dict[str, Any], errors: dict[str, Any]) -> None:
    extras = {extra.get("key"): extra.get("value") for extra in data.get("extras") or []}

    def add(field: str, message: str) -> None:
        errors.setdefault(field, []).append(call.say(message))

    for field in HDX_FIELDS:
        if not (data.get(field) or extras.get(field)):
            add(field, "Missing value")
    if not (data.get("groups") or extras.get("location")):
        add("groups", "Missing value")
    licence = data.get("license_id")
    if licence and licence not in HDX_LICENSES:
        add("license_id", f"Value must be one of {', '.join(HDX_LICENSES)}")
    date = extras.get("dataset_date")
    if date and not _DATE.match(str(date)):
        add("dataset_date", "Date must be a range: [2024-01-01 TO 2024-12-31]")
    unknown = [tag["name"] for tag in data.get("tags") or [] if tag.get("name")]
    unknown = [name for name in unknown if name not in HDX_TAGS]
    if unknown and "tags" not in errors:
        errors["tags"] = [
            {"name": [f'Tag "{name}" is not in the list of approved tags']} for name in unknown
        ]
    _hdx_resources(call, data, errors)


def _hdx_resources(call: Call, data: dict[str, Any], errors: dict[str, Any]) -> None:
    resources = data.get("resources") or []
    absent = [
        {f: [call.say("Missing value")] for f in HDX_RESOURCE_FIELDS if not resource.get(f)}
        for resource in resources
    ]
    if any(absent):
        told = errors.get("resources") or [{} for _ in absent]
        errors["resources"] = [{**one, **other} for one, other in zip(told, absent, strict=True)]
