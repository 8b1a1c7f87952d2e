"""What a ledger is and what its entries say: columns, what is counted of an entry, and the measures an indicator may be linked to."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

Value = str | int | None
Values = Mapping[str, Value]  # what an entry says, by column: numbers scaled to whole units of their last place, days as 2022-03-01
LONGEST_TEXT, LARGEST = 500, 10**13  # of a scaled number
FIRST_DAY = date(2000, 1, 1)  # days of a stock are counted from here, so that sums of amount × day fit a 64-bit column


class Form(enum.StrEnum):
    """What a column holds."""

    TEXT = "文字"
    NUMBER = "数"
    DAY = "日期"
    CHOICE = "选择"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a ledger. A number is kept whole, in units of its last decimal place: 12.5吨 with three places is 12500."""

    key: str
    word: str
    form: Form = Form.TEXT
    unit: str = ""
    places: int = 0
    needed: bool = False
    choices: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # other words a head may have for it
    hint: str = ""

    @property
    def head(self) -> str:
        """The word with its unit: 数量（吨）."""
        return f"{self.word}（{self.unit}）" if self.unit else self.word


@dataclass(frozen=True, slots=True)
class Atom:
    """What is counted of an entry: a whole number, or None where the entry does not count. Kept up as sums by month."""

    key: str
    of: Callable[[Values], int | None]
    unit: str = ""
    places: int = 0


class How(enum.StrEnum):
    """How a measure comes out of what is counted."""

    SUM = "累计数"
    COUNT = "次数"
    BALANCE = "期末数"
    AVERAGE = "日均数"
    GROWTH = "同比增长"
    RATIO = "比率"
    MEAN = "平均数"
    PAID = "已支付金额"
    RATE = "预算执行率"
    COST = "单位成本"
    STATED = "手工填报"
    SURVEY = "满意度调查"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a ledger offers an indicator: how it is reckoned from what is counted, and in which unit.

    RATIO divides ``atom`` by ``per`` (× 100 for %); GROWTH compares ``atom`` with the same months of the year before; COST divides
    what a project paid by ``atom``.
    """

    code: str
    word: str
    how: How
    atom: str = ""
    per: str = ""
    unit: str = ""
    piling: bool = False  # grows through the year, so that half of it is due at mid-year

    @property
    def note(self) -> str:
        """Say how it is reckoned, for whoever chooses it."""
        return f"{self.how.value}，{self.unit}" if self.unit else self.how.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A kind of ledger (台账): what an entry says, what may be counted of it, and which tasks and funds it proves."""

    code: str
    word: str
    about: str  # when an entry is made, in one sentence
    proves: tuple[str, ...]  # tasks and funds of a department it is the proof of
    columns: tuple[Column, ...]
    atoms: tuple[Atom, ...]
    measures: tuple[Measure, ...]
    on: str = "on"  # the column of the day
    name: str = "name"  # the column that names an entry
    same: tuple[str, ...]  # an entry with all of these equal is the same entry once more
    slot: tuple[str, ...] = ()  # whose balance never falls below zero
    stock: str = ""  # the atom that is the balance
    rhythm: str = ""  # 每月, 每周, 每季: how often an entry is expected
    fault: Callable[[Values], str | None] = field(default=lambda _values: None)  # what no entry may say

    def column(self, key: str) -> Column:
        """Return a column by its key; LookupError for another ledger's."""
        for one in self.columns:
            if one.key == key:
                return one
        raise LookupError(key)

    def atom(self, key: str) -> Atom:
        """Return what is counted, by its key."""
        for one in self.atoms:
            if one.key == key:
                return one
        raise LookupError(key)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a ledger as facts; ``project`` names the target it proves, "" for the department's alone."""

    number: int
    ledger: str
    on: date
    values: Values
    project: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What the entries of one month come to: how many count, their sum, and for a stock the sum of each × its day since FIRST_DAY."""

    count: int = 0
    total: int = 0
    moment: int = 0

    def __add__(self, other: Cell) -> Cell:
        return Cell(self.count + other.count, self.total + other.total, self.moment + other.moment)

    def __neg__(self) -> Cell:
        return Cell(-self.count, -self.total, -self.moment)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a measure comes to on a day: an exact value in its unit, or the reason why there is none; blank is not zero."""

    value: Fraction | None
    unit: str
    how: How
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    count: int = 0  # entries it rests on
    why: str = ""  # why there is no value, or what to heed
    stated: bool = False  # typed by a person, not reckoned
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row or a form: at which column ("" for the whole), in one sentence."""

    column: str
    sentence: str
