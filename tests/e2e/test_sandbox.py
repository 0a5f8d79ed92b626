"""Sandboxes of every kind that a machine may give: what they show, what they leave, when they end."""

import ast
import os
import shutil
import sys
import threading
import time
from pathlib import Path

import pytest
from patience import PATIENCE

from atelier.sandbox.unit import Limits, Step, Unit
from atelier.sandbox.watch import LATE
from atelier.sandbox.worker import COLD, FULL, NONE, Isolation, SandboxError, Worker

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
ALONE = Isolation(bubblewrap=False, warm=False)
"""What macOS and Windows give."""

LINUX = sys.platform == "linux"
BWRAP = shutil.which("bwrap") or os.environ.get("CI")
needs_bwrap = pytest.mark.skipif(not BWRAP, reason="no bubblewrap (Debian: apt install bubblewrap)")
needs_linux = pytest.mark.skipif(not LINUX, reason="namespaces are of Linux")
pytestmark = pytest.mark.lent

KINDS = [
    pytest.param(FULL, marks=needs_bwrap, id="full"),
    pytest.param(COLD, marks=needs_bwrap, id="cold"),
    pytest.param(NONE, id="none"),
    pytest.param(ALONE, id="alone"),
]
COURSE = """
import pandas as pd
pays = pd.read_csv("../../data/pays.csv")
with open("outils.py", "w") as f: f.write("def triple(x): return 3 * x")
from outils import triple
"""


def unit(*cells, **about):
    steps = tuple(cell if isinstance(cell, Step) else Step(cell) for cell in cells)
    return Unit("90-essai", "essai", steps, **about)


def run(isolation, *cells, limits=None, **about):
    worker = Worker(isolation, DATA, limits or Limits())
    try:
        return worker.run(unit(*cells, **about)).outputs
    finally:
        worker.close()


def texts(outputs):
    return [o.get("text") or o.get("evalue") or o["data"]["text/plain"] for o in outputs]


@pytest.mark.parametrize("isolation", KINDS)
def test_an_honest_notebook_runs_with_its_data_and_its_files(isolation):
    outputs = run(
        isolation,
        COURSE,
        Step.of_test(
            "import pandas as pd\n"
            "assert triple(len(pays)) == 3 * len(pd.read_csv('../../data/pays.csv'))",
            "t",
        ),
        "print(open('mode.txt').read())\nlen(pays)",
        "import matplotlib.pyplot as plt\nplt.plot([1])",
        "!echo bonjour",
        "1/0",
        files={"mode.txt": b"d'emploi"},
    )
    assert [texts(cell) for cell in (outputs[0], outputs[1], outputs[5])] == [
        [],
        [],
        ["division by zero"],
    ]
    rows = len((DATA / "pays.csv").read_text("utf-8").splitlines()) - 1
    assert texts(outputs[2]) == ["d'emploi\n", str(rows)]
    assert "image/png" in outputs[3][-1]["data"]
    assert "bonjour" in "".join(texts(outputs[4]))


@pytest.mark.parametrize("isolation", KINDS)
def test_one_notebook_leaves_nothing_to_the_next(isolation):
    worker = Worker(isolation, DATA)
    leave = """
import os, tempfile
for folder in (".", "..", "../..", tempfile.gettempdir(), os.path.expanduser("~"), "../../data"):
    try: open(folder + "/trace-98765.txt", "w").close()
    except OSError: pass
trace = 1
"""
    find = """
import glob
print([f for p in ("*", "../*", "../../*", "../../data/*", "/tmp/*") for f in glob.glob(p) if "trace-98765" in f])
trace
"""
    try:
        worker.run(unit(leave))
        (outputs,) = worker.run(unit(find)).outputs
    finally:
        worker.close()
        Path("/tmp/trace-98765.txt").unlink(missing_ok=True)
    found = [f for f in ast.literal_eval(outputs[0]["text"]) if not f.startswith("/tmp/")]
    unguarded = isolation == NONE and os.getuid() == 0  # root may write what is read-only
    assert found == (["../../data/trace-98765.txt"] if unguarded else [])
    assert outputs[1]["ename"] == "NameError"
    assert not (DATA / "trace-98765.txt").exists()


