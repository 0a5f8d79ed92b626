"""The form of modules, notebooks and exercises: what is missing, unknown or out of place."""

import json
import re
from collections.abc import Iterable, Iterator

from atelier.build.gallery import KEY as PICTURE
from atelier.check.checks import check_checks
from atelier.check.questions import check_questions
from atelier.checks import Check
from atelier.course import Course, CourseError, Module, Notebook, Problem
from atelier.exercise import (
    GRADE_ID,
    HAND_IN,
    PARAMETERS,
    QUESTIONS,
    TRAINER,
    WRONG,
    Cell,
    Exercise,
    is_answer,
    is_test,
    nbgrader,
    source_of,
    tags,
)
from atelier.learner.quiz.store import file_name
from atelier.submission import grade_ids

KNOWN_TAGS = {PARAMETERS, WRONG, TRAINER, HAND_IN, QUESTIONS, "nbval-check-output"}
ANSWER_KEYS = {"competences", "pays"}
PICTURE_KEYS = {PICTURE}
"""What a code cell may say of the picture that it draws."""

WRONG_KEYS = {"meprise", "message"}
FEWEST_WRONG_ANSWERS = 2
SHORTEST_MESSAGE = 15
"""Characters of an expected message: fewer would fit any message."""

_HASH = re.compile(r"cell-[0-9a-f]{8,}")


def check_structure(course: Course) -> list[Problem]:
    """Return what is not in order in the course's form, in the order of its modules."""
    if problems := _check_cells_form(course):
        return problems  # the other checks take well formed cells for granted
    problems += _check_sample(course)
    for module in course.modules:
        problems += _check_module(course, module)
        problems += check_checks(module)
        for notebook in module.notebooks:
            if notebook.path.is_file():
                problems += _check_notebook(course, module, notebook)
    problems += check_questions(course)
    problems += _check_repeated_ids(course)
    problems += _check_misconceptions(course)
    return problems


def _check_cells_form(course: Course) -> list[Problem]:
    problems: list[Problem] = []
    for notebook in course.notebooks:
        try:
            if notebook.path.is_file():
                notebook.cells  # noqa: B018 - reading is the check
        except CourseError as error:
            problems += error.problems
    for module in course.modules:
        try:
            module.checks  # noqa: B018
        except CourseError as error:
            problems += error.problems
    return problems


def _check_sample(course: Course) -> Iterator[Problem]:
    where, key = "course.toml", "pays_echantillon"
    if not course.sample_countries:
        yield Problem(where, f"« {key} » est vide", "nommez au moins un pays, comme « SEN »")
    for code in course.sample_countries:
        if code not in course.countries:
            repair = f"corrigez « {key} » : un code de data/pays.csv où l’on parle français"
            yield Problem(where, f"« {code} » n’est pas un pays du cours", repair)


def _check_module(course: Course, module: Module) -> Iterator[Problem]:
    where = f"solutions/{module.name}/module.toml"
    if not module.notebooks:
        yield Problem(where, "aucun carnet", "décrivez-en un sous [[carnets]]")
    listed = {notebook.path.name for notebook in module.notebooks}
    found = {path.name for path in module.folder.glob("*.ipynb")}
    for name in sorted(listed - found):
        yield Problem(where, f"le carnet « {name} » n’existe pas", "retirez-le, ou créez-le")
    for name in sorted(found - listed):
        repair = "ajoutez-le sous [[carnets]], ou retirez le fichier"
        yield Problem(where, f"le carnet « {name} » n’y est pas nommé", repair)
    for name in module.data:
        if not (course.data / name).is_file():
            yield Problem(where, f"data/{name} n’existe pas", "corrigez « donnees »")
    for name in sorted({*module.products, *module.reread}):
        if not is_plain_name(name):
            repair = "écrivez le nom d’un fichier à côté du carnet, sans dossier"
            yield Problem(where, f"« {name} » n’est pas un simple nom de fichier", repair)
    for name in sorted(set(module.reread) - set(module.products)):
        yield Problem(where, f"« relus » nomme {name}, que « produits » ne nomme pas", "ajoutez-le")
    yield from _check_asked(where, module)
    yield from _check_data_used(where, module)
    yield from _unknown(where, "competences", module.competences, course.competences)


def is_plain_name(name: str) -> bool:
    """Tell whether `name` is that of a file in a folder, on every system: no path, no pattern."""
    return bool(name) and not name.startswith(".") and not set(name) & set('/\\:*?"<>|[]')


def _check_asked(where: str, module: Module) -> Iterator[Problem]:
    """The answers to a questionnaire are handed in, and graded by cells made from the bank."""
    if module.questionnaire is None:
        return
    name = file_name(module.questionnaire.form)
    if name not in module.reread:
        yield Problem(
            where, f"{name} ne serait pas corrigé", "ajoutez-le à « produits » et « relus »"
        )
    cells = (c for n in module.notebooks if n.path.is_file() for c in n.cells)
    if not any(QUESTIONS in tags(cell) for cell in cells):
        repair = f"étiquetez « {QUESTIONS} » la cellule où viendront les vérifications"
        yield Problem(where, "aucun carnet ne relit les réponses au questionnaire", repair)


