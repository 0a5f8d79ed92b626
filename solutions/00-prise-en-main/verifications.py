"""Les vérifications du module 00-prise-en-main : une fonction pour chaque partie d’un exercice."""

import re
from pathlib import Path

import pandas as pd

from atelier import Dictionnaire, Entier, Pays, Texte, VraiFaux, nature, verification, verifier

ANNEES_DE_LA_CELLULE = {1950, 2023}
REMEDES = {"NameError": "C", "SyntaxError": "A", "TypeError": "D", "KeyError": "B"}
REMISES = Path("../../remises")

UNITES = {"milliard": 1e9, "million": 1e6, "M": 1e6, "mill": 1e3}
NOMBRE = re.compile(r"(\d+(?:[.,]\d+)*)\s?(milliard|million|mill(?=e|ier)|M\b)?")
ANNEES_CITEES = re.compile(r"(?<![\d.,])(1950|2023)(?!\d)")
ESPACE_DES_MILLIERS = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")
ONU = re.compile(r"\bO\.?N\.?U\b|Nations[ -]unies", re.I)
PRUDENCE = re.compile(
    r"estim|évalu|environ|près de|à peu près|quelque|autour d|de l[’']ordre d|presque|plus d[e’']|avoisin",
    re.I,
)


def _lignes(PAYS: str) -> pd.DataFrame:
    """Return the rows of a country, under the numbers that the notebook shows."""
    table = pd.read_csv("../../data/population.csv")
    return table[table["iso3"] == PAYS]


def _population(PAYS: str) -> pd.Series:
    """Return the population of a country by year."""
    return _lignes(PAYS).set_index("annee")["population"]


@verification("depuis-quand")
def depuis_quand(premiere_annee: Entier, derniere_annee: Entier, PAYS: Pays) -> str:
    lignes = _lignes(PAYS)
    debut, fin = lignes["annee"].min(), lignes["annee"].max()
    verifier(
        premiere_annee != lignes.index[0] and derniere_annee != lignes.index[-1],
        "Vous avez lu un numéro de ligne, en gras à gauche. Ce n’est pas une donnée : "
        "l’année est dans la colonne « annee ».",
        "numero-de-ligne",
    )
    verifier(
        max(premiere_annee, derniere_annee) < 10_000,
        "C’est un nombre d’habitants, pas une année. Lisez la colonne « annee ».",
    )
    verifier(
        (premiere_annee, derniere_annee) != (fin, debut),
        "Vos deux années sont inversées : la première est la plus ancienne.",
    )
    verifier(
        derniere_annee <= fin,
        "La table s’arrête avant l’année que vous donnez dans « derniere_annee » : les chiffres "
        "arrivent toujours avec du retard. Lisez la dernière ligne du second tableau.",
        "serie-a-jour",
    )
    verifier(
        premiere_annee == debut,
        "« premiere_annee » n’est pas la première année de la table. "
        "Lisez la colonne « annee », tout en haut du premier tableau.",
    )
    verifier(
        derniere_annee == fin,
        "« derniere_annee » n’est pas la dernière année de la table. "
        "Lisez la colonne « annee », tout en bas du second tableau.",
    )
    return "Une ligne par année, sans trou. Voilà jusqu’où remonte l’ONU."


@verification("deux-populations", partie=1)
def deux_populations_1(population_2023: Entier, PAYS: Pays) -> str:
    verifier(
        PAYS == "NGA" or population_2023 != _population("NGA")[2023],
        "« population_2023 » est celle du Nigéria, l’exemple. "
        'Remplacez "NGA" par PAYS, sans guillemets.',
        "copie-sans-adapter",
    )
    verifier(
        population_2023 == _population(PAYS)[2023],
        "« population_2023 » n’est pas la population de votre pays en 2023. "
        "Appelez habitants(…) avec PAYS, puis l’année. Si vous venez de changer PAYS, "
        "exécutez de nouveau la cellule qui l’emploie, puis la vôtre.",
    )
    return "Vous avez posé votre première question à une table."


@verification("deux-populations", partie=2)
def deux_populations_2(population_1950: Entier, PAYS: Pays) -> str:
    population = _population(PAYS)
    verifier(
        population_1950 != population[2023],
        "« population_1950 » est la population de 2023. Une ligne copiée garde ce qu’elle disait : "
        "relisez l’année entre les parenthèses.",
        "copie-sans-adapter",
    )
    verifier(
        population_1950 == population[1950],
        "« population_1950 » n’est pas la population de votre pays en 1950. "
        "Appelez habitants(…) avec PAYS, puis l’année.",
    )
    return "Hier et aujourd’hui : on peut comparer."


