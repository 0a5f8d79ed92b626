"""A second set of charts with one clear defect each, by another hand."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from figures import wrong
from figures.facts import history, indicator, millet, millet_months, population

TOILETS = indicator("assainissement_base_pct", 2024)
BIRTHS = indicator("fecondite", 2023)
BARS = ("barres", "barres horizontales")
RANKED = TOILETS.sort_values()


def lying(values=RANKED, title="Au Niger, seul un habitant sur six a des toilettes", **options):
    """Draw lying bars, all right but for what follows."""
    options.setdefault("color", "#33658a")
    fig, ax = plt.subplots(figsize=(7, 4.5))
    ax.barh(values.index, values, **options)
    ax.set_title(title)
    ax.set_xlabel("% de la population, 2024")
    fig.text(0.01, 0.01, "Source : OMS/UNICEF (JMP)", fontsize=8)
    fig.tight_layout(rect=(0, 0.04, 1, 1))
    return ax


def curve(values, title, unit, colour="#33658a"):
    """Draw one curve, all right but for what follows."""
    fig, ax = plt.subplots(figsize=(7, 4.5))
    ax.plot(values.index, values, color=colour, lw=2)
    if values.index[0] == 2007:
        ax.set_xticks([2007, 2013, 2019, 2025])
    ax.set_title(title)
    ax.set_ylabel(unit)
    fig.text(0.01, 0.01, "Source : Banque mondiale", fontsize=8)
    return ax


@wrong("axe-coupe", forme=BARS)
def pandas_bars_cut_at_fifty():
    life = indicator("esperance_vie", 2023).sort_values(ascending=False)
    ax = life.plot(kind="bar", ylim=(58, 70), rot=30, figsize=(8, 4.5), color="teal")
    ax.set(
        xlabel="", ylabel="années", title="Les Sénégalais vivent bien plus vieux que leurs voisins"
    )
    ax.figure.text(0.01, 0.01, "Source : Banque mondiale, 2023", fontsize=8)
    ax.figure.tight_layout(rect=(0, 0.04, 1, 1))
    return ax


@wrong("axe-coupe", forme="aire")
def area_cut_at_forty():
    ax = history("urbain_pct", "SEN").plot.area(figsize=(6, 4), ylim=(38, 58), color="steelblue")
    ax.set(xlabel="", ylabel="% de la population", title="La population urbaine explose au Sénégal")
    ax.figure.text(0.01, 0.01, "Source : Banque mondiale", fontsize=8)
    return ax


@wrong("axes-doubles")
def pandas_frame_with_a_secondary_axis():
    table = pd.DataFrame(
        {"fécondité": history("fecondite", "NER"), "électricité": history("electricite_pct", "NER")}
    )
    ax = table.plot(secondary_y="électricité", figsize=(7, 4.5), color=["#0b5394", "#d55e00"])
    ax.set(xlabel="", ylabel="enfants par femme")
    ax.legend(ax.lines + ax.right_ax.lines, list(table), loc="center left")
    ax.right_ax.set_ylabel("% de la population")
    ax.set_title("Niger : l’électricité monte, la fécondité descend")
    ax.figure.text(0.01, 0.01, "Source : Banque mondiale", fontsize=8)
    return ax


@wrong("axe-renverse")
def standing_bars_hanging_from_the_top():
    ranked = BIRTHS.sort_values()
    fig, ax = plt.subplots(figsize=(8, 4.5))
    ax.bar(ranked.index, ranked, color="indigo")
    ax.invert_yaxis()
    ax.tick_params(axis="x", rotation=30)
    ax.set_ylabel("enfants par femme, 2023")
    ax.set_title("Le Niger garde la plus forte fécondité")
    fig.text(0.01, 0.01, "Source : Banque mondiale", fontsize=8)
    fig.tight_layout(rect=(0, 0.04, 1, 1))
    return ax


@wrong("titre-etiquette")
def title_of_a_subject_with_years():
    return curve(
        history("electricite_pct", "SEN"),
        "Évolution du taux d’accès à l’électricité au Sénégal (2000-2023)",
        "% de la population",
    )


@wrong("titre-question", "titre-etiquette")
def title_that_only_asks():
    return lying(title="Quel pays a le plus de toilettes ?")


@wrong("titre-absent", "titre-etiquette")
def no_title_but_a_box():
    ax = lying(title="")
    ax.text(45, 1, "voir article", bbox={"fc": "white"})
    return ax


@wrong("source")
def source_that_names_only_the_software():
    fig, ax = plt.subplots(figsize=(7, 4.5))
    ax.barh(RANKED.index, RANKED, color="#33658a")
    ax.set_title("Au Niger, seul un habitant sur six a des toilettes")
    ax.set_xlabel("% de la population, 2024")
    fig.text(0.99, 0.01, "Graphique réalisé avec Python", ha="right", fontsize=8)
    fig.tight_layout(rect=(0, 0.04, 1, 1))
    return ax


@wrong("unite", "axe-muet")
def axis_named_values():
    ax = lying()
    ax.set_xlabel("valeurs")
    return ax


@wrong("legende")
def four_curves_no_names():
    fig, ax = plt.subplots(figsize=(7, 4.5))
    for code, style in (("SEN", "-"), ("MLI", "--"), ("NER", ":"), ("TGO", "-.")):
        series = history("esperance_vie", code)
        ax.plot(series.index, series, style)
    ax.set_ylabel("espérance de vie, en années")
    ax.set_title("Le Niger gagne douze ans de vie en une génération")
    fig.text(0.01, 0.01, "Source : Banque mondiale", fontsize=8)
    return ax


@wrong("legende-brute", "legende")
def legend_of_column_names():
    table = pd.DataFrame(
        {c: history(c, "SEN") for c in ("alpha_jeunes_femmes_pct", "alpha_jeunes_hommes_pct")}
    )
    ax = table.plot(figsize=(7, 4.5), marker="o", color=["#0b5394", "#d55e00"])
    ax.set(xlabel="", ylabel="% des 15-24 ans", ylim=(0, 100))
    ax.set_title("Au Sénégal, l’écart de lecture entre filles et garçons se resserre", fontsize=10)
    ax.figure.text(0.01, 0.01, "Source : UNESCO", fontsize=8)
    return ax


@wrong("chevauchement")
def years_written_over_one_another():
    series = history("internet_pct", "SEN")
    ax = curve(series, "Six Sénégalais sur dix sont en ligne", "% de la population")
    ax.figure.set_size_inches(5, 4)
    ax.set_xticks(series.index, [f"année {y}" for y in series.index])
    return ax


@wrong("texte-petit")
def huge_figure_with_tiny_text():
    ax = lying()
    ax.figure.set_size_inches(30, 20)
    return ax


@wrong("texte-pale")
def pale_axis_texts():
    ax = lying()
    ax.tick_params(axis="y", labelcolor="#d9d9d9")
    return ax


@wrong("trait-pale")
def curve_in_light_yellow():
    return curve(millet(), "Le mil a coûté 425 francs en 2023", "FCFA le kilo", "lightyellow")


@wrong("daltoniens")
def red_and_green_curves():
    fig, ax = plt.subplots(figsize=(7, 4.5))
    for code, name, colour in (("GIN", "Guinée", "#b04a3a"), ("MLI", "Mali", "#6b7a2a")):
        series = history("mortalite_moins5", code)
        ax.plot(series.index, series, color=colour, lw=2, label=name)
    ax.legend()
    ax.set_ylabel("décès pour 1 000 naissances")
    ax.set_title("Le Mali est passé sous la Guinée")
    fig.text(0.01, 0.01, "Source : UN IGME", fontsize=8)
    return ax


@wrong("couleurs", forme=BARS, couleurs_max=2)
def rainbow_of_a_colour_map():
    return lying(color=plt.cm.turbo(np.linspace(0.05, 0.95, 8)))


@wrong("echelles", panels=True)
def panels_each_with_its_scale():
    table = pd.DataFrame(
        {n: history("internet_pct", c) for n, c in (("Sénégal", "SEN"), ("Niger", "NER"))}
    )
    axes = table.plot(
        subplots=True, layout=(1, 2), legend=False, figsize=(8, 4), color="black", title=list(table)
    )
    for ax in axes.flat:
        ax.set(xlabel="", ylabel="% de la population")
    fig = axes.flat[0].figure
    fig.suptitle("Internet progresse au Sénégal comme au Niger")
    fig.text(0.01, 0.01, "Source : UIT", fontsize=8)
    fig.tight_layout(rect=(0, 0.04, 1, 1))
    return fig


@wrong("pas-inegal", "forme")
def years_as_texts_unevenly_apart():
    series = history("pauvrete_3usd_pct", "SEN")
    series.index = series.index.astype(str)
    ax = curve(series, "La pauvreté recule fortement au Sénégal", "% de la population")
    ax.set_ylim(0, 80)
    return ax


@wrong("annee", annee=True)
def no_year_anywhere():
    ax = lying()
    ax.set_xlabel("% de la population")
    return ax


@wrong("parts")
def pie_of_eight_peoples():
    people = population(2023).sort_values(ascending=False)
    ax = people.plot.pie(figsize=(7, 6), ylabel="", autopct="%.0f %%", startangle=90,
                         colors=plt.cm.Blues(np.linspace(0.15, 0.6, 8)), wedgeprops={"ec": "k"})  # fmt: skip
    ax.set_title("La Côte d’Ivoire pèse un cinquième de la population des huit pays", fontsize=11)
    ax.figure.text(0.01, 0.01, "Source : Nations unies, 2023", fontsize=8)
    return ax


@wrong("ordre", forme="tiges", valeurs=BIRTHS, ordre="rangé")
def lollipops_in_any_order():
    fig, ax = plt.subplots(figsize=(7, 4.5))
    ax.hlines(BIRTHS.index, 0, BIRTHS, color="teal")
    ax.plot(BIRTHS.values, BIRTHS.index, "o", color="teal")
    ax.set_xlim(0, 7)
    ax.set_xlabel("enfants par femme, 2023")
    ax.set_title("Une Nigérienne a six enfants")
    fig.text(0.01, 0.01, "Source : Banque mondiale", fontsize=8)
    fig.tight_layout(rect=(0, 0.04, 1, 1))
    return ax


@wrong("forme", forme="points")
def curve_where_a_cloud_is_asked():
    rich = indicator("pib_hab_ppa", 2023)
    fig, ax = plt.subplots(figsize=(7, 4.5))
    ax.plot(rich, BIRTHS.loc[rich.index], color="black")
    ax.set(xlabel="PIB par habitant (dollars)", ylabel="enfants par femme")
    ax.set_title("Plus le pays est riche, moins on y a d’enfants")
    fig.text(0.01, 0.01, "Source : Banque mondiale, 2023", fontsize=8)
    return ax


@wrong("barres-log")
def pandas_bars_with_logy():
    ax = population(2023).sort_values().plot.barh(logx=True, figsize=(7, 4.5), color="0.4")
    ax.set(xlabel="habitants", ylabel="")
    ax.set_title("La Côte d’Ivoire dépasse tous ses voisins")
    ax.figure.text(0.01, 0.01, "Source : Nations unies, 2023", fontsize=8)
    ax.figure.tight_layout(rect=(0, 0.04, 1, 1))
    return ax


@wrong("valeurs", "trou-rempli", "autre-dessin", forme="courbe", valeurs=millet())
def price_smoothed_by_a_moving_mean():
    return curve(
        millet().rolling(3, min_periods=1).mean(), "Le mil culmine en 2023", "FCFA le kilo"
    )


@wrong("hors-cadre", "valeurs", "manque", forme="courbe")
def curve_cut_at_the_top():
    months = millet_months()
    ax = curve(months, "Le prix du mil redescend depuis 2023", "FCFA le kilo")
    ax.set_ylim(0, 350)
    return ax
