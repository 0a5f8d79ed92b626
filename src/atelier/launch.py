"""`atelier ouvrir`: JupyterLab in French on the course, for participants or for trainers.

The configuration is in `atelier/jupyter`. What JupyterLab writes about itself (its settings, the
servers that run) stays in `.atelier/`, so that it neither reads nor changes the person's own.
"""

import os
import secrets
import webbrowser
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from atelier.errors import UserError
from atelier.invocation import command
from atelier.submission import digest

CONFIGURATION = Path(__file__).parent / "jupyter"
FIRST_PORT = 8888


def open_lab(
    root: Path,
    *,
    browser: bool = True,
    port: int | None = None,
    cohort: Path | None = None,
    everything: bool = False,
) -> int:
    """Open the course at `root`, and with `cohort` its gradebook too; return the exit status.

    `everything` shows an author what participants don't see, `solutions/` first of all.

    Runs until the server is stopped. If one already runs for the same course and cohort, shows
    that one instead. `port` is the port to use (by default the first that is free from 8888 on).
    Raises UserError if it cannot be used, or the cohort's folder is missing.
    """
    if cohort:
        cohort = _existing(cohort)
    runtime = prepare(root, cohort, everything)
    page = "/formgrader" if cohort else "/lab/tree/solutions" if everything else first_page(root)
    if address := running(runtime, page):
        print(f"Le cours est déjà ouvert : {address}")
        if browser:
            webbrowser.open(address)
        return 0
    return _serve(_server_root(root, cohort), page, browser, port)


def first_page(root: Path) -> str:
    """Return the address, below the server's, of the first notebook of the course."""
    folder = root / "notebooks"
    found = (path.relative_to(folder) for path in folder.glob("*/*.ipynb"))
    first = min(found, key=lambda path: path.parts, default=None)
    return f"/lab/tree/notebooks/{quote(first.as_posix())}" if first else "/lab"


def prepare(root: Path, cohort: Path | None, everything: bool = False) -> Path:
    """Set the environment that JupyterLab and its kernels read; return its runtime folder."""
    own = root / ".atelier" / "jupyter"
    audience = "formateur" if cohort or everything else "participant"
    runtime = own / f"runtime-{audience}"
    if cohort:  # two cohorts may have the same name in different places
        runtime = own / f"runtime-{digest(str(cohort).encode('utf-8'))[:12]}"
    runtime.mkdir(parents=True, exist_ok=True)
    places = [CONFIGURATION / audience, CONFIGURATION]
    if cohort:
        places.append(root / "grading")
        os.environ["ATELIER_PROMOTION"] = str(cohort)
    os.environ["JUPYTER_CONFIG_DIR"] = str(own)
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(map(str, places))
    os.environ["JUPYTER_RUNTIME_DIR"] = str(runtime)
    os.environ["ATELIER_COURS"] = str(root)
    source = str(Path(__file__).resolve().parents[1])
    if source not in (path := os.environ.get("PYTHONPATH", "")).split(os.pathsep):
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (source, path)))  # for kernels
    return runtime


def running(runtime: Path, page: str) -> str | None:
    """Return the address of `page` on the server that `runtime` knows, if it still answers."""
    from jupyter_server.serverapp import list_running_servers

    for server in list_running_servers(str(runtime)):
        token = f"?token={server['token']}"
        try:
            with urlopen(f"{server['url']}api/status{token}", timeout=3):
                return server["url"].rstrip("/") + page + token
        except (URLError, TimeoutError):
            continue
    return None


def _existing(cohort: Path) -> Path:
    if not cohort.is_dir():
        raise UserError(
            f"Le dossier de promotion {cohort} n’existe pas : rangez-y d’abord des travaux avec "
            f"« {command('collecter')} », ou essayez « {command('exemple')} »."
        )
    return cohort.resolve()


def _server_root(root: Path, cohort: Path | None) -> Path:
    """Return the folder that JupyterLab shows: formgrader needs the cohort below it."""
    return cohort if cohort and not cohort.is_relative_to(root) else root


def _serve(folder: Path, page: str, browser: bool, port: int | None) -> int:
    from jupyterlab.labapp import LabApp

    token = secrets.token_hex(16)
    options = [
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.port={port or FIRST_PORT}",
        f"--ServerApp.port_retries={0 if port else 50}",
        f"--ServerApp.open_browser={browser}",
        f"--ServerApp.default_url={page}",
        f"--LabApp.default_url={page}",
        f"--IdentityProvider.token={token}",
        "--ServerApp.allow_root=True",  # on a lone computer or in a container it is the person
    ]
    try:
        server = LabApp.initialize_server(argv=options)
    except SystemExit as stopped:
        raise UserError(
            f"JupyterLab n’a pas pu démarrer : le port {port or FIRST_PORT} est sans doute occupé. "
            "Fermez l’autre programme, ou choisissez un autre port avec « --port 8890 »."
        ) from stopped
    print(f"Le cours est ouvert : http://localhost:{server.port}{page}?token={token}")
    print("Gardez cette fenêtre ouverte. Pour arrêter : Ctrl+C.", flush=True)
    server.start()
    print("Le cours est fermé. Vos carnets enregistrés sont dans le dossier notebooks.")
    return 0
