"""Judge the points of a map: their places, and whether one hides the others."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

NEAR = 1e-4
"""Degrees (some ten metres) within which two places are the same."""

HIDDEN = 0.2
"""Share of points that may lie under another one before opaque marks tell a lie."""

SEE_THROUGH = 0.6
"""Opacity from which marks pile up without darkening."""


def check_points(lu: Mapping[str, Any], expected: Any) -> Iterator[tuple[str, str, str | None]]:
    """Yield (code, message, misconception) of what is wrong with the points of the map `lu`."""
    wanted = list(
        zip(map(float, expected["longitude"]), map(float, expected["latitude"]), strict=True)
    )
    if lu["mailles"]:  # hexagons or squares: what they count must be all points
        if abs(lu["mailles"][0]["total"] - len(wanted)) > 0.02 * len(wanted):
            yield (
                "mailles",
                "Les mailles ne comptent pas tous les points. Donnez toute la table à hexbin(…).",
                None,
            )
        return
    layers = [layer for layer in lu["points"] if layer["nombre"] > 3 or len(wanted) <= 3]
    if not layers:
        yield (
            "sans-points",
            "Aucun point n’est dessiné. Posez-les avec ax.scatter(longitude, latitude).",
            None,
        )
        return
    drawn = [
        place
        for layer in layers
        for place in zip(layer["longitudes"], layer["latitudes"], strict=True)
    ]
    yield from _check_places(drawn, wanted, [layer["nombre"] for layer in layers])
    worst = max(layers, key=lambda layer: layer["nombre"])
    if worst["opacite"] > SEE_THROUGH and _share_hidden(worst, lu) > HIDDEN:
        yield (
            "points-empiles",
            "Les points se cachent les uns les autres : dix au même endroit en font voir un. Rendez-les "
            "petits et transparents (s=8, alpha=0.2), ou comptez-les par maille avec hexbin(…).",
            "points-empiles",
        )


def _check_places(
    drawn: Sequence[tuple[float, float]],
    wanted: Sequence[tuple[float, float]],
    counts: Sequence[int],
) -> Iterator[tuple[str, str, str | None]]:
    there = {_cell(x, y) for x, y in wanted}
    right = sum(_cell(x, y) in there for x, y in drawn)
    turned = sum(_cell(y, x) in there for x, y in drawn)
    if turned > right:
        yield (
            "latitude-longitude",
            "Latitude et longitude sont échangées : les points tombent ailleurs. "
            "L’axe horizontal d’abord : ax.scatter(longitude, latitude).",
            "latitude-toujours-premiere",
        )
    elif right < 0.9 * len(drawn) and len(there & {_cell(x, y) for x, y in drawn}) > 0.98 * len(
        there
    ):
        yield (
            "points-en-trop",
            "La carte montre d’autres points que ceux demandés : la table n’a pas été filtrée. Ne dessinez que "
            "les lignes du pays de l’énoncé.",
            "toute-la-table",
        )
    elif right < 0.9 * len(drawn):
        yield (
            "points-ailleurs",
            "Des points ne sont pas aux places de la table, ou viennent d’une autre table. "
            "Relisez les deux colonnes, et le pays.",
            None,
        )
    elif sum(counts) < 0.98 * len(wanted):
        yield (
            "points-absents",
            "Il manque des points sur la carte. Dessinez toutes les lignes de la table.",
            None,
        )


def _share_hidden(layer: Mapping[str, Any], lu: Mapping[str, Any]) -> float:
    """Return the share of points whose middle lies under another's mark."""
    west, east, south, north = lu["limites"]
    width, height = lu["taille"]
    per_inch = max((east - west) / width, (north - south) / height) or 1.0
    reach = layer["diametre"] / 72 * per_inch / 2
    places = list(zip(layer["longitudes"], layer["latitudes"], strict=True))
    cells: dict[tuple[int, int], int] = {}
    for x, y in places:
        key = (int(x // reach), int(y // reach))
        cells[key] = cells.get(key, 0) + 1
    return sum(count - 1 for count in cells.values()) / len(places) if places else 0.0


def _cell(x: float, y: float) -> tuple[int, int]:
    return round(x / NEAR), round(y / NEAR)
