"""Checks that a learner reads."""

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from atelier import essayer, nature, proche, verifier
from atelier.learner import kinds
from atelier.learner.answers import read_answer, refuse_shadows
from atelier.learner.verifier import PasCommence, Presque, VariableAbsente
from atelier.verdict import CHECKS, read_verdict, write_verdict

NAMED = {
    "vrai-faux": kinds.TRUTH,
    "entier": kinds.INTEGER,
    "nombre": kinds.NUMBER,
    "texte": kinds.TEXT,
    "table": kinds.TABLE,
    "colonne": kinds.COLUMN,
    "dictionnaire": kinds.MAPPING,
    "liste": kinds.LIST,
    "fonction": kinds.FUNCTION,
}


def ask(kind, **names):
    """Return the answer `valeur` of a notebook that holds `names`, as a check would get it."""
    return read_answer(names, "valeur", NAMED[kind])


def refusal(kind, **names):
    with pytest.raises(Presque) as caught:
        ask(kind, **names)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("entier", 3),
        ("entier", np.int64(3)),
        ("nombre", 2.5),
        ("nombre", np.float32(2.5)),
        ("texte", "Thiès"),
        ("vrai-faux", np.True_),
        ("liste", [1]),
        ("dictionnaire", {"a": 1}),
        ("table", pd.DataFrame({"a": [1]})),
        ("colonne", pd.Series([1], name="a")),
        ("fonction", len),
    ],
)
def test_an_answer_of_the_right_kind_is_returned_as_it_is(kind, value):
    assert ask(kind, valeur=value) is value


@pytest.mark.parametrize(
    "unfinished",
    [..., [1, ...], {"a": ...}, {...: 1}, pd.Series(["a", ...]), (..., 2)],
    ids=["dots", "list", "value", "key", "column", "tuple"],
)
def test_three_dots_left_mean_not_started(unfinished):
    error = refusal("nombre", valeur=unfinished)
    assert type(error) is PasCommence
    assert "trois points" in error.message


def test_a_name_that_no_cell_defined_is_said_to_be_missing():
    error = refusal("nombre")
    assert type(error) is VariableAbsente
    assert "n’existe pas encore" in error.message


def test_a_misspelt_name_is_pointed_out():
    assert "« valeurs », si" in refusal("nombre", valeurs=3).message


@pytest.mark.parametrize("other", [{"valeurs": "trois"}, {"valeu": 3}, {"_valeur": 3}])
def test_a_name_of_another_kind_or_a_mere_beginning_is_not_taken_for_a_misspelling(other):
    assert "n’existe pas encore" in refusal("nombre", **other).message


def test_a_word_of_python_taken_as_a_name_is_pointed_out():
    with pytest.raises(Presque, match="del len"):
        refuse_shadows({"valeur": 3, "len": 4})


@pytest.mark.parametrize(
    ("kind", "value", "part", "misconception"),
    [
        ("entier", "3", "guillemets", "texte-et-nombre"),
        ("nombre", True, "True ou False", None),
        ("nombre", len, "parenthèses", "nommer-est-appeler"),
        ("entier", pd.Series([3]), ".iloc[0]", None),
        ("nombre", pd.Series([3, 4]), "n’en gardez qu’une", None),
        ("liste", "iso3", "entre crochets", None),
        ("entier", 3.5, "entourez-le de int(…)", None),
        ("nombre", (8, 4), "écrivez un point", None),
        ("colonne", [1, 2], "pd.Series(…)", None),
        ("colonne", len, "parenthèses", "nommer-est-appeler"),
        ("texte", 3, "entre guillemets", None),
        ("table", pd.Series([1]), "une colonne (Series)", None),
        ("texte", None, "Rangez le calcul lui-même", "afficher-est-ranger"),
        ("liste", {1}, "« set »", None),
    ],
)
def test_an_answer_of_another_kind_is_named_with_a_way_out(kind, value, part, misconception):
    error = refusal(kind, valeur=value)
    assert part in error.message
    assert misconception == error.meprise


