"""Les vérifications du module 08-contribuer : une fonction pour chaque partie d’un exercice."""

import functools
import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from atelier import Dictionnaire, Fonction, Liste, Pays, Texte, essayer, verification, verifier
from atelier.portal.errors import ActionError
from atelier.portal.seed import people
from atelier.portal.trial import Trial, fresh_portal

COLONNES_DE_LA_TABLE = ["annee", "population", "eau_pct"]

ANNEE = re.compile(r"\b(?:19|20)\d\d\b")
DIT_L_EAU = re.compile(r"\beaux?\b")
DIT_DES_HABITANTS = re.compile(r"\bhab|personne|individu")

SIGLES = {"COD": ["rdc"], "CAF": ["centrafri", "rca"], "MUS": ["maurice", "mauric"]}
"""How people name a country whose full name is seldom used."""

CHAMPS_EXIGES = [
    "notes",
    "license_id",
    "dataset_source",
    "dataset_date",
    "methodology",
    "data_update_frequency",
    "maintainer",
    "groups",
]
FICHE_COMPLETE = dict.fromkeys(CHAMPS_EXIGES, "rempli") | {
    "groups": [{"name": "ben"}],
    "title": "Puits",
    "tags": [],
}


def _sans_accents(texte: str) -> str:
    """Return a text without accents and capitals: some keyboards have no accents."""
    decompose = unicodedata.normalize("NFD", texte.casefold())
    return "".join(signe for signe in decompose if not unicodedata.combining(signe))


def _codes_de_licence(licence: Mapping[Any, Any]) -> dict[str, str]:
    """Return the code given to each case, once all seven have one that exists."""
    codes = {str(k).strip().upper(): str(v).strip().lower() for k, v in licence.items()}
    verifier(
        set(codes) == set("ABCDEFG"),
        "« licence » doit garder ses sept lettres, à gauche des deux-points : de A à G.",
    )
    verifier(
        set(codes.values()) <= {"cc-by", "odc-odbl", "cc-zero", "non"},
        'Un code de « licence » n’est pas prévu. Écrivez "cc-by", "odc-odbl", "cc-zero" ou "non".',
    )
    return codes


@verification("licences", partie=1)
def licences_1(licence: Dictionnaire) -> str:
    codes = _codes_de_licence(licence)
    verifier(
        codes["D"] == "non",
        "D : personne n’a rien autorisé. Sans licence, la table reste à la mairie : "
        "demandez-lui d’abord d’en écrire une.",
        "silence-est-accord",
    )
    verifier(
        codes["E"] == "non",
        "E : « pas d’usage commercial » n’est pas une licence ouverte. Un journal se vend, "
        "et vous ne pouvez pas effacer la condition de l’ONG.",
        "gratuit-est-ouvert",
    )
    verifier(
        codes["G"] == "non",
        "G : un quartier, un âge, un métier, et les voisins savent de qui il s’agit. "
        "Aucune licence ne rend cela publiable.",
        "sans-nom-est-anonyme",
    )
    return "Vous savez dire non. Ne pas republier une table n’interdit pas d’en citer un chiffre, avec sa source."


@verification("licences", partie=2)
def licences_2(licence: Dictionnaire) -> str:
    codes = _codes_de_licence(licence)
    verifier(
        codes["B"] == "odc-odbl",
        "B vient d’OpenStreetMap. Nettoyer ne change pas de propriétaire : "
        "quelle licence la table d’origine demande-t-elle de garder ?",
        "licence-au-choix",
    )
    verifier(
        codes["F"] == "cc-by",
        "F vient d’une table sous CC BY 4.0 : on peut la republier, à une condition. Laquelle ?",
        "licence-au-choix",
    )
    verifier(
        codes["A"] != "non" and codes["C"] != "non",
        "A et C sont à vous, ou à votre association : vous avez le droit de choisir.",
    )
    verifier(
        codes["A"] == "cc-by",
        "A : vous demandez que l’on vous cite. Quelle licence dit cela, et rien d’autre ?",
    )
    verifier(
        codes["C"] == "cc-zero",
        "C : l’association ne demande rien du tout. Quelle licence dit cela ?",
    )
    return "La licence d’origine voyage avec la table."


@verification("fiche", partie=1)
def fiche_1(
    nom: Texte, titre: Texte, description: Texte, licence_fiche: Texte, source: Texte, PAYS: Pays
) -> str:
    verifier(
        re.fullmatch(r"[a-z0-9_-]{2,100}", nom.strip()),
        "« nom » est une adresse : seulement des minuscules sans accent, des chiffres et des tirets, "
        'sans espace. Par exemple "prix-du-mil".',
        "nom-est-un-titre",
    )
    _verifier_le_titre(titre.strip(), PAYS)
    verifier(
        len(description.strip()) >= 60 and len(description.split()) >= 8,
        "« description » est trop courte pour servir. Que compte-t-on ? d’où cela vient-il ? "
        "qu’est-ce que la table ne dit pas ?",
        "fichier-s-explique",
    )
    licence = re.sub(r"[\s_]+", "-", licence_fiche.strip().upper())
    verifier(
        licence in ("CC-BY-4.0", "ODBL-1.0", "CC0-1.0"),
        '« licence_fiche » : écrivez le nom complet, avec sa version : "CC-BY-4.0", "ODbL-1.0" ou "CC0-1.0".',
    )
    verifier(
        licence == "CC-BY-4.0",
        "« licence_fiche » n’est pas celle de la table d’origine. Le dictionnaire la donne, à l’étape 2 : "
        "elle voyage avec la table.",
        "licence-au-choix",
    )
    verifier(
        any(mot in source.casefold() for mot in ("oms", "who", "unicef", "jmp")),
        "« source » ne nomme pas qui a produit le chiffre. L’étape 2 l’affiche : c’est le producteur.",
        "chiffre-sans-source",
    )
    return "Une inconnue saurait de quoi il s’agit, et si elle a le droit de s’en servir."


