"""The fields of CKAN's index, as the stand-in for Solr sees them: which are words, which are copied.

Follows the schema of CKAN 2.11 in plain terms. There is no stemming: `centre` does not find
`centres` here, as it would with Solr.
"""

import re
import unicodedata
from typing import Any

# Fields of words; any other field holds whole strings.
WORDS = frozenset(
    [
        "title",
        "notes",
        "author",
        "author_email",
        "maintainer",
        "maintainer_email",
        "res_name",
        "res_description",
        "text",
        "urls",
    ]
)
# What the field `text`, which a search without a field looks into, gathers.
GATHERED = [
    "url",
    "ckan_url",
    "download_url",
    "res_url",
    "name",
    "title",
    "license",
    "notes",
    "tags",
    "groups",
    "organization",
    "res_name",
    "res_description",
    "maintainer",
    "author",
]
GATHERED_PREFIXES = ("extras_", "res_extras_", "vocab_")
DATES = frozenset({"metadata_created", "metadata_modified", "indexed_ts"})
# Declared fields that a document gives back; those that only the catch-all declares stay inside.
STORED = frozenset(
    [
        "index_id",
        "id",
        "site_id",
        "title",
        "entity_type",
        "dataset_type",
        "state",
        "name",
        "revision_id",
        "version",
        "url",
        "ckan_url",
        "download_url",
        "notes",
        "author",
        "author_email",
        "maintainer",
        "maintainer_email",
        "license",
        "license_id",
        "tags",
        "groups",
        "organization",
        "capacity",
        "res_name",
        "res_description",
        "res_format",
        "res_url",
        "res_type",
        "metadata_created",
        "metadata_modified",
        "indexed_ts",
        "data_dict",
        "validated_data_dict",
    ]
)
MULTIVALUED = frozenset(
    [
        "tags",
        "groups",
        "permission_labels",
        "res_name",
        "res_description",
        "res_format",
        "res_url",
        "res_type",
        "text",
    ]
)
Document = dict[str, Any]

PARTS = re.compile(r"[^\W\d_]+|\d+")
CASE_CHANGE = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")


def is_words(field: str) -> bool:
    """Whether a field is split into words."""
    return field in WORDS or field.startswith(("extras_", "res_extras_"))


def is_date(field: str) -> bool:
    """Whether a field holds a date."""
    return field in DATES or field.endswith("_date")


def is_stored(field: str) -> bool:
    """Whether an answer may hold the field."""
    return field in STORED or field.startswith(GATHERED_PREFIXES) or field.endswith("_date")


def values(document: Document, field: str) -> list[str]:
    """Return a field's values as text."""
    if field == "text":
        names = GATHERED + [name for name in document if name.startswith(GATHERED_PREFIXES)]
        return [value for name in names for value in values(document, name)]
    value = document.get(field)
    if value is None:
        return []
    items = value if isinstance(value, list) else [value]
    return [_text(item) for item in items if item is not None]


def words(text: str) -> list[str]:
    """Split a text into words, without case or accents."""
    parts = PARTS.findall(CASE_CHANGE.sub(" ", text))
    return [_plain(part) for part in parts]


def joined(text: str) -> list[str]:
    """Return the words of a text, and each written without what splits it (`wi-fi`: `wifi`)."""
    whole = ["".join(words(chunk)) for chunk in text.split()]
    return words(text) + whole


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
