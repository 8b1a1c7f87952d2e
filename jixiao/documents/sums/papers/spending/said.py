"""What the papers of spending are made of: names written out, since a paper is read without the system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jixiao.kernel.money import ZERO, Money, total
from jixiao.spending.facts import Invoice, Quota
from jixiao.spending.sums.progress import share_of


@dataclass(frozen=True, slots=True)
class Sign:
    """One signature or act: which post, who (and for whom), on which day, in which words; nobody yet: a line to sign by hand."""

    post: str
    who: str = ""
    behalf: str = ""
    on: date | None = None
    text: str = ""

    @property
    def name(self) -> str:
        """Who signed, and for whom."""
        return f"{self.who}（代{self.behalf}）" if self.behalf else self.who


@dataclass(frozen=True, slots=True)
class Under:
    """The contract a payment goes by: what may be paid under it and what has been."""

    code: str
    name: str
    ceiling: Money
    paid: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One payment with everything its papers say: 支出申请单, 付款申请单, 请示."""

    department: str
    section: str
    year: int
    on: date  # the day it was asked for, of a draft the day of printing
    title: str
    matter: str
    author: str
    amount: Money
    whole: Money  # of the whole matter
    code: str = ""
    method: str = ""
    stage: str = ""
    function: str = ""
    economic: str = ""
    payee: str = ""
    payee_kind: str = ""
    bank: str = ""
    account: str = ""
    policy: str = ""
    band: str = ""
    exempt: str = ""
    indicator: str = ""
    explanation: str = ""
    quota: Quota | None = None
    contract: Under | None = None
    decision: str = ""  # 局长办公会〔2022〕5号
    limit: Money = ZERO
    signs: tuple[Sign, ...] = ()
    hands: tuple[Sign, ...] = ()  # 制单, 复核, 登记回单, 入账
    invoices: tuple[Invoice, ...] = ()
    papers: tuple[tuple[str, str], ...] = ()  # kind and name of each file put to it

    @property
    def about(self) -> str:
        """What it is about, for the name of a file."""
        return self.title

    @property
    def project(self) -> str:
        """The project it is paid from."""
        return self.quota.project if self.quota else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger; money that came back is below zero. ``balance`` is what its quota still holds after it."""

    on: date
    code: str
    voucher: str
    title: str
    payee: str
    receipt: str
    section: str
    author: str
    amount: Money
    balance: Money | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One quota's page of the ledger, in the order the money moved."""

    quota: Quota
    entries: tuple[Entry, ...] = ()

    @property
    def spent(self) -> Money:
        """What went out."""
        return total([one.amount for one in self.entries if one.amount.fen > 0])

    @property
    def back(self) -> Money:
        """What came back, as an amount above zero."""
        return -total([one.amount for one in self.entries if one.amount.fen < 0])


@dataclass(frozen=True, slots=True)
class Ledger:
    """A department's ledger of a year, or that of one project; ``part``: only what one section may see, without balances."""

    department: str
    year: int
    on: date
    accounts: tuple[Account, ...] = ()
    project: str = ""
    part: str = ""

    @property
    def about(self) -> str:
        """What it is about, for the name of a file."""
        return "-".join(one for one in (self.part or self.department, self.project) if one)

    @property
    def count(self) -> int:
        """How many lines it has."""
        return sum(len(one.entries) for one in self.accounts)

    @property
    def spent(self) -> Money:
        """What went out in all."""
        return total([one.spent for one in self.accounts])

    @property
    def back(self) -> Money:
        """What came back in all."""
        return total([one.back for one in self.accounts])

    @property
    def left(self) -> Money | None:
        """What all quotas together still hold; None where only a part is seen."""
        return None if self.part else total([one.quota.total for one in self.accounts]) - self.spent + self.back


@dataclass(frozen=True, slots=True)
class Quarter:
    """Where a project stood at the end of a quarter, or stands in the one under way: ``paid`` is cumulative, None: not come yet."""

    number: int
    planned: Fraction | None
    paid: Money | None
    within: Money | None  # paid in the quarter itself


@dataclass(frozen=True, slots=True)
class Pace:
    """One project of the execution table: its money and its four quarters."""

    project: str
    approved: Money
    adjusted: Money
    quarters: tuple[Quarter, ...] = ()

    @property
    def total(self) -> Money:
        """What it may spend."""
        return self.approved + self.adjusted

    def share(self, quarter: Quarter) -> Fraction | None:
        """Return what had been paid in per cent of what may be spent."""
        return None if quarter.paid is None else share_of(quarter.paid.fen, self.total.fen)

    def deviation(self, quarter: Quarter) -> Fraction | None:
        """Return how many points paid is ahead of the plan; below zero: behind."""
        share = self.share(quarter)
        return None if share is None or quarter.planned is None else share - quarter.planned


@dataclass(frozen=True, slots=True)
class Progress:
    """A department's execution by project and quarter, as it stands on a day."""

    department: str
    year: int
    on: date
    paces: tuple[Pace, ...] = ()

    @property
    def about(self) -> str:
        """What it is about, for the name of a file."""
        return self.department

    @property
    def whole(self) -> Pace:
        """All projects together; planned only where every one of them has a plan, weighed by its money."""
        quarters = tuple(_together(self.paces, at) for at in range(4)) if self.paces else ()
        return Pace("合计", total([one.approved for one in self.paces]), total([one.adjusted for one in self.paces]), quarters)


def _together(paces: Sequence[Pace], at: int) -> Quarter:
    rows = [(one.total.fen, one.quarters[at]) for one in paces]
    money, planned = sum(fen for fen, _row in rows), [(fen, row.planned) for fen, row in rows]
    weighed = [fen * share for fen, share in planned if share is not None]
    known = len(weighed) == len(rows) and money
    return Quarter(
        at + 1,
        Fraction(sum(weighed)) / money if known else None,
        _sum([row.paid for _fen, row in rows]),
        _sum([row.within for _fen, row in rows]),
    )


def _sum(amounts: Sequence[Money | None]) -> Money | None:
    """Add amounts up; one that is not known makes the sum unknown."""
    known = [one for one in amounts if one is not None]
    return total(known) if len(known) == len(amounts) else None