def _verifier_le_titre(titre: str, code: str) -> None:
    """Check that a title says of what the table speaks, of which country and of which years."""
    dit = _sans_accents(titre)
    verifier(
        DIT_L_EAU.search(dit) and len(titre) >= 12,
        "« titre » ne dit pas de quoi parle la table. Une inconnue le lira seul, dans une liste de mille.",
        "titre-pour-soi",
    )
    pays = pd.read_csv("../../data/pays.csv").set_index("iso3")["nom_fr"][code]
    verifier(
        any(debut in dit for debut in _debuts_de_noms(code, pays)),
        f"« titre » ne dit pas de quel pays parle la table. Écrivez-le : {pays}.",
        "titre-pour-soi",
    )
    annees_dites = {int(annee) for annee in ANNEE.findall(titre)}
    verifier(
        annees_dites,
        "« titre » ne dit pas quelles années la table couvre. Ajoutez la première et la dernière.",
        "chiffre-sans-annee",
    )
    annees = _table_de_l_eau(code).index
    verifier(
        annees_dites <= set(range(annees.min(), annees.max() + 1)),
        "« titre » donne une année que la table n’a pas. Regardez sa première et sa dernière ligne.",
        "chiffre-sans-annee",
    )


def _debuts_de_noms(code: str, pays: str) -> list[str]:
    """Return the beginnings of words by which a title names a country."""
    mots = re.findall(r"\w{4,}", _sans_accents(pays))
    propres = [mot[:5] for mot in mots if mot not in ("republique", "democratique")]
    return [*propres, *SIGLES.get(code, [])]


def _table_de_l_eau(code: str) -> pd.DataFrame:
    """Return by year the indicators of a country, where access to water and population are known."""
    table = pd.read_csv("../../data/indicateurs.csv").merge(
        pd.read_csv("../../data/population.csv"), on=["iso3", "annee"]
    )
    return table[table["iso3"] == code].dropna(subset=["eau_base_pct"]).set_index("annee")


@verification("fiche", partie=2)
def fiche_2(types: Dictionnaire, unites: Dictionnaire) -> str:
    verifier(
        set(types) == set(unites) == set(COLONNES_DE_LA_TABLE),
        "« types » et « unites » doivent garder leurs trois colonnes : annee, population et eau_pct.",
    )
    choisis = {colonne: str(sorte).strip().lower() for colonne, sorte in types.items()}
    verifier(
        set(choisis.values()) <= {"integer", "number", "string", "date", "year"},
        'Un type n’est pas prévu. Écrivez "integer", "number", "string" ou "date".',
    )
    verifier(
        "string" not in choisis.values(),
        "Vous avez décrit un nombre comme un texte : la machine ne refuserait alors plus rien, pas même « inconnu ».",
        "texte-et-nombre",
    )
    verifier(
        choisis["annee"] in ("integer", "year"),
        "« annee » est une année seule, sans jour ni mois : un nombre entier.",
    )
    verifier(
        choisis["population"] == "integer",
        "La population se compte en personnes entières : quel type le dit ?",
    )
    verifier(
        choisis["eau_pct"] == "number",
        "Un pourcentage peut avoir une décimale : quel type l’accepte ?",
    )
    dites = {colonne: str(unite).strip().casefold() for colonne, unite in unites.items()}
    verifier(
        any(signe in dites["eau_pct"] for signe in ("%", "pour cent", "pourcent")),
        "L’unité de « eau_pct » manque : 54, mais 54 quoi ? Écrivez de quoi c’est le pourcentage.",
        "nombre-sans-unite",
    )
    verifier(
        DIT_DES_HABITANTS.search(dites["population"]),
        "L’unité de « population » manque : des habitants, des milliers, des millions ?",
        "nombre-sans-unite",
    )
    verifier(
        len(dites["annee"]) >= 4, "Dites aussi ce qu’est « annee », même si cela semble évident."
    )
    return "Chaque colonne a son type et son unité."


@verification("fiche", partie=3)
def fiche_3(types: Dictionnaire, nom: Texte, titre: Texte, PAYS: Pays) -> str:
    paquet = _lire_le_paquet()
    verifier(
        (paquet.nom, paquet.titre, paquet.types) == (nom, titre, types),
        "datapackage.json ne correspond plus à vos réponses. Exécutez votre cellule en entier, dernières lignes comprises.",
        "tableau-et-fichier",
    )
    verifier(
        list(paquet.types) == list(paquet.table.columns),
        "La fiche et eau.csv n’ont plus les mêmes colonnes. Exécutez de nouveau l’étape 1, puis votre cellule.",
    )
    verifier(
        _est_celle_du_pays(paquet.table, PAYS),
        "eau.csv ne contient pas les chiffres de votre pays. Vérifiez PAYS, puis exécutez de nouveau l’étape 1.",
        "toute-la-table",
    )
    return "La table et sa fiche voyagent ensemble, jusque sur une clé USB."


