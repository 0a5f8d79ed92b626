"""In a table for a spreadsheet, no text that a participant chose is run as a formula."""

import csv
import io
import itertools
import unicodedata

import pytest

from atelier.grading.spreadsheet import harmless, render

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u207a"
BLANKS = [
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\u00a0",
    "\u200b",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u3164",
    "\u202e",
    "\u0301",
]
RUNS = "=+-@"


def first_sign(cell):
    """Return what a spreadsheet that passes over all that cannot be seen finds first."""
    for char in cell:
        category = unicodedata.category(char)
        if not (char.isspace() or category[0] in "CZM" or char in '\u3164"\r\n\t'):
            return unicodedata.normalize("NFKC", char)[:1]
    return "rien"


@pytest.mark.parametrize(("sign", "blank"), [*itertools.product(SIGNS, BLANKS)])
def test_no_cell_begins_with_a_formula(sign, blank):
    for text in (
        f"{blank}{sign}cmd|' /C calc'!A0",
        f"{blank}{blank}{sign}1+1",
        f"{blank} {sign}{sign}a",
    ):
        assert first_sign(harmless(text)) not in RUNS


@pytest.mark.parametrize("written", [";", ","])
@pytest.mark.parametrize("read", [";", ",", "\t"])
@pytest.mark.parametrize("sign", SIGNS)
def test_nor_where_a_program_of_another_country_reads_the_table(sign, written, read):
    name = f'Awa;{sign}1+1,{sign}2\t{sign}3\n{sign}4","{sign}5'
    rows = csv.reader(io.StringIO(render([[name, "2,5"]], written)), delimiter=read)
    assert not [cell for row in rows for cell in row if first_sign(cell) in RUNS]


@pytest.mark.parametrize(("separator", "sign"), [*itertools.product(";,\t|", SIGNS)])
def test_no_sign_after_a_separator_begins_a_formula(separator, sign):
    for text in (f"Awa{separator}{sign}1+1", f"Awa{separator} \u200b{sign}1+1"):
        for written in ";,":
            table = render([["x", text]], written).rstrip("\r\n")
            assert not [cell for cell in table.split(separator) if first_sign(cell) in RUNS]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("-N’Diaye", "'-N’Diaye"),
        ("Awa N’Diaye", "Awa N’Diaye"),
        ("Anne-Marie", "Anne-Marie"),
        ("awa@exemple.org", "awa@exemple.org"),
        ("-3,5", "-3,5"),
        ("-2", "-2"),
        ("+12.25", "+12.25"),
        ("2026-03-02 18:00:00", "2026-03-02 18:00:00"),
        ("", ""),
        ("-3,5=", "'-3,5="),
        ("--3", "'--3"),
    ],
)
def test_names_and_numbers_stay_readable(text, shown):
    assert harmless(text) == shown


def test_what_was_written_is_read_back():
    rows = [["Koné; Awa", "2,5"], ['dit "Awa"', ""]]
    assert rows == list(csv.reader(io.StringIO(render(rows)), delimiter=";"))
