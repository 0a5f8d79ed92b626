"""What hidden tests told a participant's functions, and where it comes back.

A function that a hidden test calls sees its arguments, and may keep them. Errors go back to the
participant, so texts that repeat them are blanked: as they were, and without accents, capitals and
signs, forwards or backwards. Whoever encodes them further is not stopped here (decision 0009).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

MUTE = 3
"""Characters that a value must have more of for texts that repeat it to fall silent."""

MAX_TOLD = 1_000
"""Values that are watched for: those of the first tables, if they are large."""

HIDDEN = "…"


class Told:
    """What was told so far, without what the participant can read anyway: the `public` text."""

    def __init__(self, public: str):
        """Nothing was told yet."""
        self._public = public
        self._plain: set[str] = set()
        self._folded: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._plain)

    def add(self, values: Iterable[Any]) -> None:
        """Watch for `values`, too."""
        room = max(0, MAX_TOLD - len(self._plain))
        new = {said for said in islice(told_in(list(values)), room) if said not in self._public}
        self._plain |= new
        for said in map(fold, new):
            self._folded |= {said, said[::-1]} if len(said) > MUTE else set()

    def without(self, text: str, own: str = "") -> str:
        """Return `text` with what was told left out, but for what the test's `own` source says."""
        for said in sorted((s for s in self._plain if s in text and s not in own), key=len)[::-1]:
            text = text.replace(said, HIDDEN)
        return "" if self.repeated(text, own) else text

    def repeated(self, text: str, own: str = "") -> bool:
        """Tell whether `text` says something that was told, perhaps in another guise."""
        if not self._plain:
            return False
        folded, mine = fold(text), fold(own)
        return any(said in folded and said not in mine for said in self._folded)


def fold(text: str) -> str:
    """Return the letters and digits of `text`, without accents and capitals."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c)))


def told_in(value: Any) -> Iterator[str]:
    """Yield the texts and numbers in a hidden test's arguments, as an answer may repeat them."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        for said in (str(value), repr(value).strip("'\""), ascii(value).strip("'\"")):
            if len(said) > MUTE:
                yield said
    elif isinstance(value, Mapping):
        yield from (said for part in value.items() for said in told_in(part))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (said for part in value for said in told_in(part))
    elif isinstance(value, pd.DataFrame):
        yield from (said for name in value.columns for said in told_in((name, value[name])))
    elif isinstance(value, pd.Series | pd.Index | np.ndarray):
        yield from told_in(value[:MAX_TOLD].tolist())