class _Paquet(NamedTuple):
    """What the participant wrote: the description (name, title, type of each column), and the table."""

    nom: Any
    titre: Any
    types: dict[Any, Any]
    table: pd.DataFrame


def _lire_le_paquet() -> _Paquet:
    description, donnees = Path("datapackage.json"), Path("eau.csv")
    verifier(
        description.is_file() and donnees.is_file(),
        "Il manque datapackage.json ou eau.csv à côté du carnet. Exécutez la cellule de l’étape 1, puis la vôtre en entier.",
        "tableau-et-fichier",
    )
    try:
        fiche = json.loads(description.read_text(encoding="utf-8"))
        champs = fiche["resources"][0]["schema"]["fields"]
        types = {champ["name"]: champ["type"] for champ in champs}
        paquet = _Paquet(fiche["name"], fiche["title"], types, pd.read_csv(donnees))
    except (ValueError, LookupError, TypeError):
        paquet = None
    verifier(
        paquet is not None,
        "datapackage.json ou eau.csv ne se lit plus. Exécutez de nouveau la cellule de l’étape 1, puis la vôtre en entier.",
    )
    return paquet


def _est_celle_du_pays(table: pd.DataFrame, code: str) -> bool:
    """Tell whether the figures of a table are those of a country, year by year."""
    if not {"annee", "eau_pct"} <= set(table.columns) or table.empty:
        return False
    dites = table.set_index("annee")["eau_pct"]
    if not pd.api.types.is_numeric_dtype(dites):
        return False
    donnees = pd.read_csv("../../data/indicateurs.csv")
    donnees = donnees[donnees["iso3"] == code].set_index("annee")["eau_base_pct"].dropna()
    return (donnees.reindex(dites.index) - dites).abs().max() < 1e-9


@verification("rapport")
def rapport(fautes: Dictionnaire) -> str:
    verifier(
        all(str(ligne).strip().isdecimal() for ligne in fautes),
        'À gauche des deux-points, « fautes » attend des numéros de ligne : {12: "vide"}.',
    )
    dites = {int(str(ligne).strip()): str(mot).strip().lower() for ligne, mot in fautes.items()}
    verifier(
        set(dites.values()) <= {"texte", "vide", "limite", "doublon"},
        'Un mot de « fautes » n’est pas prévu. Écrivez "texte", "vide", "limite" ou "doublon".',
    )
    _verifier_les_lignes(set(dites))
    verifier(
        dites[5] == "vide",
        "Ligne 5 : constraint-error sur « annee ». La case est obligatoire ; que contient-elle ?",
        "une-faute-une-cause",
    )
    verifier(
        dites[4] == "limite",
        "Ligne 4 : constraint-error sur « eau_pct ». La case est pleine ; un pourcentage peut-il valoir cela ?",
        "une-faute-une-cause",
    )
    verifier(
        dites[3] == "texte",
        "Ligne 3 : type-error sur « eau_pct ». Qu’a-t-on écrit à la place du nombre ?",
    )
    verifier(
        dites[7] == "doublon",
        "Ligne 7 : unique-error. Cherchez son année plus haut dans le fichier.",
    )
    return "Un rapport se lit case en main. Et « n.d. » n’est pas vide : pour la machine, c’est un mot."


def _verifier_les_lignes(lignes: set[int]) -> None:
    verifier(
        lignes not in ({2, 3, 4, 6}, {1, 2, 3, 5}),
        "Vos numéros sont décalés. Dans le rapport, la ligne 1 est l’en-tête : gardez les numéros du rapport.",
        "numero-de-ligne",
    )
    verifier(
        6 not in lignes,
        "La ligne 6 est juste : le contrôleur signale le doublon sur la seconde des deux lignes.",
        "rapport-devine",
    )
    verifier(
        lignes <= {3, 4, 5, 7},
        "Une ligne de « fautes » n’est pas dans le rapport. Relisez-en la première colonne.",
        "rapport-devine",
    )
    verifier(
        lignes == {3, 4, 5, 7},
        "Il manque une ligne fautive : le rapport en nomme quatre.",
        "rapport-devine",
    )


def _brute(*lignes: tuple[str, str, str]) -> pd.DataFrame:
    """Return a table as it comes: all text."""
    return pd.DataFrame(lignes, columns=COLONNES_DE_LA_TABLE, dtype="str")


def _petite_table() -> pd.DataFrame:
    """Return three years, one of them written twice in different ways, and a row without a year."""
    return _brute(
        ("2021", "16\u202f789\u00a0217", "80,5"),
        ("2019", "15 001 002", "n.d."),
        ("", "15 500 000", "79,9"),
        ("2020", "15 900 000", ""),
        ("2021", "16 789 217", "80,50"),
    )


def _reparee(reparer: Fonction, brute: pd.DataFrame, quand: str) -> pd.DataFrame:
    """Return what « reparer » makes of a table, once it is a table of the same columns."""
    rendue = essayer(reparer, brute, quand=quand)
    verifier(
        isinstance(rendue, pd.DataFrame) and list(rendue.columns) == COLONNES_DE_LA_TABLE,
        "« reparer » doit rendre une table, avec les mêmes trois colonnes, dans le même ordre.",
    )
    return rendue


