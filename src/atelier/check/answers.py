"""Every graded exercise: the solution earns all, the untouched cell nothing, each wrong answer
its own message. For each country asked, as the exercise's cells run one after the other. Constants
and unknown countries earn nothing.
"""

import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from atelier.build.marks import points_of
from atelier.check.country import COUNTRY, NOWHERE, set_country
from atelier.check.flaws import READ_COUNTRY, flaws
from atelier.check.session import Outputs, work
from atelier.course import Course, Module, Notebook, Problem
from atelier.exercise import (
    BACKSTAGE,
    HAND_IN,
    PARAMETERS,
    Exercise,
    Test,
    is_test,
    nbgrader,
    source_of,
    tags,
)
from atelier.verdict import CHECKS, read_verdict
from atelier.workspace import working_copy


@dataclass(frozen=True)
class Outcome:
    """What one answer to an exercise earned and made the learner read."""

    country: str
    exercise: Exercise
    variant: str
    points: float
    said: tuple[str, ...]
    misconceptions: frozenset[str | None]

    @property
    def in_full(self) -> bool:
        """Tell whether it earned all points."""
        return self.points == self.exercise.points


@dataclass(frozen=True)
class Trial:
    """All outcomes of a notebook, and what went wrong outside its exercises."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]


def try_answers(
    course: Course, module: Module, notebook: Notebook, countries: Sequence[str]
) -> Trial:
    """Run a notebook with every answer that it declares, for each country.

    Notebooks without country (no cell tagged `parameters`) run once.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = working_copy(module, course.data, Path(scratch))
        asked = countries if notebook.by_country else countries[:1]
        runs: dict[str, Any] = {country: {"parameters": set_country(country)} for country in asked}
        runs[asked[0]]["constants"] = True
        if notebook.by_country:
            runs |= {code: {"parameters": set_country(code), "variants": False} for code in NOWHERE}
        steps = list(_steps(notebook, names_asked(module)))
        job = {"folder": str(folder), "steps": steps, "runs": runs}
        where = notebook.where
        try:
            reports = work(job)
        except subprocess.SubprocessError as error:
            repair = "exécutez le carnet dans JupyterLab pour voir où il s’arrête"
            return Trial((), (Problem(where, f"l’exécution s’est arrêtée : {error}", repair),))
    outcomes: list[Outcome] = []
    problems: list[Problem] = []
    for country, report in reports.items():
        if isinstance(report, str):
            problems.append(Problem(f"{where} ({country})", report, "exécutez-le pour ce pays"))
            continue
        if country in NOWHERE:
            problems += _of_nowhere(f"{where} ({country})", module, notebook, report["tests"])
            continue
        problems += flaws(f"{where} ({country})", report["undeserved"])
        problems += _broken_cells(f"{where} ({country})", report["errors"])
        outcomes += _outcomes(notebook, country, report)
    return Trial(tuple(outcomes), (*problems, *_unexpected(where, outcomes)))


def names_asked(module: Module) -> dict[str, list[str]]:
    """Return the names that each check asks of its notebook, by the id of the cell that calls it."""
    checks = module.checks.by_grade_id
    return {grade_id: [name for name, _ in check.parameters] for grade_id, check in checks.items()}


def _steps(notebook: Notebook, asked: Mapping[str, list[str]]) -> Iterator[dict[str, Any]]:
    exercises = {exercise.index: exercise for exercise in notebook.exercises}
    for index, cell in enumerate(notebook.cells):
        marks = set(tags(cell))
        if cell["cell_type"] != "code" or marks & {*BACKSTAGE, HAND_IN}:
            continue
        step: dict[str, Any] = {"source": source_of(cell), "parameters": PARAMETERS in marks}
        if is_test(cell):
            step["test"] = nbgrader(cell)["grade_id"]
        elif index in exercises and exercises[index].tests:
            exercise = exercises[index]
            wrong = {str(i): w.source for i, w in enumerate(exercise.wrong_answers)}
            step["exercise"] = exercise.grade_id
            step["variants"] = {"untouched": exercise.untouched, **wrong}
            step["tests"] = {
                test.grade_id: {"source": test.source, "names": asked.get(test.grade_id, [])}
                for test in exercise.tests
            }
            step["answer"] = exercise.solution
        yield step


def _outcomes(notebook: Notebook, country: str, report: dict[str, Any]) -> Iterator[Outcome]:
    for exercise in notebook.exercises:
        if not exercise.tests:
            continue
        solution = [[], *(report["tests"][test.grade_id] for test in exercise.tests)]
        variants: Mapping[str, list[Outputs]] = report["variants"][exercise.grade_id]
        for name, outputs in {"solution": solution, **variants}.items():
            yield _outcome(exercise, country, name, outputs)


