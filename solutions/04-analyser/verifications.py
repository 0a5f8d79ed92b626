"""Les vérifications du module 04-analyser : une fonction pour chaque partie d’un exercice."""

import re

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
    essayer,
    nature,
    proche,
    verification,
    verifier,
)


@verification("taux-medecins", partie=1)
def taux_medecins_1(habitants: Entier, taux_medecins: Nombre, PAYS: Pays) -> str:
    oms = pd.read_csv("../../data/indicateurs.csv")
    oms = oms[oms["iso3"] == PAYS].set_index("annee")["medecins_pour_1000"].dropna()
    pop = pd.read_csv("../../data/population.csv")
    pop = pop[pop["iso3"] == PAYS].set_index("annee")["population"]
    annee = oms.index.max()
    effectif = round(oms[annee] * pop[annee] / 1000)
    verifier(
        habitants != pop.sum(),
        "« habitants » additionne la population de toutes les années. Gardez une seule année, "
        "celle d’« annee_effectif ».",
        "toute-la-table",
    )
    verifier(
        habitants == pop[annee] or habitants not in set(pop),
        "« habitants » est la population de votre pays, mais d’une autre année. "
        "Un taux divise deux nombres de la même année : filtrez aussi sur « annee_effectif ».",
        "annees-melangees",
    )
    verifier(
        habitants == pop[annee],
        "« habitants » n’est pas la population de votre pays l’année de l’effectif. "
        "Gardez la ligne qui a votre code et cette année, puis lisez sa colonne population.",
    )
    bases = [(1, "un seul habitant"), (100, "100 habitants"), (1000, "1 000 habitants")]
    for base, mot in [*bases, (10_000, "10 000 habitants"), (1_000_000, "un million d’habitants")]:
        verifier(
            not proche(taux_medecins, base * effectif / pop[annee], 0.006),
            f"« taux_medecins » donne les médecins pour {mot}. La base fait partie du taux : "
            "ici, 100 000 habitants.",
            "taux-sans-base",
        )
    verifier(
        not proche(taux_medecins, pop[annee] / effectif, 0.006),
        "« taux_medecins » divise à l’envers : ce sont des habitants par médecin. "
        "« Médecins pour 100 000 habitants » commence par les médecins.",
        "division-a-l-envers",
    )
    verifier(
        proche(taux_medecins, 100_000 * effectif / pop[annee], 0.006),
        "« taux_medecins » n’est pas encore juste : 100 000 × l’effectif ÷ les habitants, sans arrondir.",
    )
    return "Contrôle : c’est cent fois le taux de l’OMS, donné pour 1 000."


@verification("taux-medecins", partie=2)
def taux_medecins_2(habitants_par_medecin: Nombre, PAYS: Pays) -> str:
    oms = pd.read_csv("../../data/indicateurs.csv")
    oms = oms[oms["iso3"] == PAYS].set_index("annee")["medecins_pour_1000"].dropna()
    pop = pd.read_csv("../../data/population.csv")
    pop = pop[pop["iso3"] == PAYS].set_index("annee")["population"]
    annee = oms.index.max()
    effectif = round(oms[annee] * pop[annee] / 1000)
    rapport = effectif / pop[annee]
    verifier(
        not any(
            proche(habitants_par_medecin, base * rapport, 0.006) for base in (1, 100, 1000, 100_000)
        ),
        "« habitants_par_medecin » divise encore les médecins par les habitants. "
        "Retournez la division : les habitants d’abord.",
        "division-a-l-envers",
    )
    verifier(
        proche(habitants_par_medecin, 1 / rapport, 0.006),
        "« habitants_par_medecin » n’est pas encore juste : les habitants ÷ l’effectif, la même année.",
    )
    return "Deux phrases pour un même fait : choisissez celle que l’on retient."


@verification("sans-electricite", partie=1)
def sans_electricite_1(sans_courant: Colonne) -> str:
    sans = pd.to_numeric(sans_courant, errors="coerce")
    pays = pd.read_csv("../../data/pays.csv")
    codes = pays[pays["usage_francais"].notna()]["iso3"]
    ind = pd.read_csv("../../data/indicateurs.csv")
    acces = ind[ind["annee"] == 2023].set_index("iso3")["electricite_pct"].loc[list(codes)]
    pop = pd.read_csv("../../data/population.csv")
    hab = pop[pop["annee"] == 2023].set_index("iso3")["population"].loc[list(codes)]
    verifier(
        sans.index.is_unique and set(codes) <= set(sans.index) <= set(pays["iso3"]),
        "« sans_courant » devrait avoir un nombre pour chacun des 26 pays, avec les codes iso3 pour "
        'étiquettes. Calculez avec des colonnes passées par set_index("iso3").',
    )
    recu = sans[list(codes)]
    verifier(
        recu.notna().all(),
        "« sans_courant » a des cases vides pour des pays du cours. Vérifiez l’année : 2023 des deux côtés.",
    )

    def _egales(autre):
        return ((recu - autre).abs() <= 1 + 0.001 * autre.abs()).all()

    verifier(
        not _egales(hab * acces / 100),
        "« sans_courant » compte les personnes qui ont l’électricité. On cherche les autres : "
        "la part est 100 moins l’accès.",
        "complement-oublie",
    )
    verifier(
        not _egales(hab * (100 - acces)),
        "« sans_courant » compte cent fois trop de gens : une part sur 100 se divise par 100 "
        "avant de s’appliquer à une population.",
        "part-et-pourcentage",
    )
    verifier(
        not _egales(100 - acces),
        "« sans_courant » donne une part sur 100, pas un nombre de personnes. "
        "Appliquez-la à « habitants_2023 ».",
    )
    autres_annees = [
        an.set_index("iso3")["population"][list(codes)] for _, an in pop.groupby("annee")
    ]
    verifier(
        _egales(hab * (100 - acces) / 100)
        or not any(_egales(_autre * (100 - acces) / 100) for _autre in autres_annees),
        "« sans_courant » applique l’accès de 2023 à la population d’une autre année. "
        "Employez « habitants_2023 ».",
        "annees-melangees",
    )
    verifier(
        _egales(hab * (100 - acces) / 100),
        "« sans_courant » n’est pas encore juste : (100 − accès) × population ÷ 100, pour 2023.",
    )
    return "Vous êtes passé d’une part à des personnes."


