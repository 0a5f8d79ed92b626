"""The notebook that is graded: the course's, with the participant's answers in it."""

import copy

import pytest

from atelier.grading.rebuild import rebuild


def cell(source, id_, kind="code", grade_id=None, solution=False, tags=(), **more):
    metadata = {"tags": list(tags)} | more
    if grade_id:
        metadata["nbgrader"] = {
            "grade": not solution,
            "grade_id": grade_id,
            "solution": solution,
            "points": 2,
        }
    made = {"cell_type": kind, "id": id_, "metadata": metadata, "source": source}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def released():
    return [
        cell("# Titre", "titre", "markdown"),
        cell('PAYS = "SEN"', "pays", tags=["parameters"]),
        cell("table = lire()", "lecture"),
        cell("x = ...", "x", grade_id="x", solution=True),
        cell("verifier(x == 1)", "test-x", grade_id="test-x"),
        cell("y = ...", "y", grade_id="y", solution=True),
        cell("verifier(y == 2)", "test-y", grade_id="test-y"),
        cell("rendre()", "remise", tags=["remise"]),
    ]


UNTOUCHED = [
    "# Titre",
    'PAYS = "SEN"',
    "table = lire()",
    "x = ...",
    "verifier(x == 1)",
    "y = ...",
    "verifier(y == 2)",
]


def sources(cells):
    return [cell["source"] for cell in cells]


def rebuilt(submitted):
    return sources(rebuild(released(), submitted))


def expected(**changes):
    """Return the untouched sources with the n-th (`c3`) replaced."""
    return [changes.get(f"c{n}", source) for n, source in enumerate(UNTOUCHED)]


def test_answers_are_taken_and_the_hand_in_cell_is_left_out():
    mine = released()
    mine[3]["source"], mine[5]["source"] = "x = 1", "y = 2"
    assert expected(c3="x = 1", c5="y = 2") == rebuilt(mine)


def test_an_edited_test_cell_changes_nothing():
    mine = released()
    mine[4]["source"] = "pass"
    assert rebuilt(mine) == UNTOUCHED


@pytest.mark.parametrize("gone", range(7))
def test_a_deleted_cell_comes_back(gone):
    mine = released()
    del mine[gone]
    assert rebuilt(mine) == UNTOUCHED


def test_an_empty_submission_is_the_untouched_notebook():
    assert rebuilt([]) == UNTOUCHED


def test_a_copied_test_cell_changes_nothing():
    mine = released()
    mine.insert(5, {**copy.deepcopy(mine[4]), "id": "copie", "source": "pass"})
    assert rebuilt(mine) == UNTOUCHED


def test_of_copied_answers_the_last_that_was_worked_on_counts_and_the_others_run_before():
    mine = released()
    for number, source in enumerate(["x = 0", "x = 1", "  ", "x = ..."]):
        copied = {**copy.deepcopy(mine[3]), "id": f"copie-{number}", "source": source}
        mine.insert(4 + number, copied)
    cells = rebuild(released(), mine)
    assert sources(cells)[3:5] == ["x = 0", "x = 1"]
    assert cells[4]["metadata"] != {"tags": []}
    assert cells[3]["metadata"] == {}


def test_moved_cells_go_back_to_their_place():
    mine = released()
    mine[5]["source"] = "y = 2"
    mine.insert(0, mine.pop(5))
    assert expected(c5="y = 2") == rebuilt(mine)


def test_the_participants_country_counts():
    mine = released()
    mine[1]["source"] = 'PAYS = "TCD"'
    assert expected(c1='PAYS = "TCD"') == rebuilt(mine)


@pytest.mark.parametrize("lost", ["id", "metadata"])
def test_the_participants_country_counts_without_its_id_or_its_tag(lost):
    mine = released()
    mine[1] |= {"source": 'PAYS = "TCD"', lost: "autre" if lost == "id" else {}}
    assert expected(c1='PAYS = "TCD"') == rebuilt(mine)


def test_an_ungraded_cell_that_was_edited_counts():
    mine = released()
    mine[2]["source"] = "table = lire().dropna()"
    assert expected(c2="table = lire().dropna()") == rebuilt(mine)


def test_an_edited_text_does_not_count():
    mine = released()
    mine[0]["source"] = "<script>alert(1)</script>"
    assert rebuilt(mine) == UNTOUCHED


def test_an_answer_that_lost_its_mark_is_found_by_its_id():
    mine = released()
    mine[3] |= {"source": "x = 1", "metadata": {}}
    assert expected(c3="x = 1") == rebuilt(mine)


def test_added_cells_stay_where_they_were():
    mine = released()
    mine.insert(0, cell("import os", "a"))
    mine.insert(5, cell("z = x", "b"))
    mine.insert(6, cell("z + 1", "c"))
    assert ["import os", *UNTOUCHED[:4], "z = x", "z + 1", *UNTOUCHED[4:]] == rebuilt(mine)


def test_an_added_cell_follows_the_moved_cell_that_it_followed():
    mine = released()
    mine.insert(6, cell("apres_y = y", "b"))
    moved = [*mine[5:7], *mine[:5], *mine[7:]]
    assert [*UNTOUCHED[:6], "apres_y = y", UNTOUCHED[6]] == rebuilt(moved)


def test_blank_cells_are_dropped():
    assert rebuilt([*released(), cell(" \n", "vide")]) == UNTOUCHED


@pytest.mark.parametrize(
    "marks",
    [
        {"tags": ["skip-execution"]},
        {"nbgrader": {"grade_id": "inconnu", "grade": True, "points": 500}},
        {"nbgrader": {"grade_id": ["x"], "solution": True}},
    ],
)
def test_an_added_cell_keeps_no_mark(marks):
    added = cell("z = 3", "z") | {"metadata": marks}
    cells = rebuild(released(), [*released(), added])
    assert (cells[-1]["source"], cells[-1]["metadata"]) == ("z = 3", {})


def test_marks_and_kinds_of_graded_cells_come_from_the_course():
    mine = released()
    mine[3] |= {"cell_type": "markdown", "source": "x = 1"}
    mine[3]["metadata"]["tags"] = ["skip-execution"]
    mine[4]["metadata"]["nbgrader"]["points"] = 500
    cells = rebuild(released(), mine)
    assert [c["metadata"] for c in released()[:7]] == [c["metadata"] for c in cells]
    assert (cells[3]["cell_type"], cells[3]["source"]) == ("code", "x = 1")


def test_outputs_do_not_travel():
    mine = released()
    mine[4]["outputs"] = [{"output_type": "execute_result", "data": {"text/plain": "2"}}]
    assert [c["outputs"] for c in rebuild(released(), mine) if "outputs" in c] == [[]] * 6


def test_ids_are_unique():
    mine = released()
    mine += [cell("a", "x"), cell("b", "x")]
    ids = [c["id"] for c in rebuild(released(), mine)]
    assert len(ids) == len(set(ids))


def test_nothing_that_it_was_given_is_changed():
    theirs, mine = released(), released()
    mine[3]["source"] = "x = 1"
    before = copy.deepcopy((theirs, mine))
    cells = rebuild(theirs, mine)
    cells[0]["metadata"]["tags"] = ["autre"]
    assert before == (theirs, mine)


def test_sources_stored_as_lines_are_understood():
    theirs = released()
    theirs[3]["source"] = ["x = ", "..."]
    mine = released()
    mine[3]["source"] = ["x", " = 1"]
    assert expected(c3="x = 1") == sources(rebuild(theirs, mine))
