"""What the papers of a department's year of money are made of: the ledger by quota, the execution by project and quarter."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.http import Http404
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.documents.sums.papers.spending.said import Account, Entry, Ledger, Pace, Progress, Quarter
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of
from jixiao.spending.models import Quota
from jixiao.spending.queries import ledger as ledgers
from jixiao.spending.queries.ledger import Payment
from jixiao.spending.states import SPENT
from jixiao.spending.sums.progress import Curve, month_end

from . import day

PRINTED = 2_000  # lines of a ledger set as pages; a longer one is for Excel
QUARTERS = range(1, 5)
CHOOSE = "支出明细账和预算执行进度表按部门出具，请先在上方选一个部门"


def department_asked(user: User, unit: Unit, on: date) -> Unit:
    """Return the department whose year is printed; refuses where several are in sight, finds nothing for who may not take it home."""
    if not all(user.may(right, unit, on) for right in (Permission.SPENDING_READ, Permission.FILING_EXPORT)):
        raise Http404
    if unit.kind == "bureau":
        raise Refused(CHOOSE)
    return department_of(unit)


def until(year: int, on: date) -> date:
    """Return the day a year is looked at: today within it, else its last or first day."""
    return min(max(on, date(year, 1, 1)), date(year, 12, 31))


def ledger_for(user: User, unit: Unit, year: int, at: datetime, *, project: str = "", pages: bool = True) -> Ledger:
    """Return the ledger a person may read, by quota: with balances where the whole department is seen, else what the section paid.

    A project the department has no quota for is not found. ``pages``: refuses one too long to be set as pages.
    """
    on = day(at)
    department = department_asked(user, unit, on)
    quotas = list(_quotas(department, year, project))
    if project and not quotas:
        raise Http404
    asked = ledgers.seen_by(user, on, unit, year).filter(state__in=sorted(SPENT), paid_at__isnull=False, quota__in=quotas)
    if pages and (count := asked.count()) > PRINTED:
        msg = f"{year}年度已支付 {count} 笔，超过一份文书的 {PRINTED} 笔，请改用 Excel，或选一个项目打印"
        raise Refused(msg)
    whole = user.may(Permission.SPENDING_READ, department, on)
    moved: dict[int, list[Payment]] = defaultdict(list)
    for row in asked.select_related("payee", "unit", "author").order_by("paid_at", "pk"):
        moved[row.quota_id or 0].append(row)
    kept = [one for one in quotas if whole or one.pk in moved]
    accounts = tuple(_account(one, moved[one.pk], whole=whole) for one in kept)
    return Ledger(department.name, year, until(year, on), accounts, project, "" if whole else unit.name)


def _quotas(department: Unit, year: int, project: str) -> list[Quota]:
    found = Quota.objects.filter(unit=department, year=year).order_by("project", "function", "economic", "pk")
    return list(found.filter(project=project) if project else found)


def _account(quota: Quota, rows: list[Payment], *, whole: bool) -> Account:
    held, entries = quota.facts(), []
    left = held.total
    for row in rows:
        left -= row.amount
        entries.append(_entry(row, left if whole else None))
    return Account(held, tuple(entries))


def _entry(row: Payment, left: Money | None) -> Entry:
    on = timezone.localdate(row.paid_at) if row.paid_at else day(row.asked_at)
    payee = row.payee.name if row.payee else ""
    return Entry(on, row.code, row.voucher, row.title, payee, row.receipt, row.unit.short, row.author.name, row.amount, left)


def progress_for(user: User, unit: Unit, year: int, at: datetime) -> Progress:
    """Return how a department's projects stand by quarter, in the words of the page of execution."""
    on = until(year, day(at))
    department = department_asked(user, unit, day(at))
    done = ledgers.execution(department, year, on)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for quota in _quotas(department, year, ""):
        sums[quota.project][0] += quota.approved
        sums[quota.project][1] += quota.adjusted
    paces = tuple(
        Pace(one.project, Money(sums[one.project][0]), Money(sums[one.project][1]), _quarters(one, done.months[one.project], year, on))
        for one in done.curves
    )
    return Progress(department.name, year, on, paces)


def _quarters(curve: Curve, months: dict[int, int], year: int, on: date) -> tuple[Quarter, ...]:
    """Return the quarters of a project; the one under way stands as it is today, those to come have a plan only."""
    found, paid = [], 0
    for number in QUARTERS:
        last = number * 3
        within = sum(months.get(month, 0) for month in range(last - 2, last + 1))
        paid += within
        come, over = on >= date(year, last - 2, 1), on >= month_end(year, last)
        planned = curve.steps[last - 1].planned if over or not come else curve.now.planned
        found.append(Quarter(number, planned, Money(paid) if come else None, Money(within) if come else None))
    return tuple(found)
