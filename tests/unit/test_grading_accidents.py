"""Whatever arrives, accident or attack: it has its line, and everybody else is collected."""

import copy
import io
import json
import os
import re
import stat
import struct
import unicodedata
import zipfile

import nbformat
import pytest
from handins import FRIDAY, answer_that_counts, archive, bare, notebook, packed, send
from tiny_course import MODULE, make_course

from atelier.course import load_course
from atelier.grading.archive import (
    MAX_BUNDLE_MEMBERS,
    MAX_DIRECTORY,
    Archive,
    Rejected,
    read_archive,
)
from atelier.grading.cohort import open_cohort
from atelier.grading.collect import collect
from atelier.grading.collected import render_collection
from atelier.grading.machine import collection_facts
from atelier.submission import MANIFEST, MAX_DEPTH

NAME = "90-essai_Awa.ipynb"
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return load_course(make_course(tmp_path_factory.mktemp("cours")))


@pytest.fixture
def cohort(tmp_path):
    return open_cohort(tmp_path / "promotion", create=True)


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "reçus"
    folder.mkdir()
    return folder


@pytest.fixture
def deliver(course, cohort, inbox):
    """Return what collects all that is in the inbox, besides the good hand-in of Aïcha Koné."""

    def collect_all():
        send(inbox, "zz.zip", packed(course))
        collection = collect(course, cohort, [inbox], now=FRIDAY)
        assert "aicha-kone" in cohort.submissions(MODULE)
        said = render_collection(collection)
        written = json.dumps(collection_facts(collection), ensure_ascii=False)
        assert OBEYED.findall(said + written) == []
        return collection

    return collect_all


def reasons(collection):
    return [line.reason for line in collection.rejected]


