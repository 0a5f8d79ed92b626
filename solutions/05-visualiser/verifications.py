"""Les vérifications du module 05-visualiser : une fonction pour chaque partie d’un exercice."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from PIL import Image

from atelier import (
    Dessin,
    Dictionnaire,
    Entier,
    Fonction,
    Liste,
    Nombre,
    Pays,
    Planche,
    Texte,
    controler_graphique,
    defauts,
    essayer,
    proche,
    verification,
    verifier,
)

DONNEES_SEULES = {
    "titre_constat": None,
    "unite": None,
    "source": None,
    "legende": False,
    "lisible": False,
    "daltoniens": False,
}
"""What `controler_graphique` leaves aside where only the form and the data are judged."""

POUR_CENT = ("%", "pour cent", "pourcent")
PRODUCTEURS_INTERNET = ("UIT", "ITU", "Union internationale", "Banque mondiale", "WDI")

RUPTURE_DITE = re.compile(
    r"ruptur|mesur|méthod|enquête|compar|\bsaut|série|calcul|changé|vérifi|discontinu|prudence|attention",
    re.I,
)

DES_BARRES = "Ce sont des barres. Pour suivre des années, l’œil a besoin d’une pente : dessinez une courbe, avec plot()."


def _table(nom: str) -> pd.DataFrame:
    """Read one of the course's tables."""
    return pd.read_csv(f"../../data/{nom}.csv")


def _dictionnaire() -> pd.DataFrame:
    """Return what the course says of each indicator, by column."""
    return _table("indicateurs_dictionnaire").set_index("colonne")


def _series(
    indicateur: str, debut: int | None, fin: int | None, codes: Iterable[str]
) -> list[pd.Series]:
    """Return an indicator of each country in a period, by year, gaps included."""
    table = _table("indicateurs").set_index("annee")
    return [table[table["iso3"] == code][indicateur].loc[debut:fin] for code in codes]


def _serie(
    code: str, indicateur: str, debut: int | None = None, fin: int | None = None
) -> pd.Series:
    (serie,) = _series(indicateur, debut, fin, [code])
    return serie


def _noms() -> dict[str, str]:
    """Return the French names of countries by code."""
    return _table("pays").set_index("iso3")["nom_fr"].to_dict()


def _codes_de(sous_region: str) -> list[str]:
    pays = _table("pays")
    return list(pays[pays["sous_region_onu"] == sous_region]["iso3"])


def _voisins(code: str) -> list[str]:
    """Return the countries of the region of `code`, itself among them."""
    return _codes_de(_table("pays").set_index("iso3")["sous_region_onu"][code])


def _par_pays(indicateur: str, annee: int, codes: Iterable[str]) -> pd.Series:
    """Return an indicator of one year, by the names of countries that the table gives."""
    table = _table("indicateurs")
    lignes = (table["annee"] == annee) & table["iso3"].isin(codes)
    return table[lignes].set_index("pays")[indicateur]


def _controler_les_donnees(dessin: Mapping[str, Any], **attentes: Any) -> None:
    """Check the form and the data of a chart, not its words; then the checks may read it."""
    controler_graphique(dessin, **attentes, **DONNEES_SEULES)


def _ecrits(dessin: Mapping[str, Any], axes: Sequence[str] = ("axe_x", "axe_y")) -> str:
    """Return all that is written on a chart, of its axes those that are named."""
    return " ".join([dessin["titre"], *(dessin[axe]["titre"] for axe in axes), *dessin["textes"]])


def _annee(etiquette: object) -> float:
    """Return the year of a label: 2014, "2014" or "2014-01-01"; 0 where it has none."""
    try:
        return float(str(etiquette)[:4]) if "-" in str(etiquette)[1:] else float(etiquette)
    except (ValueError, OverflowError):
        return 0.0


def _connues(serie: Mapping[str, Any]) -> list[tuple[str | float, float]]:
    """Return the labels of a series that was read, each with its value, but for those without value."""
    couples = zip(serie["etiquettes"], serie["valeurs"], strict=False)  # a grid has no labels
    return [(etiquette, valeur) for etiquette, valeur in couples if valeur == valeur]


def _vues(serie: Mapping[str, Any]) -> dict[str, float]:
    """Return the known values of a series that was read, by year as a text."""
    return {str(etiquette)[:4]: valeur for etiquette, valeur in _connues(serie)}


def _relie(serie: Mapping[str, Any], avant: int, apres: int) -> bool:
    """Tell whether a series is a line that goes through both years."""
    vues = {_annee(etiquette) for etiquette, _ in _connues(serie)}
    return serie["forme"] == "courbe" and {avant, apres} <= vues


def _relient(dessin: Mapping[str, Any], avant: int, apres: int) -> bool:
    """Tell whether a line joins two years although nothing marks what separates them."""
    places = []
    for repere in dessin["reperes"]:
        if repere["axe"] == "x":
            debut = repere["valeur"]
            places += [_annee(repere.get("etiquette", debut)), debut, repere.get("fin", debut)]
    marquee = any(avant <= place <= apres for place in places)
    return not marquee and any(_relie(serie, avant, apres) for serie in dessin["series"])


def _simple(mot: object) -> str:
    """Return a word without accents, capitals and spaces too many."""
    return " ".join(str(mot).lower().split()).translate(str.maketrans("éèêàâ", "eeeaa"))


def _cle(texte: object) -> str:
    """Return a name as it is compared: whatever its capitals, its apostrophe, its line breaks."""
    return " ".join(str(texte).casefold().replace("’", "'").split())


def _ecritures(valeur: float) -> set[str]:
    """Return the ways to write a number, without spaces, with a point."""
    arrondies = {f"{valeur:.{decimales}f}" for decimales in range(4)}
    return arrondies | {une.rstrip("0").rstrip(".") for une in arrondies if "." in une}


def _lire_les_lettres(reponse: Mapping, nom: str, mots: Sequence[str]) -> dict[str, str]:
    """Return the word given for each of six letters, once all have one of `mots`."""
    lues = {_simple(lettre).upper(): _simple(mot) for lettre, mot in reponse.items()}
    verifier(
        set("ABCDEF") <= set(lues),
        f"« {nom} » doit garder ses six lettres, à gauche des deux-points.",
    )
    verifier(
        all(lues[lettre] in mots for lettre in "ABCDEF"),
        f"Un mot de « {nom} » n’est pas dans la liste. Recopiez-le de l’énoncé, entre guillemets.",
    )
    return lues


