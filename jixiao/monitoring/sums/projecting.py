"""Where an indicator will be at year end, and how it stands. Exact numbers in the indicator's own unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from jixiao.monitoring.facts import MAYBE, NEVER, SURE, Range, Reading, Status

from .pacing import EARLIEST, gone, ranged

NOW, BEFORE = "维持现在", "前几期"
LOST = Fraction(4, 5)  # product default: a goal whose best prospect stays under four fifths is out of reach
REACHED = Fraction(1)
NEAR = Fraction(99, 100)


def ahead(
    reading: Reading,
    year: int,
    on: date,
    shares: Sequence[tuple[str, Fraction]],
    before: Sequence[Fraction] = (),
    *,
    most: Fraction | None = None,
) -> Range | None:
    """Return where a value will be at year end; None where there is none, or where it is too early to say.

    What grows through the year is carried on by each way its money may go (``shares``: which part is done by then); a level stays
    where it is, between the lowest and the highest of the periods before (``before``, in the same unit). What a project pays ends
    at its budget (``most``).
    """
    if reading.actual is None:
        return None
    if not reading.piling:
        return ranged([(NOW, reading.actual), *((BEFORE, value) for value in before)]) if before else Range(*(reading.actual,) * 3)
    if gone(year, on) < EARLIEST:
        return None
    value = reading.actual
    carried = [(word, max(value, value / share)) for word, share in shares]
    return ranged([(word, end if most is None else max(value, min(most, end))) for word, end in carried])


def share_of(reading: Reading, value: Fraction) -> Fraction | None:
    """Return the share of the goal a value would attain; None where the goal names no number (RULEBOOK 2.3)."""
    if reading.wanted is None:
        return value / 100 if reading.unit == "%" else None
    if reading.sense == "≤":
        return REACHED if value <= reading.wanted else (reading.wanted / value if value > 0 and reading.wanted > 0 else Fraction(0))
    if reading.sense == "=" and not reading.piling:
        return max(Fraction(0), 1 - abs(value - reading.wanted) / abs(reading.wanted)) if reading.wanted else Fraction(value == 0)
    return max(Fraction(0), value / reading.wanted) if reading.wanted > 0 else Fraction(value >= reading.wanted)


def judged(reading: Reading, on: date) -> Status:
    """Return how an indicator stands on a day.

    A deadline ahead is not yet due; without a number nothing can be said. Otherwise the prospect decides: the likely year end meets
    the goal, falls short of it, or even the best stays under four fifths (a product default).
    """
    if reading.actual is None:
        return Status.AHEAD if reading.deadline is not None and on <= reading.deadline else Status.BLANK
    if reading.deadline is not None and on <= reading.deadline:
        return Status.FINE if (reading.attained or 0) >= REACHED else Status.AHEAD
    if reading.ahead is None:
        return Status.FINE if (reading.attained or 0) >= REACHED else Status.AHEAD
    low, mid, high = (share_of(reading, value) for value in (reading.ahead.low, reading.ahead.mid, reading.ahead.high))
    if low is None or mid is None or high is None:
        return Status.FINE
    if mid >= NEAR:
        return Status.FINE
    return Status.LOST if max(low, mid, high) < LOST else Status.SHORT


def with_prospect(
    reading: Reading,
    year: int,
    on: date,
    shares: Sequence[tuple[str, Fraction]],
    before: Sequence[Fraction] = (),
    *,
    most: Fraction | None = None,
) -> Reading:
    """Return a reading with its year end and its status."""
    found = replace(reading, ahead=ahead(reading, year, on, shares, before, most=most))
    return replace(found, status=judged(found, on))


def possible(reading: Reading) -> str:
    """Return the possibility the system would tick, "" where it cannot tell: the officer decides."""
    match reading.status:
        case Status.FINE:
            return SURE
        case Status.SHORT:
            return MAYBE
        case Status.LOST:
            return NEVER
        case _:
            return ""


def progress(readings: Sequence[Reading]) -> Fraction | None:
    """Return how far the goals of a project are done, in per cent, weighted; None where none can be measured along the year.

    RULEBOOK 1.5: Σ w × min(progress, 1) / Σ w over indicators with a measurable progress: those that grow through the year. A level
    (a rate, an average) has no progress to compare with money. Costs are no goals to reach. Without weights all count alike.
    """
    counted = [one for one in readings if one.piling and one.attained is not None and one.sense == "≥"]
    if not counted:
        return None
    weights = [one.weight if one.weight is not None else Fraction(1) for one in counted]
    whole = sum(weights, Fraction(0))
    if not whole:
        return None
    done = sum((weight * min(one.attained or Fraction(0), REACHED) for one, weight in zip(counted, weights, strict=True)), Fraction(0))
    return 100 * done / whole
