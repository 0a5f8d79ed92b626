"""Les vérifications du module 02-trouver-et-lire : une fonction pour chaque partie d’un exercice."""

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from numbers import Real
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
    verification,
    verifier,
)

ANNEES_DU_FICHIER = (2015, 2024)
PORTAIL_OUVERT = "Portail open data"
PAUVRETE = "pauvrete_3usd_pct"
SERVICES = ["electricite_pct", "eau_base_pct", "medecins_pour_1000"]


def _indicateurs() -> pd.DataFrame:
    return pd.read_csv("../../data/indicateurs.csv")


def _dictionnaire() -> pd.DataFrame:
    return pd.read_csv("../../data/indicateurs_dictionnaire.csv").set_index("colonne")


def _pays() -> pd.DataFrame:
    """Return the course's table of countries: « NA » is a code there, Namibia’s."""
    return pd.read_csv("../../data/pays.csv", keep_default_na=False)


def _portails() -> pd.DataFrame:
    return pd.read_csv("../../data/portails.csv")


def _du_pays(table: pd.DataFrame, PAYS: str) -> pd.DataFrame:
    return table[table["iso3"] == PAYS]


def _services() -> pd.DataFrame:
    """Return the rows of which `services_de_base.csv` was made."""
    table, pays = _indicateurs(), _pays()
    cours = pays[pays["usage_francais"] != ""]["iso3"]
    return table[table["iso3"].isin(cours) & table["annee"].between(*ANNEES_DU_FICHIER)]


def _population_2020() -> pd.DataFrame:
    """Return the rows of which `population_2020.csv` was made, by the name of the country."""
    population = pd.read_csv("../../data/population.csv")
    codes = _pays()[["iso3", "iso2", "m49"]]
    return population[population["annee"] == 2020].merge(codes, on="iso3").set_index("pays")


def _a_les_colonnes(table: pd.DataFrame, *noms: str) -> bool:
    """Tell whether a table has a column of each name, and only one."""
    colonnes = list(table.columns)
    return all(colonnes.count(nom) == 1 for nom in noms)


@verification("huit-ressources", partie=1)
def huit_ressources_1(ouvertes: Liste) -> str:
    lettres = {str(lettre).strip().upper() for lettre in ouvertes}
    verifier(
        lettres <= set("ABCDEFGH"),
        "« ouvertes » ne doit contenir que des lettres, de A à H, chacune entre guillemets.",
    )
    verifier(lettres, "« ouvertes » est vide. Il y a bien des ressources ouvertes : cherchez-les.")
    verifier(
        not lettres & {"E", "H"},
        "E ou H est dans « ouvertes » : ces données existent, mais on ne peut pas les obtenir librement. "
        "La première porte est fermée.",
        "existe-donc-accessible",
    )
    verifier(
        "D" not in lettres,
        "D est un PDF : un programme n’y lit pas de tableau, ligne par ligne. La porte du format est fermée.",
        "pdf-lisible",
    )
    verifier(
        "B" not in lettres,
        "B est en ligne, gratuite, lisible par un programme… et personne n’a écrit que vous pouviez la réutiliser. "
        "Il manque une porte.",
        "en-ligne-est-ouvert",
    )
    verifier(
        "C" in lettres,
        "C n’est pas à jour, mais ses trois portes sont ouvertes. L’âge d’une donnée est une autre question.",
        "ancien-est-ferme",
    )
    verifier(
        {"F", "G"} <= lettres,
        "Il manque F ou G. Leur licence demande quelque chose : citer, ou garder la même licence. "
        "La définition de l’ouverture l’accepte.",
        "condition-est-fermeture",
    )
    verifier("A" in lettres, "Relisez A : laquelle de ses trois portes serait fermée ?")
    return "Trois portes, toutes ouvertes : vous savez trier."


@verification("huit-ressources", partie=2)
def huit_ressources_2(obstacle: Dictionnaire) -> str:
    donnes = {
        str(lettre).strip().upper(): str(porte).strip().lower().replace("è", "e")
        for lettre, porte in obstacle.items()
    }
    verifier(
        set(donnes) == set("BDEH"),
        "« obstacle » doit garder ses quatre lettres, à gauche des deux-points : B, D, E et H.",
    )
    verifier(
        all(porte in ("acces", "format", "licence") for porte in donnes.values()),
        'Un mot de « obstacle » n’est pas prévu. Écrivez "accès", "format" ou "licence".',
    )
    verifier(
        donnes["D"] != "licence",
        "D n’a pas de licence ouverte, c’est vrai, mais une autre porte vient avant. "
        "Un PDF se lit à l’œil ; un programme peut-il en tirer un tableau ?",
        "pdf-lisible",
    )
    verifier(
        donnes["E"] == donnes["H"] == "acces",
        "Pour E et H, relisez : ni en ligne, et pas librement accessibles. "
        "Inutile de parler de format ou de licence, on ne peut pas entrer.",
        "existe-donc-accessible",
    )
    verifier(
        donnes["B"] == "licence",
        "Pour B, l’accès et le format vont bien. Que reste-t-il à vérifier ?",
    )
    verifier(
        donnes["D"] == "format",
        "D est en ligne, gratuite, d’un seul bloc : l’accès va bien. Et ensuite ?",
    )
    return "Nommer ce qui manque, c’est déjà savoir quoi demander au producteur."


def _godi() -> pd.DataFrame:
    return pd.read_csv("../../data/godi_jeux.csv")


def _oui(jeux: pd.DataFrame, colonne: str) -> int:
    """Count the data sets for which a question was answered yes: « incertain » is none."""
    return (jeux[colonne] == "oui").sum()


@verification("entonnoir", partie=1)
def entonnoir_1(existent: Entier, en_ligne: Entier, sous_licence: Entier) -> str:
    recus = {
        "existe": existent,
        "en_ligne": en_ligne,
        "licence_ouverte": sous_licence,
    }
    godi = _godi()
    annee = godi[godi["annee"] == 2015]
    verifier(
        not any(nombre == (annee[colonne] != "non").sum() for colonne, nombre in recus.items()),
        "Un de vos nombres compte aussi les « incertain » : tout ce qui n’est pas « non » n’est pas « oui ». "
        'Comptez les lignes égales à "oui".',
        "incertain-est-oui",
    )
    verifier(
        not any(nombre in (len(annee), len(godi)) for nombre in recus.values()),
        "Un de vos nombres compte toutes les évaluations, quelle que soit la réponse. "
        'Comparez d’abord la colonne à "oui", puis sum().',
        "compte-le-plein",
    )
    verifier(
        not any(nombre == _oui(godi, colonne) for colonne, nombre in recus.items()),
        "Un de vos nombres porte sur les trois années, 2013 à 2015. Partez de « godi_2015 ».",
        "toute-la-table",
    )
    for colonne, nombre in recus.items():
        verifier(
            nombre == _oui(annee, colonne),
            f"Le compte de la colonne « {colonne} » n’est pas juste. "
            'Dans « godi_2015 », combien de lignes y répondent "oui" ?',
        )
    return "À chaque porte, l’entonnoir se resserre."


