"""Boundaries as a table, zones drawn in layers, and a drawn map read back as plain data."""

import json
import subprocess
import sys

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("agg")
import matplotlib.pyplot as plt
from matplotlib.collections import PatchCollection, PolyCollection
from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path

from atelier import dessiner_zones, lire_carte, lire_contours, situer
from atelier.learner.cartes.geometrie import contains, inner_point
from atelier.learner.verifier import Presque

WEST = [[[0, 0], [0, 10], [10, 10], [10, 0], [0, 0]]]
EAST_WITH_A_LAKE = [
    [[10, 0], [10, 10], [20, 10], [20, 0], [10, 0]],
    [[12, 2], [18, 2], [18, 8], [12, 8], [12, 2]],
]
ISLANDS = [
    [[[30, 0], [30, 1], [31, 1], [31, 0], [30, 0]]],
    [[[40, 0], [40, 9], [49, 9], [49, 0], [40, 0]]],
]
FEATURES = [
    {"properties": {"iso3": "WST"}, "geometry": {"type": "Polygon", "coordinates": WEST}},
    {
        "properties": {"iso3": "EST"},
        "geometry": {"type": "Polygon", "coordinates": EAST_WITH_A_LAKE},
    },
    {"properties": {"iso3": "ILE"}, "geometry": {"type": "MultiPolygon", "coordinates": ISLANDS}},
]


@pytest.fixture(autouse=True)
def no_figure_is_left():
    plt.close("all")
    yield
    plt.close("all")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "zones.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": FEATURES}))
    return path


@pytest.fixture
def zones(file):
    return lire_contours(file)


def refusal(call, *arguments, **named):
    """Return the sentence with which `call` refuses."""
    with pytest.raises(Presque) as caught:
        call(*arguments, **named)
    return caught.value.message


def test_boundaries_are_a_table_with_their_properties(zones):
    assert [["WST"], ["EST"], ["ILE"]] == zones[["iso3"]].to_numpy().tolist()


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "{", '{"features": [{"properties": {}, "geometry": null}]}']
)
def test_a_file_without_boundaries_is_refused_in_french(tmp_path, text):
    (tmp_path / "zones.geojson").write_text(text)
    assert "ne contient pas de contours lisibles" in refusal(
        lire_contours, tmp_path / "zones.geojson"
    )


def test_an_absent_file_is_refused_with_the_place_of_the_right_ones(tmp_path):
    assert "../../data/geo/" in refusal(lire_contours, tmp_path / "absent.geojson")


def test_points_are_given_the_zone_that_contains_them(zones):
    points = pd.DataFrame({"longitude": [5, 11, 15, 45, 60], "latitude": [5, 5, 5, 5, 5]})
    assert ["WST", "EST", None, "ILE", None] == situer(points, zones).tolist()


def test_places_keep_the_labels_of_their_rows(zones):
    points = pd.DataFrame({"longitude": [5], "latitude": [5]}, index=["Kaédi"])
    assert "WST" == situer(points, zones)["Kaédi"]


@pytest.mark.parametrize(
    ("points", "key", "sentence"),
    [
        (pd.DataFrame({"longitude": [1]}), "iso3", "« latitude »"),
        (pd.DataFrame({"longitude": [1], "latitude": [1]}), "code", "« code »"),
    ],
)
def test_a_missing_column_is_named(zones, points, key, sentence):
    assert sentence in refusal(situer, points, zones, key)


def test_a_place_inside_avoids_holes():
    assert contains(EAST_WITH_A_LAKE, *inner_point(EAST_WITH_A_LAKE))


def test_a_layer_is_read_back_as_its_zones(zones):
    ax = dessiner_zones(zones, couleur="#336699", hachures="//", bord="black", epaisseur=2)
    seen = lire_carte(ax)["zones"]
    assert [("#336699", "//", "#000000", 2.0)] * 3 == [
        (one["couleur"], one["hachures"], one["bord"], one["epaisseur"]) for one in seen
    ]
    places = pd.DataFrame([one["point"] for one in seen], columns=["longitude", "latitude"])
    assert ["WST", "EST", "ILE"] == situer(places, zones).tolist()


