"""The participant's country, as exercises are tried on it: one of the course, or none."""

COUNTRY = "PAYS"
"""The name of a notebook that holds the participant's country."""

KIND = "Pays"
"""The kind by which a check asks for it: only a country that the course knows comes back."""

NOWHERE = ("XXX", "ESH")
"""Codes of no country, and of one without figures: a whole notebook runs for each."""


def set_country(code: str) -> str:
    """Return the source of a cell that chooses a country."""
    return f'{COUNTRY} = "{code}"'
