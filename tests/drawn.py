"""Charts that tests draw, right and wrong, each with plain matplotlib or pandas."""

import matplotlib as mpl
import pandas as pd

mpl.use("agg")
import matplotlib.pyplot as plt
from matplotlib.ticker import PercentFormatter

NAMES = ["Bénin", "Togo", "Niger", "Mali", "Tchad"]
VALUES = [57.0, 59.2, 20.1, 54.5, 12.0]
RATES = pd.Series(VALUES, index=NAMES)
RANKED = RATES.sort_values()
YEARS = list(range(2000, 2011))
MALI = [5, 6, 7, 9, 10, 12, 13, 16, 18, 20, 24]
NIGER = [15, 14, 15, 16, 16, 17, 18, 19, 19, 20, 21]
LONG = [f"République numéro {number}" for number in range(8)]
FINDING = "Le Tchad reste loin derrière"


def dress(ax, title=FINDING, x="", y="% de la population, 2023"):
    """Write what every chart of the course needs."""
    ax.set(title=title, xlabel=x, ylabel=y)
    ax.figure.text(0, -0.06, "Source : Banque mondiale")
    return ax


def bars(**more):
    ax = plt.subplots()[1]
    ax.bar(NAMES, VALUES, **more)
    return dress(ax)


def lying(**more):
    ax = plt.subplots()[1]
    drawn = ax.barh(RANKED.index, RANKED.values, **more)
    dress(ax, x="% de la population", y="")
    return ax, drawn


def two_lines(first="C0", second="C1", legend=True, labels=("Mali", "Niger"), **more):
    ax = plt.subplots()[1]
    ax.plot(YEARS, MALI, color=first, label=labels[0])
    ax.plot(YEARS, NIGER, color=second, label=labels[1], **more)
    if legend:
        ax.legend()
    return dress(ax, "Le Mali rattrape le Niger")


# right


def bars_by_pandas():
    return dress(RANKED.plot.barh(), x="% de la population", y="")


def bars_drawn_one_by_one():
    ax = plt.subplots()[1]
    for name, value in zip(NAMES, VALUES, strict=True):
        ax.bar(name, value, color="C1" if name == "Tchad" else "C0")
    return dress(ax)


def values_written_on_the_bars():
    ax, drawn = lying()
    ax.bar_label(drawn, fmt="%.1f %%")
    ax.xaxis.set_visible(False)
    return ax


def names_written_on_the_bars():
    ax = plt.subplots()[1]
    ax.barh(range(5), RANKED.values)
    ax.set_yticks([])
    for place, name in enumerate(RANKED.index):
        ax.text(0.5, place, name, va="center", color="white")
    for short in ax.texts[:2]:
        short.set_color("black")
    return dress(ax, x="% de la population", y="")


def shares_under_a_percent_axis():
    ax = plt.subplots()[1]
    ax.bar(NAMES, [value / 100 for value in VALUES])
    ax.yaxis.set_major_formatter(PercentFormatter(1))
    return dress(ax, y="")


def one_bar_painted_over():
    ax = bars(color="lightgray")
    ax.bar(["Tchad"], [12.0], color="C3")
    return ax


def bars_in_two_calls():
    ax = plt.subplots()[1]
    ax.bar(NAMES[:3], VALUES[:3], color="gray")
    ax.bar(NAMES[3:], VALUES[3:], color="C3")
    return dress(ax)


def a_mean_across_the_bars():
    ax = bars()
    ax.plot([-0.5, 4.5], [40, 40], "k--")
    return ax


def lollipops():
    ax = plt.subplots()[1]
    ax.hlines(RANKED.index, 0, RANKED.values)
    ax.plot(RANKED.values, RANKED.index, "o")
    return dress(ax, x="% de la population", y="")


def points_beside_names():
    ax = plt.subplots()[1]
    ax.scatter(RANKED.values, RANKED.index)
    return dress(ax, x="% de la population", y="")


