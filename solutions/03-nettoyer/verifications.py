"""Les vérifications du module 03-nettoyer : une fonction pour chaque partie d’un exercice."""

import re
from collections.abc import Callable, Sized
from pathlib import Path
from typing import Any

import pandas as pd

from atelier import (
    Colonne,
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
    proche,
    verification,
    verifier,
)

NOM = "Facility name"
COLONNES_DU_JOURNAL = ["etape", "colonne", "lignes", "raison"]

DEJA_CORRIGEES = {
    "Boke": "Boké",
    "Labe": "Labé",
    "Lome": "Lomé",
    "Nzerekore": "Nzérékoré",
}
A_CORRIGER = {
    "Kaokack": "Kaolack",
    "Kedougou": "Kédougou",
    "Oueme": "Ouémé",
    "Saintlouis": "Saint-Louis",
    "Sediou": "Sédhiou",
    "Thies": "Thiès",
}
CORRECTIONS = DEJA_CORRIGEES | A_CORRIGER


def _brut() -> pd.DataFrame:
    """Return the list as the researchers published it."""
    return pd.read_csv("../../data/etablissements_sante_brut.csv")


def _sans_espaces_en_trop(noms: pd.Series) -> pd.Series:
    return noms.str.replace("\xad", "").str.split().str.join(" ")


def _indicateurs() -> pd.DataFrame:
    return pd.read_csv("../../data/indicateurs.csv")


def _mon_pays(PAYS: str) -> pd.DataFrame:
    table = _indicateurs()
    return table[table["iso3"] == PAYS]


def _medecins_connus(PAYS: str) -> pd.Series:
    """Return the figures that the source has on a country's doctors, by year."""
    return _mon_pays(PAYS).set_index("annee")["medecins_pour_1000"].dropna()


def _vaut(obtenu: object, attendu: object) -> bool:
    """Tell whether an answer of any kind is `attendu`: with a table, « == » gives a table."""
    egal = obtenu == attendu
    return pd.api.types.is_bool(egal) and bool(egal)


def _valent(colonne: pd.Series, attendus: list[str]) -> bool:
    """Tell whether a column holds exactly `attendus`, in their order."""
    return len(colonne) == len(attendus) and all(map(_vaut, colonne, attendus))


@verification("trous", partie=1)
def trous_1(nb_lignes: Entier) -> str:
    brut = _brut()
    verifier(
        nb_lignes != brut.size,
        "« nb_lignes » compte les cases, pas les lignes : size multiplie lignes et colonnes. "
        "len(…) compte les lignes.",
        "lignes-et-cases",
    )
    verifier(
        nb_lignes != brut["Lat"].count(),
        "« nb_lignes » ne compte que les lignes qui ont une position : count() saute les trous. "
        "len(…) compte toutes les lignes.",
        "count-saute-les-trous",
    )
    verifier(
        nb_lignes == len(brut),
        "« nb_lignes » n’est pas le nombre d’établissements. Chaque ligne est un établissement.",
    )
    return "Vous savez combien de lignes vous avez : tout le reste s’y compare."


@verification("trous", partie=2)
def trous_2(sans_position: Entier, part_sans_position: Nombre) -> str:
    brut = _brut()
    vides, connues = brut["Lat"].isna().sum(), brut["Lat"].count()
    verifier(
        sans_position != 0,
        "« sans_position » vaut 0 : des zéros ont été cherchés, ou les cases vides ont disparu de « brut ». "
        "isna() trouve les cases vides.",
        "vide-est-zero",
    )
    verifier(
        sans_position != connues,
        "« sans_position » compte les positions connues. isna() compte les autres, les vides.",
    )
    verifier(
        sans_position == vides,
        "« sans_position » n’est pas le nombre de latitudes vides. Comptez-les avec isna(), puis sum().",
    )
    verifier(
        abs(part_sans_position - vides / len(brut)) > 0.005,
        "« part_sans_position » est une part entre 0 et 1. Multipliez-la par 100 : "
        "le lecteur attend un pourcentage.",
        "part-et-pourcentage",
    )
    verifier(
        abs(part_sans_position - 100 * vides / connues) > 0.06,
        "« part_sans_position » divise par les positions connues. "
        "Divisez par toutes les lignes : la question porte sur toute la liste.",
        "mauvais-denominateur",
    )
    verifier(
        abs(part_sans_position - 100 * vides / len(brut)) < 0.06,
        "« part_sans_position » n’est pas la bonne part. "
        "C’est 100 × les trous ÷ toutes les lignes, avec une décimale au moins.",
    )
    return "Un établissement sur douze est introuvable sur une carte. C’est à écrire."


@verification("espaces", partie=1)
def espaces_1(noms_propres: Colonne) -> str:
    noms = _brut()[NOM]
    verifier(
        len(noms_propres) == len(noms),
        "« noms_propres » n’a pas autant de lignes que la table. Nettoyer un nom ne retire pas de ligne.",
    )
    verifier(
        all(isinstance(nom, str) for nom in noms_propres),
        '« noms_propres » contient autre chose que des textes. Après split(), recollez : .str.join(" ").',
    )
    verifier(
        noms_propres.str.contains(" ").any(),
        "« noms_propres » a perdu toutes ses espaces : les mots sont collés. "
        "Gardez-en une entre deux mots, avec split() puis join().",
        "tout-remplacer",
    )
    verifier(
        not noms_propres.str.contains("  ").any(),
        "Il reste des espaces doubles au milieu des noms. strip() ne regarde que les bords ; "
        "split() puis join() réduisent partout.",
        "espaces-aux-bords",
    )
    verifier(
        not noms_propres.str.contains("\xad").any(),
        "Un signe invisible reste dans un nom. Vous ne le voyez pas, la machine si : "
        'retirez "\\xad", comme à l’étape 4.',
        "invisible-absent",
    )
    verifier(
        not noms_propres.str.contains("Ma[ -]guette").any(),
        'Le signe invisible a laissé une espace ou un tiret à sa place. Remplacez-le par rien : "".',
        "invisible-absent",
    )
    verifier(
        (noms_propres.to_numpy() == _sans_espaces_en_trop(noms).to_numpy()).all(),
        "Des noms ont perdu ou changé autre chose que leurs espaces. "
        "Gardez accents, majuscules et ponctuation : ici, on ne touche qu’aux espaces.",
    )
    return "Neuf espaces doubles, un signe invisible : peu, mais assez pour fausser un croisement."


