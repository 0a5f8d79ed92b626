"""Text of others is shown, never obeyed."""

import pytest

from atelier.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Aïcha\u00a0: 8\u202f% ✔ 👩🏾\u200d💻", "Aïcha\u00a0: 8\u202f% ✔ 👩🏾\u200d💻"),
        ("محمد", "محمد"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\x1b[1;31mrouge\x1b[0m", "rouge"),
        ("\x9b31mrouge", "rouge"),
        ("\x1b]0;titre\x07suite", "suite"),
        ("\x1b]8;;http://exemple.org\x1b\\lien\x1b]8;;\x1b\\", "lien"),
        ("\x1bcfin", "fin"),
        ("\x1b[", ""),
        ("a\x00b\x08c\x7fd", "abcd"),
        ("facture\u202egpj.exe\u202c\u2066x\u2069\u200e", "facturegpj.exex"),
        ("\ufeffdébut", "début"),
        ("a\ud800b", "a\ufffdb"),
    ],
)
def test_only_what_can_be_seen_stays(text, shown):
    assert shown == visible(text)
    assert shown == visible(shown)
