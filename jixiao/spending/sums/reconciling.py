"""Our payments beside what the treasury executed: every line of both sides stands in exactly one pair or alone.

Pure. Amounts are 分, below zero where money came back. Matching is one to one and the same for the same lines in whatever order: first
by receipt number, then by payee, amount and the nearest day within a week (系统默认). n log n.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jixiao.kernel.money import Money

from .supervising import plain

NEAR = 7  # days between ours and theirs of one payment without a common receipt number
SAME, AMOUNT, PAYEE, CROSSED, OURS, THEIRS = "一致", "金额不符", "收款人不符", "跨月", "国库未达", "本账未登"
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of either side: a payment of ours or a line of the treasury's."""

    number: int  # the record's own
    on: date
    receipt: str
    payee: str
    fen: int
    title: str = ""
    came: datetime | None = None  # when it came into the books here

    @property
    def amount(self) -> Money:
        """What was paid."""
        return Money(self.fen)


@dataclass(frozen=True, slots=True)
class Pair:
    """What belongs together, or stands alone: ours, theirs, and what it is."""

    ours: Entry | None
    theirs: Entry | None

    @property
    def kind(self) -> str:
        """What it is: 一致, 金额不符, 收款人不符, 跨月, 国库未达 or 本账未登."""
        if self.theirs is None:
            return OURS
        if self.ours is None:
            return THEIRS
        if self.ours.fen != self.theirs.fen:
            return AMOUNT
        if unlike(self.ours.payee, self.theirs.payee):
            return PAYEE  # one receipt, one amount, and somebody else had the money
        return SAME if self.ours.on.month == self.theirs.on.month else CROSSED

    @property
    def months(self) -> set[int]:
        """The months it stands in, on either side."""
        return {side.on.month for side in (self.ours, self.theirs) if side is not None}

    @property
    def key(self) -> str:
        """What an explanation holds on to."""
        return f"{self.ours.number if self.ours else ''}-{self.theirs.number if self.theirs else ''}"

    def gap_in(self, month: int) -> int:
        """Ours less theirs in a month, in 分: what this pair adds to the month's difference."""
        ours = self.ours.fen if self.ours and self.ours.on.month == month else 0
        theirs = self.theirs.fen if self.theirs and self.theirs.on.month == month else 0
        return ours - theirs


@dataclass(frozen=True, slots=True)
class Month:
    """One month: both sums, what differs, and how many differences have a reason. A pair that only crosses the month settles itself."""

    month: int
    ours: Money
    theirs: Money
    pairs: tuple[Pair, ...]
    off: tuple[Pair, ...]
    unexplained: tuple[Pair, ...]

    @property
    def gap(self) -> Money:
        """Ours less the treasury's."""
        return self.ours - self.theirs

    @property
    def same(self) -> int:
        """How many agree."""
        return len(self.pairs) - len(self.off)

    @property
    def open_gap(self) -> Money:
        """Return what of the difference has no reason yet."""
        return Money(sum(pair.gap_in(self.month) for pair in self.unexplained))

    @property
    def told_gap(self) -> Money:
        """Return what of the difference has a reason, or only crosses the month."""
        return self.gap - self.open_gap

    @property
    def quiet(self) -> bool:
        """Say whether there is nothing in it."""
        return not self.pairs


def unlike(one: str, other: str) -> bool:
    """Say whether two payees are told and are not the same."""
    return one != other and bool(one and other) and plain(one) != plain(other)


def paired(ours: Sequence[Entry], theirs: Sequence[Entry]) -> list[Pair]:
    """Put both sides together, by day."""
    left, found = _by_receipt(ours, theirs)
    found += _nearest(left, theirs, {pair.theirs.number for pair in found if pair.theirs})
    return sorted(found, key=_order)


def _order(pair: Pair) -> tuple[date, int, int]:
    days = [side.on for side in (pair.ours, pair.theirs) if side is not None]
    return min(days), pair.ours.number if pair.ours else 0, pair.theirs.number if pair.theirs else 0


def _by_receipt(ours: Sequence[Entry], theirs: Sequence[Entry]) -> tuple[list[Entry], list[Pair]]:
    """Pair by receipt number; a number that stands twice on a side tells nothing."""
    own, told = _by_number(ours), _by_number(theirs)
    left, found = [], []
    for number, several in own.items():
        fit = told.get(number, [])
        if number and len(fit) == len(several) == 1:
            found.append(Pair(several[0], fit[0]))
        else:
            left += several
    return left, found


def _by_number(side: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for one in side:
        found[bare(one.receipt)].append(one)
    return found


def bare(receipt: str) -> str:
    """Return a receipt number without blanks and leading zeros, which systems put there."""
    return "".join(receipt.split()).lstrip("0").upper()


def _nearest(ours: Sequence[Entry], theirs: Sequence[Entry], taken: set[int]) -> list[Pair]:
    """Pair what is left by payee and amount, in the order of days; what finds nobody stands alone."""
    waiting: dict[tuple[str, int], deque[Entry]] = defaultdict(deque)
    for one in sorted(theirs, key=lambda one: (one.on, one.number)):
        if one.number not in taken:
            waiting[plain(one.payee), one.fen].append(one)
    found = []
    for one in sorted(ours, key=lambda one: (one.on, one.number)):
        lane = waiting[plain(one.payee), one.fen]
        while lane and (one.on - lane[0].on).days > NEAR:  # too old for this and every later one
            found.append(Pair(None, lane.popleft()))
        near = bool(lane) and abs((one.on - lane[0].on).days) <= NEAR
        found.append(Pair(one, lane.popleft() if near else None))
    return found + [Pair(None, one) for lane in waiting.values() for one in lane]


def months_of(pairs: Iterable[Pair], explained: Iterable[str] = ()) -> list[Month]:
    """Return the twelve months; ``explained`` are the keys of pairs that have a reason."""
    known = set(explained)
    by_month: dict[int, list[Pair]] = {month: [] for month in MONTHS}
    for pair in pairs:
        for month in pair.months:
            by_month[month].append(pair)
    return [_month(month, by_month[month], known) for month in MONTHS]


def _month(month: int, pairs: Sequence[Pair], known: set[str]) -> Month:
    ours = sum(pair.ours.fen for pair in pairs if pair.ours and pair.ours.on.month == month)
    theirs = sum(pair.theirs.fen for pair in pairs if pair.theirs and pair.theirs.on.month == month)
    off = tuple(pair for pair in pairs if pair.kind != SAME)
    open_ones = tuple(pair for pair in off if pair.kind != CROSSED and pair.key not in known)
    return Month(month, Money(ours), Money(theirs), tuple(pairs), off, open_ones)


def carried(months: Sequence[Month], month: int) -> list[Pair]:
    """Return what of earlier months is still not settled: it leaves the list by itself when the other side comes."""
    return [pair for one in months[: month - 1] for pair in one.off if pair.kind != CROSSED and one.month == max(pair.months)]


def digest_of(month: Month) -> str:
    """Return the fingerprint of a month's own lines: what somebody made certain. What stands beside them in another month is not in it."""
    said = hashlib.sha256()
    for sides in ([pair.ours for pair in month.pairs], [pair.theirs for pair in month.pairs]):
        lines = sorted((one for one in sides if one and one.on.month == month.month), key=lambda one: one.number)
        for one in lines:
            said.update(f"{one.number}|{one.on}|{one.receipt}|{one.fen}|{one.payee}\n".encode())
        said.update(b"-\n")
    return said.hexdigest()
