"""Start the training portal as a trainer would: empty, on a free port, with an administrator's token."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0  # seconds for a portal to answer for the first time


@dataclass(frozen=True)
class Served:
    """A portal that answers, and an administrator's token for it."""

    address: str
    token: str
    name: str = "the training portal"


@contextmanager
def training_portal(folder: Path | None = None) -> Iterator[Served]:
    """Run an empty training portal in its own process; its data stay in `folder`, if one is given."""
    with TemporaryDirectory(prefix="portail-") as temporary:
        data = folder or Path(temporary) / "donnees"
        token = Path(temporary) / "jeton"
        port = free_port()
        verb = ["portail", "--vide", "--port", str(port), "--donnees", str(data)]
        process = subprocess.Popen(
            [sys.executable, "-m", "atelier", *verb, "--jeton-admin", str(token)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/api/3", process)
            yield Served(address, token.read_text(encoding="utf-8").strip())
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(
    address: str, process: subprocess.Popen[bytes] | None = None, seconds: float = PATIENCE
) -> None:
    """Return when `address` answers; say what the server printed if it has stopped instead."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=seconds):
                return
        except (URLError, ConnectionError) as error:
            if process and process.poll() is not None:
                said = process.stdout.read().decode("utf-8", "replace") if process.stdout else ""
                raise RuntimeError(f"The server stopped at once.\n{said}") from error
            if time.monotonic() > deadline:
                raise TimeoutError(f"{address} does not answer") from error
        time.sleep(0.05)
