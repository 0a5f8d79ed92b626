"""A cohort on the tiny course, graded in a workplace where nothing runs: what is said is made up."""

import contextlib
import json
import re
import shutil
from concurrent.futures import Future

from classroom import answered
from tiny_course import MODULE, MODULE_TOML, make_course

from atelier.build.release import release_module
from atelier.course import load_course
from atelier.grading.assignments import Assignments
from atelier.grading.cohort import open_cohort
from atelier.grading.results import read_class
from atelier.grading.state import read_state
from atelier.sandbox.unit import Report
from atelier.submission import write_whole

PEOPLE = ("awa", "koffi", "mariam")
OTHER = "91-encore"


class Place:
    """A workplace where nothing runs: a notebook says at once what `says` makes of its author.

    `says` gives the outputs of each test by its number, an error to raise, a report, or a future.
    """

    hands = 2
    remaining = ()

    def __init__(self, says=lambda who: [[], [], []]):
        self.says, self.ran, self.opened, self.closed = says, [], 0, 0

    @contextlib.contextmanager
    def open(self):
        self.opened += 1
        try:
            yield self
        finally:
            self.closed += 1

    def submit(self, units):
        (unit,) = units
        who = author(unit)
        self.ran.append(who)
        said = self.says(who)
        if isinstance(said, Future):
            return said
        future = Future()
        if isinstance(said, BaseException):
            future.set_exception(said)
        else:
            future.set_result((said if isinstance(said, Report) else reported(unit, said),))
        return future


def author(unit):
    (content,) = unit.files.values()
    return re.search(rb"# remise de (\w+)", content)[1].decode()


def reported(unit, said):
    tests = iter(said)
    return Report(tuple(next(tests, []) if step.test else [] for step in unit.steps))


def finished(unit, said=([], [], [])):
    future = Future()
    future.set_result((reported(unit, said),))
    return future


def submit(course, cohort, who, answer="habitants = 1", module=MODULE):
    notebook = answered(course, {"habitants": f"{answer}  # remise de {who}"})
    path = cohort.submission(who, module) / f"{module}.ipynb"
    write_whole(path, json.dumps(notebook).encode("utf-8"))


def copied(cohort, target):
    return open_cohort(shutil.copytree(cohort.root, target))


def make_cohort(root):
    """Return a course, and a cohort of three in whose gradebook it is."""
    course = load_course(make_course(root / "c"))
    cohort = open_cohort(root / "promotion", create=True)
    with Assignments(course, cohort) as assignments:
        assignments.load(course.module(MODULE))
    for who in PEOPLE:
        submit(course, cohort, who)
    return course, cohort


def statuses(grading):
    return {outcome.participant: outcome.status for outcome in grading.outcomes}


def counted(cohort):
    """Return who counts as graded."""
    state = read_state(cohort)
    return {key.partition("/")[0] for key in state.judged if state.is_graded(key)}


def points(course, cohort):
    group = read_class(course, cohort, course.module(MODULE))
    return {result.participant: result.points for result in group.results}


def two_modules(tmp_path):
    """Return a course of two modules and a cohort in which two people handed in both."""
    root = make_course(tmp_path / "c")
    other = shutil.copytree(root / "solutions" / MODULE, root / "solutions" / OTHER)
    (other / f"{MODULE}.ipynb").rename(other / f"{OTHER}.ipynb")
    (other / "module.toml").write_text(MODULE_TOML.replace(MODULE, OTHER), encoding="utf-8")
    course = load_course(root)
    for path, content in release_module(course, course.module(OTHER)).items():
        write_whole(root / path, content if isinstance(content, bytes) else content.encode("utf-8"))
    cohort = open_cohort(tmp_path / "promotion", create=True)
    for module in (MODULE, OTHER):
        for who in PEOPLE[:2]:
            submit(course, cohort, who, module=module)
    return course, cohort
