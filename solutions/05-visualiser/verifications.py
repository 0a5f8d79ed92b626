"""Les vérifications du module 05-visualiser : une fonction pour chaque partie d’un exercice."""

import re
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from PIL import Image

from atelier import (
    Dictionnaire,
    Entier,
    Fonction,
    Liste,
    Nombre,
    Pays,
    Texte,
    controler_graphique,
    defauts,
    essayer,
    nature,
    proche,
    verification,
    verifier,
)


def _simple(mot):
    """Écrit un mot sans accents, ni majuscules, ni espaces en trop."""
    return " ".join(str(mot).lower().split()).translate(str.maketrans("éèêàâ", "eeeaa"))


def _an(etiquette):
    """Renvoie l’année d’une étiquette : 2014, "2014" ou "2014-01-01"."""
    try:
        return float(str(etiquette)[:4]) if "-" in str(etiquette)[1:] else float(etiquette)
    except ValueError:
        return 0.0


def _relient(dessin, avant, apres):
    """Dit si une courbe relie deux années sans que rien ne marque leur séparation."""
    for serie in dessin["series"]:
        vues = {_an(e) for e, v in zip(serie["etiquettes"], serie["valeurs"]) if v == v}
        if serie["forme"] == "courbe" and {avant, apres} <= vues:
            reperes = [r for r in dessin["reperes"] if r["axe"] == "x"]
            places = [
                p
                for r in reperes
                for p in (_an(r.get("etiquette", r["valeur"])), r["valeur"], r.get("fin"))
            ]
            return not any(p is not None and avant <= p <= apres for p in places)
    return False


def _valeurs(serie):
    """Renvoie les valeurs connues d’une série relue : année, en texte, vers valeur."""
    return {str(e)[:4]: v for e, v in zip(serie["etiquettes"], serie["valeurs"]) if v == v}


def _cle(texte):
    return " ".join(str(texte).casefold().replace("’", "'").split())


def _ecritures(valeur):
    """Renvoie les façons d’écrire un nombre, sans espaces, avec un point."""
    return {f"{valeur:.{d}f}" for d in range(4)} | {
        f"{valeur:.3f}".rstrip("0").rstrip("."),
        f"{valeur:.2f}".rstrip("0").rstrip("."),
    }


@verification("choisir-forme")
def choisir_forme(formes: Dictionnaire) -> str:
    _formes = {_simple(l).upper(): _simple(m) for l, m in formes.items()}
    mots = (
        "barres couchees",
        "courbe",
        "petits dessins",
        "nuage de points",
        "camembert",
        "une phrase",
    )
    verifier(
        set("ABCDEF") <= set(_formes),
        "« formes » doit garder ses six lettres, à gauche des deux-points.",
    )
    verifier(
        all(_formes[l] in mots for l in "ABCDEF"),
        "Un mot de « formes » n’est pas dans la liste. Recopiez-le de l’énoncé, entre guillemets.",
    )
    verifier(
        _formes["A"] != "camembert",
        "Message A : un camembert partage un tout, et des pays ne sont pas les parts d’un tout. "
        "« Quels pays » demande un classement.",
        "camembert-pour-comparer",
    )
    verifier(
        _formes["A"] not in ("courbe", "petits dessins"),
        "Message A : une courbe relie des moments qui se suivent. D’un pays à l’autre, rien ne se suit.",
        "courbe-sans-temps",
    )
    verifier(_formes["A"] == "barres couchees", "Message A : « quels pays » demande un classement.")
    verifier(
        _formes["C"] != "courbe",
        "Message C : quatre courbes sur un même dessin se croisent, et l’œil les perd. "
        "À chacune son petit dessin, avec la même échelle.",
        "tout-sur-un-dessin",
    )
    verifier(
        _formes["D"] not in ("courbe", "petits dessins"),
        "Message D : il n’y a pas de temps dans cette phrase, mais deux mesures, pays par pays. "
        "Une courbe n’a rien à relier.",
        "courbe-sans-temps",
    )
    verifier(
        _formes["E"] == "une phrase",
        "Message E : il n’y a qu’un nombre. Avec quoi l’œil le comparerait-il ? Un dessin n’ajoute rien.",
        "chiffre-a-dessiner",
    )
    justes = {"B": "courbe", "C": "petits dessins", "D": "nuage de points", "F": "camembert"}
    autres = [l for l in justes if _formes[l] != justes[l]]
    verifier(
        not autres,
        f"Ce n’est pas encore cela pour : {', '.join(autres)}. Relisez l’étape 2 : que fait l’œil ?",
    )
    return "Le message d’abord, la forme ensuite."


@verification("classement", partie=1)
def classement_1(classement: Dictionnaire, PAYS: Pays) -> str:
    pays = pd.read_csv("../../data/pays.csv")
    codes = pays[pays["sous_region_onu"] == pays.set_index("iso3")["sous_region_onu"][PAYS]]["iso3"]
    ind = pd.read_csv("../../data/indicateurs.csv")
    region = ind[(ind["annee"] == 2024) & ind["iso3"].isin(codes)].set_index("pays")[
        "mortalite_moins5"
    ]
    controler_graphique(
        classement,
        forme="barres horizontales",
        valeurs=region,
        ordre="rangé",
        titre_constat=None,
        unite=None,
        source=None,
        legende=False,
        lisible=False,
        daltoniens=False,
    )
    return "Des barres couchées, rangées, entières."


@verification("classement", partie=2)
def classement_2(classement: Dictionnaire, PAYS: Pays) -> str:
    verifier(
        {"forme", "series", "textes"} <= set(classement),
        "Ce n’est pas un dessin relu. Dernière ligne de votre cellule : … = lire_graphique(ax).",
    )
    ind = pd.read_csv("../../data/indicateurs.csv")
    verifier(
        classement["forme"].startswith("barres"),
        "Il faut d’abord des barres : terminez la partie 1.",
    )
    mien = ind[ind["iso3"] == PAYS]["pays"].iloc[0].casefold()
    teintes = {
        " ".join(str(nom).casefold().split()): teinte
        for serie in classement["series"]
        for nom, teinte in zip(serie["etiquettes"], serie["couleurs"])
    }
    verifier(
        mien in teintes,
        "Votre pays n’est pas sur le dessin, sous le nom qu’il porte dans « region ». Terminez d’abord la partie 1.",
    )
    autres = {teinte for nom, teinte in teintes.items() if nom != mien}
    verifier(
        len(autres) == 1,
        "Les autres pays ont plusieurs couleurs, qui ne veulent rien dire. Une seule pour eux tous, "
        "une autre pour le vôtre.",
        "couleurs-plus-clair",
    )
    verifier(
        teintes[mien] not in autres,
        "Toutes les barres ont la même couleur : l’œil ne sait pas où regarder. Donnez-en une autre à votre pays.",
        "sujet-noye",
    )
    controler_graphique(
        classement,
        unite=("naissances", "naissance", "1 000", "1000", "‰", "mille"),
        source=("IGME", "UNICEF", "Nations unies", "ONU"),
        legende=False,
    )
    return "En cinq secondes, on sait où l’on est. C’est un classement."