def _check_data_used(where: str, module: Module) -> Iterator[Problem]:
    text = "\n".join(
        source_of(cell)
        for notebook in module.notebooks
        if notebook.path.is_file()
        for cell in notebook.cells
        if cell["cell_type"] == "code"
    )
    text += module.checks.source
    used = set(re.findall(r"\.\./\.\./data/([\w./-]+)", text))
    for name in sorted(used - set(module.data)):
        yield Problem(where, f"data/{name} est lu mais n’est pas nommé", "ajoutez-le à « donnees »")
    for name in sorted(set(module.data) - used):
        yield Problem(where, f"data/{name} est nommé mais n’est lu nulle part", "retirez-le")


def _check_notebook(course: Course, module: Module, notebook: Notebook) -> Iterator[Problem]:
    where = notebook.where
    for number, cell in enumerate(notebook.cells, 1):
        yield from _check_cell(f"{where}, cellule {number}", cell)
    yield from _check_order(where, notebook.cells)
    for exercise in notebook.exercises:
        yield from _check_exercise(
            course, f"{where}, {exercise.grade_id}", exercise, module, notebook
        )


def _check_cell(where: str, cell: Cell) -> Iterator[Problem]:
    for tag in sorted(set(tags(cell)) - KNOWN_TAGS):
        known = ", ".join(sorted(KNOWN_TAGS))
        yield Problem(where, f"étiquette inconnue « {tag} »", f"connues : {known}")
    about = cell.get("metadata", {}).get("atelier", {})
    allowed = PICTURE_KEYS if cell["cell_type"] == "code" else set()
    allowed = (
        WRONG_KEYS if WRONG in tags(cell) else allowed | (ANSWER_KEYS if is_answer(cell) else set())
    )
    for key in sorted(set(about) - allowed):
        known = ", ".join(sorted(allowed)) or "aucune pour cette cellule"
        yield Problem(where, f"clé « atelier.{key} » inconnue", f"clés connues : {known}")
    if WRONG in tags(cell):
        for key in sorted(WRONG_KEYS - set(about)):
            yield Problem(where, f"la clé « atelier.{key} » manque", "ajoutez-la aux métadonnées")
        if cell["cell_type"] != "raw":
            yield Problem(
                where, "une réponse fausse s’exécuterait", "passez la cellule en « brut »"
            )
    by_machine = is_test(cell) or (is_answer(cell) and not nbgrader(cell)["grade"])
    if by_machine and cell["cell_type"] != "code":
        yield Problem(where, "nbgrader y attend du code", "passez la cellule en « code »")
    grade_id = nbgrader(cell).get("grade_id")
    if grade_id and (_HASH.fullmatch(grade_id) or not GRADE_ID.fullmatch(grade_id)):
        repair = "donnez un nom lisible, comme « taux-electricite »"
        yield Problem(where, f"grade_id « {grade_id} » illisible", repair)


def _check_order(where: str, cells: Iterable[Cell]) -> Iterator[Problem]:
    seen_answer = False
    for number, cell in enumerate(cells, 1):
        place = f"{where}, cellule {number}"
        if is_answer(cell):
            seen_answer = True
        elif not seen_answer and (is_test(cell) or WRONG in tags(cell)):
            repair = "ordre : énoncé, réponse, test, réponses fausses"
            yield Problem(place, "un test ou une réponse fausse avant toute réponse", repair)


def _check_exercise(
    course: Course, where: str, exercise: Exercise, module: Module, notebook: Notebook
) -> Iterator[Problem]:
    yield from _unknown(where, "competences", exercise.competences, course.competences)
    if not 1 <= len(exercise.competences) <= 2:
        repair = "nommez-en une ou deux dans atelier.competences"
        yield Problem(where, f"{len(exercise.competences)} compétence(s)", repair)
    if exercise.manual:
        if exercise.points <= 0:
            yield Problem(where, "l’exercice ne vaut rien", "donnez-lui des points")
        return
    yield from _check_country(where, exercise, module.checks.of(exercise.grade_id))
    if exercise.untouched == exercise.source.rstrip("\n"):
        repair = "entourez la solution de ### BEGIN SOLUTION et ### END SOLUTION"
        yield Problem(where, "la solution resterait visible aux participants", repair)
    if "STARTER" in exercise.untouched:
        repair = "entourez ces lignes de ### BEGIN STARTER et ### END STARTER"
        yield Problem(where, "le code à réparer est mal délimité", repair)
    yield from _check_tests(where, exercise)
    yield from _check_wrong_answers(course, where, exercise)
    statement = notebook.cells[exercise.index - 1] if exercise.index else {}
    if statement.get("cell_type") != "markdown":
        repair = "placez l’énoncé (Markdown) juste avant la cellule de réponse"
        yield Problem(where, "aucun énoncé juste avant la réponse", repair)


