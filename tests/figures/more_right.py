"""A second set of charts that an exacting editor would print, by another hand."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.gridspec import GridSpec
from matplotlib.ticker import FuncFormatter

from figures import right
from figures.facts import history, indicator, millet_months, population

BIRTHS = indicator("fecondite", 2023)
LIFE = pd.DataFrame(
    {"2000": indicator("esperance_vie", 2000), "2023": indicator("esperance_vie", 2023)}
)
FOREST = indicator("foret_pct", 2023) - indicator("foret_pct", 2000)
TOILETS = indicator("assainissement_base_pct", 2024)
DATES = pd.to_datetime(history("electricite_pct", "SEN").index.astype(str) + "-07-01")
BARS = ("barres", "barres horizontales")


@right(forme=BARS, valeurs=FOREST, ordre="rangé")
def lying_bars_of_losses():
    lost = FOREST.sort_values()
    fig, ax = plt.subplots(figsize=(7, 4.2))
    ax.barh(lost.index, lost, color="firebrick")
    ax.axvline(0, color="black", lw=0.8)
    ax.set_xlabel("points de pourcentage de la surface du pays")
    ax.set_title("La forêt a perdu dix points au Bénin entre 2000 et 2023", loc="left")
    ax.grid(axis="x", alpha=0.3)
    fig.text(0.01, 0.01, "Source : FAO, via la Banque mondiale", fontsize=8, style="italic")
    fig.tight_layout(rect=(0, 0.04, 1, 1))
    return ax


@right(forme="aire", valeurs=history("urbain_pct", "SEN"))
def area_of_pandas():
    ax = history("urbain_pct", "SEN").plot.area(figsize=(6, 4), color="steelblue", alpha=0.7)
    ax.set(ylabel="% de la population", xlabel="", ylim=(0, 100))
    ax.set_title("Plus d’un Sénégalais sur deux vit en ville")
    ax.text(2000.5, 92, "Source : Nations unies, Banque mondiale", fontsize=9)
    return ax


@right(panels=True, nombre=3)
def subplots_of_a_pandas_frame():
    table = pd.DataFrame(
        {
            n: history("fecondite", c)
            for n, c in (("Niger", "NER"), ("Mali", "MLI"), ("Togo", "TGO"))
        }
    )
    axes = table.plot(
        subplots=True, sharey=True, legend=False, figsize=(6, 7), color="black", title=list(table)
    )
    for ax in axes:
        ax.set_ylabel("enfants par femme")
        ax.set_xlabel("")
        ax.set_ylim(0, 8.5)
    fig = axes[0].figure
    fig.suptitle("La fécondité baisse partout et reste la plus forte au Niger", fontsize=11)
    fig.text(0.02, 0.01, "Source : Banque mondiale, 2000-2023", fontsize=8)
    fig.tight_layout(rect=(0, 0.03, 1, 1))
    return fig


@right(panels=True)
def two_charts_one_over_the_other():
    plt.figure(figsize=(7, 6))
    years = history("internet_pct", "SEN").index
    plt.subplot(211)
    plt.plot(years, history("internet_pct", "SEN"), color="C0", lw=2)
    plt.ylim(0, 80)
    plt.ylabel("% de la population")
    plt.title("Internet", loc="left", fontsize=11)
    plt.subplot(212)
    plt.plot(years, history("electricite_pct", "SEN"), color="C0", lw=2)
    plt.ylim(0, 80)
    plt.ylabel("% de la population")
    plt.title("Électricité", loc="left", fontsize=11)
    plt.suptitle("Au Sénégal, internet rattrape peu à peu l’électricité")
    plt.figtext(0.02, 0.01, "Source : UIT et Banque mondiale, 2000-2023", fontsize=8)
    plt.subplots_adjust(hspace=0.35, bottom=0.1)
    return plt.gcf()


@right(forme="barres")
def bars_put_on_bars_by_hand():
    towns = indicator("urbain_pct", 2024).sort_values(ascending=False)
    fig, ax = plt.subplots(figsize=(8, 4.5), layout="constrained")
    ax.bar(towns.index, towns, label="en ville", color="#08519c")
    ax.bar(
        towns.index, 100 - towns, bottom=towns, label="à la campagne", color="#c7d9ea", hatch="//"
    )
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    ax.set_ylabel("% de la population, 2024")
    ax.tick_params(axis="x", rotation=35)
    ax.set_title("Trois pays sur huit ont basculé : la ville y est majoritaire")
    fig.supxlabel("Source : Banque mondiale", fontsize=8, x=0.1)
    return ax


@right(forme=BARS, valeurs=indicator("mortalite_moins5", 2024), ordre="décroissant")
def bars_with_error_bars():
    deaths = indicator("mortalite_moins5", 2024).sort_values()
    fig, ax = plt.subplots(figsize=(7, 4.5))
    ax.barh(deaths.index, deaths, xerr=deaths * 0.15, color="slategray", capsize=3)
    ax.set_xlabel("décès avant cinq ans, pour 1 000 naissances (trait : marge de 15 %)")
    ax.set_title("Au Niger, la mort d’enfants\nreste trois fois plus fréquente qu’au Sénégal")
    fig.text(0.99, 0.01, "Source : UN IGME, 2024", ha="right", fontsize=8)
    fig.tight_layout(rect=(0, 0.04, 1, 1))
    return ax


@right(forme=("tiges", "barres", "points"), valeurs=BIRTHS, ordre="décroissant")
def lollipops_of_vlines():
    ranked = BIRTHS.sort_values(ascending=False)
    fig, ax = plt.subplots(figsize=(7.5, 4.5))
    spots = np.arange(len(ranked))
    ax.vlines(spots, 0, ranked, color="teal", lw=2)
    ax.plot(spots, ranked, "o", color="teal", ms=9)
    ax.set_xticks(spots, ranked.index, rotation=30, ha="right")
    ax.set_ylim(0, 7)
    ax.set_ylabel("enfants par femme")
    ax.set_title("Une Nigérienne a six enfants, une Sénégalaise moins de quatre", fontsize=11)
    ax.text(0, -0.38, "Source : Banque mondiale, 2023", transform=ax.transAxes, fontsize=8)
    fig.subplots_adjust(bottom=0.27)
    return ax


@right(forme=("tiges", "barres"), valeurs=history("inflation_pct", "SEN", 2010))
def stems_of_inflation():
    prices = history("inflation_pct", "SEN", 2010)
    plt.figure(figsize=(7, 4))
    plt.stem(prices.index, prices.values, basefmt="k-")
    plt.ylabel("inflation annuelle, en %")
    plt.title("2022 : les prix s’envolent de 9 % au Sénégal")
    plt.xlabel("Source : FMI, Banque mondiale")
    plt.tight_layout()
    return plt.gca()


@right(forme="courbe", valeurs={n: LIFE.loc[n].rename(int) for n in ("Sénégal", "Niger", "Bénin")})
def slopes_between_two_years():
    fig, ax = plt.subplots(figsize=(5, 5))
    for name, colour in (("Sénégal", "#d55e00"), ("Niger", "#0b5394"), ("Bénin", "#333333")):
        ax.plot([2000, 2023], LIFE.loc[name], marker="o", color=colour, label=name)
    for name, colour, at in (
        ("Sénégal", "#d55e00", 68.7),
        ("Niger", "#0b5394", 61.9),
        ("Bénin", "#333333", 60.1),
    ):
        ax.text(2024, at, name, color=colour, va="center")
    ax.set_xlim(1999, 2031)
    ax.set_xticks([2000, 2023])
    ax.set_ylabel("espérance de vie, en années")
    ax.set_title("Le Niger rejoint le Bénin")
    ax.spines[["top", "right"]].set_visible(False)
    fig.text(0.02, 0.01, "Source : Banque mondiale, 2000 et 2023", fontsize=8)
    return ax


@right()
def dumbbells():
    table = LIFE.sort_values("2023")
    fig, ax = plt.subplots(figsize=(7, 4.5), layout="constrained")
    ax.hlines(table.index, table["2000"], table["2023"], color="0.6", lw=3, zorder=1)
    ax.scatter(table["2000"], table.index, color="darkorange", s=60, label="2000")
    ax.scatter(table["2023"], table.index, color="navy", s=60, label="2023")
    ax.legend(loc="lower right")
    ax.set_xlabel("espérance de vie (années)")
    ax.set_title("En vingt-trois ans, le Niger gagne douze ans de vie")
    fig.supxlabel("Source : Banque mondiale", fontsize=8)
    return ax


RICH = indicator("pib_hab_ppa", 2023)


@right(forme=("points", "mélange"), valeurs=list(zip(RICH, BIRTHS.loc[RICH.index], strict=True)))
def bubbles_with_a_trend():
    sizes = population(2023).loc[RICH.index] / 1e5
    fig, ax = plt.subplots(figsize=(7, 5))
    ax.scatter(RICH, BIRTHS.loc[RICH.index], s=sizes, alpha=0.6, color="purple", edgecolor="k")
    slope, start = np.polyfit(RICH, BIRTHS.loc[RICH.index], 1)
    ends = np.array([1500, 6700])
    ax.plot(ends, slope * ends + start, "--", color="0.3")
    ax.annotate(
        "Niger",
        (RICH["Niger"], BIRTHS["Niger"]),
        xytext=(2600, 6.3),
        arrowprops={"arrowstyle": "->", "shrinkB": 8},
    )
    ax.set(xlabel="PIB par habitant (dollars, parité 2021)", ylabel="enfants par femme")
    ax.set_xlim(1000, 7000)
    ax.set_ylim(3, 7)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.0f}".replace(",", " ")))
    ax.set_title("Plus le pays est riche, moins les familles sont nombreuses")
    fig.text(
        0.01, 0.01, "Source : Banque mondiale, 2023 ; taille du disque : population", fontsize=8
    )
    fig.subplots_adjust(bottom=0.15)
    return ax


@right(forme="courbe")
def curve_over_datetimes_with_an_arrow():
    fig, ax = plt.subplots(figsize=(8, 4))
    ax.plot(DATES, history("electricite_pct", "SEN"), color=(0.1, 0.3, 0.6), lw=2.5)
    ax.annotate(
        "74 % en 2023",
        (DATES[-1], 74.2),
        xytext=(DATES[12], 78),
        arrowprops={"arrowstyle": "->"},
    )
    ax.set_ylim(0, 100)
    ax.set_ylabel("% des habitants")
    ax.set_title("L’électricité a doublé sa portée au Sénégal depuis 2000")
    ax.annotate("Source : Banque mondiale", (1, -0.15), xycoords="axes fraction", ha="right")
    fig.subplots_adjust(bottom=0.17)
    return ax


@right(forme="courbe")
def curve_over_periods():
    months = millet_months()
    months.index = months.index.to_period("M")
    ax = months.plot(
        figsize=(7, 4), color="saddlebrown", title="Le kilo de mil est retombé sous 300 francs"
    )
    ax.set(xlabel="", ylabel="FCFA/kg, prix médian", ylim=(0, 550))
    ax.figure.subplots_adjust(bottom=0.17)
    ax.figure.text(0.12, 0.01, "Source : PAM, relevés de marchés", fontsize=8)
    return ax


@right(forme="courbe", valeurs=history("idh", "SEN"))
def curve_over_years_as_floats():
    series = history("idh", "SEN")
    with plt.style.context("ggplot"):
        fig, ax = plt.subplots(figsize=(6, 4))
        ax.plot(series.index.astype(float), series, color="black")
        ax.set_xticks([2000.0, 2005.0, 2010.0, 2015.0, 2020.0])
        ax.set_ylabel("indice (0 à 1)")
        ax.set_title("Le développement du Sénégal marque le pas\naprès 2016", fontsize=12)
        fig.text(0.01, 0.01, "Source : PNUD", fontsize=8)
        fig.subplots_adjust(left=0.15, bottom=0.13)
    return ax


@right(forme="courbe")
def steps_with_a_text_box():
    series = history("mobile_pour_100", "SEN")
    fig, ax = plt.subplots(figsize=(7, 4))
    ax.step(series.index, series, where="mid", color="darkgreen", lw=2)
    ax.text(
        2001,
        110,
        "2014 : plus de téléphones\nque d’habitants",
        bbox={"boxstyle": "round", "fc": "lightyellow"},
    )
    ax.set_ylabel("abonnements pour 100 habitants")
    ax.set_ylim(0, 140)
    ax.set_title("Le Sénégal compte plus d’abonnements mobiles que d’habitants", fontsize=10)
    fig.text(0.12, 0.01, "Source : UIT (Banque mondiale)", fontsize=8)
    fig.subplots_adjust(bottom=0.14)
    return ax


@right(forme="barres")
def counts_like_a_histogram():
    months = millet_months()
    counts = pd.cut(months, range(150, 551, 50)).value_counts(sort=False)
    names = [f"{int(i.left)}-{int(i.right)}" for i in counts.index]
    fig, ax = plt.subplots(figsize=(8, 4))
    ax.bar(names, counts, width=1, edgecolor="white", color="#3b6ea8")
    ax.set_ylabel("nombre de mois")
    ax.set_xlabel("prix du mil (FCFA le kilo)")
    ax.set_title("Le mil a rarement coûté plus de 450 francs depuis 2019")
    fig.text(0.01, 0.01, "Source : PAM", fontsize=8)
    fig.tight_layout(rect=(0, 0.04, 1, 1))
    return ax


@right(forme="courbe")
def curve_with_an_inset():
    fig, ax = plt.subplots(figsize=(7, 4.5))
    for code, name, colour, style in (("SEN", "Sénégal", "C0", "-"), ("NER", "Niger", "C1", "--")):
        series = history("mortalite_moins5", code)
        ax.plot(series.index, series, style, color=colour, label=name)
    ax.set_ylim(0, 260)
    ax.legend(loc="lower left")
    ax.set_ylabel("décès pour 1 000 naissances")
    ax.set_title("La mortalité des enfants a été divisée par trois au Sénégal", fontsize=11)
    inset = ax.inset_axes([0.62, 0.58, 0.35, 0.3])
    inset.plot(history("mortalite_moins5", "SEN", 2018), color="C0")
    inset.set_title("Sénégal depuis 2018", fontsize=8)
    inset.tick_params(labelsize=7)
    fig.text(0.01, 0.01, "Source : UN IGME", fontsize=8)
    return ax


@right(panels=True, nombre=3)
def three_charts_of_a_gridspec():
    fig = plt.figure(figsize=(8, 6), layout="constrained")
    grid = GridSpec(2, 2, figure=fig)
    first = fig.add_subplot(grid[0, :])
    places = [first] + [fig.add_subplot(grid[1, i], sharey=first) for i in (0, 1)]
    for ax, code, name in zip(
        places, ("SEN", "MLI", "NER"), ("Sénégal", "Mali", "Niger"), strict=True
    ):
        series = history("assainissement_base_pct", code)
        ax.fill_between(series.index, series, color="#2b7a78")
        ax.set_title(name, fontsize=11)
        ax.set_ylabel("% de la population")
    first.set_ylim(0, 70)
    fig.suptitle("Les toilettes progressent, mais le Niger reste à 16 %", fontweight="bold")
    fig.supxlabel("Source : OMS/UNICEF (JMP), 2000-2024", fontsize=9)
    return fig


@right(forme="courbe")
def curves_on_a_logarithmic_axis_that_says_so():
    fig, ax = plt.subplots(figsize=(7, 4.5))
    for code, name, colour in (("SEN", "Sénégal", "#0b5394"), ("NER", "Niger", "#d55e00")):
        series = history("internet_pct", code)
        ax.semilogy(series.index, series, color=colour, lw=2)
        ax.text(2023.4, series.iloc[-1], name, color=colour, va="center")
    ax.set_xlim(2000, 2028)
    ax.set_yticks([0.1, 1, 10, 100], ["0,1", "1", "10", "100"])
    ax.set_ylabel("% de la population (échelle logarithmique)")
    ax.set_title("Le Niger suit le Sénégal avec quelques années de retard")
    fig.text(0.01, 0.01, "Source : Union internationale des télécommunications", fontsize=8)
    return ax


@right(forme=BARS, valeurs=population(2023) / 1e6, ordre="décroissant")
def bars_with_french_decimals():
    people = (population(2023) / 1e6).sort_values()
    _fig, ax = plt.subplots(figsize=(7, 4.5), layout="constrained")
    bars = ax.barh(people.index, people, color=plt.cm.viridis(0.3))
    ax.bar_label(bars, [f"{v:.1f}".replace(".", ",") for v in people], padding=2)
    ax.set_xticks([])
    ax.set_frame_on(False)
    ax.set_title(
        "Le Togo, trois fois moins peuplé que la Côte d’Ivoire\nMillions d’habitants en 2023"
    )
    ax.text(1, 0.02, "Source : Nations unies", transform=ax.transAxes, ha="right", fontsize=9)
    return ax


@right(forme=BARS, valeurs={year: LIFE[year] for year in LIFE})
def bars_of_a_frame_with_many_options():
    ax = LIFE.sort_values("2023", ascending=False).plot(
        kind="bar", figsize=(9, 5), rot=30, fontsize=10, width=0.75, grid=True,
        color=["lightsteelblue", "midnightblue"], edgecolor="black", xlabel="", ylabel="Années",
        title="Partout, l’espérance de vie dépasse désormais 60 ans", ylim=(0, 80), zorder=2,
    )  # fmt: skip
    ax.legend(title="Année", ncols=2, loc="upper center")
    ax.figure.text(0.01, 0.01, "Source : Banque mondiale (WDI), 2023", fontsize=8)
    ax.figure.tight_layout(rect=(0, 0.03, 1, 1))
    return ax


@right(forme=BARS, valeurs=TOILETS, ordre="décroissant")
def bars_with_a_line_for_the_mean():
    ranked = TOILETS.sort_values(ascending=False)
    with plt.style.context("seaborn-v0_8-whitegrid"):
        fig, ax = plt.subplots(figsize=(8, 4.5))
        ax.bar(ranked.index, ranked, color="#4c72b0")
        ax.axhline(ranked.mean(), color="black", ls=":")
        ax.text(7.45, ranked.mean() + 1, f"moyenne : {ranked.mean():.0f} %", ha="right")
        ax.set_ylabel("% de la population")
        ax.tick_params(axis="x", labelrotation=30)
        ax.set_title("Combien ont des toilettes ? 63 % au Sénégal, 16 % au Niger")
        fig.text(0.01, 0.01, "Source : OMS/UNICEF, 2024", fontsize=8)
        fig.tight_layout(rect=(0, 0.04, 1, 1))
    return ax


@right(forme=("courbe", "mélange"))
def twin_axis_of_the_same_measure():
    fig, ax = plt.subplots(figsize=(7, 4))
    series = history("pib_hab_ppa", "SEN")
    ax.plot(series.index, series, color="indigo")
    ax.set_ylim(0, 5000)
    ax.set_ylabel("dollars par an")
    other = ax.secondary_yaxis("right", functions=(lambda v: v / 12, lambda v: v * 12))
    other.set_ylabel("dollars par mois")
    ax.set_title("La richesse par Sénégalais a augmenté d’un quart depuis 2013")
    fig.text(0.01, 0.01, "Source : Banque mondiale, parité de pouvoir d’achat", fontsize=8)
    fig.subplots_adjust(bottom=0.13)
    return ax
