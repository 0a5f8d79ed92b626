"""Charts whose form, data, order or axes mislead."""

import matplotlib.pyplot as plt
import numpy as np

from figures import wrong
from figures.facts import WEST, history, indicator, millet, population

POWER = indicator("electricite_pct", 2023)
ONLINE = indicator("internet_pct", 2023)
RANKED = POWER.sort_values(ascending=False)
BARS = ("barres", "barres horizontales")
TITLE = "Au Niger, une personne sur cinq a l’électricité"
UNIT = "% de la population"


def signed(ax, title=TITLE, unit=UNIT, axis="y"):
    """Write title, unit and source as they should be: what is wrong is elsewhere."""
    ax.set_title(title)
    ax.set(**{f"{axis}label": unit})
    ax.figure.set_size_inches(8, 5)
    ax.figure.text(0.01, 0.01, "Source : Banque mondiale, 2023", fontsize=9)
    return ax


@wrong("axe-coupe", forme=BARS, valeurs=POWER)
def bars_from_fifteen():
    _, ax = plt.subplots()
    ax.barh(RANKED.index, RANKED.values)
    ax.set_xlim(15, 80)
    return signed(ax, axis="x")


@wrong("axe-coupe", forme=BARS, valeurs=indicator("esperance_vie", 2023))
def standing_bars_cut_by_ylim():
    ax = indicator("esperance_vie", 2023).plot.bar(rot=20)
    plt.ylim(58, 70)
    ax.set_xlabel("")
    return signed(ax, "Le Sénégal vit plus longtemps que ses voisins", "années")


@wrong("barres-flottantes", "axe-coupe", forme=BARS)
def bars_that_start_above_zero():
    _, ax = plt.subplots()
    ax.bar(RANKED.index, RANKED - 15, bottom=15)
    ax.set_ylim(15, 80)
    ax.tick_params(axis="x", rotation=20)
    return signed(ax)


@wrong("axe-casse", "axe-coupe", "nombre", "autre-dessin", panels=True, valeurs=None)
def bars_on_a_broken_axis():
    fig, (top, low) = plt.subplots(2, 1, sharex=True)
    for ax in (top, low):
        ax.bar(RANKED.index, RANKED)
    top.set_ylim(70, 80)
    low.set_ylim(0, 25)
    low.set_ylabel(UNIT)
    low.tick_params(axis="x", rotation=20)
    fig.suptitle(TITLE)
    fig.text(0.01, 0.01, "Source : Banque mondiale", fontsize=8)
    return fig


@wrong("barres-log", forme=BARS, valeurs=population(2020))
def bars_on_a_logarithmic_axis():
    ax = population(2020).sort_values().plot.barh(logx=True)
    ax.set_ylabel("")
    return signed(ax, "Le Togo est le moins peuplé des huit", "habitants", "x")


@wrong("axe-renverse", forme="courbe", valeurs=history("eau_base_pct", "BFA"))
def curve_that_goes_down_when_it_rises():
    _, ax = plt.subplots()
    series = history("eau_base_pct", "BFA")
    ax.plot(series.index, series)
    ax.invert_yaxis()
    return signed(ax, "L’accès à l’eau recule au Burkina Faso")


@wrong("axe-renverse", forme="courbe", valeurs=history("electricite_pct", "MLI"))
def curve_from_right_to_left():
    ax = history("electricite_pct", "MLI").plot()
    ax.set_xlim(2024, 2000)
    return signed(ax, "Au Mali, l’accès est multiplié par cinq")


@wrong("axes-doubles", forme="courbe")
def two_scales_that_make_curves_cross():
    fig, ax = plt.subplots()
    ax.plot(history("internet_pct", "SEN", 2005), color="#08519c", label="internet (%)")
    other = ax.twinx()
    other.plot(history("mortalite_moins5", "SEN", 2005), color="#a63603", label="mortalité")
    other.set_ylabel("décès pour 1 000 naissances")
    fig.legend()
    return signed(ax, "Internet monte, la mortalité baisse")


@wrong("axes-doubles", forme=("courbe", "barres", "mélange"))
def bars_and_a_curve_of_pandas_on_a_second_axis():
    table = history("internet_pct", "SEN", 2005).to_frame("internet")
    table["urbain"] = history("urbain_pct", "SEN", 2005)
    ax = table.plot(secondary_y="urbain")
    return signed(ax, "Internet rattrape les villes au Sénégal")


@wrong("parts", "forme", forme="camembert")
def pie_of_eight():
    ax = population(2020).plot.pie(ylabel="", autopct="%.0f %%")
    ax.set_title("La Côte d’Ivoire pèse un cinquième de la région")
    ax.figure.text(0.01, 0.01, "Source : ONU, WPP 2024")
    return ax


@wrong("forme", forme=BARS, valeurs=POWER)
def pie_of_rates():
    ax = POWER.plot.pie(ylabel="")
    ax.set_title(TITLE)
    return ax


