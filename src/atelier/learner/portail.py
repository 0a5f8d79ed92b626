"""`portail()` in a notebook: the training portal, in a process that ends with the kernel.

Importing this module says in French what to type where the packages that publish are missing. The
portal itself is another process (`atelier.portal.serve`): nothing of it is imported here.
"""

import atexit
import functools
import html
import http.client
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from atelier.course import CourseError, find_root
from atelier.errors import UserError, refusal
from atelier.invocation import command

NEEDED = ("ckanapi", "frictionless")
PROFILES = {"coeur": "portail", "hdx": "portail-hdx"}
"""What a portal demands → the folder, below `.atelier/`, that keeps what is published there."""

PATIENCE = 30
"""Seconds that an old computer may take to start a portal."""

LOCK, WHERE, TOKEN, JOURNAL = "verrou", "adresse.json", "jeton-participant", "journal.log"


def _box(title: str, message: str) -> list[str]:
    """Return what a notebook shows in place of a traceback."""
    lines = [f"│ {line}" for part in message.splitlines() for line in textwrap.wrap(part, 70)]
    return [f"┌─ {title} ".ljust(72, "─"), *lines, "└".ljust(72, "─")]


class PortailAbsent(UserError):
    """The training portal did not start; the text says why, and what to do."""

    def _render_traceback_(self, *_: object) -> list[str]:
        return _box("Le portail n’est pas ouvert", str(self))


class PaquetsAbsents(ImportError):
    """What publishing needs is not installed yet; the text says what to type."""

    def _render_traceback_(self, *_: object) -> list[str]:
        return _box("Il manque de quoi publier", str(self))


def _require(names: tuple[str, ...]) -> None:
    """Raise `PaquetsAbsents` unless the packages `names` are installed."""
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        raise PaquetsAbsents(
            f"Ce module emploie {' et '.join(missing)}, que vous n’avez pas encore (environ 7 Mo à "
            "télécharger, une seule fois).\n"
            "Ouvrez un terminal dans le dossier du cours et tapez :\n"
            f"    {command('portail', '--installer')}\n"
            "Puis exécutez de nouveau cette cellule."
        )


_require(NEEDED)


@dataclass
class Portail:
    """A training portal that runs: its address, and your key, which is never shown."""

    adresse: str
    jeton: str = field(repr=False)
    profil: str = "coeur"
    _process: subprocess.Popen | None = field(default=None, repr=False, compare=False)

    def fermer(self) -> None:
        """Stop it, if this notebook started it. What was published is kept."""
        if self._process and self._process.poll() is None:
            self._process.stdin.close()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def repond(self) -> bool:
        """Tell whether it answers and knows its key."""
        try:
            return bool(self.entree())
        except (OSError, ValueError, http.client.HTTPException):
            return False

    def entree(self) -> str:
        """Return an address, below the portal's, that lets the browser in once."""
        headers = {"Authorization": self.jeton}
        request = Request(f"{self.adresse}/entrer", method="POST", headers=headers, data=b"")
        try:
            with build_opener(ProxyHandler({})).open(request, timeout=5) as answer:
                word = answer.read(500).decode("ascii")
        except HTTPError as refused:
            refused.close()  # a refusal holds its connection
            raise
        if not word.startswith("entrer?mot="):
            raise ValueError("another program answers there")
        return word


_open: dict[Path, Portail] = {}
"""Folder → the portal that this kernel has found or started."""


def portail(profil: str = "coeur") -> Portail:
    """Open the training portal, or find it open; show where it is, and return it.

    `profil`: « coeur » demands what openAFRICA demands, « hdx » also what HDX demands. Raises
    `PortailAbsent`.
    """
    if profil not in PROFILES:
        raise PortailAbsent(
            f'Le profil « {profil} » n’existe pas. Choisissez portail("coeur") ou portail("hdx").'
        )
    folder = _keeper() / PROFILES[profil]
    _spare_proxies()
    found = _open.get(folder)
    if not (found and found.repond()):
        if found:
            found.fermer()  # its key was revoked, or it is stuck: start afresh
        found = _already_there(folder, profil) or _start(folder, profil)
        _open[folder] = found
    _show(found)
    return found


def _keeper() -> Path:
    """Return the folder below which portals keep what is published: the course's own `.atelier`.

    While a notebook is graded it is a fresh one, that ends with the process: the course is then not
    to be written, and what an earlier run published must not be there.
    """
    if os.environ.get("NBGRADER_EXECUTION"):
        return Path(_passing().name)
    try:
        return find_root() / ".atelier"
    except CourseError as error:
        raise PortailAbsent(str(error.problems[0])) from error


@functools.cache
def _passing() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="portail-", ignore_cleanup_errors=True)


