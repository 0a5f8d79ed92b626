"""Warnings that teach: what a real portal accepts in silence, said on the side.

They go to the pages and the log, never into the answers of the API.
"""

import logging
from collections.abc import Iterator
from typing import Any

from atelier.portal.call import Call
from atelier.portal.licenses import LICENSES
from atelier.portal.schema import CHANGED_PACKAGE, PACKAGE_TEXTS
from atelier.portal.store import now

LOG = logging.getLogger("atelier.portal")
LOG.addHandler(logging.NullHandler())

_LISTS = {"tags": "mots-clés", "extras": "informations en plus", "resources": "ressources",
          "groups": "groupes"}  # fmt: skip
_FIELDS = {
    "title": "titre",
    "notes": "description",
    "license_id": "licence",
    "author": "auteur",
    "author_email": "adresse de l’auteur",
    "maintainer": "responsable",
    "maintainer_email": "adresse du responsable",
    "url": "source",
    "version": "version",
}


def note(call: Call, package_id: str | None, code: str, sentence: str) -> None:
    """Keep a warning, for the page of the dataset and for the log."""
    LOG.warning("%s : %s", code, sentence)
    call.store.write(
        "INSERT INTO lesson (at, code, sentence, package_id, user_id, action)"
        " VALUES (?, ?, ?, ?, ?, '')",
        now(),
        code,
        sentence,
        package_id,
        call.user["id"] if call.user else None,
    )


def on_dataset(
    call: Call, package_id: str, data: dict[str, Any], before: dict[str, Any] | None
) -> None:
    """Note what deserves a word about a dataset that was just written."""
    if call.portal.quiet:
        return
    call.store.write(
        "DELETE FROM lesson WHERE package_id = ? AND code LIKE 'licence-%'", package_id
    )
    for code, sentence in (*_about(data, before), *_erased(data, before)):
        note(call, package_id, code, sentence)


def _about(data: dict[str, Any], before: dict[str, Any] | None) -> Iterator[tuple[str, str]]:
    licence = data.get("license_id")
    if not licence and not (before and before["license_id"]):
        yield (
            "licence-absente",
            "Ce jeu de données n’a pas de licence. Sans licence, personne n’a le droit de s’en "
            "resservir. Choisissez-en une dans license_list, par exemple cc-by.",
        )
    elif licence and licence not in LICENSES:
        yield (
            "licence-inconnue",
            f"Le portail ne connaît pas la licence « {licence} ». Il l’a acceptée, mais il "
            "n’affiche ni son nom ni son texte, et le jeu ne compte pas comme ouvert.",
        )
    private = data.get("private")
    if isinstance(private, str) and private.lower() not in {
        "true",
        "yes",
        "t",
        "y",
        "1",
        "false",
        "no",
        "f",
        "n",
        "0",
    }:
        yield (
            "prive-mal-ecrit",
            f"private = « {private} » n’est pas compris : le jeu de données est PUBLIC. "
            "Écrivez private=True.",
        )
    if data.get("state") == "draft" and before is None:
        yield (
            "brouillon-publie",
            "state = « draft » n’a pas d’effet à la création : le jeu de données est public. "
            "Pour le cacher, écrivez private=True.",
        )
    shown = {"organization", "num_resources", "num_tags", "metadata_created",
             "metadata_modified", "creator_user_id", "isopen", "license_title", "license_url",
             "display_name", "relationships_as_object"}  # fmt: skip
    for field in data:
        if field not in CHANGED_PACKAGE.names and field not in shown:
            yield (
                "champ-oublie",
                f"Le portail ne connaît pas le champ « {field} » : il l’a laissé de côté, sans "
                "rien dire. Mettez cette information dans extras.",
            )


def _erased(data: dict[str, Any], before: dict[str, Any] | None) -> Iterator[tuple[str, str]]:
    """Tell what an update has erased by not naming it."""
    if before is None:
        return
    fields = [
        _FIELDS[name]
        for name in PACKAGE_TEXTS
        if name not in data
        and before[name]
        and not (name == "title" and before["name"] == before[name])
    ]
    lists = [word for name, word in _LISTS.items() if name not in data and before[name]]
    if fields or lists:
        yield (
            "mise-a-jour-efface",
            f"Cette mise à jour a effacé : {', '.join(fields + lists)}. package_update remplace "
            "tout ce que vous ne redonnez pas. Pour ne changer qu’un champ : package_patch.",
        )


def on_resource(call: Call, package_id: str, data: dict[str, Any]) -> None:
    """Note what deserves a word about a resource that is about to be written."""
    if call.portal.quiet:
        return
    if isinstance(data.get("upload"), str):
        note(
            call,
            package_id,
            "fichier-non-envoye",
            "upload contient un texte, pas un fichier : rien n’a été envoyé et la ressource est "
            "vide. Ouvrez le fichier : upload=open('mon_fichier.csv', 'rb').",
        )
    elif not data.get("url") and not data.get("upload") and not data.get("id"):
        note(
            call,
            package_id,
            "ressource-vide",
            "Cette ressource n’a ni fichier ni adresse : il n’y a rien à télécharger.",
        )
    url = data.get("url")
    if isinstance(url, str) and (":\\" in url[:4] or url.startswith(("/", "file:"))):
        note(
            call,
            package_id,
            "adresse-locale",
            f"« {url} » est un chemin de votre ordinateur : personne d’autre ne peut l’ouvrir. "
            "Envoyez le fichier avec upload, ou donnez une adresse qui commence par https://.",
        )


def on_refusal(call: Call, data: dict[str, Any], errors: dict[str, Any]) -> None:
    """Say in the log what a real portal would have answered otherwise."""
    if any("url" in row for row in errors.get("resources") or []):
        LOG.warning(
            "ressource-sans-adresse : un vrai CKAN 2.11 tombe ici en panne (500). "
            "Donnez une url à chaque ressource."
        )


def recent(portal: Any, package_id: str | None, limit: int) -> list[dict[str, Any]]:
    """Return the last warnings, of a dataset or of the whole portal, the latest first."""
    where = "WHERE package_id = ?" if package_id else ""
    values = (package_id, limit) if package_id else (limit,)
    return portal.store.all(
        f"SELECT at, code, sentence, package_id, user_id FROM lesson {where}"
        " ORDER BY id DESC LIMIT ?",
        *values,
    )