def _est_faite_de_nombres(table: pd.DataFrame) -> bool:
    return all(pd.api.types.is_numeric_dtype(table[colonne]) for colonne in table)


@verification("reparer-table", partie=1)
def reparer_table_1(reparer: Fonction) -> str:
    rendue = _reparee(reparer, _petite_table(), quand="sur une petite table")
    verifier(
        _est_faite_de_nombres(rendue),
        'Une colonne rendue par « reparer » est encore du texte. Convertissez-la avec pd.to_numeric(…, errors="coerce").',
        "texte-et-nombre",
    )
    _verifier_2021(rendue[rendue["annee"] == 2021])
    vides = rendue[rendue["annee"].isin([2019, 2020])]["eau_pct"]
    verifier(
        not (vides == 0).any(),
        "« n.d. » ou une case vide est devenu zéro : votre table dit que personne n’a d’eau. Laissez vide.",
        "vide-est-zero",
    )
    verifier(
        len(vides) == 2,
        "Une ligne dont le pourcentage est inconnu a disparu. Sa population est connue : gardez la ligne, laissez la case vide.",
        "trou-a-jeter",
    )
    verifier(
        pd.api.types.is_integer_dtype(rendue["annee"])
        and pd.api.types.is_integer_dtype(rendue["population"]),
        "« annee » ou « population » n’est pas faite de nombres entiers : une année s’écrirait 2021.0 dans le fichier. "
        "Retirez les lignes sans année, puis astype(int).",
    )
    return "Les nombres sont des nombres, et les vides sont restés vides."


def _verifier_2021(lignes: pd.DataFrame) -> None:
    """Check the year whose figures have a comma and three kinds of spaces."""
    verifier(
        len(lignes),
        "L’année 2021 a disparu : elle était pourtant lisible. Retirez seulement les lignes sans année.",
        "trou-a-jeter",
    )
    verifier(
        lignes["population"].notna().all() and lignes["population"].iloc[0] == 16_789_217,
        "La population « 16 789 217 » s’est perdue en route. Ses espaces ne sont pas tous les mêmes : "
        'retirez-les avec str.replace(r"\\s", "", regex=True).',
        "espaces-aux-bords",
    )
    verifier(
        lignes["eau_pct"].notna().all() and abs(lignes["eau_pct"].iloc[0] - 80.5) < 1e-9,
        "« 80,5 » n’est pas devenu 80.5. Remplacez la virgule par un point avant de convertir.",
        "virgule-decimale",
    )


@verification("reparer-table", partie=2)
def reparer_table_2(reparer: Fonction) -> str:
    rendue = _reparee(reparer, _petite_table(), quand="sur une petite table")
    verifier(
        _est_faite_de_nombres(rendue) and _connait_ses_annees(rendue),
        "Finissez d’abord la partie 1 : les nombres, puis les vides. La suite s’appuie sur eux.",
    )
    verifier(
        rendue["annee"].notna().all(),
        'Une ligne sans année est restée : on ne saurait pas où la placer. Retirez-la avec dropna(subset=["annee"]).',
    )
    verifier(
        rendue["annee"].is_unique,
        "2021 est encore là deux fois : « 80,5 » et « 80,50 » sont le même nombre. "
        "Cherchez les doublons après la conversion, pas avant.",
        "ordre-des-etapes",
    )
    verifier(
        rendue["annee"].is_monotonic_increasing,
        'Les années ne vont pas de la plus ancienne à la plus récente : sort_values("annee").',
        "sens-du-tri",
    )
    verifier(
        _laisse_intacte(reparer, _petite_table()),
        "« reparer » a changé la table reçue. Commencez par une copie : table = brute.copy().",
        "original-modifie",
    )
    verifier(
        len(rendue) == 3,
        "« reparer » ne rend pas le bon nombre de lignes : ici, trois années sont connues.",
        "doublon-tout-efface",
    )
    ### BEGIN HIDDEN TESTS
    _verifier_sur_deux_autres_tables(reparer)
    ### END HIDDEN TESTS
    return "Votre fonction répare aussi les tables qu’elle n’a jamais vues."


def _connait_ses_annees(table: pd.DataFrame) -> bool:
    """Tell whether the three years are there, and 2021 with its figures."""
    lignes = table[table["annee"] == 2021]
    return (
        {2019, 2020} <= set(table["annee"])
        and (lignes["population"] == 16_789_217).any()
        and (lignes["eau_pct"] == 80.5).any()
    )


def _laisse_intacte(reparer: Fonction, brute: pd.DataFrame) -> bool:
    """Tell whether « reparer » leaves the table that it gets as it was."""
    avant = brute.copy()

    @functools.wraps(reparer)
    def sur_place() -> Any:  # `essayer` would give a copy
        return reparer(brute)

    essayer(sur_place, quand="une seconde fois")
    return brute.equals(avant)


