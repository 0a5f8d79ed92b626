"""Who somebody is: a name as it is shown, as files bear it, and as it is compared.

A name is typed in many ways: in capitals, without accents, family name first, with another
apostrophe. Two spellings that a reader takes for one name are one name: see `folded`.
"""

import functools
import hashlib
import re
import unicodedata
from dataclasses import dataclass

from atelier.limits import MAX_NAME, MAX_RAW_NAME
from atelier.slug import slug
from atelier.visible import visible

_APOSTROPHES = "'’‘‛`´ʹʻʼʽʾʿˈ′＇ꞌꞋ"
_ELIDED = re.compile(r"\b([dlmno]) +(?=\w\w)")
"""A single letter before a name: `N’Da`, `N Da` and `NDa` are one."""

_BLANK = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
"""Letters and symbols that look like a space."""

_INVISIBLE = re.compile("[\u034f\u0640\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""What nobody sees, besides the characters that Unicode calls formats (zero-width, hyphens)."""

_SAME_LETTER = str.maketrans(
    # Letters that Unicode does not take apart, as in Fulani, Hausa, Ewe, Danish or French.
    {"ɓ": "b", "ɗ": "d", "đ": "d", "ð": "d", "ɛ": "e", "ƒ": "f", "ɣ": "g", "ħ": "h", "ı": "i"}
    | {"ƙ": "k", "ł": "l", "ŋ": "n", "ɲ": "n", "ɔ": "o", "ø": "o", "ʋ": "v", "ƴ": "y"}
    | {"æ": "ae", "œ": "oe", "þ": "th"}
    # Cyrillic and Greek letters that look like Latin ones.
    | dict(zip("авеикмнорстухіјѕһ", "abeukmhopctyxijsh", strict=True))
    | dict(zip("αβεζηικμνορτυχ", "abezhikmnoptyx", strict=True))
)


@dataclass(frozen=True)
class Person:
    """A participant: the name as typed, and the id that files and the gradebook use.

    `token`, made once on a participant's computer, tells people of one name apart; it may be empty.
    """

    name: str
    token: str = ""

    @property
    def id(self) -> str:
        """The name as lower-case ASCII words; a digest where no letter is left of it."""
        digest = hashlib.sha256(self.name.encode("utf-8")).hexdigest()[:8]
        return slug(self.name)[:48].strip("-") or f"participant-{digest}"


def clean_name(text: str) -> str:
    """Return a name as it can be shown, at most `MAX_NAME` long.

    Characters that nobody sees are left out; odd spaces and control characters become one space.
    """
    seen = _INVISIBLE.sub("", _BLANK.sub(" ", visible(text[:MAX_RAW_NAME])))
    printable = "".join(char if char.isprintable() else _without(char) for char in seen)
    return " ".join(unicodedata.normalize("NFC", printable).split())[:MAX_NAME].strip()


@functools.lru_cache(10_000)
def folded(name: str) -> str:
    """Return what all spellings of `name` have in common: this is what tells people apart.

    Case, accents, apostrophes, hyphens, width, invisible characters and the order of words do
    not matter, nor does an alphabet's letter that looks like another's.
    """
    bare = clean_name(name).translate(dict.fromkeys(map(ord, _APOSTROPHES)))
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", bare).casefold())
    letters = "".join(char for char in parts if not unicodedata.combining(char))
    words = re.sub(r"[\W_]+", " ", letters.translate(_SAME_LETTER)).strip()
    return " ".join(sorted(_ELIDED.sub(r"\1", words).split())) or bare


def adds_to(name: str, longer: str) -> bool:
    """Tell whether `longer` is `name`, or has all its words and others: a namesake's, made clear."""
    return set(folded(name).split()) <= set(folded(longer).split())


def _without(char: str) -> str:
    return "" if unicodedata.category(char) == "Cf" else " "
