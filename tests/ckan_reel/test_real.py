"""A real CKAN, on demand: `pytest -m reel` (installs it the first time; minutes, and a network)."""

import pytest
from portal.accepted import read_accepted
from portal.recorded import CASES, Recording
from portal.replay import compare, record, replay
from portal.serving import training_portal

from ckan_reel.ckan import cache_folder, real_ckan
from ckan_reel.postgres import NoPostgres

pytestmark = pytest.mark.reel


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.glob("*.jsonl")))
def test_ckan_answers_as_recorded_and_the_training_portal_as_ckan(name):
    recording = Recording.read(CASES / name)
    try:
        with real_ckan(cache_folder()) as ckan:
            now = record(recording, ckan, ckan.name)
    except NoPostgres as reason:
        pytest.skip(str(reason))
    outcome = compare(recording, now)
    assert outcome.clean, outcome.report()
    with training_portal() as portal:
        outcome = replay(now, portal, read_accepted())
    assert outcome.clean, outcome.report()
