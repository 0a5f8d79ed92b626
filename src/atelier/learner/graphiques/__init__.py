"""Charts: read back as plain data, then judged on what a reader sees (decision 0012).

`reading` and what it uses touch matplotlib and judge nothing; `judging` and what it uses see plain
data only. `style` helps learners to draw as the course does.
"""

from atelier.learner.graphiques.judging import controler_graphique, defauts
from atelier.learner.graphiques.reading import lire_figure, lire_graphique
from atelier.learner.graphiques.style import (
    ecrire_source,
    ecrire_titre,
    nombre_francais,
    nombres_francais,
)

__all__ = [
    "controler_graphique",
    "defauts",
    "ecrire_source",
    "ecrire_titre",
    "lire_figure",
    "lire_graphique",
    "nombre_francais",
    "nombres_francais",
]
