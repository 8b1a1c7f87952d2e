"""Meetings: what waits for one, the year's list, and the notice of one (its own page is in sitting.py)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from jixiao.accounts.context import Request
from jixiao.kernel.money import Money
from jixiao.spending.actions import meetings as actions
from jixiao.spending.forms import meetings as forms
from jixiao.spending.queries import meetings as queries

both = require_http_methods(["GET", "POST"])


def today(request: Request) -> date:
    """Return the day of a request, as it is here."""
    return timezone.localdate(request.at)


def years_in(request: Request, department: Any) -> set[int]:
    """Return the years there is something to look at: those the department met in, and the one in the top bar."""
    return queries.years_of(request.user, today(request), department) | {request.standing.year}


def year_asked(request: Request, years: set[int]) -> int:
    """Return the year the address asks for, else the one in the top bar."""
    return next((each for each in years if str(each) == request.GET.get("year", "")), request.standing.year)


def payment_at(number: int) -> str:
    """Return the address of a payment's page, "" while there is none."""
    try:
        return reverse("spending:payment", args=[number])
    except NoReverseMatch:
        return ""


@require_GET
def home(request: Request) -> HttpResponse:
    """Show what waits for a meeting, and the meetings of the year (会议)."""
    on = today(request)
    department = queries.department_of(request.standing.unit)
    years = years_in(request, department)
    year = year_asked(request, years)
    rows = queries.meetings_for(request.user, on, department, year)
    waiting = queries.agenda_for(request.user, on, department)
    context = {
        "department": department,
        "year": year,
        "years": sorted(years, reverse=True),
        "open": [row for row in rows if row.state != queries.MINUTED],
        "final": [row for row in rows if row.state == queries.MINUTED],
        "next": next((row.pk for row in rows if row.state == queries.PLANNED), 0),
        "waiting": waiting,
        "amount": Money(sum(one.asked.fen for one in waiting)),
        "settled": [(one, payment_at(one.payment.pk)) for one in queries.settled_for(request.user, on, department)],
        "refusal": queries.refusal_to_keep(request.user, department, on),
    }
    return render(request, "spending/meetings.html", context)


@both
def new(request: Request) -> HttpResponse:
    """Call a meeting (通知开会)."""
    on = today(request)
    department = queries.department_of(request.standing.unit)
    refusal = queries.refusal_to_keep(request.user, department, on)
    people = [] if refusal else queries.candidates(department, on)
    waiting = [] if refusal else queries.agenda_for(request.user, on, department)
    form = forms.NoticeForm(people, waiting, data=request.POST if request.method == "POST" else None, initial=forms.first_day(on))
    made: list[Any] = []

    def act(said: dict[str, Any]) -> None:
        first = [said.pop(name) for name in ("kind", "on", "place", "called")]
        made.append(actions.call(department, *first, **said, by=request.user, at=request.at))

    if request.method == "POST" and not refusal and form.says(act):
        messages.success(request, f"已通知{made[0]}，议题 {made[0].topics.count()} 个")
        return redirect("spending:meeting", made[0].pk)
    said = {"title": "通知开会", "button": "通知开会", "back": reverse("spending:meetings"), "offers": True}
    return notice(request, form, refusal, **said)


@both
def change(request: Request, pk: int) -> HttpResponse:
    """Change the notice of a meeting that has not begun (修改通知)."""
    on = today(request)
    meeting = queries.meeting_for(request.user, on, pk)
    refusal = queries.refusal_to_keep(request.user, meeting.unit, on) or queries.refusal_to_arrange(meeting)
    seats = queries.attendance_of(meeting)
    begun = {"on": meeting.on, "place": meeting.place, "quorum": meeting.quorum}
    data = request.POST if request.method == "POST" else None
    form = forms.NoticeForm(queries.candidates(meeting.unit, on), [], seats, data, initial=begun)

    def act(said: dict[str, Any]) -> None:
        first = [said.pop(name) for name in ("on", "place", "called")]
        said.pop("matters")
        actions.arrange(meeting, *first, **said, by=request.user, at=request.at)

    if request.method == "POST" and not refusal and form.says(act):
        messages.success(request, "会议通知已修改")
        return redirect("spending:meeting", pk)
    said = {"title": "修改会议通知", "button": "保存", "back": reverse("spending:meeting", args=[pk]), "offers": False}
    return notice(request, form, refusal, **said)


def notice(request: Request, form: forms.NoticeForm, refusal: str | None, **said: Any) -> HttpResponse:
    """Show the notice; with its errors it is answered 422, and where nobody may send it 403."""
    status = 403 if refusal and request.method == "POST" else 422 if form.errors else 200
    usual = [row for row in form.rows if row.candidate.usual or row.called]
    others = [row for row in form.rows if not (row.candidate.usual or row.called)]
    context = {"form": form, "refusal": refusal, "usual": usual, "others": others, **said}
    return render(request, "spending/meeting_notice.html", context, status=status)


PATHS: list[URLPattern] = [
    path("spending/meetings/", home, name="meetings"),
    path("spending/meetings/new/", new, name="meeting_new"),
    path("spending/meetings/<int:pk>/change/", change, name="meeting_change"),
]