@verification("sans-electricite", partie=2)
def sans_electricite_2(pire_total: Texte, pire_part: Texte) -> str:
    total, part = pire_total, pire_part
    pays = pd.read_csv("../../data/pays.csv")
    codes = pays[pays["usage_francais"].notna()]["iso3"]
    ind = pd.read_csv("../../data/indicateurs.csv")
    acces = ind[ind["annee"] == 2023].set_index("iso3")["electricite_pct"].loc[list(codes)]
    pop = pd.read_csv("../../data/population.csv")
    hab = pop[pop["annee"] == 2023].set_index("iso3")["population"].loc[list(codes)]
    noms = {nom.casefold(): code for nom, code in zip(pays["nom_fr"], pays["iso3"])}
    noms["rdc"] = "COD"
    total, part = (noms.get(mot.strip().casefold(), mot.strip().upper()) for mot in (total, part))
    verifier(
        {total, part} <= set(codes),
        "« pire_total » et « pire_part » sont deux codes de trois lettres, parmi les 26 pays du cours.",
    )
    sans = hab * (100 - acces) / 100
    verifier(
        total == sans.idxmax(),
        "« pire_total » n’est pas le pays où le plus de personnes sont sans électricité. "
        "Terminez la partie 1, puis sans_courant.idxmax().",
    )
    verifier(
        part != sans.idxmax(),
        "« pire_part » est le pays du plus grand nombre : il est surtout le plus peuplé. "
        "Comparez des parts : (100 − accès), sans multiplier par la population.",
        "total-et-taux",
    )
    verifier(
        acces[part] < 99.5,
        "« pire_part » est un pays où presque tout le monde a l’électricité. "
        "La part sans électricité est 100 moins l’accès.",
        "complement-oublie",
    )
    verifier(
        part == acces.idxmin(),
        "Dans un autre pays, la part sans électricité est plus forte que dans « pire_part ».",
    )
    return "Deux questions, deux réponses : dites toujours laquelle vous posez."


@verification("jointure-par-codes", partie=1)
def jointure_par_codes_1(cles: Liste, table: Table) -> str:
    ind = pd.read_csv("../../data/indicateurs.csv")
    gauche = ind[ind["annee"] >= 2015][["iso3", "annee", "internet_pct"]]
    pop = pd.read_csv("../../data/population.csv")[["iso3", "annee", "population"]]
    juste = gauche.merge(pop, on=["iso3", "annee"], how="left")
    verifier(
        "annee" not in table.columns or table["annee"].min() >= 2015,
        "« table » contient des années d’avant 2015 : ce sont des lignes de « population ». "
        'Partez d’internet.merge(…), avec how="left" : on complète la table de gauche.',
    )
    verifier(
        len(table) <= len(gauche),
        "« table » a plus de lignes qu’« internet » : chaque ligne a trouvé plusieurs jumelles. "
        "Le pays seul, ou l’année seule, ne suffit pas à reconnaître une ligne : il faut les deux.",
        "cle-incomplete",
    )
    verifier(
        len(table) != len(gauche.merge(pop, on=["iso3", "annee"])),
        "« table » a perdu des lignes sans rien dire : merge ne garde que celles qui ont une jumelle. "
        'Pour toutes les garder : how="left".',
        "jointure-sans-perte",
    )
    verifier(
        len(table) == len(gauche),
        '« table » n’a plus les 540 lignes d’« internet ». Partez d’internet.merge(…, how="left").',
    )
    verifier(
        not {"annee_x", "annee_y"} <= set(table.columns),
        "« table » a deux colonnes d’année, annee_x et annee_y : l’année ne fait pas partie de la clé, "
        "et la population d’une autre année s’est glissée en face.",
        "annees-melangees",
    )
    verifier(
        {"iso3", "annee", "internet_pct", "population"} <= set(table.columns),
        "« table » devrait avoir les colonnes iso3, annee, internet_pct et population. "
        'Écrivez population[["iso3", "annee", "population"]] à droite.',
    )
    recu = table.sort_values(["iso3", "annee"])["population"].to_numpy()
    attendu = juste.sort_values(["iso3", "annee"])["population"]
    verifier(
        not (recu[attendu.isna().to_numpy()] == 0).any(),
        "« table » a des populations à zéro : des inconnues ont été remplies. Laissez-les vides.",
        "vide-est-zero",
    )
    verifier(
        pd.Series(recu).equals(pd.Series(attendu.to_numpy())),
        "Dans « table », des populations ne sont pas celles du bon pays et de la bonne année.",
    )
    verifier(
        {"iso3", "annee"} <= set(cles) <= {"iso3", "annee", "pays"},
        "« cles » devrait nommer les deux colonnes qui reconnaissent une ligne : le code et l’année.",
    )
    return "540 lignes avant, 540 après : rien de perdu, rien d’inventé."


@verification("jointure-par-codes", partie=2)
def jointure_par_codes_2(sans_population: Entier, annee_sans_population: Nombre) -> str:
    annees = pd.read_csv("../../data/indicateurs.csv")["annee"].loc[lambda annee: annee >= 2015]
    fin = pd.read_csv("../../data/population.csv")["annee"].max()
    verifier(
        sans_population != 0,
        "« sans_population » vaut 0 : la jointure a perdu ces lignes, ou leurs cases ont été remplies. "
        "Terminez d’abord la partie 1.",
    )
    verifier(
        sans_population != (annees <= fin).sum(),
        "« sans_population » compte les lignes qui ont une population. isna() trouve les autres.",
        "compte-le-plein",
    )
    verifier(
        sans_population == (annees > fin).sum(),
        "« sans_population » n’est pas le nombre de lignes sans population. "
        'Comptez les cases vides de table["population"].',
    )
    verifier(
        annee_sans_population == annees.max(),
        "« annee_sans_population » n’est pas l’année de ces lignes. Affichez-les, et lisez leur colonne annee.",
    )
    return "La table de population s’arrête en 2023 : on ne calcule pas de taux pour 2024."


