"""Outputs of cells, from whoever they come, in the form and size in which they may be kept."""

import re
from collections.abc import Iterator
from typing import Any

from atelier.sandbox.unit import Outputs

MAX_OUTPUTS = 200
"""Outputs that one cell keeps, errors aside."""

MAX_ERRORS = 5
"""Errors that one cell keeps; IPython gives one."""

MAX_LINE = 20_000
"""Characters of each text of an error, and of a result's plain text."""

MAX_NAME, MAX_SAID = 200, 5_000
"""Characters of an error's name, and of what it says; kept even where nothing else is."""

MAX_LINES = 100
"""Texts of an error's traceback."""

CUT = "\n… (sortie coupée)\n"

_HALVES = re.compile("[\ud800-\udfff]")


class Scissors:
    """Keeps what nbformat can store of a cell's outputs, up to a size.

    Errors and results are kept whatever comes before them: a test's mark depends on them.
    """

    def __init__(self, size: int, whole: int):
        """Keep about `size` characters of a cell, and `whole` of all that will be cut."""
        self._size = self._left = size
        self._whole = whole

    def cut(self, given: Any) -> Outputs:
        """Return the outputs in `given` that have the form that nbformat stores."""
        allowed = self._left = min(self._size, self._whole)
        kept: Outputs = []
        errors = 0
        for output in given if type(given) is list else []:
            failed = type(output) is dict and output.get("output_type") == "error"
            if errors < MAX_ERRORS if failed else len(kept) - errors < MAX_OUTPUTS:
                kept += self._kept(output)
                errors += failed
        self._whole -= allowed - self._left
        return kept

    def _kept(self, output: Any) -> Iterator[dict[str, Any]]:
        match output:
            case {"output_type": "stream", "name": "stdout" | "stderr" as name, "text": str(text)}:
                yield {"output_type": "stream", "name": name, "text": self._text(text, self._left)}
            case {"output_type": "error", "ename": name, "evalue": said, "traceback": list(lines)}:
                yield self._error(name, said, lines)
            case {"output_type": "execute_result", "data": dict(data)}:
                number = {"execution_count": None}
                yield {"output_type": "execute_result", **number, **self._shown(data)}
            case {"output_type": "display_data", "data": dict(data)}:
                yield {"output_type": "display_data", **self._shown(data)}

    def _error(self, name: Any, said: Any, lines: list) -> dict[str, Any]:
        ename, evalue = self._text(name, MAX_NAME), self._text(said, MAX_SAID)
        texts = [self._text(line, min(MAX_LINE, self._left)) for line in lines[:MAX_LINES]]
        shown = [text for text in texts if text != CUT]
        return {"output_type": "error", "ename": ename, "evalue": evalue, "traceback": shown}

    def _shown(self, data: dict) -> dict[str, Any]:
        """Return the forms of what is displayed, as far as they are texts and not too long."""
        forms = {}
        for kind, text in data.items():
            plain = kind == "text/plain"
            if type(kind) is type(text) is str and (plain or len(text) <= self._left):
                most = (MAX_LINE if self._left else MAX_NAME) if plain else self._left
                forms[self._text(kind, MAX_NAME)] = self._text(text, most)
        return {"data": forms, "metadata": {}}

    def _text(self, text: Any, most: int = MAX_LINE) -> str:
        """Return a text that a file can hold, of `most` characters."""
        text = text if type(text) is str else ""
        self._left = max(0, self._left - min(len(text), most))
        return _HALVES.sub("\ufffd", text if len(text) <= most else text[:most] + CUT)
