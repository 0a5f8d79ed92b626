"""Which tests must also run among a participant's cells, because later cells build on them.

Read where the cells run: a participant's source is parsed in the sandbox only, and only where it
holds a name that a test leaves and no cell has bound.
"""

import functools
import re
import symtable
import warnings
from collections.abc import Iterable
from typing import NamedTuple

_MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.M)
"""Lines that IPython runs, and Python cannot read."""


class Names(NamedTuple):
    """The names of the notebook that a cell binds, and those that it uses."""

    bound: frozenset[str]
    used: frozenset[str]


NO_NAMES = Names(frozenset(), frozenset())


def builds_on(leaves: Iterable[str], bound: Iterable[str], later: Iterable[str]) -> bool:
    """Tell whether one of the `later` cells uses a name that a test `leaves` and no cell has `bound`."""
    missed = set(leaves) - set(bound)
    near = (source for source in later if any(name in source for name in missed))
    return any(missed & names(source).used for source in near)


@functools.lru_cache(maxsize=1_024)
def names(source: str) -> Names:
    """Return the names of a cell: those of the notebook, not those of a function's own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Python thinks of a participant's code
        for text in (source, _MAGIC.sub(r"\1pass", source)):
            try:
                table = symtable.symtable(text, "", "exec")
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            return Names(*map(frozenset, _names(table)))
    return NO_NAMES


def _names(table: symtable.SymbolTable) -> tuple[set[str], set[str]]:
    bound: set[str] = set()
    used: set[str] = set()
    for symbol in table.get_symbols():
        if table.get_type() == "module" or symbol.is_global():
            bound |= {symbol.get_name()} if symbol.is_assigned() or symbol.is_imported() else set()
            used |= {symbol.get_name()} if symbol.is_referenced() else set()
    for inner in map(_names, table.get_children()):
        bound |= inner[0]
        used |= inner[1]
    return bound, used
