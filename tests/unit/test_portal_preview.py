"""The beginning of a table, as a page of the portal shows it."""

import pytest

from atelier.portal.pages.preview import COLUMNS, ENOUGH, ROWS, WIDTH, preview


@pytest.fixture
def table(tmp_path):
    """Return a function that writes bytes and previews them."""

    def make(data: bytes, wanted: str = "CSV"):
        path = tmp_path / "table"
        path.write_bytes(data)
        return preview(path, wanted)

    return make


def test_a_plain_table_is_shown_as_it_is(table):
    shown = table(b"ville,habitants\nCotonou,679012\nParakou,255478\n")
    assert (["ville", "habitants"], [["Cotonou", "679012"], ["Parakou", "255478"]]) == (
        shown.header,
        shown.rows,
    )
    assert ("la virgule", "UTF-8", "", False) == (
        shown.separator,
        shown.encoding,
        shown.advice,
        shown.more,
    )


def test_a_french_export_is_read_and_pandas_is_told_how(table):
    shown = table("préfecture;décès\nKindia;1,5\nNzérékoré;2,5\n".encode("cp1252"))
    assert ["préfecture", "décès"] == shown.header
    assert ["Nzérékoré", "2,5"] == shown.rows[1]
    assert 'sep=";", encoding="cp1252"' == shown.advice


def test_a_mark_at_the_beginning_of_the_file_is_not_part_of_a_name(table):
    assert ["ville", "rang"] == table(b"\xef\xbb\xbfville,rang\nDakar,1\n").header


@pytest.mark.parametrize(("separator", "said"), [("\t", "la tabulation"), ("|", "la barre |")])
def test_other_separators_are_found(table, separator, said):
    assert said == table(f"a{separator}b\n1{separator}2\n".encode(), "TSV").separator


def test_commas_in_a_text_do_not_make_columns(table):
    shown = table(b"nom;rang\nDoe, J;1\nBa, A, fils;2\nSy, B;3\n")
    assert "le point-virgule" == shown.separator


def test_a_long_table_is_begun_and_said_to_go_on(table):
    shown = table(b"n\n" + b"".join(b"%d\n" % n for n in range(50_000)))
    assert ROWS == len(shown.rows)
    assert shown.more


def test_a_letter_cut_in_two_at_the_limit_does_not_change_the_encoding(table):
    line = "é".encode() * 500 + b"\n"
    assert "UTF-8" == table(b"x" + line * (2 * ENOUGH // len(line))).encoding


def test_a_wide_table_and_long_words_are_cut(table):
    shown = table((",".join("c" * 500 for _ in range(200)) + "\n").encode())
    assert (COLUMNS, WIDTH, True) == (len(shown.header), len(shown.header[0]), shown.more)


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"", "CSV"),
        (b" \n\n", "CSV"),
        (b"PK\x03\x04\0\0", "CSV"),
        ("a,b\n1,2\n".encode("utf-16"), "CSV"),
        (b"a,b\n1,2\n", "XLSX"),
        (b"<html></html>", "HTML"),
        (b"a,b\n1,2\n", ""),
    ],
)
def test_what_is_no_table_in_text_has_no_preview(table, data, wanted):
    assert table(data, wanted) is None


@pytest.mark.parametrize(
    "data", [b'a,b\n"1,2\n3,4\n', b'"' * 1000, b"a,b\r1,2\r", bytes(range(1, 256))]
)
def test_a_damaged_table_stops_nothing(table, data):
    table(data)


def test_a_field_larger_than_what_the_reader_takes_stops_nothing(table):
    table(b'a,"' + b"x" * 200_000 + b'"\n')
