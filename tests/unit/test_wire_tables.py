"""Arrays, columns and tables cross the wall of the sandbox unchanged."""

import datetime
import pathlib

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal, assert_index_equal, assert_series_equal
from two_sides import cross

DATA = pathlib.Path(__file__).parents[2] / "data"
BRUT = pd.read_csv(DATA / "etablissements_sante_brut.csv")
INDICATEURS = pd.read_csv(DATA / "indicateurs.csv")
DAYS = pd.date_range("2024-01-31", periods=5, freq="D")


NUMPY = [
    np.int64(7),
    np.uint8(255),
    np.float32(0.1),
    np.float64("nan"),
    np.longdouble("1.5"),
    np.complex128(1j),
    np.False_,
    np.str_("Labé"),
    np.str_(""),
    np.bytes_(b"ab"),
    np.datetime64("2024-05-01", "D"),
    np.datetime64("NaT"),
    np.timedelta64(3, "h"),
    np.arange(12).reshape(3, 4),
    np.arange(12).reshape(3, 4).T,
    np.zeros((0, 3)),
    np.array(5.0),
    np.array([True, False]),
    np.array([1.5, np.nan], dtype=">f4"),
    np.array(["a", "été", ""]),
    np.array([b"a", b"bc"]),
    np.array(["2024-01-01", "NaT"], dtype="M8[us]"),
    np.array([1, 2], dtype="m8[D]"),
    np.array([1, "a", None, [1, 2], ...], dtype=object),
    np.array([[1, 2], [3, 4]], dtype=object),
]


@pytest.mark.parametrize("value", NUMPY, ids=lambda v: type(v).__name__)
def test_a_numpy_value_comes_back_with_its_type_and_shape(value):
    again = cross(value)
    assert (type(value), value.dtype, value.shape) == (type(again), again.dtype, again.shape)
    np.testing.assert_array_equal(again, value)


def test_an_array_that_came_through_can_be_changed():
    again = cross(np.arange(3))
    again[0] = 9
    assert [9, 1, 2] == again.tolist()


SCALARS = [
    pd.Timestamp("2024-01-01"),
    pd.Timestamp("2024-01-01 08:30:00.000000001"),
    pd.Timestamp("1066-10-14"),
    pd.Timestamp("2024-01-01", tz="Africa/Lagos"),
    pd.Timestamp("2024-01-01T00:00+02:00"),
    pd.Timedelta("1 days 02:00:00"),
    pd.Period("2024-03", "M"),
    pd.Period("2024Q1", "Q"),
    pd.Interval(0, 5.5, closed="left"),
    pd.Interval(pd.Timestamp("2024"), pd.Timestamp("2025")),
]


@pytest.mark.parametrize("value", SCALARS, ids=repr)
def test_a_moment_or_a_span_of_pandas_comes_back_equal(value):
    again = cross(value)
    assert (type(value), value, repr(value)) == (type(again), again, repr(again))
    assert getattr(value, "unit", None) == getattr(again, "unit", None)


DTYPES = ["int64", "M8[ns]", "bool", "O", "<U3", "str", "Int64", "boolean", "category", "period[M]"]


@pytest.mark.parametrize(
    "name", [*DTYPES, "datetime64[us, Africa/Dakar]", "interval[int64, right]"]
)
def test_a_dtype_comes_back_equal(name):
    dtype = np.dtype(name) if name == "<U3" else pd.Series([], dtype=name).dtype
    again = cross(dtype)
    assert (type(dtype), dtype) == (type(again), again)


def test_what_is_missing_in_pandas_stays_missing():
    again = cross([pd.NaT, pd.NA])
    assert again[0] is pd.NaT
    assert again[1] is pd.NA


INDEXES = [
    pd.RangeIndex(2, 20, 3, name="rang"),
    pd.Index([3, 1, 1], name="n"),
    pd.Index([1.5, np.nan]),
    pd.Index([True, False]),
    pd.Index(["b", "a", None], name="pays"),
    pd.Index(["b", "a"], dtype=object),
    pd.Index([1, "a", (2, 3)], dtype=object, name=("x", 1)),
    pd.Index([]),
    pd.Index([1, None], dtype="Int64"),
    DAYS,
    DAYS.tz_localize("Africa/Dakar").rename("jour"),
    pd.date_range("2024", periods=3, freq="MS", unit="s"),
    pd.timedelta_range("1 day", periods=3),
    pd.period_range("2024-01", periods=3, freq="M"),
    pd.period_range("2020", periods=3, freq="Y"),
    pd.interval_range(0, 3),
    pd.CategoricalIndex(["a", "b", "a"], ordered=True, categories=["b", "a"]),
    pd.MultiIndex.from_product([["SEN", "TGO"], [2020, 2021]], names=["iso3", None]),
    pd.MultiIndex.from_tuples([("a", 1.0), ("b", np.nan)]),
]


@pytest.mark.parametrize("index", INDEXES, ids=lambda i: f"{type(i).__name__} {i.dtype}")
def test_an_index_comes_back_with_its_kind_names_and_frequency(index):
    again = cross(index)
    assert_index_equal(index, again, exact=True)
    assert getattr(index, "freq", None) == getattr(again, "freq", None)
    assert_index_equal(index, cross(pd.Series(0, index=index)).index, exact=True)


