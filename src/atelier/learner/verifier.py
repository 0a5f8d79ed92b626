"""Checks that a learner runs and reads: attempted? there? right type, shape, value?

A check that fails raises an error whose notebook rendering is a short French box instead of a
traceback. The output of the cell stays of type `error`, so that nbgrader scores it as always.
"""

import copy
import difflib
import math
import numbers
import re
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from atelier.verdict import write_verdict

WIDTH = 72
"""Columns of a message box: fits a cell on a 1,024-pixel screen."""

LONGEST = 300
"""Characters of an error that a message repeats: a portal's answer may fill a screen."""

_SPACE_TO_KEEP = re.compile(r" (?=[:;!?»%](?![\w=-]))|(?<=«) ")
"""Spaces at which no line may end."""


def keep_signs(text: str) -> str:
    """Return `text` with no-break spaces where French keeps a sign with its word."""
    return _SPACE_TO_KEEP.sub("\u00a0", text)


_BOLD, _BLUE, _PLAIN = "\033[1m", "\033[1;34m", "\033[0m"


class Presque(AssertionError):
    """An answer that is not right yet, with the way out."""

    title = "Presque"
    colour = _BOLD

    def __init__(self, message: str, meprise: str | None = None):
        """Keep the message and the id of the misconception that the answer shows."""
        super().__init__(write_verdict(message, meprise))
        self.message = message
        self.meprise = meprise

    def _render_traceback_(self, *_: object) -> list[str]:
        """Return the lines that IPython shows in place of a traceback."""
        lines = [
            f"│ {line}"
            for paragraph in self.message.splitlines()
            for line in textwrap.wrap(keep_signs(paragraph), WIDTH - 2) or [""]
        ]
        head = f"┌─ {self.title} ".ljust(WIDTH, "─")
        foot = f"└─ repère : {self.meprise} " if self.meprise else "└"
        return [
            f"{self.colour}{head}{_PLAIN}",
            *lines,
            f"{self.colour}{foot.ljust(WIDTH, '─')}{_PLAIN}",
        ]


class PasCommence(Presque):
    """An exercise that still holds its three dots."""

    title = "Pas encore commencé"
    colour = _BLUE


class VariableAbsente(Presque):
    """A name that the learner's cell did not define."""

    title = "Variable absente"
    colour = _BLUE


def verifier(condition: object, message: str, meprise: str | None = None) -> None:
    """Raise `Presque` with `message` unless `condition` holds.

    `condition` must be a plain truth value: a table or a column is a mistake of the test's author
    (`ValueError` from pandas), never a mark lost by the learner in silence.
    """
    if not bool(condition):
        raise Presque(message, meprise)


def reponse(nom: str, genre: str) -> Any:
    """Return the learner's variable `nom` of the notebook that calls, once it is of type `genre`.

    `genre` is a key of `GENRES`. Raises `PasCommence` while it holds three dots,
    `VariableAbsente` where no cell defined it, `Presque` where it is of another type.
    """
    names = sys._getframe(1).f_globals
    article, accepted = GENRES[genre]
    _refuse_shadows(names)
    if nom not in names:
        alike = [n for n, value in names.items() if accepted(value) and not nom.startswith(n)]
        raise VariableAbsente(_absent(nom, alike))
    valeur = names[nom]
    if _unfinished(valeur):
        raise PasCommence(
            f"Il reste trois points (...) dans « {nom} ». "
            "Remplacez-les par votre réponse, exécutez la cellule, puis revenez ici. "
            "Déjà fait ? Votre cellule affiche alors une erreur : lisez-en la dernière ligne."
        )
    if not accepted(valeur):
        raise Presque(
            f"« {nom} » devrait être {article} ; pour l’instant, c’est {nature(valeur)}."
            + _type_advice(nom, genre, valeur),
            _type_misconception(genre, valeur),
        )
    return valeur


def _brief(erreur: Exception) -> str:
    """Return what the error says, as a sentence with one full stop, and not all of a long one."""
    said = str(erreur).rstrip(". ")
    return f"{said}." if len(said) <= LONGEST else f"{said[:LONGEST].rstrip()}…"


def essayer(fonction: Callable, *arguments: Any, quand: str = "") -> Any:
    """Return what the learner's `fonction` answers to copies of `arguments`.

    Raises `PasCommence` or `Presque` where it holds three dots, stops on an error or returns
    nothing. `quand` says on what it was tried (« sur un tableau vide »).
    """
    nom = getattr(fonction, "__name__", "votre fonction")
    essayee = f"« {nom} », essayée {quand}," if quand else f"« {nom} »"
    try:
        resultat = fonction(*copy.deepcopy(arguments))
    except Exception as erreur:
        raise Presque(
            f"Votre fonction {essayee} s’est arrêtée : {type(erreur).__name__}, {_brief(erreur)} "
            "Essayez-la ligne par ligne dans une cellule à part."
        ) from None
    if _unfinished(resultat):
        raise PasCommence(f"Il reste trois points (...) dans la fonction « {nom} ».")
    verifier(
        resultat is not None,
        f"Votre fonction {essayee} ne renvoie rien. Sa dernière ligne doit être « return … ».",
        "fonction-sans-return",
    )
    return resultat


def proche(obtenu: float, attendu: float, tolerance: float = 1e-6) -> bool:
    """Tell whether two numbers agree within `tolerance` (relative, and absolute near zero)."""
    return math.isclose(obtenu, attendu, rel_tol=tolerance, abs_tol=tolerance)


def nature(valeur: Any) -> str:
    """Return in French, with its article, what kind of thing `valeur` is."""
    for article, accepted in GENRES.values():
        if accepted(valeur):
            return article
    return "rien (None)" if valeur is None else f"un objet « {type(valeur).__name__} »"


