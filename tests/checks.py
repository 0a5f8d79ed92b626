"""The checks of a module, imported as the plain functions that they are: no kernel, no notebook."""

import importlib.util
from pathlib import Path
from types import ModuleType

SOLUTIONS = Path(__file__).parents[1] / "solutions"


def checks_of(module: str, name: str = "verifications") -> ModuleType:
    """Return the Python module of the checks of `module`, for example `04-analyser`.

    They read `../../data`: run them from `SOLUTIONS / module`.
    """
    path = SOLUTIONS / module / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"checks_{module[:2]}", path)
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found
