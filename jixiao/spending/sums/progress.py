"""How execution stands against the plan (预算执行进度): month by month, per project and per fund, with the sentence beside each chart."""

from __future__ import annotations

import calendar
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from importlib import resources
from itertools import accumulate

from jixiao.kernel.money import Money
from jixiao.kernel.period import FiscalYear
from jixiao.targets.facts import PlanPoint

from .supervising.pace import planned

MONTHS = 12
WHOLE = 100  # per cent
NOTED = 20  # points off the plan from which it is said as a warning (RULEBOOK 6.7: plan drift)
LEVELS = 5  # shades of the heat-map

Points = Sequence[tuple[date, int]]


@lru_cache(maxsize=1)
def _calendars() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads((resources.files("jixiao.spending") / "packs" / "calendar.toml").read_text("utf-8"))


def calendar_of(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return the holidays beyond weekends and the weekend days worked in a year; none where the year is not in the pack."""
    said = _calendars().get(str(year), {})
    holidays, workdays = (frozenset(date.fromisoformat(f"{year}-{day}") for day in said.get(name, ())) for name in ("holidays", "workdays"))
    return holidays, workdays


def points_of(plan: Iterable[PlanPoint], year: int) -> tuple[tuple[date, int], ...]:
    """Return a cumulative plan as days and whole per cents, by day; what is no day of the year or no per cent is left out."""
    found = []
    for point in plan:
        on, text = FiscalYear(year).by(point.by), (point.percent or "").strip()
        if on is not None and on.year == year and text.isascii() and text.replace(".", "", 1).isdigit():
            found.append((on, round(Fraction(text))))
    return tuple(sorted(found))


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def share_of(part: int, whole: int) -> Fraction:
    """Return a part of a whole in per cent; nothing of nothing is nothing."""
    return Fraction(WHOLE * part, whole) if whole else Fraction(0)


def tenths(value: Fraction) -> str:
    """Write a number with one decimal, rounded half away from zero, without a bare .0: 18.2, 25, -6.8."""
    scaled = (abs(value.numerator) * 20 + value.denominator) // (2 * value.denominator)
    text = f"{scaled // 10}.{scaled % 10}".removesuffix(".0")
    return f"-{text}" if value < 0 and scaled else text


@dataclass(frozen=True, slots=True)
class Step:
    """One month's end: what the plan asks for by then and what had been paid, in per cent of the quota; None: not known yet."""

    on: date
    planned: Fraction | None
    paid: Fraction | None
    fen: int | None = None  # paid by then

    @property
    def deviation(self) -> Fraction | None:
        """How many points paid is ahead of the plan (below zero: behind)."""
        return None if self.planned is None or self.paid is None else self.paid - self.planned


@dataclass(frozen=True, slots=True)
class Curve:
    """A project's year: its steps month by month, and where it stands today."""

    project: str
    total: Money
    paid: Money
    steps: tuple[Step, ...]
    now: Step

    @property
    def planned(self) -> bool:
        """Say whether the approved target has a spending plan."""
        return self.now.planned is not None

    @property
    def off(self) -> bool:
        """Say whether it is so far off the plan that somebody should look."""
        return self.now.deviation is not None and abs(self.now.deviation) > NOTED

    @property
    def sentence(self) -> str:
        """Say in one sentence what the chart shows."""
        on, paid = (
            f"截至 {self.now.on.month}月{self.now.on.day}日",
            f"已支付 {self.paid.grouped()} 元，占 {tenths(self.now.paid or Fraction(0))}%",
        )
        if self.now.planned is None or self.now.deviation is None:
            return f"{on}{paid}；批复的目标里没有可比的支出计划。"
        gap = self.now.deviation
        word = "与计划一致" if not gap else f"{'快' if gap > 0 else '慢'}于计划 {tenths(abs(gap))} 个百分点"
        return f"{on}计划支出 {tenths(self.now.planned)}%，{paid}，{word}。"


def curve(project: str, total: Money, months: Mapping[int, int], points: Points, *, year: int, on: date) -> Curve:
    """Return a project's curve: ``months`` is what was paid in each month in 分 (refunds taken off), ``points`` the plan."""
    running = list(accumulate(months.get(month, 0) for month in range(1, MONTHS + 1)))
    steps = []
    for month, fen in enumerate(running, 1):
        end = month_end(year, month)
        asked = planned(points, end) if points else None
        known = end <= on or (end.year, end.month) == (on.year, on.month)
        steps.append(Step(end, asked, share_of(fen, total.fen) if known else None, fen if known else None))
    day = min(max(on, date(year, 1, 1)), date(year, 12, 31))
    now = Step(day, planned(points, day) if points else None, share_of(running[-1], total.fen), running[-1])
    return Curve(project, total, Money(running[-1]), tuple(steps), now)


@dataclass(frozen=True, slots=True)
class Cell:
    """One month of one fund: what was paid, and how dark it is drawn (0 nothing … 5 the most)."""

    fen: int
    level: int


@dataclass(frozen=True, slots=True)
class Row:
    """One fund's year in the heat-map."""

    name: str
    cells: tuple[Cell, ...]
    total: int


def heat(paid: Mapping[str, Mapping[int, int]]) -> tuple[Row, ...]:
    """Return the heat-map of some funds by month, in the order given; levels by share of the largest month of all."""
    most = max((fen for months in paid.values() for fen in months.values()), default=0)
    return tuple(
        Row(name, tuple(_cell(months.get(month, 0), most) for month in range(1, MONTHS + 1)), sum(months.values()))
        for name, months in paid.items()
    )


def _cell(fen: int, most: int) -> Cell:
    return Cell(fen, max(1, -(-fen * LEVELS // most)) if fen > 0 and most > 0 else 0)


def heat_sentence(rows: Sequence[Row], year: int) -> str:
    """Say in one sentence what the heat-map shows: how much, the busiest month, and how much fell into the last quarter."""
    whole = sum(row.total for row in rows)
    if whole <= 0:
        return f"{year} 年度还没有支付。"
    months = [sum(row.cells[month].fen for row in rows) for month in range(MONTHS)]
    busiest = max(range(MONTHS), key=lambda month: months[month])
    last = sum(months[9:])
    said = (
        f"{year} 年度 {len(rows)} 项资金共支付 {Money(whole).grouped()} 元，{busiest + 1} 月最多（{Money(months[busiest]).grouped()} 元）"
    )
    return f"{said}，第四季度占 {tenths(share_of(last, whole))}%。" if last > 0 else f"{said}。"
