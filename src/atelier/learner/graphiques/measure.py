"""What must be drawn to be known: texts over each other, their size, their contrast.

Drawn small and in memory, whatever the figure's own resolution: 640 pixels wide at most, twice
what a telephone shows, so that a huge figure costs no more than another.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from atelier.learner.graphiques.boxes import Box, box_of, overlap
from atelier.learner.graphiques.colours import contrast, over, rgb
from atelier.learner.graphiques.written import written_on
from atelier.learner.verifier import Presque

WIDE, HIGH = 640, 1600
"""Pixels of the drawing that is measured, at most."""

TELEPHONE = 320
"""CSS pixels of the screen for which the smallest text is told."""

MANY_MARKS = 3_000
"""Marks beyond which a drawing is not made again: it would take seconds."""

MANY_POINTS = 20_000
"""Points of a cloud beyond which it is left out of the drawing that is measured."""


def measure(figure: Any, axes: list[Any], charts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return `taille`, `plus_petit_texte`, `chevauchements` and `contrastes` of a figure.

    Raises `Presque` where matplotlib cannot draw it.
    """
    width, height = (float(inches) for inches in figure.get_size_inches())
    found: dict[str, Any] = {
        "taille": [round(width, 2), round(height, 2)],
        "plus_petit_texte": 99.0,
        "chevauchements": [],
        "contrastes": [
            row for ax, chart in zip(axes, charts, strict=True) for row in _marks(ax, chart)
        ],
    }
    if sum(len(ax.patches) + len(ax.lines) for ax in figure.axes) > MANY_MARKS:
        return found
    try:
        with _small(figure) as renderer:
            found.update(_texts(figure, renderer, found["contrastes"]))
    except Exception as error:
        raise Presque(_undrawable(error)) from None
    return found


def _undrawable(error: Exception) -> str:
    if "ParseException" in str(error) or "ParseFatalException" in str(error):
        return (
            "Un texte du graphique contient deux signes $ : matplotlib y lit une formule, et "
            "s’arrête. Écrivez « dollars », ou \\$."
        )
    return (
        f"matplotlib n’arrive pas à tracer ce graphique : {type(error).__name__}, "
        f"{str(error)[:120]}. Retirez les dernières lignes une à une pour trouver celle qui gêne."
    )


@contextmanager
def _small(figure: Any) -> Iterator[Any]:
    """Bring a figure to a small drawing for a while, and give the renderer to draw it with."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas, dpi = figure.canvas, figure.dpi
    width, height = figure.get_size_inches()
    heavy = [cloud for ax in figure.axes for cloud in _heavy(ax) if cloud.get_visible()]
    try:
        for cloud in heavy:
            cloud.set_visible(False)
        agg = canvas if isinstance(canvas, FigureCanvasAgg) else FigureCanvasAgg(figure)
        # without `forward`, no window is resized
        figure._set_dpi(min(WIDE / width, HIGH / height, 200), forward=False)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            figure.draw_without_rendering()
            yield agg.get_renderer()
    finally:
        for cloud in heavy:
            cloud.set_visible(True)
        figure._set_dpi(dpi, forward=False)
        if figure.canvas is not canvas:
            figure.set_canvas(canvas)


def _heavy(ax: Any) -> Iterator[Any]:
    for cloud in ax.collections:
        if len(cloud.get_offsets()) > MANY_POINTS or len(cloud.get_paths()) > MANY_POINTS:
            yield cloud
    for line in ax.lines:
        if len(line.get_xdata(orig=False)) > 10 * MANY_POINTS:
            yield line


def _texts(figure: Any, renderer: Any, marks: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what is measured on the texts of a figure; the contrasts of its marks come along."""
    texts = written_on(figure)
    boxes = [(text, box_of(text, renderer)) for text in texts]
    page = figure.get_tightbbox(renderer)
    across = max(float(page.width) + 0.2, 0.5)
    scale = min(float(figure.dpi) * 10, TELEPHONE / across) / 72
    smallest = min((float(text.get_fontsize()) for text in texts), default=99 / scale)
    pixels = _ground(figure, texts, renderer)
    return {
        "plus_petit_texte": round(smallest * scale, 1),
        "chevauchements": [
            [_words(one), _words(other)] for one, other in overlap(boxes, float(figure.dpi))
        ],
        "contrastes": marks + [_text_contrast(text, box, pixels) for text, box in boxes],
    }


def _ground(figure: Any, texts: list[Any], renderer: Any) -> Any:
    """Return the pixels of the figure without its texts: what is behind them."""
    alphas = [(text, text.get_alpha()) for text in texts]
    try:
        for text in texts:
            text.set_alpha(0)
        renderer.clear()
        figure.draw(renderer)
        import numpy as np

        return np.array(renderer.buffer_rgba())
    finally:
        for text, alpha in alphas:
            text.set_alpha(alpha)


def _text_contrast(text: Any, box: Box, pixels: Any) -> dict[str, Any]:
    """Return the contrast of a text on what is behind it: the worst quarter of it counts."""
    from matplotlib.colors import to_hex, to_rgba

    high, wide = pixels.shape[:2]
    *front, alpha = to_rgba(text.get_color(), text.get_alpha())
    ratios = []
    for x, y in box.points():
        inside = 0 <= x < wide and 0 <= y < high
        ground = tuple(pixels[high - 1 - int(y), int(x)]) if inside else None
        behind = _paper(text) if ground is None else _on_white(ground)
        ratios.append(contrast(over(tuple(front), alpha, behind), behind))
    ratios.sort()
    ratio = 21.0 if text.get_path_effects() else ratios[len(ratios) // 4]
    return {
        "quoi": _words(text),
        "genre": "texte",
        "rapport": round(ratio, 2),
        "couleur": to_hex(text.get_color()),
    }


def _paper(text: Any) -> tuple[float, float, float]:
    from matplotlib.colors import to_rgba

    red, green, blue, alpha = to_rgba(text.get_figure(root=True).get_facecolor())
    return over((red, green, blue), alpha, (1.0, 1.0, 1.0))


def _on_white(pixel: Any) -> tuple[float, float, float]:
    red, green, blue, alpha = (int(part) / 255 for part in pixel)
    return over((red, green, blue), alpha, (1.0, 1.0, 1.0))


def _words(text: Any) -> str:
    return " ".join(text.get_text().split())


def _marks(ax: Any, chart: dict[str, Any]) -> list[dict[str, Any]]:
    """Return for each series the contrast of each of its colours on the ground of the chart."""
    from matplotlib.colors import to_hex, to_rgba

    paper = over(*_split(to_rgba(ax.get_figure(root=True).get_facecolor())), (1.0, 1.0, 1.0))
    patch = ax.patch
    shown = ax.axison and patch.get_visible() and ax.get_frame_on()
    ground = over(*_split(to_rgba(patch.get_facecolor())), paper) if shown else paper
    behind = rgb(to_hex(ground))
    found = []
    for one in [*chart["series"], *chart["accessoires"]]:
        for colour in list(dict.fromkeys(one["couleurs"]))[:30]:
            seen = over(rgb(colour), one["opacite"], behind)
            ratio = round(contrast(seen, behind), 2)
            found.append({"quoi": one["nom"] or one["forme"], "genre": "marque", "rapport": ratio})
    return found


def _split(rgba: Any) -> tuple[Any, float]:
    return tuple(rgba[:3]), float(rgba[3])
