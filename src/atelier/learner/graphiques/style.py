"""Small helps for drawing as the course does: French numbers, a source line.

`plt.style.use("atelier.cours")` sets colours and sizes; these do what a style file cannot.
"""

import math
import textwrap
from typing import Any

from atelier.learner.kinds import nature
from atelier.learner.verifier import Presque

LETTER = 0.62
"""Mean width of a letter of a bold title, as a share of its height."""

NARROW, MINUS = "\u202f", "\u2212"
"""Between thousands, a space at which no line ends; before a negative number, a true minus."""


def nombre_francais(valeur: float, decimales: int | None = None) -> str:
    """Return a number as French writes it: « 16 789 217 », « 12,5 ».

    Without `decimales`, as many as needed, two at most. A missing number is « n.d. ».
    """
    valeur = float(valeur)
    if math.isnan(valeur):
        return "n.d."
    if math.isinf(valeur):
        return f"{MINUS if valeur < 0 else ''}∞"
    text = f"{abs(valeur):,.{2 if decimales is None else decimales}f}"
    if decimales is None:
        text = text.rstrip("0").rstrip(".")
    sign = MINUS if valeur < 0 and text.strip("0.,") else ""
    return sign + text.replace(",", NARROW).replace(".", ",")


def nombres_francais(ax: Any, axe: str = "y", unite: str = "") -> Any:
    """Write the numbers of an axis ("x", "y" or "xy") in French, followed by `unite`.

    Works whatever the language of the computer. Returns `ax`.
    """
    from matplotlib.ticker import FuncFormatter

    if not hasattr(ax, "transAxes"):
        raise Presque(f"nombres_francais(…) attend un graphique (ax) ; il a reçu {nature(ax)}.")
    if not axe or set(axe) - set("xy"):
        raise Presque('nombres_francais(ax, axe="x") : axe s’écrit "x", "y" ou "xy".')
    tail = f"\u00a0{unite}" if unite else ""
    for axis in (getattr(ax, f"{name}axis") for name in sorted(set(axe))):
        axis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value) + tail))
    return ax


def _tick(value: float) -> str:
    """Return a tick's number; small steps keep the digits that tell them apart."""
    decimals = None if value == 0 or abs(value) >= 0.01 else 2 - math.floor(math.log10(abs(value)))
    text = nombre_francais(value, decimals)
    return text if decimals is None else text.rstrip("0")


def ecrire_titre(ax: Any, texte: str) -> Any:
    """Write the title above the chart, from its left edge, on as many lines as it needs.

    `ax` is a chart or a figure; called twice, it writes the new title over the old one.
    """
    figure = _figure_of(ax, "ecrire_titre")
    if not isinstance(texte, str) or not texte.strip():
        raise Presque('ecrire_titre(ax, "…") attend un texte : la phrase qui dit votre trouvaille.')
    import matplotlib as mpl
    from matplotlib.font_manager import FontProperties

    size = FontProperties(size=mpl.rcParams["axes.titlesize"]).get_size_in_points()
    signs = int(float(figure.get_size_inches()[0]) * 72 / (size * LETTER))
    lines = [textwrap.fill(line, max(signs, 10)) for line in texte.strip().splitlines()]
    return figure.suptitle(
        "\n".join(lines),
        x=0.01,
        ha="left",
        fontsize=size,
        fontweight=mpl.rcParams["axes.titleweight"],
    )


def ecrire_source(ax: Any, texte: str) -> Any:
    """Write the source line under the chart, at the left: « Source : … ».

    `ax` is a chart or a figure; called twice, it writes the new line over the old one.
    """
    if not isinstance(texte, str) or not texte.strip():
        raise Presque('ecrire_source(ax, "…") attend un texte : le producteur, puis l’année.')
    figure = _figure_of(ax, "ecrire_source")
    texte = texte.strip()
    if not texte.casefold().startswith(("source", "données", "d’après", "d'après")):
        texte = f"Source : {texte}"
    return figure.supxlabel(texte, x=0.01, ha="left", fontsize="small", color="#444444")


def _figure_of(ax: Any, asker: str) -> Any:
    """Return the figure to write on, ready to make room for what is written around its charts."""
    if not hasattr(ax, "get_figure"):
        raise Presque(f"{asker}(…) attend un graphique (ax) ; il a reçu {nature(ax)}.")
    figure = ax.get_figure(root=True)
    if figure is None:
        raise Presque("Ce graphique a été effacé. Exécutez de nouveau la cellule qui le dessine.")
    if figure.get_layout_engine() is None:
        figure.set_layout_engine("constrained")
    return figure
