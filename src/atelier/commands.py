"""What the verbs on the course do, with what they print; those on a cohort are in `trainer`.

Heavy modules are imported inside the functions.
"""

import os
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from atelier.course import Course, Module, Problem, load_course
from atelier.errors import OK, PROBLEMS
from atelier.invocation import command


def open_course(
    *, sans_navigateur: bool, port: int | None, promotion: Path | None, gradebook: str, tout: bool
) -> int:
    """`ouvrir`."""
    from atelier.course import find_root
    from atelier.launch import open_lab

    if gradebook:  # what `nbgrader_config.py` reads when formgrader starts
        os.environ["ATELIER_GRADEBOOK"] = gradebook
    return open_lab(
        find_root(), browser=not sans_navigateur, port=port, cohort=promotion, everything=tout
    )


def open_portal(
    *,
    port: int | None,
    profil: str,
    donnees: Path | None,
    vide: bool,
    jeton_admin: Path | None,
    installer: bool,
) -> int:
    """`portail`."""
    from atelier.course import find_root
    from atelier.portal.serve import TOKEN, Served, serve

    if installer:  # done by demarrer.py before this line is reached
        print("Tout est installé. Dans votre carnet, exécutez de nouveau la cellule.")
        return OK
    kind = "-vide" if vide else "" if profil == "coeur" else f"-{profil}"
    folder = (donnees or find_root() / ".atelier" / f"portail{kind}").resolve()

    def tell(served: Served) -> None:
        print(f"Le portail d’entraînement est ouvert : {served.address}")
        if served.resumed:
            print("Il reprend où il en était : ce qui y est publié y est encore.")
        if served.entry:
            print(f"Entrer sans clé (ce lien sert une fois) : {served.address}/{served.entry}")
            print(f"Votre clé, pour un programme, est dans le fichier {folder / TOKEN}")
        if jeton_admin:
            print(f"La clé d’administration est dans le fichier {jeton_admin}")
        print("Gardez cette fenêtre ouverte. Pour arrêter : Ctrl+C.", flush=True)

    status = serve(folder, port=port, empty=vide, admin_file=jeton_admin, profile=profil, told=tell)
    print(f"\nLe portail est fermé. Ce qui y a été publié est gardé dans {folder}")
    return status


def build(*, controle: bool, executer: Sequence[str] | None) -> int:
    """`construire`."""
    from atelier.build.derived import build as write_all
    from atelier.build.derived import compare, write
    from atelier.build.release import papers
    from atelier.check.structure import check_structure

    course = load_course()
    if not controle:
        course = _with_fresh_questions(course)
    if problems := check_structure(course):
        return _report(problems)
    if controle:
        return _report(compare(course), "Tout ce qui dérive des sources est à jour.")
    chosen = [course.module(name) for name in executer or ()]
    # Before they run: notebooks with a questionnaire read theirs.
    written = write(course, papers(course, chosen), _tell_written)
    _execute(course, chosen)
    written += write_all(course, _tell_written)
    print(f"{len(written)} fichier(s) écrit(s)." if written else "Tout était déjà à jour.")
    return OK


def _tell_written(path: Path) -> None:
    print(f"écrit : {path.as_posix()}")


def _with_fresh_questions(course: Course) -> Course:
    """Bring the cells made from a question bank up to date: the checks then read what counts."""
    from atelier.build.derived import refresh_questions
    from atelier.check.questions import check_questions

    if any(check_questions(course)) or not refresh_questions(course):
        return course
    return load_course(course.root)


def _execute(course: Course, modules: Iterable[Module]) -> None:
    from atelier.check.execution import execute_solution
    from atelier.notebook import normal_form, to_text

    for module in modules:
        for notebook in module.notebooks:
            print(f"exécution : {notebook.path.name}")
            nb = execute_solution(course, module, notebook)
            notebook.path.write_text(to_text(normal_form(nb)), encoding="utf-8", newline="\n")


def validate(*, modules: Sequence[str], rapide: bool, tous_les_pays: bool) -> int:
    """`valider`."""
    from atelier.build.derived import compare
    from atelier.check.structure import check_structure

    course = load_course()
    chosen = [course.module(name) for name in modules] or list(course.modules)
    if problems := check_structure(course) or compare(course):
        return _report(problems)
    if not rapide:
        problems = _run_modules(course, chosen, tous_les_pays)
    return _report(problems, "Tout est en ordre.")


def _run_modules(course: Course, modules: Iterable[Module], everywhere: bool) -> list[Problem]:
    """Run every notebook of `modules`; print the figures, return the problems."""
    from atelier.check.answers import try_answers
    from atelier.check.execution import compare_outputs, run_solution, run_untouched
    from atelier.check.summary import summarise_exercises, summarise_runs

    countries = course.countries if everywhere else course.sample_countries
    problems: list[Problem] = []
    trials, runs = {}, []
    for module, notebook in ((m, notebook) for m in modules for notebook in m.notebooks):
        scope = f", pour {len(countries)} pays" if notebook.by_country else ""
        with _step(f"{notebook.name} : réponses{scope}"):
            trial = try_answers(course, module, notebook, countries)
        trials[notebook.name] = trial.outcomes
        problems += trial.problems
        for country in course.sample_countries[: None if notebook.by_country else 1]:
            with _step(f"{notebook.name} : exécution pour {country}"):
                runs.append(run_solution(course, module, notebook, country))
        with _step(f"{notebook.name} : version des participants"):
            problems += run_untouched(course, module, notebook)
        with _step(f"{notebook.name} : sorties enregistrées"):
            problems += compare_outputs(course, module, notebook)
    print(summarise_exercises(trials), summarise_runs(runs), sep="\n\n")
    return problems + [problem for run in runs for problem in run.problems]


class _step:
    """Say on standard error what is under way, and then how long it took."""

    def __init__(self, what: str):
        self.what = what

    def __enter__(self) -> None:
        self.start = time.perf_counter()
        print(f"… {self.what}", end="", file=sys.stderr, flush=True)

    def __exit__(self, *_: object) -> None:
        print(f" ({time.perf_counter() - self.start:.1f} s)", file=sys.stderr)


def scaffold(*, module: str, exercice: str | None) -> int:
    """`nouveau`."""
    from atelier.build.scaffold import add_exercise, add_module

    course = load_course()
    made = (
        add_exercise(course, course.module(module), exercice)
        if exercice
        else add_module(course, module)
    )
    print(f"créé : {made.relative_to(course.root).as_posix()}")
    print("Écrivez-y l’énoncé, la solution, le test et les réponses fausses, puis lancez :")
    print(f"  {command('construire', '--executer', module)}")
    print(f"  {command('valider', module)}")
    return OK


def hand_in(*, module: str, nom: str | None) -> int:
    """`rendre`."""
    from atelier.course import find_root
    from atelier.learner.rendre import raconter, remettre

    print(raconter(remettre(find_root(), module, nom)))
    return OK


def _report(problems: Sequence[Problem], all_well: str = "") -> int:
    """Print problems, or that all is well; return the exit status."""
    for problem in problems:
        print(f"✘ {problem.where}\n    {problem.what}\n    → {problem.repair}")
    if problems:
        print(f"{len(problems)} problème(s).")
        return PROBLEMS
    print(all_well)
    return OK