FORMES = (
    "barres couchees",
    "courbe",
    "petits dessins",
    "nuage de points",
    "camembert",
    "une phrase",
)


@verification("choisir-forme")
def choisir_forme(formes: Dictionnaire) -> str:
    lues = _lire_les_lettres(formes, "formes", FORMES)
    verifier(
        lues["A"] != "camembert",
        "Message A : un camembert partage un tout, et des pays ne sont pas les parts d’un tout. "
        "« Quels pays » demande un classement.",
        "camembert-pour-comparer",
    )
    verifier(
        lues["A"] not in ("courbe", "petits dessins"),
        "Message A : une courbe relie des moments qui se suivent. D’un pays à l’autre, rien ne se suit.",
        "courbe-sans-temps",
    )
    verifier(lues["A"] == "barres couchees", "Message A : « quels pays » demande un classement.")
    verifier(
        lues["C"] != "courbe",
        "Message C : quatre courbes sur un même dessin se croisent, et l’œil les perd. "
        "À chacune son petit dessin, avec la même échelle.",
        "tout-sur-un-dessin",
    )
    verifier(
        lues["D"] not in ("courbe", "petits dessins"),
        "Message D : il n’y a pas de temps dans cette phrase, mais deux mesures, pays par pays. "
        "Une courbe n’a rien à relier.",
        "courbe-sans-temps",
    )
    verifier(
        lues["E"] == "une phrase",
        "Message E : il n’y a qu’un nombre. Avec quoi l’œil le comparerait-il ? Un dessin n’ajoute rien.",
        "chiffre-a-dessiner",
    )
    justes = {"B": "courbe", "C": "petits dessins", "D": "nuage de points", "F": "camembert"}
    autres = [lettre for lettre, juste in justes.items() if lues[lettre] != juste]
    verifier(
        not autres,
        f"Ce n’est pas encore cela pour : {', '.join(autres)}. Relisez l’étape 2 : que fait l’œil ?",
    )
    return "Le message d’abord, la forme ensuite."


@verification("classement", partie=1)
def classement_1(classement: Dessin, PAYS: Pays) -> str:
    _controler_les_donnees(
        classement,
        forme="barres horizontales",
        valeurs=_par_pays("mortalite_moins5", 2024, _voisins(PAYS)),
        ordre="rangé",
    )
    return "Des barres couchées, rangées, entières."


@verification("classement", partie=2)
def classement_2(classement: Dessin, PAYS: Pays) -> str:
    verifier(
        classement["forme"].startswith("barres"),
        "Il faut d’abord des barres : terminez la partie 1.",
    )
    _verifier_les_couleurs(classement, PAYS)
    controler_graphique(
        classement,
        unite=("naissances", "naissance", "1 000", "1000", "‰", "mille"),
        source=("IGME", "UNICEF", "Nations unies", "ONU"),
        legende=False,
    )
    return "En cinq secondes, on sait où l’on est. C’est un classement."


def _verifier_les_couleurs(classement: Mapping[str, Any], code: str) -> None:
    """Check that one bar stands out by its colour: that of the participant's country."""
    (mien,) = _par_pays("mortalite_moins5", 2024, [code]).index
    teintes = {
        " ".join(str(nom).casefold().split()): teinte
        for serie in classement["series"]
        for nom, teinte in zip(serie["etiquettes"], serie["couleurs"], strict=False)
    }
    verifier(
        mien.casefold() in teintes,
        "Votre pays n’est pas sur le dessin, sous le nom qu’il porte dans « region ». Terminez d’abord la partie 1.",
    )
    mienne = teintes.pop(mien.casefold())
    autres = set(teintes.values())
    verifier(
        len(autres) == 1,
        "Les autres pays ont plusieurs couleurs, qui ne veulent rien dire. Une seule pour eux tous, "
        "une autre pour le vôtre.",
        "couleurs-plus-clair",
    )
    verifier(
        mienne not in autres,
        "Toutes les barres ont la même couleur : l’œil ne sait pas où regarder. Donnez-en une autre à votre pays.",
        "sujet-noye",
    )


@verification("ordre-des-lignes-dessin")
def ordre_des_lignes_dessin(ordre: Liste) -> str:
    lettres = [str(lettre).strip().upper() for lettre in ordre]
    verifier(
        "E" not in lettres,
        "La ligne E est de trop : elle coupe le début des barres, et un petit écart paraît énorme.",
        "axe-coupe",
    )
    verifier(
        sorted(lettres) == ["A", "B", "C", "D", "F"],
        "« ordre » devrait contenir cinq lettres différentes, entre guillemets.",
    )
    for apres, avant in [("B", "D"), ("F", "B"), ("A", "F"), ("C", "F")]:
        verifier(
            lettres.index(avant) < lettres.index(apres),
            f"La ligne {apres} emploie un nom qui n’existe pas encore à cet endroit. "
            "Cherchez la ligne qui le crée, et placez-la avant.",
            "ligne-avant-source",
        )
    verifier(
        lettres[-1] == "C",
        "Le titre arrive après la relecture : la vérification ne le verrait pas. On relit un dessin fini.",
    )
    return "Choisir, ranger, dessiner, habiller, relire : ce sera toujours cet ordre."


@verification("rupture", partie=1)
def rupture_1(rupture: Dessin) -> str:
    _controler_les_donnees(rupture, valeurs=_serie("CIV", "internet_pct", 2005, 2023))
    verifier(not rupture["forme"].startswith("barres"), DES_BARRES, "forme-indifferente")
    verifier(
        not _relient(rupture, 2014, 2015),
        "Un trait relie 2014 à 2015, sans rien qui le signale : le lecteur voit un bond du pays, alors que la "
        "mesure a sans doute changé. Coupez la courbe, ou marquez l’endroit avec axvline.",
        "saut-du-monde",
    )
    return "On ne relie pas ce que l’on ne peut pas comparer."


@verification("rupture", partie=2)
def rupture_2(rupture: Dessin) -> str:
    verifier(
        not re.search(
            r"\bbond|explos|envol|flamb|quadrupl|tripl|décoll|fulgur", rupture["titre"], re.I
        ),
        "Le titre annonce un bond. Le pays n’a pas bondi : c’est la façon de mesurer qui a sans doute changé. "
        "Dites ce que vous savez, d’un seul côté de la rupture.",
        "saut-du-monde",
    )
    verifier(
        RUPTURE_DITE.search(_ecrits(rupture, ["axe_x"])),
        "Le dessin est coupé, mais le lecteur ne sait pas pourquoi. Posez un mot à côté, avec ax.text(…) : "
        "« rupture de série », « la mesure a changé »…",
        "trou-passe-sous-silence",
    )
    controler_graphique(rupture, unite=POUR_CENT, source=PRODUCTEURS_INTERNET, legende=False)
    return "Le lecteur est prévenu : il peut vous croire."


