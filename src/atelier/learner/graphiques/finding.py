"""Does a French title state a finding? A small honest rule, not a grammar.

A title states one where it holds a conjugated verb (of a relative clause, it does not count), or
a comparison, or a number that measures something (a year, an age, « pour 1 000 » don't). Tried on
the titles of `tests/unit/titres.toml`, whose test says how often it errs.
"""

import re
import unicodedata

from atelier.learner.graphiques.finding_words import (
    ALSO_NOUNS,
    COMPARING,
    ENDINGS,
    IRREGULAR,
    NOT_VERBS_AIT,
    NOT_VERBS_ENT,
    OPENERS,
    STEMS,
)

VIDE, SUJET, QUESTION = "vide", "sujet", "question"
"""What a title may be instead of a finding."""

FORMS = {*IRREGULAR, *(stem + ending for stem in STEMS for ending in ENDINGS)}

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*['’]?|\d[\d\s.,\u00a0\u202f]*\d|\d|[:;.,!()–—-]")

MEASURES = re.compile(
    r"\d\s?(?:%|‰|pour ?cent|points?\b|fois\b|millions?\b|milliards?\b|milliers\b|fcfa\b|francs\b|"
    r"euros?\b|dollars?\b|km\b|kg\b|(?:\w+ ){1,3}?sur \d)",
    re.I,
)
"""A number with what it measures."""

NO_MEASURE = re.compile(
    r"\b(?:19|20)\d\d\b|\bpour 1(?:0*|[\s\u00a0\u202f]?000|00[\s\u00a0\u202f]?000)\b|\d+ (?:à \d+ )?ans\b"
    r"|\b\d+[-–]\d+ ans\b|\btop \d+|\b(?:moins|plus) de \d+ ans|\d+ (?:pays|villes|régions|marchés)$",
    re.I,
)
"""Numbers that measure nothing: years, ages, denominators, how many cases are drawn."""


def judge_title(title: str) -> str | None:
    """Return None where `title` states a finding, else what it is instead."""
    title = unicodedata.normalize("NFC", " ".join(title.split()))
    if not any(char.isalpha() for char in title):
        return VIDE
    if title.endswith("?"):
        return QUESTION
    if len(title.split()) < 3:
        return SUJET
    if any(re.search(turn, title, re.I) for turn in COMPARING):
        return None
    if MEASURES.search(NO_MEASURE.sub(" ", title)):
        return None
    return None if _verbs(title) > _relatives(title) else SUJET


def _relatives(title: str) -> int:
    """Return how many verbs are taken by « qui », « dont », « où », « que »."""
    return len(re.findall(r"\b(?:qui|dont|où|que|qu['’])(?!\w)", title, re.I))


def _verbs(title: str) -> int:
    """Return how many words are verbs, as far as their neighbours tell."""
    upper = title.isupper()
    words = [word.replace("’", "'") for word in WORD.findall(title)]
    plain = not any(ord(char) > 127 and char.isalpha() for char in title)
    count = 0
    for place, word in enumerate(words):
        before = words[place - 1].casefold() if place else ""
        after = words[place + 1].casefold() if place + 1 < len(words) else ""
        proper = place > 0 and word[:1].isupper() and not upper
        count += not proper and _is_verb(word.casefold(), before, after, plain)
    return count


def _is_verb(word: str, before: str, after: str, plain: bool) -> bool:
    if word in ("a", "à"):
        return word == "a" and _is_have(after, plain)
    if word == "est":  # the east, too
        return before not in ("l'", "d'", "de", "à", "nord", "sud") and not before.endswith("-")
    word = re.sub(r"^(?:s|n|l|m|t|y)'", "", word)
    if word in ALSO_NOUNS or word not in FORMS:
        known = word in FORMS
        noun_place = before in OPENERS or not before or not before[-1:].isalpha()
        if before in ("s'", "n'", "se", "ne"):
            return True
        if known:
            return not noun_place
        return before not in OPENERS and before != "" and _looks_conjugated(word)
    return before not in OPENERS or before in ("l'", "en", "leur", "les", "la", "le", "même", "et")


def _looks_conjugated(word: str) -> bool:
    """Tell a verb by its ending, where no list has it."""
    if word.endswith(("ment", "ments")):
        return False
    if word.endswith("ent"):
        return len(word) > 5 and word not in NOT_VERBS_ENT
    if word.endswith(("aient", "eront", "iront")):
        return True
    return word.endswith("ait") and word not in NOT_VERBS_AIT and len(word) > 4


def _is_have(after: str, plain: bool) -> bool:
    """Tell « a » the verb from « à » written without its accent."""
    if plain and after in ("l'", "la", "le", "les"):
        return False
    return not after.startswith(("partir", "travers"))
