"""The sample's treasury: what it executed month by month, taken in from workbooks; one line of the last month differs. Demonstration data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.office.book import read
from jixiao.office.writers.listing import listing
from jixiao.organisations.models import Unit
from jixiao.spending.actions import reconciling, taking
from jixiao.spending.queries.reconciling import sides_of
from jixiao.spending.sums.reconciling import Entry

HEADS = (("支付日期", 12), ("支付令号", 22), ("收款人全称", 30), ("支付金额（元）", 16), ("摘要", 30))
FEE = ("手续费", "示例市代理银行", "36.00")  # the treasury's own, in no book of the department yet


def lay(department: Unit, people: Mapping[str, User], year: int, at: datetime) -> None:
    """Take in every month's workbook and make the months certain that have ended, but the last: there a fee waits for its reason."""
    ours = [pair.ours for pair in sides_of(department, year).pairs if pair.ours]
    months = sorted({one.on.month for one in ours})
    for month in months:
        lines = [one for one in ours if one.on.month == month]
        rows = [line(one) for one in lines] + ([fee(lines)] if month == months[-1] else [])
        taken_in(Month(department, year, month), rows, people["kuaiji"], at)
    today = timezone.localdate(at)
    for month in months[:-1]:
        if date(year, month, 1) < today.replace(day=1):
            digest = sides_of(department, year).digest(month)
            reconciling.confirm(department, year, month, digest, by=people["kuaiji"], at=at)


def line(one: Entry) -> tuple[str, ...]:
    """Return what the treasury says of a payment of ours."""
    return f"{one.on:%Y-%m-%d}", one.receipt, one.payee, one.amount.yuan(), one.title


def fee(lines: list[Entry]) -> tuple[str, ...]:
    """Return a line of the treasury's own."""
    title, payee, yuan = FEE
    return f"{lines[-1].on:%Y-%m-%d}", f"{lines[-1].receipt}F", payee, yuan, title


class Month(NamedTuple):
    """Whose month it is."""

    department: Unit
    year: int
    month: int


def taken_in(of: Month, rows: list[tuple[str, ...]], by: User, at: datetime) -> None:
    """Take one month's workbook in."""
    data = listing("国库支付明细", HEADS, rows)
    sent = taking.Sent(f"国库支付明细{of.month}月.xlsx", data, read(data))
    taking.apply(taking.keep(of.department, of.year, "treasury", sent, by=by, at=at), by=by, at=at)
