"""The workshop: builds, checks, runs and grades the course OpenData Médias 2.

Notebooks write `from atelier import verifier_reponse`: the names of `NOTEBOOK` come from
`atelier.learner`, loaded when they are first used.
"""

from importlib import import_module
from typing import Any

NOTEBOOK = {
    "verifier": "verifier",
    "verification": "verification",
    "verifier_reponse": "verification",
    "executer_verification": "verification",
    "essayer": "verifier",
    "proche": "verifier",
    "nature": "kinds",
    "VraiFaux": "kinds",
    "Entier": "kinds",
    "Nombre": "kinds",
    "Texte": "kinds",
    "Table": "kinds",
    "Colonne": "kinds",
    "Dictionnaire": "kinds",
    "Liste": "kinds",
    "Fonction": "kinds",
    "Dessin": "kinds",
    "Planche": "kinds",
    "Carte": "kinds",
    "Pays": "kinds",
    "reussi": "reussite",
    "lire_contours": "cartes.contours",
    "dessiner_zones": "cartes.contours",
    "situer": "cartes.contours",
    "lire_carte": "cartes.lecture",
    "controler_carte": "cartes.jugement",
    "defauts_carte": "cartes.jugement",
    "lire_graphique": "graphiques",
    "lire_figure": "graphiques",
    "controler_graphique": "graphiques",
    "defauts": "graphiques",
    "ecrire_source": "graphiques",
    "ecrire_titre": "graphiques",
    "nombre_francais": "graphiques",
    "nombres_francais": "graphiques",
    "verifier_pays": "pays",
    "ecrite_dans": "files",
    "rendre": "rendre",
    "portail": "portail",
    "questionnaire": "quiz",
    "repondre": "quiz",
    "terminer": "quiz",
    "profil": "quiz",
    "parcours": "quiz",
    "explications": "quiz",
    "relire_reponses": "quiz",
    "reponse_donnee": "quiz",
    "enregistree": "quiz",
}
"""Name that a notebook may import → module of `atelier.learner` that holds it."""

__all__ = list(NOTEBOOK)


def __getattr__(name: str) -> Any:
    if name not in NOTEBOOK:
        raise AttributeError(f"module 'atelier' has no attribute {name!r}")
    return getattr(import_module(f"atelier.learner.{NOTEBOOK[name]}"), name)