def _spare_proxies() -> None:
    """Keep this notebook's programs from asking a company's proxy for what is on this computer."""
    for name in ("no_proxy", "NO_PROXY"):
        known = os.environ.get(name, "")
        if "127.0.0.1" not in known:
            os.environ[name] = ",".join(filter(None, [known, "127.0.0.1,localhost"]))


def _already_there(folder: Path, profile: str) -> Portail | None:
    """Return the portal that another notebook or a terminal runs on `folder`."""
    if _free(folder):
        return None  # an old address: the key must not go to whoever answers there now
    try:
        address = json.loads((folder / WHERE).read_text(encoding="utf-8"))["adresse"]
        found = Portail(address, _token(folder), profile)
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return found if found.repond() else None


def _free(folder: Path) -> bool:
    """Tell whether no process serves `folder`: its lock can be had."""
    try:
        with (folder / LOCK).open("r+") as handle:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
                msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)
            else:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _token(folder: Path) -> str:
    return (folder / TOKEN).read_text(encoding="ascii").strip()


def _start(folder: Path, profile: str) -> Portail:
    """Start a portal on `folder`. A portal that is just closing is given a moment."""
    for attempt in range(6):
        process = _launch(folder, profile)
        answer = _first_line(process)
        if "adresse" in answer:
            atexit.register(_close, process)
            return Portail(answer["adresse"], _token(folder), profile, process)
        process.wait()
        process.stdin.close()
        if found := _already_there(folder, profile):
            return found
        if "déjà ouvert" not in answer.get("erreur", ""):
            break
        time.sleep(0.5 * attempt)
    raise PortailAbsent(
        answer.get("erreur")
        or "Le portail s’est arrêté en démarrant. Exécutez de nouveau cette cellule. Si cela "
        f"recommence, effacez le dossier .atelier/{folder.name} : vous aurez un portail neuf. La "
        f"raison est dans .atelier/{folder.name}/{JOURNAL}, pour votre formateur ou formatrice."
    )


def _launch(folder: Path, profile: str) -> subprocess.Popen:
    """Start the process. It ends when this one lets go of its standard input, however that ends."""
    source = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))
    apart: dict[str, Any] = (
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
        if os.name == "nt"
        else {"start_new_session": True}  # else interrupting a cell would stop the portal too
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / JOURNAL).open("ab") as journal:
            return subprocess.Popen(
                [sys.executable, "-m", "atelier.portal.serve", str(folder), profile],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=journal,
                env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
                **apart,
            )
    except OSError as error:
        raise PortailAbsent(
            f"Le portail ne peut pas écrire dans le dossier .atelier du cours ({refusal(error)}). "
            "Libérez de la place, ou copiez le dossier du cours dans vos documents."
        ) from error


def _first_line(process: subprocess.Popen) -> dict[str, str]:
    """Return what the process says first; stop it if it says nothing for too long."""
    lines: list[bytes] = []
    reader = threading.Thread(target=lambda: lines.append(process.stdout.readline()), daemon=True)
    reader.start()
    reader.join(PATIENCE)
    try:
        return dict(json.loads(lines[0]))
    except (LookupError, ValueError, TypeError):
        process.kill()
        return {}
    finally:
        reader.join()
        process.stdout.close()  # nothing more comes


def _close(process: subprocess.Popen) -> None:
    """Let go of a portal when the kernel ends in an orderly way; else the system does it."""
    if process.poll() is None:
        process.stdin.close()


def _show(found: Portail) -> None:
    """Show the French box. The link lets the browser in once; the key is never shown."""
    from IPython.display import display

    port = found.adresse.rpartition(":")[2]
    prefix = os.environ.get("JUPYTERHUB_SERVICE_PREFIX")  # Binder: the browser is elsewhere
    root = f"{prefix}proxy/{port}" if prefix else f"http://localhost:{port}"
    try:
        link = f"{root}/{found.entree()}"
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise PortailAbsent(
            "Le portail ne répond plus : exécutez de nouveau la cellule."
        ) from error
    page = (
        '<div style="border:1px solid #c9d1da;border-left:6px solid #1b6e3c;padding:.5em .8em">'
        "<strong>Le portail d’entraînement est ouvert.</strong> "
        f'<a href="{html.escape(link)}" target="_blank" rel="noopener">Y entrer dans le navigateur'
        "</a><br>Ce lien sert une fois ; pour un autre, exécutez de nouveau la cellule. "
        "Dans votre code, <code>.adresse</code> donne son adresse et <code>.jeton</code> votre clé "
        "d’accès : ne l’affichez jamais.</div>"
    )
    text = f"Le portail d’entraînement est ouvert : {found.adresse}"
    if not prefix:
        display({"text/plain": text, "text/html": page}, raw=True)
        return
    import ipywidgets  # JupyterLab takes an address without a host for a file, a widget does not

    display(ipywidgets.HTML(page))
