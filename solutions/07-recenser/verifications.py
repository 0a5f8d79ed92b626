"""Les vérifications du module 07-recenser : une fonction pour chaque partie d’un exercice."""

import re
import tempfile
from pathlib import Path

import pandas as pd

from atelier import (
    Dictionnaire,
    Entier,
    Fonction,
    Liste,
    Nombre,
    Pays,
    Table,
    Texte,
    essayer,
    nature,
    proche,
    verification,
    verifier,
    verifier_pays,
)


def _classe(fiches, bareme, meilleur_dabord=True):
    notes = sum((fiches[question] == "oui") * points for question, points in bareme.items())
    rang = notes.groupby(fiches["iso3"]).mean().sort_values(ascending=not meilleur_dabord)
    return rang.head(5).index.to_list()


def _ecart(fiches):
    notes = fiches.pivot_table(index="iso3", columns="annee", values="score_pct")
    return (notes[2015] - notes[2014]).dropna()


def _lignes(table):
    # pays, jeu → la fiche, quel que soit l’ordre des lignes
    return {(str(f["iso3"]), str(f["jeu_code"])): f for f in table.to_dict("records")}


@verification("point-de-depart", partie=1)
def point_de_depart_1(nb_portails: Entier, PAYS: Pays) -> str:
    pays = verifier_pays(PAYS)
    portails = pd.read_csv("../../data/portails.csv")
    miens = portails[portails["iso3"] == pays]
    attendu = (miens["type"] == "Portail open data").sum()
    verifier(
        nb_portails != len(miens),
        "« nb_portails » compte tous les catalogues du pays : géoportails, bases d’indicateurs… "
        "Un site de données n’est pas forcément un portail open data. Regardez la colonne « type ».",
        "catalogue-est-portail",
    )
    verifier(
        nb_portails != (portails["type"] == "Portail open data").sum(),
        "« nb_portails » compte les portails open data de toute l’Afrique. Gardez d’abord les lignes de votre pays.",
        "toute-la-table",
    )
    verifier(
        nb_portails <= len(miens),
        "« nb_portails » dépasse le nombre de catalogues de votre pays. Gardez d’abord les lignes où iso3 vaut PAYS.",
        "toute-la-table",
    )
    verifier(
        nb_portails == attendu,
        "« nb_portails » n’est pas juste. PAYS s’écrit sans guillemets ; le type se recopie signe par signe, avec sa majuscule : Portail open data.",
    )
    return "Le nombre de vitrines est connu. Reste à voir ce qu’il y a dedans."


@verification("point-de-depart", partie=2)
def point_de_depart_2(nb_fiches: Entier, note_2015: Nombre, PAYS: Pays) -> str:
    pays = verifier_pays(PAYS)
    godi = pd.read_csv("../../data/godi_jeux.csv")
    annee = godi[godi["annee"] == 2015]
    miennes = annee[annee["iso3"] == pays]
    toutes = godi[godi["iso3"] == pays]
    moyenne = miennes["score_pct"].mean()
    verifier(
        nb_fiches not in (len(annee), len(godi)),
        "« nb_fiches » compte les fiches de tous les pays. Gardez d’abord les lignes où iso3 vaut PAYS.",
        "toute-la-table",
    )
    verifier(
        nb_fiches == len(miennes) or nb_fiches != len(toutes),
        "« nb_fiches » compte trois années. Partez de « godi_2015 ».",
        "toute-la-table",
    )
    verifier(
        nb_fiches == len(miennes),
        "« nb_fiches » n’est pas le nombre de fiches de votre pays en 2015. Regardez l’étape 2 ; PAYS s’écrit sans guillemets.",
    )
    verifier(
        note_2015 != 0,
        "« note_2015 » vaut 0. Zéro serait une note, la plus basse qui soit. Un pays que l’index n’a pas évalué "
        "n’a pas zéro : il n’a pas de note. Laissez la moyenne telle quelle.",
        "vide-est-zero",
    )
    verifier(
        not abs(note_2015 - annee["score_pct"].mean()) <= 0.001,
        "« note_2015 » est la moyenne de tous les pays. Gardez d’abord les fiches du vôtre.",
        "toute-la-table",
    )
    verifier(
        pd.isna(note_2015) or not miennes.empty,
        "« note_2015 » donne une note à un pays que l’index n’a pas évalué en 2015. D’où vient-elle ? "
        "Calculez la moyenne de ses fiches, et laissez ce qui s’affiche.",
        "vide-est-zero",
    )
    verifier(
        pd.notna(note_2015) or miennes.empty,
        "« note_2015 » est vide, et pourtant votre pays a des fiches en 2015. Le code est-il bien PAYS, sans guillemets ?",
        "zero-resultat",
    )
    verifier(
        miennes.empty or abs(note_2015 - moyenne) < 0.51,
        "« note_2015 » n’est pas la moyenne de la colonne « score_pct » de vos fiches.",
    )
    suite = (
        "Aucune fiche de 2013 à 2015 : vous partez d’une page blanche."
        if miennes.empty
        else "Voilà un point de comparaison."
    )
    return suite


