"""What module 02 says of sources is what the tables say."""

import json
from pathlib import Path

import pandas as pd
import pytest

from atelier.course import load_course

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
NOTEBOOK = load_course(ROOT).module("02").notebooks[0]
DOORS = {
    "accès": ["public", "en_ligne", "gratuit", "telechargeable_en_bloc"],
    "format": ["lisible_machine"],
    "licence": ["licence_ouverte"],
}
CARDS = {
    "A": ("CIV", 2014, "statistics"),
    "B": ("SEN", 2015, "elections"),
    "C": ("TUN", 2015, "statistics"),
    "D": ("BFA", 2015, "elections"),
    "E": ("BEN", 2015, "postcodes"),
    "H": ("NER", 2015, "land"),
}


def godi() -> pd.DataFrame:
    return pd.read_csv(DATA / "godi_jeux.csv")


def card(letter: str) -> pd.Series:
    """Return what the index says of a resource of the first exercise."""
    return godi().set_index(["iso3", "annee", "jeu_code"]).loc[CARDS[letter]]


def text_of(letter: str) -> str:
    """Return what the statement says of a resource."""
    lines = "".join(NOTEBOOK.cells[NOTEBOOK.exercises[0].index - 1]["source"]).splitlines()
    return next(line for line in lines if line.startswith(f"| **{letter}** |"))


def answers() -> dict:
    names: dict = {}
    exec(NOTEBOOK.exercises[0].solution, names)
    return names


def first_closed(facts: pd.Series) -> str | None:
    for door, questions in DOORS.items():
        if (facts[questions] != "oui").any():
            return door
    return None


@pytest.mark.parametrize("letter", CARDS)
def test_a_resource_is_open_or_closed_where_the_index_says_so(letter):
    assert first_closed(card(letter)) == answers()["obstacle"].get(letter)
    assert (card(letter).ouvert == "oui") == (letter in answers()["ouvertes"])


@pytest.mark.parametrize("letter", CARDS)
def test_a_card_says_what_the_index_says(letter):
    facts, text = card(letter), text_of(letter)
    assert facts.jeu.split(" /")[0] in text
    assert f"{facts.pays}, {CARDS[letter][1]}" in text
    assert ("pas de licence ouverte" not in text) == (facts.licence_ouverte == "oui")
    assert ("| en ligne, gratuit" in text) == (facts.en_ligne == facts.gratuit == "oui")
    assert ("d’un seul bloc" in text) == (facts.telechargeable_en_bloc == "oui")
    assert ("pas à jour" not in text) or facts.a_jour == "non"


@pytest.mark.parametrize(
    ("letter", "table", "licence"),
    [("F", "etablissements_sante_osm", "ODbL 1.0"), ("G", "portails", "CC BY 4.0")],
)
def test_a_table_of_the_course_has_the_licence_of_its_card(letter, table, licence):
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = [r for r in package["resources"] if r["name"] == table]
    assert [licence] == [found["title"] for found in resource["licenses"]]
    assert table in text_of(letter)
    assert licence.removesuffix(" 1.0") in text_of(letter)


def test_the_funnel_of_2015():
    rows = godi().query("annee == 2015")
    online = rows.en_ligne == "oui"
    licensed = rows.licence_ouverte == "oui"
    readable = rows.lisible_machine == "oui"
    counts = [len(rows), (rows.existe == "oui").sum(), online.sum(), readable.sum(), licensed.sum()]
    assert [286, 173, 99, 25, 5] == counts
    assert (5, 18) == ((online & licensed).sum(), (online & readable).sum())


def test_portals_of_the_26_countries():
    rows = pd.read_csv(DATA / "portails.csv").query("type == 'Portail open data'")
    countries = load_course(ROOT).countries
    of_state = rows[rows.type_proprietaire == "État"]
    assert 15 == sum(iso3 not in set(rows.iso3) for iso3 in countries)
    assert 20 == sum(iso3 not in set(of_state.iso3) for iso3 in countries)


def test_poverty_is_known_for_one_to_eight_years():
    rows = pd.read_csv(DATA / "indicateurs.csv").dropna(subset=["pauvrete_3usd_pct"])
    years = rows[rows.iso3.isin(load_course(ROOT).countries)].groupby("iso3").annee
    assert (26, 1, 8) == (len(years), years.size().min(), years.size().max())
    assert (2011, 2023) == (years.max().min(), years.max().max())
    assert {"DZA", "COG"} == set(years.max()[years.max() == 2011].index)
    assert {"RWA"} == set(years.max()[years.max() == 2023].index)
