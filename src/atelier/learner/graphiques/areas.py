"""Surfaces (fill_between, stackplot, stairs) and whatever else is drawn, as series."""

import itertools
import math
from collections.abc import Iterator
from typing import Any

from atelier.learner.graphiques.forms import AIRE, AUTRE, BARRES, COURBE, GRILLE
from atelier.learner.graphiques.labels import labels_of
from atelier.learner.graphiques.series import MOST_POINTS, in_view, seen, serie


def read_areas(ax: Any) -> Iterator[dict[str, Any]]:
    """Yield each filled surface: its value is its thickness, its start the lower edge."""
    from matplotlib.collections import FillBetweenPolyCollection

    for area in ax.collections:
        if not isinstance(area, FillBetweenPolyCollection) or not seen(area):
            continue
        edges = _edges(area, 0 if area.t_direction == "x" else 1)
        rows = [(t, *edges[t]) for t in sorted(edges) if in_view(ax.xaxis, t)]
        if rows:
            yield serie(
                area.get_label(),
                AIRE,
                labels_of(ax.xaxis, [t for t, _, _ in rows]),
                [high - low for _, low, high in rows],
                area.get_facecolor()[:1],
                departs=[low for _, low, _ in rows],
                hors_cadre=sum(not in_view(ax.yaxis, high, 0.005) for _, _, high in rows),
            )


def _edges(area: Any, along: int) -> dict[float, tuple[float, float]]:
    """Return for each place the lower and the upper edge of a surface."""
    edges: dict[float, tuple[float, float]] = {}
    for path in area.get_paths():
        for vertex in path.vertices[: 2 * MOST_POINTS]:
            place, height = float(vertex[along]), float(vertex[1 - along])
            low, high = edges.get(place, (height, height))
            edges[place] = (min(low, height), max(high, height))
    return edges


def merge_areas(lines: list[dict[str, Any]], areas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the series of lines and surfaces drawn together.

    A lone surface goes with its line (it fills it, or is a band around it). Stacked surfaces are
    the series, under the names of their lines.
    """
    if not lines:
        return areas
    stacked = len(areas) > 1 and all(
        _near(
            upper["departs"], [a + b for a, b in zip(low["departs"], low["valeurs"], strict=True)]
        )
        for low, upper in itertools.pairwise(areas)
    )
    if stacked:
        names = [one["nom"] for one in lines] + [""] * len(areas)
        return [
            {**area, "nom": area["nom"] or name} for area, name in zip(areas, names, strict=False)
        ]
    for line in lines:
        line["rempli"] = any(_near(line["valeurs"], area["valeurs"]) for area in areas)
    return lines


def _near(some: list[float], others: list[float]) -> bool:
    return len(some) == len(others) and all(
        math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9) for a, b in zip(some, others, strict=True)
    )


def read_stairs(ax: Any) -> Iterator[dict[str, Any]]:
    """Yield stairs: a histogram drawn as one outline."""
    from matplotlib.patches import StepPatch

    for patch in ax.patches:
        if isinstance(patch, StepPatch) and seen(patch):
            values, edges, _ = patch.get_data()
            middles = [(a + b) / 2 for a, b in itertools.pairwise(edges)]
            colour = patch.get_facecolor() if patch.get_fill() else patch.get_edgecolor()
            form = BARRES if patch.get_fill() else COURBE
            yield serie(
                patch.get_label(),
                form,
                labels_of(ax.xaxis, middles),
                values,
                [colour],
                departs=[0.0] * len(middles) if form == BARRES else [],
            )


def read_grids(ax: Any) -> Iterator[dict[str, Any]]:
    """Yield images and grids of colours."""
    grids = [*ax.images, *(grid for grid in ax.collections if type(grid).__name__ == "QuadMesh")]
    for grid in grids:
        cells = grid.get_array()
        if seen(grid) and cells is not None and cells.size:
            flat = [float(value) for value in cells.ravel()[:MOST_POINTS]]
            yield serie(grid.get_label(), GRILLE, [], flat, [], points=int(cells.size))


def read_rest(ax: Any) -> Iterator[dict[str, Any]]:
    """Yield what is drawn and is none of the other forms, so that nobody calls it empty."""
    owned = {id(part) for group in ax.containers for part in group if hasattr(part, "get_visible")}
    across = (ax.get_xaxis_transform(), ax.get_yaxis_transform())  # guides, compared by identity
    for shape in (*ax.patches, *ax.collections):
        transform = getattr(shape, "get_data_transform", shape.get_transform)()
        guide = any(transform is one for one in across)
        points = getattr(shape, "get_offsets", lambda: None)()
        nothing = type(shape).__name__ == "PathCollection" and not len(points)
        if seen(shape) and not guide and id(shape) not in owned and not nothing:
            yield serie("", AUTRE, [], [], [])
            return
