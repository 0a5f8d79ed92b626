"""A shell that has already done what cells do: the first time of everything costs most."""

import multiprocessing
import os
import threading
from multiprocessing.connection import Connection

from atelier.sandbox.answering import Answering
from atelier.sandbox.limits import limit_answers
from atelier.sandbox.unit import Limits
from atelier.shell import Shell

WARM_UP = (
    "import io, pandas as pd\ntable = pd.read_csv(io.StringIO('nom,valeur\\na,1\\nb,2.5'))\ntable",
    "table.groupby('nom')['valeur'].sum().sort_values().to_string()",
    "table['nom'].str.strip().value_counts(), table.describe(), table.to_csv()",
    "import matplotlib.pyplot as plt\nplt.plot(table['valeur'])",
    "def essai():\n    return inconnu\nessai()",
)
"""Cells that make Python import what it imports at first use."""


def answer_alone(connection: Connection, limits: Limits) -> None:
    """Be the answering process, started anew."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "setsid"):
        os.setsid()  # a group of its own: what it starts can be ended with it
    shell = warm_shell()
    Answering(shell, lambda: limit_answers(limits)).serve(connection)


def warm_shell() -> Shell:
    """Return a shell that has done once, and forgotten, what cells do."""
    import matplotlib.pyplot as plt

    import atelier

    for name in atelier.__all__:
        getattr(atelier, name)
    shell = Shell(inline=True)
    for cell in WARM_UP:
        shell.run(cell)
    plt.close("all")
    plt.uninstall_repl_displayhook()  # figures are drawn to be shown, not once more before
    shell.reset()
    return shell


def _end_with_parent() -> None:
    multiprocessing.parent_process().join()
    os._exit(1)
