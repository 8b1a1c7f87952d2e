"""An indicator's progress as one bar: done, where the year will end, the goal. A hundred units are the goal or the furthest end."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jixiao.monitoring.facts import Reading
from jixiao.monitoring.sums.projecting import share_of

WIDE = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """Where each part stands, in units of a hundred."""

    done: int
    low: int
    wide: int
    goal: int
    code: str


def bar(row: Reading) -> Bar | None:
    """Return the bar of an indicator; None where there is no number to draw."""
    if row.actual is None or row.attained is None:
        return None
    low, high = row.attained, row.attained
    if row.ahead is not None and row.piling:
        sides = [share for value in (row.ahead.low, row.ahead.high) if (share := _drawn(row, value)) is not None]
        low, high = (min(sides), max(sides)) if sides else (low, high)
    done = _drawn(row, row.actual) or Fraction(0)
    most = max(Fraction(1), min(high, Fraction(3, 2)), min(done, Fraction(3, 2))) * Fraction(21, 20)
    at = [min(WIDE, round(WIDE * value / most)) for value in (done, low, high, Fraction(1))]
    return Bar(at[0], at[1], max(1, at[2] - at[1]), at[3], row.status.code)


def _drawn(row: Reading, value: Fraction) -> Fraction | None:
    """Return how much of the goal a value is: of a ceiling, how much of it is used."""
    if row.wanted is None:
        return share_of(row, value)
    return value / row.wanted if row.wanted else None