@verification("entonnoir", partie=2)
def entonnoir_2(part_sous_licence: Nombre) -> str:
    godi = _godi()
    annee = godi[godi["annee"] == 2015]
    licence, ligne = _oui(annee, "licence_ouverte"), _oui(annee, "en_ligne")
    verifier(
        abs(part_sous_licence - licence / ligne) > 0.005,
        "« part_sous_licence » est une part entre 0 et 1. Multipliez-la par 100.",
        "part-et-pourcentage",
    )
    verifier(
        not any(
            abs(part_sous_licence - 100 * licence / total) < 0.06
            for total in (len(annee), _oui(annee, "existe"), len(godi))
        ),
        "« part_sous_licence » divise par un autre total. Relisez : sur 100 jeux « en ligne ».",
        "mauvais-denominateur",
    )
    verifier(
        abs(part_sous_licence - 100 * licence / ligne) < 0.06,
        "« part_sous_licence » n’est pas juste. La partie 1 l’est-elle ? "
        "C’est 100 × les jeux sous licence ouverte ÷ les jeux en ligne, une décimale au moins.",
    )
    return "Sur vingt jeux en ligne, dix-neuf n’avaient pas de licence ouverte."


@verification("zero-resultat")
def zero_resultat(nb_portails: Entier) -> str:
    types = _portails()["type"]
    verifier(
        nb_portails != 0,
        "« nb_portails » vaut 0. Un résultat vide accuse d’abord la question : "
        "le mot cherché est-il écrit comme dans la table, majuscule comprise ?",
        "zero-resultat",
    )
    verifier(
        nb_portails != len(types),
        "« nb_portails » compte tous les catalogues. Un géoportail ou un catalogue d’enquêtes "
        "n’est pas un portail open data : gardez le bon type.",
        "catalogue-est-portail",
    )
    verifier(
        nb_portails
        not in (types.str.startswith("Portail").sum(), types.str.contains("ortail").sum()),
        "« nb_portails » compte tout ce qui a « portail » dans son nom, comme « Portail d’indicateurs ». "
        "Cherchez le type exact.",
        "catalogue-est-portail",
    )
    verifier(
        nb_portails == (types == PORTAIL_OUVERT).sum(),
        "« nb_portails » n’est pas le nombre de portails open data. Relisez le tableau des types.",
    )
    return "« Je n’ai pas trouvé » n’est pas « il n’y a pas »."


@verification("portails-de-mon-pays", partie=1)
def portails_de_mon_pays_1(mes_catalogues: Entier, mes_portails: Entier, PAYS: Pays) -> str:
    tout = _portails()
    pays = _du_pays(tout, PAYS)
    verifier(
        len(pays) > 0,
        "Le registre ne connaît rien pour ce PAYS. Est-ce bien un code à trois lettres, et avez-vous exécuté, "
        "en haut du carnet, la cellule qui le vérifie ? Corrigez, puis réexécutez votre cellule.",
    )
    verifier(
        mes_catalogues != len(tout),
        "« mes_catalogues » compte tout le continent. Gardez d’abord les lignes de votre pays : "
        'portails[portails["iso3"] == PAYS].',
        "toute-la-table",
    )
    verifier(
        mes_catalogues != 0,
        "« mes_catalogues » vaut 0, alors que le registre en connaît pour chaque pays du cours. "
        "Comparez la colonne iso3 à PAYS, signe par signe.",
        "zero-resultat",
    )
    verifier(
        mes_catalogues == len(pays),
        "« mes_catalogues » n’est pas le nombre de catalogues de votre pays. "
        "Gardez les lignes où iso3 vaut PAYS, puis len(…).",
    )
    exacts = (pays["type"] == PORTAIL_OUVERT).sum()
    verifier(
        mes_portails == exacts or mes_portails != len(pays),
        "« mes_portails » compte tous les catalogues du pays. Un géoportail ou un entrepôt scientifique "
        "n’est pas un portail open data : regardez la colonne type.",
        "catalogue-est-portail",
    )
    verifier(
        exacts == 0 or mes_portails != 0,
        "« mes_portails » vaut 0, mais le registre en connaît. Le type cherché est-il écrit "
        "comme dans la table, majuscule comprise ?",
        "zero-resultat",
    )
    verifier(
        mes_portails == exacts,
        "« mes_portails » n’est pas juste. Parmi les lignes de votre pays, "
        'gardez celles dont le type vaut "Portail open data".',
    )
    return "Voilà ce que le registre connaît de votre pays, ni plus ni moins."


@verification("portails-de-mon-pays", partie=2)
def portails_de_mon_pays_2(mes_portails_etat: Entier, PAYS: Pays) -> str:
    pays = _du_pays(_portails(), PAYS)
    publics = pays[pays["type_proprietaire"] == "État"]
    ouverts = pays[pays["type"] == PORTAIL_OUVERT]
    exact = (ouverts["type_proprietaire"] == "État").sum()
    verifier(
        mes_portails_etat == exact or mes_portails_etat != len(publics),
        "« mes_portails_etat » compte tous les catalogues de l’État. Public ne veut pas dire ouvert : "
        "repartez de vos portails open data.",
        "public-est-ouvert",
    )
    verifier(
        mes_portails_etat <= len(ouverts),
        "« mes_portails_etat » dépasse le nombre de portails open data de votre pays. "
        "Repartez de ceux-ci, puis gardez ceux de l’État.",
    )
    verifier(
        mes_portails_etat == exact,
        "« mes_portails_etat » n’est pas juste. Parmi vos portails open data, "
        'gardez ceux dont type_proprietaire vaut "État", accent compris.',
    )
    return "Qui publie compte autant que ce qui est publié."


def _est_vrai_ou_faux(avis: object) -> bool:
    """Tell whether `avis` is True or False, or the 1 or 0 that Python holds equal to them."""
    nombre = pd.api.types.is_bool(avis) or pd.api.types.is_number(avis)
    return nombre and avis in (True, False)


@verification("a-t-on-le-droit")
def a_t_on_le_droit(permis: Dictionnaire) -> str:
    avis_donnes = {str(lettre).strip().lower(): avis for lettre, avis in permis.items()}
    verifier(
        set(avis_donnes) == set("abcdef"),
        "« permis » doit garder ses six lettres, à gauche des deux-points, de a à f.",
    )
    verifier(
        all(map(_est_vrai_ou_faux, avis_donnes.values())),
        "Chaque réponse de « permis » est True ou False, sans guillemets, avec une majuscule.",
    )
    verifier(
        not avis_donnes["e"],
        "Phrase e : en ligne n’est pas ouvert. Aucun texte n’autorise à republier ce fichier en entier ; "
        "citez un chiffre, ou demandez une licence au producteur.",
        "en-ligne-est-ouvert",
    )
    verifier(
        not avis_donnes["b"],
        "Phrase b : gratuit ne veut pas dire sans condition. Relisez ce que demande l’ODbL.",
        "gratuit-est-ouvert",
    )
    verifier(
        not avis_donnes["c"],
        "Phrase c : une licence ouverte peut demander de laisser ouvert ce que l’on en tire. "
        "Relisez la ligne ODbL.",
        "licence-sans-condition",
    )
    verifier(
        not avis_donnes["f"],
        "Phrase f : la licence propre de cette table dit ce que l’on ne peut pas faire. "
        "On ne change pas la licence de quelqu’un d’autre.",
        "licence-sans-condition",
    )
    verifier(
        avis_donnes["a"] and avis_donnes["d"],
        "Phrase a ou d : un usage payant ne ferme pas une licence ouverte, "
        "et ce qu’elle demande est respecté ici. Relisez les fiches.",
        "condition-est-fermeture",
    )
    return "Une minute de lecture évite une lettre d’avocat."


def _lettres_et_chiffres(licence: str) -> str:
    """« CC BY-4.0 » and « cc-by 4.0 » name the same licence."""
    return re.sub(r"[^a-z0-9]", "", licence.lower())


