"""Exercises are proven: solution, untouched cell, wrong answers, in every country asked."""

import json
import os

import pytest
from tiny_course import CHECKS, make_course, source_cells, write_notebook

from atelier.check import session
from atelier.check.answers import try_answers
from atelier.check.session import Session, work
from atelier.check.summary import summarise_exercises
from atelier.course import load_course

PLACE = "solutions/90-essai/90-essai.ipynb"
RIGHT = 'int(table.loc[table["iso3"] == PAYS, "habitants"].sum())'


@pytest.fixture
def root(tmp_path):
    return make_course(tmp_path / "cours")


def trial(root, countries=("SEN", "TCD"), change=None):
    if isinstance(change, tuple):
        path = root / "solutions/90-essai/verifications.py"
        assert change[0] in CHECKS
        path.write_text(CHECKS.replace(*change, 1), encoding="utf-8")
    elif change:
        cells = source_cells()
        change({cell["id"]: cell for cell in cells})
        write_notebook(root / PLACE, cells)
    course = load_course(root)
    (module,) = course.modules
    return try_answers(course, module, module.notebooks[0], countries)


def test_a_sound_notebook_is_proven_for_each_country(root):
    result = trial(root)
    assert result.problems == ()
    figures = {(o.country, o.exercise.grade_id, o.variant): o.points for o in result.outcomes}
    wanted = {"solution": {"habitants": 2, "double": 3}, "untouched": {"habitants": 0, "double": 0}}
    for country in ("SEN", "TCD"):
        for variant, points in wanted.items():
            for exercise, value in points.items():
                assert value == figures[country, exercise, variant]


def test_the_figures_are_one_line_an_exercise_and_their_sum(root):
    lines = summarise_exercises({"90-1-essai": trial(root).outcomes}).splitlines()[2:]
    assert [line.split() for line in lines] == [
        ["90-1", "habitants", "2", "2", "0", "4/4", "2"],
        ["90-1", "double", "3", "3", "0", "4/4", "2"],
        ["2", "exercices", "5", "8/8"],
    ]


def replace(id_, old, new):
    def change(cells):
        assert old in cells[id_]["source"]
        cells[id_]["source"] = cells[id_]["source"].replace(old, new)

    return change


def message(id_, text):
    return lambda cells: cells[id_]["metadata"]["atelier"].update(message=text)


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (
            replace("habitants", '.loc[table["iso3"] == PAYS, "habitants"]', '["habitants"]'),
            "habitants (SEN)",
            "la solution n’a que 0 point(s) : Vous avez compté tous les pays",
        ),
        (
            (
                "    attendus = _attendus()\n",
                "    attendus = _attendus()\n    habitants = attendus[PAYS]\n",
            ),
            "habitants (SEN)",
            "la réponse fausse « habitants = int(table[",
        ),
        (
            message("erreur-typique-total-de-tous", "Une autre phrase que celle du test."),
            "habitants (SEN)",
            "ne donne pas le message attendu, mais : Vous avez compté",
        ),
        (
            replace("erreur-typique-total-de-tous", 'table["habitants"].sum()', RIGHT),
            "habitants (SEN)",
            "a tous les points",
        ),
        (
            ('meprise="total-de-tous"', 'meprise="texte-et-nombre"'),
            "habitants (SEN)",
            "est prise pour « texte-et-nombre »",
        ),
        (
            ('        meprise="total-de-tous",\n', ""),
            "habitants (SEN)",
            "est prise pour une erreur sans nom",
        ),
        (
            replace("lecture", "PAYS = verifier_pays(PAYS)", "1 / 0"),
            PLACE,
            "s’arrête : ZeroDivisionError",
        ),
    ],
    ids=[
        "solution",
        "untouched",
        "message",
        "full marks",
        "misconception",
        "no misconception",
        "broken cell",
    ],
)
def test_what_an_answer_earns_or_says_against_its_declaration_is_named(root, change, where, what):
    problems = trial(root, ["SEN"], change).problems
    assert any(where in p.where and what in p.what for p in problems), problems


def test_each_country_is_tried_with_its_own_values(root):
    """In the tiny course 100 people live in Senegal, 200 in Chad."""
    change = replace("erreur-typique-texte-et-nombre", '"100"', "100")
    result = trial(root, ["SEN", "TCD"], change)
    points = {o.country: o.points for o in result.outcomes if "= 100" in wrong_source(o)}
    assert points == {"SEN": 2, "TCD": 0}
    full = [p.where for p in result.problems if "a tous les points" in p.what]
    assert full == [f"{PLACE}, habitants (SEN)"]


def wrong_source(outcome):
    answers = outcome.exercise.wrong_answers
    return answers[int(outcome.variant)].source if outcome.variant.isdigit() else ""


def test_the_cell_that_hands_in_is_not_run(root):
    change = replace("remise", "rendre()", "1 / 0")
    assert trial(root, ["SEN"], change).problems == ()


def test_what_other_programs_print_does_not_mix_with_the_report(root):
    change = replace("lecture", "PAYS = ", "import os\nos.system('echo [1')\nPAYS = ")
    result = trial(root, ["SEN", "TCD"], change)
    assert (result.problems, len(result.outcomes)) == ((), 16)


