"""The cockpit (驾驶舱): funds by light, money and indicators, the curve, the heat-map, where the year will end; and a briefing for a phone."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from jixiao.accounts.context import Request
from jixiao.monitoring import book
from jixiao.monitoring.queries import cockpit as queries
from jixiao.monitoring.queries import deviations, rounds
from jixiao.monitoring.renderings import heat

from .ground import today

PAGE, MONTHS_SHOWN = 20, 4


@require_GET
def cockpit(request: Request) -> HttpResponse:
    """Show where the year stands."""
    return render(request, "monitoring/cockpit.html", context_of(request))


@require_GET
def briefing(request: Request) -> HttpResponse:
    """Show the same in words, for a phone."""
    return render(request, "monitoring/briefing.html", context_of(request))


def context_of(request: Request) -> dict[str, Any]:
    """Return what cockpit and briefing show: the round asked for, the latest where none is."""
    on, year = today(request), request.standing.year
    unit = queries.top_of(request.user, on, request.standing.unit)
    known = [one for one in rounds.rounds_for(request.user, on, unit, year) if one.ready and one.total]
    wanted = request.GET.get("round", "")
    one = next((each for each in known if str(each.pk) == wanted), known[0] if known else None)
    if one is None:
        may = request.user.may(rounds.ISSUE, unit, on)
        return {"one": None, "unit": unit, "may": may}
    found = queries.tasks_in(request.user, on, one, unit)
    whole = queries.whole_of(found, one)
    ordered = found.select_related("target", "unit", "filer", "round").order_by("filer__path", "target__position", "pk")
    few = whole.projects <= queries.FEW
    page = Paginator(ordered, queries.FEW if few else PAGE).get_page(request.GET.get("page"))
    rows = queries.rows_of(list(page))
    sheets = [(row.task.target.name, row.sheet) for row in rows if row.sheet is not None]
    return {
        "one": one,
        "unit": unit,
        "rounds": known[:MONTHS_SHOWN],
        "whole": whole,
        "page": page,
        "rows": rows,
        "few": few,
        "parts": queries.parts_of(found) if whole.departments > 1 else [],
        "curve": queries.curve_of(one, unit, rows if few else None, whole),
        "columns": heat.COLUMNS,
        "heat": [(row, heat.row_of(row.sheet)) for row in rows if row.sheet is not None],
        "heat_sentence": heat.sentence(sheets),
        "preset": book.presets()[one.preset],
        "scheme": book.schemes()[one.scheme],
        "deviations": list(deviations.deviations_for(request.user, on, unit, year, state="办理中")[:PAGE]),
        "query": f"&round={one.pk}",
        "today": on,
    }


PATHS: list[URLPattern] = [
    path("cockpit/", cockpit, name="cockpit"),
    path("cockpit/briefing/", briefing, name="briefing"),
]
