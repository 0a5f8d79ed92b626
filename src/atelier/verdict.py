"""What a check says, as text: a message and the misconception that it names.

The learner's checks write it, the checker, the grader and the reports read it back: the only
thing that travels between them is the `evalue` of an nbformat error output.
"""

import re
from typing import NamedTuple

NOT_STARTED = "PasCommence"
MISSING = "VariableAbsente"
ALMOST = "Presque"
STOPPED = "Interrompue"  # not a check: the grader itself ended the cell; the text says why
CHECKS = (NOT_STARTED, MISSING, ALMOST)
"""Names of the exceptions that a check raises (nbformat's `ename`)."""

CHECK_FILE = "<vérifications>"
"""Where the code of checks stands, as Python says it of a frame."""

_MARK = re.compile(r"\[repère : (?P<id>[a-z0-9-]+)\]$")


class Verdict(NamedTuple):
    """A check's message, and the id of the misconception that it names (or None)."""

    message: str
    misconception: str | None


def write_verdict(message: str, misconception: str | None) -> str:
    """Return the text of an error that names `misconception`."""
    return f"{message} [repère : {misconception}]" if misconception else message


def read_verdict(text: str) -> Verdict:
    """Return message and misconception of a text that `write_verdict` made (or any other text)."""
    text = text.strip()
    mark = _MARK.search(text)
    if mark is None:
        return Verdict(text, None)
    return Verdict(text[: mark.start()].strip(), mark["id"])