@pytest.mark.parametrize("isolation", KINDS)
def test_a_cell_that_ends_python_or_never_ends_costs_itself_alone(isolation):
    cells = [
        "a = 1",
        "import os; os._exit(3)",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        Step.of_test("assert a == 1", "t"),
        "a + 1",
    ]
    limits = Limits(cell_seconds=1, cell_wall=3, unit_wall=60)
    outputs = run(isolation, *cells, limits=limits)
    assert [[o.get("ename", o.get("data")) for o in cell] for cell in outputs] == [
        [],
        ["Interrompue"],
        ["Interrompue"],
        [],
        [{"text/plain": "2"}],
    ]


@needs_bwrap
def test_a_notebook_that_ends_python_at_every_cell_is_given_up_with_its_cause():
    worker = Worker(FULL, DATA)
    report = worker.run(unit(*["import os; os._exit(3)"] * 20))
    worker.close()
    assert (len(report.outputs), report.outputs[-1][0]["evalue"]) == (20, report.ended)


@needs_bwrap
def test_a_test_that_python_cannot_stop_costs_itself_alone():
    worker = Worker(FULL, DATA, Limits(cell_seconds=1))
    test = Step.of_test("sum(range(n ** 3))", "t")
    began = time.monotonic()
    report = worker.run(unit("n = 10 ** 4", test, Step.of_test("assert n", "u")))
    worker.close()
    assert [[o["evalue"] for o in cell] for cell in report.outputs] == [
        [],
        ["elle a bloqué la correction"],
        [],
    ]
    assert time.monotonic() < began + PATIENCE  # by itself, it would go on for hours


@needs_bwrap
@pytest.mark.parametrize("sleep", ["time.sleep(0.9)", "time.sleep(0.9); import os; os._exit(1)"])
def test_a_notebook_that_sleeps_has_one_budget_however_often_it_is_begun(sleep):
    worker = Worker(FULL, DATA, Limits(cell_wall=1, unit_wall=4))
    worker.start()
    began = time.monotonic()
    report = worker.run(unit(*[f"import time; {sleep}"] * 30))
    took = time.monotonic() - began
    worker.close()
    assert (LATE, LATE) == (report.ended, report.outputs[-1][0]["evalue"])
    assert 3 < took < 10


@needs_bwrap
def test_a_notebook_larger_than_what_may_cross_is_refused():
    worker = Worker(FULL, DATA)
    with pytest.raises(SandboxError, match="trop grande"):
        worker.run(unit("1", files={"carnet.ipynb": bytes(70 << 20)}))
    worker.close()


@needs_bwrap
def test_a_sandbox_that_was_killed_is_replaced():
    worker = Worker(FULL, DATA)
    worker.start()
    worker._process.kill()
    worker._process.wait()
    assert texts(worker.run(unit("1 + 1")).outputs[0]) == ["2"]
    worker.close()


@pytest.mark.parametrize("isolation", KINDS)
def test_closing_from_another_thread_ends_a_run_at_once(isolation):
    patient = Limits(cell_seconds=PATIENCE, cell_wall=2 * PATIENCE, unit_wall=4 * PATIENCE)
    worker = Worker(isolation, DATA, patient)
    worker.start()
    threading.Timer(1, worker.close).start()
    began = time.monotonic()
    with pytest.raises(SandboxError, match="closed"):
        worker.run(unit("import time\nwhile True: time.sleep(1)"))
    assert time.monotonic() < began + PATIENCE
    with pytest.raises(SandboxError, match="closed"):
        worker.start()


@pytest.mark.lent
def test_tables_that_are_their_owners_alone_can_be_read_all_the_same(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "prives.csv").write_text("a\n1\n", encoding="utf-8")
    (data / "prives.csv").chmod(0o600)
    data.chmod(0o700)
    worker = Worker(FULL, data)
    try:
        step = Step('print(open("../../data/prives.csv").read())')
        (outputs,) = worker.run(Unit("90-essai", "90-essai", (step,))).outputs
    finally:
        worker.close()
    assert ["a\n1\n\n"] == [output["text"] for output in outputs]