def _ruptures(serie: pd.Series) -> list[tuple[int, int]]:
    """Return the pairs of known years between which a series jumps by more than ten."""
    connues = serie.dropna()
    return [
        (avant, apres)
        for avant, apres in pairwise(connues.index)
        if abs(connues[apres] - connues[avant]) > 10
    ]


@verification("ma-courbe", partie=1)
def ma_courbe_1(ma_courbe: Dessin, PAYS: Pays) -> str:
    internet = _serie(PAYS, "internet_pct", 2000, 2023)
    _controler_les_donnees(ma_courbe, valeurs=internet)
    verifier(not ma_courbe["forme"].startswith("barres"), DES_BARRES, "forme-indifferente")
    for avant, apres in _ruptures(internet):
        verifier(
            not _relient(ma_courbe, avant, apres),
            f"Un trait relie {avant} à {apres} sans rien signaler, alors que la valeur saute de plus de dix "
            f"points. Marquez l’endroit : ax.axvline({apres} - 0.5, …), ou coupez la courbe.",
            "saut-du-monde",
        )
    return "Toutes les années connues, et rien d’inventé."


@verification("ma-courbe", partie=2)
def ma_courbe_2(ma_courbe: Dessin, PAYS: Pays) -> str:
    internet, ecrits = _serie(PAYS, "internet_pct", 2000, 2023), _ecrits(ma_courbe)
    verifier(
        not _ruptures(internet) or RUPTURE_DITE.search(ecrits),
        "Le saut est marqué, mais le lecteur ne sait pas pourquoi. Écrivez-le à côté, avec ax.text(…) : "
        "« saut à vérifier », « la mesure a pu changer »…",
        "trou-passe-sous-silence",
    )
    verifier(
        str(internet.last_valid_index()) in ecrits,
        "Le dessin ne dit pas jusqu’où vont les chiffres. Écrivez la dernière année connue (« fin »), "
        "dans le titre ou à côté de la courbe : le lecteur les croit d’aujourd’hui.",
        "chiffre-sans-annee",
    )
    controler_graphique(ma_courbe, unite=POUR_CENT, source=PRODUCTEURS_INTERNET, legende=False)
    return "Votre courbe dit ce que l’on sait, jusqu’où on le sait."


def _quatre(code: str) -> list[str]:
    """Return a country and the three others of its region that have the most inhabitants."""
    population = _table("population")
    autres = set(_voisins(code)) - {code}
    en_2023 = population[population["iso3"].isin(autres) & (population["annee"] == 2023)]
    return [code, *en_2023.sort_values("population", ascending=False)["iso3"].head(3)]


