"""The course's data: described, licensed, whole, and saying what the course says they say."""

import csv
import hashlib
import json
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package

from atelier.build.data_table import render_data_table
from atelier.build.markers import replace_between
from atelier.learner.pays import WITHOUT_FIGURES

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
TABLES = [name for name, resource in RESOURCES.items() if "schema" in resource]
MAPS = [name for name in RESOURCES if name not in TABLES]
RAW = "etablissements_sante_brut"
RAW_SHA256 = "5622e689a2e0a1c6248547427e1bbf6f3de28505798f6c039cee7ab4f7cd2399"
PROFILES = "https://datapackage.org/profiles/2.0"
TOTAL = "GUINÉE (total)"

each_resource = pytest.mark.parametrize("name", RESOURCES)
each_table = pytest.mark.parametrize("name", TABLES)


@cache
def table(name: str) -> pd.DataFrame:
    """Return a table of the course, read as participants read it. Not to be modified."""
    return pd.read_csv(DATA / f"{name}.csv")


@cache
def cells(name: str) -> list[dict[str, str]]:
    """Return the rows of a table as text, an empty cell being an empty string."""
    with (DATA / RESOURCES[name]["path"]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def features(name: str) -> list[dict]:
    return json.loads((DATA / RESOURCES[name]["path"]).read_text(encoding="utf-8"))["features"]


def indicator(column: str, iso3: str, year: int) -> float:
    rows = table("indicateurs")
    return rows.loc[(rows.iso3 == iso3) & (rows.annee == year), column].item()


def codes(name: str) -> set[str]:
    """Return the country codes that a table or a map uses, none where it has no such column."""
    rows = cells(name) if name in TABLES else [feature["properties"] for feature in features(name)]
    return {row["iso3"] for row in rows if row.get("iso3")}


# The package


@each_resource
def test_frictionless_finds_the_resource_valid(name):
    report = Package(str(DATA / "datapackage.json")).get_resource(name).validate()
    assert not report.flatten(["rowNumber", "fieldName", "note"])


def test_the_package_declares_version_2_of_the_standard():
    assert f"{PROFILES}/datapackage.json" == PACKAGE["$schema"]
    assert {f"{PROFILES}/dataresource.json"} == {r["$schema"] for r in RESOURCES.values()}
    assert {f"{PROFILES}/tableschema.json"} == {
        RESOURCES[name]["schema"]["$schema"] for name in TABLES
    }


def test_nothing_of_version_1_is_left():
    assert '"profile"' not in (DATA / "datapackage.json").read_text(encoding="utf-8")


def test_every_listed_file_exists_and_every_file_is_listed():
    listed = {resource["path"] for resource in RESOURCES.values()}
    listed |= {
        licence["path"]
        for resource in RESOURCES.values()
        for licence in resource["licenses"]
        if not licence["path"].startswith("https://")
    }
    present = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file()}
    assert listed | {"datapackage.json", "LISEZMOI.md"} == present


@each_resource
def test_the_resource_says_what_it_is_where_it_comes_from_and_what_one_may_do(name):
    resource = RESOURCES[name]
    keys = ("title", "description", "periode", "preuve_licence", "defauts", "modifications")
    assert not [key for key in keys if not resource[key]]
    assert {"A", "B", "C"} >= {resource["niveau_licence"]}
    producers = [source for source in resource["sources"] if "version" not in source]
    copies = [source for source in resource["sources"] if "version" in source]
    assert producers
    assert copies
    assert all(copy["version"] in copy["path"] for copy in copies)
    assert all(re.fullmatch("[0-9a-f]{40}", copy["version"]) for copy in copies)
    assert all({"name", "path", "title"} <= set(licence) for licence in resource["licenses"])


@each_resource
def test_every_column_has_a_title_and_a_description(name):
    resource = RESOURCES[name]
    fields = resource["schema"]["fields"] if name in TABLES else resource["proprietes"]
    assert not [f["name"] for f in fields if not (f.get("title") and f.get("description"))]
    names = list(cells(name)[0] if name in TABLES else features(name)[0]["properties"])
    assert names == [field["name"] for field in fields]


def test_a_licence_that_was_not_read_says_so():
    unread = [r for r in RESOURCES.values() if r["niveau_licence"] == "B"]
    assert unread
    assert not [r["name"] for r in unread if "n’est pas écrite" not in r["preuve_licence"]]


