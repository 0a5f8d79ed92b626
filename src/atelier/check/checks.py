"""The form of `verifications.py`: a function for each check cell, and what each may ask for."""

import ast
import builtins
import symtable
from collections import Counter
from collections.abc import Iterable, Iterator

from atelier.check.country import COUNTRY, KIND
from atelier.checks import BEGIN, END, FILES, QUOTES, Check, Checks
from atelier.course import Module, Notebook, Problem
from atelier.exercise import Test, source_of
from atelier.learner import kinds
from atelier.workspace import source_files

KIND_NAMES = frozenset(
    name for name, kind in vars(kinds).items() if getattr(kind, "__metadata__", ())
)
"""What the annotation of a parameter may be: one of these, or several joined by `|`."""


def check_checks(module: Module) -> list[Problem]:
    """Return what is not in order in the checks of `module`, each with its repair.

    Raises `CourseError` where they are not Python.
    """
    checks = module.checks
    where = f"solutions/{module.name}/{FILES[0]}"
    return [
        *_check_pairs(where, module, checks),
        *_check_repeats(where, checks),
        *(problem for check in checks.functions for problem in _check_parameters(where, *check)),
        *_check_hidden(where, checks),
        *_check_names(where, checks),
        *_check_quotes(where, checks),
        *_check_files(where, module, checks),
        *_check_defined(where, module, checks),
    ]


def _check_pairs(where: str, module: Module, checks: Checks) -> Iterator[Problem]:
    """A check cell calls its function, and nothing else; a function has its cell."""
    called = set()
    for notebook in (notebook for notebook in module.notebooks if notebook.path.is_file()):
        for exercise in notebook.exercises:
            for part, test in enumerate(exercise.tests, 1):
                called.add(test.grade_id)
                place = f"{notebook.where}, {exercise.grade_id}"
                yield from _check_call(place, exercise.grade_id, part, test, checks)
    for check, node in checks.functions:
        if check.grade_id not in called:
            what = f"« {check.function} » n’est appelée par aucune cellule"
            repair = f"ajoutez la cellule « {check.grade_id} », ou retirez la fonction"
            yield Problem(f"{where}, ligne {node.lineno}", what, repair)


def _check_call(
    place: str, exercise: str, part: int, test: Test, checks: Checks
) -> Iterator[Problem]:
    check = checks.by_grade_id.get(test.grade_id)
    if check is None:
        written = f'@verification("{exercise}"' + (f", partie={part})" if part > 1 else ")")
        what = f"aucune fonction pour « {test.grade_id} »"
        yield Problem(place, what, f"écrivez-la dans {FILES[0]}, sous {written}")
    elif test.source.strip() != check.call:
        call = check.call.splitlines()
        repair = f"n’y laissez que : {call[0]} / {call[1]} / {call[-1]}"
        yield Problem(place, f"« {test.grade_id} » n’est pas l’appel de sa fonction", repair)


def _check_repeats(where: str, checks: Checks) -> Iterator[Problem]:
    """Each check has a name of its own, and the parts of an exercise are counted from 1."""
    names = Counter(node.name for node in checks.body if isinstance(node, ast.FunctionDef))
    marks = Counter((check.exercise, check.part) for check, _ in checks.functions)
    for check, node in checks.functions:
        place = f"{where}, ligne {node.lineno}"
        if names[check.function] > 1:
            what = f"{names[check.function]} fonctions s’appellent « {check.function} »"
            yield Problem(place, what, "donnez à chacune un nom qui lui est propre")
        if marks[check.exercise, check.part] > 1:
            what = f"deux fonctions vérifient la partie {check.part} de « {check.exercise} »"
            yield Problem(place, what, "numérotez les parties : partie=1, partie=2…")
        elif not 1 <= check.part <= check.parts:
            what = f"partie {check.part} de « {check.exercise} », qui en a {check.parts}"
            yield Problem(place, what, "numérotez les parties à partir de 1")


def _check_parameters(where: str, check: Check, node: ast.FunctionDef) -> Iterator[Problem]:
    place, known = f"{where}, ligne {node.lineno}", ", ".join(sorted(KIND_NAMES))
    if node.args.vararg or node.args.kwarg or node.args.defaults or node.args.kw_defaults:
        what = f"« {check.function} » a un paramètre qui n’est pas le nom d’une réponse"
        yield Problem(place, what, "n’y laissez que des noms du carnet, chacun avec son genre")
    for name, kind in check.parameters:
        named = set(kind.split(" | "))
        if not named <= KIND_NAMES:
            what = (
                f"le paramètre « {name} » a pour genre « {kind} »"
                if kind
                else (f"le paramètre « {name} » n’a pas de genre")
            )
            yield Problem(place, what, f"choisissez parmi : {known}")
        elif named != {KIND} if name == COUNTRY else KIND in named:
            what = f"le paramètre « {name} » a pour genre « {kind} »"
            repair = f"le pays se demande ainsi, et lui seul : {COUNTRY}: {KIND}"
            yield Problem(place, what, repair)


