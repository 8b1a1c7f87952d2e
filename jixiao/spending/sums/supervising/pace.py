"""How fast a project spends: what was paid by a day, of what was approved, beside what was planned."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate

from jixiao.spending.facts import Year

from .counting import counting, local

Points = Sequence[tuple[date, int]]


@dataclass(frozen=True, slots=True)
class Pace:
    """A project's money in a year: what it may spend, and what had been paid after each day money moved; in 分."""

    project: str
    approved: int
    days: tuple[date, ...]
    sums: tuple[int, ...]

    def by(self, on: date) -> int:
        """Return what had been paid at the end of a day."""
        place = bisect_right(self.days, on)
        return self.sums[place - 1] if place else 0

    @property
    def paid(self) -> int:
        """Return what has been paid in all."""
        return self.sums[-1] if self.sums else 0


def paces(year: Year) -> list[Pace]:
    """Return the pace of every project that has a quota or a payment; refunds count on the day they came back."""
    approved: dict[str, int] = defaultdict(int)
    for quota in year.quotas.values():
        approved[quota.project] += quota.total.fen
    moved: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for one in counting(year.payments):
        if one.paid_at is not None:
            moved[one.project].append((local(one.paid_at).date(), one.amount.fen))
    found = []
    for project in sorted({*approved, *moved}):
        steps = sorted(moved[project])
        found.append(Pace(project, approved[project], tuple(on for on, _fen in steps), tuple(accumulate(fen for _on, fen in steps))))
    return found


def planned(points: Points, on: date) -> Fraction:
    """Return the per cent a cumulative plan asks for by a day, on a straight line between its checkpoints from New Year on."""
    before, level = date(on.year, 1, 1), Fraction(0)
    for point, percent in sorted(points):
        if on < point:
            return level + (percent - level) * Fraction((on - before).days, max(1, (point - before).days))
        before, level = point, Fraction(percent)
    return level
