"""Read each of the course's tables once, however many tests ask for it."""

import contextlib
import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

DATA = Path("../../data")
"""The course's tables, as a notebook sees them."""


@contextlib.contextmanager
def tables_read_once() -> Iterator[None]:
    """Have `pandas.read_csv` remember what it read below `DATA`, which nobody changes meanwhile.

    For tests, not for answers: a participant's own reading is theirs. Copies are made when one is
    written to (pandas' copy-on-write), so that no reader sees what another does.
    """
    plain = pd.read_csv
    pd.read_csv = _remembering(plain, DATA.resolve())
    try:
        yield
    finally:
        pd.read_csv = plain


def _remembering(read: Callable, data: Path) -> Callable:
    known: dict[Any, pd.DataFrame] = {}

    @functools.wraps(read)
    def read_csv(*source: Any, **options: Any) -> Any:
        key = _key(source, options, data)
        if key is None:
            return read(*source, **options)
        if key not in known:
            known[key] = read(*source, **options)
        return known[key].copy(deep=False)

    return read_csv


def _key(source: tuple, options: dict[str, Any], data: Path) -> Any:
    """Return what tells one reading of a table from another; None if it is of another kind."""
    match source:
        case (str() | Path() as path,):
            parts = options.items()
            simple = all(value is None or type(value) in (str, bool, int) for _, value in parts)
            path = Path(path).resolve()
            if (
                simple
                and path.is_relative_to(data)
                and not {"chunksize", "iterator"} & options.keys()
            ):
                return path, *sorted((name, repr(value)) for name, value in parts)
    return None
