"""French spaces, in text and nowhere else."""

import pytest

from atelier.build.typography import french_spaces


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("« Que sait-on ? »", "«~Que sait-on~?~»"),
        ("**Durée :** 90 minutes ; vite !", "**Durée~:** 90 minutes~; vite~!"),
        ("8,4 % des cas", "8,4~% des cas"),
        ("100 000 habitants en 2023, 18 077 573", "100~000 habitants en 2023, 18~077~573"),
        ("de 5 10000", "de 5 10000"),
        ("voir `a : b ; « c »` : oui", "voir `a : b ; « c »`~: oui"),
        ("```\nx : y\n```\nfin :", "```\nx : y\n```\nfin~:"),
        ("<code>a ? b</code> : <a title='x ?'>y</a>", "<code>a ? b</code>~: <a title='x ?'>y</a>"),
        ("http://exemple.org:80/?a", "http://exemple.org:80/?a"),
        ("| :--- | ---: |", "| :--- | ---: |"),
        (" : au bord", " : au bord"),
    ],
)
def test_spaces_before_signs_in_quotes_and_in_numbers_do_not_break(typed, shown):
    assert french_spaces(typed) == shown.replace("~", "\u00a0")


def test_twice_is_once():
    text = "« Oui ! » : 8 %"
    assert french_spaces(french_spaces(text)) == french_spaces(text)
