"""How a verb ends, and what can go wrong through no fault of the code."""

import errno

OK, PROBLEMS, COULD_NOT, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses: all well, problems found, could not run, stopped by Ctrl-C."""


_REFUSALS = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le disque est plein",
    errno.EACCES: "l’accès est refusé",
    errno.EPERM: "l’accès est refusé",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOTDIR: "un fichier y tient la place d’un dossier",
    errno.EEXIST: "un fichier y tient la place d’un dossier",
    errno.EISDIR: "un dossier y tient la place d’un fichier",
}


def refusal(error: OSError) -> str:
    """Return in French, for the middle of a sentence, what the system answered."""
    known = _REFUSALS.get(error.errno or 0)
    return known or f"erreur {error.errno or type(error).__name__} du système"


class UserError(Exception):
    """A French sentence for the person at the keyboard: what is wrong, and the way out."""