def _check_country(where: str, exercise: Exercise, checks: Iterable[Check]) -> Iterator[Problem]:
    """An exercise says that it depends on the country where its answer or a check reads it."""
    asked = {name for check in checks for name, _ in check.parameters}
    reads = "PAYS" in asked or bool(re.search(r"\bPAYS\b", exercise.source))
    if exercise.by_country and not reads:
        what = "« atelier.pays » est vrai, mais ni la réponse ni une vérification ne lit PAYS"
        yield Problem(where, what, "servez-vous de PAYS, ou écrivez false")
    if reads and not exercise.by_country:
        what = "la réponse ou une vérification lit PAYS, mais « atelier.pays » n’est pas vrai"
        yield Problem(where, what, "écrivez true")


def _check_tests(where: str, exercise: Exercise) -> Iterator[Problem]:
    if not exercise.tests:
        yield Problem(where, "aucune cellule de test", "ajoutez-en une après la réponse")
    for number, test in enumerate(exercise.tests, 1):
        wanted = f"test-{exercise.grade_id}" + (f"-{number}" if number > 1 else "")
        if test.grade_id != wanted:
            repair = f"renommez-le « {wanted} »"
            yield Problem(where, f"test nommé « {test.grade_id} »", repair)
        if test.points <= 0:
            yield Problem(where, f"« {test.grade_id} » ne vaut rien", "donnez-lui des points")


def _check_wrong_answers(course: Course, where: str, exercise: Exercise) -> Iterator[Problem]:
    count = len(exercise.wrong_answers)
    if count < FEWEST_WRONG_ANSWERS:
        repair = f"ajoutez des cellules « {WRONG} » après le test (au moins {FEWEST_WRONG_ANSWERS})"
        yield Problem(where, f"{count} réponse(s) fausse(s)", repair)
    for wrong in exercise.wrong_answers:
        place = f"{where}, réponse fausse en cellule {wrong.index + 1}"
        yield from _unknown(place, "meprise", [wrong.misconception], course.misconceptions)
        if len(wrong.message) < SHORTEST_MESSAGE:
            repair = f"citez au moins {SHORTEST_MESSAGE} signes du message"
            yield Problem(place, f"message attendu trop court « {wrong.message} »", repair)


def _unknown(
    where: str, key: str, values: Iterable[str], known: Iterable[str]
) -> Iterator[Problem]:
    known = set(known)
    for value in values:
        if value not in known:
            repair = f"ajoutez-la à course.toml, ou corrigez « {key} »"
            yield Problem(where, f"« {value} » n’est pas dans course.toml", repair)


def _check_repeated_ids(course: Course) -> Iterator[Problem]:
    """Over the whole course: a notebook that is handed in alone is recognised by its ids."""
    users: dict[str, list[str]] = {}
    for module in course.modules:
        cells = (c for n in module.notebooks if n.path.is_file() for c in n.cells)
        for grade_id in grade_ids(cells):
            users.setdefault(grade_id, []).append(f"solutions/{module.name}")
    for grade_id, places in sorted(users.items()):
        if len(places) > 1:
            where = ", ".join(dict.fromkeys(places))
            what = f"grade_id « {grade_id} » employé {len(places)} fois"
            yield Problem(where, what, "donnez à chaque cellule un nom qui lui est propre")


def _check_misconceptions(course: Course) -> Iterator[Problem]:
    """Each is shown where the registry says, and the registry says each place that shows it."""
    used: dict[str, set[str]] = {id_: set() for id_ in course.misconceptions}
    for module in course.modules:
        for id_ in _shown(module):
            used.setdefault(id_, set()).add(module.name)
    for id_, misconception in sorted(course.misconceptions.items()):
        where = f"course.toml, [meprises.{id_}]"
        if not used[id_]:
            repair = "ajoutez une réponse fausse qui la montre, ou retirez-la"
            yield Problem(where, "aucun exercice ne la montre", repair)
        elif used[id_] != set(misconception.modules):
            repair = f"écrivez modules = {json.dumps(sorted(used[id_]))}"
            yield Problem(where, "« modules » ne dit pas où elle est montrée", repair)


def _shown(module: Module) -> Iterator[str]:
    """Yield the misconceptions that answers of a module show, or to questions of its bank."""
    for question in module.bank.questions if module.bank else ():
        yield from question.misconceptions
    for notebook in module.notebooks:
        if notebook.path.is_file():
            for exercise in notebook.exercises:
                yield from (wrong.misconception for wrong in exercise.wrong_answers)
