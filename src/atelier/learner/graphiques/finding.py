"""Does a French title state a finding? A small honest rule, not a grammar."""

VIDE, SUJET, QUESTION = "vide", "sujet", "question"


def judge_title(title: str) -> str | None:
    """Return None where `title` states a finding, else what it is instead."""
    if not any(char.isalpha() for char in title):
        return VIDE
    if title.rstrip().endswith("?"):
        return QUESTION
    return None
