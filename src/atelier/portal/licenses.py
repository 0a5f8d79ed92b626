"""The fifteen licences of CKAN's register. The Licence Ouverte (`etalab-2.0`) is not one of them."""

from typing import Any

_ROWS = [
    # id, title, url, open?, for data?, for content?, a family of licences?
    ("notspecified", "License not specified", "", False, False, False, True),
    (
        "odc-pddl",
        "Open Data Commons Public Domain Dedication and License (PDDL)",
        "http://www.opendefinition.org/licenses/odc-pddl",
        True,
        True,
        False,
        False,
    ),
    (
        "odc-odbl",
        "Open Data Commons Open Database License (ODbL)",
        "http://www.opendefinition.org/licenses/odc-odbl",
        True,
        True,
        False,
        False,
    ),
    (
        "odc-by",
        "Open Data Commons Attribution License",
        "http://www.opendefinition.org/licenses/odc-by",
        True,
        True,
        False,
        False,
    ),
    (
        "cc-zero",
        "Creative Commons CCZero",
        "http://www.opendefinition.org/licenses/cc-zero",
        True,
        True,
        True,
        False,
    ),
    (
        "cc-by",
        "Creative Commons Attribution",
        "http://www.opendefinition.org/licenses/cc-by",
        True,
        False,
        False,
        False,
    ),
    (
        "cc-by-sa",
        "Creative Commons Attribution Share-Alike",
        "http://www.opendefinition.org/licenses/cc-by-sa",
        True,
        False,
        True,
        False,
    ),
    (
        "gfdl",
        "GNU Free Documentation License",
        "http://www.opendefinition.org/licenses/gfdl",
        True,
        False,
        True,
        False,
    ),
    ("other-open", "Other (Open)", "", True, False, True, True),
    ("other-pd", "Other (Public Domain)", "", True, False, True, True),
    ("other-at", "Other (Attribution)", "", True, False, True, True),
    (
        "uk-ogl",
        "UK Open Government Licence (OGL)",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        True,
        False,
        True,
        False,
    ),
    (
        "cc-nc",
        "Creative Commons Non-Commercial (Any)",
        "http://creativecommons.org/licenses/by-nc/2.0/",
        False,
        False,
        False,
        False,
    ),
    ("other-nc", "Other (Non-Commercial)", "", False, False, False, True),
    ("other-closed", "Other (Not Open)", "", False, False, False, True),
]


def _record(
    id_: str, title: str, url: str, is_open: bool, data: bool, content: bool, generic: bool
) -> dict[str, Any]:
    return {
        "domain_content": str(content),
        "id": id_,
        "domain_data": str(data),
        "domain_software": "False",
        "family": "",
        "is_generic": str(generic),
        "od_conformance": "approved" if is_open else "not reviewed",
        "osd_conformance": "not reviewed",
        "maintainer": "",
        "status": "active",
        "url": url,
        "title": title,
    }


LICENSES = {row[0]: _record(*row) for row in _ROWS}
"""Identifier → what `license_list` says of it."""


def is_open(license_id: str | None) -> bool:
    """Tell whether a licence is known as an open one."""
    return bool(license_id) and LICENSES.get(license_id, {}).get("od_conformance") == "approved"
