"""A map that was read back is judged: each fault has its sentence and its misconception."""

import matplotlib
import pandas as pd
import pytest

matplotlib.use("agg")
import matplotlib.pyplot as plt

from atelier import controler_carte, defauts_carte, dessiner_zones, lire_carte
from atelier.learner.cartes.couleurs import lightness
from atelier.learner.cartes.ecrits import NO_DATA
from atelier.learner.verifier import Presque

BLUES = ["#dce9f7", "#a8cbe8", "#66a9d6", "#2c7bba"]
NAMES = ["AAA", "BBB", "CCC", "DDD", "EEE"]


def square(x):
    return {
        "type": "Polygon",
        "coordinates": [[[x, 0], [x, 10], [x + 9, 10], [x + 9, 0], [x, 0]]],
    }


ZONES = pd.DataFrame({"iso3": NAMES, "geometry": [square(10 * place) for place in range(5)]})
RATES = pd.Series([10, 20, 30, 40, float("nan")], index=NAMES)
TOTALS = pd.Series([400, 100, 300, 200, float("nan")], index=NAMES)
WANTED = {
    "contours": ZONES,
    "valeurs": RATES,
    "totaux": TOTALS,
    "unite": ("%",),
    "source": ("OMS",),
    "date_contours": True,
}


@pytest.fixture(autouse=True)
def no_figure_is_left():
    plt.close("all")
    yield
    plt.close("all")


def draw(colours=BLUES, order=NAMES[:4], missing="white", hatch="///", words="pas de donnée"):
    """Draw a map on which nothing is wrong, unless told otherwise."""
    ax = dessiner_zones(ZONES.head(0))
    for name, colour in zip(order, colours, strict=True):
        dessiner_zones(ZONES[ZONES["iso3"] == name], ax=ax, couleur=colour, etiquette=name)
    if missing:
        rows = ZONES[ZONES["iso3"] == "EEE"]
        dessiner_zones(rows, ax=ax, couleur=missing, hachures=hatch, etiquette=words)
    return ax


def dress(
    ax, legend=True, title="Quatre habitants sur dix", source="OMS", unit="%", contours="2017"
):
    if legend:
        ax.legend(title=unit)
    ax.set_title(title)
    ax.get_figure().text(0, 0, f"Source : {source} · contours : Natural Earth, {contours}")
    return ax


def faults(ax, **wanted):
    return [one.code for one in defauts_carte(lire_carte(ax), **{**WANTED, **wanted})]


def test_a_right_map_has_no_fault():
    assert [] == faults(dress(draw()))


def test_dark_may_stand_for_little():
    assert [] == faults(dress(draw(BLUES[::-1])))


def test_missing_may_be_grey_without_a_hatch():
    assert [] == faults(dress(draw(missing="#808080", hatch=None)))


def test_any_classes_that_follow_the_rate_are_right():
    three = [BLUES[0], BLUES[1], BLUES[1], BLUES[3]]
    assert [] == faults(dress(draw(three)))


def test_numbers_as_colours_are_right():
    from matplotlib.collections import PolyCollection

    ax = draw()
    for artist in [*ax.collections, *ax.patches]:
        artist.remove()
    rings = [zone["coordinates"][0] for zone in ZONES["geometry"]]
    shapes = PolyCollection(rings[:4], cmap="viridis")
    shapes.set_array(RATES[:4])
    ax.add_collection(shapes)
    ax.get_figure().colorbar(shapes, label="%")
    rows = ZONES[ZONES["iso3"] == "EEE"]
    dessiner_zones(rows, ax=ax, couleur="white", hachures="//", etiquette="pas de donnée")
    assert [] == faults(dress(ax))


@pytest.mark.parametrize(
    ("ax", "code", "misconception"),
    [
        (lambda: draw(order=["BBB", "DDD", "CCC", "AAA"]), "total", "carte-de-totaux"),
        (lambda: draw(missing=BLUES[0], hatch=None), "manquant-colorie", "manquant-est-faible"),
        (lambda: draw(missing=None), "zones-effacees", "manquant-efface"),
        (lambda: draw(BLUES[:3], NAMES[:3]), "zones-absentes", "jointure-sans-perte"),
        (lambda: draw(words=None), "manquant-sans-legende", "manquant-est-faible"),
        (
            lambda: draw(["#ee6677", "#ee6677", "#4477aa", "#ccbb44"]),
            "couleurs-en-desordre",
            "couleurs-sans-ordre",
        ),
        (lambda: draw(order=["CCC", "AAA", "BBB", "DDD"]), "valeurs", None),
        (lambda: draw([BLUES[0]] * 4), "une-couleur", None),
    ],
)
def test_what_is_coloured_is_judged(ax, code, misconception):
    found = defauts_carte(lire_carte(dress(ax())), **WANTED)
    assert (code, misconception) == (found[0].code, found[0].meprise)


