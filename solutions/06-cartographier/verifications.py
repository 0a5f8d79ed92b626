"""Les vérifications du module 06-cartographier : une fonction pour chaque partie d’un exercice."""

import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from PIL import Image

from atelier import (
    Carte,
    Entier,
    Liste,
    Pays,
    Table,
    Texte,
    controler_carte,
    lire_contours,
    situer,
    verification,
    verifier,
)

BANQUE_MONDIALE = ("banque mondiale", r"\bWDI\b", "world bank")
OMS = (r"\bOMS\b", "banque mondiale", r"organisation mondiale de la sant", r"\bWDI\b")
OPENSTREETMAP = (r"open ?street ?map", r"\bOSM\b", "healthsites")
"""How a map may name its source."""

POUR_CENT = ("%", "pour ?cent")
POUR_100_000 = (r"100\W?000",)
"""How a map may write its unit."""

ORTHOGRAPHE_DES_CONTOURS = {
    "Kaokack": "Kaolack",
    "Kedougou": "Kédougou",
    "Saintlouis": "Saint-Louis",
    "Sediou": "Sédhiou",
    "Thies": "Thiès",
}

BORNES_CHOISIES = [0, 10, 20, 50, 100, 1000]
"""The bounds that the notebook gives to `pd.cut`, in doctors per 100,000 inhabitants."""

PARLE_DES_SOINS = re.compile(
    r"manqu|p[ée]nurie|d[ée]sert|(aucune?|pas|peu|moins|mieux) (de |d[’'])?(soin|soign|h[ôo]pita|m[ée]decin)"
    r"|priv[ée]s? de soins|bien loti|abandonn",
    re.I,
)
"""What a title may not conclude from places that volunteers mapped."""

DIT_UNE_IMAGE = re.compile(
    r"\W*(une? |l[’'])?(image|photo|dessin|figure|illustration|visuel)\b", re.I
)
DIT_SA_SOURCE = re.compile(r"source|selon|d[’']apr[èe]s|banque mondiale", re.I)

POIDS_MAXIMAL = 50 * 1024


def _afrique() -> pd.DataFrame:
    return lire_contours("../../data/geo/afrique_pays.geojson")


def _contours_du_senegal() -> pd.DataFrame:
    regions = lire_contours("../../data/geo/regions.geojson")
    return regions[regions["iso3"] == "SEN"]


def _regions_de_la_liste() -> pd.Series:
    """Return the region of each health facility of Senegal, as the uncleaned list spells it."""
    brut = pd.read_csv("../../data/etablissements_sante_brut.csv")
    return brut[brut["Country"] == "Senegal"]["Admin1"]


def _indicateurs(annee: int) -> pd.DataFrame:
    """Return the indicators of one year by country, with the population where there is one."""
    an = pd.read_csv("../../data/indicateurs.csv").merge(
        pd.read_csv("../../data/population.csv"), on=["iso3", "annee"], how="left"
    )
    return an[an["annee"] == annee].set_index("iso3")


@verification("jointure-carte", partie=1)
def jointure_carte_1(regions_vides: Liste, perdus: Entier) -> str:
    noms, liste = set(_contours_du_senegal()["nom"]), _regions_de_la_liste()
    attendues = noms - set(liste)
    verifier(
        all(isinstance(nom, str) for nom in regions_vides),
        '« regions_vides » devrait être une liste de noms, par exemple ["Dakar", "Matam"].',
    )
    verifier(
        set(regions_vides) != set(liste) - noms,
        "« regions_vides » donne les noms de la liste. On cherche l’autre côté : les régions des contours "
        "qui restent vides, avec isna().",
        "noms-comme-cles",
    )
    verifier(
        regions_vides,
        "« regions_vides » est une liste vide. Avant toute réparation, des régions ne trouvent pas de valeur : "
        "croisez « senegal » et « liste » telles quelles, dans cet ordre.",
        "jointure-sans-perte",
    )
    verifier(
        set(regions_vides) == attendues and len(regions_vides) == len(attendues),
        "« regions_vides » n’est pas la liste des régions restées vides. Croisez, contours à gauche, "
        "puis gardez les noms dont « etablissements » est vide.",
    )
    verifier(
        perdus != len(attendues),
        "« perdus » compte des régions. On demande combien d’établissements elles ont : additionnez-les.",
        "lignes-et-cases",
    )
    verifier(
        perdus != liste.isin(noms).sum(),
        "« perdus » compte les établissements qui ont trouvé leur région. On cherche les autres.",
        "complement-oublie",
    )
    verifier(
        perdus == (~liste.isin(noms)).sum(),
        "« perdus » n’est pas le nombre d’établissements perdus. Total de la liste, moins total de la carte.",
    )
    return "Un établissement sur trois aurait disparu, sans un mot."


