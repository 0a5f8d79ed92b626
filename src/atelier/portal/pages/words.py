"""How the pages say things in French: dates, weights, licences, roles."""

import re
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

TITLES = {
    "notspecified": "Licence non précisée",
    "cc-by": "Creative Commons Attribution",
    "cc-by-igo": "Creative Commons Attribution, organisations internationales",
    "cc-by-sa": "Creative Commons Attribution, partage à l’identique",
    "cc-zero": "Creative Commons Zéro, domaine public",
    "cc-nc": "Creative Commons, usage non commercial",
    "gfdl": "Licence de documentation libre GNU",
    "odc-by": "Open Data Commons Attribution",
    "odc-odbl": "Open Data Commons, base de données ouverte",
    "odc-pddl": "Open Data Commons, domaine public",
    "other-at": "Autre : citer la source",
    "other-closed": "Autre licence, non ouverte",
    "other-nc": "Autre : usage non commercial",
    "other-open": "Autre licence ouverte",
    "other-pd": "Autre : domaine public",
    "other-pd-nr": "Domaine public, ou aucune restriction",
    "uk-ogl": "Licence ouverte du Royaume-Uni",
}
"""Id of a licence → its name in French. The portal's own names are CKAN's, in English."""

ENGLISH = (
    (
        r'Tag "(.*)" can only contain .*',
        r"Le mot-clé « \1 » contient un signe refusé : seuls passent les lettres, les chiffres, "
        r"l’espace, et - _ . (ni apostrophe, ni &).",
    ),
    (
        r'Tag "(.*)" is not in the list of approved tags',
        r"Le mot-clé « \1 » n’est pas dans la liste de HDX.",
    ),
    (r"Value must be one of (.*)", r"Il faut l’une de ces valeurs : \1."),
    (r"File upload too large", "Ce fichier dépasse 10 Mo."),
    (r"(Missing value|Valeur manquante)", "Il manque une valeur."),
    (
        r"(Must be purely lowercase|Doit contenir uniquement des caractères alphanum).*",
        "Seuls passent les minuscules sans accents, les chiffres, - et _ (pas d’espace).",
    ),
)
"""What CKAN says in English to everybody → what the pages say."""

ROLES = {
    "admin": "administration : publier, et choisir qui publie",
    "editor": "édition : publier et modifier",
    "member": "lecture : voir aussi ce qui est privé",
}

FACETS = {
    "organization": "Organisations",
    "license_id": "Licences",
    "res_format": "Formats",
    "tags": "Mots-clés",
}
"""Field of the search → its title on the page."""

FACET = {
    "organization": "Organisation",
    "license_id": "Licence",
    "res_format": "Format",
    "tags": "Mot-clé",
}
"""The same, of one value."""

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


_SPACE_TO_KEEP = re.compile(r" (?=[:;!?»](?![\w=-]))|(?<=«) ")


def glue(text: str) -> str:
    """Return a French text in which no line begins with a colon or ends with an open quotation."""
    return _SPACE_TO_KEEP.sub("\u00a0", text)


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
    title = licence_name(identifier, dataset.get("license_title"))
    if identifier == "notspecified":
        return "manque", title, LICENCES[identifier]
    if identifier not in LICENCES:
        return "manque", title, UNKNOWN
    return ("ouverte" if dataset.get("isopen") else "fermee"), title, LICENCES[identifier]


def licence_name(identifier: str, title: Any = None) -> str:
    """Return a licence's name in French, and the id that programs give it."""
    name = TITLES.get(identifier) or title or identifier
    return name if name == identifier else f"{name} ({identifier})"


def french(message: str) -> str:
    """Return in French what CKAN says in English only."""
    for english, said in ENGLISH:
        if re.fullmatch(english, message, re.DOTALL):
            return re.sub(english, said, message, flags=re.DOTALL)
    return message


def plain(notes: Any) -> str:
    """Return the first paragraph of a description without the marks of Markdown, for lists."""
    first = str(notes or "").replace("\r\n", "\n").strip().split("\n\n")[0]
    text = re.sub(r"(?m)^\s*([-*+]|#{1,6}|\d+\.)\s+", "", first)
    return text.replace("**", "").replace("`", "")


def resource_title(resource: dict[str, Any]) -> str:
    """Return what a file is called: its name, or the end of its address."""
    address = str(resource.get("url") or "").rstrip("/").rsplit("/", 1)[-1]
    return cut(resource.get("name"), 100) or cut(address, 100) or "Fichier sans nom"


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

HDX_HELP = {
    "dataset_source": "L’organisme qui a produit les données.",
    "dataset_date": "Du premier au dernier jour, ainsi : [2024-01-01 TO 2024-12-31].",
    "methodology": "Recensement, enquête, registre… et comment.",
    "data_update_frequency": "En jours : 30 pour chaque mois, 365 pour chaque année, -1 si elles ne "
    "changeront plus.",
}
"""Advice on the fields that HDX adds."""
