"""What was received in a cohort, whose it is, and what of it counts.

Everything follows from the list of receipts, in `receptions.json`: who is known by which token,
what waits, and of each submission which files count.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from atelier.course import Course
from atelier.grading.clock import believed, floor, moment_of
from atelier.grading.cohort import (
    ASIDE,
    COUNTS,
    WAITS,
    Cohort,
    CohortError,
    Receipt,
    read_receipts,
    write_receipts,
)
from atelier.grading.desk import Claim, Line
from atelier.grading.layout import Standing, lay_out, withdraw
from atelier.grading.people import BY_LAYOUT, NO_TOKEN, Found, People
from atelier.person import Person, adds_to, clean_name, folded

Key = tuple[str, str]


class Register:
    """The receipts of a cohort. `receipts`: in the order of receipt, by their keys."""

    def __init__(self, course: Course, cohort: Cohort, now: datetime.datetime):
        """Read what the cohort received so far."""
        self._course, self._cohort, self._now = course, cohort, now
        self.receipts = {receipt.key: receipt for receipt in read_receipts(cohort)}
        self._people = People(self.receipts.values())
        self._earliest = floor(self.receipts.values())
        self._same: dict[str, list[Key]] = defaultdict(list)
        for key in self.receipts:
            self._same[key[0]].append(key)
        self._touched: dict[Key, None] = {}
        self._new: set[Key] = set()

    def settle(self, claims: Sequence[Claim]) -> list[Line]:
        """Write a receipt for each claim; return a line for each, in the order of `claims`.

        Whoever the trainer vouches for comes first, then whoever has a token: that another file of
        the same call has none must not depend on which was read first.
        """
        dated = [believed(claim.made, self._earliest, self._now) for claim in claims]
        in_time = sorted(range(len(claims)), key=lambda n: (dated[n][0], claims[n].made))
        keys: dict[int, Key] = {}
        remarks: dict[int, tuple[str, ...]] = {}
        for n in sorted(in_time, key=lambda n: _rank(claims[n])):
            found = self._identify(claims[n])
            keys[n] = self._enter(claims[n], found, dated[n][0])
            remarks[n] = (*claims[n].remarks, *filter(None, (found.remark, dated[n][1])))
        for key in dict.fromkeys(keys[n] for n in in_time):
            if key in self._new:  # the order of receipts is that in which they count
                self.receipts[key] = self.receipts.pop(key)
        moved = self._confirm_by_token()
        return [self._line(moved.get(keys[n], keys[n]), remarks[n]) for n in range(len(claims))]

    def set_aside(self, files: Iterable[tuple[str, str]], name: str) -> list[Line]:
        """Set aside what has one of these contents (digests) and names; return a line for each.

        `name`: whose, where several people sent the same.
        """
        chosen: dict[Key, Receipt] = {}
        for content, original in files:
            same = [self.receipts[key] for key in self._same[content]]
            same = [one for one in same if not name or folded(one.name) == folded(name)]
            named = [one for one in same if one.original == original]
            chosen |= {receipt.key: receipt for receipt in named or same}
        for key, receipt in chosen.items():
            self.receipts[key] = replace(receipt, state=ASIDE, doubt="")
            self._touch(receipt)
        return [self._line(key, ()) for key in chosen]

    def save(self) -> None:
        """Write the receipts, before what follows from them."""
        write_receipts(self._cohort, list(self.receipts.values()))

    def lay_out(self) -> list[Standing]:
        """Lay out what changed, and return it.

        Raises `CohortError` for a kept file that is gone, after all the others are laid out.
        """
        mine: dict[Key, list[Receipt]] = defaultdict(list)
        for receipt in self.receipts.values():
            if receipt.counts:
                mine[receipt.participant, receipt.module].append(receipt)
        standings, lost = [], None
        for key in self._touched:
            try:
                standings += self._lay_out(key, mine[key])
            except CohortError as error:
                lost = lost or error
        if lost:
            raise lost
        return standings

    def last_before(self, standing: Standing) -> datetime.datetime | None:
        """Return when an earlier call last received a file of a submission that counts."""
        key = (standing.participant, standing.module)
        mine = (one for one in self.receipts.values() if (one.participant, one.module) == key)
        moments = (moment_of(one.received) for one in mine if one.counts)
        return max((moment for moment in moments if moment < standing.received), default=None)

    def _lay_out(self, key: Key, mine: Sequence[Receipt]) -> list[Standing]:
        if not mine:
            withdraw(self._cohort, *key)
            return []
        module = next((m for m in self._course.modules if m.name == key[1]), None)
        return [lay_out(self._course, self._cohort, module, mine, self._new)] if module else []

    def _identify(self, claim: Claim) -> Found:
        found = self._people.identify(claim.person, guessed=claim.guessed, vouched=claim.vouched)
        if claim.by_layout and found.doubt == NO_TOKEN:
            return replace(found, doubt=BY_LAYOUT)
        return found

    def _enter(self, claim: Claim, found: Found, made: datetime.datetime) -> Key:
        """Note a claim; return the key of its receipt."""
        key = (claim.content, found.id)
        before = self.receipts.get(key) or self._undecided(claim)
        if before and (
            before.counts or (not claim.vouched and (found.doubt or before.state == ASIDE))
        ):
            self._touch(before)
            return before.key
        if claim.vouched:
            self._withdraw_others(claim, key)
        receipt = self._receipt(claim, found, made)
        if before:
            self._forget(before)
            receipt = replace(receipt, received=before.received, made=before.made)
        self.receipts[key] = receipt
        self._same[claim.content].append(key)
        self._new.add(key)
        self._touch(receipt)
        if receipt.counts:
            self._people.add(receipt)
        return key

    def _undecided(self, claim: Claim) -> Receipt | None:
        """Return the receipt of the same file, in the same name, that waits or was set aside."""
        same = (self.receipts[key] for key in self._same[claim.content])
        mine = (one for one in same if folded(one.name) == folded(claim.person.name))
        return next((one for one in mine if not one.counts), None)

    def _withdraw_others(self, claim: Claim, key: Key) -> None:
        """Forget that a file was somebody else's of a like name: the trainer says whose it is."""
        for other in [self.receipts[one] for one in self._same[claim.content] if one != key]:
            same_file = other.original in (claim.original, claim.came)
            if same_file and adds_to(other.name, claim.person.name):
                self._touch(other)
                self._forget(other)

    def _forget(self, receipt: Receipt) -> None:
        self.receipts.pop(receipt.key, None)
        self._same[receipt.digest] = [k for k in self._same[receipt.digest] if k != receipt.key]

    def _confirm_by_token(self) -> dict[Key, Key]:
        """Let count what waited under a token that is now known; return new keys by the old."""
        moved: dict[Key, Key] = {}
        for receipt in [one for one in self.receipts.values() if one.state == WAITS and one.token]:
            owner = self._people.owner(Person(receipt.name, receipt.token))
            if owner:
                now = replace(receipt, participant=owner, state=COUNTS, doubt="")
                self._forget(receipt)
                self.receipts[now.key] = now
                self._same[now.digest].append(now.key)
                self._new.add(now.key)
                self._touch(now)
                moved[receipt.key] = now.key
        return moved

    def _touch(self, receipt: Receipt) -> None:
        self._touched[receipt.participant, receipt.module] = None

    def _receipt(self, claim: Claim, found: Found, made: datetime.datetime) -> Receipt:
        return Receipt(
            digest=claim.content,
            original=claim.original,
            participant=found.id,
            name=found.name,
            module=claim.module.name,
            made=made.isoformat(timespec="seconds"),
            received=self._now.isoformat(timespec="seconds"),
            files=claim.files,
            incomplete=claim.incomplete,
            token=claim.person.token,
            state=WAITS if found.doubt else COUNTS,
            doubt=found.doubt,
        )

    def _line(self, key: Key, remarks: tuple[str, ...]) -> Line:
        receipt = self.receipts[key]
        return Line(
            file=clean_name(receipt.original),
            participant=receipt.participant,
            name=receipt.name,
            module=receipt.module,
            made=receipt.made,
            remarks=remarks,
            state=receipt.state,
            doubt=receipt.doubt,
        )


def _rank(claim: Claim) -> int:
    """Return which claims come first: those that are surest."""
    return 0 if claim.vouched else 1 if claim.person.token else 2