@verification("jointure-carte", partie=2)
def jointure_carte_2(carte_senegal: Table) -> str:
    compte = _etablissements_par_region(carte_senegal)
    verifier(
        not (compte == 0).any(),
        "Une région a zéro établissement : une case vide a été remplie. Elle n’est pas vide dans la réalité, son nom "
        "est seulement écrit autrement. Réparez le nom.",
        "vide-est-zero",
    )
    verifier(
        compte.notna().all(),
        "Des régions restent vides : il manque un nom à vos corrections. Comparez les deux listes, lettre par lettre, "
        "accents et traits d’union compris.",
        "noms-comme-cles",
    )
    liste = _regions_de_la_liste()
    verifier(
        compte.sum() == len(liste),
        "Le total de la carte n’est pas celui de la liste : un nom a été rapproché de la mauvaise région.",
    )
    voulu = liste.replace(ORTHOGRAPHE_DES_CONTOURS).value_counts()
    verifier(
        all(compte[nom] == voulu[nom] for nom in voulu.index),
        "Deux régions ont échangé leurs établissements. Relisez vos corrections, ligne par ligne.",
    )
    return "Mêmes totaux avant et après : la jointure est bonne."


def _etablissements_par_region(carte_senegal: pd.DataFrame) -> pd.Series:
    """Return the number of facilities of each region, once every region is there, and once only."""
    noms = sorted(_contours_du_senegal()["nom"])
    verifier(
        {"nom", "etablissements", "geometry"} <= set(carte_senegal.columns),
        "« carte_senegal » n’a pas les colonnes « nom », « geometry » et « etablissements ». Croisez les contours "
        'avec la liste réparée : senegal.merge(…, on="nom", how="left").',
    )
    verifier(
        carte_senegal[["nom", "etablissements"]].columns.is_unique,
        "« carte_senegal » a deux colonnes « nom », ou deux colonnes « etablissements » : laquelle lire ? "
        'Croisez de nouveau les contours avec la liste réparée : senegal.merge(…, on="nom", how="left").',
    )
    verifier(
        len(carte_senegal) >= len(noms),
        "« carte_senegal » a perdu des régions : sur la carte, elles seraient des trous. Gardez tous les contours, "
        'avec how="left", et réparez les noms.',
        "jointure-sans-perte",
    )
    lus = [str(nom) for nom in carte_senegal["nom"]]
    verifier(
        sorted(lus) == noms,
        "« carte_senegal » ne contient pas les 14 régions des contours, une fois chacune. Gardez « senegal » à gauche, "
        "et ne touchez pas à ses noms : la carte est la référence.",
    )
    return pd.to_numeric(carte_senegal["etablissements"], errors="coerce").set_axis(lus)


@verification("carte-medecins", partie=1)
def carte_medecins_1(carte: Carte) -> str:
    an = _indicateurs(2022)
    taux = 100 * an["medecins_pour_1000"]
    controler_carte(
        carte,
        contours=_afrique(),
        valeurs=taux,
        totaux=taux * an["population"],
        autres={"la population, et non les médecins": an["population"]},
        legende=False,
        titre=False,
    )
    return "Un taux, des classes, et rien d’inventé là où l’on ne sait pas."


@verification("carte-medecins", partie=2)
def carte_medecins_2(carte: Carte) -> str:
    controler_carte(
        carte,
        contours=_afrique(),
        valeurs=100 * _indicateurs(2022)["medecins_pour_1000"],
        colonne=False,
        unite=POUR_100_000,
        titre=False,
        aspect=False,
    )
    return "Votre légende parle : couleurs, unité, et ce que l’on ignore."


@verification("carte-medecins", partie=3)
def carte_medecins_3(carte: Carte, PAYS: Pays) -> str:
    afrique = _afrique()
    controler_carte(
        carte,
        contours=afrique,
        source=OMS,
        date_contours=True,
        en_evidence=PAYS,
        nom_en_evidence=afrique.set_index("iso3")["nom_fr"][PAYS],
        aspect=False,
    )
    verifier(
        "Internet" not in carte["titre"],
        "Il reste un texte de l’exemple sur votre carte. Écrivez les vôtres, pour les médecins.",
        "copie-sans-adapter",
    )
    return "Une carte qui dit d’où elle vient peut voyager seule."