@verification("score", partie=1)
def score_1(score: Fonction) -> str:
    B14 = {
        "existe": 5,
        "numerique": 5,
        "public": 5,
        "en_ligne": 5,
        "gratuit": 15,
        "lisible_machine": 15,
        "telechargeable_en_bloc": 10,
        "licence_ouverte": 30,
        "a_jour": 10,
    }
    B16 = {
        "en_ligne": 15,
        "gratuit": 15,
        "lisible_machine": 20,
        "telechargeable_en_bloc": 15,
        "licence_ouverte": 20,
        "a_jour": 15,
    }

    tout_oui = dict.fromkeys(B14, "oui")
    eau = {
        **dict.fromkeys(B14, "oui"),
        "en_ligne": "non",
        "telechargeable_en_bloc": "non",
        "licence_ouverte": "non",
    }
    note = essayer(score, eau, B14, quand="sur l’eau au Bénin")
    verifier(
        nature(note) in ("un nombre", "un nombre entier"),
        f"« score » devrait renvoyer un nombre ; elle renvoie {nature(note)}. Partez de note = 0, puis ajoutez des points.",
    )
    verifier(
        not (proche(note, 6) or proche(note, 6 / 9) or proche(note, 100 * 6 / 9, 0.01)),
        "« score » compte les « oui » : chaque question pèse alors autant. Le barème donne 30 points à la licence "
        "et 5 à l’existence : ajoutez les points, pas 1.",
        "questions-egales",
    )
    verifier(
        not proche(note, 100),
        "« score » donne 100 à une fiche qui a trois « non ». Il manque une condition : les points ne s’ajoutent "
        "que si la réponse est « oui ».",
    )
    verifier(
        not proche(note, 0),
        '« score » ne trouve aucun « oui » dans la fiche. Dans les données, il s’écrit en minuscules : "oui".',
    )
    verifier(
        not proche(note, 10),
        "« score » ne garde que les points de la dernière question : « = » remplace. "
        "Pour ajouter, repartez de l’ancienne valeur : note = note + points.",
        "ranger-ajoute",
    )
    verifier(
        not proche(note, 5),
        "« score » s’arrête à la première question. return est dans la boucle : reculez-le de huit espaces, sous « for ».",
    )
    verifier(
        proche(note, 55),
        "« score », essayée sur l’eau au Bénin, ne retrouve pas la note de l’exemple.",
    )
    doute = {**eau, "en_ligne": "incertain", "licence_ouverte": "incertain"}
    verifier(
        essayer(score, doute, B14, quand="sur une fiche qui a deux « incertain »") == 55,
        "« score » donne des points à une réponse « incertain ». Ce qui n’est pas « non » n’est pas « oui » : "
        'comparez à "oui".',
        "incertain-est-oui",
    )
    verifier(
        essayer(score, tout_oui, B14, quand="sur une fiche toute en « oui »") == 100,
        "« score » ne lit pas les réponses qu’on lui confie : une fiche toute en « oui » devrait avoir 100. "
        "Dans la fonction, employez « reponses », le nom entre parenthèses.",
        "table-du-dehors",
    )
    return "Un « oui », des points. Un doute, rien."


@verification("score", partie=2)
def score_2(score: Fonction) -> str:
    B14 = {
        "existe": 5,
        "numerique": 5,
        "public": 5,
        "en_ligne": 5,
        "gratuit": 15,
        "lisible_machine": 15,
        "telechargeable_en_bloc": 10,
        "licence_ouverte": 30,
        "a_jour": 10,
    }
    B16 = {
        "en_ligne": 15,
        "gratuit": 15,
        "lisible_machine": 20,
        "telechargeable_en_bloc": 15,
        "licence_ouverte": 20,
        "a_jour": 15,
    }

    tout_oui = dict.fromkeys(B14, "oui")
    eau = {**tout_oui, "en_ligne": "non", "telechargeable_en_bloc": "non", "licence_ouverte": "non"}

    def _essai(reponses, bareme, quand):
        genre = ""
        try:
            note = score(dict(reponses), dict(bareme))
        except Exception as erreur:
            note, genre = None, type(erreur).__name__
        verifier(
            genre != "KeyError",
            f"« score », essayée {quand}, s’est arrêtée : une question est d’un côté et pas de l’autre. "
            "Tous les barèmes ne posent pas les mêmes questions. Parcourez le barème, et lisez la réponse avec get.",
            "memes-questions",
        )
        return (
            essayer(score, dict(reponses), dict(bareme), quand=quand)
            if note is None or note is ...
            else note
        )

    seize = _essai(eau, B16, "avec le barème de 2016")
    verifier(
        not proche(seize, 55),
        "« score » ne regarde pas le barème qu’on lui confie : avec celui de 2016, elle donne encore la note de 2014. "
        "Dans la fonction, n’employez que le nom entre parenthèses, bareme.",
        "table-du-dehors",
    )
    verifier(
        proche(seize, 50),
        "« score », avec le barème de 2016, ne retrouve pas la note de l’exemple. N’écrivez aucun point dans la fonction : "
        "ils sont tous dans « bareme ».",
    )
    verifier(
        proche(_essai({"gratuit": "oui"}, B14, "sur une fiche presque vide"), 15),
        "« score » se trompe quand une question n’a pas de réponse : elle ne rapporte rien.",
    )
    verifier(
        proche(_essai(dict.fromkeys(B14, "non"), B14, "sur une fiche toute en « non »"), 0),
        "Une fiche toute en « non » devrait avoir zéro.",
    )
    ### BEGIN HIDDEN TESTS
    for _reponses, _bareme, attendu in [
        ({}, B16, 0),
        (tout_oui, B16, 100),
        ({"a_jour": "oui", "langue": "oui", "existe": "incertain"}, B14, 10),
        ({"licence_ouverte": "oui", "en_ligne": "oui"}, B16, 35),
        ({"licence": "oui", "prix": "non"}, {"licence": 60, "prix": 25, "date": 15}, 60),
        ({"a": "oui", "b": "oui"}, {"a": 0.5, "b": 2}, 2.5),
    ]:
        verifier(
            proche(_essai(_reponses, _bareme, "sur d’autres réponses"), attendu),
            "« score » marche sur l’exemple, mais pas sur toutes les réponses ni tous les barèmes. "
            "Parcourez « bareme », et n’ajoutez que pour un « oui ».",
        )
    ### END HIDDEN TESTS
    return "Une fonction, deux barèmes : la règle du jeu est devenue visible."


@verification("deux-classements")
def deux_classements(classement_2014: Liste, classement_2016: Liste) -> str:
    recus = [list(classement_2014), list(classement_2016)]
    godi = pd.read_csv("../../data/godi_jeux.csv")

    B14 = {
        "existe": 5,
        "numerique": 5,
        "public": 5,
        "en_ligne": 5,
        "gratuit": 15,
        "lisible_machine": 15,
        "telechargeable_en_bloc": 10,
        "licence_ouverte": 30,
        "a_jour": 10,
    }
    B16 = {
        "en_ligne": 15,
        "gratuit": 15,
        "lisible_machine": 20,
        "telechargeable_en_bloc": 15,
        "licence_ouverte": 20,
        "a_jour": 15,
    }

    _fiches = godi[godi["annee"] == 2015]
    attendus = [_classe(_fiches, B14), _classe(_fiches, B16)]
    verifier(
        all(
            isinstance(code, str) and code in set(godi["iso3"]) for liste in recus for code in liste
        ),
        'Une liste devrait contenir des codes de pays à trois lettres, comme "SEN" : les étiquettes de « notes », avec .index.',
    )
    verifier(
        all(len(liste) == 5 for liste in recus),
        "Chaque liste devrait avoir cinq pays. head(5) garde les cinq premiers.",
    )
    verifier(
        not any({*liste} & {"LBY", "DZA", "SDN"} for liste in recus),
        "Une de vos listes commence par les notes les plus basses : le tri va du plus petit au plus grand. "
        "Écrivez ascending=False.",
        "sens-du-tri",
    )
    verifier(
        recus[0] != recus[1],
        "Vos deux listes sont les mêmes, comme si le barème ne comptait pas. Avez-vous employé BAREME_2016, "
        "la colonne n16, et une moyenne, pour la seconde ?",
        "bareme-sans-effet",
    )
    verifier(
        recus != attendus[::-1],
        "Les deux listes sont inversées : chacune porte le nom de l’autre barème.",
    )
    verifier(
        recus == attendus or recus != [_classe(godi, B14), _classe(godi, B16)],
        "Vos listes mélangent trois années. Partez de « godi_2015 ».",
        "toute-la-table",
    )
    verifier(
        [set(liste) for liste in recus] == [set(liste) for liste in attendus],
        "Un pays n’a pas sa place dans les cinq premiers. La fonction « score » est-elle juste ? Prenez-vous bien la moyenne ?",
    )
    verifier(
        recus == attendus,
        "Les cinq pays sont les bons, mais pas dans l’ordre de leurs notes, la meilleure d’abord.",
    )
    return "Mêmes réponses, autre barème, autre ordre : un rang se donne avec sa méthode."


