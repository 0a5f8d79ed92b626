"""Boundaries as a plain table, and their zones drawn with matplotlib alone.

`lire_contours` gives what `geopandas.read_file` gives, a table with a column `geometry`, without
the 100 MB that geopandas needs (docs/decisions/0013-maps.md): join it with `merge` like any other.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from atelier.learner.cartes.geometrie import bounds, contains, polygons, true_aspect
from atelier.learner.kinds import nature
from atelier.learner.verifier import Presque

GEOMETRY = "geometry"
"""The column that holds a row's outline: a GeoJSON geometry. geopandas calls it so, too."""


def lire_contours(chemin: str | Path) -> Any:
    """Return the zones of a GeoJSON file as a table: their properties, then `geometry`.

    Raises `Presque` where the file is absent or holds no boundaries.
    """
    import pandas as pd

    try:
        read = json.loads(Path(chemin).read_text(encoding="utf-8"))
        rows = [{**zone["properties"], GEOMETRY: zone["geometry"]} for zone in read["features"]]
        for row in rows:
            polygons(row[GEOMETRY])
    except FileNotFoundError:
        raise Presque(
            f"Le fichier « {chemin} » n’existe pas. Les contours du cours sont dans "
            '"../../data/geo/", par exemple "../../data/geo/afrique_pays.geojson".'
        ) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise Presque(
            f"« {chemin} » ne contient pas de contours lisibles : il faut un fichier GeoJSON "
            "de surfaces (Polygon ou MultiPolygon)."
        ) from None
    return pd.DataFrame(rows)


def dessiner_zones(
    table: Any,
    ax: Any = None,
    couleur: Any = "#dddddd",
    hachures: str | None = None,
    etiquette: str | None = None,
    bord: Any = "white",
    epaisseur: float = 0.5,
) -> Any:
    """Draw the zones of `table` as one layer, all alike, and return the Axes.

    `table` has a column `geometry`. Without `ax`, a new map without axes is opened. `couleur`
    fills ("none": the outline alone), `hachures` is a matplotlib hatch ("///"), `etiquette` the
    layer's words in the legend. Degrees are drawn in their true proportion at the middle latitude.
    """
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import PathPatch

    outlines = _outlines(table)
    for colour in (couleur, bord):
        _check_colour(colour)
    ax = _open_map() if ax is None else ax
    if not hasattr(ax, "add_patch"):
        raise Presque(
            f"« ax » devrait être une carte déjà ouverte ; c’est {nature(ax)}. "
            "Écrivez d’abord ax = dessiner_zones(…), puis dessiner_zones(…, ax=ax)."
        )
    look = {"facecolor": couleur, "edgecolor": bord, "linewidth": epaisseur, "hatch": hachures}
    if outlines:  # a collection: patches one by one cost ten times as much
        ax.add_collection(PatchCollection([PathPatch(_path(one)) for one in outlines], **look))
        if etiquette:  # which a legend cannot show: an empty patch speaks for it
            ax.fill([], [], label=etiquette, **look)
    ax.autoscale_view()
    low, high = sorted(ax.get_ylim())
    ax.set_aspect(true_aspect((low + high) / 2))
    _fit(ax)
    return ax


def _check_colour(colour: Any) -> None:
    """Raise, in French, where a word is no colour: « bleu » is none for matplotlib."""
    from matplotlib.colors import is_color_like

    if isinstance(colour, str) and not is_color_like(colour):
        raise Presque(
            f"« {colour} » n’est pas une couleur pour Python : ces noms sont en anglais, "
            'par exemple "lightgray", "black", "white". Ou un code, comme "#2c7bba".'
        )


def situer(points: Any, contours: Any, cle: str = "iso3") -> Any:
    """Return, for each row of `points`, the `cle` of the zone that contains it (else empty).

    `points` has columns `longitude` and `latitude`; what this does, geopandas calls `sjoin`.
    """
    import pandas as pd

    absent = [name for name in ("longitude", "latitude") if name not in points.columns]
    if absent:
        raise Presque(f"Il manque à la table des points la colonne « {absent[0]} ».")
    if cle not in contours.columns:
        raise Presque(f"La table des contours n’a pas de colonne « {cle} ».")
    zones = [
        (code, bounds(outline), polygons(outline))
        for code, outline in zip(contours[cle], _outlines(contours), strict=True)
    ]
    found = [
        _zone_of(zones, x, y) for x, y in zip(points["longitude"], points["latitude"], strict=True)
    ]
    return pd.Series(found, index=points.index, name=cle, dtype=object)


def _zone_of(zones: Iterable[tuple[Any, tuple, list]], x: float, y: float) -> Any:
    for code, (west, south, east, north), parts in zones:
        if (
            west <= x <= east
            and south <= y <= north
            and any(contains(rings, x, y) for rings in parts)
        ):
            return code
    return None


def _outlines(table: Any) -> list[Any]:
    columns = getattr(table, "columns", None)
    if columns is None or GEOMETRY not in columns:
        what = nature(table) if columns is None else "une table sans colonne « geometry »"
        raise Presque(
            f"Pour dessiner des zones, il faut une table de contours ; ceci est {what}. "
            "Partez de lire_contours(…), et croisez en la gardant à gauche : "
            'contours.merge(table, on="iso3", how="left").'
        )
    outlines = list(table[GEOMETRY])
    try:
        for outline in outlines:
            polygons(outline)
    except ValueError:
        raise Presque(
            "Une ligne de la table n’a pas de contour : le croisement a gardé des lignes de l’autre "
            'table. Gardez les contours à gauche : contours.merge(table, …, how="left").'
        ) from None
    return outlines


def _open_map() -> Any:
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(5, 4.6))
    ax.set_axis_off()
    ax.fitted_height = float(ax.get_figure().get_size_inches()[1])
    return ax


def _fit(ax: Any) -> None:
    """Give a map that was opened here the height that its zones need, until somebody sizes it."""
    figure = ax.get_figure()
    width, height = (float(side) for side in figure.get_size_inches())
    if getattr(ax, "fitted_height", None) != height or not ax.has_data():
        return
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    tall = (width - 0.3) * abs((north - south) / (east - west)) * true_aspect((south + north) / 2)
    figure.set_size_inches(width, min(6.0, max(2.6, tall + 0.9)))
    ax.fitted_height = float(figure.get_size_inches()[1])


def _path(outline: Any) -> Any:
    """Return one path for all parts of an outline: holes stay holes."""
    from matplotlib.path import Path as Line

    rings = [ring for rings in polygons(outline) for ring in rings]
    return Line.make_compound_path(
        *(Line([place[:2] for place in ring], closed=True) for ring in rings)
    )
