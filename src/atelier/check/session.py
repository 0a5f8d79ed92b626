"""Run a notebook's cells many times over, fast: one shell, forked at each exercise.

A worker process (`python -m atelier.check.session`) reads a job as JSON on standard input and
writes on standard output what every test cell produced, for the solution, for the untouched
answer and for each wrong answer. Where a process can't be forked (Windows) a branch starts
from the first cell again, in a fresh process.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

LIMIT = 60
"""Seconds that one branch may take."""

WHOLE = 10
"""How many times as long a whole notebook may take with all its branches, for one country."""

Outputs = list[dict[str, Any]]

Tests = dict[str, dict[str, Any]]
"""Grade id → the `source` of a test's cell, and the `names` that it asks of the notebook."""


class Session:
    """One shell that runs cells in the current folder, and on copies of its state."""

    def __init__(self) -> None:
        """Start a shell that leaves no history behind."""
        from atelier.shell import Shell

        self._shell = Shell()
        self._done: list[str] = []

    def run(self, source: str) -> Outputs:
        """Run one cell; return its outputs as nbformat stores them (streams, result, error)."""
        self._done.append(source)
        return self._shell.run(source)

    def branch(self, sources: Sequence[str]) -> list[Outputs]:
        """Run cells on a copy of this state and folder, which are then thrown away."""
        if hasattr(os, "fork"):
            report = _in_child(lambda: [self.run(source) for source in sources], LIMIT)
        else:
            report = _in_fresh_process({"sources": [*self._done, *sources]})
        if isinstance(report, str):
            error = {"output_type": "error", "ename": "Arret", "evalue": report}
            return [[error]] * len(sources)
        return report[-len(sources) :]

    def undeserved(self, tests: Tests, answer: str) -> dict[str, Any] | str:
        """Try, on a copy of this state, what must earn nothing; a string says why nothing is known.

        See `atelier.check.undeserved`: `answer` has just been run.
        """
        if hasattr(os, "fork"):
            return _in_child(lambda: self.judge(tests, answer), LIMIT)
        return _in_fresh_process({"sources": self._done, "tests": tests, "answer": answer})

    def judge(self, tests: Tests, answer: str) -> dict[str, Any]:
        """Do what `undeserved` does on this state itself, which is then good for nothing else."""
        from atelier.check.undeserved import Asked, undeserved

        asked = {grade_id: Asked(**about) for grade_id, about in tests.items()}
        return undeserved(self._shell, asked, answer)


def _copy_of_folder() -> Path:
    """Return a copy of the current folder that lies beside it, so that `../../data` holds."""
    folder = Path(tempfile.mkdtemp(dir=Path.cwd().parent))
    shutil.copytree(Path.cwd(), folder, dirs_exist_ok=True)
    return folder


def _in_child(task: Callable[[], Any], seconds: int) -> Any:
    """Return what `task` answers in a fork of this process; a string says why there is none."""
    folder = _copy_of_folder()
    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiver)
        signal.alarm(seconds)
        os.chdir(folder)
        with os.fdopen(sender, "w", encoding="utf-8") as pipe:
            json.dump(task(), pipe)
        os._exit(0)
    os.close(sender)
    with os.fdopen(receiver, encoding="utf-8") as pipe:
        report = pipe.read()
    _, status = os.waitpid(child, 0)
    shutil.rmtree(folder)
    if status or not report:  # no report and state 0: the cell itself ended the process
        return f"le processus s’est arrêté (état {status})"
    return json.loads(report)


def _in_fresh_process(job: dict[str, Any]) -> Any:
    """Return what a new worker answers to `job`; a string says why there is none."""
    folder = _copy_of_folder()
    try:
        return work({**job, "folder": str(folder)})
    except subprocess.SubprocessError as error:
        return str(error)
    finally:
        shutil.rmtree(folder)


