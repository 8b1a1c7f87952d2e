"""与国库对账: a month's lines beside the treasury's, each difference with its reason, and the month made certain."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.office.writers.listing import Value, listing
from jixiao.organisations.queries import Unit, department_of
from jixiao.spending.actions import reconciling as actions
from jixiao.spending.forms.payments import Keyed, number
from jixiao.spending.forms.payments import asked as asked_in
from jixiao.spending.queries import reconciling as queries
from jixiao.spending.queries.reconciling import Sides
from jixiao.spending.sums.reconciling import SAME, Pair
from jixiao.web.downloads import saved

PAGE, PRINTED, DECEMBER = 50, 2_000, 12
HEADS = [
    ("日期", 12),
    ("情况", 12),
    ("本账金额（元）", 16),
    ("国库金额（元）", 16),
    ("差额（元）", 14),
    ("收款人", 30),
    ("事由", 30),
    ("本账回单", 22),
    ("国库回单", 22),
    ("说明", 40),
]


def today(request: Request) -> date:
    """Return the day of a request."""
    return timezone.localdate(request.at)


def here(request: Request) -> tuple[Unit, int]:
    """Return the department and year looked at; one whose spending a person may not read is not there."""
    stand = request.standing
    if stand.unit.kind == "bureau" or queries.refusal_to_see(request.user, today(request), unit := department_of(stand.unit)):
        raise Http404
    return unit, stand.year


def not_here(request: Request) -> str | None:
    """Return why there is nothing to see where a person stands, or None."""
    unit = request.standing.unit
    if unit.kind == "bureau":
        return "对账和凭证按部门办，请先在上方选一个主管部门"
    return queries.refusal_to_see(request.user, today(request), department_of(unit))


def month_asked(request: Request, sides: Sides, year: int) -> int:
    """Return the month of the page: the one asked for, else the last one that ended and has something in it."""
    asked = number(str(request.GET.get("month", request.POST.get("month", ""))))
    if asked is not None and 1 <= asked <= DECEMBER:
        return asked
    on = today(request)
    ended = [one.month for one in sides.months if not one.quiet and (year, one.month) < (on.year, on.month)]
    return max(ended, default=min(DECEMBER, on.month) if on.year == year else DECEMBER)


@require_GET
def home(request: Request) -> HttpResponse:
    """Show the year by month and one month line by line."""
    if why := not_here(request):
        return render(request, "spending/reconciliation.html", {"why": why})
    unit, year = here(request)
    sides, on = queries.sides_of(unit, year), today(request)
    month = month_asked(request, sides, year)
    shown = sides.month(month)
    every = request.GET.get("show") == "all"
    printed = "print" in request.GET
    page = Paginator(shown.pairs if every else shown.off, PRINTED if printed else PAGE).get_page(request.GET.get("page"))
    left = sides.carried(month)
    context: dict[str, Any] = {
        "unit": unit,
        "year": year,
        "month": month,
        "shown": shown,
        "months": [(one, sides.certain.get(one.month), sides.stale(one.month)) for one in sides.months],
        "every": every,
        "page": page,
        "rows": [(pair, sides.told.get(pair.key, []), sides.late(pair, month)) for pair in page.object_list],
        "left": [(pair, sides.told.get(pair.key, [])) for pair in left[:PAGE]],
        "left_count": len(left),
        "printed": printed,
        "certain": sides.certain.get(month),
        "stale": sides.stale(month),
        "digest": sides.digest(month),
        "barred": queries.refusal_to_explain(request.user, on, unit),
        "refusal": queries.refusal_to_confirm(request.user, on, sides, month),
        "may_export": request.user.may(Permission.FILING_EXPORT, unit, on),
    }
    return render(request, "spending/reconciliation.html", context)


@require_GET
def export(request: Request) -> HttpResponse:
    """Hand a month out line by line."""
    unit, year = here(request)
    if not request.user.may(Permission.FILING_EXPORT, unit, today(request)):
        raise Http404
    sides = queries.sides_of(unit, year)
    month = month_asked(request, sides, year)
    shown = sides.month(month)
    title = f"{unit.short}{year}年{month}月与国库对账表"
    rows = [line_of(pair, month, sides) for pair in shown.pairs]
    total: tuple[Value, ...] = ("合计", "", shown.ours, shown.theirs, shown.gap, "", "", "", "", "")
    return saved(listing("对账", HEADS, rows, title=title, total=total, yuan=True), f"{title}.xlsx")


def line_of(pair: Pair, month: int, sides: Sides) -> tuple[Value, ...]:
    """Return what the workbook says of a pair."""
    side = pair.ours or pair.theirs
    if side is None:
        raise LookupError(pair)
    told = sides.told.get(pair.key, [])
    ours, theirs = (Money(each.fen) if each and each.on.month == month else "" for each in (pair.ours, pair.theirs))
    return (
        f"{side.on:%Y-%m-%d}", pair.kind, ours, theirs, Money(pair.gap_in(month)) if pair.kind != SAME else "", side.payee, side.title,
        pair.ours.receipt if pair.ours else "", pair.theirs.receipt if pair.theirs else "", told[-1].text if told else "",
    )  # fmt: skip


def back(month: int) -> HttpResponse:
    """Lead back to the month."""
    return redirect(f"{reverse('spending:reconciliation')}?month={month}")


@require_POST
def explain(request: Request) -> HttpResponse:
    """Say why a line differs."""
    unit, year = here(request)
    month = number(request.POST.get("month", "")) or 1
    key = asked_in(Keyed(request.POST))["key"]
    try:
        said = request.POST.get("reason", "").replace("\0", "")
        actions.explain(unit, year, request.POST.get("line", ""), said, by=request.user, at=request.at, key=key)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        messages.error(request, refusal.sentence)
    return back(month)


@require_POST
def confirm(request: Request) -> HttpResponse:
    """Make a month certain."""
    unit, year = here(request)
    month = number(request.POST.get("month", "")) or 0
    key = asked_in(Keyed(request.POST))["key"]
    if not 1 <= month <= DECEMBER:
        raise Http404
    try:
        actions.confirm(unit, year, month, request.POST.get("digest", ""), by=request.user, at=request.at, key=key)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{month} 月已确认对账")
    return back(month)


PATHS: list[URLPattern] = [
    path("spending/reconciliation/", home, name="reconciliation"),
    path("spending/reconciliation/table.xlsx", export, name="reconciliation_export"),
    path("spending/reconciliation/explain/", explain, name="reconciliation_explain"),
    path("spending/reconciliation/confirm/", confirm, name="reconciliation_confirm"),
]