@verification("ranger-comparer", partie=1)
def ranger_comparer_1(annee_publiee: Entier) -> str:
    verifier(
        1950 <= annee_publiee <= 2030,
        "« annee_publiee » devrait être une année : 2022 ou 2023.",
    )
    verifier(
        annee_publiee != 2023,
        "Dans un tableur, « chiffre_publie » suivrait « estimation ». Ici, « = » a rangé le nombre "
        "du moment, une fois pour toutes. Relisez la deuxième ligne.",
        "egal-comme-tableur",
    )
    verifier(
        annee_publiee == 2022,
        "« annee_publiee » est l’une des deux années de la cellule : 2022 ou 2023.",
    )
    return "Un nombre rangé ne bouge plus, tant que personne ne range autre chose à sa place."


@verification("ranger-comparer", partie=2)
def ranger_comparer_2(identiques: VraiFaux | Entier, chiffre_publie: Entier, PAYS: Pays) -> str:
    verifier(
        chiffre_publie != _population(PAYS)[2023],
        "« chiffre_publie » vient de changer : un seul « = » n’a pas comparé, il a rangé. Exécutez de nouveau "
        "la cellule de l’étape 3, puis posez la question avec deux signes : ==.",
        "egal-est-egalite",
    )
    verifier(
        nature(identiques) == "True ou False",
        "« identiques » devrait être True ou False ; pour l’instant, c’est un nombre entier. "
        "Posez une question avec ==.",
    )
    verifier(
        not identiques,
        "« identiques » vaut True, mais les deux noms ne contiennent pas le même nombre. Ne répondez pas "
        "à la place de la machine : écrivez les deux noms, séparés par ==.",
        "egal-comme-tableur",
    )
    return "Un signe range, deux signes demandent."


@verification("quatre-erreurs")
def quatre_erreurs(remedes: Dictionnaire) -> str:
    donnes = {str(genre).strip(): str(lettre).strip().upper() for genre, lettre in remedes.items()}
    verifier(
        set(donnes) == set(REMEDES),
        "« remedes » doit garder ses quatre lignes. Ne changez que ce qui est à droite des deux-points.",
    )
    verifier(
        all(lettre in ("A", "B", "C", "D", "E") for lettre in donnes.values()),
        "Une réponse de « remedes » n’est pas une des lettres A, B, C, D ou E.",
    )
    verifier(
        "E" not in donnes.values(),
        "Rien n’est cassé ! Une erreur désigne une ligne à corriger, et le cours n’a pas bougé. "
        "Le remède E est celui qui est de trop.",
        "erreur-est-panne",
    )
    verifier(
        (donnes["NameError"], donnes["KeyError"]) != ("B", "C"),
        "NameError et KeyError sont inversées. KeyError parle d’une clé : un nom de colonne, entre guillemets. "
        "NameError parle d’un nom que vous avez créé.",
        "colonne-est-un-nom",
    )
    faux = [genre for genre, lettre in REMEDES.items() if donnes[genre] != lettre]
    verifier(
        not faux,
        f"À revoir : {', '.join(faux)}. Traduisez chaque dernière ligne avec le vocabulaire, mot à mot.",
    )
    return "Vous savez lire les quatre erreurs les plus fréquentes."


@verification("reparer")
def reparer(hausse: Entier, PAYS: Pays) -> str:
    population = _population(PAYS)
    verifier(
        hausse != 0,
        "L’erreur a disparu, mais « hausse » vaut 0 : un nom a été remplacé par un autre, au hasard. "
        "Gardez le calcul du collègue, l’arrivée moins le départ, et corrigez seulement l’orthographe.",
        "faire-taire-lerreur",
    )
    verifier(
        hausse not in (population[2023], population[1990]),
        "L’erreur a disparu, mais la soustraction aussi : « hausse » est toute une population. "
        "Gardez les trois lignes, et corrigez seulement l’orthographe.",
        "faire-taire-lerreur",
    )
    verifier(
        hausse != population[1990] - population[2023],
        "« hausse » a le mauvais signe : vous avez calculé le départ moins l’arrivée. "
        "Une hausse, c’est l’arrivée moins le départ.",
        "sens-de-la-difference",
    )
    verifier(
        hausse == population[2023] - population[1990],
        "« hausse » n’est pas la différence entre 2023 et 1990. "
        "Remettez les deux années du collègue, et corrigez seulement l’orthographe des noms.",
    )
    return "Deux erreurs, deux dernières lignes lues, deux réparations."


