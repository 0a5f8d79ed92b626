"""Notebooks on disk, in normal form."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from atelier.notebook import normal_form, read_notebook, strip_outputs, to_text, without_tags
from atelier.slug import slug


def code(source="1", **options):
    return new_code_cell(source, **options)


def test_the_normal_form_of_a_normal_form_is_itself():
    nb = new_notebook(cells=[code("a"), new_markdown_cell("# Été"), code("b")])
    once = normal_form(nb)
    assert to_text(normal_form(once)) == to_text(once)


def test_normal_form_does_not_touch_what_it_is_given():
    nb = new_notebook(cells=[code("a\n", metadata={"trusted": True})])
    before = nbformat.writes(nb)
    normal_form(nb)
    assert nbformat.writes(nb) == before


def test_traces_of_editor_timing_and_machine_are_dropped():
    cell = code(metadata={"execution": {"iopub.execute_input": "2027"}, "tags": ["parameters"]})
    nb = new_notebook(cells=[cell], metadata={"kernelspec": {"name": "venv", "display_name": "x"}})
    result = normal_form(nb)
    assert result.cells[0].metadata == {"tags": ["parameters"]}
    assert result.metadata.kernelspec.name == "python3"


def test_executed_cells_are_numbered_in_order():
    outputs = [new_output("execute_result", {"text/plain": "1"}, execution_count=41)]
    cells = [code(execution_count=41, outputs=outputs), code(), code(execution_count=7)]
    result = normal_form(new_notebook(cells=cells))
    assert [cell.execution_count for cell in result.cells] == [1, None, 2]
    assert result.cells[0].outputs[0].execution_count == 1


@pytest.mark.parametrize(
    ("cell", "id_"),
    [
        (new_markdown_cell("## La question", id="1f2e3d4c"), "la-question"),
        (new_markdown_cell("## La question", id="titre"), "titre"),
        (
            code("x", id="1f2e3d4c", metadata={"nbgrader": {"grade_id": "taux-eau"}}),
            "taux-eau",
        ),
        (
            new_raw_cell("x = 0", id="1f2e3d4c", metadata={"tags": ["erreur-typique"]}),
            "erreur-typique-x-0",
        ),
        (code("", id="1f2e3d4c-1f2e-1f2e-1f2e-1f2e3d4c1f2e"), "code"),
    ],
    ids=["random", "given", "graded", "wrong", "empty"],
)
def test_cells_get_readable_ids(cell, id_):
    assert normal_form(new_notebook(cells=[cell])).cells[0].id == id_


def test_ids_are_unique():
    cells = [new_markdown_cell("# Un", id=f"0000000{n}") for n in range(3)]
    result = normal_form(new_notebook(cells=cells))
    assert [cell.id for cell in result.cells] == ["un", "un-2", "un-3"]


def test_outputs_can_be_stripped():
    outputs = [new_output("stream", text="x")]
    result = strip_outputs(new_notebook(cells=[code(execution_count=3, outputs=outputs)]))
    assert (result.cells[0].outputs, result.cells[0].execution_count) == ([], None)


def test_cells_with_a_tag_can_be_left_out():
    cells = [code("a"), code("b", metadata={"tags": ["formation"]})]
    result = without_tags(new_notebook(cells=cells), ["formation"])
    assert [cell.source for cell in result.cells] == ["a"]


def test_what_is_written_reads_back_the_same(tmp_path):
    text = to_text(normal_form(new_notebook(cells=[code("é")])))
    path = tmp_path / "carnet.ipynb"
    path.write_text(text, encoding="utf-8")
    assert to_text(read_notebook(path)) == text


@pytest.mark.parametrize("text", ["", "{", '{"cells": 3}', "[]"])
def test_a_file_that_is_no_notebook_is_a_value_error(tmp_path, text):
    path = tmp_path / "carnet.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError):  # noqa: PT011 - several reasons
        read_notebook(path)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Nzérékoré 2024 !", "nzerekore-2024"), ("  ", ""), ("Côte d’Ivoire", "cote-divoire")],
)
def test_a_slug_is_plain_ascii(text, wanted):
    assert slug(text) == wanted


def test_a_widget_is_dropped_with_the_session_that_made_it():
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1f"}, "text/plain": "…"}
    outputs = [new_output("display_data", view), new_output("stream", text="reste")]
    result = normal_form(new_notebook(cells=[code(execution_count=1, outputs=outputs)]))
    assert ["stream"] == [output.output_type for output in result.cells[0].outputs]
