"""When a hand-in was made, as far as its sender's clock can be believed.

The clock is the sender's: it may be set by hand, and a laptop whose battery is empty starts in
another year. What is certain is when the trainer received it, to the call of `collecter`.

A hand-in is never later than its receipt. A date that cannot be is replaced by that of receipt,
and then wins against nothing that is received later. Between two dates that can be, the later
counts, whatever the order of receipt: an old message is often found after a newer one. Whichever
way the two disagree, the trainer is told.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence

from atelier.grading.cohort import Receipt
from atelier.grading.french import counted, moment

EARLIEST = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
"""The course is not older, nor is any work on it."""

YEAR = datetime.timedelta(days=365)
"""Nobody hands in what was made that long before the first receipt of the cohort."""

DRIFT = datetime.timedelta(minutes=15)
"""How far ahead an ordinary clock may be; more is said."""

WIDEST = datetime.timedelta(hours=14)
"""The time zones of the world go no further from UTC."""


def floor(receipts: Iterable[Receipt]) -> datetime.datetime:
    """Return the earliest moment that can be believed, in a cohort with these receipts."""
    first = min((moment_of(receipt.received) for receipt in receipts), default=EARLIEST)
    return max(EARLIEST, first - YEAR)


def believed(
    made: datetime.datetime, earliest: datetime.datetime, now: datetime.datetime
) -> tuple[datetime.datetime, str]:
    """Return when a hand-in counts as made that is received `now`, and a French remark, if any."""
    if earliest <= made <= now:
        zone = made.utcoffset() or datetime.timedelta()
        return made.astimezone(datetime.UTC) if abs(zone) > WIDEST else made, ""
    if now < made <= now + DRIFT:
        return now, ""
    which = "en avance" if made > now else "en retard"
    return now, f"horloge {which} ({moment(made)}) : l’heure de réception compte"


def in_order(receipt: Receipt) -> tuple[datetime.datetime, datetime.datetime]:
    """Return what sorts receipts: by call, then by what is believed of the sender's clock."""
    return moment_of(receipt.received), min(moment_of(receipt.made), moment_of(receipt.received))


def is_older(receipt: Receipt, other: Receipt) -> bool:
    """Tell whether a receipt that came later than `other` holds older work, for all one can tell.

    Where a clock was not believed, the later receipt is the later work.
    """
    made, before = moment_of(receipt.made), moment_of(other.made)
    known = made < moment_of(receipt.received) and before < moment_of(other.received)
    return known and made < before


def history(receipts: Iterable[Receipt], module: str) -> dict[str, str]:
    """Return in French, by participant, when the latest hand-in of `module` was made.

    And how many came before: whoever reads it knows whether the work is all their own.
    """
    mine: dict[str, list[Receipt]] = defaultdict(list)
    for receipt in receipts:
        if receipt.counts and receipt.module == module:
            mine[receipt.participant].append(receipt)
    return {participant: _history(sent) for participant, sent in mine.items()}


def _history(sent: Sequence[Receipt]) -> str:
    latest = max(moment_of(receipt.made) for receipt in sent)
    before = f", {counted(len(sent), 'envoi reçu', 'envois reçus')}" if len(sent) > 1 else ""
    return f"remise du {moment(latest)}{before}"


def moment_of(text: str) -> datetime.datetime:
    """Return a moment that a receipt holds."""
    return datetime.datetime.fromisoformat(text)
