"""Files that a participant writes, read again beside the table that they should hold."""

import io
from pathlib import Path
from typing import Any


def ecrite_dans(table: Any, fichier: str) -> bool:
    """Tell whether the CSV file `fichier` holds what `table` holds, written without its index."""
    import pandas as pd

    written = io.StringIO(table.to_csv(index=False))
    try:
        wanted = pd.read_csv(written, dtype=str, keep_default_na=False)
        found = pd.read_csv(Path(fichier), dtype=str, keep_default_na=False)
    except (OSError, ValueError):  # absent, empty, or in another alphabet
        return False
    return wanted.equals(found)
