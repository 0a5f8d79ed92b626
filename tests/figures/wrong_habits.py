"""Charts whose data are right and whose words, colours or sizes fail their reader."""

import matplotlib.pyplot as plt
import numpy as np

from figures import wrong
from figures.facts import WEST, history, indicator

POWER = indicator("electricite_pct", 2023).sort_values()
ASKED = {"forme": "barres horizontales", "valeurs": POWER}
TITLE = "Au Niger, une personne sur cinq a l’électricité"
SOURCE = "Source : Banque mondiale, 2023"
UNIT = "% de la population"


def bars(title=TITLE, unit=UNIT, source=SOURCE, **style):
    """Draw bars that are right but for what the caller changes."""
    fig, ax = plt.subplots(figsize=(7, 4.5), layout="constrained")
    ax.barh(POWER.index, POWER, **{"color": "#1f4e79"} | style)
    ax.set_title(title)
    ax.set_xlabel(unit)
    if source:
        fig.supylabel(source, fontsize=8)
    return ax


@wrong("titre-absent", **ASKED)
def no_title():
    return bars(title="")


@wrong("titre-etiquette", **ASKED)
def title_that_names_the_subject():
    return bars(title="Accès à l’électricité par pays")


@wrong("titre-etiquette", **ASKED)
def title_that_names_subject_place_and_year():
    return bars(title="Électricité en Afrique de l’Ouest en 2023")


@wrong("titre-etiquette", "titre-absent", **ASKED)
def title_that_is_a_column():
    return bars(title="electricite_pct")


@wrong("titre-question", "titre-etiquette", **ASKED)
def title_that_asks():
    return bars(title="Qui a l’électricité en Afrique de l’Ouest ?")


@wrong("titre-etiquette", **ASKED)
def title_that_calls_itself_a_chart():
    return bars(title="Graphique des taux d’électrification")


@wrong("titre-hors-sujet", **ASKED, mots=("Niger", "électricité"))
def title_of_another_chart():
    return bars(title="Le Sénégal devance ses voisins pour internet")


@wrong("unite", "axe-muet", **ASKED)
def no_unit():
    return bars(unit="")


@wrong("unite", **ASKED)
def axis_without_a_unit():
    return bars(unit="valeur")


@wrong("unite", **ASKED, unite=("%", "pour cent"))
def axis_with_another_unit():
    return bars(unit="millions d’habitants")


@wrong("source", **ASKED)
def no_source():
    return bars(source="")


@wrong("source", **ASKED, source=("Banque mondiale", "WDI"))
def source_that_is_a_search_engine():
    return bars(source="Source : Google")


@wrong("source", **ASKED)
def source_left_empty():
    return bars(source="Source :")


@wrong("annee", **ASKED, annee="2023")
def no_year():
    return bars(source="Source : Banque mondiale")


@wrong("legende", forme="courbe")
def three_curves_without_a_legend():
    fig, ax = plt.subplots(figsize=(7, 4.5))
    for code in ("SEN", "MLI", "NER"):
        ax.plot(history("electricite_pct", code), color={"SEN": "k", "MLI": "b", "NER": "r"}[code])
    ax.set_ylabel(UNIT)
    ax.set_title("Le Niger décroche")
    fig.text(0.01, 0.01, SOURCE)
    return ax


@wrong("legende-brute", "legende", forme="barres")
def legend_with_the_names_of_columns():
    table = indicator("internet_pct", 2023).to_frame("internet_pct")
    table["electricite_pct"] = POWER
    ax = table.plot.bar(rot=20, figsize=(9, 5), color=["#08306b", "#fdae6b"], edgecolor="black")
    ax.set_xlabel("")
    ax.set_ylabel(UNIT)
    ax.set_title("On a plus souvent l’électricité qu’internet")
    ax.figure.text(0.01, 0.01, SOURCE)
    return ax


@wrong("chevauchement", forme="barres")
def names_that_run_into_each_other():
    wide = indicator("electricite_pct", 2023, list_of_many()).sort_values()
    fig, ax = plt.subplots(figsize=(5, 4))
    ax.bar(wide.index, wide, color="#1f4e79")
    ax.set_ylabel(UNIT)
    ax.set_title("Le Tchad ferme la marche")
    fig.text(0.01, 0.01, SOURCE)
    return ax


def list_of_many():
    """Return the codes of sixteen countries."""
    return [*WEST, "TCD", "CMR", "GAB", "COD", "CAF", "RWA", "BDI", "MDG"]