@pytest.mark.parametrize(
    ("dressing", "code", "misconception"),
    [
        ({"legend": False}, "sans-legende", "graphique-muet"),
        (
            {"unit": "", "title": "Les habitants vont deux fois plus loin"},
            "sans-unite",
            "graphique-muet",
        ),
        ({"title": ""}, "sans-titre", "graphique-muet"),
        ({"title": "Carte des habitants"}, "titre-sujet", "graphique-muet"),
        ({"source": "moi"}, "sans-source", "chiffre-sans-source"),
        ({"contours": "libres"}, "contours-sans-date", "frontieres-eternelles"),
    ],
)
def test_what_is_written_is_judged(dressing, code, misconception):
    (found,) = defauts_carte(lire_carte(dress(draw(), **dressing)), **WANTED)
    assert (code, misconception) == (found.code, found.meprise)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["15 ou moins", "15 à 25", "25 à 35", "plus de 35"], []),
        (["(0, 15]", "(15, 25]", "(25, 35]", "(35, 1 000]"], []),
        (["peu", "assez", "beaucoup", "partout"], []),
        (["15 ou moins", "15 à 25", "plus de 35", "25 à 35"], ["legende-fausse"]),
        (["1 000 à 2 000", "500 à 1 000", "200 à 500", "200 ou moins"], ["legende-fausse"]),
    ],
)
def test_the_numbers_of_a_legend_rise_with_its_classes(words, codes):
    ax = dessiner_zones(ZONES.tail(1), couleur="white", hachures="//", etiquette="sans donnée")
    for place, text in enumerate(words):
        dessiner_zones(ZONES.iloc[[place]], ax=ax, couleur=BLUES[place], etiquette=text)
    assert codes == faults(dress(ax))


@pytest.mark.parametrize("contours", ["2017", "non datés", "date inconnue", "avant 2017"])
def test_boundaries_are_dated_by_a_year_or_by_saying_that_they_are_not(contours):
    assert [] == faults(dress(draw(), contours=contours))


@pytest.mark.parametrize(
    "words",
    [
        "Source : OMS, 2022 · contours : Natural Earth",
        "Contours : Natural Earth · Source : OMS, 2022",
        "Contours : Natural Earth. Chiffres : OMS, 2022",
    ],
)
def test_the_year_of_the_figures_does_not_date_the_boundaries(words):
    ax = draw()
    ax.legend(title="%")
    ax.set_title("Quatre habitants sur dix")
    ax.get_figure().text(0, 0, words)
    assert ["contours-sans-date"] == faults(ax)


@pytest.mark.parametrize(
    "title",
    [
        "Sénégal : 12 médecins pour 100 000 habitants",
        "Huit pays seulement dépassent le seuil de 50",
    ],
)
def test_a_count_or_a_verb_states_a_finding(title):
    assert [] == faults(dress(draw(), title=title))


def test_a_stretched_map_is_told():
    ax = dress(draw())
    ax.set_aspect(3)
    assert ["carte-etiree"] == faults(ax)


def test_zones_drawn_latitude_first_are_told():
    _, ax = plt.subplots()
    for zone in ZONES["geometry"]:
        ys, xs = zip(*zone["coordinates"][0], strict=True)
        ax.fill(xs, ys, color=BLUES[0])
    assert "latitude-longitude" == faults(dress(ax, legend=False))[0]


def test_a_layer_that_covers_one_zone_is_told():
    ax = dress(draw([BLUES[0], "#000000", BLUES[0], BLUES[1]]))
    assert "zone-recouverte" == faults(ax, totaux=None)[0]


