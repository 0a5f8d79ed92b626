"""The summaries of the trainer's verbs for machines (`--json`): what the text says, as data.

Keys are French, without accents, and stay the same from one version to the next; the trainer's
guide lists them. Times are ISO 8601, durations are seconds, paths are absolute.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # nobody who collects should wait for what grading imports
    from collections.abc import Sequence

    from atelier.grading.collect import Collection, Row
    from atelier.grading.desk import Line
    from atelier.grading.example import Example
    from atelier.grading.feedback import Feedback
    from atelier.grading.outcome import Grading
    from atelier.grading.report import Hurdle, Report
    from atelier.grading.results import Class, ExerciseResult, Result
    from atelier.grading.waiting import Waiting

Facts = dict[str, Any]


def collection_facts(collection: "Collection") -> Facts:
    """Return what `collecter` did."""
    return {
        "remises": [_row(row) for row in collection.rows],
        "fichiers": [_line(line) for line in collection.lines],
        "recus": len(collection.accepted),
        "ecartes": len(collection.aside),
        "refuses": len(collection.rejected),
    }


def grading_facts(grading: "Grading") -> Facts:
    """Return what `corriger` did."""
    from atelier.grading.outcome import FAILED, GRADED, UNCHANGED

    count = {
        status: sum(outcome.status == status for outcome in grading.outcomes)
        for status in (GRADED, UNCHANGED, FAILED)
    }
    return {
        "corrections": [
            {
                "participant": outcome.participant,
                "nom": outcome.name,
                "module": outcome.module,
                "etat": outcome.status,
                "cause": outcome.cause,
                "arrets": list(outcome.stops),
                "restes": list(outcome.left),
            }
            for outcome in grading.outcomes
        ],
        "avis": list(grading.notices),
        "changements": [
            {
                "nom": change.name,
                "module": change.module,
                "exercice": change.exercise,
                "avant": change.before,
                "apres": change.after,
            }
            for change in grading.changes
        ],
        "corriges": count[GRADED],
        "inchanges": count[UNCHANGED],
        "echecs": count[FAILED],
        "secondes": round(grading.seconds, 3),
    }


def feedback_facts(feedback: "Feedback") -> Facts:
    """Return what `retours` wrote."""
    return {
        "dossier": str(feedback.folder),
        "retours": [
            {
                "participant": page.parents[1].name,
                "module": page.parent.name,
                "page": str(page),
                "message": str(page.with_name("message.txt")),
            }
            for page in feedback.pages
        ],
        "pas_corriges": list(feedback.ungraded),
    }


def report_facts(summary: "Report") -> Facts:
    """Return what `bilan` shows."""
    return {
        "modules": [_class(group) for group in summary.classes],
        "exercices": [_hurdle(hurdle) for hurdle in summary.exercises],
        "meprises": [
            {**_hurdle(hurdle), "issue": hurdle.way_out} for hurdle in summary.misconceptions
        ],
        "table": str(summary.table),
    }


def example_facts(example: "Example") -> Facts:
    """Return what `exemple` wrote."""
    return {"dossier": str(example.folder), "fichiers": [path.name for path in example.files]}


def waiting_facts(found: "Sequence[Waiting]") -> Facts:
    """Return what waits for the trainer's word, which every verb repeats."""
    return {
        "a_confirmer": [
            {
                "participant": one.participant,
                "nom": one.name,
                "module": one.module,
                "fichier": one.file,
                "chemin": str(one.path),
                "doute": one.doubt,
            }
            for one in found
        ]
    }


def _row(row: "Row") -> Facts:
    return {
        "participant": row.standing.participant,
        "nom": row.standing.name,
        "module": row.standing.module,
        "date": row.standing.made.isoformat(timespec="seconds"),
        "complet": not row.standing.incomplete,
        "manque": list(row.standing.incomplete),
        "retard": round(row.late.total_seconds()),
        "heure_sur_parole": row.on_word,
        "remarques": list(row.remarks),
    }


def _line(line: "Line") -> Facts:
    return {
        "fichier": line.file,
        "accepte": line.state == "compte",
        "etat": line.state or "refuse",
        "doute": line.doubt,
        "raison": line.reason,
        "participant": line.participant,
        "nom": line.name,
        "module": line.module,
        "date": line.made,
        "garde": line.kept,
    }


def _class(group: "Class") -> Facts:
    return {
        "module": group.module.name,
        "titre": group.module.title,
        "participants": [_result(result) for result in group.results],
        "pas_corriges": list(group.ungraded),
    }


def _result(result: "Result") -> Facts:
    return {
        "participant": result.participant,
        "nom": result.name,
        "points": result.points,
        "maximum": result.maximum,
        "exercices": [_exercise(exercise) for exercise in result.exercises],
        "avis": list(result.notices),
        "remise": result.handed_in,
    }


def _exercise(exercise: "ExerciseResult") -> Facts:
    return {
        "carnet": exercise.notebook,
        "cellule": exercise.grade_id,
        "titre": exercise.title,
        "points": exercise.points,
        "maximum": exercise.maximum,
        "etat": exercise.status,
        "message": exercise.message,
        "meprise": exercise.misconception,
        "meprises": list(exercise.misconceptions),
    }


def _hurdle(hurdle: "Hurdle") -> Facts:
    return {
        "titre": hurdle.title,
        "manque": hurdle.missed,
        "a_commencer": hurdle.blank,
        "total": hurdle.total,
    }