@verification("page-et-memoire")
def page_et_memoire(affiche_chez_lui: Entier, affiche_apres_coupure: Entier) -> str:
    verifier(
        {affiche_chez_lui, affiche_apres_coupure} <= ANNEES_DE_LA_CELLULE,
        "Chaque réponse est l’un des deux nombres rangés sous « annee » : 1950 ou 2023.",
    )
    verifier(
        affiche_chez_lui != 1950,
        "« affiche_chez_lui » suit l’ordre de la page. La machine a suivi celui des numéros : "
        "qu’a-t-elle fait en dernier, juste avant le print numéro 3 ?",
        "page-est-execution",
    )
    verifier(
        affiche_apres_coupure != 2023,
        "« affiche_apres_coupure » suppose que la mémoire a survécu. Après une coupure, elle est vide : "
        "partez de la première ligne de la page, et descendez.",
        "memoire-survit",
    )
    return "Même carnet, deux résultats : voilà pourquoi on repart de zéro avant de publier."


@verification("redemarrer")
def redemarrer(legende_finale: Texte, PAYS: Pays) -> str:
    legende = " ".join(legende_finale.split())
    minuscules = legende.casefold()
    ligne = _lignes(PAYS).set_index("annee").loc[2023]
    verifier(
        minuscules.count("habitants") < 2,
        "« legende_finale » répète le nombre d’habitants : une cellule a été exécutée plusieurs fois, "
        "et la mémoire a tout gardé. Menu Noyau → Redémarrer le noyau et Exécuter toutes les cellules…",
        "relancer-sans-effet",
    )
    verifier(
        "legende" not in minuscules,
        "« legende_finale » contient le mot « legende » lui-même. Entre guillemets, c’est un texte ; "
        "sans guillemets, c’est le nom sous lequel votre légende est rangée.",
        "nom-entre-guillemets",
    )
    _verifier_les_morceaux(legende, ligne["pays"])
    verifier(
        legende.startswith(ligne["pays"]),
        "« legende_finale » devrait commencer par le nom de votre pays, et finir par la source. "
        "Si vous avez changé PAYS en route, redémarrez le noyau et exécutez toutes les cellules.",
    )
    verifier(
        f"2023:{ligne['population']}habitants" in legende.replace(" ", ""),
        "« legende_finale » n’a pas la bonne année ou le bon nombre. Partez du nom legende, et redémarrez "
        "le noyau en exécutant toutes les cellules.",
    )
    verifier(
        minuscules.rstrip(". ").replace(" :", ":").endswith("(source: onu)"),
        "« legende_finale » devrait finir exactement par (source : ONU), avec ses parenthèses.",
    )
    return "Votre carnet donne le même résultat chez vous, chez un collègue, et demain."


def _verifier_les_morceaux(legende: str, nom_du_pays: str) -> None:
    """Each cell adds its piece to the caption: say which one is missing."""
    minuscules = legende.casefold()
    verifier(
        "onu" in minuscules or "nations" in minuscules,
        '« legende_finale » ne dit pas d’où vient le nombre. Collez la source à la fin : + " (source : ONU)".',
        "chiffre-sans-source",
    )
    verifier(
        "habitants" in minuscules or nom_du_pays in legende,
        "« legende_finale » n’a plus que la source. « = » n’ajoute pas à ce qui était rangé, il le remplace : "
        "commencez par legende, puis + et le texte à coller.",
        "ranger-ajoute",
    )
    verifier(
        "habitants" in minuscules,
        "« legende_finale » n’a pas le nombre d’habitants. La cellule qui l’ajoute est sur la page, mais elle n’a pas "
        "été exécutée depuis le dernier démarrage. Redémarrez le noyau et exécutez toutes les cellules.",
        "page-est-execution",
    )