def _is_number(valeur: Any) -> bool:
    return isinstance(valeur, numbers.Real) and not _is_truth(valeur)


def _is_integer(valeur: Any) -> bool:
    return isinstance(valeur, numbers.Integral) and not _is_truth(valeur)


def _is_truth(valeur: Any) -> bool:
    return type(valeur).__name__ in ("bool", "bool_")


def _is_pandas(name: str) -> Callable[[Any], bool]:
    # By name: pandas is loaded by the notebooks that need it, not by this module.
    return lambda valeur: any(
        kind.__name__ == name and kind.__module__.startswith("pandas")
        for kind in type(valeur).__mro__
    )


def _is_list(valeur: Any) -> bool:
    return isinstance(valeur, Sequence) and not isinstance(valeur, str | bytes)


GENRES: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "vrai-faux": ("True ou False", _is_truth),
    "entier": ("un nombre entier", _is_integer),
    "nombre": ("un nombre", _is_number),
    "texte": ("un texte", lambda valeur: isinstance(valeur, str)),
    "table": ("un tableau (DataFrame)", _is_pandas("DataFrame")),
    "colonne": ("une colonne (Series)", _is_pandas("Series")),
    "dictionnaire": ("un dictionnaire", lambda valeur: isinstance(valeur, Mapping)),
    "liste": ("une liste", _is_list),
    "fonction": ("une fonction", callable),
}
"""Kinds of answer: French name with its article, and the test that accepts a value."""

NUMERIC = ("entier", "nombre")

WORDS = [
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
]
"""Words of Python that beginners take as names."""


def _unfinished(valeur: Any) -> bool:
    """Tell whether three dots are left in a value, one level deep."""
    if valeur is Ellipsis:
        return True
    if isinstance(valeur, Mapping):
        return any(part is Ellipsis for pair in valeur.items() for part in pair)
    if _is_pandas("Series")(valeur):
        return valeur.dtype == object and any(part is Ellipsis for part in valeur)
    return _is_list(valeur) and any(part is Ellipsis for part in valeur)


def _refuse_shadows(names: Mapping[str, Any]) -> None:
    """Point out a word of Python that a cell took as a name: nothing works after that.

    What `from numpy import *` brings is not seen while grading: only in a notebook would a check
    use it in the place of Python's own.
    """
    for word in WORDS:
        if word in names:
            origin = str(getattr(names[word], "__module__", None)).partition(".")[0]
            if callable(names[word]) and origin not in ("None", "__main__", "builtins"):
                raise Presque(
                    f"« {word} », un mot de Python, désigne maintenant une fonction de {origin}, sans "
                    f"doute à cause d’une ligne « from … import * ». Écrivez plutôt « import {origin} », "
                    "puis redémarrez le noyau et exécutez tout le carnet."
                )
            raise Presque(
                f"Votre carnet a remplacé « {word} », un mot de Python. Donnez un autre nom à "
                f"votre variable, puis exécutez, dans une cellule à part : del {word}"
            )


def _absent(nom: str, alike: Sequence[str]) -> str:
    visible = [name for name in alike if not name.startswith("_")]
    lookalikes = difflib.get_close_matches(nom, visible, n=1, cutoff=0.8)
    if lookalikes:
        return (
            f"La variable « {nom} » n’existe pas ; « {lookalikes[0]} », si. "
            "Vérifiez l’orthographe, puis exécutez de nouveau votre cellule."
        )
    return (
        f"La variable « {nom} » n’existe pas encore. Exécutez la cellule de réponse, juste "
        "au-dessus (Maj + Entrée) : elle doit ranger un résultat sous ce nom. Si elle affiche une "
        "erreur, lisez-en la dernière ligne : la suite n’a pas été exécutée."
    )


def _type_misconception(genre: str, valeur: Any) -> str | None:
    if isinstance(valeur, str) and genre in NUMERIC:
        return "texte-et-nombre"
    if valeur is None:
        return "afficher-est-ranger"
    return "nommer-est-appeler" if callable(valeur) and genre != "fonction" else None


def _type_advice(nom: str, genre: str, valeur: Any) -> str:
    if valeur is None:
        return (
            " print(…) affiche, mais ne rend rien à ranger. Rangez le calcul lui-même, sans print."
        )
    if callable(valeur) and genre != "fonction":
        return f" Il manque peut-être les parenthèses qui appellent la fonction : {nom} = …()."
    if isinstance(valeur, str) and genre in NUMERIC:
        return (
            " Des guillemets, ou une mise en forme, en font du texte : retirez-les. "
            "La décimale s’écrit avec un point."
        )
    if isinstance(valeur, tuple) and genre in NUMERIC:
        return (
            " Une virgule sépare deux valeurs. Pour une décimale, écrivez un point : 12.3 ; "
            "d’un couple, prenez un seul nombre : taille[0]."
        )
    if genre == "vrai-faux":
        return " Écrivez True ou False, sans guillemets, ou une question avec ==."
    if genre in NUMERIC and _is_pandas("Series")(valeur):
        return (
            " D’une colonne qui n’a qu’une ligne, .iloc[0] prend la valeur."
            if len(valeur) == 1
            else " Elle contient plusieurs valeurs : n’en gardez qu’une."
        )
    if genre == "liste" and isinstance(valeur, str):
        return ' Une liste s’écrit entre crochets : ["…"].'
    if genre == "texte" and _is_number(valeur):
        return " Un texte s’écrit entre guillemets."
    if genre == "colonne":
        return " Faites-en une colonne : pd.Series(…)."
    if genre == "entier" and _is_number(valeur):
        return " Un comptage n’a pas de virgule : entourez-le de int(…)."
    return ""
