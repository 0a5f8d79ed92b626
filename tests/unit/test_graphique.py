"""Charts read back as plain data, however they were drawn."""

import json
import subprocess
import sys

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("agg")
import matplotlib.pyplot as plt

from atelier import lire_figure, lire_graphique
from atelier.learner.verifier import Presque

NAMES = ["Bénin", "Togo", "Niger"]
VALUES = [57.0, 59.2, 20.1]
TABLE = pd.DataFrame({"pays": NAMES, "taux": VALUES})


@pytest.fixture(autouse=True)
def no_figure_is_left():
    plt.close("all")
    yield
    plt.close("all")


def pairs(chart, number=0):
    """Return labels with their values, of one series."""
    one = chart["series"][number]
    return list(zip(one["etiquettes"], one["valeurs"], strict=True))


def by_pyplot():
    plt.barh(NAMES, VALUES)


def by_object():
    _, ax = plt.subplots()
    ax.barh(NAMES, VALUES)
    return ax


def by_figure():
    figure, ax = plt.subplots()
    ax.barh(NAMES, VALUES)
    return figure


def by_pandas_table():
    return TABLE.plot.barh(x="pays", y="taux")


def by_pandas_column():
    return TABLE.set_index("pays")["taux"].plot(kind="barh")


def by_pandas_on_axes():
    _, ax = plt.subplots()
    TABLE.set_index("pays").plot.barh(ax=ax, legend=False)
    return ax


def by_the_bars_themselves():
    return plt.barh(NAMES, VALUES)


def by_numbers_and_ticks():
    _, ax = plt.subplots()
    ax.barh(range(3), VALUES)
    ax.set_yticks(range(3), NAMES)
    return ax


each_way = pytest.mark.parametrize(
    "draw",
    [
        by_pyplot,
        by_object,
        by_figure,
        by_pandas_table,
        by_pandas_column,
        by_pandas_on_axes,
        by_the_bars_themselves,
        by_numbers_and_ticks,
    ],
)


@each_way
def test_horizontal_bars_are_read_from_top_to_bottom(draw):
    chart = lire_graphique(draw())
    assert chart["forme"] == "barres horizontales"
    assert [("Niger", 20.1), ("Togo", 59.2), ("Bénin", 57.0)] == pairs(chart)


@each_way
def test_what_is_read_is_plain_data(draw):
    chart = lire_graphique(draw())
    assert chart == json.loads(json.dumps(chart))


def test_an_axis_turned_over_turns_the_reading_over():
    ax = by_object()
    ax.invert_yaxis()
    assert NAMES == lire_graphique(ax)["series"][0]["etiquettes"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plt.bar(NAMES, VALUES),
        lambda: TABLE.plot.bar(x="pays", y="taux"),
        lambda: TABLE.set_index("pays")["taux"].plot.bar(),
    ],
    ids=["pyplot", "table", "column"],
)
def test_upright_bars_are_read_from_left_to_right(draw):
    chart = lire_graphique(draw())
    assert chart["forme"] == "barres"
    assert list(zip(NAMES, VALUES, strict=True)) == pairs(chart)


def test_bars_at_numbers_keep_numbers_for_labels():
    assert [(2019, 3.0), (2020, 4.0)] == pairs(lire_graphique(plt.bar([2019, 2020], [3, 4])))


def test_years_written_under_the_bars_are_their_labels():
    plt.bar(range(2), [3, 4])
    plt.xticks(range(2), ["2019", "2020"])
    assert [("2019", 3.0), ("2020", 4.0)] == pairs(lire_graphique())


def test_groups_of_bars_are_as_many_series():
    table = pd.DataFrame({"avant": [1, 2], "apres": [3, 4]}, index=["Kara", "Lomé"])
    chart = lire_graphique(table.plot.bar())
    assert ["avant", "apres"] == [one["nom"] for one in chart["series"]]
    assert ["avant", "apres"] == chart["legende"]
    assert [("Kara", 3.0), ("Lomé", 4.0)] == pairs(chart, 1)


def test_each_bar_keeps_its_colour():
    bars = plt.bar(NAMES, VALUES, color=["grey", "red", "grey"])
    assert ["#808080", "#ff0000", "#808080"] == lire_graphique(bars)["series"][0]["couleurs"]