def white_names_in_dark_bars():
    ax, drawn = lying(color="navy")
    ax.bar_label(drawn, label_type="center", color="white")
    return ax


def a_dark_ground():
    with plt.style.context("dark_background"):
        return bars(color="gold")


def a_title_written_by_hand():
    ax = bars()
    ax.set_title("")
    ax.figure.text(0.02, 0.95, FINDING, fontsize=14)
    return ax


def a_title_of_the_figure():
    ax = bars()
    ax.set_title("")
    ax.figure.suptitle(FINDING)
    return ax


RIGHT_RATES = [
    bars,
    bars_by_pandas,
    bars_drawn_one_by_one,
    values_written_on_the_bars,
    names_written_on_the_bars,
    shares_under_a_percent_axis,
    one_bar_painted_over,
    bars_in_two_calls,
    a_mean_across_the_bars,
    lollipops,
    points_beside_names,
    white_names_in_dark_bars,
    a_dark_ground,
    a_title_written_by_hand,
    a_title_of_the_figure,
]
"""Charts of `RATES` in which nothing is wrong."""


def names_at_the_end_of_lines():
    ax = two_lines(legend=False)
    ax.text(2010.1, 24, "Mali", color="C0")
    ax.text(2010.1, 21, "Niger", color="C1")
    return ax


def grey_lines_around_one():
    ax = plt.subplots()[1]
    for more in range(6):
        ax.plot(YEARS, [value + more for value in NIGER], color="lightgray")
    ax.plot(YEARS, MALI, color="tab:red")
    ax.text(2008, 24, "Mali")
    return dress(ax, "Le Mali rattrape ses voisins")


def a_point_at_the_end():
    ax = dress(pd.Series(MALI, index=YEARS).plot())
    ax.scatter([2010], [24])
    return ax


def a_line_in_two_parts():
    ax = plt.subplots()[1]
    ax.plot(YEARS[:5], MALI[:5], "--", color="gray")
    ax.plot(YEARS[5:], MALI[5:])
    ax.axvspan(2004, 2005, alpha=0.2)
    return dress(ax)


def a_step():
    ax = plt.subplots()[1]
    ax.step(YEARS, MALI)
    return dress(ax)


def a_band_around_a_line():
    ax = plt.subplots()[1]
    ax.plot(YEARS, MALI)
    ax.fill_between(YEARS, [v - 1 for v in MALI], [v + 1 for v in MALI], alpha=0.3)
    return dress(ax)


def error_bars():
    ax = plt.subplots()[1]
    ax.errorbar(YEARS, MALI, yerr=1, capsize=3)
    return dress(ax)


def turned_labels():
    ax = plt.subplots()[1]
    ax.bar(LONG, range(1, 9))
    ax.tick_params(axis="x", rotation=90)
    ax.set(title=FINDING, ylabel="% de la population")
    ax.figure.text(0, -0.5, "Source : Banque mondiale")
    return ax


def a_small_pie():
    ax = plt.subplots()[1]
    ax.pie([40, 60], labels=["oui", "non"])
    return dress(ax, "Six personnes sur dix disent non", y="")


def a_scale_of_colours():
    figure, ax = plt.subplots()
    figure.colorbar(ax.scatter(MALI, NIGER, c=MALI))
    return dress(ax, x="revenu en dollars")


RIGHT = [
    two_lines,
    names_at_the_end_of_lines,
    grey_lines_around_one,
    a_point_at_the_end,
    a_line_in_two_parts,
    a_step,
    a_band_around_a_line,
    error_bars,
    turned_labels,
    a_small_pie,
    a_scale_of_colours,
]
"""Other charts in which nothing is wrong."""


# wrong


def cut(low=10, high=60):
    ax = bars()
    ax.set_ylim(low, high)
    return ax


def twin():
    ax = two_lines()
    other = ax.twinx()
    other.plot(YEARS, [100 * value for value in NIGER], color="C1")
    return ax


