"""The checks of a module: functions that receive a participant's answers by name.

They are written in `verifications.py`, beside the source notebooks, and travel to participants packed,
without their hidden parts. A notebook calls `verifier_reponse("taux-medecins", partie=1)`; the grader
runs the same function from a source that stands by itself.
"""

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, get_type_hints

from atelier.checks import FILES, source_of_checks
from atelier.learner.answers import read_answer, refuse_shadows
from atelier.learner.kinds import Kind, kind_of
from atelier.learner.reussite import reussi, unpack_text
from atelier.learner.verifier import Presque
from atelier.verdict import CHECK_FILE

PACKED = Path(".verifications.json")
"""The checks without hidden parts, compressed, in the folder of the participants' notebooks."""

WAY_OUT = (
    "Recopiez dans le dossier de ce carnet les fichiers du module, ou téléchargez le cours à "
    "nouveau : vos réponses, elles, sont dans le carnet et ne changent pas."
)


class VerificationAbsente(Presque):
    """The check cannot be run: its file is missing, damaged or of another version of the course."""

    title = "Vérification introuvable"


@dataclass(frozen=True)
class Verification:
    """The check of part `partie` of the exercise `exercice`.

    `function` takes answers under the names that the notebook gives them, raises `Presque` for one
    that is not right, and returns what the participant reads of a right one, or None where it has said
    all itself.
    """

    function: Callable[..., str | None]
    exercice: str
    partie: int = 1

    def __call__(self, *answers: Any, **named: Any) -> str | None:
        """Check answers, given as values."""
        return self.function(*answers, **named)

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """The names that it asks for, and the kind that each must be of."""
        hints = get_type_hints(self.function, include_extras=True)
        hints.pop("return", None)
        return {name: kind_of(hint) for name, hint in hints.items()}

    def executer(self, sur: int = 1) -> None:
        """Check the answers in the notebook under way; show what is right. `sur`: how many parts."""
        names = _notebook()
        refuse_shadows(names)
        answers = {name: read_answer(names, name, kind) for name, kind in self.kinds.items()}
        text = self.function(**answers)
        if text is not None:  # else the check has said it itself
            reussi(self.exercice, text, self.partie, sur)


def verification(
    exercice: str, partie: int = 1
) -> Callable[[Callable[..., str | None]], Verification]:
    """Make of a function the check of part `partie` of the exercise `exercice`."""
    return lambda function: Verification(function, exercice, partie)


def verifier_reponse(exercice: str, partie: int = 1) -> None:
    """Check the answer to part `partie` of the exercise `exercice` in the notebook under way.

    Raises `Presque` for an answer that is not right, `VerificationAbsente` where there is no check.
    """
    checks = _checks()
    if (exercice, partie) not in checks:
        raise VerificationAbsente(
            f"Les vérifications rangées à côté de ce carnet ne connaissent pas « {exercice} » : elles "
            f"viennent d’une autre version du cours. {WAY_OUT}"
        )
    checks[exercice, partie].executer(sur=sum(of == exercice for of, _ in checks))


def executer_verification(source: str) -> None:
    """Check the notebook under way by the one check that `source` defines: as the grader does."""
    (check,) = load_checks(source).values()
    check.executer()


def load_checks(source: str) -> dict[tuple[str, int], Verification]:
    """Return the checks that the Python text `source` defines, by exercise and part."""
    names: dict[str, Any] = {"__name__": "verifications"}
    exec(compile(source, CHECK_FILE, "exec"), names)
    found = (value for value in names.values() if isinstance(value, Verification))
    return {(check.exercice, check.partie): check for check in found}


_loaded: dict[tuple, dict[tuple[str, int], Verification]] = {}
"""Checks that were read, by the state of their files: an author changes them while a notebook is open."""


def _checks() -> dict[tuple[str, int], Verification]:
    """Return the checks beside the notebook under way."""
    paths = [path for path in (PACKED, *map(Path, FILES)) if path.is_file()]
    if not paths:
        raise VerificationAbsente(
            f"Il manque à côté de ce carnet le fichier {PACKED}, qui contient les vérifications. "
            f"{WAY_OUT}"
        )
    key = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in paths)
    if key not in _loaded:
        _loaded[key] = load_checks(_packed() if PACKED in paths else source_of_checks(Path()))
    return _loaded[key]


def _packed() -> str:
    try:
        return unpack_text(json.loads(PACKED.read_text(encoding="utf-8"))["verifications"])
    except (OSError, ValueError, LookupError, TypeError, zlib.error):
        raise VerificationAbsente(
            f"Le fichier {PACKED}, à côté de ce carnet, ne se lit pas. {WAY_OUT}"
        ) from None


def _notebook() -> Mapping[str, Any]:
    """Return the names of the notebook under way."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        raise RuntimeError("a check runs in a notebook")
    return shell.user_ns