@verification("fraicheur", partie=1)
def fraicheur_1(licence_pauvrete: Texte) -> str:
    licence = _dictionnaire().loc[PAUVRETE, "licence"]
    verifier(
        _lettres_et_chiffres(licence_pauvrete) == _lettres_et_chiffres(licence),
        "« licence_pauvrete » n’est pas la licence notée au dictionnaire pour pauvrete_3usd_pct. "
        "Recopiez la case « licence » de cette ligne, entre guillemets.",
    )
    return "Pour réutiliser cette série : citez le producteur et la licence, et dites ce que vous changez."


@verification("fraicheur", partie=2)
def fraicheur_2(annees_connues: Entier, derniere_annee: Entier, PAYS: Pays) -> str:
    tout = _indicateurs()
    pays = _du_pays(tout, PAYS)
    verifier(
        pays[PAUVRETE].notna().any(),
        "La table n’a aucune valeur pour ce PAYS. Est-ce bien un code à trois lettres, et avez-vous exécuté, "
        "en haut du carnet, la cellule qui le vérifie ? Corrigez, puis réexécutez l’exemple et votre cellule.",
    )
    _verifier_les_annees_connues(annees_connues, pays, tout)
    _verifier_la_derniere_annee(derniere_annee, pays)
    return "Un chiffre a l’âge de sa dernière mesure, pas celui de la table."


def _verifier_les_annees_connues(
    annees_connues: int, pays: pd.DataFrame, tout: pd.DataFrame
) -> None:
    mots = _dictionnaire().loc[PAUVRETE]
    duree = mots["annee_max"] - mots["annee_min"]
    verifier(
        annees_connues not in (mots["valeurs"], tout[PAUVRETE].count()),
        "« annees_connues » compte les valeurs de tous les pays. Partez de « chez_moi ».",
        "toute-la-table",
    )
    verifier(
        annees_connues not in (duree, duree + 1),
        "« annees_connues » croit le dictionnaire : de la première à la dernière année, sans trou, "
        "et pour votre pays. Il décrit tout le continent ; comptez les lignes de « chez_moi ».",
        "fichier-s-explique",
    )
    verifier(
        annees_connues not in (len(pays), pays[PAUVRETE].isna().sum()),
        "« annees_connues » compte aussi les années vides. Écartez-les d’abord : "
        'dropna(subset=["pauvrete_3usd_pct"]).',
        "lignes-et-cases",
    )
    verifier(
        annees_connues == pays[PAUVRETE].count(),
        "« annees_connues » n’est pas le nombre d’années qui ont une valeur de pauvrete_3usd_pct. "
        "Changez de colonne partout, et gardez votre pays.",
    )


def _verifier_la_derniere_annee(derniere_annee: int, pays: pd.DataFrame) -> None:
    derniere_connue = pays.dropna(subset=[PAUVRETE])["annee"].max()
    verifier(
        derniere_annee == derniere_connue
        or derniere_annee != _dictionnaire().loc[PAUVRETE, "annee_max"],
        "« derniere_annee » est celle du dictionnaire, donc du continent. "
        "Dans votre pays, la dernière valeur est plus ancienne : lisez-la dans « chez_moi ».",
        "fichier-s-explique",
    )
    verifier(
        derniere_annee == derniere_connue or derniere_annee != pays["annee"].max(),
        "« derniere_annee » est la dernière ligne de la table, même vide. "
        "Écartez d’abord les années sans valeur.",
        "derniere-ligne",
    )
    verifier(
        derniere_annee == derniere_connue,
        "« derniere_annee » n’est pas la plus récente des années connues. Prenez max() de leur colonne annee.",
    )


