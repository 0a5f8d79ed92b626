"""Whose a hand-in is: nobody replaces another's work by writing the other's name on their own."""

import datetime
import io
import json
import unicodedata
import zipfile

import pytest
from handins import FRIDAY, MONDAY, TUESDAY, answer_that_counts, archive, bare, packed, send
from tiny_course import MODULE, make_course

from atelier.course import load_course
from atelier.grading.clock import history
from atelier.grading.cohort import ASIDE, WAITS, CohortError, open_cohort, read_receipts
from atelier.grading.collect import collect, set_aside
from atelier.grading.collected import render_collection
from atelier.grading.feedback import render_page
from atelier.grading.results import Result
from atelier.grading.waiting import SHOWN, render_waiting, waiting
from atelier.invocation import command

NAME = "Aïcha Koné"
HERS = "habitants = 1"
FORGED = "habitants = 666"
WEDNESDAY = TUESDAY + datetime.timedelta(days=1)


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
def hers(course, cohort, inbox):
    """Collect what Aïcha Koné packed on Monday, with her token."""
    send(inbox, "a.zip", packed(course, NAME, token="a1", answer=HERS))
    collect(course, cohort, [inbox / "a.zip"], now=MONDAY)


def moodle(course):
    return archive({f"{NAME}_77_assignsubmission_file_/90-essai.ipynb": bare(course, FORGED)})


def exchange(course):
    folder = "inbound/Aïcha Koné+90-essai+2026-03-03 18:00:00 UTC+x1"
    return archive({f"{folder}/90-essai.ipynb": bare(course, FORGED)})


FORGERIES = {
    "empty token": ("x.zip", lambda c: packed(c, NAME, TUESDAY, FORGED)),
    "bare notebook": ("90-essai_Aïcha Koné.ipynb", lambda c: bare(c, FORGED)),
    "Moodle": ("cours-12.zip", moodle),
    "nbgrader": ("inbound.zip", exchange),
    "product": ("journal_Aïcha Koné.csv", lambda c: b"faux\n"),
    "plain folder": (
        "classe.zip",
        lambda c: archive(
            {f"{who}/90-essai.ipynb": bare(c, FORGED) for who in (NAME, "Koffi N’Da")}
        ),
    ),
    "another token": ("y.zip", lambda c: packed(c, NAME, TUESDAY, FORGED, token="zz")),
}


@pytest.mark.parametrize("way", FORGERIES)
def test_what_comes_without_the_token_replaces_nothing(course, cohort, inbox, hers, way):
    name, make = FORGERIES[way]
    send(inbox, name, make(course), TUESDAY)
    collect(course, cohort, [inbox / name], now=WEDNESDAY)
    assert answer_that_counts(cohort) == HERS
    assert not (cohort.submission("aicha-kone", MODULE) / "journal.csv").exists()
    assert "aicha-kone-2" not in cohort.submissions(MODULE)


SPELLINGS = [
    "Aïcha  Koné",
    "Aï\u200bcha Koné",
    "Aïcha\u200b Koné",
    "Aïcha\u00a0Koné",
    "Aïcha\u2007\u202fKoné",
    "\ufeffAïcha Koné",
    "Aïcha\u00ad Koné\u034f",
    "Aïcha\u3164Koné",
    "Aïcha Koné\ufe0f",
    "AÏCHA KONÉ",
    "Koné Aïcha",
    "Aicha-Kone",
    "Ａïcha Koné",
    "Aïcha\u2010Koné.",
    "\u0410ïcha Koné",
    unicodedata.normalize("NFD", NAME),
]


@pytest.mark.parametrize("spelling", SPELLINGS, ids=ascii)
@pytest.mark.parametrize("token", ["", "zz"])
def test_another_spelling_of_a_name_is_the_same_name(course, cohort, inbox, hers, spelling, token):
    send(inbox, "x.zip", packed(course, spelling, TUESDAY, FORGED, token=token))
    collect(course, cohort, [inbox / "x.zip"], now=WEDNESDAY)
    assert cohort.submissions(MODULE) == ("aicha-kone",)
    assert answer_that_counts(cohort) == HERS


