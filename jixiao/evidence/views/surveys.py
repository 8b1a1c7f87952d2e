"""Surveys: the list, holding one, how it comes along, its tickets to print."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.evidence.actions import surveys as actions
from jixiao.evidence.forms import surveys as forms
from jixiao.evidence.queries import links
from jixiao.evidence.queries import surveys as queries
from jixiao.evidence.renderings.matrix import matrix
from jixiao.evidence.sums import surveying
from jixiao.kernel.refusal import Refused
from jixiao.spending.forms.payments import Said

from .ground import both, today

PAGE, A_SHEET = 30, 12


@require_GET
def listing(request: Request) -> HttpResponse:
    """Show the surveys of the year, and the projects that may have one."""
    on, unit, year = today(request), request.standing.unit, request.standing.year
    found = queries.surveys_for(request.user, on, unit, year)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    tallies = queries.tallies(page)
    projects = [one for one in links.projects_for(request.user, on, unit, year) if request.user.may(queries.HOLD, one.unit, on)]
    rows = [(one, queries.result_of(one, tallies[one.pk])) for one in page]
    return render(request, "evidence/surveys.html", {"page": page, "rows": rows, "projects": projects, "today": on})


@both
def new(request: Request, pk: int) -> HttpResponse:
    """Hold a survey of an indicator of a project."""
    on = today(request)
    target = links.project_for(request.user, on, pk)
    indicators = queries.indicators_for(target)
    made: list[Any] = []
    start = {"since": on, "questions": "\n".join(forms.USUAL), "place": request.GET.get("place", ""), "way": surveying.MEAN}
    form = forms.SurveyForm(request.POST or None, indicators, initial=start)

    def act(said: Said) -> None:
        head = {name: said[name] for name in ("title", "about", "frame", "way")}
        more = {"size": said["size"], "since": said["since"], "until": said["until"]}
        made.append(
            actions.hold(
                target, said["place"], head, said["questions"].splitlines(), **more, by=request.user, at=request.at, key=said["key"]
            )
        )

    if request.method == "POST" and form.says(act):
        messages.success(request, "调查已发起，发放答卷凭证后就能回收")
        return redirect("evidence:survey", made[0].pk)
    refusal = None if request.user.may(queries.HOLD, target.unit, on) else request.user.why_not(queries.HOLD, target.unit, on)
    context = {"target": target, "form": form, "indicators": indicators, "ways": surveying.WAYS, "refusal": refusal}
    return render(request, "evidence/survey_new.html", context, status=422 if form.errors else 200)


@require_GET
def survey(request: Request, pk: int) -> HttpResponse:
    """Show how a survey comes along."""
    return page_of(request, queries.survey_for(request.user, today(request), pk))


def page_of(request: Request, one: queries.Survey, *, status: int = 200, **typed: Any) -> HttpResponse:
    """Show a survey; what was typed and refused stays."""
    on = today(request)
    sent, used = queries.used_of(one)
    context: dict[str, Any] = {
        "one": one,
        "result": queries.result_of(one, queries.tallies([one])[one.pk]),
        "way": surveying.WAYS[one.way],
        "questions": [
            (question, list(zip(surveying.LEVELS, counts, strict=True)), blank, max(1, sum(counts)))
            for question, counts, blank in queries.by_question(one)
        ],
        "words": queries.words_of(one),
        "sent": sent,
        "used": used,
        "open": one.since <= on <= one.until,
        "today": on,
        "may": request.user.may(queries.HOLD, one.unit, on),
        "tickets": forms.TicketsForm(initial={"count": 40}),
        "until": forms.UntilForm(initial={"until": one.until}),
        "least": surveying.LEAST,
    }
    return render(request, "evidence/survey.html", context | typed, status=status)


@require_POST
def tickets(request: Request, pk: int) -> HttpResponse:
    """Make more tickets."""
    one = queries.survey_for(request.user, today(request), pk)
    form = forms.TicketsForm(request.POST)

    def act(said: Said) -> None:
        actions.print_tickets(one, said["count"], by=request.user, at=request.at, key=said["key"])

    if form.says(act):
        return redirect("evidence:survey_tickets", pk)
    return page_of(request, one, status=422, tickets=form)


@require_POST
def extend(request: Request, pk: int) -> HttpResponse:
    """Let a survey run until another day."""
    one = queries.survey_for(request.user, today(request), pk)
    form = forms.UntilForm(request.POST)

    def act(said: Said) -> None:
        actions.extend(one, said["until"], by=request.user, at=request.at, key=said["key"])

    if form.says(act):
        messages.success(request, f"截止日期改为 {one.until:%Y-%m-%d}")
        return redirect("evidence:survey", pk)
    return page_of(request, one, status=422, until=form)


@require_GET
def sheet(request: Request, pk: int) -> HttpResponse:
    """Show the tickets that are left, to be printed and cut: only to whoever may hold the survey."""
    on = today(request)
    one = queries.survey_for(request.user, on, pk)
    if not request.user.may(queries.HOLD, one.unit, on):
        msg = "答卷凭证只给发起调查的单位打印，您没有这个岗位"
        raise Refused(msg)
    page = Paginator(queries.tickets_of(one), A_SHEET * 10).get_page(request.GET.get("page"))
    rows = []
    for ticket, token in page:
        address = request.build_absolute_uri(reverse("evidence:answer", args=[token]))
        rows.append((ticket.number, address, matrix(address)))
    return render(request, "evidence/tickets.html", {"one": one, "page": page, "rows": rows})


PATHS: list[URLPattern] = [
    path("evidence/surveys/", listing, name="surveys"),
    path("evidence/surveys/<int:pk>/", survey, name="survey"),
    path("evidence/surveys/<int:pk>/print/", tickets, name="survey_print"),
    path("evidence/surveys/<int:pk>/extend/", extend, name="survey_extend"),
    path("evidence/surveys/<int:pk>/tickets/", sheet, name="survey_tickets"),
    path("evidence/indicators/<int:pk>/survey/", new, name="survey_new"),
]
