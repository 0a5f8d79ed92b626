"""Checks that a learner runs and reads: attempted? there? right type, shape, value?

A check that fails raises an error whose notebook rendering is a short French box instead of a
traceback. The output of the cell stays of type `error`, so that nbgrader scores it as always.
"""

import copy
import math
import re
import textwrap
from collections.abc import Callable
from typing import Any

from atelier.learner.kinds import is_immense, is_unfinished, kind_of, nature
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


def _brief(erreur: Exception) -> str:
    """Return what the error says, as a sentence with one full stop, and not all of a long one."""
    said = str(erreur).rstrip(". ")
    return f"{said}." if len(said) <= LONGEST else f"{said[:LONGEST].rstrip()}…"


def essayer(
    fonction: Callable, *arguments: Any, quand: str = "", genre: Any = None, sinon: str = ""
) -> Any:
    """Return what the learner's `fonction` answers to copies of `arguments`.

    Raises `PasCommence` or `Presque` where it holds three dots, stops on an error, returns
    nothing, or something of another kind than `genre`: an annotation as of a parameter, `Nombre`,
    or several, `Nombre | Texte`. `quand` says on what it was tried (« sur un tableau vide »), `sinon`
    how to return the right kind.
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
    if is_unfinished(resultat):
        raise PasCommence(f"Il reste trois points (...) dans la fonction « {nom} ».")
    verifier(
        resultat is not None,
        f"Votre fonction {essayee} ne renvoie rien. Sa dernière ligne doit être « return … ».",
        "fonction-sans-return",
    )
    if genre is not None:
        kind = kind_of(genre)
        verifier(
            kind.accepts(resultat) and not is_immense(resultat),
            f"« {nom} » devrait renvoyer {kind.article} ; "
            f"elle renvoie {_what(resultat)}. {sinon}".rstrip(),
        )
    return resultat


def _what(value: Any) -> str:
    return "un nombre de plus de 300 chiffres" if is_immense(value) else nature(value)


def proche(obtenu: float, attendu: float, tolerance: float = 1e-6) -> bool:
    """Tell whether two numbers agree within `tolerance` (relative, and absolute near zero).

    A number beyond all measure, which no float holds, agrees with none.
    """
    try:
        return math.isclose(obtenu, attendu, rel_tol=tolerance, abs_tol=tolerance)
    except OverflowError:
        return False