@verification("espaces", partie=2)
def espaces_2(nb_noms_corriges: Entier) -> str:
    noms = _brut()[NOM]
    verifier(
        nb_noms_corriges != len(noms),
        "« nb_noms_corriges » compte tous les noms, même ceux qui n’ont pas bougé. "
        "Comparez les deux colonnes avec !=, puis sum().",
        "toute-la-table",
    )
    verifier(
        nb_noms_corriges == (_sans_espaces_en_trop(noms) != noms).sum(),
        "« nb_noms_corriges » n’est pas le nombre de noms changés. La partie 1 est-elle exacte ? "
        "Comparez ensuite les deux colonnes avec !=, puis sum().",
    )
    return "Ce nombre ira dans le journal."


@verification("regions", partie=1)
def regions_1(corrections: Dictionnaire) -> str:
    verifier(
        all(nom in corrections for nom in A_CORRIGER),
        "Il manque un nom à gauche, dans « corrections ». Gardez les dix lignes du dictionnaire.",
    )
    verifier(
        not any(_vaut(corrections[nom], nom) for nom in A_CORRIGER),
        "Une région est remplacée par elle-même. Les accents comptent : "
        "sans eux, la machine voit deux régions différentes.",
        "accents-sans-importance",
    )
    verifier(
        all(_vaut(corrections[nom], officiel) for nom, officiel in A_CORRIGER.items()),
        "Un nom de « corrections » ne suit pas la référence de l’énoncé. "
        "Recopiez-le de là, lettre par lettre, sans le deviner.",
        "orthographe-devinee",
    )
    return "Le dictionnaire suit la référence."


@verification("regions", partie=2)
def regions_2(region: Colonne) -> str:
    avant = _brut()["Admin1"]
    verifier(
        len(region) == len(avant),
        "« region » n’a pas autant de lignes que la table. Corriger une région ne retire pas de ligne.",
    )
    verifier(
        not region.isna().any(),
        "« region » a maintenant des trous : map() vide tout ce que le dictionnaire ne nomme pas. "
        "Avec replace(), le reste ne bouge pas.",
        "map-vide-le-reste",
    )
    noms = region.astype(str)  # a list has no hash, its text has one
    verifier(
        (noms.to_numpy() != avant.to_numpy()).any(),
        "« region » est encore la colonne d’origine. Appliquez-lui replace(corrections).",
        "methode-sans-affectation",
    )
    verifier(
        noms.nunique() == avant.nunique() - 1 and (noms == "Ouémé").sum() == 94,
        "« region » n’est pas encore juste : Oueme et Ouémé doivent se réunir, et rien d’autre. "
        "Relisez « corrections », puis réexécutez.",
    )
    verifier(
        set(CORRECTIONS.values()) <= set(noms),
        "Une région de « region » n’a pas été corrigée. Gardez les dix lignes de « corrections ».",
    )
    return "L’Ouémé compte 94 établissements, et non 91 ou 3."


@verification("chaine")
def chaine(chantier: Table, brut: Table) -> str:
    origine = _brut()
    verifier(
        list(chantier.columns) == list(origine.columns),
        "« chantier » n’a plus les huit colonnes de la liste. Repartez de brut.copy().",
    )
    verifier(
        not chantier.equals(origine),
        "« chantier » est resté comme la liste d’origine : chaque résultat est calculé, puis perdu. "
        "Rangez-le avec « = ».",
        "methode-sans-affectation",
    )
    verifier(
        brut.equals(origine),
        "« brut » a changé. Travaillez sur une copie, chantier = brut.copy(). "
        "Réexécutez la première cellule de code du carnet, puis la vôtre.",
        "original-modifie",
    )
    _verifier_que_rien_ne_manque(chantier)
    _verifier_les_noms_du_chantier(chantier[NOM], origine[NOM])
    verifier(
        (chantier["Admin1"] == "Ouémé").sum() == 94,
        "L’Ouémé n’est pas réuni dans « chantier ». Rangez le résultat de replace() dans la colonne.",
    )
    verifier(
        not chantier.astype(str).duplicated().any(),
        "Deux lignes de « chantier » sont encore identiques. "
        "Rangez le résultat de drop_duplicates() dans « chantier ».",
    )
    verifier(
        len(chantier) == len(origine) - 1,
        "« chantier » a perdu trop de lignes. Ici, drop_duplicates() s’emploie sans rien entre parenthèses.",
        "doublon-tout-efface",
    )
    return "« = » range le résultat. Sans lui, pandas calcule pour rien."


def _verifier_que_rien_ne_manque(chantier: pd.DataFrame) -> None:
    """Cleaning loses no name, no region, no row, and fills no hole."""
    verifier(
        all(isinstance(nom, str) for nom in chantier[NOM]),
        'Les noms de « chantier » ne sont plus tous des textes. Après split(), recollez : .str.join(" ").',
    )
    verifier(
        chantier["Admin1"].notna().all(),
        "Des régions de « chantier » sont devenues vides : map() vide ce que le dictionnaire ne nomme pas. "
        "Employez replace().",
        "map-vide-le-reste",
    )
    verifier(
        chantier["Lat"].isna().any(),
        "« chantier » a perdu les établissements sans position, ou leurs cases vides. "
        "Gardez-les : ils existent, et leur position reste inconnue.",
        "trou-a-jeter",
    )
    verifier(
        len(chantier) > 4000,
        "« chantier » a perdu trop de lignes : un même nom ne fait pas un doublon. "
        "drop_duplicates() sans « subset » compare toutes les colonnes.",
        "meme-nom-meme-chose",
    )


def _verifier_les_noms_du_chantier(noms: pd.Series, origine: pd.Series) -> None:
    verifier(
        not noms.str.contains("  ").any(),
        "Des noms de « chantier » ont encore deux espaces de suite. "
        "Rangez le résultat de split() et join() dans la colonne.",
        "espaces-aux-bords",
    )
    attendus = origine.str.split().str.join(" ").str.replace("\xad", "")
    verifier(
        noms.str.replace("\xad", "").isin(attendus).all(),
        "Des noms de « chantier » ont perdu plus que des espaces doubles. "
        'Gardez une espace entre deux mots : " ".join, pas "".join.',
        "tout-remplacer",
    )


