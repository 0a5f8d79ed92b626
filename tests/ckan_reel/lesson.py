"""Run a lesson's notebook on a real CKAN: it believes that this is the training portal."""

import io
import json
import os
import secrets
import tempfile
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.recorded import Json
from portal.serving import ROOT, Served

PARTICIPANT = "participant"
ORGANIZATION = "cours"
CELL_PATIENCE = 300  # seconds: a real CKAN takes its time
# In the kernel, before the notebook: `portail()` gives the real CKAN.
INSTEAD = """\
import json, os, pathlib
import atelier
from atelier.learner.portail import Portail
_where = json.loads(pathlib.Path(os.environ["ATELIER_CKAN_REEL"]).read_text())
atelier.portail = lambda profil="coeur": Portail(_where["address"], _where["token"], profil)
"""


@dataclass
class RemotePortal:
    """A CKAN seen as the training portal's seed sees a portal: `call` does an action, as administrator."""

    served: Served
    profile: str = "coeur"
    quiet: bool = False

    @property
    def store(self) -> "RemotePortal":
        """The seed asks the store only to write all or nothing."""
        return self

    def transaction(self) -> AbstractContextManager[None]:
        """Each request is one of its own."""
        return nullcontext()

    def call(self, action: str, data: dict[str, Json] | None = None, **_: Any) -> Json:
        """Do an action through the API; an `Upload` becomes a file."""
        import ckanapi

        sent = {key: _file(value) for key, value in (data or {}).items() if value is not None}
        with ckanapi.RemoteCKAN(self.served.address, apikey=self.served.token) as remote:
            return getattr(remote.action, action)(**sent)


def _file(value: Any) -> Any:
    if hasattr(value, "filename") and hasattr(value, "content"):
        opened = io.BytesIO(value.content)
        opened.name = value.filename
        return opened
    return value


def furnish(ckan: Served) -> str:
    """Give CKAN the course's organisation, catalogue and participant; return the participant's token."""
    from atelier.portal import seed

    remote = RemotePortal(ckan)
    remote.call("organization_create", {"name": ORGANIZATION, "title": "Le cours"})
    person = {"name": PARTICIPANT, "email": f"{PARTICIPANT}@example.org"}
    remote.call("user_create", person | {"password": secrets.token_urlsafe(24)})
    role = {"id": ORGANIZATION, "username": PARTICIPANT, "role": "editor"}
    remote.call("organization_member_create", role)
    seed.catalogue(remote)
    return remote.call("api_token_create", {"user": PARTICIPANT, "name": "cours"})["token"]


def run_lesson(ckan: Served, notebook: Path) -> list[str]:
    """Run every cell of a solution notebook on `ckan`.

    Return what its cells could not do, and where they print something else than what the notebook
    holds, which the training portal answered.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell

    lesson = nbformat.read(notebook, as_version=4)
    stored = [_printed(cell) for cell in lesson.cells]
    for cell in lesson.cells:
        if 'ADRESSE = ""' in cell.source:
            cell.source = _real_thing(cell.source, ckan.address)
    lesson.cells.insert(0, new_code_cell(INSTEAD))
    with tempfile.TemporaryDirectory() as name:
        where, token = Path(name) / "where.json", furnish(ckan)
        where.write_text(json.dumps({"address": ckan.address, "token": token}))
        client = NotebookClient(
            lesson,
            timeout=CELL_PATIENCE,
            allow_errors=True,
            resources={"metadata": {"path": str(notebook.parent)}},
        )
        told = {"ATELIER_CKAN_REEL": str(where), "CLE_PORTAIL": token}
        client.execute(env=os.environ | {"PYTHONPATH": str(ROOT / "src")} | told)
    pairs = zip(stored, lesson.cells[1:], strict=True)
    return [trouble for was, cell in pairs if (trouble := _trouble(was, cell))]


def _real_thing(source: str, address: str) -> str:
    """Fill in the cell that publishes on a real portal, under a name that is free there."""
    source = source.replace('ADRESSE = ""', f'ADRESSE = "{address}"')
    source = source.replace('ORGANISATION = ""', f'ORGANISATION = "{ORGANIZATION}"')
    return 'ma_fiche = ma_fiche | {"nom": ma_fiche["nom"] + "-encore"}\n' + source


def _trouble(was: str, cell: Any) -> str:
    """Return a cell's error or the change in what it prints; the cells meant to fail say so."""
    place = cell.get("id")
    for output in cell.get("outputs", []):
        meant = "raises-exception" in cell.metadata.get("tags", [])
        if output["output_type"] == "error" and not meant:
            return f"{place}: {output['ename']}: {output['evalue'][:300]}"
    now = _printed(cell)
    return "" if now == was else f"{place}: prints\n    - {was!r}\n    + {now!r}"


def _printed(cell: Any) -> str:
    outputs = cell.get("outputs", [])
    return "".join(output["text"] for output in outputs if output["output_type"] == "stream")
