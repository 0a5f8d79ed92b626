"""The course's own tables, as the charts need them."""

from functools import cache
from pathlib import Path

import pandas as pd

DATA = Path(__file__).parents[2] / "data"
WEST = ["SEN", "MLI", "BFA", "NER", "TGO", "BEN", "CIV", "GIN"]
"""Eight neighbours."""


@cache
def _table(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / name)


def indicator(column: str, year: int, countries: list[str] = WEST) -> pd.Series:
    """Return the values of one indicator in one year, by country name."""
    table = _table("indicateurs.csv")
    kept = table[(table["annee"] == year) & table["iso3"].isin(countries)]
    return kept.set_index("pays")[column].dropna()


def history(column: str, country: str, since: int = 2000) -> pd.Series:
    """Return one country's values of an indicator, by year."""
    table = _table("indicateurs.csv")
    kept = table[(table["iso3"] == country) & (table["annee"] >= since)]
    return kept.set_index("annee")[column].dropna()


def population(year: int, countries: list[str] = WEST) -> pd.Series:
    """Return populations by country name."""
    table = _table("population.csv")
    kept = table[(table["annee"] == year) & table["iso3"].isin(countries)]
    return kept.set_index("pays")["population"]


def millet() -> pd.Series:
    """Return the median price of millet in Senegal's markets, by year, in FCFA a kilo."""
    table = _table("prix_senegal_releves.csv")
    kept = table[table["produit"] == "mil"]
    return kept.groupby(kept["mois"].str[:4].astype(int))["prix_fcfa_kg"].median()


def millet_months() -> pd.Series:
    """Return the monthly median price of millet since 2019, by date."""
    table = _table("prix_senegal_releves.csv")
    kept = table[(table["produit"] == "mil") & (table["mois"] >= "2019-01")]
    months = kept.groupby("mois")["prix_fcfa_kg"].median()
    months.index = pd.to_datetime(months.index)
    return months
