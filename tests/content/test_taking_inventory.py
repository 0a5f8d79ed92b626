"""What module 07 states about the world holds in `data/`; its files agree with one another."""

import json
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "solutions" / "07-recenser"
WEIGHTS_2014 = {
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
WEIGHTS_2016 = {
    "en_ligne": 15,
    "gratuit": 15,
    "lisible_machine": 20,
    "telechargeable_en_bloc": 15,
    "licence_ouverte": 20,
    "a_jour": 15,
}
QUESTIONS = list(WEIGHTS_2014)


@pytest.fixture(scope="module")
def entries():
    return pd.read_csv(ROOT / "data" / "godi_jeux.csv")


@pytest.fixture(scope="module")
def in_2015(entries):
    return entries[entries["annee"] == 2015]


@pytest.fixture(scope="module")
def schema():
    return json.loads((FOLDER / "inventaire.schema.json").read_text(encoding="utf-8"))


def points(entries, weights):
    return sum((entries[question] == "oui") * weight for question, weight in weights.items())


def ranking(entries, weights):
    means = points(entries, weights).groupby(entries["iso3"]).mean()
    return means.sort_values(ascending=False).head(5).index.to_list()


def change(entries):
    means = entries.pivot_table(index="iso3", columns="annee", values="score_pct")
    return (means[2015] - means[2014]).dropna()


def test_the_weights_of_2014_give_every_published_score(entries):
    assert entries["score_pct"].tolist() == points(entries, WEIGHTS_2014).tolist()


def test_other_weights_rank_the_same_answers_otherwise(in_2015):
    assert ranking(in_2015, WEIGHTS_2014) == ["RWA", "ZAF", "BFA", "SEN", "BEN"]
    assert ranking(in_2015, WEIGHTS_2016) == ["RWA", "ZAF", "SEN", "BFA", "BEN"]


def test_two_falls_are_rises_on_the_same_data_sets(entries):
    kept = set.intersection(
        *(set(entries[entries["annee"] == year]["jeu_code"]) for year in (2014, 2015))
    )
    overall, alike = change(entries), change(entries[entries["jeu_code"].isin(kept)])
    assert (16, 9) == (len(overall), len(kept))
    assert {"EGY", "SEN"} == set(overall[(overall < 0) & (alike > 0)].index)


def test_half_of_the_countries_have_no_entry(entries):
    countries = pd.read_csv(ROOT / "data" / "pays.csv")
    ours = set(countries[countries["usage_francais"].notna()]["iso3"])
    assert (26, 13) == (len(ours), len(ours - set(entries["iso3"])))


def test_entries_online_have_an_address_many_others_have_none(in_2015):
    some_yes = in_2015[(in_2015[QUESTIONS] == "oui").any(axis=1)]
    assert (173, 74) == (len(some_yes), some_yes["url"].isna().sum())
    assert 0 == in_2015[in_2015["en_ligne"] == "oui"]["url"].isna().sum()


def test_the_first_country_has_no_portal(in_2015):
    portals = pd.read_csv(ROOT / "data" / "portails.csv")
    counts = portals[portals["type"] == "Portail open data"].groupby("iso3").size()
    assert (0, 4) == (counts.get("RWA", 0), counts["NGA"])
    assert "RWA" == in_2015.groupby("iso3")["score_pct"].mean().idxmax()


def test_the_schema_knows_the_data_sets_of_the_list(schema):
    listed = pd.read_csv(FOLDER / "jeux_cles.csv")["jeu_code"].to_list()
    fields = {field["name"]: field for field in schema["fields"]}
    assert listed == fields["jeu_code"]["constraints"]["enum"]
    assert QUESTIONS == list(fields)[2:11]


def test_the_names_of_the_list_are_those_of_the_index(entries):
    listed = pd.read_csv(FOLDER / "jeux_cles.csv").set_index("jeu_code")["jeu"]
    of_the_index = entries.groupby("jeu_code")["jeu"].first()
    ours = listed.drop(["health", "schools"])
    assert ours.to_dict() == of_the_index[ours.index].to_dict()


@pytest.mark.parametrize("name", ["inventaire_classe_1.csv", "inventaire_classe_2.csv"])
def test_the_inventories_to_merge_are_real_answers(name, entries, schema):
    said = {"o": "oui", "1": "oui", "0": "non", "?": "incertain", "": "incertain"}
    table = pd.read_csv(FOLDER / name, dtype=str, keep_default_na=False)
    assert set(table.columns) == {field["name"] for field in schema["fields"]}
    for row in table.to_dict("records"):
        country = row["iso3"].strip().upper().replace("TG0", "TGO")
        key = (country, int(row["date_constat"]), row["jeu_code"])
        (real,) = entries[
            entries[["iso3", "annee", "jeu_code"]].apply(tuple, axis=1) == key
        ].to_dict("records")
        for question in QUESTIONS:
            answer = row[question].strip().lower()
            answer = said.get(answer, answer)
            # A « yes » without an address was made a doubt: the course's own rule.
            assert answer == real[question] or (answer == "incertain" and not row["preuve"])
