"""A shell's outputs are what a notebook's file would hold."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat import from_dict, validate
from nbformat.v4 import new_code_cell, new_notebook

from atelier.shell import CUT, MAX_DISPLAYED, MAX_OUTPUTS, MAX_TEXT, Shell


@pytest.fixture
def shell(monkeypatch):
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])  # IPython puts its own
    return Shell()


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def shown(outputs):
    """Return the kind of each output, and its plain text."""
    return [
        (o["output_type"], o.get("text", o.get("evalue", o.get("data", {}).get("text/plain"))))
        for o in outputs
    ]


def test_a_quiet_cell_has_no_output(shell):
    assert shell.run("x = 1") == []


def test_outputs_come_in_their_order(shell):
    cell = (
        "import sys\nprint('a')\nsys.stderr.write('b\\n')\nprint('c')\ndisplay('d')\nprint('e')\n7"
    )
    assert shown(shell.run(cell)) == [
        ("stream", "a\n"),
        ("stream", "b\n"),
        ("stream", "c\n"),
        ("display_data", "'d'"),
        ("stream", "e\n"),
        ("execute_result", "7"),
    ]


def test_lines_of_one_stream_are_one_output(shell):
    assert shell.run("for i in range(3): print(i)") == [stream("0\n1\n2\n")]


def test_a_table_is_shown_as_text_and_as_html(shell):
    (output,) = shell.run("import pandas as pd\npd.DataFrame({'a': [1]})")
    assert {"text/plain", "text/html"} == set(output["data"])


def test_a_semicolon_hides_a_result(shell):
    assert shell.run("7;") == []


def test_nothing_is_no_result(shell):
    assert shell.run("None") == []


def test_an_error_follows_what_was_printed_and_has_a_traceback(shell):
    printed, error = shell.run("print('a')\n1/0")
    assert printed == stream("a\n")
    assert (error["ename"], error["evalue"]) == ("ZeroDivisionError", "division by zero")
    assert "1/0" in "\n".join(error["traceback"])


def test_a_syntax_error_says_its_line_without_a_made_up_file(shell):
    (error,) = shell.run("x = 1\ny = = 2")
    assert (error["ename"], error["evalue"]) == ("SyntaxError", "invalid syntax (ligne 2)")


def test_statements_before_one_that_is_no_python_are_run(shell):
    outputs = shell.run("print('a')\nreturn 3\nprint('b')")
    assert [("stream", "a\n"), ("error", "'return' outside function (ligne 2)")] == shown(outputs)


def test_an_error_names_its_line(shell):
    (error,) = shell.run("a = 0\n\n1 / a\na")
    assert "line 3" in "\n".join(error["traceback"])


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        ("import asyncio\nx = await asyncio.sleep(0, 7)\nx", "7"),
        ("async def f(): return 8\nawait f()", "8"),
        ("s = !echo bonjour\ns[0]", "'bonjour'"),
        ("%%capture dit\nprint('a')", None),
        ("import math\nmath.pi?", None),
        ("from __future__ import annotations\ndef f(x: inconnu): return 9\nf(1)", "9"),
        ("'texte'\nx: int = 3\nx", "3"),
        ("7;", None),
        ("# rien", None),
        ("if True:\n    7", None),
    ],
)
def test_cells_are_run_as_in_a_notebook(shell, cell, result):
    assert result == next((text for kind, text in shown(shell.run(cell)) if "result" in kind), None)


@pytest.mark.parametrize(("shown_", "texts"), [("all", ["1", "2"]), ("last_expr_or_assign", ["2"])])
def test_who_wants_to_see_more_than_the_last_line_does(shell, shown_, texts):
    shell.run(f"get_ipython().ast_node_interactivity = {shown_!r}")
    cell = "1\n2" if shown_ == "all" else "1\nx = 2"
    assert texts == [text for _, text in shown(shell.run(cell))]


@pytest.mark.filterwarnings("ignore:To exit:UserWarning")
def test_the_end_of_python_is_an_error_of_the_cell(shell):
    outputs = shell.run("print('a')\nraise SystemExit(3)")
    assert (outputs[0], outputs[-1]["ename"]) == (stream("a\n"), "SystemExit")


@pytest.mark.parametrize(
    "handler",
    [
        "get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)",
        "get_ipython().showtraceback = lambda *a, **k: None",
        "type(get_ipython())._showtraceback = lambda *a, **k: None",
    ],
)
def test_a_handler_does_not_hide_an_error(shell, handler, monkeypatch):
    kind = type(shell._shell)
    monkeypatch.setattr(kind, "_showtraceback", kind._showtraceback)
    shell.run(handler)
    assert shown(shell.run("1/0")) == [("error", "division by zero")]


def test_an_error_that_cannot_say_itself_is_an_error_all_the_same(shell):
    cell = "class E(Exception):\n    def __str__(self): raise ValueError\nraise E"
    assert shown(shell.run(cell))[0] == ("error", "")


def test_a_check_shows_its_box(shell):
    (error,) = shell.run("from atelier import verifier\nverifier(False, 'Comptez les lignes.')")
    assert (error["ename"], error["evalue"]) == ("Presque", "Comptez les lignes.")
    assert "Cell In" not in "\n".join(error["traceback"])


def test_a_long_text_is_cut(shell):
    (output,) = shell.run("print('a' * 10_000_000)\nprint('b')")
    assert output == stream("a" * MAX_TEXT + CUT)


def test_a_result_after_a_long_text_is_kept(shell):
    assert shown(shell.run("print('a' * 10_000_000)\n7"))[-1] == ("execute_result", "7")


def test_too_many_outputs_are_cut_but_not_the_error(shell):
    outputs = shell.run("for i in range(1000): display(i)\n1/0")
    assert (len(outputs), outputs[-1]["ename"]) == (MAX_OUTPUTS + 1, "ZeroDivisionError")


def test_a_form_that_is_far_too_long_is_left_out(shell):
    cell = f"from IPython.display import HTML\nHTML('a' * {MAX_DISPLAYED + 1})"
    (output,) = shell.run(cell)
    assert set(output["data"]) == {"text/plain"}


def test_strange_forms_become_what_a_notebook_can_store(shell):
    cell = """
