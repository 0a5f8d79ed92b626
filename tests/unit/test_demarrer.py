"""demarrer.py, run for real in a small copy of the course; only the installer is a fake."""

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from patience import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = (ROOT / "demarrer.py").read_text(encoding="utf-8")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the fake installer is a POSIX script")

VERBS = """\
GROUPS = ("participant", "formateur", "mainteneur")
VERBS = {"ouvrir": "participant", "corriger": "formateur", "valider": "mainteneur"}
OPTIONS = {("ouvrir", "--publier"): "formateur"}
"""
MAIN = "import sys; print('atelier', *sys.argv[1:]); sys.exit(7 if 'échec' in sys.argv else 0)\n"
FAKE = """\
#!{python}
import os, sys, time
from pathlib import Path
root = Path({root!r})
arguments = sys.argv[1:]
with open(root / "calls", "a") as calls:
    calls.write(" ".join(arguments) + "\\n")
if arguments[0] == "venv":
    (root / ".venv/bin").mkdir(parents=True)
    (root / ".venv/lib/python3.11/site-packages").mkdir(parents=True)
    (root / ".venv/bin/python").symlink_to({python!r})
    (root / ".venv/pyvenv.cfg").write_text("home = {home}\\n")
    sys.exit()
(root / ".venv/half").touch()
print("Resolved 1 package", flush=True)
time.sleep(float(os.environ.get("SLOW", 0)))
if os.environ.get("WORDS"):
    print(os.environ["WORDS"])
    sys.exit(1)
(root / ".venv/half").unlink()
with open(root / "installed", "a") as installed:
    installed.write(Path(arguments[arguments.index("-r") + 1]).read_text() + "--\\n")
"""


