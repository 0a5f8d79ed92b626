"""What comes out of a sandbox is what a notebook's file can hold, of a bounded size."""

import json

import pytest
from nbformat import from_dict, validate
from nbformat.v4 import new_code_cell, new_notebook

from atelier.sandbox.outputs import (
    CUT,
    MAX_ENAME,
    MAX_ERRORS,
    MAX_LINE,
    MAX_LINES,
    MAX_OUTPUTS,
    MAX_SAID,
    Scissors,
)


def cut(*outputs, size=1000):
    kept = Scissors(size, 10 * size).cut(list(outputs))
    json.dumps(kept).encode("utf-8")
    validate(new_notebook(cells=[new_code_cell(outputs=list(map(from_dict, kept)))]))
    return kept


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def error(name="ValueError", said="non", lines=("non",)):
    return {"output_type": "error", "ename": name, "evalue": said, "traceback": list(lines)}


def result(**data):
    return {"output_type": "execute_result", "data": data, "metadata": {}}


def test_outputs_of_the_right_form_and_size_are_kept():
    shown = {"output_type": "display_data", "data": {"text/html": "<b>"}, "metadata": {}}
    given = [stream("a"), stream("b", "stderr"), shown, error()]
    assert cut(*given) == given


@pytest.mark.parametrize(
    "output",
    [
        None,
        7,
        "texte",
        [],
        {},
        {1: 2},
        {"output_type": "autre"},
        stream(b"a"),
        stream("a", "stdin"),
        {**error(), "traceback": "a"},
        {**result(), "data": []},
        {"output_type": ["error"]},
    ],
)
def test_anything_else_is_left_out(output):
    assert cut(output) == []


@pytest.mark.parametrize("given", [None, 7, {}, "texte", (error(),)])
def test_what_is_no_list_holds_no_output(given):
    assert Scissors(10, 100).cut(given) == []


def test_a_result_has_a_place_for_its_number():
    assert cut(result(**{"text/plain": "7"})) == [
        {
            "output_type": "execute_result",
            "execution_count": None,
            "data": {"text/plain": "7"},
            "metadata": {},
        }
    ]


def test_a_text_is_cut_where_the_size_ends():
    assert cut(stream("a" * 700), stream("b" * 700)) == [
        stream("a" * 700),
        stream("b" * 300 + CUT),
    ]


def test_a_form_that_is_too_long_is_left_out_but_not_the_plain_text():
    (kept,) = cut(result(**{"text/html": "a" * 2000, "text/plain": "1"}))
    assert kept["data"] == {"text/plain": "1"}


def test_a_form_that_is_no_text_is_left_out():
    (kept,) = cut(result(**{"application/json": {"a": 1}, "text/plain": "1"}))
    assert kept["data"] == {"text/plain": "1"}


def test_an_error_and_a_result_are_kept_after_whatever_was_printed():
    """Else a function that floods a test would take the test's verdict away."""
    flood = [stream(f"{i}" * 100, ("stdout", "stderr")[i % 2]) for i in range(150)]
    kept = cut(*flood, result(**{"text/plain": "1"}), error())
    assert [kept[-2]["data"], kept[-1]["ename"]] == [{"text/plain": "1"}, "ValueError"]


def test_an_error_is_kept_after_too_many_outputs():
    kept = cut(*[stream("a")] * (2 * MAX_OUTPUTS), error())
    assert (len(kept), kept[-1]["ename"]) == (MAX_OUTPUTS + 1, "ValueError")


def test_errors_beyond_what_a_cell_can_have_are_left_out():
    assert len(cut(*[error()] * 1000)) == MAX_ERRORS


def test_each_text_of_an_error_is_bounded():
    scissors = Scissors(100_000, 1_000_000)
    (kept,) = scissors.cut([error("E" * 10**6, "a" * 10**6, ["b" * 10**6] * 1000)])
    assert (MAX_ENAME + len(CUT), MAX_SAID + len(CUT)) == (len(kept["ename"]), len(kept["evalue"]))
    assert MAX_LINE + len(CUT) == max(map(len, kept["traceback"]))
    assert sum(map(len, kept["traceback"])) < 101_000
    assert len(kept["traceback"]) < MAX_LINES


def test_half_a_character_becomes_one_that_a_file_can_hold():
    assert cut(stream("a\udcff"))[0]["text"] == "a\ufffd"


def test_each_cell_has_its_own_size():
    scissors = Scissors(10, 1_000)
    assert [scissors.cut([stream("a" * 10)]) for _ in range(2)] == [[stream("a" * 10)]] * 2


def test_a_whole_notebook_keeps_no_more_than_its_share_and_still_its_errors():
    scissors = Scissors(1_000, 2_500)
    show = {"output_type": "stream", "name": "stdout", "text": "x" * 1_000}
    fail = {"output_type": "error", "ename": "E", "evalue": "dit", "traceback": ["y" * 900] * 9}
    cells = [scissors.cut([dict(show), dict(fail)]) for _ in range(50)]
    assert ["dit"] * 50 == [cell[-1]["evalue"] for cell in cells]
    assert len(str(cells)) < 20_000


def displays(times, text, kind="k"):
    return [
        {"output_type": "display_data", "data": {f"{kind}{n}": text for n in range(700 * times)}}
    ]


FLOODS = {
    "empty forms": lambda times: displays(times, "") * 200,
    "small forms": lambda times: displays(times, "1") * 200,
    "long names of forms": lambda times: displays(1, "1", "k" * 300 * times) * 200,
    "empty results": lambda times: [result()] * 700 * times,
    "results": lambda times: [result(**{"text/plain": "1"})] * 700 * times,
    "empty texts": lambda times: [stream("")] * 700 * times,
    "letters": lambda times: [stream("a"), stream("b", "stderr")] * 700 * times,
    "errors": lambda times: (
        [error("E" * 3_000 * times, "x" * 3_000 * times, ["y" * 3_000] * 200)] * 20
    ),
    "empty lines of errors": lambda times: [error("", "", [""] * 700 * times)] * 20,
    "no outputs": lambda times: [None, 7, "x"] * 700 * times,
}
"""Outputs of which each holds little, and all together too much."""


@pytest.mark.parametrize("times", [1, 10, 100])
@pytest.mark.parametrize("kind", FLOODS)
def test_whatever_floods_a_notebook_what_it_keeps_is_bounded(kind, times):
    given = FLOODS[kind](times)
    scissors = Scissors(1_000_000, 5_000_000)
    kept = [scissors.cut(given) for _ in range(500 if times == 1 else 60)]
    verdict = error("Presque", "x" * MAX_SAID)
    said = [scissors.cut([verdict], test=True)[0]["evalue"] for _ in range(50)]
    assert [verdict["evalue"]] * 50 == said
    assert sum(len(json.dumps(outputs)) for outputs in kept) < 6_500_000