@verification("ordre-des-lignes-dessin")
def ordre_des_lignes_dessin(ordre: Liste) -> str:
    _ordre = [str(lettre).strip().upper() for lettre in ordre]
    verifier(
        "E" not in _ordre,
        "La ligne E est de trop : elle coupe le début des barres, et un petit écart paraît énorme.",
        "axe-coupe",
    )
    verifier(
        sorted(_ordre) == ["A", "B", "C", "D", "F"],
        "« ordre » devrait contenir cinq lettres différentes, entre guillemets.",
    )
    for apres, avant in [("B", "D"), ("F", "B"), ("A", "F"), ("C", "F")]:
        verifier(
            _ordre.index(avant) < _ordre.index(apres),
            f"La ligne {apres} emploie un nom qui n’existe pas encore à cet endroit. "
            "Cherchez la ligne qui le crée, et placez-la avant.",
            "ligne-avant-source",
        )
    verifier(
        _ordre[-1] == "C",
        "Le titre arrive après la relecture : la vérification ne le verrait pas. On relit un dessin fini.",
    )
    return "Choisir, ranger, dessiner, habiller, relire : ce sera toujours cet ordre."


@verification("rupture", partie=1)
def rupture_1(rupture: Dictionnaire) -> str:
    ind = pd.read_csv("../../data/indicateurs.csv")
    civ = ind[ind["iso3"] == "CIV"].set_index("annee")["internet_pct"].loc[2005:2023]
    controler_graphique(
        rupture,
        valeurs=civ,
        titre_constat=None,
        unite=None,
        source=None,
        legende=False,
        lisible=False,
        daltoniens=False,
    )
    verifier(
        not rupture["forme"].startswith("barres"),
        "Ce sont des barres. Pour suivre des années, l’œil a besoin d’une pente : dessinez une courbe, avec plot().",
        "forme-indifferente",
    )
    verifier(
        not _relient(rupture, 2014, 2015),
        "Un trait relie 2014 à 2015, sans rien qui le signale : le lecteur voit un bond du pays, alors que la "
        "mesure a sans doute changé. Coupez la courbe, ou marquez l’endroit avec axvline.",
        "saut-du-monde",
    )
    return "On ne relie pas ce que l’on ne peut pas comparer."


@verification("rupture", partie=2)
def rupture_2(rupture: Dictionnaire) -> str:
    verifier(
        {"forme", "series", "textes"} <= set(rupture),
        "Ce n’est pas un dessin relu. Dernière ligne de votre cellule : … = lire_graphique(ax).",
    )
    ecrits = " ".join([rupture["titre"], rupture["axe_x"]["titre"], *rupture["textes"]])
    verifier(
        not re.search(
            r"\bbond|explos|envol|flamb|quadrupl|tripl|décoll|fulgur", rupture["titre"], re.I
        ),
        "Le titre annonce un bond. Le pays n’a pas bondi : c’est la façon de mesurer qui a sans doute changé. "
        "Dites ce que vous savez, d’un seul côté de la rupture.",
        "saut-du-monde",
    )
    verifier(
        re.search(
            r"ruptur|mesur|méthod|enquête|compar|\bsaut|série|calcul|changé|vérifi|discontinu|prudence|attention",
            ecrits,
            re.I,
        ),
        "Le dessin est coupé, mais le lecteur ne sait pas pourquoi. Posez un mot à côté, avec ax.text(…) : "
        "« rupture de série », « la mesure a changé »…",
        "trou-passe-sous-silence",
    )
    controler_graphique(
        rupture,
        unite=("%", "pour cent", "pourcent"),
        source=("UIT", "ITU", "Union internationale", "Banque mondiale", "WDI"),
        legende=False,
    )
    return "Le lecteur est prévenu : il peut vous croire."


@verification("ma-courbe", partie=1)
def ma_courbe_1(ma_courbe: Dictionnaire, PAYS: Pays) -> str:
    ind = pd.read_csv("../../data/indicateurs.csv")
    internet = ind[ind["iso3"] == PAYS].set_index("annee")["internet_pct"].loc[2000:2023]
    connues = internet.dropna()
    ruptures = [
        (_avant, _apres)
        for _avant, _apres in zip(connues.index, connues.index[1:])
        if abs(connues[_apres] - connues[_avant]) > 10
    ]
    controler_graphique(
        ma_courbe,
        valeurs=internet,
        titre_constat=None,
        unite=None,
        source=None,
        legende=False,
        lisible=False,
        daltoniens=False,
    )
    verifier(
        not ma_courbe["forme"].startswith("barres"),
        "Ce sont des barres. Pour suivre des années, l’œil a besoin d’une pente : dessinez une courbe, avec plot().",
        "forme-indifferente",
    )
    for _avant, _apres in ruptures:
        verifier(
            not _relient(ma_courbe, _avant, _apres),
            f"Un trait relie {_avant} à {_apres} sans rien signaler, alors que la valeur saute de plus de dix "
            f"points. Marquez l’endroit : ax.axvline({_apres} - 0.5, …), ou coupez la courbe.",
            "saut-du-monde",
        )
    return "Toutes les années connues, et rien d’inventé."


