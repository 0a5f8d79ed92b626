"""Text that others wrote, freed of what a screen would obey instead of showing it."""

import re

_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # titles, links
    r"|\x1b[ -/]*[0-~]"
)
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, besides tab and new line
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"  # direction of writing, byte order
)
_HALF = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    """Return `text` without terminal sequences, control and direction characters.

    Tabs and new lines stay. Halves of surrogate pairs, which no file can hold, become U+FFFD.
    """
    text = _ANSI.sub("", re.sub(r"\r\n?", "\n", text))
    return _HALF.sub("\ufffd", _OBEYED.sub("", text))