def _outcome(exercise: Exercise, country: str, name: str, outputs: list[Outputs]) -> Outcome:
    earned = sum(
        points_of(produced, test.grade_id, test.points)
        for test, produced in zip(exercise.tests, outputs[1:], strict=True)
    )
    errors = [o for cell in outputs for o in cell if o["output_type"] == "error"]
    verdicts = [read_verdict(e["evalue"]) for e in errors if e["ename"] in CHECKS]
    raised = [f"{e['ename']} : {e['evalue']}" for e in errors if e["ename"] not in CHECKS]
    noise = [o["text"] for cell in outputs[1:] for o in cell if o.get("name") == "stderr"]
    return Outcome(
        country=country,
        exercise=exercise,
        variant=name,
        points=earned,
        said=tuple([v.message for v in verdicts] + raised + noise),
        misconceptions=frozenset(v.misconception for v in verdicts),
    )


def _of_nowhere(
    where: str, module: Module, notebook: Notebook, tests: Mapping[str, Outputs]
) -> Iterator[Problem]:
    """Yield what is wrong with tests that read the country where there is none."""
    asked = names_asked(module)
    for test in (test for exercise in notebook.exercises for test in exercise.tests):
        if COUNTRY in asked.get(test.grade_id, ()):
            yield from _without_country(where, test, tests[test.grade_id])


def _without_country(where: str, test: Test, outputs: Outputs) -> Iterator[Problem]:
    if earned := points_of(outputs, test.grade_id, test.points):
        what = f"le test « {test.grade_id} » donne {earned:g} point(s) sans pays connu"
        yield Problem(where, what, READ_COUNTRY)
    for error in (output for output in outputs if output["output_type"] == "error"):
        if error["ename"] not in CHECKS:
            what = f"le test « {test.grade_id} » s’arrête : {error['ename']}, {error['evalue']}"
            yield Problem(where, what, READ_COUNTRY)


def _broken_cells(where: str, errors: Sequence[Any]) -> Iterator[Problem]:
    for source, outputs in errors:
        error = next(o for o in outputs if o["output_type"] == "error")
        what = (
            f"la cellule « {_first_line(source)} » s’arrête : {error['ename']}, {error['evalue']}"
        )
        yield Problem(where, what, "corrigez-la, ou la réponse qui la précède")


def _unexpected(where: str, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    said: dict[tuple[str, str], dict[str, str]] = {}
    for outcome in outcomes:
        place = f"{where}, {outcome.exercise.grade_id} ({outcome.country})"
        heard = " | ".join(outcome.said) or "rien"
        if outcome.variant == "solution":
            if not outcome.in_full:
                what = f"la solution n’a que {outcome.points:g} point(s) : {heard}"
                yield Problem(place, what, "corrigez la solution ou son test")
        elif outcome.variant == "untouched":
            if outcome.points:
                what = f"la cellule laissée telle quelle a {outcome.points:g} point(s)"
                yield Problem(
                    place, what, "demandez la réponse parmi les paramètres de la vérification"
                )
        else:
            yield from _unexpected_wrong(place, outcome, heard, said)


def _unexpected_wrong(
    place: str, outcome: Outcome, heard: str, said: dict[tuple[str, str], dict[str, str]]
) -> Iterator[Problem]:
    wrong = outcome.exercise.wrong_answers[int(outcome.variant)]
    label = f"la réponse fausse « {_first_line(wrong.source)} » ({wrong.misconception})"
    if outcome.in_full:
        yield Problem(place, f"{label} a tous les points", "ajoutez la vérification qui manque")
    elif not any(wrong.message in message for message in outcome.said):
        what = f"{label} ne donne pas le message attendu, mais : {heard}"
        yield Problem(place, what, "accordez le test et la clé « message » de la cellule")
    elif (named := outcome.misconceptions - {None}) != {wrong.misconception}:
        taken = f"« {', '.join(sorted(named))} »" if named else "une erreur sans nom"
        repair = "accordez « meprise » dans la cellule et dans le test"
        yield Problem(place, f"{label} est prise pour {taken}", repair)
    messages = said.setdefault((outcome.country, outcome.exercise.grade_id), {})
    twin = messages.setdefault(heard, outcome.variant)
    if twin != outcome.variant:
        what = f"{label} donne le même message qu’une autre réponse fausse"
        yield Problem(place, what, "distinguez les deux erreurs dans le test")


def _first_line(source: str) -> str:
    return next((line for line in source.splitlines() if line.strip()), "")[:60]
