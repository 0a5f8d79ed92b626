"""Run a portal until it is stopped: from a terminal (`atelier portail`) or for a notebook.

What stands beside the store while a portal runs: `verrou`, locked by the one process that serves
the folder; `adresse.json`, where it answers; `jeton-participant`, the key of the person who learns,
for this computer's user alone.
"""

import asyncio
import contextlib
import errno
import json
import logging
import os
import signal
import socket
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from atelier.errors import OK, UserError, refusal

ADDRESS = "127.0.0.1"
FIRST_PORT = 5000
LOCK, WHERE, TOKEN, PROFILE = "verrou", "adresse.json", "jeton-participant", "profil"
PARTICIPANT = "participant"


@dataclass(frozen=True)
class Served:
    """A portal that answers: where, on old data or new, and the word that lets a browser in once."""

    address: str
    resumed: bool
    entry: str | None


def serve(
    folder: Path,
    *,
    port: int | None = None,
    empty: bool = False,
    admin_file: Path | None = None,
    profile: str = "coeur",
    told: Callable[[Served], None] = lambda served: None,
    stop: threading.Event | None = None,
) -> int:
    """Serve the portal of `folder` until Ctrl-C, or until `stop` is set; return the exit status.

    `port`: the one to use; None takes the first free one from 5000 on, 0 any free one. `empty`: no
    catalogue and no participant. `admin_file` gets a token of an administrator. `told` is called
    once the portal answers. Raises UserError for what the person at the keyboard can mend.
    """
    from atelier.portal.portal import Portal

    logging.basicConfig(format="%(message)s", stream=sys.stderr)  # the warnings that teach
    if admin_file:
        spare(folder, admin_file)
    with alone(folder):
        resumed = (folder / "portail.sqlite").exists()
        try:
            portal = Portal(folder, profile)
        except OSError as error:
            raise UserError(_unwritable(folder, error)) from error
        with portal:
            try:
                keep_profile(portal, resumed)
                token = prepare(portal, empty)
            except sqlite3.OperationalError as error:
                denied = PermissionError(errno.EACCES, str(error))
                raise UserError(_unwritable(folder, denied)) from error
            with contextlib.suppress(KeyboardInterrupt):
                asyncio.run(_run(portal, port, token, resumed, admin_file, told, stop))
    return OK


def keep_profile(portal: Any, resumed: bool) -> None:
    """Remember what this portal demands; raise UserError where its folder was made for another."""
    remembered = portal.folder / PROFILE
    if resumed and remembered.is_file():
        first = remembered.read_text(encoding="ascii", errors="replace").strip()
        if first != portal.profile:
            raise UserError(
                f"Ce dossier garde un portail du profil « {first} ». Relancez-le avec "
                f"--profil {first}, ou choisissez un autre dossier avec --donnees."
            )
    remembered.write_text(portal.profile, encoding="ascii")


def prepare(portal: Any, empty: bool) -> str | None:
    """Make the people and the catalogue that are wanted; return the participant's token."""
    from atelier.portal import seed

    if empty:
        return None
    token = kept_token(portal)
    if token is None:
        token = seed.people(portal, PARTICIPANT)
        write_secret(portal.folder / TOKEN, token)
    if portal.store.one("SELECT id FROM package LIMIT 1") is None:
        seed.catalogue(portal)
    return token


def kept_token(portal: Any) -> str | None:
    """Return the participant's token of an earlier start, if the portal still knows it."""
    try:
        token = (portal.folder / TOKEN).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return token if portal.user_of(token) else None


def spare(folder: Path, path: Path) -> None:
    """Raise UserError if a token written to `path` would destroy something else."""
    inside = path.resolve().is_relative_to(folder.resolve())
    if inside or (path.exists() and not _is_token(path)):
        reason = "il est dans le dossier du portail" if inside else "il contient autre chose"
        raise UserError(
            f"Le jeton ne peut pas remplacer {path} : {reason}. Choisissez un autre fichier."
        )


def _is_token(path: Path) -> bool:
    try:
        return path.stat().st_size <= 300 and path.read_bytes()[:3] in (b"eyJ", b"")
    except OSError:
        return path.is_dir()  # `write_secret` says better what is wrong


