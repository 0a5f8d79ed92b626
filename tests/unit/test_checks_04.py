"""What the checks of module 04 compute, without a kernel."""

import pytest
from checks import SOLUTIONS, checks_of

from atelier.learner.verifier import Presque

MODULE = "04-analyser"


@pytest.fixture
def checks(monkeypatch):
    monkeypatch.chdir(SOLUTIONS / MODULE)
    return checks_of(MODULE)


def test_a_right_answer_is_told_what_to_remember(checks):
    said = checks.taux_medecins_2(habitants_par_medecin=11_346, PAYS="SEN")
    assert said == "Deux phrases pour un même fait : choisissez celle que l’on retient."


def test_a_division_the_wrong_way_round_is_named(checks):
    with pytest.raises(Presque) as error:
        checks.taux_medecins_2(habitants_par_medecin=1 / 11_346, PAYS="SEN")
    assert error.value.meprise == "division-a-l-envers"
