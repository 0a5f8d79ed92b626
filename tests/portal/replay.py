"""Replay recorded cases: `.venv/bin/python tests/portal/replay.py [RECORDING …]`.

Each RECORDING (all those of `tests/portal/cas/` by default) is sent in order to a portal that holds
nothing but an administrator, and what it answers is compared with what was recorded. Without an
address, a fresh training portal is started for each. Prints the number of cases and each difference
that `ecarts.toml` does not explain; an explanation that nothing needs any more is an error too.
Ends with 0 (nothing to say), 1 (differences) or 2 (could not run).

    --address URL --token-file FILE   another portal that speaks CKAN's API (one RECORDING only)
    --record FILE                     write there what it answers, instead of comparing
    --all                             print the accepted differences too
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from portal.accepted import Accepted, read_accepted, sort_out
from portal.comparing import Comparison, Difference
from portal.recorded import CASES, Json, Recording
from portal.sending import Client
from portal.serving import Served, training_portal


@dataclass(frozen=True)
class Outcome:
    """How a portal's answers differ from a recording."""

    cases: int
    differences: list[Difference]
    unexplained: list[Difference]
    unused: list[Accepted]

    @property
    def clean(self) -> bool:
        """Whether there is nothing to repair."""
        return not self.unexplained and not self.unused

    def report(self, everything: bool = False) -> str:
        """Say it in words: each difference, then the counts."""
        lines = [str(d) for d in (self.differences if everything else self.unexplained)]
        lines += [f"ecarts.toml: nothing needs {e.case}, {e.place}" for e in self.unused]
        differing = len({d.case for d in self.differences})
        unexplained = len({d.case for d in self.unexplained})
        lines.append(
            f"{self.cases} cases: {self.cases - differing} identical, "
            f"{differing - unexplained} with accepted differences only, {unexplained} different "
            f"({len(self.unexplained)} places)"
        )
        return "\n".join(lines)


def replay(recording: Recording, portal: Served, accepted: Sequence[Accepted] = ()) -> Outcome:
    """Send every case of `recording` to `portal`, and compare."""
    return compare(recording, record(recording, portal, portal.name), accepted)


def compare(recording: Recording, now: Recording, accepted: Sequence[Accepted] = ()) -> Outcome:
    """Compare what was recorded with what a portal answers now to the same cases."""
    comparison = Comparison(recording.day, recording.admin, now.day)
    found: list[Difference] = []
    for case, again in zip(recording.cases, now.cases, strict=True):
        if again.answer is not None:
            found += comparison.differences(case, again.answer)
    ours = [e for e in accepted if any(fnmatchcase(case.id, e.case) for case in recording.cases)]
    unexplained, unused = sort_out(found, ours)
    return Outcome(len(recording.cases), found, unexplained, unused)


def record(recording: Recording, portal: Served, name: str) -> Recording:
    """Send every case of `recording` to `portal`, and return what it answers."""
    client = Client(portal.address, portal.token)
    cases = [replace(case, answer=client.send(case)) for case in recording.cases]
    answers = [case.answer.to_json() for case in cases if case.answer]
    admin = next((found for answer in answers for found in _administrators(answer)), {})
    known = [admin[key] for key in ("name", "email_hash") if key in admin]
    return Recording(name, datetime.now(UTC).date(), known, cases)


def _administrators(answer: Json) -> Iterator[dict[str, Json]]:
    """Find in an answer those who may do everything."""
    if isinstance(answer, dict):
        if answer.get("sysadmin") is True:
            yield answer
        answer = list(answer.values())
    if isinstance(answer, list):
        for item in answer:
            yield from _administrators(item)


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("recordings", nargs="*", type=Path, metavar="RECORDING")
    parser.add_argument("--address", metavar="URL")
    parser.add_argument("--token-file", type=Path, metavar="FILE")
    parser.add_argument("--record", type=Path, metavar="FILE")
    parser.add_argument("--all", action="store_true")
    asked = parser.parse_args(arguments)
    paths = asked.recordings or sorted(CASES.glob("*.jsonl"))
    if bool(asked.address) != bool(asked.token_file):
        parser.error("--address and --token-file go together")
    if (asked.address or asked.record) and len(paths) != 1:
        parser.error("name one RECORDING: a portal holds what the one before left there")
    clean = [_run_one(path, asked) for path in paths]
    return 0 if all(clean) else 1


def _run_one(path: Path, asked: argparse.Namespace) -> bool:
    recording = Recording.read(path)
    with _portal(asked) as portal:
        if asked.record:
            record(recording, portal, portal.name).write(asked.record)
            return True
        started = time.monotonic()
        outcome = replay(recording, portal, read_accepted())
        took = time.monotonic() - started
    print(f"## {path.name} ({recording.portal}) against {portal.name}, in {took:.1f} s")
    print(outcome.report(asked.all))
    return outcome.clean


def _portal(asked: argparse.Namespace) -> AbstractContextManager[Served]:
    if not asked.address:
        return training_portal()
    token = asked.token_file.read_text(encoding="utf-8").strip()
    return nullcontext(Served(asked.address, token, asked.address))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (OSError, RuntimeError, ValueError) as trouble:
        print(f"Could not run: {trouble}", file=sys.stderr)
        sys.exit(2)
