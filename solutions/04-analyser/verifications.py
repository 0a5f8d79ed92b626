"""Les vérifications du module 04-analyser : une fonction pour chaque partie d’un exercice."""

import re
from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from typing import Any

import pandas as pd

from atelier import (
    Colonne,
    Dessin,
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


def _table(nom: str) -> pd.DataFrame:
    """Read one of the course's tables."""
    return pd.read_csv(f"../../data/{nom}.csv")


def _codes_du_cours() -> list[str]:
    pays = _table("pays")
    return list(pays[pays["usage_francais"].notna()]["iso3"])


def _en(annee: int, table: pd.DataFrame, etiquettes: str = "iso3") -> pd.DataFrame:
    """Return the rows of one year, labelled."""
    return table[table["annee"] == annee].set_index(etiquettes)


def _serie(code: str, indicateur: str) -> pd.Series:
    """Return an indicator of one country, by year, gaps included."""
    table = _table("indicateurs")
    return table[table["iso3"] == code].set_index("annee")[indicateur]


def _etiquettes(colonne: pd.Series) -> set:
    """Return the labels of a participant's column: none where one is repeated, or cannot be compared."""
    try:
        return set(colonne.index) if colonne.index.is_unique else set()
    except TypeError:  # a list may be a label
        return set()


def _colonne(table: object, nom: str) -> pd.Series | None:
    """Return the column `nom` of what a participant's code made: None where it is not there, or twice."""
    colonne = table.get(nom) if isinstance(table, pd.DataFrame) else None
    return colonne if isinstance(colonne, pd.Series) else None


@dataclass(frozen=True)
class _Effectif:
    """The doctors of a country in the last year that is known, and its inhabitants in every year."""

    annee: int
    medecins: int
    habitants_par_annee: pd.Series

    @property
    def habitants(self) -> int:
        return self.habitants_par_annee[self.annee]

    @property
    def part(self) -> float:
        """How many doctors for one inhabitant."""
        return self.medecins / self.habitants


def _effectif(code: str) -> _Effectif:
    pour_1000 = _serie(code, "medecins_pour_1000").dropna()
    population = _table("population")
    habitants = population[population["iso3"] == code].set_index("annee")["population"]
    annee = pour_1000.index.max()
    return _Effectif(annee, round(pour_1000[annee] * habitants[annee] / 1000), habitants)


AUTRES_BASES = {
    1: "un seul habitant",
    100: "100 habitants",
    1000: "1 000 habitants",
    10_000: "10 000 habitants",
    1_000_000: "un million d’habitants",
}


@verification("taux-medecins", partie=1)
def taux_medecins_1(habitants: Entier, taux_medecins: Nombre, PAYS: Pays) -> str:
    effectif = _effectif(PAYS)
    _verifier_les_habitants(habitants, effectif)
    for base, mot in AUTRES_BASES.items():
        verifier(
            not proche(taux_medecins, base * effectif.part, 0.006),
            f"« taux_medecins » donne les médecins pour {mot}. La base fait partie du taux : "
            "ici, 100 000 habitants.",
            "taux-sans-base",
        )
    verifier(
        not proche(taux_medecins, 1 / effectif.part, 0.006),
        "« taux_medecins » divise à l’envers : ce sont des habitants par médecin. "
        "« Médecins pour 100 000 habitants » commence par les médecins.",
        "division-a-l-envers",
    )
    verifier(
        proche(taux_medecins, 100_000 * effectif.part, 0.006),
        "« taux_medecins » n’est pas encore juste : 100 000 × l’effectif ÷ les habitants, sans arrondir.",
    )
    return "Contrôle : c’est cent fois le taux de l’OMS, donné pour 1 000."


def _verifier_les_habitants(habitants: int, effectif: _Effectif) -> None:
    verifier(
        habitants != effectif.habitants_par_annee.sum(),
        "« habitants » additionne la population de toutes les années. Gardez une seule année, "
        "celle d’« annee_effectif ».",
        "toute-la-table",
    )
    verifier(
        habitants == effectif.habitants or habitants not in set(effectif.habitants_par_annee),
        "« habitants » est la population de votre pays, mais d’une autre année. "
        "Un taux divise deux nombres de la même année : filtrez aussi sur « annee_effectif ».",
        "annees-melangees",
    )
    verifier(
        habitants == effectif.habitants,
        "« habitants » n’est pas la population de votre pays l’année de l’effectif. "
        "Gardez la ligne qui a votre code et cette année, puis lisez sa colonne population.",
    )


@verification("taux-medecins", partie=2)
def taux_medecins_2(habitants_par_medecin: Nombre, PAYS: Pays) -> str:
    part = _effectif(PAYS).part
    verifier(
        not any(
            proche(habitants_par_medecin, base * part, 0.006) for base in (1, 100, 1000, 100_000)
        ),
        "« habitants_par_medecin » divise encore les médecins par les habitants. "
        "Retournez la division : les habitants d’abord.",
        "division-a-l-envers",
    )
    verifier(
        proche(habitants_par_medecin, 1 / part, 0.006),
        "« habitants_par_medecin » n’est pas encore juste : les habitants ÷ l’effectif, la même année.",
    )
    return "Deux phrases pour un même fait : choisissez celle que l’on retient."


@dataclass(frozen=True)
class _Electricite:
    """Access to electricity in 2023 (%), and inhabitants, of the countries of the course, by code."""

    acces: pd.Series
    habitants: pd.Series

    @property
    def sans(self) -> pd.Series:
        """How many people are without."""
        return self.habitants * (100 - self.acces) / 100


def _electricite() -> _Electricite:
    codes = _codes_du_cours()
    return _Electricite(
        acces=_en(2023, _table("indicateurs"))["electricite_pct"].loc[codes],
        habitants=_en(2023, _table("population"))["population"].loc[codes],
    )


def _egales(recues: pd.Series, attendues: pd.Series) -> bool:
    """Tell whether numbers of people agree, to one person or one in a thousand."""
    return bool(((recues - attendues).abs() <= 1 + 0.001 * attendues.abs()).all())


@verification("sans-electricite", partie=1)
def sans_electricite_1(sans_courant: Colonne) -> str:
    electricite = _electricite()
    codes = list(electricite.acces.index)
    verifier(
        set(codes) <= _etiquettes(sans_courant) <= set(_table("pays")["iso3"]),
        "« sans_courant » devrait avoir un nombre pour chacun des 26 pays, avec les codes iso3 pour "
        'étiquettes. Calculez avec des colonnes passées par set_index("iso3").',
    )
    recues = pd.to_numeric(sans_courant, errors="coerce")[codes]
    verifier(
        recues.notna().all(),
        "« sans_courant » a des cases vides pour des pays du cours. Vérifiez l’année : 2023 des deux côtés.",
    )
    _refuser_une_part(recues, electricite)
    juste = _egales(recues, electricite.sans)
    population = _table("population")
    par_annee = [_en(annee, population)["population"][codes] for annee in set(population["annee"])]
    verifier(
        juste
        or not any(_egales(recues, une * (100 - electricite.acces) / 100) for une in par_annee),
        "« sans_courant » applique l’accès de 2023 à la population d’une autre année. "
        "Employez « habitants_2023 ».",
        "annees-melangees",
    )
    verifier(
        juste,
        "« sans_courant » n’est pas encore juste : (100 − accès) × population ÷ 100, pour 2023.",
    )
    return "Vous êtes passé d’une part à des personnes."


def _refuser_une_part(recues: pd.Series, electricite: _Electricite) -> None:
    """Name the mistakes of those who go from a share to people: the wrong share, or half the way."""
    acces, habitants = electricite.acces, electricite.habitants
    verifier(
        not _egales(recues, habitants * acces / 100),
        "« sans_courant » compte les personnes qui ont l’électricité. On cherche les autres : "
        "la part est 100 moins l’accès.",
        "complement-oublie",
    )
    verifier(
        not _egales(recues, habitants * (100 - acces)),
        "« sans_courant » compte cent fois trop de gens : une part sur 100 se divise par 100 "
        "avant de s’appliquer à une population.",
        "part-et-pourcentage",
    )
    verifier(
        not _egales(recues, 100 - acces),
        "« sans_courant » donne une part sur 100, pas un nombre de personnes. "
        "Appliquez-la à « habitants_2023 ».",
    )


def _code_de(mot: str) -> str:
    """Return the code that a participant means: the code itself, or a country's name."""
    pays = _table("pays")
    noms = {nom.casefold(): code for nom, code in zip(pays["nom_fr"], pays["iso3"], strict=True)}
    return {**noms, "rdc": "COD"}.get(mot.strip().casefold(), mot.strip().upper())


@verification("sans-electricite", partie=2)
def sans_electricite_2(pire_total: Texte, pire_part: Texte) -> str:
    electricite = _electricite()
    acces, le_plus_de_gens = electricite.acces, electricite.sans.idxmax()
    total, part = _code_de(pire_total), _code_de(pire_part)
    verifier(
        {total, part} <= set(acces.index),
        "« pire_total » et « pire_part » sont deux codes de trois lettres, parmi les 26 pays du cours.",
    )
    verifier(
        total == le_plus_de_gens,
        "« pire_total » n’est pas le pays où le plus de personnes sont sans électricité. "
        "Terminez la partie 1, puis sans_courant.idxmax().",
    )
    verifier(
        part != le_plus_de_gens,
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


CLES = ["iso3", "annee"]
LIGNES_CHANGEES = (
    "Les lignes de « table » ne se rangent plus par pays et par année. Laissez iso3 et annee comme "
    "elles sont dans « internet », une seule fois chacune."
)


@verification("jointure-par-codes", partie=1)
def jointure_par_codes_1(cles: Liste, table: Table) -> str:
    ind = _table("indicateurs")
    gauche = ind[ind["annee"] >= 2015][["iso3", "annee", "internet_pct"]]
    droite = _table("population")[["iso3", "annee", "population"]]
    depuis_2015 = _depuis_2015(table)
    verifier(depuis_2015 is not None, LIGNES_CHANGEES)
    verifier(
        depuis_2015,
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
        len(table) != len(gauche.merge(droite, on=CLES)),
        "« table » a perdu des lignes sans rien dire : merge ne garde que celles qui ont une jumelle. "
        'Pour toutes les garder : how="left".',
        "jointure-sans-perte",
    )
    verifier(
        len(table) == len(gauche),
        '« table » n’a plus les 540 lignes d’« internet ». Partez d’internet.merge(…, how="left").',
    )
    _verifier_les_populations(table, gauche.merge(droite, on=CLES, how="left"))
    verifier(
        set(CLES) <= set(map(str, cles)) <= {*CLES, "pays"},
        "« cles » devrait nommer les deux colonnes qui reconnaissent une ligne : le code et l’année.",
    )
    return "540 lignes avant, 540 après : rien de perdu, rien d’inventé."


def _depuis_2015(table: pd.DataFrame) -> bool | None:
    """Tell whether no year of a participant's table is before 2015, or None where they are no years."""
    try:
        return "annee" not in table.columns or bool(table["annee"].min() >= 2015)
    except (TypeError, ValueError):  # texts, dates, lists, two columns of that name
        return None


def _verifier_les_populations(table: pd.DataFrame, juste: pd.DataFrame) -> None:
    """Check the column population of a `table` that has as many rows as the right one, in any order."""
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
    rangee = _par_lignes(table)
    verifier(rangee is not None, LIGNES_CHANGEES)
    recues = _colonne(rangee, "population")
    verifier(
        recues is not None,
        "« table » a plusieurs colonnes population : on ne sait plus laquelle lire. "
        'Écrivez population[["iso3", "annee", "population"]] à droite.',
    )
    attendues = _par_lignes(juste)["population"]
    verifier(
        not (recues[attendues.isna()] == 0).any(),
        "« table » a des populations à zéro : des inconnues ont été remplies. Laissez-les vides.",
        "vide-est-zero",
    )
    verifier(
        pd.Series(recues.to_numpy()).equals(attendues),
        "Dans « table », des populations ne sont pas celles du bon pays et de la bonne année.",
    )


def _par_lignes(table: pd.DataFrame) -> pd.DataFrame | None:
    """Return a table in the order of its keys, its rows numbered, or None where its keys have no order."""
    try:
        return table.reset_index(drop=True).sort_values(CLES, ignore_index=True)
    except (TypeError, ValueError):  # texts among numbers, lists, two columns of one name
        return None


@verification("jointure-par-codes", partie=2)
def jointure_par_codes_2(sans_population: Entier, annee_sans_population: Nombre) -> str:
    annees = _table("indicateurs")["annee"].loc[lambda annee: annee >= 2015]
    fin = _table("population")["annee"].max()
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
    population = _table("population")
    habitants = population[population["annee"] == 2023]
    portails = _table("portails")
    ouverts = portails[portails["type"] == "Portail open data"]
    pays = habitants[habitants["iso3"].isin(ouverts["iso3"])]
    verifier(
        habitants_couverts != habitants["population"].sum(),
        "« habitants_couverts » est la population de tous les pays. "
        "Ne gardez que ceux qui ont un « Portail open data ».",
        "toute-la-table",
    )
    _refuser_les_repetitions(nb_pays, habitants_couverts, portails, habitants)
    verifier(
        nb_pays != len(pays) + 1,
        "« nb_pays » compte un code vide : celui des portails de plusieurs pays à la fois. "
        "Comptez les codes après la jointure.",
    )
    verifier(
        nb_pays == len(pays),
        "« nb_pays » n’est pas le nombre de pays qui ont un portail de données ouvertes.",
    )
    par_annee = (
        population[population["iso3"].isin(pays["iso3"])].groupby("annee")["population"].sum()
    )
    verifier(
        habitants_couverts not in set(par_annee.drop(2023)),
        "« habitants_couverts » vient d’une autre année : employez population_2023, pas population.",
        "annees-melangees",
    )
    verifier(
        habitants_couverts == pays["population"].sum(),
        "« habitants_couverts » n’est pas la somme des populations de 2023, une fois par pays.",
    )
    return "Un total plus grand que l’Afrique : le bon sens est un contrôle."


def _refuser_les_repetitions(
    nb_pays: int, habitants_couverts: float, portails: pd.DataFrame, habitants: pd.DataFrame
) -> None:
    """Refuse counts and sums in which a country stands once for each of its portals."""
    ouverts = portails[portails["type"] == "Portail open data"]
    multipliee = ouverts.merge(habitants, on="iso3")
    repetes = (multipliee, ouverts, portails, portails.merge(habitants, on="iso3"))
    verifier(
        nb_pays not in map(len, repetes),
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


GAUCHE = pd.DataFrame(
    {"iso3": ["TGO", "SEN", "SYC", "BEN"], "nom": ["Togo", "Sénégal", "Seychelles", "Bénin"]}
)
DROITE = pd.DataFrame({"iso3": ["SEN", "BEN", "TGO", "TCD"], "valeur": [1.0, 2.0, 3.0, 4.0]})
DROITE_NOMMEE = DROITE.assign(nom=["Senegal", "Benin", "Togo", "Chad"])
"""Names that differ from those of `GAUCHE` by an accent: who joins by names finds one of three."""

COLONNES_ATTENDUES = (
    "« joindre » devrait renvoyer un tableau qui a les colonnes de gauche et celles de droite."
)


@verification("joindre", partie=1)
def joindre_1(joindre: Fonction) -> str:
    _refuser_les_noms_comme_cles(joindre)
    obtenue = essayer(joindre, GAUCHE, DROITE, quand="sur quatre pays")
    codes = _colonne(obtenue, "iso3")
    verifier(codes is not None, COLONNES_ATTENDUES)
    _verifier_les_lignes(obtenue, [str(code) for code in codes])
    valeurs = obtenue["valeur"]
    verifier(
        valeurs.isna().sum() == 1,
        "« joindre » a rempli une valeur inconnue. Là où le code manque à droite, la case reste vide.",
        "vide-est-zero",
    )
    verifier(
        valeurs.tolist()[:2] == [3.0, 1.0],
        "« joindre » ne met pas la bonne valeur en face de chaque code.",
    )
    ### BEGIN HIDDEN TESTS
    _verifier_sur_d_autres_tables(joindre)
    ### END HIDDEN TESTS
    return "Autant de lignes après qu’avant, et la bonne valeur en face."


ARRET = "arrêt"


def _tentee(joindre: Fonction, gauche: pd.DataFrame, droite: pd.DataFrame) -> Any:
    """Return what the participant's function answers, or `ARRET` where it stops on an error."""
    try:
        return joindre(gauche.copy(), droite.copy())
    except Exception:
        return ARRET


def _refuser_les_noms_comme_cles(joindre: Fonction) -> None:
    essai = _tentee(joindre, GAUCHE[GAUCHE["iso3"] != "SYC"], DROITE_NOMMEE)
    valeurs = _colonne(essai, "valeur")
    verifier(
        valeurs is None or valeurs.notna().sum() >= 3,
        "« joindre » se fie aux noms : « Sénégal » et « Senegal » ne se sont pas retrouvés. "
        'La clé est le code : on="iso3".',
        "noms-comme-cles",
    )


def _verifier_les_lignes(obtenue: pd.DataFrame, codes: Sequence[str]) -> None:
    """Check that the rows, known by their `codes`, are those of `GAUCHE`, and that a value stands there."""
    verifier(
        set(codes) <= {*GAUCHE["iso3"], *DROITE["iso3"]},
        "« joindre » rend les lignes d’une autre table. Servez-vous de gauche et de droite, les noms "
        "entre parenthèses.",
        "table-du-dehors",
    )
    verifier(_colonne(obtenue, "valeur") is not None, COLONNES_ATTENDUES)
    verifier(
        "TCD" not in codes,
        "« joindre » ajoute un pays qui n’est pas dans gauche. On complète gauche, sans rien y ajouter : "
        'how="left".',
    )
    verifier(
        len(codes) >= 4,
        '« joindre » a perdu le pays absent de droite. Toutes les lignes de gauche restent : how="left".',
        "jointure-sans-perte",
    )
    verifier(
        len(codes) == 4 and set(codes) == set(GAUCHE["iso3"]),
        '« joindre » ne rend pas les lignes de gauche. Partez de gauche.merge(droite, …), avec how="left".',
    )
    verifier(
        codes == GAUCHE["iso3"].tolist(),
        '« joindre » a changé l’ordre des lignes de gauche. how="left" le garde.',
    )


def _verifier_sur_d_autres_tables(joindre: Fonction) -> None:
    """Try tables of other sizes, other columns, another order; half of the codes are missing."""
    indicateurs = _table("indicateurs")[["iso3", "annee", "idh"]].sample(300, random_state=4)
    gauche = indicateurs.drop_duplicates(subset="iso3")
    droite = _table("pays")[["iso3", "capitale"]].iloc[::2]
    rendue = essayer(joindre, gauche, droite, quand="sur d’autres tables")
    capitales = droite.set_index("iso3")["capitale"].reindex(gauche["iso3"])
    verifier(
        _contenu(rendue, "iso3") == gauche["iso3"].tolist()
        and _contenu(rendue, "annee") == gauche["annee"].tolist()
        and _contenu(rendue, "capitale") == capitales.fillna("").tolist(),
        "« joindre » marche sur l’exemple, mais pas sur d’autres tables : "
        "toutes les lignes de gauche restent, dans leur ordre.",
    )


def _contenu(table: object, nom: str) -> list | None:
    """Return what a column holds, "" for what is empty, or None where there is no such column."""
    colonne = _colonne(table, nom)
    return None if colonne is None else colonne.astype(object).where(colonne.notna(), "").tolist()


A_COMPLETER = pd.DataFrame({"iso3": ["SEN", "SEN", "BEN"], "annee": [2022, 2023, 2023]})
SANS_DOUBLE = pd.DataFrame({"iso3": ["SEN", "BEN"], "valeur": [1.0, 2.0]})
AVEC_DOUBLE = pd.DataFrame({"iso3": ["SEN", "BEN", "BEN"], "valeur": [1.0, 2.0, 20.0]})


@verification("joindre", partie=2)
def joindre_2(joindre: Fonction) -> str:
    essayer(joindre, A_COMPLETER.tail(2), SANS_DOUBLE, quand="sur deux pays")
    completee = _tentee(joindre, A_COMPLETER, SANS_DOUBLE)
    verifier(
        isinstance(completee, pd.DataFrame) and len(completee) == 3,
        "« joindre » refuse, ou perd, un code répété à gauche : c’est pourtant permis, par exemple un pays "
        "et ses années. L’option est many_to_one : plusieurs à gauche, un seul à droite.",
    )
    _verifier_le_refus(_tentee(joindre, A_COMPLETER, AVEC_DOUBLE))
    ### BEGIN HIDDEN TESTS
    population = _table("population")
    doublee = population[population["annee"] >= 2022][["iso3", "population"]]
    verifier(
        isinstance(_tentee(joindre, A_COMPLETER, doublee), str),
        "« joindre » ne refuse pas toutes les tables de droite qui répètent un code.",
    )
    simple = population[population["annee"] == 2023][["iso3", "population"]]
    une = _tentee(joindre, A_COMPLETER, simple)
    habitants = _colonne(une, "population")
    verifier(
        habitants is not None and habitants.notna().all(),
        "« joindre » refuse une table de droite qui ne répète pourtant aucun code.",
    )
    verifier(
        _contenu(une, "annee") == A_COMPLETER["annee"].tolist(),
        "« joindre » ne garde pas l’ordre des lignes de gauche quand un code s’y répète.",
    )
    ### END HIDDEN TESTS
    return "Une fonction qui s’arrête vaut mieux qu’une fonction qui invente."


def _verifier_le_refus(rendue: Any) -> None:
    """Check that the function stopped on a right table that gives two values for one code."""
    verifier(
        rendue is not None,
        "Quand droite répète un code, « joindre » ne renvoie rien, sans dire pourquoi. "
        'Faites-la s’arrêter sur une erreur : validate="many_to_one".',
    )
    verifier(
        isinstance(rendue, Sized),
        f"Quand droite répète un code, « joindre » renvoie {nature(rendue)}. "
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


@verification("graphique-region", partie=1)
def graphique_region_1(graphique: Dessin, PAYS: Pays) -> str:
    _verifier_la_forme(graphique)
    barres = graphique["series"][0]
    _verifier_les_barres(barres, PAYS)
    verifier(
        barres["valeurs"] in (sorted(barres["valeurs"]), sorted(barres["valeurs"], reverse=True)),
        "Les barres suivent l’ordre du fichier : l’œil doit chercher. Rangez-les par valeur avec sort_values().",
        "ordre-du-fichier",
    )
    return "Des barres, rangées, une par pays."


def _verifier_la_forme(graphique: Mapping[str, Any]) -> None:
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


def _verifier_les_barres(barres: Mapping[str, Any], code: str) -> None:
    """Check that there is one bar for each country of the region of `code`, as long as its access."""
    pays = _table("pays").set_index("iso3")["sous_region_onu"]
    en_2023 = _en(2023, _table("indicateurs"), "pays")
    region = en_2023[en_2023["iso3"].isin(pays[pays == pays[code]].index)]["electricite_pct"]
    noms = barres["etiquettes"]
    verifier(
        set(noms) <= set(en_2023.index),
        "Les barres ne portent pas le nom des pays. « region » les a pour étiquettes : dessinez-la directement.",
    )
    verifier(
        not set(noms) > set(region.index),
        "Le dessin montre d’autres pays que ceux de votre sous-région. Dessinez « region ».",
        "toute-la-table",
    )
    verifier(
        set(noms) == set(region.index) and len(noms) == len(region),
        "Il n’y a pas une barre pour chaque pays de « region ».",
    )
    verifier(
        all(
            abs(valeur - region[nom]) < 0.06
            for nom, valeur in zip(noms, barres["valeurs"], strict=True)
        ),
        "Des barres n’ont pas la longueur de l’accès à l’électricité, en %. Dessinez « region » telle quelle.",
    )


@verification("graphique-region", partie=2)
def graphique_region_2(graphique: Dessin) -> str:
    _verifier_le_titre_et_l_axe(graphique)
    unite, ecrits = _axe_des_valeurs(graphique)["titre"], _ecrits(graphique)
    verifier(
        "lieux de soins" not in ecrits,
        "Il reste un texte de l’exemple sur votre graphique. Écrivez les vôtres, pour l’électricité.",
    )
    verifier(
        re.search(r"%|pour ?cent|part (de|des) ", unite, re.I),
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


def _axe_des_valeurs(graphique: Mapping[str, Any]) -> Mapping[str, Any]:
    return graphique["axe_x" if graphique["forme"] == "barres horizontales" else "axe_y"]


def _ecrits(graphique: Mapping[str, Any]) -> str:
    """Return all that is written on a chart."""
    axes = [graphique[axe]["titre"] for axe in ("axe_x", "axe_y")]
    return " ".join([graphique["titre"], *axes, *graphique["textes"]])


def _verifier_le_titre_et_l_axe(graphique: Mapping[str, Any]) -> None:
    valeurs, titre = _axe_des_valeurs(graphique), graphique["titre"]
    limites = valeurs["limites"] or [1]
    verifier(
        valeurs["echelle"] == "linear" and min(limites) <= 0 <= max(limites),
        "L’axe des valeurs ne part pas de zéro : de petites différences paraissent énormes. "
        "Retirez ce qui le coupe, ou ajoutez ax.set_xlim(0, 100).",
        "axe-coupe",
    )
    verifier(
        titre,
        "Le graphique n’a pas de titre : le lecteur ne sait pas quoi regarder. "
        "Dites votre trouvaille avec ax.set_title(…).",
        "graphique-muet",
    )
    verifier(
        len(titre) >= 20 and not re.fullmatch(r"\w+", titre),
        "Le titre est trop court pour dire une trouvaille. Une petite phrase : qui, et quoi ?",
        "graphique-muet",
    )


@dataclass(frozen=True)
class _Hausse:
    """The use of the Internet in a country (%), in 2015 and in the last year that is known."""

    depart: float
    arrivee: float
    fin: int

    @property
    def points(self) -> float:
        return self.arrivee - self.depart

    @property
    def part(self) -> float:
        """The rise, as a share of what it started from."""
        return self.points / self.depart


def _hausse(code: str) -> _Hausse:
    internet = _serie(code, "internet_pct")
    fin = internet.last_valid_index()
    return _Hausse(internet[2015], internet[fin], fin)


@verification("points-et-pourcent", partie=1)
def points_et_pourcent_1(annee_fin: Nombre, hausse_points: Nombre, PAYS: Pays) -> str:
    hausse = _hausse(PAYS)
    verifier(
        annee_fin <= hausse.fin,
        "« annee_fin » est une année vide : la dernière ligne n’est pas la dernière valeur connue. "
        "Écartez d’abord les vides, avec dropna().",
        "derniere-ligne",
    )
    verifier(
        annee_fin == hausse.fin,
        "« annee_fin » n’est pas la dernière année qui a une valeur.",
    )
    verifier(
        not proche(hausse_points, 100 * hausse.part, 0.003),
        "« hausse_points » est en pour cent : elle est rapportée au départ. "
        "En points, on soustrait, c’est tout.",
        "points-et-pourcent",
    )
    verifier(
        not proche(hausse_points, -hausse.points, 0.003),
        "« hausse_points » soustrait à l’envers : l’arrivée d’abord, moins le départ.",
        "sens-de-la-difference",
    )
    verifier(
        abs(hausse_points - hausse.points) < 0.06,
        "« hausse_points » n’est pas l’écart entre 2015 et « annee_fin ». "
        "Soustrayez les deux valeurs, sans arrondir.",
    )
    return "Des points : tant de personnes de plus, sur cent."


@verification("points-et-pourcent", partie=2)
def points_et_pourcent_2(hausse_pct: Nombre, PAYS: Pays) -> str:
    hausse = _hausse(PAYS)
    verifier(
        not pd.isna(hausse_pct),
        "« hausse_pct » est vide : une de vos deux années n’a pas de valeur. "
        "Prenez la dernière année connue.",
        "derniere-ligne",
    )
    verifier(
        not proche(hausse_pct, hausse.points, 0.003),
        "« hausse_pct » est en points : l’écart de deux pourcentages. "
        "Pour la dire en pour cent, rapportez-la au départ : 100 × écart ÷ valeur de 2015.",
        "points-et-pourcent",
    )
    verifier(
        not proche(hausse_pct, 100 * hausse.points / hausse.arrivee, 0.003),
        "« hausse_pct » divise par l’arrivée. Une hausse se rapporte toujours au départ.",
        "mauvais-denominateur",
    )
    verifier(
        not proche(hausse_pct, 100 * hausse.arrivee / hausse.depart, 0.003),
        "« hausse_pct » dit par combien l’on a multiplié, sur cent. Doubler, c’est augmenter de 100 %, "
        "pas de 200 % : retirez le départ.",
        "multiplier-et-augmenter",
    )
    verifier(
        not proche(hausse_pct, hausse.part, 0.003),
        "« hausse_pct » est une part, pas un pourcentage. Multipliez par 100.",
        "part-et-pourcentage",
    )
    verifier(
        abs(hausse_pct - 100 * hausse.part) < 0.06 + abs(hausse.part) * 0.1,
        "« hausse_pct » n’est pas encore juste : 100 × (arrivée − départ) ÷ départ, sans arrondir.",
    )
    return "Même fait, deux nombres : dites toujours lequel."


UNE_MONTEE = {2012: 4.4, 2013: 6.6, 2014: 10.0, 2015: 38.4, 2016: 41.2}
UNE_CHUTE = {2017: 37.9, 2018: 43.0, 2019: 22.1, 2020: 62.5}
UN_TROU = {2016: 23.8, 2017: 26.2, 2018: None, 2019: 49.1}
"""Series that the lesson shows: Côte d’Ivoire, Ghana, and one whose jump stands behind a gap."""


@verification("sauts", partie=1)
def sauts_1(sauts: Fonction) -> str:
    montee = _annees(sauts, UNE_MONTEE, 10, "sur la Côte d’Ivoire")
    chute = _annees(sauts, UNE_CHUTE, 10, "sur le Ghana")
    verifier(
        montee != chute,
        "« sauts » répond la même chose pour deux séries différentes. "
        "Servez-vous de « serie », le nom entre parenthèses, pas d’une autre table.",
        "table-du-dehors",
    )
    _verifier_la_montee(montee)
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
        _annees(sauts, UN_TROU, 10, "sur une série à trou") == [2019],
        "« sauts » perd un saut caché derrière un trou : l’écart avec une case vide est vide. "
        "Écartez d’abord les vides, avec dropna().",
        "trou-cache-le-saut",
    )
    verifier(
        _annees(sauts, UNE_MONTEE, 30, "avec un seuil de 30") == [],
        "« sauts » trouve un saut de plus de 30 points dans une série qui n’en a pas. "
        "Employez « seuil », pas 10.",
    )
    ### BEGIN HIDDEN TESTS
    _verifier_d_autres_pays(sauts)
    ### END HIDDEN TESTS
    return "Votre détecteur voit les bonds, les chutes, et derrière les trous."


def _annees(sauts: Fonction, valeurs: Mapping[int, float | None], seuil: float, quand: str) -> list:
    """Return the years that the participant's function finds, in order."""
    rendu = essayer(sauts, pd.Series(valeurs, name="serie"), seuil, quand=quand)
    verifier(
        isinstance(rendu, list | tuple | set | pd.Index),
        f"« sauts » devrait renvoyer une liste d’années ; elle renvoie {nature(rendu)}. "
        "Les années sont les étiquettes : list(….index).",
    )
    annees = _rangees(rendu)
    verifier(
        annees is not None,
        f"« sauts », essayée {quand}, renvoie une liste qui ne contient pas que des années. "
        "Les années sont les étiquettes : list(….index).",
    )
    return annees


def _rangees(annees: Iterable) -> list | None:
    """Return what a participant gave as years, in order, or None where it cannot be compared."""
    try:
        rangees = sorted(annees)
        rangees.count(0)  # compares each with a number
    except (TypeError, ValueError):  # texts among numbers, arrays, empty values of pandas
        return None
    return rangees


def _verifier_la_montee(annees: Sequence[int]) -> None:
    """Check what the function finds in `UNE_MONTEE`."""
    verifier(
        2013 not in annees,
        "« sauts » voit un saut de 4,4 à 6,6 : c’est + 50 %, mais 2,2 points. Le seuil est en points : "
        "diff(), pas pct_change().",
        "points-et-pourcent",
    )
    verifier(
        2014 not in annees or 2015 in annees,
        "« sauts » donne l’année d’avant le saut. C’est l’année d’arrivée que l’on cherche.",
    )
    verifier(
        annees == [2015],
        "« sauts », essayée sur la Côte d’Ivoire de l’exemple, ne trouve pas le saut de 2015, et lui seul.",
    )


def _sauts(serie: pd.Series, seuil: float) -> list[int]:
    """Return the years in which a series jumps, up or down, from one known value to the next."""
    ecarts = serie.dropna().diff().abs()
    return list(ecarts[ecarts > seuil].index)


def _verifier_d_autres_pays(sauts: Fonction) -> None:
    for code, seuil in [("GHA", 15), ("MAR", 10), ("GNQ", 20), ("ZMB", 12), ("BDI", 1)]:
        serie = _serie(code, "internet_pct")
        verifier(
            _annees(sauts, serie.to_dict(), seuil, "sur un autre pays") == _sauts(serie, seuil),
            "« sauts » marche sur les exemples, mais pas sur d’autres pays. Comparez chaque valeur connue "
            "à la précédente, dans les deux sens, avec le seuil donné.",
        )
    verifier(
        _annees(sauts, {2000: None, 2001: 5.0}, 1, "sur une seule valeur connue") == [],
        "« sauts » devrait renvoyer une liste vide quand il n’y a qu’une valeur connue.",
    )


@verification("sauts", partie=2)
def sauts_2(sauts: Fonction, mes_sauts: Liste, PAYS: Pays) -> str:
    serie = _serie(PAYS, "internet_pct")
    attendus = _sauts(serie, 10)
    rendus = essayer(sauts, serie, 10, quand="sur votre pays")
    verifier(
        _annees(sauts, UNE_CHUTE, 10, "sur le Ghana") == [2019, 2020],
        "« sauts » n’est pas encore juste pour le Ghana. Terminez d’abord la partie 1.",
    )
    verifier(
        isinstance(rendus, list | tuple | set | pd.Index) and _rangees(rendus) == attendus,
        "« sauts » n’est pas encore juste pour votre pays. Terminez d’abord la partie 1.",
    )
    verifier(
        _rangees(mes_sauts) == attendus,
        "« mes_sauts » n’est pas la liste des sauts de plus de 10 points dans votre pays. "
        "Écrivez mes_sauts = sauts(internet, 10), sans rien recopier.",
    )
    if not attendus:
        return "Aucun saut de plus de 10 points : c’est aussi un résultat."
    return "Une question à poser à l’UIT avant d’écrire."


@dataclass(frozen=True)
class _Totaux:
    """Ebola in Guinea: each indicator as the total row says it, and as the prefectures add up to."""

    publies: pd.Series
    sommes: pd.Series

    @property
    def ecarts(self) -> pd.Series:
        return self.publies - self.sommes


def _totaux(jour: str | None = None) -> _Totaux:
    """Return the totals of one day, or of all days added up: cumulative counts, which makes no sense."""
    ebola = _table("ebola_guinee_2014")
    lignes = ebola if jour is None else ebola[ebola["date"] == jour]
    est_total = lignes["prefecture"] == "GUINÉE (total)"
    return _Totaux(
        lignes[est_total].groupby("indicateur")["valeur"].sum(),
        lignes[~est_total].groupby("indicateur")["valeur"].sum(),
    )


JOUR = "2014-09-26"


@verification("total-glisse", partie=1)
def total_glisse_1(ecarts: Colonne) -> str:
    totaux = _totaux(JOUR)
    verifier(
        len(ecarts),
        "« ecarts » est vide : aucune ligne n’a cette date. Elle s’écrit comme dans la table : "
        '"2014-09-26".',
    )
    verifier(
        _etiquettes(ecarts) == set(totaux.ecarts.index),
        "« ecarts » devrait avoir un nombre pour chacun des dix indicateurs. "
        'Groupez par indicateur, et donnez-le pour étiquette à « publie » : set_index("indicateur").',
    )
    recus = pd.to_numeric(ecarts, errors="coerce")[totaux.ecarts.index]
    verifier(
        not (recus == 0).all(),
        "« ecarts » vaut zéro partout : c’est encore le 24 septembre de l’exemple. "
        "Refaites « jour », « publie » et « somme » avec la nouvelle date.",
    )
    _refuser_les_sommes_de_trop(recus, totaux)
    verifier(
        not (recus == totaux.ecarts.abs()).all(),
        "« ecarts » a perdu ses signes : on ne voit plus quel total est trop petit. "
        "Gardez-les ; abs() ne sert qu’à choisir les grands.",
    )
    verifier(
        (recus == totaux.ecarts).all() or (recus == -totaux.ecarts).all(),
        "« ecarts » n’est pas encore juste : total publié moins somme des préfectures, le 26 septembre.",
    )
    return "Deux totaux s’écartent de plus de cent : il s’est passé quelque chose."


def _refuser_les_sommes_de_trop(recus: pd.Series, totaux: _Totaux) -> None:
    """Refuse differences that come from adding up rows which already are sums."""
    verifier(
        not (recus == -totaux.sommes).all() and not (recus == totaux.sommes).all(),
        "La ligne de total est comptée dans la somme, comme une préfecture de plus. "
        'Écartez-la : jour["prefecture"] != TOTAL.',
        "total-est-une-ligne",
    )
    toutes_dates = _totaux()
    verifier(
        not (recus == toutes_dates.ecarts).all()
        and not (recus == totaux.publies - toutes_dates.sommes).all(),
        "« ecarts » additionne toutes les dates : or ces nombres sont déjà des cumuls. "
        "Gardez d’abord le 26 septembre.",
        "cumul-additionne",
    )


@verification("total-glisse", partie=2)
def total_glisse_2(decalees: Liste, deces_confirmes: Entier) -> str:
    totaux = _totaux(JOUR)
    noms = [str(nom) for nom in decalees]
    verifier(
        set(noms) <= set(totaux.ecarts.index),
        "« decalees » contient autre chose que des noms d’indicateurs, entre guillemets.",
    )
    verifier(
        set(noms) == set(totaux.ecarts[totaux.ecarts.abs() > 100].index),
        "« decalees » n’a pas les deux bons indicateurs. D’autres totaux diffèrent de quelques unités : "
        "gardez seulement les écarts de plus de 100, vers le haut ou vers le bas.",
    )
    verifier(
        deces_confirmes != totaux.publies["deces_confirmes_cumules"],
        "« deces_confirmes » reprend le total publié. Il dépasse de loin la somme des préfectures, et le "
        "cumul devrait alors baisser quatre jours après. Un total officiel se contrôle aussi.",
        "total-juste",
    )
    verifier(
        deces_confirmes == totaux.sommes["deces_confirmes_cumules"],
        "« deces_confirmes » n’est pas la somme des décès confirmés des préfectures, ce jour-là.",
    )
    return "Vous avez évité une fausse nouvelle de 174 morts."


@verification("moyenne-mediane")
def moyenne_mediane(
    moyenne: Nombre, mediane: Nombre, nb_sous_moyenne: Entier, plus_ordinaire: Texte
) -> str:
    afrique = _en(2023, _table("indicateurs"))["pib_hab_ppa"]
    pib = afrique[afrique.index.isin(_codes_du_cours())]
    _verifier_les_milieux(moyenne, mediane, pib, afrique)
    verifier(
        nb_sous_moyenne != (pib > pib.mean()).sum(),
        "« nb_sous_moyenne » compte les pays au-dessus de la moyenne. Le signe < veut dire « plus petit que ».",
    )
    verifier(
        nb_sous_moyenne != len(pib) // 2,
        "« nb_sous_moyenne » coupe la liste en deux moitiés : c’est la médiane qui fait cela. "
        "Comptez les vrais de pib_26 < moyenne.",
        "moyenne-au-milieu",
    )
    verifier(
        nb_sous_moyenne == (pib < pib.mean()).sum(),
        "« nb_sous_moyenne » n’est pas le nombre de pays au-dessous de la moyenne.",
    )
    mot = plus_ordinaire.strip().lower().replace("é", "e")
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


def _verifier_les_milieux(
    moyenne: float, mediane: float, pib: pd.Series, afrique: pd.Series
) -> None:
    """Check the mean and the median of `pib`, a part of `afrique`."""
    verifier(
        not proche(moyenne, afrique.mean(), 0.0005),
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


@verification("ordre-des-lignes-region")
def ordre_des_lignes_region(ordre: Liste) -> str:
    lettres = [str(lettre).strip().upper() for lettre in ordre]
    verifier(
        "C" not in lettres,
        "La ligne C est de trop : elle donne le même poids à un petit pays et à un grand. "
        "On cherche la part des habitants, pas la moyenne des pays.",
        "pays-egaux",
    )
    verifier(
        sorted(lettres) == ["A", "B", "D", "E", "F"],
        "« ordre » devrait contenir cinq lettres différentes, entre guillemets.",
    )
    for apres, avant in [("B", "D"), ("F", "B"), ("A", "F"), ("E", "A")]:
        verifier(
            lettres.index(avant) < lettres.index(apres),
            f"La ligne {apres} emploie un nom ou une colonne qui n’existe pas encore à cet endroit. "
            "Cherchez la ligne qui le crée, et placez-la avant.",
            "ligne-avant-source",
        )
    return "Chacun compte pour un : c’est la moyenne des habitants."


PHRASES = "ABCDEFG"
VERDICTS = ("soutenue", "saut", "total", "points", "cause", "moyenne")


def _lire_les_verdicts(verdicts: Mapping) -> dict[str, str]:
    """Return the verdict on each sentence, once all seven have one."""
    lus = {
        str(lettre).strip().upper(): str(mot).strip().lower() for lettre, mot in verdicts.items()
    }
    verifier(
        set(PHRASES) <= set(lus),
        "« verdicts » doit garder ses sept lettres, à gauche des deux-points.",
    )
    verifier(
        all(lus[lettre] in VERDICTS for lettre in PHRASES),
        "Un mot de « verdicts » n’est pas prévu. Recopiez-le de l’énoncé, entre guillemets.",
    )
    return lus


@verification("phrases-soutenues", partie=1)
def phrases_soutenues_1(verdicts: Dictionnaire) -> str:
    lus = _lire_les_verdicts(verdicts)
    verifier(
        lus["A"] == "soutenue",
        "La phrase A donne un taux, une année, une source, et rien de plus. Douter de tout n’est pas vérifier : "
        "relisez-la.",
        "tout-est-faux",
    )
    verifier(
        lus["B"] != "soutenue",
        "La phrase B raconte un saut comme s’il avait eu lieu dans le pays. "
        "Qu’est-ce qui a changé, la vie ou la mesure ? Relisez la partie 2.",
        "saut-du-monde",
    )
    verifier(
        lus["C"] != "soutenue",
        "La phrase C compare des chances avec un nombre de personnes. Le plus peuplé a presque toujours "
        "le plus grand total : relisez le carnet 1.",
        "total-et-taux",
    )
    verifier(
        lus["D"] != "soutenue",
        "La phrase D soustrait deux pourcentages, puis écrit « % ». Relisez la partie 1.",
        "points-et-pourcent",
    )
    verifier(
        [lus[lettre] for lettre in "BCD"] == ["saut", "total", "points"],
        "Parmi B, C et D, une phrase n’est pas soutenue, mais pas pour la raison que vous donnez. "
        "Relisez la définition de chaque mot.",
    )
    return "Le nombre était juste ; c’est la phrase qui en disait trop."


@verification("phrases-soutenues", partie=2)
def phrases_soutenues_2(verdicts: Dictionnaire) -> str:
    lus = _lire_les_verdicts(verdicts)
    verifier(
        lus["E"] != "soutenue",
        "La phrase E passe de « vont ensemble » à « fait baisser ». "
        "Quelle autre explication (la richesse, l’école…) donnerait les mêmes nombres ?",
        "correlation-cause",
    )
    verifier(
        lus["F"] != "soutenue",
        "La phrase F prend la moyenne pour le pays ordinaire. Combien de pays sont au-dessous ? "
        "Relisez l’exercice 4.",
        "moyenne-typique",
    )
    verifier(
        lus["G"] == "soutenue",
        "La phrase G dit seulement que deux choses vont ensemble, sans dire que l’une fait l’autre. "
        "Est-ce trop ? Refuser une phrase juste est aussi une erreur.",
        "tout-est-faux",
    )
    verifier(
        [lus[lettre] for lettre in "EF"] == ["cause", "moyenne"],
        "E ou F n’est pas soutenue, mais pas pour la raison que vous donnez. Relisez la définition de chaque mot.",
    )
    return "« Va avec », oui. « À cause de », pas encore."


SOURCE = re.compile(r"\bUIT\b|Union internationale des t|Banque mondiale|WDI", re.I)
PRUDENCE = re.compile(
    r"estim|enquête|rupture|méthode|mesur|compt[ée]|saut|prudence|prudent|précaution|pincette|réserve|vérifi|incertain|provisoire"
    r"|approximat|environ|inconnu|ignor|manqu|absen|lacun|trou|limite|nuanc|attention|change"
    r"|\baucune?\b|\bdepuis\b.*\b(pas|plus|rien)\b|\b(pas|plus|sans) (de |d[’'])?(chiffre|donnée|valeur)"
    r"|\b(ne|n[’']) ?(\w+ )?(sai[ts]|savons|dit|disent|prouve|permet)|\bjusqu|derni\w+ \w+ connu",
    re.I,
)


@verification("phrase-evolution")
def phrase_evolution(phrase: Texte, PAYS: Pays) -> str:
    hausse, lue = _hausse(PAYS), " ".join(phrase.split())
    verifier(
        "{" not in lue,
        "Des accolades sont restées dans « phrase » : il manque la lettre f, juste avant le premier guillemet.",
    )
    verifier(
        "Sahélie" not in lue,
        "C’est la phrase du pays imaginaire. Écrivez celle du vôtre, avec vos chiffres.",
    )
    _verifier_la_hausse_ecrite(lue, hausse.points)
    verifier(
        "2015" in lue and str(hausse.fin) in lue,
        "« phrase » ne donne pas ses deux années, celle du départ et celle de l’arrivée.",
        "chiffre-sans-annee",
    )
    verifier(
        SOURCE.search(lue),
        "« phrase » ne dit pas d’où vient le nombre. Nommez l’UIT ou la Banque mondiale.",
        "chiffre-sans-source",
    )
    verifier(
        PRUDENCE.search(lue),
        "« phrase » dit la hausse sans aucune prudence. Ajoutez-la : estimation, rupture, méthode à vérifier, "
        "ou ce que l’on ignore depuis.",
        "trou-passe-sous-silence",
    )
    return "Points, dates, source, prudence : personne ne vous reprendra."


def _verifier_la_hausse_ecrite(phrase: str, points: float) -> None:
    """Check that a sentence gives the rise, with its unit."""
    ecritures = sorted({f"{points:.{decimales}f}" for decimales in range(4)}, key=len, reverse=True)
    hausse, lue = "|".join(map(re.escape, ecritures)), phrase.replace(",", ".")
    verifier(
        not re.search(rf"(?<![\d.])({hausse}) ?(%|pour ?cents?\b)", lue),
        "« phrase » donne la hausse en points, mais l’écrit « % ». Le lecteur comprendra tout autre chose : "
        "écrivez « points ».",
        "points-et-pourcent",
    )
    verifier(
        re.search(rf"(?<![\d.])({hausse})(?![\d.]*\d)", lue),
        "La hausse en points n’est pas dans « phrase ». Donnez-la avec une décimale.",
    )
    verifier(
        re.search(r"\bpoints?\b", phrase, re.I),
        "« phrase » ne dit pas l’unité de la hausse. Écrivez « points ».",
        "points-et-pourcent",
    )