def test_the_page_agrees_with_the_package():
    page = (DATA / "LISEZMOI.md").read_text(encoding="utf-8")
    expected = replace_between(page, "tables", render_data_table(PACKAGE, ROOT), DATA)
    assert expected == page


# The files


def test_the_data_weigh_less_than_4_megabytes():
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 4_000_000


@each_resource
def test_text_is_utf8_with_unix_line_ends_and_no_mark(name):
    content = (DATA / RESOURCES[name]["path"]).read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert "\ufffd" not in content.decode("utf-8")


def test_the_raw_list_is_untouched():
    content = (DATA / RESOURCES[RAW]["path"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == RAW_SHA256
    assert RESOURCES[RAW]["hash"] == f"sha256:{RAW_SHA256}"


@each_table
def test_column_names_are_plain_french_snake_case(name):
    names = cells(name)[0]
    wrong = [column for column in names if not re.fullmatch("[a-z][a-z0-9_]*", column)]
    assert wrong == ([] if name != RAW else list(names))


@each_resource
def test_country_codes_are_those_of_the_country_table(name):
    assert set() == codes(name) - codes("pays")


@pytest.mark.parametrize("name", MAPS)
def test_a_map_draws_closed_outlines_in_africa(name):
    for feature in features(name):
        shape = feature["geometry"]
        assert shape["type"] in ("Polygon", "MultiPolygon")
        outlines = (
            shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        )
        for ring in (ring for outline in outlines for ring in outline):
            assert ring[0] == ring[-1]
            assert all(-26 <= x <= 64 and -35 <= y <= 38 for x, y in ring)


def test_the_map_of_countries_shows_every_country():
    assert codes("pays") == codes("afrique_pays")


@each_table
def test_there_is_no_email_address_or_telephone_number_in_a_text(name):
    private = re.compile(r"[\w.+-]+@[\w-]+\.\w|(?:\d[ .-]?){8,}")
    texts = (
        value
        for row in cells(name)
        for column, value in row.items()
        if column not in ("url", "identifiant") and re.search(r"[^\W\d_]", value)
    )
    assert not [text for text in texts if private.search(text)]


def test_the_dictionary_describes_the_indicators():
    rows = table("indicateurs")
    for entry in cells("indicateurs_dictionnaire"):
        known = rows[["iso3", "annee", entry["colonne"]]].dropna()
        facts = {
            "annee_min": known.annee.min(),
            "annee_max": known.annee.max(),
            "pays": known.iso3.nunique(),
            "valeurs": len(known),
            "valeurs_zero": (known[entry["colonne"]] == 0).sum(),
        }
        assert {key: int(entry[key]) for key in facts} == facts, entry["colonne"]
    described = [entry["colonne"] for entry in cells("indicateurs_dictionnaire")]
    assert list(rows.columns[3:]) == described


# What the course says of them: countries


def test_26_countries_use_french():
    uses = table("pays").usage_francais
    assert uses.value_counts().to_dict() == {
        "officielle ou de travail": 21,
        "largement utilisée": 5,
    }


@pytest.mark.parametrize(("iso3", "expected"), [("SEN", 16_789_217), ("MLI", 21_713_837)])
def test_population_2020(iso3, expected):
    rows = table("population")
    assert expected == rows[(rows.iso3 == iso3) & (rows.annee == 2020)].population.item()


@pytest.mark.parametrize(
    ("column", "iso3", "expected"),
    [
        ("internet_pct", "TGO", {2019: 20.7}),
        ("internet_pct", "BEN", {2019: 20.5}),
        ("internet_pct", "MAR", {2023: 91.0}),
        ("internet_pct", "SEN", {2023: 60.6}),
        ("internet_pct", "BFA", {2023: 17.0}),
        ("internet_pct", "BDI", {2023: 11.1}),
        ("internet_pct", "CIV", {2014: 10.0, 2015: 38.4}),
        ("internet_pct", "GHA", {2018: 43.0, 2019: 22.1, 2020: 62.5}),
        ("electricite_pct", "TCD", {2023: 12.0}),
        ("electricite_pct", "NER", {2023: 20.1}),
        ("electricite_pct", "COD", {2023: 22.1}),
        ("electricite_pct", "MLI", {2000: 9.6, 2023: 54.5}),
        ("eau_base_pct", "CAF", {2000: 59.0, 2024: 36.5}),
        ("eau_base_pct", "BFA", {2000: 55.6, 2024: 50.0}),
        ("mortalite_moins5", "RWA", {2000: 201.8, 2024: 40.0}),
        ("mortalite_moins5", "SEN", {2024: 38.5}),
        ("mortalite_moins5", "NER", {2024: 114.8}),
        ("mortalite_moins5", "NGA", {2024: 104.9}),
    ],
)
def test_indicator(column, iso3, expected):
    actual = {year: indicator(column, iso3, year) for year in expected}
    # Published with one decimal; 201.85 is quoted as 201.8.
    assert pytest.approx(expected, abs=0.0501) == actual


def test_togo_passes_benin_online_in_2019():
    assert indicator("internet_pct", "TGO", 2018) < indicator("internet_pct", "BEN", 2018)
    assert indicator("internet_pct", "TGO", 2019) > indicator("internet_pct", "BEN", 2019)


def test_in_7_of_21_countries_fewer_than_half_the_people_have_electricity():
    countries = table("pays")
    official = countries[countries.usage_francais == "officielle ou de travail"].iso3
    assert sum(indicator("electricite_pct", iso3, 2023) < 50 for iso3 in official) == 7


# Markets of Senegal


@pytest.mark.parametrize(
    ("product", "expected"),
    [("mil", {"2021": 250, "2023": 425, "2024": 325}), ("riz", {"2021": 325, "2024": 425})],
)
def test_median_price_of_a_year(product, expected):
    rows = table("prix_senegal_releves").query("produit == @product")
    medians = rows.groupby(rows.mois.str[:4]).prix_fcfa_kg.median()
    assert expected == medians[list(expected)].to_dict()


def test_millet_is_dearer_in_all_43_markets_that_have_both_years():
    rows = table("prix_senegal_releves").query("produit == 'mil'")
    years = rows.groupby(["marche", rows.mois.str[:4]]).prix_fcfa_kg.median().unstack()
    both = years[["2021", "2023"]].dropna()
    assert (len(both), int((both["2023"] > both["2021"]).sum())) == (43, 43)


def test_42_percent_of_the_market_prices_are_estimates():
    rows = table("prix_senegal_estimations")
    assert rows.releves_reels.sum() == len(table("prix_senegal_releves"))
    assert 1 - rows.releves_reels.sum() / rows.marches.sum() == pytest.approx(0.42, abs=0.005)


# Ebola in Guinea, openness, health facilities


def test_the_totals_of_26_september_2014_slipped_by_one_row():
    day = table("ebola_guinee_2014").query("date == '2014-09-26'")
    total = day[day.prefecture == TOTAL].set_index("indicateur").valeur
    summed = day[day.prefecture != TOTAL].groupby("indicateur").valeur.sum()
    assert (total["deces_confirmes_cumules"], summed["deces_confirmes_cumules"]) == (668, 494)
    assert total["deces_probables_cumules"] == summed["deces_confirmes_cumules"]


def test_8_of_565_assessments_were_fully_open():
    rows = table("godi_jeux")
    assert ((rows.ouvert == "oui").sum(), len(rows)) == (8, 565)


def test_5_of_286_data_sets_had_an_open_licence_in_2015():
    rows = table("godi_jeux").query("annee == 2015")
    yes = (rows[["existe", "en_ligne", "licence_ouverte"]] == "oui").sum()
    assert (len(rows), [173, 99, 5]) == (286, yes.tolist())


def test_57_of_629_catalogues_are_open_data_portals():
    types = table("portails").type
    assert ((types == "Portail open data").sum(), len(types)) == (57, 629)


def test_347_facilities_have_no_coordinates():
    rows = table(RAW)
    assert (len(rows), rows.Lat.isna().sum(), rows.Long.isna().sum()) == (4119, 347, 347)


def test_80_facilities_repeat_a_name_of_their_region():
    assert table(RAW).duplicated(["Country", "Admin1", "Facility name"]).sum() == 80


def test_the_raw_list_keeps_its_misspelt_regions():
    assert {"Kaokack", "Sediou", "Saintlouis", "Oueme", "Ouémé"} <= set(table(RAW).Admin1)


def test_kaedi_of_mauritania_is_given_to_senegal():
    rows = table("villes")
    assert rows.loc[rows.ville == "Kaédi", ["iso3", "region_source"]].values.tolist() == [
        ["SEN", "Matam"]
    ]


def test_codes_without_figures_are_those_that_notebooks_refuse():
    assert WITHOUT_FIGURES == codes("pays") - codes("indicateurs")
    assert WITHOUT_FIGURES == codes("pays") - codes("population")
