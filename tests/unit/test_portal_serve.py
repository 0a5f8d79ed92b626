"""`atelier portail`: from the command to the last Ctrl-C; and the process of a notebook."""

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from patience import PATIENCE

from atelier.cli import main
from atelier.errors import COULD_NOT, UserError
from atelier.portal.serve import Served, alone, kept_token, serve, where, write_secret

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name == "nt", reason="modes and signals of POSIX")


class Running:
    """A portal served from a thread, until the test ends."""

    def __init__(self, folder: Path, **options):
        self.stop, self.ready = threading.Event(), threading.Event()
        self.served: Served | None = None
        self.error: Exception | None = None

        def told(served: Served) -> None:
            self.served = served
            self.ready.set()

        def run() -> None:
            try:
                serve(folder, told=told, stop=self.stop, **{"port": 0, **options})
            except UserError as error:
                self.error = error
            finally:
                self.ready.set()

        self.thread = threading.Thread(target=run)
        self.thread.start()
        self.ready.wait(30)

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_) -> None:
        self.stop.set()
        self.thread.join()

    def ask(self, action: str, token: str = "") -> object:
        headers = {"Authorization": token} if token else {}
        request = urllib.request.Request(
            f"{self.served.address}/api/3/action/{action}", headers=headers
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)["result"]


@posix
def test_an_empty_portal_has_an_administrator_whose_token_only_its_owner_reads(tmp_path):
    token = tmp_path / "ici" / "jeton"
    with Running(tmp_path / "d", empty=True, admin_file=token) as portal:
        assert 0o600 == stat.S_IMODE(token.stat().st_mode)
        assert [] == portal.ask("package_list")
        assert [] == portal.ask("organization_list")
        assert token.read_text() == token.read_text().strip()
        assert [] == portal.ask("organization_list_for_user", token.read_text())
        assert portal.served.entry is None
    assert not (tmp_path / "d/jeton-participant").exists()


def test_a_portal_starts_with_a_catalogue_and_a_participant_then_goes_on_where_it_was(tmp_path):
    with Running(tmp_path) as portal:
        first = portal.ask("package_list")
        token = (tmp_path / "jeton-participant").read_text()
        assert len(first) > 5
        assert ["cours"] == [o["name"] for o in portal.ask("organization_list_for_user", token)]
        assert not portal.served.resumed
    with Running(tmp_path) as portal:
        assert portal.served.resumed
        assert first == portal.ask("package_list")
        assert token == (tmp_path / "jeton-participant").read_text()


def test_a_portal_that_demands_what_hdx_demands_starts_with_a_catalogue_and_places(tmp_path):
    with Running(tmp_path, profile="hdx") as portal:
        assert len(portal.ask("package_list")) > 5
        assert "sen" in portal.ask("group_list")


def test_a_lost_token_is_made_again(tmp_path):
    with Running(tmp_path):
        pass
    (tmp_path / "jeton-participant").write_text("perdu")
    with Running(tmp_path) as portal:
        token = (tmp_path / "jeton-participant").read_text()
        assert portal.ask("organization_list_for_user", token)


def test_the_link_that_is_printed_lets_in(tmp_path):
    from visitor import Visitor

    with Running(tmp_path) as portal:
        page = Visitor(portal.served.address).get(f"/{portal.served.entry}").page
        assert "Mon compte" in page.words


def test_a_second_portal_on_the_same_folder_is_shown_the_first(tmp_path):
    with Running(tmp_path) as portal:
        assert portal.served.address == where(tmp_path)
        second = Running(tmp_path)
        assert f"déjà ouvert sur ce dossier : {portal.served.address}" in str(second.error)
    assert where(tmp_path) is None


def test_a_port_that_is_taken_is_said_with_the_way_out(tmp_path):
    with Running(tmp_path / "a") as portal:
        port = int(portal.served.address.rpartition(":")[2])
        second = Running(tmp_path / "b", port=port)
        assert f"Le port {port} ne peut pas servir" in str(second.error)
        assert "--port 5010" in str(second.error)