@pytest.mark.parametrize("minutes", [-30, 30])
@pytest.mark.parametrize("hours", [1, 23, 24 * 400])
def test_a_date_ahead_does_not_outlive_the_next_hand_in(
    course, cohort, inbox, hers, hours, minutes
):
    ahead = TUESDAY + datetime.timedelta(hours=hours)
    send(inbox, "x.zip", packed(course, NAME, ahead, FORGED, token="a1"))
    collect(course, cohort, [inbox / "x.zip"], now=TUESDAY)
    soon = TUESDAY + datetime.timedelta(minutes=minutes)
    send(inbox, "b.zip", packed(course, NAME, soon, "habitants = 2", token="a1"))
    collect(course, cohort, [inbox / "b.zip"], now=TUESDAY + datetime.timedelta(hours=1))
    assert answer_that_counts(cohort) == "habitants = 2"


def test_what_waits_is_said_with_person_file_and_way_out(course, cohort, inbox, hers):
    data = packed(course, "KONÉ Aïcha", TUESDAY, FORGED)
    send(inbox, "x.zip", data)
    collection = collect(course, cohort, [inbox / "x.zip"], now=WEDNESDAY)
    assert "0 fichier reçu, 1 à confirmer, 0 refusé." in render_collection(collection)
    assert not collection.complete
    assert data in [path.read_bytes() for path in cohort.received.iterdir()]
    (one,) = waiting(cohort)
    assert (one.name, one.file, one.path.read_bytes()) == (NAME, "x.zip", data)
    said = render_waiting(cohort, waiting(cohort))
    assert f"⚠ À confirmer : {NAME} · 90-essai : « x.zip », sans le jeton de ses remises" in said
    assert command("collecter", str(one.path), "--participant", NAME) in said
    assert command("collecter", str(one.path), "--ecarter") in said


def test_many_that_wait_are_counted_and_not_listed(course, cohort, inbox, hers):
    for number in range(SHOWN + 2):
        send(inbox, f"{number:02}.zip", packed(course, NAME, TUESDAY, f"habitants = 9{number}"))
    collect(course, cohort, [inbox], now=WEDNESDAY)
    said = render_waiting(cohort, waiting(cohort))
    assert (said.count("À confirmer"), "2 autres fichiers" in said) == (SHOWN + 1, True)


def test_nothing_that_waits_is_nothing_said(cohort):
    assert render_waiting(cohort, waiting(cohort)) == ""


@pytest.mark.parametrize("way", [*FORGERIES])
def test_the_trainers_word_makes_it_count(course, cohort, inbox, hers, way):
    name, make = FORGERIES[way]
    send(inbox, name, make(course), TUESDAY)
    collect(course, cohort, [inbox / name], now=WEDNESDAY)
    (one,) = (one for one in waiting(cohort) if one.participant == "aicha-kone")
    (row,) = collect(course, cohort, [one.path], participant=NAME, now=FRIDAY).rows
    if way == "product":
        assert (cohort.submission("aicha-kone", MODULE) / "journal.csv").read_bytes() == b"faux\n"
    else:
        assert answer_that_counts(cohort) == FORGED
        assert row.remarks == (f"« {one.file} » remplace la remise du 02/03/2026 18:00",)
    assert waiting(cohort) == ()


def test_a_word_for_one_person_confirms_nothing_in_anothers_name(course, cohort, inbox, hers):
    send(inbox, "x.zip", packed(course, NAME, TUESDAY, FORGED))
    collect(course, cohort, [inbox / "x.zip"], participant="Koffi N’Da", now=WEDNESDAY)
    assert answer_that_counts(cohort) == HERS
    assert [one.name for one in waiting(cohort)] == [NAME]


def test_an_answer_at_the_keyboard_is_the_trainers_word(course, cohort, inbox, hers):
    send(inbox, "travail.ipynb", bare(course, "habitants = 2"), TUESDAY)
    collect(course, cohort, [inbox], now=WEDNESDAY, ask=lambda file, module: "KONE Aicha")
    assert answer_that_counts(cohort) == "habitants = 2"


