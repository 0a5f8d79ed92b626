"""Colours as a reader sees them: contrast, and what the colour-blind tell apart. Plain numbers.

No library is used: three published matrices and two published formulas do the work (decision 0012).
"""

import math
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
    """Return how far two colours are (CIEDE2000), for a sight of `SIMULATIONS` or for all."""
    lights = [linear(c) if sight is None else seen_by(c, sight) for c in (one, other)]
    return ciede2000(lab(lights[0]), lab(lights[1]))


def ciede2000(one: RGB, other: RGB) -> float:
    """Return the CIEDE2000 difference of two CIELAB colours.

    Sharma, Wu and Dalal, « The CIEDE2000 Color-Difference Formula », Color Research and
    Application 30 (1), 2005, whose test data the tests repeat.
    """
    chroma = (math.hypot(*one[1:]) + math.hypot(*other[1:])) / 2
    widen = 1.5 - 0.5 * math.sqrt(chroma**7 / (chroma**7 + 25**7))
    (l1, c1, h1), (l2, c2, h2) = (
        (L, math.hypot(widen * a, b), math.degrees(math.atan2(b, widen * a)) % 360)
        for L, a, b in (one, other)
    )
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    if turn == -180:
        turn = 180.0 if h2 > h1 else -180.0
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    weigh = (
        1
        - 0.17 * _cos(hue - 30)
        + 0.24 * _cos(2 * hue)
        + 0.32 * _cos(3 * hue + 6)
        - 0.20 * _cos(4 * hue - 63)
    )
    d_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    d_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    d_hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * chroma * weigh)
    around = 60 * math.exp(-(((hue - 275) / 25) ** 2))
    cross = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(math.radians(around))
    return math.sqrt(d_light**2 + d_chroma**2 + d_hue**2 + cross * d_chroma * d_hue)


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))


def nearest(colours: list[str]) -> float:
    """Return the least distance between these colours, for any of the simulated sights."""
    pairs = combinations([rgb(colour) for colour in colours], 2)
    return min(distance(one, other, sight) for one, other in pairs for sight in SIMULATIONS)
