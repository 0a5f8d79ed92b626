"""nbgrader's gradebook without the rest of nbgrader.

`import nbgrader.api` first runs the package's own `__init__`, which loads its web server's
extensions; and a check of addresses that nobody asks for compiles a grammar. Together they cost
two seconds of each of a trainer's commands. Whoever imports nbgrader later gets all of it.
"""

import importlib
import importlib.util
import sys
from types import ModuleType

_NEEDLESS = "rfc3987_syntax"
"""The grammar; jsonschema does without it where it is absent."""


def _import(*names: str) -> list[ModuleType]:
    """Import submodules of nbgrader without running the package's `__init__`."""
    if "nbgrader" in sys.modules:
        return [importlib.import_module(name) for name in names]
    absent = _NEEDLESS not in sys.modules
    specification = importlib.util.find_spec("nbgrader")
    sys.modules["nbgrader"] = importlib.util.module_from_spec(specification)
    if absent:
        sys.modules[_NEEDLESS] = None
    try:
        return [importlib.import_module(name) for name in names]
    finally:
        del sys.modules["nbgrader"]
        if absent:
            del sys.modules[_NEEDLESS]


api, utils, dbutil = _import("nbgrader.api", "nbgrader.utils", "nbgrader.dbutil")