class Copy:
    """A small course with its own demarrer.py and a fake `uv` first on the path."""

    def __init__(self, root: Path):
        self.root = root
        package = root / "src/atelier"
        package.mkdir(parents=True)
        (root / "requirements").mkdir()
        (root / "demarrer.py").write_text(SCRIPT, encoding="utf-8")
        (package / "__init__.py").touch()
        (package / "verbs.py").write_text(VERBS)
        (package / "__main__.py").write_text(MAIN)
        for number, group in enumerate(("participant", "formateur", "mainteneur"), start=1):
            self.lock(group, *"abc"[:number])
        fake = root / "bin/uv"
        fake.parent.mkdir()
        python = os.path.realpath(sys.executable)
        home = str(Path(python).parent)
        fake.write_text(FAKE.format(python=python, root=str(root), home=home))
        fake.chmod(0o755)

    def lock(self, group: str, *packages: str) -> None:
        entries = "".join(f"{name}==1 \\\n    --hash=sha256:0\n" for name in packages)
        (self.root / f"requirements/{group}.txt").write_text(entries)

    def environment(self, **more: str) -> dict[str, str]:
        return {"PATH": str(self.root / "bin"), "LANG": "C.UTF-8", **more}

    def start(self, *arguments: str, **more: str) -> subprocess.CompletedProcess:
        command = [sys.executable, str(self.root / "demarrer.py"), *arguments]
        return subprocess.run(
            command, env=self.environment(**more), capture_output=True, text=True, timeout=PATIENCE
        )

    def launch(self, *arguments: str, **more: str) -> subprocess.Popen:
        command = [sys.executable, str(self.root / "demarrer.py"), *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, env=self.environment(**more), stdout=pipe, stderr=pipe, text=True
        )

    def installed(self) -> list[str]:
        """Return the packages of each installation that went through, as one word each."""
        path = self.root / "installed"
        runs = path.read_text().split("--\n")[:-1] if path.exists() else []
        return ["".join(line[0] for line in run.splitlines() if "==" in line) for run in runs]

    def wait_for(self, path: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not (self.root / path).exists():
            assert time.monotonic() < deadline
            time.sleep(0.01)


@pytest.fixture
def copy(tmp_path) -> Copy:
    return Copy(tmp_path / "le cours, été")


def test_python_3_6_can_parse_it():
    ast.parse(SCRIPT, feature_version=(3, 6))


def test_it_imports_the_standard_library_and_the_verbs_only():
    names = set()
    for node in ast.walk(ast.parse(SCRIPT)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module)
    assert names <= {*sys.stdlib_module_names, "atelier.verbs"}


def test_without_a_verb_it_installs_the_participants_group_and_opens(copy):
    done = copy.start("--sans-navigateur")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("atelier ouvrir --sans-navigateur\n")
    assert copy.installed() == ["a"]


def test_a_second_start_installs_nothing(copy):
    copy.start()
    assert copy.start().stdout == "atelier ouvrir\n"
    assert copy.installed() == ["a"]


def test_a_heavier_verb_adds_only_what_is_missing(copy):
    copy.start()
    copy.start("corriger")
    copy.start("valider")
    copy.start("ouvrir")
    assert copy.installed() == ["a", "b", "c"]


def test_the_heaviest_group_serves_every_verb(copy):
    copy.start("valider")
    copy.start("corriger")
    assert copy.installed() == ["abc"]


def test_an_option_may_need_more_than_its_verb(copy):
    copy.start("ouvrir")
    copy.start("ouvrir", "--publier")
    assert copy.installed() == ["a", "b"]


def test_the_gradebook_needs_the_trainers_group(copy):
    copy.start("--promotion=promotions/dakar")
    assert copy.installed() == ["ab"]


def test_the_help_of_a_verb_does_not_install_its_group(copy):
    copy.start("corriger", "--help")
    assert copy.installed() == ["a"]


def test_the_exit_status_and_the_arguments_are_the_verb_s(copy):
    done = copy.start("corriger", "03 nettoyer", "échec")
    assert (
        done.returncode,
        done.stdout.splitlines()[-1],
    ) == (7, "atelier corriger 03 nettoyer échec")


def test_tests_run_pytest_in_the_course_s_folder(copy):
    (copy.root / "src/pytest.py").write_text("import os, sys; print(os.getcwd(), *sys.argv[1:])\n")
    assert copy.start("tests", "-k", "x").stdout.endswith(f"{copy.root} -k x\n")
    assert copy.start("tests").stdout == f"{copy.root} -n auto\n"
    assert copy.installed() == ["abc"]


def test_an_unknown_verb_installs_nothing_and_names_the_verbs(copy):
    done = copy.start("ovurir")
    assert done.returncode == 2
    assert "« ovurir »" in done.stderr
    assert "ouvrir, corriger, valider, tests" in done.stderr
    assert copy.installed() == []


def test_help_speaks_french_and_installs_nothing(copy):
    assert "Usage : python3 demarrer.py" in copy.start("--aide").stdout
    assert not (copy.root / ".venv").exists()


def test_a_new_lock_is_installed_afresh(copy):
    copy.start()
    copy.lock("participant", "a", "z")
    copy.start()
    assert copy.installed() == ["a", "az"]


def test_the_package_is_found_after_the_folder_was_moved_without_a_new_installation(copy):
    copy.start()
    copy.root = copy.root.rename(copy.root.with_name("déplacé"))
    assert copy.start().stdout == "atelier ouvrir\n"


def test_a_venv_whose_python_has_gone_is_made_again(copy):
    copy.start()
    python = copy.root / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert copy.start().stdout.endswith("atelier ouvrir\n")
    assert copy.installed() == ["a", "a"]


def test_a_foreign_venv_is_made_again(copy):
    (copy.root / ".venv/bin").mkdir(parents=True)
    (copy.root / ".venv/old").touch()
    assert copy.start().returncode == 0
    assert not (copy.root / ".venv/old").exists()
    assert not (copy.root / ".venv.tmp").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "Le disque est plein"),
        ("failed to write: No space left on device (os error 28)", "Le disque est plein"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "n'est pas celui attendu"),
        ("Hash mismatch for `six==1`", "n'est pas celui attendu"),
        ("Temporary failure in name resolution", "Pas de connexion"),
        ("dns error: failed to lookup address information", "Pas de connexion"),
        ("socket.gaierror: [Errno 11001] getaddrinfo failed", "Pas de connexion"),
        ("IncompleteRead(10 bytes read, 20 more expected)", "a été coupé"),
        ("Connection reset by peer", "a été coupé"),
        ("HTTPSConnectionPool: Read timed out.", "a été coupé"),
        ("SSL: CERTIFICATE_VERIFY_FAILED", "la date et l'heure"),
        ("No matching distribution found for six==1", "introuvable"),
        ("No solution found when resolving dependencies", "introuvable"),
        ("because ensurepip is not available", "apt install python3-venv"),
        ("[WinError 206] The filename or extension is too long", "trop long"),
        ("PermissionError: [WinError 5] Access is denied", "ne peut pas être modifié"),
        ("something never seen", "L'installation a échoué"),
    ],
)
def test_a_failure_is_one_french_sentence_and_the_next_start_repairs(copy, words, sentence):
    failed = copy.start(WORDS=words)
    assert failed.returncode == 2
    assert sentence in failed.stderr
    assert "relancez la même commande" in failed.stderr
    assert ".atelier/installation.log" in failed.stderr
    assert len(failed.stderr.strip().splitlines()) == 1
    assert words in (copy.root / ".atelier/installation.log").read_text()
    assert copy.start().stdout.endswith("atelier ouvrir\n")
    assert not (copy.root / ".venv/half").exists()