@pytest.mark.parametrize("countries", [["SEN"], ["SEN", "TCD"]])
def test_a_wrong_answer_that_ends_its_process_leaves_the_others_judged(root, countries):
    change = replace(
        "erreur-typique-texte-et-nombre", 'habitants = "100"', "import os; os._exit(0)"
    )
    result = trial(root, countries, change)
    assert len(result.outcomes) == 8 * len(countries)
    assert ["le processus s’est arrêté" in problem.what for problem in result.problems] == [
        True
    ] * len(countries)


def test_a_product_that_somebody_left_does_not_change_a_verdict(root):
    (root / "solutions/90-essai/journal.csv").write_text("etape\n", encoding="utf-8")
    change = replace("lecture", "PAYS = ", "open('journal.csv').close()\nPAYS = ")
    problems = trial(root, ["SEN"], change).problems
    assert any("FileNotFoundError" in problem.what for problem in problems)


def test_two_wrong_answers_must_not_get_the_same_message(root):
    def twin(cells):
        cells["erreur-typique-texte-et-nombre"].update(source=cells_source(cells))
        cells["erreur-typique-texte-et-nombre"]["metadata"]["atelier"] = {
            "meprise": "total-de-tous",
            "message": "Vous avez compté tous les pays",
        }

    def cells_source(cells):
        return cells["erreur-typique-total-de-tous"]["source"] + "  # autrement"

    problems = trial(root, ["SEN"], twin).problems
    assert ["donne le même message" in p.what for p in problems] == [True]


def test_a_branch_leaves_neither_state_nor_files_behind(tmp_path, monkeypatch):
    home = tmp_path / "module"
    home.mkdir()
    monkeypatch.chdir(home)
    shell = Session()
    shell.run("x = 1")
    branch = shell.branch(["x = 2; open('trace.txt', 'w').close()", "x"])
    assert branch[1][0]["data"] == {"text/plain": "2"}
    assert shell.run("x")[0]["data"] == {"text/plain": "1"}
    assert list(tmp_path.rglob("*")) == [home]


def test_without_fork_a_branch_starts_again_and_answers_the_same(tmp_path, monkeypatch):
    home = tmp_path / "module"
    home.mkdir()
    monkeypatch.chdir(home)
    shell = Session()
    shell.run("x = 1")
    monkeypatch.delattr(session.os, "fork")
    assert shell.branch(["x = x + 1", "x"])[1][0]["data"] == {"text/plain": "2"}
    assert list(tmp_path.rglob("*")) == [home]


def test_a_cell_that_ends_its_process_is_an_outcome_not_a_crash(tmp_path, monkeypatch):
    home = tmp_path / "module"
    home.mkdir()
    monkeypatch.chdir(home)
    outputs = Session().branch(["import os; os._exit(3)", "1"])
    assert [cell[0]["ename"] for cell in outputs] == ["Arret", "Arret"]


def test_a_cell_that_ends_its_process_well_is_a_stop_too(tmp_path, monkeypatch):
    home = tmp_path / "module"
    home.mkdir()
    monkeypatch.chdir(home)
    (output,), _ = Session().branch(["import os; os._exit(0)", "1"])
    assert (output["ename"], output["evalue"]) == ("Arret", "le processus s’est arrêté (état 0)")


def test_a_cell_without_end_is_stopped(tmp_path, monkeypatch):
    home = tmp_path / "module"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setattr(session, "LIMIT", 1)
    ((output,),) = Session().branch(["while True: pass"])
    assert output["ename"] == "Arret"


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'a', ('192.0.2.1', 53))",
        "import socket; socket.create_connection(('192.0.2.1', 80), 1)",
        "import urllib.request; urllib.request.urlopen('http://example.org')",
    ],
)
def test_cells_cannot_reach_another_machine(tmp_path, attempt):
    ((output,),) = work({"folder": str(tmp_path), "sources": [attempt]})
    assert "demande le réseau" in output["evalue"]


def test_cells_can_reach_this_machine(tmp_path):
    source = "import socket; s = socket.create_server(('127.0.0.1', 0)); "
    source += "socket.create_connection(s.getsockname()).close(); s.close()"
    assert work({"folder": str(tmp_path), "sources": [source]}) == [[]]


def test_a_figure_ends_with_its_cell_as_in_jupyterlab(tmp_path):
    draw = "import matplotlib.pyplot as plt\nplt.plot([1, 2])"
    _, said = work({"folder": str(tmp_path), "sources": [draw, "print(plt.get_fignums())"]})
    assert said == [{"output_type": "stream", "name": "stdout", "text": "[]\n"}]


def test_a_report_is_plain_json(tmp_path):
    outputs = work({"folder": str(tmp_path), "sources": ["import sys; sys.stderr.write('ah')"]})
    assert json.loads(json.dumps(outputs)) == outputs
    assert outputs[0][0]["name"] == "stderr"
    assert os.listdir(tmp_path) == []  # noqa: PTH208
