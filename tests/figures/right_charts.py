"""Charts that an exacting editor would print, drawn in ways that participants find in the wild."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import FuncFormatter, PercentFormatter

from figures import right
from figures.facts import WEST, history, indicator, millet, millet_months, population

POWER = indicator("electricite_pct", 2023)
ONLINE = indicator("internet_pct", 2023)
DEATHS = indicator("mortalite_moins5", 2024)
SOURCE = "Source : Banque mondiale, 2023"
BY_POWER = {"forme": ("barres", "barres horizontales"), "valeurs": POWER}


@right(**BY_POWER, ordre="décroissant", source="Banque mondiale")
def bars_of_pandas_lying():
    ax = POWER.sort_values().plot.barh(color="#1f5a99", figsize=(6, 4))
    ax.set(xlabel="% de la population", ylabel="")
    ax.set_title("Au Niger, une personne sur cinq a l’électricité")
    ax.figure.text(0.01, 0.01, SOURCE, fontsize=8)
    ax.figure.subplots_adjust(left=0.25, bottom=0.2)
    return ax


@right(**BY_POWER, ordre="rangé")
def bars_of_pyplot_standing():
    plt.figure(figsize=(9, 5))
    ranked = POWER.sort_values(ascending=False)
    plt.bar(ranked.index, ranked.values, color="darkgreen")
    plt.ylabel("Accès à l’électricité (% de la population)")
    plt.title("Le Sénégal devance ses voisins pour l’électricité")
    plt.xticks(rotation=30, ha="right")
    plt.figtext(0.02, 0.01, SOURCE)
    plt.tight_layout(rect=(0, 0.05, 1, 1))
    return plt.gcf()


@right(forme="barres horizontales", valeurs=POWER, ordre="décroissant")
def bars_upside_down_with_numbers_on_them():
    ranked = POWER.sort_values(ascending=False)
    fig, ax = plt.subplots(figsize=(6, 4.5), layout="constrained")
    bars = ax.barh(range(len(ranked)), ranked, tick_label=ranked.index, color="0.35")
    ax.invert_yaxis()
    ax.bar_label(bars, fmt="%.0f %%", padding=3)
    ax.xaxis.set_visible(False)
    ax.spines[["top", "right", "bottom"]].set_visible(False)
    ax.set_title("Huit voisins, et un écart de 54 points", loc="left")
    fig.supxlabel("Source : Banque mondiale ; population ayant l’électricité en 2023", fontsize=8)
    return ax


@right(**BY_POWER, couleurs_max=2)
def one_bar_stands_out():
    ranked = POWER.sort_values()
    colours = ["#c44e00" if name == "Niger" else "#7a7a7a" for name in ranked.index]
    ax = ranked.plot(kind="barh", color=colours, width=0.8)
    ax.set_xlim(0, 100)
    ax.xaxis.set_major_formatter(PercentFormatter(decimals=0))
    ax.set_ylabel("")
    ax.set_xlabel("part de la population qui a l’électricité")
    ax.set_title("Le Niger ferme la marche")
    ax.annotate("Source : Banque mondiale (WDI)", (0, -0.2), xycoords="axes fraction", fontsize=8)
    plt.tight_layout()
    return ax


@right(forme="courbe", valeurs=history("internet_pct", "CIV"))
def curve_with_its_break_marked():
    series = history("internet_pct", "CIV")
    _, ax = plt.subplots()
    ax.plot(series.index, series, color="#1b6e3c", linewidth=2)
    ax.axvline(2014.5, color="0.4", linestyle="--")
    ax.annotate("nouvelle méthode", (2014.5, 5), xytext=(2015, 5))
    ax.set_ylim(bottom=0)
    ax.set_ylabel("utilisateurs d’internet, % de la population")
    ax.set_title("Côte d’Ivoire : le bond de 2015 est celui de la mesure")
    ax.text(0, -0.15, "Source : UIT, Banque mondiale", transform=ax.transAxes, fontsize=8)
    return ax


@right(forme="courbe", valeurs=history("eau_base_pct", "BFA"))
def curve_of_pandas_not_from_zero():
    ax = history("eau_base_pct", "BFA").plot(color="navy", legend=False)
    ax.set(xlabel="", ylabel="% de la population", ylim=(45, 65))
    ax.set_title("Au Burkina Faso, l’accès à l’eau recule depuis vingt ans")
    ax.figure.text(0.1, 0.005, "Source : OMS/UNICEF, JMP 2024", fontsize=8)
    return ax


@right(
    forme="courbe",
    valeurs={
        n: history("eau_base_pct", c) for n, c in (("Burkina Faso", "BFA"), ("Centrafrique", "CAF"))
    },
)
def two_curves_named_beside_them():
    fig, ax = plt.subplots(figsize=(7, 4))
    for name, code, colour in (
        ("Burkina Faso", "BFA", "#0072B2"),
        ("Centrafrique", "CAF", "#B34700"),
    ):
        series = history("eau_base_pct", code)
        ax.plot(series.index, series.values, color=colour, label=name)
        ax.text(series.index[-1] + 0.3, series.iloc[-1], name, color=colour, va="center")
    ax.set_xlim(2000, 2030)
    ax.set_ylim(0, 100)
    ax.set_xticks([2000, 2008, 2016, 2024])
    ax.set_ylabel("accès à l’eau (%)")
    fig.suptitle("L’eau recule au Burkina Faso et en Centrafrique")
    fig.text(0.02, 0.01, "Source : JMP (OMS, UNICEF), 2000-2024", fontsize=9)
    fig.subplots_adjust(bottom=0.17)
    return fig


@right(forme="courbe", annee=False, en_plus=True)
def curves_told_apart_by_their_dashes():
    fig, ax = plt.subplots()
    for code, style in (("SEN", "-"), ("MLI", "--"), ("NER", ":")):
        series = history("electricite_pct", code)
        ax.plot(series.index, series, style, color="black", label=code)
    ax.legend(title="pays")
    ax.set_ylabel("% de la population")
    ax.set_title("Le Mali se rapproche du Sénégal, le Niger décroche")
    fig.text(0.1, 0.0, "Source : Banque mondiale", fontsize=8)
    return ax


@right(forme="courbe", valeurs=millet())
def curve_of_a_price_over_years():
    prices = millet()
    fig = plt.figure(figsize=(5, 3.5), layout="constrained")
    ax = fig.add_subplot()
    ax.plot(prices.index.to_numpy(), prices.to_numpy(), marker="o", color="#7b3294")
    ax.set_xticks([2007, 2013, 2019, 2025])
    ax.set_ylim(0)
    ax.set_ylabel("FCFA le kilo")
    ax.set_title("Le mil a coûté 425 francs en 2023")
    ax.set_xlabel("Source : Banque mondiale, d’après PAM et FAO", fontsize=8)
    return ax


@right(forme="courbe", valeurs={d.date().isoformat(): v for d, v in millet_months().items()})
def curve_over_dates():
    months = millet_months()
    fig, ax = plt.subplots(figsize=(8, 4))
    ax.plot(months.index, months)
    ax.set_ylabel("prix médian du mil (FCFA/kg)")
    ax.set_title("Le mil culmine en 2022 et 2023, puis redescend")
    fig.text(0.01, 0.01, "Source : Banque mondiale, relevés de marchés")
    return ax


@right(forme="courbe")
def steps_of_a_price():
    prices = millet()
    fig, ax = plt.subplots()
    ax.step(prices.index, prices, where="post", color="#444444")
    ax.set_ylabel("FCFA/kg")
    ax.set_title("Le prix du mil grimpe de 60 % en un an")
    fig.text(0.05, 0.01, "Source : Banque mondiale (RTFP)", fontsize=8)
    return ax


@right(forme="points", valeurs=list(zip(indicator("urbain_pct", 2023), ONLINE, strict=True)))
def cloud_of_two_measures():
    fig, ax = plt.subplots()
    towns = indicator("urbain_pct", 2023)
    ax.scatter(towns, ONLINE, color="#005f73", s=60)
    for name in towns.index:
        ax.annotate(name, (towns[name], ONLINE[name]), xytext=(5, 5), textcoords="offset points")
    ax.set_xlabel("population urbaine (%)")
    ax.set_ylabel("utilisateurs d’internet (%)")
    ax.margins(0.2)
    ax.set_title("Plus un pays est urbain, plus il est connecté")
    fig.text(0.01, 0.01, "Source : ONU et UIT, via la Banque mondiale, 2023", fontsize=8)
    fig.subplots_adjust(bottom=0.17)
    return ax


@right(forme="points")
def cloud_on_a_logarithmic_axis():
    wealth = indicator("pib_hab_ppa", 2023)
    fig, ax = plt.subplots()
    ax.plot(wealth, indicator("esperance_vie", 2023)[wealth.index], "o", color="tab:blue")
    ax.set_xscale("log")
    ax.set_xlabel("PIB par habitant, en dollars (échelle log)")
    ax.set_ylabel("espérance de vie (années)")
    ax.set_title("La richesse n’explique pas tout : le Sénégal vit plus longtemps")
    fig.text(0.01, 0.01, "Source : Banque mondiale", fontsize=8)
    fig.subplots_adjust(bottom=0.2)
    return ax


@right(forme="points", valeurs=POWER)
def dots_on_a_line_instead_of_bars():
    ranked = POWER.sort_values()
    fig, ax = plt.subplots(layout="constrained")
    ax.scatter(ranked.values, ranked.index, color="black")
    ax.set_xlabel("accès à l’électricité, % de la population")
    ax.set_title("Quatre voisins sur huit dépassent 55 %", fontsize=11)
    fig.supxlabel(SOURCE, fontsize=8, x=0.02, ha="left")
    return ax


@right(forme="barres")
def grouped_bars_with_a_legend():
    names = ["SEN", "MLI", "BFA", "NER"]
    first, last = (indicator("electricite_pct", year, names) for year in (2005, 2023))
    first = first.reindex(last.index)
    place = np.arange(len(last))
    fig, ax = plt.subplots()
    ax.bar(place - 0.2, first, 0.4, label="2005", color="#9ecae1", edgecolor="black")
    ax.bar(place + 0.2, last, 0.4, label="2023", color="#08519c", edgecolor="black")
    ax.set_xticks(place, last.index)
    ax.set_ylabel("% de la population")
    ax.legend()
    ax.set_title("Le Sénégal et le Mali ont avancé, le Niger à peine")
    fig.text(0.05, 0.005, "Source : Banque mondiale", fontsize=8)
    return ax


@right(forme="barres")
def grouped_bars_of_pandas():
    names = ["SEN", "TGO", "BEN"]
    table = indicator("alpha_jeunes_femmes_pct", 2022, WEST).to_frame("femmes")
    table["hommes"] = indicator("alpha_jeunes_hommes_pct", 2022, WEST)
    table = table.dropna().head(len(names))
    ax = table.plot.bar(color=["#d95f02", "#1b3a6b"], rot=0, figsize=(7, 4.5))
    ax.set_ylim(0, 100)
    ax.set_xlabel("")
    ax.set_ylabel("% des 15-24 ans")
    ax.set_title("Les jeunes femmes lisent moins souvent que les jeunes hommes")
    ax.figure.text(0.01, 0.01, "Source : UNESCO, 2022")
    return ax


@right(forme=("barres horizontales", "barres"))
def stacked_parts_of_a_whole():
    ranked = POWER.sort_values()
    fig, ax = plt.subplots(layout="constrained")
    ax.barh(ranked.index, ranked, color="#1a5276", label="avec")
    ax.barh(ranked.index, 100 - ranked, left=ranked, color="#f5cba7", edgecolor="0.4", label="sans")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=2)
    ax.set_title("Au Niger, huit personnes sur dix vivent sans électricité")
    ax.set_xlabel("% de la population")
    fig.supylabel(SOURCE, fontsize=7)
    return ax


@right(forme="camembert")
def pie_of_two():
    fig, ax = plt.subplots()
    ax.pie(
        [72.4, 27.6],
        labels=["ont l’électricité", "ne l’ont pas"],
        autopct="%.0f %%",
        colors=["#cfe8ff", "#ffe0b3"],
        wedgeprops={"edgecolor": "black"},
    )
    ax.set_title("Sept Ivoiriens sur dix ont l’électricité")
    fig.text(0.05, 0.02, SOURCE)
    return ax


@right(panels=True, nombre=4)
def small_multiples_of_pandas():
    names = {"SEN": "Sénégal", "MLI": "Mali", "BFA": "Burkina Faso", "NER": "Niger"}
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True, figsize=(7, 5))
    for ax, (code, name) in zip(axes.flat, names.items(), strict=True):
        history("electricite_pct", code).plot(ax=ax, color="#333333")
        ax.set_title(name)
        ax.set_xlabel("")
    axes[0, 0].set_ylim(0, 100)
    fig.suptitle("L’électricité progresse au Sénégal et au Mali, peu au Niger")
    fig.supylabel("% de la population")
    fig.text(0.01, 0.01, "Source : Banque mondiale", fontsize=8)
    return fig


@right(panels=True, nombre=3)
def small_multiples_in_a_row():
    fig, axes = plt.subplots(1, 3, sharey=True, figsize=(9, 3), layout="constrained")
    for ax, (name, code) in zip(
        axes, (("Bénin", "BEN"), ("Togo", "TGO"), ("Guinée", "GIN")), strict=True
    ):
        series = history("internet_pct", code, 2010)
        ax.fill_between(series.index, series, color="#74a9cf")
        ax.plot(series.index, series, color="#023858")
        ax.set_title(name)
        ax.set_xticks([2010, 2023])
    axes[0].set_ylabel("utilisateurs d’internet (%)")
    fig.suptitle("Trois voisins passent à internet au même pas")
    fig.supxlabel("Source : UIT, via la Banque mondiale", fontsize=9)
    return fig


@right(forme="barres horizontales", valeurs=DEATHS, ordre="décroissant")
def bars_in_another_house_style():
    with plt.style.context("ggplot"):
        ranked = DEATHS.sort_values()
        fig, ax = plt.subplots(figsize=(7, 4), layout="constrained")
        ax.barh(ranked.index, ranked.values, color="#8b1e3f")
        ax.set_xlabel("décès pour 1 000 naissances", color="black")
        ax.set_title("Au Niger, un enfant sur neuf meurt avant cinq ans")
        fig.supxlabel("Source : UN IGME, 2024", fontsize=9)
    return ax


@right(forme="barres", valeurs=population(2020) / 1e6, tolerance=0.01)
def bars_in_millions():
    people = (population(2020) / 1e6).sort_values(ascending=False)
    fig, ax = plt.subplots(figsize=(10, 5))
    ax.bar(people.index, people)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    ax.set_ylabel("millions d’habitants")
    ax.set_title("La Côte d’Ivoire compte trois fois plus d’habitants que le Togo")
    fig.text(0.1, 0.01, "Source : ONU, World Population Prospects 2024")
    return ax


@right(forme="barres")
def bars_above_and_below_zero():
    change = pd_change()
    ax = change.sort_values().plot.bar(
        color=np.where(change.sort_values() < 0, "#b2182b", "#2166ac")
    )
    ax.axhline(0, color="black", linewidth=0.8)
    ax.set_ylabel("points de %")
    ax.set_xlabel("")
    ax.set_title("L’accès à l’eau recule au Burkina, avance ailleurs")
    ax.figure.text(0.01, 0.01, "Source : JMP", fontsize=8)
    ax.figure.set_size_inches(8, 6)
    ax.figure.tight_layout(rect=(0, 0.04, 1, 1))
    return ax


def pd_change():
    """Return the change of access to water between 2000 and 2022, in points."""
    return (indicator("eau_base_pct", 2022) - indicator("eau_base_pct", 2000)).dropna()


@right(forme="barres")
def one_bar_a_year():
    series = history("internet_pct", "SEN", 2015)
    fig, ax = plt.subplots()
    ax.bar(series.index, series.values, color="teal")
    ax.set_xticks(series.index)
    ax.tick_params(axis="x", rotation=45)
    ax.set_ylabel("% de la population")
    ax.set_title("Six Sénégalais sur dix utilisent internet")
    fig.text(0.02, 0.01, "Source : UIT, 2023", fontsize=8)
    fig.subplots_adjust(bottom=0.2)
    return ax


@right(forme="courbe")
def same_measure_read_in_two_units():
    series = history("esperance_vie", "SEN")
    fig, ax = plt.subplots()
    ax.plot(series.index, series, color="black")
    ax.secondary_yaxis("right", functions=(lambda y: y * 12, lambda m: m / 12)).set_ylabel("mois")
    ax.set_ylabel("espérance de vie (années)")
    ax.set_title("Dix ans de vie gagnés en vingt ans au Sénégal")
    fig.text(0.02, 0.01, "Source : ONU", fontsize=8)
    return ax


@right(forme="courbe")
def curve_on_a_dark_ground():
    with plt.style.context("dark_background"):
        fig, ax = plt.subplots()
        series = history("electricite_pct", "MLI")
        ax.plot(series.index, series, color="#ffd166", linewidth=2.5)
        ax.set_ylabel("% de la population")
        ax.set_title("Au Mali, l’accès à l’électricité est multiplié par cinq")
        fig.text(0.02, 0.01, "Source : Banque mondiale", fontsize=8)
    return ax


@right(forme="courbe")
def curve_with_its_uncertainty():
    series = history("mortalite_moins5", "RWA")
    fig, ax = plt.subplots()
    ax.fill_between(series.index, series * 0.9, series * 1.1, color="0.85")
    ax.plot(series.index, series, color="#00441b")
    ax.set_ylim(0)
    ax.set_ylabel("décès pour 1 000 naissances")
    ax.set_title("Au Rwanda, la mortalité des enfants est divisée par cinq")
    fig.text(0.02, 0.005, "Source : UN IGME", fontsize=8)
    return ax


@right(forme="barres horizontales", valeurs=POWER)
def title_and_unit_in_a_subtitle():
    ranked = POWER.sort_values()
    fig, ax = plt.subplots(figsize=(6, 4))
    ax.barh(list(ranked.index), list(ranked), color="#2c3e50")
    fig.subplots_adjust(top=0.8, left=0.25, bottom=0.15)
    fig.text(
        0.02, 0.93, "Le Burkina Faso et le Niger restent dans le noir", weight="bold", fontsize=12
    )
    fig.text(0.02, 0.86, "Population ayant l’électricité en 2023, en %", fontsize=9)
    fig.text(0.02, 0.02, "Source : Banque mondiale", fontsize=8)
    return ax
