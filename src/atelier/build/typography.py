"""Spaces that French keeps with their sign, which nobody can see or should have to type."""

import re

_SKIPPED = r"```.*?```|`[^`\n]*`|<code>.*?</code>|<pre>.*?</pre>|<[^>\n]*>"
_BEFORE = r"(?<=\S) (?=[:;!?»%](?![\w-]))"
_AFTER = r"(?<=«) (?=\S)"
_THOUSANDS = r"(?<=\d) (?=\d{3}(?!\d))"
_SPACES = re.compile(f"({_SKIPPED})|{_BEFORE}|{_AFTER}|{_THOUSANDS}", re.S)


def french_spaces(markdown: str) -> str:
    """Return `markdown` with no-break spaces inside « », before : ; ! ? % and in 1 600.

    Code, HTML tags and spaces that begin or end a line stay as they are.
    """
    return _SPACES.sub(lambda match: match[1] or "\u00a0", markdown)
