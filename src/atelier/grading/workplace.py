"""Where submissions run: sandboxes on this machine, or on the machines of a Dask cluster.

Both are executors of the standard library's kind, and both do `run_units`: no queue of our own.
"""

import atexit
import contextlib
import io
import os
import shutil
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from atelier.errors import UserError
from atelier.invocation import LAUNCHER
from atelier.sandbox.unit import USUAL, Limits, Report, Unit
from atelier.sandbox.worker import SandboxError, Worker, find_isolation
from atelier.submission import digest

NO_SANDBOX = (
    "Cet ordinateur n’offre pas de bac à sable : le code des participants s’exécuterait avec vos "
    "droits, et pourrait lire, envoyer ou effacer vos fichiers. Sous Linux, installez bubblewrap "
    "(« sudo apt install bubblewrap »), puis recommencez ; sous Windows, corrigez dans WSL 2. "
    "Si vous connaissez les auteurs de ces remises et acceptez le risque, ajoutez "
    "--sans-bac-a-sable. Rien n’a été exécuté."
)

REFUSED = (
    "bubblewrap est installé, mais le système lui refuse de créer un bac à sable (fréquent dans un "
    "conteneur, et sous Ubuntu depuis 24.04) : le code des participants s’exécuterait avec vos "
    "droits. Demandez à la personne qui administre cet ordinateur d’autoriser bubblewrap. "
    "Si vous connaissez les auteurs de ces remises et acceptez le risque, ajoutez "
    "--sans-bac-a-sable. Rien n’a été exécuté."
)

NO_START = (
    "Le bac à sable ne démarre pas ({said}). Relancez l’installation (« {launcher} »), puis la même "
    "commande : rien n’est perdu."
)

UNPROTECTED = (
    "⚠ SANS BAC À SABLE : le code des participants s’exécute avec vos droits sur cet ordinateur.\n"
)

PERHAPS_UNPROTECTED = (
    "⚠ Sur les machines de la grappe qui n’ont pas de bac à sable, le code des participants "
    "s’exécute sans protection.\n"
)

SLOW = (
    "Ce système refuse une partie du bac à sable : chaque carnet a le sien, ce qui est plus lent.\n"
)

NO_DASK = (
    "L’option --dask demande le paquet « distributed », qui n’est pas installé : tapez "
    "« {python} -m pip install distributed », ou corrigez sans --dask."
)

NO_CLUSTER = (
    "Aucune grappe Dask ne répond à l’adresse {address}. Vérifiez-la (par exemple "
    "tcp://192.168.1.10:8786), ou corrigez sans --dask."
)

NO_WORKERS = (
    "La grappe Dask à l’adresse {address} n’a aucune machine pour travailler : lancez-y "
    "« .venv/bin/python -m distributed.cli.dask_worker {address} », ou corrigez sans --dask."
)


class NoSandbox(UserError):
    """Submitted code can't be kept apart on this machine, and nobody has accepted that."""


class BrokenSandbox(UserError):
    """A sandbox cannot be started, whatever is to run in it."""


class NoCluster(UserError):
    """The Dask cluster that was asked for can't be used."""


@dataclass(frozen=True)
class Tables:
    """The course's tables: the folder where they are, or, for another machine, a zip of them."""

    digest: str
    folder: Path | None = None
    content: bytes = b""


@dataclass(frozen=True)
class Workplace:
    """Where submissions run, `hands` at a time; `tables` are the course's, as `executor` takes them.

    `consent`: a person accepts to run without a sandbox where there is none. `remaining`: names of
    the processes that still run on this machine once the workplace is closed.
    """

    executor: Executor
    hands: int
    tables: Any
    consent: bool
    limits: Limits = USUAL
    remaining: list[str] = field(default_factory=list)

    def submit(self, units: tuple[Unit, ...]) -> "Future[tuple[Report, ...]]":
        """Have the notebooks of one submission run; see `run_units`."""
        return self.executor.submit(run_units, units, self.tables, self.consent, self.limits)


@contextlib.contextmanager
def open_here(
    data: Path, *, hands: int = 0, consent: bool = False, limits: Limits = USUAL
) -> Iterator[Workplace]:
    """Give sandboxes on this machine: by default as many as it has processors.

    They begin to start at once, while the caller does something else.
    """
    hands = hands or processors()
    executor = ThreadPoolExecutor(hands, thread_name_prefix="bac")
    place = Workplace(executor, hands, Tables("", data), consent, limits)
    for _ in range(hands):
        place.submit(())
    try:
        yield place
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        end = threading.Thread(target=executor.shutdown)
        end.start()
        while end.is_alive():  # some sandbox may be about to start
            _close_all()
            end.join(0.1)
        place.remaining.extend(_close_all())
        _workers.clear()