@contextmanager
def _fichier(octets: bytes) -> Iterator[str]:
    """Give the path of a file that the participant’s function never saw."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as dossier:
        chemin = Path(dossier, "inconnu.csv")
        chemin.write_bytes(octets)
        yield str(chemin)


def _resultat(
    fonction: Callable, octets: bytes, quand: str, expliquer: Callable[[Exception, str], None]
) -> Any:
    """Return what `fonction` makes of a file that holds `octets`.

    `expliquer` names what stopped it, where it knows; `essayer` says the rest.
    """
    with _fichier(octets) as chemin:
        resultat, arret = None, None
        try:
            resultat = fonction(chemin)
        except Exception as erreur:
            arret = erreur
        if arret is not None:
            expliquer(arret, quand)
        if resultat is None or resultat is ...:
            resultat = essayer(fonction, chemin, quand=quand)
        return resultat


def _texte_lu(lire_texte: Callable, texte: str, encodage: str, quand: str) -> Any:
    return _resultat(lire_texte, texte.encode(encodage), quand, _expliquer_la_lecture)


def _expliquer_la_lecture(erreur: Exception, quand: str) -> None:
    verifier(
        not isinstance(erreur, UnicodeDecodeError),
        f"« lire_texte », essayée {quand}, s’est arrêtée : UTF-8 refuse ces octets, et rien ne dit quoi faire alors. "
        "Mettez l’essai dans try, et cp1252 dans except UnicodeDecodeError.",
    )
    verifier(
        not isinstance(erreur, FileNotFoundError),
        "« lire_texte » cherche un fichier qui n’existe pas. Écrivez chemin, sans guillemets : "
        "c’est le nom qui contient l’adresse.",
    )


def _lignes(texte: object) -> list[str] | None:
    """Return the lines of a text, whatever ends them; None for anything else."""
    return texte.splitlines() if isinstance(texte, str) else None


# What hidden parts alone try does not travel: it stands apart from what the other parts use.
TEXTES_CACHES = [
    ("Médenine\tGabès\n", "utf-8"),
    ("Région|Tône\n", "cp1252"),
    ("Maïs, sorgho : 250 F\n", "cp1252"),
    ("ascii seulement\n", "utf-8"),
]


@verification("lire-texte", partie=1)
def lire_texte_1(lire_texte: Fonction) -> str:
    recu = _texte_lu(
        lire_texte, "pays;capitale\nSénégal;Dakar\n", "utf-8", "sur un fichier en UTF-8"
    )
    verifier(
        isinstance(recu, str),
        f"« lire_texte » devrait renvoyer un texte ; elle renvoie {nature(recu)}. "
        "decode(…) transforme des octets en texte.",
    )
    verifier(
        "region;code_region_iso" not in recu and "code_pays" not in recu,
        "« lire_texte » lit toujours le même fichier. Servez-vous de « contenu », créé dans la fonction "
        "à partir de « chemin ».",
        "table-du-dehors",
    )
    verifier(
        "Ã" not in recu,
        "« lire_texte » a lu de l’UTF-8 avec cp1252 : « SÃ©nÃ©gal ». Aucune erreur, et pourtant c’est faux. "
        "Essayez d’abord celui qui sait refuser.",
        "pas-d-erreur-donc-juste",
    )
    verifier(
        "Sénégal" in recu,
        "« lire_texte » a perdu l’accent de « Sénégal ». Ne retirez et n’ignorez rien : changez d’alphabet.",
        "accents-sans-importance",
    )
    ancien = _texte_lu(
        lire_texte,
        "pays;capitale\nBénin;Porto-Novo\n",
        "cp1252",
        "sur un fichier d’un ancien Windows",
    )
    verifier(
        isinstance(ancien, str) and "Bénin" in ancien,
        "« lire_texte » a perdu l’accent de « Bénin », dans un fichier en cp1252. "
        "Ne retirez et n’ignorez rien : si UTF-8 refuse, lisez en cp1252.",
        "accents-sans-importance",
    )
    ### BEGIN HIDDEN TESTS
    for texte, encodage in TEXTES_CACHES:
        lu = _texte_lu(lire_texte, texte, encodage, "sur un autre fichier")
        verifier(
            _lignes(lu) == texte.splitlines(),
            "« lire_texte » marche sur l’exemple, mais pas sur tous les fichiers. "
            "Essayez UTF-8, et seulement s’il refuse, cp1252.",
        )
    ### END HIDDEN TESTS
    return "Les accents sont à leur place."


def _octets_lus(lire_texte: Callable, octets: bytes, quand: str) -> Any:
    with _fichier(octets) as chemin:
        return essayer(lire_texte, chemin, quand=quand)


OCTETS_CACHES = [
    ("œuvre – 5 €\n".encode("cp1252"), "œuvre – 5 €"),
    ("\ufeffN’Djaména\n".encode(), "N’Djaména"),
]


@verification("lire-texte", partie=2)
def lire_texte_2(lire_texte: Fonction) -> str:
    marque = _octets_lus(
        lire_texte, "pays;eau\n".encode("utf-8-sig"), "sur un fichier qui commence par une marque"
    )
    verifier(
        isinstance(marque, str),
        "« lire_texte » devrait renvoyer un texte. Terminez d’abord la partie 1.",
    )
    verifier(
        not marque.startswith("ï»¿"),
        "« lire_texte » lit une marque UTF-8 avec cp1252 : « ï»¿ ». Aucune erreur, et pourtant c’est faux. "
        "Terminez d’abord la partie 1.",
        "pas-d-erreur-donc-juste",
    )
    verifier(
        not marque.startswith("\ufeff"),
        "« lire_texte » garde la marque invisible du début : le nom de la première colonne serait faux. "
        '"utf-8-sig" la retire.',
        "invisible-absent",
    )
    verifier(
        _lignes(marque) == ["pays;eau"],
        "« lire_texte » change un texte sans accents. Ne faites que le lire.",
    )
    apostrophe = _octets_lus(
        lire_texte, "Côte d’Ivoire\n".encode("cp1252"), "sur « Côte d’Ivoire »"
    )
    verifier(
        not isinstance(apostrophe, str) or "\x92" not in apostrophe,
        "L’apostrophe de « Côte d’Ivoire » est devenue un signe invisible : vous avez lu en latin-1, "
        'un cousin de cp1252. Écrivez "cp1252".',
        "invisible-absent",
    )
    verifier(
        _lignes(apostrophe) == ["Côte d’Ivoire"],
        "« lire_texte » ne rend pas « Côte d’Ivoire » tel quel, lu dans un fichier en cp1252.",
    )
    ### BEGIN HIDDEN TESTS
    for octets, attendu in OCTETS_CACHES:
        verifier(
            _lignes(_octets_lus(lire_texte, octets, "sur un autre fichier")) == [attendu],
            "« lire_texte » marche sur l’exemple, mais pas sur tous les fichiers. "
            'Il faut "utf-8-sig", puis "cp1252".',
        )
    ### END HIDDEN TESTS
    return "Vieux ou récent, marqué ou non : votre fonction lit le fichier."


@verification("services-de-base", partie=1)
def services_de_base_1(services: Table) -> str:
    _verifier_les_colonnes_des_services(services)
    verifier(
        not services["pays"].astype(str).str.contains("Ã").any(),
        "Les accents de « services » sont faux (« SÃ©nÃ©gal »), sans aucune erreur. "
        'Ce fichier est en UTF-8 : retirez encoding="cp1252".',
        "pas-d-erreur-donc-juste",
    )
    _verifier_les_nombres_des_services(services)
    attendu, codes = _services(), set(services["code_pays"].astype(str))
    verifier(
        len(services) == len(attendu) and codes == set(attendu["iso3"]),
        "« services » n’a pas toutes les lignes du fichier. Une ligne incomplète reste une ligne : "
        "ne retirez rien, et ne sautez que ce qui précède l’en-tête.",
        "trou-a-jeter",
    )
    _verifier_les_valeurs_des_services(_triees(services, "code_pays"), _triees(attendu, "iso3"))
    return "Quatre réglages, et le fichier parle."


def _verifier_les_colonnes_des_services(services: pd.DataFrame) -> None:
    colonnes = [str(nom) for nom in services.columns]
    verifier(
        not any(";" in nom for nom in colonnes),
        "Tout « services » tient dans une colonne, pleine de points-virgules. "
        'Le séparateur n’est pas toujours la virgule : sep=";".',
        "separateur-virgule",
    )
    verifier(
        not any("Acc" in nom or "Sources" in nom or nom.startswith("Unnamed") for nom in colonnes),
        "Les colonnes de « services » portent le titre du fichier, ou « Unnamed » (sans nom). "
        "Comptez les lignes au-dessus de code_pays, et sautez-les : skiprows=…",
        "en-tete-premiere-ligne",
    )
    verifier(
        "BDI" not in colonnes and 0 not in services.columns,
        "L’en-tête a disparu : une ligne de données a pris sa place. Vous avez sauté trop de lignes.",
    )
    verifier(
        colonnes == ["code_pays", "pays", "annee", *SERVICES],
        "« services » n’a pas les six colonnes du fichier. Relisez ses premières lignes, à l’étape 1.",
    )


def _verifier_les_nombres_des_services(services: pd.DataFrame) -> None:
    textes = [nom for nom in SERVICES if not pd.api.types.is_numeric_dtype(services[nom])]
    verifier(
        not any(
            services[nom].astype(str).str.contains("n.d.", regex=False).any() for nom in textes
        ),
        "« n.d. » est resté dans « services », et rend sa colonne illisible comme nombre. "
        'La machine ne sait pas que cela veut dire vide : na_values=["n.d."].',
        "machine-sait-le-vide",
    )
    verifier(
        not textes,
        "Des nombres de « services » sont restés du texte, avec une virgule. "
        'Dites que la décimale est une virgule, decimal=",", et laissez pandas choisir le reste.',
        "virgule-decimale",
    )
    verifier(
        not (services["electricite_pct"] > 100).any(),
        "Plus de 100 % de la population a l’électricité ! La virgule de « 7,9 » marque les décimales, "
        'pas les milliers : decimal=",".',
        "virgule-decimale",
    )


def _triees(table: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return the figures of a table in the order of its countries and years, read as numbers or not."""
    sans_etiquettes = table.reset_index(drop=True)  # which may bear the name of a column
    triee = sans_etiquettes.sort_values([code, "annee"], key=lambda colonne: colonne.astype(str))
    return triee[SERVICES].reset_index(drop=True)


def _verifier_les_valeurs_des_services(recu: pd.DataFrame, attendu: pd.DataFrame) -> None:
    verifier(
        not (recu.isna().sum().sum() < attendu.isna().sum().sum()),
        "Les « n.d. » de « services » ont été remplacés par des nombres. « On ne sait pas » n’est pas zéro : "
        "laissez la case vide.",
        "vide-est-zero",
    )
    verifier(
        ((recu - attendu).abs().fillna(0) < 1e-6).all(axis=None)
        and recu.isna().equals(attendu.isna()),
        "Des valeurs de « services » ne sont pas celles du fichier. "
        "La décimale est une virgule, et rien d’autre ne change.",
    )


