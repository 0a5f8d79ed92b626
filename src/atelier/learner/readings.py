"""The form of what `lire_graphique`, `lire_figure` and `lire_carte` return, as checks rely on it.

A dictionary from somebody's keyboard, or emptied, is none: it is refused before it is judged.
"""

from typing import Any

from atelier.form import NUMBER, Form, ListOf, Table, check_form

_AXIS = Table(
    {"titre": str, "limites": ListOf(NUMBER), "echelle": str, "graduations": ListOf(str)}, open=True
)
_SERIES = Table(
    {
        "nom": str,
        "forme": str,
        "etiquettes": ListOf((str, *NUMBER)),
        "valeurs": ListOf(NUMBER),
        "couleurs": ListOf(str),
        "hors_cadre": int,
    },
    open=True,
)
_GUIDE = Table({"axe": str, "valeur": NUMBER}, {"fin": NUMBER}, open=True)
_CHART = Table(
    {
        "forme": str,
        "series": ListOf(_SERIES),
        "titre": str,
        "axe_x": _AXIS,
        "axe_y": _AXIS,
        "legende": ListOf(str),
        "textes": ListOf(str),
        "source": str,
        "reperes": ListOf(_GUIDE),
        "reperage": ListOf(dict),
        "axes_doubles": bool,
        "taille": ListOf(NUMBER),
    },
    open=True,
)
_MEASURED = {"chevauchements": list, "contrastes": ListOf(dict), "plus_petit_texte": NUMBER}
_ALONE = Table({**_CHART.keys, **_MEASURED}, open=True)
_FIGURE = Table(
    {
        "graphiques": ListOf(_CHART),
        "titre": str,
        "textes": ListOf(str),
        "source": str,
        "taille": ListOf(NUMBER),
        **_MEASURED,
    },
    open=True,
)
_ZONE = Table({"point": ListOf(NUMBER), "hachures": str, "bord": (str, type(None))}, open=True)
_LAYER = Table(
    {"longitudes": ListOf(NUMBER), "latitudes": ListOf(NUMBER), "nombre": int}, open=True
)
_MAP = Table(
    {
        "zones": ListOf(_ZONE),
        "points": ListOf(_LAYER),
        "mailles": list,
        "aspect": NUMBER,
        "limites": ListOf(NUMBER),
        "taille": ListOf(NUMBER),
        "legende": ListOf(dict),
        "titre": str,
        "textes": ListOf(str),
        "source": str,
    },
    open=True,
)


def is_chart(value: Any) -> bool:
    """Tell whether `value` has the form of one chart that was read."""
    return _has_form(value, _ALONE) and _in_pairs(value)


def is_figure(value: Any) -> bool:
    """Tell whether `value` has the form of a figure that was read."""
    charts = value["graphiques"] if _has_form(value, _FIGURE) else []
    return bool(charts) and all(map(_in_pairs, charts))


def is_map(value: Any) -> bool:
    """Tell whether `value` has the form of a map that was read."""
    return _has_form(value, _MAP)


def _in_pairs(chart: dict[str, Any]) -> bool:
    """Tell whether each value of a chart has its label; a grid of colours has none."""
    return all(len(one["etiquettes"]) in (0, len(one["valeurs"])) for one in chart["series"])


def _has_form(value: Any, form: Form) -> bool:
    return next(check_form(value, form, ""), None) is None
