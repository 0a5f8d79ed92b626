"""Which group of packages each verb needs.

Read by `demarrer.py` before anything is installed: standard library only.
"""

GROUPS = ("participant", "contribution", "formateur", "mainteneur")

VERBS = {
    "ouvrir": "participant",
    "rendre": "participant",
    "portail": "participant",
    "construire": "formateur",
    "collecter": "formateur",
    "corriger": "formateur",
    "retours": "formateur",
    "bilan": "formateur",
    "exemple": "formateur",
    "nouveau": "mainteneur",
    "valider": "mainteneur",
}

OPTIONS = {("portail", "--installer"): "contribution"}
"""Verb and option → the group that they need together. Looking at the portal needs no more than
the course; publishing from a notebook does."""
