"""支出明细账 and 预算执行进度: what was paid in a year, as a list to search and as curves against the plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET

from jixiao.accounts.context import Request
from jixiao.kernel.roles import Permission
from jixiao.office.writers.listing import Value
from jixiao.organisations.queries import department_of
from jixiao.spending.forms.ledger import wanted_in
from jixiao.spending.queries import ledger as queries
from jixiao.spending.queries.ledger import Found, Payment, Wanted
from jixiao.spending.renderings import ledger as renderings
from jixiao.spending.sums import progress as sums
from jixiao.web.downloads import saved

PAGE, MOST_ROWS = 50, 50_000


def today(request: Request) -> date:
    """Return the day of a request."""
    return timezone.localdate(request.at)


def pages_of(rows: QuerySet[Payment], length: int) -> Paginator[Payment]:
    """Return the pages of a list whose length is known and not asked for once more."""
    pages = Paginator(rows, PAGE)
    vars(pages)["count"] = length
    return pages


def asked(request: Request) -> tuple[QuerySet[Payment], Wanted, list[str]]:
    """Return the ledger the address asks for, unordered."""
    wanted, wrong = wanted_in(request.GET.dict())
    stand = request.standing
    found = queries.found(queries.seen_by(request.user, today(request), stand.unit, stand.year), wanted)
    return found, wanted, wrong


@require_GET
def home(request: Request) -> HttpResponse:
    """Show the ledger: search, filters, order and page stand in the address; the sums are those of everything found."""
    found, wanted, wrong = asked(request)
    total: Found = queries.sums_of(found)
    page = pages_of(queries.ordered(found, wanted.order, wanted.view), total.count).get_page(request.GET.get("page"))
    on, unit = today(request), request.standing.unit
    context: dict[str, Any] = {
        "wanted": wanted,
        "wrong": wrong,
        "typed": request.GET,
        "order": wanted.order,
        "page": page,
        "total": total,
        "views": [(name, word) for name, (word, _states) in queries.VIEWS.items()],
        "may_export": bool(request.user.paths(Permission.FILING_EXPORT, on)),
        "several": unit.kind == "bureau",
        **queries.choices(request.user, on, unit, request.standing.year),
    }
    return render(request, "spending/ledger.html", context)


@require_GET
def export(request: Request) -> HttpResponse:
    """Hand out the ledger as it is filtered, all pages of it."""
    if not request.user.paths(Permission.FILING_EXPORT, today(request)):
        raise Http404
    found, wanted, _wrong = asked(request)
    total = queries.sums_of(found)
    rows = (line_of(one) for one in queries.ordered(found, wanted.order, wanted.view)[:MOST_ROWS].iterator(2_000))
    title = f"{request.standing.unit.short}{request.standing.year}年度支出明细账（{queries.VIEWS[wanted.view][0]}）"
    return saved(renderings.ledger(title, rows, total.paid + total.held), f"{title}.xlsx")


def line_of(one: Payment) -> tuple[Value, ...]:
    """Return what the workbook says of a payment."""
    quota = one.quota
    classes = (quota.project, quota.function, quota.economic, quota.source) if quota else ("", "", "", "")
    on = f"{timezone.localtime(one.paid_at):%Y-%m-%d}" if one.paid_at else ""
    payee = one.payee.name if one.payee else ""
    return (
        one.code, on, one.title, *classes, payee, one.amount, one.state, one.receipt, one.voucher, one.unit.short, one.author.name,
    )  # fmt: skip


def day_of(request: Request) -> date:
    """Return the day the progress is looked at: today within the year, else the year's last day."""
    on, year = today(request), request.standing.year
    return on if on.year == year else date(year, 12, 31) if on.year > year else date(year, 1, 1)


@require_GET
def progress(request: Request) -> HttpResponse:
    """Show how the funds were spent month by month, and each project against its plan (预算执行进度表)."""
    stand, department = request.standing, department_of(request.standing.unit)
    readable(request)
    done = queries.execution(department, stand.year, day_of(request))
    rows = sums.heat(done.months)
    context = {
        "department": department,
        "year": stand.year,
        "on": day_of(request),
        "done": done,
        "rows": rows,
        "monthly": [sum(row.cells[month].fen for row in rows) for month in range(sums.MONTHS)],
        "share": sums.share_of(done.paid.fen, done.total.fen),
        "sentence": sums.heat_sentence(rows, stand.year),
        "off": [one for one in done.curves if one.off],
        "may_export": bool(request.user.paths(Permission.FILING_EXPORT, today(request))),
    }
    return render(request, "spending/progress.html", context)


@require_GET
def progress_export(request: Request) -> HttpResponse:
    """Hand out the execution table."""
    readable(request, Permission.FILING_EXPORT)
    stand, department = request.standing, department_of(request.standing.unit)
    done = queries.execution(department, stand.year, day_of(request))
    title = f"{department.short}{stand.year}年度预算执行进度表（截至{day_of(request):%Y-%m-%d}）"
    return saved(renderings.progress(title, done.curves, done.months), f"{title}.xlsx")


def readable(request: Request, permission: Permission = Permission.SPENDING_READ) -> None:
    """Refuse who reads no spending where they stand: the page is not there."""
    if not request.user.may(permission, request.standing.unit, today(request)):
        raise Http404


PATHS: list[URLPattern] = [
    path("spending/ledger/", home, name="ledger"),
    path("spending/ledger/list.xlsx", export, name="ledger_export"),
    path("spending/progress/", progress, name="progress"),
    path("spending/progress/table.xlsx", progress_export, name="progress_export"),
]