def _check_hidden(where: str, checks: Checks) -> Iterator[Problem]:
    """A hidden part is the end of its function, but for what this returns."""
    lines = checks.source.splitlines()
    for check, node in checks.functions:
        inside = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        begins = [number for number in inside if lines[number - 1].strip() == BEGIN]
        ends = [number for number in inside if lines[number - 1].strip() == END]
        if not begins and not ends:
            continue
        place = f"{where}, ligne {(begins or ends)[0]}"
        if len(begins) != 1 or len(ends) != 1 or begins > ends:
            what = f"la partie cachée de « {check.function} » est mal délimitée"
            yield Problem(place, what, f"entourez-la une seule fois, de {BEGIN} et {END}")
            continue
        after = [statement for statement in node.body if statement.lineno > ends[0]]
        cut = any(s.lineno < begins[0] <= (s.end_lineno or 0) for s in node.body)
        if cut or any(not isinstance(statement, ast.Return) for statement in after):
            what = f"la partie cachée de « {check.function} » n’est pas la dernière"
            yield Problem(place, what, "mettez-la à la fin, juste avant « return »")


def _check_names(where: str, checks: Checks) -> Iterator[Problem]:
    """A check reads its parameters and what the file defines: nothing of the notebook's."""
    said = set()
    for name, function, line in _undefined(checks):
        said.add(name)
        what = f"« {function} » lit « {name} », qui n’est ni un paramètre ni défini ici"
        repair = f"ajoutez-le aux paramètres, avec son genre, comme « {name}: Nombre »"
        yield Problem(f"{where}, ligne {line}", what, repair)
    try:
        public = Checks(checks.public())
    except SyntaxError:
        yield Problem(where, "sans ses parties cachées, ce fichier n’est plus du Python", _LAST)
        return
    for name, function, _ in _undefined(public):
        if name not in said:
            what = f"hors de sa partie cachée, « {function} » lit « {name} », qui n’est lié que là"
            yield Problem(where, what, _LAST)


def _check_quotes(where: str, checks: Checks) -> Iterator[Problem]:
    """The gradebook keeps each check between three apostrophes."""
    for number, line in enumerate(checks.source.splitlines(), 1):
        if QUOTES in line:
            what = f"trois apostrophes ({QUOTES}) : le cahier de notes en entoure la vérification"
            yield Problem(f"{where}, ligne {number}", what, 'écrivez trois guillemets (""")')


def _check_files(where: str, module: Module, checks: Checks) -> Iterator[Problem]:
    """A check reads no file of the course's beside the notebook: an answer can write it anew there."""
    beside = {path.name for path in source_files(module) if path.suffix != ".ipynb"}
    for statement in checks.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Constant) and node.value in beside:
                what = f"une vérification lit {node.value}, qu’une réponse peut réécrire"
                repair = "lisez la table dans ../../data, ou écrivez ici ce qui y est"
                yield Problem(f"{where}, ligne {node.lineno}", what, repair)


_LAST = "mettez la partie cachée à la fin de la fonction, et rien d’elle après"


def _undefined(checks: Checks) -> Iterator[tuple[str, str, int]]:
    """Yield the names that functions look up in vain, with the function and its line."""
    known = checks.names() | set(dir(builtins))
    table = symtable.symtable(checks.source, "verifications.py", "exec")
    for scope in _scopes(table):
        for symbol in scope.get_symbols():
            if symbol.is_global() and symbol.is_referenced() and symbol.get_name() not in known:
                yield symbol.get_name(), scope.get_name(), scope.get_lineno()


def _scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for inner in table.get_children():
        yield inner
        yield from _scopes(inner)


def _check_defined(where: str, module: Module, checks: Checks) -> Iterator[Problem]:
    """What a check asks for is a name that its notebook defines."""
    lines = {check.grade_id: node.lineno for check, node in checks.functions}
    for notebook in (notebook for notebook in module.notebooks if notebook.path.is_file()):
        defined = set(_defined(notebook))
        for test in (test for exercise in notebook.exercises for test in exercise.tests):
            check = checks.by_grade_id.get(test.grade_id)
            for name, _ in check.parameters if check else ():
                if name not in defined:
                    place = f"{where}, ligne {lines[test.grade_id]}"
                    what = f"« {name} » n’est défini par aucune cellule de {notebook.path.name}"
                    yield Problem(place, what, "demandez un nom que la réponse définit")


def _defined(notebook: Notebook) -> Iterator[str]:
    """Yield the names that the code cells of a notebook bind."""
    for cell in notebook.cells:
        if cell["cell_type"] != "code":
            continue
        lines = source_of(cell).splitlines()
        python = "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!")))
        try:
            table = symtable.symtable(python, "", "exec")
        except SyntaxError:  # other checks run it
            continue
        yield from _assigned(table.get_symbols())


def _assigned(symbols: Iterable[symtable.Symbol]) -> Iterator[str]:
    for symbol in symbols:
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
            yield symbol.get_name()
