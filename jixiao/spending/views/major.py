"""The register of major matters (三重一大), and the same as a workbook."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from jixiao.accounts.context import Request
from jixiao.kernel.money import Money
from jixiao.spending.queries import meetings as queries
from jixiao.spending.renderings import major as register
from jixiao.spending.sums.meeting import AGREED
from jixiao.web.downloads import saved

from .meetings import today, year_asked, years_in

PAGE, MOST_ROWS = 50, 20_000


def wanted(request: Request) -> dict[str, str]:
    """Return what the address asks of the register, but for the year."""
    return {"words": request.GET.get("q", "").strip(), "major": request.GET.get("class", ""), "outcome": request.GET.get("outcome", "")}


@require_GET
def major(request: Request) -> HttpResponse:
    """Show the register of major matters of a year (三重一大)."""
    on, stand, asked = today(request), request.standing, wanted(request)
    years = years_in(request, queries.department_of(stand.unit))
    year = year_asked(request, years)
    found = queries.major_for(request.user, on, stand.unit, year, **asked)
    context = {
        **asked,
        "department": queries.department_of(stand.unit),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "year": year,
        "years": sorted(years, reverse=True),
        "majors": queries.MAJOR,
        "outcomes": queries.OUTCOMES,
        "filtered": any(asked.values()),
    }
    return render(request, "spending/meeting_major.html", context)


@require_GET
def export(request: Request) -> HttpResponse:
    """Hand out the register as it is filtered."""
    on = today(request)
    department = queries.department_of(request.standing.unit)
    if not request.user.paths(queries.READ, on):
        raise Http404
    year = year_asked(request, years_in(request, department))
    found = queries.major_for(request.user, on, department, year, **wanted(request))
    title = f"{department.short}{year}年度三重一大事项登记表"
    return saved(register.xlsx(title, [line_of(topic) for topic in found[:MOST_ROWS]]), f"{title}.xlsx")


def line_of(topic: Any) -> tuple[Any, ...]:
    """Return what the workbook says of a topic."""
    agreed = topic.outcome == AGREED
    money = [Money(fen) if shown else "" for fen, shown in ((topic.limit, agreed), (topic.used, agreed))]
    told = (str(topic.meeting), f"{topic.meeting.on:%Y-%m-%d}", topic.major, topic.title, Money(topic.asked) if topic.asked else "")
    return (*told, topic.yes, topic.no, topic.later, topic.outcome or "未决定", *money, topic.note)


PATHS: list[URLPattern] = [
    path("spending/major/", major, name="major"),
    path("spending/major/register.xlsx", export, name="major_export"),
]
