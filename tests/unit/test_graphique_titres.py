"""A title states a finding, or names a subject."""

import tomllib
from pathlib import Path

import pytest

from atelier.learner.graphiques.finding import QUESTION, SUJET, VIDE, judge_title

TITLES = tomllib.loads(Path(__file__).with_name("titres.toml").read_text(encoding="utf-8"))
MENDED = [TITLES["first"], TITLES["second"]]


def errors(lists):
    """Return the findings that are refused and the subjects that are accepted."""
    refused = [title for some in lists for title in some["findings"] if judge_title(title)]
    accepted = [title for some in lists for title in some["subjects"] if not judge_title(title)]
    return refused, accepted


def test_titles_that_the_rule_was_mended_on():
    assert errors(MENDED) == (["2020, année noire pour les marchés"], [])


def test_on_titles_that_it_was_not_mended_on_the_rule_errs_four_times_in_forty():
    refused, accepted = errors([TITLES["unseen"]])
    assert (len(refused), len(accepted)) == (4, 0)  # the four have no verb


@pytest.mark.parametrize(
    ("title", "verdict"),
    [
        ("", VIDE),
        (" … ", VIDE),
        ("2023", VIDE),
        ("Électricité", SUJET),
        ("Qui a l’électricité au Niger ?", QUESTION),
        ("Au Niger,\nun habitant sur cinq a l’électricité", None),
    ],
)
def test_what_a_title_may_be(title, verdict):
    assert judge_title(title) == verdict