@wrong("chevauchement", forme="points")
def names_on_top_of_each_other():
    fig, ax = plt.subplots(figsize=(6, 4))
    x, y = indicator("esperance_vie", 2023), indicator("fecondite", 2023)
    ax.scatter(x, y, color="black")
    for name in x.index:
        ax.text(x[name], y[name], f"{name} ({x[name]:.1f} ans)", fontsize=14)
    ax.set_xlabel("espérance de vie (années)")
    ax.set_ylabel("enfants par femme")
    ax.set_title("Le Sénégal vit plus longtemps que ses voisins")
    fig.text(0.01, 0.0, SOURCE)
    return ax


@wrong("texte-petit", **ASKED, texte_min=8)
def texts_for_a_wide_screen():
    ax = bars()
    ax.figure.set_size_inches(16, 9)
    return ax


@wrong("texte-pale", **ASKED)
def pale_title():
    ax = bars()
    ax.title.set_color("#dddddd")
    return ax


@wrong("texte-pale", **ASKED)
def white_numbers_on_yellow_bars():
    ax = bars(color="#ffe680", edgecolor="#555555")
    for place, value in enumerate(POWER):
        ax.text(value - 8, place, f"{value:.0f}", color="white", va="center")
    return ax


@wrong("trait-pale", forme="courbe")
def pale_curve():
    fig, ax = plt.subplots(figsize=(7, 4.5))
    ax.plot(history("electricite_pct", "MLI"), color="#f3f3c0")
    ax.set_ylabel(UNIT)
    ax.set_title("Au Mali, l’accès est multiplié par cinq")
    fig.text(0.01, 0.01, SOURCE)
    return ax


@wrong("daltoniens", forme="courbe")
def red_and_green_of_the_same_darkness():
    fig, ax = plt.subplots(figsize=(7, 4.5))
    for code, colour in (("SEN", "#c0504d"), ("NER", "#77803c")):
        ax.plot(history("electricite_pct", code), color=colour, label=code)
    ax.legend()
    ax.set_ylabel(UNIT)
    ax.set_title("Le Niger reste loin derrière le Sénégal")
    fig.text(0.01, 0.01, SOURCE)
    return ax


@wrong("daltoniens", forme="barres")
def grouped_bars_of_two_like_blues():
    fig, ax = plt.subplots(figsize=(8, 4.5))
    place = np.arange(len(POWER))
    online = indicator("internet_pct", 2023).reindex(POWER.index)
    ax.bar(place - 0.2, online, 0.4, label="internet", color="#3b6fb6")
    ax.bar(place + 0.2, POWER, 0.4, label="électricité", color="#7a5fb5")
    ax.set_xticks(place, POWER.index, rotation=20)
    ax.legend()
    ax.set_ylabel(UNIT)
    ax.set_title("On a plus souvent l’électricité qu’internet")
    fig.text(0.01, 0.01, SOURCE)
    fig.subplots_adjust(bottom=0.25)
    return ax


@wrong("couleurs", **ASKED, couleurs_max=2)
def a_colour_for_each_bar():
    return bars(color=plt.colormaps["tab10"].colors[:8])


@wrong("echelles", panels=True, nombre=4)
def small_multiples_each_with_its_scale():
    fig, axes = plt.subplots(2, 2, figsize=(7, 5), layout="constrained")
    names = (("Sénégal", "SEN"), ("Mali", "MLI"), ("Niger", "NER"), ("Togo", "TGO"))
    for ax, (name, code) in zip(axes.flat, names, strict=True):
        ax.plot(history("electricite_pct", code), color="black")
        ax.set_title(name)
        ax.set_ylabel("%")
    fig.suptitle("L’électricité progresse partout")
    fig.supxlabel(SOURCE, fontsize=8)
    return fig


@wrong("petits-titres", panels=True, nombre=2)
def small_multiples_without_names():
    fig, axes = plt.subplots(1, 2, sharey=True, figsize=(7, 4), layout="constrained")
    for ax, code in zip(axes, ("SEN", "NER"), strict=True):
        ax.plot(history("electricite_pct", code), color="black")
    axes[0].set_ylabel(UNIT)
    fig.suptitle("Le Niger reste loin derrière le Sénégal")
    fig.supxlabel(SOURCE, fontsize=8)
    return fig


@wrong("nombre", panels=True, nombre=3)
def two_charts_where_three_are_asked():
    fig, axes = plt.subplots(1, 2, sharey=True, figsize=(7, 4), layout="constrained")
    for ax, code in zip(axes, ("SEN", "NER"), strict=True):
        ax.plot(history("electricite_pct", code), color="black")
        ax.set_title(code)
    axes[0].set_ylabel(UNIT)
    fig.suptitle("Le Niger reste loin derrière le Sénégal")
    fig.supxlabel(SOURCE, fontsize=8)
    return fig