@verification("jointure-qui-multiplie")
def jointure_qui_multiplie(nb_pays: Entier, habitants_couverts: Nombre) -> str:
    portails = pd.read_csv("../../data/portails.csv")
    ouverts = portails[portails["type"] == "Portail open data"]
    pop = pd.read_csv("../../data/population.csv")
    hab = pop[pop["annee"] == 2023]
    multipliee = ouverts.merge(hab, on="iso3")
    pays = hab[hab["iso3"].isin(ouverts["iso3"])]
    verifier(
        habitants_couverts != hab["population"].sum(),
        "« habitants_couverts » est la population de tous les pays. "
        "Ne gardez que ceux qui ont un « Portail open data ».",
        "toute-la-table",
    )
    verifier(
        nb_pays
        not in (len(multipliee), len(ouverts), len(portails), len(portails.merge(hab, on="iso3"))),
        "« nb_pays » compte des portails, pas des pays : un pays qui en a dix compte dix fois. "
        'Gardez une ligne par code : drop_duplicates(subset="iso3").',
        "ligne-repetee",
    )
    verifier(
        habitants_couverts != multipliee["population"].sum(),
        "« nb_pays » est corrigé, mais « habitants_couverts » additionne encore la même population "
        "plusieurs fois. Additionnez une table qui a une ligne par pays.",
        "ligne-repetee",
    )
    verifier(
        nb_pays != len(pays) + 1,
        "« nb_pays » compte un code vide : celui des portails de plusieurs pays à la fois. "
        "Comptez les codes après la jointure.",
    )
    verifier(
        nb_pays == len(pays),
        "« nb_pays » n’est pas le nombre de pays qui ont un portail de données ouvertes.",
    )
    annee_par_annee = pop[pop["iso3"].isin(pays["iso3"])].groupby("annee")["population"].sum()
    verifier(
        habitants_couverts not in set(annee_par_annee.drop(2023)),
        "« habitants_couverts » vient d’une autre année : employez population_2023, pas population.",
        "annees-melangees",
    )
    verifier(
        habitants_couverts == pays["population"].sum(),
        "« habitants_couverts » n’est pas la somme des populations de 2023, une fois par pays.",
    )
    return "Un total plus grand que l’Afrique : le bon sens est un contrôle."


@verification("joindre", partie=1)
def joindre_1(joindre: Fonction) -> str:
    gauche = pd.DataFrame(
        {"iso3": ["TGO", "SEN", "SYC", "BEN"], "nom": ["Togo", "Sénégal", "Seychelles", "Bénin"]}
    )
    droite = pd.DataFrame({"iso3": ["SEN", "BEN", "TGO", "TCD"], "valeur": [1.0, 2.0, 3.0, 4.0]})
    noms = pd.DataFrame({**droite, "nom": ["Senegal", "Benin", "Togo", "Chad"]})
    try:
        essai = joindre(gauche[gauche["iso3"] != "SYC"].copy(), noms.copy())
    except Exception:
        essai = None
    verifier(
        not isinstance(essai, pd.DataFrame)
        or "valeur" not in essai.columns
        or essai["valeur"].notna().sum() >= 3,
        "« joindre » se fie aux noms : « Sénégal » et « Senegal » ne se sont pas retrouvés. "
        'La clé est le code : on="iso3".',
        "noms-comme-cles",
    )
    obtenue = essayer(joindre, gauche, droite, quand="sur quatre pays")
    verifier(
        isinstance(obtenue, pd.DataFrame) and "iso3" in obtenue.columns,
        "« joindre » devrait renvoyer un tableau qui a les colonnes de gauche et celles de droite.",
    )
    verifier(
        set(obtenue["iso3"]) <= {*gauche["iso3"], *droite["iso3"]},
        "« joindre » rend les lignes d’une autre table. Servez-vous de gauche et de droite, les noms "
        "entre parenthèses.",
        "table-du-dehors",
    )
    verifier(
        "valeur" in obtenue.columns,
        "« joindre » devrait renvoyer un tableau qui a les colonnes de gauche et celles de droite.",
    )
    verifier(
        "TCD" not in set(obtenue["iso3"]),
        "« joindre » ajoute un pays qui n’est pas dans gauche. On complète gauche, sans rien y ajouter : "
        'how="left".',
    )
    verifier(
        len(obtenue) >= 4,
        '« joindre » a perdu le pays absent de droite. Toutes les lignes de gauche restent : how="left".',
        "jointure-sans-perte",
    )
    verifier(
        len(obtenue) == 4 and set(obtenue["iso3"]) == set(gauche["iso3"]),
        '« joindre » ne rend pas les lignes de gauche. Partez de gauche.merge(droite, …), avec how="left".',
    )
    verifier(
        obtenue["iso3"].tolist() == gauche["iso3"].tolist(),
        '« joindre » a changé l’ordre des lignes de gauche. how="left" le garde.',
    )
    verifier(
        obtenue["valeur"].isna().sum() == 1,
        "« joindre » a rempli une valeur inconnue. Là où le code manque à droite, la case reste vide.",
        "vide-est-zero",
    )
    verifier(
        obtenue["valeur"].tolist()[:2] == [3.0, 1.0],
        "« joindre » ne met pas la bonne valeur en face de chaque code.",
    )
    ### BEGIN HIDDEN TESTS
    tout = pd.read_csv("../../data/indicateurs.csv")[["iso3", "annee", "idh"]].sample(
        300, random_state=4
    )
    tout = tout.drop_duplicates(subset="iso3")
    capitales = pd.read_csv("../../data/pays.csv")[["iso3", "capitale"]].iloc[::2]
    rendue = essayer(joindre, tout, capitales, quand="sur d’autres tables")
    table = dict(zip(capitales["iso3"], capitales["capitale"]))
    verifier(
        rendue["iso3"].tolist() == tout["iso3"].tolist()
        and rendue["annee"].tolist() == tout["annee"].tolist()
        and rendue["capitale"].fillna("").tolist() == [table.get(c, "") for c in tout["iso3"]],
        "« joindre » marche sur l’exemple, mais pas sur d’autres tables : "
        "toutes les lignes de gauche restent, dans leur ordre.",
    )
    ### END HIDDEN TESTS
    return "Autant de lignes après qu’avant, et la bonne valeur en face."


