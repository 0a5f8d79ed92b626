"""What an answer is worth, and what it shows: the same for the profile and for grading.

A key is plain data that the build makes from `questions.toml`. Where tests run, an answer that
is code comes as a function: it is called, and judged by what it returns, never by its text.
"""

import copy
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from atelier.learner.quiz.paper import as_typed
from atelier.learner.quiz.store import DONT_KNOW, LEFT
from atelier.questions import CODE, NUMERIC, ONE, ORDER, SEVERAL

HUGE = 1e15
"""No answer is as large; larger whole numbers cannot even be compared with others."""

TOLERANCE = 1e-6
"""How far, in relation, two results of calculations may be apart."""


class Judgement(NamedTuple):
    """Whether an answer is right; else what to read, and the misconception it shows, if any."""

    right: bool
    message: str = ""
    misconception: str | None = None


def judge(key: Mapping[str, Any], answer: Any) -> Judgement:
    """Return what the `answer` to the question of `key` is worth. Any value may come."""
    if isinstance(answer, str) and answer == DONT_KNOW:
        return Judgement(
            False, f"vous avez répondu « je ne sais pas » : c’est noté. {_way(key)}".strip()
        )
    if isinstance(answer, str) and answer == LEFT:
        return Judgement(False, f"vous n’avez pas répondu. {_way(key)}".strip())
    return JUDGES[key["genre"]](key, answer)


def answer_to_read(key: Mapping[str, Any]) -> str:
    """Return the right answer to a question that is no choice, as a text to read."""
    if "lignes" in key:
        return "\n".join(key["lignes"][id_] for id_ in key["ordres"][0])
    if "nombre" in key:
        unit = f" {key['unite']}" if key["unite"] else ""
        return as_typed(key["nombre"]) + unit
    return key["solution"]


def _way(key: Mapping[str, Any]) -> str:
    """Return the explanation of what is right."""
    if "options" in key:
        return " ".join(key["options"][id_]["explication"] for id_ in key["justes"])
    return key["explication"]


def _judge_choice(key: Mapping[str, Any], answer: Any) -> Judgement:
    chosen = [answer] if isinstance(answer, str) else answer
    if not _are_texts(chosen) or not chosen:
        return _malformed()
    if not set(chosen) <= key["options"].keys():
        return Judgement(
            False,
            "la réponse enregistrée vient d’une autre version du questionnaire, ou le fichier a "
            "été modifié : elle n’a pas pu être comptée. Dites-le à votre formateur ou formatrice.",
        )
    if sorted(set(chosen)) == sorted(key["justes"]):
        return Judgement(True)
    wrong = [id_ for id_ in key["options"] if id_ in chosen and id_ not in key["justes"]]
    if not wrong:
        missing = len(set(key["justes"]) - set(chosen))
        more = "une autre option convient" if missing == 1 else "d’autres options conviennent"
        return Judgement(False, f"ce que vous avez coché est juste, mais {more} aussi. {_way(key)}")
    said = [_quoted(key["options"][id_]) for id_ in wrong]
    return Judgement(
        False, f"vous avez choisi {' '.join(said)}", key["options"][wrong[0]]["meprise"]
    )


def _quoted(option: Mapping[str, Any]) -> str:
    """Return an option that was chosen, then what is to be said of it."""
    end = "" if option["texte"].endswith((".", "?", "!")) else "."
    return f"« {option['texte']} »{end} {option['explication']}"


def _judge_order(key: Mapping[str, Any], answer: Any) -> Judgement:
    if not _are_texts(answer):
        return _malformed()
    if list(answer) in key["ordres"]:
        return Judgement(True)
    if sorted(answer) != sorted(key["lignes"]):
        return Judgement(False, f"toutes les lignes n’ont pas reçu de place. {key['explication']}")
    return Judgement(False, f"l’ordre est à revoir. {key['explication']}", key["meprise"])


def _judge_number(key: Mapping[str, Any], answer: Any) -> Judgement:
    if not isinstance(answer, int | float) or isinstance(answer, bool) or abs(answer) > HUGE:
        return _malformed()
    close = max(key["tolerance"], TOLERANCE * abs(key["nombre"]))
    if abs(answer - key["nombre"]) <= close:
        return Judgement(True)
    said = as_typed(answer)
    for trap in key["pieges"]:
        if abs(answer - trap["valeur"]) <= max(
            min(key["tolerance"], abs(trap["valeur"] - key["nombre"]) / 2),
            TOLERANCE * abs(trap["valeur"]),
        ):
            text = f"vous avez écrit {said}. {key['explication']}"
            return Judgement(False, text, trap["meprise"])
    return Judgement(False, f"vous avez écrit {said} : ce n’est pas cela. {key['explication']}")