@verification("relecture", partie=1)
def relecture_1(relecture: Dictionnaire) -> str:
    mots = {
        str(lettre).strip().upper(): str(mot).strip().lower().replace("bientôt", "bientot")
        for lettre, mot in relecture.items()
    }
    verifier(
        set("ABCDEFGHI") <= set(mots),
        "« relecture » doit garder ses neuf lettres, à gauche des deux-points.",
    )
    verifier(
        all(
            mots[l] in ("rien", "preuve", "format", "source", "bientot", "partiel", "licence")
            for l in "ABCDEFGHI"
        ),
        "Un mot de « relecture » n’est pas prévu. Recopiez-le de l’énoncé, entre guillemets.",
    )

    verifier(
        mots["A"] == "rien",
        "La fiche A a une adresse officielle, celle de l’institut de statistique, et un format CSV. "
        "Tout refuser n’est pas relire : qu’enfreindrait-elle ?",
        "tout-est-faux",
    )
    verifier(
        mots["B"] != "rien",
        "La fiche B dit « lisible par un programme », et son format est PDF. Un PDF se lit à l’œil. Relisez le module 02.",
        "pdf-lisible",
    )
    verifier(
        mots["C"] != "rien",
        "La fiche C a des « oui » et aucune adresse. Qui peut vérifier ? Un « oui » sans preuve ne compte pas.",
        "oui-sans-preuve",
    )
    verifier(
        mots["D"] == "rien",
        "La fiche D cite un blog, mais regardez ses « oui » : il n’y en a aucun. Le relecteur a vu la copie, et l’a refusée.",
        "adresse-est-appui",
    )
    verifier(
        mots["E"] == "rien",
        "La fiche E est un PDF, et elle ne prétend pas qu’un programme le lit. Dire « non » à propos est une bonne fiche.",
        "tout-est-faux",
    )
    verifier(
        [mots["B"], mots["C"]] == ["format", "preuve"],
        "B et C enfreignent une règle, mais pas celle que vous dites. Pour chacune : quelle case est vide, quel « oui » est de trop ?",
    )
    return "Vous relisez ce qui est écrit, pas ce que l’on suppose."


@verification("relecture", partie=2)
def relecture_2(relecture: Dictionnaire) -> str:
    mots = {
        str(lettre).strip().upper(): str(mot).strip().lower().replace("bientôt", "bientot")
        for lettre, mot in relecture.items()
    }
    verifier(
        set("ABCDEFGHI") <= set(mots),
        "« relecture » doit garder ses neuf lettres, à gauche des deux-points.",
    )
    verifier(
        all(
            mots[l] in ("rien", "preuve", "format", "source", "bientot", "partiel", "licence")
            for l in "ABCDEFGHI"
        ),
        "Un mot de « relecture » n’est pas prévu. Recopiez-le de l’énoncé, entre guillemets.",
    )

    verifier(
        mots["F"] != "rien",
        "La fiche F compte ce qui est annoncé pour le mois prochain. Aujourd’hui, que peut-on télécharger ?",
        "bientot-compte",
    )
    verifier(
        mots["G"] != "rien",
        "La fiche G compte des résultats où trois régions manquent. Partiel n’est pas complet : "
        "avec ce fichier, saurait-on qui a gagné ?",
        "partiel-est-complet",
    )
    verifier(
        mots["H"] != "rien",
        "La fiche H s’appuie sur une copie. Si le cabinet a oublié ou changé un texte, qui en répond ? "
        "Seule la source officielle compte.",
        "copie-non-officielle",
    )
    verifier(
        mots["I"] != "rien",
        "La fiche I prend « gratuit » pour une licence. Le prix ne dit rien des droits : sans licence écrite, la réponse est « non ».",
        "gratuit-est-ouvert",
    )
    verifier(
        [mots[l] for l in "FGHI"] == ["bientot", "partiel", "source", "licence"],
        "F, G, H et I enfreignent chacune une règle, mais pas toutes celle que vous dites. Relisez la définition de chaque mot.",
    )
    return "Aujourd’hui, en entier, à la source, et le droit écrit : quatre réflexes."


