"""What a learner sees when an answer is right: a word, and a commented solution to unfold.

The commented solutions lie beside the participants' notebooks, compressed so that nobody reads
one by accident. This is a courtesy, not a lock: whoever wants to cheat can.
"""

import base64
import html
import json
import zlib
from pathlib import Path

from atelier.learner.verifier import keep_signs

ANSWERS = Path(".corriges.json")
"""Grade id → compressed solution, in the folder of the participants' notebooks."""

_done: dict[str, set[int]] = {}
"""Exercise → parts that are right, since the kernel started."""


def reussi(exercice: str, message: str = "", partie: int = 1, sur: int = 1) -> None:
    """Show that part `partie` (of `sur`) of the exercise `exercice` is right.

    Once all its parts are, its commented solution can be unfolded, where there is one.
    """
    from IPython.display import display

    parts = _done.setdefault(exercice, set())
    parts.add(partie)
    texte = f"✔ Exact. {message}".strip()
    corrige = _solution(exercice) if parts >= set(range(1, sur + 1)) else None
    display({"text/plain": texte, "text/html": _page(texte, corrige)}, raw=True)


def pack_text(text: str) -> str:
    """Return `text` compressed, as ASCII."""
    return base64.b85encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")


def unpack_text(packed: str) -> str:
    """Return the text that `pack_text` was given."""
    return zlib.decompress(base64.b85decode(packed)).decode("utf-8")


def _solution(exercice: str) -> str | None:
    try:
        packed = json.loads(ANSWERS.read_text(encoding="utf-8"))
        return unpack_text(packed[exercice])
    except (OSError, ValueError, KeyError, TypeError, zlib.error):
        return None  # absent while grading, or damaged: the answer stays right


def _page(texte: str, corrige: str | None) -> str:
    page = f'<p style="color:#1b6e3c"><strong>{html.escape(keep_signs(texte))}</strong></p>'
    if corrige is None:
        return page
    return (
        f"{page}<details><summary>Voir une façon de faire</summary>"
        f'<pre style="padding:.5em">{html.escape(corrige)}</pre></details>'
    )
