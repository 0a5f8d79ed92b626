"""Deadlines: what `promotion.toml` says, who is late, and by how much."""

import datetime

import pytest
from handins import FRIDAY, MONDAY, TUESDAY, answer_that_counts, packed, send
from tiny_course import MODULE, make_course

from atelier.course import load_course
from atelier.grading.cohort import CohortError, open_cohort
from atelier.grading.collect import collect
from atelier.grading.collected import render_collection
from atelier.grading.deadlines import lateness, read_deadlines
from atelier.grading.french import lapse


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


def write(cohort, text, encoding="utf-8"):
    (cohort.root / "promotion.toml").write_text(text, encoding=encoding)


def test_without_a_file_nobody_is_late(course, cohort):
    assert read_deadlines(course, cohort) == {}
    assert lateness(FRIDAY, {}, MODULE) == datetime.timedelta()


@pytest.mark.parametrize(
    ("value", "last"),
    [
        ("2026-03-02T18:00:00+00:00", MONDAY),
        ("2026-03-02T18:00:00", datetime.datetime(2026, 3, 2, 18).astimezone()),
        ("2026-03-02", datetime.datetime(2026, 3, 2, 23, 59, 59, 999_999).astimezone()),
    ],
)
def test_a_deadline_is_a_moment_or_the_end_of_a_day_here(course, cohort, value, last):
    write(cohort, f'[echeances]\n"{MODULE}" = {value}\n', "utf-8-sig")
    assert read_deadlines(course, cohort) == {MODULE: last}


def test_who_is_late_is_said_with_by_how_much(course, cohort, inbox):
    write(cohort, f'[echeances]\n"{MODULE}" = 2026-02-28T15:00:00+00:00\n')
    send(inbox, "a.zip", packed(course))
    collection = collect(course, cohort, [inbox], now=FRIDAY)
    assert "en retard (de 2 j 3 h)" in render_collection(collection)
    assert "1 fichier reçu, 0 refusé, 1 remise en retard." in render_collection(collection)


def test_the_moment_of_the_work_counts_and_not_that_of_its_receipt(course, cohort, inbox):
    write(cohort, f'[echeances]\n"{MODULE}" = 2026-03-02T18:00:00+00:00\n')
    send(inbox, "a.zip", packed(course, when=MONDAY))
    (row,) = collect(course, cohort, [inbox], now=FRIDAY).rows
    assert row.late == datetime.timedelta()


def test_a_fast_clock_makes_nobody_late(course, cohort, inbox):
    write(cohort, f'[echeances]\n"{MODULE}" = 2026-03-03T18:00:00+00:00\n')
    hour = datetime.timedelta(hours=1)
    send(inbox, "a.zip", packed(course, when=TUESDAY + hour, answer="habitants = 1"))
    send(inbox, "b.zip", packed(course, when=TUESDAY + 2 * hour, answer="habitants = 2"))
    (row,) = collect(course, cohort, [inbox], now=TUESDAY).rows
    assert (row.standing.made, row.late) == (TUESDAY, datetime.timedelta())
    assert answer_that_counts(cohort) == "habitants = 2"


def test_a_late_hand_in_after_one_in_time_counts_and_is_late(course, cohort, inbox):
    write(cohort, f'[echeances]\n"{MODULE}" = 2026-03-02T20:00:00+00:00\n')
    send(inbox, "a.zip", packed(course, when=MONDAY))
    send(inbox, "b.zip", packed(course, when=TUESDAY, answer="habitants = 2"))
    (row,) = collect(course, cohort, [inbox], now=FRIDAY).rows
    assert row.late == datetime.timedelta(hours=22)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[echeances", "il ne se lit pas"),
        ('[echeances]\n"90-esai" = 2026-03-02\n', "aucun module ne s’appelle « 90-esai »"),
        (f'[echeances]\n"{MODULE}" = "lundi"\n', f"l’échéance de « {MODULE} » n’est pas une date"),
        (f'[echeances]\n"{MODULE}" = 18:00:00\n', "n’est pas une date"),
        (f'[echeances]\n"{MODULE}" = 0001-01-01\n', "n’est pas une date"),
        ("echeances = 3\n", "doit être une table"),
        ('nom = "Dakar"\n', "« nom » n’y est pas connu"),
    ],
)
def test_a_wrong_file_is_a_sentence_and_nothing_is_collected(course, cohort, inbox, text, said):
    write(cohort, text)
    send(inbox, "a.zip", packed(course))
    with pytest.raises(CohortError, match=r"promotion\.toml") as error:
        collect(course, cohort, [inbox], now=FRIDAY)
    assert said in str(error.value)
    assert not cohort.received.exists()


