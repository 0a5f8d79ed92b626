"""What the trainer's verbs do with a cohort, and what they print: text, or JSON for machines.

Heavy modules are imported inside the functions.
"""

import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atelier.course import Course, load_course
from atelier.errors import OK, PROBLEMS

if TYPE_CHECKING:
    from atelier.grading.cohort import Cohort


def example(*, promotion: Path | None, as_json: bool) -> int:
    """`exemple`."""
    from atelier.grading.example import render_example, write_example
    from atelier.grading.machine import example_facts

    course, cohort = _cohort(promotion, create=True)
    made = write_example(course, cohort)
    _say(render_example(made, cohort), example_facts(made) if as_json else None, cohort)
    return OK


def collect(
    *,
    sources: Sequence[Path],
    promotion: Path | None,
    participant: str | None,
    plateforme: bool,
    ecarter: bool,
    as_json: bool,
) -> int:
    """`collecter`."""
    from atelier.grading.collect import collect as take_in
    from atelier.grading.collect import set_aside
    from atelier.grading.collected import render_collection
    from atelier.grading.machine import collection_facts

    course, cohort = _cohort(promotion, create=not ecarter)
    if ecarter:
        made = set_aside(course, cohort, sources, participant=participant or "")
        _say(render_collection(made), collection_facts(made) if as_json else None, cohort)
        return PROBLEMS if made.rejected else OK
    somebody = not as_json and sys.stdin is not None and sys.stdin.isatty()
    with _Counter() as counter:
        made = take_in(
            course,
            cohort,
            sources,
            participant=participant or "",
            platform=plateforme,
            ask=_ask_whose if somebody else None,
            progress=counter.tell,
        )
    _say(render_collection(made), collection_facts(made) if as_json else None, cohort)
    return OK if made.complete else PROBLEMS


class _Counter:
    """Say on a terminal how far a call is: `fichier 12 sur 200`, on one line that then goes."""

    def tell(self, done: int, total: int) -> None:
        """Show how many of how many files are done."""
        if total > 1 and sys.stderr.isatty():
            print(f"\rfichier {done + 1} sur {total} ", end="", file=sys.stderr, flush=True)

    def __enter__(self) -> "_Counter":
        return self

    def __exit__(self, *_: object) -> None:
        if sys.stderr.isatty():
            print(f"\r{' ' * 40}\r", end="", file=sys.stderr, flush=True)


def _ask_whose(file: str, module: str) -> str:
    """Ask at the keyboard whose a file is; return nothing to leave it aside."""
    question = f"\nDe qui vient « {file} » (module {module}) ?"
    answer = "Prénom et nom, ou Entrée pour le laisser de côté : "
    print(f"{question} {answer}", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline()


def grade(
    *,
    modules: Sequence[str],
    promotion: Path | None,
    gradebook: str,
    tout: bool,
    dask: str | None,
    processus: int,
    sans_bac_a_sable: bool,
    as_json: bool,
) -> int:
    """`corriger`."""
    from atelier.grading import autograde, consent, workplace
    from atelier.grading.machine import grading_facts
    from atelier.grading.outcome import Bar, render_grading

    course, cohort = _cohort(promotion, gradebook)
    chosen = tuple(course.module(name) for name in modules)
    if sans_bac_a_sable:
        consent.keep_consent(cohort)

    def run() -> autograde.Grading:
        accepted = consent.consented(cohort)
        if accepted:
            caution = workplace.PERHAPS_UNPROTECTED if dask else workplace.caution()
            print(caution, end="", file=sys.stderr)
        place = (
            partial(workplace.open_dask, dask, course.data, consent=accepted)
            if dask
            else partial(workplace.open_here, course.data, hands=processus, consent=accepted)
        )
        with Bar() as bar:
            return autograde.grade(
                course, cohort, chosen, everything=tout, progress=bar.tell, place=place
            )

    try:
        grading = run()
    except workplace.NoSandbox as refusal:
        if as_json or not _accepts(str(refusal)):
            raise
        consent.keep_consent(cohort)
        grading = run()
    _say(render_grading(grading), grading_facts(grading) if as_json else None, cohort)
    return PROBLEMS if grading.failed else OK


def _accepts(warning: str) -> bool:
    """Ask at the keyboard whether to go on in spite of a `warning`; nobody there means no."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    question = "Corriger quand même, sans bac à sable ? Tapez « oui », ou Entrée pour arrêter : "
    print(f"{warning}\n{question}", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() == "oui"


def feedback(
    *, modules: Sequence[str], promotion: Path | None, gradebook: str, as_json: bool
) -> int:
    """`retours`."""
    from atelier.grading.feedback import render_feedback, write_feedback
    from atelier.grading.machine import feedback_facts

    course, cohort = _cohort(promotion, gradebook)
    made = write_feedback(course, cohort, tuple(course.module(name) for name in modules))
    _say(render_feedback(made), feedback_facts(made) if as_json else None, cohort)
    return OK


def report(*, modules: Sequence[str], promotion: Path | None, gradebook: str, as_json: bool) -> int:
    """`bilan`."""
    from atelier.grading.machine import report_facts
    from atelier.grading.report import render_report
    from atelier.grading.report import report as sum_up

    course, cohort = _cohort(promotion, gradebook)
    summary = sum_up(course, cohort, tuple(course.module(name) for name in modules))
    _say(render_report(summary), report_facts(summary) if as_json else None, cohort)
    return OK


def _cohort(
    folder: Path | None, gradebook: str = "", *, create: bool = False
) -> "tuple[Course, Cohort]":
    """Return the course and the cohort in `folder`, by default the example's."""
    from atelier.grading.cohort import DEFAULT, open_cohort

    course = load_course()
    cohort = open_cohort(folder or course.root / DEFAULT, gradebook, create=create)
    print(f"Promotion : {cohort.root}", file=sys.stderr)  # nobody grades another class unawares
    return course, cohort


def _say(text: str, facts: dict[str, Any] | None, cohort: "Cohort") -> None:
    """Print a summary: as text or, where there are `facts`, as one JSON object.

    Either ends with what waits for the trainer's word in this cohort.
    """
    from atelier.grading.machine import waiting_facts
    from atelier.grading.waiting import render_waiting, waiting

    found = waiting(cohort)
    if facts is None:
        print("\n".join(filter(None, (text, render_waiting(cohort, found)))))
    else:
        head = {"promotion": str(cohort.root)}
        print(json.dumps(head | facts | waiting_facts(found), ensure_ascii=False, indent=1))