def test_a_missing_value_stays_missing():
    chart = lire_graphique(plt.bar(["a", "b"], [1.0, np.nan]))
    assert np.isnan(chart["series"][0]["valeurs"][1])


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plt.plot([2019, 2020, 2021], VALUES),
        lambda: pd.Series(VALUES, index=[2019, 2020, 2021]).plot(),
        lambda: TABLE.assign(annee=[2019, 2020, 2021]).plot(x="annee", y="taux"),
    ],
    ids=["pyplot", "column", "table"],
)
def test_a_line_is_read_in_the_order_of_its_points(draw):
    chart = lire_graphique(draw())
    assert chart["forme"] == "courbe"
    assert list(zip([2019, 2020, 2021], VALUES, strict=True)) == pairs(chart)


def test_a_line_over_names_keeps_the_names():
    assert list(zip(NAMES, VALUES, strict=True)) == pairs(lire_graphique(plt.plot(NAMES, VALUES)))


@pytest.mark.parametrize(
    ("days", "draw"),
    [
        (["2014-09-24", "2014-09-26"], lambda days: plt.plot(days, [481, 494])),
        (["2014-09-24", "2014-09-26"], lambda days: pd.Series([481, 494], index=days).plot()),
        (["2014-09-24", "2014-09-25"], lambda days: plt.bar(days, [481, 494])),
    ],
    ids=["pyplot", "pandas", "bars"],
)
def test_dates_are_written_as_days(days, draw):
    chart = lire_graphique(draw(pd.to_datetime(days)))
    assert list(zip(days, [481.0, 494.0], strict=True)) == pairs(chart)


def test_a_missing_date_has_no_label():
    days = pd.to_datetime(["2014-09-24", None, "2014-09-26"])
    (serie,) = lire_graphique(plt.plot(days, [481, 485, 494]))["series"]
    assert ["2014-09-24", "", "2014-09-26"] == serie["etiquettes"]


def test_regular_dates_are_written_as_days():
    months = pd.date_range("2014-07-01", periods=3, freq="MS")
    chart = lire_graphique(pd.Series(VALUES, index=months).plot())
    assert ["2014-07-01", "2014-08-01", "2014-09-01"] == chart["series"][0]["etiquettes"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plt.scatter([1, 2], [3, 4]),
        lambda: plt.plot([1, 2], [3, 4], "o"),
        lambda: pd.DataFrame({"x": [1, 2], "y": [3, 4]}).plot.scatter(x="x", y="y"),
    ],
    ids=["scatter", "markers", "pandas"],
)
def test_points_are_points(draw):
    chart = lire_graphique(draw())
    assert chart["forme"] == "points"
    assert [(1, 3.0), (2, 4.0)] == pairs(chart)


def test_a_pie_gives_parts_of_a_hundred():
    chart = lire_graphique(pd.Series([1, 3], index=["a", "b"]).plot.pie())
    assert chart["forme"] == "camembert"
    assert pairs(chart) == [("a", pytest.approx(25, abs=0.01)), ("b", pytest.approx(75, abs=0.01))]


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: ax.stackplot([1, 2], [3, 4], [5, 6], labels=["a", "b"]),
        lambda ax: pd.DataFrame({"a": [3, 4], "b": [5, 6]}, index=[1, 2]).plot.area(ax=ax),
    ],
    ids=["pyplot", "pandas"],
)
def test_stacked_surfaces_give_their_thickness(draw):
    _, ax = plt.subplots()
    draw(ax)
    chart = lire_graphique(ax)
    assert chart["forme"] == "aire"
    assert {"a": [3, 4], "b": [5, 6]} == {one["nom"]: one["valeurs"] for one in chart["series"]}


def test_stems_are_read_without_their_base():
    chart = lire_graphique(plt.stem([1, 2], [3, 4]))
    assert (chart["forme"], pairs(chart)) == ("tiges", [(1, 3.0), (2, 4.0)])


def test_what_the_limits_leave_out_is_not_read():
    plt.plot([2000, 2010, 2020], [1, 2, 3])
    plt.xlim(2005, 2020)
    assert [(2010, 2.0), (2020, 3.0)] == pairs(lire_graphique())


def test_a_last_point_and_a_mean_are_no_series():
    plt.plot([1, 2], [3, 4])
    plt.scatter([2], [4])
    chart = lire_graphique()
    assert (chart["forme"], len(chart["series"]), len(chart["accessoires"])) == ("courbe", 1, 1)


