"""When a period is watched, when its tables are due, and who is told when they are late. Days come from the pack."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any

from jixiao.spending.sums.progress import MONTHS, calendar_of, month_end

DECEMBER = 12
WEEKEND = 5


@dataclass(frozen=True, slots=True)
class Period:
    """One period to watch: from New Year to the end of a month, with the day its tables are due and whose rule that is."""

    year: int
    month: int
    word: str
    due: date
    basis: str

    @property
    def until(self) -> date:
        """The last day."""
        return month_end(self.year, self.month)


@lru_cache(maxsize=1)
def pack() -> Mapping[str, Any]:
    """Return the calendar of the pack."""
    return tomllib.loads((resources.files("jixiao.monitoring") / "packs" / "calendar.toml").read_text("utf-8"))


def period(year: int, month: int) -> Period:
    """Return the period that ends with a month: a named one of the pack, else the monthly."""
    for one in pack()["period"]:
        if one["month"] == month:
            return Period(year, month, one["word"], date(year, *one["due"]), one["basis"])
    after = date(year + month // MONTHS, month % MONTHS + 1, pack()["monthly"]["due"])
    return Period(year, month, f"1—{month}月" if month > 1 else "1月", after, pack()["monthly"]["basis"])


def periods(year: int) -> list[Period]:
    """Return every period of a year."""
    return [period(year, month) for month in range(1, MONTHS + 1)]


def escalated(due: date, on: date) -> str:
    """Return who is to be told that something is late on a day: "" in time, then the owner, the head, the leaders (RULEBOOK 1.5)."""
    said = pack()["overdue"]
    late = (on - due).days
    if late <= 0:
        return ""
    if late < said["first"]:
        return str(said["owner"])
    return str(said["head"] if late < said["second"] else said["leader"])


def level(due: date, on: date) -> int:
    """Return how far up lateness has gone: 0 in time, 1 the owner, 2 the head, 3 the leaders."""
    said = pack()["overdue"]
    late = (on - due).days
    return 0 if late <= 0 else 1 if late < said["first"] else 2 if late < said["second"] else 3


def after_workdays(on: date, days: int | None = None) -> date:
    """Return the day some working days after another, by the year's holidays; ten where none are named."""
    left = pack()["deviation"]["workdays"] if days is None else days
    day = on
    while left:
        day += timedelta(1)
        holidays, workdays = calendar_of(day.year)
        if day in workdays or (day.weekday() < WEEKEND and day not in holidays):
            left -= 1
    return day