@verification("joindre", partie=2)
def joindre_2(joindre: Fonction) -> str:
    gauche = pd.DataFrame({"iso3": ["SEN", "SEN", "BEN"], "annee": [2022, 2023, 2023]})
    _droite = pd.DataFrame({"iso3": ["SEN", "BEN"], "valeur": [1.0, 2.0]})
    essayer(joindre, gauche.tail(2), _droite, quand="sur deux pays")
    try:
        simple = joindre(gauche.copy(), _droite.copy())
    except Exception:
        simple = None
    verifier(
        isinstance(simple, pd.DataFrame) and len(simple) == 3,
        "« joindre » refuse, ou perd, un code répété à gauche : c’est pourtant permis, par exemple un pays "
        "et ses années. L’option est many_to_one : plusieurs à gauche, un seul à droite.",
    )

    def _repond(droite):
        """Renvoie ce que rend la fonction, ou le mot « arrêt »."""
        try:
            return joindre(gauche.copy(), droite)
        except Exception:
            return "arrêt"

    double = pd.DataFrame({"iso3": ["SEN", "BEN", "BEN"], "valeur": [1.0, 2.0, 20.0]})
    rendue = _repond(double)
    verifier(
        rendue is not None,
        "Quand droite répète un code, « joindre » ne renvoie rien, sans dire pourquoi. "
        'Faites-la s’arrêter sur une erreur : validate="many_to_one".',
    )
    verifier(
        isinstance(rendue, str) or len(rendue) <= 3,
        "Quand droite répète un code, « joindre » multiplie les lignes de gauche, sans rien dire. "
        'Faites-la s’arrêter : validate="many_to_one".',
        "cle-incomplete",
    )
    verifier(
        isinstance(rendue, str),
        "Quand droite donne deux valeurs pour un même code, « joindre » en choisit une en silence. "
        'Laquelle est la bonne ? Faites-la s’arrêter : validate="many_to_one".',
        "doublon-choisi",
    )
    ### BEGIN HIDDEN TESTS
    pop = pd.read_csv("../../data/population.csv")
    verifier(
        isinstance(_repond(pop[pop["annee"] >= 2022][["iso3", "population"]]), str),
        "« joindre » ne refuse pas toutes les tables de droite qui répètent un code.",
    )
    une = _repond(pop[pop["annee"] == 2023][["iso3", "population"]])
    verifier(
        isinstance(une, pd.DataFrame) and une["population"].notna().all(),
        "« joindre » refuse une table de droite qui ne répète pourtant aucun code.",
    )
    verifier(
        une["annee"].tolist() == gauche["annee"].tolist(),
        "« joindre » ne garde pas l’ordre des lignes de gauche quand un code s’y répète.",
    )
    ### END HIDDEN TESTS
    return "Une fonction qui s’arrête vaut mieux qu’une fonction qui invente."


@verification("graphique-region", partie=1)
def graphique_region_1(graphique: Dictionnaire, PAYS: Pays) -> str:
    verifier(
        {"forme", "series"} <= set(graphique),
        "« graphique » n’est pas un dessin relu. La dernière ligne de votre cellule : "
        "graphique = lire_graphique(ax).",
    )
    pays = pd.read_csv("../../data/pays.csv")
    codes = pays[pays["sous_region_onu"] == pays.set_index("iso3")["sous_region_onu"][PAYS]]["iso3"]
    ind = pd.read_csv("../../data/indicateurs.csv")
    acces = ind[ind["annee"] == 2023].set_index("pays")["electricite_pct"]
    region = ind[(ind["annee"] == 2023) & ind["iso3"].isin(codes)].set_index("pays")[
        "electricite_pct"
    ]
    verifier(
        graphique["forme"] != "camembert",
        "Un camembert partage un tout : les parts de plusieurs pays ne font pas 100 % ensemble. "
        "Pour comparer des pays, dessinez des barres.",
        "camembert-pour-comparer",
    )
    verifier(
        graphique["forme"] != "courbe",
        "Une courbe relie des moments qui se suivent ; d’un pays à l’autre, rien ne se suit. "
        "Pour comparer des pays, dessinez des barres.",
        "courbe-sans-temps",
    )
    verifier(
        graphique["forme"] in ("barres", "barres horizontales"),
        "Le dessin relu n’est pas fait de barres. Dessinez avec plot.barh ou plot.bar.",
    )
    verifier(
        len(graphique["series"]) == 1,
        "Le dessin contient plusieurs groupes de barres. Gardez une seule mesure : l’accès à l’électricité.",
    )
    vu = graphique["series"][0]
    verifier(
        set(vu["etiquettes"]) <= set(acces.index),
        "Les barres ne portent pas le nom des pays. « region » les a pour étiquettes : dessinez-la directement.",
    )
    verifier(
        not set(vu["etiquettes"]) > set(region.index),
        "Le dessin montre d’autres pays que ceux de votre sous-région. Dessinez « region ».",
        "toute-la-table",
    )
    verifier(
        set(vu["etiquettes"]) == set(region.index) and len(vu["etiquettes"]) == len(region),
        "Il n’y a pas une barre pour chaque pays de « region ».",
    )
    attendues = [region[nom] for nom in vu["etiquettes"]]
    verifier(
        all(abs(v - a) < 0.06 for v, a in zip(vu["valeurs"], attendues)),
        "Des barres n’ont pas la longueur de l’accès à l’électricité, en %. Dessinez « region » telle quelle.",
    )
    verifier(
        vu["valeurs"] in (sorted(vu["valeurs"]), sorted(vu["valeurs"], reverse=True)),
        "Les barres suivent l’ordre du fichier : l’œil doit chercher. Rangez-les par valeur avec sort_values().",
        "ordre-du-fichier",
    )
    return "Des barres, rangées, une par pays."


