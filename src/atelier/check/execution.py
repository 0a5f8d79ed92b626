"""Whole notebooks, run in real kernels as people run them: papermill, nbclient, nbval."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from atelier.build.marks import points_of
from atelier.check.offline import kernel_environment
from atelier.course import Budget, Course, Module, Notebook, Problem
from atelier.exercise import HAND_IN, is_test, nbgrader
from atelier.notebook import read_notebook, read_source, strip_outputs, to_text, without_tags
from atelier.verdict import NOT_STARTED
from atelier.workspace import environment, working_copy

CELL_LIMIT = 60
"""Seconds for one cell."""

_PROBE = """\
import json, pathlib, resource, sys
used = resource.getrusage(resource.RUSAGE_SELF)
if sys.platform == "linux":  # where ru_maxrss counts what the process had that started this one
    status = pathlib.Path("/proc/self/status").read_text().splitlines()
    (peak,) = [int(line.split()[1]) / 2**10 for line in status if line.startswith("VmHWM:")]
else:
    peak = used.ru_maxrss / 2**20
print(json.dumps({"seconds": used.ru_utime + used.ru_stime, "memory_mb": peak}))
"""
_PROBE_ID = "cost-of-this-kernel"


@dataclass(frozen=True)
class Run:
    """What a notebook cost and earned.

    `seconds` is its kernel's processor time, start included (wall time depends on what else the
    machine does), `memory_mb` its peak; both are nan on Windows. `size_kb` is without outputs.
    """

    notebook: Notebook
    country: str
    seconds: float
    memory_mb: float
    size_kb: float
    points: float
    problems: tuple[Problem, ...]


def run_solution(course: Course, module: Module, notebook: Notebook, country: str) -> Run:
    """Run a solution notebook through papermill for one country; weigh it."""
    import papermill

    where = f"{notebook.where} ({country})"
    with _workplace(course, module) as folder:
        source, result = folder / notebook.path.name, folder.parents[1] / "result.ipynb"
        source.write_text(to_text(_with_probe(read_notebook(source))), encoding="utf-8")
        problems: list[Problem] = []
        try:
            done = papermill.execute_notebook(
                source,
                result,
                parameters={"PAYS": country} if notebook.by_country else {},
                cwd=folder,
                progress_bar=False,
                execution_timeout=CELL_LIMIT,
                kernel_name="python3",
            )
        except papermill.PapermillExecutionError as error:
            done = read_notebook(result)
            what = f"une cellule s’arrête : {error.ename}, {error.evalue}"
            problems.append(Problem(where, what, "exécutez le carnet pour ce pays"))
        except (CellTimeoutError, DeadKernelError) as error:
            done = read_notebook(result)
            problems.append(_interrupted(where, error))
    size = len(to_text(strip_outputs(read_source(notebook))).encode()) / 1024
    run = Run(
        notebook,
        country,
        **_cost(done),
        size_kb=size,
        points=_points(done),
        problems=tuple(problems),
    )
    return _with_budget(run, where, course.budget)


def run_untouched(course: Course, module: Module, notebook: Notebook) -> list[Problem]:
    """Run the participants' version: it must stop, kindly, at its first unanswered exercise."""
    where = f"notebooks/{module.name}/{notebook.path.name}"
    released = replace(module, folder=course.released / module.name)
    with _workplace(course, released) as folder:
        nb = read_notebook(folder / notebook.path.name)
        client = NotebookClient(
            nb, timeout=CELL_LIMIT, kernel_name="python3", resources={"metadata": {"path": folder}}
        )
        try:
            client.execute()
        except CellExecutionError as error:
            return _check_first_stop(where, nb, error)
        except (CellTimeoutError, DeadKernelError) as error:
            return [_interrupted(where, error)]
    if not notebook.exercises:
        return []
    return [
        Problem(
            where,
            "aucun exercice ne l’arrête",
            "donnez aux vérifications le nom de la réponse pour paramètre",
        )
    ]