@verification("classes-carte")
def classes_carte(
    avec_pas_egaux: Entier, avec_quantiles: Entier, avec_choisies: Entier, PAYS: Pays
) -> str:
    taux = _medecins_pour_100_000()
    attendus = _pays_de_sa_classe(taux, PAYS if PAYS in taux.index else "DZA")
    dits = {
        "avec_pas_egaux": avec_pas_egaux,
        "avec_quantiles": avec_quantiles,
        "avec_choisies": avec_choisies,
    }
    for nom, dit in dits.items():
        verifier(
            dit != len(taux),
            f"« {nom} » compte tous les pays, pas ceux de la classe de « mon_code ». Comparez à cette classe, "
            "avec ==, puis sum().",
            "toute-la-table",
        )
    verifier(
        any(dit != attendus[nom] - 1 for nom, dit in dits.items()),
        "Vos trois comptes oublient un pays : « mon_code » lui-même. Il partage sa propre classe.",
    )
    verifier(
        avec_pas_egaux != attendus["avec_quantiles"],
        "« avec_pas_egaux » compte d’après les quantiles. cut coupe en largeurs égales, qcut en effectifs égaux.",
        "classes-neutres",
    )
    for nom, dit in dits.items():
        verifier(
            dit == attendus[nom],
            f"« {nom} » n’est pas le nombre de pays dans la classe de « mon_code ». Vérifiez la coupe qu’il emploie : "
            "chacune a la sienne.",
            "classes-neutres",
        )
    return "Même pays, même chiffre, trois voisinages. Dites toujours vos bornes."


def _medecins_pour_100_000() -> pd.Series:
    """Return the rate of each country that has one, from whole doctors, as the notebook computes it."""
    an = _indicateurs(2022).dropna(subset=["medecins_pour_1000"])
    effectif = (an["medecins_pour_1000"] * an["population"] / 1000).round()
    return 100_000 * effectif / an["population"]


def _pays_de_sa_classe(taux: pd.Series, code: str) -> dict[str, int]:
    """Return how many countries share the class of `code`, by the name of the answer that says so."""
    coupes = {
        "avec_pas_egaux": pd.cut(taux, 5),
        "avec_quantiles": pd.qcut(taux, 5),
        "avec_choisies": pd.cut(taux, BORNES_CHOISIES),
    }
    return {nom: int((coupe == coupe[code]).sum()) for nom, coupe in coupes.items()}


@verification("deboguer-carte")
def deboguer_carte(carte_eau: Carte) -> str:
    controler_carte(
        carte_eau,
        contours=_afrique(),
        valeurs=_indicateurs(2024)["eau_base_pct"],
        unite=POUR_CENT,
        titre=False,
    )
    return "Elle s’exécutait sans erreur : seul un œil exercé pouvait la refuser."


@verification("marches-places")
def marches_places(axe_horizontal: Texte, carte_marches: Carte) -> str:
    verifier(
        axe_horizontal.strip().casefold().startswith("lon"),
        "« axe_horizontal » : la latitude dit la hauteur, du sud au nord. D’ouest en est, c’est l’autre.",
        "latitude-toujours-premiere",
    )
    _controler_des_points(carte_marches, pd.read_csv("../../data/prix_senegal_marches.csv"))
    return "Chaque marché est chez lui, et le Sénégal a sa forme."


def _controler_des_points(carte: Carte, lieux: pd.DataFrame) -> None:
    """Check that a map shows the places `lieux`, on the outlines of Senegal."""
    controler_carte(carte, contours=_contours_du_senegal(), cle="nom", points=lieux, titre=False)
    verifier(
        carte["zones"],
        "Les points flottent sans carte. Posez d’abord les contours : ax = dessiner_zones(senegal).",
    )


@verification("carte-points", partie=1)
def carte_points_1(carte_points: Carte) -> str:
    lieux = pd.read_csv("../../data/etablissements_sante_osm.csv")
    _controler_des_points(carte_points, lieux[lieux["iso3"] == "SEN"])
    return "Chaque point est à sa place, et la foule se voit."


@verification("carte-points", partie=2)
def carte_points_2(carte_points: Carte) -> str:
    controler_carte(carte_points, source=OPENSTREETMAP, date_contours=True, aspect=False)
    verifier(
        not PARLE_DES_SOINS.search(carte_points["titre"]),
        "Le titre parle des soins ; la carte ne montre que ce que des bénévoles ont cartographié. Un vide peut être "
        "un vide de la carte. Dites « cartographiés ».",
        "carte-est-le-terrain",
    )
    return "Un titre qui ne dit que ce que la carte sait."


def _villes_situees() -> pd.DataFrame:
    """Return the cities of the course, each with the country in whose outline it lies (or none)."""
    villes = pd.read_csv("../../data/villes.csv")
    return villes.assign(zone=situer(villes, _afrique(), "iso3"))


