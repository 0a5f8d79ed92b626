"""Making safe names out of any text, by CKAN's rules."""

import re
import unicodedata

LONGEST_EXTENSION, LONGEST, SHORTEST = 21, 100, 3

_SPELLED = {
    "Æ": "Ae", "æ": "ae", "Ð": "D", "ð": "th", "Ø": "O", "ø": "o", "Þ": "th", "þ": "th",
    "ß": "ss", "Œ": "", "œ": "", "×": "", "÷": "",
}  # fmt: skip


def ascii_text(text: str) -> str:
    """Write accented letters without their accents, and leave other signs out."""
    spelled = "".join(_SPELLED.get(letter, letter) for letter in text)
    letters = []
    for letter in spelled:
        if ord(letter) < 128:
            letters.append(letter)
        elif ord(letter) < 256:
            plain = unicodedata.normalize("NFKD", letter)[0]
            letters.append(plain if plain.isascii() and plain.isalpha() else "")
    return "".join(letters)


def file_name(name: str) -> str:
    """Return the name under which an uploaded file is offered."""
    name = name.rsplit("/", 1)[-1].lower().strip()
    name = re.sub(r"[^a-zA-Z0-9_. -]", "", ascii_text(name)).replace(" ", "-")
    name = re.sub("-+", "-", name)
    stem, extension = _split(name)
    extension = extension[:LONGEST_EXTENSION]
    shortest = max(1, SHORTEST - len(extension))
    return stem.ljust(shortest, "_")[: LONGEST - len(extension)] + extension


def _split(name: str) -> tuple[str, str]:
    dot = name.rfind(".")
    return (name[:dot], name[dot:]) if name[:dot].strip(".") else (name, "")