def test_once_confirmed_both_computers_are_the_persons(course, cohort, inbox, hers):
    for number, when in ((2, TUESDAY), (3, WEDNESDAY)):
        answer = f"habitants = {number}"
        path = send(inbox, f"{number}.zip", packed(course, NAME, when, answer, token="b2"))
        collect(course, cohort, [path], now=WEDNESDAY)
    assert (answer_that_counts(cohort), len(waiting(cohort))) == (HERS, 2)
    collect(course, cohort, [inbox / "2.zip"], participant=NAME, now=FRIDAY)
    assert (answer_that_counts(cohort), waiting(cohort)) == ("habitants = 3", ())
    for number, token in ((4, "a1"), (5, "b2")):
        when = FRIDAY + datetime.timedelta(hours=number)
        data = packed(course, NAME, when, f"habitants = {number}", token=token)
        collect(course, cohort, [send(inbox, f"{number}.zip", data)], now=when)
        assert answer_that_counts(cohort) == f"habitants = {number}"


def test_a_namesake_keeps_apart_by_one_word_and_then_by_the_token(course, cohort, inbox, hers):
    path = send(inbox, "x.zip", packed(course, NAME, TUESDAY, "habitants = 7", token="b2"))
    collect(course, cohort, [path], now=WEDNESDAY)
    collect(course, cohort, [path], participant="Aïcha Koné (Thiès)", now=WEDNESDAY)
    later = send(inbox, "y.zip", packed(course, NAME, WEDNESDAY, "habitants = 8", token="b2"))
    collect(course, cohort, [later], now=FRIDAY)
    assert waiting(cohort) == ()
    assert answer_that_counts(cohort) == HERS
    assert answer_that_counts(cohort, "aicha-kone-thies") == "habitants = 8"


def test_a_file_that_counted_is_given_to_the_namesake_whose_it_is(course, cohort, inbox):
    send(inbox, "90-essai_Aïcha Koné.ipynb", bare(course, HERS))
    collect(course, cohort, [inbox], now=MONDAY)
    other = send(inbox, "x.zip", packed(course, NAME, TUESDAY, "habitants = 7", token="b2"))
    collect(course, cohort, [other], now=WEDNESDAY)
    assert answer_that_counts(cohort) == "habitants = 7"
    collect(course, cohort, [other], participant="Aïcha Koné 2", now=WEDNESDAY)
    assert answer_that_counts(cohort) == HERS
    assert answer_that_counts(cohort, "aicha-kone-2") == "habitants = 7"


def test_in_one_call_the_token_counts_whichever_file_is_read_first(course, cohort, inbox):
    send(inbox, "z.zip", packed(course, NAME, token="a1", answer=HERS))
    for way in ("empty token", "bare notebook", "Moodle"):
        name, make = FORGERIES[way]
        send(inbox, name, make(course), MONDAY - datetime.timedelta(days=1))
    collect(course, cohort, [inbox], now=WEDNESDAY)
    # What Moodle's folder holds is the bare notebook, byte for byte.
    assert (answer_that_counts(cohort), len(waiting(cohort))) == (HERS, 2)


@pytest.mark.parametrize("way", ["Moodle", "nbgrader"])
def test_a_download_that_the_trainer_made_is_believed(course, cohort, inbox, hers, way):
    name, make = FORGERIES[way]
    path = send(inbox, name, make(course), TUESDAY)
    collect(course, cohort, [path], now=WEDNESDAY)
    assert "--plateforme" in render_waiting(cohort, waiting(cohort))
    collect(course, cohort, [path], platform=True, now=WEDNESDAY)
    assert (answer_that_counts(cohort), waiting(cohort)) == (FORGED, ())


def test_a_platform_vouches_for_who_uploaded_and_not_for_the_name_inside(
    course, cohort, inbox, hers
):
    member = "Koffi N’Da_78_assignsubmission_file_/90-essai_aicha-kone.zip"
    send(inbox, "m.zip", archive({member: packed(course, NAME, TUESDAY, FORGED, token="zz")}))
    (line,) = collect(course, cohort, [inbox / "m.zip"], platform=True, now=WEDNESDAY).lines
    assert (line.state, answer_that_counts(cohort)) == (WAITS, HERS)
    assert "déposé sur la plate-forme par Koffi N’Da" in line.remarks