@verification("fausses-baisses")
def fausses_baisses(jeux_communs: Liste, fausses_baisses: Liste) -> str:
    communs = {str(code).strip() for code in jeux_communs}
    recus = {str(code).strip().upper() for code in fausses_baisses}
    godi = pd.read_csv("../../data/godi_jeux.csv")
    avant, apres = godi[godi["annee"] == 2014], godi[godi["annee"] == 2015]
    attendus = set(avant["jeu_code"]) & set(apres["jeu_code"])
    memes = godi["jeu_code"].isin(attendus)

    _global, commun = _ecart(godi), _ecart(godi[memes])
    verifier(
        communs != set(avant["jeu_code"]) | set(apres["jeu_code"]),
        "« jeux_communs » contient tous les jeux, ceux d’une seule année aussi. Le signe & garde ce qui est dans les deux ; "
        "| réunit tout.",
        "perimetre-change",
    )
    verifier(
        communs == attendus,
        "« jeux_communs » n’est pas la liste des codes présents en 2014 et en 2015. La colonne est « jeu_code ».",
    )
    verifier(
        recus <= set(godi["iso3"]),
        '« fausses_baisses » devrait contenir des codes à trois lettres, comme "SEN", et rien d’autre.',
    )
    verifier(
        recus != set(_global[_global < 0].index),
        "« fausses_baisses » contient tous les pays dont la note globale baisse. Certains baissent aussi sur les mêmes jeux : "
        "ce sont de vraies baisses. Comparez à périmètre égal.",
        "perimetre-change",
    )
    verifier(
        recus != set(commun[commun > 0].index),
        "« fausses_baisses » contient tous les pays qui montent sur les jeux communs. Gardez ceux dont la note globale baisse.",
    )
    verifier(
        recus != set(commun[commun < 0].index),
        "« fausses_baisses » contient les pays qui baissent sur les jeux communs : ce sont les vraies baisses. "
        "On cherche ceux qui y montent.",
        "sens-de-la-difference",
    )
    verifier(
        not recus & set(_global[_global > 0].index),
        "« fausses_baisses » contient un pays dont la note globale monte. La première condition : elle baisse.",
    )
    verifier(
        recus,
        "« fausses_baisses » est vide, et l’exemple en montre pourtant une. Vérifiez le sens de vos deux soustractions : "
        "l’arrivée moins le départ.",
        "sens-de-la-difference",
    )
    verifier(
        recus != {"SEN"},
        "« fausses_baisses » ne contient que le pays de l’exemple. Cherchez dans les seize.",
    )
    verifier(
        recus == set(_global[(_global < 0) & (commun[_global.index] > 0)].index),
        "« fausses_baisses » n’est pas juste. Deux conditions, pas une : la note globale baisse, celle des jeux communs monte.",
    )
    return "Vous venez d’éviter deux fausses nouvelles."


@verification("oui-sans-preuve", partie=1)
def oui_sans_preuve_1(oui_sans_preuve: Fonction) -> str:
    Q = [
        "existe",
        "numerique",
        "public",
        "en_ligne",
        "gratuit",
        "lisible_machine",
        "telechargeable_en_bloc",
        "licence_ouverte",
        "a_jour",
    ]

    def _table(*fiches):
        # chaque fiche : code, réponses autres que « non », preuve
        return pd.DataFrame(
            [
                {
                    "iso3": "TGO",
                    "jeu_code": code,
                    **dict.fromkeys(Q, "non"),
                    **reponses,
                    "preuve": preuve,
                }
                for code, reponses, preuve in fiches
            ],
            columns=["iso3", "jeu_code", *Q, "preuve"],
        )

    essai = _table(
        ("budget", {"existe": "oui", "gratuit": "oui"}, "https://exemple.org/budget"),
        ("map", {"existe": "oui"}, None),
        ("water", {}, None),
        ("land", {q: "oui" for q in Q}, None),
    )
    recu = essayer(oui_sans_preuve, essai, quand="sur quatre fiches")
    verifier(
        nature(recu) == "une liste",
        f"« oui_sans_preuve » devrait renvoyer une liste de codes ; elle renvoie {nature(recu)}. "
        "D’une colonne, .to_list() fait une liste.",
    )
    recu = [str(_code) for _code in recu]
    verifier(
        set(recu) <= {"budget", "map", "water", "land"},
        "« oui_sans_preuve » rend autre chose que les codes de la table qu’on lui confie. Prenez la colonne « jeu_code » de « table ».",
        "table-du-dehors",
    )
    verifier(
        "water" not in recu,
        "« oui_sans_preuve » dénonce une fiche toute en « non ». Sans aucun « oui », il n’y a rien à prouver.",
        "non-a-prouver",
    )
    verifier(
        "budget" not in recu,
        "« oui_sans_preuve » dénonce une fiche qui a son adresse. On cherche celles qui n’en ont pas : le signe ~ veut dire « pas ».",
    )
    verifier(
        "land" in recu,
        '« oui_sans_preuve » laisse passer une fiche toute en « oui », dont la preuve est une case vide. Une case vide n’est pas égale à "" : '
        'fillna("") la remplace d’abord.',
    )
    verifier(
        "map" in recu,
        "« oui_sans_preuve » laisse passer une fiche qui n’a qu’un seul « oui ». Un seul suffit pour devoir une preuve : any, et non all.",
        "un-oui-ne-compte-pas",
    )
    verifier(
        sorted(recu) == ["land", "map"],
        "« oui_sans_preuve » ne trouve pas les deux fiches sans preuve.",
    )
    return "Aucun « oui » ne passera plus sur parole."


@verification("oui-sans-preuve", partie=2)
def oui_sans_preuve_2(oui_sans_preuve: Fonction) -> str:
    Q = [
        "existe",
        "numerique",
        "public",
        "en_ligne",
        "gratuit",
        "lisible_machine",
        "telechargeable_en_bloc",
        "licence_ouverte",
        "a_jour",
    ]

    def _table(*fiches):
        # chaque fiche : code, réponses autres que « non », preuve
        return pd.DataFrame(
            [
                {
                    "iso3": "TGO",
                    "jeu_code": code,
                    **dict.fromkeys(Q, "non"),
                    **reponses,
                    "preuve": preuve,
                }
                for code, reponses, preuve in fiches
            ],
            columns=["iso3", "jeu_code", *Q, "preuve"],
        )

    def _codes(*fiches, quand):
        return sorted(
            str(_code) for _code in essayer(oui_sans_preuve, _table(*fiches), quand=quand)
        )

    tout_oui = dict.fromkeys(Q, "oui")
    verifier(
        _codes(("water", {}, "rien trouvé"), quand="sur une fiche sans oui") == [],
        "« oui_sans_preuve » dénonce une fiche où aucune réponse n’est « oui ». Il n’y a rien à prouver.",
        "non-a-prouver",
    )
    verifier(
        _codes(("budget", tout_oui, "voir le site du ministère"), quand="sur une preuve en mots")
        == ["budget"],
        "« oui_sans_preuve » accepte « voir le site du ministère » comme preuve. Un mot n’est pas une adresse : "
        "elle commence par http.",
        "texte-est-preuve",
    )
    verifier(
        _codes(("map", tout_oui, ""), quand="sur une case vide") == ["map"],
        '« oui_sans_preuve » laisse passer une preuve vide. Remplacez les vides par "", puis cherchez http au début.',
        "texte-est-preuve",
    )
    verifier(
        _codes(("land", {"existe": "incertain"}, ""), quand="sur un doute") == [],
        "« oui_sans_preuve » demande une preuve pour un « incertain ». Seul un « oui » se prouve.",
        "incertain-est-oui",
    )
    verifier(
        _codes(("map", {"gratuit": "oui"}, ""), quand="sur un seul oui, à la question « gratuit »")
        == ["map"],
        "« oui_sans_preuve » laisse passer une fiche dont le seul « oui » est à « gratuit ». "
        "Les neuf questions comptent, et une seule suffit.",
    )
    ### BEGIN HIDDEN TESTS
    verifier(
        _codes(
            ("water", {"a_jour": "oui"}, "http://a.org http://b.org"),
            ("map", {"a_jour": "oui"}, "a http"),
            ("budget", {"licence_ouverte": "oui"}, "   "),
            ("land", {}, "pas trouvé"),
            quand="sur d’autres fiches",
        )
        == ["budget", "map"]
        and _codes(("water", {}, ""), quand="sur une fiche sans oui") == [],
        "« oui_sans_preuve » marche sur l’exemple, mais pas sur toutes les fiches. Un « oui » au moins, et une preuve "
        "qui ne commence pas par http.",
    )
    ### END HIDDEN TESTS
    return "Une adresse, sinon rien."