def _judge_code(key: Mapping[str, Any], answer: Any) -> Judgement:
    if not callable(answer):
        return _malformed()
    trials = [_names(trial) for trial in key["essais"]]
    results: list[Any] = []
    for trial in trials:
        results.append(_result(answer, trial))
        if isinstance(results[-1], _Stopped):  # once is enough: it may have taken all the time
            text = f"votre code s’arrête sur une erreur ({results[-1].name}). {key['explication']}"
            return Judgement(False, text, _trap(key, trials[: len(results)], results))
    wanted = [_value(key["solution"], trial) for trial in trials]
    if all(map(same, results, wanted)):
        return Judgement(True)
    text = f"votre code ne donne pas le résultat demandé. {key['explication']}"
    return Judgement(False, text, _trap(key, trials, results))


class _Stopped(NamedTuple):
    """What stands for the result of an expression that stopped on an error."""

    name: str


def _trap(
    key: Mapping[str, Any], trials: Sequence[Mapping[str, Any]], results: Sequence[Any]
) -> str | None:
    """Return the misconception of the known wrong expression that gives the same `results`.

    They are those of `trials`, each of them.
    """
    for trap in key["pieges"]:
        given = [_result(expression(trap["code"]), trial) for trial in trials]
        if all(map(same, results, given)):
            return trap["meprise"]
    return None


def _names(trial: Mapping[str, str]) -> dict[str, Any]:
    return {name: _value(code, {}) for name, code in trial.items()}


def _value(code: str, names: Mapping[str, Any]) -> Any:
    """Return the value of an expression of the course's own."""
    return expression(code)(**names)


def expression(code: str) -> Callable[..., Any]:
    """Return a function of named arguments that gives the value of the Python expression `code`.

    It runs with the rights of whoever calls it: participants' own code in their own process.
    """

    def valeur(**names: Any) -> Any:
        import pandas as pd

        return eval(code, {"pd": pd, **names})

    return valeur


def _result(function: Callable[..., Any], trial: Mapping[str, Any]) -> Any:
    try:
        return function(**copy.deepcopy(dict(trial)))
    except (Exception, SystemExit) as error:  # `exit()`, too, ends nothing but this trial
        return _Stopped(type(error).__name__)


def same(one: Any, other: Any) -> bool:
    """Tell whether two results say the same: numbers nearly, columns by values and labels.

    What cannot be compared is not the same.
    """
    try:
        return _same(one, other)
    except (OverflowError, TypeError, ValueError, RecursionError):
        return False


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, _Stopped) or isinstance(other, _Stopped):
        return one == other
    kinds = {_kind(one), _kind(other)}
    if len(kinds) > 1:
        return False
    kind = kinds.pop()
    if kind == "number":
        if one == other or (one != one and other != other):  # dates of numpy, too
            return True
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=1e-12)
    if kind == "list":
        return len(one) == len(other) and all(map(same, list(one), list(other)))
    if kind == "mapping":
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if kind == "column":
        return same(list(one.index), list(other.index)) and same(list(one), list(other))
    if kind == "table":
        return list(one.columns) == list(other.columns) and all(
            same(one[name], other[name]) for name in one.columns
        )
    return one is other or bool(one == other)


def _kind(value: Any) -> str:
    name = type(value).__name__
    if name in ("bool", "bool_"):
        return "truth"
    if isinstance(value, complex):  # of numpy, too
        return "complex"
    if name in ("DataFrame", "Series"):
        return {"DataFrame": "table", "Series": "column"}[name]
    if isinstance(value, int | float) or (
        hasattr(value, "dtype") and not hasattr(value, "__len__")
    ):
        return "number"
    if isinstance(value, Mapping):
        return "mapping"
    if isinstance(value, list | tuple) or name in ("ndarray", "Index"):
        return "list"
    return "text" if isinstance(value, str) else name


def _are_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(part, str) for part in value)


def _malformed() -> Judgement:
    return Judgement(
        False,
        "la réponse enregistrée n’a pas la forme attendue : le fichier a sans doute été modifié à "
        "la main. Elle n’a pas pu être comptée.",
    )


JUDGES: Mapping[str, Callable[[Mapping[str, Any], Any], Judgement]] = {
    ONE: _judge_choice,
    SEVERAL: _judge_choice,
    ORDER: _judge_order,
    NUMERIC: _judge_number,
    CODE: _judge_code,
}
"""Kind of a question → what judges its answer."""
