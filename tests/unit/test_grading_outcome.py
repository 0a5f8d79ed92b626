"""What `corriger` tells: a summary, a line for each failure, a bar that leaves nothing behind."""

import io
from dataclasses import replace

import pytest

from atelier.grading.outcome import (
    FAILED,
    GRADED,
    UNCHANGED,
    Bar,
    Grading,
    Outcome,
    duration,
    notice_of,
    render_grading,
    render_outcome,
)
from atelier.invocation import command

RIGHT = Outcome("awa", "Awa Karité", "90-essai", GRADED)
SAME = Outcome("koffi", "Koffi Bâ", "90-essai", UNCHANGED)
WRONG = Outcome("mariam", "Mariam Sy", "90-essai", FAILED, "panne")
STOPPED = Outcome("oumou", "Oumou Kane", "90-essai", GRADED, "", ("trop long", "trop gros"))


class Screen(io.StringIO):
    """A stream that remembers; `shown` is what a screen would show of it."""

    def __init__(self, tty=True):
        super().__init__()
        self.isatty = lambda: tty

    @property
    def shown(self):
        lines = [""]
        column = 0
        for sign in self.getvalue():
            if sign == "\r":
                column = 0
            elif sign == "\n":
                lines.append("")
                column = 0
            else:
                lines[-1] = lines[-1][:column].ljust(column) + sign + lines[-1][column + 1 :]
                column += 1
        return [line.rstrip() for line in lines]


def bar(screen, *seconds):
    """Return a bar on `screen`, whose clock says 0 and then `seconds`."""
    ticks = iter([0.0, *seconds])
    return Bar(screen, clock=lambda: next(ticks))


def test_all_is_counted_and_what_comes_next_is_named():
    text = render_grading(Grading((RIGHT, SAME, SAME), (), 12.4))
    assert text.splitlines() == [
        "1 remise corrigée, 2 inchangées, 0 en échec, en 12 s.",
        f"Ensuite : « {command('retours')} », puis « {command('bilan')} ».",
    ]


def test_failures_have_their_cause_and_the_way_out():
    text = render_grading(Grading((RIGHT, WRONG), (), 1.0))
    assert "1 remise corrigée, 0 inchangée, 1 en échec, en 1 s.\n" in text
    assert "\n✘ Mariam Sy · 90-essai : échec (panne)\n" in text
    assert f"Les autres sont corrigées. Relancez « {command('corriger')} »" in text
    assert "Ensuite" not in text


def test_nobody_is_said_to_be_graded_when_nobody_is():
    text = render_grading(Grading((WRONG,), (), 1.0))
    assert "Les autres" not in text
    assert "seules celles-ci seront reprises" in text


def test_notices_come_first():
    assert render_grading(Grading((RIGHT,), ("Un avis.",), 1.0)).startswith("Un avis.\n1 remise")


def test_what_could_not_be_ended_is_told_with_the_person_and_what_to_do():
    left = ("sleep, n° 7 (carnet 90-1-essai)",)
    text = render_grading(Grading((replace(RIGHT, left=left),), notice_of(["sh, n° 9"]), 1.0))
    assert "⚠ Awa Karité · 90-essai : n’a pas pu être arrêté : sleep, n° 7 (carnet 90-1" in text
    assert "⚠ Des programmes lancés par des remises tournent encore : sh, n° 9." in text
    assert 2 == text.count("redémarrez l’ordinateur")
    assert () == notice_of([])


def test_cells_that_were_stopped_are_told_of_a_submission_that_is_graded():
    text = render_grading(Grading((STOPPED,), (), 1.0))
    expected = (
        "⚠ Oumou Kane · 90-essai : corrigé ; cellules arrêtées, 2 causes d’arrêt : "
        "trop long ; trop gros"
    )
    assert expected in text.splitlines()
    assert expected[2:] == render_outcome(STOPPED)


def test_nothing_to_grade_says_where_to_begin():
    assert f"« {command('collecter', 'DOSSIER')} »" in render_grading(Grading((), (), 0.0))


def test_the_bar_shows_how_far_it_is_and_the_time_left():
    screen = Screen()
    drawn = bar(screen, 10.0)
    drawn.tell(RIGHT, 5, 20)
    assert ["█████░░░░░░░░░░░░░░░ 5/20 · reste 30 s"] == screen.shown


def test_a_shorter_line_takes_the_whole_place_of_the_bar():
    screen = Screen()
    drawn = bar(screen, 1000.0, 2.0)
    drawn.tell(RIGHT, 1, 20)
    drawn.tell(RIGHT, 19, 20)
    assert ["███████████████████░ 19/20 · reste 0 s"] == screen.shown


def test_a_failure_has_a_line_of_its_own_above_the_bar():
    screen = Screen()
    drawn = bar(screen, 1.0, 2.0)
    drawn.tell(RIGHT, 1, 4)
    drawn.tell(WRONG, 2, 4)
    assert [
        "✘ Mariam Sy · 90-essai : échec (panne)",
        "██████████░░░░░░░░░░ 2/4 · reste 2 s",
    ] == screen.shown


def test_at_the_end_no_bar_is_left():
    screen = Screen()
    drawn = bar(screen, 1.0)
    drawn.tell(RIGHT, 1, 2)
    drawn.tell(RIGHT, 2, 2)
    assert [""] == screen.shown


def test_when_something_stops_the_work_no_bar_is_left():
    screen = Screen()

    def work():
        with bar(screen, 1.0) as drawn:
            drawn.tell(RIGHT, 1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    screen.write("Interrompu.")
    assert ["Interrompu."] == screen.shown


def test_where_there_is_no_screen_a_line_comes_each_quarter():
    screen = Screen(tty=False)
    with bar(screen, 1.0, 2.0, 3.0, 4.0) as drawn:
        for done in range(1, 41):
            drawn.tell(WRONG if done == 15 else RIGHT, done, 40)
    assert "\r" not in screen.getvalue()
    assert [
        "█████░░░░░░░░░░░░░░░ 10/40 · reste 3 s",
        "✘ Mariam Sy · 90-essai : échec (panne)",
        "██████████░░░░░░░░░░ 20/40 · reste 2 s",
        "███████████████░░░░░ 30/40 · reste 1 s",
        "████████████████████ 40/40 · reste 0 s",
        "",
    ] == screen.getvalue().split("\n")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (125, "2 min 05 s"),
        (3_599.7, "1 h 00 min"),
        (4_200, "1 h 10 min"),
    ],
)
def test_durations_are_french(seconds, text):
    assert text == duration(seconds)