@verification("services-de-base", partie=2)
def services_de_base_2(
    nb_lignes: Entier, mes_trous: Entier, premiere_annee: Nombre, derniere_annee: Nombre, PAYS: Pays
) -> str:
    table = _services()
    verifier(
        nb_lignes != 6 * len(table),
        "« nb_lignes » compte les cases, pas les lignes. len(services) compte les lignes.",
        "lignes-et-cases",
    )
    verifier(
        nb_lignes == len(table),
        "« nb_lignes » n’est pas le nombre de lignes du tableau. La partie 1 est-elle exacte ? "
        "Les titres et l’en-tête ne comptent pas.",
    )
    verifier(
        (premiere_annee, derniere_annee) == ANNEES_DU_FICHIER,
        "« premiere_annee » ou « derniere_annee » n’est pas juste. min() et max() de la colonne annee les donnent.",
    )
    _verifier_mes_trous(mes_trous, table, PAYS)
    return "Lignes, années, trous : la carte d’identité d’une table."


def _verifier_mes_trous(mes_trous: int, table: pd.DataFrame, PAYS: str) -> None:
    medecins = _du_pays(table, PAYS)["medecins_pour_1000"]
    verifier(
        len(medecins) > 0,
        "services_de_base.csv ne contient pas ce PAYS : il couvre les 26 pays du cours. Choisissez-en un en haut du "
        'carnet, par exemple "SEN", exécutez la cellule qui le vérifie, puis la vôtre.',
    )
    verifier(
        mes_trous != table["medecins_pour_1000"].isna().sum(),
        "« mes_trous » compte les trous des 26 pays. Gardez d’abord les lignes du vôtre.",
        "toute-la-table",
    )
    verifier(
        mes_trous != 0,
        "« mes_trous » vaut 0, alors que des années sont vides dans votre pays. "
        "Cherchez les cases vides avec isna(), et gardez les lignes où code_pays vaut PAYS.",
        "vide-est-zero",
    )
    verifier(
        mes_trous == medecins.isna().sum(),
        "« mes_trous » n’est pas le nombre d’années vides de medecins_pour_1000 dans votre pays. "
        "isna() puis sum() comptent le vide.",
    )


@verification("codes-et-total", partie=1)
def codes_et_total_1(pop: Table) -> str:
    vrai = _population_2020()
    verifier(
        list(pop.columns) == ["code_m49", "code_iso2", "pays", "population"],
        '« pop » n’a pas les quatre colonnes du fichier. Gardez sep="\\t" et skiprows=2.',
    )
    corps = pop[pop["pays"].astype(str).isin(vrai.index)]
    verifier(
        sorted(corps["pays"]) == sorted(vrai.index),
        "Il manque des pays dans « pop », ou l’un d’eux y est deux fois. Ne retirez que la ligne de total.",
        "trou-a-jeter",
    )
    codes = corps["code_m49"].astype(str)
    verifier(
        codes.str.fullmatch("[0-9]{3}").all(),
        "Des codes de « pop » ont perdu leur zéro (« 12 » ou « 12.0 » pour l’Algérie) : la machine en a fait "
        'des nombres. Gardez-les en texte : dtype={"code_m49": str}.',
        "code-est-nombre",
    )
    verifier(
        codes.tolist() == [str(vrai["m49"][nom]).zfill(3) for nom in corps["pays"]],
        "Des codes de « pop » ne sont plus ceux du fichier. Lisez-les en texte, sans les changer.",
    )
    verifier(
        (corps["code_iso2"].astype(str) == [vrai["iso2"][nom] for nom in corps["pays"]]).all(),
        "La Namibie a perdu son code : la machine a cru que « NA » voulait dire vide. "
        "Reprenez la main : keep_default_na=False.",
        "machine-sait-le-vide",
    )
    verifier(
        pd.api.types.is_numeric_dtype(pop["population"]),
        'La colonne « population » de « pop » est restée du texte. Gardez thousands=" ", '
        "et partez de « texte_pop ».",
        "texte-et-nombre",
    )
    return "Les zéros sont là, et la Namibie a gardé son code."


@verification("codes-et-total", partie=2)
def codes_et_total_2(pop: Table, total_afrique: Nombre) -> str:
    vrai = _population_2020()
    somme = vrai["population"].sum()
    verifier(
        total_afrique != 2 * somme,
        "« total_afrique » compte chaque habitant deux fois : une fois dans son pays, une fois dans la ligne "
        "de total. Retirez cette ligne avant d’additionner.",
        "total-est-une-ligne",
    )
    verifier(
        _a_les_colonnes(pop, "pays")
        and not pop["pays"].astype(str).str.upper().str.contains("TOTAL").any(),
        "La ligne de total est encore dans « pop », comme si c’était un pays. "
        'Gardez les lignes dont le pays est différent de "TOTAL".',
        "total-est-une-ligne",
    )
    verifier(
        len(pop) == len(vrai) and set(pop["pays"].astype(str)) == set(vrai.index),
        "« pop » n’a pas 54 lignes, une par pays. Ne retirez que la ligne de total.",
    )
    verifier(
        total_afrique == somme,
        '« total_afrique » n’est pas la somme des 54 pays. Additionnez pop["population"].',
    )
    verifier(
        _a_les_colonnes(pop, "population")
        and pd.to_numeric(pop["population"], errors="coerce").sum() == somme,
        "La colonne « population » de « pop » ne donne pas « total_afrique » quand on l’additionne. "
        "Ne changez que les lignes.",
    )
    return "Et votre somme retombe sur le total du fichier : la lecture est juste."


def _est(obtenu: object, signe: str) -> bool:
    """Tell whether a function answered `signe`: what it answers may be a table."""
    return isinstance(obtenu, str) and obtenu == signe


LIGNES_CACHEES = [
    (["a, b, c, d ; e, f, g", "d\te\tf", "Kindu, RDC\t1,5\t2,5"], "\t"),
    (["Eau | santé, 2015", "x;y;z", "1,1;2,2;3,3"], ";"),
    (["Sans titre", "x|y|z", "1,1|2,2|3,3"], "|"),
    (["Titre", "\t", "pays,eau,air", "Kara,,2"], ","),
]


@verification("trouver-separateur")
def separateur_trouve(trouver_separateur: Fonction) -> str:
    simple = essayer(
        trouver_separateur, ["pays;annee;eau", "Togo;2015;12"], quand="sur des points-virgules"
    )
    verifier(
        not _est(simple, ","),
        "« trouver_separateur » répond la virgule, alors que ces lignes n’en ont aucune. "
        "Un CSV ne se sépare pas toujours par des virgules.",
        "separateur-virgule",
    )
    verifier(
        _est(simple, ";"),
        '« trouver_separateur » devrait renvoyer ";" sur des lignes séparées par des points-virgules : '
        "un seul signe, et rien d’autre.",
    )
    verifier(
        all(
            _est(essayer(trouver_separateur, lignes, quand=quand), signe)
            for lignes, quand, signe in [
                (["a\tb\tc", "1\t2\t3"], "sur des tabulations", "\t"),
                (["a|b|c", "1|2|3"], "sur des barres", "|"),
                (["a,b,c", "1,2,3"], "sur des virgules", ","),
            ]
        ),
        "« trouver_separateur » ne reconnaît pas les quatre séparateurs : "
        'point-virgule, tabulation ("\\t"), barre et virgule.',
    )
    _verifier_les_pieges(trouver_separateur)
    ### BEGIN HIDDEN TESTS
    for lignes, signe in LIGNES_CACHEES:
        verifier(
            _est(essayer(trouver_separateur, lignes, quand="sur d’autres lignes"), signe),
            "« trouver_separateur » marche sur l’exemple, mais pas sur d’autres fichiers. "
            "Relisez la règle de l’étape 3, et ne regardez que la dernière ligne.",
        )
    ### END HIDDEN TESTS
    return "La machine reconnaît le séparateur sans vous."