@verification("inventaire")
def inventaire(inventaire: Table, mes_constats: Liste, PAYS: Pays) -> str:
    Q = [
        "existe",
        "numerique",
        "public",
        "en_ligne",
        "gratuit",
        "lisible_machine",
        "telechargeable_en_bloc",
        "licence_ouverte",
        "a_jour",
    ]

    colonnes = ["iso3", "jeu_code", *Q, "preuve", "date_constat", "relu", "remarque"]
    codes = [
        "budget",
        "spending",
        "procurement",
        "elections",
        "legislation",
        "statistics",
        "map",
        "land",
        "water",
        "companies",
        "health",
        "schools",
    ]
    verifier(
        Path("inventaire.csv").is_file(),
        "Le fichier inventaire.csv n’existe pas encore : la table est en mémoire, pas sur le disque. "
        'Écrivez-le : inventaire.to_csv("inventaire.csv", index=False).',
        "tableau-et-fichier",
    )
    try:
        lu = pd.read_csv("inventaire.csv", dtype=str, keep_default_na=False)
    except ValueError:  # vide, ou enregistré dans un autre alphabet
        lu = None
    verifier(
        lu is not None,
        "inventaire.csv ne se lit plus : il est vide, ou un tableur l’a réenregistré. "
        "Exécutez de nouveau votre cellule, to_csv(…) compris.",
    )
    verifier(
        not str(lu.columns[0]).startswith("Unnamed"),
        "inventaire.csv a une colonne de trop, sans nom : les numéros de ligne. Ce ne sont pas des données : index=False.",
        "index-dans-le-fichier",
    )
    verifier(
        list(lu.columns) == colonnes,
        "inventaire.csv n’a pas les colonnes du schéma, dans l’ordre, séparées par des virgules. Une question mal écrite dans un constat en ajoute une : "
        "comparez avec COLONNES.",
    )
    verifier(
        (lu["iso3"] == PAYS).all(),
        "inventaire.csv contient un autre code que PAYS dans la colonne « iso3 ». Exécutez de nouveau les cellules depuis le haut.",
    )
    verifier(
        set(codes) <= set(lu["jeu_code"]),
        "Il manque des fiches dans inventaire.csv. Une fiche toute en « incertain » dit quelque chose : il reste à regarder. "
        "Gardez les douze.",
        "trou-a-jeter",
    )
    verifier(
        sorted(lu["jeu_code"]) == sorted(codes),
        "inventaire.csv a une fiche de trop, ou répétée. Douze jeux de données, douze lignes.",
    )
    mots = {mot for question in Q for mot in lu[question]}
    verifier(
        mots <= {"oui", "non", "incertain"},
        "Une réponse n’est ni oui, ni non, ni incertain, en minuscules et sans espace. Le schéma n’accepte que ces trois mots.",
    )
    godi = pd.read_csv("../../data/godi_jeux.csv")
    pistes = godi[(godi["annee"] == 2015) & (godi["iso3"] == PAYS)].set_index("jeu_code")
    vus = {c.get("jeu_code") for c in mes_constats if isinstance(c, dict)}
    for fiche in lu.to_dict("records"):
        jeu = fiche["jeu_code"]
        for question in Q:
            if jeu in vus:
                continue
            avant = pistes[question].get(jeu, "incertain")
            verifier(
                not (fiche[question] == "non" and avant != "non"),
                f"La fiche « {jeu} » répond « non » là où vous n’avez encore rien constaté. Pas trouvé n’est pas « non » : "
                "laissez « incertain », ou écrivez un constat dans « mes_constats ».",
                "incertain-est-non",
            )
            verifier(
                not (fiche[question] == "oui" and avant != "oui"),
                f"La fiche « {jeu} » répond « oui » sans constat. Écrivez-le dans « mes_constats », avec son adresse et sa date.",
                "oui-sans-preuve",
            )
    for fiche in lu.to_dict("records"):
        jeu = fiche["jeu_code"]
        oui = any(fiche[question] == "oui" for question in Q)
        verifier(
            not oui or fiche["preuve"].strip().startswith("http"),
            f"La fiche « {jeu} » a un « oui » et pas d’adresse. Ou bien vous avez la preuve, ou bien c’est « incertain » : étape 2.",
            "oui-sans-preuve",
        )
        verifier(
            all(
                adresse.startswith("http") and "…" not in adresse
                for adresse in fiche["preuve"].split()
            ),
            f"La preuve de la fiche « {jeu} » n’est pas une adresse entière. Elle commence par http ; deux adresses sont séparées "
            "par une espace.",
            "texte-est-preuve",
        )
        tranche = any(fiche[question] != "incertain" for question in Q)
        verifier(
            not tranche
            or pd.Series([fiche["date_constat"]])
            .str.fullmatch("20[0-9]{2}(-[0-9]{2}-[0-9]{2})?")
            .all(),
            f"La fiche « {jeu} » a une réponse, et sa date manque ou est écrite autrement. Écrivez le jour du constat, année d’abord : 2026-03-14.",
            "chiffre-sans-annee",
        )
    verifier(
        set(lu["relu"]) <= {"oui", "non"},
        "La colonne « relu » n’accepte que oui ou non. C’est « non » tant qu’une seconde personne n’a pas vérifié.",
    )
    return "La forme est bonne. Reste le plus important : aller voir, et faire relire."


