"""A PostgreSQL server of its own, in a folder that goes away with it. Debian: `postgresql`."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 30.0  # seconds for the server to start
OPTIONS = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoPostgres(RuntimeError):
    """There is no PostgreSQL server on this machine."""


@contextmanager
def postgres(base: str) -> Iterator[str]:
    """Run a server with one empty base that only this machine's socket reaches; yield its address."""
    programs = _programs()
    # In the system's temporary folder: a socket's path must be short, and open to another user.
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name)
        _give_away(folder)
        data = folder / "base"
        options = _as_ordinary_user() | {"env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}}
        initdb = [programs / "initdb", "-D", data, "-U", "ckan", "--auth=trust", "--encoding=UTF8"]
        subprocess.run(initdb, check=True, capture_output=True, **options)
        settings = [part for option in OPTIONS for part in ("-c", option)]
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, *settings],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **options,
        )
        try:
            _create(programs, folder, base, server)
            yield f"postgresql://ckan@/{base}?host={folder}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def _programs() -> Path:
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb") or (debian[-1] if debian else None)
    if not found:
        raise NoPostgres("No PostgreSQL server here. Debian: apt-get install postgresql")
    return Path(found).resolve().parent


def _as_ordinary_user() -> dict[str, Any]:
    """Return what makes a process an ordinary user's: PostgreSQL refuses root."""
    if os.getuid():
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _give_away(folder: Path) -> None:
    owner = _as_ordinary_user()
    if owner:
        os.chown(folder, owner["user"], owner["group"])


def _create(programs: Path, folder: Path, base: str, server: subprocess.Popen[bytes]) -> None:
    command = [programs / "createdb", "-h", folder, "-U", "ckan", base]
    deadline = time.monotonic() + PATIENCE
    while subprocess.run(command, capture_output=True, check=False).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            raise NoPostgres("PostgreSQL does not start")
        time.sleep(0.1)
