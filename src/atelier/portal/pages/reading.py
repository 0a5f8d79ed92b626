"""Pages that show: the front page, search, datasets, files, organisations, people."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tornado.web import HTTPError, StaticFileHandler

from atelier.portal.errors import ActionError, SearchError, SearchQueryError
from atelier.portal.pages import words
from atelier.portal.pages.page import HEADERS, HERE, Page, explain, web
from atelier.portal.pages.preview import Preview, preview

PER_PAGE = 20
LESSONS = 5
MOST_NOTES, MOST_TAGS, MOST_FILES = 8_000, 60, 40
ADDRESS = re.compile(r"https?://[^\s<>\"')]+")


INTRO = {
    "organization": "Une organisation publie : ministère, mairie, association, rédaction. Chaque "
    "jeu de données appartient à l’une d’elles.",
    "group": "Un groupe rassemble des jeux de données de plusieurs organisations autour d’un sujet "
    "ou d’un lieu.",
}


class Home(Page):
    """The front page."""

    def get(self) -> None:
        """Show what is new, who publishes, what has been noticed."""
        found = self.call("package_search", sort="metadata_modified desc", rows=5)
        self.show(
            "accueil",
            "Accueil",
            found=found["results"],
            total=found["count"],
            organizations=self.call("organization_list", all_fields=True, limit=20),
            lessons=self.lessons() if self.viewer else [],
        )

    def lessons(self) -> list[dict[str, Any]]:
        """Return what the portal has noticed last in what this person did."""
        found = self.site.portal.lessons(limit=50)
        return [one for one in found if one["user_id"] == self.viewer["id"]][:LESSONS]


class Search(Page):
    """The search, with its facets."""

    def get(self) -> None:
        """Show what a question finds, and by what it may be narrowed."""
        q = self.get_query_argument("q", "")[:500]
        sort = self.get_query_argument("sort", "")
        sort = sort if sort in words.SORTS else next(iter(words.SORTS))
        chosen = [
            (field, value[:200])
            for field in words.FACETS
            for value in dict.fromkeys(self.get_query_arguments(field))
            if value
        ][:20]
        number = _positive(self.get_query_argument("page", "1"))
        found, failure = {"count": 0, "results": [], "search_facets": {}}, None
        try:
            found = self.search(q, sort, chosen, number)
        except (SearchError, SearchQueryError) as error:
            failure = explain(error.status, error)
        facets = {name: facet["items"] for name, facet in found["search_facets"].items()}
        last = max(1, -(-found["count"] // PER_PAGE))

        def address(page: int, filters: Iterable[tuple[str, str]]) -> str:
            given = [("q", q), ("sort", sort if sort != next(iter(words.SORTS)) else "")]
            given += [*filters, ("page", str(page) if page > 1 else "")]
            return "?" + urlencode([pair for pair in given if pair[1]])

        self.show(
            "recherche",
            f"Recherche : {words.cut(q, 80)}" if q else "Jeux de données",
            q=q,
            sort=sort,
            chosen=chosen,
            failure=failure,
            found=found["results"],
            total=found["count"],
            facets={name: _open(items, name, chosen) for name, items in facets.items()},
            labels=_labels(facets),
            within=lambda field, value: address(1, [*chosen, (field, value)]),
            without=lambda field, value: address(1, [c for c in chosen if c != (field, value)]),
            previous=address(number - 1, chosen) if number > 1 else "",
            following=address(number + 1, chosen) if number < last else "",
            number=number,
            last=last,
        )

    def search(self, q: str, sort: str, chosen: list[tuple[str, str]], number: int) -> Any:
        """Ask the portal."""
        return self.call(
            "package_search",
            q=q or "*:*",
            sort=sort,
            fq_list=[f"{field}:{_quoted(value)}" for field, value in chosen],
            rows=PER_PAGE,
            start=(number - 1) * PER_PAGE,
            include_private=bool(self.viewer),
            **{"facet.field": list(words.FACETS), "facet.limit": 8},
        )


class Dataset(Page):
    """A dataset: what it is, what one may do with it, its files, the beginning of its table."""

    def get(self, name: str) -> None:
        """Show it."""
        dataset = self.call("package_show", id=name)
        resources = dataset.get("resources") or []
        tables = ((r, begin(self.site.portal, r)) for r in resources[:MOST_FILES])
        table, shown = next(((r, found) for r, found in tables if found), ({}, None))
        self.show(
            "fiche",
            words.cut(dataset.get("title") or dataset["name"], 250),
            jeu=dataset,
            resources=resources[:MOST_FILES],
            hidden_resources=len(resources) - MOST_FILES if len(resources) > MOST_FILES else 0,
            paragraphs=_paragraphs(str(dataset.get("notes") or "")[:MOST_NOTES]),
            tags=[tag["name"] for tag in dataset.get("tags") or ()][:MOST_TAGS],
            facts=_facts(dataset),
            shown=shown,
            shown_name=words.resource_title(table) if shown else "",
            lessons=self.site.portal.lessons(dataset["id"], LESSONS),
            editable=may_edit(self, dataset),
        )


class Resource(Page):
    """A file of a dataset."""

    def get(self, name: str, identifier: str) -> None:
        """Show it."""
        dataset = self.call("package_show", id=name)
        resource = self.call("resource_show", id=identifier)
        if resource["package_id"] != dataset["id"]:
            raise HTTPError(404)
        facts = [
            ("Format", resource.get("format")),
            ("Type", resource.get("mimetype")),
            ("Poids", words.weight(resource.get("size"))),
            ("Déposé le", words.day(resource.get("created"))),
            ("Modifié le", words.day(resource.get("last_modified"))),
            ("Adresse pour un programme", resource.get("url")),
            ("Identifiant", resource["id"]),
        ]
        self.show(
            "ressource",
            words.resource_title(resource),
            jeu=dataset,
            resource=resource,
            uploaded=resource.get("url_type") == "upload",
            shown=begin(self.site.portal, resource),
            shown_name="",
            facts=[(name, value) for name, value in facts if value],
            editable=may_edit(self, dataset),
        )


class File(Page):
    """An uploaded file, handed over to be kept, never shown as a page."""

    async def get(self, identifier: str) -> None:
        """Send it."""
        resource = self.call("resource_show", id=identifier)
        place = self.site.portal.file_of(resource["id"])
        if place is None or not place.is_file():
            raise HTTPError(404)
        name = str(resource.get("url") or "").rsplit("/", 1)[-1]
        plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)[-100:] or "fichier"
        self.set_header("Content-Type", "application/octet-stream")
        self.set_header("Content-Disposition", f'attachment; filename="{plain}"')
        self.set_header("Content-Length", str(place.stat().st_size))
        with place.open("rb") as file:
            while piece := file.read(262_144):
                self.write(piece)
                await self.flush()


class Groups(Page):
    """All organisations, or all groups."""

    def get(self, kind: str) -> None:
        """List them."""
        found = self.call(
            f"{kind}_list", all_fields=True, include_dataset_count=True, limit=60, sort="title asc"
        )
        title = "Organisations" if kind == "organization" else "Groupes"
        self.show("organisations", title, found=found, kind=kind, intro=INTRO[kind])


class Group(Page):
    """One organisation, or one group."""

    def get(self, kind: str, name: str) -> None:
        """Show who it is and what it publishes."""
        group = self.call(f"{kind}_show", id=name, include_users=False, include_datasets=False)
        field = "organization" if kind == "organization" else "groups"
        found = self.call(
            "package_search",
            fq=f"{field}:{_quoted(group['name'])}",
            sort="metadata_modified desc",
            rows=PER_PAGE,
            include_private=bool(self.viewer),
        )
        mine = self.call("organization_list_for_user") if self.viewer else []
        roles = {one["id"]: one.get("capacity") for one in mine}
        role = roles.get(group["id"])
        self.show(
            "organisation",
            words.cut(group.get("title") or group["name"], 200),
            group=group,
            kind=kind,
            found=found["results"],
            total=found["count"],
            role=words.ROLES.get(role, role or ""),
        )


class Person(Page):
    """What somebody has published."""

    def get(self, name: str) -> None:
        """Show it."""
        person = self.call("user_show", id=name)
        self.show(
            "personne",
            words.cut(person.get("display_name") or person["name"], 100),
            person=person,
            found=created_by(self, person["id"]),
        )


class Style(StaticFileHandler):
    """The one style sheet."""

    def set_extra_headers(self, path: str) -> None:
        """Let the browser keep it for an hour: it is paid by the megabyte."""
        self.set_header("Cache-Control", "max-age=3600")
        self.set_header("X-Content-Type-Options", HEADERS["X-Content-Type-Options"])

    @classmethod
    def get_absolute_path(cls, root: str, path: str) -> str:
        """Return the path of the only file that there is."""
        return str(HERE / "style.css")


def begin(portal: Any, resource: dict[str, Any]) -> Preview | None:
    """Return the beginning of an uploaded table; None for anything else."""
    if resource.get("url_type") != "upload":
        return None
    place: Path | None = portal.file_of(resource["id"])
    try:
        name = str(resource.get("url") or "")
        wanted = resource.get("format") or name.rpartition(".")[2]
        return preview(place, wanted) if place else None
    except OSError:
        return None  # removed meanwhile


def may_edit(page: Page, dataset: dict[str, Any]) -> bool:
    """Tell whether the person who looks may change this dataset."""
    if not page.viewer:
        return False
    if page.viewer.get("sysadmin") or not dataset.get("owner_org"):
        return bool(page.viewer.get("sysadmin"))
    mine = page.call("organization_list_for_user", permission="update_dataset")
    return dataset["owner_org"] in {organization["id"] for organization in mine}


def created_by(page: Page, user_id: str) -> list[dict[str, Any]]:
    """Return the last datasets that somebody created, as far as the viewer may see them."""
    try:
        found = page.call(
            "package_search",
            fq=f"creator_user_id:{_quoted(user_id)}",
            sort="metadata_modified desc",
            rows=PER_PAGE,
            include_private=bool(page.viewer),
        )
    except ActionError:
        return []
    return found["results"]


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _positive(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:6]) < 100_000 else 1


def _open(items: list[dict[str, Any]], field: str, chosen: list[tuple[str, str]]) -> list[Any]:
    """Return the values by which a search may still be narrowed."""
    return [item for item in items if (field, item["name"]) not in chosen]


def _labels(facets: dict[str, list[dict[str, Any]]]) -> dict[tuple[str, str], str]:
    return {
        (field, item["name"]): str(item.get("display_name") or item["name"])
        for field, items in facets.items()
        for item in items
    }


def _paragraphs(notes: str) -> list[list[list[tuple[str, str]]]]:
    """Return a description as paragraphs of lines of (text, address): links, and nothing else."""

    def pieces(line: str) -> list[tuple[str, str]]:
        found, last = [], 0
        for match in ADDRESS.finditer(line):
            address = match[0].rstrip(".,;:!?")
            found += [(line[last : match.start()], ""), (address, web(address))]
            last = match.start() + len(address)
        return [*found, (line[last:], "")]

    blocks = re.split(r"\n\s*\n", notes.replace("\r\n", "\n").strip())
    return [[pieces(line) for line in block.split("\n")] for block in blocks if block.strip()]


def _facts(dataset: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return what the table at the foot of a dataset says: what is there, and nothing else."""
    facts = [
        ("Adresse (nom)", dataset["name"]),
        ("Source", dataset.get("url")),
        ("Auteur ou producteur", dataset.get("author")),
        ("Courriel de l’auteur", dataset.get("author_email")),
        ("Personne à contacter", dataset.get("maintainer")),
        ("Courriel de contact", dataset.get("maintainer_email")),
        ("Version", dataset.get("version")),
        ("Créé le", words.day(dataset.get("metadata_created"))),
        ("Modifié le", words.day(dataset.get("metadata_modified"))),
    ]
    special = (
        *("dataset_source", "dataset_date", "methodology", "data_update_frequency", "caveats"),
    )
    facts += [(words.FIELDS[name], dataset.get(name)) for name in special]
    extras = [(words.cut(e["key"], 60), e["value"]) for e in dataset.get("extras") or ()]
    return [(name, value) for name, value in [*facts, *extras[:50]] if value]
