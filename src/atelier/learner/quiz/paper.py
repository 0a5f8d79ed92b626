"""A questionnaire as participants get it: its questions, without anything that tells the answers.

The build writes it beside the notebook. What tells the answers lies in it packed, and is opened
once the questionnaire is finished. This is a courtesy, not a lock: whoever wants to cheat can.
"""

import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from atelier.learner.quiz.store import DONT_KNOW, Answers
from atelier.learner.reussite import unpack_text
from atelier.questions import CODE, FORMS, NUMERIC, ONE, ORDER

PAPER = ".questionnaire.json"

MISSING = (
    "Le fichier .questionnaire.json, à côté du carnet, manque ou est abîmé. Recopiez-le depuis le "
    "cours d’origine, puis recommencez. Vos réponses enregistrées ne sont pas touchées."
)


class NoPaper(Exception):
    """The questions cannot be read; the text says in French what to do."""


@dataclass(frozen=True)
class Paper:
    """The questions of one form, in their order, as mappings.

    `competences`: id → what it means. `modules`: those of the course that the path leads through.
    """

    form: str
    version: str
    questions: tuple[Mapping[str, Any], ...]
    competences: Mapping[str, str]
    modules: tuple[Mapping[str, Any], ...]
    packed: str

    def question(self, number: int) -> Mapping[str, Any]:
        """Return the question of this number, counted from 1."""
        return self.questions[number - 1]

    def keys(self) -> dict[str, Any]:
        """Return what tells right answers: question → key. Raises `NoPaper`."""
        return self._packed()["questions"]

    def misconceptions(self) -> dict[str, list[str]]:
        """Return the misconceptions that answers can show: id → name and way out."""
        return self._packed()["meprises"]

    def _packed(self) -> dict[str, Any]:
        try:
            return json.loads(unpack_text(self.packed))
        except (ValueError, zlib.error) as error:
            raise NoPaper(MISSING) from error


def read_paper(folder: Path, form: Any = None) -> Paper:
    """Return the questionnaire beside a notebook in `folder`, which must be of `form`, if given.

    A small letter will do. Raises `NoPaper`.
    """
    try:
        facts = json.loads(_place(folder).read_text(encoding="utf-8"))
        paper = Paper(
            form=facts["forme"],
            version=facts["version"],
            questions=tuple(facts["questions"]),
            competences=dict(facts["competences"]),
            modules=tuple(facts["modules"]),
            packed=facts["corrige"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoPaper(MISSING) from error
    if paper.form not in FORMS:
        raise NoPaper(MISSING)
    if form is not None and str(form).strip().upper() != paper.form:
        raise NoPaper(
            f"Ce carnet pose le questionnaire {paper.form}. Écrivez la lettre entre guillemets : "
            f'"{paper.form}".'
        )
    return paper


def _place(folder: Path) -> Path:
    """Return where the questionnaire lies: beside the notebook, for a source where it is made."""
    released = folder.parent.parent / "notebooks" / folder.name / PAPER
    beside = folder / PAPER
    return beside if beside.is_file() or not released.is_file() else released


def fit(answers: Answers, paper: Paper) -> str:
    """Put aside what does not answer a question of `paper`; return in French what was."""
    known = {question["id"]: question for question in paper.questions}
    odd = [
        id_
        for id_, value in answers.given.items()
        if id_ not in known or not answers_to(known[id_], value)
    ]
    for id_ in odd:
        answers.aside[id_] = {"reponse": answers.given.pop(id_)}
        answers.sure.pop(id_, None)
    answers.version = paper.version
    if not odd:
        return ""
    return (
        f"Réponses mises de côté : {len(odd)}. Elles viennent d’une autre version du questionnaire, "
        "ou ont été modifiées à la main. Elles restent dans le fichier ; répondez de nouveau à ces "
        "questions."
    )


def answers_to(question: Mapping[str, Any], value: Any) -> bool:
    """Tell whether `value` may stand as an answer to `question`; not whether it is right."""
    kind = question["genre"]
    if isinstance(value, str) and value == DONT_KNOW:
        return True
    if kind == NUMERIC:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == CODE:
        return isinstance(value, str) and bool(value.strip())
    ids = [part["id"] for part in question["parties"]]
    if kind == ONE:
        return isinstance(value, str) and value in ids
    if not isinstance(value, list) or len(set(value)) != len(value):
        return False
    return set(value) <= set(ids) and (
        sorted(value) == sorted(ids) if kind == ORDER else bool(value)
    )


def number_in(text: str) -> float | None:
    """Return the number that somebody typed, with a comma or a point, spaces and a unit or not."""
    found = re.fullmatch(r"([+-]?\d+(?:[.,]\d+)?)\D{0,20}", "".join(text.split()).replace("−", "-"))
    return float(found[1].replace(",", ".")) if found else None


def as_typed(number: float) -> str:
    """Return a number as French writes it, with all its digits: `1234567`, `12,5`, `0,00001`."""
    if isinstance(number, int):
        return str(number)
    text = f"{number:.15g}"
    return (f"{Decimal(text):f}" if "e" in text else text).replace(".", ",")


_STRAIGHT = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "’": "'", "‘": "'"})


def code_in(text: str) -> str:
    """Return the expression that somebody typed, with the quotation marks that Python wants."""
    text = " ".join(text.split("\n")).strip()
    return text if _is_expression(text) else text.translate(_STRAIGHT)


def _is_expression(text: str) -> bool:
    try:
        compile(text, "", "eval")
    except (SyntaxError, ValueError):
        return False
    return True


def odd_code(text: str) -> str:
    """Return in French what Python cannot read in an expression, nothing where it can."""
    if _is_expression(text):
        return ""
    if re.match(r"\s*\w+\s*=[^=]", text):
        return "Écrivez seulement le calcul, sans « nom = » devant."
    return "Python ne lit pas encore cette ligne : cherchez une parenthèse ou un guillemet oublié."
