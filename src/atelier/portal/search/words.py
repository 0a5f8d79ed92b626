"""How texts become words: accents folded, capitals too, plural marks taken off."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return a text in small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, in order."""
    return tuple(_stem(word) for word in _WORD.findall(fold(text)))


def _stem(word: str) -> str:
    """Take the mark of the plural off: « centres » finds « centre »."""
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