def twin_by_pandas():
    table = pd.DataFrame({"Mali": MALI, "Niger": [100 * value for value in NIGER]}, index=YEARS)
    return dress(table.plot(secondary_y="Niger"))


def broken():
    figure, (above, below) = plt.subplots(2, 1, sharex=True)
    for ax, limits in ((above, (50, 60)), (below, (0, 25))):
        ax.bar(NAMES, VALUES)
        ax.set_ylim(limits)
    above.set_title(FINDING)
    below.set_ylabel("% de la population")
    figure.text(0, -0.06, "Source : Banque mondiale")
    return figure


def many_slices():
    ax = plt.subplots()[1]
    ax.pie(range(1, 13), labels=[f"part {number}" for number in range(12)])
    return dress(ax, y="")


def crowded_labels():
    ax = plt.subplots()[1]
    ax.bar(LONG, range(1, 9))
    return dress(ax)


def texts_over_each_other():
    ax = two_lines()
    ax.text(2004, 13, "une enquête nouvelle")
    ax.text(2004.5, 13.3, "un autre texte")
    return ax


def retitled(title, **more):
    ax = bars()
    ax.set_title(title, **more)
    return ax


def resourced(text):
    ax = bars()
    ax.figure.texts[0].set_text(text)
    return ax


def relabelled(text):
    ax = bars()
    ax.set_ylabel(text)
    return ax


def dark_names_in_dark_bars():
    ax, drawn = lying(color="navy")
    ax.bar_label(drawn, label_type="center")
    return ax


def a_wide_sheet():
    ax = plt.subplots(figsize=(20, 12))[1]
    ax.bar(NAMES, VALUES)
    return dress(ax)


def upside_down():
    ax = bars()
    ax.invert_yaxis()
    return ax


def back_in_time():
    ax = two_lines()
    ax.invert_xaxis()
    return ax


def years_as_texts():
    ax = plt.subplots()[1]
    ax.plot(["2000", "2010", "2011"], [1, 2, 3])
    return dress(ax)


def red_and_green_bars():
    table = pd.DataFrame({"2013": [30, 40, 10], "2023": [57, 59, 20]}, index=NAMES[:3])
    return dress(table.plot.bar(color=["tab:red", "tab:green"]))


def filled_from_ten():
    ax = plt.subplots()[1]
    ax.fill_between(YEARS, MALI)
    ax.set_ylim(4, 25)
    return dress(ax)


WRONG = {
    "axe-coupe": [cut, filled_from_ten, lambda: bars(bottom=10)],
    "barres-log": [lambda: bars(log=True)],
    "axe-casse": [broken],
    "axes-doubles": [twin, twin_by_pandas],
    "axe-renverse": [upside_down],
    "temps-renverse": [back_in_time],
    "pas-inegal": [years_as_texts],
    "hors-cadre": [lambda: cut(0, 30)],
    "parts": [many_slices],
    "titre-absent": [lambda: retitled(""), lambda: retitled("...")],
    "titre-etiquette": [lambda: retitled("Accès à l’électricité par pays")],
    "titre-question": [lambda: retitled("Qui a l’électricité au Tchad ?")],
    "unite": [lambda: relabelled(""), lambda: relabelled("electricite_pct")],
    "source": [lambda: resourced(""), lambda: resourced("Source : ..."), lambda: resourced("AFP")],
    "legende": [lambda: two_lines(legend=False)],
    "legende-brute": [lambda: two_lines(labels=("mali_pct", "niger_pct"))],
    "chevauchement": [crowded_labels, texts_over_each_other],
    "texte-petit": [a_wide_sheet],
    "texte-pale": [dark_names_in_dark_bars, lambda: retitled(FINDING, color="lightgray")],
    "trait-pale": [lambda: bars(color="yellow"), lambda: bars(color="C0", alpha=0.1)],
    "daltoniens": [lambda: two_lines("red", "green"), red_and_green_bars],
}
"""Code of a defect → charts that have it, first of all defects."""
