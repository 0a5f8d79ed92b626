"""What a map should show, and its zones as its reader sees them: by place and by look."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from atelier.learner.cartes.couleurs import lightness
from atelier.learner.cartes.geometrie import bounds, contains, polygons


class Defaut(NamedTuple):
    """One thing that is wrong with a map."""

    code: str
    message: str
    meprise: str | None


@dataclass(frozen=True)
class Attentes:
    """What a map should show. All optional: what is not given is not checked."""

    contours: Any = None
    """Table of `lire_contours`: every zone of it should be drawn."""
    cle: str = "iso3"
    valeurs: Mapping[Any, float] | None = None
    """Zone's code → value that its colour stands for; empty (nan) where it is not known."""
    totaux: Mapping[Any, float] | None = None
    """Zone's code → the total that should not be coloured in place of the rate."""
    autres: Mapping[str, Mapping[Any, float]] = field(default_factory=dict)
    """What the map would show → its values by zone: told when it is that."""
    colonne: bool = True
    """Whether colours must follow `valeurs`; without, they only say what is known and what not."""
    classes: tuple[int, int] = (3, 7)
    legende: bool = True
    unite: tuple[str, ...] = ()
    """Regular expressions, of which one is written on the map."""
    titre: bool = True
    """Whether a title states a finding."""
    source: tuple[str, ...] = ()
    date_contours: bool = False
    aspect: bool = True
    en_evidence: str = ""
    """Code of the zone that should stand out: outlined, named or under a point."""
    nom_en_evidence: str = ""
    points: Any = None
    """Table with `longitude` and `latitude` of the points that should be drawn."""


class Zones:
    """The zones of a map, each with the code of the boundaries in which it lies."""

    def __init__(self, drawn: list[Mapping[str, Any]], wanted: Attentes):
        """Find the code of each zone of `drawn` (as `lire_carte` gives them)."""
        self.wanted = wanted
        self.places = [
            (code, bounds(outline), polygons(outline))
            for code, outline in zip(
                wanted.contours[wanted.cle], wanted.contours["geometry"], strict=True
            )
        ]
        self.codes = [code for code, _, _ in self.places]
        self.filled = self._by_code(drawn, (0, 1))
        self.turned = self._by_code(drawn, (1, 0)) if len(self.filled) < 2 else {}
        values = dict(wanted.valeurs.items()) if wanted.valeurs is not None else {}
        self.known = {c: float(values[c]) for c in self.codes if is_known(values.get(c))}
        self.unknown = [code for code in self.codes if code not in self.known]

    def _by_code(self, drawn: list[Mapping[str, Any]], order: tuple[int, int]) -> dict[Any, Any]:
        """Return the topmost filled zone of each code."""
        found = {}
        for zone in drawn:
            x, y = (zone["point"][axis] for axis in order)
            code = self.code_at(x, y) if zone["couleur"] else None
            if code is not None:
                found[code] = zone
        return found

    def code_at(self, x: float, y: float) -> Any:
        """Return the code of the boundaries that contain a place."""
        for code, (west, south, east, north), parts in self.places:
            near = west <= x <= east and south <= y <= north
            if near and any(contains(rings, x, y) for rings in parts):
                return code
        return None

    def looks(self) -> dict[tuple[str, str], list[Any]]:
        """Return each look (colour, hatch) → the codes with a value that have it."""
        looks: dict[tuple[str, str], list[Any]] = {}
        for code in self.known:
            if code not in self.filled:
                continue
            looks.setdefault(look_of(self.filled[code]), []).append(code)
        return looks


def look_of(zone: Mapping[str, Any]) -> tuple[str, str]:
    """Return what tells a zone's class: its colour and its hatch."""
    return zone["couleur"], zone["hachures"]


def contiguous(looks: Mapping[Any, list[Any]], values: Mapping[Any, float]) -> bool:
    """Tell whether each look is one interval of the values."""
    spans = sorted(
        (min(v), max(v)) for v in ([values[c] for c in codes] for codes in looks.values())
    )
    return all(high <= low for (_, high), (low, _) in pairwise(spans))


def follows(looks: Mapping[tuple[str, str], list[Any]], values: Mapping[Any, float]) -> bool:
    """Tell whether looks are intervals of the values, ordered by lightness (either way)."""
    if not contiguous(looks, values):
        return False
    ordered = sorted(looks, key=lambda look: min(values[code] for code in looks[look]))
    steps = [lightness(look[0]) for look in ordered]
    # two neighbours of a continuous scale may be equally light, to the rounding
    up = all(after >= before - 0.4 for before, after in pairwise(steps))
    down = all(after <= before + 0.4 for before, after in pairwise(steps))
    return (up or down) and abs(steps[-1] - steps[0]) > 5


def is_known(value: Any) -> bool:
    """Tell whether a value is a number, and not missing."""
    try:
        return value is not None and math.isfinite(float(value))
    except (TypeError, ValueError):
        return False
