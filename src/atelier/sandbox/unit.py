"""What crosses into the sandbox and what comes back: a notebook to run, and its outputs.

Plain data, so that a unit can run in the next process or on another machine. The report comes
back in parts of some steps each. Where a sandbox dies without a word, the unit runs once more step
by step: then it is known at which step.
"""

import ast
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from atelier.sandbox.primitives import WireError, dumps, loads
from atelier.verdict import STOPPED

Outputs = list[dict[str, Any]]


@dataclass(frozen=True)
class Limits:
    """What one notebook may use.

    Seconds of processor time: `cell_seconds` for a cell or a test, `unit_seconds` for all of them.
    Seconds by the clock: `cell_wall`, `unit_wall`. Megabytes: `memory_mb` of all processes of the
    answers together, and of the tests; `disk_mb` of what is written, in the notebook's folder and
    in that of temporary files; `message_mb` of what answers hand to one test. `output_kb`: thousands of characters
    of what one cell shows, figures included, `unit_output_kb` of what all show. `processes` (threads count) and `open_files` of each
    of them are numbers.
    """

    cell_seconds: float = 10
    unit_seconds: float = 90
    cell_wall: float = 30
    unit_wall: float = 180
    memory_mb: int = 1000
    disk_mb: int = 64
    message_mb: int = 32
    output_kb: int = 1000
    unit_output_kb: int = 5000
    processes: int = 32
    open_files: int = 128


USUAL = Limits()
"""What a notebook of the course may use: several times its budget."""


@dataclass(frozen=True)
class Step:
    """One code cell. A `test` (its grade id) runs where no participant's code has run.

    `needs`: the names that a test may look up. `replay`: the participants' version of a test, to
    run among their cells too, where later cells build on what it leaves.
    """

    source: str
    test: str = ""
    needs: tuple[str, ...] = ()
    replay: str = ""

    @classmethod
    def of_test(cls, source: str, test: str, replay: str = "") -> "Step":
        """Return the step of a test: what it needs is read from its source."""
        return cls(source, test, needs(source), replay)


@functools.lru_cache(maxsize=1_024)
def needs(test: str) -> tuple[str, ...]:
    """Return the names that a test may look up: `total`, or "total" in `reponse("total", …)`.

    No other text of a test is among them: answers get to know which of these are asked for. A
    function of the test's own, whose name begins with `_`, may stand in the place of `reponse`.
    """
    found: set[str] = set()
    for node in ast.walk(ast.parse(test)):
        match node:
            case ast.Name(id=name) if not name.startswith("_"):  # those are the test's own
                found.add(name)
            case ast.Call(ast.Name(id=function), [ast.Constant(str(name)), *_]):
                found |= {name} if function == "reponse" or function.startswith("_") else set()
    return tuple(sorted(found))


@dataclass(frozen=True)
class Unit:
    """One notebook of one submission.

    `prelude`: code cells of the course, whose imports and definitions tests may use. `files`: name
    in the notebook's folder → content. `skipped`: index of a step → French cause why it must not
    run. `step_by_step`: what comes of each step is told at once. `local_network`: its two processes
    reach each other at 127.0.0.1.
    """

    module: str
    notebook: str
    steps: tuple[Step, ...]
    prelude: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    skipped: Mapping[int, str] = field(default_factory=dict)
    step_by_step: bool = False
    local_network: bool = False
    limits: Limits = USUAL


@dataclass(frozen=True)
class Done:
    """What came of one step.

    `stopped`: the French cause why it was not run to its end. `ended`: the answers' process is
    gone with it, and the steps that follow were not run.
    """

    outputs: Outputs
    stopped: str = ""
    ended: bool = False


@dataclass(frozen=True)
class Report:
    """The outputs of each step. `ended`: the French cause why the last ones were not run.

    `left`: names of the processes that could not be ended with the notebook.
    """

    outputs: tuple[Outputs, ...]
    ended: str = ""
    left: tuple[str, ...] = ()


def stopped(cause: str) -> dict[str, Any]:
    """Return the output of a cell that was stopped, as nbformat stores an error."""
    text = f"{STOPPED}: {cause}"
    return {"output_type": "error", "ename": STOPPED, "evalue": cause, "traceback": [text]}


def pack_unit(unit: Unit, key: str) -> bytes:
    """Return `unit` as bytes. `key`: a secret that goes back with each of its reports."""
    steps, limits = [vars(step) for step in unit.steps], vars(unit.limits)
    return dumps((key, {**vars(unit), "steps": steps, "limits": limits}))


def unpack_unit(data: bytes) -> tuple[Unit, str]:
    """Return the unit and the key that `pack_unit` packed."""
    key, facts = loads(data)
    steps = tuple(Step(**step) for step in facts["steps"])
    return Unit(**{**facts, "steps": steps, "limits": Limits(**facts["limits"])}), key


def pack_part(steps: Sequence[Done], key: str) -> bytes:
    """Return what came of some steps as bytes."""
    return dumps((key, [(done.outputs, done.stopped, done.ended) for done in steps]))


def unpack_part(data: bytes, key: str) -> list[Done]:
    """Return what `pack_part` packed. Raises `WireError` for anything else."""
    match loads(data):
        case (given, [_, *_] as steps) if given == key:
            return [_done(step) for step in steps]
    raise WireError("not a report")


def pack_left(names: Sequence[str], key: str) -> bytes:
    """Return as bytes the names of the processes that remain once a unit is over."""
    return dumps((key, "left", list(names)))


def unpack_left(data: bytes, key: str) -> tuple[str, ...]:
    """Return what `pack_left` packed. Raises `WireError` for anything else."""
    match loads(data):
        case (given, "left", list(names)) if given == key:
            return tuple(str(name) for name in names)
    raise WireError("not the end of a report")


def _done(facts: Any) -> Done:
    match facts:
        case (list(outputs), str(cause), bool(ended)):
            return Done(outputs, cause, ended)
    raise WireError("not a step of a report")
