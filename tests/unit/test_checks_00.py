"""What the checks of module 00 compute, without a kernel."""

import pytest
from checks import SOLUTIONS, checks_of

from atelier.learner.verifier import Presque

MODULE = "00-prise-en-main"
LONG_NAME = f"00-prise-en-main_{'a' * 300}.zip"


@pytest.fixture
def checks(monkeypatch):
    monkeypatch.chdir(SOLUTIONS / MODULE)
    return checks_of(MODULE)


def test_a_country_has_a_population_for_each_year(checks):
    population = checks._population("SEN")
    assert [2_555_376, 7_720_524, 18_077_573] == [population[year] for year in (1950, 1990, 2023)]


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("18 077 573 habitants en 2023", {18_077_573}),
        ("18\u202f077\u202f573 habitants", {18_077_573}),
        ("environ 18,1 millions en 2023, depuis 1950", {18_100_000}),
        ("près de 850 mille personnes", {850_000}),
        ("850 milliers", {850_000}),
        ("1.234.567 habitants", {1_234_567}),
        ("1,2 milliard", {1_200_000_000}),
        ("en 2023 et en 1950", set()),
    ],
)
def test_the_numbers_of_a_sentence_are_read_without_its_years(checks, sentence, numbers):
    assert numbers == set(checks._nombres_lus(sentence))


def test_a_row_number_is_not_taken_for_a_year(checks):
    with pytest.raises(Presque) as error:
        checks.depuis_quand(premiere_annee=2886, derniere_annee=2959, PAYS="SEN")
    assert "numero-de-ligne" == error.value.meprise


def test_a_sentence_more_precise_than_its_source_is_named(checks):
    phrase = "Nous sommes 18 077 573 en 2023, selon l’ONU, série depuis 1950."
    with pytest.raises(Presque) as error:
        checks.phrase_de_la_redactrice(phrase=phrase, PAYS="SEN")
    assert "precis-est-sur" == error.value.meprise


def test_the_example_s_country_may_be_one_s_own(checks):
    said = checks.deux_populations_1(
        population_2023=int(checks._population("NGA")[2023]), PAYS="NGA"
    )
    assert "Vous avez posé votre première question à une table." == said


def test_a_hand_in_that_is_there_is_found(checks, monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "REMISES", tmp_path)
    (tmp_path / "00-prise-en-main_awa-karite.zip").touch()
    said = checks.remise(fichier_a_envoyer="00-prise-en-main_awa-karite.zip", deja_recu=False)
    assert said.startswith("Il reste à enregistrer")


@pytest.mark.parametrize("name", ["00-prise-en-main_awa-karite.zip", LONG_NAME])
def test_a_hand_in_that_is_not_there_is_said_to_be_missing(checks, monkeypatch, tmp_path, name):
    monkeypatch.setattr(checks, "REMISES", tmp_path)
    with pytest.raises(Presque) as error:
        checks.remise(fichier_a_envoyer=name, deja_recu=False)
    assert error.value.message.startswith("Ce fichier n’est pas dans le dossier remises.")


def test_one_sign_in_place_of_two_is_named_though_it_leaves_a_number(checks):
    figure = int(checks._population("SEN")[2023])
    with pytest.raises(Presque) as caught:
        checks.ranger_comparer_2(identiques=figure, chiffre_publie=figure, PAYS="SEN")
    assert "egal-est-egalite" == caught.value.meprise


def test_a_number_in_place_of_a_comparison_gets_a_sentence(checks):
    with pytest.raises(Presque, match="« identiques » devrait être True ou False"):
        checks.ranger_comparer_2(identiques=0, chiffre_publie=17_651_103, PAYS="SEN")
