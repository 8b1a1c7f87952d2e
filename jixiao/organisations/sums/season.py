"""The calendar of a target season (目标季): which day each step of a budget year is due, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jixiao.organisations.facts import SYSTEM

# In the order of the year. The days are the system's own defaults, no law's: a city sets its own.
MILESTONES = {
    "filing": "一上申报截止",
    "section": "科室审核",
    "finance": "财务审核",
    "department": "部门审核",
    "fiscal": "财政审核",
    "approval": "批复",
    "adjust_since": "调整窗口开始",
    "adjust_until": "调整窗口结束",
    "freeze": "年终冻结",
}
DEFAULT = {
    "filing": (-1, 8, 31),
    "section": (-1, 9, 5),
    "finance": (-1, 9, 10),
    "department": (-1, 9, 30),
    "fiscal": (-1, 10, 31),
    "approval": (0, 2, 28),
    "adjust_since": (0, 9, 1),
    "adjust_until": (0, 11, 30),
    "freeze": (0, 12, 31),
}
EARLIEST, LATEST = (-1, 1, 1), (1, 3, 31)  # of the year before; of the year after


@dataclass(frozen=True, slots=True)
class Calendar:
    """The season of a unit in a budget year; ``source`` says who set it: a unit's name, or 系统默认."""

    year: int
    filing: date
    section: date
    finance: date
    department: date
    fiscal: date
    approval: date
    adjust_since: date
    adjust_until: date
    freeze: date
    source: str = SYSTEM
    own: bool = False  # set for the unit itself, not taken over from above

    @property
    def default(self) -> bool:
        """Whether nobody has set it."""
        return self.source == SYSTEM

    @property
    def days(self) -> dict[str, date]:
        """The days by the names of the milestones, in the order of the year."""
        return {name: getattr(self, name) for name in MILESTONES}

    @property
    def listed(self) -> list[tuple[str, date]]:
        """The milestones as people call them, with their days."""
        return [(MILESTONES[name], day) for name, day in self.days.items()]

    def adjusts(self, on: date) -> bool:
        """Say whether targets may be adjusted on a day."""
        return self.adjust_since <= on <= self.adjust_until

    def following(self, on: date) -> tuple[str, date] | None:
        """Return the next milestone from a day on, with its day; None when the season is over."""
        return next(((word, day) for word, day in self.listed if day >= on), None)


def moment(year: int, when: tuple[int, int, int]) -> date:
    """Return the day a default names for a budget year."""
    shift, month, day = when
    return date(year + shift, month, day)


def default_calendar(year: int) -> Calendar:
    """Return the season nobody has set (系统默认)."""
    return calendar_of(year, {name: moment(year, when) for name, when in DEFAULT.items()})


def calendar_of(year: int, days: Mapping[str, date], source: str = SYSTEM, *, own: bool = False) -> Calendar:
    """Return the season of some days, by the names of the milestones."""
    said: dict[str, Any] = {name: days[name] for name in MILESTONES}
    return Calendar(year, source=source, own=own, **said)


def refusals_of_days(year: int, days: Mapping[str, date]) -> dict[str, str]:
    """Return what is wrong with the days of a season, by milestone: each within the season, none before the one ahead of it."""
    first, last = moment(year, EARLIEST), moment(year, LATEST)
    wrong: dict[str, str] = {}
    before: tuple[str, date] | None = None
    for name, word in MILESTONES.items():
        day = days[name]
        if not first <= day <= last:
            wrong[name] = f"{word}应在 {first:%Y-%m-%d} 至 {last:%Y-%m-%d} 之间"
        elif before and day < before[1]:
            wrong[name] = f"{word}不能早于{before[0]}（{before[1]:%Y-%m-%d}）"
        else:
            before = (word, day)
    return wrong
