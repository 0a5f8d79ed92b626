"""The participant's own country: the `PAYS` of a notebook's parameters cell."""

import csv
import difflib
import unicodedata
from pathlib import Path

from atelier.learner.verifier import Presque

TABLE = Path("../../data/pays.csv")
"""The course's countries, as a notebook sees them: one folder below `notebooks/`."""

WITHOUT_FIGURES = frozenset({"ESH"})
"""Codes of the table for which the course's tables by country and year hold nothing."""


def verifier_pays(code: str, table: Path = TABLE) -> str:
    """Return the country code `code` (ISO 3166-1 alpha-3) once it is one of the course's table.

    Lower case and spaces around are put right. Raises `Presque` for anything else, with the
    nearest code, also when a country's name was typed; for a code without figures, it says so.
    """
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = {row["iso3"]: row["nom_fr"] for row in rows}
    typed = code.strip() if isinstance(code, str) else ""
    if typed.upper() in WITHOUT_FIGURES & names.keys():
        raise Presque(
            f"Les sources du cours ne donnent aucun chiffre à part pour {names[typed.upper()]} : "
            "ce silence est lui-même une information. Pour les exercices, choisissez un autre code "
            "dans data/pays.csv, colonne iso3."
        )
    if typed.upper() in names:
        return typed.upper()
    short = {row["iso2"].casefold(): row["iso3"] for row in rows if row.get("iso2")}
    raise Presque(
        f"PAYS vaut {code!r:.60}, qui n’est le code d’aucun pays du cours.{_advice(typed, names, short)} "
        'Écrivez les trois lettres entre guillemets, par exemple PAYS = "SEN" ; '
        "la liste complète est dans data/pays.csv, colonne iso3."
    )


USUAL = {
    "rdc": "COD",
    "drc": "COD",
    "congo-kinshasa": "COD",
    "congo-brazzaville": "COG",
    "republique du congo": "COG",
    "rca": "CAF",
    "centrafrique": "CAF",
}
"""What people say and the table doesn't → code."""


def _advice(typed: str, names: dict[str, str], short: dict[str, str]) -> str:
    def key(text: str) -> str:
        decomposed = unicodedata.normalize("NFD", text.casefold())
        return "".join(char for char in decomposed if not unicodedata.combining(char))

    usual = {said: code for said, code in USUAL.items() if code in names}
    spellings = {key(name): code for code, name in names.items()} | short | usual
    near = [key(typed)] if key(typed) in spellings else None
    near = near or difflib.get_close_matches(key(typed), spellings, n=1, cutoff=0.75)
    if not near:
        return ""
    code = spellings[near[0]]
    return f' Vouliez-vous "{code}" ({names[code]}) ?'
