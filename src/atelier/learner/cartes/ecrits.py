"""Judge what is written on a map: legend, unit, title, source, date of its boundaries."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from atelier.learner.cartes.attentes import Attentes, Defaut, Zones, look_of
from atelier.learner.graphiques.finding import judge_title

NO_DATA = re.compile(
    r"\b(sans|pas|aucune?|non|ni|manqu\w*|absen\w*|inconnu\w*|indisponible\w*|n\.?[dc]\.?)\b|\?",
    re.I,
)
"""Words by which a legend names what is missing."""

BOUNDARIES = re.compile(
    r"contour|fronti[èe]re|limite|d[ée]coupage|natural earth|fond de carte", re.I
)

NUMBER = re.compile(r"\d")
NO_NUMBER = re.compile(r"\b(19|20)\d\d\b|\bpour\s+1\W?[\d\W]*")
"""Years and « pour 100 000 » say nothing of a place; « 12 médecins pour 100 000 » does."""

DATED = re.compile(
    r"\b(19|20)\d\d\b|\bnon dat[ée]|\bsans date|date (est )?(inconnue|non)|sans ann[ée]e", re.I
)
"""A year, or the honest word that the source gives none."""


def check_legend(lu: Mapping[str, Any], wanted: Attentes) -> Iterator[Defaut]:
    """Yield what a legend lacks: itself, a class, what is missing, the unit."""
    if not wanted.legende or wanted.valeurs is None:
        return
    if not lu["legende"] and not lu["barre"]:
        message = "La carte n’a pas de légende : personne ne sait ce que disent les couleurs. Ajoutez ax.legend(…)."
        yield Defaut("sans-legende", message, "graphique-muet")
        return
    zones = Zones(lu["zones"], wanted)
    shown = {(entry["couleur"], entry["hachures"]) for entry in lu["legende"]}
    nameless = [look for look in zones.looks() if look not in shown]
    if nameless and not lu["barre"]:
        yield Defaut(
            "classe-sans-legende",
            "Une couleur de la carte n’est pas dans la légende. Donnez une étiquette à chaque couche, "
            "puis appelez ax.legend(…) après la dernière.",
            "graphique-muet",
        )
    elif not lu["barre"] and not _in_order(zones, lu["legende"]):
        yield Defaut(
            "legende-fausse",
            "La légende donne aux classes des nombres qui ne vont pas dans l’ordre des valeurs : une étiquette "
            "n’est pas celle de sa classe, ou ce sont d’autres nombres que ceux qui sont coloriés.",
            None,
        )
    if zones.unknown and zones.unknown[0] in zones.filled:
        look = look_of(zones.filled[zones.unknown[0]])
        texts = [e["texte"] for e in lu["legende"] if (e["couleur"], e["hachures"]) == look]
        if not any(NO_DATA.search(text) for text in texts):
            yield Defaut(
                "manquant-sans-legende",
                "La légende ne dit pas ce que veut dire l’absence de donnée. Donnez une étiquette à cette "
                "couche, par exemple « pas de donnée ».",
                "manquant-est-faible",
            )
    if wanted.unite and not _says(wanted.unite, _words(lu)):
        message = 'La légende ne dit pas l’unité : pour combien d’habitants, en quoi ? Écrivez-la : ax.legend(title="…").'
        yield Defaut("sans-unite", message, "graphique-muet")


def _words(lu: Mapping[str, Any]) -> str:
    """Return all that a map says, its source line left out."""
    bar = (lu["barre"] or {}).get("titre", "")
    entries = [entry["texte"] for entry in lu["legende"]]
    texts = [text for text in lu["textes"] if text != lu["source"]]
    return " ".join([lu["titre_legende"], lu["titre"], bar, *entries, *texts])


def _in_order(zones: Zones, entries: list[Mapping[str, Any]]) -> bool:
    """Tell whether the numbers of a legend rise with the values of its classes, if it has some."""
    looks = zones.looks()
    ranked = sorted(looks, key=lambda look: min(zones.known[code] for code in looks[look]))
    texts = {(entry["couleur"], entry["hachures"]): entry["texte"] for entry in entries}
    starts = [_start(texts.get(look, "")) for look in ranked]
    return None in starts or starts == sorted(starts)


def _start(text: str) -> float | None:
    """Return where the class that a text names begins; just beside its number for an open one."""
    numbers = re.findall(r"\d+(?:[.,]\d+)?", re.sub(r"(?<=\d)\s(?=\d{3}\b)", "", text))
    if not numbers:
        return None
    first = float(numbers[0].replace(",", "."))
    if len(numbers) == 1:
        if re.search(r"moins|<|≤|jusqu|inférieur", text, re.I):
            return first - 1e-9
        if re.search(r"plus|>|≥|supérieur|dépass", text, re.I):
            return first + 1e-9
    return first


def check_texts(lu: Mapping[str, Any], wanted: Attentes) -> Iterator[Defaut]:
    """Yield what title, source line and date of the boundaries lack."""
    if wanted.titre and not lu["titre"]:
        message = (
            "La carte n’a pas de titre. Dites ce qu’elle montre, en une phrase : ax.set_title(…)."
        )
        yield Defaut("sans-titre", message, "graphique-muet")
    elif (
        wanted.titre
        and judge_title(lu["titre"])
        and not NUMBER.search(NO_NUMBER.sub("", lu["titre"]))
    ):
        message = (
            "Le titre nomme le sujet, il ne dit pas ce que la carte montre. Une petite phrase, avec un "
            "verbe ou un nombre : où, et quoi ?"
        )
        yield Defaut("titre-sujet", message, "graphique-muet")
    written = " ".join([lu["titre"], lu["titre_legende"], *lu["textes"]])
    if wanted.source and not _says(wanted.source, written):
        message = (
            'La carte ne dit pas la source de ses chiffres. Ajoutez-la : ecrire_source(ax, "…").'
        )
        yield Defaut("sans-source", message, "chiffre-sans-source")
    texts = [lu["titre"], *lu["textes"]]
    if wanted.date_contours and not any(_is_dated(text) for text in texts):
        yield Defaut(
            "contours-sans-date",
            "La carte ne dit pas de quand datent ses contours. Les limites changent, et le lecteur les croit "
            "d’aujourd’hui : écrivez-le avec la source : « contours : Natural Earth, » et l’année, ou « non datés ».",
            "frontieres-eternelles",
        )


def _is_dated(text: str) -> bool:
    """Tell whether a text dates the boundaries that it speaks of, and not only the figures."""
    parts = re.split(r"[;·|\n]|\.\s|\bsources?\b|\bchiffres\b", text, flags=re.I)
    found = ((BOUNDARIES.search(part), part) for part in parts)
    return any(DATED.search(part[word.start() :]) for word, part in found if word)


def _says(patterns: tuple[str, ...], text: str) -> bool:
    return any(re.search(pattern, text, re.I) for pattern in patterns)
