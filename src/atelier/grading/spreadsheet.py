"""Tables for spreadsheets, in which nothing that a participant chose is run as a formula."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

FORMULA = frozenset("=+-@")
"""First characters that a spreadsheet would run, full-width and other guises brought to these."""

SEPARATORS = frozenset(";,\t\r\n\v\f\x85\u2028\u2029|")
"""After which another program, set for another country, may see a new cell begin."""

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters and signs that are blank on a screen, besides those that Unicode calls blank."""


def render(rows: Iterable[Sequence[Any]], separator: str = ";") -> str:
    """Return `rows` as CSV, every cell harmless; numbers stay numbers."""
    buffer = io.StringIO()
    lines = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    lines.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return buffer.getvalue()


def harmless(text: str) -> str:
    """Return `text` with an apostrophe before each sign that would begin a formula.

    Blanks and invisible characters before the sign do not hide it. The text stays readable:
    `-N’Diaye` becomes `'-N’Diaye`.
    """
    if _NUMBER.fullmatch(text):
        return text
    made, at_start = [], True
    for char in text:
        if at_start and unicodedata.normalize("NFKC", char)[:1] in FORMULA:
            made.append("'")
        made.append(char)
        at_start = char in SEPARATORS or (at_start and _is_unseen(char))
    return "".join(made)


def _is_unseen(char: str) -> bool:
    """Tell whether a spreadsheet may pass over `char` at the beginning of a cell."""
    blank = char.isspace() or unicodedata.category(char)[0] in "ZC" or char in _UNSEEN
    return blank or char in "'\"" or bool(unicodedata.combining(char)) or char == "\ufe0f"
