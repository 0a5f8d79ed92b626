"""Charts drawn in many ways, right and wrong, that the inspection was not written from.

Whoever drew them had read the inspection's public signatures, none of its code. A figure was changed
only where a look at it showed that it was not what its name says. `benchmarks/charts.py` prints the confusion table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One chart: how it is drawn, what is expected of it, and which defects it has.

    `draw` returns what a participant would hand to `lire_graphique`, or a whole figure to
    `lire_figure` (`panels`). `codes`: the defects of which one must be told first; empty for a
    right chart.
    """

    draw: Callable[[], Any]
    expected: Mapping[str, Any] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    panels: bool = False

    @property
    def name(self) -> str:
        """What the drawing function is called."""
        return self.draw.__name__


FIGURES: list[Figure] = []


def right(panels: bool = False, **expected: Any) -> Callable:
    """Register a chart that an exacting editor would print."""

    def register(draw: Callable[[], Any]) -> Callable[[], Any]:
        FIGURES.append(Figure(draw, expected, panels=panels))
        return draw

    return register


def wrong(*codes: str, panels: bool = False, **expected: Any) -> Callable:
    """Register a chart that must be refused for one of `codes`."""

    def register(draw: Callable[[], Any]) -> Callable[[], Any]:
        FIGURES.append(Figure(draw, expected, frozenset(codes), panels))
        return draw

    return register


from figures import right_charts, wrong_charts, wrong_habits  # noqa: E402, F401
