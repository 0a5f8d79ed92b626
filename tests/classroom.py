"""A class on the tiny course that hands in notebooks: for tests that grade them for real."""

import datetime

from tiny_course import MODULE

from atelier.person import Person
from atelier.submission import pack, parse_notebook, read_expected

WHEN = datetime.datetime(2026, 3, 2, 18, 0, tzinfo=datetime.UTC)

COUNT = 'habitants = int(table.loc[table["iso3"] == PAYS, "habitants"].sum())'
DOUBLE = "def double(nombre):\n    return 2 * nombre"
WARNING = (
    "import warnings\ndef double(nombre):\n    warnings.warn('attention')\n    return 2 * nombre"
)


def answered(course, answers, country="SEN"):
    """Return the participants' notebook with `answers` (grade id → source)."""
    notebook = parse_notebook((course.released / MODULE / "90-essai.ipynb").read_bytes())
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = answers.get(grade_id, cell["source"])
        if "parameters" in cell["metadata"]["tags"]:
            cell["source"] = f'PAYS = "{country}"'
    return notebook


def hand_in(course, inbox, name, notebook, when=WHEN):
    expected = read_expected(course.released / MODULE)
    data = pack(expected, Person(name), when, {"90-essai.ipynb": notebook}, {})
    inbox.mkdir(exist_ok=True)
    (inbox / f"{Person(name).id}-{when:%d}.zip").write_bytes(data)


def without(notebook, *ids):
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in ids]
    return notebook


def doubled(notebook, id_):
    (cell,) = [cell for cell in notebook["cells"] if cell["id"] == id_]
    notebook["cells"].insert(notebook["cells"].index(cell), {**cell, "id": "copie"})
    return notebook


def forged(notebook):
    """Return a notebook whose tests give all points for nothing, as far as it is up to them."""
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("grade"):
            cell["source"] = "100.0"
            cell["metadata"]["tags"] = ["skip-execution"]
            marks |= {"points": 100, "checksum": "0" * 32, "solution": True, "locked": False}
    return notebook
