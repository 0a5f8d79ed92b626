"""What participants of the tiny course send, for tests of collecting."""

import datetime
import io
import json
import os
import zipfile

from tiny_course import MODULE

from atelier.person import Person
from atelier.submission import pack, parse_notebook, read_expected

MONDAY = datetime.datetime(2026, 3, 2, 18, 0, tzinfo=datetime.UTC)
TUESDAY = MONDAY + datetime.timedelta(days=1)
FRIDAY = MONDAY + datetime.timedelta(days=4)


def notebook(course, answer="habitants = ...", grade_id="habitants"):
    """Return the participants' notebook with one answer given."""
    path = course.released / MODULE / "90-essai.ipynb"
    parsed = parse_notebook(path.read_bytes())
    for cell in parsed["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
            cell["source"] = answer
    return parsed


def packed(course, name="Aïcha Koné", when=MONDAY, answer="habitants = 1", products=None, token=""):
    expected = read_expected(course.released / MODULE)
    files = {"90-essai.ipynb": notebook(course, answer)}
    return pack(expected, Person(name, token), when, files, products or {})


def bare(course, answer="habitants = 1"):
    return json.dumps(notebook(course, answer)).encode("utf-8")


def archive(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return buffer.getvalue()


def send(folder, name, data, when=MONDAY):
    path = folder / name
    path.write_bytes(data)
    os.utime(path, (when.timestamp(), when.timestamp()))
    return path


def answer_that_counts(cohort, participant="aicha-kone"):
    path = cohort.submission(participant, MODULE) / "90-essai.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return next(c["source"] for c in cells if c["id"] == "habitants")


def laid_out(cohort):
    files = [path for path in cohort.submitted.rglob("*") if path.is_file()]
    return {path.relative_to(cohort.submitted): path.read_bytes() for path in files}
