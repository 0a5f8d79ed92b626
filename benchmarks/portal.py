"""Measure the training portal: `.venv/bin/python benchmarks/portal.py [PART …]`.

PART is one of start, reads, writers, killed (all of them by default). Prints Markdown tables; speaks
to this computer only. The portal is started as a trainer starts it: `atelier portail --vide …`.
"""

import http.client
import json
import os
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATASETS = 1000
CLIENTS, ROUNDS = 20, 10
KILLS = 10
PATIENCE = 20


@dataclass
class Running:
    """A portal in a process of its own."""

    process: subprocess.Popen[bytes]
    port: int
    token: str
    seconds: float

    def client(self) -> "Client":
        """Return a client of its own connection."""
        return Client(self.port, self.token)

    def memory(self) -> float:
        """Return what the process costs, in MB: its share of pages that others use too."""
        lines = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


class Client:
    """Posts actions over one connection that stays open."""

    def __init__(self, port: int, token: str) -> None:
        """Open nothing yet."""
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Authorization": token, "Content-Type": "application/json"}

    def act(self, action: str, **data: Any) -> Any:
        """Do an action and return its result; anything but 200 ends the benchmark."""
        body = json.dumps(data)
        self.connection.request("POST", f"/api/3/action/{action}", body, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{action}: {answer.status} {text[:300]!r}")
        return json.loads(text)["result"]


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """Run an empty portal on a folder, or again what the folder holds; kill it at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = folder.parent / "jeton"
    start = time.perf_counter()
    verb = ["portail", "--vide", "--port", str(port), "--donnees", str(folder)]
    process = subprocess.Popen(
        [sys.executable, "-m", "atelier", *verb, "--jeton-admin", str(token)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        seconds = time.perf_counter() - start
        yield Running(process, port, token.read_text().strip(), seconds)
    finally:
        process.kill()
        process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the portal answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=0.2) as link:
                link.sendall(b"GET /api/3 HTTP/1.0\r\n\r\n")
                if b"200" in link.recv(64):
                    return
        except OSError:
            time.sleep(0.005)
    raise RuntimeError("the portal does not answer")


@contextmanager
def fresh() -> Iterator[Running]:
    """Run a portal with an organisation, on a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "donnees") as portal:
        portal.client().act("organization_create", name="cours", title="Le cours")
        yield portal


def start() -> None:
    """How long until it answers, and what it costs."""
    seconds, memory = [], []
    for _ in range(5):
        with fresh() as portal:
            seconds.append(portal.seconds)
            memory.append(portal.memory())
    rows = [
        ("until the first answer (median of 5)", f"{statistics.median(seconds):.2f} s"),
        ("slowest of 5", f"{max(seconds):.2f} s"),
        ("memory (PSS) after the first actions", f"{statistics.median(memory):.0f} MB"),
    ]
    print_table(("what", "measured"), rows)


def reads() -> None:
    """Requests a second, with a thousand datasets."""
    with fresh() as portal:
        client = portal.client()
        begin = time.perf_counter()
        for number in range(DATASETS):
            client.act("package_create", **dataset(number))
        rows = [("`package_create`", "1", rate(DATASETS, begin))]
        begin = time.perf_counter()
        client.act("package_search", q="marchés")
        first = f"{(time.perf_counter() - begin) * 1000:.0f} ms"
        asked: list[tuple[str, Callable[[Client, int], Any]]] = [
            ("`package_show`", lambda c, n: c.act("package_show", id=f"jeu-{n % DATASETS}")),
            (
                "`package_search` (two words)",
                lambda c, n: c.act("package_search", q="prix marchés"),
            ),
            (
                "`package_search` (filter, facets)",
                lambda c, n: c.act(
                    "package_search", fq="license_id:cc-by", **{"facet.field": ["tags"]}
                ),
            ),
        ]
        for name, ask in asked:
            for clients in (1, 4):
                rows.append((name, str(clients), timed(portal, clients, 400, ask)))
        print_table(("action", "clients", "requests a second"), rows)
        print(f"\nFirst search, with the index to make: {first}. Memory: {portal.memory():.0f} MB.")


def dataset(number: int) -> dict[str, Any]:
    """Return a dataset like those of the course."""
    return {
        "name": f"jeu-{number}",
        "title": f"Prix des céréales sur les marchés, lot {number}",
        "owner_org": "cours",
        "notes": "Prix relevés chaque mois, par marché et par produit. " * 3,
        "license_id": ("cc-by", "odc-odbl", "cc-zero")[number % 3],
        "tags": [{"name": "prix"}, {"name": f"région {number % 14}"}],
        "resources": [
            {"url": f"https://example.org/{number}.csv", "name": "Prix (CSV)", "format": "CSV"}
        ],
    }


def timed(portal: Running, clients: int, requests: int, ask: Callable[[Client, int], Any]) -> str:
    """Return how many requests a second several clients get together."""

    def work(share: int) -> None:
        client = portal.client()
        for number in range(share, requests, clients):
            ask(client, number)

    begin = time.perf_counter()
    together(work, clients)
    return rate(requests, begin)