def _electricite(codes: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return the known access to electricity of each country from 2000 to 2023, by year as a text."""
    series = _series("electricite_pct", 2000, 2023, codes)
    return {
        code: {str(annee): valeur for annee, valeur in serie.dropna().items()}
        for code, serie in zip(codes, series, strict=True)
    }


def _montre(dessin: Mapping[str, Any], attendues: Mapping[str, float]) -> bool:
    """Tell whether a series of a chart shows the values of one country, nothing left out."""
    return any(
        vues.keys() == attendues.keys()
        and all(abs(vues[annee] - valeur) < 0.06 for annee, valeur in attendues.items())
        for vues in map(_vues, dessin["series"])
    )


@verification("petits-dessins", partie=1)
def petits_dessins_1(planche: Planche, PAYS: Pays) -> str:
    cases = planche["graphiques"]
    verifier(
        not any(len(case["series"]) > 3 for case in cases),
        "Toutes les courbes sont dans le même dessin : l’œil les perd. Une case pour chaque pays.",
        "tout-sur-un-dessin",
    )
    controler_graphique(planche, nombre=4, **DONNEES_SEULES)
    noms, attendues = _noms(), _electricite(_quatre(PAYS))
    absents = [
        noms[code]
        for code, valeurs in attendues.items()
        if not any(_montre(case, valeurs) for case in cases)
    ]
    verifier(
        not absents,
        f"Aucune case ne montre exactement l’accès à l’électricité de 2000 à 2023 pour : {', '.join(absents)}. "
        "Vérifiez la colonne, les années, la liste « quatre ».",
    )
    return "Quatre pays, une même règle pour les mesurer."


@verification("petits-dessins", partie=2)
def petits_dessins_2(planche: Planche, PAYS: Pays) -> str:
    cases = planche["graphiques"]
    verifier(
        len(cases) == 4,
        "Terminez d’abord la partie 1 : quatre dessins, relus par lire_figure(figure).",
    )
    noms = _noms()
    attendues = {noms[code]: valeurs for code, valeurs in _electricite(_quatre(PAYS)).items()}
    for case in cases:
        _verifier_le_nom(case, attendues)
    controler_graphique(planche, unite=POUR_CENT, source=("Banque mondiale", "WDI", "World Bank"))
    return "D’un coup d’œil, quatre chemins."


def _verifier_le_nom(
    dessin: Mapping[str, Any], attendues: Mapping[str, Mapping[str, float]]
) -> None:
    """Check that a small chart names the country that it shows. `attendues`: the values of each, by name."""
    montres = [nom for nom, valeurs in attendues.items() if _montre(dessin, valeurs)]
    titres = [nom for nom in attendues if _cle(nom) == _cle(dessin["titre"])]
    verifier(
        not montres or not titres or titres == montres,
        f"Le dessin titré « {' '.join(dessin['titre'].split())} » montre un autre pays. "
        "Dans la boucle, le titre et la courbe doivent venir du même code.",
    )
    lus = _cle(_ecrits(dessin))
    verifier(
        dessin["titre"] or any(_cle(nom) in lus for nom in montres),
        "Un des petits dessins ne dit pas quel pays il montre. Donnez-lui son nom : ax.set_title(noms[code]).",
        "graphique-muet",
    )


TROMPERIES = ("axe coupe", "deux axes", "trop de parts", "cumul", "vide a zero", "pas inegaux")


@verification("ce-qui-trompe", partie=1)
def ce_qui_trompe_1(ce_qui_trompe: Dictionnaire) -> str:
    lues = _lire_les_lettres(ce_qui_trompe, "ce_qui_trompe", TROMPERIES)
    verifier(
        lues["A"] == "axe coupe",
        "Dessin A : lisez le premier nombre sous les barres. La longueur d’une barre est le message ; "
        "ici, elles ont perdu leur début.",
        "axe-coupe",
    )
    verifier(
        lues["B"] == "deux axes",
        "Dessin B : il y a des nombres à gauche, et d’autres à droite. À la même hauteur, lit-on le même "
        "pourcentage pour les deux courbes ?",
        "deux-axes",
    )
    verifier(
        lues["C"] == "trop de parts",
        "Dessin C : quel est le quatrième pays par sa population ? Si vous ne pouvez pas répondre en cinq "
        "secondes, dites pourquoi.",
        "camembert-de-beaucoup",
    )
    return "A, B et C sont démasqués."


@verification("ce-qui-trompe", partie=2)
def ce_qui_trompe_2(ce_qui_trompe: Dictionnaire) -> str:
    lues = _lire_les_lettres(ce_qui_trompe, "ce_qui_trompe", TROMPERIES)
    verifier(
        lues["D"] == "cumul",
        "Dessin D : cette courbe compte tous les cas depuis le début. Peut-elle descendre, même quand "
        "l’épidémie recule ?",
        "cumul-est-nouveau",
    )
    verifier(
        lues["E"] == "vide a zero",
        "Dessin E : zéro habitant connecté, quatre ans de suite ? Demandez-vous ce que disait la table, "
        "ces années-là.",
        "vide-est-zero",
    )
    verifier(
        lues["F"] == "pas inegaux",
        "Dessin F : de 2010 à 2020, une marque. De 2020 à 2021, une marque aussi. Combien d’années à chaque pas ?",
        "annees-etiquettes",
    )
    return "Six dessins, aucun chiffre faux, six façons de tromper."


def _exageration(petite: float, grande: float, depart: float) -> float:
    """Return how many times an axis that starts at `depart` magnifies the gap between two bars."""
    return (grande - depart) / (petite - depart) / (grande / petite)


def _grossit(exageration: Fonction, petite: float, grande: float, depart: float) -> float:
    """Return the number that the participant's function answers."""
    quand = f"sur {petite}, {grande} et {depart}"
    return essayer(exageration, petite, grande, depart, quand=quand, genre=Nombre)


@verification("exageration", partie=1)
def exageration_1(exageration: Fonction) -> str:
    exemple = _grossit(exageration, 50, 100, 40)
    sans_coupe = _grossit(exageration, 50, 100, 0)
    autre = _grossit(exageration, 20, 30, 10)
    verifier(
        not (exemple == sans_coupe == autre and not proche(exemple, 1)),
        "« exageration » répond la même chose pour trois cas différents. "
        "Servez-vous des trois noms entre parenthèses, pas de nombres écrits dans la fonction.",
        "table-du-dehors",
    )
    _refuser_un_seul_rapport(exemple, autre)
    verifier(
        proche(exemple, 3, 0.001),
        "« exageration », essayée sur l’exemple (50, 100, 40), ne renvoie pas le nombre de l’énoncé. "
        "Vérifiez les parenthèses : chaque rapport dans les siennes, puis l’un divisé par l’autre.",
    )
    verifier(
        proche(sans_coupe, 1, 0.001),
        "« exageration » devrait renvoyer 1 quand l’axe part de zéro : rien n’est grossi.",
    )
    ### BEGIN HIDDEN TESTS
    for barres in AUTRES_BARRES:
        verifier(
            proche(_grossit(exageration, *barres), _exageration(*barres), 0.001),
            "« exageration » marche sur l’exemple, mais pas sur d’autres barres. "
            "Relisez les deux rapports : n’arrondissez pas, n’écrivez aucun nombre de l’exemple.",
        )
    ### END HIDDEN TESTS
    return "Vous avez un instrument de mesure."


AUTRES_BARRES = [
    (20, 30, 10),
    (60.774, 68.683, 60),
    (5, 8, 4.5),
    (12.5, 90, -10),
    (300, 301, 299),
]


def _refuser_un_seul_rapport(exemple: float, autre: float) -> None:
    """Name what was left out, from the answers on (50, 100, 40) and on (20, 30, 10)."""
    verifier(
        not (proche(exemple, 2) and proche(autre, 1.5)),
        "« exageration » ne tient pas compte de « depart » : c’est le rapport réel. Une barre coupée ne "
        "garde pas ses proportions ; retirez « depart » de chacune.",
        "axe-coupe",
    )
    verifier(
        not (proche(exemple, 1) and proche(autre, 1)),
        "« exageration » répond 1, « fidèle », même quand l’axe est coupé. Retirez « depart » de chaque "
        "barre dans le rapport dessiné, et de rien dans le rapport réel.",
        "axe-coupe",
    )
    verifier(
        not proche(exemple, 6),
        "« exageration » s’arrête au rapport dessiné. Un écart réel n’est pas un mensonge : "
        "divisez encore par grande / petite.",
        "mauvais-denominateur",
    )
    verifier(
        not proche(exemple, 1 / 3),
        "« exageration » divise dans l’autre sens. Le rapport dessiné d’abord, le rapport réel dessous.",
        "division-a-l-envers",
    )


@verification("exageration", partie=2)
def exageration_2(exageration_a: Nombre) -> str:
    benin, senegal = (_serie(code, "esperance_vie")[2023] for code in ("BEN", "SEN"))
    echangee = (benin - 60) / (senegal - 60) * (senegal / benin)
    verifier(
        not proche(exageration_a, echangee, 0.001),
        "« exageration_a » a échangé les deux pays : la petite valeur d’abord, le Bénin.",
        "division-a-l-envers",
    )
    verifier(
        proche(exageration_a, _exageration(benin, senegal, 60), 0.02),
        "« exageration_a » n’est pas l’exagération du dessin A. Les valeurs de 2023, le Bénin puis le "
        "Sénégal, et un axe qui part de 60.",
    )
    return "Dix fois : le dessin A grossit l’écart dix fois. Voilà ce que l’on écrit à l’auteur."


@verification("reparer-dessin", partie=1)
def reparer_dessin_1(reparation: Dessin) -> str:
    _controler_les_donnees(
        reparation,
        forme="barres horizontales",
        valeurs=_par_pays("fecondite", 2023, _codes_de("Afrique centrale")),
        ordre="rangé",
    )
    return "Les barres disent vrai. Restent les couleurs et les mots."


@verification("reparer-dessin", partie=2)
def reparer_dessin_2(reparation: Dessin) -> str:
    controler_graphique(reparation, couleurs_max=2, **{**DONNEES_SEULES, "daltoniens": True})
    controler_graphique(
        reparation,
        unite=("enfants", "enfant"),
        source=("WPP", "World Population Prospects", "ONU", "Nations unies"),
        legende=False,
    )
    return "Mêmes nombres, et maintenant on les lit."


@verification("trous-montres", partie=1)
def trous_montres_1(trous: Dessin, PAYS: Pays) -> str:
    formes = ("courbe", "points", "mélange", "barres", "tiges")
    _controler_les_donnees(trous, forme=formes, base_zero=False)
    medecins = _serie(PAYS, "medecins_pour_1000")
    _refuser_les_annees_inventees(trous, medecins)
    _controler_les_donnees(trous, valeurs=medecins, base_zero=False)
    _verifier_le_temps(trous)
    verifier(
        not any(map(_cache_une_annee, trous["series"])),
        "Une année connue, entre deux années vides, ne se voit pas : une courbe n’a rien à quoi la relier. "
        'Ajoutez marker="o".',
        "valeur-isolee",
    )
    verifier(
        min(trous["axe_y"]["limites"] or [1]) <= 0,
        "L’axe des valeurs ne part pas de zéro : de petites variations, sur de petits nombres, paraissent énormes. "
        "Ajoutez ax.set_ylim(bottom=0).",
    )
    return "Ce que l’on sait, comme on le sait."


def _refuser_les_annees_inventees(dessin: Mapping[str, Any], valeurs: pd.Series) -> None:
    """Refuse values, other than zero, in years for which `valeurs` has none."""
    vides = {str(annee) for annee in valeurs[valeurs.isna()].index}
    vues = {annee: vue for serie in dessin["series"] for annee, vue in _vues(serie).items()}
    verifier(
        not any(vue > 0 for annee, vue in vues.items() if annee in vides),
        "Des années vides ont reçu une valeur : la courbe est belle, mais vous l’avez inventée. "
        "Retirez interpolate(), ffill() ou la moyenne ; un trou reste un trou.",
        "trou-comble",
    )


def _verifier_le_temps(dessin: Mapping[str, Any]) -> None:
    """Refuse years that are texts with some left out: they stand at equal steps all the same."""
    etiquettes = (etiquette for serie in dessin["series"] for etiquette in serie["etiquettes"])
    annees = sorted(
        {
            int(etiquette)
            for etiquette in etiquettes
            if isinstance(etiquette, str) and re.fullmatch(r"\d{4}", etiquette)
        }
    )
    verifier(
        not annees or annees == list(range(annees[0], annees[-1] + 1)),
        "Les années connues se suivent comme si rien ne manquait entre elles : d’une marque à l’autre, le temps "
        "ne passe pas pareil. Gardez les années vides, ou laissez les années en nombres.",
        "annees-etiquettes",
    )


def _cache_une_annee(serie: Mapping[str, Any]) -> bool:
    """Tell whether a series is a line without marks, with a known value between two gaps."""
    pleines = [False, *(valeur == valeur for valeur in serie["valeurs"]), False]
    seule = any(
        pleine and not avant and not apres
        for avant, pleine, apres in zip(pleines, pleines[1:], pleines[2:], strict=False)
    )
    return serie["forme"] == "courbe" and not serie.get("marque") and seule


@verification("trous-montres", partie=2)
def trous_montres_2(trous: Dessin, PAYS: Pays) -> str:
    connues = _serie(PAYS, "medecins_pour_1000").count()
    verifier(
        re.search(rf"(?<![\d.,]){connues}(?![.,]?\d)", _ecrits(trous)),
        "Le dessin ne dit pas combien d’années sont connues. Un lecteur ne voit pas une absence : écrivez-la, "
        "avec « connues ».",
        "trou-passe-sous-silence",
    )
    controler_graphique(
        trous,
        unite=("1 000", "1000", "mille", "‰"),
        source=("OMS", "Organisation mondiale", "Banque mondiale", "WDI"),
        legende=False,
    )
    return "Ce qui manque est écrit. C’est peut-être votre sujet."


@verification("menu-explorateur")
def menu_explorateur(menu: Dictionnaire, ecartes: Entier, PAYS: Pays) -> str:
    dico, table = _dictionnaire(), _table("indicateurs")
    connues = table[table["iso3"] == PAYS][list(dico.index)].count()
    gardees = set(connues[connues >= 10].index)
    verifier(menu, "« menu » est vide. Gardez les indicateurs d’au moins dix années connues.")
    verifier(
        not set(menu) <= set(dico.index),
        "« menu » est à l’envers : le lecteur choisit un libellé en français, à gauche ; la colonne est à droite.",
    )
    colonnes = [str(colonne) for colonne in menu.values()]
    verifier(
        set(colonnes) <= set(dico.index),
        'À droite, « menu » contient autre chose que des noms de colonnes, comme "electricite_pct".',
    )
    verifier(
        list(menu) == list(dico["libelle"][colonnes]),
        "Un libellé de « menu » n’est pas celui du dictionnaire : prenez-le dans dico, sans le retaper.",
        "orthographe-devinee",
    )
    verifier(
        set(colonnes) != set(dico.index) or gardees == set(dico.index),
        "« menu » propose les vingt indicateurs. Une colonne de la table n’est pas toujours remplie pour votre "
        "pays : comptez ses années connues.",
        "fichier-s-explique",
    )
    verifier(
        set(colonnes) == gardees,
        "« menu » ne garde pas les bons indicateurs : au moins dix années connues dans votre pays, dix comprises.",
    )
    verifier(
        ecartes != len(menu),
        "« ecartes » compte les indicateurs gardés. On cherche les autres.",
        "compte-le-plein",
    )
    verifier(
        ecartes == len(dico) - len(gardees),
        "« ecartes » n’est pas le nombre d’indicateurs laissés de côté, sur vingt.",
    )
    return "Votre menu ne mène à aucun dessin vide. Ce qui manque est peut-être votre sujet."


@dataclass(frozen=True)
class _Demande:
    """What the participant's function `dessiner` is asked to draw: its arguments, in their order."""

    indicateur: str
    debut: int
    fin: int
    compares: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.indicateur}, {self.debut}, {self.fin} et {list(self.compares)}"

    def series(self, code: str) -> list[dict[int, float]]:
        """Return what the participant of country `code` should draw: nothing for a country without values."""
        series = _series(self.indicateur, self.debut, self.fin, [code, *self.compares])
        return [serie.to_dict() for serie in series if serie.notna().any()]


