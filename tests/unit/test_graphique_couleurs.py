"""Colours: contrast, distance, and what the colour-blind see."""

import pytest

from atelier.learner.graphiques.colours import (
    SIMULATIONS,
    ciede2000,
    contrast,
    distance,
    lab,
    linear,
    nearest,
    rgb,
    seen_by,
)
from atelier.learner.graphiques.judging_sight import LEAST_DISTANCE

WHITE, BLACK = rgb("#ffffff"), rgb("#000000")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [  # Sharma, Wu and Dalal (2005), table 1
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_is_the_published_one(one, other, expected):
    assert ciede2000(one, other) == pytest.approx(expected, abs=1e-4)


def test_contrast_goes_from_1_to_21():
    assert (contrast(WHITE, WHITE), contrast(WHITE, BLACK)) == (1, pytest.approx(21))


def test_a_known_grey_has_its_known_contrast():
    assert contrast(rgb("#767676"), WHITE) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("sight", SIMULATIONS)
@pytest.mark.parametrize("grey", ["#000000", "#777777", "#ffffff"])
def test_greys_look_the_same_to_all(sight, grey):
    assert ciede2000(lab(seen_by(rgb(grey), sight)), lab(linear(rgb(grey)))) < 0.1


@pytest.mark.parametrize(
    "pair",
    [
        ("#ff0000", "#008000"),
        ("#d62728", "#2ca02c"),
        ("#dc143c", "#2e8b57"),
        ("#a52a2a", "#008000"),
    ],
)
def test_reds_and_greens_are_confused_though_all_tell_them_apart(pair):
    assert nearest(list(pair)) < LEAST_DISTANCE < 50 < distance(*map(rgb, pair))


def test_the_palette_of_okabe_and_ito_is_told_apart():
    okabe_ito = ["#000000", "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#CC79A7"]
    assert nearest(okabe_ito) > LEAST_DISTANCE