@verification("kaedi", partie=1)
def kaedi_1(sans_zone: Entier, pays_kaedi: Texte) -> str:
    villes, code = _villes_situees(), pays_kaedi.strip().upper()
    verifier(
        sans_zone != villes["zone"].notna().sum(),
        "« sans_zone » compte les villes qui ont trouvé leur zone. On cherche les autres, les cases vides : isna().",
        "compte-le-plein",
    )
    verifier(
        sans_zone != (villes["zone"] != villes["iso3"]).sum(),
        "« sans_zone » compte aussi des villes tombées dans un autre pays : elles ont une zone. Comptez les cases vides.",
    )
    verifier(
        sans_zone == villes["zone"].isna().sum(),
        "« sans_zone » n’est pas le nombre de villes qui ne tombent dans aucun pays. situer(…), puis isna(), puis sum().",
    )
    verifier(
        code != "SEN",
        "« pays_kaedi » répète le code de la table. On demande où tombe le point : la réponse de situer(…).",
        "source-sur-parole",
    )
    verifier(
        code == "MRT",
        "« pays_kaedi » n’est pas le code donné par situer(…) pour Kaédi. Trois lettres, comme dans pays.csv.",
    )
    return "La table et la position se contredisent : vous tenez une question."


@verification("kaedi", partie=2)
def kaedi_2(ailleurs: Liste) -> str:
    villes = _villes_situees()
    vide = villes["zone"].isna()
    attendues = set(villes[~vide & (villes["zone"] != villes["iso3"])]["ville"])
    verifier(
        all(isinstance(nom, str) for nom in ailleurs),
        '« ailleurs » devrait être une liste de noms de villes, par exemple ["Kaédi"].',
    )
    verifier(
        not set(ailleurs) & (set(villes[vide]["ville"]) - attendues),
        "« ailleurs » contient des villes qui ne tombent dans aucun pays : le contour est rogné, la ville n’y est pour "
        "rien. Écartez les cases vides, avec notna().",
        "contour-exact",
    )
    verifier(
        len(ailleurs) < 100,
        "« ailleurs » contient presque toutes les villes. Gardez celles dont la zone diffère (!=) du code.",
    )
    verifier(
        len(ailleurs) > 1,
        "« ailleurs » ne contient pas toutes les villes concernées : Kaédi n’est pas seule.",
    )
    verifier(
        set(ailleurs) == attendues,
        "« ailleurs » n’est pas la bonne liste : la zone n’est pas vide, et elle diffère du code de la table.",
    )
    return "Sept villes à vérifier : une liste de questions, pas encore de corrections."


@verification("carte-recit")
def verifier_carte_recit(carte_recit: Carte, PAYS: Pays) -> str:
    afrique, an = _afrique(), _indicateurs(2023)
    mon_pays = afrique.set_index("iso3").loc[PAYS]
    controler_carte(
        carte_recit,
        contours=afrique[afrique["sous_region_onu"] == mon_pays["sous_region_onu"]],
        valeurs=an["electricite_pct"],
        totaux=an["electricite_pct"] * an["population"],
        classes=(2, 7),
        unite=POUR_CENT,
        source=BANQUE_MONDIALE,
        date_contours=True,
        en_evidence=PAYS,
        nom_en_evidence=mon_pays["nom_fr"],
    )
    return "Taux, manque, légende, source, date : votre carte tient debout."


@verification("carte-exportee", partie=1)
def carte_exportee_1(texte_alternatif: Texte, PAYS: Pays) -> str:
    texte = _d_une_traite(texte_alternatif)
    verifier(
        "{" not in texte,
        "Des accolades sont restées dans « texte_alternatif » : il manque la lettre f, juste avant le premier guillemet.",
    )
    verifier(
        not DIT_UNE_IMAGE.match(texte),
        "Le lecteur d’écran dit déjà que c’est une image. Commencez par ce que c’est : « Carte : … ».",
        "alt-image-de",
    )
    _verifier_le_pays_et_son_chiffre(texte, PAYS)
    verifier(
        DIT_SA_SOURCE.search(texte),
        "« texte_alternatif » ne nomme pas la source : la Banque mondiale.",
        "chiffre-sans-source",
    )
    verifier(
        60 <= len(texte) <= 300,
        f"« texte_alternatif » compte {len(texte)} signes. Entre 60 et 300 : il est lu à voix haute, d’une traite.",
    )
    return "Fermez les yeux, faites-le lire : on voit la carte."


def _d_une_traite(texte: str) -> str:
    """Return a text on one line, with single spaces."""
    return " ".join(texte.split())


