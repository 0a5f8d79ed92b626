"""The datasets in memory, ready to be shown and searched."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from atelier.portal import auth
from atelier.portal.call import Call
from atelier.portal.dictize import package_dict
from atelier.portal.profiles import raised
from atelier.portal.search.words import words

if TYPE_CHECKING:
    from atelier.portal.portal import Portal

TEXT_FIELDS = {
    "text", "title", "notes", "author", "author_email", "maintainer", "maintainer_email",
    "res_name", "res_description", "title_ngram", "name_ngram", "urls",
}  # fmt: skip
"""Fields that are searched by their words; the others are compared whole."""

DATE_FIELDS = {"metadata_created", "metadata_modified"}
LIST_FIELDS = {"tags", "groups", "res_name", "res_description", "res_format", "res_url", "res_type"}

STORED = {
    "id", "name", "title", "entity_type", "dataset_type", "state", "version", "url", "notes",
    "author", "author_email", "maintainer", "maintainer_email", "license_id", "tags", "groups",
    "organization", "capacity", "metadata_created", "metadata_modified", *LIST_FIELDS,
}  # fmt: skip
"""Fields that `fl` can return."""

_RESOURCE_FIELDS = {
    "res_name": "name",
    "res_description": "description",
    "res_format": "format",
    "res_url": "url",
    "res_type": "resource_type",
}


def is_text(name: str) -> bool:
    """Tell whether a field is searched by its words."""
    return name in TEXT_FIELDS or name.startswith(("extras_", "res_extras_"))


@dataclass
class Document:
    """A dataset as the search engine sees it."""

    json: str
    fields: dict[str, list[str]]
    owner: str | None
    creator: str | None
    _counts: dict[str, dict[str, int]] = field(default_factory=dict)

    def counts(self, name: str) -> dict[str, int]:
        """Return the words of a field, and how often each stands there."""
        found = self._counts.get(name)
        if found is None:
            found = Counter(word for value in self.fields.get(name, ()) for word in words(value))
            self._counts[name] = found
        return found

    def word_score(self, name: str, sought: tuple[str, ...]) -> float:
        """Return how often words stand together in a field, from 0 (never) to nearly 1."""
        counts = self.counts(name)
        if len(sought) == 1:
            hits = counts.get(sought[0], 0)
        elif not sought or any(word not in counts for word in sought):
            return 0.0
        else:
            hits = sum(_together(sought, words(value)) for value in self.fields[name])
        return hits / (hits + 1)

    @cached_property
    def public(self) -> bool:
        """Whether everyone may read it."""
        return self.fields["state"] == ["active"] and self.fields["capacity"] == ["public"]


def _together(sought: tuple[str, ...], value: tuple[str, ...]) -> int:
    size = len(sought)
    return sum(value[start : start + size] == sought for start in range(len(value) - size + 1))


def document(package: dict[str, Any]) -> Document:
    """Return what is indexed of a dataset."""
    fields: dict[str, list[str]] = {}
    for key, value in package.items():
        if isinstance(value, str) and value:
            fields[key] = [value]
        elif isinstance(value, bool | int | float):
            fields[key] = [str(value).lower()]
    organization = package["organization"]
    fields |= {
        "tags": [tag["name"] for tag in package["tags"]],
        "groups": [group["name"] for group in package["groups"]],
        "organization": [organization["name"]] if organization else [],
        "capacity": ["private" if package["private"] else "public"],
        "entity_type": ["package"],
        "dataset_type": [package["type"]],
        "site_id": ["default"],
        "title_string": [package["title"]],
        "metadata_created": [package["metadata_created"] + "Z"],
        "metadata_modified": [package["metadata_modified"] + "Z"],
    }
    for name, key in _RESOURCE_FIELDS.items():
        fields[name] = [resource.get(key) or "" for resource in package["resources"]]
    for extra in package["extras"]:
        fields[f"extras_{extra['key']}"] = [extra["value"]]
        fields.setdefault(extra["key"], [extra["value"]])
    fields["urls"] = [*fields.get("url", []), *fields["res_url"]]
    fields["title_ngram"], fields["name_ngram"] = fields["title_string"], fields["name"]
    fields["text"] = list(_everything(package, fields))
    return Document(json.dumps(package), fields, package["owner_org"], package["creator_user_id"])


def _everything(package: dict[str, Any], fields: dict[str, list[str]]) -> Iterator[str]:
    names = ("name", "title", "notes", "tags", "groups", "organization", "res_name",
             "res_description", "maintainer", "author", "urls")  # fmt: skip
    for name in names:
        yield from fields.get(name, ())
    for extra in package["extras"]:
        yield extra["value"]


class Index:
    """Every dataset, read from the database when first needed, and again when it changed."""

    def __init__(self, portal: "Portal") -> None:
        """Keep what is given."""
        self._portal = portal
        self._documents: dict[str, Document] = {}
        self._stale: set[str] = set()
        self._complete = False
        self._seen = (portal.store.version_of_data, portal.site_url)

    def forget(self, package_id: str | None = None) -> None:
        """Read a dataset again when it is next needed; without an id, read all."""
        if package_id is None:
            self._documents.clear()
            self._stale.clear()
            self._complete = False
        else:
            self._documents.pop(package_id, None)
            self._stale.add(package_id)

    def _check_others(self) -> None:
        """Forget everything when another process has written, or the address has changed."""
        seen = (self._portal.store.version_of_data, self._portal.site_url)
        if seen != self._seen:
            self._seen = seen
            self.forget()

    def _document(self, call: Call, package_id: str) -> Document | None:
        if package_id not in self._documents:
            row = call.store.one("SELECT * FROM package WHERE id = ?", package_id)
            self._stale.discard(package_id)
            if row is None:
                return None
            shown = raised(call.portal.profile, package_dict(call, row))
            self._documents[package_id] = document(shown)
        return self._documents[package_id]

    def dataset(self, call: Call, package_id: str) -> dict[str, Any]:
        """Return a dataset as `package_show` shows it: a record of one's own."""
        self._check_others()
        found = self._document(call, package_id)
        if found is None:
            raise LookupError(package_id)
        return json.loads(found.json)

    def documents(self, call: Call) -> list[Document]:
        """Return every document, deleted datasets included."""
        self._check_others()
        if not self._complete:
            for package_id in call.store.column("SELECT id FROM package"):
                self._document(call, package_id)
            self._complete = True
        for package_id in list(self._stale):
            self._document(call, package_id)
        return list(self._documents.values())

    def readable(self, call: Call) -> list[Document]:
        """Return the documents that the user may read."""
        everything = self.documents(call)
        if call.ignore_auth or call.sysadmin:
            return everything
        orgs = auth.readable_organizations(call)
        me = call.user["id"] if call.user else None
        return [
            found
            for found in everything
            if found.public
            or (found.owner in orgs if found.owner else me is not None and found.creator == me)
        ]

    def readable_datasets(self, call: Call) -> list[dict[str, Any]]:
        """Return the living datasets that the user may read, the last changed first."""
        living = [d for d in self.readable(call) if d.fields["state"] == ["active"]]
        living.sort(key=lambda found: found.fields["metadata_modified"], reverse=True)
        return [json.loads(found.json) for found in living]

    def public_datasets(self, call: Call) -> list[dict[str, Any]]:
        """Return the datasets that everyone may read, the last changed first."""
        public = [found for found in self.documents(call) if found.public]
        public.sort(key=lambda found: found.fields["metadata_modified"], reverse=True)
        return [json.loads(found.json) for found in public]
