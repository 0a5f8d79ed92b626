"""What the checks of module 05 compute and say, without a kernel.

Expected numbers were counted in `data/` by other means: plain `csv`, no pandas.
"""

import struct
import zlib
from pathlib import Path

import pytest
from checks import SOLUTIONS, checks_of
from drawn import plt
from PIL import Image, PngImagePlugin

from atelier import lire_graphique
from atelier.learner.verifier import Presque

MODULE = "05-visualiser"


@pytest.fixture(scope="module")
def loaded():
    return checks_of(MODULE)


@pytest.fixture
def checks(loaded, monkeypatch):
    monkeypatch.chdir(SOLUTIONS / MODULE)
    yield loaded
    plt.close("all")


def refusal(check, *answers, **named):
    """Return the sentence and the misconception with which a check refuses answers."""
    with pytest.raises(Presque) as caught:
        check(*answers, **named)
    return caught.value.message, caught.value.meprise


def test_four_countries_are_one_and_its_most_populous_neighbours(checks):
    assert ["SEN", "NGA", "GHA", "CIV"] == checks._quatre("SEN")


@pytest.mark.parametrize(
    ("code", "pairs"),
    [("GHA", [(2018, 2019), (2019, 2020)]), ("CIV", [(2014, 2015)]), ("SEN", [])],
)
def test_breaks_stand_between_known_years(checks, code, pairs):
    assert pairs == checks._ruptures(checks._serie(code, "internet_pct", 2000, 2023))


def test_a_number_may_be_written_with_none_to_three_decimals(checks):
    assert {"21", "20.6", "20.60", "20.600"} == checks._ecritures(20.6)


@pytest.mark.parametrize(
    ("label", "year"), [(2014, 2014), ("2014", 2014), ("2014-07-01", 2014), ("Mali", 0), ("²", 0)]
)
def test_a_label_says_its_year(checks, label, year):
    assert year == checks._annee(label)


def test_an_axis_that_starts_at_60_magnifies_ten_times(checks):
    assert 10 == round(checks._exageration(60.774, 68.683, 60))


def test_a_pie_to_compare_countries_is_named(checks):
    forms = dict.fromkeys("ABCDEF", "Camembert")
    assert "camembert-pour-comparer" == refusal(checks.choisir_forme, forms)[1]


def internet(checks, first, last):
    return checks._serie("CIV", "internet_pct", first, last)


def in_two_parts(checks):
    """Draw the broken series of the exercise « rupture », and read it."""
    ax = plt.subplots()[1]
    ax.plot(internet(checks, 2005, 2014))
    ax.plot(internet(checks, 2015, 2023))
    return lire_graphique(ax)


def test_a_line_in_two_parts_is_right(checks):
    said = checks.rupture_1(in_two_parts(checks))
    assert "On ne relie pas ce que l’on ne peut pas comparer." == said


def test_a_line_over_the_break_is_named(checks):
    ax = plt.subplots()[1]
    ax.plot(internet(checks, 2005, 2023))
    assert "saut-du-monde" == refusal(checks.rupture_1, lire_graphique(ax))[1]


def test_a_line_over_the_break_with_a_mark_is_right(checks):
    ax = plt.subplots()[1]
    ax.plot(internet(checks, 2005, 2023))
    ax.axvline(2014.5)
    assert checks.rupture_1(lire_graphique(ax))


def test_a_grid_of_colours_is_a_chart_of_another_form(checks):
    ax = plt.subplots()[1]
    ax.imshow([[1, 2], [3, 4]])
    said, _ = refusal(checks.classement_2, lire_graphique(ax), PAYS="SEN")
    assert said == "Il faut d’abord des barres : terminez la partie 1."


def test_years_that_are_not_known_are_not_invented(checks):
    doctors = checks._serie("CAF", "medecins_pour_1000")
    ax = plt.subplots()[1]
    ax.plot(doctors.interpolate(), marker="o")
    assert "trou-comble" == refusal(checks.trous_montres_1, lire_graphique(ax), PAYS="CAF")[1]