@verification("graphique-region", partie=2)
def graphique_region_2(graphique: Dictionnaire) -> str:
    verifier(
        {"forme", "series", "titre", "textes"} <= set(graphique),
        "« graphique » n’est pas un dessin relu. La dernière ligne de votre cellule : "
        "graphique = lire_graphique(ax).",
    )
    couchees = graphique["forme"] == "barres horizontales"
    valeurs, noms = (
        (graphique["axe_x"], graphique["axe_y"])
        if couchees
        else (graphique["axe_y"], graphique["axe_x"])
    )
    ecrits = " ".join([graphique["titre"], valeurs["titre"], noms["titre"], *graphique["textes"]])
    verifier(
        valeurs["echelle"] == "linear"
        and min(valeurs["limites"] or [1]) <= 0 <= max(valeurs["limites"] or [1]),
        "L’axe des valeurs ne part pas de zéro : de petites différences paraissent énormes. "
        "Retirez ce qui le coupe, ou ajoutez ax.set_xlim(0, 100).",
        "axe-coupe",
    )
    verifier(
        graphique["titre"],
        "Le graphique n’a pas de titre : le lecteur ne sait pas quoi regarder. "
        "Dites votre trouvaille avec ax.set_title(…).",
        "graphique-muet",
    )
    verifier(
        len(graphique["titre"]) >= 20 and not re.fullmatch(r"\w+", graphique["titre"]),
        "Le titre est trop court pour dire une trouvaille. Une petite phrase : qui, et quoi ?",
        "graphique-muet",
    )
    verifier(
        "lieux de soins" not in ecrits,
        "Il reste un texte de l’exemple sur votre graphique. Écrivez les vôtres, pour l’électricité.",
    )
    verifier(
        re.search(r"%|pour ?cent|part (de|des) ", valeurs["titre"], re.I),
        "L’axe des valeurs ne dit pas son unité. Écrivez-la : « % de la population », "
        "avec ax.set_xlabel(…) pour des barres couchées, ax.set_ylabel(…) sinon.",
        "graphique-muet",
    )
    verifier(
        re.search(r"banque mondiale|\bWDI\b|world bank", ecrits, re.I),
        'Le graphique ne dit pas sa source. Ajoutez-la : ecrire_source(ax, "…").',
        "chiffre-sans-source",
    )
    return "Titre, unité, zéro, source : ce dessin peut voyager seul."


@verification("points-et-pourcent", partie=1)
def points_et_pourcent_1(annee_fin: Nombre, hausse_points: Nombre, PAYS: Pays) -> str:
    tout = pd.read_csv("../../data/indicateurs.csv")
    serie = tout[tout["iso3"] == PAYS].set_index("annee")["internet_pct"]
    fin = serie.dropna().index.max()
    debut, arrivee = serie[2015], serie[fin]
    points = arrivee - debut
    verifier(
        annee_fin <= fin,
        "« annee_fin » est une année vide : la dernière ligne n’est pas la dernière valeur connue. "
        "Écartez d’abord les vides, avec dropna().",
        "derniere-ligne",
    )
    verifier(
        annee_fin == fin,
        "« annee_fin » n’est pas la dernière année qui a une valeur.",
    )
    verifier(
        not proche(hausse_points, 100 * points / debut, 0.003),
        "« hausse_points » est en pour cent : elle est rapportée au départ. "
        "En points, on soustrait, c’est tout.",
        "points-et-pourcent",
    )
    verifier(
        not proche(hausse_points, -points, 0.003),
        "« hausse_points » soustrait à l’envers : l’arrivée d’abord, moins le départ.",
        "sens-de-la-difference",
    )
    verifier(
        abs(hausse_points - points) < 0.06,
        "« hausse_points » n’est pas l’écart entre 2015 et « annee_fin ». "
        "Soustrayez les deux valeurs, sans arrondir.",
    )
    return "Des points : tant de personnes de plus, sur cent."


@verification("points-et-pourcent", partie=2)
def points_et_pourcent_2(hausse_pct: Nombre, PAYS: Pays) -> str:
    tout = pd.read_csv("../../data/indicateurs.csv")
    serie = tout[tout["iso3"] == PAYS].set_index("annee")["internet_pct"]
    fin = serie.dropna().index.max()
    debut, arrivee = serie[2015], serie[fin]
    points = arrivee - debut
    verifier(
        not pd.isna(hausse_pct),
        "« hausse_pct » est vide : une de vos deux années n’a pas de valeur. "
        "Prenez la dernière année connue.",
        "derniere-ligne",
    )
    verifier(
        not proche(hausse_pct, points, 0.003),
        "« hausse_pct » est en points : l’écart de deux pourcentages. "
        "Pour la dire en pour cent, rapportez-la au départ : 100 × écart ÷ valeur de 2015.",
        "points-et-pourcent",
    )
    verifier(
        not proche(hausse_pct, 100 * points / arrivee, 0.003),
        "« hausse_pct » divise par l’arrivée. Une hausse se rapporte toujours au départ.",
        "mauvais-denominateur",
    )
    verifier(
        not proche(hausse_pct, 100 * arrivee / debut, 0.003),
        "« hausse_pct » dit par combien l’on a multiplié, sur cent. Doubler, c’est augmenter de 100 %, "
        "pas de 200 % : retirez le départ.",
        "multiplier-et-augmenter",
    )
    verifier(
        not proche(hausse_pct, points / debut, 0.003),
        "« hausse_pct » est une part, pas un pourcentage. Multipliez par 100.",
        "part-et-pourcentage",
    )
    verifier(
        abs(hausse_pct - 100 * points / debut) < 0.06 + abs(points / debut) * 0.1,
        "« hausse_pct » n’est pas encore juste : 100 × (arrivée − départ) ÷ départ, sans arrondir.",
    )
    return "Même fait, deux nombres : dites toujours lequel."


