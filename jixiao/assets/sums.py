"""Arithmetic of assets: what is capitalised, ceilings, age and value left, days to make a card, the years of a promise. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from jixiao.kernel.money import Money

from .facts import CARD_DAYS, Card, Category, Counted, Promise

CAPITAL = "310"  # economic class 资本性支出
FROM, SPECIAL_FROM = Money(100_000), Money(150_000)  # 1,000 元; 专用设备 1,500 元
MONTHS = 12


@lru_cache(maxsize=1)
def categories() -> Mapping[str, Category]:
    """Return every kind of asset there is, by code, in the order of the pack."""
    told = tomllib.loads((resources.files("jixiao.assets") / "packs" / "ceilings.toml").read_text("utf-8"))
    return {
        code: Category(code, **{**block, "ceiling": Money.parse(block["ceiling"], "元") if "ceiling" in block else None})
        for code, block in told.items()
    }


def category_of(code: str) -> Category | None:
    """Return a kind of asset, or None where there is none of the code."""
    return categories().get(code)


# ── what becomes a card ──


def least_of(category: Category) -> Money:
    """Return from which unit value something is a fixed asset."""
    return SPECIAL_FROM if category.special else FROM


def refusal_to_capitalise(category: Category, value: Money, quantity: int, years: int, *, bulk: bool = False) -> str | None:
    """Return why something is no fixed asset, or None: it lasts a year or less, or one of it costs too little and it is no bulk."""
    if quantity < 1 or value.fen < 1:
        return "数量和原值都要大于零"
    if years <= 1:
        return "使用年限不超过一年的不建资产卡片，按低值易耗品登记"
    least = least_of(category)
    if value.fen >= least.fen * quantity:
        return None
    if bulk:
        return None if quantity > 1 else "只有一件，不是大批同类物资，请取消勾选"
    return (
        f"单价 {unit_of(value, quantity).grouped()} 元，不到{'专用设备' if category.special else ''} {least.grouped()} 元，不建资产卡片；"
        f"使用一年以上的大批同类物资请勾选「大批同类物资」"
    )


def unit_of(value: Money, quantity: int) -> Money:
    """Return what one costs, rounded up to a 分."""
    return Money(-(-value.fen // max(quantity, 1)))


def doubts_of_ceiling(category: Category, value: Money, quantity: int, ccm: int | None) -> list[str]:
    """Return in which ways something is above the ceiling of its kind, each a sentence."""
    found = []
    if category.ceiling is not None and value.fen > category.ceiling.fen * quantity:
        one = unit_of(value, quantity).grouped()
        found.append(f"{category.name}单价 {one} 元，超过配备标准 {category.ceiling.grouped()} 元（{category.basis}）")
    if category.ccm is not None and ccm is not None and ccm > category.ccm:
        found.append(f"{category.name}排气量 {ccm} 毫升，超过配备标准 {category.ccm} 毫升（{category.basis}）")
    return found


def refusal_of_ceiling(category: Category, value: Money, quantity: int = 1, ccm: int | None = None, approval: str = "") -> str | None:
    """Return why no card is made: a vehicle above its ceiling without an approval document; None for all else."""
    doubts = doubts_of_ceiling(category, value, quantity, ccm) if category.refuses else []
    if not doubts or approval.strip():
        return None
    return f"{'；'.join(doubts)}，没有批准文号不能建卡；经批准超标准配备的请填批准文号"


# ── age ──


@dataclass(frozen=True, slots=True)
class Age:
    """How long something has been used, how long it must still last, and what is left of its value when spread evenly."""

    months: int
    left: int  # months to the least years of use; 0 once they are over
    worth: Money

    @property
    def word(self) -> str:
        """The age in years and months: 3年2个月."""
        return span(self.months)

    @property
    def rest(self) -> str:
        """What is left, in years and months; "" once it is over."""
        return span(self.left) if self.left else ""


def span(months: int) -> str:
    """Write months as years and months."""
    if not months:
        return "不到1个月"
    years, rest = divmod(months, MONTHS)
    return f"{years}年{f'{rest}个月' if rest else ''}" if years else f"{rest}个月"


def age_of(card: Card, on: date) -> Age:
    """Return the age of a card on a day: whole months; the value falls by the same part every month, down to nothing."""
    whole = card.years * MONTHS
    months = max((on.year - card.acquired.year) * MONTHS + on.month - card.acquired.month - (on.day < card.acquired.day), 0)
    used = min(months, whole)
    return Age(months, whole - used, Money(card.value.fen - card.value.fen * used // whole))


def days_left(paid: date, on: date, days: int = CARD_DAYS) -> int:
    """Return how many days are left to make a card of a payment; below zero it is late."""
    return days - (on - paid).days


# ── stocktake ──


@dataclass(frozen=True, slots=True)
class Tally:
    """What a stocktake comes to."""

    lines: int
    there: int
    missing: int
    surplus: int
    missing_value: Money

    @property
    def open(self) -> int:
        """How many nobody has looked at."""
        return self.lines - self.there - self.missing

    @property
    def share(self) -> int:
        """How many per cent have been looked at."""
        return 100 * (self.lines - self.open) // self.lines if self.lines else 100


def tally(lines: Sequence[Counted]) -> Tally:
    """Add a stocktake up; what was found without a card counts apart."""
    marks = [line.mark for line in lines]
    lost = sum(line.lost.fen for line in lines)
    surplus = marks.count("盘盈")
    return Tally(len(lines) - surplus, marks.count("在"), marks.count("盘亏"), surplus, Money(lost))


# ── promises ──


def ends_of(promise: Promise) -> date:
    """Return the day a promise is over: so many years after it began."""
    year = promise.since.year + promise.years
    leap = (promise.since.month, promise.since.day) == (2, 29)
    return date(year, 3, 1) if leap and not (year % 4 == 0 and (year % 100 or year % 400 == 0)) else promise.since.replace(year=year)


def asked_in(promise: Promise, on: date) -> list[int]:
    """Return the years a promise is asked after by a day: from the year after it began to the one it ends in, or that of the day."""
    return list(range(promise.since.year + 1, min(ends_of(promise).year, on.year) + 1))


def unanswered(promise: Promise, on: date) -> list[int]:
    """Return the years that wait for an answer."""
    return [year for year in asked_in(promise, on) if year not in promise.answered]