# What hidden parts alone try does not travel: it stands apart from what the other parts use.
CLES_CACHEES_1 = [
    ("Sédhiou", "sedhiou"),
    ("Nzérékoré", "nzerekore"),
    ("FRANÇOIS", "francois"),
]
CLES_CACHEES_2 = [
    ("\u00a0KOUMBIA\u202f II ", "koumbia ii"),
    ("Guédé\tChantier", "guede chantier"),
    ("N’Dali   (CS)", "n’dali (cs)"),
]


@verification("cle", partie=1)
def cle_1(cle: Fonction) -> str:
    obtenue = essayer(
        cle,
        "OUÉMÉ",
        quand="sur « OUÉMÉ »",
        genre=Texte,
        sinon="Appelez les verbes avec leurs parenthèses ; après split(), recollez avec join().",
    )
    verifier(
        obtenue == obtenue.lower(),
        "« cle » laisse des majuscules : « OUÉMÉ » et « Ouémé » n’ont pas la même clé. Pensez à lower().",
        "casse-sans-importance",
    )
    verifier(
        obtenue == "oueme",
        "« cle » laisse des accents : « Oueme » et « Ouémé » n’ont pas la même clé. Pensez à sans_accents(…).",
        "accents-sans-importance",
    )
    verifier(
        _vaut(essayer(cle, "THIÈS"), "thies"),
        "« cle » marche sur « OUÉMÉ », pas sur « THIÈS » : è est un autre accent. "
        "sans_accents(…) les retire tous.",
    )
    ### BEGIN HIDDEN TESTS
    for nom, attendue in CLES_CACHEES_1:
        verifier(
            _vaut(essayer(cle, nom), attendue),
            "« cle » marche sur l’exemple, mais pas sur d’autres noms accentués. "
            "Appelez sans_accents(texte) plutôt que de remplacer une lettre à la fois.",
        )
    ### END HIDDEN TESTS
    return "Accents et majuscules ne trompent plus la comparaison."


@verification("cle", partie=2)
def cle_2(cle: Fonction) -> str:
    obtenue = essayer(cle, "  poste   de sante ", quand="sur un nom aux espaces en trop")
    verifier(
        isinstance(obtenue, str),
        "« cle » devrait renvoyer un texte. Terminez d’abord la partie 1.",
    )
    verifier(
        obtenue != "postedesante",
        "« cle » colle les mots : « La Fosse » et « Lafosse » se confondraient. "
        "Gardez une espace entre deux mots.",
        "tout-remplacer",
    )
    verifier(
        obtenue == "poste de sante",
        "« cle » laisse des espaces en trop, au milieu ou aux bords. split() puis join() les réduisent.",
        "espaces-aux-bords",
    )
    verifier(
        _vaut(essayer(cle, "  poste   de\u00a0sante "), "poste de sante"),
        "« cle » laisse passer une espace insécable, pareille à l’œil. "
        "split() sans rien entre parenthèses connaît toutes les espaces.",
        "invisible-absent",
    )
    verifier(
        _vaut(essayer(cle, "ma\xadguette lo"), "maguette lo"),
        '« cle » garde le signe invisible "\\xad", ou met autre chose à sa place. Remplacez-le par rien.',
        "invisible-absent",
    )
    verifier(
        _vaut(essayer(cle, "", quand="sur un texte vide"), ""),
        "« cle » devrait renvoyer un texte vide quand on lui donne un texte vide.",
    )
    ### BEGIN HIDDEN TESTS
    for nom, attendue in CLES_CACHEES_2:
        verifier(
            _vaut(essayer(cle, nom), attendue),
            "« cle » ne traite pas toutes les sortes d’espaces, ou retire d’autres signes. "
            "split() sans rien entre parenthèses les connaît toutes.",
        )
    ### END HIDDEN TESTS
    return "Votre clé résiste à des noms jamais vus."


@verification("doublons", partie=1)
def doublons_1(decisions: Dictionnaire) -> str:
    mots = {lieu: str(mot).strip().lower() for lieu, mot in decisions.items()}
    verifier(
        set(mots) == {"Croix Rouge", "Gbenso", "Mlomp", "Oubadji", "Santhiaba"},
        "« decisions » doit garder ses cinq noms, à gauche des deux-points.",
    )
    verifier(
        all(mot in ("doublon", "homonymes", "à vérifier") for mot in mots.values()),
        'Un mot de « decisions » n’est pas prévu. Écrivez "doublon", "homonymes" ou "à vérifier", accents compris.',
    )
    verifier(
        "doublon" not in (mots["Mlomp"], mots["Santhiaba"]),
        "Même nom, donc même lieu ? Des kilomètres séparent les deux lignes d’un de vos « doublons ». "
        "Relisez les distances et la deuxième règle.",
        "meme-nom-meme-chose",
    )
    verifier(
        mots["Oubadji"] == "à vérifier",
        "Pour Oubadji, une position manque : rien ne permet de trancher. "
        "Écrire « à vérifier » est une vraie décision.",
        "doute-tranche",
    )
    verifier(
        mots["Gbenso"] != "à vérifier",
        "Gbenso « à vérifier » : c’est prudent, mais vous avez une preuve. "
        "Relisez l’enquête sur le F, puis la distance.",
    )
    verifier(
        mots["Gbenso"] == "doublon",
        "Deux noms différents peuvent désigner un seul lieu. Relisez l’enquête sur le F de Guinée, "
        "puis la distance de Gbenso.",
        "autre-nom-autre-lieu",
    )
    verifier(
        mots["Croix Rouge"] == "doublon",
        "Relisez Croix Rouge : la première règle parle de lignes identiques, même sans position.",
    )
    verifier(
        mots["Mlomp"] == mots["Santhiaba"] == "homonymes",
        "Mlomp et Santhiaba ont leurs deux positions connues, à plus de 5 km. Relisez la deuxième règle.",
    )
    return "Vous avez jugé sur pièces, pas sur le nom."


@verification("doublons", partie=2)
def doublons_2(lignes_a_retirer: Entier) -> str:
    verifier(
        lignes_a_retirer != 4,
        "« lignes_a_retirer » efface les deux lignes de chaque doublon : le lieu disparaît. "
        "Gardez-en une sur deux.",
        "doublon-tout-efface",
    )
    verifier(
        lignes_a_retirer == 2,
        "« lignes_a_retirer » n’est pas encore juste. "
        "Terminez la partie 1, puis comptez une ligne par doublon.",
    )
    return "Le reste des lignes demeure dans la liste, avec une note."


