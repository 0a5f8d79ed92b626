"""A class on the tiny course, graded without running anything: for tests of what is recorded.

The course gets a second notebook, with an answer and a text that a person marks, and a task. What
cells "said" comes from tables, so that every kind of mark occurs; `stock` gives the same outputs to
nbgrader's own Autograde.
"""

import datetime
import json

from nbformat import from_dict
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from sqlalchemy import select
from tiny_course import (
    MODULE,
    MODULE_TOML,
    build_released,
    make_course,
    source_cells,
    write_notebook,
)

from atelier.exercise import is_answer
from atelier.grading.assignments import Assignments, quiet
from atelier.grading.cohort import open_cohort
from atelier.grading.config import nbgrader_config
from atelier.grading.gradebook import open_gradebook
from atelier.grading.light import api
from atelier.grading.record import Graded, read_moment
from atelier.grading.template import load_template, with_outputs
from atelier.submission import write_whole

WHEN = datetime.datetime(2026, 3, 2, 18, 0)
FIRST, SECOND = "90-essai", "91-a-la-main"


def error(name, text):
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": ["x"]}


def result(text):
    data = {"text/plain": text}
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}


def stream(name, text):
    return {"output_type": "stream", "name": name, "text": text}


SAID = {
    "nothing": [],
    "wrong": [error("Presque", "Relisez. [repère : texte-et-nombre]")],
    "a warning": [stream("stderr", "attention\n")],
    "a warning, then wrong": [stream("stderr", "attention\n"), error("KeyError", "'x'")],
    "half": [stream("stdout", "presque\n"), result("0.5")],
    "not a number": [result("nan")],
    "less than nothing": [result("-1")],
    "a text": [result("'bravo'")],
    "a lot": [stream("stdout", "ligne\n" * 5000), stream("stdout", "x" * 300_000)],
}
"""What each test cell of a participant says, by the participant's name."""


def make_class(root):
    """Return course, cohort and module: released, with a submission of everyone in `SAID`."""
    make_course(root)
    marks = {"locked": False, "schema_version": 3, "points": 2, "solution": True, "grade": True}
    by_hand = source_cells()[:4]
    for kind, id_, source, more in (
        ("code", "code-a-relire", "titre = ...", {"task": False}),
        ("markdown", "texte-a-relire", "*Votre réponse ici.*", {"task": False}),
        (
            "markdown",
            "tache",
            "Faites une affiche.",
            {"task": True, "solution": False, "locked": True},
        ),
    ):
        nbgrader = marks | {"grade_id": id_} | more | {"grade": not more["task"]}
        cell = {"cell_type": kind, "id": id_, "metadata": {"nbgrader": nbgrader}, "source": source}
        by_hand.append(cell | ({"outputs": [], "execution_count": None} if kind == "code" else {}))
    write_notebook(root / f"solutions/{MODULE}/{SECOND}.ipynb", by_hand)
    entry = f'\n[[carnets]]\nfichier = "{SECOND}.ipynb"\ntitre = "À la main"\nminutes = 5\n'
    (root / f"solutions/{MODULE}/module.toml").write_text(MODULE_TOML + entry, encoding="utf-8")
    course = build_released(root)
    cohort = open_cohort(root / "promotion", create=True)
    module = course.module(MODULE)
    with Assignments(course, cohort) as assignments:
        assignments.load(module)
    for number, participant in enumerate(SAID):
        hand_in(cohort, module, participant, {"double": f"# {number}"}, minutes=number)
    return course, cohort, module


def hand_in(cohort, module, participant, answers, missing=(), minutes=0):
    """Write a submission: the released notebooks with `answers` (grade id → source)."""
    folder = cohort.submission(participant, module.name)
    for notebook in module.notebooks:
        stored = (cohort.released / module.name / notebook.path.name).read_text(encoding="utf-8")
        content = json.loads(stored)
        for cell in content["cells"]:
            if is_answer(cell):
                grade_id = cell["metadata"]["nbgrader"]["grade_id"]
                cell["source"] = answers.get(grade_id, cell["source"])
        path = folder / notebook.path.name
        if notebook.name in missing:
            path.unlink(missing_ok=True)
        else:
            write_whole(path, json.dumps(content).encode("utf-8"))
    stamp = f"{WHEN + datetime.timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S} UTC\n"
    write_whole(folder / "timestamp.txt", stamp.encode("ascii"))


def ran(cohort, module, participant, said=None):
    """Return the graded submission of `participant`, whose tests said `said`."""
    template, folder = load_template(cohort, module), cohort.submission(participant, module.name)
    notebooks = {}
    for notebook in module.notebooks:
        path = folder / notebook.path.name
        if not path.is_file():
            notebooks[notebook.name] = None
            continue
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        made = template.assemble(notebook.name, cells)
        outputs = said if said is not None else SAID.get(participant, [])
        code = sum(cell["cell_type"] == "code" for cell in made["cells"])
        notebooks[notebook.name] = with_outputs(made, [outputs] * code)
    return Graded(participant, called(participant), read_moment(folder), notebooks)


def called(participant):
    return f"{participant.title()} Dupont Martin"


def stock(course, cohort, module, participant, said=None):
    """Let nbgrader's own Autograde grade a submission whose cells said what `ran` gives them."""
    first, _, last = called(participant).partition(" ")
    with open_gradebook(cohort) as gradebook:
        gradebook.update_or_create_student(participant, first_name=first, last_name=last)
    outputs = said if said is not None else SAID.get(participant, [])

    class Say(NbGraderPreprocessor):
        def preprocess_cell(self, cell, resources, index):
            if cell.cell_type == "code":
                cell.execution_count, cell.outputs = 1, as_nodes(outputs)
            return cell, resources

    config = nbgrader_config(course, cohort)
    config.Autograde.autograde_preprocessors[0] = Say  # where the notebook would run
    config.CourseDirectory.assignment_id = module.name
    config.CourseDirectory.student_id = participant
    converter = Autograde(coursedir=CourseDirectory(config=config), config=config)
    converter.force = True
    with quiet(cohort) as log:
        converter.log = log
        converter.start()


def as_nodes(outputs):
    """Return outputs as nbformat's own kind of mapping, each a fresh copy."""
    return [from_dict(json.loads(json.dumps(output))) for output in outputs]


def rows(cohort):
    """Return all that the gradebook holds of submissions, without its own ids."""
    found = {}
    with open_gradebook(cohort) as gradebook:
        for sent in gradebook.db.scalars(select(api.SubmittedAssignment)):
            student = sent.student
            found[student.id] = (student.first_name, student.last_name, sent.timestamp, sent.score)
            for page in sent.notebooks:
                key = (student.id, page.name)
                found[key] = (page.flagged, page.late_submission_penalty, page.needs_manual_grade)
                for g in page.grades:
                    marks = (g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade)
                    found[*key, g.name, "grade"] = (*marks, g.max_score, g.cell_type)
                for c in page.comments:
                    found[*key, c.name, "comment"] = (c.auto_comment, c.manual_comment)
    return found
