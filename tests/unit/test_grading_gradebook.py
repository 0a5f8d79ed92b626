"""Where the gradebook is, and what is said when it cannot be had."""

import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.dbutil import ALEMBIC_DIR
from tiny_course import make_course
from traitlets.config.loader import PyFileConfigLoader

from atelier.course import load_course
from atelier.grading.cohort import Cohort, CohortError, open_cohort
from atelier.grading.gradebook import open_gradebook, place

ROOT = Path(__file__).parents[2]
SECRET = "motdepasse-secret"


def opened(cohort):
    """Open the gradebook; return the names of its assignments."""
    with open_gradebook(cohort) as gradebook:
        return [assignment.name for assignment in gradebook.assignments]


def test_a_new_gradebook_has_the_version_that_nbgrader_upgrades_from(tmp_path):
    cohort = open_cohort(tmp_path)
    assert opened(cohort) == []
    with sqlite3.connect(tmp_path / "gradebook.db") as database:
        ((version,),) = database.execute("SELECT version_num FROM alembic_version")
    assert f"revision = '{version}'" in "".join(
        path.read_text(encoding="utf-8") for path in Path(ALEMBIC_DIR, "versions").glob("*.py")
    )
    assert f"down_revision = '{version}'" not in "".join(
        path.read_text(encoding="utf-8") for path in Path(ALEMBIC_DIR, "versions").glob("*.py")
    )


def test_a_gradebook_whose_making_was_cut_short_is_finished(tmp_path):
    opened(open_cohort(tmp_path))
    with sqlite3.connect(tmp_path / "gradebook.db") as database:
        database.execute("DROP TABLE alembic_version")
        database.execute("DROP TABLE comment")
    assert opened(open_cohort(tmp_path)) == []
    with sqlite3.connect(tmp_path / "gradebook.db") as database:
        assert list(database.execute("SELECT count(*) FROM comment")) == [(0,)]
        assert list(database.execute("SELECT count(*) FROM alembic_version")) == [(1,)]


def test_opening_a_gradebook_leaves_the_rest_of_nbgrader_unloaded_and_loadable():
    script = (
        "import sys, warnings; warnings.simplefilter('ignore')\n"
        "import atelier.grading.assignments, atelier.grading.template, atelier.grading.record\n"
        "print(sorted({'nbgrader', 'nbconvert', 'rfc3987_syntax'} & set(sys.modules)))\n"
        "from nbgrader.converters import Autograde\n"
        "import nbgrader, rfc3987_syntax\n"
        "from nbgrader import api\n"
        "print(api is atelier.grading.light.api, nbgrader.__version__[:2])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines() == ["[]", "True 0."]


def test_the_gradebook_is_in_the_folder_unless_an_address_says_otherwise(tmp_path):
    own = open_cohort(tmp_path)
    far = open_cohort(tmp_path, f"postgresql://awa:{SECRET}@serveur/notes")
    assert own.gradebook == f"sqlite:///{tmp_path.as_posix()}/gradebook.db"
    assert far.gradebook == f"postgresql+psycopg2://awa:{SECRET}@serveur/notes"
    assert (place(own), place(far)) == ("", "postgresql+psycopg2://awa:***@serveur/notes")


def test_formgrader_finds_the_address_in_the_environment(tmp_path, monkeypatch):
    course = load_course(make_course(tmp_path))
    monkeypatch.setenv("ATELIER_COURS", str(course.root))
    monkeypatch.setenv("ATELIER_GRADEBOOK", "sqlite:///ailleurs.db")
    path = str(ROOT / "grading")
    read = PyFileConfigLoader("nbgrader_config.py", path=path).load_config()
    assert read.CourseDirectory.db_url == "sqlite:///ailleurs.db"


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (f"postgresql://awa:{SECRET}@127.0.0.1:PORT/notes", "ne répond pas"),
        (f"postgresql+autre://awa:{SECRET}@serveur/notes", "n’est pas connu"),
        (f"oracle+postgresql+x://awa:{SECRET}@serveur/notes", "n’est pas connu"),
        (f"mysql+mysqldb://awa:{SECRET}@serveur/notes", "Il manque le paquet Python « MySQLdb »"),
        (f"postgresql://awa:{SECRET}@serveur:port/notes", "n’est pas lisible"),
        (f"awa {SECRET}", "n’est pas lisible"),
        ("sqlite:////dossier/absent/notes.db", "notes.db est abîmé, ou ne peut pas être écrit"),
    ],
)
def test_a_gradebook_that_cannot_be_had_is_a_sentence_without_the_password(
    tmp_path, address, sentence
):
    address = address.replace("PORT", str(free_port()))
    with pytest.raises(CohortError) as caught:
        opened(open_cohort(tmp_path, address))
    assert sentence in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_gradebook_is_shut_after_use(tmp_path):
    cohort = open_cohort(tmp_path)
    opened(cohort)
    (tmp_path / "gradebook.db").rename(tmp_path / "autre.db")
    assert opened(Cohort(tmp_path, f"sqlite:///{tmp_path}/autre.db")) == []
