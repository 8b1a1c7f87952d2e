"""凭证导出: what was booked in a month, looked at before it is handed to the integrated system."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.kernel.roles import Permission
from jixiao.spending.actions import vouchers as actions
from jixiao.spending.forms.payments import number
from jixiao.spending.queries import vouchers as queries
from jixiao.spending.renderings import vouchers as renderings
from jixiao.spending.sums import vouchers as sums
from jixiao.web.downloads import saved

from .reconciling import here, not_here, today

SHOWN = 20
CSV = "text/csv; charset=utf-8"


def month_of(text: str, usual: int) -> int:
    """Return the month asked for, else the usual one."""
    asked = number(text)
    return asked if asked is not None and 1 <= asked <= queries.MONTHS else usual


@require_GET
def home(request: Request) -> HttpResponse:
    """Show the months of a year and the first vouchers of one."""
    if why := not_here(request):
        return render(request, "spending/vouchers.html", {"why": why})
    unit, year = here(request)
    months = queries.months_of(unit, year)
    usual = max((one.month for one in months if one.count), default=1)
    month = month_of(request.GET.get("month", ""), usual)
    booked = queries.booked(unit, year, month) if months[month - 1].count else []
    context: dict[str, Any] = {
        "unit": unit,
        "year": year,
        "months": months,
        "chosen": months[month - 1],
        "rows": [(one, list(sums.entries(one))) for one in booked[:SHOWN]],
        "more": max(0, len(booked) - SHOWN),
        "lacking": sums.lacking(booked),
        "columns": [(name, *told) for name, told in sums.COLUMNS.items()],
        "may_export": request.user.may(Permission.FILING_EXPORT, unit, today(request)),
    }
    return render(request, "spending/vouchers.html", context)


@require_POST
def export(request: Request) -> HttpResponse:
    """Hand a month's vouchers out; who did is written down."""
    unit, year = here(request)
    kind = "csv" if request.POST.get("kind") == "csv" else "xlsx"
    month = month_of(request.POST.get("month", ""), 1)
    booked = queries.booked(unit, year, month)
    actions.note_export(unit, year, month, kind=kind, count=len(booked), by=request.user, at=request.at)
    rows = sums.rows(queries.issuer_of(unit, year), booked)
    name = f"{unit.short}{year}年{month}月凭证.{kind}"
    if kind == "xlsx":
        return saved(renderings.workbook(rows), name)
    answer = HttpResponse(renderings.text(rows), content_type=CSV)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer


PATHS: list[URLPattern] = [
    path("spending/vouchers/", home, name="vouchers"),
    path("spending/vouchers/export/", export, name="vouchers_export"),
]
