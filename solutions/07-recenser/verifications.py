"""Les vérifications du module 07-recenser : une fonction pour chaque partie d’un exercice."""

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

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
    ecrite_dans,
    essayer,
    nature,
    proche,
    verification,
    verifier,
)

POINTS_2014 = {
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
POINTS_2016 = {
    "en_ligne": 15,
    "gratuit": 15,
    "lisible_machine": 20,
    "telechargeable_en_bloc": 15,
    "licence_ouverte": 20,
    "a_jour": 15,
}
NEUF_QUESTIONS = list(POINTS_2014)

COLONNES_DU_SCHEMA = [
    *("iso3", "jeu_code"),
    *NEUF_QUESTIONS,
    *("preuve", "date_constat", "relu", "remarque"),
]

DOUZE_JEUX = [
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

TOUT_OUI = dict.fromkeys(NEUF_QUESTIONS, "oui")
TOUT_NON = dict.fromkeys(NEUF_QUESTIONS, "non")
EAU_AU_BENIN = TOUT_OUI | {
    "en_ligne": "non",
    "telechargeable_en_bloc": "non",
    "licence_ouverte": "non",
}

DATE_DE_CONSTAT = re.compile("20[0-9]{2}(-[0-9]{2}-[0-9]{2})?")

PART_DE_OUI_A, PART_DE_OUI_B = 3 / 20, 2 / 20
ACCORD_BRUT = 17 / 20
ACCORD_AU_HASARD = PART_DE_OUI_A * PART_DE_OUI_B + (1 - PART_DE_OUI_A) * (1 - PART_DE_OUI_B)
"""What the notebook's twenty sheets, read by A and by B, give."""

DONNE_ZERO = re.compile(r"(?<![\d.])0(\.0+)? ?(sur 100|/ ?100|points?\b|%)")
NOMME_L_INDEX = re.compile(
    r"index mondial|Global Open Data Index|\bGODI\b|Open Knowledge|inventaire|recens", re.I
)
DIT_UNE_LIMITE = re.compile(
    r"rest\w* à|à (vérifier|confirmer|refaire|chercher|revoir)|incertain|inconn|ignor|\bdout|manqu|plancher|au moins"
    r"|\b(ne|n[’']) ?(\w+ )?(sai[ts]|savons|connaît)|pas encore (été )?(vérifié|regardé|cherché|relu)|non vérifié|limite",
    re.I,
)
"""How a sentence says zero, its source, and what is not known yet."""


def _fiches_de_l_index() -> pd.DataFrame:
    """Return the sheets of the world's index, of all its years."""
    return pd.read_csv("../../data/godi_jeux.csv")


@verification("point-de-depart", partie=1)
def point_de_depart_1(nb_portails: Entier, PAYS: Pays) -> str:
    portails = pd.read_csv("../../data/portails.csv")
    miens = portails["iso3"] == PAYS
    ouverts = portails["type"] == "Portail open data"
    verifier(
        nb_portails != miens.sum(),
        "« nb_portails » compte tous les catalogues du pays : géoportails, bases d’indicateurs… "
        "Un site de données n’est pas forcément un portail open data. Regardez la colonne « type ».",
        "catalogue-est-portail",
    )
    verifier(
        nb_portails != ouverts.sum(),
        "« nb_portails » compte les portails open data de toute l’Afrique. Gardez d’abord les lignes de votre pays.",
        "toute-la-table",
    )
    verifier(
        nb_portails <= miens.sum(),
        "« nb_portails » dépasse le nombre de catalogues de votre pays. Gardez d’abord les lignes où iso3 vaut PAYS.",
        "toute-la-table",
    )
    verifier(
        nb_portails == (miens & ouverts).sum(),
        "« nb_portails » n’est pas juste. PAYS s’écrit sans guillemets ; le type se recopie signe par signe, avec sa majuscule : Portail open data.",
    )
    return "Le nombre de vitrines est connu. Reste à voir ce qu’il y a dedans."


@verification("point-de-depart", partie=2)
def point_de_depart_2(nb_fiches: Entier, note_2015: Nombre, PAYS: Pays) -> str:
    godi = _fiches_de_l_index()
    annee = godi[godi["annee"] == 2015]
    miennes = annee[annee["iso3"] == PAYS]
    verifier(
        nb_fiches not in (len(annee), len(godi)),
        "« nb_fiches » compte les fiches de tous les pays. Gardez d’abord les lignes où iso3 vaut PAYS.",
        "toute-la-table",
    )
    verifier(
        nb_fiches == len(miennes) or nb_fiches != (godi["iso3"] == PAYS).sum(),
        "« nb_fiches » compte trois années. Partez de « godi_2015 ».",
        "toute-la-table",
    )
    verifier(
        nb_fiches == len(miennes),
        "« nb_fiches » n’est pas le nombre de fiches de votre pays en 2015. Regardez l’étape 2 ; PAYS s’écrit sans guillemets.",
    )
    _verifier_la_moyenne(note_2015, miennes["score_pct"], annee["score_pct"])
    if miennes.empty:
        return "Aucune fiche de 2013 à 2015 : vous partez d’une page blanche."
    return "Voilà un point de comparaison."


def _verifier_la_moyenne(note_2015: float, miennes: pd.Series, toutes: pd.Series) -> None:
    verifier(
        note_2015 != 0,
        "« note_2015 » vaut 0. Zéro serait une note, la plus basse qui soit. Un pays que l’index n’a pas évalué "
        "n’a pas zéro : il n’a pas de note. Laissez la moyenne telle quelle.",
        "vide-est-zero",
    )
    verifier(
        not abs(note_2015 - toutes.mean()) <= 0.001,
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
        miennes.empty or abs(note_2015 - miennes.mean()) < 0.51,
        "« note_2015 » n’est pas la moyenne de la colonne « score_pct » de vos fiches.",
    )


@verification("score", partie=1)
def score_1(score: Fonction) -> str:
    note = essayer(score, EAU_AU_BENIN, POINTS_2014, quand="sur l’eau au Bénin")
    _verifier_le_nombre(nature(note) in ("un nombre", "un nombre entier"), note)
    _verifier_la_note_du_benin(note)
    doute = EAU_AU_BENIN | {"en_ligne": "incertain", "licence_ouverte": "incertain"}
    note = essayer(score, doute, POINTS_2014, quand="sur une fiche qui a deux « incertain »")
    verifier(
        _est_egale(note, 55),
        "« score » donne des points à une réponse « incertain ». Ce qui n’est pas « non » n’est pas « oui » : "
        'comparez à "oui".',
        "incertain-est-oui",
    )
    note = essayer(score, TOUT_OUI, POINTS_2014, quand="sur une fiche toute en « oui »")
    verifier(
        _est_egale(note, 100),
        "« score » ne lit pas les réponses qu’on lui confie : une fiche toute en « oui » devrait avoir 100. "
        "Dans la fonction, employez « reponses », le nom entre parenthèses.",
        "table-du-dehors",
    )
    return "Un « oui », des points. Un doute, rien."


def _verifier_le_nombre(est_un_nombre: bool, note: Any) -> None:
    verifier(
        est_un_nombre,
        f"« score » devrait renvoyer un nombre ; elle renvoie {nature(note)}. Partez de note = 0, puis ajoutez des points.",
    )


def _est_egale(note: Any, attendue: float) -> bool:
    """Tell whether an answer, of whatever kind, is this number."""
    try:
        return bool(note == attendue)
    except Exception:  # a table, for example, is neither equal nor different
        return False


def _se_compare(note: Any) -> bool:
    try:
        proche(note, 0)
    except Exception:
        return False
    return True


def _verifier_la_note_du_benin(note: float) -> None:
    """Check the answer to `EAU_AU_BENIN`, whose 55 points each mistake misses in its own way."""
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


@verification("score", partie=2)
def score_2(score: Fonction) -> str:
    note = _noter(score, EAU_AU_BENIN, POINTS_2016, "avec le barème de 2016")
    verifier(
        not proche(note, 55),
        "« score » ne regarde pas le barème qu’on lui confie : avec celui de 2016, elle donne encore la note de 2014. "
        "Dans la fonction, n’employez que le nom entre parenthèses, bareme.",
        "table-du-dehors",
    )
    verifier(
        proche(note, 50),
        "« score », avec le barème de 2016, ne retrouve pas la note de l’exemple. N’écrivez aucun point dans la fonction : "
        "ils sont tous dans « bareme ».",
    )
    verifier(
        proche(_noter(score, {"gratuit": "oui"}, POINTS_2014, "sur une fiche presque vide"), 15),
        "« score » se trompe quand une question n’a pas de réponse : elle ne rapporte rien.",
    )
    verifier(
        proche(_noter(score, TOUT_NON, POINTS_2014, "sur une fiche toute en « non »"), 0),
        "Une fiche toute en « non » devrait avoir zéro.",
    )
    ### BEGIN HIDDEN TESTS
    for reponses, bareme, attendu in [
        ({}, POINTS_2016, 0),
        (TOUT_OUI, POINTS_2016, 100),
        ({"a_jour": "oui", "langue": "oui", "existe": "incertain"}, POINTS_2014, 10),
        ({"licence_ouverte": "oui", "en_ligne": "oui"}, POINTS_2016, 35),
        ({"licence": "oui", "prix": "non"}, {"licence": 60, "prix": 25, "date": 15}, 60),
        ({"a": "oui", "b": "oui"}, {"a": 0.5, "b": 2}, 2.5),
    ]:
        verifier(
            proche(_noter(score, reponses, bareme, "sur d’autres réponses"), attendu),
            "« score » marche sur l’exemple, mais pas sur toutes les réponses ni tous les barèmes. "
            "Parcourez « bareme », et n’ajoutez que pour un « oui ».",
        )
    ### END HIDDEN TESTS
    return "Une fonction, deux barèmes : la règle du jeu est devenue visible."


def _noter(
    score: Fonction, reponses: Mapping[str, str], bareme: Mapping[str, float], quand: str
) -> float:
    """Return the mark that « score » gives; where a question stops it, say that it does."""
    note, question_absente = None, False
    try:
        note = score(dict(reponses), dict(bareme))
    except Exception as erreur:  # any other than this one is told by `essayer`, below
        question_absente = isinstance(erreur, KeyError)
    verifier(
        not question_absente,
        f"« score », essayée {quand}, s’est arrêtée : une question est d’un côté et pas de l’autre. "
        "Tous les barèmes ne posent pas les mêmes questions. Parcourez le barème, et lisez la réponse avec get.",
        "memes-questions",
    )
    if note is None or note is ...:
        note = essayer(score, dict(reponses), dict(bareme), quand=quand)
    _verifier_le_nombre(_se_compare(note), note)
    return note


@verification("deux-classements")
def deux_classements(classement_2014: Liste, classement_2016: Liste) -> str:
    recus = [list(classement_2014), list(classement_2016)]
    godi = _fiches_de_l_index()
    attendus = _deux_classements(godi[godi["annee"] == 2015])
    codes = set(godi["iso3"])
    verifier(
        all(isinstance(code, str) and code in codes for liste in recus for code in liste),
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
        recus == attendus or recus != _deux_classements(godi),
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


def _notes(fiches: pd.DataFrame, bareme: Mapping[str, int]) -> pd.Series:
    """Return the mark of each sheet: the points of its « oui »."""
    return sum((fiches[question] == "oui") * points for question, points in bareme.items())


def _deux_classements(fiches: pd.DataFrame) -> list[list[str]]:
    """Return the five countries with the best mean marks, by the points of 2014 and of 2016."""
    moyennes = (
        _notes(fiches, bareme).groupby(fiches["iso3"]).mean()
        for bareme in (POINTS_2014, POINTS_2016)
    )
    return [notes.sort_values(ascending=False).head(5).index.to_list() for notes in moyennes]


def _mots_de_relecture(relecture: Mapping[Any, Any]) -> dict[str, str]:
    """Return the word given to each sheet, once all nine have one that exists."""
    mots = {
        str(lettre).strip().upper(): str(mot).strip().lower().replace("bientôt", "bientot")
        for lettre, mot in relecture.items()
    }
    verifier(
        set("ABCDEFGHI") <= set(mots),
        "« relecture » doit garder ses neuf lettres, à gauche des deux-points.",
    )
    verifier(
        {mots[lettre] for lettre in "ABCDEFGHI"}
        <= {"rien", "preuve", "format", "source", "bientot", "partiel", "licence"},
        "Un mot de « relecture » n’est pas prévu. Recopiez-le de l’énoncé, entre guillemets.",
    )
    return mots


@verification("relecture", partie=1)
def relecture_1(relecture: Dictionnaire) -> str:
    mots = _mots_de_relecture(relecture)
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
    mots = _mots_de_relecture(relecture)
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
        [mots[lettre] for lettre in "FGHI"] == ["bientot", "partiel", "source", "licence"],
        "F, G, H et I enfreignent chacune une règle, mais pas toutes celle que vous dites. Relisez la définition de chaque mot.",
    )
    return "Aujourd’hui, en entier, à la source, et le droit écrit : quatre réflexes."


def _ecarts(fiches: pd.DataFrame) -> pd.Series:
    """Return by how much the mean mark of each country changed from 2014 to 2015."""
    notes = fiches.pivot_table(index="iso3", columns="annee", values="score_pct")
    return (notes[2015] - notes[2014]).dropna()


@verification("fausses-baisses")
def verifier_fausses_baisses(jeux_communs: Liste, fausses_baisses: Liste) -> str:
    godi = _fiches_de_l_index()
    jeux = [set(godi[godi["annee"] == annee]["jeu_code"]) for annee in (2014, 2015)]
    communs = {str(code).strip() for code in jeux_communs}
    verifier(
        communs != jeux[0] | jeux[1],
        "« jeux_communs » contient tous les jeux, ceux d’une seule année aussi. Le signe & garde ce qui est dans les deux ; "
        "| réunit tout.",
        "perimetre-change",
    )
    verifier(
        communs == jeux[0] & jeux[1],
        "« jeux_communs » n’est pas la liste des codes présents en 2014 et en 2015. La colonne est « jeu_code ».",
    )
    recus = {str(code).strip().upper() for code in fausses_baisses}
    verifier(
        recus <= set(godi["iso3"]),
        '« fausses_baisses » devrait contenir des codes à trois lettres, comme "SEN", et rien d’autre.',
    )
    _verifier_les_fausses_baisses(
        recus, _ecarts(godi), _ecarts(godi[godi["jeu_code"].isin(communs)])
    )
    return "Vous venez d’éviter deux fausses nouvelles."


def _verifier_les_fausses_baisses(recus: set[str], tout: pd.Series, commun: pd.Series) -> None:
    """Check codes against the changes over all datasets (`tout`) and over those of both years."""
    verifier(
        recus != set(tout[tout < 0].index),
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
        not recus & set(tout[tout > 0].index),
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
        recus == set(tout[(tout < 0) & (commun[tout.index] > 0)].index),
        "« fausses_baisses » n’est pas juste. Deux conditions, pas une : la note globale baisse, celle des jeux communs monte.",
    )


class _Essai(NamedTuple):
    """A sheet on which « oui_sans_preuve » is tried: its answers other than « non », its proof."""

    jeu: str
    reponses: Mapping[str, str]
    preuve: str | None


def _table_d_essai(*essais: _Essai) -> pd.DataFrame:
    fiches = [
        {"iso3": "TGO", "jeu_code": jeu, **TOUT_NON, **reponses, "preuve": preuve}
        for jeu, reponses, preuve in essais
    ]
    return pd.DataFrame(fiches, columns=["iso3", "jeu_code", *NEUF_QUESTIONS, "preuve"])


def _verifier_la_liste(est_une_liste: bool, recu: Any) -> None:
    verifier(
        est_une_liste,
        f"« oui_sans_preuve » devrait renvoyer une liste de codes ; elle renvoie {nature(recu)}. "
        "D’une colonne, .to_list() fait une liste.",
    )


@verification("oui-sans-preuve", partie=1)
def oui_sans_preuve_1(oui_sans_preuve: Fonction) -> str:
    table = _table_d_essai(
        _Essai("budget", {"existe": "oui", "gratuit": "oui"}, "https://exemple.org/budget"),
        _Essai("map", {"existe": "oui"}, None),
        _Essai("water", {}, None),
        _Essai("land", TOUT_OUI, None),
    )
    recu = essayer(oui_sans_preuve, table, quand="sur quatre fiches")
    _verifier_la_liste(nature(recu) == "une liste", recu)
    codes = [str(code) for code in recu]
    verifier(
        set(codes) <= {"budget", "map", "water", "land"},
        "« oui_sans_preuve » rend autre chose que les codes de la table qu’on lui confie. Prenez la colonne « jeu_code » de « table ».",
        "table-du-dehors",
    )
    verifier(
        "water" not in codes,
        "« oui_sans_preuve » dénonce une fiche toute en « non ». Sans aucun « oui », il n’y a rien à prouver.",
        "non-a-prouver",
    )
    verifier(
        "budget" not in codes,
        "« oui_sans_preuve » dénonce une fiche qui a son adresse. On cherche celles qui n’en ont pas : le signe ~ veut dire « pas ».",
    )
    verifier(
        "land" in codes,
        '« oui_sans_preuve » laisse passer une fiche toute en « oui », dont la preuve est une case vide. Une case vide n’est pas égale à "" : '
        'fillna("") la remplace d’abord.',
    )
    verifier(
        "map" in codes,
        "« oui_sans_preuve » laisse passer une fiche qui n’a qu’un seul « oui ». Un seul suffit pour devoir une preuve : any, et non all.",
        "un-oui-ne-compte-pas",
    )
    verifier(
        sorted(codes) == ["land", "map"],
        "« oui_sans_preuve » ne trouve pas les deux fiches sans preuve.",
    )
    return "Aucun « oui » ne passera plus sur parole."


@verification("oui-sans-preuve", partie=2)
def oui_sans_preuve_2(oui_sans_preuve: Fonction) -> str:
    _verifier_ce_qui_se_prouve(oui_sans_preuve)
    ### BEGIN HIDDEN TESTS
    autres = [
        _Essai("water", {"a_jour": "oui"}, "http://a.org http://b.org"),
        _Essai("map", {"a_jour": "oui"}, "a http"),
        _Essai("budget", {"licence_ouverte": "oui"}, "   "),
        _Essai("land", {}, "pas trouvé"),
    ]
    sans_oui = _Essai("water", {}, "")
    verifier(
        _denonces(oui_sans_preuve, *autres, quand="sur d’autres fiches") == ["budget", "map"]
        and _denonces(oui_sans_preuve, sans_oui, quand="sur une fiche sans oui") == [],
        "« oui_sans_preuve » marche sur l’exemple, mais pas sur toutes les fiches. Un « oui » au moins, et une preuve "
        "qui ne commence pas par http.",
    )
    ### END HIDDEN TESTS
    return "Une adresse, sinon rien."


def _denonces(oui_sans_preuve: Fonction, *essais: _Essai, quand: str) -> list[str]:
    """Return, in order, the codes that « oui_sans_preuve » finds in a table of these sheets."""
    recu = essayer(oui_sans_preuve, _table_d_essai(*essais), quand=quand)
    try:
        codes = sorted(str(code) for code in recu)
    except Exception:  # nothing to go through
        codes = None
    _verifier_la_liste(codes is not None, recu)
    return codes


def _verifier_ce_qui_se_prouve(oui_sans_preuve: Fonction) -> None:
    """Try « oui_sans_preuve » on single sheets, each for one reason."""

    def denonces(jeu: str, reponses: Mapping[str, str], preuve: str, quand: str) -> list[str]:
        return _denonces(oui_sans_preuve, _Essai(jeu, reponses, preuve), quand=quand)

    verifier(
        denonces("water", {}, "rien trouvé", "sur une fiche sans oui") == [],
        "« oui_sans_preuve » dénonce une fiche où aucune réponse n’est « oui ». Il n’y a rien à prouver.",
        "non-a-prouver",
    )
    verifier(
        denonces("budget", TOUT_OUI, "voir le site du ministère", "sur une preuve en mots")
        == ["budget"],
        "« oui_sans_preuve » accepte « voir le site du ministère » comme preuve. Un mot n’est pas une adresse : "
        "elle commence par http.",
        "texte-est-preuve",
    )
    verifier(
        denonces("map", TOUT_OUI, "", "sur une case vide") == ["map"],
        '« oui_sans_preuve » laisse passer une preuve vide. Remplacez les vides par "", puis cherchez http au début.',
        "texte-est-preuve",
    )
    verifier(
        denonces("land", {"existe": "incertain"}, "", "sur un doute") == [],
        "« oui_sans_preuve » demande une preuve pour un « incertain ». Seul un « oui » se prouve.",
        "incertain-est-oui",
    )
    verifier(
        denonces("map", {"gratuit": "oui"}, "", "sur un seul oui, à la question « gratuit »")
        == ["map"],
        "« oui_sans_preuve » laisse passer une fiche dont le seul « oui » est à « gratuit ». "
        "Les neuf questions comptent, et une seule suffit.",
    )


@verification("inventaire")
def verifier_inventaire(inventaire: Table, mes_constats: Liste, PAYS: Pays) -> str:
    fiches = _lire_l_inventaire()
    _verifier_les_douze_fiches(fiches, PAYS)
    _verifier_les_reponses(fiches, mes_constats, PAYS)
    for fiche in fiches.to_dict("records"):
        _verifier_la_preuve(fiche)
    verifier(
        set(fiches["relu"]) <= {"oui", "non"},
        "La colonne « relu » n’accepte que oui ou non. C’est « non » tant qu’une seconde personne n’a pas vérifié.",
    )
    verifier(
        ecrite_dans(inventaire, "inventaire.csv"),
        "inventaire.csv ne correspond plus à « inventaire ». Exécutez de nouveau votre cellule, to_csv(…) compris.",
    )
    return "La forme est bonne. Reste le plus important : aller voir, et faire relire."


def _lire_l_inventaire() -> pd.DataFrame:
    """Return inventaire.csv, all as text, once it has the columns of the schema."""
    chemin = Path("inventaire.csv")
    verifier(
        chemin.is_file(),
        "Le fichier inventaire.csv n’existe pas encore : la table est en mémoire, pas sur le disque. "
        'Écrivez-le : inventaire.to_csv("inventaire.csv", index=False).',
        "tableau-et-fichier",
    )
    try:
        lu = pd.read_csv(chemin, dtype=str, keep_default_na=False)
    except ValueError:  # empty, or saved in another encoding
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
        list(lu.columns) == COLONNES_DU_SCHEMA,
        "inventaire.csv n’a pas les colonnes du schéma, dans l’ordre, séparées par des virgules. Une question mal écrite dans un constat en ajoute une : "
        "comparez avec COLONNES.",
    )
    return lu


def _verifier_les_douze_fiches(fiches: pd.DataFrame, code: str) -> None:
    verifier(
        (fiches["iso3"] == code).all(),
        "inventaire.csv contient un autre code que PAYS dans la colonne « iso3 ». Exécutez de nouveau les cellules depuis le haut.",
    )
    verifier(
        set(DOUZE_JEUX) <= set(fiches["jeu_code"]),
        "Il manque des fiches dans inventaire.csv. Une fiche toute en « incertain » dit quelque chose : il reste à regarder. "
        "Gardez les douze.",
        "trou-a-jeter",
    )
    verifier(
        sorted(fiches["jeu_code"]) == sorted(DOUZE_JEUX),
        "inventaire.csv a une fiche de trop, ou répétée. Douze jeux de données, douze lignes.",
    )
    verifier(
        {mot for question in NEUF_QUESTIONS for mot in fiches[question]}
        <= {"oui", "non", "incertain"},
        "Une réponse n’est ni oui, ni non, ni incertain, en minuscules et sans espace. Le schéma n’accepte que ces trois mots.",
    )


def _verifier_les_reponses(fiches: pd.DataFrame, constats: Sequence[Any], code: str) -> None:
    """Check that every « oui » and « non » was in the index of 2015, or was seen by the participant."""
    godi = _fiches_de_l_index()
    pistes = godi[(godi["annee"] == 2015) & (godi["iso3"] == code)].set_index("jeu_code")
    vus = {str(constat.get("jeu_code")) for constat in constats if isinstance(constat, dict)}
    for fiche in fiches[~fiches["jeu_code"].isin(vus)].to_dict("records"):
        jeu = fiche["jeu_code"]
        for question in NEUF_QUESTIONS:
            reponse, avant = fiche[question], pistes[question].get(jeu, "incertain")
            verifier(
                reponse != "non" or avant == "non",
                f"La fiche « {jeu} » répond « non » là où vous n’avez encore rien constaté. Pas trouvé n’est pas « non » : "
                "laissez « incertain », ou écrivez un constat dans « mes_constats ».",
                "incertain-est-non",
            )
            verifier(
                reponse != "oui" or avant == "oui",
                f"La fiche « {jeu} » répond « oui » sans constat. Écrivez-le dans « mes_constats », avec son adresse et sa date.",
                "oui-sans-preuve",
            )


def _verifier_la_preuve(fiche: Mapping[str, str]) -> None:
    """Check that a sheet with an answer has its address and its date."""
    jeu, adresses = fiche["jeu_code"], fiche["preuve"].split()
    reponses = {fiche[question] for question in NEUF_QUESTIONS}
    verifier(
        "oui" not in reponses or fiche["preuve"].strip().startswith("http"),
        f"La fiche « {jeu} » a un « oui » et pas d’adresse. Ou bien vous avez la preuve, ou bien c’est « incertain » : étape 2.",
        "oui-sans-preuve",
    )
    verifier(
        all(adresse.startswith("http") and "…" not in adresse for adresse in adresses),
        f"La preuve de la fiche « {jeu} » n’est pas une adresse entière. Elle commence par http ; deux adresses sont séparées "
        "par une espace.",
        "texte-est-preuve",
    )
    verifier(
        reponses == {"incertain"} or DATE_DE_CONSTAT.fullmatch(fiche["date_constat"]),
        f"La fiche « {jeu} » a une réponse, et sa date manque ou est écrite autrement. Écrivez le jour du constat, année d’abord : 2026-03-14.",
        "chiffre-sans-annee",
    )


@verification("kappa", partie=1)
def kappa_1(accord: Nombre, hasard: Nombre) -> str:
    verifier(
        not proche(accord, 100 * ACCORD_BRUT, 0.001),
        "« accord » est sur 100. Ici on calcule entre 0 et 1 : pas de multiplication par 100.",
        "part-et-pourcentage",
    )
    verifier(
        not proche(accord, 1 / 20, 0.001) and not proche(accord, 1 / 4, 0.001),
        "« accord » ne compte que les « oui » donnés ensemble. Dire « non » tous les deux, c’est aussi être d’accord.",
        "accord-sur-oui",
    )
    verifier(
        proche(accord, ACCORD_BRUT, 0.001),
        "« accord » n’est pas la part des fiches où les deux réponses sont égales : (licence_a == licence_b).mean().",
    )
    verifier(
        not proche(hasard, 0.5, 0.02),
        "« hasard » vaut un demi : c’est le cas d’une pièce de monnaie, ou celui de l’exemple. Ici chacun dit surtout « non » : "
        "deux « non » se rencontrent bien plus souvent. Recalculez avec les parts de « oui » de A et de B.",
        "hasard-une-fois-sur-deux",
    )
    verifier(
        not proche(hasard, PART_DE_OUI_A * PART_DE_OUI_B, 0.01),
        "« hasard » ne compte que les rencontres sur « oui ». Ajoutez celles sur « non » : (1 − part de A) × (1 − part de B).",
        "accord-sur-oui",
    )
    verifier(
        proche(hasard, ACCORD_AU_HASARD, 0.001),
        "« hasard » n’est pas juste. Part de oui de A × part de oui de B, plus la même chose pour « non ».",
    )
    return "Près de quatre fois sur cinq, ils seraient d’accord sans rien lire."


@verification("kappa", partie=2)
def kappa_2(kappa: Nombre) -> str:
    verifier(
        not proche(kappa, ACCORD_BRUT, 0.001),
        "« kappa » est l’accord brut. Il faut en déduire le hasard : deux personnes qui disent presque toujours « non » "
        "sont souvent d’accord sans rien avoir vérifié.",
        "accord-brut",
    )
    verifier(
        not proche(kappa, ACCORD_BRUT - ACCORD_AU_HASARD, 0.01),
        "« kappa » soustrait le hasard, mais ne divise pas. Rapportez ce gain à celui qui était possible : 1 − hasard.",
        "mauvais-denominateur",
    )
    verifier(
        not proche(kappa, (ACCORD_BRUT - 0.5) / 0.5, 0.01),
        "« kappa » déduit un hasard d’une fois sur deux, celui de l’exemple ou d’une pièce de monnaie. Employez votre « hasard ».",
        "hasard-une-fois-sur-deux",
    )
    verifier(
        proche(kappa, (ACCORD_BRUT - ACCORD_AU_HASARD) / (1 - ACCORD_AU_HASARD), 0.01),
        "« kappa » n’est pas juste : (accord − hasard) ÷ (1 − hasard). Attention aux parenthèses.",
    )
    return "Même accord brut, kappa deux fois plus bas : il faut redéfinir la question ensemble."


@verification("ordre-de-la-fusion")
def ordre_de_la_fusion(ordre: Liste) -> str:
    lettres = [str(lettre).strip().upper() for lettre in ordre]
    verifier(
        "C" not in lettres,
        "La ligne C est de trop : elle devine un pays à la place de l’auteur. Et si « TG0 » était une autre faute ? "
        "On écarte la fiche, et on la lui rend.",
        "orthographe-devinee",
    )
    verifier(
        sorted(lettres) == ["A", "B", "D", "E", "F"],
        "« ordre » devrait contenir cinq lettres différentes, entre guillemets.",
    )
    place = {lettre: rang for rang, lettre in enumerate(lettres)}
    for avant, apres in [("D", "B"), ("B", "E"), ("B", "F"), ("B", "A")]:
        verifier(
            place[avant] < place[apres],
            f"La ligne {apres} emploie un nom qui n’existe pas encore à cet endroit. "
            "Cherchez la ligne qui le crée, et placez-la avant.",
            "ligne-avant-source",
        )
    verifier(
        place["E"] < place["A"],
        "La ligne A retire les répétitions avant que les codes soient réparés : « tgo » et « TGO » y sont encore deux pays. "
        "Réparez d’abord.",
        "ordre-des-etapes",
    )
    verifier(
        place["F"] < place["A"],
        "La ligne A garde la dernière venue, pas la plus récente : la table n’est pas encore rangée par date.",
        "doublon-choisi",
    )
    return "Lire, réunir, réparer, ranger, choisir : l’ordre fait le résultat."


class _Fusion(NamedTuple):
    """The two tables of « fusionner », and the sheets of the first by country and dataset."""

    reuni: pd.DataFrame
    ecartees: pd.DataFrame
    fiches: dict[tuple[str, str], Mapping[str, Any]]


def _fiche(
    code: str,
    jeu: str,
    reponses: Mapping[str, str] | None = None,
    date: str = "2026-03-14",
    **autres: str,
) -> dict[str, str]:
    """Return a sheet, its answers « non » but for `reponses`. `autres`: columns beyond the schema."""
    fiche = {"iso3": code, "jeu_code": jeu, **TOUT_NON, **(reponses or {})}
    fiche |= {"preuve": f"https://exemple.org/{jeu}", "date_constat": date}
    return fiche | {"relu": "non", "remarque": "", **autres}


def _fusion(fusionner: Fonction, *groupes: Sequence[Mapping[str, str]], quand: str) -> _Fusion:
    """Return what « fusionner » makes of files, one for each group of sheets."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as dossier:
        chemins = [str(Path(dossier, f"classe_{numero}.csv")) for numero in range(len(groupes))]
        for numero, (chemin, fiches) in enumerate(zip(chemins, groupes, strict=True)):
            table = pd.DataFrame(fiches)
            ordre = -1 if numero % 2 else 1  # every second file has its columns from last to first
            table[table.columns[::ordre]].to_csv(chemin, index=False)
        rendu = essayer(fusionner, chemins, quand=quand)
    verifier(
        isinstance(rendu, tuple | list)
        and len(rendu) == 2
        and all(isinstance(table, pd.DataFrame) for table in rendu),
        "« fusionner » devrait renvoyer deux tables : return reuni, ecartees.",
    )
    reuni, ecartees = rendu
    verifier(
        len(reuni) == 0 or {"iso3", "jeu_code"} <= set(reuni.columns),
        "« fusionner » rend un inventaire sans colonne « iso3 » ou « jeu_code » : on ne sait plus de quel pays, ni de "
        "quel jeu de données, parle chaque fiche. Terminez par [COLONNES].",
    )
    lignes = reuni.to_dict("records")
    return _Fusion(reuni, ecartees, {(str(f["iso3"]), str(f["jeu_code"])): f for f in lignes})


@verification("fusionner", partie=1)
def fusionner_1(fusionner: Fonction) -> str:
    ecritures = {
        "existe": "Oui",
        "public": " oui ",
        "gratuit": "1",
        "a_jour": "0",
        "en_ligne": "NON",
    }
    fusion = _fusion(
        fusionner,
        [_fiche("MLI", "budget", {"existe": "oui"}), _fiche("MLI", "map")],
        [_fiche("GIN", "budget", ecritures)],
        quand="sur deux fichiers",
    )
    _verifier_que_rien_ne_manque(fusion)
    guinee = fusion.fiches.get(("GIN", "budget"))
    verifier(
        guinee is not None,
        "« fusionner » a perdu une fiche du second fichier, dont les colonnes sont dans un autre ordre.",
    )
    lues = {question: str(guinee[question]) for question in ecritures}
    verifier(
        lues["existe"] == "oui" and lues["en_ligne"] == "non",
        "« fusionner » laisse « Oui » ou « NON » tels quels. Pour la machine, « Oui » et « oui » diffèrent : "
        "str.lower() met en minuscules.",
        "casse-sans-importance",
    )
    verifier(
        lues["public"] == "oui",
        "« fusionner » laisse des espaces autour d’une réponse. str.strip() retire celles des bords.",
        "invisible-absent",
    )
    verifier(
        lues["gratuit"] == "oui" and lues["a_jour"] == "non",
        "« fusionner » ne traduit pas « 1 » en oui, ou « 0 » en non. Lisez avec dtype=str, puis replace(ECRITURES).",
        "reunir-suffit",
    )
    return "Toutes les mains écrivent maintenant pareil."


def _vient_de_l_exemple(fusion: _Fusion) -> bool:
    """Tell whether there are sheets of the notebook's files, which « fusionner » was not given."""
    return not {("BEN", "budget"), ("TGO", "elections")}.isdisjoint(fusion.fiches)


def _verifier_que_rien_ne_manque(fusion: _Fusion) -> None:
    """Check that three sheets of two files are there, under the columns of the schema."""
    verifier(
        not _vient_de_l_exemple(fusion),
        "« fusionner » rend les fiches de l’exemple, pas celles des fichiers qu’on lui confie. Dans la fonction, "
        "n’employez que le nom entre parenthèses, fichiers.",
        "table-du-dehors",
    )
    verifier(
        len(fusion.ecartees) < 3 or len(fusion.reuni),
        "« fusionner » rend ses deux tables à l’envers : l’inventaire réuni d’abord, les fiches écartées ensuite.",
    )
    verifier(
        ("GIN", "budget") not in fusion.fiches
        or ("MLI", "budget") in fusion.fiches
        or len(fusion.reuni) != 2,
        "« fusionner » retire le budget d’un pays parce qu’un autre pays a aussi le sien. Une fiche se reconnaît au pays "
        "et au jeu de données, ensemble.",
        "cle-incomplete",
    )
    verifier(
        len(fusion.reuni) >= 3,
        "« fusionner » perd des fiches : il en faut trois, de deux fichiers. Lisez tous les fichiers, puis pd.concat(…).",
    )
    verifier(
        set(COLONNES_DU_SCHEMA) <= set(fusion.reuni.columns) and len(fusion.reuni) == 3,
        "« fusionner » n’a pas aligné les colonnes. concat suit les noms des colonnes ; leur ordre dans le fichier n’a pas d’importance.",
    )


@verification("fusionner", partie=2)
def fusionner_2(fusionner: Fonction) -> str:
    fusion = _fusion(
        fusionner,
        [_fiche("tcd ", "budget", {"existe": "oui"}, "2026-05-02"), _fiche("TG0", "map")],
        [_fiche("TCD", "budget", {"existe": "non"}, "2025"), _fiche("TCD", "land", {"existe": ""})],
        quand="sur des codes abîmés et une fiche répétée",
    )
    verifier(
        not _vient_de_l_exemple(fusion),
        "« fusionner » rend les fiches de l’exemple, pas celles des fichiers qu’on lui confie. Terminez d’abord la partie 1.",
        "table-du-dehors",
    )
    _verifier_les_codes(fusion)
    _verifier_les_repetitions(fusion)
    verifier(
        list(fusion.reuni.columns) == COLONNES_DU_SCHEMA,
        "« fusionner » ne rend pas exactement les colonnes du schéma, dans l’ordre. Terminez par [COLONNES].",
    )
    ### BEGIN HIDDEN TESTS
    _verifier_sur_trois_autres_fichiers(fusionner)
    ### END HIDDEN TESTS
    return "Vingt personnes, un seul inventaire, et rien de perdu."


def _verifier_les_codes(fusion: _Fusion) -> None:
    codes = {code for code, _ in fusion.fiches}
    verifier(
        "TGO" not in codes,
        "« fusionner » change TG0 en TGO : elle devine un pays à la place de l’auteur. Écartez la fiche, et rendez-la-lui.",
        "orthographe-devinee",
    )
    verifier(
        codes <= {"TCD", "TG0"},
        "« fusionner » laisse des codes en minuscules, ou suivis d’une espace. str.strip(), puis str.upper().",
        "casse-sans-importance",
    )
    verifier(
        "TG0" not in codes,
        "« fusionner » garde une fiche dont le pays n’existe pas : TG0, avec un zéro. Mettre bout à bout ne suffit pas : "
        "comparez à CODES.",
        "reunir-suffit",
    )
    verifier(
        len(fusion.ecartees) < 2,
        "« fusionner » écarte une fiche dont le code est seulement mal écrit : « tcd », suivi d’une espace. Réparez d’abord "
        "avec str.strip() et str.upper(), comparez à CODES ensuite.",
        "casse-sans-importance",
    )
    verifier(
        len(fusion.ecartees) == 1,
        "« fusionner » fait disparaître la fiche au code inconnu. Rendez-la dans la seconde table : son auteur doit pouvoir la corriger.",
        "rejet-silencieux",
    )


def _verifier_les_repetitions(fusion: _Fusion) -> None:
    verifier(
        len(fusion.reuni) == len(fusion.fiches),
        "« fusionner » garde deux fiches du même pays et du même jeu. Réunir n’est pas empiler : une seule reste, la plus récente.",
        "reunir-suffit",
    )
    budget, terres = (fusion.fiches.get(("TCD", jeu)) for jeu in ("budget", "land"))
    verifier(
        budget or not terres,
        '« fusionner » efface les deux fiches répétées. Il en faut une, la plus récente : keep="last".',
        "doublon-tout-efface",
    )
    verifier(
        budget and terres,
        "« fusionner » a perdu une fiche du Tchad. Écartez les codes inconnus après les avoir réparés.",
    )
    verifier(
        "existe" in fusion.reuni.columns,
        "« fusionner » a perdu la colonne « existe ». Terminez par [COLONNES].",
    )
    verifier(
        str(budget["existe"]) == "oui",
        "« fusionner » garde, des deux fiches, celle de 2025 au lieu de celle de 2026. L’ordre des fichiers n’est pas l’ordre des dates : "
        'sort_values("date_constat"), puis keep="last".',
        "doublon-choisi",
    )
    verifier(
        str(terres["existe"]) == "incertain",
        "« fusionner » ne traduit pas une case vide en « incertain ». Vide veut dire « on ne sait pas » : ni non, ni case vide.",
        "incertain-est-non",
    )


def _verifier_sur_trois_autres_fichiers(fusionner: Fonction) -> None:
    fusion = _fusion(
        fusionner,
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
    verifier(
        list(fusion.reuni.columns) == COLONNES_DU_SCHEMA,
        "« fusionner » garde une colonne qui n’est pas dans le schéma : elle peut contenir une donnée personnelle. Terminez par [COLONNES].",
    )
    attendues = {("NAM", "map"): "non", ("SEN", "map"): "oui", ("SEN", "water"): "oui"}
    verifier(
        set(fusion.fiches) == set(attendues)
        and len(fusion.reuni) == 3
        and len(fusion.ecartees) == 2,
        "« fusionner » marche sur l’exemple, mais pas sur tous les fichiers : il y a des fiches de trop, ou perdues.",
    )
    verifier(
        {cle: str(fiche["existe"]) for cle, fiche in fusion.fiches.items()} == attendues,
        "« fusionner » marche sur l’exemple, mais pas sur tous les fichiers : une réponse est mal traduite, ou une fiche ancienne l’emporte.",
    )


class _Bilan(NamedTuple):
    """What a sentence should say of an inventory. `note`: none where nothing was verified."""

    note: float | None
    annees: set[str]
    adresses: set[str]


@verification("phrase-inventaire")
def phrase_inventaire(phrase: Texte, inventaire: Table, PAYS: Pays) -> str:
    bilan = _bilan(inventaire, PAYS)
    phrase = " ".join(phrase.split())
    verifier(
        not re.search(r"\{\w+\}", phrase),
        "Des accolades sont restées dans « phrase » : il manque la lettre f, juste avant le premier guillemet.",
    )
    verifier(
        "Sahélie" not in phrase,
        "C’est la phrase du pays imaginaire. Écrivez celle du vôtre.",
    )
    sans_lien = re.sub(r"https?://\S+", "", phrase).replace("\u202f", " ").replace("\xa0", " ")
    _verifier_la_note_dite(sans_lien, bilan.note)
    _verifier_les_annees_dites(sans_lien, bilan.annees)
    verifier(
        any(adresse in phrase for adresse in bilan.adresses)
        if bilan.adresses
        else NOMME_L_INDEX.search(phrase),
        "« phrase » affirme sans preuve. Ajoutez une adresse de la colonne « preuve », ou le nom de l’index mondial "
        "si vous n’en avez aucune.",
        "chiffre-sans-source",
    )
    verifier(
        DIT_UNE_LIMITE.search(sans_lien),
        "« phrase » ne dit pas ce qui reste à vérifier. Ajoutez-le : c’est ce qui vous protège, et c’est la suite du travail.",
        "trou-passe-sous-silence",
    )
    return "Une note, une preuve, une date, une limite : le ministère peut répondre, et vous aussi."


def _bilan(inventaire: pd.DataFrame, code: str) -> _Bilan:
    colonnes = ["iso3", *NEUF_QUESTIONS, "preuve", "date_constat"]
    lues = [colonne for colonne in inventaire.columns if colonne in colonnes]
    verifier(
        sorted(lues) == sorted(colonnes) and len(inventaire),
        "« inventaire » n’a plus ses fiches, ou plus toutes les colonnes du schéma, une fois chacune. "
        "Exécutez de nouveau les cellules depuis le haut, puis cette phrase.",
    )
    verifier(
        (inventaire["iso3"] == code).all(),
        "« inventaire » n’est pas celui de PAYS. Exécutez de nouveau les cellules depuis le haut, puis cette phrase.",
    )
    vu = (inventaire[NEUF_QUESTIONS] != "incertain").any(axis=None)
    return _Bilan(
        note=_notes(inventaire, POINTS_2014).mean() if vu else None,
        annees={str(date)[:4] for date in inventaire["date_constat"].dropna() if str(date)},
        adresses={adresse for cas in inventaire["preuve"].dropna() for adresse in str(cas).split()},
    )


def _verifier_la_note_dite(phrase: str, note: float | None) -> None:
    """Check what a sentence says of the mark: the mark, or that there is none."""
    lue = phrase.replace(",", ".")
    if note is None:
        verifier(
            not DONNE_ZERO.search(lue),
            "« phrase » donne zéro à un pays dont aucune fiche n’est encore vérifiée. Ce n’est pas sa note : c’est notre ignorance. "
            "Dites qu’il n’y a pas de note.",
            "vide-est-zero",
        )
        verifier(
            re.search(r"\b(pas|aucune|sans|jamais|ni)\b", phrase, re.I),
            "Aucune de vos fiches n’est encore vérifiée : dites-le. Par exemple : « pas de note possible aujourd’hui ».",
        )
        return
    ecritures = {f"{note:.0f}", f"{note:.1f}", f"{note:.2f}", f"{int(note + 0.5)}"}
    nombres = "|".join(re.escape(e) for e in sorted(ecritures, key=len, reverse=True))
    verifier(
        re.search(rf"(?<![\d.])({nombres})(?!\.?\d)", lue),
        "La note de votre inventaire n’est pas dans « phrase ». Donnez-la sur 100, avec une décimale.",
    )


def _verifier_les_annees_dites(phrase: str, annees: set[str]) -> None:
    verifier(
        any(annee in phrase for annee in annees)
        if annees
        else re.search(r"\b20[0-9]{2}\b", phrase),
        "« phrase » ne dit pas de quelle année date le constat. Le lecteur le croira d’aujourd’hui : ajoutez-la.",
        "chiffre-sans-annee",
    )
    verifier(
        not annees or (min(annees) in phrase and max(annees) in phrase),
        "Vos fiches n’ont pas toutes le même âge : certaines sont d’aujourd’hui, d’autres reprises de 2015. "
        "Donnez l’année la plus ancienne et la plus récente, comme « constats de 2015 à 2026 ».",
        "chiffre-sans-annee",
    )