def rate(count: int, begin: float) -> str:
    """Return how many there were a second since a moment."""
    return f"{count / (time.perf_counter() - begin):.0f}"


def together(work: Callable[[int], None], count: int) -> None:
    """Do a work in several threads at once; an error in one is an error."""
    failures: list[BaseException] = []

    def guarded(number: int) -> None:
        try:
            work(number)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def writers() -> None:
    """Twenty clients that create and patch at once: is anything lost?"""
    with fresh() as portal:
        portal.client().act("package_create", name="commun", owner_org="cours")
        begin = time.perf_counter()

        def work(number: int) -> None:
            client = portal.client()
            for turn in range(ROUNDS):
                name = f"jeu-{number}-{turn}"
                client.act("package_create", name=name, owner_org="cours")
                client.act("package_patch", id=name, notes=f"note {number} {turn}")
                client.act(
                    "resource_create", package_id="commun", url=f"https://example.org/{name}"
                )

        together(work, CLIENTS)
        seconds = time.perf_counter() - begin
        client = portal.client()
        names = {f"jeu-{n}-{turn}" for n in range(CLIENTS) for turn in range(ROUNDS)}
        created = names & set(client.act("package_list"))
        patched = sum(
            client.act("package_show", id=name)["notes"] == "note " + " ".join(name.split("-")[1:])
            for name in names
        )
        links = len(client.act("package_show", id="commun")["resources"])
        total = len(names)
        rows = [
            ("datasets created", f"{len(created)} of {total}"),
            ("notes patched", f"{patched} of {total}"),
            ("links added to one dataset", f"{links} of {total}"),
            ("writes a second", f"{3 * total / seconds:.0f}"),
        ]
        print_table((f"{CLIENTS} clients at once", "kept"), rows)


def killed() -> None:
    """Kill the portal in the middle of uploads, and start it again on what is left."""
    whole, again, orphans = 0, 0, 0
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base) / "donnees"
        with running(folder) as portal:
            portal.client().act("organization_create", name="cours")
            portal.client().act("package_create", name="jeu", owner_org="cours")
        for turn in range(KILLS):
            with running(folder) as portal:
                again += 1
                uploads = threading.Thread(target=upload_without_end, args=(portal,), daemon=True)
                uploads.start()
                time.sleep(0.05 + 0.037 * turn)
                os.kill(portal.process.pid, signal.SIGKILL)
                uploads.join()
            orphans += len(files_without_row(folder))
            with running(folder) as portal:
                whole += is_whole(folder) and not files_without_row(folder)
                resources = len(portal.client().act("package_show", id="jeu")["resources"])
    rows = [
        ("starts again", f"{again} of {KILLS}"),
        ("database sound, each row with its whole file, no other file", f"{whole} of {KILLS}"),
        ("files that the starts swept away", str(orphans)),
        ("uploads kept in the end", str(resources)),
    ]
    print_table((f"killed {KILLS} times in mid-upload", "measured"), rows)


def upload_without_end(portal: Running) -> None:
    """Send files of 2 MB one after another until the portal is gone."""
    head = (
        b'--b\r\nContent-Disposition: form-data; name="package_id"\r\n\r\njeu\r\n'
        b'--b\r\nContent-Disposition: form-data; name="upload"; filename="a.csv"\r\n\r\n'
    )
    body = head + b"x" * (2 << 20) + b"\r\n--b--\r\n"
    headers = {"Authorization": portal.token, "Content-Type": "multipart/form-data; boundary=b"}
    try:
        while True:
            link = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=10)
            link.request("POST", "/api/3/action/resource_create", body, headers)
            link.getresponse().read()
    except (OSError, http.client.HTTPException):
        return


def rows_with_files(folder: Path) -> list[tuple[str, int]]:
    """Return the file that each row names, and the size that it tells."""
    link = sqlite3.connect(folder / "portail.sqlite")
    try:
        sql = "SELECT file, json_extract(doc, '$.size') FROM resource WHERE file NOT NULL"
        return link.execute(sql).fetchall()
    finally:
        link.close()


def files_without_row(folder: Path) -> set[str]:
    """Return the files that no row names."""
    named = {file for file, _ in rows_with_files(folder)}
    return {path.name for path in (folder / "fichiers").glob("??/*")} - named


def is_whole(folder: Path) -> bool:
    """Tell whether the database is sound and each row's file is there, whole."""
    link = sqlite3.connect(folder / "portail.sqlite")
    sound = link.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    link.close()
    paths = [(folder / "fichiers" / f[:2] / f, size) for f, size in rows_with_files(folder)]
    return sound and all(path.stat().st_size == size for path, size in paths)


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a Markdown table."""
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")


PARTS = {"start": start, "reads": reads, "writers": writers, "killed": killed}


def main(parts: Sequence[str]) -> None:
    """Print the tables of `parts`."""
    for part in parts:
        print(f"\n### {part.capitalize()}\n")
        PARTS[part]()


if __name__ == "__main__":
    main(sys.argv[1:] or list(PARTS))