def test_a_class_whose_hand_ins_carry_tokens_goes_through_without_a_question(course, cohort, inbox):
    people = {"Awa Karité": "t1", "Koffi N’Da": "t2"}
    for day in (MONDAY, TUESDAY):
        members = {
            f"{name}_{token}_assignsubmission_file_/r.zip".replace("_t", "_1"): packed(
                course, name, day, f"habitants = {day.day}", token=token
            )
            for name, token in people.items()
        }
        send(inbox, "m.zip", archive(members))
        assert collect(course, cohort, [inbox], now=WEDNESDAY).complete
    assert answer_that_counts(cohort, "awa-karite") == "habitants = 3"


def test_an_unpacked_manifest_is_a_claim_as_any_other(course, cohort, inbox, hers):
    with zipfile.ZipFile(io.BytesIO(packed(course, NAME, TUESDAY, FORGED))) as made:
        made.extractall(inbox / "dossier")
    collect(course, cohort, [inbox / "dossier"], now=WEDNESDAY)
    assert (answer_that_counts(cohort), len(waiting(cohort))) == (HERS, 1)


def test_an_unpacked_hand_in_with_the_token_is_the_persons(course, cohort, inbox, hers):
    data = packed(course, NAME, TUESDAY, "habitants = 2", token="a1")
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        made.extractall(inbox / "dossier")
    collect(course, cohort, [inbox / "dossier"], now=WEDNESDAY)
    assert (answer_that_counts(cohort), waiting(cohort)) == ("habitants = 2", ())


def test_a_token_under_another_name_touches_nobody_and_is_said(course, cohort, inbox, hers):
    send(inbox, "x.zip", packed(course, "Koffi N’Da", TUESDAY, FORGED, token="a1"))
    (line,) = collect(course, cohort, [inbox / "x.zip"], now=WEDNESDAY).lines
    assert (line.participant, answer_that_counts(cohort)) == ("koffi-nda", HERS)
    assert line.remarks == ("même ordinateur que Aïcha Koné : ordinateur partagé, ou nom changé ?",)


def test_two_on_one_computer_stay_two_even_if_one_name_holds_the_other(course, cohort, inbox):
    send(inbox, "a.zip", packed(course, "Awa Karité", token="t1", answer="habitants = 1"))
    send(inbox, "b.zip", packed(course, "Awa", TUESDAY, token="t1", answer="habitants = 2"))
    for _ in range(2):
        collect(course, cohort, [inbox], now=FRIDAY)
        assert answer_that_counts(cohort, "awa-karite") == "habitants = 1"
        assert answer_that_counts(cohort, "awa") == "habitants = 2"


def test_names_that_differ_never_share_an_id(course, cohort, inbox):
    for number, name in enumerate(("Ɓoye Sy", "Oye Sy", "Ṣoye Sy")):
        send(inbox, f"{number}.zip", packed(course, name, answer=f"habitants = {number}"))
    collect(course, cohort, [inbox], now=FRIDAY)
    assert cohort.submissions(MODULE) == ("oye-sy", "oye-sy-2", "soye-sy")


# What was set aside.


def test_what_was_replaced_comes_back_by_one_command(course, cohort, inbox, hers):
    path = send(inbox, "b.zip", packed(course, NAME, TUESDAY, FORGED, token="a1"))
    (row,) = collect(course, cohort, [path], now=WEDNESDAY).rows
    assert row.remarks == ("« b.zip » remplace la remise du 02/03/2026 18:00",)
    (line,) = set_aside(course, cohort, [path]).lines
    assert (line.state, answer_that_counts(cohort)) == (ASIDE, HERS)
    (row,) = collect(course, cohort, [path], now=FRIDAY).rows
    assert answer_that_counts(cohort) == HERS
    collect(course, cohort, [path], participant=NAME, now=FRIDAY)
    assert answer_that_counts(cohort) == FORGED


