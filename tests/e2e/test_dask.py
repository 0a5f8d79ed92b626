"""Beyond one machine: on a Dask cluster, the same submissions get the same marks."""

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from classroom import COUNT, DOUBLE, WHEN, answered, hand_in
from sandboxes import needs_sandbox
from tiny_course import MODULE, make_course

from atelier.course import load_course
from atelier.grading.autograde import grade
from atelier.grading.cohort import open_cohort
from atelier.grading.collect import collect
from atelier.grading.outcome import GRADED
from atelier.grading.results import read_class
from atelier.grading.workplace import NoCluster, open_dask

pytestmark = [pytest.mark.lent, needs_sandbox]

PACKAGE = Path(__file__).parents[2] / "src"
QUIET = ["--no-dashboard", "--host", "127.0.0.1"]


@contextlib.contextmanager
def dask(scratch, *words):
    """Start a program of Dask's that writes in the folder `scratch`; yield what it says."""
    process = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(PACKAGE), "DASK_TEMPORARY_DIRECTORY": str(scratch)},
    )
    try:
        yield process.stderr
    finally:
        process.terminate()
        process.wait()
        process.stderr.close()


@pytest.fixture
def cluster(tmp_path):
    """Return the address of a scheduler with one worker of two threads, each a process."""
    with dask(tmp_path, "dask_scheduler", "--port", "0", *QUIET) as said:
        address = next(filter(None, (re.search(r"tcp://[\d.:]+", line) for line in said)))[0]
        options = ["--nthreads", "2", "--no-nanny"]
        with dask(tmp_path, "dask_worker", address, *options, *QUIET) as said:
            next(line for line in said if "Registered to" in line)
            yield address


@pytest.fixture
def handed_in(tmp_path):
    """Return the course and two cohorts that received the same from four people."""
    course = load_course(make_course(tmp_path / "c"))
    inbox = tmp_path / "recus"
    right = {"habitants": COUNT, "double": DOUBLE}
    for name, answers in {
        "Awa Karité": right,
        "Blaise Tamarin": {"habitants": "habitants = 1", "double": DOUBLE},
        "Divine Moabi": {},
        "Kossi Iroko": right | {"double": "def double(n):\n    print(2 * n)"},
    }.items():
        hand_in(course, inbox, name, answered(course, answers))
    cohorts = [open_cohort(tmp_path / name, create=True) for name in ("ici", "ailleurs")]
    for cohort in cohorts:
        collect(course, cohort, [inbox], now=WHEN)
    return course, *cohorts


def test_a_cluster_gives_the_marks_and_messages_that_this_machine_gives(cluster, handed_in):
    course, here, there = handed_in
    grade(course, here)
    grading = grade(course, there, place=lambda: open_dask(cluster, course.data))
    assert [outcome.status for outcome in grading.outcomes] == [GRADED] * 4
    module = course.module(MODULE)
    expected = read_class(course, here, module)
    assert expected == read_class(course, there, module)
    assert [5.0, 3.0, 0.0, 2.0] == [result.points for result in expected.results]


def test_an_address_where_nothing_answers_is_a_french_sentence(tmp_path):
    place = open_dask("tcp://127.0.0.1:1", tmp_path, patience="1s")
    with pytest.raises(NoCluster, match="Aucune grappe Dask ne répond"), place:
        pass