def test_more_than_seven_classes_are_too_many():
    zones = pd.DataFrame({"iso3": list("ABCDEFGH"), "geometry": [square(10 * x) for x in range(8)]})
    ax = None
    for place in range(8):
        shade = f"#{30 * place:02x}{30 * place:02x}ff"
        ax = dessiner_zones(zones.iloc[[place]], ax=ax, couleur=shade, etiquette=str(place))
    ax.legend()
    values = pd.Series(range(8), index=list("ABCDEFGH"))
    wanted = {"contours": zones, "valeurs": values, "titre": False}
    assert ["trop-de-classes"] == [one.code for one in defauts_carte(lire_carte(ax), **wanted)]


@pytest.mark.parametrize(
    ("mark", "right"),
    [
        (lambda ax: None, False),
        (
            lambda ax: dessiner_zones(ZONES.head(1), ax=ax, couleur="none", bord="k", epaisseur=2),
            True,
        ),
        (lambda ax: ax.scatter([4], [5], color="k"), True),
        (lambda ax: ax.annotate("Pays A", (4, 5)), True),
        (lambda ax: dessiner_zones(ZONES, ax=ax, couleur="none", bord="k", epaisseur=2), False),
    ],
)
def test_one_country_must_stand_out(mark, right):
    ax = draw()
    mark(ax)
    found = faults(dress(ax), en_evidence="AAA", nom_en_evidence="Pays A")
    assert right == ("pays-introuvable" not in found)


POINTS = pd.DataFrame({"longitude": [1.0, 2, 3, 4, 5, 6], "latitude": [5.0, 6, 5, 6, 5, 6]})
CROWD = pd.DataFrame({"longitude": [1.0] * 50 + [40.0], "latitude": [2.0] * 50 + [8.0]})


@pytest.mark.parametrize(
    ("table", "put", "codes"),
    [
        (POINTS, lambda ax, t: ax.scatter(t["longitude"], t["latitude"]), []),
        (POINTS, lambda ax, t: ax.plot(t["longitude"], t["latitude"], "o"), []),
        (POINTS, lambda ax, t: ax.scatter(t["latitude"], t["longitude"]), ["latitude-longitude"]),
        (POINTS, lambda ax, t: None, ["sans-points"]),
        (
            POINTS,
            lambda ax, t: ax.scatter(t["longitude"][:4], t["latitude"][:4]),
            ["points-absents"],
        ),
        (
            POINTS,
            lambda ax, t: ax.scatter(t["longitude"] + 3.3, t["latitude"]),
            ["points-ailleurs"],
        ),
        (
            POINTS,
            lambda ax, t: ax.scatter([*t["longitude"], 40, 41], [*t["latitude"], 1, 2]),
            ["points-en-trop"],
        ),
        (CROWD, lambda ax, t: ax.scatter(t["longitude"], t["latitude"]), ["points-empiles"]),
        (CROWD, lambda ax, t: ax.scatter(t["longitude"], t["latitude"], alpha=0.2), []),
        (CROWD, lambda ax, t: ax.hexbin(t["longitude"], t["latitude"], gridsize=5), []),
        (CROWD, lambda ax, t: ax.hexbin(t["longitude"][:9], t["latitude"][:9]), ["mailles"]),
    ],
)
def test_points_are_judged_by_place_number_and_density(table, put, codes):
    ax = dessiner_zones(ZONES)
    put(ax, table)
    found = defauts_carte(lire_carte(ax), points=table, titre=False)
    assert codes == [one.code for one in found]


def test_the_first_fault_is_raised():
    with pytest.raises(Presque) as caught:
        controler_carte(lire_carte(dress(draw(missing=None))), **WANTED)
    assert "manquant-efface" == caught.value.meprise


def test_what_is_no_map_is_told():
    with pytest.raises(Presque, match="pas une carte relue"):
        controler_carte({"forme": "barres"}, **WANTED)


def test_an_unknown_expectation_is_the_authors_mistake():
    with pytest.raises(TypeError, match="unknown expectations"):
        controler_carte(lire_carte(draw()), echelle=True)


@pytest.mark.parametrize(
    "words", ["pas de donnée", "sans chiffre", "n.d.", "valeur manquante", "non mesuré"]
)
def test_words_for_missing_are_known(words):
    assert NO_DATA.search(words)


def test_lightness_goes_from_black_to_white():
    assert [0, 100] == [round(lightness(colour)) for colour in ("#000000", "#ffffff")]