@verification("kappa", partie=1)
def kappa_1(accord: Nombre, hasard: Nombre) -> str:
    a, b, ensemble = 3 / 20, 2 / 20, 17 / 20
    verifier(
        not proche(accord, 100 * ensemble, 0.001),
        "« accord » est sur 100. Ici on calcule entre 0 et 1 : pas de multiplication par 100.",
        "part-et-pourcentage",
    )
    verifier(
        not proche(accord, 1 / 20, 0.001) and not proche(accord, 1 / 4, 0.001),
        "« accord » ne compte que les « oui » donnés ensemble. Dire « non » tous les deux, c’est aussi être d’accord.",
        "accord-sur-oui",
    )
    verifier(
        proche(accord, ensemble, 0.001),
        "« accord » n’est pas la part des fiches où les deux réponses sont égales : (licence_a == licence_b).mean().",
    )
    verifier(
        not proche(hasard, 0.5, 0.02),
        "« hasard » vaut un demi : c’est le cas d’une pièce de monnaie, ou celui de l’exemple. Ici chacun dit surtout « non » : "
        "deux « non » se rencontrent bien plus souvent. Recalculez avec les parts de « oui » de A et de B.",
        "hasard-une-fois-sur-deux",
    )
    verifier(
        not proche(hasard, a * b, 0.01),
        "« hasard » ne compte que les rencontres sur « oui ». Ajoutez celles sur « non » : (1 − part de A) × (1 − part de B).",
        "accord-sur-oui",
    )
    verifier(
        proche(hasard, a * b + (1 - a) * (1 - b), 0.001),
        "« hasard » n’est pas juste. Part de oui de A × part de oui de B, plus la même chose pour « non ».",
    )
    return "Près de quatre fois sur cinq, ils seraient d’accord sans rien lire."


@verification("kappa", partie=2)
def kappa_2(kappa: Nombre) -> str:
    a, b, ensemble = 3 / 20, 2 / 20, 17 / 20
    hasard = a * b + (1 - a) * (1 - b)
    verifier(
        not proche(kappa, ensemble, 0.001),
        "« kappa » est l’accord brut. Il faut en déduire le hasard : deux personnes qui disent presque toujours « non » "
        "sont souvent d’accord sans rien avoir vérifié.",
        "accord-brut",
    )
    verifier(
        not proche(kappa, ensemble - hasard, 0.01),
        "« kappa » soustrait le hasard, mais ne divise pas. Rapportez ce gain à celui qui était possible : 1 − hasard.",
        "mauvais-denominateur",
    )
    verifier(
        not proche(kappa, (ensemble - 0.5) / 0.5, 0.01),
        "« kappa » déduit un hasard d’une fois sur deux, celui de l’exemple ou d’une pièce de monnaie. Employez votre « hasard ».",
        "hasard-une-fois-sur-deux",
    )
    verifier(
        proche(kappa, (ensemble - hasard) / (1 - hasard), 0.01),
        "« kappa » n’est pas juste : (accord − hasard) ÷ (1 − hasard). Attention aux parenthèses.",
    )
    return "Même accord brut, kappa deux fois plus bas : il faut redéfinir la question ensemble."


@verification("ordre-de-la-fusion")
def ordre_de_la_fusion(ordre: Liste) -> str:
    _ordre = [str(lettre).strip().upper() for lettre in ordre]
    verifier(
        "C" not in _ordre,
        "La ligne C est de trop : elle devine un pays à la place de l’auteur. Et si « TG0 » était une autre faute ? "
        "On écarte la fiche, et on la lui rend.",
        "orthographe-devinee",
    )
    verifier(
        sorted(_ordre) == ["A", "B", "D", "E", "F"],
        "« ordre » devrait contenir cinq lettres différentes, entre guillemets.",
    )
    for avant, apres in [("D", "B"), ("B", "E"), ("B", "F"), ("B", "A")]:
        verifier(
            _ordre.index(avant) < _ordre.index(apres),
            f"La ligne {apres} emploie un nom qui n’existe pas encore à cet endroit. "
            "Cherchez la ligne qui le crée, et placez-la avant.",
            "ligne-avant-source",
        )
    verifier(
        _ordre.index("E") < _ordre.index("A"),
        "La ligne A retire les répétitions avant que les codes soient réparés : « tgo » et « TGO » y sont encore deux pays. "
        "Réparez d’abord.",
        "ordre-des-etapes",
    )
    verifier(
        _ordre.index("F") < _ordre.index("A"),
        "La ligne A garde la dernière venue, pas la plus récente : la table n’est pas encore rangée par date.",
        "doublon-choisi",
    )
    return "Lire, réunir, réparer, ranger, choisir : l’ordre fait le résultat."


@verification("fusionner", partie=1)
def fusionner_1(fusionner: Fonction) -> str:
    Q = [
        "existe",
        "numerique",
        "public",
        "en_ligne",
        "gratuit",
        "lisible_machine",
        "telechargeable_en_bloc",
        "licence_ouverte",
        "a_jour",
    ]

    _colonnes = ["iso3", "jeu_code", *Q, "preuve", "date_constat", "relu", "remarque"]

    def _fiche(code, jeu, reponses=None, date="2026-03-14", **autres):
        preuve = "https://exemple.org/" + jeu
        base = {"iso3": code, "jeu_code": jeu, **dict.fromkeys(Q, "non"), **(reponses or {})}
        return {
            **base,
            "preuve": preuve,
            "date_constat": date,
            "relu": "non",
            "remarque": "",
            **autres,
        }

    def _fusion(*groupes, quand):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as dossier:
            chemins = []
            for numero, fiches in enumerate(groupes):
                chemins.append(str(Path(dossier, f"classe_{numero}.csv")))
                table = pd.DataFrame(fiches)
                colonnes = list(table.columns)[:: -1 if numero % 2 else 1]
                table[colonnes].to_csv(chemins[-1], index=False)
            rendu = essayer(fusionner, chemins, quand=quand)
        verifier(
            isinstance(rendu, tuple | list)
            and len(rendu) == 2
            and all(isinstance(t, pd.DataFrame) for t in rendu),
            "« fusionner » devrait renvoyer deux tables : return reuni, ecartees.",
        )
        return rendu

    reuni, ecartees = _fusion(
        [_fiche("MLI", "budget", {"existe": "oui"}), _fiche("MLI", "map")],
        [
            _fiche(
                "GIN",
                "budget",
                {
                    "existe": "Oui",
                    "public": " oui ",
                    "gratuit": "1",
                    "a_jour": "0",
                    "en_ligne": "NON",
                },
            )
        ],
        quand="sur deux fichiers",
    )
    verifier(
        not {("BEN", "budget"), ("TGO", "elections")} & set(_lignes(reuni)),
        "« fusionner » rend les fiches de l’exemple, pas celles des fichiers qu’on lui confie. Dans la fonction, "
        "n’employez que le nom entre parenthèses, fichiers.",
        "table-du-dehors",
    )
    verifier(
        len(ecartees) < 3 or len(reuni),
        "« fusionner » rend ses deux tables à l’envers : l’inventaire réuni d’abord, les fiches écartées ensuite.",
    )
    verifier(
        ("GIN", "budget") not in _lignes(reuni)
        or ("MLI", "budget") in _lignes(reuni)
        or len(reuni) != 2,
        "« fusionner » retire le budget d’un pays parce qu’un autre pays a aussi le sien. Une fiche se reconnaît au pays "
        "et au jeu de données, ensemble.",
        "cle-incomplete",
    )
    verifier(
        len(reuni) >= 3,
        "« fusionner » perd des fiches : il en faut trois, de deux fichiers. Lisez tous les fichiers, puis pd.concat(…).",
    )
    verifier(
        set(_colonnes) <= set(reuni.columns) and len(reuni) == 3,
        "« fusionner » n’a pas aligné les colonnes. concat suit les noms des colonnes ; leur ordre dans le fichier n’a pas d’importance.",
    )
    guinee = _lignes(reuni).get(("GIN", "budget"))
    verifier(
        guinee is not None,
        "« fusionner » a perdu une fiche du second fichier, dont les colonnes sont dans un autre ordre.",
    )
    verifier(
        guinee["existe"] == "oui" and guinee["en_ligne"] == "non",
        "« fusionner » laisse « Oui » ou « NON » tels quels. Pour la machine, « Oui » et « oui » diffèrent : "
        "str.lower() met en minuscules.",
        "casse-sans-importance",
    )
    verifier(
        guinee["public"] == "oui",
        "« fusionner » laisse des espaces autour d’une réponse. str.strip() retire celles des bords.",
        "invisible-absent",
    )
    verifier(
        str(guinee["gratuit"]) == "oui" and str(guinee["a_jour"]) == "non",
        "« fusionner » ne traduit pas « 1 » en oui, ou « 0 » en non. Lisez avec dtype=str, puis replace(ECRITURES).",
        "reunir-suffit",
    )
    return "Toutes les mains écrivent maintenant pareil."