def test_a_failed_addition_leaves_what_worked(copy):
    copy.start()
    assert copy.start("corriger", WORDS="Temporary failure in name resolution").returncode == 2
    assert copy.start().stdout == "atelier ouvrir\n"
    copy.start("corriger")
    assert copy.installed() == ["a", "b"]


def test_a_wheelhouse_replaces_the_network(copy):
    copy.start()
    assert "--no-index" not in (copy.root / "calls").read_text()
    (copy.root / "wheelhouse").mkdir()
    copy.start("corriger")
    wanted = f"--no-index --find-links {copy.root / 'wheelhouse'}"
    assert wanted in (copy.root / "calls").read_text()


def test_two_starts_at_once_install_once(copy):
    first = copy.launch(SLOW="0.7")
    copy.wait_for(".venv/half")
    second = copy.start()
    first.communicate()
    assert "Une autre installation est en cours" in second.stdout
    assert (first.returncode, second.returncode) == (0, 0)
    assert copy.installed() == ["a"]


def test_after_kill_9_the_next_start_waits_for_the_orphan_then_repairs(copy):
    first = copy.launch(SLOW="0.7")
    copy.wait_for(".venv/half")
    first.kill()
    first.communicate()
    again = copy.start()
    assert "Une autre installation est en cours" in again.stdout
    assert again.stdout.endswith("atelier ouvrir\n")
    assert not (copy.root / ".venv/half").exists()


def test_ctrl_c_says_how_to_go_on(copy):
    first = copy.launch(SLOW="0.7")
    copy.wait_for(".venv/half")
    first.send_signal(signal.SIGINT)
    _, errors = first.communicate()
    assert first.returncode == 130
    assert "Interrompu : relancez la même commande" in errors
    assert "Traceback" not in errors


def test_an_incomplete_folder_says_so(copy):
    shutil.rmtree(copy.root / "src")
    done = copy.start()
    assert (done.returncode, "incomplet" in done.stderr) == (2, True)


def test_a_folder_that_cannot_be_written_says_so(copy):
    (copy.root / ".atelier").mkdir()
    (copy.root / ".atelier/verrou").mkdir()  # root may write anywhere, but not over a folder
    done = copy.start()
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)


@pytest.fixture
def module():
    """Return demarrer.py as a module of its own."""
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("demarrer_under_test", ROOT / "demarrer.py")
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.mark.parametrize(
    ("version", "word"),
    [((3, 6), "trop ancien"), ((3, 10), "trop ancien"), ((3, 15), "trop récent")],
)
def test_a_python_that_cannot_work_is_refused(module, monkeypatch, version, word):
    monkeypatch.setattr(sys, "version_info", (*version, 0))
    with pytest.raises(module.SetupError, match=word):
        module.check_machine()


def test_a_32_bit_python_is_refused(module, monkeypatch):
    monkeypatch.setattr(sys, "maxsize", 2**31 - 1)
    with pytest.raises(module.SetupError, match="32 bits"):
        module.check_machine()


def test_windows_refuses_a_path_of_more_than_90_characters(module, monkeypatch):
    monkeypatch.setattr(module, "WINDOWS", True)
    monkeypatch.setattr(module, "ROOT", "C:" + "x" * 88)
    module.check_machine()
    monkeypatch.setattr(module, "ROOT", "C:" + "x" * 89)
    with pytest.raises(module.SetupError, match="91 caractères"):
        module.check_machine()