def test_whoever_came_first_under_anothers_name_is_set_aside(course, cohort, inbox):
    squatter = send(inbox, "x.zip", packed(course, NAME, MONDAY, FORGED, token="zz"))
    collect(course, cohort, [squatter], now=MONDAY)
    true = send(inbox, "a.zip", packed(course, NAME, TUESDAY, HERS, token="a1"))
    collect(course, cohort, [true], now=TUESDAY)
    set_aside(course, cohort, [squatter])
    assert cohort.submissions(MODULE) == ()
    collect(course, cohort, [true], participant=NAME, now=WEDNESDAY)
    collect(course, cohort, [inbox], now=WEDNESDAY)
    assert (answer_that_counts(cohort), waiting(cohort)) == (HERS, ())
    later = send(inbox, "y.zip", packed(course, NAME, WEDNESDAY, FORGED, token="zz"))
    collect(course, cohort, [later], now=FRIDAY)
    assert (answer_that_counts(cohort), len(waiting(cohort))) == (HERS, 1)


def test_what_waits_and_is_set_aside_is_never_asked_for_again(course, cohort, inbox, hers):
    path = send(inbox, "x.zip", packed(course, NAME, TUESDAY, FORGED))
    collect(course, cohort, [path], now=WEDNESDAY)
    set_aside(course, cohort, [path])
    collection = collect(course, cohort, [inbox], now=FRIDAY)
    assert "1 fichier reçu, 1 écarté, 0 refusé." in render_collection(collection)
    assert (answer_that_counts(cohort), waiting(cohort)) == (HERS, ())


def test_a_whole_archive_is_set_aside(course, cohort, inbox, hers):
    path = send(inbox, "m.zip", moodle(course))
    collect(course, cohort, [path], platform=True, now=WEDNESDAY)
    assert answer_that_counts(cohort) == FORGED
    set_aside(course, cohort, [path])
    assert answer_that_counts(cohort) == HERS


def test_of_two_who_sent_the_same_only_the_one_named_is_set_aside(course, cohort, inbox):
    for name in ("Awa", "Koffi"):
        send(inbox, f"90-essai_{name}.ipynb", bare(course))
    collect(course, cohort, [inbox], now=FRIDAY)
    set_aside(course, cohort, [inbox / "90-essai_Koffi.ipynb"])
    assert cohort.submissions(MODULE) == ("awa",)


def test_what_was_never_collected_cannot_be_set_aside(course, cohort, inbox):
    (line,) = set_aside(course, cohort, [send(inbox, "a.zip", packed(course))]).rejected
    assert "jamais collecté dans cette promotion" in line.reason


# Clocks.


def ticked(course, cohort, inbox, name, made, now, answer):
    """Collect one more hand-in of hers and return its row."""
    path = send(inbox, name, packed(course, NAME, made, answer, token="a1"))
    (row,) = collect(course, cohort, [path], now=now).rows
    return row


def test_a_clock_far_ahead_is_said(course, cohort, inbox, hers):
    ahead = TUESDAY + datetime.timedelta(hours=23)
    row = ticked(course, cohort, inbox, "b.zip", ahead, TUESDAY, FORGED)
    assert "horloge en avance (04/03/2026 17:00) : l’heure de réception compte" in row.remarks
    assert row.standing.made == TUESDAY


@pytest.mark.parametrize("year", [1, 1999, 2020, 2025])
def test_a_clock_that_lost_its_battery_does_not_lose_the_work(course, cohort, inbox, hers, year):
    reset = datetime.datetime(year, 1, 1, 8, tzinfo=datetime.UTC)
    row = ticked(course, cohort, inbox, "b.zip", reset, TUESDAY, "habitants = 2")
    assert answer_that_counts(cohort) == "habitants = 2"
    assert any(remark.startswith("horloge en retard") for remark in row.remarks)


def test_an_old_message_found_late_replaces_nothing_and_is_said(course, cohort, inbox, hers):
    earlier = MONDAY - datetime.timedelta(days=1)
    collect(course, cohort, [inbox], now=MONDAY)
    newer = ticked(course, cohort, inbox, "b.zip", TUESDAY, WEDNESDAY, "habitants = 2")
    row = ticked(course, cohort, inbox, "c.zip", earlier, FRIDAY, "habitants = 0")
    assert newer.remarks == ("« b.zip » remplace la remise du 02/03/2026 18:00",)
    assert answer_that_counts(cohort) == "habitants = 2"
    (remark,) = row.remarks
    assert remark.startswith("« c.zip » (01/03/2026 18:00) est plus ancien que « b.zip »")
    set_aside(course, cohort, [inbox / "b.zip"])
    set_aside(course, cohort, [inbox / "a.zip"])
    assert answer_that_counts(cohort) == "habitants = 0"