def write_secret(path: Path, text: str) -> None:
    """Write a file that only this computer's user may read. Raises UserError where it cannot."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 600
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError as error:
        raise UserError(
            f"Impossible d’écrire le jeton dans {path} ({refusal(error)}). Choisissez un autre "
            "fichier, dans un dossier où vous pouvez écrire."
        ) from error


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold `folder` for this process; the system lets go of it when the process dies."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = (folder / LOCK).open("a")
    except OSError as error:
        raise UserError(_unwritable(folder, error)) from error
    with handle:
        if not _lock(handle):
            known = where(folder)
            place = f" : {known}" if known else ""
            raise UserError(
                f"Un portail est déjà ouvert sur ce dossier{place}. Servez-vous de celui-là, ou "
                "fermez-le (Ctrl+C dans sa fenêtre), ou choisissez un autre dossier avec --donnees. "
                "Si votre clé a été retirée : fermez ce portail (Ctrl+C) et relancez-le."
            )
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                (folder / WHERE).unlink(missing_ok=True)


def where(folder: Path) -> str | None:
    """Return the address at which the portal of `folder` says that it answers."""
    try:
        return str(json.loads((folder / WHERE).read_text(encoding="utf-8"))["adresse"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


async def _run(
    portal: Any,
    port: int | None,
    token: str | None,
    resumed: bool,
    admin_file: Path | None,
    told: Callable[[Served], None],
    stop: threading.Event | None,
) -> None:
    from atelier.portal import seed
    from atelier.portal.pages.page import Site

    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stopped.set)  # Windows, or not the main thread
    server = _listen(portal, port)
    try:
        address = portal.site_url
        if admin_file:  # before the first answer: who waits for one finds the file
            write_secret(admin_file, seed.administrator(portal))
        (portal.folder / WHERE).write_text(json.dumps({"adresse": address}), encoding="utf-8")
        told(Served(address, resumed, Site.of(portal).entry(token) if token else None))
        while not stopped.is_set() and not (stop and stop.is_set()):
            # Windows hears Ctrl-C, and a thread's event is seen, only when the loop wakes up.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), 0.2 if stop or os.name == "nt" else None)
    finally:
        server.stop()
        await server.close_all_connections()


def _listen(portal: Any, port: int | None) -> Any:
    """Take the port that is wanted; return the server."""
    from atelier.portal import application

    tried = range(FIRST_PORT, FIRST_PORT + 50) if port is None else (port,)
    for number in tried:
        try:
            _try_port(number)
            return application.listen(portal, number, ADDRESS)[0]
        except OSError as error:
            problem = error
    raise UserError(
        f"Le port {tried[0]} ne peut pas servir ({_busy(problem)}). Fermez l’autre programme, ou "
        "choisissez un autre port, par exemple : --port 5010."
    )


def _try_port(number: int) -> None:
    """Raise OSError if nothing can listen there. (Tornado would leave its socket open.)"""
    with socket.socket() as probe:
        if os.name != "nt":  # there this option would let two programs share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((ADDRESS, number))


def _busy(error: OSError) -> str:
    taken = error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", None))
    return "un autre programme s’en sert" if taken else refusal(error)


def _unwritable(folder: Path, error: OSError) -> str:
    return (
        f"Impossible d’écrire dans le dossier {folder} ({refusal(error)}). Choisissez-en un autre "
        "avec --donnees DOSSIER."
    )


def _lock(handle: TextIO) -> bool:
    """Lock `handle` for this process; a disk that knows no locks counts as free."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True


def for_notebook(folder: Path, profile: str) -> int:
    """Serve for the process that holds the other end of standard input; stop when it lets go.

    Tells on standard output, in one line of JSON, that the portal answers, or why it does not.
    """
    stop = threading.Event()

    def wait() -> None:
        while os.read(0, 1024):  # until the kernel ends, however it ends
            pass
        stop.set()

    def tell(facts: dict[str, str]) -> None:
        print(json.dumps(facts), flush=True)

    threading.Thread(target=wait, daemon=True).start()
    try:
        return serve(
            folder,
            port=0,
            profile=profile,
            told=lambda served: tell({"adresse": served.address}),
            stop=stop,
        )
    except UserError as error:
        tell({"erreur": str(error)})
        return 2


if __name__ == "__main__":
    sys.exit(for_notebook(Path(sys.argv[1]), sys.argv[2]))