@verification("ma-courbe", partie=2)
def ma_courbe_2(ma_courbe: Dictionnaire, PAYS: Pays) -> str:
    verifier(
        {"forme", "series", "textes"} <= set(ma_courbe),
        "Ce n’est pas un dessin relu. Dernière ligne de votre cellule : … = lire_graphique(ax).",
    )
    ind = pd.read_csv("../../data/indicateurs.csv")
    internet = ind[ind["iso3"] == PAYS].set_index("annee")["internet_pct"].loc[2000:2023]
    connues = internet.dropna()
    ruptures = [
        (avant, apres)
        for avant, apres in zip(connues.index, connues.index[1:])
        if abs(connues[apres] - connues[avant]) > 10
    ]
    ecrits = " ".join(
        [
            ma_courbe["titre"],
            ma_courbe["axe_x"]["titre"],
            ma_courbe["axe_y"]["titre"],
            *ma_courbe["textes"],
        ]
    )
    verifier(
        not ruptures
        or re.search(
            r"ruptur|mesur|méthod|enquête|compar|\bsaut|série|calcul|changé|vérifi|discontinu|prudence|attention",
            ecrits,
            re.I,
        ),
        "Le saut est marqué, mais le lecteur ne sait pas pourquoi. Écrivez-le à côté, avec ax.text(…) : "
        "« saut à vérifier », « la mesure a pu changer »…",
        "trou-passe-sous-silence",
    )
    verifier(
        str(connues.index.max()) in ecrits,
        "Le dessin ne dit pas jusqu’où vont les chiffres. Écrivez la dernière année connue (« fin »), "
        "dans le titre ou à côté de la courbe : le lecteur les croit d’aujourd’hui.",
        "chiffre-sans-annee",
    )
    controler_graphique(
        ma_courbe,
        unite=("%", "pour cent", "pourcent"),
        source=("UIT", "ITU", "Union internationale", "Banque mondiale", "WDI"),
        legende=False,
    )
    return "Votre courbe dit ce que l’on sait, jusqu’où on le sait."


@verification("petits-dessins", partie=1)
def petits_dessins_1(planche: Dictionnaire, PAYS: Pays) -> str:
    pays = pd.read_csv("../../data/pays.csv")
    noms = dict(zip(pays["iso3"], pays["nom_fr"]))
    codes = pays[pays["sous_region_onu"] == pays.set_index("iso3")["sous_region_onu"][PAYS]]["iso3"]
    pop = pd.read_csv("../../data/population.csv")
    pop = pop[pop["iso3"].isin(codes) & (pop["annee"] == 2023) & (pop["iso3"] != PAYS)]
    quatre = [PAYS, *pop.sort_values("population", ascending=False)["iso3"].head(3)]
    ind = pd.read_csv("../../data/indicateurs.csv")

    def _montre(case, code):
        """Dit si un petit dessin montre la série d’un pays, entière et seule."""
        attendu = (
            ind[ind["iso3"] == code].set_index("annee")["electricite_pct"].loc[2000:2023].dropna()
        )
        for serie in case["series"]:
            vues = _valeurs(serie)
            if set(vues) == {str(a) for a in attendu.index}:
                if all(abs(vues[str(a)] - v) < 0.06 for a, v in attendu.items()):
                    return True
        return False

    verifier(
        "graphiques" in planche,
        "« planche » n’est pas une figure relue. La dernière ligne de votre cellule : planche = lire_figure(figure).",
    )
    cases = planche["graphiques"]
    verifier(
        not any(len(_case["series"]) > 3 for _case in cases),
        "Toutes les courbes sont dans le même dessin : l’œil les perd. Une case pour chaque pays.",
        "tout-sur-un-dessin",
    )
    controler_graphique(
        planche,
        nombre=4,
        titre_constat=None,
        unite=None,
        source=None,
        legende=False,
        lisible=False,
        daltoniens=False,
    )
    absents = [noms[_code] for _code in quatre if not any(_montre(_case, _code) for _case in cases)]
    verifier(
        not absents,
        f"Aucune case ne montre exactement l’accès à l’électricité de 2000 à 2023 pour : {', '.join(absents)}. "
        "Vérifiez la colonne, les années, la liste « quatre ».",
    )
    return "Quatre pays, une même règle pour les mesurer."


@verification("petits-dessins", partie=2)
def petits_dessins_2(planche: Dictionnaire, PAYS: Pays) -> str:
    verifier(
        "graphiques" in planche and len(planche["graphiques"]) == 4,
        "Terminez d’abord la partie 1 : quatre dessins, relus par lire_figure(figure).",
    )
    pays = pd.read_csv("../../data/pays.csv")
    noms = dict(zip(pays["iso3"], pays["nom_fr"]))
    codes = pays[pays["sous_region_onu"] == pays.set_index("iso3")["sous_region_onu"][PAYS]]["iso3"]
    pop = pd.read_csv("../../data/population.csv")
    pop = pop[pop["iso3"].isin(codes) & (pop["annee"] == 2023) & (pop["iso3"] != PAYS)]
    quatre = [PAYS, *pop.sort_values("population", ascending=False)["iso3"].head(3)]
    ind = pd.read_csv("../../data/indicateurs.csv")

    def _montre(case, code):
        """Dit si un petit dessin montre la série d’un pays, entière et seule."""
        attendu = (
            ind[ind["iso3"] == code].set_index("annee")["electricite_pct"].loc[2000:2023].dropna()
        )
        for serie in case["series"]:
            vues = _valeurs(serie)
            if set(vues) == {str(a) for a in attendu.index}:
                if all(abs(vues[str(a)] - v) < 0.06 for a, v in attendu.items()):
                    return True
        return False

    for _case in planche["graphiques"]:
        eux = [noms[_code] for _code in quatre if _montre(_case, _code)]
        faux = [noms[_code] for _code in quatre if _cle(noms[_code]) == _cle(_case["titre"])]
        verifier(
            not eux or not faux or faux == eux,
            f"Le dessin titré « {' '.join(_case['titre'].split())} » montre un autre pays. "
            "Dans la boucle, le titre et la courbe doivent venir du même code.",
        )
        lus = _cle(
            " ".join(
                [_case["titre"], _case["axe_x"]["titre"], _case["axe_y"]["titre"], *_case["textes"]]
            )
        )
        verifier(
            _case["titre"] or any(_cle(nom) in lus for nom in eux),
            "Un des petits dessins ne dit pas quel pays il montre. Donnez-lui son nom : ax.set_title(noms[code]).",
            "graphique-muet",
        )
    controler_graphique(
        planche,
        unite=("%", "pour cent", "pourcent"),
        source=("Banque mondiale", "WDI", "World Bank"),
    )
    return "D’un coup d’œil, quatre chemins."