@verification("sauts", partie=1)
def sauts_1(sauts: Fonction) -> str:
    def _annees(valeurs, seuil, quand):
        """Renvoie ce que la fonction rend, en liste d’années."""
        rendu = essayer(sauts, pd.Series(valeurs, name="serie"), seuil, quand=quand)
        verifier(
            isinstance(rendu, (list, tuple, set, pd.Index)),
            f"« sauts » devrait renvoyer une liste d’années ; elle renvoie {nature(rendu)}. "
            "Les années sont les étiquettes : list(….index).",
        )
        return sorted(rendu)

    civ = {2012: 4.4, 2013: 6.6, 2014: 10.0, 2015: 38.4, 2016: 41.2}
    gha = {2017: 37.9, 2018: 43.0, 2019: 22.1, 2020: 62.5}
    trou = {2016: 23.8, 2017: 26.2, 2018: None, 2019: 49.1}
    monte = _annees(civ, 10, "sur la Côte d’Ivoire")
    chute = _annees(gha, 10, "sur le Ghana")
    verifier(
        monte != chute,
        "« sauts » répond la même chose pour deux séries différentes. "
        "Servez-vous de « serie », le nom entre parenthèses, pas d’une autre table.",
        "table-du-dehors",
    )
    verifier(
        2013 not in monte,
        "« sauts » voit un saut de 4,4 à 6,6 : c’est + 50 %, mais 2,2 points. Le seuil est en points : "
        "diff(), pas pct_change().",
        "points-et-pourcent",
    )
    verifier(
        2014 not in monte or 2015 in monte,
        "« sauts » donne l’année d’avant le saut. C’est l’année d’arrivée que l’on cherche.",
    )
    verifier(
        monte == [2015],
        "« sauts », essayée sur la Côte d’Ivoire de l’exemple, ne trouve pas le saut de 2015, et lui seul.",
    )
    verifier(
        2019 in chute,
        "« sauts » ne voit pas les chutes : au Ghana, 2019 perd vingt points. "
        "Un saut va dans les deux sens : pensez à abs().",
        "saut-vers-le-haut",
    )
    verifier(
        chute == [2019, 2020],
        "« sauts », essayée sur le Ghana, devrait trouver une chute puis une remontée.",
    )
    verifier(
        _annees(trou, 10, "sur une série à trou") == [2019],
        "« sauts » perd un saut caché derrière un trou : l’écart avec une case vide est vide. "
        "Écartez d’abord les vides, avec dropna().",
        "trou-cache-le-saut",
    )
    verifier(
        _annees(civ, 30, "avec un seuil de 30") == [],
        "« sauts » trouve un saut de plus de 30 points dans une série qui n’en a pas. "
        "Employez « seuil », pas 10.",
    )
    ### BEGIN HIDDEN TESTS
    ind = pd.read_csv("../../data/indicateurs.csv")
    for code, _seuil in [("GHA", 15), ("MAR", 10), ("GNQ", 20), ("ZMB", 12), ("BDI", 1)]:
        serie = ind[ind["iso3"] == code].set_index("annee")["internet_pct"]
        ecarts = serie.dropna().diff().abs()
        verifier(
            _annees(serie.to_dict(), _seuil, "sur un autre pays")
            == list(ecarts[ecarts > _seuil].index),
            "« sauts » marche sur les exemples, mais pas sur d’autres pays. Comparez chaque valeur connue "
            "à la précédente, dans les deux sens, avec le seuil donné.",
        )
    verifier(
        _annees({2000: None, 2001: 5.0}, 1, "sur une seule valeur connue") == [],
        "« sauts » devrait renvoyer une liste vide quand il n’y a qu’une valeur connue.",
    )
    ### END HIDDEN TESTS
    return "Votre détecteur voit les bonds, les chutes, et derrière les trous."


@verification("sauts", partie=2)
def sauts_2(sauts: Fonction, mes_sauts: Liste, PAYS: Pays) -> str:
    tout = pd.read_csv("../../data/indicateurs.csv")
    serie = tout[tout["iso3"] == PAYS].set_index("annee")["internet_pct"]
    ecarts = serie.dropna().diff()
    attendus = list(ecarts[ecarts.abs() > 10].index)
    rendus = essayer(sauts, serie, 10, quand="sur votre pays")
    verifier(
        isinstance(rendus, (list, tuple, set, pd.Index)) and sorted(rendus) == attendus,
        "« sauts » n’est pas encore juste pour votre pays. Terminez d’abord la partie 1.",
    )
    verifier(
        sorted(mes_sauts) == attendus,
        "« mes_sauts » n’est pas la liste des sauts de plus de 10 points dans votre pays. "
        "Écrivez mes_sauts = sauts(internet, 10), sans rien recopier.",
    )
    bilan = (
        "Une question à poser à l’UIT avant d’écrire."
        if attendus
        else "Aucun saut de plus de 10 points : c’est aussi un résultat."
    )
    return bilan


@verification("total-glisse", partie=1)
def total_glisse_1(ecarts: Colonne) -> str:
    _ecarts = pd.to_numeric(ecarts, errors="coerce")
    ebola = pd.read_csv("../../data/ebola_guinee_2014.csv")
    est_total = ebola["prefecture"] == "GUINÉE (total)"
    jour = ebola["date"] == "2014-09-26"
    publie = ebola[jour & est_total].set_index("indicateur")["valeur"]
    somme = ebola[jour & ~est_total].groupby("indicateur")["valeur"].sum()
    juste = publie - somme
    verifier(
        len(_ecarts),
        "« ecarts » est vide : aucune ligne n’a cette date. Elle s’écrit comme dans la table : "
        '"2014-09-26".',
    )
    verifier(
        _ecarts.index.is_unique and set(_ecarts.index) == set(juste.index),
        "« ecarts » devrait avoir un nombre pour chacun des dix indicateurs. "
        'Groupez par indicateur, et donnez-le pour étiquette à « publie » : set_index("indicateur").',
    )

    def _egale(autre):
        return (_ecarts[juste.index] == autre[juste.index]).all()

    verifier(
        not (_ecarts == 0).all(),
        "« ecarts » vaut zéro partout : c’est encore le 24 septembre de l’exemple. "
        "Refaites « jour », « publie » et « somme » avec la nouvelle date.",
    )
    verifier(
        not _egale(-somme) and not _egale(somme),
        "La ligne de total est comptée dans la somme, comme une préfecture de plus. "
        'Écartez-la : jour["prefecture"] != TOTAL.',
        "total-est-une-ligne",
    )
    dates = ebola[est_total].groupby("indicateur")["valeur"].sum()
    toutes = ebola[~est_total].groupby("indicateur")["valeur"].sum()
    verifier(
        not _egale(dates - toutes) and not _egale(publie - toutes),
        "« ecarts » additionne toutes les dates : or ces nombres sont déjà des cumuls. "
        "Gardez d’abord le 26 septembre.",
        "cumul-additionne",
    )
    verifier(
        not _egale(juste.abs()),
        "« ecarts » a perdu ses signes : on ne voit plus quel total est trop petit. "
        "Gardez-les ; abs() ne sert qu’à choisir les grands.",
    )
    verifier(
        _egale(juste) or _egale(-juste),
        "« ecarts » n’est pas encore juste : total publié moins somme des préfectures, le 26 septembre.",
    )
    return "Deux totaux s’écartent de plus de cent : il s’est passé quelque chose."


