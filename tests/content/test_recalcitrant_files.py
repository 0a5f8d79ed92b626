"""The files of module 02 that resist: each says what a table of `data/` says, dressed otherwise.

`FILES` derives each of them, byte for byte; the tests below then read them as the module does.
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
MODULE = ROOT / "solutions" / "02-trouver-et-lire"
WINDOWS = "\r\n"
HARD_SPACE = "\xa0"
YEARS = range(2015, 2025)
SERVICES = ["electricite_pct", "eau_base_pct", "medecins_pour_1000"]


def rows_of(table: str) -> list[dict[str, str]]:
    """Return the rows of a table of the course as text."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(rows: Iterable[Sequence[str]], separator: str) -> str:
    """Return rows as the lines of a file made on Windows."""
    return "".join(separator.join(row) + WINDOWS for row in rows)


def communes() -> bytes:
    """Return Togo's communes as an old spreadsheet saves them: semicolons, cp1252."""
    rows = rows_of("togo_communes")
    return lines([list(rows[0]), *(row.values() for row in rows)], ";").encode("cp1252")


def services() -> bytes:
    """Return three indicators of the 26 countries as a newer one does.

    UTF-8 with its mark, three lines of title filled with semicolons, decimal commas, « n.d. ».
    """
    countries = {row["iso3"] for row in rows_of("pays") if row["usage_francais"]}
    kept = [
        row
        for row in rows_of("indicateurs")
        if row["iso3"] in countries and int(row["annee"]) in YEARS
    ]
    titles = ["Accès aux services de base", "Sources : Banque mondiale, OMS et UNICEF", ""]
    table = [[title, *[""] * 5] for title in titles]
    table.append(["code_pays", "pays", "annee", *SERVICES])
    for row in kept:
        values = [row[name].replace(".", ",") or "n.d." for name in SERVICES]
        table.append([row["iso3"], row["pays"], row["annee"], *values])
    return lines(table, ";").encode("utf-8-sig")


def population() -> bytes:
    """Return the population of 2020 as a statistical office may send it.

    cp1252, tabs, two lines of title, codes of three digits, hard spaces in numbers, a total.
    """
    countries = {row["iso3"]: row for row in rows_of("pays")}
    kept = [row for row in rows_of("population") if row["annee"] == "2020"]
    table = [
        ["Population au 1er juillet 2020, en nombre d’habitants"],
        ["Source : ONU, World Population Prospects 2024"],
        ["code_m49", "code_iso2", "pays", "population"],
    ]
    for row in kept:
        country = countries[row["iso3"]]
        number = f"{int(row['population']):,}".replace(",", HARD_SPACE)
        table.append([country["m49"].zfill(3), country["iso2"], row["pays"], number])
    total = sum(int(row["population"]) for row in kept)
    table.append(["", "", "TOTAL", f"{total:,}".replace(",", HARD_SPACE)])
    return lines(table, "\t").encode("cp1252")


FILES = {
    "communes_togo.csv": communes,
    "population_2020.csv": population,
    "services_de_base.csv": services,
}


def test_every_file_of_the_module_is_derived_here():
    assert set(FILES) == {path.name for path in MODULE.glob("*.csv") if "journal" not in path.name}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_its_table_byte_for_byte(name):
    assert FILES[name]() == (MODULE / name).read_bytes()


def test_the_communes_read_back_are_those_of_the_table():
    read = pd.read_csv(MODULE / "communes_togo.csv", sep=";", encoding="cp1252")
    pd.testing.assert_frame_equal(pd.read_csv(DATA / "togo_communes.csv"), read)


def test_the_services_read_back_are_those_of_the_indicators():
    read = pd.read_csv(
        MODULE / "services_de_base.csv", sep=";", skiprows=3, decimal=",", na_values=["n.d."]
    )
    table = pd.read_csv(DATA / "indicateurs.csv")
    kept = table[table.iso3.isin(read.code_pays) & table.annee.isin(YEARS)]
    expected = kept[["iso3", "pays", "annee", *SERVICES]].reset_index(drop=True)
    assert (26, 260) == (read.code_pays.nunique(), len(read))
    pd.testing.assert_frame_equal(expected.rename(columns={"iso3": "code_pays"}), read)


def test_the_population_read_back_is_that_of_the_table():
    text = (MODULE / "population_2020.csv").read_bytes().decode("cp1252").replace(HARD_SPACE, " ")
    read = pd.read_csv(
        StringIO(text), sep="\t", skiprows=2, thousands=" ", keep_default_na=False, dtype=str
    )
    table = pd.read_csv(DATA / "population.csv").query("annee == 2020")
    countries = pd.read_csv(DATA / "pays.csv", keep_default_na=False).set_index("iso3")
    expected = countries.loc[table.iso3]
    body, total = read.iloc[:-1], read.iloc[-1]
    assert expected.m49.tolist() == body.code_m49.astype(int).tolist()
    assert expected.iso2.tolist() == body.code_iso2.tolist()
    assert table.pays.tolist() == body.pays.tolist()
    numbers = body.population.str.replace(" ", "").astype(int)
    assert table.population.tolist() == numbers.tolist()
    assert ("TOTAL", numbers.sum()) == (total.pays, int(total.population.replace(" ", "")))
