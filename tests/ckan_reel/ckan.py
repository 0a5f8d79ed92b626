"""Install and run a real CKAN from PyPI's packages, in an environment of its own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.serving import Served, free_port, wait_for

from ckan_reel.postgres import postgres

VERSION = "2.11.5"
ADMIN = "adminlab"
PATIENCE = 120.0  # seconds for CKAN to answer for the first time
TESTS = Path(__file__).resolve().parents[1]
# What an openAFRICA or an HDX decides for itself, as the recorded CKAN had it.
SETTINGS = """\
[DEFAULT]
debug = false

[app:main]
use = egg:ckan
SECRET_KEY = {secret}
ckan.site_id = default
ckan.site_url = {address}
sqlalchemy.url = {base}
solr_url = {solr}
ckan.plugins = text_view image_view
ckan.views.default_views = image_view text_view
ckan.storage_path = {files}
ckan.auth.user_create_organizations = true
ckan.locale_default = en
email_to =

[loggers]
keys = root
[handlers]
keys = file
[formatters]
keys = plain
[logger_root]
level = WARNING
handlers = file
[handler_file]
class = StreamHandler
args = (sys.stderr,)
formatter = plain
[formatter_plain]
format = %(asctime)s %(levelname)s [%(name)s] %(message)s
"""


def cache_folder() -> Path:
    """Return where environments are kept from one run to the next."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path(tempfile.gettempdir())) / "atelier-ckan"


def install(folder: Path, version: str = VERSION) -> Path:
    """Return the `bin` folder of an environment that holds this CKAN; make it if need be."""
    programs = folder / f"ckan-{version}" / "bin"
    ready = programs.parent / "ready"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", programs.parent], check=True)
        pip = [programs / "python", "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, f"ckan[requirements]=={version}"], check=True)
        ready.touch()
    return programs


@contextmanager
def real_ckan(folder: Path, version: str = VERSION) -> Iterator[Served]:
    """Run an empty CKAN with an administrator; everything but its environment goes away after."""
    programs = install(folder, version)
    with postgres("ckan") as base, tempfile.TemporaryDirectory(prefix="ckan-") as name:
        work = Path(name)
        with _solr(version) as solr:
            port = free_port()
            address = f"http://127.0.0.1:{port}"
            settings = _configure(work, address, base, solr)
            _run(programs, settings, "db", "init")
            token = _make_admin(programs, settings)
            with _serve(programs, settings, port, work / "journal"):
                yield Served(address, token, f"CKAN {version}")


def _configure(work: Path, address: str, base: str, solr: str) -> Path:
    settings, files = work / "ckan.ini", work / "files"
    files.mkdir()
    text = SETTINGS.format(
        address=address, base=base, solr=solr, files=files, secret=os.urandom(24).hex()
    )
    settings.write_text(text, encoding="utf-8")
    return settings


def _run(programs: Path, settings: Path, *arguments: str) -> str:
    command = [programs / "ckan", "-c", settings, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    if done.returncode:
        raise RuntimeError(f"ckan {' '.join(arguments[:3])}: {done.stderr[-2000:]}")
    return done.stdout


def _make_admin(programs: Path, settings: Path) -> str:
    address, password = f"email={ADMIN}@example.org", f"password={os.urandom(12).hex()}"
    _run(programs, settings, "user", "add", ADMIN, address, password)
    _run(programs, settings, "sysadmin", "add", ADMIN)
    return _run(programs, settings, "user", "token", "add", ADMIN, "replay", "-q").split()[-1]


@contextmanager
def _solr(version: str) -> Iterator[str]:
    port = free_port()
    schema = ".".join(version.split(".")[:2])
    command = [sys.executable, "-m", "ckan_reel.solr", str(port), schema]
    process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(TESTS)})
    try:
        address = f"http://127.0.0.1:{port}/solr/ckan"
        wait_for(f"{address}/select?q=*:*", seconds=PATIENCE)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


@contextmanager
def _serve(programs: Path, settings: Path, port: int, journal: Path) -> Iterator[None]:
    command = [programs / "ckan", "-c", settings, "run", "-p", str(port), "-H", "127.0.0.1"]
    with journal.open("wb") as log:
        process = subprocess.Popen(
            [*command, "--disable-reloader", "--disable-debugger"],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/api/3", process, PATIENCE)
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)
            keep = os.environ.get("ATELIER_CKAN_JOURNAL")  # for who wonders about an answer
            if keep:
                Path(keep).write_bytes(journal.read_bytes())