@verification("total-glisse", partie=2)
def total_glisse_2(decalees: Liste, deces_confirmes: Entier) -> str:
    ebola = pd.read_csv("../../data/ebola_guinee_2014.csv")
    est_total = ebola["prefecture"] == "GUINÉE (total)"
    jour = ebola["date"] == "2014-09-26"
    publie = ebola[jour & est_total].set_index("indicateur")["valeur"]
    somme = ebola[jour & ~est_total].groupby("indicateur")["valeur"].sum()
    juste = publie - somme
    verifier(
        all(nom in juste.index for nom in decalees),
        "« decalees » contient autre chose que des noms d’indicateurs, entre guillemets.",
    )
    verifier(
        set(decalees) == set(juste[juste.abs() > 100].index),
        "« decalees » n’a pas les deux bons indicateurs. D’autres totaux diffèrent de quelques unités : "
        "gardez seulement les écarts de plus de 100, vers le haut ou vers le bas.",
    )
    verifier(
        deces_confirmes != publie["deces_confirmes_cumules"],
        "« deces_confirmes » reprend le total publié. Il dépasse de loin la somme des préfectures, et le "
        "cumul devrait alors baisser quatre jours après. Un total officiel se contrôle aussi.",
        "total-juste",
    )
    verifier(
        deces_confirmes == somme["deces_confirmes_cumules"],
        "« deces_confirmes » n’est pas la somme des décès confirmés des préfectures, ce jour-là.",
    )
    return "Vous avez évité une fausse nouvelle de 174 morts."


@verification("moyenne-mediane")
def moyenne_mediane(
    moyenne: Nombre, mediane: Nombre, nb_sous_moyenne: Entier, plus_ordinaire: Texte
) -> str:
    nb, mot = nb_sous_moyenne, plus_ordinaire
    pays = pd.read_csv("../../data/pays.csv")
    ind = pd.read_csv("../../data/indicateurs.csv")
    _2023 = ind[ind["annee"] == 2023]
    pib = _2023[_2023["iso3"].isin(pays[pays["usage_francais"].notna()]["iso3"])]["pib_hab_ppa"]
    verifier(
        not proche(moyenne, _2023["pib_hab_ppa"].mean(), 0.0005),
        "« moyenne » porte sur tous les pays d’Afrique. Partez de « pib_26 ».",
        "toute-la-table",
    )
    verifier(
        not (proche(moyenne, pib.median(), 0.0005) and proche(mediane, pib.mean(), 0.0005)),
        "« moyenne » et « mediane » sont échangées : mean() additionne et divise, median() prend le milieu.",
    )
    verifier(
        proche(moyenne, pib.mean(), 0.0005),
        "« moyenne » n’est pas la moyenne de « pib_26 ». Pensez à mean(), sans arrondir.",
    )
    verifier(
        not proche(mediane, (pib.min() + pib.max()) / 2, 0.0005),
        "« mediane » est à mi-chemin entre le plus petit et le plus grand. "
        "La médiane est la valeur du pays du milieu : median().",
        "milieu-des-extremes",
    )
    verifier(
        proche(mediane, pib.median(), 0.0005),
        "« mediane » n’est pas la valeur du milieu de « pib_26 ». Pensez à median(), sans arrondir.",
    )
    verifier(
        nb != (pib > pib.mean()).sum(),
        "« nb_sous_moyenne » compte les pays au-dessus de la moyenne. Le signe < veut dire « plus petit que ».",
    )
    verifier(
        nb != len(pib) // 2,
        "« nb_sous_moyenne » coupe la liste en deux moitiés : c’est la médiane qui fait cela. "
        "Comptez les vrais de pib_26 < moyenne.",
        "moyenne-au-milieu",
    )
    verifier(
        nb == (pib < pib.mean()).sum(),
        "« nb_sous_moyenne » n’est pas le nombre de pays au-dessous de la moyenne.",
    )
    mot = mot.strip().lower().replace("é", "e")
    verifier(
        mot in ("moyenne", "mediane"),
        '« plus_ordinaire » vaut "moyenne" ou "mediane", rien d’autre.',
    )
    verifier(
        mot == "mediane",
        "La moyenne décrirait un pays ordinaire ? Regardez « nb_sous_moyenne » : "
        "presque tous les pays sont d’un même côté. Quelques-uns la tirent.",
        "moyenne-typique",
    )
    return "Avant d’écrire « en moyenne », regardez qui tire la moyenne."


@verification("ordre-des-lignes-region")
def ordre_des_lignes_region(ordre: Liste) -> str:
    _ordre = [str(lettre).strip().upper() for lettre in ordre]
    verifier(
        "C" not in _ordre,
        "La ligne C est de trop : elle donne le même poids à un petit pays et à un grand. "
        "On cherche la part des habitants, pas la moyenne des pays.",
        "pays-egaux",
    )
    verifier(
        sorted(_ordre) == ["A", "B", "D", "E", "F"],
        "« ordre » devrait contenir cinq lettres différentes, entre guillemets.",
    )
    for apres, avant in [("B", "D"), ("F", "B"), ("A", "F"), ("E", "A")]:
        verifier(
            _ordre.index(avant) < _ordre.index(apres),
            f"La ligne {apres} emploie un nom ou une colonne qui n’existe pas encore à cet endroit. "
            "Cherchez la ligne qui le crée, et placez-la avant.",
            "ligne-avant-source",
        )
    return "Chacun compte pour un : c’est la moyenne des habitants."


