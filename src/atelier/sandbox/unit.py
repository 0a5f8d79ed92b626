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

from atelier.limits import USUAL, Limits
from atelier.sandbox.primitives import WireError, dumps, loads
from atelier.verdict import STOPPED

Outputs = list[dict[str, Any]]


@dataclass(frozen=True)
class Step:
    """One code cell. A `test` (its grade id) runs where no participant's code has run.

    `needs`: the names that a test may look up.
    """

    source: str
    test: str = ""
    needs: tuple[str, ...] = ()

    @classmethod
    def of_test(cls, source: str, test: str) -> "Step":
        """Return the step of a test: what it needs is read from its source."""
        return cls(source, test, needs(source))


@functools.lru_cache(maxsize=1_024)
def needs(test: str) -> tuple[str, ...]:
    """Return the names that a test may look up: the parameters of the check that it runs.

    Of a test that runs none: all names that it reads. No other one is among them, since answers get
    to know which of these are asked for.
    """
    tree = ast.parse(check_of(test) or test)
    checks = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and any(map(_is_check, node.decorator_list))
    ]
    if checks:
        return tuple(sorted({argument.arg for node in checks for argument in node.args.args}))
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return tuple(sorted(name for name in read if not name.startswith("_")))


@functools.lru_cache(maxsize=1_024)
def check_of(test: str) -> str:
    """Return the source of the check that a test runs in a namespace of its own, or nothing."""
    for node in ast.parse(test).body:
        match node:
            case ast.Expr(
                ast.Call(ast.Name(id="executer_verification"), [ast.Constant(str(source))])
            ):
                return source
    return ""


def _is_check(decorator: ast.expr) -> bool:
    match decorator:
        case ast.Call(ast.Name(id="verification")):
            return True
    return False


@dataclass(frozen=True)
class Unit:
    """One notebook of one submission.

    `files`: name in the notebook's folder → content. `skipped`: index of a step → French cause why it must not
    run. `step_by_step`: what comes of each step is told at once. `local_network`: its two processes
    reach each other at 127.0.0.1.
    """

    module: str
    notebook: str
    steps: tuple[Step, ...]
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
