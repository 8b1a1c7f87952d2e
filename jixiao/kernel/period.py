"""Fiscal periods: the budget year, its quarters, and the dates by which forms ask for money (3月底)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from .refusal import Refused

FIRST, LAST = 2000, 2099
YEAR = re.compile(r"(20\d{2})\s*年")
BY = re.compile(r"(?:(20\d{2})年)?(\d{1,2})月(?:(\d{1,2})日|底|末)?前?")
MONTHS = 12


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """A budget year (预算年度): the calendar year, 预算法第18条."""

    year: int

    def __post_init__(self) -> None:
        """Refuse a year outside this century: a slip of the pen, not a budget."""
        if not FIRST <= self.year <= LAST:
            msg = f"「{self.year}」不是预算年度，请写 {FIRST} 至 {LAST} 之间的年份"
            raise Refused(msg)

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        return date(self.year, 12, 31)

    def quarter_end(self, number: int) -> date:
        """Return the last day of quarter 1 to 4."""
        month = number * 3
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def elapsed(self, on: date) -> tuple[int, int]:
        """Return (days gone, days of the year) at the end of a day; before the year 0, after it all."""
        whole = (self.end - self.start).days + 1
        return max(0, min(whole, (on - self.start).days + 1)), whole

    def by(self, text: str) -> date | None:
        """Read 3月底, 6月30日 or 2022年9月底 as a date of this year; None when it is no date."""
        match = BY.fullmatch(re.sub(r"\s", "", text))
        if match is None:
            return None
        year, month, day = int(match[1] or self.year), int(match[2]), match[3]
        if not 1 <= month <= MONTHS:
            return None
        last = calendar.monthrange(year, month)[1]
        if day and not 1 <= int(day) <= last:
            return None
        return date(year, month, int(day) if day else last)

    def __str__(self) -> str:
        return f"{self.year}年度"


def year_in(text: str | None) -> int | None:
    """Return the first year written in a text (2022年), or None."""
    match = YEAR.search(text or "")
    return int(match[1]) if match else None
