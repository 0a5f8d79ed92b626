"""What the examining process makes of what the other side says: values, nonsense, silence."""

import os
import threading
from multiprocessing.connection import Pipe

import pytest

from atelier.sandbox.examining import (
    UNREADABLE,
    Examination,
    is_free,
)
from atelier.sandbox.unit import Limits, Step, Unit
from atelier.sandbox.watch import QUIT, Watch
from atelier.sandbox.wire import dumps, encode, loads, sketch
from atelier.shell import Shell

TABLE = list(range(10_000))


class Other:
    """The other side of a connection, which says what it is told to say."""

    def __init__(self, bound=None, **said):
        self.bound, self.said, self.asked = bound or {}, said, []

    def serve(self, connection):
        with connection:
            while True:
                try:
                    request = loads(connection.recv_bytes())
                    self.asked.append(request)
                    connection.send_bytes(self.reply(*request))
                except (EOFError, OSError):
                    return

    def reply(self, kind, *about):
        if kind in self.said:
            said = self.said[kind]
            if said is QUIT:
                raise EOFError
            return said if isinstance(said, bytes) else dumps(said)
        if kind == "names":
            return dumps(list(self.bound))
        if kind in ("values", "outlines"):
            form = {"values": encode, "outlines": sketch}[kind]
            return dumps({name: form(self.bound[name], len) for name in about[0]})
        return dumps([] if kind == "run" else None)


@pytest.fixture
def examine(tmp_path, monkeypatch):
    """A function that runs steps against what the other side says: outputs, and why it stopped."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(os.sys.modules, "__main__", os.sys.modules["__main__"])
    shell = Shell()

    def run(other, *steps, **limits):
        unit = Unit("m", "n", steps, limits=Limits(**limits))
        ours, theirs = Pipe()
        thread = threading.Thread(target=other.serve, args=(theirs,), daemon=True)
        thread.start()
        with ours:
            watch = Watch(unit.limits, 0, list, lambda: None)
            done = list(Examination(unit, ours, watch, shell).run("folder"))
        thread.join(5)
        return done

    return run


def errors(done):
    return [[(o["ename"], o["evalue"]) for o in step.outputs if "ename" in o] for step in done]


def test_a_test_sees_the_values_of_the_names_that_it_needs(examine):
    step = Step("assert (total, globals().get('autre')) == (42, None)", "t", ("total",))
    assert errors(examine(Other({"total": 42, "autre": 1}), step)) == [[]]


def test_each_test_stands_alone(examine):
    steps = Step("autre = 1", "a"), Step("autre", "b")
    assert errors(examine(Other(), *steps)) == [
        [],
        [("NameError", "name 'autre' is not defined")],
    ]


def test_what_a_check_imports_and_defines_wins_over_what_a_participant_binds(examine):
    check = (
        'from atelier import executer_verification\nexecuter_verification("""\n'
        "import math\nfrom atelier import Nombre, verification\ndef double(x): return 2 * x\n"
        "@verification('part')\ndef part(part: Nombre) -> str:\n"
        '    assert math.floor(double(part)) == 3\n    return \'\'\n""")'
    )
    other = Other({"math": 1, "double": 2, "part": 1.5})
    assert errors(examine(other, Step.of_test(check, "t"))) == [[]]
    assert ("values", ["part"]) in other.asked


def test_a_name_of_python_stays_pythons_but_can_be_seen(examine):
    steps = Step("assert len([1]) == 1 and all([False]) is False and 'len' in globals()", "t")
    assert errors(examine(Other({"len": 3, "all": 4}), steps)) == [[]]


@pytest.mark.parametrize(
    ("tree", "seen"),
    [(("function", 0, "sum", None, None), False), (7, True), (("list", 0, []), True)],
)
def test_a_function_in_the_place_of_pythons_is_no_fault(examine, tree, seen):
    check = f"assert ('sum' in globals()) is {seen} and sum([1, 2]) == 3"
    for test in (check, f"{check}\nabsent"):
        other = Other({"sum": 7}, outlines={"sum": tree})
        assert "AssertionError" not in str(errors(examine(other, Step(test, "t"))))


@pytest.mark.parametrize("name", ["__builtins__", "__name__", "a b", "", "None", "class", "é b"])
def test_a_name_that_cells_cannot_bind_is_not_seen(examine, name):
    test = Step(f"assert globals().get({name!r}) != 'faux' and len('ab') == 2", "t", (name,))
    assert errors(examine(Other({name: "faux"}), test)) == [[]]


def test_of_a_test_only_names_that_are_bound_are_told(examine):
    other = Other({"total": 42, "secret": 1, "reponse": 2})
    examine(other, Step("assert total == 42", "t", ("reponse", "total", "verifier")))
    assert other.asked == [("start", "folder"), ("names",), ("values", ["total", "reponse"])]