def work(job: dict[str, Any]) -> Any:
    """Do `job` in a worker process of its own; return its answer.

    Raises `subprocess.SubprocessError` when the worker dies or takes too long.
    """
    package = str(Path(__file__).parents[2])
    from atelier.shell import INLINE  # a figure ends with its cell, as in JupyterLab

    environment = os.environ | {"MPLBACKEND": INLINE, "PYTHONUTF8": "1", "PYTHONPATH": package}
    done = subprocess.run(
        [sys.executable, "-m", "atelier.check.session"],
        input=json.dumps(job),
        capture_output=True,
        encoding="utf-8",
        env=environment,
        timeout=30 * LIMIT,
    )
    if done.returncode:
        raise subprocess.SubprocessError(done.stderr.strip()[-2000:] or "le processus s’est arrêté")
    return json.loads(done.stdout)


def answer(job: dict[str, Any]) -> Any:
    """Do `job` in this process, from its `folder` and without a network.

    `sources`: run them, return the outputs of each; with `tests`, what these give undeserved.
    `steps` and `runs` (name → what `walk` is given beside the steps): return, for each name, the
    report of `walk`, or a string that says why there is none.
    """
    from atelier.check.offline import refuse_network

    refuse_network()
    os.chdir(job["folder"])
    if "sources" in job:
        session = Session()
        outputs = [session.run(source) for source in job["sources"]]
        return session.judge(job["tests"], job["answer"]) if "tests" in job else outputs
    steps, runs = job["steps"], job["runs"]
    if len(runs) == 1:
        return {name: walk(steps, **about) for name, about in runs.items()}
    if not hasattr(os, "fork"):
        return {name: _alone(steps, about) for name, about in runs.items()}
    import matplotlib.pyplot  # noqa: F401 - once, for all the branches
    import pandas  # noqa: F401

    return {
        name: _in_child(lambda about=about: walk(steps, **about), WHOLE * LIMIT)
        for name, about in runs.items()
    }


def _alone(steps: Sequence[dict[str, Any]], about: dict[str, Any]) -> Any:
    report = _in_fresh_process({"steps": steps, "runs": {"": about}})
    return report if isinstance(report, str) else report[""]


def walk(
    steps: Sequence[dict[str, Any]],
    parameters: str,
    variants: bool = True,
    constants: bool = False,
) -> dict[str, Any]:
    """Run a notebook's steps in a new session; return what happened.

    A step is {"source": …}, with "parameters": true for the cell after which `parameters` run,
    "test": grade id for a test, "exercise": grade id, "variants": {name: answer} and "tests":
    `Tests` for an answer. The report holds `tests` (grade id → outputs) and `errors`
    (the outputs of other cells that stopped on an error); with `variants` also `variants` (exercise
    → name → outputs of the answer and of each test), with `constants` also `undeserved` (exercise
    → what `atelier.check.undeserved` says, or why it says nothing).
    """
    if constants:
        import atelier.check.undeserved  # noqa: F401 - once, for all the branches
    session = Session()
    report: dict[str, Any] = {"tests": {}, "variants": {}, "undeserved": {}, "errors": []}
    for step in steps:
        if variants and "exercise" in step:
            report["variants"][step["exercise"]] = {
                name: session.branch([source, *(t["source"] for t in step["tests"].values())])
                for name, source in step["variants"].items()
            }
        outputs = session.run(step["source"])
        if "test" in step:
            report["tests"][step["test"]] = outputs
        elif any(output["output_type"] == "error" for output in outputs):
            report["errors"].append([step["source"], outputs])
        if constants and "exercise" in step:
            tried = session.undeserved(step["tests"], step["answer"])
            report["undeserved"][step["exercise"]] = tried
        if step.get("parameters"):
            session.run(parameters)
    return report


if __name__ == "__main__":
    # What cells make other programs print (`os.system`) must not mix with the report.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as report:
        os.dup2(2, 1)
        json.dump(answer(json.load(sys.stdin)), report)