def _verifier_sur_deux_autres_tables(reparer: Fonction) -> None:
    autre = _brute(
        ("2003", "679 012", "54,25"),
        ("1999", "600 000", "inconnu"),
        ("2003", "679\u00a0012", "54,250"),
        ("n.d.", "1", "2"),
    )
    rendue = _reparee(reparer, autre, quand="sur une autre table")
    opposees = _brute(("2003", "679 012", "54"), ("2003", "679 012", "45"))
    verifier(
        len(_reparee(reparer, opposees, quand="sur deux lignes qui se contredisent")) == 2,
        "Deux lignes d’une même année se contredisent, et « reparer » en choisit une sans le dire. "
        "Ne retirez que les lignes entièrement répétées.",
        "doublon-choisi",
    )
    verifier(
        rendue["annee"].tolist() == [1999, 2003]
        and rendue["population"].tolist() == [600_000, 679_012],
        "« reparer » marche sur l’exemple, mais pas sur une autre table. Travaillez sur « brute », "
        "la table reçue, sans nommer d’année ni de valeur.",
        "table-du-dehors",
    )


def _deposer(portail: Trial, nom: str, licence: str | None, **champs: Any) -> None:
    """Put a dataset on a portal."""
    fiche = {"name": nom, "title": nom, "owner_org": "cours", "license_id": licence}
    portail.call("package_create", fiche | champs)


@verification("chercher", partie=1)
def chercher_1(chercher: Fonction) -> str:
    with fresh_portal() as portail:
        _deposer(portail, "prix-du-mil", "cc-by", title="Prix au marché")
        _deposer(portail, "prix-du-riz", "cc-nc", title="Prix au marché")
        _deposer(portail, "prix-du-pain", None, title="Prix au marché")
        _deposer(portail, "points-d-eau", "cc-by", title="Points d’eau")
        rendue = essayer(chercher, portail.address, "marché", quand="sur un petit portail")
    verifier(
        isinstance(rendue, list) and all(isinstance(nom, str) for nom in rendue),
        '« chercher » doit rendre une liste d’adresses : ["prix-du-mil", …]. D’une fiche, prenez fiche["name"].',
        "fiche-entiere",
    )
    verifier(
        "prix-du-riz" not in rendue and "prix-du-pain" not in rendue,
        "« chercher » rend aussi des fiches dont la licence n’est pas ouverte, ou qui n’en ont pas. "
        "Elles sont en ligne ; ce n’est pas assez.",
        "en-ligne-est-ouvert",
    )
    verifier(
        "points-d-eau" not in rendue,
        "« chercher » rend une fiche qui ne parle pas des mots demandés. Donnez les mots au portail : q=mots.",
        "copie-sans-adapter",
    )
    verifier(
        rendue == ["prix-du-mil"],
        '« chercher » ne rend pas la bonne fiche. Essayez-la : chercher(adresse, "santé").',
    )
    return "Ouverte, et pas seulement en ligne."


@verification("chercher", partie=2)
def chercher_2(chercher: Fonction) -> str:
    with fresh_portal() as portail:
        for numero in range(27):
            licence = "odc-odbl" if numero == 5 else "cc-by"
            _deposer(portail, f"marche-{numero}", licence, title="Prix au marché")
        quand = "sur un portail de vingt-sept fiches"
        rendue = essayer(chercher, portail.address, "prix", quand=quand)
    verifier(
        isinstance(rendue, list),
        "« chercher » doit rendre une liste. Finissez d’abord la partie 1.",
    )
    verifier(
        len(rendue) != 10,
        "Vingt-sept fiches correspondent, « chercher » en rend dix : le portail n’en donne que dix à la fois, "
        "sans prévenir. Demandez-en plus.",
        "dix-premiers",
    )
    verifier(
        len(rendue) == 27,
        "« chercher » ne rend pas toutes les fiches ouvertes qui correspondent. Finissez d’abord la partie 1.",
    )
    return "Vous ne ratez plus la onzième réponse."


@verification("cle-valable")
def verifier_cle_valable(cle_valable: Fonction) -> str:
    inventee = "une-cle-inventee-longue-de-plus-de-vingt-signes"
    with fresh_portal() as portail:
        _deposer(portail, "prix", None, title="Prix")
        adresse, cle = portail.address, portail.token
        cle_lectrice = people(portail.portal, "lectrice", "member")
        bonne = essayer(cle_valable, adresse, cle, quand="avec une bonne clé")
        fausse = essayer(cle_valable, adresse, inventee, quand="avec une fausse clé")
        lectrice = essayer(cle_valable, adresse, cle_lectrice, quand="avec la clé d’une lectrice")
    _verifier_vrai_ou_faux(bonne, fausse)
    verifier(
        not (bonne and fausse),
        "« cle_valable » accepte une clé inventée. Une recherche réussit pour tout le monde : "
        "que peut faire votre clé, et pas un visiteur ?",
        "lecture-prouve-la-cle",
    )
    verifier(
        bonne or not fausse,
        "« cle_valable » répond à l’envers : True quand la clé marche.",
        "reponse-a-l-envers",
    )
    verifier(
        bonne,
        "« cle_valable » refuse une bonne clé. La donnez-vous au portail ? RemoteCKAN(adresse, apikey=cle).",
        "cle-oubliee",
    )
    _verifier_vrai_ou_faux(lectrice)
    verifier(
        not lectrice,
        "« cle_valable » accepte la clé d’une personne qui peut seulement lire. "
        'Demandez les organisations où l’on peut créer : permission="create_dataset".',
        "lire-est-publier",
    )
    return "Avant de publier, vous saurez si l’on vous reconnaît."


