"""Where hand-ins come from: folders of nbgrader and Moodle, mail, telephones, and the keyboard."""

import datetime
import zipfile

import pytest
from handins import (
    FRIDAY,
    MONDAY,
    TUESDAY,
    answer_that_counts,
    archive,
    bare,
    packed,
    send,
)
from tiny_course import MODULE, make_course

from atelier.course import load_course
from atelier.grading.cohort import open_cohort, read_receipts
from atelier.grading.collect import collect
from atelier.grading.collected import render_collection
from atelier.grading.naming import participant_of, product_of, reads_like_a_name
from atelier.submission import MANIFEST


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


def place(inbox, path, data, when=MONDAY):
    (inbox / path).parent.mkdir(parents=True, exist_ok=True)
    return send(inbox, path, data, when)


def whose(collection):
    """Return who handed in what, after no file was refused."""
    assert [line.reason for line in collection.rejected] == []
    return {(row.standing.name, row.standing.module) for row in collection.rows}


MOODLE = "Awa Karité_12345_assignsubmission_file_"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f"{MOODLE}/90-essai.ipynb", "Awa Karité"),
        (f"{MOODLE[:-1]}/travail.ipynb", "Awa Karité"),
        (f"{MOODLE}/dossier/90-essai.ipynb", "Awa Karité"),
        (f"{MOODLE}90-essai.ipynb", "Awa Karité"),
        (f"{MOODLE}/90-essai_Autre.ipynb", "Awa Karité"),
        ("inbound/awa+90-essai+2026-03-03 18:00:00 UTC+x1/90-essai.ipynb", "awa"),
        ("inbound/awa+90-essai+2026-03-03 18:00:00.123456 UTC/90-essai.ipynb", "awa"),
        ("submitted/awa_12/90-essai/90-essai.ipynb", "awa_12"),
        ("Awa Karité/90-essai.ipynb", "Awa Karité"),
        ("KARITÉ Awa-Marie/sans nom.ipynb", "KARITÉ Awa-Marie"),
        ("Kofi N’Da/90-essai_Awa.ipynb", "Awa"),
        ("90-essai_Awa.ipynb.txt", "Awa"),
        ("90-essai_Awa.ipynb.json", "Awa"),
    ],
)
def test_the_person_is_read_from_the_folder_or_the_name(course, cohort, inbox, path, name):
    place(inbox, path, bare(course))
    assert whose(collect(course, cohort, [inbox], now=FRIDAY)) == {(name, MODULE)}


@pytest.mark.parametrize(
    "path",
    [
        "90-essai/90-essai.ipynb",
        "lundi/90-essai/90-essai.ipynb",
        "Groupe Dakar/90-essai.ipynb",
        "Travaux Rendus/90-essai (2).ipynb",
        "a+b+c/90-essai.ipynb",
    ],
)
def test_a_folder_that_is_nobodys_gives_no_name(course, cohort, inbox, path):
    place(inbox, path, bare(course))
    (line,) = collect(course, cohort, [inbox], now=FRIDAY).lines
    assert "on ne sait pas de qui vient ce fichier" in line.reason


def test_a_name_guessed_from_a_folder_is_said(course, cohort, inbox):
    place(inbox, "Awa Karité/90-essai.ipynb", bare(course))
    said = render_collection(collect(course, cohort, [inbox], now=FRIDAY))
    assert "nom deviné d’après un dossier" in said