def _dessin_de(
    dessiner: Fonction, demande: _Demande, quand: str, genre: Any = None, sinon: str = ""
) -> Any:
    """Return what the participant's function answers, and close what it has drawn."""
    try:
        return essayer(
            dessiner,
            demande.indicateur,
            demande.debut,
            demande.fin,
            list(demande.compares),
            quand=quand,
            genre=genre,
            sinon=sinon,
        )
    finally:
        plt.close("all")


def _dessin_relu_de(dessiner: Fonction, demande: _Demande) -> Mapping[str, Any]:
    sinon = "Sa dernière valeur : lire_graphique(ax)."
    return _dessin_de(dessiner, demande, f"sur {demande}", Dessin, sinon)


TRACES = ("courbe", "points", "mélange")
"""Forms that may show years."""


@verification("dessiner", partie=1)
def dessiner_1(dessiner: Fonction, PAYS: Pays) -> str:
    electricite = _Demande("electricite_pct", 2005, 2020)
    seule = _dessin_relu_de(dessiner, electricite)
    autre = _dessin_relu_de(dessiner, _Demande("mortalite_moins5", 2005, 2020))
    verifier(
        seule["series"][0]["valeurs"] != autre["series"][0]["valeurs"],
        "« dessiner » montre la même courbe pour deux indicateurs. Servez-vous de « indicateur », "
        "le nom entre parenthèses, pas d’une colonne écrite dans la fonction.",
        "table-du-dehors",
    )
    _verifier_les_series(seule, electricite, PAYS)
    comparee = _Demande("electricite_pct", 2010, 2020, ("GHA", "KEN"))
    plusieurs = _dessin_relu_de(dessiner, comparee)
    verifier(
        len(plusieurs["series"]) > 1,
        "« dessiner » ne montre que votre pays, même quand « compares » en contient d’autres. "
        "Ajoutez une boucle : for code in [PAYS, *compares].",
        "boucle-oubliee",
    )
    _verifier_les_series(plusieurs, comparee, PAYS)
    trouee = _Demande("medecins_pour_1000", 1990, 2022)
    _verifier_les_series(_dessin_relu_de(dessiner, trouee), trouee, PAYS)
    return "Les bonnes courbes, dans la bonne période."