def test_a_country_with_gaps_may_show_them(checks):
    ax = plt.subplots()[1]
    ax.plot(checks._serie("CAF", "medecins_pour_1000"), marker="o")
    ax.set_ylim(bottom=0)
    assert checks.trous_montres_1(lire_graphique(ax), PAYS="CAF")


def subject(**changed):
    return {"indicateur": "electricite_pct", "debut": 2000, "fin": 2023, "compares": []} | changed


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"indicateur": ["electricite_pct"]}, "qui n’est pas dans le dictionnaire"),
        ({"indicateur": "eletricite"}, "qui n’est pas dans le dictionnaire"),
        ({"debut": True}, "sont deux années"),
        ({"fin": [2023]}, "sont deux années"),
        ({"compares": None}, "une liste de codes"),
        ({"debut": 2023}, "n’a pas deux valeurs"),
    ],
)
def test_a_subject_that_cannot_be_drawn_gets_a_sentence(checks, changed, words):
    said = [
        refusal(check, answer, subject(**changed), PAYS="SEN")[0]
        for check, answer in [(checks.texte_alternatif_1, "Courbe"), (checks.image_exportee_1, {})]
    ]
    assert [True, True] == [words in one for one in said]


def test_a_menu_may_hold_anything_on_its_right(checks):
    said, _ = refusal(checks.menu_explorateur, {"Électricité": ["electricite_pct"]}, 3, PAYS="SEN")
    assert said.startswith("À droite, « menu » contient autre chose")


@pytest.mark.parametrize("answer", [{}, {"series": []}, {"series": [3], "titre": "Un titre"}, 3])
def test_a_function_that_returns_no_chart_gets_a_sentence(checks, answer):
    said, _ = refusal(checks.dessiner_1, lambda *asked: answer, PAYS="SEN")
    assert "devrait renvoyer un dessin relu" in said


def test_no_chart_is_right_where_a_country_has_no_value(checks):
    asked = checks._Demande("pib_hab_ppa", 2012, 2024)
    said = checks._verifier_une_autre_demande(lambda *_: "aucune donnée", asked, "ERI")
    assert said is None


TEXT = "Courbe : l’accès à l’électricité au Sénégal"


def exported(folder, size=(800, 500), colour="white"):
    """Write an image and its text as the exercise asks for."""
    words = PngImagePlugin.PngInfo()
    words.add_itxt("Title", "Sénégal : l’électricité gagne")
    words.add_itxt("Description", TEXT)
    image = Image.new("L", size, "black")
    image.paste(colour, (0, 0, 400, 400))
    image.save(folder / "mon_graphique.png", pnginfo=words)
    (folder / "mon_graphique.txt").write_text(TEXT, encoding="utf-8")
    return folder / "mon_graphique.png"


@pytest.fixture
def png(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return exported(tmp_path)


def test_an_image_with_its_words_is_right(loaded, png):
    assert loaded.image_exportee_2({}, TEXT).endswith("Voilà votre brique de récit.")


def test_an_image_of_one_colour_shows_nothing(loaded, png):
    exported(png.parent, colour="black")
    assert refusal(loaded.image_exportee_2, {}, TEXT)[0].startswith("mon_graphique.png est vide")


def chunk(kind, content):
    """Return a part of a PNG file."""
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def test_an_image_cut_short_gets_a_sentence(loaded, png):
    whole = png.read_bytes()
    start = whole.index(b"IDAT") - 4
    png.write_bytes(whole[:start] + chunk(b"IDAT", whole[start + 8 : start + 40]))
    assert refusal(loaded.image_exportee_2, {}, TEXT)[0].startswith("mon_graphique.png est abîmé")


def test_an_image_of_billions_of_points_is_not_opened(loaded, png):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0))
    Path(png).write_bytes(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IEND", b""))
    assert "ecran-du-lecteur" == refusal(loaded.image_exportee_2, {}, TEXT)[1]
