"""What crosses when a test calls a participant's function, and what does not."""

import pytest
from hostile.spying import KEEPING, RETURNING
from sandboxes import needs_sandbox

from atelier.sandbox.examining import hidden_lines, plain_error
from atelier.sandbox.unit import Step, Unit
from atelier.sandbox.worker import FULL, Worker

TEST = """\
{before}
### BEGIN HIDDEN TESTS
{hidden}
### END HIDDEN TESTS
"""


@pytest.fixture(scope="module")
def worker(tmp_path_factory):
    data = tmp_path_factory.mktemp("cours") / "data"
    data.mkdir()
    worker = Worker(FULL, data)
    yield worker
    worker.close()


def outputs(worker, answer, test):
    report = worker.run(Unit("90-essai", "90-essai", (Step(answer), Step.of_test(test, "test"))))
    return report.outputs[1]


@needs_sandbox
@pytest.mark.lent
@pytest.mark.parametrize(
    ("make", "change", "expected"),
    [
        ("[1, 2]", "x.append(3)", "[1, 2, 3]"),
        ("{'a': 1}", "x.clear()", "{}"),
        ("pd.DataFrame({'a': [2, 1]})", "x.sort_values('a', inplace=True)", "{'a': {1: 1, 0: 2}}"),
        ("pd.Series([1, 2])", "x[0] = 5", "{0: 5, 1: 2}"),
    ],
)
def test_a_function_changes_the_arguments_that_a_test_gives(worker, make, change, expected):
    test = (
        f"import pandas as pd\nx = {make}\nf(x)\nprint(x.to_dict() if hasattr(x, 'to_dict') else x)"
    )
    assert [f"{expected}\n"] == [o["text"] for o in outputs(worker, f"def f(x): {change}", test)]


@needs_sandbox
@pytest.mark.lent
@pytest.mark.parametrize(
    "answer",
    [
        "def f(x): raise ValueError(x)",
        "class Presque(ValueError): pass\ndef f(x): raise Presque(x)",
        "def f(x): raise type(x, (ValueError,), {})(x)",
        "def f(x):\n    print(x)\n    raise ValueError",
        "def f(x): raise UnicodeDecodeError('utf-8', x.encode(), 0, 1, x)",
    ],
)
def test_what_a_function_says_in_a_hidden_part_goes_nowhere(worker, answer):
    test = TEST.format(before="1", hidden="from atelier import essayer\nessayer(f, 'cachette')")
    said = outputs(worker, answer, test)
    assert "cachette" not in str(said)
    assert "Error" in said[-1]["evalue"]


@needs_sandbox
@pytest.mark.lent
def test_what_a_function_says_in_the_visible_part_is_told(worker):
    test = TEST.format(before="from atelier import essayer\nessayer(f, 'visible')", hidden="1")
    (error,) = outputs(worker, "def f(x): raise ValueError(x)", test)
    assert "ValueError, visible" in error["evalue"]


def test_hidden_lines_are_those_between_nbgraders_marks():
    assert {2, 3} == hidden_lines("a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc")
    assert set() == hidden_lines("a\nb")
    assert {1, 2} == hidden_lines("### BEGIN HIDDEN TESTS\nb")


@pytest.mark.parametrize("kind", [ValueError, KeyError, UnicodeDecodeError, StopIteration])
def test_a_plain_error_is_of_the_same_kind_and_says_nothing(kind):
    mine = type("Mienne", (kind,), {})
    error = plain_error(mine.__new__(mine, "secret"))
    assert (type(error), "secret" in repr(error)) == (kind, False)


@needs_sandbox
@pytest.mark.lent
def test_what_a_hidden_part_gave_is_not_repeated_by_a_later_error(worker):
    hidden = TEST.format(before="1", hidden="f('cachette')\nf(['Sédhiou'])")
    later = "from atelier import essayer\nessayer(g, 1)"
    steps = (
        Step("vus = []\ndef f(x): vus.append(x)\ndef g(x): raise ValueError(ascii(vus))"),
        Step.of_test(hidden, "test-1"),
        Step.of_test(later, "test-2"),
        Step("raise KeyError(vus)"),
        Step("raise ValueError('une erreur honnête')"),
    )
    _, _, second, answer, honest = worker.run(Unit("90-essai", "90-essai", steps)).outputs
    evalues = second[-1]["evalue"] + answer[-1]["evalue"]
    assert [False, False] == [word in evalues for word in ("cachette", "dhiou")]
    assert "une erreur honnête" == honest[-1]["evalue"]


GIVING = """\
import pandas as pd
garder("tamarin")
garder(["tamarin"])
garder({"tamarin": 1})
garder(pd.DataFrame({"a": ["tamarin"], "tamarin": [123456]}))
"""
IN_A_TEST = "from atelier import essayer\nessayer(dire, 1)"


def what_a_participant_sees(report):
    shown = [o for outputs in report.outputs for o in outputs if o["output_type"] == "error"]
    return str([(o["ename"], o["evalue"], o["traceback"]) for o in shown]).casefold()


@needs_sandbox
@pytest.mark.lent
@pytest.mark.parametrize("channel", RETURNING)
def test_what_a_hidden_part_gave_comes_back_by_no_error(worker, channel):
    says = RETURNING[channel]
    body = "\n".join(f"    {line}" for line in says.splitlines())
    steps = (
        Step(KEEPING),
        Step.of_test(TEST.format(before="1", hidden=GIVING), "test-1"),
        Step(f"def dire(x):\n{body}\ndire.__name__ = tout()[:60]"),
        Step.of_test(IN_A_TEST, "test-2"),
        Step(says),
        Step.of_test(TEST.format(before="1", hidden=IN_A_TEST), "test-3"),
    )
    report = worker.run(Unit("90-essai", "90-essai", steps))
    assert [True] * 3 == [
        any(o["output_type"] == "error" for o in report.outputs[n]) for n in (3, 4, 5)
    ]
    seen = what_a_participant_sees(report)
    plain = "".join(c for c in seen if c.isalnum())
    hits = [w for w in ("tamarin", "niramat", "123456") if w in seen or w in plain]
    assert [] == hits


@needs_sandbox
@pytest.mark.lent
@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("class MaFaute(ValueError): pass\nraise MaFaute('x')", "ValueError"),
        ("raise type('a b', (BaseException,), {})('x')", "BaseException"),
        ("import json\njson.loads('{')", "JSONDecodeError"),
        ("import pandas as pd, io\npd.read_csv(io.StringIO(''))", "EmptyDataError"),
        ("from atelier import verifier\nverifier(False, 'non')", "Presque"),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_an_error_is_called_by_the_nearest_name_that_python_or_a_library_gave(worker, cell, name):
    test = "from atelier import essayer\nf()"
    function = "def f():\n" + "\n".join(f"    {line}" for line in cell.splitlines())
    steps = (Step(cell), Step(function), Step.of_test(test, "t"))
    first, _, third = worker.run(Unit("90-essai", "90-essai", steps)).outputs
    assert (name, name) == (first[-1]["ename"], third[-1]["ename"])
