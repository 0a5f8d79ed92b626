"""What the checks of module 04 compute and say, without a kernel.

Expected numbers were counted in `data/` by other means: plain `csv`, no pandas.
"""

import pandas as pd
import pytest
from checks import SOLUTIONS, checks_of

from atelier.learner.verifier import Presque

MODULE = "04-analyser"


@pytest.fixture(scope="module")
def loaded():
    return checks_of(MODULE)


@pytest.fixture
def checks(loaded, monkeypatch):
    monkeypatch.chdir(SOLUTIONS / MODULE)
    return loaded


def refusal(check, *answers, **named):
    """Return the sentence and the misconception with which a check refuses answers."""
    with pytest.raises(Presque) as caught:
        check(*answers, **named)
    return caught.value.message, caught.value.meprise


def misconception(check, *answers, **named):
    return refusal(check, *answers, **named)[1]


def test_the_doctors_of_a_country_are_counted_in_the_last_year_that_is_known(checks):
    doctors = checks._effectif("SEN")
    assert (2023, 1970, 18_077_573) == (doctors.annee, doctors.medecins, doctors.habitants)


def test_a_right_answer_is_told_what_to_remember(checks):
    said = checks.taux_medecins_2(habitants_par_medecin=9_176.43, PAYS="SEN")
    assert said == "Deux phrases pour un même fait : choisissez celle que l’on retient."


def test_a_division_the_wrong_way_round_is_named(checks):
    assert "division-a-l-envers" == misconception(checks.taux_medecins_2, 1 / 9_176.43, PAYS="SEN")


def test_a_rate_for_a_thousand_is_told_its_base(checks):
    said, named = refusal(checks.taux_medecins_1, 18_077_573, 0.10897, PAYS="SEN")
    assert ("taux-sans-base", True) == (named, "pour 1 000 habitants" in said)


def test_people_without_electricity_are_counted_in_the_26_countries_of_the_course(checks):
    without = checks._electricite().sans
    assert (26, "COD", 82_410_202, 4_664_014) == (
        len(without),
        without.idxmax(),
        round(without["COD"]),
        round(without["SEN"]),
    )


def test_people_with_electricity_are_the_other_ones(checks):
    electricity = checks._electricite()
    have_it = electricity.habitants - electricity.sans
    assert "complement-oublie" == misconception(checks.sans_electricite_1, have_it)


@pytest.mark.parametrize("typed", ["COD", " cod", "RDC", "République démocratique du Congo"])
def test_a_country_may_be_given_by_its_code_or_its_name(checks, typed):
    assert "COD" == checks._code_de(typed)


@pytest.mark.parametrize(("code", "last", "points"), [("ERI", 2023, 18.93), ("CAF", 2019, 4.61)])
def test_a_rise_ends_where_a_series_with_gaps_does(checks, code, last, points):
    rise = checks._hausse(code)
    assert (last, points) == (rise.fin, round(rise.points, 2))


@pytest.mark.parametrize(
    ("code", "years"), [("GHA", [2019, 2020]), ("CIV", [2015]), ("GNQ", [2019]), ("SEN", [])]
)
def test_jumps_go_up_and_down_and_over_gaps(checks, code, years):
    assert years == checks._sauts(checks._serie(code, "internet_pct"), 10)


def test_the_column_of_totals_slipped_for_two_indicators(checks):
    gaps = checks._totaux("2014-09-26").ecarts
    assert {"deces_confirmes_cumules": 174, "deces_probables_cumules": 325} == gaps[
        gaps.abs() > 100
    ].to_dict()


def test_a_published_total_is_no_proof(checks):
    names = ["deces_confirmes_cumules", "deces_probables_cumules"]
    assert "total-juste" == misconception(checks.total_glisse_2, names, 494 + 174)


def right_table():
    data = SOLUTIONS.parent / "data"
    left = pd.read_csv(data / "indicateurs.csv").query("annee >= 2015")
    right = pd.read_csv(data / "population.csv")[["iso3", "annee", "population"]]
    return left[["iso3", "annee", "internet_pct"]].merge(right, on=["iso3", "annee"], how="left")


def twice(table, name):
    return pd.concat([table, table[name]], axis=1)


TABLES = {
    "years as texts": lambda table: table.assign(annee=table["annee"].astype(str)),
    "texts among years": lambda table: table.assign(annee=["2015", *table["annee"][1:]]),
    "lists for codes": lambda table: table.assign(iso3=[[code] for code in table["iso3"]]),
    "years twice": lambda table: twice(table, "annee"),
    "populations twice": lambda table: twice(table, "population"),
    "codes twice": lambda table: twice(table, "iso3"),
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_with_odd_columns_gets_a_sentence(checks, kind):
    said, _ = refusal(checks.jointure_par_codes_1, ["iso3", "annee"], TABLES[kind](right_table()))
    assert said.startswith(("Les lignes de « table » ne", "« table » a plusieurs colonnes"))


def test_keys_within_a_list_too_many_get_a_sentence(checks):
    said, _ = refusal(checks.jointure_par_codes_1, [["iso3", "annee"]], right_table())
    assert said.startswith("« cles » devrait nommer")


def join(left, right):
    return left.merge(right, on="iso3", how="left", validate="many_to_one")


def test_a_join_by_codes_is_right_in_both_parts(checks):
    assert (
        "Autant de lignes après qu’avant, et la bonne valeur en face.",
        "Une fonction qui s’arrête vaut mieux qu’une fonction qui invente.",
    ) == (checks.joindre_1(join), checks.joindre_2(join))


def stops_or(answer):
    """Return a function that joins, and returns `answer` where the right table repeats a code."""
    return lambda left, right: answer if right["iso3"].duplicated().any() else join(left, right)


def only_the_example(answer):
    """Return a function that joins the tables of the example, and returns `answer` for others."""
    return lambda left, right: join(left, right) if len(right) < 5 else answer


@pytest.mark.parametrize(
    ("part", "function", "sentence"),
    [
        (1, lambda left, right: twice(join(left, right), "iso3"), "« joindre » devrait renvoyer"),
        (1, only_the_example(3), "« joindre » marche sur l’exemple"),
        (1, only_the_example(pd.DataFrame()), "« joindre » marche sur l’exemple"),
        (2, stops_or(3), "Quand droite répète un code, « joindre » renvoie un nombre entier."),
        (2, only_the_example(pd.DataFrame()), "« joindre » ne refuse pas toutes"),
    ],
)
def test_whatever_a_function_returns_gets_a_sentence(checks, part, function, sentence):
    said, _ = refusal([checks.joindre_1, checks.joindre_2][part - 1], function)
    assert said.startswith(sentence)


@pytest.mark.parametrize("answer", [[2015, "2016"], [pd.NA], [pd.NA, pd.NA]])
def test_years_that_have_no_order_get_a_sentence(checks, answer):
    said, _ = refusal(checks.sauts_1, lambda series, limit: answer)
    assert "renvoie une liste qui ne contient pas que des années" in said


@pytest.mark.parametrize("answer", [[[]], [{}], [None]])
def test_names_that_are_no_texts_get_a_sentence(checks, answer):
    said, _ = refusal(checks.total_glisse_2, answer, 494)
    assert said.startswith("« decalees » contient autre chose que des noms")