@wrong("forme", forme=BARS, valeurs=POWER)
def curve_between_countries():
    ax = POWER.plot(figsize=(10, 5))
    ax.set_xlabel("")
    return signed(ax)


@wrong("forme", forme="courbe", valeurs=history("electricite_pct", "MLI"))
def bars_where_a_curve_is_asked():
    ax = history("electricite_pct", "MLI").plot.bar()
    return signed(ax, "Au Mali, l’accès est multiplié par cinq")


@wrong("ordre", forme=BARS, valeurs=POWER, ordre="décroissant")
def bars_in_the_order_of_the_file():
    _, ax = plt.subplots(figsize=(8, 4))
    ax.barh(POWER.index, POWER)
    return signed(ax, axis="x")


@wrong("ordre", forme=BARS, valeurs=POWER, ordre="décroissant")
def bars_sorted_the_other_way():
    ax = RANKED.plot.barh()
    ax.set_ylabel("")
    return signed(ax, axis="x")


@wrong("ordre", forme=BARS, valeurs=POWER, ordre="rangé")
def bars_in_alphabetical_order():
    ax = POWER.sort_index().plot.bar(rot=20)
    ax.set_xlabel("")
    return signed(ax)


@wrong("autre-dessin", "valeurs", forme=BARS, valeurs=POWER)
def bars_of_another_indicator():
    ax = ONLINE.sort_values().plot.barh()
    ax.set_ylabel("")
    return signed(ax, axis="x")


@wrong("valeurs", "autre-dessin", forme=BARS, valeurs=POWER)
def bars_of_another_year():
    ax = indicator("electricite_pct", 2015).sort_values().plot.barh()
    ax.set_ylabel("")
    return signed(ax, axis="x")


@wrong("manque", forme=BARS, valeurs=POWER)
def bars_without_one_country():
    ax = POWER.drop("Niger").sort_values().plot.barh()
    ax.set_ylabel("")
    return signed(ax, axis="x")


@wrong("trop", forme=BARS, valeurs=POWER)
def bars_with_countries_too_many():
    ax = indicator("electricite_pct", 2023, [*WEST, "GHA", "NGA"]).sort_values().plot.barh()
    ax.set_ylabel("")
    return signed(ax, axis="x")


@wrong("unite-100", forme=BARS, valeurs=POWER)
def parts_of_one_called_percents():
    ax = (POWER / 100).sort_values().plot.barh()
    ax.set_ylabel("")
    return signed(ax, axis="x")


@wrong("unite-1000", "valeurs", forme=BARS, valeurs=population(2020) / 1e6)
def thousands_where_millions_are_asked():
    ax = (population(2020) / 1e3).sort_values().plot.barh()
    ax.set_ylabel("")
    return signed(ax, "La Côte d’Ivoire est la plus peuplée", "millions d’habitants", "x")


@wrong("etiquettes", forme=BARS, valeurs=POWER)
def bars_numbered_instead_of_named():
    _, ax = plt.subplots()
    ax.barh(np.arange(len(POWER)), POWER.sort_values())
    return signed(ax, axis="x")


@wrong(
    "trou-rempli",
    forme="courbe",
    valeurs=history("alpha_jeunes_femmes_pct", "BFA").reindex(range(2003, 2023)),
)
def holes_drawn_as_zero():
    series = history("alpha_jeunes_femmes_pct", "BFA").reindex(range(2003, 2023)).fillna(0)
    _, ax = plt.subplots()
    ax.plot(series.index, series)
    return signed(ax, "Les jeunes Burkinabè lisent deux fois plus qu’en 2003", "%")


@wrong(
    "serie-absente",
    "manque",
    forme="courbe",
    valeurs={"SEN": history("electricite_pct", "SEN"), "NER": history("electricite_pct", "NER")},
)
def one_curve_where_two_are_asked():
    _, ax = plt.subplots()
    ax.plot(history("electricite_pct", "SEN"), label="SEN")
    ax.legend()
    return signed(ax, "Le Sénégal s’éclaire plus vite que le Niger")


@wrong(
    "axes-echanges",
    "valeurs",
    forme="points",
    valeurs=list(zip(indicator("urbain_pct", 2023), ONLINE, strict=True)),
)
def cloud_with_its_axes_exchanged():
    _, ax = plt.subplots()
    ax.scatter(ONLINE, indicator("urbain_pct", 2023))
    ax.set_xlabel("internet (%)")
    return signed(ax, "Plus un pays est urbain, plus il est connecté", "urbains (%)")


@wrong("hors-cadre", "valeurs", "manque", forme="courbe", valeurs=millet())
def curve_cut_where_it_falls():
    prices = millet()
    _, ax = plt.subplots()
    ax.plot(prices.index, prices)
    ax.set_xlim(2019, 2023)
    return signed(ax, "Le mil n’en finit pas de monter", "FCFA le kilo")
