"""What the checks of module 02 compute, without a kernel."""

from pathlib import Path

import pandas as pd
import pytest
from checks import SOLUTIONS, checks_of

from atelier.learner.verifier import Presque

MODULE = "02-trouver-et-lire"


@pytest.fixture
def checks(monkeypatch):
    monkeypatch.chdir(SOLUTIONS / MODULE)
    return checks_of(MODULE)


@pytest.fixture
def services():
    """The file as a participant reads it."""
    folder = SOLUTIONS / MODULE
    return pd.read_csv(
        folder / "services_de_base.csv", sep=";", skiprows=3, decimal=",", na_values=["n.d."]
    )


def message_of(check, *answers, **named):
    with pytest.raises(Presque) as error:
        check(*answers, **named)
    return error.value.message


def test_the_funnel_counts_what_was_answered_yes(checks):
    games = checks._godi()
    games = games[games["annee"] == 2015]
    counts = [checks._oui(games, column) for column in ("existe", "en_ligne", "licence_ouverte")]
    assert [173, 99, 5] == counts


def test_the_journal_s_numbers_are_those_of_the_files(checks):
    assert {"titres": 3, "vides": 122, "codes": 3, "total": 1} == checks._nombres_du_journal()


def test_namibia_keeps_its_code(checks):
    assert "NA" == checks._population_2020().loc["Namibie", "iso2"]


def test_the_file_read_with_its_four_settings_is_right(checks, services):
    assert "Quatre réglages, et le fichier parle." == checks.services_de_base_1(services)


def test_the_order_of_the_rows_and_the_name_of_their_labels_do_not_matter(checks, services):
    turned = services.iloc[::-1].set_index("annee", drop=False)
    assert "Quatre réglages, et le fichier parle." == checks.services_de_base_1(turned)


def test_holes_filled_with_zeros_are_named(checks, services):
    with pytest.raises(Presque) as error:
        checks.services_de_base_1(services.fillna(0))
    assert "vide-est-zero" == error.value.meprise


@pytest.mark.parametrize(("country", "years", "last"), [("SEN", 7, 2021), ("CAF", 3, 2021)])
def test_a_country_has_the_years_that_the_source_measured(checks, country, years, last):
    said = checks.fraicheur_2(annees_connues=years, derniere_annee=last, PAYS=country)
    assert "Un chiffre a l’âge de sa dernière mesure, pas celui de la table." == said


def test_a_country_that_was_never_measured_is_told_so(checks):
    message = message_of(checks.fraicheur_2, annees_connues=0, derniere_annee=0, PAYS="LBY")
    assert message.startswith("La table n’a aucune valeur pour ce PAYS.")


@pytest.mark.parametrize("answer", [True, False, 1, 0])
def test_a_truth_is_one_however_it_is_written(checks, answer):
    assert checks._est_vrai_ou_faux(answer)


@pytest.mark.parametrize("answer", ["True", None, 2, [True], pd.Series([True, False]), pd.NA])
def test_what_is_no_truth_is_refused_without_an_error(checks, answer):
    permis = {"a": answer} | dict.fromkeys("bcdef", False)
    message = message_of(checks.a_t_on_le_droit, permis)
    assert message.startswith("Chaque réponse de « permis » est True ou False")


@pytest.mark.parametrize("answer", [pd.Series([",", ";"]), pd.DataFrame(), 7, b";"])
def test_a_separator_that_is_no_sign_is_refused_without_an_error(checks, answer):
    message = message_of(checks.separateur_trouve, lambda lines: answer)
    assert message.startswith('« trouver_separateur » devrait renvoyer ";"')


def test_a_text_read_for_one_file_only_is_refused_without_an_error(checks):
    def lire_texte(path):
        octets = Path(path).read_bytes()
        return octets if b"C\xf4te" in octets else octets.decode("utf-8-sig")

    message = message_of(checks.lire_texte_2, lire_texte)
    assert message.startswith("« lire_texte » ne rend pas « Côte d’Ivoire » tel quel")


def test_a_refusal_of_utf_8_is_explained(checks):
    message = message_of(checks.lire_texte_1, lambda path: Path(path).read_bytes().decode())
    assert message.startswith("« lire_texte », essayée sur un fichier d’un ancien Windows,")


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (pd.errors.ParserError, "les lignes n’ont pas toutes le même nombre de cases"),
        (type("ParserError", (ValueError,), {}), "les lignes n’ont pas toutes le même nombre"),
        (type("Told", (FileNotFoundError,), {}), "cherche un fichier qui n’existe pas"),
        (KeyError, "s’est arrêtée : KeyError"),
    ],
)
def test_an_error_is_explained_as_the_grader_tells_it_too(checks, kind, told):
    def charger(path):
        raise kind("x")

    assert told in message_of(checks.charger_1, charger)


@pytest.mark.parametrize(
    ("part", "lost"), [(2, "eau_pct"), (2, "population"), (3, "code_m49"), (3, "code_iso2")]
)
def test_a_column_lost_is_said_to_be_lost(checks, part, lost):
    def charger(path):
        sep = ";" if ";" in Path(path).read_text(encoding="utf-8") else ","
        decimal = "." if sep == "," else ","
        table = pd.read_csv(
            path, sep=sep, decimal=decimal, thousands=" ", dtype={"code_m49": str}, na_values=[]
        )
        return table.drop(columns=lost, errors="ignore")

    message = message_of(getattr(checks, f"charger_{part}"), charger)
    assert "« charger » perd les colonnes. Terminez d’abord la partie 1." == message


@pytest.mark.parametrize(
    ("cells", "expected", "same"),
    [
        ([1.5, None], [1.5, None], True),
        (["NA", "x"], ["NA", "x"], True),
        ([1, 2], [1, 2, 3], False),
        ([0.0], [None], False),
        ([None], [0], False),
        (["1"], [1], False),
        ([pd.Timestamp("2021")], [2021], False),
        ([[1, 2]], [None], False),
    ],
)
def test_cells_are_compared_by_kind_and_value(checks, cells, expected, same):
    assert same == checks._contient(pd.Series(cells, dtype=object), expected)
