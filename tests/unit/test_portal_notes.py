"""A description, read as blocks: CKAN's Markdown, as far as it serves, and nothing that runs."""

import pytest

from atelier.portal.pages.notes import Block, Piece, blocks
from atelier.portal.pages.words import french, plain


def test_paragraphs_and_lines():
    assert [Block([[Piece("un")], [Piece("deux")]]), Block([[Piece("trois")]])] == blocks(
        "un\r\ndeux\r\n\r\n\r\ntrois\n"
    )


def test_a_list_after_a_line_that_announces_it():
    assert [Block([[Piece("Défauts :")]]), Block([[Piece("un")], [Piece("deux")]], True)] == blocks(
        "Défauts :\n- un\n* deux"
    )


def test_bold_words_and_links():
    line = "Voir **ici** https://a.example/x, ou [là](http://b.example)."
    expected = [
        Piece("Voir "),
        Piece("ici", bold=True),
        Piece(" "),
        Piece("https://a.example/x", "https://a.example/x"),
        Piece(", ou "),
        Piece("là", "http://b.example"),
        Piece("."),
    ]
    assert [Block([expected])] == blocks(line)


@pytest.mark.parametrize("text", ["[x](javascript:alert(1))", "<a href='x'>y</a>", "javascript:x"])
def test_what_is_no_web_address_stays_text(text):
    assert [Block([[Piece(text)]])] == blocks(text)


@pytest.mark.parametrize("text", ["", "  \n\n ", "- ", "**"])
def test_nothing_much_is_no_accident(text):
    blocks(text)


def test_long_hostile_text_is_read_at_once():
    blocks("**" * 4000 + "[" * 4000 + "http://" * 1000)


def test_lists_show_a_description_without_its_marks():
    assert "Titre\nLes défauts\nun" == plain("## Titre\n**Les défauts**\n- un\n\nLa suite")


def test_what_ckan_says_in_english_only_is_said_in_french():
    message = """Tag "l'eau" can only contain alphanumeric characters, spaces (" "), hyphens"""
    assert french(message).startswith("Le mot-clé « l'eau » contient un signe refusé")
    assert "Autre chose" == french("Autre chose")
