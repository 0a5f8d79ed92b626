"""How people call the workshop from a terminal: through `demarrer.py`, whatever their system."""

import os
import shlex
import subprocess

LAUNCHER = "py demarrer.py" if os.name == "nt" else "python3 demarrer.py"


def command(*words: str) -> str:
    """Return a command line that can be pasted: the launcher and `words`, quoted where needed."""
    quoted = subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
    return f"{LAUNCHER} {quoted}"
