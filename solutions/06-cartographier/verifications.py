"""Les vérifications du module 06-cartographier : une fonction pour chaque partie d’un exercice."""

import re
from pathlib import Path

import pandas as pd
from PIL import Image

from atelier import (
    Dictionnaire,
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


@verification("jointure-carte", partie=1)
def jointure_carte_1(regions_vides: Liste, perdus: Entier) -> str:
    regions = lire_contours("../../data/geo/regions.geojson")
    noms = set(regions[regions["iso3"] == "SEN"]["nom"])
    brut = pd.read_csv("../../data/etablissements_sante_brut.csv")
    liste = brut[brut["Country"] == "Senegal"]["Admin1"]

    attendues = noms - set(liste)
    verifier(
        set(regions_vides) != set(liste) - noms,
        "« regions_vides » donne les noms de la liste. On cherche l’autre côté : les régions des contours "
        "qui restent vides, avec isna().",
        "noms-comme-cles",
    )
    verifier(
        all(isinstance(nom, str) for nom in regions_vides),
        '« regions_vides » devrait être une liste de noms, par exemple ["Dakar", "Matam"].',
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
    regions = lire_contours("../../data/geo/regions.geojson")
    noms = set(regions[regions["iso3"] == "SEN"]["nom"])
    brut = pd.read_csv("../../data/etablissements_sante_brut.csv")
    liste = brut[brut["Country"] == "Senegal"]["Admin1"]

    verifier(
        {"nom", "etablissements", "geometry"} <= set(carte_senegal.columns),
        "« carte_senegal » n’a pas les colonnes « nom », « geometry » et « etablissements ». Croisez les contours "
        'avec la liste réparée : senegal.merge(…, on="nom", how="left").',
    )
    verifier(
        len(carte_senegal) >= len(noms),
        "« carte_senegal » a perdu des régions : sur la carte, elles seraient des trous. Gardez tous les contours, "
        'avec how="left", et réparez les noms.',
        "jointure-sans-perte",
    )
    verifier(
        len(carte_senegal) == len(noms) and set(carte_senegal["nom"]) == noms,
        "« carte_senegal » ne contient pas les 14 régions des contours, une fois chacune. Gardez « senegal » à gauche, "
        "et ne touchez pas à ses noms : la carte est la référence.",
    )
    compte = pd.to_numeric(carte_senegal.set_index("nom")["etablissements"], errors="coerce")
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
    verifier(
        compte.sum() == len(liste),
        "Le total de la carte n’est pas celui de la liste : un nom a été rapproché de la mauvaise région.",
    )
    voulu = liste.replace(
        {
            "Kaokack": "Kaolack",
            "Kedougou": "Kédougou",
            "Saintlouis": "Saint-Louis",
            "Sediou": "Sédhiou",
            "Thies": "Thiès",
        }
    ).value_counts()
    verifier(
        all(compte[nom] == voulu[nom] for nom in noms),
        "Deux régions ont échangé leurs établissements. Relisez vos corrections, ligne par ligne.",
    )
    return "Mêmes totaux avant et après : la jointure est bonne."


@verification("carte-medecins", partie=1)
def carte_medecins_1(carte: Dictionnaire) -> str:
    afrique = lire_contours("../../data/geo/afrique_pays.geojson")
    an = pd.read_csv("../../data/indicateurs.csv").merge(
        pd.read_csv("../../data/population.csv"), on=["iso3", "annee"]
    )
    an = an[an["annee"] == 2022].set_index("iso3")
    taux = 100 * an["medecins_pour_1000"]

    controler_carte(
        carte,
        contours=afrique,
        valeurs=taux,
        totaux=taux * an["population"],
        autres={"la population, et non les médecins": an["population"]},
        legende=False,
        titre=False,
    )
    return "Un taux, des classes, et rien d’inventé là où l’on ne sait pas."


@verification("carte-medecins", partie=2)
def carte_medecins_2(carte: Dictionnaire) -> str:
    afrique = lire_contours("../../data/geo/afrique_pays.geojson")
    an = pd.read_csv("../../data/indicateurs.csv").merge(
        pd.read_csv("../../data/population.csv"), on=["iso3", "annee"]
    )
    an = an[an["annee"] == 2022].set_index("iso3")
    taux = 100 * an["medecins_pour_1000"]

    controler_carte(
        carte,
        contours=afrique,
        valeurs=taux,
        colonne=False,
        unite=(r"100\W?000",),
        titre=False,
        aspect=False,
    )
    return "Votre légende parle : couleurs, unité, et ce que l’on ignore."


@verification("carte-medecins", partie=3)
def carte_medecins_3(carte: Dictionnaire, PAYS: Pays) -> str:
    afrique = lire_contours("../../data/geo/afrique_pays.geojson")
    an = pd.read_csv("../../data/indicateurs.csv").merge(
        pd.read_csv("../../data/population.csv"), on=["iso3", "annee"]
    )
    an = an[an["annee"] == 2022].set_index("iso3")
    taux = 100 * an["medecins_pour_1000"]

    controler_carte(
        carte,
        contours=afrique,
        source=(r"\bOMS\b", "banque mondiale", r"organisation mondiale de la sant", r"\bWDI\b"),
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
    an = pd.read_csv("../../data/indicateurs.csv").merge(
        pd.read_csv("../../data/population.csv"), on=["iso3", "annee"]
    )
    an = an[an["annee"] == 2022].dropna(subset=["medecins_pour_1000"]).set_index("iso3")
    taux = 100_000 * (an["medecins_pour_1000"] * an["population"] / 1000).round() / an["population"]
    code = PAYS if PAYS in taux.index else "DZA"
    coupes = {
        "avec_pas_egaux": pd.cut(taux, 5),
        "avec_quantiles": pd.qcut(taux, 5),
        "avec_choisies": pd.cut(taux, [0, 10, 20, 50, 100, 1000]),
    }
    dits = {
        "avec_pas_egaux": avec_pas_egaux,
        "avec_quantiles": avec_quantiles,
        "avec_choisies": avec_choisies,
    }
    attendus = {nom: int((coupe == coupe[code]).sum()) for nom, coupe in coupes.items()}
    for nom, dit in dits.items():
        verifier(
            dit != len(taux),
            f"« {nom} » compte tous les pays, pas ceux de la classe de « mon_code ». Comparez à cette classe, "
            "avec ==, puis sum().",
            "toute-la-table",
        )
    verifier(
        any(dits[nom] != attendus[nom] - 1 for nom in dits),
        "Vos trois comptes oublient un pays : « mon_code » lui-même. Il partage sa propre classe.",
    )
    verifier(
        dits["avec_pas_egaux"] != attendus["avec_quantiles"],
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


@verification("deboguer-carte")
def deboguer_carte(carte_eau: Dictionnaire) -> str:
    afrique = lire_contours("../../data/geo/afrique_pays.geojson")
    eau = pd.read_csv("../../data/indicateurs.csv")
    eau = eau[eau["annee"] == 2024].set_index("iso3")["eau_base_pct"]
    controler_carte(
        carte_eau,
        contours=afrique,
        valeurs=eau,
        unite=("%", "pour ?cent"),
        titre=False,
    )
    return "Elle s’exécutait sans erreur : seul un œil exercé pouvait la refuser."


@verification("marches-places")
def marches_places(axe_horizontal: Texte, carte_marches: Dictionnaire) -> str:
    regions = lire_contours("../../data/geo/regions.geojson")
    verifier(
        axe_horizontal.strip().casefold().startswith("lon"),
        "« axe_horizontal » : la latitude dit la hauteur, du sud au nord. D’ouest en est, c’est l’autre.",
        "latitude-toujours-premiere",
    )
    controler_carte(
        carte_marches,
        contours=regions[regions["iso3"] == "SEN"],
        cle="nom",
        points=pd.read_csv("../../data/prix_senegal_marches.csv"),
        titre=False,
    )
    verifier(
        carte_marches["zones"],
        "Les points flottent sans carte. Posez d’abord les contours : ax = dessiner_zones(senegal).",
    )
    return "Chaque marché est chez lui, et le Sénégal a sa forme."


@verification("carte-points", partie=1)
def carte_points_1(carte_points: Dictionnaire) -> str:
    lieux = pd.read_csv("../../data/etablissements_sante_osm.csv")
    lieux = lieux[lieux["iso3"] == "SEN"]
    regions = lire_contours("../../data/geo/regions.geojson")
    senegal = regions[regions["iso3"] == "SEN"]

    controler_carte(carte_points, contours=senegal, cle="nom", points=lieux, titre=False)
    verifier(
        carte_points["zones"],
        "Les points flottent sans carte. Posez d’abord les contours : ax = dessiner_zones(senegal).",
    )
    return "Chaque point est à sa place, et la foule se voit."


@verification("carte-points", partie=2)
def carte_points_2(carte_points: Dictionnaire) -> str:
    lieux = pd.read_csv("../../data/etablissements_sante_osm.csv")
    lieux = lieux[lieux["iso3"] == "SEN"]
    regions = lire_contours("../../data/geo/regions.geojson")
    senegal = regions[regions["iso3"] == "SEN"]

    controler_carte(
        carte_points,
        source=(r"open ?street ?map", r"\bOSM\b", "healthsites"),
        date_contours=True,
        aspect=False,
    )
    verifier(
        not re.search(
            r"manqu|p[ée]nurie|d[ée]sert|(aucune?|pas|peu|moins|mieux) (de |d[’'])?(soin|soign|h[ôo]pita|m[ée]decin)"
            r"|priv[ée]s? de soins|bien loti|abandonn",
            carte_points["titre"],
            re.I,
        ),
        "Le titre parle des soins ; la carte ne montre que ce que des bénévoles ont cartographié. Un vide peut être "
        "un vide de la carte. Dites « cartographiés ».",
        "carte-est-le-terrain",
    )
    return "Un titre qui ne dit que ce que la carte sait."


@verification("kaedi", partie=1)
def kaedi_1(sans_zone: Entier, pays_kaedi: Texte) -> str:
    sans, kaedi = sans_zone, pays_kaedi.strip().upper()
    villes = pd.read_csv("../../data/villes.csv")
    zone = situer(villes, lire_contours("../../data/geo/afrique_pays.geojson"), "iso3")
    verifier(
        sans != zone.notna().sum(),
        "« sans_zone » compte les villes qui ont trouvé leur zone. On cherche les autres, les cases vides : isna().",
        "compte-le-plein",
    )
    verifier(
        sans != (zone != villes["iso3"]).sum(),
        "« sans_zone » compte aussi des villes tombées dans un autre pays : elles ont une zone. Comptez les cases vides.",
    )
    verifier(
        sans == zone.isna().sum(),
        "« sans_zone » n’est pas le nombre de villes qui ne tombent dans aucun pays. situer(…), puis isna(), puis sum().",
    )
    verifier(
        kaedi != "SEN",
        "« pays_kaedi » répète le code de la table. On demande où tombe le point : la réponse de situer(…).",
        "source-sur-parole",
    )
    verifier(
        kaedi == "MRT",
        "« pays_kaedi » n’est pas le code donné par situer(…) pour Kaédi. Trois lettres, comme dans pays.csv.",
    )
    return "La table et la position se contredisent : vous tenez une question."


@verification("kaedi", partie=2)
def kaedi_2(ailleurs: Liste) -> str:
    _ailleurs = list(ailleurs)
    villes = pd.read_csv("../../data/villes.csv")
    zone = situer(villes, lire_contours("../../data/geo/afrique_pays.geojson"), "iso3")
    attendues = set(villes[zone.notna() & (zone != villes["iso3"])]["ville"])
    en_mer = set(villes[zone.isna()]["ville"])
    verifier(
        all(isinstance(nom, str) for nom in _ailleurs),
        '« ailleurs » devrait être une liste de noms de villes, par exemple ["Kaédi"].',
    )
    verifier(
        not set(_ailleurs) & (en_mer - attendues),
        "« ailleurs » contient des villes qui ne tombent dans aucun pays : le contour est rogné, la ville n’y est pour "
        "rien. Écartez les cases vides, avec notna().",
        "contour-exact",
    )
    verifier(
        len(_ailleurs) < 100,
        "« ailleurs » contient presque toutes les villes. Gardez celles dont la zone diffère (!=) du code.",
    )
    verifier(
        len(_ailleurs) > 1,
        "« ailleurs » ne contient pas toutes les villes concernées : Kaédi n’est pas seule.",
    )
    verifier(
        set(_ailleurs) == attendues,
        "« ailleurs » n’est pas la bonne liste : la zone n’est pas vide, et elle diffère du code de la table.",
    )
    return "Sept villes à vérifier : une liste de questions, pas encore de corrections."


@verification("carte-recit")
def carte_recit(carte_recit: Dictionnaire, PAYS: Pays) -> str:
    afrique = lire_contours("../../data/geo/afrique_pays.geojson")
    ma_region = afrique.set_index("iso3")["sous_region_onu"][PAYS]
    voisins = afrique[afrique["sous_region_onu"] == ma_region]
    an = pd.read_csv("../../data/indicateurs.csv").merge(
        pd.read_csv("../../data/population.csv"), on=["iso3", "annee"]
    )
    an = an[an["annee"] == 2023].set_index("iso3")

    controler_carte(
        carte_recit,
        contours=voisins,
        valeurs=an["electricite_pct"],
        totaux=an["electricite_pct"] * an["population"],
        classes=(2, 7),
        unite=("%", "pour ?cent"),
        source=("banque mondiale", r"\bWDI\b", "world bank"),
        date_contours=True,
        en_evidence=PAYS,
        nom_en_evidence=afrique.set_index("iso3")["nom_fr"][PAYS],
    )
    return "Taux, manque, légende, source, date : votre carte tient debout."


@verification("carte-exportee", partie=1)
def carte_exportee_1(texte_alternatif: Texte, PAYS: Pays) -> str:
    texte = " ".join(texte_alternatif.split())
    noms = pd.read_csv("../../data/pays.csv").set_index("iso3")["nom_fr"]
    plat = texte.casefold().replace("’", "'")
    verifier(
        "{" not in texte,
        "Des accolades sont restées dans « texte_alternatif » : il manque la lettre f, juste avant le premier guillemet.",
    )
    verifier(
        not re.match(
            r"\W*(une? |l[’'])?(image|photo|dessin|figure|illustration|visuel)\b", texte, re.I
        ),
        "Le lecteur d’écran dit déjà que c’est une image. Commencez par ce que c’est : « Carte : … ».",
        "alt-image-de",
    )
    verifier(
        noms[PAYS].casefold().replace("’", "'") in plat,
        "« texte_alternatif » ne nomme pas votre pays. Il doit se comprendre seul, sans la carte.",
    )
    verifier(
        re.search(r"\d\s?(%|pour ?cent)", texte),
        "« texte_alternatif » ne donne aucun pourcentage : dites ce que l’on voit, pas seulement le sujet.",
        "graphique-muet",
    )
    table = pd.read_csv("../../data/indicateurs.csv")
    taux = table[(table["annee"] == 2023) & (table["iso3"] == PAYS)]["electricite_pct"].iloc[0]
    dits = [float(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)?", texte)]
    verifier(
        any(abs(n - taux) <= 0.6 for n in dits),
        "« texte_alternatif » ne donne pas le pourcentage de votre pays en 2023. Prenez-le dans « voisins ».",
        "journal-de-memoire",
    )
    verifier(
        re.search(r"source|selon|d[’']apr[èe]s|banque mondiale", texte, re.I),
        "« texte_alternatif » ne nomme pas la source : la Banque mondiale.",
        "chiffre-sans-source",
    )
    verifier(
        60 <= len(texte) <= 300,
        f"« texte_alternatif » compte {len(texte)} signes. Entre 60 et 300 : il est lu à voix haute, d’une traite.",
    )
    return "Fermez les yeux, faites-le lire : on voit la carte."


@verification("carte-exportee", partie=2)
def carte_exportee_2(texte_alternatif: Texte) -> str:
    texte = " ".join(texte_alternatif.split())
    image, a_cote = Path("ma_carte.png"), Path("ma_carte.txt")
    verifier(
        image.is_file(),
        "Le fichier ma_carte.png n’existe pas encore : une carte à l’écran n’est pas un fichier. "
        'Écrivez-le avec legere.save("ma_carte.png", …).',
        "dessin-et-fichier",
    )
    poids = image.stat().st_size
    verifier(
        poids < 50 * 1024,
        f"ma_carte.png pèse {poids // 1024} Ko ; la limite est de 50. Gardez 64 couleurs, avec quantize(64), ou "
        "baissez dpi : votre lecteur paie chaque octet.",
        "plus-lourd-plus-beau",
    )
    try:
        with Image.open(image) as vue:
            vue.load()
            _format, largeur, dits = vue.format, vue.width, dict(vue.info)
            sombre, clair = vue.convert("L").getextrema()
    except (OSError, ValueError, SyntaxError):
        _format, largeur, dits, sombre, clair = "", 0, {}, 0, 0
    verifier(
        _format == "PNG",
        "ma_carte.png n’est pas une image PNG lisible. Enregistrez-la de nouveau, avec legere.save(…).",
    )
    verifier(
        400 <= largeur <= 1600,
        f"L’image fait {largeur} points de large. Il en faut de 400 (lisible) à 1 600 (léger) : c’est la taille en "
        "pouces, fois dpi.",
    )
    dits = {str(cle).casefold(): " ".join(str(dit).split()) for cle, dit in dits.items()}
    verifier(
        dits.get("title") and dits.get("description"),
        "L’image ne porte pas ses textes. Donnez-lui un « Title » et une « Description » avec PngInfo, puis "
        "pnginfo=textes au moment d’enregistrer.",
        "image-nue",
    )
    verifier(
        dits["description"] == texte,
        "La « Description » rangée dans l’image n’est pas « texte_alternatif ». Rangez-y la même variable.",
        "image-nue",
    )
    verifier(
        a_cote.is_file(),
        "Le fichier ma_carte.txt n’existe pas encore. WhatsApp efface ce qui est rangé dans une image : écrivez aussi "
        "le texte à côté.",
        "image-nue",
    )
    try:
        colle = " ".join(a_cote.read_text(encoding="utf-8").split())
    except UnicodeDecodeError:
        colle = ""
    verifier(
        colle == texte, "ma_carte.txt ne contient pas « texte_alternatif », tel quel, en UTF-8."
    )
    ### BEGIN HIDDEN TESTS
    verifier(
        clair - sombre > 60,
        "ma_carte.png est vide : on n’y voit rien. Enregistrez la figure avant plt.show() ou plt.close().",
        "dessin-et-fichier",
    )
    ### END HIDDEN TESTS
    return f"{poids // 1024} Ko, et tout y est. Voilà votre brique de récit."