def _verifier_les_pieges(trouver_separateur: Callable) -> None:
    """Names, numbers and titles hold signs that part nothing."""
    decimales = ["pays;eau;sante", "Lomé, Togo;12,5;13,5"]
    verifier(
        not _est(essayer(trouver_separateur, decimales, quand="sur des nombres à virgule"), ","),
        "« trouver_separateur » prend les virgules des nombres et des noms pour des séparateurs. "
        "Cherchez d’abord les trois autres signes.",
        "virgule-decimale",
    )
    titre = ["Titre ; avec | des signes", "pays,annee,eau", "Togo,2015,12.5"]
    verifier(
        _est(
            essayer(trouver_separateur, titre, quand="sous un titre qui contient d’autres signes"),
            ",",
        ),
        "« trouver_separateur » regarde le titre. La première ligne n’est pas toujours celle du tableau ; "
        "la dernière, si : lignes[-1].",
        "en-tete-premiere-ligne",
    )


@verification("ordre-des-gestes")
def ordre_des_gestes(ordre: Liste) -> str:
    lettres = [str(lettre).strip().upper() for lettre in ordre]
    verifier(
        "E" not in lettres,
        "La ligne E est de trop : un autre fichier aura une, trois ou zéro ligne de titre. "
        "La ligne G trouve l’en-tête, où qu’il soit.",
        "en-tete-premiere-ligne",
    )
    verifier(
        sorted(lettres) == ["A", "B", "C", "D", "F", "G"],
        "« ordre » devrait contenir six lettres différentes, entre guillemets.",
    )
    for apres, avant in [("C", "F"), ("A", "C"), ("G", "A"), ("D", "G"), ("B", "D")]:
        verifier(
            lettres.index(avant) < lettres.index(apres),
            f"La ligne {apres} emploie un nom qui n’existe pas encore à cet endroit. "
            "Cherchez la ligne qui le crée, et placez-la avant.",
            "ligne-avant-source",
        )
    return "Alphabet, lignes, séparateur, en-tête, lecture : toujours dans cet ordre."


def _charge(
    charger: Callable, texte: str, encodage: str = "utf-8", quand: str = "sur un autre fichier"
) -> pd.DataFrame:
    """Return the table that `charger` makes of a file with the line ends of Windows."""
    octets = texte.replace("\n", "\r\n").encode(encodage)
    tableau = _resultat(charger, octets, quand, _expliquer_le_chargement)
    verifier(
        isinstance(tableau, pd.DataFrame),
        f"« charger » devrait renvoyer un tableau ; elle renvoie {nature(tableau)}. "
        "Sa dernière ligne : return tableau.",
    )
    verifier(
        not any("\r" in str(nom) for nom in tableau.columns),
        'Un signe invisible, "\\r", reste au bout des lignes : Windows en met un avant chaque passage à la ligne. '
        "splitlines() connaît toutes les fins de ligne.",
        "invisible-absent",
    )
    return tableau


def _expliquer_le_chargement(erreur: Exception, quand: str) -> None:
    verifier(
        "llipsis" not in str(erreur),
        "Une fonction que « charger » appelle contient encore trois points. "
        "Terminez d’abord les exercices 1 et 4.",
    )
    verifier(
        not isinstance(erreur, FileNotFoundError),
        "« charger » cherche un fichier qui n’existe pas. Écrivez chemin, sans guillemets : "
        "c’est le nom qui contient l’adresse.",
    )
    verifier(
        type(erreur).__name__ != "ParserError",  # of pandas: all that the grader keeps is its name
        f"« charger », essayée {quand}, s’est arrêtée : les lignes n’ont pas toutes le même nombre de cases. "
        "Le séparateur est faux, ou des titres sont restés au-dessus de l’en-tête.",
    )
    verifier(
        not isinstance(erreur, UnicodeDecodeError),
        f"« charger », essayée {quand}, s’est arrêtée : l’alphabet n’est pas le bon. Lisez avec lire_texte(chemin), "
        "et confiez à read_csv le texte déjà lu, avec StringIO.",
    )


def _verifier_les_colonnes(tableau: pd.DataFrame, *noms: str) -> None:
    """What is looked at next is there."""
    verifier(
        _a_les_colonnes(tableau, *noms),
        "« charger » perd les colonnes. Terminez d’abord la partie 1.",
    )


def _egal(tableau: pd.DataFrame, attendu: dict[str, list]) -> bool:
    """Tell whether a table has exactly these columns, with these values."""
    return list(tableau.columns) == list(attendu) and all(
        _contient(tableau[nom], valeurs) for nom, valeurs in attendu.items()
    )


def _contient(colonne: pd.Series, valeurs: list) -> bool:
    """Tell whether a column holds exactly these values, in their order; None is an empty cell."""
    return len(colonne) == len(valeurs) and all(map(_meme_case, colonne, valeurs))


def _meme_case(recue: object, attendue: str | float | None) -> bool:
    if attendue is None:
        return pd.api.types.is_scalar(recue) and pd.isna(recue)
    if isinstance(attendue, str):
        return isinstance(recue, str) and recue == attendue
    return isinstance(recue, Real) and abs(recue - attendue) <= 1e-9


class _Fichier(NamedTuple):
    """A file that `charger` never saw, and the table that it holds."""

    texte: str
    encodage: str
    attendu: dict[str, list]

    def bien_lu(self, charger: Callable) -> bool:
        return _egal(_charge(charger, self.texte, self.encodage), self.attendu)


DIX_TITRES = "".join(f"Titre {n} ; note, {n}\n" for n in range(10))
FICHIERS_CACHES_1 = [
    _Fichier(
        "Villes | Togo\n\nville\tregion\tpays\nKpalimé\tPlateaux\tTogo\n",
        "cp1252",
        {"ville": ["Kpalimé"], "region": ["Plateaux"], "pays": ["Togo"]},
    ),
    _Fichier(
        DIX_TITRES + "ville,region,pays\nTsévié,Maritime,Togo\nLomé,,Togo\n",
        "utf-8",
        {"ville": ["Tsévié", "Lomé"], "region": ["Maritime", None], "pays": ["Togo", "Togo"]},
    ),
    _Fichier(
        "Côte d’Ivoire|||\nville|district|pays|rang\nBouaké|Vallée du Bandama|Côte d’Ivoire|b\n",
        "cp1252",
        {
            "ville": ["Bouaké"],
            "district": ["Vallée du Bandama"],
            "pays": ["Côte d’Ivoire"],
            "rang": ["b"],
        },
    ),
]