@verification("phrases-soutenues", partie=1)
def phrases_soutenues_1(verdicts: Dictionnaire) -> str:
    _verdicts = {
        str(lettre).strip().upper(): str(mot).strip().lower() for lettre, mot in verdicts.items()
    }
    verifier(
        set("ABCDEFG") <= set(_verdicts),
        "« verdicts » doit garder ses sept lettres, à gauche des deux-points.",
    )
    verifier(
        all(
            _verdicts[l] in ("soutenue", "saut", "total", "points", "cause", "moyenne")
            for l in "ABCDEFG"
        ),
        "Un mot de « verdicts » n’est pas prévu. Recopiez-le de l’énoncé, entre guillemets.",
    )
    verifier(
        _verdicts["A"] == "soutenue",
        "La phrase A donne un taux, une année, une source, et rien de plus. Douter de tout n’est pas vérifier : "
        "relisez-la.",
        "tout-est-faux",
    )
    verifier(
        _verdicts["B"] != "soutenue",
        "La phrase B raconte un saut comme s’il avait eu lieu dans le pays. "
        "Qu’est-ce qui a changé, la vie ou la mesure ? Relisez la partie 2.",
        "saut-du-monde",
    )
    verifier(
        _verdicts["C"] != "soutenue",
        "La phrase C compare des chances avec un nombre de personnes. Le plus peuplé a presque toujours "
        "le plus grand total : relisez le carnet 1.",
        "total-et-taux",
    )
    verifier(
        _verdicts["D"] != "soutenue",
        "La phrase D soustrait deux pourcentages, puis écrit « % ». Relisez la partie 1.",
        "points-et-pourcent",
    )
    verifier(
        [_verdicts[lettre] for lettre in "BCD"] == ["saut", "total", "points"],
        "Parmi B, C et D, une phrase n’est pas soutenue, mais pas pour la raison que vous donnez. "
        "Relisez la définition de chaque mot.",
    )
    return "Le nombre était juste ; c’est la phrase qui en disait trop."


@verification("phrases-soutenues", partie=2)
def phrases_soutenues_2(verdicts: Dictionnaire) -> str:
    _verdicts = {
        str(lettre).strip().upper(): str(mot).strip().lower() for lettre, mot in verdicts.items()
    }
    verifier(
        set("ABCDEFG") <= set(_verdicts),
        "« verdicts » doit garder ses sept lettres, à gauche des deux-points.",
    )
    verifier(
        all(
            _verdicts[l] in ("soutenue", "saut", "total", "points", "cause", "moyenne")
            for l in "ABCDEFG"
        ),
        "Un mot de « verdicts » n’est pas prévu. Recopiez-le de l’énoncé, entre guillemets.",
    )
    verifier(
        _verdicts["E"] != "soutenue",
        "La phrase E passe de « vont ensemble » à « fait baisser ». "
        "Quelle autre explication (la richesse, l’école…) donnerait les mêmes nombres ?",
        "correlation-cause",
    )
    verifier(
        _verdicts["F"] != "soutenue",
        "La phrase F prend la moyenne pour le pays ordinaire. Combien de pays sont au-dessous ? "
        "Relisez l’exercice 4.",
        "moyenne-typique",
    )
    verifier(
        _verdicts["G"] == "soutenue",
        "La phrase G dit seulement que deux choses vont ensemble, sans dire que l’une fait l’autre. "
        "Est-ce trop ? Refuser une phrase juste est aussi une erreur.",
        "tout-est-faux",
    )
    verifier(
        [_verdicts[lettre] for lettre in "EF"] == ["cause", "moyenne"],
        "E ou F n’est pas soutenue, mais pas pour la raison que vous donnez. Relisez la définition de chaque mot.",
    )
    return "« Va avec », oui. « À cause de », pas encore."


@verification("phrase-evolution")
def phrase_evolution(phrase: Texte, PAYS: Pays) -> str:
    _phrase = " ".join(phrase.split())
    tout = pd.read_csv("../../data/indicateurs.csv")
    serie = tout[tout["iso3"] == PAYS].set_index("annee")["internet_pct"].dropna()
    fin = serie.index.max()
    hausse = serie[fin] - serie[2015]
    ecritures = {f"{hausse:.1f}", f"{hausse:.2f}", f"{hausse:.3f}", f"{hausse:.0f}"}
    nombres = "|".join(re.escape(e) for e in sorted(ecritures, key=len, reverse=True))
    lue = _phrase.replace(",", ".")
    verifier(
        "{" not in _phrase,
        "Des accolades sont restées dans « phrase » : il manque la lettre f, juste avant le premier guillemet.",
    )
    verifier(
        "Sahélie" not in _phrase,
        "C’est la phrase du pays imaginaire. Écrivez celle du vôtre, avec vos chiffres.",
    )
    verifier(
        not re.search(rf"(?<![\d.])({nombres}) ?(%|pour ?cents?\b)", lue),
        "« phrase » donne la hausse en points, mais l’écrit « % ». Le lecteur comprendra tout autre chose : "
        "écrivez « points ».",
        "points-et-pourcent",
    )
    verifier(
        re.search(rf"(?<![\d.])({nombres})(?![\d.]*\d)", lue),
        "La hausse en points n’est pas dans « phrase ». Donnez-la avec une décimale.",
    )
    verifier(
        re.search(r"\bpoints?\b", _phrase, re.I),
        "« phrase » ne dit pas l’unité de la hausse. Écrivez « points ».",
        "points-et-pourcent",
    )
    verifier(
        "2015" in _phrase and str(fin) in _phrase,
        "« phrase » ne donne pas ses deux années, celle du départ et celle de l’arrivée.",
        "chiffre-sans-annee",
    )
    verifier(
        re.search(r"\bUIT\b|Union internationale des t|Banque mondiale|WDI", _phrase, re.I),
        "« phrase » ne dit pas d’où vient le nombre. Nommez l’UIT ou la Banque mondiale.",
        "chiffre-sans-source",
    )
    verifier(
        re.search(
            r"estim|enquête|rupture|méthode|mesur|compt[ée]|saut|prudence|prudent|précaution|pincette|réserve|vérifi|incertain|provisoire"
            r"|approximat|environ|inconnu|ignor|manqu|absen|lacun|trou|limite|nuanc|attention|change"
            r"|\baucune?\b|\bdepuis\b.*\b(pas|plus|rien)\b|\b(pas|plus|sans) (de |d[’'])?(chiffre|donnée|valeur)"
            r"|\b(ne|n[’']) ?(\w+ )?(sai[ts]|savons|dit|disent|prouve|permet)|\bjusqu|derni\w+ \w+ connu",
            _phrase,
            re.I,
        ),
        "« phrase » dit la hausse sans aucune prudence. Ajoutez-la : estimation, rupture, méthode à vérifier, "
        "ou ce que l’on ignore depuis.",
        "trou-passe-sous-silence",
    )
    return "Points, dates, source, prudence : personne ne vous reprendra."