def test_a_condition_that_holds_is_silent():
    assert verifier(np.True_, "jamais lu") is None


def test_a_condition_that_fails_raises_its_message_and_misconception():
    with pytest.raises(Presque) as caught:
        verifier(False, "Reprenez la division.", "taux-sur-total")
    assert read_verdict(str(caught.value)) == ("Reprenez la division.", "taux-sur-total")


def test_a_whole_column_as_condition_is_the_authors_mistake():
    with pytest.raises(ValueError, match="ambiguous"):
        verifier(pd.Series([True, False]), "jamais lu")


def test_a_function_is_tried_on_a_copy_of_its_argument():
    def spoil(values):
        values.append(9)
        return values

    original = [1]
    assert essayer(spoil, original) == [1, 9]
    assert original == [1]


@pytest.mark.parametrize(
    ("function", "kind", "part"),
    [
        (lambda x: 1 / 0, Presque, "ZeroDivisionError"),
        (lambda x: None, Presque, "ne renvoie rien"),
        (lambda x: ..., PasCommence, "trois points"),
    ],
    ids=["error", "nothing", "dots"],
)
def test_a_function_that_stops_or_returns_nothing_is_explained(function, kind, part):
    with pytest.raises(kind) as caught:
        essayer(function, 1, quand="sur un tableau vide")
    assert part in caught.value.message


@pytest.mark.parametrize(
    ("got", "wanted", "tolerance", "verdict"),
    [
        (8.424, 8.42, 0.001, True),
        (8.42, 84.2, 0.001, False),
        (0.0, 1e-9, 1e-6, True),
        (10**400, 1.0, 1e-6, False),
        (1.0, -(10**400), 1e-6, False),
    ],
)
def test_numbers_are_near_within_a_tolerance(got, wanted, tolerance, verdict):
    assert verdict == proche(got, wanted, tolerance)


def test_the_nature_of_a_value_is_said_in_french():
    assert [nature(3), nature("a"), nature(None), nature({1})] == [
        "un nombre entier",
        "un texte",
        "rien (None)",
        "un objet « set »",
    ]


def test_a_failed_check_is_shown_as_a_short_box_without_traceback():
    lines = Presque("Une phrase. " * 12, "vide-est-zero")._render_traceback_()
    assert "┌─ Presque" in lines[0]
    assert "repère : vide-est-zero" in lines[-1]
    assert all(len(line) <= 72 for line in lines[1:-1])


def test_no_line_of_the_box_begins_with_a_sign_that_french_keeps_with_its_word():
    lines = Presque(f"Voici {'x' * 63} : « non » ; a != b")._render_traceback_()
    assert not any(line.startswith(("│ :", "│ »", "│ ;")) for line in lines)


def test_ipython_shows_the_box_in_place_of_a_traceback(capsys):
    InteractiveShell().run_cell(
        "from atelier import verifier\nverifier(False, 'Reprenez la division.')",
        store_history=False,
    )
    shown = capsys.readouterr().out
    assert "Reprenez la division." in shown
    assert "Traceback" not in shown


def test_the_names_of_the_errors_are_those_that_the_graders_look_for():
    assert (PasCommence.__name__, VariableAbsente.__name__, Presque.__name__) == CHECKS


def test_a_verdict_without_misconception_reads_back_as_it_was():
    assert read_verdict(write_verdict("Presque [juste].", None)) == ("Presque [juste].", None)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("Use a.any() or a.all().", "Use a.any() or a.all(). Essayez-la"),
        ("x" * 5000, "x" * 300 + "… Essayez-la"),
    ],
)
def test_an_error_is_repeated_without_a_second_full_stop_and_not_at_length(error, said):
    def stops():
        raise ValueError(error)

    with pytest.raises(Presque) as caught:
        essayer(stops)
    assert f"ValueError, {said}" in caught.value.message