ASKS = """\
from atelier import executer_verification
executer_verification('''
from atelier import Entier, verification
@verification("essai")
def essai(total: Entier) -> str: return ""
''')
"""


def test_a_missing_name_is_answered_with_an_outline_of_all_others(examine):
    other = Other({"table": TABLE, "_a": 1, "totale": 42})
    examine(other, Step.of_test(ASKS, "t"))
    assert other.asked[1:] == [("names",), ("outlines", ["table", "totale"])]


def test_a_value_that_is_too_large_stops_its_test_and_says_so(examine):
    other = Other({"table": TABLE}, values={})
    cause = "« table » est une valeur trop grande pour être vérifiée"
    assert errors(examine(other, Step("table", "t", ("table",)))) == [[("Interrompue", cause)]]


@pytest.mark.parametrize("said", [None, 7, {}, (), "texte"])
def test_nonsense_in_place_of_names_fails_the_test_alone(examine, said):
    done = examine(Other(names=said), Step("1", "t"), Step("1"))
    assert errors(done) == [[("Interrompue", UNREADABLE)], []]


@pytest.mark.parametrize("said", [None, 7, [], (), "texte"])
def test_nonsense_in_place_of_values_fails_the_test_alone(examine, said):
    done = examine(Other({"total": 42}, values=said), Step("1", "t", ("total",)), Step("1"))
    assert errors(done) == [[("Interrompue", UNREADABLE)], []]


def test_a_value_that_nobody_asked_for_is_not_seen(examine):
    other = Other({"total": 42}, values={"total": 42, "verifier": 1, "__builtins__": 2})
    step = Step("assert 'verifier' not in globals() and len('ab') == 2", "t", ("total",))
    assert errors(examine(other, step)) == [[]]


@pytest.mark.parametrize("said", [None, 7, (), ("value", 1), ("value", ("faux",), ""), (1, 2, "")])
def test_nonsense_in_place_of_a_functions_value_fails_the_test(examine, said):
    other = Other({"double": ...}, values={"double": ("function", 0, "f", None, None)}, call=said)
    ((error,),) = errors(examine(other, Step("double(2)", "t", ("double",))))
    assert error == ("Interrompue", UNREADABLE)


def test_bytes_that_are_no_message_end_the_conversation(examine):
    (done,) = examine(Other(names=b"rien"), Step("1", "t"), Step("2"))
    assert (done.stopped, done.ended, errors([done])) == (
        UNREADABLE,
        True,
        [[("Interrompue", UNREADABLE)]],
    )


def test_the_other_side_that_hangs_up_has_ended_python(examine):
    first, second = examine(Other(run=QUIT), Step("1", "t"), Step("2"), Step("3"))
    assert (first.ended, second.ended, second.stopped) == (False, True, QUIT)


def test_a_message_that_is_too_long_is_not_read(examine):
    (done,) = examine(Other(run="a" * 3_000_000), Step("1"), message_mb=2)
    assert (done.ended, done.stopped) == (True, "elle a produit un résultat beaucoup trop gros")


def test_a_skipped_cell_says_why_and_is_not_run(examine):
    other = Other()
    unit = Unit("m", "n", (Step("1"), Step("2")), skipped={0: "elle boucle"})
    ours, theirs = Pipe()
    threading.Thread(target=other.serve, args=(theirs,), daemon=True).start()
    with ours:
        watch = Watch(unit.limits, 0, list, lambda: None)
        done = list(Examination(unit, ours, watch, Shell()).run("folder"))
    assert errors(done) == [[("Interrompue", "elle boucle")], []]
    assert other.asked == [("start", "folder"), ("run", "2")]


def test_an_answer_cannot_say_that_it_was_stopped(examine):
    forged = {"output_type": "error", "ename": "Interrompue", "evalue": "a", "traceback": []}
    assert errors(examine(Other(run=[forged]), Step("1"))) == [[]]


def test_a_failed_test_shows_none_of_its_lines(examine):
    (done,) = examine(
        Other({"total": 41}), Step("secret = 42\nassert total == secret", "t", ("total",))
    )
    assert done.outputs[0]["traceback"] == ["AssertionError: "]


def test_a_warning_in_a_test_costs_nothing(examine):
    assert examine(Other(), Step("import warnings; warnings.warn('vieux')", "t"))[0].outputs == []


@pytest.mark.parametrize(
    ("name", "free"), [("total", True), ("_x", True), ("é", True), ("__x", False), ("if", False)]
)
def test_names_that_a_cell_can_bind(name, free):
    assert is_free(name) == free