@contextlib.contextmanager
def open_dask(
    address: str,
    data: Path,
    *,
    consent: bool = False,
    limits: Limits = USUAL,
    patience: str = "10s",
) -> Iterator[Workplace]:
    """Give the sandboxes of the Dask cluster at `address`, which must answer within `patience`.

    Raises `NoCluster`.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise NoCluster(NO_DASK.format(python=sys.executable)) from error
    with contextlib.ExitStack() as stack:
        try:
            client = Client(address, timeout=patience, set_as_default=False)
            stack.enter_context(client)
            hands = sum(client.nthreads().values())
            if not hands:
                raise NoCluster(NO_WORKERS.format(address=address))
            tables = client.scatter(pack_tables(data), broadcast=True, hash=False)
        except (OSError, ValueError) as error:
            raise NoCluster(NO_CLUSTER.format(address=address)) from error
        executor = client.get_executor()
        # Not by its own context, which waits for all that runs.
        stack.callback(executor.shutdown, wait=False)
        yield Workplace(executor, hands, tables, consent, limits)


def run_units(
    units: tuple[Unit, ...], tables: Tables, consent: bool, limits: Limits = USUAL
) -> tuple[Report, ...]:
    """Run the notebooks of one submission, in this thread's sandbox; return a report of each.

    Raises `NoSandbox` where there is no sandbox and no `consent`, `BrokenSandbox` where it does not
    start, `SandboxError` where it gives no answer.
    """
    worker = _worker(tables, consent, limits)
    return tuple(worker.run(unit) for unit in units)


def caution() -> str:
    """Return a line, in French, on what the isolation on this machine lacks, or nothing."""
    isolation = find_isolation()
    if not isolation.bubblewrap:
        return UNPROTECTED
    return "" if isolation.warm else SLOW


def processors() -> int:
    """Return how many processors this process may use."""
    with contextlib.suppress(AttributeError):  # macOS, Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def pack_tables(data: Path) -> Tables:
    """Return the tables in the folder `data`, ready to travel."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(data.rglob("*")):
            if path.is_file():
                archive.writestr(
                    zipfile.ZipInfo(path.relative_to(data).as_posix()),
                    path.read_bytes(),
                    zipfile.ZIP_DEFLATED,
                )
    content = buffer.getvalue()
    return Tables(digest(content), content=content)


def unpack_tables(tables: Tables) -> Path:
    """Write the tables that travelled into a new folder, and return it."""
    folder = Path(tempfile.mkdtemp(prefix="atelier-donnees-"), "data")
    folder.mkdir()
    try:
        zipfile.ZipFile(io.BytesIO(tables.content)).extractall(folder)
        # The sandbox's user, who may be nobody, reads them; other users can't come so far.
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
    except OSError:
        shutil.rmtree(folder.parent, ignore_errors=True)
        raise
    return folder


_mine = threading.local()
_workers: list[Worker] = []
_unpacked: dict[str, Path] = {}
_lock = threading.Lock()


def _worker(tables: Tables, consent: bool, limits: Limits) -> Worker:
    """Return this thread's sandbox, started at its first unit and where something else is asked."""
    key, former = (tables.digest, tables.folder, limits), getattr(_mine, "worker", None)
    isolation = find_isolation()
    if not isolation.bubblewrap and not consent:
        raise NoSandbox(REFUSED if shutil.which("bwrap") else NO_SANDBOX)
    if former in _workers and _mine.key == key:
        return former
    worker = Worker(isolation, _folder(tables), limits)
    with _lock:
        if former in _workers:
            _workers.remove(former)
            former.close()
        _workers.append(worker)  # before it starts: whoever ends everything must know of it
    _mine.key, _mine.worker = key, worker
    try:
        worker.start()
    except SandboxError as error:
        said = str(error).rpartition("\n")[2]
        raise BrokenSandbox(NO_START.format(said=said, launcher=LAUNCHER)) from error
    return worker


def _folder(tables: Tables) -> Path:
    if tables.folder is not None:
        return tables.folder
    with _lock:
        if tables.digest not in _unpacked:
            _unpacked[tables.digest] = unpack_tables(tables)
        return _unpacked[tables.digest]


def _close_all() -> list[str]:
    """Close every sandbox, and return the names of the processes that could not be ended."""
    with _lock:
        workers = list(_workers)
    for worker in workers:
        worker.close()
    return [name for worker in workers for name in worker.left]


@atexit.register
def _clean_up() -> None:
    _close_all()
    for folder in _unpacked.values():
        shutil.rmtree(folder.parent, ignore_errors=True)
