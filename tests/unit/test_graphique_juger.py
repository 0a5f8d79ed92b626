"""Charts judged on what was read: each defect has its code, its sentence, its misconception."""

import json

import drawn
import pytest
from drawn import MALI, NAMES, NIGER, RATES, VALUES, YEARS, plt

from atelier import controler_graphique, defauts, lire_figure, lire_graphique
from atelier.learner.verifier import Presque


@pytest.fixture(autouse=True)
def no_figure_is_left():
    plt.close("all")
    yield
    plt.close("all")


def codes(dessin, **wanted):
    return [one.code for one in defauts(lire_graphique(dessin), **wanted)]


@pytest.mark.parametrize("draw", drawn.RIGHT, ids=lambda draw: draw.__name__)
def test_nothing_is_wrong_with_a_right_chart(draw):
    assert codes(draw()) == []


@pytest.mark.parametrize("draw", drawn.RIGHT_RATES, ids=lambda draw: draw.__name__)
def test_the_same_rates_are_found_however_they_are_drawn(draw):
    assert codes(draw(), valeurs=RATES) == []


@pytest.mark.parametrize(
    ("code", "draw"),
    [
        pytest.param(code, draw, id=f"{code}-{number}")
        for code, draws in drawn.WRONG.items()
        for number, draw in enumerate(draws)
    ],
)
def test_a_defect_is_told_first_by_its_own_code(code, draw):
    assert codes(draw())[:1] == [code]


def test_what_is_judged_is_plain_data():
    travelled = json.loads(json.dumps(lire_graphique(drawn.cut())))
    assert [one.code for one in defauts(travelled)] == ["axe-coupe"]


def kinds(value):
    """Return the exact types that a reading is made of."""
    parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value
    inside = [kinds(part) for part in parts] if isinstance(value, dict | list) else []
    return {type(value)}.union(*inside)


@pytest.mark.parametrize("draw", drawn.RIGHT, ids=lambda draw: draw.__name__)
def test_a_reading_is_made_of_kinds_that_cross_to_the_grader(draw):
    assert kinds(lire_figure(draw())) <= {dict, list, str, int, float, bool}


def test_the_first_defect_is_raised_with_its_misconception():
    read = lire_graphique(drawn.cut())
    with pytest.raises(Presque, match="ne part pas de zéro") as caught:
        controler_graphique(read)
    assert caught.value.meprise == "axe-coupe"


def test_a_right_chart_raises_nothing():
    assert controler_graphique(lire_graphique(drawn.bars()), valeurs=RATES) is None


@pytest.mark.parametrize("lu", [None, ..., "barres", [], {}, {"forme": "barres", "series": 3}])
def test_what_was_not_read_is_told_so(lu):
    with pytest.raises(Presque, match="n’est pas un dessin relu"):
        controler_graphique(lu)


def test_an_unknown_expectation_is_the_authors_mistake():
    with pytest.raises(TypeError):
        controler_graphique(lire_graphique(drawn.bars()), form="barres")


@pytest.mark.parametrize(
    ("form", "misconception"),
    [
        ("pie", "camembert-pour-comparer"),
        ("line", "courbe-sans-temps"),
        ("bar", "forme-indifferente"),
    ],
)
def test_another_form_names_its_misconception(form, misconception):
    read = lire_graphique(RATES.plot(kind=form))
    (first, *_) = defauts(read, forme="points")
    assert (first.code, first.meprise) == ("forme", misconception)


def changed(**values):
    return {**dict(zip(NAMES, VALUES, strict=True)), **values}


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (changed(Niger=25.0), "valeurs"),
        (changed(Gabon=90.0), "manque"),
        ({"Togo": 59.2, "Niger": 20.1}, "trop"),
        ({"Kara": 3.0, "Lomé": 4.0}, "autre-dessin"),
        ({"Benin": 57.0, "Togo": 59.2, "Niger": 20.1, "Mali": 54.5, "Tchad": 12.0}, "accents"),
        ({name: value / 100 for name, value in changed().items()}, "unite-100"),
        ({name: value * 1e6 for name, value in changed().items()}, "unite-1000"),
        (changed(Niger=float("nan")), "trou-rempli"),
    ],
)
def test_data_that_differ_are_told_apart(wanted, code):
    assert codes(drawn.bars(), valeurs=wanted)[:1] == [code]


def test_no_message_gives_an_expected_value():
    found = defauts(lire_graphique(drawn.bars()), valeurs=changed(Niger=31.7))
    assert not any("31" in one.message for one in found)


@pytest.mark.parametrize("typed", ["NIGER", " Niger ", "Niger (20,1 %)", "Niger\n(2023)"])
def test_a_label_may_be_written_in_several_ways(typed):
    ax = plt.subplots()[1]
    ax.bar([typed, "Mali"], [20.1, 54.5])
    assert codes(drawn.dress(ax), valeurs={"Niger": 20.1, "Mali": 54.5}) == []


def test_numbers_of_rows_are_no_names():
    ax = plt.subplots()[1]
    ax.bar(range(5), VALUES)
    assert codes(drawn.dress(ax), valeurs=RATES) == ["etiquettes"]


def test_a_table_that_was_not_filtered_is_told():
    ax = plt.subplots()[1]
    ax.bar(["Mali", "Niger", "Mali", "Niger"], [1, 2, 54.5, 20.1])
    (first, *_) = defauts(lire_graphique(drawn.dress(ax)), valeurs={"Mali": 54.5, "Niger": 20.1})
    assert (first.code, first.meprise) == ("trop", "toute-la-table")


