"""Tables that tests read: from the disk once, and to each reader its own."""

import io

import pandas as pd
import pytest

from atelier.sandbox import reading
from atelier.sandbox.reading import tables_read_once


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of the tables; the current one is a notebook's."""
    data, notebook = tmp_path / "data", tmp_path / "notebooks" / "essai"
    data.mkdir()
    notebook.mkdir(parents=True)
    (data / "pays.csv").write_text("code,nom\n04,Mali\n", encoding="utf-8")
    monkeypatch.chdir(notebook)
    return data


@pytest.fixture
def reads(monkeypatch):
    """The list of the sources that were really read."""
    found, plain = [], pd.read_csv

    def read_csv(source, **options):
        found.append(source)
        return plain(source, **options)

    monkeypatch.setattr(pd, "read_csv", read_csv)
    return found


def test_a_table_is_read_once_however_it_is_named(folder, reads):
    with tables_read_once():
        tables = [pd.read_csv(path) for path in ("../../data/pays.csv", folder / "pays.csv")]
    assert (["../../data/pays.csv"], [4, 4]) == (reads, [t["code"].item() for t in tables])


def test_another_way_of_reading_is_another_table(folder, reads):
    with tables_read_once():
        codes = [
            pd.read_csv("../../data/pays.csv", dtype=kind)["code"].item() for kind in ("str", None)
        ]
    assert ["04", 4] == codes


def test_what_one_reader_writes_no_other_sees(folder, reads):
    with tables_read_once():
        first = pd.read_csv("../../data/pays.csv")
        first.loc[0, "nom"] = "Niger"
        first["rang"] = 1
        first.columns = ["a", "b", "c"]
        first.index.name = "n"
        second = pd.read_csv("../../data/pays.csv")
    assert (["code", "nom"], "Mali", None) == (
        list(second.columns),
        second["nom"].item(),
        second.index.name,
    )


def test_what_may_change_is_read_again(folder, reads):
    def write(number):
        with open("journal.csv", "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(f"n\n{number}\n")

    with tables_read_once():
        found = []
        for number in (1, 2):
            write(number)
            found.append(pd.read_csv("journal.csv")["n"].item())
        text = [pd.read_csv(io.StringIO("n\n3\n"))["n"].item() for _ in range(2)]
    assert ([1, 2], [3, 3]) == (found, text)


def test_readings_that_are_used_up_are_not_kept(folder, reads):
    with tables_read_once():
        rows = [sum(map(len, pd.read_csv("../../data/pays.csv", chunksize=1))) for _ in range(2)]
    assert [1, 1] == rows


def test_reading_is_plain_again_afterwards(folder):
    before = pd.read_csv
    with tables_read_once():
        assert reading.pd.read_csv is not before
    assert reading.pd.read_csv is before
