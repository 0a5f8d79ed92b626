"""`portail()` in a notebook: found or started, shown without its key, gone with the kernel."""

import importlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from patience import PATIENCE

from atelier.learner import portail as door
from atelier.learner.secret import find_secret

ROOT = Path(__file__).parents[2]


@pytest.fixture
def shown(monkeypatch) -> list[dict]:
    """What the notebook shows."""
    bundles: list[dict] = []
    monkeypatch.setattr("IPython.display.display", lambda b, raw=False: bundles.append(b))
    return bundles


@pytest.fixture
def course(tmp_path, monkeypatch):
    (tmp_path / "course.toml").touch()
    monkeypatch.setenv("ATELIER_COURS", str(tmp_path))
    monkeypatch.setattr(door, "_open", {})
    monkeypatch.setattr(os, "environ", dict(os.environ))
    yield tmp_path
    for found in door._open.values():
        found.fermer()


def test_it_starts_once_shows_a_box_without_the_key_and_ends(course, shown):
    mine = door.portail()
    assert mine is door.portail()
    text = f"{shown} {mine!r}"
    assert mine.jeton not in text
    assert find_secret(text) is None
    assert "Le portail d’entraînement est ouvert" in shown[0]["text/html"]
    assert "127.0.0.1" in os.environ["no_proxy"]
    process = mine._process
    mine.fermer()
    assert 0 == process.wait(10)
    assert not mine.repond()


def test_a_notebook_finds_the_portal_that_another_has_opened(course, shown, monkeypatch):
    first = door.portail()
    monkeypatch.setattr(door, "_open", {})
    second = door.portail()
    assert (first.adresse, first.jeton) == (second.adresse, second.jeton)
    second.fermer()  # it is not this one's to close
    assert first.repond()
    first.fermer()


def test_after_the_key_was_revoked_it_starts_afresh(course, shown):
    import ckanapi

    first = door.portail()
    remote = ckanapi.RemoteCKAN(first.adresse, apikey=first.jeton)
    for token in remote.action.api_token_list(user_id="participant"):
        remote.action.api_token_revoke(jti=token["id"])
    remote.close()
    second = door.portail()
    assert first.jeton != second.jeton
    assert second.repond()


def test_on_binder_the_link_goes_through_the_server_of_the_notebooks(course, monkeypatch):
    bundles = []
    monkeypatch.setattr("IPython.display.display", bundles.append)
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/awa/")
    mine = door.portail()
    port = mine.adresse.rpartition(":")[2]
    assert f'href="/user/awa/proxy/{port}/entrer?mot=' in bundles[0].value
    bundles[0].close()


def test_while_a_notebook_is_graded_its_portal_is_fresh_and_leaves_the_course_alone(
    course, shown, monkeypatch
):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    mine = door.portail()
    place = Path(door._passing().name)
    assert mine.repond()
    assert not (course / ".atelier").exists()
    assert door.portail() is mine
    mine.fermer()
    door._passing().cleanup()
    door._passing.cache_clear()
    assert not place.exists()


def test_an_unknown_profile_is_a_sentence(course):
    with pytest.raises(door.PortailAbsent, match="Le profil « hdxx » n’existe pas"):
        door.portail("hdxx")


def test_a_folder_that_cannot_be_written_is_a_sentence(course):
    (course / ".atelier").touch()
    with pytest.raises(door.PortailAbsent, match="ne peut pas écrire") as refused:
        door.portail()
    box = refused.value._render_traceback_()
    assert box[0].startswith("┌─ Le portail n’est pas ouvert")
    assert max(map(len, box)) <= 72


def test_a_damaged_store_is_a_sentence_with_the_way_out(course):
    store = course / ".atelier/portail/portail.sqlite"
    store.parent.mkdir(parents=True)
    store.write_bytes(b"this is no database" * 100)
    with pytest.raises(door.PortailAbsent, match="n’est pas un portail que l’on peut lire"):
        door.portail()


def test_a_portal_that_dies_at_once_leaves_a_journal_and_a_sentence(course, monkeypatch):
    monkeypatch.setenv("PYTHONHOME", str(course))  # no Python starts without its library
    with pytest.raises(door.PortailAbsent, match=r"\.atelier/portail/journal\.log"):
        door.portail()
    assert (course / ".atelier/portail/journal.log").read_bytes()


def test_outside_the_course_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("ATELIER_COURS", str(tmp_path))
    with pytest.raises(door.PortailAbsent, match=r"aucun fichier course\.toml"):
        door.portail()


def test_without_the_packages_importing_says_what_to_type(monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda n, *a: None if n == "ckanapi" else found(n, *a)
    )
    with pytest.raises(ImportError) as refused:
        door._require(door.NEEDED)
    assert "emploie ckanapi, que vous n’avez pas encore" in str(refused.value)
    assert "demarrer.py portail --installer" in "\n".join(refused.value._render_traceback_())


def test_a_notebook_imports_it_by_its_name():
    import atelier

    assert door.portail is atelier.portail


def test_the_door_imports_nothing_heavy():
    code = "import atelier.learner.portail, sys; print(sorted({'pandas', 'tornado', 'ckanapi'} & set(sys.modules)))"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert "[]\n" == run.stdout


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_a_kernel_that_is_killed_takes_its_portal_with_it(tmp_path):
    (tmp_path / "course.toml").touch()
    code = "from atelier import portail; print(portail()._process.pid, flush=True); input()"
    kernel = subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "ATELIER_COURS": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with kernel:
        pid = next(int(line) for line in kernel.stdout if line.strip().isdigit())
        kernel.send_signal(signal.SIGKILL)
        kernel.wait()
    deadline = time.monotonic() + PATIENCE
    while (tmp_path / ".atelier/portail/adresse.json").exists():
        assert time.monotonic() < deadline, pid
        time.sleep(0.05)