def test_lines_beside_the_one_that_was_asked_are_too_many():
    assert codes(drawn.two_lines(), valeurs=LINES["Mali"]) == ["series-en-trop"]


def test_a_finding_may_stand_under_a_subject():
    ax = drawn.bars()
    ax.figure.suptitle("Accès à l’électricité")
    assert codes(ax) == []


@pytest.mark.parametrize("label", ["Pourcentage de la population", "Part des habitants", "en %"])
def test_a_percentage_is_said_in_several_ways(label):
    assert codes(drawn.relabelled(label), unite="%") == []


def test_values_in_millions_are_right_where_the_axis_says_so():
    ax = plt.subplots()[1]
    ax.bar(["Mali", "Niger"], [21.7, 24.3])
    wanted = {"Mali": 21_700_000, "Niger": 24_300_000}
    assert codes(drawn.dress(ax, y="millions d’habitants"), valeurs=wanted) == []


def test_a_hole_may_be_left_out_or_drawn_as_a_hole():
    wanted = {"Mali": 54.5, "Niger": float("nan")}
    for values in ([54.5, float("nan")], [54.5]):
        ax = plt.subplots()[1]
        ax.bar(["Mali", "Niger"][: len(values)], values)
        assert codes(drawn.dress(ax), valeurs=wanted) == []


LINES = {"Mali": dict(zip(YEARS, MALI, strict=True)), "Niger": dict(zip(YEARS, NIGER, strict=True))}


def test_several_series_are_found_by_their_values():
    assert codes(drawn.two_lines(), valeurs=LINES) == []


def test_groups_may_be_made_of_the_other_dimension():
    table = drawn.pd.DataFrame({"2013": [30, 40], "2023": [57, 59]}, index=["Mali", "Niger"])
    turned = table.T
    for some in (table, turned):
        assert codes(drawn.dress(some.plot.bar()), valeurs=table) == []


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"Mali": LINES["Mali"]}, "series-en-trop"),
        ({**LINES, "Tchad": dict.fromkeys(YEARS, 3)}, "serie-absente"),
        ({**LINES, "Niger": {year: 50 for year in YEARS}}, "valeurs"),
    ],
)
def test_a_series_that_differs_is_told(wanted, code):
    assert codes(drawn.two_lines(), valeurs=wanted)[:1] == [code]


def test_more_than_expected_may_be_accepted():
    assert codes(drawn.two_lines(), valeurs={"Mali": LINES["Mali"]}, en_plus=True) == []


def test_points_are_compared_whatever_their_order():
    ax = plt.subplots()[1]
    ax.scatter([3, 1, 2], [30, 10, 20])
    drawn.dress(ax, x="revenu en dollars")
    assert codes(ax, valeurs=[(1, 10), (2, 20), (3, 30)]) == []
    assert codes(ax, valeurs=[(10, 1), (20, 2), (30, 3)]) == ["axes-echanges"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("décroissant", []), ("rangé", []), ("croissant", ["ordre"]), (NAMES, ["ordre"])],
)
def test_bars_are_ranked_from_top_to_bottom(wanted, found):
    assert found == codes(drawn.bars_by_pandas(), ordre=wanted)


def test_the_order_of_the_file_is_no_order():
    (found,) = defauts(lire_graphique(drawn.bars()), ordre="décroissant")
    assert found.meprise == "ordre-du-fichier"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"mots": ("Gabon",)}, "titre-hors-sujet"),
        ({"source": ("ONU",)}, "source"),
        ({"unite": ("FCFA",)}, "unite"),
        ({"annee": "2019"}, "annee"),
        ({"texte_min": 9}, "texte-petit"),
    ],
)
def test_an_exercise_may_ask_for_words_and_sizes(wanted, code):
    assert codes(drawn.bars(), **wanted) == [code]


def test_a_point_may_be_left_aside():
    assert codes(drawn.cut(), base_zero=False) == []


def test_a_rainbow_is_told_where_it_is_asked():
    ax = drawn.bars(color=["C0", "C1", "C2", "C3", "C4"])
    assert codes(ax, couleurs_max=2) == ["couleurs"]


def multiples(share=True, titles=NAMES[:4]):
    figure, panels = plt.subplots(2, 2, sharey=share, layout="constrained")
    for number, (ax, title) in enumerate(zip(panels.flat, titles, strict=True)):
        ax.plot(YEARS, [value * (number + 1) for value in MALI])
        ax.set_title(title)
    figure.suptitle("Le Mali avance plus vite que ses voisins")
    figure.supylabel("% de la population")
    figure.supxlabel("Source : Banque mondiale")
    return figure


PANELS = {
    name: {year: value * (number + 1) for year, value in zip(YEARS, MALI, strict=True)}
    for number, name in enumerate(NAMES[:4])
}


def figure_codes(figure, **wanted):
    return [one.code for one in defauts(lire_figure(figure), **wanted)]


def test_small_charts_are_judged_together():
    assert figure_codes(multiples(), nombre=4, valeurs=PANELS, forme="courbe") == []


@pytest.mark.parametrize(
    ("figure", "wanted", "code"),
    [
        (lambda: multiples(share=False), {}, "echelles"),
        (multiples, {"nombre": 5}, "nombre"),
        (lambda: multiples(titles=["", "", "", ""]), {}, "petits-titres"),
        (lambda: multiples(titles=NAMES[3::-1]), {"valeurs": PANELS}, "valeurs"),
        (drawn.broken, {}, "axe-casse"),
    ],
)
def test_small_charts_share_a_scale_and_have_names(figure, wanted, code):
    assert figure_codes(figure(), **wanted)[:1] == [code]
