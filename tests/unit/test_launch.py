"""`atelier ouvrir`: where the course opens, and what happens before a server starts."""

import json
import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from atelier import launch
from atelier.errors import UserError


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    """Give each test an environment of its own: `prepare` changes it."""
    monkeypatch.setattr(os, "environ", dict(os.environ))


def test_the_first_page_is_the_first_notebook_of_the_first_module(tmp_path):
    for name in (
        "03-nettoyer/01-a.ipynb",
        "00-prise-en-main/02-b.ipynb",
        "00-prise-en-main/01-é.ipynb",
    ):
        (tmp_path / "notebooks" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "notebooks" / name).touch()
    expected = "/lab/tree/notebooks/00-prise-en-main/01-%C3%A9.ipynb"
    assert launch.first_page(tmp_path) == expected


def test_without_a_notebook_the_first_page_is_the_lab(tmp_path):
    assert launch.first_page(tmp_path) == "/lab"


def test_a_missing_cohort_is_named_with_the_way_out(tmp_path):
    with pytest.raises(UserError, match=r"promotions/dakar n’existe pas.*collecter"):
        launch.open_lab(tmp_path, cohort=tmp_path / "promotions/dakar")


def test_participants_and_each_cohort_have_servers_of_their_own(tmp_path):
    places = {launch.prepare(tmp_path, cohort) for cohort in (None, tmp_path / "a", tmp_path / "b")}
    assert len(places | {launch.prepare(tmp_path, None, True)}) == 4


def test_two_cohorts_of_one_name_have_servers_of_their_own(tmp_path):
    first, second = (tmp_path / place / "dakar" for place in ("2026", "2027"))
    assert launch.prepare(tmp_path, first) != launch.prepare(tmp_path, second)


def test_an_author_sees_what_participants_do_not(tmp_path):
    launch.prepare(tmp_path, None, everything=True)
    assert "participant" not in os.environ["JUPYTER_CONFIG_PATH"]


def test_the_gradebook_s_settings_come_with_a_cohort_only(tmp_path):
    launch.prepare(tmp_path, None)
    assert str(tmp_path / "grading") not in os.environ["JUPYTER_CONFIG_PATH"]
    launch.prepare(tmp_path, tmp_path / "a")
    assert str(tmp_path / "grading") in os.environ["JUPYTER_CONFIG_PATH"]
    assert os.environ["ATELIER_PROMOTION"] == str(tmp_path / "a")


class Answer(BaseHTTPRequestHandler):
    """A server that answers every question."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


def test_a_server_that_answers_is_used_again(tmp_path):
    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    info = {"pid": os.getpid(), "url": url, "token": "abc"}
    (tmp_path / "jpserver-1.json").write_text(json.dumps(info))
    try:
        assert launch.running(tmp_path, "/lab") == f"{url}lab?token=abc"
    finally:
        server.shutdown()
        server.server_close()


def test_a_server_that_has_died_is_not_used_again(tmp_path):
    """After a power cut its number may belong to another process."""
    info = {"pid": os.getpid(), "url": "http://127.0.0.1:9/", "token": "abc"}
    (tmp_path / "jpserver-1.json").write_text(json.dumps(info))
    assert launch.running(tmp_path, "/lab") is None
