"""What is said differently of the questionnaire that opens the course and of the one that ends it."""

from typing import NamedTuple


class Wording(NamedTuple):
    """The phrases of one form: on screen once it is finished, in the profile, in the feedback.

    `state` goes on from « Module « … » : ».
    """

    finished: str
    heading: str
    modest: str
    state: str
    page: str


WORDINGS = {
    "A": Wording(
        finished=(
            "Le questionnaire est terminé : vos réponses ne changent plus. C’est ce qui permettra "
            "de comparer, à la fin du cours."
        ),
        heading="Votre point de départ, par domaine",
        modest=(
            "Deux questions par domaine : c’est un repère pour choisir, pas un jugement. Le cours "
            "est fait pour partir de là."
        ),
        state="vos réponses sont lues. Ce n’est pas une note, c’est votre point de départ.",
        page="Votre point de départ, pas une note : de quoi choisir où passer du temps.",
    ),
    "B": Wording(
        finished=(
            "Le questionnaire est terminé : vos réponses ne changent plus. C’est ce qui permet de "
            "comparer avec le début du cours."
        ),
        heading="Votre point d’arrivée, par domaine",
        modest=(
            "Deux questions par domaine : c’est un repère, pas un jugement. Comparez-le à votre "
            "profil du début du cours."
        ),
        state="vos réponses sont lues. Ce n’est pas une note, c’est votre point d’arrivée.",
        page="Votre point d’arrivée, pas une note : de quoi mesurer le chemin parcouru.",
    ),
}
"""Form → phrases: A is asked before the course, B after it."""