def _verifier_les_series(dessin: Mapping[str, Any], demande: _Demande, code: str) -> None:
    """Check that a chart shows the series that were asked for, and nothing else."""
    _controler_les_donnees(dessin, forme=TRACES, valeurs=demande.series(code))


@verification("dessiner", partie=2)
def dessiner_2(dessiner: Fonction, PAYS: Pays) -> str:
    dico, noms = _dictionnaire(), _noms()
    for demande in (
        _Demande("mortalite_moins5", 2000, 2024, ("GHA",)),
        _Demande("urbain_pct", 1995, 2015),
    ):
        dessin = _dessin_relu_de(dessiner, demande)
        _verifier_le_titre(dessin["titre"], demande, PAYS)
        controler_graphique(
            dessin,
            forme=TRACES,
            titre_constat=None,
            unite=(dico["unite"][demande.indicateur],),
            source=(dico["producteur"][demande.indicateur],),
            lisible=False,
        )
        ecrits = " ".join(" ".join([*dessin["textes"], *dessin["legende"]]).split())
        a_nommer = [PAYS, *demande.compares] if demande.compares else []
        manquent = [noms[code] for code in a_nommer if noms[code] not in ecrits]
        verifier(
            not manquent,
            f"Le dessin de « dessiner » ne dit pas quelle courbe est celle de : {', '.join(manquent)}. "
            "Écrivez le nom au bout de chaque courbe, avec ax.annotate(…), ou dans une légende.",
            "legende-se-devine",
        )
    return "Titre, unité, source, noms : tout vient des données."


def _verifier_le_titre(titre: str, demande: _Demande, code: str) -> None:
    """Check that a title names the country, its last known year and the value of that year."""
    connues = _serie(code, demande.indicateur, demande.debut, demande.fin).dropna()
    annee, lu = connues.index.max(), "".join(titre.split()).replace(",", ".").casefold()
    verifier(
        titre,
        "Le dessin de « dessiner » n’a pas de titre : le lecteur ne sait pas quoi regarder.",
        "graphique-muet",
    )
    verifier(
        "".join(_noms()[code].split()).casefold() in lu,
        "Le titre de « dessiner » ne contient pas le nom de votre pays : prenez-le dans nom_pays.",
        "titre-etiquette",
    )
    verifier(
        str(annee) in lu,
        "Le titre de « dessiner » ne contient pas la dernière année connue de la période. "
        "Un chiffre sans date se croit d’aujourd’hui.",
        "chiffre-sans-annee",
    )
    verifier(
        any(ecriture in lu for ecriture in _ecritures(connues[annee])),
        f"Essayée sur {demande.indicateur}, « dessiner » n’écrit pas dans le titre la dernière valeur connue de votre pays. "
        "C’est la valeur de cette année-là, écrite par nombre_francais(…).",
    )


@verification("dessiner", partie=3)
def dessiner_3(dessiner: Fonction, PAYS: Pays) -> str:
    try:
        rendu = dessiner("internet_pct", 2024, 2024, [])
    except Exception:  # un arrêt, quel qu’il soit, est la même faute
        rendu = None
    plt.close("all")
    verifier(
        isinstance(rendu, str)
        and " ".join(rendu.casefold().replace("é", "e").split()) == "aucune donnee",
        "Sur une période où votre pays n’a aucune valeur, « dessiner » devrait renvoyer le texte "
        '"aucune donnée". Prévoyez ce cas au début : if courbe.last_valid_index() is None: return "aucune donnée".',
        "toujours-une-valeur",
    )
    ### BEGIN HIDDEN TESTS
    for demande in AUTRES_DEMANDES:
        _verifier_une_autre_demande(dessiner, demande, PAYS)
    vide = _Demande("electricite_pct", 2024, 2024, ("GHA", "TZA"))
    verifier(
        isinstance(_dessin_de(dessiner, vide, "sur une autre période vide"), str),
        "« dessiner » dessine alors que votre pays n’a aucune valeur dans la période.",
    )
    ### END HIDDEN TESTS
    return "Votre fonction dessine tout, et sait dire quand il n’y a rien."