def _verifier_vrai_ou_faux(*reponses: Any) -> None:
    verifier(
        all(type(reponse).__name__ in ("bool", "bool_") for reponse in reponses),
        "« cle_valable » doit rendre True ou False, et non une liste ou un nombre. Posez une question : … > 0.",
        "liste-est-reponse",
    )


class _Publication(NamedTuple):
    """What « publier » answered and left on a portal: the dataset, the content of each file."""

    rendu: Any
    fiche: Mapping[str, Any] | None
    octets: list[bytes | None]


FICHE_A_PUBLIER = {
    "nom": "ecoles-rurales",
    "titre": "Écoles rurales, 2021-2023",
    "description": "Écoles relevées par une équipe de bénévoles.",
    "licence": "odc-odbl",
    "etiquettes": ["école", "zone rurale"],
}
TABLE_A_PUBLIER = b"annee,ecoles\n2021,12\n2023,15\n"


def _publication(publier: Fonction) -> _Publication:
    """Return what « publier » does on a fresh portal with `FICHE_A_PUBLIER` and `TABLE_A_PUBLIER`."""
    with fresh_portal() as portail, tempfile.TemporaryDirectory() as dossier:
        redaction = {"name": "redaction", "title": "Rédaction"}
        portail.call("organization_create", redaction, ignore_auth=True)
        fichier = Path(dossier, "ecoles.csv")
        fichier.write_bytes(TABLE_A_PUBLIER)
        adresse, cle = portail.address + "/fr", portail.token
        recu = (adresse, cle, "redaction", FICHE_A_PUBLIER, str(fichier))
        rendu = essayer(publier, *recu, quand="sur un portail neuf")
        trouve = portail.call("package_search", {"rows": 10, "include_private": True})
        fiche = trouve["results"][0] if trouve["count"] else None
        ressources = fiche["resources"] if fiche else []
        chemins = [portail.portal.file_of(ressource["id"]) for ressource in ressources]
        octets = [chemin.read_bytes() if chemin else None for chemin in chemins]
    return _Publication(rendu, fiche, octets)


@verification("publier", partie=1)
def publier_1(publier: Fonction) -> str:
    vue = _publication(publier).fiche
    verifier(vue is not None, "Après « publier », le portail est vide. Il manque package_create.")
    verifier(
        vue["license_id"] is not None,
        "La fiche n’a pas de licence : le portail l’accepte, mais personne n’aura le droit de s’en servir. "
        "Donnez license_id.",
        "silence-est-accord",
    )
    verifier(
        not vue["private"],
        "La fiche est privée : personne ne la verra. Retirez private.",
        "prive-est-retire",
    )
    verifier(
        (vue["name"], vue["title"], vue["notes"])
        == tuple(FICHE_A_PUBLIER[champ] for champ in ("nom", "titre", "description")),
        "L’adresse, le titre ou la description ne sont pas ceux de la fiche reçue : name, title et notes.",
        "deposer-est-publier",
    )
    verifier(
        vue["organization"]["name"] == "redaction",
        "La fiche n’est pas sous l’organisation reçue : owner_org=organisation.",
        "copie-sans-adapter",
    )
    verifier(
        vue["license_id"] == FICHE_A_PUBLIER["licence"],
        'La licence n’est pas celle de la fiche reçue. Prenez fiche["licence"].',
        "copie-sans-adapter",
    )
    verifier(
        set(_etiquettes(vue)) == set(FICHE_A_PUBLIER["etiquettes"]),
        "Les étiquettes ne sont pas celles de la fiche reçue : on ne trouvera pas la table en cherchant ces mots.",
        "deposer-est-publier",
    )
    return "La fiche est complète, et sa licence est écrite."


def _etiquettes(fiche: Mapping[str, Any]) -> list[str]:
    return sorted(etiquette["name"] for etiquette in fiche["tags"])


@verification("publier", partie=2)
def publier_2(publier: Fonction) -> str:
    rendu, vue, octets = _publication(publier)
    verifier(vue is not None, "Après « publier », le portail est vide. Commencez par la partie 1.")
    verifier(
        octets,
        "La fiche n’a pas de fichier : c’est une promesse sans donnée. Il manque resource_create.",
        "fiche-est-donnee",
    )
    verifier(len(octets) == 1, "La fiche a plusieurs fichiers ; un seul est attendu.")
    verifier(
        octets[0] is not None,
        "La ressource existe, mais elle est vide : vous avez donné le chemin du fichier, non le fichier. "
        'Ouvrez-le : with open(fichier, "rb") as contenu, puis upload=contenu.',
        "chemin-est-fichier",
    )
    verifier(
        octets[0] == TABLE_A_PUBLIER,
        "Le fichier publié n’est pas celui que la fonction a reçu. Ouvrez « fichier », le dernier argument.",
        "table-du-dehors",
    )
    ressource = vue["resources"][0]
    verifier(
        (ressource["format"] or "").upper() == "CSV" and ressource["name"],
        'La ressource n’a pas de nom, ou son format n’est pas dit. Ajoutez name=… et format="CSV".',
    )
    verifier(
        isinstance(rendu, str) and rendu == FICHE_A_PUBLIER["nom"],
        '« publier » doit rendre l’adresse de la fiche : return fiche["nom"].',
    )
    return "La fiche et le fichier sont en ligne. Allez la voir dans le navigateur."