def test_a_file_in_another_encoding_is_a_sentence(course, cohort):
    write(cohort, "# échéances", "cp1252")
    with pytest.raises(CohortError, match="enregistrez-le de nouveau"):
        read_deadlines(course, cohort)


@pytest.mark.parametrize(
    ("time", "text"),
    [
        ({"days": 2, "hours": 3, "minutes": 29}, "2 j 3 h"),
        ({"days": 2, "minutes": 5}, "2 j"),
        ({"hours": 3, "minutes": 5}, "3 h 5 min"),
        ({"minutes": 59, "seconds": 40}, "1 h"),
        ({"seconds": 3}, "1 min"),
    ],
)
def test_a_stretch_of_time_is_said_by_its_two_largest_units(time, text):
    assert text == lapse(datetime.timedelta(**time))


def test_on_time_by_the_senders_clock_alone_is_counted(course, cohort, inbox):
    write(cohort, f'[echeances]\n"{MODULE}" = 2026-03-02T20:00:00+00:00\n')
    send(inbox, "a.zip", packed(course, when=MONDAY))
    collection = collect(course, cohort, [inbox], now=FRIDAY)
    (row,) = collection.rows
    assert (row.on_word, row.remarks) == (True, ())
    assert (
        "1 remise reçue après l’échéance compte à l’heure d’après l’horloge de l’ordinateur."
        in render_collection(collection)
    )


def test_what_came_before_the_deadline_is_on_time_by_the_trainers_clock(course, cohort, inbox):
    write(cohort, f'[echeances]\n"{MODULE}" = 2026-03-07T20:00:00+00:00\n')
    send(inbox, "a.zip", packed(course, when=MONDAY))
    (row,) = collect(course, cohort, [inbox], now=FRIDAY).rows
    assert not row.on_word


def test_a_clock_set_back_does_not_turn_late_into_on_time_in_silence(course, cohort, inbox):
    write(cohort, f'[echeances]\n"{MODULE}" = 2026-03-02T20:00:00+00:00\n')
    send(inbox, "a.zip", packed(course, when=MONDAY))
    collect(course, cohort, [inbox], now=TUESDAY)
    back = MONDAY + datetime.timedelta(hours=1)
    send(inbox, "b.zip", packed(course, when=back, answer="habitants = 2"))
    (row,) = collect(course, cohort, [inbox], now=FRIDAY).rows
    assert row.remarks == (
        "« b.zip » remplace la remise du 02/03/2026 18:00",
        "à l’heure d’après son horloge seulement : pas dans la collecte du 03/03/2026 18:00",
    )


def test_a_clock_that_is_years_back_is_late_with_its_receipt(course, cohort, inbox):
    write(cohort, f'[echeances]\n"{MODULE}" = 2026-03-02T20:00:00+00:00\n')
    send(inbox, "a.zip", packed(course, when=MONDAY.replace(year=2020)))
    (row,) = collect(course, cohort, [inbox], now=TUESDAY).rows
    assert (row.late, row.on_word) == (datetime.timedelta(hours=22), False)
    assert row.remarks == ("horloge en retard (02/03/2020 18:00) : l’heure de réception compte",)