def test_nbgraders_exchange_gives_person_moment_and_products(course, cohort, inbox):
    folder = "inbound/awa+90-essai+2026-03-05 07:00:00 UTC+x1"
    place(inbox, f"{folder}/90-essai.ipynb", bare(course, "habitants = 2"), MONDAY)
    place(inbox, f"{folder}/journal.csv", b"etape\n", MONDAY)
    place(inbox, f"{folder}/timestamp.txt", b"2026-03-03 18:00:00.5 UTC", MONDAY)
    older = "inbound/awa+90-essai+2026-03-01 18:00:00 UTC+x2/90-essai.ipynb"
    place(inbox, older, bare(course, "habitants = 1"), FRIDAY)
    collection = collect(course, cohort, [inbox], now=FRIDAY)
    (row,) = collection.rows
    assert (row.standing.made, len(collection.lines)) == (TUESDAY, 3)
    assert answer_that_counts(cohort, "awa") == "habitants = 2"
    assert (cohort.submission("awa", MODULE) / "journal.csv").read_bytes() == b"etape\n"
    assert row.standing.incomplete == ("sans réponse : double",)


@pytest.mark.parametrize("stamp", [b"", b"hier", b"\xff\xfe", b"2026-03-03 18:00 CET", b"9" * 99])
def test_an_unreadable_time_stamp_stops_nobody(course, cohort, inbox, stamp):
    place(inbox, "awa/90-essai/90-essai.ipynb", bare(course), TUESDAY)
    place(inbox, "awa/90-essai/timestamp.txt", stamp)
    (row,) = collect(course, cohort, [inbox], now=FRIDAY).rows
    assert (row.standing.participant, row.standing.made) == ("awa", TUESDAY)


def test_a_hand_in_that_a_browser_unpacked_is_its_persons(course, cohort, inbox, tmp_path):
    path = send(tmp_path, "a.zip", packed(course, products={"journal.csv": b"etape\n"}))
    with zipfile.ZipFile(path) as made:
        made.extractall(inbox / "90-essai_document")
    (row,) = collect(course, cohort, [inbox], now=FRIDAY).rows
    assert (row.standing.name, row.standing.made) == ("Aïcha Koné", MONDAY)
    assert (cohort.submission("aicha-kone", MODULE) / "journal.csv").is_file()


def test_a_manifest_says_nothing_of_other_files_beside_it(course, cohort, inbox):
    with zipfile.ZipFile(send(inbox, "a.zip", packed(course))) as made:
        place(inbox, MANIFEST, made.read(MANIFEST))
    send(inbox, "90-essai_Awa.ipynb", bare(course))
    assert whose(collect(course, cohort, [inbox], now=FRIDAY)) == {
        ("Aïcha Koné", MODULE),
        ("Awa", MODULE),
    }


def test_the_archive_of_a_whole_class_is_sorted(course, cohort, inbox):
    koffi = "Koffi N’Da_12346_assignsubmission_file_"
    data = archive(
        {
            f"{MOODLE}/90-essai.ipynb": bare(course, "habitants = 1"),
            f"{MOODLE}/journal.csv": b"etape\n",
            f"{koffi}/90-essai_document.zip": packed(course, "Koffi N’Da"),
            f"{koffi}/photo.jpg": b"x",
            "Divine Moabi_12347_assignsubmission_file_/90-essai.ipynb": b"{",
            "Divine Moabi_12347_assignsubmission_onlinetext_/onlinetext.html": b"<p>",
        }
    )
    send(inbox, "cours-90-essai-12.zip", data)
    collection = collect(course, cohort, [inbox], now=FRIDAY)
    assert {row.standing.name for row in collection.rows} == {"Awa Karité", "Koffi N’Da"}
    assert [line.file for line in collection.rejected] == [
        "photo.jpg",
        "90-essai.ipynb",
        "onlinetext.html",
    ]
    assert all(line.kept for line in collection.lines)
    assert data in [path.read_bytes() for path in cohort.received.iterdir()]


def test_a_zip_of_attachments_gives_each_its_own(course, cohort, inbox):
    data = archive(
        {
            "document.zip": packed(course, "Aïcha Koné"),
            "document (1).zip": packed(course, "Koffi N’Da"),
            "90-essai_Awa.ipynb": bare(course),
        }
    )
    send(inbox, "pièces jointes.zip", data)
    names = {name for name, _ in whose(collect(course, cohort, [inbox], now=FRIDAY))}
    assert names == {"Aïcha Koné", "Koffi N’Da", "Awa"}