@verification("ce-qui-trompe", partie=1)
def ce_qui_trompe_1(ce_qui_trompe: Dictionnaire) -> str:
    defauts = {_simple(l).upper(): _simple(m) for l, m in ce_qui_trompe.items()}
    mots = ("axe coupe", "deux axes", "trop de parts", "cumul", "vide a zero", "pas inegaux")
    verifier(
        set("ABCDEF") <= set(defauts),
        "« ce_qui_trompe » doit garder ses six lettres, à gauche des deux-points.",
    )
    verifier(
        all(defauts[l] in mots for l in "ABCDEF"),
        "Un mot de « ce_qui_trompe » n’est pas dans la liste. Recopiez-le de l’énoncé, entre guillemets.",
    )
    verifier(
        defauts["A"] == "axe coupe",
        "Dessin A : lisez le premier nombre sous les barres. La longueur d’une barre est le message ; "
        "ici, elles ont perdu leur début.",
        "axe-coupe",
    )
    verifier(
        defauts["B"] == "deux axes",
        "Dessin B : il y a des nombres à gauche, et d’autres à droite. À la même hauteur, lit-on le même "
        "pourcentage pour les deux courbes ?",
        "deux-axes",
    )
    verifier(
        defauts["C"] == "trop de parts",
        "Dessin C : quel est le quatrième pays par sa population ? Si vous ne pouvez pas répondre en cinq "
        "secondes, dites pourquoi.",
        "camembert-de-beaucoup",
    )
    return "A, B et C sont démasqués."


@verification("ce-qui-trompe", partie=2)
def ce_qui_trompe_2(ce_qui_trompe: Dictionnaire) -> str:
    defauts = {_simple(l).upper(): _simple(m) for l, m in ce_qui_trompe.items()}
    mots = ("axe coupe", "deux axes", "trop de parts", "cumul", "vide a zero", "pas inegaux")
    verifier(
        set("ABCDEF") <= set(defauts),
        "« ce_qui_trompe » doit garder ses six lettres, à gauche des deux-points.",
    )
    verifier(
        all(defauts[l] in mots for l in "ABCDEF"),
        "Un mot de « ce_qui_trompe » n’est pas dans la liste. Recopiez-le de l’énoncé, entre guillemets.",
    )
    verifier(
        defauts["D"] == "cumul",
        "Dessin D : cette courbe compte tous les cas depuis le début. Peut-elle descendre, même quand "
        "l’épidémie recule ?",
        "cumul-est-nouveau",
    )
    verifier(
        defauts["E"] == "vide a zero",
        "Dessin E : zéro habitant connecté, quatre ans de suite ? Demandez-vous ce que disait la table, "
        "ces années-là.",
        "vide-est-zero",
    )
    verifier(
        defauts["F"] == "pas inegaux",
        "Dessin F : de 2010 à 2020, une marque. De 2020 à 2021, une marque aussi. Combien d’années à chaque pas ?",
        "annees-etiquettes",
    )
    return "Six dessins, aucun chiffre faux, six façons de tromper."


@verification("exageration", partie=1)
def exageration_1(exageration: Fonction) -> str:
    def _essai(petite, grande, depart):
        rendu = essayer(
            exageration, petite, grande, depart, quand=f"sur {petite}, {grande} et {depart}"
        )
        verifier(
            isinstance(rendu, (int, float)) and not isinstance(rendu, bool),
            f"« exageration » devrait renvoyer un nombre ; elle renvoie {nature(rendu)}.",
        )
        return rendu

    exemple, sans_coupe, autre = _essai(50, 100, 40), _essai(50, 100, 0), _essai(20, 30, 10)
    verifier(
        not (exemple == sans_coupe == autre and not proche(exemple, 1)),
        "« exageration » répond la même chose pour trois cas différents. "
        "Servez-vous des trois noms entre parenthèses, pas de nombres écrits dans la fonction.",
        "table-du-dehors",
    )
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
    for p, g, d in [
        (20, 30, 10),
        (60.774, 68.683, 60),
        (5, 8, 4.5),
        (12.5, 90, -10),
        (300, 301, 299),
    ]:
        verifier(
            proche(_essai(p, g, d), (g - d) / (p - d) / (g / p), 0.001),
            "« exageration » marche sur l’exemple, mais pas sur d’autres barres. "
            "Relisez les deux rapports : n’arrondissez pas, n’écrivez aucun nombre de l’exemple.",
        )
    ### END HIDDEN TESTS
    return "Vous avez un instrument de mesure."


@verification("exageration", partie=2)
def exageration_2(exageration_a: Nombre) -> str:
    table = pd.read_csv("../../data/indicateurs.csv")
    vie = table[table["annee"] == 2023].set_index("iso3")["esperance_vie"]
    dessine, reel = (vie["SEN"] - 60) / (vie["BEN"] - 60), vie["SEN"] / vie["BEN"]
    verifier(
        not proche(exageration_a, (vie["BEN"] - 60) / (vie["SEN"] - 60) * reel, 0.001),
        "« exageration_a » a échangé les deux pays : la petite valeur d’abord, le Bénin.",
        "division-a-l-envers",
    )
    verifier(
        proche(exageration_a, dessine / reel, 0.02),
        "« exageration_a » n’est pas l’exagération du dessin A. Les valeurs de 2023, le Bénin puis le "
        "Sénégal, et un axe qui part de 60.",
    )
    return "Dix fois : le dessin A grossit l’écart dix fois. Voilà ce que l’on écrit à l’auteur."


@verification("reparer-dessin", partie=1)
def reparer_dessin_1(reparation: Dictionnaire) -> str:
    pays = pd.read_csv("../../data/pays.csv")
    codes = pays[pays["sous_region_onu"] == "Afrique centrale"]["iso3"]
    ind = pd.read_csv("../../data/indicateurs.csv")
    centrale = ind[(ind["annee"] == 2023) & ind["iso3"].isin(codes)].set_index("pays")["fecondite"]
    controler_graphique(
        reparation,
        forme="barres horizontales",
        valeurs=centrale,
        ordre="rangé",
        titre_constat=None,
        unite=None,
        source=None,
        legende=False,
        lisible=False,
        daltoniens=False,
    )
    return "Les barres disent vrai. Restent les couleurs et les mots."