def text(course, answer="habitants = 1"):
    return bare(course, answer).decode("utf-8")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "est vide"),
        (b"  \n", "est vide"),
        (b"ceci n'est pas du JSON", "est incomplet ou n’est pas un carnet"),
        (b"%PDF-1.7\x00\xff\xfe", "est incomplet ou n’est pas un carnet"),
        (b"\x00" * 1000, "est incomplet ou n’est pas un carnet"),
        (b"[" * 200_000, "est incomplet ou n’est pas un carnet"),
        (b'{"cells": ' + b"[" * 900 + b"]" * 900 + b"}", "est incomplet ou n’est pas un carnet"),
        (b'{"cells": null}', "est incomplet ou n’est pas un carnet"),
        (b'{"cells": [1' + b"0" * 10_000 + b"]}", "est incomplet ou n’est pas un carnet"),
        (b'{"nbformat": 3, "worksheets": [{"cells": []}]}', "a une forme trop ancienne"),
        (b'{"nbformat": 4, "cells": []}', "aucun exercice du cours"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_notebook_of_today_is_refused(deliver, inbox, data, reason):
    send(inbox, NAME, data)
    (said,) = reasons(deliver())
    assert reason in said


def test_a_truncated_notebook_is_refused_wherever_it_was_cut(course, deliver, inbox):
    whole = bare(course)
    for part in range(1, 8):
        send(inbox, f"90-essai_Awa{part}.ipynb", whole[: len(whole) * part // 8])
    assert len(reasons(deliver())) == 7


def strange(course, change):
    made = notebook(course, "habitants = 1")
    change(made)
    return json.dumps(made).encode("utf-8")


def doubled(made):
    made["cells"] += copy.deepcopy(made["cells"])


def nested(made):
    made["cells"][0]["metadata"]["a"] = json.loads("[" * (MAX_DEPTH - 6) + "]" * (MAX_DEPTH - 6))


def half_pairs(made):
    made["cells"][0]["source"] = "\ud800"
    made["cells"][0]["metadata"]["\udfff"] = "\ud800"


@pytest.mark.parametrize(
    "change",
    [
        lambda made: made.update(nbformat=99, nbformat_minor=7),
        lambda made: made["metadata"].update(kernelspec={"name": "ir", "display_name": "R"}),
        lambda made: made["metadata"].update(kernelspec=["python3"]),
        lambda made: made["cells"].append({"cell_type": "hologramme", "source": 3}),
        lambda made: made["cells"].append("bonjour"),
        lambda made: made["cells"][0].update(id="sans-id-2") or made["cells"][2].pop("id", None),
        lambda made: made["cells"][0]["metadata"].update(nombre=float("inf")),
        doubled,
        nested,
        half_pairs,
    ],
)
def test_a_strange_notebook_is_laid_out_as_a_valid_one(course, cohort, deliver, inbox, change):
    send(inbox, NAME, strange(course, change))
    assert reasons(deliver()) == []
    path = cohort.submission("awa", MODULE) / "90-essai.ipynb"
    nbformat.validate(json.loads(path.read_text(encoding="utf-8")))
    assert answer_that_counts(cohort, "awa") == "habitants = 1"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_a_notebook_that_another_editor_saved_is_read(course, cohort, deliver, inbox, encoding):
    made = notebook(course, 'habitants = "été"')
    written = json.dumps(made, ensure_ascii=False).replace("✔", "")
    send(inbox, NAME, written.encode(encoding, "replace"))
    assert reasons(deliver()) == []
    assert answer_that_counts(cohort, "awa") == 'habitants = "été"'


def test_a_nul_in_an_answer_stops_nobody(course, cohort, deliver, inbox):
    send(inbox, NAME, bare(course, "habitants = 1\x00"))
    deliver()
    assert answer_that_counts(cohort, "awa") == "habitants = 1\x00"


@pytest.mark.parametrize("ending", ["ipynb", "zip", "csv"])
def test_a_file_of_200_megabytes_is_not_read(deliver, inbox, cohort, ending):
    with (inbox / f"90-essai_Awa.{ending}").open("wb") as file:
        file.truncate(200_000_000)
    assert reasons(deliver()) == ["trop lourd (200 Mo)"]
    assert len(list(cohort.received.iterdir())) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes among its files")
def test_a_pipe_and_a_device_never_block(course, cohort, deliver, inbox):
    os.mkfifo(inbox / "90-essai_Tuyau.ipynb")
    (inbox / "90-essai_Lien.ipynb").symlink_to("/dev/zero")
    collection = deliver()
    assert reasons(collection) == ["ni un fichier, ni un dossier qui se lise"]
    named = collect(course, cohort, [inbox / "90-essai_Lien.ipynb"], now=FRIDAY)
    assert reasons(named) == ["ni un fichier, ni un dossier qui se lise"]


def test_a_file_that_cannot_be_read_is_said(deliver, inbox, monkeypatch):
    path = send(inbox, NAME, b"{}")
    real = type(path).open

    def refuse(self, *given, **options):
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, *given, **options)

    monkeypatch.setattr(type(path), "open", refuse)
    collection = deliver()
    assert reasons(collection) == ["lecture impossible"]
    assert [line.kept for line in collection.rejected] == [False]


def test_a_folder_that_cannot_be_read_is_said(deliver, inbox, monkeypatch):
    locked = inbox / "fermé"
    locked.mkdir()
    real = os.scandir

    def refuse(path):
        if os.fspath(path) == os.fspath(locked):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert [(line.file, line.reason) for line in deliver().rejected] == [
        ("fermé", "ni un fichier, ni un dossier qui se lise")
    ]


def test_a_loop_of_folders_ends(course, cohort, deliver, inbox):
    (inbox / "a/b").mkdir(parents=True)
    (inbox / "a/b/encore").symlink_to(inbox / "a", target_is_directory=True)
    send(inbox / "a/b", NAME, bare(course))
    assert len(deliver().lines) == 2


@pytest.mark.parametrize(
    "name",
    [
        "90-essai_\x1b[31mAwa\x1b[0m.ipynb",
        "90-essai_Awa\u202eipynb.ipynb",
        "90-essai_Awa\nKarité.ipynb",
        "90-essai_Awa\r.ipynb",
        "90-essai_<script>alert(1)<script>.ipynb",
        "90-essai_" + "é" * 100 + "a" * 40 + ".ipynb",
        unicodedata.normalize("NFD", "90-essai_Aïcha Koné.ipynb"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows refuses these names itself")
def test_a_strange_file_name_is_kept_and_shown_harmless(course, cohort, deliver, inbox, name):
    send(inbox, name, bare(course))
    collection = deliver()
    assert reasons(collection) == []
    assert [p.name for p in cohort.received.iterdir() if OBEYED.search(p.name)] == []
    assert all(re.fullmatch("[a-z0-9-]+", line.participant) for line in collection.lines)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_file_name_of_another_encoding_is_kept(course, cohort, deliver, inbox):
    path = os.fsencode(inbox) + b"/90-essai_Aw\xe9.ipynb"
    with open(path, "wb") as file:  # noqa: PTH123 - bytes that are no text
        file.write(bare(course))
    assert reasons(deliver()) == []
    again = collect(course, cohort, [cohort.received], now=FRIDAY)
    assert again.rejected == ()


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "Awa\x1b[2J\x1b]0;titre\x07",
        "Awa\u202etiraK",
        "Awa\nKarité\n",
        "Awa\ud800",
        "\x9b31mAwa",
        "../../../etc/passwd",
        "A" * 5000,
    ],
)
def test_a_strange_name_in_a_manifest_is_shown_harmless(course, cohort, deliver, inbox, name):
    with zipfile.ZipFile(io.BytesIO(packed(course))) as made:
        members = {key: made.read(key) for key in made.namelist()}
    manifest = json.loads(members[MANIFEST])
    manifest["participant"]["nom"] = name
    manifest["version"] = name
    send(inbox, "a.zip", archive(members | {MANIFEST: json.dumps(manifest).encode("ascii")}))
    collection = deliver()
    assert reasons(collection) == []
    assert all(re.fullmatch("[a-z0-9-]+", id_) for id_ in cohort.submissions(MODULE))
    assert all(len(row.standing.name) <= 80 for row in collection.rows)


@pytest.mark.parametrize(
    "date",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-02", "hier", 3, None],
)
def test_a_strange_date_in_a_manifest_stops_nobody(course, deliver, inbox, date):
    with zipfile.ZipFile(io.BytesIO(packed(course, "Awa"))) as made:
        members = {key: made.read(key) for key in made.namelist()}
    manifest = {**json.loads(members[MANIFEST]), "date": date}
    send(inbox, "a.zip", archive(members | {MANIFEST: json.dumps(manifest).encode("ascii")}))
    assert len(deliver().lines) == 2


@pytest.mark.parametrize("moment", [-(2**33), 2**38])
def test_a_strange_date_of_a_file_stops_nobody(course, deliver, inbox, moment):
    path = send(inbox, NAME, bare(course))
    os.utime(path, (moment, moment))
    assert len(deliver().lines) == 2


def test_a_member_in_another_encoding_is_named_as_its_author_named_it(course):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in ("Ai1.txt", "Ai2.txt", "Ai3.txt"):
            made.writestr(name, b"x")
    data = buffer.getvalue()
    data = data.replace(b"Ai1", "Aï".encode()).replace(b"Ai2", b"A\x8b2")  # UTF-8, cp850
    data = data.replace(b"Ai3", b"A\xd03")
    names = [entry.name for entry in Archive(data).entries]
    assert names == ["Aï.txt", "Aï2.txt", "Að3.txt"]


def test_a_decomposed_name_of_a_product_is_the_same_name(course):
    name = unicodedata.normalize("NFD", "journal_Aïcha.csv")
    (entry,) = Archive(archive({name: b"x"})).entries
    assert entry.name == "journal_Aïcha.csv"


def patched(data, signature, offset, form, value):
    """Return a zip with a field of every record that begins with `signature` changed."""
    changed = bytearray(data)
    at = data.find(signature)
    while at >= 0:
        struct.pack_into(form, changed, at + offset, value)
        at = data.find(signature, at + 4)
    return bytes(changed)


def encrypted(data):
    return patched(patched(data, b"PK\1\2", 8, "<H", 1), b"PK\3\4", 6, "<H", 1)


def lying(data):
    """Return a zip whose directory says that its members are small."""
    return patched(patched(data, b"PK\1\2", 24, "<I", 10), b"PK\3\4", 22, "<I", 10)


def overlapping():
    """Return a zip whose two hundred members are all the same bytes of the file."""
    data = archive({"a0000.csv": b"\0" * 900_000})
    start = data.find(b"PK\1\2")
    end = data.find(b"PK\5\6")
    record = data[start:end]
    many = b"".join(record.replace(b"a0000", b"a%04d" % n) for n in range(200))
    tail = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 200, 200, len(many), start, 0)
    return data[:start] + many + tail


def special(kind):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        entry = zipfile.ZipInfo("journal.csv")
        entry.external_attr = (kind | 0o777) << 16
        made.writestr(entry, "/etc/passwd")
    return buffer.getvalue()


def endless(depth=6):
    """Return zips in zips, each of the innermost a bomb."""
    data = archive({"0.csv": b"\0" * 4_900_000})
    for level in range(depth):
        data = archive({f"{level}-{n}.zip": data for n in range(4)})
    return data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (encrypted(archive({"a.ipynb": b"x"})), "mot de passe"),
        (overlapping(), "chevauchent"),
        (special(stat.S_IFLNK), "un lien"),
        (special(stat.S_IFIFO), "un lien"),
        (archive({"a.csv": b"\0" * 4_900_000}), "trop grosse une fois ouverte"),
        (archive({"\\\\serveur\\partage\\a.ipynb": b"x"}), "un chemin en sort"),
        (archive({"\\a.ipynb": b"x"}), "un chemin en sort"),
        (archive({"d:a.ipynb": b"x"}), "un chemin en sort"),
        (archive({"/" + "a/" * 99 + "..": b"x"}), "un chemin en sort"),
        (archive({f"{n}": b"" for n in range(MAX_BUNDLE_MEMBERS + 1)}), "2001 fichiers"),
        (archive({"a" * 60_000 + str(n): b"" for n in range(40)}), "des milliers de fichiers"),
        (b"PK\5\6" + b"\0" * 18, "aucun carnet"),
        (patched(archive({"a.ipynb": b"x"}), b"PK\1\2", 10, "<H", 14), "genre rare"),
        (patched(archive({"a.ipynb": b"x" * 99}), b"PK\1\2", 42, "<I", 7), "abîmée"),
        (patched(archive({"a.ipynb": b"x" * 99}), b"PK\1\2", 16, "<I", 7), "abîmée"),
        (lying(archive({"a.ipynb": bytes(range(256)) * 9})), "abîmée"),
    ],
    ids=range(16),
)
def test_a_dangerous_archive_is_refused(deliver, inbox, data, reason):
    send(inbox, "90-essai_Awa.zip", data)
    (said,) = reasons(deliver())
    assert reason in said


def test_a_directory_of_many_megabytes_is_not_even_read():
    data = patched(archive({"a.ipynb": b"x"}), b"PK\5\6", 12, "<I", MAX_DIRECTORY + 1)
    with pytest.raises(Rejected, match="milliers de fichiers"):
        Archive(data)


def test_archives_in_archives_without_end_are_refused_one_by_one(deliver, inbox):
    send(inbox, "90-essai_Awa.zip", endless())
    assert reasons(deliver()) == ["aucun carnet dans cette archive"] * 4


def test_a_broken_archive_never_raises_anything_else(course):
    """Change every byte of a small archive, one after the other."""
    whole = archive({"90-essai.ipynb": b'{"cells": []}', "journal.csv": b"etape\n" * 9})
    refused = 0
    for at in range(len(whole)):
        for value in (0, 255, whole[at] ^ 1):
            try:
                read_archive(whole[:at] + bytes([value]) + whole[at + 1 :])
            except Rejected:
                refused += 1
    assert refused > len(whole)