AUTRES_DEMANDES = (
    _Demande("mortalite_moins5", 1991, 2022, ("NGA", "ZAF", "EGY")),
    _Demande("mobile_pour_100", 2004, 2019, ("ETH",)),
    _Demande("pib_hab_ppa", 2012, 2024),
    _Demande("internet_pct", 2000, 2023, ("GHA", "MOZ")),
)


def _verifier_une_autre_demande(dessiner: Fonction, demande: _Demande, code: str) -> None:
    if _serie(code, demande.indicateur, demande.debut, demande.fin).isna().all():
        return  # two countries have no such value: there, no chart is the right answer
    dico = _dictionnaire()
    faux = defauts(
        _dessin_relu_de(dessiner, demande),
        valeurs=demande.series(code),
        **{
            **DONNEES_SEULES,
            "unite": (dico["unite"][demande.indicateur],),
            "source": (dico["producteur"][demande.indicateur],),
        },
    )
    verifier(
        not faux,
        "Essayée sur d’autres indicateurs, d’autres années et d’autres pays, « dessiner » n’est pas encore "
        f"juste. {' '.join(faute.message for faute in faux[:1])}",
    )


@dataclass(frozen=True)
class _Sujet:
    """What a participant chose to draw: an indicator, and its values in their country, then in others."""

    indicateur: str
    series: list[pd.Series]

    @property
    def connues(self) -> pd.Series:
        return self.series[0].dropna()

    @property
    def bouts(self) -> tuple[int, int]:
        """The first and the last year that are known."""
        return self.connues.index.min(), self.connues.index.max()


def _lire_le_sujet(sujet: Mapping, code: str) -> _Sujet:
    """Return what the dictionary « sujet » says, once it can be drawn."""
    verifier(
        {"indicateur", "debut", "fin", "compares"} <= set(sujet),
        "« sujet » doit garder ses quatre clés : indicateur, debut, fin, compares.",
    )
    indicateur, compares = sujet["indicateur"], sujet["compares"]
    verifier(
        isinstance(indicateur, str) and indicateur in _dictionnaire().index,
        "« sujet » nomme un indicateur qui n’est pas dans le dictionnaire. Reprenez une colonne de votre menu.",
    )
    verifier(
        isinstance(compares, Iterable),
        "Dans « sujet », « compares » est une liste de codes, entre crochets ; pour ne comparer à personne : [].",
    )
    codes = [code, *(autre for autre in compares if isinstance(autre, str))]
    try:
        series = _series(indicateur, sujet["debut"], sujet["fin"], codes)
    except (TypeError, ValueError, LookupError, pd.errors.InvalidIndexError):
        series = []
    verifier(
        series,
        "Dans « sujet », « debut » et « fin » sont deux années : des nombres entiers.",
    )
    choix = _Sujet(indicateur, series)
    verifier(
        len(choix.connues) >= 2,
        "Dans la période de « sujet », votre pays n’a pas deux valeurs : rien à comparer. Élargissez-la.",
    )
    return choix


@verification("texte-alternatif")
def texte_alternatif_1(texte_alternatif: Texte, sujet: Dictionnaire, PAYS: Pays) -> str:
    texte, choix = " ".join(texte_alternatif.split()), _lire_le_sujet(sujet, PAYS)
    verifier(
        "{" not in texte,
        "Des accolades sont restées dans « texte_alternatif » : il manque la lettre f, juste avant le premier guillemet.",
    )
    _verifier_ce_que_c_est(texte)
    _verifier_ce_que_l_on_voit(texte, choix, PAYS)
    producteur = _dictionnaire()["producteur"][choix.indicateur]
    sources = [
        *re.findall(r"\b[A-Z][A-Za-z]{2,}\b", producteur),
        "Banque mondiale",
        "Nations unies",
    ]
    verifier(
        re.search("|".join(map(re.escape, sources)), texte, re.I),
        "« texte_alternatif » ne nomme pas la source. Elle est dans dico, colonne « producteur ».",
        "chiffre-sans-source",
    )
    verifier(
        60 <= len(texte) <= 300,
        f"« texte_alternatif » compte {len(texte)} signes. Entre 60 et 300 : il est lu à voix haute, d’une traite.",
    )
    return "Fermez les yeux, faites-le lire : on voit la courbe."


COMMENCE_PAR_IMAGE = re.compile(
    r"\W*(une? |l[’'e] ?)?(image|photo|graphique|dessin|figure|illustration|visuel|diagramme|infographie)\b",
    re.I,
)
COULEURS = re.compile(
    r"\b(bleue?s?|rouges?|verte?s?|grise?s?|noire?s?|jaunes?|oranges?|couleurs?)\b", re.I
)
COMMENCE_PAR_FORME = re.compile(
    r"\W*(une? |deux |trois |les |la )?(courbe|ligne|barre|évolution|nuage|point)", re.I
)


def _verifier_ce_que_c_est(texte: str) -> None:
    verifier(
        not COMMENCE_PAR_IMAGE.match(texte),
        "Le lecteur d’écran dit déjà que c’est une image. Commencez par ce que c’est vraiment : « Courbe : … ».",
        "alt-image-de",
    )
    verifier(
        not COULEURS.search(texte),
        "« texte_alternatif » parle de couleurs. Qui ne voit pas l’image n’en a pas besoin : dites ce qu’elle montre.",
        "alt-apparence",
    )
    verifier(
        COMMENCE_PAR_FORME.match(texte),
        "Dites d’abord ce que c’est : « Courbe : … ».",
    )


def _verifier_ce_que_l_on_voit(texte: str, choix: _Sujet, code: str) -> None:
    """Check that a text names the country, both ends of the period and their values."""
    (nom,) = _par_pays(choix.indicateur, 2024, [code]).index
    verifier(
        nom.casefold().replace("’", "'") in texte.casefold().replace("’", "'"),
        "« texte_alternatif » ne nomme pas votre pays. Il doit se comprendre seul, sans le titre.",
    )
    verifier(
        all(str(annee) in texte for annee in choix.bouts),
        "« texte_alternatif » ne donne pas les deux années, « premiere » et « derniere ».",
        "chiffre-sans-annee",
    )
    verifier(
        all(_donne(texte, choix.connues[annee]) for annee in choix.bouts),
        "« texte_alternatif » décrit le dessin, mais ne dit pas ce que l’on y voit : les deux valeurs, celle de "
        "« premiere » et celle de « derniere ».",
        "alt-apparence",
    )


