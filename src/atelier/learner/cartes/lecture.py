"""Read a drawn map back as plain data: zones, points, legend, whatever calls have drawn it.

Zones may come from `dessiner_zones`, from matplotlib's `fill`, `PathPatch`, `PatchCollection` or
`PolyCollection`, or from geopandas. Nothing is rendered: a map costs its coordinates.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from atelier.learner.cartes.geometrie import area, inner_point
from atelier.learner.cartes.habillage import colour_of, read_bar, read_legend, read_texts
from atelier.learner.graphiques.reach import axes_of
from atelier.learner.kinds import nature
from atelier.learner.verifier import Presque

MOST_POINTS = 20_000
"""Points of a layer that are kept."""


def lire_carte(dessin: Any = None) -> dict[str, Any]:
    """Return what the map `dessin` shows, as texts, numbers, lists and dictionaries.

    `dessin` is an Axes or a Figure; without it, the figure that the cell is drawing. In the result:

    - `zones`: for each surface, `point` (longitude, latitude of a place inside), `couleur`
      ("#rrggbb" or None), `hachures`, `valeur` (where colours come from numbers), `bord`,
      `epaisseur`, `etiquette`;
    - `points`: for each layer, `longitudes`, `latitudes`, `nombre`, `couleur`, `opacite` (0 to 1),
      `diametre` (in points), `etiquette`; `mailles`: for hexagons or squares, `nombre`, `total`;
    - `aspect`: height of a degree of latitude over width of a degree of longitude, as drawn;
    - `legende` (entries: `texte`, `couleur`, `hachures`), `titre_legende`, `barre` (colour bar);
    - `titre`, `textes`, `source`, `limites` (west, east, south, north), `taille` (inches).

    Raises `Presque`, a sentence for the learner, where there is no map or nothing drawn on it.
    """
    ax = _map_of(dessin)
    figure = ax.get_figure()
    width, height = (float(side) for side in figure.get_size_inches())
    zones, points, cells = list(_zones(ax)), list(_points(ax)), list(_cells(ax))
    if not (zones or points or cells):
        raise Presque(
            "La carte est vide : aucune zone, aucun point. Dessinez d’abord ; puis, dans la même "
            "cellule et avant plt.show(), appelez lire_carte(ax)."
        )
    return {
        "zones": zones,
        "points": points,
        "mailles": cells,
        "aspect": _aspect(ax),
        "limites": [*map(float, sorted(ax.get_xlim())), *map(float, sorted(ax.get_ylim()))],
        "taille": [width, height],
        **read_legend(ax),
        "barre": read_bar(ax),
        **read_texts(ax),
    }


def _map_of(drawn: Any) -> Any:
    """Return the one Axes that `drawn` is or holds, colour bars left aside. Raises `Presque`."""
    known = drawn is None or hasattr(drawn, "transAxes") or hasattr(drawn, "get_axes")
    if not known:
        raise Presque(
            f"lire_carte(…) attend une carte ; il a reçu {nature(drawn)}. Rangez d’abord le dessin "
            "sous un nom : ax = dessiner_zones(…), puis lire_carte(ax)."
        )
    return axes_of(drawn, lambda panels: False, "lire_carte")[0][0]


def _zones(ax: Any) -> Iterator[dict[str, Any]]:
    from matplotlib.collections import PatchCollection, PolyCollection
    from matplotlib.patches import PathPatch, Polygon

    for artist in sorted(ax.get_children(), key=lambda one: one.get_zorder()):  # as drawn
        if not artist.get_visible():
            continue
        if isinstance(artist, PathPatch | Polygon):
            look = (artist.get_facecolor(), artist.get_hatch(), None)
            border = (artist.get_edgecolor(), artist.get_linewidth(), artist.get_label())
            yield from _zone(artist.get_path(), look, border)
        elif isinstance(artist, PatchCollection | PolyCollection) and not _is_grid(artist):
            yield from _layer_zones(artist)


def _layer_zones(layer: Any) -> Iterator[dict[str, Any]]:
    paths = layer.get_paths()
    layer.update_scalarmappable()  # colours that stand for numbers are given when drawing
    array = layer.get_array()
    values = [] if array is None else array.ravel().tolist()  # what is masked becomes None
    faces, edges = layer.get_facecolor(), layer.get_edgecolor()
    widths = layer.get_linewidth()
    for number, path in enumerate(paths):
        value = None
        if number < len(values):
            value = _number(values[number])
        face = faces[number % len(faces)] if len(faces) else (0, 0, 0, 0)
        edge = edges[number % len(edges)] if len(edges) else (0, 0, 0, 0)
        look = (face, layer.get_hatch(), value)
        yield from _zone(path, look, (edge, widths[number % len(widths)], layer.get_label()))


def _zone(path: Any, look: tuple, border: tuple) -> Iterator[dict[str, Any]]:
    rings = [ring.tolist() for ring in path.to_polygons(closed_only=False) if len(ring) >= 3]
    rings = sorted((ring for ring in rings if _is_finite(ring)), key=area, reverse=True)
    if not rings:
        return
    face, hatch, value = look
    edge, width, label = border
    yield {
        "point": [float(place) for place in inner_point(rings)],
        "couleur": colour_of(face),
        "hachures": hatch or "",
        "valeur": value,
        "bord": colour_of(edge),
        "epaisseur": float(width) if colour_of(edge) else 0.0,
        "etiquette": _words(label),
    }


def _points(ax: Any) -> Iterator[dict[str, Any]]:
    from matplotlib.collections import PathCollection

    for cloud in ax.collections:
        if isinstance(cloud, PathCollection) and cloud.get_visible() and len(cloud.get_offsets()):
            places, sizes = cloud.get_offsets(), cloud.get_sizes()
            cloud.update_scalarmappable()
            faces = cloud.get_facecolor()
            diameter = math.sqrt(float(max(sizes))) if len(sizes) else 6.0
            face = faces[0] if len(faces) else (*cloud.get_edgecolor()[0][:3], 0.0)
            yield _cloud(places, face, diameter, cloud.get_label())
    for line in ax.lines:
        if line.get_visible() and line.get_linestyle() in ("None", "none", " ", ""):
            if line.get_marker() in ("None", None, "", " "):
                continue
            face = _rgba(line.get_markerfacecolor(), line.get_alpha())
            small = line.get_marker() in (",", ".")
            diameter = line.get_markersize() * (0.5 if small else 1)
            yield _cloud(line.get_xydata(), face, diameter, line.get_label())


def _cloud(places: Any, face: Any, diameter: float, label: Any) -> dict[str, Any]:
    known = [
        (float(x), float(y)) for x, y in places if _number(x) is not None and _number(y) is not None
    ]
    return {
        "longitudes": [x for x, _ in known[:MOST_POINTS]],
        "latitudes": [y for _, y in known[:MOST_POINTS]],
        "nombre": len(known),
        "couleur": colour_of((*face[:3], 1.0)),
        "opacite": float(face[3]),
        "diametre": float(diameter),
        "etiquette": _words(label),
    }


def _cells(ax: Any) -> Iterator[dict[str, Any]]:
    """Yield the layers of hexagons or squares that count points."""
    from matplotlib.collections import QuadMesh

    for layer in ax.collections:
        if layer.get_visible() and (isinstance(layer, QuadMesh) or _is_grid(layer)):
            counts = [_number(value) or 0 for value in layer.get_array().ravel().tolist()]
            full = [value for value in counts if value]
            yield {
                "nombre": len(full),
                "total": float(sum(full)),
                "plus_grand": max(full, default=0),
            }


def _is_grid(layer: Any) -> bool:
    """Tell whether one shape is repeated at many places, as `hexbin` does."""
    return (
        len(layer.get_paths()) == 1
        and layer.get_array() is not None
        and len(layer.get_offsets()) == len(layer.get_array()) > 1
    )


def _aspect(ax: Any) -> float | None:
    aspect = ax.get_aspect()
    if not isinstance(aspect, str):
        return float(aspect)
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    box, (width, height) = ax.get_position(), ax.get_figure().get_size_inches()
    tall, wide = box.height * height, box.width * width
    if not all(map(math.isfinite, (west, east, south, north))) or east == west or north == south:
        return None
    return float(abs((tall / (north - south)) / (wide / (east - west))))


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _is_finite(ring: Iterable[Sequence[float]]) -> bool:
    return all(math.isfinite(x) and math.isfinite(y) for x, y in ring)


def _rgba(colour: Any, alpha: float | None) -> Any:
    from matplotlib.colors import to_rgba

    return to_rgba(colour, alpha)


def _words(label: Any) -> str:
    return "" if str(label).startswith("_") else str(label)
