"""Rounds: the list, issuing one, its filling with progress, its tables, who is silent, and the rules of the lights."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.kernel.roles import Permission
from jixiao.monitoring import book, forms, states
from jixiao.monitoring.actions import rounds as actions
from jixiao.monitoring.facts import Light
from jixiao.monitoring.queries import cockpit
from jixiao.monitoring.queries import deviations as off
from jixiao.monitoring.queries import rounds as queries
from jixiao.monitoring.queries import tasks as asking
from jixiao.monitoring.sums import timing
from jixiao.spending.forms.payments import Said

from .ground import stood, today

PAGE = 30


@require_GET
def home(request: Request) -> HttpResponse:
    """Show the rounds of the year, what waits for the person, and who is silent."""
    return page_of(request)


def page_of(request: Request, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show the list; what was typed and refused stays."""
    on, year, unit = today(request), request.standing.year, stood(request)
    found = queries.rounds_for(request.user, on, request.standing.unit, year)
    periods = [one for one in timing.periods(year) if one.until < on]
    fresh = [one for one in periods if not any(row.until == one.until for row in found)]
    start = {"month": fresh[-1].month if fresh else 1, "preset": book.FIRST, "scheme": "CN2020"}
    context: dict[str, Any] = {
        "rounds": [(one, queries.progress_of(one, on)) for one in found],
        "waiting": asking.waiting(request.user, on),
        "answering": off.waiting(request.user, on),
        "told": queries.told_of(request.user, on),
        "silent": queries.silent_in(request.user, on, request.standing.unit, year),
        "late": off.late_in(off.deviations_for(request.user, on, request.standing.unit, year), on),
        "refusal": queries.refusal_to_issue(request.user, unit, fresh[-1], on) if fresh else f"{year} 年度到今天的监控期都已下达",
        "may": request.user.may(queries.ISSUE, unit, on),
        "unit": unit,
        "form": forms.IssueForm(None, year, initial=start),
        "today": on,
    }
    return render(request, "monitoring/home.html", context | more, status=status)


@require_POST
def issue(request: Request) -> HttpResponse:
    """Issue a round."""
    year, unit = request.standing.year, stood(request)
    form = forms.IssueForm(request.POST, year)
    made: list[Any] = []

    def act(said: Said) -> None:
        more = {"preset": said["preset"], "scheme": said["scheme"]}
        made.append(actions.issue(unit, year, said["month"], **more, by=request.user, at=request.at, key=said["key"]))

    if form.says(act):
        return redirect("monitoring:round", made[0].pk)
    return page_of(request, status=422, form=form)


@require_GET
def round_page(request: Request, pk: int) -> HttpResponse:
    """Show a round: while it is being filled its progress, then its tables."""
    on = today(request)
    one = queries.round_for(request.user, on, pk)
    if not one.ready:
        refusal = None if request.user.may(queries.ISSUE, one.unit, on) else "监控表正在生成，由下达人继续"
        return render(request, "monitoring/_filling.html" if request.htmx else "monitoring/filling.html", {"one": one, "refusal": refusal})
    words, light, state = (request.GET.get(name, "").strip() for name in ("q", "light", "state"))
    light = light if light in {each.value for each in Light} else ""
    state = state if state in states.LIFE.states else ""
    found = asking.tasks_for(request.user, on, one, words=words, light=light, state=state)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    tasks = cockpit.tasks_in(request.user, on, one, one.unit)
    context = {
        "one": one,
        "page": page,
        "rows": [cockpit.Row(task, None) for task in page],
        "progress": queries.progress_of(one, on),
        "whole": cockpit.whole_of(tasks, one),
        "words": words,
        "light": light,
        "state": state,
        "lights": [each.value for each in Light],
        "states": states.LIFE.states,
        "preset": book.presets()[one.preset],
        "may_export": request.user.may(Permission.FILING_EXPORT, cockpit.top_of(request.user, on, request.standing.unit), on),
        "query": f"&q={words}&light={light}&state={state}",
    }
    return render(request, "monitoring/round.html", context)


@require_POST
def fill(request: Request, pk: int) -> HttpResponse:
    """Fill the next tables of a round."""
    one = queries.round_for(request.user, today(request), pk)
    if not one.ready:
        one = actions.fill(one, by=request.user, at=request.at)
    if request.htmx and not one.ready:
        return render(request, "monitoring/_filling.html", {"one": one, "refusal": None})
    if one.ready:
        messages.success(request, f"{one}已下达，{one.total} 张监控表的数都已从台账和支付汇总填好")
    answer = redirect("monitoring:round", pk)
    return HttpResponse(headers={"HX-Redirect": answer["Location"]}) if request.htmx else answer


@require_GET
def rules(request: Request) -> HttpResponse:
    """Show how lights, statuses and scores come about: the exact bands and numbers."""
    context = {
        "presets": list(book.presets().values()),
        "rules": book.rules(),
        "schemes": list(book.schemes().values()),
        "now": request.GET.get("preset", ""),
    }
    return render(request, "monitoring/rules.html", context)


PATHS: list[URLPattern] = [
    path("monitoring/", home, name="home"),
    path("monitoring/issue/", issue, name="issue"),
    path("monitoring/rules/", rules, name="rules"),
    path("monitoring/rounds/<int:pk>/", round_page, name="round"),
    path("monitoring/rounds/<int:pk>/fill/", fill, name="fill"),
]