@verification("reparer-dessin", partie=2)
def reparer_dessin_2(reparation: Dictionnaire) -> str:
    controler_graphique(
        reparation,
        couleurs_max=2,
        titre_constat=None,
        unite=None,
        source=None,
        legende=False,
        lisible=False,
    )
    controler_graphique(
        reparation,
        unite=("enfants", "enfant"),
        source=("WPP", "World Population Prospects", "ONU", "Nations unies"),
        legende=False,
    )
    return "Mêmes nombres, et maintenant on les lit."


@verification("trous-montres", partie=1)
def trous_montres_1(trous: Dictionnaire, PAYS: Pays) -> str:
    controler_graphique(
        trous,
        forme=("courbe", "points", "mélange", "barres", "tiges"),
        base_zero=False,
        titre_constat=None,
        unite=None,
        source=None,
        legende=False,
        lisible=False,
        daltoniens=False,
    )
    ind = pd.read_csv("../../data/indicateurs.csv")
    medecins = ind[ind["iso3"] == PAYS].set_index("annee")["medecins_pour_1000"]
    vues = {
        str(e)[:4]: v
        for s in trous["series"]
        for e, v in zip(s["etiquettes"], s["valeurs"])
        if v == v
    }
    combles = [v for a, v in vues.items() if a.isdigit() and pd.isna(medecins.get(int(a), 0))]
    verifier(
        not any(v > 0 for v in combles),
        "Des années vides ont reçu une valeur : la courbe est belle, mais vous l’avez inventée. "
        "Retirez interpolate(), ffill() ou la moyenne ; un trou reste un trou.",
        "trou-comble",
    )
    controler_graphique(
        trous,
        valeurs=medecins,
        base_zero=False,
        titre_constat=None,
        unite=None,
        source=None,
        legende=False,
        lisible=False,
        daltoniens=False,
    )
    textes = [str(e) for s in trous["series"] for e in s["etiquettes"] if isinstance(e, str)]
    annees = sorted({int(t) for t in textes if re.fullmatch(r"\d{4}", t)})
    verifier(
        not annees or annees == list(range(annees[0], annees[-1] + 1)),
        "Les années connues se suivent comme si rien ne manquait entre elles : d’une marque à l’autre, le temps "
        "ne passe pas pareil. Gardez les années vides, ou laissez les années en nombres.",
        "annees-etiquettes",
    )
    for s in trous["series"]:
        suite = [v == v for v in s["valeurs"]]
        seules = [
            i
            for i, plein in enumerate(suite)
            if plein and not any(suite[j] for j in (i - 1, i + 1) if 0 <= j < len(suite))
        ]
        verifier(
            s["forme"] != "courbe" or s["marque"] or not seules,
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


@verification("trous-montres", partie=2)
def trous_montres_2(trous: Dictionnaire, PAYS: Pays) -> str:
    verifier(
        {"forme", "series", "textes"} <= set(trous),
        "Ce n’est pas un dessin relu. Dernière ligne de votre cellule : … = lire_graphique(ax).",
    )
    ind = pd.read_csv("../../data/indicateurs.csv")
    medecins = ind[ind["iso3"] == PAYS].set_index("annee")["medecins_pour_1000"]
    ecrits = " ".join(
        [trous["titre"], trous["axe_x"]["titre"], trous["axe_y"]["titre"], *trous["textes"]]
    )
    verifier(
        re.search(rf"(?<![\d.,]){medecins.notna().sum()}(?![.,]?\d)", ecrits),
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
    dico = pd.read_csv("../../data/indicateurs_dictionnaire.csv").set_index("colonne")
    table = pd.read_csv("../../data/indicateurs.csv")
    annees = table[table["iso3"] == PAYS][list(dico.index)].count()
    gardees = set(annees[annees >= 10].index)
    verifier(menu, "« menu » est vide. Gardez les indicateurs d’au moins dix années connues.")
    verifier(
        not set(menu) <= set(dico.index),
        "« menu » est à l’envers : le lecteur choisit un libellé en français, à gauche ; la colonne est à droite.",
    )
    verifier(
        set(menu.values()) <= set(dico.index),
        'À droite, « menu » contient autre chose que des noms de colonnes, comme "electricite_pct".',
    )
    verifier(
        all(libelle == dico["libelle"][colonne] for libelle, colonne in menu.items()),
        "Un libellé de « menu » n’est pas celui du dictionnaire : prenez-le dans dico, sans le retaper.",
        "orthographe-devinee",
    )
    verifier(
        set(menu.values()) != set(dico.index) or gardees == set(dico.index),
        "« menu » propose les vingt indicateurs. Une colonne de la table n’est pas toujours remplie pour votre "
        "pays : comptez ses années connues.",
        "fichier-s-explique",
    )
    verifier(
        set(menu.values()) == gardees,
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


@verification("dessiner", partie=1)
def dessiner_1(dessiner: Fonction, PAYS: Pays) -> str:
    ind = pd.read_csv("../../data/indicateurs.csv")
    dico = pd.read_csv("../../data/indicateurs_dictionnaire.csv").set_index("colonne")

    def _serie(code, colonne, debut, fin):
        return ind[ind["iso3"] == code].set_index("annee")[colonne].loc[debut:fin]

    def _essai(colonne, debut, fin, compares):
        """Renvoie le dessin relu que rend la fonction."""
        quand = f"sur {colonne}, {debut}, {fin} et {compares}"
        rendu = essayer(dessiner, colonne, debut, fin, compares, quand=quand)
        plt.close("all")
        verifier(
            isinstance(rendu, dict) and "series" in rendu,
            f"« dessiner », essayée {quand}, devrait renvoyer un dessin relu ; elle renvoie {nature(rendu)}. "
            "Sa dernière valeur : lire_graphique(ax).",
        )
        return rendu

    def _controler(rendu, colonne, debut, fin, compares):
        """Vérifie que le dessin montre ces séries, et rien d’autre."""
        series = [_serie(code, colonne, debut, fin) for code in [PAYS, *compares]]
        controler_graphique(
            rendu,
            forme=("courbe", "points", "mélange"),
            valeurs=[s.to_dict() for s in series if s.notna().any()],
            titre_constat=None,
            unite=None,
            source=None,
            legende=False,
            lisible=False,
            daltoniens=False,
        )

    seule = _essai("electricite_pct", 2005, 2020, [])
    autre = _essai("mortalite_moins5", 2005, 2020, [])
    verifier(
        seule["series"][0]["valeurs"] != autre["series"][0]["valeurs"],
        "« dessiner » montre la même courbe pour deux indicateurs. Servez-vous de « indicateur », "
        "le nom entre parenthèses, pas d’une colonne écrite dans la fonction.",
        "table-du-dehors",
    )
    _controler(seule, "electricite_pct", 2005, 2020, [])
    deux = _essai("electricite_pct", 2010, 2020, ["GHA", "KEN"])
    verifier(
        len(deux["series"]) > 1,
        "« dessiner » ne montre que votre pays, même quand « compares » en contient d’autres. "
        "Ajoutez une boucle : for code in [PAYS, *compares].",
        "boucle-oubliee",
    )
    _controler(deux, "electricite_pct", 2010, 2020, ["GHA", "KEN"])
    trous = _essai("medecins_pour_1000", 1990, 2022, [])
    _controler(trous, "medecins_pour_1000", 1990, 2022, [])
    return "Les bonnes courbes, dans la bonne période."


@verification("dessiner", partie=2)
def dessiner_2(dessiner: Fonction, PAYS: Pays) -> str:
    ind = pd.read_csv("../../data/indicateurs.csv")
    dico = pd.read_csv("../../data/indicateurs_dictionnaire.csv").set_index("colonne")

    def _serie(code, colonne, debut, fin):
        return ind[ind["iso3"] == code].set_index("annee")[colonne].loc[debut:fin]

    def _essai(colonne, debut, fin, compares):
        """Renvoie le dessin relu que rend la fonction."""
        quand = f"sur {colonne}, {debut}, {fin} et {compares}"
        rendu = essayer(dessiner, colonne, debut, fin, compares, quand=quand)
        plt.close("all")
        verifier(
            isinstance(rendu, dict) and "series" in rendu,
            f"« dessiner », essayée {quand}, devrait renvoyer un dessin relu ; elle renvoie {nature(rendu)}. "
            "Sa dernière valeur : lire_graphique(ax).",
        )
        return rendu

    def _controler(rendu, colonne, debut, fin, compares):
        """Vérifie que le dessin montre ces séries, et rien d’autre."""
        series = [_serie(code, colonne, debut, fin) for code in [PAYS, *compares]]
        controler_graphique(
            rendu,
            forme=("courbe", "points", "mélange"),
            valeurs=[s.to_dict() for s in series if s.notna().any()],
            titre_constat=None,
            unite=None,
            source=None,
            legende=False,
            lisible=False,
            daltoniens=False,
        )

    pays = pd.read_csv("../../data/pays.csv").set_index("iso3")["nom_fr"]
    for _colonne, _debut, _fin, _compares in [
        ("mortalite_moins5", 2000, 2024, ["GHA"]),
        ("urbain_pct", 1995, 2015, []),
    ]:
        vu = _essai(_colonne, _debut, _fin, _compares)
        titre = "".join(vu["titre"].split()).replace(",", ".").casefold()
        connues = _serie(PAYS, _colonne, _debut, _fin).dropna()
        annee = connues.index.max()
        verifier(
            vu["titre"],
            "Le dessin de « dessiner » n’a pas de titre : le lecteur ne sait pas quoi regarder.",
            "graphique-muet",
        )
        verifier(
            "".join(pays[PAYS].split()).casefold() in titre,
            "Le titre de « dessiner » ne contient pas le nom de votre pays : prenez-le dans nom_pays.",
            "titre-etiquette",
        )
        verifier(
            str(annee) in titre,
            "Le titre de « dessiner » ne contient pas la dernière année connue de la période. "
            "Un chiffre sans date se croit d’aujourd’hui.",
            "chiffre-sans-annee",
        )
        verifier(
            any(e in titre for e in _ecritures(connues[annee])),
            f"Essayée sur {_colonne}, « dessiner » n’écrit pas dans le titre la dernière valeur connue de votre pays. "
            "C’est la valeur de cette année-là, écrite par nombre_francais(…).",
        )
        controler_graphique(
            vu,
            forme=("courbe", "points", "mélange"),
            titre_constat=None,
            unite=(dico["unite"][_colonne],),
            source=(dico["producteur"][_colonne],),
            lisible=False,
        )
        ecrits = " ".join([*vu["textes"], *vu["legende"]])
        manquent = [
            pays[c]
            for c in [*([PAYS] if _compares else []), *_compares]
            if pays[c] not in " ".join(ecrits.split())
        ]
        verifier(
            not manquent,
            f"Le dessin de « dessiner » ne dit pas quelle courbe est celle de : {', '.join(manquent)}. "
            "Écrivez le nom au bout de chaque courbe, avec ax.annotate(…), ou dans une légende.",
            "legende-se-devine",
        )
    return "Titre, unité, source, noms : tout vient des données."


@verification("dessiner", partie=3)
def dessiner_3(dessiner: Fonction, PAYS: Pays) -> str:
    ind = pd.read_csv("../../data/indicateurs.csv")
    dico = pd.read_csv("../../data/indicateurs_dictionnaire.csv").set_index("colonne")

    def _serie(code, colonne, debut, fin):
        return ind[ind["iso3"] == code].set_index("annee")[colonne].loc[debut:fin]

    def _essai(colonne, debut, fin, compares):
        """Renvoie le dessin relu que rend la fonction."""
        quand = f"sur {colonne}, {debut}, {fin} et {compares}"
        rendu = essayer(dessiner, colonne, debut, fin, compares, quand=quand)
        plt.close("all")
        verifier(
            isinstance(rendu, dict) and "series" in rendu,
            f"« dessiner », essayée {quand}, devrait renvoyer un dessin relu ; elle renvoie {nature(rendu)}. "
            "Sa dernière valeur : lire_graphique(ax).",
        )
        return rendu

    def _controler(rendu, colonne, debut, fin, compares):
        """Vérifie que le dessin montre ces séries, et rien d’autre."""
        series = [_serie(code, colonne, debut, fin) for code in [PAYS, *compares]]
        controler_graphique(
            rendu,
            forme=("courbe", "points", "mélange"),
            valeurs=[s.to_dict() for s in series if s.notna().any()],
            titre_constat=None,
            unite=None,
            source=None,
            legende=False,
            lisible=False,
            daltoniens=False,
        )

    try:
        _rendu = dessiner("internet_pct", 2024, 2024, [])
    except Exception:  # un arrêt, quel qu’il soit, est la même faute
        _rendu = None
    plt.close("all")
    verifier(
        isinstance(_rendu, str)
        and " ".join(_rendu.casefold().replace("é", "e").split()) == "aucune donnee",
        "Sur une période où votre pays n’a aucune valeur, « dessiner » devrait renvoyer le texte "
        '"aucune donnée". Prévoyez ce cas au début : if courbe.last_valid_index() is None: return "aucune donnée".',
        "toujours-une-valeur",
    )
    ### BEGIN HIDDEN TESTS
    for _colonne, _debut, _fin, _compares in [
        ("mortalite_moins5", 1991, 2022, ["NGA", "ZAF", "EGY"]),
        ("mobile_pour_100", 2004, 2019, ["ETH"]),
        ("pib_hab_ppa", 2012, 2024, []),
        ("internet_pct", 2000, 2023, ["GHA", "MOZ"]),
    ]:
        vu = _essai(_colonne, _debut, _fin, _compares)
        _series = [_serie(_code, _colonne, _debut, _fin) for _code in [PAYS, *_compares]]
        faux = defauts(
            vu,
            valeurs=[_s.to_dict() for _s in _series if _s.notna().any()],
            titre_constat=None,
            unite=(dico["unite"][_colonne],),
            source=(dico["producteur"][_colonne],),
            legende=False,
            lisible=False,
            daltoniens=False,
        )
        verifier(
            not faux,
            f"Essayée sur d’autres indicateurs, d’autres années et d’autres pays, « dessiner » n’est pas encore "
            f"juste. {' '.join(_f.message for _f in faux[:1])}",
        )
    _rendu = essayer(
        dessiner, "electricite_pct", 2024, 2024, ["GHA", "TZA"], quand="sur une autre période vide"
    )
    verifier(
        isinstance(_rendu, str),
        "« dessiner » dessine alors que votre pays n’a aucune valeur dans la période.",
    )
    ### END HIDDEN TESTS
    return "Votre fonction dessine tout, et sait dire quand il n’y a rien."


@verification("texte-alternatif")
def texte_alternatif(texte_alternatif: Texte, sujet: Dictionnaire, PAYS: Pays) -> str:
    texte = " ".join(texte_alternatif.split())
    verifier(
        {"indicateur", "debut", "fin", "compares"} <= set(sujet),
        "« sujet » doit garder ses quatre clés : indicateur, debut, fin, compares.",
    )
    dico = pd.read_csv("../../data/indicateurs_dictionnaire.csv").set_index("colonne")
    colonne = sujet["indicateur"]
    verifier(
        colonne in dico.index,
        "« sujet » nomme un indicateur qui n’est pas dans le dictionnaire. Reprenez une colonne de votre menu.",
    )
    ind = pd.read_csv("../../data/indicateurs.csv")
    serie = ind[ind["iso3"] == PAYS].set_index("annee")[colonne].loc[sujet["debut"] : sujet["fin"]]
    retenue = serie.dropna()
    verifier(
        len(retenue) >= 2,
        "Dans la période de « sujet », votre pays n’a pas deux valeurs : rien à comparer. Élargissez-la.",
    )
    premiere, derniere = retenue.index.min(), retenue.index.max()
    nom = ind[ind["iso3"] == PAYS]["pays"].iloc[0]
    lu = texte.replace(",", ".")
    lu = re.sub(r"(?<=\d)[ \u202f](?=\d{3}\b)", "", lu)

    def _ecrit(valeur):
        """Dit si le texte contient cette valeur, avec aucune, une, deux ou trois décimales."""
        ecritures = {f"{valeur:.{d}f}" for d in range(4)}
        ecritures |= {e.rstrip("0").rstrip(".") for e in ecritures if "." in e}
        return any(re.search(rf"(?<![\d.]){re.escape(e)}(?![\d]|\.\d)", lu) for e in ecritures)

    verifier(
        "{" not in texte,
        "Des accolades sont restées dans « texte_alternatif » : il manque la lettre f, juste avant le premier guillemet.",
    )
    verifier(
        not re.match(
            r"\W*(une? |l[’'e] ?)?(image|photo|graphique|dessin|figure|illustration|visuel|diagramme|infographie)\b",
            texte,
            re.I,
        ),
        "Le lecteur d’écran dit déjà que c’est une image. Commencez par ce que c’est vraiment : « Courbe : … ».",
        "alt-image-de",
    )
    verifier(
        not re.search(
            r"\b(bleue?s?|rouges?|verte?s?|grise?s?|noire?s?|jaunes?|oranges?|couleurs?)\b",
            texte,
            re.I,
        ),
        "« texte_alternatif » parle de couleurs. Qui ne voit pas l’image n’en a pas besoin : dites ce qu’elle montre.",
        "alt-apparence",
    )
    verifier(
        re.match(
            r"\W*(une? |deux |trois |les |la )?(courbe|ligne|barre|évolution|nuage|point)",
            texte,
            re.I,
        ),
        "Dites d’abord ce que c’est : « Courbe : … ».",
    )
    verifier(
        nom.casefold().replace("’", "'") in texte.casefold().replace("’", "'"),
        "« texte_alternatif » ne nomme pas votre pays. Il doit se comprendre seul, sans le titre.",
    )
    verifier(
        str(premiere) in texte and str(derniere) in texte,
        "« texte_alternatif » ne donne pas les deux années, « premiere » et « derniere ».",
        "chiffre-sans-annee",
    )
    verifier(
        _ecrit(retenue[premiere]) and _ecrit(retenue[derniere]),
        "« texte_alternatif » décrit le dessin, mais ne dit pas ce que l’on y voit : les deux valeurs, celle de "
        "« premiere » et celle de « derniere ».",
        "alt-apparence",
    )
    producteurs = re.findall(r"\b[A-Z][A-Za-z]{2,}\b", dico["producteur"][colonne])
    verifier(
        re.search(
            "|".join([*map(re.escape, producteurs), "Banque mondiale", "Nations unies"]),
            texte,
            re.I,
        ),
        "« texte_alternatif » ne nomme pas la source. Elle est dans dico, colonne « producteur ».",
        "chiffre-sans-source",
    )
    verifier(
        60 <= len(texte) <= 300,
        f"« texte_alternatif » compte {len(texte)} signes. Entre 60 et 300 : il est lu à voix haute, d’une traite.",
    )
    return "Fermez les yeux, faites-le lire : on voit la courbe."


@verification("image-exportee", partie=1)
def image_exportee_1(mon_graphique: Dictionnaire, sujet: Dictionnaire, PAYS: Pays) -> str:
    verifier(
        {"indicateur", "debut", "fin", "compares"} <= set(sujet),
        "« sujet » doit garder ses quatre clés : indicateur, debut, fin, compares.",
    )
    dico = pd.read_csv("../../data/indicateurs_dictionnaire.csv").set_index("colonne")
    colonne = sujet["indicateur"]
    verifier(
        colonne in dico.index,
        "« sujet » nomme un indicateur qui n’est pas dans le dictionnaire. Reprenez une colonne de votre menu.",
    )
    ind = pd.read_csv("../../data/indicateurs.csv")
    serie = ind[ind["iso3"] == PAYS].set_index("annee")[colonne].loc[sujet["debut"] : sujet["fin"]]
    retenue = serie.dropna()
    verifier(
        len(retenue) >= 2,
        "Dans la période de « sujet », votre pays n’a pas deux valeurs : rien à comparer. Élargissez-la.",
    )
    premiere, derniere = retenue.index.min(), retenue.index.max()
    series = [
        ind[ind["iso3"] == code].set_index("annee")[colonne].loc[sujet["debut"] : sujet["fin"]]
        for code in [PAYS, *sujet["compares"]]
    ]
    controler_graphique(
        mon_graphique,
        forme=("courbe", "points", "mélange", "aire", "barres"),
        valeurs=[s.to_dict() for s in series if s.notna().any()],
        titre_constat=None,
        unite=None,
        source=None,
        legende=False,
        lisible=False,
        daltoniens=False,
    )
    controler_graphique(mon_graphique, unite=None, texte_min=6)
    ecrits = " ".join(
        [mon_graphique["titre"], mon_graphique["axe_x"]["titre"], *mon_graphique["textes"]]
    )
    verifier(
        re.search(r"\b20(2[5-9]|3\d)\b", ecrits),
        "L’image ne dit pas quand elle a été faite. Dans un an, on la partagera encore : ajoutez l’année en cours "
        "à la ligne de source, « Dessin : votre nom, … ».",
        "image-sans-date",
    )
    return "Un constat, une source, une date : elle peut partir."


@verification("image-exportee", partie=2)
def image_exportee_2(mon_graphique: Dictionnaire, texte_alternatif: Texte) -> str:
    texte = " ".join(texte_alternatif.split())
    image, a_cote = Path("mon_graphique.png"), Path("mon_graphique.txt")
    verifier(
        image.is_file(),
        "Le fichier mon_graphique.png n’existe pas encore : un dessin à l’écran n’est pas un fichier. "
        'Écrivez-le avec figure.savefig("mon_graphique.png", …), puis exécutez.',
        "dessin-et-fichier",
    )
    poids = image.stat().st_size
    verifier(
        poids < 50 * 1024,
        f"mon_graphique.png pèse {poids // 1024} Ko ; la limite est de 50. Baissez dpi (120 reste lisible) ou figsize : "
        "votre lecteur paie chaque octet.",
        "plus-lourd-plus-beau",
    )
    try:
        with Image.open(image) as vue:
            _format, largeur, dits = vue.format, vue.width, dict(vue.info)
    except (OSError, ValueError, SyntaxError):
        _format, largeur, dits = "", 0, {}
    verifier(
        _format == "PNG",
        "mon_graphique.png n’est pas un PNG : changer le nom d’un fichier ne change pas ce qu’il contient. "
        "C’est savefig qui écrit le format, d’après l’extension.",
        "extension-est-format",
    )
    verifier(
        600 <= largeur <= 1600,
        f"L’image fait {largeur} points de large. Il en faut de 600 (lisible) à 1 600 (léger) : c’est figsize, "
        "fois dpi.",
        "ecran-du-lecteur",
    )
    dits = {str(cle).casefold(): " ".join(str(dit).split()) for cle, dit in dits.items()}
    verifier(
        dits.get("title"),
        'L’image ne porte pas de titre. Dans savefig : metadata={"Title": …, "Description": …}.',
        "image-nue",
    )
    verifier(
        len(dits["title"]) >= 15,
        "Le « Title » rangé dans l’image est trop court pour dire un constat. Reprenez le titre du dessin.",
        "titre-etiquette",
    )
    verifier(
        dits.get("description") == texte,
        "La « Description » rangée dans l’image n’est pas « texte_alternatif ». "
        'Dans savefig : metadata={…, "Description": texte_alternatif}.',
        "image-nue",
    )
    verifier(
        a_cote.is_file(),
        "Le fichier mon_graphique.txt n’existe pas encore. WhatsApp efface ce qui est rangé dans une photo : "
        'écrivez aussi le texte à côté, avec Path("mon_graphique.txt").write_text(…).',
        "image-nue",
    )
    try:
        colle = " ".join(a_cote.read_text(encoding="utf-8").split())
    except UnicodeDecodeError:
        colle = None
    verifier(
        colle is not None,
        'mon_graphique.txt n’est pas en UTF-8 : les accents s’y perdraient. Ajoutez encoding="utf-8".',
    )
    verifier(colle == texte, "mon_graphique.txt ne contient pas « texte_alternatif », tel quel.")
    ### BEGIN HIDDEN TESTS
    with Image.open(image) as vue:
        vue.load()
        sombre, clair = vue.convert("L").getextrema()
    verifier(
        clair - sombre > 60,
        "mon_graphique.png est vide : on n’y voit rien. Enregistrez la figure avant plt.show() ou plt.close().",
        "dessin-et-fichier",
    )
    ### END HIDDEN TESTS
    return f"{poids // 1024} Ko, et tout y est. Voilà votre brique de récit."