@verification("trous-par-pays", partie=1)
def trous_par_pays_1(part_par_pays: Colonne) -> str:
    brut = _brut()
    part = pd.to_numeric(part_par_pays, errors="coerce")
    verifier(
        part.notna().all(),
        "« part_par_pays » devrait contenir des nombres, sans case vide.",
    )
    verifier(
        part.index.is_unique and set(part.index) == set(brut["Country"]),
        "« part_par_pays » devrait avoir une valeur pour chacun des quatre pays. "
        'Groupez selon brut["Country"].',
    )
    _verifier_les_parts(part, brut)
    return "Chaque pays est comparé à lui-même : c’est équitable."


def _verifier_les_parts(part: pd.Series, brut: pd.DataFrame) -> None:
    trous = brut["Lat"].isna().groupby(brut["Country"])
    autres = brut["Ownership"].isna().groupby(brut["Country"]).mean()
    verifier(
        not _egales(part, autres) and not _egales(part, autres, 100),
        "« part_par_pays » compte encore les trous d’Ownership, comme l’exemple. Changez de colonne.",
    )
    verifier(
        not (part == 0).all(),
        "« part_par_pays » vaut 0 partout : les trous ont été comblés, ou cherchés avec == 0. "
        "Un trou se trouve avec isna().",
        "vide-est-zero",
    )
    verifier(
        not _egales(part, trous.sum()),
        "« part_par_pays » donne des nombres, pas des parts : un grand pays y paraît toujours pire. "
        "Divisez par les lignes du pays.",
        "total-et-taux",
    )
    verifier(
        not _egales(part, trous.sum(), 100 / brut["Lat"].isna().sum()),
        "« part_par_pays » partage tous les trous entre les pays. "
        "Pour chaque pays, divisez plutôt ses trous par ses propres lignes.",
        "mauvais-denominateur",
    )
    verifier(
        (part > 1).any(),
        "« part_par_pays » est entre 0 et 1. Multipliez par 100, comme dans l’exemple.",
        "part-et-pourcentage",
    )
    verifier(
        _egales(part, trous.mean(), 100),
        "« part_par_pays » n’est pas encore juste. Pour chaque pays : 100 × ses trous ÷ ses lignes, une décimale au moins.",
    )


def _egales(part: pd.Series, colonne: pd.Series, facteur: float = 1) -> bool:
    """Tell whether each country has its value, to a decimal."""
    return all(abs(part[pays] - facteur * colonne[pays]) < 0.06 for pays in colonne.index)


@verification("trous-par-pays", partie=2)
def trous_par_pays_2(pays_le_plus_troue: Texte) -> str:
    verifier(
        pays_le_plus_troue in ("Benin", "Guinea", "Senegal", "Togo"),
        "« pays_le_plus_troue » n’est pas un pays de la liste. Écrivez-le comme dans la colonne Country.",
    )
    verifier(
        pays_le_plus_troue != "Guinea",
        "La Guinée a le plus de trous en nombre, car sa liste est la plus longue. "
        "La question porte sur la part : relisez « part_par_pays ».",
        "total-et-taux",
    )
    verifier(
        pays_le_plus_troue == "Togo",
        "Relisez « part_par_pays » : un autre pays a une part plus forte.",
    )
    return "Le plus grand total n’est pas le pire taux. Vous y reviendrez au module 04."


def _sous_ces_noms(lignes: pd.DataFrame, noms: list[str], **autres: list[str]) -> pd.DataFrame:
    """Return rows of the list under other names, and other values of the columns `autres`."""
    return lignes.assign(**{NOM: noms, **autres})


def _nettoyee(nettoyer: Callable, liste: pd.DataFrame, quand: str) -> pd.DataFrame:
    """Return what `nettoyer` makes of a list, once it is a list."""
    propre = essayer(nettoyer, liste, quand=quand)
    verifier(
        isinstance(propre, pd.DataFrame) and list(propre.columns) == list(liste.columns),
        "« nettoyer » devrait renvoyer un tableau qui a les mêmes colonnes.",
    )
    return propre


def _verifier_la_taille(propre: pd.DataFrame, sale: pd.DataFrame) -> None:
    verifier(
        len(propre) <= len(sale),
        "« nettoyer » rend plus de lignes qu’elle n’en a reçu. Servez-vous de df seulement, "
        "pas de brut ni de chantier.",
        "table-du-dehors",
    )


def _abime(nettoyer: Callable, liste: pd.DataFrame) -> bool:
    """Tell whether `nettoyer` changes the table that it is given."""
    temoin = liste.copy()
    try:
        nettoyer(temoin)
    except Exception:
        essayer(nettoyer, liste, quand="sur une liste de trois noms")  # tells what stopped it
    return not temoin.equals(liste)


def _verifier_les_noms_rendus(noms: pd.Series, origine: pd.Series) -> None:
    verifier(
        all(isinstance(nom, str) for nom in noms),
        'Après « nettoyer », des noms ne sont plus des textes. Après split(), recollez : .str.join(" ").',
    )
    verifier(
        not noms.isin(origine).any(),
        "« nettoyer » rend les noms d’une autre liste. Partez de df[…], pas de noms_propres.",
        "table-du-dehors",
    )
    verifier(
        not noms.str.contains("  |^ | $").any(),
        "Après « nettoyer », des noms ont encore des espaces en trop. Reprenez l’exercice 2.",
        "espaces-aux-bords",
    )
    verifier(
        not noms.str.contains("\xad").any(),
        "Après « nettoyer », un signe invisible reste dans un nom. Reprenez l’exercice 2.",
        "invisible-absent",
    )
    verifier(
        not noms.str.contains("\u00a0").any(),
        "Après « nettoyer », une espace insécable reste dans un nom. "
        "split() sans rien entre parenthèses connaît toutes les espaces.",
        "invisible-absent",
    )
    verifier(
        _valent(noms, ["Keur Ali", "Maka", "Thiès Nord"]),
        "« nettoyer » change trop les noms. Accents, majuscules et mots doivent rester.",
    )


