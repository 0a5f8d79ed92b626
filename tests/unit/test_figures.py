"""The inspection on charts that it was not written from: none right refused, none wrong accepted."""

import matplotlib
import pytest
from figures import FIGURES
from matplotlib import pyplot as plt

from atelier import defauts, lire_figure, lire_graphique

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


@pytest.fixture(autouse=True)
def alone():
    matplotlib.use("agg")
    with plt.rc_context():
        yield
        plt.close("all")


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_a_right_chart_is_accepted_and_a_wrong_one_told_why(figure):
    read = (lire_figure if figure.panels else lire_graphique)(figure.draw())
    told = [one.code for one in defauts(read, **figure.expected)]
    if figure.codes:
        assert told
        assert told[0] in figure.codes
    else:
        assert [] == told