@pytest.mark.parametrize("option", ["--donnees", "--jeton-admin"])
def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path, option, capsys):
    (tmp_path / "fichier").touch()
    places = {"--donnees": tmp_path / "d", "--jeton-admin": tmp_path / "j"}
    places[option] = tmp_path / "fichier" / "x"
    words = [str(word) for pair in places.items() for word in pair]
    assert COULD_NOT == main(["portail", "--vide", *words])
    said = capsys.readouterr().err
    assert "Impossible d’écrire" in said
    assert "un fichier y tient la place d’un dossier" in said


def test_installing_only_opens_nothing(capsys):
    assert main(["portail", "--installer"]) == 0
    assert "Tout est installé" in capsys.readouterr().out


def test_an_unknown_profile_is_answered_in_french(capsys):
    assert COULD_NOT == main(["portail", "--profil", "ckan"])
    assert "« ckan » n’existe pas ; choisissez parmi" in capsys.readouterr().err


def test_a_folder_that_nobody_holds_can_be_held_again(tmp_path):
    with alone(tmp_path):
        pass
    with alone(tmp_path):
        assert (tmp_path / "verrou").exists()


def test_what_says_where_may_be_damaged(tmp_path):
    (tmp_path / "adresse.json").write_text("[")
    assert where(tmp_path) is None


def test_a_secret_replaces_what_was_there_whole(tmp_path):
    path = tmp_path / "jeton"
    write_secret(path, "un")
    write_secret(path, "deux")
    assert ("deux", ["jeton"]) == (path.read_text(), [p.name for p in tmp_path.iterdir()])


def test_no_token_is_kept_where_there_is_none(tmp_path):
    class Nobody:
        folder = tmp_path

    assert kept_token(Nobody()) is None


def started(arguments: list[str], folder: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-u", "-m", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "ATELIER_COURS": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_cleanly_and_says_where_the_data_are(tmp_path, number):
    process = started(["atelier", "portail", "--donnees", "d", "--vide"], tmp_path)
    lines = iter(process.stdout.readline, "Gardez cette fenêtre ouverte. Pour arrêter : Ctrl+C.\n")
    assert any("est ouvert : http://127.0.0.1:" in line for line in lines)
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE)
    assert (0, "") == (process.returncode, err)
    assert f"est gardé dans {tmp_path / 'd'}" in out
    assert not (tmp_path / "d/adresse.json").exists()


def test_the_portal_of_a_notebook_ends_when_its_notebook_lets_go(tmp_path):
    process = started(["atelier.portal.serve", str(tmp_path / "d"), "coeur"], tmp_path)
    assert json.loads(process.stdout.readline())["adresse"].startswith("http://127.0.0.1:")
    process.stdin.close()
    process.stdin = None
    assert ("", "") == process.communicate(timeout=PATIENCE)
    assert 0 == process.returncode


def test_the_portal_of_a_notebook_says_why_it_cannot(tmp_path):
    (tmp_path / "d").touch()
    process = started(["atelier.portal.serve", str(tmp_path / "d"), "coeur"], tmp_path)
    out, _ = process.communicate(timeout=PATIENCE)
    assert "Impossible d’écrire" in json.loads(out)["erreur"]


def test_a_token_replaces_no_other_file(tmp_path):
    other = tmp_path / "notes.txt"
    other.write_text("mes notes")
    for path in (other, tmp_path / "d/portail.sqlite"):
        with pytest.raises(UserError, match="ne peut pas remplacer"):
            serve(tmp_path / "d", port=0, admin_file=path)
    assert "mes notes" == other.read_text()


@posix
def test_a_new_folder_is_closed_to_other_accounts(tmp_path):
    with alone(tmp_path / "d"):
        assert 0o700 == stat.S_IMODE((tmp_path / "d").stat().st_mode)


def test_a_foreign_host_name_is_refused(tmp_path):
    with Running(tmp_path / "d") as running:
        request = urllib.request.Request(running.served.address, headers={"Host": "evil.example"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=PATIENCE)
        refused.value.close()
    assert 400 == refused.value.code


def test_a_folder_made_for_one_profile_is_not_served_under_another(tmp_path):
    with Running(tmp_path, empty=True, profile="hdx"):
        pass
    with Running(tmp_path, empty=True, profile="coeur") as portal:
        assert str(portal.error).startswith("Ce dossier garde un portail du profil « hdx ».")