class Texte(str): pass
class A:
    def _repr_html_(self): return Texte("a")
    def _repr_png_(self): return b"\\x89PNG"
    def _repr_json_(self): return {"a": [1, 2]}
    def _repr_latex_(self): return "$a$"
    def __repr__(self): return "A"
A()
"""
    outputs = shell.run(cell)
    data = outputs[0]["data"]
    assert {kind: type(data[kind]) for kind in ("text/html", "image/png")} == {
        "text/html": str,
        "image/png": str,
    }
    assert json.loads(json.dumps(outputs)) == outputs


def test_outputs_are_valid_in_a_notebook(shell):
    outputs = shell.run("print('a')\ndisplay(1)\n1/0")
    validate(new_notebook(cells=[new_code_cell(outputs=list(map(from_dict, outputs)))]))


def test_only_text_can_be_written(shell):
    assert [o["ename"] for o in shell.run("import sys\nsys.stdout.write(7)")] == ["TypeError"]


def test_the_own_names_of_a_shell_are_not_bound_by_cells(shell):
    shell.run("x = 1\nIn\n")
    shell.run("x + 1")
    assert shell.bound() == {"x": 1}


def test_starting_afresh_forgets_what_cells_bound(shell):
    shell.run("x = 1")
    shell.start_afresh({"y": 2})
    assert (shell.bound(), shown(shell.run("x"))) == (
        {"y": 2},
        [("error", "name 'x' is not defined")],
    )


def test_a_new_shell_knows_nothing_of_the_one_before(shell):
    shell.run("x = 1")
    assert shown(Shell().run("x")) == [("error", "name 'x' is not defined")]


def test_a_reset_shell_counts_from_one_again(shell):
    shell.run("x = 1")
    shell.reset()
    (error,) = shell.run("x")
    assert "Cell In[1]" in "\n".join(error["traceback"])


def test_a_call_gives_its_value_and_what_it_printed(shell):
    assert shell.collect(lambda: print("a") or 7) == (7, [stream("a\n")])


def test_standard_output_is_what_it_was(shell):
    before = sys.stdout, sys.stderr
    shell.run("print('a')")
    assert (sys.stdout, sys.stderr) == before


def test_commands_and_magics_leave_their_output(shell):
    assert shown(shell.run("%%python3\nprint('a')")) == [("stream", "a\n")]


def test_a_figure_is_an_image():
    cell = "import matplotlib.pyplot as plt\\nplt.plot([1, 2])"
    program = f"import json; from atelier.shell import Shell\nprint(json.dumps(Shell(inline=True).run('{cell}')))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )
    result, figure = json.loads(done.stdout)
    assert (result["output_type"], figure["output_type"]) == ("execute_result", "display_data")
    assert figure["data"]["image/png"].startswith("iVBOR")
