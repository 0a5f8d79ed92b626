"""Colours as a reader sees them: contrast, and what the colour-blind tell apart. Plain numbers.

No library is used: colorspacious has had no release since 2018, daltonlens none since 2022, and
colour-science brings SciPy to a participant's laptop. Three published matrices do the work.
"""

from itertools import combinations

RGB = tuple[float, float, float]
"""Red, green, blue, each from 0 to 1."""

SIMULATIONS: dict[str, tuple[RGB, RGB, RGB]] = {
    "protanopie": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutéranopie": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopie": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Machado, Oliveira and Fernandes, « A Physiologically-based Model for Simulation of Color Vision
Deficiency », IEEE TVCG 15 (6), 2009, severity 1.0; they apply to linear RGB."""


def rgb(colour: str) -> RGB:
    """Return the three parts of "#rrggbb"."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def linear(colour: RGB) -> RGB:
    """Return the light that a screen sends for sRGB values."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return red, green, blue


def contrast(one: RGB, other: RGB) -> float:
    """Return the contrast ratio of WCAG 2 (1 to 21)."""
    lights = [
        sum(w * part for w, part in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))
        for colour in (one, other)
    ]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def over(front: RGB, opacity: float, behind: RGB) -> RGB:
    """Return the colour of `front`, drawn with some opacity over another."""
    red, green, blue = (opacity * a + (1 - opacity) * b for a, b in zip(front, behind, strict=True))
    return red, green, blue


def lab(light: RGB) -> RGB:
    """Return CIELAB coordinates (D65) of linear RGB."""
    rows = (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
    white = (0.95047, 1.0, 1.08883)
    fx, fy, fz = (
        _root(sum(w * part for w, part in zip(row, light, strict=True)) / point)
        for row, point in zip(rows, white, strict=True)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _root(t: float) -> float:
    return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116


def seen_by(colour: RGB, sight: str) -> RGB:
    """Return, in linear RGB, a colour as people with this sight see it."""
    light = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(w * part for w, part in zip(row, light, strict=True))))
        for row in SIMULATIONS[sight]
    )
    return red, green, blue


def distance(one: RGB, other: RGB, sight: str | None = None) -> float:
    """Return how far two colours are in CIELAB (ΔE*ab), for a sight of `SIMULATIONS` or for all."""
    lights = [linear(c) if sight is None else seen_by(c, sight) for c in (one, other)]
    first, second = (lab(light) for light in lights)
    return sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5


def confused(colours: list[str], least: float) -> tuple[str, str, str] | None:
    """Return the two colours that come nearest under a simulation, with its name, if below `least`."""
    trials = [
        (distance(rgb(one), rgb(other), sight), one, other, sight)
        for one, other in combinations(dict.fromkeys(colours), 2)
        for sight in SIMULATIONS
    ]
    nearest = min(trials, default=None)
    return nearest[1:] if nearest and nearest[0] < least else None
