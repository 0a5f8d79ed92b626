"""What `collecter` says at its end: who, what, when, complete, late, rejected and why."""

from collections.abc import Sequence

from atelier.grading.collect import Collection, Row
from atelier.grading.french import counted, lapse, moment

HEADS = ("Qui", "Module", "Quand", "État")
NAMED = 3
"""Exercises that a line of the table names; `--json` names them all."""


def render_collection(collection: Collection) -> str:
    """Return the French table: a line for each submission, then what was rejected and why."""
    if not collection.lines:
        return "Aucun fichier trouvé : ce dossier est vide. Vérifiez son nom, puis recommencez."
    rows = [
        (row.standing.name, row.standing.module, moment(row.standing.made), " ; ".join(status(row)))
        for row in sorted(
            collection.rows, key=lambda row: (row.standing.module, row.standing.participant)
        )
    ]
    lines = _table([HEADS, *rows]) if rows else []
    lines += [f"✘ {line.file} : refusé, {line.reason}" for line in collection.rejected]
    late = sum(bool(row.late) for row in collection.rows)
    waits, aside = len(collection.to_confirm), len(collection.aside)
    count = [
        counted(len(collection.accepted), "fichier reçu", "fichiers reçus"),
        *([f"{waits} à confirmer"] if waits else []),
        *([counted(aside, "écarté", "écartés")] if aside else []),
        counted(len(collection.rejected), "refusé", "refusés"),
        *([f"{counted(late, 'remise', 'remises')} en retard"] if late else []),
    ]
    lines.append(f"{', '.join(count)}. {_kept(collection)}".rstrip())
    if on_word := sum(row.on_word for row in collection.rows):
        which = counted(on_word, "remise reçue", "remises reçues")
        verb = "comptent" if on_word > 1 else "compte"
        lines.append(
            f"{which} après l’échéance {verb} à l’heure d’après l’horloge de l’ordinateur."
        )
    return "\n".join(lines)


def status(row: Row) -> list[str]:
    """Return in French what is missing in a submission, how late it is, and the remarks."""
    late = [f"en retard (de {lapse(row.late)})"] if row.late else []
    lacking = [_shortened(text) for text in row.standing.incomplete]
    return [*(lacking or ("complet",)), *late, *row.remarks]


def _shortened(text: str) -> str:
    """Return a list without its end where it is long: `sans réponse : a, b, c et 5 autres`."""
    names = text.split(", ")
    if len(names) <= NAMED + 1:
        return text
    return f"{', '.join(names[:NAMED])} et {len(names) - NAMED} autres"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows with their columns in line; the last one keeps its own width."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]


def _kept(collection: Collection) -> str:
    kept = [line.kept for line in collection.lines]
    if not any(kept):
        return ""
    who = (
        "Tous sont gardés, intacts,"
        if all(kept)
        else "Ceux qui ont pu être lus sont gardés, intacts,"
    )
    return f"{who} dans le dossier « recus »."
