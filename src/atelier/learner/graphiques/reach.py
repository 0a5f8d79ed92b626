"""From whatever a learner hands over to the Axes that a reader sees, or a French sentence."""

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from atelier.learner.kinds import nature
from atelier.learner.verifier import Presque

MOST_PIXELS = 40_000_000
"""Pixels of a figure at its own resolution, beyond which drawing it would exhaust a small laptop."""


def speaking_french(read: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Wrap a reading so that a learner meets no error of ours, whatever they drew."""

    @functools.wraps(read)
    def safe(dessin: Any = None) -> dict[str, Any]:
        try:
            return read(dessin)
        except Presque:
            raise
        except Exception as error:
            raise Presque(
                f"Ce dessin n’a pas pu être relu ({type(error).__name__} : {str(error)[:100]}). "
                "Dessinez-le plus simplement (barres, courbe ou points), puis relisez-le."
            ) from error

    return safe


def figure_of(drawn: Any, asker: str) -> Any:
    """Return the one figure that `drawn` is, holds or belongs to. Raises `Presque`."""
    from matplotlib.axes import Axes

    if drawn is None:
        return _open_figure(asker)
    if hasattr(drawn, "get_axes"):
        whole = root(drawn)
        _refuse_huge(whole)
        return whole
    figures = list(dict.fromkeys(root(ax) for ax in reach(drawn) if isinstance(ax, Axes)))
    if not figures:
        raise Presque(
            f"{asker}(…) attend un graphique ; il a reçu {nature(drawn)}. "
            f"Rangez d’abord le dessin sous un nom : ax = table.plot.barh(…), puis {asker}(ax)."
        )
    if None in figures:
        raise _erased()
    if len(figures) > 1:
        raise Presque(
            f"Ces dessins sont sur {len(figures)} figures différentes. N’en donnez qu’une."
        )
    _refuse_huge(figures[0])
    return figures[0]


def axes_of(
    drawn: Any, broken: Callable[[list[list[Any]]], bool], asker: str = "lire_graphique"
) -> tuple[list[Any], bool]:
    """Return the Axes of one chart (several, drawn over each other), and whether it is cut in two.

    `broken` tells whether several Axes show parts of the same chart. Raises `Presque`.
    """
    from matplotlib.axes import Axes

    figure = figure_of(drawn, asker)
    given = [figure] if drawn is None else drawn
    found = list(dict.fromkeys(ax for ax in reach(given) if isinstance(ax, Axes)))
    live = [ax for ax in found if root(ax) is not None and ax in root(ax).axes]
    if found and not live:
        raise _erased()
    if live and not any(ax.get_visible() for ax in live):
        raise Presque("Ce graphique est caché : retirez set_visible(False).")
    panels = group_panels(ax for ax in live if ax.get_visible() and not is_colour_bar(ax))
    if not panels:
        raise Presque("Cette figure est vide : rien n’y est dessiné.")
    panels = [panel for panel in panels if any(ax.has_data() for ax in panel)] or panels[:1]
    around = group_panels(ax for ax in root(live[0]).axes if not is_colour_bar(ax))
    if broken([panel for panel in around if any(ax.has_data() for ax in panel)]):
        return _with_twins(panels[-1]), True
    if len(panels) > 1:
        raise Presque(
            f"Cette figure contient {len(panels)} graphiques. Donnez-en un seul à {asker}(…), "
            "ou relisez toute la figure avec lire_figure(…)."
        )
    return _with_twins(panels[0]), False


def group_panels(axes: Iterable[Any]) -> list[list[Any]]:
    """Group the Axes drawn at the same place (two vertical axes make one chart)."""
    panels: list[list[Any]] = []
    for ax in axes:
        same = next((panel for panel in panels if _same_place(panel[0], ax)), None)
        if same is None:
            panels.append([ax])
        else:
            same.append(ax)
    return panels


def is_colour_bar(ax: Any) -> bool:
    """Tell whether an Axes is the scale of colours beside a chart."""
    return ax.get_label() == "<colorbar>" or hasattr(ax, "_colorbar")


def reach(drawn: Any) -> Iterator[Any]:
    """Yield the Axes that an object of matplotlib is, holds or belongs to."""
    if hasattr(drawn, "transAxes"):  # an Axes
        yield drawn
    elif hasattr(drawn, "get_axes"):  # a figure
        yield from drawn.axes
    elif hasattr(drawn, "axes"):  # a line, a cloud of points, a text
        yield drawn.axes
    elif isinstance(drawn, Iterable) and not isinstance(drawn, str | bytes | dict):
        if type(drawn).__module__.startswith("pandas"):
            return
        for part in getattr(drawn, "flat", drawn):  # an array of Axes, a list of lines, bars
            yield from reach(part)


def root(ax: Any) -> Any:
    """Return the whole figure of an Axes, None once it was erased."""
    return ax.get_figure(root=True)


def _open_figure(asker: str) -> Any:
    import matplotlib.pyplot as plt

    figures = [plt.figure(number) for number in plt.get_fignums()]
    if not figures:
        raise Presque(
            "Aucun graphique n’est ouvert ici : une figure se ferme à la fin de sa cellule, "
            f"ou après plt.show(). Dessinez et appelez {asker}(…) dans la même cellule, "
            f"en lui donnant le graphique : {asker}(ax)."
        )
    drawn = [figure for figure in figures if any(ax.has_data() for ax in figure.axes)]
    if len(drawn) > 1:
        raise Presque(
            f"{len(drawn)} figures sont ouvertes dans cette cellule : laquelle relire ? "
            f"Donnez-la : {asker}(ax), ou n’en dessinez qu’une par cellule."
        )
    figure = (drawn or figures[-1:])[0]
    _refuse_huge(figure)
    return figure


def _refuse_huge(figure: Any) -> None:
    """Close a figure too large to be drawn, so that the notebook does not draw it either."""
    import matplotlib.pyplot as plt

    width, height = (float(inches) for inches in figure.get_size_inches())
    if width * height * float(figure.dpi) ** 2 > MOST_PIXELS:
        plt.close(figure)
        raise Presque(
            f"Cette figure est trop grande : {width:.0f} pouces sur {height:.0f}, à "
            f"{figure.dpi:.0f} points par pouce. L’ordinateur manquerait de mémoire ; elle a donc "
            "été fermée. figsize=(…) se compte en pouces (2,5 cm) : essayez figsize=(5, 4)."
        )


def _erased() -> Presque:
    return Presque("Ce graphique a été effacé. Exécutez de nouveau la cellule qui le dessine.")


def _with_twins(axes: list[Any]) -> list[Any]:
    """Return these Axes with those drawn over them in the same figure, in drawing order."""
    figure = root(axes[0])
    return [
        ax
        for ax in figure.axes
        if ax in axes or (_same_place(ax, axes[0]) and ax.has_data() and not is_colour_bar(ax))
    ]


def _same_place(one: Any, other: Any) -> bool:
    if one.get_figure() is not other.get_figure():
        return False
    pairs = zip(one.get_position().bounds, other.get_position().bounds, strict=True)
    return all(abs(a - b) < 1e-3 for a, b in pairs)
