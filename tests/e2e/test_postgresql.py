"""The gradebook on a real PostgreSQL server: the same marks as in a file, regraded, backed up."""

import contextlib
import csv
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from graded_course import FIRST, SAID, SECOND, hand_in, make_class, ran, rows
from tiny_course import MODULE, build_released, source_cells, write_notebook

from atelier.grading.assignments import Assignments
from atelier.grading.cohort import CohortError, open_cohort
from atelier.grading.gradebook import open_gradebook
from atelier.grading.record import write_batch
from atelier.grading.state import read_state
from atelier.grading.template import load_template

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
INITDB = shutil.which("initdb") or (str(DEBIAN[-1]) if DEBIAN else None)
PASSWORD = "secret-de-la-base"

pytestmark = [
    pytest.mark.lent,
    pytest.mark.skipif(
        INITDB is None and not os.environ.get("CI"),
        reason="no PostgreSQL server (Debian: apt install postgresql)",
    ),
]


def as_somebody():
    """Return what makes a process an ordinary user's: PostgreSQL refuses root."""
    if os.getuid():
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def address_of(folder, base, password=PASSWORD):
    return f"postgresql+psycopg2://formatrice:{password}@/{base}?host={folder}"


def ask(folder, text):
    """Run one statement, outside of a transaction: PostgreSQL makes no database in one."""
    import psycopg2

    address = address_of(folder, "postgres").replace("+psycopg2", "")
    with contextlib.closing(psycopg2.connect(address)) as connection:
        connection.autocommit = True
        connection.cursor().execute(text)


def wait_for(server, folder):
    import psycopg2

    for _ in range(300):
        with contextlib.suppress(psycopg2.OperationalError):
            return ask(folder, "SELECT 1")
        assert server.poll() is None, (folder / "journal").read_text(encoding="utf-8")
        time.sleep(0.1)
    pytest.fail("PostgreSQL did not start")


@pytest.fixture(scope="module")
def server():
    """Start a server that only this machine reaches; yield the folder of its socket."""
    assert INITDB, "no PostgreSQL server: .ci/run installs it"
    programs, who = Path(INITDB).resolve().parent, as_somebody()
    options = {"env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}, "stdin": subprocess.DEVNULL}
    # Not in pytest's folder: another user may not enter it, and a socket's path must be short.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data, secret, said = folder / "base", folder / "mot-de-passe", folder / "journal"
        secret.write_text(PASSWORD, encoding="ascii")
        with said.open("wb") as journal:
            options |= {"stdout": journal, "stderr": journal, "cwd": folder, **who}
            for path in (folder, secret) if who else ():
                os.chown(path, who["user"], who["group"])
            first = [programs / "initdb", "-D", data, "--username=formatrice", "--encoding=UTF8"]
            first += ["--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync"]
            subprocess.run(first, check=True, **options)
            run = [programs / "postgres", "-D", data, "-k", folder, "-h", "", "-F"]
            with subprocess.Popen(run, **options) as process:
                try:
                    wait_for(process, folder)
                    yield folder
                finally:
                    process.send_signal(signal.SIGINT)
                    process.wait(30)


@pytest.fixture
def address(server):
    """Yield the address of a new database."""
    ask(server, "CREATE DATABASE notes")
    yield address_of(server, "notes")
    ask(server, "DROP DATABASE notes WITH (FORCE)")


def write(cohort, module, people):
    template = load_template(cohort, module)
    return write_batch(cohort, module, template, [ran(cohort, module, who) for who in people])


@pytest.fixture
def both(tmp_path, address):
    """Return a course, its module, and one class twice: in a file and on the server."""
    course, cohort, module = make_class(tmp_path / "cours")
    copy = shutil.copytree(cohort.root, tmp_path / "serveur", ignore=lambda *_: ["gradebook.db"])
    far = open_cohort(copy, address)
    with Assignments(course, far) as assignments:
        assert assignments.load(module) == []
        assert assignments.load(module) == []
    return course, module, cohort, far


def give(cohort, participant):
    with open_gradebook(cohort) as gradebook:
        mark = gradebook.find_grade("test-double", FIRST, MODULE, participant)
        mark.manual_score, mark.needs_manual_grade = 0.75, False
        comment = gradebook.find_comment("double", FIRST, MODULE, participant)
        comment.manual_comment = "Bien vu ; à revoir ensemble."
        gradebook.db.commit()


def test_a_class_gets_the_same_rows_as_in_a_file_and_again_when_graded_again(both):
    course, module, near, far = both
    people = list(SAID)
    for cohort, size in ((near, 9), (far, 4)):
        for begin in range(0, len(people), size):
            assert write(cohort, module, people[begin : begin + size]) == {}
    assert rows(near) == rows(far)
    for cohort in (near, far):
        give(cohort, "half")
        give(cohort, "wrong")
        hand_in(cohort, module, "wrong", {"double": "# autre"}, missing=[SECOND], minutes=90)
        assert write(cohort, module, people) == {}
    assert rows(near) == rows(far)
    assert rows(far)["half", FIRST, "test-double", "grade"][:4] == (0.5, 0.75, None, False)
    assert rows(far)["wrong", FIRST, "test-double", "grade"][:4] == (0.0, 0.75, None, True)
    with Assignments(course, far) as assignments:
        assert assignments.marked(module) == set(people)


def test_another_gradebook_is_graded_for_itself(both):
    course, module, _, far = both
    before = read_state(far).release(MODULE).signature
    near = open_cohort(far.root)
    with Assignments(course, near) as assignments:
        assert assignments.load(module) == []
        assert assignments.marked(module) == set()
    assert read_state(near).release(MODULE).signature != before


def test_new_exercises_leave_the_old_marks_in_a_table(both):
    course, module, _, far = both
    write(far, module, ["half", "wrong"])
    give(far, "half")
    cells = [cell for cell in source_cells() if cell["id"] != "test-double-2"]
    write_notebook(course.solutions / MODULE / f"{FIRST}.ipynb", cells)
    checks = course.module(MODULE).folder / "verifications.py"
    text, _, _ = checks.read_text("utf-8").partition('@verification("double", partie=2)')
    checks.write_text(text, encoding="utf-8")
    changed = build_released(course.root)
    with Assignments(changed, far) as assignments:
        notice, why = assignments.load(changed.module(MODULE))
        assert "la vérification de « double » a changé" in why
        assert assignments.marked(module) == set()
    (table,) = far.root.glob("gradebook-*.csv")
    assert table.name in notice
    assert "les commentaires sont gardés dans un tableau" in notice
    lines = list(csv.reader(table.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert ["half", FIRST, "test-double", "1", "0,5", "0,75", "", "", ""] in lines
    assert ["half", FIRST, "double", *[""] * 5, "Bien vu ; à revoir ensemble."] in lines
    assert ["wrong", SECOND, "texte-a-relire", "2", "0", "", "", "", ""] in lines


def test_a_refused_password_and_an_absent_database_are_sentences(both, server):
    _, _, _, far = both
    for address, sentence in (
        (address_of(server, "notes", "faux-secret"), "est refusé par"),
        (address_of(server, "absente"), "créez cette base"),
        (address_of(server / "absent", "notes"), "ne répond pas"),
    ):
        with (
            pytest.raises(CohortError, match=sentence) as caught,
            open_gradebook(open_cohort(far.root, address)),
        ):
            pytest.fail("opened")
        assert "secret" not in str(caught.value)
