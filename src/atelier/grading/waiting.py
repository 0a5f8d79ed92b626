"""What waits for the trainer's word: said by every verb that follows, until it is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from atelier.grading.cohort import WAITS, Cohort, names, read_receipts
from atelier.grading.french import counted
from atelier.grading.keep import kept_path
from atelier.grading.people import BY_LAYOUT
from atelier.invocation import command
from atelier.person import clean_name

SHOWN = 10
"""Files that the text names; `--json` names them all."""

BY_YOU = (
    "  Ce téléchargement de Moodle ou de nbgrader, vous l’avez fait vous-même : collectez-le de "
    "nouveau avec --plateforme"
)


@dataclass(frozen=True)
class Waiting:
    """A file that does not count yet: in whose name it came, and where it is kept.

    `doubt` says in French why it waits.
    """

    participant: str
    name: str
    module: str
    file: str
    path: Path
    doubt: str


def waiting(cohort: Cohort) -> tuple[Waiting, ...]:
    """Return what waits in a cohort, in the order of receipt."""
    receipts = read_receipts(cohort)
    known = names(receipts)
    return tuple(
        Waiting(
            participant=one.participant,
            name=known.get(one.participant, one.name),
            module=one.module,
            file=clean_name(one.original),
            path=kept_path(cohort, one.digest, one.original),
            doubt=one.doubt,
        )
        for one in receipts
        if one.state == WAITS
    )


def render_waiting(cohort: Cohort, found: Sequence[Waiting]) -> str:
    """Return in French what waits, and the commands that decide; nothing where nothing waits."""
    if not found:
        return ""
    lines = [
        f"⚠ À confirmer : {one.name} · {one.module} : « {one.file} », {one.doubt}. "
        + (
            "Gardé, ne compte pas."
            if len(found) == 1
            else f"Gardé, ne compte pas :\n    {one.path}"
        )
        for one in found[:SHOWN]
    ]
    if len(found) > SHOWN:
        rest = counted(len(found) - SHOWN, "autre fichier", "autres fichiers")
        lines.append(f"⚠ À confirmer : {rest} (--json les nomme tous).")
    first, promotion = found[0], ("--promotion", str(cohort.root))
    file = str(first.path) if len(found) == 1 else "FICHIER"
    name = first.name if len(found) == 1 else "Prénom Nom"
    yes = command("collecter", file, "--participant", name, *promotion)
    no = command("collecter", file, "--ecarter", *promotion)
    return "\n".join(
        [
            *lines,
            f"  C’est bien la personne : {yes}",
            f'  C’est une autre personne de ce nom : la même commande, avec "{name} 2"',
            f"  Ce n’est ni l’une ni l’autre : {no}",
            *([BY_YOU] if any(one.doubt == BY_LAYOUT for one in found) else []),
        ]
    )
