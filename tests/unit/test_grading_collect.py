"""Collecting: who sent what, what counts, what is refused and why; archives are not trusted."""

import copy
import datetime
import io
import json
import zipfile
from dataclasses import replace

import pytest
from handins import (
    FRIDAY,
    MONDAY,
    TUESDAY,
    answer_that_counts,
    archive,
    bare,
    laid_out,
    notebook,
    packed,
    send,
)
from tiny_course import MODULE, make_course, write_notebook

from atelier.course import load_course
from atelier.grading.archive import MAX_FILE, MAX_MEMBER, MAX_MEMBERS, Rejected, read_archive
from atelier.grading.arrivals import received_files
from atelier.grading.cohort import COUNTS, WAITS, CohortError, open_cohort, read_receipts
from atelier.grading.collect import collect
from atelier.grading.collected import _shortened, render_collection
from atelier.grading.intake import open_parcel
from atelier.grading.naming import participant_of
from atelier.person import Person
from atelier.submission import MANIFEST


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return load_course(make_course(tmp_path_factory.mktemp("cours")))


@pytest.fixture
def cohort(tmp_path):
    return open_cohort(tmp_path / "promotion", create=True)


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "reçus par courriel"
    folder.mkdir()
    return folder


def test_a_packed_hand_in_is_kept_untouched_and_laid_out(course, cohort, inbox):
    data = packed(course, products={"journal.csv": b"etape\n"})
    send(inbox, "document(3).zip", data)
    (line,) = collect(course, cohort, [inbox], now=FRIDAY).lines
    assert (line.name, line.module, line.reason) == ("Aïcha Koné", MODULE, "")
    assert [path.read_bytes() for path in cohort.received.iterdir()] == [data]
    folder = cohort.submission("aicha-kone", MODULE)
    assert {p.name for p in folder.iterdir()} == {"90-essai.ipynb", "journal.csv", "timestamp.txt"}
    assert (folder / "timestamp.txt").read_text() == "2026-03-06 18:00:00 UTC\n"
    assert answer_that_counts(cohort) == "habitants = 1"


def test_the_latest_hand_in_counts_whatever_the_order_of_receipt(course, cohort, inbox):
    send(inbox, "a.zip", packed(course, when=TUESDAY, answer="habitants = 2"))
    collect(course, cohort, [inbox], now=FRIDAY)
    send(inbox, "b.zip", packed(course, when=MONDAY, answer="habitants = 1"))
    collect(course, cohort, [inbox], now=FRIDAY)
    assert answer_that_counts(cohort) == "habitants = 2"
    assert len(list(cohort.received.iterdir())) == 2


def test_a_product_of_an_earlier_hand_in_stays_when_a_notebook_comes_alone(course, cohort, inbox):
    send(inbox, "a.zip", packed(course, products={"journal.csv": b"etape\n"}))
    send(inbox, "90-essai_Aïcha Koné.ipynb", bare(course, "habitants = 2"), TUESDAY)
    collect(course, cohort, [inbox], now=FRIDAY)
    assert answer_that_counts(cohort) == "habitants = 2"
    assert (cohort.submission("aicha-kone", MODULE) / "journal.csv").is_file()


def test_the_same_file_twice_counts_once(course, cohort, inbox):
    send(inbox, "a.zip", packed(course))
    collect(course, cohort, [inbox], now=MONDAY)
    collect(course, cohort, [inbox], now=FRIDAY)
    (receipt,) = read_receipts(cohort)
    assert receipt.received == "2026-03-02T18:00:00+00:00"


def test_untouched_notebooks_of_two_people_are_two_hand_ins(course, cohort, inbox):
    send(inbox, "90-essai_Awa.ipynb", bare(course))
    send(inbox, "90-essai_Koffi.ipynb", bare(course))
    collect(course, cohort, [inbox], now=FRIDAY)
    assert cohort.submissions(MODULE) == ("awa", "koffi")