@verification("fusionner", partie=2)
def fusionner_2(fusionner: Fonction) -> str:
    Q = [
        "existe",
        "numerique",
        "public",
        "en_ligne",
        "gratuit",
        "lisible_machine",
        "telechargeable_en_bloc",
        "licence_ouverte",
        "a_jour",
    ]

    _colonnes = ["iso3", "jeu_code", *Q, "preuve", "date_constat", "relu", "remarque"]

    def _fiche(code, jeu, reponses=None, date="2026-03-14", **autres):
        preuve = "https://exemple.org/" + jeu
        base = {"iso3": code, "jeu_code": jeu, **dict.fromkeys(Q, "non"), **(reponses or {})}
        return {
            **base,
            "preuve": preuve,
            "date_constat": date,
            "relu": "non",
            "remarque": "",
            **autres,
        }

    def _fusion(*groupes, quand):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as dossier:
            chemins = []
            for numero, fiches in enumerate(groupes):
                chemins.append(str(Path(dossier, f"classe_{numero}.csv")))
                table = pd.DataFrame(fiches)
                colonnes = list(table.columns)[:: -1 if numero % 2 else 1]
                table[colonnes].to_csv(chemins[-1], index=False)
            rendu = essayer(fusionner, chemins, quand=quand)
        verifier(
            isinstance(rendu, tuple | list)
            and len(rendu) == 2
            and all(isinstance(t, pd.DataFrame) for t in rendu),
            "« fusionner » devrait renvoyer deux tables : return reuni, ecartees.",
        )
        return rendu

    reuni, ecartees = _fusion(
        [_fiche("tcd ", "budget", {"existe": "oui"}, "2026-05-02"), _fiche("TG0", "map")],
        [_fiche("TCD", "budget", {"existe": "non"}, "2025"), _fiche("TCD", "land", {"existe": ""})],
        quand="sur des codes abîmés et une fiche répétée",
    )
    verifier(
        not {("BEN", "budget"), ("TGO", "elections")} & set(_lignes(reuni)),
        "« fusionner » rend les fiches de l’exemple, pas celles des fichiers qu’on lui confie. Terminez d’abord la partie 1.",
        "table-du-dehors",
    )
    verifier(
        "TGO" not in set(reuni["iso3"]),
        "« fusionner » change TG0 en TGO : elle devine un pays à la place de l’auteur. Écartez la fiche, et rendez-la-lui.",
        "orthographe-devinee",
    )
    verifier(
        set(reuni["iso3"]) <= {"TCD", "TG0"},
        "« fusionner » laisse des codes en minuscules, ou suivis d’une espace. str.strip(), puis str.upper().",
        "casse-sans-importance",
    )
    verifier(
        "TG0" not in set(reuni["iso3"]),
        "« fusionner » garde une fiche dont le pays n’existe pas : TG0, avec un zéro. Mettre bout à bout ne suffit pas : "
        "comparez à CODES.",
        "reunir-suffit",
    )
    verifier(
        len(ecartees) < 2,
        "« fusionner » écarte une fiche dont le code est seulement mal écrit : « tcd », suivi d’une espace. Réparez d’abord "
        "avec str.strip() et str.upper(), comparez à CODES ensuite.",
        "casse-sans-importance",
    )
    verifier(
        len(ecartees) == 1,
        "« fusionner » fait disparaître la fiche au code inconnu. Rendez-la dans la seconde table : son auteur doit pouvoir la corriger.",
        "rejet-silencieux",
    )
    verifier(
        len(reuni) == len(_lignes(reuni)),
        "« fusionner » garde deux fiches du même pays et du même jeu. Réunir n’est pas empiler : une seule reste, la plus récente.",
        "reunir-suffit",
    )
    vus = _lignes(reuni)
    verifier(
        ("TCD", "budget") in vus or ("TCD", "land") not in vus,
        '« fusionner » efface les deux fiches répétées. Il en faut une, la plus récente : keep="last".',
        "doublon-tout-efface",
    )
    verifier(
        ("TCD", "budget") in vus and ("TCD", "land") in vus,
        "« fusionner » a perdu une fiche du Tchad. Écartez les codes inconnus après les avoir réparés.",
    )
    verifier(
        vus["TCD", "budget"]["existe"] == "oui",
        "« fusionner » garde, des deux fiches, celle de 2025 au lieu de celle de 2026. L’ordre des fichiers n’est pas l’ordre des dates : "
        'sort_values("date_constat"), puis keep="last".',
        "doublon-choisi",
    )
    verifier(
        vus["TCD", "land"]["existe"] == "incertain",
        "« fusionner » ne traduit pas une case vide en « incertain ». Vide veut dire « on ne sait pas » : ni non, ni case vide.",
        "incertain-est-non",
    )
    verifier(
        list(reuni.columns) == _colonnes,
        "« fusionner » ne rend pas exactement les colonnes du schéma, dans l’ordre. Terminez par [COLONNES].",
    )
    ### BEGIN HIDDEN TESTS
    reuni, ecartees = _fusion(
        [
            _fiche("SEN", "map", {"existe": "?"}, "2026-01-02", telephone="77 000 00 00"),
            _fiche("SEN", "water", date=""),
        ],
        [
            _fiche("sen", "map", {"existe": "o"}, "2026-01-10"),
            _fiche("XXX", "map"),
            _fiche("", "land"),
        ],
        [
            _fiche("NAM", "map", {"existe": "N", "gratuit": "incertain"}),
            _fiche("SEN", "water", {"existe": "1"}, "2015"),
        ],
        quand="sur trois autres fichiers",
    )
    vus = _lignes(reuni)
    verifier(
        list(reuni.columns) == _colonnes,
        "« fusionner » garde une colonne qui n’est pas dans le schéma : elle peut contenir une donnée personnelle. Terminez par [COLONNES].",
    )
    verifier(
        sorted(vus) == [("NAM", "map"), ("SEN", "map"), ("SEN", "water")]
        and len(reuni) == 3
        and len(ecartees) == 2,
        "« fusionner » marche sur l’exemple, mais pas sur tous les fichiers : il y a des fiches de trop, ou perdues.",
    )
    verifier(
        [vus["SEN", "map"]["existe"], vus["SEN", "water"]["existe"], vus["NAM", "map"]["existe"]]
        == ["oui", "oui", "non"],
        "« fusionner » marche sur l’exemple, mais pas sur tous les fichiers : une réponse est mal traduite, ou une fiche ancienne l’emporte.",
    )
    ### END HIDDEN TESTS
    return "Vingt personnes, un seul inventaire, et rien de perdu."


