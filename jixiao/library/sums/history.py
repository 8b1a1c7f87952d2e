"""What the own past says of a new value: whether it asks less than was done already (财预〔2021〕101号: 从严从高)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from jixiao.kernel.goal import Goal, GoalKind, plain
from jixiao.library.facts import Hint, Past

YEARS, FEWEST = 3, 2
FAR = Decimal("0.30")  # 完成值超过目标值三成，各地通常要求说明原因
FINE = Decimal("0.01")


def too_easy(history: Sequence[Past], goal: Goal) -> Hint | None:
    """Return why a new value asks too little, or None.

    Asked of the last three years that have a figure in the unit of the goal; with fewer than two, nothing is said. Bigger is better
    for ≥ and >, smaller for ≤ and <; for =, a range, a date or a word nothing is said.
    """
    upward = {"≥": True, ">": True, "≤": False, "<": False}.get(goal.operator or "")
    if upward is None or goal.kind is not GoalKind.NUMBER or goal.number is None:
        return None
    known = {past.year: (done, past) for past in reversed(history) if (done := _figure(past.actual, goal.unit)) is not None}
    recent = sorted(known.items(), reverse=True)[:YEARS]
    if len(recent) < FEWEST:
        return None
    values = [done for _year, (done, _past) in recent]
    years = tuple(year for year, _ in recent)
    average = (sum(values, Decimal(0)) / len(values)).quantize(FINE, ROUND_HALF_UP)
    if _easier(goal.number, average, upward=upward):
        word = "低于" if upward else "高于"
        return Hint(
            "低于近年平均",
            f"目标值 {goal.text.strip()} {word}近 {len(years)} 年实际完成的平均值 {plain(average)}{goal.unit}（{_told(recent, goal.unit)}），请从严确定或说明理由",
            years,
        )
    if all(_far(past, done, goal.unit, upward=upward) for _year, (done, past) in recent) and not _easier(
        goal.number, values[0], upward=not upward
    ):
        return Hint(
            "连年大幅超额",
            f"近 {len(years)} 年都超出目标值三成以上（{_told(recent, goal.unit)}），目标值 {goal.text.strip()} 仍不高于上年实绩，请从严确定或说明理由",
            years,
        )
    return None


def _easier(number: Decimal, than: Decimal, *, upward: bool) -> bool:
    return number < than if upward else number > than


def _figure(text: str, unit: str) -> Decimal | None:
    """Read a figure in a unit; one without a unit is taken to be in it."""
    said = Goal.parse(text)
    return said.number if said.kind is GoalKind.NUMBER and said.unit in {unit, ""} else None


def _far(past: Past, done: Decimal, unit: str, *, upward: bool) -> bool:
    promised = _figure(past.target, unit)
    if not promised:
        return False
    return (done - promised if upward else promised - done) / abs(promised) > FAR


def _told(recent: Sequence[tuple[int, tuple[Decimal, Past]]], unit: str) -> str:
    return "、".join(f"{year} 年 {plain(done)}{unit}" for year, (done, _past) in recent)