@verification("perdu")
def verifier_perdu(perdu: Liste) -> str:
    mots = {str(mot).strip().lower().replace("é", "e").rstrip("s") for mot in perdu}
    verifier(
        mots <= {"titre", "description", "licence", "etiquette", "fichier", "organisation"},
        'Un mot de « perdu » n’est pas prévu : "titre", "description", "licence", "étiquettes", "fichier" ou "organisation".',
    )
    verifier(
        mots,
        "« perdu » est vide : package_update ne complète pas la fiche, il la remplace.",
        "mise-a-jour-ajoute",
    )
    verifier(
        not mots & {"titre", "organisation"},
        "Le titre et l’organisation sont redonnés dans l’appel : ils restent. Comparez l’appel et la liste.",
        "tout-est-perdu",
    )
    verifier(
        "fichier" in mots,
        "Le fichier fait partie de la fiche : non redonné, il s’efface aussi, sans question.",
        "la-machine-previent",
    )
    verifier(
        mots == {"description", "licence", "etiquette", "fichier"},
        "Il manque un mot dans « perdu ». Prenez la liste des six, et barrez ce que l’appel redonne.",
        "mise-a-jour-ajoute",
    )
    return "Vous l’avez dit avant de le voir. Exécutez la suite."


def _relue(portail: Trial, nom: str, fonction: str) -> Mapping[str, Any]:
    """Return a dataset as its portal shows it, once it still has the address that it had."""
    try:
        fiche = portail.call("package_show", {"id": nom})
    except ActionError:
        fiche = None
    verifier(
        fiche is not None,
        f"Après « {fonction} », la fiche n’est plus à son adresse. « name » est son adresse : ne le changez pas.",
    )
    return fiche


def _ecoles_corrigees(corriger: Fonction) -> tuple[Mapping[str, Any], int]:
    """Return the dataset that « corriger » was given, and how many there are then on its portal."""
    with fresh_portal() as portail:
        _deposer(
            portail,
            "ecoles",
            "cc-by",
            title="Écoles",
            notes="Ancienne description.",
            tags=[{"name": "école"}, {"name": "zone rurale"}],
            resources=[{"name": "Table", "url": "https://exemple.org/ecoles.csv", "format": "CSV"}],
        )
        recu = (portail.address, portail.token, "ecoles", "Relevé de 2023.", "2023")
        essayer(corriger, *recu, quand="sur une fiche d’école")
        vue = _relue(portail, "ecoles", "corriger")
        return vue, portail.call("package_search", {})["count"]


@verification("corriger", partie=1)
def corriger_1(corriger: Fonction) -> str:
    vue, nombre = _ecoles_corrigees(corriger)
    verifier(
        nombre == 1,
        "Il y a maintenant deux fiches : « corriger » en a créé une autre. Modifiez celle qui existe, avec package_patch.",
        "modifier-cree-une-copie",
    )
    verifier(
        vue["num_resources"] == 1 and vue["license_id"] == "cc-by",
        "La correction a effacé le fichier ou la licence : package_update remplace tout. Employez package_patch.",
        "mise-a-jour-ajoute",
    )
    verifier(vue["title"] == "Écoles", "Le titre a changé : « corriger » ne devait pas y toucher.")
    verifier(
        vue["notes"] == "Relevé de 2023.",
        "La description n’est pas la nouvelle. Donnez notes=description à package_patch.",
    )
    return "La description est neuve, et rien d’autre n’est perdu."


@verification("corriger", partie=2)
def corriger_2(corriger: Fonction) -> str:
    vue, nombre = _ecoles_corrigees(corriger)
    etiquettes = _etiquettes(vue)
    verifier(
        vue["num_resources"] == 1 and nombre == 1,
        "Finissez d’abord la partie 1 : la fiche d’origine doit rester, avec son fichier.",
    )
    verifier(
        etiquettes != ["2023"],
        "La nouvelle étiquette a remplacé les anciennes : package_patch remplace une liste entière. "
        "Lisez d’abord celles qui sont là.",
        "liste-remplacee",
    )
    verifier(
        "2023" in etiquettes,
        "La nouvelle étiquette n’est pas dans la fiche. Ajoutez-la à la liste des étiquettes.",
    )
    verifier(
        etiquettes == ["2023", "zone rurale", "école"],
        "Les étiquettes ne sont pas les anciennes et la nouvelle, une fois chacune.",
    )
    ### BEGIN HIDDEN TESTS
    with fresh_portal() as portail:
        _deposer(portail, "puits", "odc-odbl", tags=[{"name": "eau"}, {"name": "puits"}])
        recu = (portail.address, portail.token, "puits", "Revu.", "eau")
        essayer(corriger, *recu, quand="avec une étiquette déjà là")
        vue = _relue(portail, "puits", "corriger")
    verifier(
        _etiquettes(vue) == ["eau", "puits"]
        and (vue["license_id"], vue["notes"]) == ("odc-odbl", "Revu."),
        "« corriger » ne marche pas quand l’étiquette est déjà dans la fiche, ou sur une autre fiche que l’exemple.",
    )
    ### END HIDDEN TESTS
    return "Ajouter sans effacer : c’est tout l’art de corriger."


