"""The questionnaire of a notebook: asked, saved at every click, told at the end.

`questionnaire("A")` shows it with buttons, `repondre("A", …)` takes the same answers in a plain
cell. `profil`, `parcours` and `explications` say what came of it.
"""

from atelier.learner.quiz.graded import (
    enregistree,
    juger,
    relire_reponses,
    reponse_donnee,
)
from atelier.learner.quiz.told import explications, parcours, profil
from atelier.learner.quiz.typed import repondre, terminer
from atelier.learner.quiz.window import questionnaire

__all__ = [
    "enregistree",
    "explications",
    "juger",
    "parcours",
    "profil",
    "questionnaire",
    "relire_reponses",
    "repondre",
    "reponse_donnee",
    "terminer",
]