@verification("charger", partie=1)
def charger_1(charger: Fonction) -> str:
    _verifier_un_fichier_sans_titre(charger)
    accents = _charge(
        charger, "region;ville;commune\nMédenine;Gabès;Mareth\n", "utf-8", "sur un fichier en UTF-8"
    )
    verifier(
        "Gabès" in accents.to_string(),
        "« charger » rend de mauvais accents sur un fichier en UTF-8. Lisez avec lire_texte(chemin), "
        "qui connaît les deux alphabets.",
        "pas-d-erreur-donc-juste",
    )
    titres = _charge(
        charger,
        "Communes du Togo;;\nSource : Togo Developers;;\n;;\nregion;prefecture;commune\nKara;Binah;Binah 1\n",
        quand="sous trois lignes de titre",
    )
    verifier(
        list(titres.columns) == ["region", "prefecture", "commune"] and len(titres) == 1,
        "« charger » ne trouve pas l’en-tête sous des lignes de titre. Gardez lignes[debut:], "
        "où « debut » vient de trouver_entete(lignes, sep).",
        "en-tete-premiere-ligne",
    )
    verifier(
        _egal(
            _charge(
                charger,
                'region,ville,commune\n"Kara, nord",Niamtougou,Doufelgou 1\n',
                "utf-8-sig",
                "sur un fichier à virgules",
            ),
            {"region": ["Kara, nord"], "ville": ["Niamtougou"], "commune": ["Doufelgou 1"]},
        ),
        "« charger » ne lit pas bien un fichier séparé par des virgules, avec une marque au début. "
        "Reprenez les exercices 1 et 4.",
    )
    ### BEGIN HIDDEN TESTS
    for fichier in FICHIERS_CACHES_1:
        verifier(
            fichier.bien_lu(charger),
            "« charger » marche sur l’exemple, mais pas sur d’autres fichiers. "
            "Servez-vous de lire_texte, trouver_separateur et trouver_entete, sans rien fixer d’avance.",
        )
    ### END HIDDEN TESTS
    return "Alphabet, séparateur, en-tête : les trois s’ouvrent seuls."


def _verifier_un_fichier_sans_titre(charger: Callable) -> None:
    communes = _charge(
        charger,
        "region;prefecture;commune\nSavanes;Tône;Tône 1\nKara;Kozah;Kozah 1\n",
        "cp1252",
        "sur un fichier en cp1252",
    )
    verifier(
        len(communes) <= 2,
        "« charger » rend un autre fichier que celui qu’on lui confie. Servez-vous de « chemin » : "
        "lire_texte(chemin).",
        "table-du-dehors",
    )
    verifier(
        len(communes.columns) > 1,
        "« charger » rend tout dans une seule colonne. Trouvez d’abord le séparateur, "
        "puis dites-le à read_csv : sep=sep.",
        "separateur-virgule",
    )
    verifier(
        list(communes.columns) == ["region", "prefecture", "commune"],
        "« charger » a perdu l’en-tête d’un fichier sans titre. Les titres ne sont pas toujours là : "
        "trouver_entete(lignes, sep) dit où commencer.",
        "en-tete-premiere-ligne",
    )
    verifier(
        len(communes) == 2,
        "« charger » perd une ligne d’un tableau sans total. La dernière ligne ne sort que si elle contient « total ».",
        "derniere-ligne",
    )
    verifier(
        _contient(communes["prefecture"], ["Tône", "Kozah"]),
        "« charger » rend de mauvais accents sur un fichier en cp1252. Lisez avec lire_texte(chemin).",
        "pas-d-erreur-donc-juste",
    )


FICHIERS_CACHES_2 = [
    _Fichier(
        "Bilan\nnom\tannee\ttaux\tfoyers\nOuémé, sud\t2021\t12,75\t1\xa0234\nZou\t2022\t..\t1 000 000\n",
        "cp1252",
        {
            "nom": ["Ouémé, sud", "Zou"],
            "annee": [2021, 2022],
            "taux": [12.75, None],
            "foyers": [1234, 1000000],
        },
    ),
    _Fichier(
        "nom,annee,taux\nZou,2021,12.75\nMono,2022,n.d.\n",
        "utf-8-sig",
        {"nom": ["Zou", "Mono"], "annee": [2021, 2022], "taux": [12.75, None]},
    ),
    _Fichier(
        "nom|taux|foyers\nZou|1 234,5|-\nMono|-0,5|7\n",
        "utf-8",
        {"nom": ["Zou", "Mono"], "taux": [1234.5, -0.5], "foyers": [None, 7]},
    ),
]


@verification("charger", partie=2)
def charger_2(charger: Fonction) -> str:
    _verifier_les_decimales(charger)
    _verifier_les_milliers(charger)
    _verifier_les_vides(charger)
    ### BEGIN HIDDEN TESTS
    for fichier in FICHIERS_CACHES_2:
        verifier(
            fichier.bien_lu(charger),
            "« charger » marche sur l’exemple, mais lit mal d’autres nombres. "
            "Relisez les lignes « nombres » et « vides » de la convention.",
        )
    ### END HIDDEN TESTS
    return "Des nombres, et des vides qui restent vides."


def _verifier_les_decimales(charger: Callable) -> None:
    decimales = _charge(
        charger,
        "pays;eau_pct;sante_pct\nBénin;67,5;4,25\nTogo;69,0;5,5\n",
        quand="sur des nombres à virgule",
    )
    _verifier_les_colonnes(decimales, "eau_pct")
    verifier(
        pd.api.types.is_numeric_dtype(decimales["eau_pct"]),
        '« charger » laisse « 67,5 » en texte. Dites que la décimale est une virgule : decimal=",".',
        "virgule-decimale",
    )
    verifier(
        len(decimales) == 2,
        "« charger » perd une ligne d’un tableau sans total. La dernière ligne ne sort que si elle contient « total ».",
        "derniere-ligne",
    )
    verifier(
        _contient(decimales["eau_pct"], [67.5, 69.0]),
        "« charger » lit mal « 67,5 » et « 69,0 » : la virgule marque ici les décimales, pas les milliers.",
        "virgule-decimale",
    )
    points = _charge(
        charger,
        "pays,eau_pct,sante_pct\nBénin,67.5,4.25\n",
        quand="sur des nombres à point, séparés par des virgules",
    )
    verifier(
        _a_les_colonnes(points, "eau_pct") and _contient(points["eau_pct"], [67.5]),
        "« charger » lit mal « 67.5 » dans un fichier séparé par des virgules. La décimale y est un point : "
        "elle dépend du séparateur.",
        "virgule-decimale",
    )


def _verifier_les_milliers(charger: Callable) -> None:
    milliers = _charge(
        charger, "pays;population;villes\nTogo;8 442 580;12\n", quand="sur des milliers"
    )
    _verifier_les_colonnes(milliers, "population")
    verifier(
        _contient(milliers["population"], [8442580]),
        "« charger » laisse « 8 442 580 » en texte : un texte qui ressemble à un nombre n’en est pas un. "
        'thousands=" " dit que les espaces séparent les milliers.',
        "texte-et-nombre",
    )
    insecables = _charge(
        charger,
        "pays;population;villes\nTogo;8\xa0442\xa0580;12\n",
        "cp1252",
        "sur des espaces insécables",
    )
    _verifier_les_colonnes(insecables, "population")
    verifier(
        _contient(insecables["population"], [8442580]),
        "« charger » ne voit pas les espaces insécables, pareilles à l’œil. "
        'Dans le texte, remplacez "\\xa0" par une espace ordinaire.',
        "invisible-absent",
    )


def _verifier_les_vides(charger: Callable) -> None:
    trous = _charge(
        charger,
        "pays;eau_pct;sante_pct\nBénin;n.d.;4,25\nTogo;..;5\nTchad;;-\nMali;70,5;-3,5\n",
        quand="sur des cases vides",
    )
    verifier(
        len(trous) == 4,
        "« charger » ne rend pas toutes les lignes d’un tableau à trous. Une ligne incomplète reste une ligne.",
        "trou-a-jeter",
    )
    _verifier_les_colonnes(trous, "eau_pct", "sante_pct")
    verifier(
        all(pd.api.types.is_numeric_dtype(trous[nom]) for nom in ("eau_pct", "sante_pct")),
        "« charger » laisse « n.d. », « .. », « - » ou une case vide en texte, et toute la colonne avec. "
        "La machine ne devine pas ce qui est vide : na_values=VIDES.",
        "machine-sait-le-vide",
    )
    verifier(
        trous["eau_pct"].isna().sum() == 3,
        "« charger » a comblé des cases vides. « On ne sait pas » n’est pas zéro : laissez-les vides.",
        "vide-est-zero",
    )
    verifier(
        _egal(
            trous,
            {
                "pays": ["Bénin", "Togo", "Tchad", "Mali"],
                "eau_pct": [None, None, None, 70.5],
                "sante_pct": [4.25, 5.0, None, -3.5],
            },
        ),
        "« charger » change des valeurs d’un tableau à trous : attention à « -3,5 », qui n’est pas vide.",
    )


