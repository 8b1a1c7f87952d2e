"""Long promises: those asked after, what this year's question is, what targets promise that nobody asks after yet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.assets.actions import promises as actions
from jixiao.assets.forms import promises as forms
from jixiao.assets.queries import cards as register
from jixiao.assets.queries import promises as queries
from jixiao.kernel.roles import Permission
from jixiao.spending.forms.payments import Said, number

from .register import both, today


@both
def home(request: Request) -> HttpResponse:
    """Show the promises of a department with what waits, and ask after another one."""
    on, unit = today(request), register.department_of(request.standing.unit)
    found = [queries.asked(one, on) for one in queries.promises_for(request.user, on, unit)]
    reads = request.user.may(Permission.SPENDING_READ, unit, on)
    offers = queries.offers(unit) if reads else []
    taken = number(request.GET.get("offer", ""))
    chosen = offers[taken] if taken is not None and taken < len(offers) else None
    begun: dict[str, Any] = {"since": on, "year": request.standing.year, "years": 10}
    if chosen:
        begun |= {"project": chosen.project, "text": chosen.text, "year": chosen.year, "years": chosen.years}
    form = forms.PromiseForm(
        request.POST if request.method == "POST" else None, list(register.kept_by(unit)[: register.MOST]) if reads else [], initial=begun
    )
    refusal = register.refusal_to_keep(request.user, on, unit)

    def act(said: Said) -> None:
        told = (said["year"], said["project"], said["text"])
        more = {"years": said["years"], "since": said["since"], "card": said["card"]}
        actions.promise(unit, *told, **more, key=said["key"], by=request.user, at=request.at)

    if request.method == "POST" and not refusal and form.says(act):
        messages.success(request, "承诺已登记，以后每年问一次")
        return redirect("assets:promises")
    context = {
        "promises": sorted(found, key=lambda one: not one.waiting),
        "waiting": sum(len(one.waiting) for one in found),
        "offers": list(enumerate(offers)),
        "chosen": chosen,
        "form": form,
        "department": unit,
        "refusal": refusal,
    }
    status = 403 if refusal and request.method == "POST" else 422 if form.errors else 200
    return render(request, "assets/promises.html", context, status=status)


@require_GET
def promise(request: Request, pk: int) -> HttpResponse:
    """Show one promise with every year's answer."""
    return page_of(request, queries.promise_for(request.user, today(request), pk))


def page_of(request: Request, one: queries.Promise, *, status: int = 200, **typed: Any) -> HttpResponse:
    """Show a promise and the question that waits; what was typed and refused stays."""
    on = today(request)
    asked = queries.asked(one, on)
    begun = {
        "year": asked.waiting[0] if asked.waiting else "",
        "place": asked.last.place if asked.last else one.card.place if one.card else "",
    }
    context: dict[str, Any] = {
        "asked": asked,
        "form": forms.AnswerForm(initial=begun),
        "refusal": register.refusal_to_keep(request.user, on, one.unit),
    }
    return render(request, "assets/promise.html", context | typed, status=status)


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Answer for a year."""
    one, form = queries.promise_for(request.user, today(request), pk), forms.AnswerForm(request.POST)

    def act(said: Said) -> None:
        used = said["used"] == forms.USED
        told = (said["year"], used, said["place"], said["note"])
        actions.answer(one, *told, key=said["key"], by=request.user, at=request.at)

    if form.says(act):
        messages.success(request, f"{form.cleaned_data['year']} 年的答复已登记")
        return redirect("assets:promise", pk)
    return page_of(request, one, status=422, form=form)


PATHS: list[URLPattern] = [
    path("assets/promises/", home, name="promises"),
    path("assets/promises/<int:pk>/", promise, name="promise"),
    path("assets/promises/<int:pk>/answer/", answer, name="answer"),
]
