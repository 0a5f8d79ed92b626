"""Outputs of cells, from whoever they come, in the form and size in which they may be kept."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from atelier.limits import (
    MAX_ENAME,
    MAX_ERRORS,
    MAX_FORMS,
    MAX_LINE,
    MAX_LINES,
    MAX_OUTPUTS,
    MAX_SAID,
    OVERHEAD,
)
from atelier.sandbox.unit import Outputs

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

    def cut(self, given: Any, *, test: bool = False) -> Outputs:
        """Return the outputs in `given` that have the form that nbformat stores.

        Whatever came before, some errors and results are kept: of a `test`, all that it says.
        """
        allowed = self._left = max(0, min(self._size, self._whole))
        self._said = MAX_SAID if test or allowed else MAX_ENAME
        kept: Outputs = []
        others = marking = 0
        for output in given if type(given) is list else []:
            kind = output.get("output_type") if type(output) is dict else None
            if kind == "error" or (kind == "execute_result" and not self._left):
                wanted, marking = marking < MAX_ERRORS, marking + 1
            else:
                wanted = self._left > 0 and others < MAX_OUTPUTS
                others += 1
            kept += self._kept(output) if wanted else ()
        self._whole -= allowed - self._left + OVERHEAD * sum(map(_pieces, kept))
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
        ename, evalue = self._text(name, MAX_ENAME), self._text(said, self._said)
        shown = []
        for line in lines[:MAX_LINES]:
            if not self._left:
                break
            shown.append(self._text(line, min(MAX_LINE, self._left)))
        return {"output_type": "error", "ename": ename, "evalue": evalue, "traceback": shown}

    def _shown(self, data: dict) -> dict[str, Any]:
        """Return the forms of what is displayed, as far as they are texts and not too long."""
        forms = {}
        for kind in dict.fromkeys(["text/plain", *islice(data, MAX_FORMS)]):
            text, plain = data.get(kind), kind == "text/plain"
            if type(kind) is type(text) is str and (plain or 0 < len(text) <= self._left):
                most = (MAX_LINE if self._left else MAX_ENAME) if plain else self._left
                forms[self._text(kind, MAX_ENAME)] = self._text(text, most)
        return {"data": forms, "metadata": {}}

    def _text(self, text: Any, most: int = MAX_LINE) -> str:
        """Return a text that a file can hold, of `most` characters."""
        text = text if type(text) is str else ""
        self._left = max(0, self._left - min(len(text), most))
        return _HALVES.sub("\ufffd", text if len(text) <= most else text[:most] + CUT)


def _pieces(output: dict[str, Any]) -> int:
    """Return how many texts a file holds for an output."""
    return 1 + len(output.get("data", ())) + len(output.get("traceback", ()))