def compare_outputs(course: Course, module: Module, notebook: Notebook) -> list[Problem]:
    """Run a solution notebook through nbval: marked outputs must be those that are stored."""
    with _workplace(course, module) as folder:
        options = ["-p", "no:cacheprovider", "-p", "nbval", "--nbval-lax", "-q", "-x"]
        limit = ["--nbval-cell-timeout", str(CELL_LIMIT), "-c", os.devnull]
        command = [sys.executable, "-m", "pytest", *options, *limit, notebook.path.name]
        done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
    if done.returncode == 0:
        return []
    what = f"une sortie enregistrée n’est plus celle que l’on obtient :\n{done.stdout[-3000:]}"
    return [
        Problem(
            notebook.where, what, "lancez « construire --executer », puis relisez la différence"
        )
    ]


def execute_solution(course: Course, module: Module, notebook: Notebook) -> NotebookNode:
    """Return a solution notebook with fresh outputs. Raises `CellExecutionError`."""
    with _workplace(course, module) as folder:
        nb = strip_outputs(read_source(notebook))
        NotebookClient(
            nb,
            timeout=CELL_LIMIT,
            kernel_name="python3",
            record_timing=False,
            skip_cells_with_tag=HAND_IN,
            resources={"metadata": {"path": folder}},
        ).execute()
    return nb


@contextlib.contextmanager
def _workplace(course: Course, module: Module) -> Iterator[Path]:
    """Give a copy of the module's folder in the course's layout, and kernels no network."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        home = Path(scratch)
        folder = working_copy(module, course.data, home)
        with environment(kernel_environment(home / "ipython")):
            yield folder


def _with_probe(nb: NotebookNode) -> NotebookNode:
    """Add a cell that prints the kernel's peak memory; leave out the one that hands in."""
    nb = without_tags(nb, [HAND_IN])
    if sys.platform != "win32":
        nb.cells.append(new_code_cell(_PROBE, id=_PROBE_ID))
    return nb


def _cost(done: NotebookNode) -> dict[str, float]:
    for cell in done.cells:
        if cell.get("id") == _PROBE_ID and cell.outputs:
            return json.loads(cell.outputs[0].text)
    return {"seconds": float("nan"), "memory_mb": float("nan")}


def _points(done: NotebookNode) -> float:
    return sum(
        points_of(cell.outputs, nbgrader(cell)["grade_id"], float(nbgrader(cell)["points"]))
        for cell in done.cells
        if is_test(cell)
    )


def _with_budget(run: Run, where: str, budget: Budget) -> Run:
    problems = list(run.problems)
    expected = sum(e.points for e in run.notebook.exercises if not e.manual)
    if run.points != expected:
        what = f"la solution a {run.points:g} point(s) sur {expected:g}"
        problems.append(Problem(where, what, "corrigez la solution ou son test"))
    for spent, allowed, unit, repair in (
        (run.seconds, budget.seconds, "s de calcul", "allégez les calculs"),
        (run.memory_mb, budget.memory_mb, "Mo de mémoire", "lisez moins de colonnes"),
        (run.size_kb, budget.size_kb, "Ko sans les sorties", "coupez le carnet en deux"),
    ):
        if spent > allowed:
            what = f"{spent:.1f} {unit}, au-delà du budget de {allowed:g}"
            problems.append(Problem(where, what, repair))
    return replace(run, problems=tuple(problems))


def _interrupted(where: str, error: Exception) -> Problem:
    if isinstance(error, CellTimeoutError):
        return Problem(where, f"une cellule dépasse {CELL_LIMIT} secondes", "allégez-la")
    return Problem(where, "le noyau s’est arrêté", "exécutez le carnet pour voir quelle cellule")


def _check_first_stop(where: str, nb: NotebookNode, error: CellExecutionError) -> list[Problem]:
    stopped = next(
        cell
        for cell in nb.cells
        if any(output.output_type == "error" for output in cell.get("outputs", ()))
    )
    first = next((cell for cell in nb.cells if is_test(cell)), None)
    if error.ename == NOT_STARTED and stopped is first:
        return []
    what = f"s’arrête sur « {error.ename} : {error.evalue} », pas au premier exercice"
    return [Problem(where, what, "une cellule laissée telle quelle doit s’exécuter sans erreur")]
