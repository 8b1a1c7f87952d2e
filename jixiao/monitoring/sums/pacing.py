"""Pace: what was due by a day, what was paid, and where the money will be at year end. Per cents are exact; money is in 分."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import accumulate

from jixiao.kernel.period import FiscalYear
from jixiao.monitoring.facts import Money, Range
from jixiao.spending.sums.progress import MONTHS, month_end
from jixiao.spending.sums.supervising.pace import planned

WHOLE = Fraction(100)
LINEAR, PLANNED, LAST = "按时间匀速", "按计划节奏", "按上年节奏"
EARLIEST = Fraction(1, 20)  # of a year gone: before that a pace says nothing


def due(money: Money, year: int, on: date) -> Fraction:
    """Return the per cent due by a day: the target's own cumulative plan, straight between its days; without a plan by months gone.

    RULEBOOK 1.5: expected(as_of); a month counts for a twelfth, days inside it in proportion.
    """
    if money.plan:
        return planned(money.plan, min(on, date(year, 12, 31)))
    return WHOLE * gone(year, on)


def planned_by_month(money: Money, year: int) -> list[int]:
    """Return what was due by the end of each month of a year, in 分, rounded down."""
    return [int(due(money, year, month_end(year, month)) * money.budget / WHOLE) for month in range(1, MONTHS + 1)]


def gone(year: int, on: date) -> Fraction:
    """Return which part of a year is gone at the end of a day, by months of equal length."""
    if on.year != year:
        return Fraction(int(on.year > year))
    return Fraction(on.month - 1, MONTHS) + Fraction(on.day, MONTHS * month_end(year, on.month).day)


def shares(money: Money, year: int, on: date) -> list[tuple[str, Fraction]]:
    """Return which part of the whole year is done by a day, by each way there is to say so: evenly, as planned, as last year."""
    found = [(LINEAR, gone(year, on))]
    if money.plan and (share := planned(money.plan, min(on, date(year, 12, 31)))) > 0:
        found.append((PLANNED, share / WHOLE))
    before = sum(money.last)
    if before > 0 and (part := sum(money.last[: on.month])) > 0:
        found.append((LAST, Fraction(part, before)))
    return found


def at_year_end(money: Money, year: int, on: date) -> Range | None:
    """Return what will be paid at year end in 分: never less than what is paid, never more than the budget; None where it is too early."""
    if not money.budget or (FiscalYear(year).elapsed(on)[0] / 366) < EARLIEST:
        return None
    ways = [(word, min(Fraction(money.budget), max(Fraction(money.paid), money.paid / share))) for word, share in shares(money, year, on)]
    return ranged(ways)


def ranged(ways: Sequence[tuple[str, Fraction]]) -> Range:
    """Return the range of several ways: the likely is the middle one (of two, their mean)."""
    values = sorted(value for _word, value in ways)
    half = len(values) // 2
    mid = values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
    return Range(values[0], mid, values[-1], tuple(ways))


def cumulative(months: Sequence[int]) -> list[int]:
    """Return what had been paid at the end of each month."""
    return list(accumulate(months))
