"""Names of errors that may be shown: those of Python and of the libraries that are installed.

A participant's code chooses the name of a class as freely as any other text, and a function of
theirs has seen what a hidden test gave it. So a name that it made never leaves the sandbox.
"""

import functools
from collections.abc import Iterable

from atelier.verdict import STOPPED

OTHER = "Exception"
"""What is shown of an error whose class, and the classes behind it, have unknown names."""


@functools.cache
def known_errors() -> frozenset[str]:
    """Return the names of the errors of Python and of what this process has imported.

    To be asked where no code of a participant runs, and before it: in the sandbox's server.
    """
    found, left = set(), [BaseException]
    while left:
        kind = left.pop()
        if kind not in found:
            found.add(kind)
            left += type.__subclasses__(kind)
    names = {kind.__name__ for kind in found if kind.__module__ != "__main__"}
    return frozenset(names | {STOPPED})


def known_name(names: Iterable[object]) -> str:
    """Return the first of `names`, of a class and the classes behind it, that is known."""
    known = known_errors()
    return next((name for name in names if type(name) is str and name in known), OTHER)