def _donne(texte: str, valeur: float) -> bool:
    """Tell whether a text gives a value, with none to three decimals."""
    lu = re.sub(r"(?<=\d)[ \u202f](?=\d{3}\b)", "", texte.replace(",", "."))
    ecritures = "|".join(map(re.escape, _ecritures(valeur)))
    return re.search(rf"(?<![\d.])({ecritures})(?!\d|\.\d)", lu) is not None


@verification("image-exportee", partie=1)
def image_exportee_1(mon_graphique: Dessin, sujet: Dictionnaire, PAYS: Pays) -> str:
    series = _lire_le_sujet(sujet, PAYS).series
    _controler_les_donnees(
        mon_graphique,
        forme=(*TRACES, "aire", "barres"),
        valeurs=[serie.to_dict() for serie in series if serie.notna().any()],
    )
    controler_graphique(mon_graphique, unite=None, texte_min=6)
    verifier(
        re.search(r"\b20(2[5-9]|3\d)\b", _ecrits(mon_graphique, ["axe_x"])),
        "L’image ne dit pas quand elle a été faite. Dans un an, on la partagera encore : ajoutez l’année en cours "
        "à la ligne de source, « Dessin : votre nom, … ».",
        "image-sans-date",
    )
    return "Un constat, une source, une date : elle peut partir."


IMAGE, A_COTE = Path("mon_graphique.png"), Path("mon_graphique.txt")


@verification("image-exportee", partie=2)
def image_exportee_2(mon_graphique: Dessin, texte_alternatif: Texte) -> str:
    texte = " ".join(texte_alternatif.split())
    verifier(
        IMAGE.is_file(),
        "Le fichier mon_graphique.png n’existe pas encore : un dessin à l’écran n’est pas un fichier. "
        'Écrivez-le avec figure.savefig("mon_graphique.png", …), puis exécutez.',
        "dessin-et-fichier",
    )
    poids = IMAGE.stat().st_size
    verifier(
        poids < 50 * 1024,
        f"mon_graphique.png pèse {poids // 1024} Ko ; la limite est de 50. Baissez dpi (120 reste lisible) ou figsize : "
        "votre lecteur paie chaque octet.",
        "plus-lourd-plus-beau",
    )
    _verifier_les_mots_ranges(_lire_les_mots_ranges(), texte)
    _verifier_le_texte_a_cote(texte)
    ### BEGIN HIDDEN TESTS
    _verifier_que_l_on_y_voit()
    ### END HIDDEN TESTS
    return f"{poids // 1024} Ko, et tout y est. Voilà votre brique de récit."


def _lire_les_mots_ranges() -> dict[str, str]:
    """Return the texts that the image carries, once it is a PNG of the right width."""
    try:
        with Image.open(IMAGE) as vue:
            ecriture, largeur, ranges = vue.format, vue.width, dict(vue.info)
    except Image.DecompressionBombError:  # its header announces more than Pillow takes
        ecriture, largeur, ranges = "PNG", None, {}
    except (OSError, ValueError, SyntaxError):
        ecriture, largeur, ranges = "", 0, {}
    verifier(
        ecriture == "PNG",
        "mon_graphique.png n’est pas un PNG : changer le nom d’un fichier ne change pas ce qu’il contient. "
        "C’est savefig qui écrit le format, d’après l’extension.",
        "extension-est-format",
    )
    verifier(
        largeur is not None,
        "L’image a beaucoup trop de points pour un téléphone. Il en faut de 600 (lisible) à 1 600 (léger) de "
        "large : c’est figsize, fois dpi.",
        "ecran-du-lecteur",
    )
    verifier(
        600 <= largeur <= 1600,
        f"L’image fait {largeur} points de large. Il en faut de 600 (lisible) à 1 600 (léger) : c’est figsize, "
        "fois dpi.",
        "ecran-du-lecteur",
    )
    return {str(cle).casefold(): " ".join(str(mot).split()) for cle, mot in ranges.items()}


def _verifier_les_mots_ranges(ranges: Mapping[str, str], texte: str) -> None:
    verifier(
        ranges.get("title"),
        'L’image ne porte pas de titre. Dans savefig : metadata={"Title": …, "Description": …}.',
        "image-nue",
    )
    verifier(
        len(ranges["title"]) >= 15,
        "Le « Title » rangé dans l’image est trop court pour dire un constat. Reprenez le titre du dessin.",
        "titre-etiquette",
    )
    verifier(
        ranges.get("description") == texte,
        "La « Description » rangée dans l’image n’est pas « texte_alternatif ». "
        'Dans savefig : metadata={…, "Description": texte_alternatif}.',
        "image-nue",
    )


def _verifier_le_texte_a_cote(texte: str) -> None:
    verifier(
        A_COTE.is_file(),
        "Le fichier mon_graphique.txt n’existe pas encore. WhatsApp efface ce qui est rangé dans une photo : "
        'écrivez aussi le texte à côté, avec Path("mon_graphique.txt").write_text(…).',
        "image-nue",
    )
    try:
        ecrit = " ".join(A_COTE.read_text(encoding="utf-8").split())
    except UnicodeDecodeError:
        ecrit = None
    verifier(
        ecrit is not None,
        'mon_graphique.txt n’est pas en UTF-8 : les accents s’y perdraient. Ajoutez encoding="utf-8".',
    )
    verifier(ecrit == texte, "mon_graphique.txt ne contient pas « texte_alternatif », tel quel.")


def _verifier_que_l_on_y_voit() -> None:
    """Check that the image has dark and light points."""
    try:
        with Image.open(IMAGE) as vue:
            sombre, clair = vue.convert("L").getextrema()
    except (OSError, ValueError, SyntaxError):  # its header was in order, what follows is not
        sombre, clair = None, None
    verifier(
        clair is not None,
        "mon_graphique.png est abîmé : il s’arrête avant la fin de l’image. Exécutez de nouveau la cellule qui l’écrit.",
        "dessin-et-fichier",
    )
    verifier(
        clair - sombre > 60,
        "mon_graphique.png est vide : on n’y voit rien. Enregistrez la figure avant plt.show() ou plt.close().",
        "dessin-et-fichier",
    )