@verification("nettoyer", partie=1)
def nettoyer_1(nettoyer: Fonction) -> str:
    brut = _brut()
    sale = _sous_ces_noms(brut.head(3), [" Keur  Ali ", "Ma\xadka", "Thiès\u00a0 Nord"])
    propre = essayer(nettoyer, sale, quand="sur une liste de trois noms")
    verifier(
        isinstance(propre, pd.DataFrame),
        "« nettoyer » devrait renvoyer un tableau. Sa dernière ligne : return propre.",
    )
    verifier(
        list(propre.columns) == list(sale.columns),
        "« nettoyer » doit garder les mêmes colonnes, dans le même ordre.",
    )
    _verifier_la_taille(propre, sale)
    verifier(
        not _abime(nettoyer, brut.head(3)) and not _abime(nettoyer, sale),
        "« nettoyer » a changé la table qu’on lui a confiée : le brut est perdu. "
        "Commencez par propre = df.copy().",
        "original-modifie",
    )
    _verifier_les_noms_rendus(propre[NOM], brut[NOM])
    ### BEGIN HIDDEN TESTS
    autre = _sous_ces_noms(
        brut.tail(4), ["\u00a0Cinkassé\u202fII", "Kara   Sud   Est", "tone", "A\xad B"]
    )
    rendu = _nettoyee(nettoyer, autre, quand="sur d’autres noms")
    verifier(
        _valent(rendu[NOM], ["Cinkassé II", "Kara Sud Est", "tone", "A B"]),
        "« nettoyer » marche sur l’exemple, mais pas sur d’autres noms. "
        "split() sans rien entre parenthèses connaît toutes les sortes d’espaces.",
    )
    ### END HIDDEN TESTS
    return "Les noms sont propres, et l’original est intact."


@verification("nettoyer", partie=2)
def nettoyer_2(nettoyer: Fonction) -> str:
    brut = _brut()
    sale = _sous_ces_noms(
        brut.iloc[[0, 0, 0, 1]].reset_index(drop=True),
        ["Poste A", "Poste  A", "Poste A", "Poste A"],
        Admin1=["Oueme", "Ouémé", "Ouémé", "Kaokack"],
    )
    propre = _nettoyee(nettoyer, sale, quand="sur une liste aux régions mal écrites")
    _verifier_la_taille(propre, sale)
    verifier(
        propre[NOM].astype(str).str.contains("poste", case=False).all(),
        "« nettoyer » rend les noms d’une autre liste. Partez de df[…], pas de noms_propres.",
        "table-du-dehors",
    )
    _verifier_les_regions_rendues(propre["Admin1"])
    _verifier_deux_lignes_identiques(nettoyer, brut.iloc[[0, 0]])
    verifier(
        len(propre) != 1,
        "« nettoyer » a retiré un homonyme : même nom, autre région, autre position. "
        "drop_duplicates() sans « subset » compare tout.",
        "meme-nom-meme-chose",
    )
    verifier(
        not propre[NOM].astype(str).str.contains("  ").any(),
        "Après « nettoyer », un nom a encore deux espaces de suite, et son doublon ne se voit pas. "
        "Terminez d’abord la partie 1.",
    )
    verifier(
        len(propre) == 2,
        "Il reste des doublons après « nettoyer » : des lignes ne deviennent identiques "
        "qu’une fois corrigées. Retirez les doublons en dernier.",
        "ordre-des-etapes",
    )
    ### BEGIN HIDDEN TESTS
    autre = brut[brut["Country"] == "Senegal"].iloc[[5, 5, 9, 12]]
    autre = autre.assign(Admin1=["Sediou", "Sédhiou", "Saintlouis", "Dakar"])
    rendu = _nettoyee(nettoyer, autre, quand="sur une autre liste")
    verifier(
        _valent(rendu["Admin1"], ["Sédhiou", "Saint-Louis", "Dakar"]),
        "« nettoyer » ne répare pas toutes les régions de « corrections », ou ne réunit pas leurs doublons.",
    )
    ### END HIDDEN TESTS
    return "Régions réparées, doublons retirés, homonymes gardés."


def _verifier_les_regions_rendues(regions: pd.Series) -> None:
    verifier(
        regions.notna().all(),
        "Après « nettoyer », des régions sont vides : map() vide ce que le dictionnaire ne nomme pas. "
        "Employez replace().",
        "map-vide-le-reste",
    )
    verifier(
        not set(regions.astype(str)) & {"Oueme", "Kaokack"},
        "Après « nettoyer », des régions sont encore mal écrites. Appliquez replace(corrections) à Admin1.",
    )


def _verifier_deux_lignes_identiques(nettoyer: Callable, jumelles: pd.DataFrame) -> None:
    rendues = len(_nettoyee(nettoyer, jumelles, quand="sur deux lignes identiques"))
    verifier(
        rendues != 2,
        "Deux lignes identiques restent deux après « nettoyer ». "
        "Rangez-vous le résultat de drop_duplicates() avec « = » ?",
        "methode-sans-affectation",
    )
    verifier(
        rendues == 1,
        "« nettoyer » efface les deux lignes d’un doublon. Gardez-en une : "
        "drop_duplicates() s’emploie ici sans rien entre parenthèses.",
        "doublon-tout-efface",
    )


@verification("nettoyer", partie=3)
def nettoyer_3(nettoyer: Fonction) -> str:
    brut = _brut()
    sale = pd.concat([brut.head(2), brut[brut["Lat"].isna()].head(2)], ignore_index=True)
    propre = _nettoyee(nettoyer, sale, quand="sur une liste à trous")
    _verifier_la_taille(propre, sale)
    verifier(
        len(propre) > 2,
        "« nettoyer » a jeté les lignes à trous : ces établissements existent. "
        "Gardez-les, avec leurs cases vides.",
        "trou-a-jeter",
    )
    verifier(
        propre["Lat"].isna().sum() == sale["Lat"].isna().sum(),
        "« nettoyer » a comblé des positions inconnues : un trou n’est pas un zéro. Laissez la case vide.",
        "vide-est-zero",
    )
    verifier(
        len(propre) == len(sale),
        "« nettoyer » n’a pas rendu le bon nombre de lignes sur une liste sans doublon.",
    )
    rendu = _nettoyee(nettoyer, brut, quand="sur toute la liste")
    trous = brut.drop_duplicates().isna().sum().sum()
    verifier(
        len(rendu) == len(brut) - 1 and rendu.isna().sum().sum() == trous,
        "Sur toute la liste, « nettoyer » doit rendre une ligne de moins, et garder tous les autres trous.",
    )
    ### BEGIN HIDDEN TESTS
    vide = essayer(nettoyer, brut.head(0), quand="sur une liste vide")
    verifier(
        isinstance(vide, Sized) and len(vide) == 0,
        "« nettoyer » devrait rendre une liste vide quand on lui donne une liste vide.",
    )
    ### END HIDDEN TESTS
    return "Les trous sont restés des trous : votre fonction est honnête."


