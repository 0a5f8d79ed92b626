"""How the pages say things in French: dates, weights, licences, roles."""

from datetime import datetime
from typing import Any

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)

NOTHING = "Aucune licence : personne n’a le droit de réutiliser ces données."
UNKNOWN = "Licence inconnue de ce portail : il l’accepte, mais ne sait pas dire ce qu’elle permet."

LICENCES = {
    "cc-by": "Réutilisation libre, même pour vendre, si l’on cite la source.",
    "cc-by-igo": "Réutilisation libre si l’on cite la source (version des organisations "
    "internationales).",
    "cc-by-sa": "Réutilisation libre si l’on cite la source et si l’on partage le résultat sous la "
    "même licence.",
    "cc-zero": "Domaine public : réutilisation sans aucune condition.",
    "odc-by": "Réutilisation libre si l’on cite la source.",
    "odc-odbl": "Réutilisation libre si l’on cite la source ; une base tirée de celle-ci garde la "
    "même licence.",
    "odc-pddl": "Domaine public : réutilisation sans aucune condition.",
    "hdx-odc-by": "Réutilisation libre si l’on cite la source.",
    "hdx-odc-odbl": "Réutilisation libre si l’on cite la source ; une base tirée de celle-ci garde "
    "la même licence.",
    "hdx-pddl": "Domaine public : réutilisation sans aucune condition.",
    "uk-ogl": "Licence ouverte du gouvernement britannique : réutilisation libre si l’on cite la "
    "source.",
    "gfdl": "Réutilisation libre si l’on cite la source et si l’on garde la même licence ; pensée "
    "pour des textes.",
    "other-open": "Le producteur dit que c’est ouvert : lisez ses conditions exactes.",
    "other-at": "Le producteur demande d’être cité : lisez ses conditions exactes.",
    "other-pd": "Le producteur dit que c’est dans le domaine public : vérifiez-le chez lui.",
    "other-pd-nr": "Domaine public, ou aucune restriction : vérifiez-le chez le producteur.",
    "cc-nc": "Usage commercial interdit : ce n’est pas une licence ouverte.",
    "other-nc": "Usage commercial interdit : ce n’est pas une licence ouverte.",
    "other-closed": "Réutilisation interdite sans accord : ce n’est pas une licence ouverte.",
    "notspecified": "Licence non précisée : dans le doute, personne ne peut réutiliser ces données.",
    "hdx-multi": "Plusieurs licences à la fois : lisez la description.",
    "hdx-other": "Conditions propres au producteur : lisez-les.",
}
"""Id of a licence → what it lets people do."""

ROLES = {"admin": "responsable", "editor": "rédaction", "member": "lecture"}

FACETS = {
    "organization": "Organisations",
    "license_id": "Licences",
    "res_format": "Formats",
    "tags": "Mots-clés",
}
"""Field of the search → its title on the page."""

SORTS = {
    "score desc, metadata_modified desc": "les plus proches de la recherche",
    "metadata_modified desc": "les derniers modifiés",
    "title_string asc": "par titre, de A à Z",
}

FIELDS = {
    "title": "Titre",
    "name": "Adresse",
    "notes": "Description",
    "license_id": "Licence",
    "owner_org": "Organisation",
    "tags": "Mots-clés",
    "tag_string": "Mots-clés",
    "author": "Auteur ou producteur",
    "author_email": "Courriel de l’auteur",
    "maintainer": "Personne à contacter",
    "maintainer_email": "Courriel de contact",
    "url": "Lien",
    "version": "Version",
    "format": "Format",
    "upload": "Fichier",
    "description": "Description",
    "private": "Visibilité",
    "dataset_source": "Source des données",
    "dataset_date": "Période couverte",
    "methodology": "Méthode",
    "data_update_frequency": "Fréquence de mise à jour",
    "caveats": "Limites à connaître",
    "groups": "Lieux ou groupes",
    "resources": "Fichiers",
}
"""Field of a dataset or a resource, in CKAN's terms → its name on the pages."""


def day(stamp: Any) -> str:
    """Return the day of one of CKAN's moments: « 25 novembre 2026 »."""
    try:
        moment = datetime.fromisoformat(str(stamp))
    except ValueError:
        return str(stamp or "")
    number = "1er" if moment.day == 1 else moment.day
    return f"{number} {MONTHS[moment.month - 1]} {moment.year}"


def weight(size: Any) -> str:
    """Return a number of bytes as people read it: « 12 Ko »."""
    if not isinstance(size, int) or size < 0:
        return ""
    for unit, worth in (("Mo", 1_000_000), ("Ko", 1_000)):
        if size >= worth:
            return f"{size / worth:.1f}".removesuffix(".0").replace(".", ",") + f"\u00a0{unit}"
    return f"{size}\u00a0octet{'s' if size > 1 else ''}"


def count(number: int, one: str, many: str = "") -> str:
    """Return a number and its noun: « 1 jeu », « 1 200 jeux »."""
    noun = one if number < 2 else many or f"{one}s"
    return f"{number:,}".replace(",", "\u202f") + f"\u00a0{noun}"


def cut(text: Any, length: int) -> str:
    """Return a text, on one line, of `length` characters at most."""
    line = " ".join(str(text or "").split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def licence_of(dataset: dict[str, Any]) -> tuple[str, str, str]:
    """Return how a dataset's licence is shown: kind (CSS class), title, what it lets people do."""
    identifier = dataset.get("license_id") or ""
    if not identifier:
        return "manque", "Pas de licence", NOTHING
    title = dataset.get("license_title") or identifier
    if identifier == "notspecified":
        return "manque", title, LICENCES[identifier]
    if identifier not in LICENCES:
        return "manque", title, UNKNOWN
    return ("ouverte" if dataset.get("isopen") else "fermee"), title, LICENCES[identifier]


def resource_title(resource: dict[str, Any]) -> str:
    """Return what a file is called: its name, or the end of its address."""
    address = str(resource.get("url") or "").rstrip("/").rsplit("/", 1)[-1]
    return cut(resource.get("name"), 140) or cut(address, 140) or "Fichier sans nom"


def formats(dataset: dict[str, Any]) -> list[str]:
    """Return the formats of a dataset's files, each once."""
    found = [cut(resource.get("format"), 20) for resource in dataset.get("resources") or ()]
    return list(dict.fromkeys(filter(None, found)))[:8]


DATASET_FORM = (
    ("title", "Titre", "Ce que c’est, où, quand. Par exemple : Centres de santé de Kindia, 2024."),
    (
        "name",
        "Adresse",
        "La fin de l’adresse de la page : minuscules sans accents, chiffres et tirets. Elle est "
        "unique sur le portail.",
    ),
    (
        "notes",
        "Description",
        "Que compte une ligne ? Qui l’a relevé, comment, quand ? Que manque-t-il ?",
    ),
    (
        "license_id",
        "Licence",
        "Sans licence, personne n’a le droit de réutiliser. Vous ne pouvez choisir que si les "
        "données sont à vous, ou si leur licence le permet.",
    ),
    ("owner_org", "Organisation", ""),
    ("tag_string", "Mots-clés", "Séparés par des virgules. Par exemple : santé, Guinée, 2024."),
    ("url", "Source", "L’adresse de la page d’où viennent les données."),
    ("author", "Auteur ou producteur", ""),
    ("author_email", "Courriel de l’auteur", ""),
    ("maintainer", "Personne à contacter", ""),
    ("maintainer_email", "Courriel de contact", ""),
    ("version", "Version", ""),
    ("private", "Visibilité", ""),
)
"""What the form of a dataset asks: field, label, advice."""
