"""What `forme` may say of a chart or of one of its series."""

BARRES, COUCHEES, COURBE = "barres", "barres horizontales", "courbe"
POINTS, CAMEMBERT, AIRE = "points", "camembert", "aire"
TIGES, GRILLE, AUTRE = "tiges", "grille", "autre"
MELANGE = "mélange"
"""Series of several forms in one chart."""

LONGUEURS = (BARRES, COUCHEES, AIRE, TIGES)
"""Forms whose length or surface is the message: their axis starts at zero."""
