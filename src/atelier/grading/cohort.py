"""The folder of one cohort: where everything is, and what was received and graded.

Outside the source tree, of the trainer's choice. Received files are never changed or removed;
all the rest can be made again from them, except marks that a person gave in the gradebook.
"""

import datetime
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from atelier.errors import UserError
from atelier.invocation import command
from atelier.submission import digest, write_whole

DEFAULT = Path("promotions", "exemple")

COUNTS, WAITS, ASIDE = "compte", "a-confirmer", "ecarte"
"""States of a received file: it counts, waits for the trainer's word, or was set aside by it."""


class CohortError(UserError):
    """The cohort's folder cannot be used; the text says why and what to do, in French."""


@dataclass(frozen=True)
class Cohort:
    """The folder `root` of a cohort (absolute).

    `address`: where the gradebook is (an SQLAlchemy URL) if not in the folder.
    """

    root: Path
    address: str = ""

    @property
    def inbox(self) -> Path:
        """Where a trainer may put received files before collecting them."""
        return self.root / "a-collecter"

    @property
    def received(self) -> Path:
        """Every received file, untouched, named by its content and the name it came with."""
        return self.root / "recus"

    @property
    def source(self) -> Path:
        """Copy of the modules' sources: nbgrader wants them below its root."""
        return self.root / "source"

    @property
    def released(self) -> Path:
        """What nbgrader made of `source` for participants."""
        return self.root / "distribue"

    @property
    def submitted(self) -> Path:
        """The submissions that count: `PARTICIPANT/MODULE/`."""
        return self.root / "soumissions"

    @property
    def graded(self) -> Path:
        """The submissions after they ran: `PARTICIPANT/MODULE/`."""
        return self.root / "corriges"

    @property
    def feedback(self) -> Path:
        """What goes back to participants: `PARTICIPANT/MODULE/`."""
        return self.root / "retours"

    @property
    def gradebook(self) -> str:
        """Address of nbgrader's gradebook."""
        return self.address or f"sqlite:///{(self.root / 'gradebook.db').as_posix()}"

    @property
    def log(self) -> Path:
        """What nbgrader says, in English, for maintainers."""
        return self.root / "journal.log"

    def submission(self, participant: str, module: str) -> Path:
        """Folder of a submission that counts."""
        return self.submitted / participant / module

    def submissions(self, module: str) -> tuple[str, ...]:
        """Return the ids of the participants who handed in `module`, sorted."""
        folders = self.submitted.glob(f"*/{module}")
        return tuple(sorted(folder.parent.name for folder in folders if folder.is_dir()))


@dataclass(frozen=True)
class Receipt:
    """One received file that was accepted. Times are ISO 8601 with their time zone.

    `made` is never later than `received`, and equal to it where the sender's clock was not believed.
    `files`: name in the module's folder → SHA-256 of the content that counts. `incomplete` says in
    French what is missing. `token` tells people of one name apart (empty for a bare notebook).
    `state` is `COUNTS`, `WAITS` or `ASIDE`; `doubt` says in French why it waits.
    """

    digest: str
    original: str
    participant: str
    name: str
    module: str
    made: str
    received: str
    files: Mapping[str, str] = field(default_factory=dict)
    incomplete: tuple[str, ...] = ()
    token: str = ""
    state: str = COUNTS
    doubt: str = ""

    @property
    def counts(self) -> bool:
        """Tell whether it counts, now or as long as nothing newer came."""
        return self.state == COUNTS

    @property
    def key(self) -> tuple[str, str]:
        """What tells two receipts apart: the same bytes may come from two people."""
        return (self.digest, self.participant)


def open_cohort(folder: Path, gradebook: str = "", *, create: bool = False) -> Cohort:
    """Return the cohort in `folder`; `create` makes it. Raises `CohortError` where it can't.

    `gradebook` is the address of a database that keeps the marks of this cohort, and of no other,
    for example on PostgreSQL.
    """
    root = folder.resolve()
    if set(str(root)) & set("*?[]"):
        raise CohortError(
            f"Le chemin {root} contient un des signes * ? [ ], que nbgrader ne supporte pas. "
            "Choisissez un autre dossier : --promotion DOSSIER."
        )
    if create:
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CohortError(
                f"Le dossier de promotion {folder} ne peut pas être créé ({error.strerror}). "
                "Choisissez-en un autre : --promotion DOSSIER."
            ) from error
    if not root.is_dir():
        raise CohortError(
            f"Le dossier de promotion {folder} n’existe pas encore. Commencez par : "
            + command("collecter", "DOSSIER", "--promotion", str(folder))
        )
    # The driver that the course names, whichever SQLAlchemy would choose.
    return Cohort(root, re.sub(r"^postgres(ql)?://", "postgresql+psycopg2://", gradebook.strip()))


def read_receipts(cohort: Cohort) -> list[Receipt]:
    """Return what was accepted so far, in the order of receipt."""
    path = cohort.root / "receptions.json"
    try:
        receipts = [
            Receipt(**{**entry, "incomplete": tuple(entry["incomplete"])})
            for entry in _read_json(path, [])
        ]
        for receipt in receipts:
            datetime.datetime.fromisoformat(receipt.made)
            datetime.datetime.fromisoformat(receipt.received)
            if receipt.state not in (COUNTS, WAITS, ASIDE):
                raise ValueError(receipt.state)
        return receipts
    except (ValueError, KeyError, TypeError) as error:
        verb = command("collecter", str(cohort.received), "--promotion", str(cohort.root))
        raise CohortError(
            f"Le fichier {path.name} de la promotion est abîmé. Renommez-le, puis collectez de "
            f"nouveau tout ce qui a été reçu : {verb}"
        ) from error


def write_receipts(cohort: Cohort, receipts: list[Receipt]) -> None:
    """Keep `receipts`, whole or not at all."""
    _write_json(cohort.root / "receptions.json", [vars(receipt) for receipt in receipts])


def names(receipts: Iterable[Receipt]) -> dict[str, str]:
    """Return the participants' names by their ids; the latest spelling that counts."""
    return {receipt.participant: receipt.name for receipt in receipts if receipt.counts}


def signature(*folders: Path) -> str:
    """Return a digest of the names and contents of all files in `folders`."""
    lines = [
        f"{path.relative_to(folder).as_posix()} {digest(path.read_bytes())}"
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "timestamp.txt" and "__pycache__" not in path.parts
    ]
    return digest("\n".join(lines).encode("utf-8"))


def _read_json(path: Path, default: Any) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return default


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    write_whole(path, text.encode("utf-8"))
