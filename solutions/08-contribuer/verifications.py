"""Les vérifications du module 08-contribuer : une fonction pour chaque partie d’un exercice."""

import json
import re
import tempfile
import unicodedata
from pathlib import Path

import pandas as pd

from atelier import Dictionnaire, Fonction, Liste, Pays, Texte, essayer, verification, verifier
from atelier.portal.seed import people
from atelier.portal.trial import fresh_portal


def _nu(texte):
    # sans accents ni majuscules : certains claviers n’ont pas les accents
    return "".join(
        c for c in unicodedata.normalize("NFD", texte.casefold()) if not unicodedata.combining(c)
    )


@verification("licences", partie=1)
def licences_1(licence: Dictionnaire) -> str:
    _licence = {str(k).strip().upper(): str(v).strip().lower() for k, v in licence.items()}
    verifier(
        set(_licence) == set("ABCDEFG"),
        "« licence » doit garder ses sept lettres, à gauche des deux-points : de A à G.",
    )
    verifier(
        set(_licence.values()) <= {"cc-by", "odc-odbl", "cc-zero", "non"},
        'Un code de « licence » n’est pas prévu. Écrivez "cc-by", "odc-odbl", "cc-zero" ou "non".',
    )

    verifier(
        _licence["D"] == "non",
        "D : personne n’a rien autorisé. Sans licence, la table reste à la mairie : "
        "demandez-lui d’abord d’en écrire une.",
        "silence-est-accord",
    )
    verifier(
        _licence["E"] == "non",
        "E : « pas d’usage commercial » n’est pas une licence ouverte. Un journal se vend, "
        "et vous ne pouvez pas effacer la condition de l’ONG.",
        "gratuit-est-ouvert",
    )
    verifier(
        _licence["G"] == "non",
        "G : un quartier, un âge, un métier, et les voisins savent de qui il s’agit. "
        "Aucune licence ne rend cela publiable.",
        "sans-nom-est-anonyme",
    )
    return "Vous savez dire non. Ne pas republier une table n’interdit pas d’en citer un chiffre, avec sa source."


@verification("licences", partie=2)
def licences_2(licence: Dictionnaire) -> str:
    _licence = {str(k).strip().upper(): str(v).strip().lower() for k, v in licence.items()}
    verifier(
        set(_licence) == set("ABCDEFG"),
        "« licence » doit garder ses sept lettres, à gauche des deux-points : de A à G.",
    )
    verifier(
        set(_licence.values()) <= {"cc-by", "odc-odbl", "cc-zero", "non"},
        'Un code de « licence » n’est pas prévu. Écrivez "cc-by", "odc-odbl", "cc-zero" ou "non".',
    )

    verifier(
        _licence["B"] == "odc-odbl",
        "B vient d’OpenStreetMap. Nettoyer ne change pas de propriétaire : "
        "quelle licence la table d’origine demande-t-elle de garder ?",
        "licence-au-choix",
    )
    verifier(
        _licence["F"] == "cc-by",
        "F vient d’une table sous CC BY 4.0 : on peut la republier, à une condition. Laquelle ?",
        "licence-au-choix",
    )
    verifier(
        _licence["A"] != "non" and _licence["C"] != "non",
        "A et C sont à vous, ou à votre association : vous avez le droit de choisir.",
    )
    verifier(
        _licence["A"] == "cc-by",
        "A : vous demandez que l’on vous cite. Quelle licence dit cela, et rien d’autre ?",
    )
    verifier(
        _licence["C"] == "cc-zero",
        "C : l’association ne demande rien du tout. Quelle licence dit cela ?",
    )
    return "La licence d’origine voyage avec la table."


