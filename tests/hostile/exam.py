"""A notebook with wrong answers, right ones, and hidden tests of every kind, to be attacked."""

from collections.abc import Iterator

from nbformat import from_dict, validate
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

from atelier.sandbox.unit import Report, Step, Unit

SECRET = "tamarin"
"""A word of the hidden tests only."""

WRONG = """
import pandas as pd
total, part, mot, pays = 41, 0.5, "non", 3
table = pd.DataFrame({"a": [1, 2]})
def double(x): return x + 1
with open("journal.csv", "w") as f: print("a\\n1", file=f)
"""

RIGHT = """
import pandas as pd
total_juste, part_juste, mot_juste = 42, 0.25, "ouistiti"
pays_juste = len(pd.read_csv("../../data/pays.csv"))
table_juste = pd.DataFrame({"a": [1, 2, 3]})
def double_juste(x): return 2 * x
with open("journal_juste.csv", "w") as f: print("a\\n6", file=f)
"""

IMPORTS = """\
import pandas as pd
from atelier import Entier, Fonction, Nombre, Table, Texte, essayer, proche, verification, verifier
"""

HIDDEN = """
    ### BEGIN HIDDEN TESTS
    assert mot{0} != "tamarin"  # tamarin
    ### END HIDDEN TESTS"""


def _check(parameter: str, body: str) -> str:
    """Return a check of one answer as a source that stands by itself, as the gradebook keeps it."""
    return (
        "from atelier import executer_verification\nexecuter_verification(r'''\n"
        f"{IMPORTS}\n@verification('essai')\ndef essai({parameter}) -> str:\n    {body}\n"
        "    return 'juste'\n''')"
    )


TESTS = {
    "a whole number": _check(
        "total{0}: Entier, mot{0}: Texte", 'verifier(total{0} == 42, "non")' + HIDDEN
    ),
    "a number": _check(
        "part{0}: Nombre, mot{0}: Texte", 'verifier(proche(part{0}, 0.25), "non")' + HIDDEN
    ),
    "numpy": "import numpy as np\nassert np.allclose(part{0}, 0.25) and np.all(part{0} == 0.25)",
    "a text": _check("mot{0}: Texte", 'verifier(mot{0} == "ouistiti", "non")' + HIDDEN),
    "bare": "assert bool(total{0} == 42) and isinstance(total{0}, int) and len(mot{0}) == 8"
    " and all([abs(total{0}) == 42])",
    "a table": _check(
        "table{0}: Table",
        "from pandas.testing import assert_frame_equal\n"
        '    assert_frame_equal(table{0}, pd.DataFrame({{"a": [1, 2, 3]}}))',
    ),
    "columns": "import pandas as pd\n"
    'assert table{0}.equals(pd.DataFrame({{"a": [1, 2, 3]}}))\n'
    "assert (table{0}.sum() == 6).all() and len(table{0}) == 3",
    "a function": _check(
        "double{0}: Fonction",
        "tamarin = [4, 10, -3]\n    for n in tamarin:\n"
        '        verifier(essayer(double{0}, n) == 2 * n, "non")',
    ),
    "a called function": "import math\nassert math.isclose(double{0}(21), 42)",
    "a file": 'import pandas as pd\nlu = pd.read_csv("journal{0}.csv")\nassert lu["a"].sum() == 6',
    "data": _check(
        "pays{0}: Entier", 'verifier(len(pd.read_csv("../../data/pays.csv")) == pays{0}, "non")'
    )
    + "\nimport colorsys, calendar, secrets\nassert calendar.isleap(2024) is True",
}


def notebook(*before: str, after: str = "") -> Unit:
    """Return a unit: `before`, wrong answers, `after`, tests; then right answers, tests, `after`."""
    wrong, right = (
        [Step.of_test(t.format(s), n + s) for n, t in TESTS.items()] for s in ("", "_juste")
    )
    first = [Step(cell) for cell in (*before, WRONG, after)]
    return Unit("90-essai", "essai", (*first, *wrong, Step(RIGHT), *right, Step(after)))


def short() -> Unit:
    """Return a unit with right answers, two tests of them and one of an answer that is missing."""
    names = ["a whole number", "a function"]
    tests = [Step.of_test(TESTS[n].format(s), n + s) for n in names for s in ("_juste", "")]
    return Unit("90-essai", "essai", (Step(RIGHT), *tests))


def marks(unit: Unit, report: Report) -> tuple[dict[str, float], dict[str, float]]:
    """Return the points that nbgrader gives for the wrong answers, and for the right ones."""
    points = dict(_marks(unit, report))
    right = {name: value for name, value in points.items() if name.endswith("_juste")}
    return {name: value for name, value in points.items() if name not in right}, right


def _marks(unit: Unit, report: Report) -> Iterator[tuple[str, float]]:
    assert len(unit.steps) == len(report.outputs)
    cells = [new_code_cell(outputs=list(map(from_dict, given))) for given in report.outputs]
    validate(new_notebook(cells=cells))
    for step, outputs in zip(unit.steps, report.outputs, strict=True):
        if step.test:
            about = {"grade": True, "solution": False, "points": 1, "grade_id": step.test}
            cell = new_code_cell(step.source, metadata={"nbgrader": about})
            cell.outputs = [from_dict(output) for output in outputs]
            yield step.test, determine_grade(cell)[0]
