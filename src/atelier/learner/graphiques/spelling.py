"""Labels that are the same for a reader, and labels that differ by their accents only."""

import re
import unicodedata
from typing import Any


def key(label: Any) -> str:
    """Return a label such that spaces, case, apostrophes, line ends and « .0 » don't matter."""
    if isinstance(label, float) and label.is_integer():
        label = int(label)
    text = unicodedata.normalize("NFC", str(label)).replace("’", "'").replace("ʼ", "'")
    text = re.sub(r"-\n", "-", text)
    text = re.sub(r"[\s\u00a0\u202f]+", " ", text).strip().casefold()
    text = re.sub(r"[ t]00:00(:00)?$", "", text)
    text = re.sub(r"^(\d{4})-01-01$", r"\1", text)
    return re.sub(r"^(-?\d+)\.0$", r"\1", text)


def bare(label: Any) -> str:
    """Return a label without its accents either: what tells a careless spelling."""
    decomposed = unicodedata.normalize("NFD", key(label))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def short(label: Any) -> str:
    """Return a label without what is written after the name, in brackets."""
    return re.sub(r"\s*[(\[:,].*$", "", key(label))


def quoted(labels: list[Any], most: int = 3) -> str:
    """Return some labels between French quotation marks, for a message."""
    said = ", ".join(f"« {str(label)[:40]} »" for label in labels[:most])
    return said + ("…" if len(labels) > most else "")
