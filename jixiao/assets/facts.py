"""What a department owns: kinds of assets with their ceilings, cards, what a stocktake says, disposals, long promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jixiao.kernel.money import ZERO, Money

ORIGINS = ("购置", "原有", "调入", "接受捐赠", "盘盈", "自建")
WAYS = ("报废", "出售", "调拨", "捐赠", "报损")  # of a disposal
MARKS = ("在", "盘亏", "盘盈")  # of a stocktake
CARD_DAYS = 30  # from the payment to the card, where the department has set nothing else
LONG_YEARS = 10  # from so many years of use a promise is asked after every year


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of asset (资产分类): least years of use, ceiling for one; ``named`` where the rule book names them, else a default."""

    code: str
    name: str
    group: str
    years: int
    ceiling: Money | None = None
    ccm: int | None = None  # most displacement in 毫升
    basis: str = "系统默认"
    named: bool = False
    refuses: bool = False  # above the ceiling no card without an approval document
    special: bool = False  # 专用设备

    @property
    def is_vehicle(self) -> bool:
        """Say whether a displacement is asked for."""
        return self.group == "公务用车"


@dataclass(frozen=True, slots=True)
class Card:
    """One asset card (资产卡片): ``value`` is what all ``quantity`` of it cost together (原值)."""

    code: str  # 资〔2022〕0001号
    category: str
    name: str
    value: Money
    acquired: date
    years: int  # least years of use
    quantity: int = 1
    ccm: int | None = None
    bulk: bool = False  # 大批同类物资
    approval: str = ""  # the document that allowed it above the ceiling


@dataclass(frozen=True, slots=True)
class Counted:
    """One line of a stocktake (盘点): what the books say, and what was found; ``mark`` is "" before anybody looked."""

    code: str
    name: str
    quantity: int
    value: Money = ZERO
    mark: str = ""
    found: int = 0
    place: str = ""
    note: str = ""

    @property
    def lost(self) -> Money:
        """What the missing part cost."""
        if self.mark != "盘亏":
            return ZERO
        return Money(self.value.fen - self.value.fen * self.found // self.quantity)


@dataclass(frozen=True, slots=True)
class Disposal:
    """One request to dispose of assets (资产处置): what, how, why, and what came in for it."""

    code: str
    way: str
    reason: str
    cards: tuple[Card, ...]
    income: Money = ZERO

    @property
    def value(self) -> Money:
        """What the assets cost."""
        return Money(sum(card.value.fen for card in self.cards))


@dataclass(frozen=True, slots=True)
class Promise:
    """One long promise (长期承诺): something bought will be used for so many years; asked every year."""

    text: str
    since: date
    years: int
    answered: frozenset[int] = frozenset()  # years with an answer


@dataclass(frozen=True, slots=True)
class Offer:
    """A promise an approved target makes that nobody asks after yet."""

    project: str
    text: str  # 长期使用 ≥10年
    years: int
    year: int
