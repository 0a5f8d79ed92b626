"""Run a lesson's notebook on a real CKAN: it believes that this is the training portal."""

import io
import json
import os
import secrets
import tempfile
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
    quiet: bool = False

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
    """Run every cell of a solution notebook on `ckan`; return what its cells could not do."""
    import nbformat
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell

    lesson = nbformat.read(notebook, as_version=4)
    lesson.cells.insert(0, new_code_cell(INSTEAD))
    with tempfile.TemporaryDirectory() as name:
        where = Path(name) / "where.json"
        where.write_text(json.dumps({"address": ckan.address, "token": furnish(ckan)}))
        client = NotebookClient(
            lesson,
            timeout=CELL_PATIENCE,
            allow_errors=True,
            resources={"metadata": {"path": str(notebook.parent)}},
        )
        variables = {"ATELIER_CKAN_REEL": str(where), "PYTHONPATH": str(ROOT / "src")}
        client.execute(env=os.environ | variables)
    return [_trouble(cell) for cell in lesson.cells if _trouble(cell)]


def _trouble(cell: Any) -> str:
    """Return the first error of a cell, in a line; the cells that are meant to fail say so."""
    if "raises-exception" in cell.metadata.get("tags", []):
        return ""
    for output in cell.get("outputs", []):
        if output["output_type"] == "error":
            return f"{cell.get('id')}: {output['ename']}: {output['evalue'][:300]}"
    return ""