def _sans_casse(texte: str) -> str:
    """Return a text in one case and with one kind of apostrophe."""
    return texte.casefold().replace("’", "'")


def _verifier_le_pays_et_son_chiffre(texte: str, code: str) -> None:
    noms = pd.read_csv("../../data/pays.csv").set_index("iso3")["nom_fr"]
    verifier(
        _sans_casse(noms[code]) in _sans_casse(texte),
        "« texte_alternatif » ne nomme pas votre pays. Il doit se comprendre seul, sans la carte.",
    )
    verifier(
        re.search(r"\d\s?(%|pour ?cent)", texte),
        "« texte_alternatif » ne donne aucun pourcentage : dites ce que l’on voit, pas seulement le sujet.",
        "graphique-muet",
    )
    taux = _indicateurs(2023)["electricite_pct"][code]
    dits = [float(nombre.replace(",", ".")) for nombre in re.findall(r"\d+(?:[.,]\d+)?", texte)]
    verifier(
        any(abs(dit - taux) <= 0.6 for dit in dits),
        "« texte_alternatif » ne donne pas le pourcentage de votre pays en 2023. Prenez-le dans « voisins ».",
        "journal-de-memoire",
    )


@verification("carte-exportee", partie=2)
def carte_exportee_2(texte_alternatif: Texte) -> str:
    texte, chemin = _d_une_traite(texte_alternatif), Path("ma_carte.png")
    verifier(
        chemin.is_file(),
        "Le fichier ma_carte.png n’existe pas encore : une carte à l’écran n’est pas un fichier. "
        'Écrivez-le avec legere.save("ma_carte.png", …).',
        "dessin-et-fichier",
    )
    poids = chemin.stat().st_size
    verifier(
        poids < POIDS_MAXIMAL,
        f"ma_carte.png pèse {poids // 1024} Ko ; la limite est de 50. Gardez 64 couleurs, avec quantize(64), ou "
        "baissez dpi : votre lecteur paie chaque octet.",
        "plus-lourd-plus-beau",
    )
    image = _lire_image(chemin)
    verifier(
        image.format == "PNG",
        "ma_carte.png n’est pas une image PNG lisible. Enregistrez-la de nouveau, avec legere.save(…).",
    )
    verifier(
        400 <= image.largeur <= 1600,
        f"L’image fait {image.largeur} points de large. Il en faut de 400 (lisible) à 1 600 (léger) : c’est la taille en "
        "pouces, fois dpi.",
    )
    _verifier_les_textes_ranges(image.textes, texte)
    ### BEGIN HIDDEN TESTS
    verifier(
        image.contraste > 60,
        "ma_carte.png est vide : on n’y voit rien. Enregistrez la figure avant plt.show() ou plt.close().",
        "dessin-et-fichier",
    )
    ### END HIDDEN TESTS
    return f"{poids // 1024} Ko, et tout y est. Voilà votre brique de récit."


class _Image(NamedTuple):
    """What a picture shows of itself. `format` is empty where it can't be read."""

    format: str
    largeur: int
    contraste: int
    textes: dict[str, str]


def _lire_image(chemin: Path) -> _Image:
    try:
        with Image.open(chemin) as vue:
            vue.load()
            sombre, clair = vue.convert("L").getextrema()
            textes = {str(cle).casefold(): _d_une_traite(str(dit)) for cle, dit in vue.info.items()}
            return _Image(vue.format or "", vue.width, clair - sombre, textes)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return _Image("", 0, 0, {})


def _verifier_les_textes_ranges(textes: dict[str, str], texte: str) -> None:
    """Check the texts in the picture, and the one beside it."""
    verifier(
        textes.get("title") and textes.get("description"),
        "L’image ne porte pas ses textes. Donnez-lui un « Title » et une « Description » avec PngInfo, puis "
        "pnginfo=textes au moment d’enregistrer.",
        "image-nue",
    )
    verifier(
        textes["description"] == texte,
        "La « Description » rangée dans l’image n’est pas « texte_alternatif ». Rangez-y la même variable.",
        "image-nue",
    )
    a_cote = Path("ma_carte.txt")
    verifier(
        a_cote.is_file(),
        "Le fichier ma_carte.txt n’existe pas encore. WhatsApp efface ce qui est rangé dans une image : écrivez aussi "
        "le texte à côté.",
        "image-nue",
    )
    try:
        colle = _d_une_traite(a_cote.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        colle = ""
    verifier(
        colle == texte, "ma_carte.txt ne contient pas « texte_alternatif », tel quel, en UTF-8."
    )
