"""Looking at units: the tree as a table, one unit, the list to take home."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from jixiao.kernel.roles import Permission
from jixiao.organisations import queries
from jixiao.organisations.context import Request
from jixiao.organisations.facts import BELOW, KINDS
from jixiao.organisations.queries import Unit
from jixiao.organisations.renderings import workbook

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def today(request: Request) -> date:
    """Return the day of a request, as it is here."""
    return timezone.localdate(request.at)


def saved(data: bytes, name: str) -> HttpResponse:
    """Return a workbook to be saved under a Chinese name."""
    answer = HttpResponse(data, content_type=XLSX)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def asked(request: Request) -> dict[str, Any]:
    """Return what the address asks of the list."""
    words, kind, order = (request.GET.get(name, "").strip() for name in ("q", "kind", "order"))
    return {"words": words, "kind": kind if kind in KINDS else "", "everything": request.GET.get("all") == "1", "order": order}


@require_GET
def index(request: Request) -> HttpResponse:
    """Show the units a person may see, as a tree (单位)."""
    on, wanted = today(request), asked(request)
    page = Paginator(queries.units_for(request.user, on, **wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        **wanted,
        "page": page,
        "kinds": KINDS.items(),
        "refusal": queries.refusal_anywhere(request.user, on),
        "filtered": bool(wanted["words"] or wanted["kind"]),
    }
    return render(request, "organisations/index.html", context)


@require_GET
def export(request: Request) -> HttpResponse:
    """Hand out the units of the list as it is filtered, all pages of it."""
    units = queries.units_for(request.user, today(request), **asked(request))
    return saved(workbook.listing([row_of(unit) for unit in units]), "单位清单.xlsx")


def row_of(unit: Unit) -> list[str]:
    """Return what the workbook says of a unit."""
    above = unit.parent
    said = [unit.code, unit.name, unit.short, KINDS[unit.kind], above.path.strip("/") if above else "", unit.credit, unit.division]
    return [*said, f"{unit.since:%Y-%m-%d}", f"{unit.until:%Y-%m-%d}" if unit.until else ""]


@require_GET
def unit(request: Request, pk: int) -> HttpResponse:
    """Show one unit: what it is, its names through time, what it goes by, its season, what is below it, what was done to it."""
    on = today(request)
    one = queries.unit_for(request.user, on, pk)
    year = request.standing.year
    season = queries.season_for(one, year)
    refusal = queries.refusal_to(request.user, on, one, Permission.UNIT_MANAGE)
    closed = f"已于 {one.until:%Y-%m-%d} 撤销，不再变更" if one.until else None
    context = {
        "unit": one,
        "kind": KINDS[one.kind],
        "above": queries.above(one),
        "names": queries.names_of(one),
        "children": queries.children_of(one),
        "successors": queries.successors_of(one),
        "year": year,
        "practice": queries.practice(one, year, queries.adoption_for(one, year)),
        "season": season,
        "next": season.following(on),
        "may_plan": queries.refusal_to(request.user, on, one, Permission.UNIT_MANAGE, Permission.TARGET_CLOSE) is None,
        "create": f"{reverse('organisations:create')}?under={one.pk}",
        "today": on,
        "refusal": refusal or closed,
        "refusal_to_add": refusal or closed or (None if BELOW[one.kind] else "科室下面不再设单位"),
        "history": queries.history(one),
    }
    return render(request, "organisations/unit.html", context)
