"""Which group of packages each verb needs.

Read by `demarrer.py` before anything is installed: standard library only.
"""

GROUPS = ("participant", "contribution", "formateur", "mainteneur")

VERBS = {
    "ouvrir": "participant",
    "rendre": "participant",
    "portail": "contribution",
    "construire": "formateur",
    "collecter": "formateur",
    "corriger": "formateur",
    "retours": "formateur",
    "bilan": "formateur",
    "exemple": "formateur",
    "nouveau": "mainteneur",
    "valider": "mainteneur",
}
