"""Points of an executed test cell, by nbgrader's own rule."""

import logging
from collections.abc import Sequence

import nbformat
from nbgrader.utils import determine_grade

_LOG = logging.getLogger("atelier.nbgrader")


def points_of(outputs: Sequence[dict], grade_id: str, points: float) -> float:
    """Return what nbgrader gives a test cell worth `points` that produced `outputs`."""
    metadata = {"nbgrader": {"grade": True, "grade_id": grade_id, "points": points}}
    cell = nbformat.from_dict({"cell_type": "code", "metadata": metadata, "outputs": [*outputs]})
    return float(determine_grade(cell, _LOG)[0] or 0.0)