COLUMNS = [
    pd.Series([1, 2], name="n"),
    pd.Series([1, 2], dtype="int8", index=["a", "a"]),
    pd.Series([1.5, np.nan]),
    pd.Series([True, False], name=2020),
    pd.Series([1j]),
    pd.Series([], dtype=object),
    pd.Series(["Boké", None, ""]),
    pd.Series(["Boké", None], dtype="string"),
    pd.Series(["a\x1fb", "\x1f", None]),
    pd.Series(["a", "b"], dtype=object),
    pd.Series(["a", np.nan, 3, None, ..., [1], {"b": 2}, pd.NaT], dtype=object),
    pd.Series([datetime.date(2024, 1, 1), None], dtype=object),
    pd.Series(["a", "b", None], dtype="category"),
    pd.Series(pd.Categorical(["bas"], ["bas", "haut"], ordered=True)),
    pd.Series([1, None], dtype="Int64"),
    pd.Series([1, None], dtype="UInt8"),
    pd.Series([1.5, None], dtype="Float64"),
    pd.Series([True, None], dtype="boolean"),
    pd.Series(DAYS, name=("a", "b")),
    pd.Series(DAYS.tz_localize("UTC")),
    pd.Series([*DAYS[:2].tz_localize("Africa/Lagos"), pd.NaT]),
    pd.Series(DAYS - DAYS[0]),
    pd.Series(DAYS).dt.to_period("W"),
    pd.Series([pd.Period("2024-01", "2M"), None], dtype="period[2M]"),
    pd.cut(pd.Series([1, 5, None]), [0, 2, 6]),
    pd.cut(pd.Series([1, 5]), [0, 2, 6], labels=["peu", "trop"]),
    pd.Series(pd.arrays.IntervalArray.from_breaks([0, 1, 2])),
]


@pytest.mark.parametrize("series", COLUMNS, ids=lambda s: f"{s.dtype}")
def test_a_column_comes_back_with_its_dtype_index_and_name(series):
    again = cross(series)
    assert_series_equal(series, again)
    assert series.equals(again)
    assert series.name == again.name
    assert list(map(type, series)) == list(map(type, again))
    assert_frame_equal(series.to_frame("x"), cross(series.to_frame("x")))


@pytest.mark.parametrize("series", COLUMNS, ids=lambda s: f"{s.dtype}")
def test_an_array_of_a_column_comes_back_of_its_type(series):
    again = cross(series.array)
    assert type(series.array) is type(again)
    assert_series_equal(
        pd.Series(series.array, dtype=series.dtype), pd.Series(again, dtype=series.dtype)
    )


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_every_table_of_the_course_comes_back_whole(path):
    table = pd.read_csv(path)
    again = cross(table)
    assert_frame_equal(table, again)
    assert table.equals(again)


TABLES = {
    "empty": pd.DataFrame(),
    "no rows": BRUT.head(0),
    "no columns": BRUT[[]].head(4),
    "picked rows": BRUT.iloc[[5, 5, 2]],
    "duplicate columns": pd.concat([BRUT["Lat"], BRUT["Lat"]], axis=1),
    "columns that are numbers": pd.DataFrame([[1, "a"], [2, "b"]]),
    "describe": INDICATEURS.describe(),
    "describe all": BRUT.describe(include="all"),
    "aggregate": INDICATEURS.groupby("iso3").agg({"idh": ["mean", "max"], "annee": "count"}),
    "two keys": BRUT.groupby(["Country", "Ownership"])[["Lat"]].mean(),
    "pivot": INDICATEURS.pivot_table(index="iso3", columns="annee", values="idh"),
    "crosstab": pd.crosstab(BRUT["Country"], BRUT["Ownership"], margins=True),
    "counts": BRUT["Admin1"].value_counts().reset_index(),
    "dates": INDICATEURS.assign(jour=pd.to_datetime(INDICATEURS["annee"].astype(str), format="%Y")),
    "categories": BRUT.astype({"Country": "category"}),
    "converted": BRUT.convert_dtypes(),
    "merged": BRUT.merge(BRUT.head(9), on="Facility name", how="outer", indicator=True),
    "objects": BRUT.astype(object),
    "transposed": INDICATEURS.head(3).T,
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_pandas_made_comes_back_the_same(name):
    again = cross(TABLES[name])
    assert_frame_equal(TABLES[name], again)
    assert TABLES[name].equals(again)


def test_columns_that_pandas_made_come_back_the_same():
    for series in (
        BRUT["Admin1"].value_counts(),
        BRUT["Lat"].isna().groupby(BRUT["Country"]).mean(),
        INDICATEURS.set_index(["iso3", "annee"])["idh"],
        INDICATEURS.dtypes,
        INDICATEURS.iloc[0],
        pd.cut(INDICATEURS["idh"], 4).value_counts(),
    ):
        assert_series_equal(series, cross(series))
    assert_series_equal(
        pd.Series(BRUT["Country"].unique()), pd.Series(cross(BRUT["Country"].unique()))
    )


def test_a_table_that_came_through_can_be_changed():
    again = cross(BRUT)
    again.loc[0, "Lat"] = 1.0
    again["vu"] = True
    assert (1.0, (len(BRUT), 9)) == (again.loc[0, "Lat"], again.shape)
