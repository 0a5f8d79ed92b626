"""What to tell an author whose test gave points that nobody has earned, or stopped without a word."""

from collections.abc import Iterator, Mapping
from typing import Any

from atelier.check.country import COUNTRY, KIND
from atelier.course import Problem

EARNS = "donne ses points"

SHOWN = 3
"""Attempts of one kind that are named; the others are counted."""

READ_COUNTRY = f"demandez le pays parmi les paramètres de la vérification : {COUNTRY}: {KIND}"
_JUDGE_VALUE = "vérifiez la valeur, et pas seulement le genre : une constante ne doit rien gagner"
_JUDGE_FORM = "vérifiez le genre et la forme avant de lire : genre d’un paramètre, essayer(…, genre=…), colonnes"


def flaws(where: str, undeserved: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with tests that met constants: exercise → what `undeserved` returns."""
    for exercise, tried in undeserved.items():
        place = f"{where}, {exercise}"
        if isinstance(tried, str):
            what = f"les constantes n’ont pas pu être essayées : {tried}"
            yield Problem(place, what, "exécutez le test à part, sur 0, [] et un tableau vide")
            continue
        yield from _of_constants(place, tried["found"])


def _of_constants(place: str, found: list[list[str]]) -> Iterator[Problem]:
    grouped: dict[tuple[str, str], list[str]] = {}
    for grade_id, attempt, said in found:
        grouped.setdefault((grade_id, said), []).append(attempt)
    for (grade_id, said), attempts in grouped.items():
        more = f" (et {len(attempts) - SHOWN} autres)" if len(attempts) > SHOWN else ""
        tried = " ; ".join(attempts[:SHOWN])
        what = f"le test « {grade_id} » {said}" + (f" avec : {tried}{more}" if tried else "")
        yield Problem(place, what, _repair(said, attempts[0]))


def _repair(said: str, attempt: str) -> str:
    if not attempt:
        return "demandez la réponse parmi les paramètres de la vérification, avec son genre"
    if COUNTRY in attempt:
        return READ_COUNTRY
    return _JUDGE_VALUE if said == EARNS else _JUDGE_FORM
