"""A participant's answer, read from the names of their notebook: there? done? of the right kind?"""

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from atelier.learner.kinds import (
    COUNTRY,
    Kind,
    advice_on,
    is_immense,
    is_unfinished,
    misconception_of,
    nature,
)
from atelier.learner.pays import verifier_pays
from atelier.learner.verifier import PasCommence, Presque, VariableAbsente

WORDS = (
    "abs",
    "dict",
    "float",
    "int",
    "len",
    "list",
    "max",
    "min",
    "print",
    "range",
    "round",
    "set",
    "sorted",
    "str",
    "sum",
    "type",
)
"""Words of Python that beginners take as names."""

NO_COUNTRY = (
    "« PAYS » n’existe pas, ou n’existe plus. Exécutez de nouveau les cellules du haut du carnet : "
    "elles choisissent votre pays."
)


def read_answer(names: Mapping[str, Any], name: str, kind: Kind) -> Any:
    """Return the variable `name` among the `names` of a notebook, once it is of `kind`.

    Raises `PasCommence` while it holds three dots, `VariableAbsente` where no cell defined it,
    `Presque` where it is of another kind, a number beyond all measure, or a country that the course
    does not have.
    """
    if name not in names and kind is COUNTRY:
        raise VariableAbsente(NO_COUNTRY)
    if name not in names:
        alike = [n for n, value in names.items() if kind.accepts(value) and not name.startswith(n)]
        raise VariableAbsente(_absent(name, alike))
    value = names[name]
    if kind is COUNTRY:
        return verifier_pays(value)
    if is_unfinished(value):
        raise PasCommence(
            f"Il reste trois points (...) dans « {name} ». "
            "Remplacez-les par votre réponse, exécutez la cellule, puis revenez ici. "
            "Déjà fait ? Votre cellule affiche alors une erreur : lisez-en la dernière ligne."
        )
    if not kind.accepts(value):
        raise Presque(
            f"« {name} » devrait être {kind.article} ; pour l’instant, c’est {nature(value)}."
            + advice_on(name, kind, value),
            misconception_of(kind, value),
        )
    if is_immense(value):
        raise Presque(
            f"« {name} » est un nombre de plus de 300 chiffres : rien dans ce cours n’est aussi grand. "
            "Relisez le calcul."
        )
    return value


def refuse_shadows(names: Mapping[str, Any]) -> None:
    """Point out a word of Python that a cell gave to a value: nothing works after that.

    A function of that name, such as `from numpy import *` brings, still does what it says.
    """
    for word in WORDS:
        if word in names and not callable(names[word]):
            raise Presque(
                f"Votre carnet a remplacé « {word} », un mot de Python. Donnez un autre nom à "
                f"votre variable, puis exécutez, dans une cellule à part : del {word}"
            )


def _absent(name: str, alike: Sequence[str]) -> str:
    visible = [other for other in alike if not other.startswith("_")]
    lookalikes = difflib.get_close_matches(name, visible, n=1, cutoff=0.8)
    if lookalikes:
        return (
            f"La variable « {name} » n’existe pas ; « {lookalikes[0]} », si. "
            "Vérifiez l’orthographe, puis exécutez de nouveau votre cellule."
        )
    return (
        f"La variable « {name} » n’existe pas encore. Exécutez la cellule de réponse, juste "
        "au-dessus (Maj + Entrée) : elle doit ranger un résultat sous ce nom. Si elle affiche une "
        "erreur, lisez-en la dernière ligne : la suite n’a pas été exécutée."
    )
