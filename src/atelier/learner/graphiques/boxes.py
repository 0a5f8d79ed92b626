"""The place that a text takes on a drawing, turned or not, and which texts cover each other."""

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle around a middle, turned by an angle; lengths in pixels of the drawing."""

    x: float
    y: float
    half_width: float
    half_height: float
    angle: float

    def at(self, across: float, up: float) -> Point:
        """Return the point at these shares of the half width and half height."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        dx, dy = across * self.half_width, up * self.half_height
        return self.x + dx * cos - dy * sin, self.y + dx * sin + dy * cos

    def points(self) -> Iterator[Point]:
        """Yield points spread over the box."""
        for column in range(12):
            for row in (-0.6, -0.2, 0.2, 0.6):
                yield self.at((column - 5.5) / 6, row)

    def corners(self) -> list[Point]:
        """Return the four corners."""
        return [self.at(*signs) for signs in ((-1, -1), (1, -1), (1, 1), (-1, 1))]

    def shrunk(self, by: float) -> "Box":
        """Return the box with what a line of text leaves empty above and below removed."""
        return self._replace(
            half_width=max(self.half_width - by * 0.3, 0.5),
            half_height=max(self.half_height - by, 0.5),
        )


def box_of(text: Any, renderer: Any) -> Box:
    """Return the place of a text of matplotlib, its arrow left out."""
    from matplotlib.text import Text

    if hasattr(text, "update_positions"):  # an annotation
        text.update_positions(renderer)
    around = Text.get_window_extent(text, renderer)
    middle = (around.x0 + around.x1) / 2, (around.y0 + around.y1) / 2
    angle = float(text.get_rotation())
    if angle % 180:
        try:
            text.set_rotation(0)
            around = Text.get_window_extent(text, renderer)
        finally:
            text.set_rotation(angle)
    box = Box(*middle, around.width / 2, around.height / 2, math.radians(angle))
    return _without_empty_lines(box, text.get_text())


def _without_empty_lines(box: Box, words: str) -> Box:
    """Return the box without lines left empty above the words (pandas writes « \n2020 »)."""
    empty, lines = len(words) - len(words.lstrip("\n")), words.count("\n") + 1
    x, y = box.at(0, -empty / lines)
    return box._replace(x=x, y=y, half_height=box.half_height * (1 - empty / lines))


def overlap(boxes: Sequence[tuple[Any, Box]], dpi: float) -> list[tuple[Any, Any]]:
    """Return the pairs of texts that cover each other."""
    placed = [
        (text, box.shrunk(float(text.get_fontsize()) / 72 * dpi * 0.15)) for text, box in boxes
    ]
    placed.sort(key=lambda pair: min(x for x, _ in pair[1].corners()))
    spans = [
        (min(x for x, _ in box.corners()), max(x for x, _ in box.corners())) for _, box in placed
    ]
    found = []
    for number, (text, box) in enumerate(placed):
        for later in range(number + 1, len(placed)):
            if spans[later][0] > spans[number][1]:
                break
            if cross(box, placed[later][1]):
                found.append((text, placed[later][0]))
    return found


def cross(one: Box, other: Box) -> bool:
    """Tell whether two boxes share a surface: no side of either sets them apart."""
    corners = one.corners(), other.corners()
    for angle in {one.angle, one.angle + math.pi / 2, other.angle, other.angle + math.pi / 2}:
        cos, sin = math.cos(angle), math.sin(angle)
        spans = [[x * cos + y * sin for x, y in some] for some in corners]
        if max(spans[0]) <= min(spans[1]) or max(spans[1]) <= min(spans[0]):
            return False
    return True