def test_an_outline_has_no_colour(zones):
    assert {None} == {
        one["couleur"] for one in lire_carte(dessiner_zones(zones, couleur="none"))["zones"]
    }


def test_layers_are_read_in_the_order_in_which_they_are_drawn(zones):
    ax = dessiner_zones(zones, couleur="#ffffff")
    dessiner_zones(zones.head(1), ax=ax, couleur="#000000")
    assert "#000000" == lire_carte(ax)["zones"][-1]["couleur"]


def test_a_layer_without_rows_opens_a_map_and_adds_nothing(zones):
    ax = dessiner_zones(zones[zones["iso3"] == "AAA"], etiquette="pas de donnée")
    dessiner_zones(zones, ax=ax, etiquette="une classe")
    ax.legend()
    assert ["une classe"] == [entry["texte"] for entry in lire_carte(ax)["legende"]]


def test_the_legend_shows_colour_and_hatch(zones):
    ax = dessiner_zones(zones, couleur="#ffffff", hachures="////", etiquette="pas de donnée")
    ax.legend(title="pour 100 000 habitants")
    read = lire_carte(ax)
    assert [{"texte": "pas de donnée", "couleur": "#ffffff", "hachures": "////"}] == read["legende"]
    assert "pour 100 000 habitants" == read["titre_legende"]


def test_a_map_opened_here_is_as_tall_as_its_zones_need(zones):
    wide = dessiner_zones(zones).get_figure().get_size_inches()
    tall = dessiner_zones(zones.head(1)).get_figure().get_size_inches()
    assert wide[0] == tall[0]
    assert wide[1] < tall[1]


def test_a_size_that_was_chosen_is_kept(zones):
    ax = dessiner_zones(zones)
    ax.get_figure().set_size_inches(8, 3)
    dessiner_zones(zones.head(1), ax=ax)
    assert [8, 3] == ax.get_figure().get_size_inches().tolist()


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (pd.DataFrame({"iso3": ["WST"]}), "sans colonne « geometry »"),
        (pd.DataFrame({"geometry": [np.nan]}), "n’a pas de contour"),
        ("benin", "ceci est un texte"),
        (None, "ceci est rien (None)"),
    ],
)
def test_what_has_no_outline_cannot_be_drawn(table, sentence):
    assert sentence in refusal(dessiner_zones, table)


@pytest.mark.parametrize("where", ["couleur", "bord"])
def test_a_colour_in_french_is_refused_with_names_that_work(zones, where):
    with pytest.raises(Presque, match="« bleu » n’est pas une couleur"):
        dessiner_zones(zones, **{where: "bleu"})


def test_a_map_that_is_none_says_how_to_open_one(zones):
    assert "ax = dessiner_zones(…)" in refusal(dessiner_zones, zones, ax="carte")


def square(x):
    return [(x, 0), (x, 10), (x + 10, 10), (x + 10, 0)]


def by_fill(ax):
    for x in (0, 10):
        ax.fill(*zip(*square(x), strict=True), color="#336699")


def by_patches(ax):
    for x in (0, 10):
        ax.add_patch(Polygon(square(x), facecolor="#336699"))


def by_paths(ax):
    for x in (0, 10):
        ax.add_patch(PathPatch(Path([*square(x), (x, 0)], closed=True), facecolor="#336699"))


def by_polygons(ax):
    ax.add_collection(PolyCollection([square(0), square(10)], facecolor="#336699"))


def by_numbers(ax):
    shapes = PatchCollection([Polygon(square(0)), Polygon(square(10))], cmap="Blues")
    shapes.set_array([20.0, np.nan])
    ax.add_collection(shapes)


