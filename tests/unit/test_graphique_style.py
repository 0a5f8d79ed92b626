"""The course's style: its palette by computation, its sizes on a telephone, French numbers."""

import drawn
import matplotlib as mpl
import pytest
from drawn import plt

from atelier import ecrire_source, ecrire_titre, lire_graphique, nombre_francais, nombres_francais
from atelier.learner.graphiques.colours import contrast, nearest, rgb
from atelier.learner.verifier import Presque

STYLE = mpl.style.library.get("atelier.cours") or mpl.rc_params_from_file(
    next(iter(__import__("atelier").__path__)) + "/cours.mplstyle", use_default_template=False
)
PALETTE = [f"#{colour.lstrip('#')}" for colour in STYLE["axes.prop_cycle"].by_key()["color"]]


@pytest.fixture(autouse=True)
def _style():
    with plt.style.context("atelier.cours"):
        yield
    plt.close("all")


def test_each_colour_of_the_palette_stands_out_on_white():
    assert min(contrast(rgb(colour), rgb("#ffffff")) for colour in PALETTE) >= 3


@pytest.mark.parametrize(("first", "least"), [(2, 50), (3, 25), (4, 20), (6, 13)])
def test_the_colour_blind_tell_the_palette_apart(first, least):
    assert nearest(PALETTE[:first]) >= least


@pytest.mark.parametrize("name", ["text.color", "axes.labelcolor", "xtick.color", "ytick.color"])
def test_texts_stand_out_on_white(name):
    colour = mpl.colors.to_hex(STYLE[name])
    assert contrast(rgb(colour), rgb("#ffffff")) >= 7


def chart():
    ax = drawn.RANKED.plot.barh()
    ax.set(xlabel="% de la population", ylabel="")
    ecrire_titre(ax, "Le Tchad reste loin derrière ses voisins pour l’accès à l’électricité")
    ecrire_source(ax, "Banque mondiale, 2023")
    return ax


def test_the_smallest_text_is_read_on_a_telephone():
    assert lire_graphique(chart())["plus_petit_texte"] >= 7.5


def test_title_and_source_are_read_back():
    read = lire_graphique(chart())
    assert read["source"] == "Source : Banque mondiale, 2023"
    assert " ".join(read["titre"].split()).startswith("Le Tchad reste loin derrière ses voisins")


def test_a_long_title_stays_within_the_drawing():
    figure = chart().figure
    figure.draw_without_rendering()
    box = figure._suptitle.get_window_extent()
    assert box.x1 <= figure.bbox.x1


def test_writing_twice_leaves_one_line():
    ax = chart()
    ecrire_source(ax, "Source : ONU, 2024")
    assert lire_graphique(ax)["textes"] == ["Source : ONU, 2024"]


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (16789217, None, "16\u202f789\u202f217"),
        (12.5, None, "12,5"),
        (12.0, 1, "12,0"),
        (-1234.567, None, "\u22121\u202f234,57"),
        (0, None, "0"),
        (-0.001, 1, "0,0"),
        (float("nan"), None, "n.d."),
        (1e-9, None, "0"),
    ],
)
def test_numbers_are_written_in_french(number, decimals, text):
    assert nombre_francais(number, decimals) == text


def test_an_axis_is_written_in_french():
    ax = plt.subplots()[1]
    ax.set_ylim(0, 3000)
    ax.set_yticks([0, 1500, 3000])
    nombres_francais(ax, unite="F")
    ax.figure.draw_without_rendering()
    texts = [label.get_text() for label in ax.get_yticklabels()]
    assert texts == ["0\u00a0F", "1\u202f500\u00a0F", "3\u202f000\u00a0F"]


def test_a_small_scale_keeps_its_digits():
    ax = plt.subplots()[1]
    ax.set_ylim(0, 0.003)
    ax.set_yticks([0, 0.001, 0.002])
    nombres_francais(ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["0", "0,001", "0,002"]


def test_a_french_axis_keeps_its_numbers_for_the_reading():
    ax = plt.subplots()[1]
    ax.scatter([1000.0, 2500.5], [1, 2])
    nombres_francais(ax, "xy")
    assert [1000, 2500.5] == lire_graphique(ax)["series"][0]["etiquettes"]


@pytest.mark.parametrize(
    "call",
    [
        lambda: ecrire_source(plt.subplots()[1], ""),
        lambda: ecrire_source("ax", "ONU"),
        lambda: ecrire_titre(plt.subplots()[1], 3),
        lambda: nombres_francais(drawn.RATES),
        lambda: nombres_francais(plt.subplots()[1], axe="z"),
    ],
)
def test_a_mistake_is_told_in_french(call):
    with pytest.raises(Presque, match=r"attend|s’écrit"):
        call()