def _journal_lu(nom: str) -> pd.DataFrame:
    """Return the journal as its file has it: the file is what stays, not the variable."""
    try:
        lu = pd.read_csv(nom)
    except ValueError:  # empty, or saved in another encoding
        lu = None
    verifier(
        lu is not None,
        f"{nom} ne se lit plus : il est vide, ou un tableur l’a réenregistré. "
        "Exécutez de nouveau votre cellule, to_csv(…) compris.",
    )
    return lu


def _toutes_ont_leur_raison(journal: pd.DataFrame) -> bool:
    return (journal["raison"].fillna("").astype(str).str.strip().str.len() >= 10).all()


JOURNAL_CHANGE = "journal.csv ne correspond plus à « journal ». Exécutez de nouveau votre cellule, to_csv(…) compris."


@verification("journal", partie=1)
def journal_1(journal: Table) -> str:
    verifier(
        Path("journal.csv").is_file(),
        'Le fichier journal.csv n’existe pas encore. Écrivez-le : journal.to_csv("journal.csv", index=False).',
        "tableau-et-fichier",
    )
    lu = _journal_lu("journal.csv")
    verifier(
        not any(str(nom).startswith("Unnamed") for nom in lu.columns),
        "journal.csv a une colonne de numéros sans nom. Ajoutez index=False dans to_csv(…).",
        "index-dans-le-fichier",
    )
    verifier(
        list(lu.columns) == COLONNES_DU_JOURNAL,
        "journal.csv n’a pas les quatre colonnes attendues : etape, colonne, lignes, raison, "
        "dans cet ordre, sans accent, séparées par des virgules.",
    )
    verifier(
        ecrite_dans(journal, "journal.csv"),
        JOURNAL_CHANGE,
    )
    return "Le journal est un vrai fichier, à côté du carnet."


@verification("journal", partie=2)
def journal_2(journal: Table) -> str:
    verifier(
        Path("journal.csv").is_file(), "Écrivez d’abord journal.csv : la vérification le relit."
    )
    lu = _journal_lu("journal.csv")
    verifier(
        {"etape", "lignes", "raison"} <= set(lu.columns),
        "journal.csv n’a pas les colonnes etape, lignes et raison, sans accent, séparées par des virgules.",
    )
    etapes = lu["etape"].astype(str).str.strip().str.lower().str.replace("é", "e")
    attendus = _nombres_du_journal(_brut())
    manquent = [etape for etape in attendus if etape not in set(etapes)]
    verifier(
        not manquent,
        f"Il manque au journal : « {' », « '.join(manquent)} ». "
        "Écrivez ces noms tels quels dans la colonne etape, une ligne pour chacun.",
    )
    verifier(
        _toutes_ont_leur_raison(lu),
        "Une ligne du journal n’a pas de vraie raison. Dans six mois, qui saura pourquoi ? "
        "Écrivez-la en quelques mots.",
        "journal-sans-raison",
    )
    lignes = pd.to_numeric(lu["lignes"], errors="coerce")
    faux = [
        etape
        for etape, nombres in attendus.items()
        if not _retrouves(lignes[etapes == etape], nombres)
    ]
    verifier(
        not faux,
        f"Un nombre du journal ne se retrouve pas dans le fichier d’origine (étape « {' », « '.join(faux)} »). "
        "Écrivez un nombre seul, calculé à partir de « brut ». "
        "Si « brut » a changé en route, réexécutez d’abord la première cellule de code.",
        "journal-de-memoire",
    )
    verifier(ecrite_dans(journal, "journal.csv"), JOURNAL_CHANGE)
    return "Chaque nombre de votre journal se recalcule. Gardez-le : il ira jusqu’à la publication."


def _nombres_du_journal(brut: pd.DataFrame) -> dict[str, list[int]]:
    """Return, for each step of the journal, the numbers of rows that may stand there."""
    sans, doublons = brut["Lat"].isna(), brut.duplicated()
    return {
        "espaces": [(_sans_espaces_en_trop(brut[NOM]) != brut[NOM]).sum()],
        "regions": [brut["Admin1"].isin(list(CORRECTIONS)).sum()],
        "doublons": [doublons.sum()],
        # the twin row has no position: it counts before it is taken out, and not after
        "positions": [sans.sum(), (sans & ~doublons).sum()],
    }


def _retrouves(notes: pd.Series, nombres: list[int]) -> bool:
    """A step may take several lines: each a part of the total, or each the total."""
    return notes.sum() in nombres or notes.isin(nombres).all()


@verification("trous-de-mon-pays", partie=1)
def trous_de_mon_pays_1(trous: Colonne, PAYS: Pays) -> str:
    comptes = pd.to_numeric(trous, errors="coerce")
    tout, pays = _indicateurs(), _mon_pays(PAYS)
    noms = list(tout.columns[3:])
    verifier(
        set(noms) <= set(comptes.index),
        "« trous » devrait avoir un nombre pour chacun des 20 indicateurs. Partez de mon_pays[colonnes].",
    )
    verifier(comptes.notna().all(), "« trous » devrait contenir des nombres, sans case vide.")
    recus = comptes[noms].tolist()
    verifier(
        recus != (pays[noms] == 0).sum().tolist(),
        "« trous » compte les zéros. Un zéro est une mesure ; une case vide est une inconnue. "
        "isna() trouve les cases vides.",
        "vide-est-zero",
    )
    verifier(
        recus != tout[noms].isna().sum().tolist(),
        "« trous » compte les trous de tous les pays d’Afrique. Partez de « mon_pays », pas d’« indicateurs ».",
        "toute-la-table",
    )
    verifier(
        recus != pays[noms].count().tolist(),
        "« trous » compte les années connues : count() compte le plein. isna() puis sum() comptent le vide.",
        "compte-le-plein",
    )
    verifier(
        recus == pays[noms].isna().sum().tolist(),
        "« trous » n’est pas encore juste. Comptez, dans « mon_pays », les cases vides de chaque indicateur.",
    )
    return "Vous avez la carte de ce que l’on ignore."


