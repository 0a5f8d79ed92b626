"""The differences that are meant: `ecarts.toml` names each place, and says why."""

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from portal.comparing import Difference

ACCEPTED = Path(__file__).parent / "ecarts.toml"


@dataclass(frozen=True)
class Accepted:
    """A place (`*` stands for anything) of one or several cases, and the reason why it may differ."""

    case: str
    place: str
    reason: str

    def covers(self, difference: Difference) -> bool:
        """Whether `difference` is the one that is meant."""
        place = self.place.replace("[", "[[]")  # an index, not a set of characters
        return fnmatchcase(difference.case, self.case) and fnmatchcase(difference.place, place)


def read_accepted(path: Path = ACCEPTED) -> list[Accepted]:
    """Read the accepted differences; each must give its reason."""
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("accepted", [])
    accepted = [Accepted(**entry) for entry in entries]
    for entry in accepted:
        if not entry.reason.strip():
            raise ValueError(f"{path.name}: {entry.case}, {entry.place}: no reason is given")
    return accepted


def sort_out(
    differences: list[Difference], accepted: list[Accepted]
) -> tuple[list[Difference], list[Accepted]]:
    """Return the differences that nothing explains, and the explanations that nothing needs."""
    unexplained = [d for d in differences if not any(entry.covers(d) for entry in accepted)]
    unused = [entry for entry in accepted if not any(entry.covers(d) for d in differences)]
    return unexplained, unused