@verification("fiche", partie=1)
def fiche_1(
    nom: Texte, titre: Texte, description: Texte, licence_fiche: Texte, source: Texte, PAYS: Pays
) -> str:
    nom, titre, description = nom.strip(), titre.strip(), description.strip()
    verifier(
        re.fullmatch(r"[a-z0-9_-]{2,100}", nom),
        "« nom » est une adresse : seulement des minuscules sans accent, des chiffres et des tirets, "
        'sans espace. Par exemple "prix-du-mil".',
        "nom-est-un-titre",
    )
    pays = pd.read_csv("../../data/pays.csv").set_index("iso3")["nom_fr"][PAYS]
    dit = _nu(titre)
    verifier(
        re.search(r"\beaux?\b", dit) and len(titre) >= 12,
        "« titre » ne dit pas de quoi parle la table. Une inconnue le lira seul, dans une liste de mille.",
        "titre-pour-soi",
    )
    mots = [
        mot for mot in re.findall(r"\w{4,}", _nu(pays)) if mot not in ("republique", "democratique")
    ]
    sigles = {"COD": ["rdc"], "CAF": ["centrafri", "rca"], "MUS": ["maurice", "mauric"]}.get(
        PAYS, []
    )
    verifier(
        any(mot[:5] in dit for mot in [*mots, *sigles]) or any(s in dit for s in sigles),
        f"« titre » ne dit pas de quel pays parle la table. Écrivez-le : {pays}.",
        "titre-pour-soi",
    )
    verifier(
        re.search(r"\b(19|20)\d\d\b", titre),
        "« titre » ne dit pas quelles années la table couvre. Ajoutez la première et la dernière.",
        "chiffre-sans-annee",
    )
    annees = pd.read_csv("../../data/indicateurs.csv").merge(
        pd.read_csv("../../data/population.csv"), on=["iso3", "annee"]
    )
    annees = annees[annees["iso3"] == PAYS].dropna(subset=["eau_base_pct"])["annee"]
    verifier(
        {int(a) for a in re.findall(r"\b(?:19|20)\d\d\b", titre)}
        <= set(range(annees.min(), annees.max() + 1)),
        "« titre » donne une année que la table n’a pas. Regardez sa première et sa dernière ligne.",
        "chiffre-sans-annee",
    )
    verifier(
        len(description) >= 60 and len(description.split()) >= 8,
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
    _source = source.casefold()
    verifier(
        any(mot in _source for mot in ("oms", "who", "unicef", "jmp")),
        "« source » ne nomme pas qui a produit le chiffre. L’étape 2 l’affiche : c’est le producteur.",
        "chiffre-sans-source",
    )
    return "Une inconnue saurait de quoi il s’agit, et si elle a le droit de s’en servir."


@verification("fiche", partie=2)
def fiche_2(types: Dictionnaire, unites: Dictionnaire) -> str:
    _types, _unites = types, unites
    colonnes = {"annee", "population", "eau_pct"}
    verifier(
        set(_types) == set(_unites) == colonnes,
        "« types » et « unites » doivent garder leurs trois colonnes : annee, population et eau_pct.",
    )
    _types = {k: str(v).strip().lower() for k, v in _types.items()}
    verifier(
        set(_types.values()) <= {"integer", "number", "string", "date", "year"},
        'Un type n’est pas prévu. Écrivez "integer", "number", "string" ou "date".',
    )
    verifier(
        "string" not in _types.values(),
        "Vous avez décrit un nombre comme un texte : la machine ne refuserait alors plus rien, pas même « inconnu ».",
        "texte-et-nombre",
    )
    verifier(
        _types["annee"] in ("integer", "year"),
        "« annee » est une année seule, sans jour ni mois : un nombre entier.",
    )
    verifier(
        _types["population"] == "integer",
        "La population se compte en personnes entières : quel type le dit ?",
    )
    verifier(
        _types["eau_pct"] == "number",
        "Un pourcentage peut avoir une décimale : quel type l’accepte ?",
    )
    dites = {k: str(v).strip().casefold() for k, v in _unites.items()}
    verifier(
        "%" in dites["eau_pct"]
        or "pour cent" in dites["eau_pct"]
        or "pourcent" in dites["eau_pct"],
        "L’unité de « eau_pct » manque : 54, mais 54 quoi ? Écrivez de quoi c’est le pourcentage.",
        "nombre-sans-unite",
    )
    verifier(
        re.search(r"\bhab|personne|individu", dites["population"]),
        "L’unité de « population » manque : des habitants, des milliers, des millions ?",
        "nombre-sans-unite",
    )
    verifier(
        len(dites["annee"]) >= 4, "Dites aussi ce qu’est « annee », même si cela semble évident."
    )
    return "Chaque colonne a son type et son unité."


@verification("fiche", partie=3)
def fiche_3(types: Dictionnaire, nom: Texte, titre: Texte, PAYS: Pays) -> str:
    verifier(
        Path("datapackage.json").is_file() and Path("eau.csv").is_file(),
        "Il manque datapackage.json ou eau.csv à côté du carnet. Exécutez la cellule de l’étape 1, puis la vôtre en entier.",
        "tableau-et-fichier",
    )
    try:
        fiche = json.loads(Path("datapackage.json").read_text(encoding="utf-8"))
        table = pd.read_csv("eau.csv")
        champs = fiche["resources"][0]["schema"]["fields"]
        lus = {champ["name"]: champ["type"] for champ in champs}
    except (ValueError, LookupError, TypeError):
        fiche = None
    verifier(
        fiche is not None,
        "datapackage.json ou eau.csv ne se lit plus. Exécutez de nouveau la cellule de l’étape 1, puis la vôtre en entier.",
    )
    verifier(
        (fiche["name"], fiche["title"]) == (nom, titre),
        "datapackage.json ne correspond plus à vos réponses. Exécutez votre cellule en entier, dernières lignes comprises.",
        "tableau-et-fichier",
    )
    verifier(
        list(lus) == list(table.columns),
        "La fiche et eau.csv n’ont plus les mêmes colonnes. Exécutez de nouveau l’étape 1, puis votre cellule.",
    )
    donnees = pd.read_csv("../../data/indicateurs.csv")
    donnees = donnees[donnees["iso3"] == PAYS].set_index("annee")["eau_base_pct"].dropna()
    table = table.set_index("annee")["eau_pct"]
    verifier(
        len(table) and (donnees.reindex(table.index) - table).abs().max() < 1e-9,
        "eau.csv ne contient pas les chiffres de votre pays. Vérifiez PAYS, puis exécutez de nouveau l’étape 1.",
        "toute-la-table",
    )
    return "La table et sa fiche voyagent ensemble, jusque sur une clé USB."


@verification("rapport")
def rapport(fautes: Dictionnaire) -> str:
    _fautes = fautes
    verifier(
        all(str(ligne).strip().isdigit() for ligne in _fautes),
        'À gauche des deux-points, « fautes » attend des numéros de ligne : {12: "vide"}.',
    )
    _fautes = {int(str(ligne).strip()): str(mot).strip().lower() for ligne, mot in _fautes.items()}
    verifier(
        set(_fautes.values()) <= {"texte", "vide", "limite", "doublon"},
        'Un mot de « fautes » n’est pas prévu. Écrivez "texte", "vide", "limite" ou "doublon".',
    )
    verifier(
        set(_fautes) != {2, 3, 4, 6} and set(_fautes) != {1, 2, 3, 5},
        "Vos numéros sont décalés. Dans le rapport, la ligne 1 est l’en-tête : gardez les numéros du rapport.",
        "numero-de-ligne",
    )
    verifier(
        6 not in _fautes,
        "La ligne 6 est juste : le contrôleur signale le doublon sur la seconde des deux lignes.",
        "rapport-devine",
    )
    verifier(
        set(_fautes) <= {3, 4, 5, 7},
        "Une ligne de « fautes » n’est pas dans le rapport. Relisez-en la première colonne.",
        "rapport-devine",
    )
    verifier(
        set(_fautes) == {3, 4, 5, 7},
        "Il manque une ligne fautive : le rapport en nomme quatre.",
        "rapport-devine",
    )
    verifier(
        _fautes[5] == "vide",
        "Ligne 5 : constraint-error sur « annee ». La case est obligatoire ; que contient-elle ?",
        "une-faute-une-cause",
    )
    verifier(
        _fautes[4] == "limite",
        "Ligne 4 : constraint-error sur « eau_pct ». La case est pleine ; un pourcentage peut-il valoir cela ?",
        "une-faute-une-cause",
    )
    verifier(
        _fautes[3] == "texte",
        "Ligne 3 : type-error sur « eau_pct ». Qu’a-t-on écrit à la place du nombre ?",
    )
    verifier(
        _fautes[7] == "doublon",
        "Ligne 7 : unique-error. Cherchez son année plus haut dans le fichier.",
    )
    return "Un rapport se lit case en main. Et « n.d. » n’est pas vide : pour la machine, c’est un mot."


@verification("reparer-table", partie=1)
def reparer_table_1(reparer: Fonction) -> str:
    brute = pd.DataFrame(
        [
            ["2021", "16\u202f789\u00a0217", "80,5"],
            ["2019", "15 001 002", "n.d."],
            ["", "15 500 000", "79,9"],
            ["2020", "15 900 000", ""],
            ["2021", "16 789 217", "80,50"],
        ],
        columns=["annee", "population", "eau_pct"],
        dtype="str",
    )
    avant = brute.copy()
    rendue = essayer(reparer, brute, quand="sur une petite table")
    verifier(
        isinstance(rendue, pd.DataFrame) and list(rendue.columns) == list(avant.columns),
        "« reparer » doit rendre une table, avec les mêmes trois colonnes, dans le même ordre.",
    )

    verifier(
        all(pd.api.types.is_numeric_dtype(rendue[c]) for c in rendue),
        'Une colonne rendue par « reparer » est encore du texte. Convertissez-la avec pd.to_numeric(…, errors="coerce").',
        "texte-et-nombre",
    )
    _2021 = rendue[rendue["annee"] == 2021]
    verifier(
        len(_2021),
        "L’année 2021 a disparu : elle était pourtant lisible. Retirez seulement les lignes sans année.",
        "trou-a-jeter",
    )
    verifier(
        _2021["population"].notna().all() and _2021["population"].iloc[0] == 16_789_217,
        "La population « 16 789 217 » s’est perdue en route. Ses espaces ne sont pas tous les mêmes : "
        'retirez-les avec str.replace(r"\\s", "", regex=True).',
        "espaces-aux-bords",
    )
    verifier(
        _2021["eau_pct"].notna().all() and abs(_2021["eau_pct"].iloc[0] - 80.5) < 1e-9,
        "« 80,5 » n’est pas devenu 80.5. Remplacez la virgule par un point avant de convertir.",
        "virgule-decimale",
    )
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


@verification("reparer-table", partie=2)
def reparer_table_2(reparer: Fonction) -> str:
    brute = pd.DataFrame(
        [
            ["2021", "16\u202f789\u00a0217", "80,5"],
            ["2019", "15 001 002", "n.d."],
            ["", "15 500 000", "79,9"],
            ["2020", "15 900 000", ""],
            ["2021", "16 789 217", "80,50"],
        ],
        columns=["annee", "population", "eau_pct"],
        dtype="str",
    )
    avant = brute.copy()
    rendue = essayer(reparer, brute, quand="sur une petite table")
    verifier(
        isinstance(rendue, pd.DataFrame) and list(rendue.columns) == list(avant.columns),
        "« reparer » doit rendre une table, avec les mêmes trois colonnes, dans le même ordre.",
    )

    lue = rendue[rendue["annee"].astype(str).isin(["2021", "2021.0"])]
    verifier(
        all(pd.api.types.is_numeric_dtype(rendue[c]) for c in rendue)
        and {2019, 2020} <= set(rendue["annee"])
        and (lue["population"] == 16_789_217).any()
        and (lue["eau_pct"] == 80.5).any(),
        "Finissez d’abord la partie 1 : les nombres, puis les vides. La suite s’appuie sur eux.",
    )
    verifier(
        rendue["annee"].notna().all(),
        'Une ligne sans année est restée : on ne saurait pas où la placer. Retirez-la avec dropna(subset=["annee"]).',
    )
    verifier(
        sorted(rendue["annee"]) == sorted(set(rendue["annee"])),
        "2021 est encore là deux fois : « 80,5 » et « 80,50 » sont le même nombre. "
        "Cherchez les doublons après la conversion, pas avant.",
        "ordre-des-etapes",
    )
    verifier(
        rendue["annee"].is_monotonic_increasing,
        'Les années ne vont pas de la plus ancienne à la plus récente : sort_values("annee").',
        "sens-du-tri",
    )
    reparer(brute)
    verifier(
        brute.equals(avant),
        "« reparer » a changé la table reçue. Commencez par une copie : table = brute.copy().",
        "original-modifie",
    )
    verifier(
        len(rendue) == 3,
        "« reparer » ne rend pas le bon nombre de lignes : ici, trois années sont connues.",
        "doublon-tout-efface",
    )
    ### BEGIN HIDDEN TESTS
    autre = pd.DataFrame(
        [
            ["2003", "679 012", "54,25"],
            ["1999", "600 000", "inconnu"],
            ["2003", "679\u00a0012", "54,250"],
            ["n.d.", "1", "2"],
        ],
        columns=["annee", "population", "eau_pct"],
        dtype="str",
    )
    rendue = essayer(reparer, autre, quand="sur une autre table")
    deux = pd.DataFrame(
        [["2003", "679 012", "54"], ["2003", "679 012", "45"]],
        columns=["annee", "population", "eau_pct"],
        dtype="str",
    )
    verifier(
        len(essayer(reparer, deux, quand="sur deux lignes qui se contredisent")) == 2,
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
    ### END HIDDEN TESTS
    return "Votre fonction répare aussi les tables qu’elle n’a jamais vues."


@verification("chercher", partie=1)
def chercher_1(chercher: Fonction) -> str:
    with fresh_portal() as portail:
        for nom, licence in (
            ("prix-du-mil", "cc-by"),
            ("prix-du-riz", "cc-nc"),
            ("prix-du-pain", None),
        ):
            portail.call(
                "package_create",
                {
                    "name": nom,
                    "title": "Prix au marché",
                    "owner_org": "cours",
                    "license_id": licence,
                },
            )
        portail.call(
            "package_create",
            {
                "name": "points-d-eau",
                "title": "Points d’eau",
                "owner_org": "cours",
                "license_id": "cc-by",
            },
        )
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
        for n in range(27):
            portail.call(
                "package_create",
                {
                    "name": f"marche-{n}",
                    "title": "Prix au marché",
                    "owner_org": "cours",
                    "license_id": "odc-odbl" if n == 5 else "cc-by",
                },
            )
        rendue = essayer(
            chercher, portail.address, "prix", quand="sur un portail de vingt-sept fiches"
        )
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
def cle_valable(cle_valable: Fonction) -> str:
    with fresh_portal() as portail:
        portail.call("package_create", {"name": "prix", "title": "Prix", "owner_org": "cours"})
        bonne = essayer(cle_valable, portail.address, portail.token, quand="avec une bonne clé")
        fausse = essayer(
            cle_valable,
            portail.address,
            "une-cle-inventee-longue-de-plus-de-vingt-signes",
            quand="avec une fausse clé",
        )
        lectrice = essayer(
            cle_valable,
            portail.address,
            people(portail.portal, "lectrice", "member"),
            quand="avec la clé d’une lectrice",
        )
    verifier(
        type(bonne).__name__ in ("bool", "bool_") and type(fausse).__name__ in ("bool", "bool_"),
        "« cle_valable » doit rendre True ou False, et non une liste ou un nombre. Posez une question : … > 0.",
        "liste-est-reponse",
    )
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
    verifier(
        not lectrice,
        "« cle_valable » accepte la clé d’une personne qui peut seulement lire. "
        'Demandez les organisations où l’on peut créer : permission="create_dataset".',
        "lire-est-publier",
    )
    return "Avant de publier, vous saurez si l’on vous reconnaît."


@verification("publier", partie=1)
def publier_1(publier: Fonction) -> str:
    fiche = {
        "nom": "ecoles-rurales",
        "titre": "Écoles rurales, 2021-2023",
        "description": "Écoles relevées par une équipe de bénévoles.",
        "licence": "odc-odbl",
        "etiquettes": ["école", "zone rurale"],
    }
    contenu = b"annee,ecoles\n2021,12\n2023,15\n"
    with fresh_portal() as portail, tempfile.TemporaryDirectory() as dossier:
        portail.call(
            "organization_create", {"name": "redaction", "title": "Rédaction"}, ignore_auth=True
        )
        chemin = Path(dossier) / "ecoles.csv"
        chemin.write_bytes(contenu)
        rendue = essayer(
            publier,
            portail.address + "/fr",
            portail.token,
            "redaction",
            fiche,
            str(chemin),
            quand="sur un portail neuf",
        )
        trouve = portail.call("package_search", {"rows": 10, "include_private": True})
        vue = trouve["results"][0] if trouve["count"] else None
        fichiers = [portail.portal.file_of(r["id"]) for r in (vue or {}).get("resources", ())]
        octets = [_f.read_bytes() if _f else None for _f in fichiers]

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
        == (fiche["nom"], fiche["titre"], fiche["description"]),
        "L’adresse, le titre ou la description ne sont pas ceux de la fiche reçue : name, title et notes.",
        "deposer-est-publier",
    )
    verifier(
        vue["organization"]["name"] == "redaction",
        "La fiche n’est pas sous l’organisation reçue : owner_org=organisation.",
        "copie-sans-adapter",
    )
    verifier(
        vue["license_id"] == fiche["licence"],
        'La licence n’est pas celle de la fiche reçue. Prenez fiche["licence"].',
        "copie-sans-adapter",
    )
    verifier(
        {t["name"] for t in vue["tags"]} == set(fiche["etiquettes"]),
        "Les étiquettes ne sont pas celles de la fiche reçue : on ne trouvera pas la table en cherchant ces mots.",
        "deposer-est-publier",
    )
    return "La fiche est complète, et sa licence est écrite."


@verification("publier", partie=2)
def publier_2(publier: Fonction) -> str:
    fiche = {
        "nom": "ecoles-rurales",
        "titre": "Écoles rurales, 2021-2023",
        "description": "Écoles relevées par une équipe de bénévoles.",
        "licence": "odc-odbl",
        "etiquettes": ["école", "zone rurale"],
    }
    contenu = b"annee,ecoles\n2021,12\n2023,15\n"
    with fresh_portal() as portail, tempfile.TemporaryDirectory() as dossier:
        portail.call(
            "organization_create", {"name": "redaction", "title": "Rédaction"}, ignore_auth=True
        )
        chemin = Path(dossier) / "ecoles.csv"
        chemin.write_bytes(contenu)
        rendue = essayer(
            publier,
            portail.address + "/fr",
            portail.token,
            "redaction",
            fiche,
            str(chemin),
            quand="sur un portail neuf",
        )
        trouve = portail.call("package_search", {"rows": 10, "include_private": True})
        vue = trouve["results"][0] if trouve["count"] else None
        fichiers = [portail.portal.file_of(r["id"]) for r in (vue or {}).get("resources", ())]
        octets = [_f.read_bytes() if _f else None for _f in fichiers]

    verifier(vue is not None, "Après « publier », le portail est vide. Commencez par la partie 1.")
    verifier(
        vue["num_resources"],
        "La fiche n’a pas de fichier : c’est une promesse sans donnée. Il manque resource_create.",
        "fiche-est-donnee",
    )
    verifier(vue["num_resources"] == 1, "La fiche a plusieurs fichiers ; un seul est attendu.")
    verifier(
        octets[0] is not None,
        "La ressource existe, mais elle est vide : vous avez donné le chemin du fichier, non le fichier. "
        'Ouvrez-le : with open(fichier, "rb") as contenu, puis upload=contenu.',
        "chemin-est-fichier",
    )
    verifier(
        octets[0] == contenu,
        "Le fichier publié n’est pas celui que la fonction a reçu. Ouvrez « fichier », le dernier argument.",
        "table-du-dehors",
    )
    verifier(
        vue["resources"][0]["format"].upper() == "CSV" and vue["resources"][0]["name"],
        'La ressource n’a pas de nom, ou son format n’est pas dit. Ajoutez name=… et format="CSV".',
    )
    verifier(
        rendue == fiche["nom"],
        '« publier » doit rendre l’adresse de la fiche : return fiche["nom"].',
    )
    return "La fiche et le fichier sont en ligne. Allez la voir dans le navigateur."


@verification("perdu")
def perdu(perdu: Liste) -> str:
    mots = {str(m).strip().lower().replace("é", "e").rstrip("s") for m in perdu}
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


@verification("corriger", partie=1)
def corriger_1(corriger: Fonction) -> str:
    with fresh_portal() as portail:
        portail.call(
            "package_create",
            {
                "name": "ecoles",
                "title": "Écoles",
                "owner_org": "cours",
                "notes": "Ancienne description.",
                "license_id": "cc-by",
                "tags": [{"name": "école"}, {"name": "zone rurale"}],
                "resources": [
                    {"name": "Table", "url": "https://exemple.org/ecoles.csv", "format": "CSV"}
                ],
            },
        )
        essayer(
            corriger,
            portail.address,
            portail.token,
            "ecoles",
            "Relevé de 2023.",
            "2023",
            quand="sur une fiche d’école",
        )
        vue = portail.call("package_show", {"id": "ecoles"})
        nombre = portail.call("package_search", {})["count"]
    mots = sorted(t["name"] for t in vue["tags"])

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
    with fresh_portal() as portail:
        portail.call(
            "package_create",
            {
                "name": "ecoles",
                "title": "Écoles",
                "owner_org": "cours",
                "notes": "Ancienne description.",
                "license_id": "cc-by",
                "tags": [{"name": "école"}, {"name": "zone rurale"}],
                "resources": [
                    {"name": "Table", "url": "https://exemple.org/ecoles.csv", "format": "CSV"}
                ],
            },
        )
        essayer(
            corriger,
            portail.address,
            portail.token,
            "ecoles",
            "Relevé de 2023.",
            "2023",
            quand="sur une fiche d’école",
        )
        vue = portail.call("package_show", {"id": "ecoles"})
        nombre = portail.call("package_search", {})["count"]
    mots = sorted(t["name"] for t in vue["tags"])

    verifier(
        vue["num_resources"] == 1 and nombre == 1,
        "Finissez d’abord la partie 1 : la fiche d’origine doit rester, avec son fichier.",
    )
    verifier(
        mots != ["2023"],
        "La nouvelle étiquette a remplacé les anciennes : package_patch remplace une liste entière. "
        "Lisez d’abord celles qui sont là.",
        "liste-remplacee",
    )
    verifier(
        "2023" in mots,
        "La nouvelle étiquette n’est pas dans la fiche. Ajoutez-la à la liste des étiquettes.",
    )
    verifier(
        mots == ["2023", "zone rurale", "école"],
        "Les étiquettes ne sont pas les anciennes et la nouvelle, une fois chacune.",
    )
    ### BEGIN HIDDEN TESTS
    with fresh_portal() as portail:
        portail.call(
            "package_create",
            {
                "name": "puits",
                "title": "Puits",
                "owner_org": "cours",
                "license_id": "odc-odbl",
                "tags": [{"name": "eau"}, {"name": "puits"}],
            },
        )
        essayer(
            corriger,
            portail.address,
            portail.token,
            "puits",
            "Revu.",
            "eau",
            quand="avec une étiquette déjà là",
        )
        vue = portail.call("package_show", {"id": "puits"})
    verifier(
        sorted(t["name"] for t in vue["tags"]) == ["eau", "puits"]
        and vue["license_id"] == "odc-odbl",
        "« corriger » ne marche pas quand l’étiquette est déjà dans la fiche, ou sur une autre fiche que l’exemple.",
    )
    ### END HIDDEN TESTS
    return "Ajouter sans effacer : c’est tout l’art de corriger."


@verification("retirer")
def retirer(retirer: Fonction) -> str:
    with fresh_portal() as portail:
        for nom in ("malades", "puits", "noms-des-eleves"):
            portail.call(
                "package_create",
                {"name": nom, "title": nom, "owner_org": "cours", "license_id": "cc-by"},
            )
        rendu = essayer(
            retirer, portail.address, portail.token, "malades", quand="sur une fiche à retirer"
        )
        vue = portail.call("package_show", {"id": "malades"})
        rendu_2 = essayer(
            retirer, portail.address, portail.token, "noms-des-eleves", quand="sur une autre fiche"
        )
        vue_2 = portail.call("package_show", {"id": "noms-des-eleves"})
        restent = [_f["name"] for _f in portail.call("package_search", {})["results"]]
    verifier(
        not (vue["state"] == "active" and vue["private"]),
        "La fiche est seulement cachée : elle est devenue privée. Retirez-la du catalogue, avec package_delete.",
        "prive-est-retire",
    )
    verifier(
        vue["state"] == "deleted",
        "La fiche est encore au catalogue, sous son adresse. Changer ou vider ses textes ne la retire pas : package_delete.",
        "vider-est-retirer",
    )
    verifier(
        vue_2["state"] == "deleted" and rendu_2 == "deleted",
        "« retirer » ne marche que sur une fiche. Donnez-lui le nom reçu : id=nom.",
        "copie-sans-adapter",
    )
    verifier(
        "puits" in restent,
        "« retirer » a aussi retiré une autre fiche. Donnez-lui id=nom.",
        "toute-la-table",
    )
    verifier(
        rendu == "deleted",
        '« retirer » doit rendre l’état relu sur le portail : package_show(id=nom)["state"].',
    )
    return "Retirée, et vérifié."


@verification("manques-hdx", partie=1)
def manques_hdx_1(manques_hdx: Fonction) -> str:
    exiges = [
        "notes",
        "license_id",
        "dataset_source",
        "dataset_date",
        "methodology",
        "data_update_frequency",
        "maintainer",
        "groups",
    ]
    pleine = {c: "rempli" for c in exiges} | {
        "groups": [{"name": "ben"}],
        "title": "Puits",
        "tags": [],
    }

    rendue = essayer(manques_hdx, pleine, quand="sur une fiche complète")
    verifier(
        isinstance(rendue, list),
        "« manques_hdx » doit rendre une liste, vide quand rien ne manque.",
    )
    verifier(
        rendue == [],
        "« manques_hdx » trouve un manque dans une fiche complète. Ne regardez que les champs d’EXIGES.",
        "tout-est-exige",
    )
    rendue = essayer(
        manques_hdx,
        {"title": "Puits", "notes": "Un relevé.", "license_id": "cc-by"},
        quand="sur une fiche d’openAFRICA",
    )
    verifier(
        set(rendue) == set(exiges[2:]),
        "« manques_hdx » ne trouve pas les champs absents d’une fiche, ou en nomme trop. Parcourez EXIGES, non la fiche.",
        "absent-invisible",
    )
    verifier(
        rendue == exiges[2:],
        "Les champs sont les bons, mais pas dans l’ordre d’EXIGES : parcourez cette liste.",
        "ordre-du-fichier",
    )
    return "Vous savez ce qu’il reste à écrire."


@verification("manques-hdx", partie=2)
def manques_hdx_2(manques_hdx: Fonction) -> str:
    exiges = [
        "notes",
        "license_id",
        "dataset_source",
        "dataset_date",
        "methodology",
        "data_update_frequency",
        "maintainer",
        "groups",
    ]
    pleine = {c: "rempli" for c in exiges} | {
        "groups": [{"name": "ben"}],
        "title": "Puits",
        "tags": [],
    }

    rendue = essayer(manques_hdx, pleine, quand="sur une fiche complète")
    verifier(rendue == [], "Finissez d’abord la partie 1 : une fiche complète n’a pas de manque.")
    rendue = essayer(
        manques_hdx,
        pleine | {"notes": "", "groups": [], "maintainer": None},
        quand="sur une fiche à trous",
    )
    verifier(
        set(rendue) >= {"notes", "maintainer", "groups"},
        'Un champ présent mais vide ("", None ou []) compte comme rempli. Pour qui lit, c’est le même silence.',
        "vide-est-rempli",
    )
    rendue = essayer(
        manques_hdx, pleine | {"methodology": "   "}, quand="sur une fiche faite d’espaces"
    )
    verifier(
        rendue == ["methodology"],
        "Un champ qui ne contient que des espaces compte comme rempli. Retirez-les avant de juger : strip().",
        "vide-est-rempli",
    )
    return "Un champ vide ne trompe plus votre fonction."


@verification("cles")
def cles(surs: Liste) -> str:
    _surs = {str(l).strip().upper() for l in surs}
    verifier(
        _surs and _surs <= set("ABCDEF"),
        "« surs » attend des lettres, de A à F, chacune entre guillemets.",
    )
    verifier(
        "A" not in _surs,
        "A : un carnet s’envoie, se copie, se remet. La clé voyagerait avec lui, jusque dans ses anciennes versions.",
        "carnet-est-prive",
    )
    verifier(
        "E" not in _surs,
        "E : trop tard. Ce qui a été publié a été copié : seule une révocation annule une clé.",
        "effacer-suffit",
    )
    verifier(
        "C" not in _surs,
        "C : un message se transfère et se garde des années. À chaque personne sa clé.",
        "cle-se-partage",
    )
    verifier(_surs == set("BDF"), "Il manque un bon geste dans « surs » : relisez B, D et F.")
    return "À chaque personne sa clé, et aucune clé dans un carnet."
