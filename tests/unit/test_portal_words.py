"""How the portal's pages say things."""

import pytest

from atelier.portal.pages import words
from atelier.portal.pages.page import path, told, web


@pytest.mark.parametrize(
    ("stamp", "said"),
    [
        ("2026-11-25T21:05:00.123456", "25 novembre 2026"),
        ("2026-08-01T00:00:00", "1er août 2026"),
        (None, ""),
        ("hier", "hier"),
    ],
)
def test_a_moment_is_said_as_a_day(stamp, said):
    assert said == words.day(stamp)


@pytest.mark.parametrize(
    ("size", "said"),
    [(1, "1 octet"), (950, "950 octets"), (12_300, "12,3 Ko"), (4_000_000, "4 Mo"), (None, "")],
)
def test_a_weight_is_said_in_french(size, said):
    assert said == words.weight(size).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("dataset", "kind"),
    [
        ({"license_id": "cc-by", "isopen": True}, "ouverte"),
        ({"license_id": "cc-nc", "isopen": False}, "fermee"),
        ({"license_id": "notspecified", "isopen": False}, "manque"),
        ({"license_id": "etalab-2.0", "isopen": False}, "manque"),
        ({"license_id": None}, "manque"),
        ({}, "manque"),
    ],
)
def test_a_licence_is_open_closed_or_missing(dataset, kind):
    assert kind == words.licence_of(dataset)[0]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//mechant.example",
        "ftp://a.example/x",
        "http:",
        "http://[::1",
        None,
        7,
    ],
)
def test_a_browser_may_not_follow_what_is_no_web_address(address):
    assert "" == web(address)


def test_a_web_address_may_be_followed():
    assert "https://data.gouv.bj/x?y=1" == web(" https://data.gouv.bj/x?y=1 ")


def test_parts_of_an_address_cannot_leave_their_place():
    assert "dataset/..%2F..%2Fetc/%C3%A9%22%3E" == path("dataset", "../../etc", 'é">')


def test_errors_become_sentences_with_the_french_name_of_the_field():
    errors = {"title": ["Valeur manquante"], "tags": [{"name": ["trop court"]}, {}]}
    assert ["Titre : Il manque une valeur.", "Mots-clés : trop court"] == told(errors)


def test_a_file_that_is_too_large_is_refused_in_french():
    assert "Ce fichier dépasse 10 Mo." == words.french("File upload too large")