FICHIERS_CACHES_3 = [
    _Fichier(
        "Liste\t\t\ncode_region\tnom\tfoyers\n007\tKara\t1 200\n070\tMaritime\t..\n\tTotal général\t1 200\n",
        "utf-8-sig",
        {"code_region": ["007", "070"], "nom": ["Kara", "Maritime"], "foyers": [1200, None]},
    ),
    _Fichier(
        "nom,code_postal,foyers\nA,00100,5\nB,01000,6\n",
        "cp1252",
        {"nom": ["A", "B"], "code_postal": ["00100", "01000"], "foyers": [5, 6]},
    ),
    _Fichier(
        "annee|foyers|taux\n2020|5|1,5\nEnsemble et TOTAL|5|1,5\n",
        "utf-8",
        {"annee": [2020], "foyers": [5], "taux": [1.5]},
    ),
]


@verification("charger", partie=3)
def charger_3(charger: Fonction) -> str:
    _verifier_les_codes(charger)
    _verifier_le_total(charger)
    ### BEGIN HIDDEN TESTS
    for fichier in FICHIERS_CACHES_3:
        verifier(
            fichier.bien_lu(charger),
            "« charger » marche sur l’exemple, mais pas sur d’autres codes ou d’autres totaux. "
            "Relisez les deux dernières lignes de la convention.",
        )
    ### END HIDDEN TESTS
    return "Votre fonction ouvre des fichiers qu’elle n’avait jamais vus. Gardez-la."


def _verifier_les_codes(charger: Callable) -> None:
    codes = _charge(
        charger,
        "code_m49;code_iso2;pays;population\n012;DZ;Algérie;10\n516;NA;Namibie;20\n",
        quand="sur des codes",
    )
    _verifier_les_colonnes(codes, "code_m49")
    verifier(
        len(codes) == 2,
        "« charger » retire la dernière ligne même quand ce n’est pas un total. "
        "Regardez d’abord si elle contient « total ».",
        "derniere-ligne",
    )
    verifier(
        [str(code) for code in codes["code_m49"]] == ["012", "516"],
        "« charger » perd le zéro de « 012 » : un code n’est pas un nombre. "
        "Gardez-le en texte : dtype=codes_en_texte(utiles[0], sep).",
        "code-est-nombre",
    )
    _verifier_les_colonnes(codes, "code_iso2", "population")
    verifier(
        _contient(codes["code_iso2"], ["DZ", "NA"]),
        "« charger » a vidé le code « NA », celui de la Namibie : la machine a décidé que c’était un vide. "
        "keep_default_na=False l’en empêche.",
        "machine-sait-le-vide",
    )
    verifier(
        pd.api.types.is_numeric_dtype(codes["population"]),
        "« charger » garde tout en texte, même « population ». Seules les colonnes de codes restent du texte.",
        "texte-et-nombre",
    )


def _verifier_le_total(charger: Callable) -> None:
    total = _charge(
        charger,
        "region;menages;villages\nKara;10;3\nPlateaux;20;4\nTOTAL;30;7\n",
        quand="sur un tableau à total",
    )
    verifier(
        len(total) != 3,
        "« charger » garde la ligne de total, comme une région de plus : les sommes doubleraient. "
        "Retirez la dernière ligne si elle contient « total ».",
        "total-est-une-ligne",
    )
    verifier(
        len(total) == 2,
        "« charger » retire plus que la ligne de total. Une seule ligne sort : utiles[:-1].",
    )
    annees = _charge(
        charger,
        "annee;menages;villages\n2022;10;3\n2023;20;4\nTotal;30;7\n",
        quand="sur des années et un total",
    )
    _verifier_les_colonnes(annees, "annee")
    verifier(
        _contient(annees["annee"], [2022, 2023]),
        "« charger » laisse les années en texte, à cause du mot « Total » qui était dessous. "
        "Retirez cette ligne avant que pandas lise.",
        "ordre-des-etapes",
    )


@verification("journal-de-lecture")
def journal_de_lecture(journal: Table) -> str:
    lu = _journal_lu()
    etapes = lu["etape"].astype(str).str.strip().str.lower()
    attendus = _nombres_du_journal()
    manquent = [etape for etape in attendus if etape not in set(etapes)]
    verifier(
        not manquent,
        f"Il manque au journal : « {' », « '.join(manquent)} ». "
        "Écrivez ces noms tels quels dans la colonne etape, une ligne pour chacun.",
    )
    verifier(
        (lu["raison"].fillna("").astype(str).str.strip().str.len() >= 10).all(),
        "Une ligne du journal n’a pas de vraie raison. Dans six mois, qui saura pourquoi ? "
        "Écrivez-la en quelques mots.",
        "journal-sans-raison",
    )
    lignes = pd.to_numeric(lu["lignes"], errors="coerce")
    faux = [nom for nom, nombre in attendus.items() if not (lignes[etapes == nom] == nombre).any()]
    verifier(
        not faux,
        f"Un nombre du journal ne se retrouve pas dans les fichiers (étape « {' », « '.join(faux)} »). "
        "Écrivez un nombre seul, compté dans « services » ou « pop », pas de mémoire.",
        "journal-de-memoire",
    )
    verifier(
        ecrite_dans(journal, "journal_lecture.csv"),
        "journal_lecture.csv ne correspond plus à « journal ». Exécutez de nouveau votre cellule, to_csv(…) compris.",
    )
    return "Si l’on conteste votre chiffre, vous ouvrez le journal."


def _journal_lu() -> pd.DataFrame:
    """Return the journal as its file has it: the file is what stays, not the variable."""
    verifier(
        Path("journal_lecture.csv").is_file(),
        "Le fichier journal_lecture.csv n’existe pas encore. "
        'Écrivez-le : journal.to_csv("journal_lecture.csv", index=False).',
        "tableau-et-fichier",
    )
    try:
        lu = pd.read_csv("journal_lecture.csv")
    except ValueError:  # empty, or saved in another encoding
        lu = None
    verifier(
        lu is not None,
        "journal_lecture.csv ne se lit plus : il est vide, ou un tableur l’a réenregistré. "
        "Exécutez de nouveau votre cellule, to_csv(…) compris.",
    )
    verifier(
        not any(str(nom).startswith("Unnamed") for nom in lu.columns),
        "journal_lecture.csv a une colonne de numéros sans nom. Ajoutez index=False dans to_csv(…).",
        "index-dans-le-fichier",
    )
    verifier(
        list(lu.columns) == ["etape", "colonne", "lignes", "raison"],
        "journal_lecture.csv n’a pas les quatre colonnes attendues : etape, colonne, lignes, raison, "
        "dans cet ordre, sans accent, séparées par des virgules.",
    )
    return lu


def _nombres_du_journal() -> dict[str, int]:
    """Return how many rows each step of the journal is about."""
    return {
        "titres": 3,
        "vides": _services()["medecins_pour_1000"].isna().sum(),
        "codes": (_population_2020()["m49"] < 100).sum(),
        "total": 1,
    }