@verification("retirer")
def verifier_retirer(retirer: Fonction) -> str:
    with fresh_portal() as portail:
        for nom in ("malades", "puits", "noms-des-eleves"):
            _deposer(portail, nom, "cc-by")
        adresse, cle = portail.address, portail.token
        rendu = essayer(retirer, adresse, cle, "malades", quand="sur une fiche à retirer")
        malades = _relue(portail, "malades", "retirer")
        autre_rendu = essayer(retirer, adresse, cle, "noms-des-eleves", quand="sur une autre fiche")
        eleves = _relue(portail, "noms-des-eleves", "retirer")
        restent = [fiche["name"] for fiche in portail.call("package_search", {})["results"]]
    verifier(
        not (malades["state"] == "active" and malades["private"]),
        "La fiche est seulement cachée : elle est devenue privée. Retirez-la du catalogue, avec package_delete.",
        "prive-est-retire",
    )
    verifier(
        malades["state"] == "deleted",
        "La fiche est encore au catalogue, sous son adresse. Changer ou vider ses textes ne la retire pas : package_delete.",
        "vider-est-retirer",
    )
    verifier(
        eleves["state"] == "deleted" and _dit_retiree(autre_rendu),
        "« retirer » ne marche que sur une fiche. Donnez-lui le nom reçu : id=nom.",
        "copie-sans-adapter",
    )
    verifier(
        "puits" in restent,
        "« retirer » a aussi retiré une autre fiche. Donnez-lui id=nom.",
        "toute-la-table",
    )
    verifier(
        _dit_retiree(rendu),
        '« retirer » doit rendre l’état relu sur le portail : package_show(id=nom)["state"].',
    )
    return "Retirée, et vérifié."


def _dit_retiree(rendu: Any) -> bool:
    return isinstance(rendu, str) and rendu == "deleted"


@verification("manques-hdx", partie=1)
def manques_hdx_1(manques_hdx: Fonction) -> str:
    rendue = _manques(manques_hdx, FICHE_COMPLETE, "sur une fiche complète")
    verifier(
        rendue == [],
        "« manques_hdx » trouve un manque dans une fiche complète. Ne regardez que les champs d’EXIGES.",
        "tout-est-exige",
    )
    fiche = {"title": "Puits", "notes": "Un relevé.", "license_id": "cc-by"}
    rendue = _manques(manques_hdx, fiche, "sur une fiche d’openAFRICA")
    verifier(
        set(map(str, rendue)) == set(CHAMPS_EXIGES[2:]),
        "« manques_hdx » ne trouve pas les champs absents d’une fiche, ou en nomme trop. Parcourez EXIGES, non la fiche.",
        "absent-invisible",
    )
    verifier(
        rendue == CHAMPS_EXIGES[2:],
        "Les champs sont les bons, mais pas dans l’ordre d’EXIGES : parcourez cette liste.",
        "ordre-du-fichier",
    )
    return "Vous savez ce qu’il reste à écrire."


def _manques(manques_hdx: Fonction, fiche: Mapping[str, Any], quand: str) -> list[Any]:
    """Return what « manques_hdx » finds missing, once it is a list."""
    rendue = essayer(manques_hdx, fiche, quand=quand)
    verifier(
        isinstance(rendue, list),
        "« manques_hdx » doit rendre une liste, vide quand rien ne manque.",
    )
    return rendue


@verification("manques-hdx", partie=2)
def manques_hdx_2(manques_hdx: Fonction) -> str:
    rendue = essayer(manques_hdx, FICHE_COMPLETE, quand="sur une fiche complète")
    verifier(
        isinstance(rendue, list) and rendue == [],
        "Finissez d’abord la partie 1 : une fiche complète n’a pas de manque.",
    )
    trouee = FICHE_COMPLETE | {"notes": "", "groups": [], "maintainer": None}
    rendue = _manques(manques_hdx, trouee, "sur une fiche à trous")
    verifier(
        {"notes", "maintainer", "groups"} <= set(map(str, rendue)),
        'Un champ présent mais vide ("", None ou []) compte comme rempli. Pour qui lit, c’est le même silence.',
        "vide-est-rempli",
    )
    blanche = FICHE_COMPLETE | {"methodology": "   "}
    verifier(
        _manques(manques_hdx, blanche, "sur une fiche faite d’espaces") == ["methodology"],
        "Un champ qui ne contient que des espaces compte comme rempli. Retirez-les avant de juger : strip().",
        "vide-est-rempli",
    )
    return "Un champ vide ne trompe plus votre fonction."


@verification("cles")
def cles(surs: Liste) -> str:
    lettres = {str(lettre).strip().upper() for lettre in surs}
    verifier(
        lettres and lettres <= set("ABCDEF"),
        "« surs » attend des lettres, de A à F, chacune entre guillemets.",
    )
    verifier(
        "A" not in lettres,
        "A : un carnet s’envoie, se copie, se remet. La clé voyagerait avec lui, jusque dans ses anciennes versions.",
        "carnet-est-prive",
    )
    verifier(
        "E" not in lettres,
        "E : trop tard. Ce qui a été publié a été copié : seule une révocation annule une clé.",
        "effacer-suffit",
    )
    verifier(
        "C" not in lettres,
        "C : un message se transfère et se garde des années. À chaque personne sa clé.",
        "cle-se-partage",
    )
    verifier(lettres == set("BDF"), "Il manque un bon geste dans « surs » : relisez B, D et F.")
    return "À chaque personne sa clé, et aucune clé dans un carnet."
