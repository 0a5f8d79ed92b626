"""What a portal demands on top of CKAN: `coeur` nothing, `hdx` what HDX demands."""

import re
from typing import Any

from atelier.portal.call import Call
from atelier.portal.licenses import LICENSES

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
    [
        "administrative boundaries-divisions",
        "affected population",
        "agriculture-livestock",
        "baseline population",
        "births",
        "census",
        "children",
        "climate hazards",
        "climate-weather",
        "conflict-violence",
        "demographics",
        "development",
        "disability",
        "disease",
        "displacement",
        "drought",
        "economics",
        "education",
        "education facilities-schools",
        "employment",
        "energy",
        "environment",
        "epidemics-outbreaks",
        "facilities-infrastructure",
        "flooding-storm surge",
        "food security",
        "funding",
        "gazetteer",
        "gender",
        "geodata",
        "governance and civil society",
        "gross domestic product-gdp",
        "hazards and risk",
        "health",
        "health facilities",
        "human rights",
        "hydrology",
        "indicators",
        "internally displaced persons-idp",
        "languages",
        "literacy",
        "livelihoods",
        "malaria",
        "malnutrition",
        "markets",
        "migration",
        "mortality",
        "nutrition",
        "openstreetmap",
        "populated places-settlements",
        "population",
        "poverty",
        "protection",
        "refugees",
        "returnees",
        "rivers",
        "roads",
        "rural",
        "sanitation",
        "services",
        "socioeconomics",
        "survey",
        "sustainable development goals-sdg",
        "trade",
        "transportation",
        "urban",
        "vaccination-immunization",
        "water points",
        "water sanitation and hygiene-wash",
        "waterbodies",
        "who is doing what and where-3w-4w-5w",
        "women",
        "youth",
    ]
)
"""A part of HDX's list of keywords, enough to train with: names as the tests of OCHA's own client
(hdx-python-api, `tests/hdx/data/test_vocabulary.py`) have them from the portal."""

HDX_VOCABULARY = "b891512e-9516-4bf5-962a-7a289772a2a1"
"""The id of that list, which HDX's clients put beside each keyword."""

_DATE = re.compile(r"\[\d{4}-\d\d-\d\d(T[\d:]+)? TO (\*|\d{4}-\d\d-\d\d(T[\d:]+)?)\]\Z")


HDX_OWN_FIELDS = (
    "dataset_source", "dataset_date", "methodology", "methodology_other", "data_update_frequency",
    "caveats", "subnational",
)  # fmt: skip
"""Fields that HDX adds to CKAN's: kept among the extras, shown among the fields."""


def licenses(profile: str) -> dict[str, dict[str, Any]]:
    """Return the licences that a portal of a profile knows; of HDX's own, the id is all we tell."""
    if profile != "hdx":
        return LICENSES
    return {id_: LICENSES.get(id_) or {"id": id_, "title": id_, "url": ""} for id_ in HDX_LICENSES}


def lowered(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a dataset with the profile's own fields put among the extras."""
    if call.portal.profile != "hdx":
        return data
    own = {key: data[key] for key in HDX_OWN_FIELDS if data.get(key) is not None}
    extras = data.get("extras", [])
    data = {**data, "tags": _free(data["tags"])} if "tags" in data else data
    if not own or not isinstance(extras, list):
        return data
    rest = {key: value for key, value in data.items() if key not in HDX_OWN_FIELDS}
    more = [{"key": key, "value": value} for key, value in own.items()]
    return {**rest, "extras": [*extras, *more]}


def _free(tags: Any) -> Any:
    """Return keywords without the id of HDX's list: here it is the portal that knows the list."""
    if not isinstance(tags, list) or not all(isinstance(tag, dict) for tag in tags):
        return tags
    return [
        {k: v for k, v in tag.items() if (k, v) != ("vocabulary_id", HDX_VOCABULARY)}
        for tag in tags
    ]


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