@verification("trous-de-mon-pays", partie=2)
def trous_de_mon_pays_2(la_plus_trouee: Texte, PAYS: Pays) -> str:
    pays = _mon_pays(PAYS)
    vides = pays[pays.columns[3:]].isna().sum()
    verifier(
        la_plus_trouee in vides.index,
        "« la_plus_trouee » n’est pas un nom d’indicateur. Recopiez-le de « colonnes », entre guillemets.",
    )
    verifier(
        vides[la_plus_trouee] > vides.min(),
        "« la_plus_trouee » est la série la mieux remplie. idxmin() cherche le moins de trous ; idxmax(), le plus.",
        "compte-le-plein",
    )
    verifier(
        vides[la_plus_trouee] == vides.max(),
        "Un autre indicateur a plus de trous que « la_plus_trouee ». Triez « trous » et lisez la fin.",
    )
    return "Cherchez son libellé dans « dictionnaire » : voilà peut-être votre prochain sujet."


@verification("zero-ou-vide", partie=1)
def zero_ou_vide_1(zeros_mesures: Entier, annees_inconnues: Entier, PAYS: Pays) -> str:
    serie = _mon_pays(PAYS)["internet_pct"]
    nuls, trous = (serie == 0).sum(), serie.isna().sum()
    verifier(
        trous == 0 or zeros_mesures != nuls + trous,
        "« zeros_mesures » compte aussi les années vides : fillna(0) a inventé des zéros. "
        "Comptez sans rien remplir.",
        "vide-est-zero",
    )
    verifier(
        zeros_mesures == nuls,
        "« zeros_mesures » n’est pas le nombre d’années à zéro. (internet == 0).sum() les compte.",
    )
    verifier(
        nuls == 0 or annees_inconnues != nuls + trous,
        "« annees_inconnues » compte aussi les zéros mesurés. En 1990, on sait : personne n’était connecté. "
        "Ne comptez que les vides.",
        "zero-est-un-trou",
    )
    verifier(
        annees_inconnues == trous,
        "« annees_inconnues » n’est pas le nombre d’années vides d’internet_pct. Pensez à isna().",
    )
    return "Vous distinguez « rien » de « on ne sait pas »."


@verification("zero-ou-vide", partie=2)
def zero_ou_vide_2(moyenne_recente: Nombre, PAYS: Pays) -> str:
    pays = _mon_pays(PAYS)
    recent = pays[pays["annee"].between(2015, 2024)]["internet_pct"]
    verifier(
        recent.notna().all() or not proche(moyenne_recente, recent.sum() / 10, 0.002),
        "« moyenne_recente » divise par dix années, inconnues comprises : elle est trop basse. "
        "mean() ne compte que les années connues.",
        "vide-est-zero",
    )
    verifier(
        not proche(moyenne_recente, pays["internet_pct"].mean(), 0.002),
        "« moyenne_recente » porte sur toute la série, depuis 1990. Gardez d’abord 2015 à 2024.",
        "toute-la-table",
    )
    verifier(
        proche(moyenne_recente, recent.mean(), 0.002),
        "« moyenne_recente » n’est pas encore juste. Gardez 2015 à 2024, bornes comprises, "
        "laissez mean() sauter les vides, et n’arrondissez pas.",
    )
    return "À l’écrit, dites toujours sur combien d’années connues porte une moyenne."


def _nombre_ou_rien(en_nombre: Callable, texte: str) -> Any:
    """Return what `en_nombre` answers, None where it stops: the message says what it stumbles over."""
    try:
        return en_nombre(texte)
    except Exception:
        return None


NOMBRES_CACHES = [
    ("\u202f16\xa0789 217 ", 16789217),
    ("0", 0),
    ("95\u2003990\u2003000", 95990000),
]


@verification("nombre-en-texte", partie=1)
def nombre_en_texte_1(en_nombre: Fonction) -> str:
    obtenu = essayer(en_nombre, "1250", quand="sur « 1250 »")
    verifier(
        not isinstance(obtenu, str),
        "« en_nombre » renvoie encore du texte, qui ressemble à un nombre. Convertissez-le : int(…).",
        "texte-et-nombre",
    )
    verifier(_vaut(obtenu, 1250), '« en_nombre » devrait renvoyer 1250 quand on lui donne "1250".')
    verifier(
        _vaut(_nombre_ou_rien(en_nombre, "1 250"), 1250),
        "« en_nombre » bute sur l’espace de « 1 250 ». Retirez les espaces avant de convertir.",
        "texte-et-nombre",
    )
    for signe in ("\u202f", "\xa0", "\u2009"):
        verifier(
            _vaut(_nombre_ou_rien(en_nombre, f"1{signe}250"), 1250),
            "« en_nombre » ne retire pas toutes les sortes d’espaces ; un PDF en emploie plusieurs, "
            "pareilles à l’œil. split() les connaît toutes.",
            "invisible-absent",
        )
    ### BEGIN HIDDEN TESTS
    for texte, nombre in NOMBRES_CACHES:
        verifier(
            _vaut(essayer(en_nombre, texte, quand="sur un autre nombre"), nombre),
            "« en_nombre » marche sur l’exemple, mais pas sur d’autres nombres copiés d’un PDF. "
            "split() puis join() valent pour tous.",
        )
    ### END HIDDEN TESTS
    return "Votre fonction lit les nombres des PDF."


@verification("nombre-en-texte", partie=2)
def nombre_en_texte_2(population_2020: Nombre, PAYS: Pays) -> str:
    table = pd.read_csv("../../data/population.csv")
    vraie = table[(table["iso3"] == PAYS) & (table["annee"] == 2020)]["population"].iloc[0]
    verifier(
        population_2020 == vraie,
        "« population_2020 » n’est pas le nombre écrit dans texte_pdf. Appelez en_nombre(texte_pdf).",
    )
    return "Un nombre, enfin : on peut diviser, comparer, calculer un taux."


@verification("ordre-des-lignes")
def ordre_des_lignes(ordre: Liste) -> str:
    lettres = [str(lettre).strip().upper() for lettre in ordre]
    verifier(
        "F" not in lettres,
        "La ligne F est de trop : elle remplit les années inconnues avec des zéros, "
        "et la dernière valeur deviendrait 0.",
        "vide-est-zero",
    )
    verifier(
        sorted(lettres) == ["A", "B", "C", "D", "E"],
        "« ordre » devrait contenir cinq lettres différentes, entre guillemets.",
    )
    for apres, avant in [("B", "D"), ("E", "B"), ("C", "E"), ("A", "C")]:
        verifier(
            lettres.index(avant) < lettres.index(apres),
            f"La ligne {apres} emploie un nom qui n’existe pas encore à cet endroit. "
            "Cherchez la ligne qui le crée, et placez-la avant.",
            "ligne-avant-source",
        )
    return "Chaque ligne s’appuie sur la précédente."