@verification("phrase-inventaire")
def phrase_inventaire(phrase: Texte, inventaire: Table, PAYS: Pays) -> str:
    _phrase = " ".join(phrase.split())
    bareme = {
        "existe": 5,
        "numerique": 5,
        "public": 5,
        "en_ligne": 5,
        "gratuit": 15,
        "lisible_machine": 15,
        "telechargeable_en_bloc": 10,
        "licence_ouverte": 30,
        "a_jour": 10,
    }
    note = sum((inventaire[q] == "oui") * points for q, points in bareme.items()).mean()
    vues = (inventaire[list(bareme)] != "incertain").any(axis=1).any()
    adresses = {a for case in inventaire["preuve"].fillna("") for a in str(case).split()}
    annees = {str(date)[:4] for date in inventaire["date_constat"].fillna("") if date}
    sans_lien = re.sub(r"https?://\S+", "", _phrase).replace("\u202f", " ").replace("\xa0", " ")
    ecritures = {f"{note:.0f}", f"{note:.1f}", f"{note:.2f}", f"{int(note + 0.5)}"}
    nombres = "|".join(re.escape(e) for e in sorted(ecritures, key=len, reverse=True))
    lue = sans_lien.replace(",", ".")
    verifier(
        (inventaire["iso3"] == PAYS).all(),
        "« inventaire » n’est pas celui de PAYS. Exécutez de nouveau les cellules depuis le haut, puis cette phrase.",
    )
    verifier(
        not re.search(r"\{\w+\}", _phrase),
        "Des accolades sont restées dans « phrase » : il manque la lettre f, juste avant le premier guillemet.",
    )
    verifier(
        "Sahélie" not in _phrase,
        "C’est la phrase du pays imaginaire. Écrivez celle du vôtre.",
    )
    verifier(
        vues or not re.search(r"(?<![\d.])0(\.0+)? ?(sur 100|/ ?100|points?\b|%)", lue),
        "« phrase » donne zéro à un pays dont aucune fiche n’est encore vérifiée. Ce n’est pas sa note : c’est notre ignorance. "
        "Dites qu’il n’y a pas de note.",
        "vide-est-zero",
    )
    verifier(
        not vues or re.search(rf"(?<![\d.])({nombres})(?!\.?\d)", lue),
        "La note de votre inventaire n’est pas dans « phrase ». Donnez-la sur 100, avec une décimale.",
    )
    verifier(
        vues or re.search(r"\b(pas|aucune|sans|jamais|ni)\b", sans_lien, re.I),
        "Aucune de vos fiches n’est encore vérifiée : dites-le. Par exemple : « pas de note possible aujourd’hui ».",
    )
    verifier(
        any(a in sans_lien for a in annees) if annees else re.search(r"\b20[0-9]{2}\b", sans_lien),
        "« phrase » ne dit pas de quelle année date le constat. Le lecteur le croira d’aujourd’hui : ajoutez-la.",
        "chiffre-sans-annee",
    )
    verifier(
        not annees or (min(annees) in sans_lien and max(annees) in sans_lien),
        "Vos fiches n’ont pas toutes le même âge : certaines sont d’aujourd’hui, d’autres reprises de 2015. "
        "Donnez l’année la plus ancienne et la plus récente, comme « constats de 2015 à 2026 ».",
        "chiffre-sans-annee",
    )
    verifier(
        any(a in _phrase for a in adresses)
        if adresses
        else re.search(
            r"index mondial|Global Open Data Index|\bGODI\b|Open Knowledge|inventaire|recens",
            _phrase,
            re.I,
        ),
        "« phrase » affirme sans preuve. Ajoutez une adresse de la colonne « preuve », ou le nom de l’index mondial "
        "si vous n’en avez aucune.",
        "chiffre-sans-source",
    )
    verifier(
        re.search(
            r"rest\w* à|à (vérifier|confirmer|refaire|chercher|revoir)|incertain|inconn|ignor|\bdout|manqu|plancher|au moins"
            r"|\b(ne|n[’']) ?(\w+ )?(sai[ts]|savons|connaît)|pas encore (été )?(vérifié|regardé|cherché|relu)|non vérifié|limite",
            sans_lien,
            re.I,
        ),
        "« phrase » ne dit pas ce qui reste à vérifier. Ajoutez-le : c’est ce qui vous protège, et c’est la suite du travail.",
        "trou-passe-sous-silence",
    )
    return "Une note, une preuve, une date, une limite : le ministère peut répondre, et vous aussi."