def test_loose_notebooks_of_several_people_in_one_zip_are_told_apart(course, cohort, inbox):
    members = {"90-essai_Awa.ipynb": bare(course), "Koffi N’Da/90-essai.ipynb": bare(course)}
    send(inbox, "drive.zip", archive(members))
    names = {name for name, _ in whose(collect(course, cohort, [inbox], now=FRIDAY))}
    assert names == {"Awa", "Koffi N’Da"}


@pytest.mark.parametrize("name", ["Awa Karité.zip", "90-essai_Awa Karité.zip", "travail.zip"])
def test_one_persons_folder_in_a_zip_is_one_hand_in(course, cohort, inbox, name):
    folder = "Awa Karité" if name == "travail.zip" else "travail"
    members = {f"{folder}/90-essai.ipynb": bare(course), f"{folder}/journal.csv": b"etape\n"}
    send(inbox, name, archive(members))
    (line,) = collect(course, cohort, [inbox], now=FRIDAY).lines
    assert (line.name, line.reason) == ("Awa Karité", "")


def test_namesakes_on_a_platform_do_not_replace_each_other(course, cohort, inbox):
    for number in (1, 2):
        folder = f"Awa Karité_{number}_assignsubmission_file_"
        place(inbox, f"{folder}/90-essai.ipynb", bare(course, f"habitants = {number}"))
    (line,) = collect(course, cohort, [inbox], now=FRIDAY).rejected
    assert 'avec --participant "Awa Karité 2"' in line.reason
    assert answer_that_counts(cohort, "awa-karite") == "habitants = 1"


def test_another_notebook_in_the_archive_is_left_aside_and_said(course, cohort, inbox):
    members = {"90-essai.ipynb": bare(course), "brouillon.ipynb": b'{"cells": []}'}
    send(inbox, "90-essai_Awa.zip", archive(members))
    said = render_collection(collect(course, cohort, [inbox], now=FRIDAY))
    assert "laissé de côté, brouillon.ipynb : aucun exercice du cours" in said


def test_what_folders_told_is_found_again_in_what_is_kept(course, cohort, inbox, tmp_path):
    place(inbox, f"{MOODLE}/90-essai.ipynb", bare(course))
    place(inbox, f"{MOODLE}/journal.csv", b"etape\n")
    place(inbox, "submitted/koffi/90-essai/90-essai.ipynb", bare(course, "habitants = 3"))
    send(inbox, "tous.zip", archive({"a.zip": packed(course, "Divine"), "b.zip": packed(course)}))
    collect(course, cohort, [inbox], now=FRIDAY)
    again = open_cohort(tmp_path / "refaite", create=True)
    collect(course, again, [cohort.received], now=FRIDAY)
    assert again.submissions(MODULE) == cohort.submissions(MODULE)
    assert len(cohort.submissions(MODULE)) == 4
    assert (again.submission("awa-karite", MODULE) / "journal.csv").is_file()


def test_what_the_cohort_made_itself_is_not_collected(course, cohort, inbox):
    send(inbox, "a.zip", packed(course))
    collect(course, cohort, [inbox], now=FRIDAY)
    cohort.inbox.mkdir()
    send(cohort.inbox, "90-essai_Awa.ipynb", bare(course))
    assert [line.name for line in collect(course, cohort, [cohort.root], now=FRIDAY).lines] == [
        "Awa"
    ]


def asking(*answers):
    """Return what answers one question after the other, and the questions that it heard."""
    given, heard = iter(answers), []

    def ask(file, module):
        heard.append((file, module))
        return next(given)

    return ask, heard


