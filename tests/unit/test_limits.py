"""Files that exhaust whoever reads them: refused in little time and memory, and said in French."""

import io
import json
import time
import tracemalloc
import zipfile

import pytest
from handins import FRIDAY, archive, bare, notebook, packed, send
from tiny_course import MODULE, make_course

from atelier.course import load_course
from atelier.grading.archive import Archive, Rejected
from atelier.grading.cohort import open_cohort
from atelier.grading.collect import collect
from atelier.grading.collected import render_collection
from atelier.limits import MAX_CELL, MAX_CELLS, MAX_LISTED, MAX_SOURCE, MAX_VALUES
from atelier.person import clean_name
from atelier.submission import MANIFEST, TooMuch, has_dots, parse_notebook
from atelier.verdict import read_verdict
from atelier.visible import visible

SECONDS, MEGABYTES = 10, 200
"""What one hostile file may take, on a machine that does something else: most take a tenth."""

HONEST = 50_000
"""Characters of an honest notebook."""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return load_course(make_course(tmp_path_factory.mktemp("cours")))


def code(source, **metadata):
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": []}


def answer(source):
    return code(source, nbgrader={"grade_id": "habitants", "solution": True, "grade": False})


HOSTILE = {
    "cells": lambda size: [code(f"a{n}") for n in range(size // 5)],
    "answers": lambda size: [answer(f"x = {n}") for n in range(size // 50)],
    "statements": lambda size: [answer("a;" * (size // 2) + "\n...")],
    "dots": lambda size: [answer("x = ...\n" * (size // 8))],
    "many dots": lambda size: [answer("x = ...\n" * 600) for _ in range(size // 5_000)],
    "brackets": lambda size: [answer("(" * size + "...")],
    "signs": lambda size: [answer("-" * size + "1, ...")],
    "attributes": lambda size: [answer("(...)" + ".a" * (size // 2))],
    "a number": lambda size: [answer("x = ..., " + "9" * size)],
    "magics": lambda size: [code("%a\n" * (size // 3))],
    "Markdown": lambda size: [{"cell_type": "markdown", "metadata": {}, "source": "[" * size}],
    "metadata": lambda size: [code("1", x=[{}] * (size // 4))],
    "keys": lambda size: [code("1", **{f"k{n}": n for n in range(size // 12)})],
    "tags": lambda size: [code("1", tags=["t"] * (size // 5))],
    "outputs": lambda size: [{**code("1"), "outputs": [{"a": 1}] * (size // 10)}],
    "lines": lambda size: [{**code(""), "source": ["a\n"] * (size // 6)}],
    "ids": lambda size: [{**code("1"), "id": f"sans-id-{n % 9}"} for n in range(size // 60)],
    "attachments": lambda size: [
        {**code("1"), "attachments": {f"a{n}": {"image/png": "x"} for n in range(size // 30)}}
    ],
    "an attachment": lambda size: [
        {**code("1"), "attachments": {"a.png": {"image/png": "x" * size}}}
    ],
}
"""Kind → cells that are added to a notebook, of about `size` characters."""


def measured(work):
    """Return what `work` returned, its seconds and the megabytes that it took at most."""
    tracemalloc.start()
    began = time.process_time()
    try:
        made = work()
        return made, time.process_time() - began, tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


@pytest.mark.lent
@pytest.mark.parametrize("times", [1, 10, 100])
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_notebook_takes_little_and_stops_nobody(course, tmp_path, kind, times):
    made = notebook(course)
    made["cells"] += HOSTILE[kind](HONEST * times)
    cohort, inbox = open_cohort(tmp_path / "promotion", create=True), tmp_path / "recus"
    inbox.mkdir()
    send(inbox, "90-essai_Koffi Mensah.ipynb", json.dumps(made).encode("utf-8"))
    send(inbox, "zz.zip", packed(course))
    work = lambda: collect(course, cohort, [inbox], now=FRIDAY)  # noqa: E731
    collection, seconds, megabytes = measured(work)
    assert "aicha-kone" in cohort.submissions(MODULE)
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
    for line in collection.rejected:
        assert "Koffi" in line.file
        assert ("Koffi Mensah" in line.reason) or ("trop lourd" in line.reason)


BEYOND = {
    "cellules": lambda made: made["cells"].extend(code("1") for _ in range(MAX_CELLS)),
    "caractères dans la cellule": lambda made: made["cells"].append(code("a" * (MAX_CELL + 1))),
    "caractères dans ses cellules": lambda made: made["cells"].extend(
        code("a" * MAX_CELL) for _ in range(1 + MAX_SOURCE // MAX_CELL)
    ),
    "données": lambda made: made["metadata"].update(a=list(range(MAX_VALUES))),
}


@pytest.mark.parametrize("packed_up", [True, False])
@pytest.mark.parametrize("what", BEYOND)
def test_beyond_a_limit_the_sentence_names_person_file_and_way_out(
    course, tmp_path, what, packed_up
):
    made = notebook(course)
    BEYOND[what](made)
    data = json.dumps(made).encode("utf-8")
    if packed_up:
        with zipfile.ZipFile(io.BytesIO(packed(course, name="Koffi Mensah"))) as good:
            data = archive({MANIFEST: good.read(MANIFEST), "90-essai.ipynb": data})
    cohort, inbox = open_cohort(tmp_path / "promotion", create=True), tmp_path / "recus"
    inbox.mkdir()
    name = "a.zip" if packed_up else "90-essai_Koffi Mensah.ipynb"
    send(inbox, name, data)
    send(inbox, "zz.zip", packed(course))
    said = render_collection(collect(course, cohort, [inbox], now=FRIDAY))
    (line,) = [line for line in said.splitlines() if line.startswith("✘")]
    wanted = (name, "90-essai", what, "Demandez à Koffi Mensah")
    assert [] == [part for part in wanted if part not in line]
    assert ["aicha-kone"] == list(cohort.submissions(MODULE))


def test_at_its_limits_a_notebook_is_read():
    cells = [code("a" * (MAX_SOURCE // MAX_CELLS)) for _ in range(MAX_CELLS - 1)]
    assert MAX_CELLS - 1 == len(parse_notebook(json.dumps({"cells": cells}).encode())["cells"])


def test_values_are_counted_before_they_are_read():
    data = b'{"cells": [' + b"[]," * MAX_VALUES + b"{}]}"

    def refused():
        with pytest.raises(TooMuch, match="données"):
            parse_notebook(data)

    _, _, megabytes = measured(refused)
    assert megabytes < 2


TEXTS = {
    "accents": "a" + "\u0301\u0327" * 500_000,
    "escapes": "\x1b[" * 500_000,
    "colours": "\x1b[" + "0;" * 500_000,
    "titles": "\x1b]" * 500_000,
    "blanks": " " * 200_000 + "x",
    "marks": "[repère : " * 100_000,
    "a mark without end": "x [repère : " + "a" * 500_000,
}


@pytest.mark.parametrize("read", [clean_name, visible, read_verdict], ids=lambda f: f.__name__)
@pytest.mark.parametrize("text", TEXTS)
def test_text_of_anybody_is_read_in_time_that_grows_with_its_length(read, text):
    _, seconds, _ = measured(lambda: read(TEXTS[text]))
    assert seconds < SECONDS


ANSWERS = {
    "statements": "a;" * 4_990 + "\n...",
    "assignments": "x = ...\n" * 1_240,
    "attributes": "(...)" + ".a" * 4_990,
    "signs": "-" * 9_980 + "1, ...",
    "brackets": "(" * 9_990 + "...",
    "calls": "a" + "()" * 4_990 + ", ...",
    "branches": "if 1: ...\n" + "elif 1: ...\n" * 800,
    "sums": "1+" * 4_990 + "...",
    "targets": "x=" * 4_990 + "...",
    "long": "x = ...\n" * 100_000,
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_dots_are_looked_for_in_little_time_and_memory(kind):
    found, seconds, megabytes = measured(lambda: has_dots(ANSWERS[kind]))
    assert (True, True, True) == (found, seconds < SECONDS, megabytes < 50)


def test_an_archive_whose_end_lies_about_its_list_is_not_read():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        for number in range(100):
            written.writestr(str(number), b"")
    data = bytearray(made.getvalue())
    listed = bytes(data[data.find(b"PK\1\2") : data.rfind(b"PK\5\6")])
    end = bytearray(data[data.rfind(b"PK\5\6") :])
    end[8:12] = b"PK\5\6"  # a second end in the first: a reader that takes the last sees no size
    forged = listed * (1 + MAX_LISTED // 100) + bytes(end)
    with pytest.raises(Rejected, match="milliers de fichiers"):
        Archive(forged)


def test_a_file_name_without_end_is_refused_before_it_is_folded():
    with pytest.raises(Rejected, match="nom de fichier démesuré"):
        Archive(archive({"a" + "\u0301\u0327" * 10_000: b""}))


def test_a_manifest_without_end_is_refused(course, tmp_path):
    with zipfile.ZipFile(io.BytesIO(packed(course))) as good:
        facts = json.loads(good.read(MANIFEST))
    facts["participant"]["nom"] = "Awa " + "\u0301\u0327" * 10_000
    data = archive({MANIFEST: json.dumps(facts).encode(), "90-essai.ipynb": bare(course)})
    cohort = open_cohort(tmp_path / "promotion", create=True)
    collection = collect(course, cohort, [send(tmp_path, "a.zip", data)], now=FRIDAY)
    assert ["manifeste démesuré"] == [line.reason[:18] for line in collection.rejected]
