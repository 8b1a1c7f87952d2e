"""What a project would score at year end: by the scheme's weights, from the prospects of its money and its indicators. Points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from jixiao.monitoring.facts import Forecast, Light, Point, Range, Reading, Sheet, Status
from jixiao.spending.sums.progress import tenths

from .pacing import WHOLE, at_year_end
from .projecting import share_of
from .scheming import Scheme

GRADES = ((Fraction(90), "优"), (Fraction(80), "良"), (Fraction(60), "中"), (Fraction(0), "差"))  # 财预〔2020〕10号第18条
ADVICE = 3


def grade_of(points: Fraction) -> str:
    """Return the grade of a score: 优 from 90, 良 from 80, 中 from 60, else 差."""
    return next(word for least, word in GRADES if points >= least)


def forecast(sheet: Sheet, scheme: Scheme) -> Forecast | None:
    """Return what a project would score at this pace; None where it is too early, or nothing of it can be told.

    What has no number yet counts as met half to wholly: it is not known, and the range says so.
    """
    money = at_year_end(sheet.money, sheet.year, sheet.until)
    if money is None:
        return None
    rates = tuple(WHOLE * value / sheet.money.budget for value in (money.low, money.mid, money.high))
    points = [_executed(scheme, rates)]
    parts = scheme.parts(sheet.readings)
    points += [_part(word, full, rows) for word, full, rows in parts]
    low, mid, high = (sum((getattr(one, side) for one in points), Fraction(0)) for side in ("low", "mid", "high"))
    capped = ""
    for below, most in scheme.caps:
        if rates[1] < below:
            capped = f"预计执行率低于 {below}%，最高 {most} 分"
            low, mid, high = min(low, Fraction(most)), min(mid, Fraction(most)), min(high, Fraction(most)) if rates[2] < below else high
    return Forecast(low, mid, high, grade_of(mid), tuple(points), capped, _advice(points, parts, rates, capped))


def _executed(scheme: Scheme, rates: Sequence[Fraction]) -> Point:
    low, mid, high = (scheme.executed(rate) for rate in rates)
    return Point(
        "预算执行率", Fraction(scheme.execution), low, mid, high, f"预计执行 {tenths(rates[1])}%（{tenths(rates[0])}—{tenths(rates[2])}）"
    )


def _part(word: str, full: Fraction, rows: Sequence[tuple[Reading, Fraction]]) -> Point:
    sides = [_reached(one) for one, _weight in rows]
    low, mid, high = (sum((weight * side[at] for (_one, weight), side in zip(rows, sides, strict=True)), Fraction(0)) for at in range(3))
    short = [one for one, _weight in rows if one.status in {Status.SHORT, Status.LOST}]
    blank = sum(1 for one, _weight in rows if one.status in {Status.BLANK, Status.AHEAD})
    said = [f"「{one.name}」{one.status.value}" for one in short[:ADVICE]] + ([f"{blank} 项还没有数"] if blank else [])
    return Point(word, full, low, mid, high, "，".join(said) or f"{len(rows)} 项按期")


def _reached(one: Reading) -> tuple[Fraction, Fraction, Fraction]:
    """Return the lowest, likely and highest share of an indicator's points."""
    if one.ahead is None:
        return (Fraction(1),) * 3 if one.status is Status.FINE else (Fraction(1, 2), Fraction(9, 10), Fraction(1))
    shares = sorted(min(Fraction(1), share_of(one, value) or Fraction(0)) for value in (one.ahead.low, one.ahead.high))
    return shares[0], min(Fraction(1), share_of(one, one.ahead.mid) or Fraction(0)), shares[1]


def _advice(
    points: Sequence[Point],
    parts: Sequence[tuple[str, Fraction, Sequence[tuple[Reading, Fraction]]]],
    rates: Sequence[Fraction],
    capped: str,
) -> tuple[str, ...]:
    """Return which actions move the score most, hardest hitting first."""
    gains: list[tuple[Fraction, str]] = []
    lost = points[0].full - points[0].mid
    if capped:
        gains.append((Fraction(100), f"先把支付赶上来：{capped}"))
    elif lost > 0:
        gains.append((lost, f"把预计执行率从 {tenths(rates[1])}% 提到 100%，多得 {tenths(lost)} 分"))
    for _word, _full, rows in parts:
        for one, weight in rows:
            missing = weight * (1 - _reached(one)[1])
            if missing > 0 and one.status in {Status.SHORT, Status.LOST}:
                gains.append((missing, f"「{one.name}」达到 {one.goal}，多得 {tenths(missing)} 分"))
            elif missing > 0:
                gains.append((missing, f"「{one.name}」先把数补上（现在没有实际值），关系 {tenths(weight)} 分"))
    return tuple(text for _points, text in sorted(gains, key=lambda one: -one[0])[:ADVICE])


def together(found: Sequence[tuple[int, Forecast]]) -> Forecast | None:
    """Return the forecast of several projects, weighted by their budgets in 分; None where there is none."""
    whole = sum(budget for budget, _one in found)
    if not whole:
        return None
    low, mid, high = (sum((budget * getattr(one, side) for budget, one in found), Fraction(0)) / whole for side in ("low", "mid", "high"))
    return Forecast(low, mid, high, grade_of(mid))


def counts(readings: Sequence[Reading]) -> Mapping[Status, int]:
    """Return how many indicators stand how."""
    return {status: sum(1 for one in readings if one.status is status) for status in Status}


def worst(lights: Sequence[Light]) -> Light:
    """Return the worst of some lights."""
    order = list(Light)
    return min(lights, key=order.index, default=Light.GREY)


__all__ = ["Range", "counts", "forecast", "grade_of", "together", "worst"]