@verification("derniere-valeur")
def derniere_valeur(annee_medecins: Nombre, medecins: Nombre, PAYS: Pays) -> str:
    connues = _medecins_connus(PAYS)
    verifier(
        not pd.isna(medecins),
        "« medecins » est une case vide : la dernière ligne n’est pas la dernière valeur connue. "
        "Écartez d’abord les vides, avec dropna().",
        "derniere-ligne",
    )
    verifier(
        medecins != 0,
        "« medecins » vaut 0 : votre pays n’aurait plus un seul médecin ! "
        "Un vide a été rempli avec zéro. Écartez les vides au lieu de les remplir.",
        "vide-est-zero",
    )
    verifier(
        annee_medecins != connues.index.min(),
        "« annee_medecins » est la première année connue. Triez dans l’ordre du temps, "
        "puis prenez la dernière ligne.",
        "sens-du-tri",
    )
    verifier(
        annee_medecins == connues.index.max(),
        "« annee_medecins » n’est pas la dernière année qui a une valeur. Reprenez l’exercice 4, ligne par ligne.",
    )
    verifier(
        proche(medecins, connues[connues.index.max()], 0.002),
        "« medecins » n’est pas la valeur de « annee_medecins ». Lisez les deux sur la même ligne, sans arrondir.",
    )
    return "Une valeur ne voyage jamais sans son année."


@verification("journal-pays")
def journal_du_pays(journal_pays: Table, PAYS: Pays) -> str:
    verifier(
        Path("journal_pays.csv").is_file(),
        "Le fichier journal_pays.csv n’existe pas encore. "
        'Écrivez-le : journal_pays.to_csv("journal_pays.csv", index=False).',
    )
    lu = _journal_lu("journal_pays.csv")
    verifier(
        list(lu.columns) == COLONNES_DU_JOURNAL,
        "journal_pays.csv n’a pas les quatre colonnes attendues, dans l’ordre, sans accent, "
        "séparées par des virgules. Pensez aussi à index=False.",
    )
    series = _mon_pays(PAYS)[["internet_pct", "medecins_pour_1000"]]
    colonnes = lu["colonne"].astype(str).str.strip()
    verifier(
        set(series) <= set(colonnes),
        "Il manque une série dans la colonne « colonne » : internet_pct et medecins_pour_1000.",
    )
    verifier(
        _toutes_ont_leur_raison(lu),
        "Une ligne du journal n’a pas de vraie raison. Écrivez en quelques mots pourquoi ces cases restent vides.",
        "journal-sans-raison",
    )
    lignes = pd.to_numeric(lu["lignes"], errors="coerce")
    # a series may take several lines: its empty years, then its zeros, for example
    notes = {nom: set(lignes[colonnes == nom]) for nom in series}
    vides, connues = series.isna().sum(), series.count()
    verifier(
        not all(connues[nom] in notes[nom] for nom in series)
        or any(vides[nom] in notes[nom] for nom in series),
        "Le journal compte les années connues, pas les vides. Prenez les nombres dans « trous ».",
        "compte-le-plein",
    )
    verifier(
        all(vides[nom] in notes[nom] for nom in series),
        "Un nombre du journal ne se retrouve pas dans les données. "
        "Écrivez un nombre seul, calculé avec isna(), puis sum().",
    )
    verifier(
        ecrite_dans(journal_pays, "journal_pays.csv"),
        "journal_pays.csv ne correspond plus à « journal_pays ». Exécutez de nouveau votre cellule, to_csv(…) compris.",
    )
    return "Vos silences sont documentés : on ne pourra pas vous les reprocher."


SOURCE = re.compile(r"\bOMS\b|Organisation mondiale de la santé|Banque mondiale|WDI", re.I)
INCONNU = re.compile(
    r"inconnu|ignor|lacun|absen|incertain|introuvable|indisponible|flou|\btrous?\b|font? défaut|faute de"
    r"|manqu(?!\w* de (médecin|personnel|soignant))"
    r"|\b(ne|n[’']) ?(\w+ )?(sai[ts]|savons|connaît|connaissons|dit|dispos)"
    r"|\baucune? (?!doute)|\brien\b|\b(pas|plus|jamais) (encore|été|publi|connu|disponible|mesur)"
    r"|\b(pas|plus|sans) (de |d[’'])?(chiffre|donnée|valeur|relevé|nouvelle)|\b(non|ni) (publi|connu|disponible|mesur)"
    r"|s[’']arrête|reste à|derni\w+ \w+ (connu|publi|disponible)|plus récent|à jour",
    re.I,
)


@verification("phrase-publiable")
def phrase_publiable(phrase: Texte, PAYS: Pays) -> str:
    ecrite = " ".join(phrase.split())
    connues = _medecins_connus(PAYS)
    annee, valeur = connues.index.max(), connues[connues.index.max()]
    ecritures = {f"{valeur:.2f}", f"{valeur:.3f}", f"{valeur:g}", f"{round(valeur, 2):g}"}
    verifier(
        "{" not in ecrite,
        "Des accolades sont restées dans « phrase » : il manque la lettre f, juste avant le premier guillemet.",
    )
    verifier(
        "Sahélie" not in ecrite,
        "C’est la phrase du pays imaginaire. Écrivez celle du vôtre, avec vos chiffres.",
    )
    verifier(
        any(ecriture in ecrite.replace(",", ".") for ecriture in ecritures),
        "La dernière valeur connue n’est pas dans « phrase ». Donnez-la avec deux décimales, ou telle quelle.",
    )
    verifier(
        str(annee) in ecrite,
        "« phrase » ne dit pas de quelle année date le nombre. Le lecteur le croira d’aujourd’hui : "
        "ajoutez l’année.",
        "chiffre-sans-annee",
    )
    verifier(
        SOURCE.search(ecrite),
        "« phrase » ne dit pas d’où vient le nombre. Sans source, on ne peut ni vérifier ni corriger : "
        "nommez l’OMS ou la Banque mondiale.",
        "chiffre-sans-source",
    )
    verifier(
        INCONNU.search(ecrite),
        "« phrase » dit ce que l’on sait, pas ce que l’on ignore. Ajoutez-le : "
        "c’est ce qui vous protège, et ce qui intéresse.",
        "trou-passe-sous-silence",
    )
    return "Un nombre, une année, une source, une limite : c’est publiable."
