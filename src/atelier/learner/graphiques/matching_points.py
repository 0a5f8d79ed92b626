"""Clouds of points against what was to be drawn, whatever their order."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from atelier.learner.graphiques.expectations import Attentes, Defaut


def agree(pairs: list[tuple[float, float]], scale: float, tolerance: float) -> bool:
    """Tell whether all pairs (drawn, expected × `scale`) agree within a share of the greatest."""
    largest = max((abs(value * scale) for _, value in pairs), default=0.0)
    slack = tolerance * largest + 1e-12
    return all(math.isfinite(seen) and abs(seen - value * scale) <= slack for seen, value in pairs)


def number(value: Any) -> float:
    """Return a value as a number, `nan` where it is none."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def compare_points(
    lu: Mapping[str, Any], wanted: list[tuple[float, float]], attentes: Attentes
) -> Iterator[Defaut]:
    """Compare clouds of points, whatever their order."""
    drawn = [
        (number(label), value)
        for one in lu["series"]
        for label, value in zip(one["etiquettes"], one["valeurs"], strict=False)
    ]
    drawn = sorted(pair for pair in drawn if pair[0] == pair[0] and pair[1] == pair[1])
    hoped = sorted((number(x), number(y)) for x, y in wanted if x == x and y == y)
    if _same_points(drawn, hoped, attentes.tolerance):
        return
    if _same_points(sorted((y, x) for x, y in drawn), hoped, attentes.tolerance):
        yield Defaut(
            "axes-echanges",
            "Les deux axes sont échangés : ce qui devait être en largeur est en hauteur. "
            "Échangez x et y.",
            "axes-interchangeables",
        )
    elif len(drawn) != len(hoped):
        more = len(drawn) > len(hoped)
        yield Defaut(
            "trop" if more else "manque",
            f"Le dessin montre {'plus' if more else 'moins'} de points que demandé. Regardez le "
            "filtre, et les limites des axes.",
            "toute-la-table" if more else "trou-passe-sous-silence",
        )
    else:
        yield Defaut(
            "valeurs",
            "Des points ne sont pas à leur place. Est-ce la bonne colonne pour chaque axe, la "
            "bonne année ?",
            "dessin-suit-la-table",
        )


def _same_points(some: list, others: list, tolerance: float) -> bool:
    if len(some) != len(others):
        return False
    return all(
        agree([(a[side], b[side]) for a, b in zip(some, others, strict=True)], 1.0, tolerance)
        for side in (0, 1)
    )