@pytest.mark.parametrize("draw", [by_fill, by_patches, by_paths, by_polygons, by_numbers])
def test_zones_are_read_however_they_were_drawn(draw):
    _, ax = plt.subplots()
    draw(ax)
    ax.set(xlim=(0, 20), ylim=(0, 10))
    assert [[5.0, 5.0], [15.0, 5.0]] == [one["point"] for one in lire_carte(ax)["zones"]]


def test_colours_that_stand_for_numbers_keep_them():
    _, ax = plt.subplots()
    by_numbers(ax)
    assert [20.0, None] == [one["valeur"] for one in lire_carte(ax)["zones"]]


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: ax.scatter([1, 2], [3, 4], s=16, color="#336699", alpha=0.25),
        lambda ax: ax.plot([1, 2], [3, 4], "o", markersize=4, color="#336699", alpha=0.25),
    ],
    ids=["scatter", "plot"],
)
def test_points_are_read_with_their_size_and_opacity(draw):
    _, ax = plt.subplots()
    draw(ax)
    (layer,) = lire_carte(ax)["points"]
    assert ([1.0, 2.0], [3.0, 4.0], 2) == (layer["longitudes"], layer["latitudes"], layer["nombre"])
    assert ("#336699", 0.25, 4.0) == (layer["couleur"], layer["opacite"], layer["diametre"])


def test_hexagons_are_read_as_what_they_count():
    _, ax = plt.subplots()
    ax.hexbin([1, 1, 5], [1, 1, 5], gridsize=5, mincnt=1)
    read = lire_carte(ax)
    assert [{"nombre": 2, "total": 3.0, "plus_grand": 2.0}] == read["mailles"]
    assert [] == read["zones"]


def test_the_colour_bar_is_read_and_is_no_second_map():
    figure, ax = plt.subplots()
    by_numbers(ax)
    figure.colorbar(ax.collections[0], label="pour 100 000 habitants")
    assert "pour 100 000 habitants" == lire_carte(figure)["barre"]["titre"]


def test_title_texts_and_source_are_read(zones):
    ax = dessiner_zones(zones)
    ax.set_title("Un titre")
    ax.get_figure().text(0, 0, "Source : OMS")
    read = lire_carte(ax)
    assert ("Un titre", "Source : OMS") == (read["titre"], read["source"])


def test_what_is_read_is_plain_data(zones):
    read = lire_carte(dessiner_zones(zones))
    assert json.loads(json.dumps(read)) == read


def test_a_stretched_map_tells_how_degrees_are_drawn(zones):
    ax = dessiner_zones(zones)
    right = lire_carte(ax)["aspect"]
    ax.set_aspect("auto")
    ax.set_position([0, 0, 1, 1])
    ax.get_figure().set_size_inches(10, 1)
    assert lire_carte(ax)["aspect"] < 0.8 * right


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: None, "Aucun graphique n’est ouvert"),
        (plt.figure, "Cette figure est vide"),
        (lambda: plt.subplots()[1], "La carte est vide"),
        (lambda: pd.DataFrame(), "il a reçu un tableau"),
        (lambda: "ax", "il a reçu un texte"),
    ],
)
def test_where_there_is_no_map_a_sentence_says_so(make, sentence):
    assert sentence in refusal(lire_carte, make())


def test_a_huge_map_is_refused_and_closed(zones):
    ax = dessiner_zones(zones)
    ax.get_figure().set_size_inches(100, 100)
    ax.get_figure().set_dpi(600)
    assert "trop grande" in refusal(lire_carte, ax)
    assert [] == plt.get_fignums()


def test_maps_are_loaded_without_matplotlib_nor_pandas():
    code = (
        "import sys, atelier; atelier.lire_carte; atelier.lire_contours; atelier.controler_carte; "
        "print(sorted({'pandas', 'matplotlib', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "[]" == done.stdout.strip()