def test_a_scale_of_colours_is_no_chart():
    figure, ax = plt.subplots()
    figure.colorbar(ax.scatter([1, 2], [3, 4], c=[1, 2]))
    assert lire_graphique(figure)["forme"] == "points"


def test_two_axes_over_each_other_are_one_chart():
    _, ax = plt.subplots()
    ax.plot([1, 2], [3, 4])
    ax.twinx().plot([1, 2], [300, 100])
    chart = lire_graphique()
    assert (len(chart["series"]), chart["axes_doubles"]) == (2, True)


def test_a_band_across_the_chart_is_a_guide():
    plt.plot([2010, 2020], [3, 4])
    plt.axvspan(2014, 2015)
    assert [{"axe": "x", "valeur": 2014.0, "fin": 2015.0}] == lire_graphique()["reperes"]


def test_a_figure_gives_its_charts_in_reading_order():
    figure, panels = plt.subplots(2, 2)
    for ax, name in zip(panels.flat, "abcd", strict=True):
        ax.plot([1, 2])
        ax.set_title(name)
    figure.suptitle("Quatre pays avancent")
    read = lire_figure(panels)
    assert read["titre"] == "Quatre pays avancent"
    assert ["a", "b", "c", "d"] == [chart["titre"] for chart in read["graphiques"]]


def test_bars_and_a_line_are_a_mixture():
    _, ax = plt.subplots()
    ax.bar([1, 2], [3, 4])
    ax.plot([1, 2], [3, 4])
    assert lire_graphique(ax)["forme"] == "mélange"


def test_a_line_across_the_chart_is_a_guide_and_no_series():
    _, ax = plt.subplots()
    ax.plot([2014, 2015], [10.0, 38.4])
    ax.axvline(2015)
    ax.axhline(50)
    chart = lire_graphique(ax)
    assert len(chart["series"]) == 1
    assert [{"axe": "x", "valeur": 2015.0}, {"axe": "y", "valeur": 50.0}] == chart["reperes"]


def test_titles_axes_and_texts_are_read():
    ax = by_object()
    ax.set(title=" Le Niger loin derrière ", xlabel="% des habitants", xlim=(0, 100))
    ax.get_figure().text(0, 0, "Source : Banque mondiale")
    chart = lire_graphique(ax)
    assert chart["titre"] == "Le Niger loin derrière"
    assert chart["axe_x"] == {
        "titre": "% des habitants",
        "limites": [0.0, 100.0],
        "echelle": "linear",
        "graduations": ["0", "20", "40", "60", "80", "100"],
    }
    assert ["Source : Banque mondiale"] == chart["textes"]


@pytest.mark.parametrize("write", ["suptitle", "left"])
def test_a_title_may_stand_elsewhere(write):
    ax = by_object()
    if write == "left":
        ax.set_title("Titre", loc="left")
    else:
        ax.get_figure().suptitle("Titre")
    assert lire_graphique(ax)["titre"] == "Titre"


def test_a_closed_figure_can_still_be_read():
    ax = by_object()
    plt.close("all")
    assert lire_graphique(ax)["forme"] == "barres horizontales"


def cleared():
    ax = by_object()
    ax.get_figure().clear()
    return ax


def two_charts():
    _, both = plt.subplots(1, 2)
    for ax in both:
        ax.plot([1, 2])
    return both


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: None, "Aucun graphique n’est ouvert"),
        (plt.figure, "Cette figure est vide"),
        (lambda: plt.subplots()[1], "Le graphique est vide"),
        (cleared, "a été effacé"),
        (two_charts, "contient 2 graphiques"),
        (lambda: TABLE, "il a reçu un tableau"),
        (lambda: TABLE["taux"], "il a reçu une colonne"),
        (lambda: "ax", "il a reçu un texte"),
        (lambda: 3, "il a reçu un nombre"),
    ],
)
def test_where_there_is_no_chart_a_sentence_says_so(make, sentence):
    with pytest.raises(Presque) as caught:
        lire_graphique(make())
    assert sentence in caught.value.message


def test_reading_a_chart_is_loaded_without_matplotlib():
    code = (
        "import sys; import atelier; atelier.lire_graphique; "
        "print(sorted({'pandas', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
