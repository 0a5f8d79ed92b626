"""The training portal, started as a trainer starts it, answers what a real CKAN answered."""

import pytest

from portal.accepted import read_accepted
from portal.recorded import CASES, Recording
from portal.replay import main, replay
from portal.serving import training_portal

pytestmark = pytest.mark.lent


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.glob("*.jsonl")))
def test_the_training_portal_answers_as_ckan_did_but_for_what_is_explained(name):
    pytest.importorskip("ckanapi", reason="ckanapi is not installed here")
    with training_portal() as portal:
        outcome = replay(Recording.read(CASES / name), portal, read_accepted())
    assert outcome.clean, outcome.report()


def test_another_portal_needs_its_token_and_one_recording(capsys):
    for arguments in (["--address", "http://127.0.0.1:9"], ["--record", "x", "a", "b"]):
        with pytest.raises(SystemExit) as end:
            main(arguments)
        assert 2 == end.value.code
    assert "go together" in capsys.readouterr().err
