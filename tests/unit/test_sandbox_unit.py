"""What crosses into a sandbox and back, and what a forged report is worth."""

import pytest

from atelier.sandbox.primitives import WireError, dumps
from atelier.sandbox.unit import (
    Done,
    Limits,
    Step,
    Unit,
    needs,
    pack_part,
    pack_unit,
    stopped,
    unpack_part,
    unpack_unit,
)

UNIT = Unit(
    "03-nettoyer",
    "carnet",
    (Step("1"), Step("2", test="test-a", needs=("x",))),
    files={"carnet.ipynb": b"{}"},
    skipped={1: "elle boucle"},
    local_network=True,
    limits=Limits(cell_seconds=2, memory_mb=300),
)
DONE = Done([stopped("elle boucle")], "elle boucle", ended=True)


def test_a_unit_crosses_with_its_key():
    assert unpack_unit(pack_unit(UNIT, "clé")) == (UNIT, "clé")


def test_what_came_of_some_steps_crosses():
    steps = [Done([]), DONE]
    assert unpack_part(pack_part(steps, "clé"), "clé") == steps


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"rien",
        pack_part([DONE], "autre"),
        dumps(("clé", [([], "", 1)])),
        dumps(("clé", [([], None, True)])),
        dumps(("clé", [({}, "", True)])),
        dumps(("clé", [([], "")])),
        dumps(("clé", [])),
        dumps(("clé", ([], "", True))),
        dumps([]),
    ],
    ids=["nothing", "noise", "key", "flag", "cause", "outputs", "short", "empty", "bare", "list"],
)
def test_a_report_that_nobody_was_asked_for_is_refused(data):
    with pytest.raises(WireError):
        unpack_part(data, "clé")


def test_a_stopped_cell_has_an_error_that_scores_nothing_and_says_why():
    assert stopped("elle boucle") == {
        "output_type": "error",
        "ename": "Interrompue",
        "evalue": "elle boucle",
        "traceback": ["Interrompue: elle boucle"],
    }


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("total", ("total",)),
        ('ville == "Dakar"', ("ville",)),
        ('essayer(f, "Dakar")', ("essayer", "f")),
        ('table.query("Dakar")', ("table",)),
        (
            'executer_verification("""import pandas as pd\n@verification("taux")\n'
            "def taux(part: Nombre, PAYS: Pays):\n    total = pd.read_csv('x')\n"
            '    verifier(part == total[PAYS], \'\')\n""")',
            ("PAYS", "part"),
        ),
    ],
)
def test_names_that_a_test_may_look_up(test, expected):
    assert expected == needs(test)
