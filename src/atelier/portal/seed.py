"""What a portal starts with: its people, its organisation, a small catalogue of real datasets."""

import csv
import json
import secrets
from pathlib import Path
from typing import Any

from atelier.portal import records
from atelier.portal.call import Call
from atelier.portal.files import Upload
from atelier.portal.munge import ascii_text
from atelier.portal.portal import Portal

ORGANIZATION = "cours"

KEYWORDS = {
    "pays": "pays, codes, référence",
    "population": "population, démographie",
    "indicateurs": "développement, santé, éducation, économie, eau, électricité, internet",
    "indicateurs_dictionnaire": "développement, dictionnaire",
    "etablissements_sante_brut": "santé, établissements de santé",
    "etablissements_sante_osm": "santé, établissements de santé, OpenStreetMap",
    "villes": "villes, population, géographie",
    "portails": "données ouvertes, portails",
    "godi_scores": "données ouvertes, recensement",
    "godi_jeux": "données ouvertes, recensement",
    "statistiques_ouvertes": "données ouvertes, statistiques publiques",
    "prix_senegal_marches": "prix, marchés, céréales, Sénégal",
    "prix_senegal_releves": "prix, marchés, céréales, Sénégal",
    "prix_senegal_estimations": "prix, marchés, céréales, Sénégal",
    "togo_communes": "communes, Togo, géographie",
    "ebola_guinee_2014": "santé, Ebola, Guinée",
    "afrique_pays": "frontières, géographie",
    "regions": "frontières, régions, géographie",
    "provinces_burkina": "frontières, provinces, Burkina Faso, géographie",
}
"""Table of the course → its keywords."""

LICENSES = {
    "PDDL-1.0": "odc-pddl",
    "CC0-1.0": "cc-zero",
    "CC-BY-4.0": "cc-by",
    "CC-BY-3.0-IGO": "cc-by",
    "CC-BY-SA-3.0-IGO": "cc-by-sa",
    "ODbL-1.0": "odc-odbl",
    "MIT": "other-open",
}
"""Licence of the Data Package → licence of the portal."""


def administrator(portal: Portal, name: str = "adminlab") -> str:
    """Create the portal's administrator unless there is one of that name; return a new token.

    Name and address are those of the CKAN whose answers were recorded: a replay shows them.
    """
    user = records.user(Call(portal), name)
    if user is None:
        portal.call(
            "user_create",
            {
                "name": name,
                "email": "admin@example.org" if name == "adminlab" else f"{name}@example.org",
                "password": secrets.token_urlsafe(24),
                "sysadmin": True,
            },
            ignore_auth=True,
        )
    return token(portal, name)


def token(portal: Portal, name: str, label: str = "portail") -> str:
    """Return a new token of a user."""
    data = {"user": name, "name": label}
    return portal.call("api_token_create", data, ignore_auth=True)["token"]


def people(portal: Portal, name: str = "participant", role: str = "editor") -> str:
    """Create the course's organisation and a member of it; return a new token of theirs.

    Everything that is there already stays as it is.
    """
    with portal.store.transaction():
        _organization(portal)
        _member(portal, name, role)
        if portal.profile == "hdx":
            _places(portal, name)
        return token(portal, name)


def _organization(portal: Portal) -> None:
    if records.group(Call(portal), ORGANIZATION) is None:
        portal.call(
            "organization_create",
            {
                "name": ORGANIZATION,
                "title": "Le cours OpenData Médias 2",
                "description": "L’organisation d’entraînement du cours. Ses jeux de données sont "
                "réels ; leurs producteurs sont nommés dans chaque fiche.",
            },
            ignore_auth=True,
        )


def _member(portal: Portal, name: str, role: str) -> None:
    known = records.user(Call(portal), name)
    if known is None:
        portal.call(
            "user_create",
            {
                "name": name,
                "email": f"{name}@example.org",
                "password": secrets.token_urlsafe(24),
            },
            ignore_auth=True,
        )
    elif known["state"] == "deleted":
        portal.store.write("UPDATE user SET state = 'active' WHERE id = ?", known["id"])
    if known is None or known["state"] == "deleted":
        portal.call(
            "organization_member_create",
            {"id": ORGANIZATION, "username": name, "role": role},
            ignore_auth=True,
        )


def _places(portal: Portal, name: str) -> None:
    """Make a group of each country of Africa, as on HDX, where anyone puts datasets in them."""
    with (default_data() / "pays.csv").open(encoding="utf-8", newline="") as file:
        countries = [(row["iso3"].lower(), row["nom_fr"]) for row in csv.DictReader(file)]
    for code, title in countries:
        if records.group(Call(portal), code) is None:
            portal.call("group_create", {"name": code, "title": title}, ignore_auth=True)
        member = {"id": code, "username": name, "role": "member"}
        portal.call("group_member_create", member, ignore_auth=True)


def catalogue(portal: Portal, data_folder: Path | None = None) -> list[str]:
    """Publish the course's own tables, one dataset each; return their names.

    A table that is already published, or whose file is not there, is left alone.
    """
    folder = data_folder or default_data()
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    known = set(portal.call("package_list"))
    # The course's own tables were there before anybody demanded what HDX demands.
    profile, portal.profile, portal.quiet = portal.profile, "coeur", True
    try:
        with portal.store.transaction():
            return [
                _publish(portal, folder, resource)
                for resource in package["resources"]
                if (folder / resource["path"]).is_file() and _name(resource) not in known
            ]
    finally:
        portal.profile, portal.quiet = profile, False


def default_data() -> Path:
    """Return the folder of the course's tables: beside this package, or above the current folder.

    Where submissions are graded the package stands alone.
    """
    beside = Path(__file__).resolve().parents[3]
    found = [place / "data" for place in (beside, *Path.cwd().joinpath("_").parents)]
    return next((data for data in found if (data / "datapackage.json").is_file()), found[0])


def _name(resource: dict[str, Any]) -> str:
    return ascii_text(resource["name"]).lower().replace("_", "-")


def _notes(resource: dict[str, Any]) -> str:
    faults = [f"- {fault}" for fault in resource.get("defauts") or []]
    lines = [resource.get("description", "")]
    return "\n".join([*lines, "", "**Défauts constatés**", "", *faults] if faults else lines)


def _publish(portal: Portal, folder: Path, resource: dict[str, Any]) -> str:
    sources = resource.get("sources") or []
    licences = resource.get("licenses") or [{}]
    dataset = portal.call(
        "package_create",
        {
            "name": _name(resource),
            "title": resource["title"],
            "owner_org": ORGANIZATION,
            "notes": _notes(resource),
            "tag_string": KEYWORDS.get(resource["name"], ""),
            "extras": [{"key": "periode", "value": resource.get("periode", "non datée")}],
            "license_id": LICENSES.get(licences[0].get("name", ""), "other-closed"),
            "author": " ; ".join(source["title"] for source in sources),
            "url": next((source["path"] for source in sources if source.get("path")), None),
        },
        ignore_auth=True,
    )
    path = folder / resource["path"]
    portal.call(
        "resource_create",
        {
            "package_id": dataset["id"],
            "name": f"{resource['title']} ({path.suffix[1:].upper()})",
            "description": resource.get("description", ""),
            "upload": Upload(path.name, path.read_bytes()),
        },
        ignore_auth=True,
    )
    return dataset["name"]