@verification("phrase-de-la-redactrice")
def phrase_de_la_redactrice(phrase: Texte, PAYS: Pays) -> str:
    ecrite = " ".join(phrase.split())
    vraie, lus = _population(PAYS)[2023], _nombres_lus(ecrite)
    _verifier_la_forme(ecrite)
    _verifier_le_nombre(lus, vraie)
    verifier(
        re.search(r"(?<!\d)2023(?!\d)", ecrite),
        "« phrase » ne dit pas de quelle année date le nombre. Le lecteur le croira d’aujourd’hui : ajoutez 2023.",
        "chiffre-sans-annee",
    )
    verifier(
        ONU.search(ecrite),
        "« phrase » ne dit pas d’où vient le nombre. Sans source, personne ne peut le vérifier : nommez l’ONU.",
        "chiffre-sans-source",
    )
    verifier(
        re.search(r"(?<!\d)1950(?!\d)", ecrite),
        "« phrase » ne répond qu’à « combien ? ». Dites aussi depuis quand : la première année de la table.",
    )
    verifier(
        vraie not in lus or PRUDENCE.search(ecrite),
        "« phrase » donne un nombre au dernier chiffre près, sans dire que c’est une estimation. "
        "Arrondissez-le, ou écrivez « environ », « selon une estimation ».",
        "precis-est-sur",
    )
    return "Un nombre, une année, une source, une prudence : c’est une phrase de journaliste."


def _nombres_lus(phrase: str) -> list[float]:
    """Return the numbers of a sentence, its years aside: « 18 077 573 », « 18,1 millions », « 850 000 »."""
    sans_annees = ESPACE_DES_MILLIERS.sub("", ANNEES_CITEES.sub("/", phrase))
    lus = []
    for ecrit, unite in NOMBRE.findall(sans_annees):
        if ecrit.count(".") + ecrit.count(",") <= 1:
            lus.append(float(ecrit.replace(",", ".")) * UNITES.get(unite, 1))
        if not unite:  # its points and commas may part thousands
            lus.append(float(re.sub("[.,]", "", ecrit)))
    return lus


def _verifier_la_forme(phrase: str) -> None:
    verifier(
        "{" not in phrase,
        "Des accolades sont restées dans « phrase ». Tapez votre phrase en toutes lettres, entre deux guillemets droits.",
    )
    verifier(
        "Sahélie" not in phrase,
        "C’est la phrase du pays imaginaire. Écrivez celle du vôtre, avec son nombre.",
    )
    verifier(
        len(phrase.split()) >= 6,
        "« phrase » est bien courte. Écrivez une vraie phrase, que l’on puisse imprimer.",
    )


def _verifier_le_nombre(lus: list[float], vraie: int) -> None:
    verifier(
        lus,
        "« phrase » ne dit pas combien nous sommes. Donnez la population en chiffres : 4 200 000, ou 4,2 millions.",
    )
    verifier(
        any(abs(lu - vraie) <= 0.05 * vraie for lu in lus),
        "Le nombre de « phrase » n’est pas la population de votre pays en 2023. "
        "Recopiez-le de la cellule au-dessus, et gardez au moins deux chiffres quand vous arrondissez.",
    )


@verification("remise")
def remise(fichier_a_envoyer: Texte, deja_recu: VraiFaux) -> str:
    donne = fichier_a_envoyer.strip()
    nom = donne.replace("\\", "/").split("/")[-1].removesuffix(".zip")
    verifier(
        not nom.endswith(".ipynb"),
        "« fichier_a_envoyer » est le carnet lui-même. rendre() a préparé un autre fichier, plus petit et "
        "vérifié, dans le dossier remises : c’est lui que l’on envoie.",
        "carnet-est-la-remise",
    )
    verifier(
        re.fullmatch(r"00-prise-en-main_[a-z0-9-]+", nom),
        "« fichier_a_envoyer » n’est pas le nom d’une remise de ce module. Copiez-le de la réponse de rendre(), "
        "après « remises/ », jusqu’à « .zip ».",
    )
    verifier(
        not nom.endswith(("_prenom-nom", "_votre-nom")),
        "C’est le nom de l’exemple. Écrivez rendre(nom=…) avec vos vrais prénom et nom, exécutez, "
        "puis lisez le nouveau nom du fichier.",
    )
    # The grader has no such folder. Names are listed: to ask for one that is too long is an error.
    verifier(
        not REMISES.is_dir() or f"{nom}.zip" in {remise.name for remise in REMISES.iterdir()},
        "Ce fichier n’est pas dans le dossier remises. Exécutez rendre(), puis recopiez le nom exact.",
    )
    verifier(
        not deja_recu,
        "rendre() prépare un fichier sur votre disque, et rien de plus : sans connexion, il marche aussi. "
        "C’est vous qui l’envoyez.",
        "preparer-est-envoyer",
    )
    return "Il reste à enregistrer, à exécuter la dernière cellule, et à envoyer. Bravo !"
