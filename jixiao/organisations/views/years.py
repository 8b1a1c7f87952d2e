"""What holds for a unit year by year: what it has adopted, and the days of the season."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from jixiao.kernel.period import FIRST, LAST
from jixiao.kernel.roles import Permission
from jixiao.organisations import actions, queries
from jixiao.organisations.context import Request
from jixiao.organisations.facts import PACK, PLAN_POINTS, REGIME
from jixiao.organisations.forms import AdoptForm, AskedForm, SeasonForm

from .looking import today

BEFORE, AFTER = 1, 2  # years shown beside the chosen one


def years_around(on: date, chosen: int) -> list[int]:
    """Return the years a page shows as columns."""
    return [year for year in sorted({*range(chosen - BEFORE, chosen + AFTER + 1), on.year, on.year + 1}) if FIRST <= year <= LAST]


def budget_year(year: int) -> int:
    """Return a year of an address; one that is no budget year is not there."""
    if not FIRST <= year <= LAST:
        raise Http404
    return year


@require_http_methods(["GET", "POST"])
def years(request: Request, pk: int, year: int) -> HttpResponse:
    """Show what a unit goes by in each year, and adopt for one (执行口径)."""
    on = today(request)
    unit = queries.unit_for(request.user, on, pk)
    shown = years_around(on, budget_year(year))
    adopted = queries.adoptions_for(unit, shown)
    now = adopted.get(year)
    start = {"pack": now.pack if now else PACK, "regime": now.regime if now else REGIME}
    start["plan_points"] = "、".join(now.plan_points if now else PLAN_POINTS)
    form = AdoptForm(year, request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.says(lambda asked: actions.adopt(unit, year, **asked, by=request.user, at=request.at)):
        messages.success(request, f"{year} 年度的执行口径已定好")
        return redirect("organisations:years", unit.pk, year)
    context = {
        "unit": unit,
        "year": year,
        "columns": [queries.practice(unit, each, adopted.get(each)) for each in shown],
        "own": now is not None and now.unit_id == unit.pk,
        "form": form,
        "refusal": queries.refusal_to(request.user, on, unit, Permission.UNIT_MANAGE),
    }
    return render(request, "organisations/years.html", context, status=422 if form.errors else 200)


@require_POST
def follow(request: Request, pk: int, year: int) -> HttpResponse:
    """Go by the unit above again in a year (沿用上级)."""
    unit = queries.unit_for(request.user, today(request), pk)
    form = AskedForm(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else None
    actions.follow(unit, budget_year(year), by=request.user, at=request.at, key=key)
    messages.success(request, f"{year} 年度改为沿用上级")
    return redirect("organisations:years", unit.pk, year)


@require_http_methods(["GET", "POST"])
def season(request: Request, pk: int, year: int) -> HttpResponse:
    """Show the days of a season, and set them (目标季日程)."""
    on = today(request)
    unit = queries.unit_for(request.user, on, pk)
    calendar = queries.season_for(unit, budget_year(year))
    form = SeasonForm(year, request.POST if request.method == "POST" else None, initial=calendar.days)
    manages = request.user.may(Permission.UNIT_MANAGE, unit, on)
    act = actions.set_season if manages else actions.plan_season
    if request.method == "POST" and form.says(
        lambda asked: act(unit, year, asked["days"], by=request.user, at=request.at, key=asked["key"])
    ):
        messages.success(request, f"{year} 年度的日程已定好，下级单位没有自己定的都按它")
        return redirect("organisations:season", unit.pk, year)
    context = {
        "unit": unit,
        "year": year,
        "columns": [(each, reverse("organisations:season", args=(unit.pk, each))) for each in years_around(on, year)],
        "calendar": calendar,
        "next": calendar.following(on),
        "today": on,
        "form": form,
        "refusal": queries.refusal_to(request.user, on, unit, Permission.UNIT_MANAGE, Permission.TARGET_CLOSE),
    }
    return render(request, "organisations/season.html", context, status=422 if form.errors else 200)
