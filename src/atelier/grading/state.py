"""What the marks of a cohort rest on, kept from one call to the next in `etat.json`.

One type, one reader, one writer: nothing else decides what is stale.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from atelier.grading.cohort import Cohort, CohortError
from atelier.invocation import command
from atelier.submission import digest, write_whole

Grounds = Mapping[str, str]
"""What the marks of a module depend on besides the submissions: a name for each ground → its digest."""


@dataclass(frozen=True)
class Release:
    """What a module is graded by.

    `source`: digest of its files as nbgrader last released them, empty while that is under way.
    `notices`: French sentences that a trainer must still be told.
    """

    source: str = ""
    grounds: Grounds = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    @property
    def signature(self) -> str:
        """One digest of all grounds."""
        return digest(json.dumps(sorted(self.grounds.items())).encode("utf-8"))


@dataclass(frozen=True)
class Judged:
    """What the marks of one submission rest on: digests of its files and of its module's grounds.

    Without `grounds`, its marks are about to be written anew.
    """

    content: str
    grounds: str


@dataclass(frozen=True)
class State:
    """`releases`: by module. `judged`: by `PARTICIPANT/MODULE`, those that were graded."""

    releases: Mapping[str, Release] = field(default_factory=dict)
    judged: Mapping[str, Judged] = field(default_factory=dict)

    def release(self, module: str) -> Release:
        """Return what `module` is graded by."""
        return self.releases.get(module, Release())

    def released(self, module: str, release: Release) -> "State":
        """Return this state with another `release` of a module."""
        return replace(self, releases={**self.releases, module: release})

    def with_judged(self, judged: Mapping[str, Judged]) -> "State":
        """Return this state with more submissions whose marks are written."""
        return replace(self, judged={**self.judged, **judged})

    def is_graded(self, key: str) -> bool:
        """Tell whether the marks of a submission are written."""
        return key in self.judged and bool(self.judged[key].grounds)

    def content(self, key: str) -> str:
        """Return the digest of the files that a submission's marks rest on or rested on, or nothing."""
        return self.judged[key].content if key in self.judged else ""

    def forgetting(self, keys: Iterable[str]) -> "State":
        """Return this state with some submissions that do not count as graded any more."""
        gone = set(keys) & self.judged.keys()
        return self.with_judged({key: replace(self.judged[key], grounds="") for key in gone})


def read_state(cohort: Cohort) -> State:
    """Return the state of `cohort`; that of an earlier version of the course vouches for nothing.

    Raises `CohortError` where the file is damaged.
    """
    path = cohort.root / "etat.json"
    try:
        return _state(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return State()
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        verb = command("corriger", "--promotion", str(cohort.root))
        raise CohortError(
            f"Le fichier {path.name} de la promotion est abîmé. Supprimez-le, puis lancez : {verb} "
            "(tout est corrigé de nouveau, les notes données à la main restent)."
        ) from error


def write_state(cohort: Cohort, state: State) -> None:
    """Keep `state`, whole or not at all."""
    facts = {
        "modules": {name: vars(release) for name, release in sorted(state.releases.items())},
        "remises": {key: vars(judged) for key, judged in sorted(state.judged.items())},
    }
    text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
    write_whole(cohort.root / "etat.json", text.encode("utf-8"))


def _state(facts: Any) -> State:
    if facts and all(isinstance(value, str) for value in facts.values()):
        return State()  # one flat table, before what marks rest on had names
    if facts.keys() - {"modules", "remises"}:
        raise ValueError(facts.keys())
    return State(
        {name: _release(**entry) for name, entry in facts.get("modules", {}).items()},
        {key: Judged(**entry) for key, entry in facts.get("remises", {}).items()},
    )


def _release(source: str, grounds: Mapping[str, str], notices: Iterable[str]) -> Release:
    return Release(source, dict(grounds), tuple(notices))
