"""What the checks of module 06 compute, and what they say of an answer, without a kernel."""

import bisect
import csv

import pandas as pd
import pytest
from checks import SOLUTIONS, checks_of
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from atelier.learner.verifier import Presque

MODULE = "06-cartographier"
DATA = SOLUTIONS.parent / "data"
ALTERNATIVE = (
    "Carte : l’accès à l’électricité en Afrique occidentale, en 2023. Sénégal : 74 % des habitants. "
    "Source : Banque mondiale."
)


@pytest.fixture(scope="module")
def checks():
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(SOLUTIONS / MODULE)
        yield checks_of(MODULE)


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def doctors():
    """Doctors per 100,000 inhabitants in 2022, computed without the checks' tools."""
    people = {(row["iso3"], row["annee"]): int(row["population"]) for row in rows("population.csv")}
    rates = {}
    for row in rows("indicateurs.csv"):
        if row["annee"] == "2022" and row["medecins_pour_1000"]:
            population = people[row["iso3"], "2022"]
            doctors = round(float(row["medecins_pour_1000"]) * population / 1000)
            rates[row["iso3"]] = 100_000 * doctors / population
    return rates


def sharing(rates, code, class_of):
    return sum(class_of(rate) == class_of(rates[code]) for rate in rates.values())


@pytest.mark.parametrize("code", ["SEN", "DZA", "NER", "MUS"])
def test_countries_in_the_class_of_one_are_counted_for_each_cut(checks, doctors, code):
    low, high = min(doctors.values()), max(doctors.values())
    ranked = sorted(doctors.values())
    expected = {
        "avec_pas_egaux": sharing(
            doctors, code, lambda r: min(4, int(5 * (r - low) / (high - low)))
        ),
        "avec_quantiles": sharing(
            doctors, code, lambda r: max(0, -(-5 * ranked.index(r) // (len(ranked) - 1)) - 1)
        ),
        "avec_choisies": sharing(doctors, code, lambda r: bisect.bisect_left([10, 20, 50, 100], r)),
    }
    assert expected == checks._pays_de_sa_classe(checks._medecins_pour_100_000(), code)


def test_a_country_without_doctors_counted_answers_for_algeria(checks, doctors):
    assert "SOM" not in doctors
    said = checks.classes_carte(avec_pas_egaux=2, avec_quantiles=10, avec_choisies=3, PAYS="SOM")
    assert said == "Même pays, même chiffre, trois voisinages. Dites toujours vos bornes."


def test_the_five_regions_that_the_list_misspells_are_found_empty(checks):
    in_list = [
        row["Admin1"]
        for row in rows("etablissements_sante_brut.csv")
        if row["Country"] == "Senegal"
    ]
    misspelt = {"Kaokack", "Kedougou", "Saintlouis", "Sediou", "Thies"}
    lost = sum(name in misspelt for name in in_list)
    said = checks.jointure_carte_1(
        regions_vides=["Kaolack", "Kédougou", "Saint-Louis", "Sédhiou", "Thiès"], perdus=lost
    )
    assert said == "Un établissement sur trois aurait disparu, sans un mot."


def test_facilities_that_found_their_region_are_not_the_lost_ones(checks):
    with pytest.raises(Presque) as error:
        checks.jointure_carte_1(
            regions_vides=["Kaolack", "Kédougou", "Saint-Louis", "Sédhiou", "Thiès"], perdus=879
        )
    assert error.value.meprise == "complement-oublie"


def test_a_list_of_lists_of_regions_is_told_what_it_should_be(checks):
    with pytest.raises(Presque, match="une liste de noms"):
        checks.jointure_carte_1(regions_vides=[["Dakar"]], perdus=468)


@pytest.fixture(scope="module")
def joined(checks):
    counts = checks._regions_de_la_liste().replace(checks.ORTHOGRAPHE_DES_CONTOURS).value_counts()
    outlines = checks._contours_du_senegal()
    return outlines.merge(counts.rename("etablissements"), left_on="nom", right_index=True)


def test_a_full_join_is_right(checks, joined):
    said = checks.jointure_carte_2(carte_senegal=joined)
    assert said == "Mêmes totaux avant et après : la jointure est bonne."


@pytest.mark.parametrize("column", ["nom", "etablissements", "geometry"])
def test_a_join_without_a_column_is_told_which_there_should_be(checks, joined, column):
    with pytest.raises(Presque, match="n’a pas les colonnes"):
        checks.jointure_carte_2(carte_senegal=joined.drop(columns=column))


@pytest.mark.parametrize("column", ["nom", "etablissements"])
def test_a_join_with_a_column_twice_is_told_so(checks, joined, column):
    twice = pd.concat([joined, joined[column]], axis=1)
    with pytest.raises(Presque, match="deux colonnes"):
        checks.jointure_carte_2(carte_senegal=twice)


def test_regions_that_are_not_names_are_not_those_of_the_outlines(checks, joined):
    with pytest.raises(Presque, match="ne contient pas les 14 régions"):
        checks.jointure_carte_2(carte_senegal=joined.assign(nom=[[1]] * len(joined)))


def test_an_alternative_text_gives_the_figure_of_its_country(checks):
    said = checks.carte_exportee_1(texte_alternatif=ALTERNATIVE, PAYS="SEN")
    assert said == "Fermez les yeux, faites-le lire : on voit la carte."


def test_an_alternative_text_with_another_figure_was_written_from_memory(checks):
    with pytest.raises(Presque) as error:
        checks.carte_exportee_1(texte_alternatif=ALTERNATIVE.replace("74", "64"), PAYS="SEN")
    assert error.value.meprise == "journal-de-memoire"


@pytest.fixture
def exported(checks, tmp_path, monkeypatch):
    """A map that was exported as the exercise asks, and the folder in which it lies."""
    monkeypatch.chdir(tmp_path)
    texts = PngInfo()
    texts.add_itxt("Title", "L’électricité")
    texts.add_itxt("Description", ALTERNATIVE)
    picture = Image.new("L", (500, 400))
    picture.putpixel((0, 0), 255)
    picture.save("ma_carte.png", pnginfo=texts)
    (tmp_path / "ma_carte.txt").write_text(ALTERNATIVE, encoding="utf-8")
    return tmp_path


def test_an_exported_map_with_its_texts_is_right(checks, exported):
    said = checks.carte_exportee_2(texte_alternatif=ALTERNATIVE)
    assert said == "0 Ko, et tout y est. Voilà votre brique de récit."


def test_an_empty_picture_is_told_so(checks, exported):
    with Image.open("ma_carte.png") as picture:
        texts = PngInfo()
        for key, text in picture.info.items():
            texts.add_itxt(key, text)
    Image.new("L", (500, 400)).save("ma_carte.png", pnginfo=texts)
    with pytest.raises(Presque, match="on n’y voit rien"):
        checks.carte_exportee_2(texte_alternatif=ALTERNATIVE)


@pytest.mark.parametrize("content", [b"", b"x", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_a_file_that_is_no_picture_is_told_so(checks, exported, content):
    (exported / "ma_carte.png").write_bytes(content)
    with pytest.raises(Presque, match="n’est pas une image PNG lisible"):
        checks.carte_exportee_2(texte_alternatif=ALTERNATIVE)


def test_a_picture_that_would_fill_the_memory_is_not_opened(checks, exported, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(Presque, match="n’est pas une image PNG lisible"):
        checks.carte_exportee_2(texte_alternatif=ALTERNATIVE)


def test_a_text_beside_the_map_in_another_encoding_is_told_so(checks, exported):
    (exported / "ma_carte.txt").write_text(ALTERNATIVE.replace("’", "'"), encoding="latin-1")
    with pytest.raises(Presque, match="en UTF-8"):
        checks.carte_exportee_2(texte_alternatif=ALTERNATIVE)
