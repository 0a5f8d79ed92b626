"""Pages that show: the front page, datasets, files, organisations, people."""

import re
from pathlib import Path
from typing import Any

from tornado.web import HTTPError, StaticFileHandler

from atelier.portal.errors import ActionError
from atelier.portal.pages import words
from atelier.portal.pages.notes import blocks
from atelier.portal.pages.page import HEADERS, HERE, Page
from atelier.portal.pages.preview import Preview, preview
from atelier.portal.pages.search import PER_PAGE, quoted

LESSONS = 5
MOST_NOTES, MOST_TAGS, MOST_FILES, MOST_EXTRAS = 6_000, 25, 25, 25
"""What a page shows of a dataset that has more: it stays light, and says that there is more."""


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
            blocks=blocks(str(dataset.get("notes") or "")[:MOST_NOTES]),
            more=_more(dataset),
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
            fq=f"{field}:{quoted(group['name'])}",
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
        self.clear_header("Server")
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
            fq=f"creator_user_id:{quoted(user_id)}",
            sort="metadata_modified desc",
            rows=PER_PAGE,
            include_private=bool(page.viewer),
        )
    except ActionError:
        return []
    return found["results"]


def _more(dataset: dict[str, Any]) -> bool:
    """Tell whether a dataset has more to say than its page shows."""
    return (
        len(str(dataset.get("notes") or "")) > MOST_NOTES
        or len(dataset.get("tags") or ()) > MOST_TAGS
        or len(dataset.get("extras") or ()) > MOST_EXTRAS
    )


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
    return [(name, value) for name, value in [*facts, *extras[:MOST_EXTRAS]] if value]
