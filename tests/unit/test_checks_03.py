"""What the checks of module 03 compute, without a kernel."""

import pandas as pd
import pytest
from checks import SOLUTIONS, checks_of

from atelier.learner.verifier import Presque

MODULE = "03-nettoyer"


@pytest.fixture
def checks(monkeypatch):
    monkeypatch.chdir(SOLUTIONS / MODULE)
    return checks_of(MODULE)


@pytest.fixture
def brut(checks):
    return checks._brut()


def refusal_of(check, *answers, **named):
    with pytest.raises(Presque) as error:
        check(*answers, **named)
    return error.value


def clean(table, corrections):
    """Clean a list as the course does."""
    table = table.copy()
    names = table["Facility name"].str.replace("\xad", "")
    table["Facility name"] = names.str.split().str.join(" ")
    table["Admin1"] = table["Admin1"].replace(corrections)
    return table.drop_duplicates()


def test_the_journal_s_numbers_are_those_of_the_list(checks, brut):
    expected = {"espaces": [10], "regions": [1302], "doublons": [1], "positions": [347, 346]}
    assert expected == checks._nombres_du_journal(brut)


@pytest.mark.parametrize(
    ("noted", "found"), [([347], True), ([200, 147], True), ([347, 347], True), ([8.4], False)]
)
def test_a_step_of_the_journal_may_take_several_lines(checks, noted, found):
    assert found == checks._retrouves(pd.Series(noted), [347, 346])


def test_a_journal_that_a_spreadsheet_emptied_is_told_so(checks, tmp_path):
    (tmp_path / "journal.csv").touch()
    error = refusal_of(checks._journal_lu, str(tmp_path / "journal.csv"))
    assert "journal.csv ne se lit plus : il est vide" in error.message


@pytest.mark.parametrize("part", [1, 2, 3])
def test_a_cleaning_that_does_all_is_right(checks, part):
    check = getattr(checks, f"nettoyer_{part}")
    assert isinstance(check(lambda df: clean(df, checks.CORRECTIONS)), str)


def test_a_cleaning_that_changes_its_table_is_named(checks):
    def nettoyer(df):
        df["Facility name"] = clean(df, {})["Facility name"]
        return df

    assert "original-modifie" == refusal_of(checks.nettoyer_1, nettoyer).meprise


@pytest.mark.parametrize(("part", "lines"), [(2, 2), (2, 4), (3, 4), (3, 4119)])
@pytest.mark.parametrize("answer", [7, [], pd.DataFrame({"nom": []})])
def test_a_cleaning_that_answers_no_list_is_refused_without_an_error(checks, part, lines, answer):
    def nettoyer(df):
        return answer if len(df) == lines else clean(df, checks.CORRECTIONS)

    error = refusal_of(getattr(checks, f"nettoyer_{part}"), nettoyer)
    assert "« nettoyer » devrait renvoyer un tableau qui a les mêmes colonnes." == error.message


def test_regions_cut_into_lists_are_refused_without_an_error(checks, brut):
    error = refusal_of(checks.regions_2, brut["Admin1"].str.split())
    assert error.message.startswith("« region » n’est pas encore juste")


@pytest.mark.parametrize("value", [None, ["Ouémé"], pd.Series(["Ouémé"])])
def test_a_correction_that_is_no_text_is_refused_without_an_error(checks, value):
    corrections = checks.CORRECTIONS | {"Oueme": value}
    assert "orthographe-devinee" == refusal_of(checks.regions_1, corrections).meprise


def test_the_share_of_holes_is_that_of_each_country(checks):
    shares = pd.Series(
        {
            "Benin": 0,
            "Guinea": 100 * 225 / 1746,
            "Senegal": 100 * 91 / 1347,
            "Togo": 100 * 31 / 207,
        }
    )
    said = checks.trous_par_pays_1(shares)
    assert "Chaque pays est comparé à lui-même : c’est équitable." == said


def test_the_holes_of_each_country_are_no_share(checks):
    holes = pd.Series({"Benin": 0, "Guinea": 225, "Senegal": 91, "Togo": 31})
    assert "total-et-taux" == refusal_of(checks.trous_par_pays_1, holes).meprise


def test_a_value_for_each_row_is_not_one_for_each_country(checks, brut):
    rows = brut.set_index("Country")["Lat"].isna()
    error = refusal_of(checks.trous_par_pays_1, rows)
    assert error.message.startswith("« part_par_pays » devrait avoir une valeur pour chacun")


@pytest.mark.parametrize(
    ("country", "year", "value"), [("SEN", 2023, 0.109), ("CAF", 2023, 0.074), ("LBY", 2017, 2.042)]
)
def test_the_last_value_known_is_right_where_years_are_missing(checks, country, year, value):
    said = checks.derniere_valeur(annee_medecins=year, medecins=value, PAYS=country)
    assert "Une valeur ne voyage jamais sans son année." == said


def test_the_last_row_is_not_the_last_value(checks):
    error = refusal_of(
        checks.derniere_valeur, annee_medecins=2024, medecins=float("nan"), PAYS="CAF"
    )
    assert "derniere-ligne" == error.meprise


def test_a_number_with_every_kind_of_space_is_read(checks):
    said = checks.nombre_en_texte_1(lambda texte: int("".join(texte.split())))
    assert "Votre fonction lit les nombres des PDF." == said


@pytest.mark.parametrize("answer", [pd.Series([1250]), pd.NA, [1250], 1250.5])
def test_a_number_that_is_none_is_refused_without_an_error(checks, answer):
    error = refusal_of(checks.nombre_en_texte_1, lambda texte: answer)
    assert error.message.startswith("« en_nombre » devrait renvoyer 1250")


@pytest.mark.parametrize("answer", [pd.Series(["thies"]), 7, ["thies"]])
def test_a_key_that_is_no_text_is_refused_without_an_error(checks, answer):
    error = refusal_of(checks.cle_1, lambda nom: "oueme" if nom == "OUÉMÉ" else answer)
    assert error.message.startswith("« cle » marche sur « OUÉMÉ », pas sur « THIÈS »")