@pytest.mark.parametrize(
    "wrong",
    [FRIDAY + datetime.timedelta(days=400), datetime.datetime(1999, 1, 1, tzinfo=datetime.UTC)],
)
def test_a_clock_that_is_wrong_neither_wins_nor_loses_for_ever(course, cohort, inbox, wrong):
    send(inbox, "a.zip", packed(course, when=wrong, answer="habitants = 1"))
    collect(course, cohort, [inbox], now=TUESDAY)
    send(inbox, "b.zip", packed(course, when=FRIDAY, answer="habitants = 2"))
    collect(course, cohort, [inbox], now=FRIDAY)
    assert answer_that_counts(cohort) == "habitants = 2"


def test_outputs_are_left_out_of_what_is_graded(course, cohort, inbox):
    made = notebook(course)
    made["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 99}]
    send(inbox, "90-essai_Awa.ipynb", json.dumps(made).encode())
    collect(course, cohort, [inbox], now=FRIDAY)
    text = (cohort.submission("awa", MODULE) / "90-essai.ipynb").read_text(encoding="utf-8")
    assert "xxx" not in text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("photo.jpg", b"x", "ni une remise"),
        ("90-essai_Awa.ipynb", b'{"cells": [', "incomplet ou n’est pas un carnet"),
        ("90-essai_Awa.ipynb", b'{"cells": []}', "aucun exercice du cours"),
        ("90-essai_Awa.zip", b"PK\x03\x04casse", "incomplète ou abîmée"),
        ("90-essai_Awa.zip", archive({"lisez.txt": b"x"}), "aucun carnet"),
        ("90-essai_Awa.zip", archive({MANIFEST: b"{}"}), "manifeste illisible"),
        ("90-essai_Awa.zip", archive({MANIFEST: b"[" * 99_999}), "manifeste illisible"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason_and_the_others_go_on(
    course, cohort, inbox, name, data, reason
):
    send(inbox, name, data)
    send(inbox, "zz.zip", packed(course))
    collection = collect(course, cohort, [inbox], now=FRIDAY)
    assert [reason in line.reason for line in collection.rejected] == [True]
    assert cohort.submissions(MODULE) == ("aicha-kone",)
    assert data in [path.read_bytes() for path in cohort.received.iterdir()]


def test_a_truncated_hand_in_is_refused(course):
    data = packed(course)
    with pytest.raises(Rejected, match="incomplète ou abîmée"):
        open_parcel(course, "a.zip", data[: len(data) // 2], MONDAY)


def test_a_file_that_does_not_say_whose_it_is_waits_for_the_trainer(course, cohort, inbox):
    send(inbox, "90-essai.ipynb", bare(course))
    (line,) = collect(course, cohort, [inbox], now=FRIDAY).rejected
    assert '--participant "Prénom Nom"' in line.reason
    collect(course, cohort, [inbox], participant="Awa Karité", now=FRIDAY)
    assert cohort.submissions(MODULE) == ("awa-karite",)


def test_a_manifest_is_believed_before_the_trainers_word(course):
    parcel = open_parcel(course, "a.zip", packed(course), MONDAY, Person("Autre"))
    assert parcel.person.name == "Aïcha Koné"


def test_a_plain_zip_of_notebooks_is_taken(course):
    data = archive({"dossier/mon carnet.ipynb": bare(course), "dossier/journal.csv": b"x"})
    parcel = open_parcel(course, "90-essai_Awa Karité.zip", data, MONDAY)
    assert set(parcel.files) == {"90-essai.ipynb", "journal.csv"}
    assert parcel.person.id == "awa-karite"


@pytest.mark.parametrize(
    ("name", "participant"),
    [
        ("90-essai_aicha-kone.ipynb", "aicha-kone"),
        ("90-essai_Aïcha Koné (1).ipynb", "aicha-kone"),
        ("90-essai - Aïcha Koné-Copy1.ipynb", "aicha-kone"),
        ("90 Essai_AÏCHA_KONÉ copie.ipynb", "aicha-kone"),
        ("90-essai.ipynb", None),
        ("90-essai (2).ipynb", None),
        ("mon travail.ipynb", None),
    ],
)
def test_the_participant_is_read_from_the_files_name(course, name, participant):
    person = participant_of(name, course)
    assert (person.id if person else None) == participant


def test_a_name_read_from_a_file_does_not_lose_its_known_accents(course, cohort, inbox):
    send(inbox, "a.zip", packed(course))
    send(inbox, "90-essai_aicha_kone.ipynb", bare(course, "habitants = 2"))
    lines = collect(course, cohort, [inbox / "a.zip", inbox / "90-essai_aicha_kone.ipynb"]).lines
    assert [line.name for line in lines] == ["Aïcha Koné", "Aïcha Koné"]


def test_what_was_changed_after_the_hand_in_is_said(course):
    data = packed(course)
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        members = {name: made.read(name) for name in made.namelist()}
    members["90-essai.ipynb"] = bare(course, "habitants = 9")
    parcel = open_parcel(course, "a.zip", archive(members), MONDAY)
    assert parcel.remarks == ("modifié après la remise : 90-essai.ipynb",)


def test_only_expected_names_come_out_of_a_hand_in(course):
    with zipfile.ZipFile(io.BytesIO(packed(course))) as made:
        members = {name: made.read(name) for name in made.namelist()}
    parcel = open_parcel(course, "a.zip", archive(members | {"pandas.py": b"x"}), MONDAY)
    assert set(parcel.files) == {"90-essai.ipynb"}


CHECKPOINT = "travail/.ipynb_checkpoints/90-essai-checkpoint.ipynb"


@pytest.mark.parametrize(
    "junk", [CHECKPOINT, "__MACOSX/travail/._90-essai.ipynb", "travail/._x.ipynb"]
)
def test_what_editors_and_systems_leave_in_a_zipped_folder_never_counts(course, junk):
    old = bare(course, "habitants = 0") if junk == CHECKPOINT else b"\0\5\x16\7"
    data = archive({"travail/90-essai.ipynb": bare(course, "habitants = 5"), junk: old})
    files = open_parcel(course, "90-essai_Awa.zip", data, MONDAY).files
    assert files == {"90-essai.ipynb": notebook(course, "habitants = 5")}


@pytest.mark.parametrize(
    ("first", "second"),
    [("a/90-essai.ipynb", "b/90-essai.ipynb"), ("a/journal.csv", "journal.csv")],
)
def test_two_members_for_one_file_are_refused(course, first, second):
    members = {"mon carnet.ipynb": bare(course)} if "csv" in first else {}
    data = archive({**members, first: bare(course), second: bare(course, "habitants = 2")})
    with pytest.raises(Rejected, match="deux fichiers pour"):
        open_parcel(course, "90-essai_Awa.zip", data, MONDAY)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("a.ipynb", b"x")
        made.writestr("a.ipynb", b"y")
    with pytest.raises(Rejected, match="deux fichiers portent le même nom"):
        read_archive(buffer.getvalue())


def test_another_notebook_in_a_packed_hand_in_is_refused(course):
    with zipfile.ZipFile(io.BytesIO(packed(course))) as made:
        members = {name: made.read(name) for name in made.namelist()}
    members["90-essai.ipynb"] = b'{"cells": []}'
    with pytest.raises(Rejected, match="c’est un autre carnet"):
        open_parcel(course, "a.zip", archive(members), MONDAY)


def test_several_modules_in_one_archive_are_refused(course, tmp_path):
    (module,) = course.modules
    (carnet,) = module.notebooks
    other = copy.deepcopy(module.notebooks[0].cells)
    for cell in other:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["grade_id"] += "-bis"
    folder = module.folder.parent / "91-suite"
    path = write_notebook(tmp_path / "91-suite.ipynb", other)
    second = replace(module, folder=folder, notebooks=(replace(carnet, path=path),))
    both = replace(course, modules=(module, second))
    data = archive({"a.ipynb": bare(course), "b.ipynb": path.read_bytes()})
    with pytest.raises(Rejected, match=r"plusieurs modules .*90-essai, 91-suite"):
        open_parcel(both, "90-essai_Awa.zip", data, MONDAY)


def test_two_people_of_one_name_do_not_replace_each_other(course, cohort, inbox):
    send(inbox, "a.zip", packed(course, answer="habitants = 1", token="a1"))
    second = send(inbox, "b.zip", packed(course, answer="habitants = 2", token="b2"))
    collection = collect(course, cohort, [inbox], now=FRIDAY)
    assert [line.state for line in collection.lines] == [COUNTS, WAITS]
    assert answer_that_counts(cohort) == "habitants = 1"
    (line,) = collect(course, cohort, [second], participant="Aïcha Koné 2", now=FRIDAY).lines
    assert (line.participant, line.name) == ("aicha-kone-2", "Aïcha Koné 2")
    assert answer_that_counts(cohort) == "habitants = 1"
    assert answer_that_counts(cohort, "aicha-kone-2") == "habitants = 2"


def test_the_latest_hand_in_of_each_of_two_people_of_one_name_counts(course, cohort, inbox):
    names = iter(["", "Aïcha Koné 2", "Koné Aïcha 3", "", ""])
    for number, token in enumerate(("a1", "b2", "c3", "b2", "a1"), 1):
        when = MONDAY + datetime.timedelta(hours=number)
        send(inbox, "x.zip", packed(course, when=when, answer=f"habitants = {number}", token=token))
        collect(course, cohort, [inbox], participant=next(names), now=FRIDAY)
    ids = cohort.submissions(MODULE)
    assert ids == ("aicha-kone", "aicha-kone-2", "kone-aicha-3")
    assert [answer_that_counts(cohort, id_)[-1] for id_ in ids] == ["5", "4", "3"]


def test_a_notebook_sent_alone_joins_whoever_has_the_plain_name(course, cohort, inbox):
    send(inbox, "90-essai_Aïcha Koné.ipynb", bare(course, "habitants = 1"))
    send(inbox, "a.zip", packed(course, when=TUESDAY, answer="habitants = 2", token="a1"))
    collect(course, cohort, [inbox], now=FRIDAY)
    assert cohort.submissions(MODULE) == ("aicha-kone",)
    assert answer_that_counts(cohort) == "habitants = 2"


def test_all_is_made_again_from_what_is_kept(course, cohort, inbox, tmp_path):
    send(inbox, "90-essai_Awa (1).ipynb", bare(course, "habitants = 1"), MONDAY)
    send(inbox, "90-essai_Awa (2).ipynb", bare(course, "habitants = 2"), TUESDAY)
    send(inbox, "document.zip", packed(course, products={"journal.csv": b"etape\n"}))
    collect(course, cohort, [inbox], now=FRIDAY)
    named = send(tmp_path, "Mon travail : fin ?.ipynb", bare(course, "habitants = 3"))
    collect(course, cohort, [named], participant="Koffi N’Da", now=FRIDAY)
    again = open_cohort(tmp_path / "refaite", create=True)
    collect(course, again, [cohort.received], now=FRIDAY)
    assert laid_out(again) == laid_out(cohort)
    assert answer_that_counts(again, "awa") == "habitants = 2"
    assert cohort.submissions(MODULE) == ("aicha-kone", "awa", "koffi-nda")
    before = {path.name for path in cohort.received.iterdir()}
    collect(course, cohort, [cohort.received], now=FRIDAY)
    assert before == {path.name for path in cohort.received.iterdir()}


def test_a_kept_file_that_is_gone_is_a_sentence(course, cohort, inbox):
    send(inbox, "90-essai_Awa.ipynb", bare(course))
    collect(course, cohort, [inbox], now=FRIDAY)
    next(cohort.received.iterdir()).unlink()
    send(inbox, "90-essai_Awa.ipynb", bare(course, "habitants = 2"))
    with pytest.raises(CohortError, match="remettez-le depuis votre sauvegarde"):
        collect(course, cohort, [inbox], now=FRIDAY)


def linked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        entry = zipfile.ZipInfo("journal.csv")
        entry.external_attr = 0o120777 << 16
        made.writestr(entry, "/etc/passwd")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive({"../a.ipynb": b"x"}), "un chemin en sort"),
        (archive({"/a.ipynb": b"x"}), "un chemin en sort"),
        (archive({"C:/a.ipynb": b"x"}), "un chemin en sort"),
        (archive({"a\\..\\..\\b.ipynb": b"x"}), "un chemin en sort"),
        (linked(), "un lien"),
        (archive({f"{n}.csv": b"" for n in range(MAX_MEMBERS + 1)}), "51 fichiers"),
        (archive({"a.csv": b"\0" * (MAX_MEMBER + 1)}), "un fichier de 5 Mo"),
        (archive({f"{n}": b"\0" * (MAX_MEMBER - 1) for n in range(5)}), "trop grosse"),
    ],
)
def test_an_unsafe_archive_is_refused(data, reason):
    with pytest.raises(Rejected, match=reason):
        read_archive(data)


def test_a_file_of_many_megabytes_is_not_even_read(course, cohort, inbox):
    path = inbox / "90-essai_Awa.ipynb"
    with path.open("wb") as file:
        file.truncate(MAX_FILE + 1)
    collection = collect(course, cohort, [inbox], now=FRIDAY)
    assert [line.reason for line in collection.rejected] == ["trop lourd (20 Mo)"]
    assert not cohort.received.exists()
    assert "recus" not in render_collection(collection)
    send(inbox, "b.zip", packed(course))
    said = render_collection(collect(course, cohort, [inbox], now=FRIDAY))
    assert said.endswith(
        "Ceux qui ont pu être lus sont gardés, intacts, dans le dossier « recus »."
    )


def test_hidden_files_checkpoints_and_links_are_passed_over(inbox):
    for name in (".DS_Store", ".ipynb_checkpoints/a.ipynb", "__MACOSX/a.zip", "b/c.zip"):
        (inbox / name).parent.mkdir(exist_ok=True)
        (inbox / name).write_bytes(b"x")
    (inbox / "lien.zip").symlink_to(inbox / "b/c.zip")
    assert [found.path for found in received_files([inbox])] == [inbox / "b/c.zip"]


def test_a_folder_that_is_not_there_is_a_sentence(course, cohort, tmp_path):
    with pytest.raises(CohortError, match="absent » n’existe pas"):
        collect(course, cohort, [tmp_path / "absent"], now=FRIDAY)


def test_an_empty_folder_is_said_and_is_not_a_success(course, cohort, inbox):
    collection = collect(course, cohort, [inbox], now=FRIDAY)
    assert "Aucun fichier trouvé" in render_collection(collection)
    assert not collection.complete
    send(inbox, "a.zip", packed(course))
    assert collect(course, cohort, [inbox], now=FRIDAY).complete
    send(inbox, "photo.jpg", b"x")
    assert not collect(course, cohort, [inbox], now=FRIDAY).complete


def test_the_table_says_who_what_when_complete_and_why_not(course, cohort, inbox):
    send(inbox, "a.zip", packed(course))
    send(inbox, "photo.jpg", b"x")
    lines = render_collection(collect(course, cohort, [inbox], now=FRIDAY)).splitlines()
    assert lines[0].split() == ["Qui", "Module", "Quand", "État"]
    assert lines[1].startswith("Aïcha Koné  90-essai  02/03/2026 18:00  ")
    assert lines[1].endswith("sans réponse : double ; sans journal.csv")
    assert lines[2] == "✘ photo.jpg : refusé, ni une remise (.zip), ni un carnet (.ipynb)"
    assert lines[3] == (
        "1 fichier reçu, 1 refusé. Tous sont gardés, intacts, dans le dossier « recus »."
    )


def test_a_long_list_of_what_is_missing_is_cut_short():
    names = ", ".join("abcdef")
    assert _shortened(f"sans réponse : {names}") == "sans réponse : a, b, c et 3 autres"
    assert _shortened("sans réponse : a, b, c, d") == "sans réponse : a, b, c, d"


def test_a_cohort_that_is_not_there_says_where_to_begin(tmp_path):
    with pytest.raises(CohortError, match=r"Commencez par : .*demarrer\.py collecter DOSSIER"):
        open_cohort(tmp_path / "absente")


def test_a_folder_name_that_nbgrader_cannot_take_is_refused(tmp_path):
    with pytest.raises(CohortError, match="Choisissez un autre dossier"):
        open_cohort(tmp_path / "promo [1]", create=True)


@pytest.mark.parametrize("text", ["[{", "[{}]", "[3]", "3", '{"a": 1}', '[{"incomplete": null}]'])
def test_a_damaged_register_says_how_to_make_it_again(course, cohort, inbox, text):
    (cohort.root / "receptions.json").write_text(text, encoding="utf-8")
    with pytest.raises(CohortError, match=r"Renommez-le, puis collectez .*collecter .*recus"):
        collect(course, cohort, [inbox], now=FRIDAY)
