"""Sheets the rules try themselves on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from jixiao.monitoring.facts import Answer, Money, Range, Reading, Sheet, Status

YEAR = 2022
PLAN = ((date(YEAR, 3, 31), 25), (date(YEAR, 6, 30), 50), (date(YEAR, 9, 30), 75), (date(YEAR, 12, 31), 100))
WAN = 1_000_000  # 分


def reading(name: str = "储备数量", actual: int | None = 640, wanted: int = 1000, **more: Any) -> Reading:
    """Return an indicator that grows through the year."""
    said: dict[str, Any] = {
        "place": f"数量指标|{name}",
        "level1": "产出指标",
        "level2": "数量指标",
        "goal": f"≥{wanted}吨",
        "unit": "吨",
        "wanted": Fraction(wanted),
        "actual": None if actual is None else Fraction(actual),
        "attained": None if actual is None else Fraction(actual, wanted),
        "piling": True,
        "status": Status.BLANK if actual is None else Status.FINE,
    }
    return Reading(name=name, **said | more)


def lost(name: str = "入储数量") -> Reading:
    """Return an indicator out of reach."""
    low = Fraction(300)
    return replace(reading(name, 175), ahead=Range(low, low, Fraction(500)), status=Status.LOST)


def answer(place: str = "数量指标|储备数量", **more: Any) -> Answer:
    """Return what an officer says."""
    return Answer(place=place, **more)


def sheet(*readings: Reading, paid: int = 58, budget: int = 100, **more: Any) -> Sheet:
    """Return a project of so many 万元 at the end of July."""
    said: dict[str, Any] = {
        "money": Money(budget=budget * WAN, paid=paid * WAN, plan=PLAN),
        "until": date(YEAR, 7, 31),
        "on": date(YEAR, 8, 5),
    }
    return Sheet(
        project="蔬菜储备补贴", unit="市场运行科", department="示例市商务局", year=YEAR, readings=readings or (reading(),), **said | more
    )
