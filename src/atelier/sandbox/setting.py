"""How a sandbox's server runs: what the outside tells it when it starts."""

from dataclasses import dataclass
from pathlib import Path

from atelier.sandbox.unit import USUAL, Limits

APART, TOGETHER, ALONE = "apart", "together", "alone"
"""How the answering process is kept from the others: in namespaces of its own; not at all, but
forked; started anew, where a process can't be forked (macOS, Windows)."""

READY = b"ready"

NOBODY = 65534
"""Id of the user who is nobody, on Linux."""

NOTEBOOK = "notebooks/carnet"
"""Where a notebook runs, below a folder that holds `data`: as far from it as in the course."""


TEMPORARY = "tmp"
"""Where a sandbox's temporary files go, below the same folder."""


@dataclass(frozen=True)
class Setting:
    """How this server runs. `root`: a folder that holds `data`.

    `sandboxed`: bubblewrap keeps it from everything else, and the notebook's folder is there; it
    can't be moved, so that `../../data` is what it should be. `once`: it ends after one unit.
    """

    root: str
    isolation: str = TOGETHER
    sandboxed: bool = False
    once: bool = False
    limits: Limits = USUAL

    @property
    def scratch(self) -> list[Path]:
        """The folders of a sandbox that submitted code may write to, empty for each unit."""
        return [Path(self.root, NOTEBOOK), Path(self.root, TEMPORARY)]