def test_a_file_saved_in_the_future_does_not_outlive_the_next(course, cohort, inbox):
    send(inbox, "90-essai_Awa (1).ipynb", bare(course, FORGED), FRIDAY)
    collect(course, cohort, [inbox], now=TUESDAY)
    path = send(inbox, "90-essai_Awa (2).ipynb", bare(course, HERS), WEDNESDAY)
    collect(course, cohort, [path], now=WEDNESDAY)
    assert answer_that_counts(cohort, "awa") == HERS


def test_an_odd_time_zone_is_the_same_moment(course, cohort, inbox):
    zone = datetime.timezone(datetime.timedelta(hours=23, minutes=59))
    row = ticked(course, cohort, inbox, "b.zip", TUESDAY.astimezone(zone), FRIDAY, HERS)
    assert row.standing.made.isoformat() == "2026-03-03T18:00:00+00:00"


def test_a_cohort_never_believes_what_is_a_year_older_than_its_first_receipt(course, cohort, inbox):
    far = MONDAY.replace(year=2029)
    send(inbox, "a.zip", packed(course, NAME, far, HERS, token="a1"))
    collect(course, cohort, [inbox], now=far + datetime.timedelta(hours=1))
    ticked(course, cohort, inbox, "b.zip", MONDAY, far + datetime.timedelta(days=1), FORGED)
    assert answer_that_counts(cohort) == FORGED


# What was made before.


def test_a_cohort_made_before_tokens_were_asked_for_goes_on(course, cohort, inbox):
    for name, token, shown, answer in (
        ("a.zip", "a1", NAME, HERS),
        ("b.zip", "b2", "Aïcha Koné (2)", "habitants = 2"),
    ):
        send(inbox, name, packed(course, NAME, token=token, answer=answer))
        collect(course, cohort, [inbox / name], participant=shown, now=MONDAY)
    path = cohort.root / "receptions.json"
    old = json.loads(path.read_text(encoding="utf-8"))
    for receipt, id_ in zip(old, ("aicha-kone", "aicha-kone-2"), strict=True):
        del receipt["state"], receipt["doubt"]
        assert receipt["participant"] == id_
    path.write_text(json.dumps(old), encoding="utf-8")
    for number, token in ((3, "a1"), (4, "b2")):
        data = packed(course, NAME, TUESDAY, f"habitants = {number}", token=token)
        send(inbox, f"{number}.zip", data)
    assert collect(course, cohort, [inbox], now=FRIDAY).complete
    assert answer_that_counts(cohort) == "habitants = 3"
    assert answer_that_counts(cohort, "aicha-kone-2") == "habitants = 4"


def test_a_state_that_nobody_wrote_is_a_damaged_register(course, cohort, hers):
    path = cohort.root / "receptions.json"
    path.write_text(path.read_text("utf-8").replace('"compte"', '"oui"'), encoding="utf-8")
    with pytest.raises(CohortError, match="est abîmé"):
        read_receipts(cohort)


def test_the_feedback_page_tells_whose_hand_in_was_graded(course, cohort, inbox, hers):
    assert history(read_receipts(cohort), MODULE) == {"aicha-kone": "remise du 02/03/2026 18:00"}
    ticked(course, cohort, inbox, "b.zip", TUESDAY, WEDNESDAY, FORGED)
    send(inbox, "x.zip", packed(course, NAME, TUESDAY, "habitants = 3"))
    collect(course, cohort, [inbox], now=WEDNESDAY)
    said = "remise du 03/03/2026 18:00, 2 envois reçus"
    assert history(read_receipts(cohort), MODULE) == {"aicha-kone": said}
    result = Result("aicha-kone", NAME, MODULE, (), handed_in=said)
    assert f"{NAME} · {said}" in render_page(course, course.module(MODULE), result)
