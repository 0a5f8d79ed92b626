"""A check that stands alone runs among the names of its notebook: it may not take one of them."""

import ast

import nbformat
import pytest
from checks import SOLUTIONS

from atelier.checks import Checks, source_of_checks

MODULES = ("06-cartographier", "07-recenser", "08-contribuer")


def bound(tree, *, imports):
    """Return the names that a tree binds, those of its functions' insides too."""
    names = {
        n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    names |= {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    if imports:
        aliases = (n.names for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom))
        names |= {(a.asname or a.name).partition(".")[0] for group in aliases for a in group}
    return names


def names_of_the_notebooks(module):
    names = set()
    for path in (SOLUTIONS / module).glob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                names |= bound(ast.parse(cell.source), imports=True)
    return names


def names_of_the_checks(module):
    """Return what the checks themselves define; what they import means the same in a notebook."""
    body = Checks(source_of_checks(SOLUTIONS / module)).body
    imports = (ast.Import, ast.ImportFrom)
    defined = [statement for statement in body if not isinstance(statement, imports)]
    return {name for statement in defined for name in bound_at_the_top(statement)}


def bound_at_the_top(statement):
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    return bound(statement, imports=False)


@pytest.mark.parametrize("module", MODULES)
def test_no_check_takes_a_name_of_its_notebooks(module):
    assert set() == names_of_the_checks(module) & names_of_the_notebooks(module)