def test_whoever_is_unknown_is_asked_for_once_a_file(course, cohort, inbox):
    send(inbox, "a.ipynb", bare(course, "habitants = 1"))
    send(inbox, "b.ipynb", bare(course, "habitants = 2"))
    send(inbox, "c.zip", packed(course))
    send(inbox, "photo.jpg", b"x")
    ask, heard = asking("  Awa Karité\n", "\n")
    collection = collect(course, cohort, [inbox], now=FRIDAY, ask=ask)
    assert heard == [("a.ipynb", MODULE), ("b.ipynb", MODULE)]
    assert cohort.submissions(MODULE) == ("aicha-kone", "awa-karite")
    assert [line.file for line in collection.rejected] == ["b.ipynb", "photo.jpg"]


def test_an_answer_at_the_keyboard_is_found_again_in_what_is_kept(course, cohort, inbox, tmp_path):
    send(inbox, "a.ipynb", bare(course))
    ask, _ = asking("Awa Karité")
    collect(course, cohort, [inbox], now=FRIDAY, ask=ask)
    again = open_cohort(tmp_path / "refaite", create=True)
    collect(course, again, [cohort.received], now=FRIDAY)
    assert again.submissions(MODULE) == ("awa-karite",)


def test_nobody_is_asked_where_the_trainer_named_the_person(course, cohort, inbox):
    send(inbox, "a.ipynb", bare(course))
    ask, heard = asking()
    collect(course, cohort, [inbox], participant="Awa", now=FRIDAY, ask=ask)
    assert (heard, cohort.submissions(MODULE)) == ([], ("awa",))


@pytest.mark.parametrize(
    ("name", "participant"),
    [
        ("Awa Karité - 90-essai.ipynb", "awa-karite"),
        ("Copie de 90-essai.ipynb", None),
        ("mon 90-essai.ipynb", None),
        ("90-essai final.ipynb", None),
        ("90-essai_v2.ipynb", None),
        ("90-essai 2.ipynb", None),
        ("90-essai_Awa Karité_final_v2 (1).ipynb", "awa-karite"),
        ("90-essai_N'Da Koffi.ipynb", "n-da-koffi"),
        ("90-essai_etudiant_12.ipynb", "etudiant-12"),
        ("journal_Awa Karité.csv", "awa-karite"),
        ("journal.csv", None),
        ("journal d’Awa.ipynb", None),
    ],
)
def test_people_name_their_files_in_many_ways(course, name, participant):
    person = participant_of(name, course)
    assert (person.id if person else None) == participant


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("journal.csv", "journal.csv"),
        ("journal (1).csv", "journal.csv"),
        ("journal_Awa Karité.csv", "journal.csv"),
        ("Journal.CSV", "journal.csv"),
        ("journalier.csv", None),
        ("journal.xlsx", None),
        ("habitants.csv", None),
    ],
)
def test_a_product_is_known_by_its_name(course, name, product):
    assert product == product_of(name, course)


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Awa Karité", True),
        ("KONÉ Aïcha", True),
        ("Jean-Bosco N’Diaye", True),
        ("Awa_Karité", True),
        ("J. Koné", True),
        ("Awa", False),
        ("Pièces jointes", False),
        ("Groupe Dakar", False),
        ("Module 3", False),
        ("", False),
    ],
)
def test_a_folder_may_read_like_a_name(text, yes):
    assert yes == reads_like_a_name(text)


def test_a_members_own_moment_counts_but_never_a_later_one_than_the_archives(
    course, cohort, inbox, tmp_path
):
    early = (2026, 3, 1, 12, 0, 0)
    with zipfile.ZipFile(inbox / "tous.zip", "w") as made:
        for name, when in (("Awa", early), ("Koffi", (2035, 1, 1, 0, 0, 0))):
            made.writestr(zipfile.ZipInfo(f"90-essai_{name}.ipynb", when), bare(course))
    send(inbox, "tous.zip", (inbox / "tous.zip").read_bytes(), MONDAY)
    collect(course, cohort, [inbox], now=FRIDAY)
    made = {r.participant: datetime.datetime.fromisoformat(r.made) for r in read_receipts(cohort)}
    assert made == {"awa": datetime.datetime(*early).astimezone(), "koffi": MONDAY}
