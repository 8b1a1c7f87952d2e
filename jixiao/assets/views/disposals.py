"""Disposals: those there are, a new one from chosen assets, one with its decision and outcome."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.assets import states
from jixiao.assets.actions import disposals as actions
from jixiao.assets.forms import disposals as forms
from jixiao.assets.queries import cards as register
from jixiao.assets.queries import disposals as queries
from jixiao.assets.queries.disposals import Disposal
from jixiao.audit.queries import history_of
from jixiao.kernel.money import ZERO
from jixiao.kernel.roles import Permission
from jixiao.spending.forms.contracts import Asked
from jixiao.spending.forms.payments import Keyed, Said, number

from .register import both, today

PAGE, MOST = 30, 200


@require_GET
def home(request: Request) -> HttpResponse:
    """Show the disposals."""
    on, unit = today(request), request.standing.unit
    words, state = (request.GET.get(name, "").strip() for name in ("q", "state"))
    page = Paginator(queries.disposals_for(request.user, on, unit, words=words, state=state), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "words": words,
        "state": state,
        "states": states.DISPOSAL.states,
        "refusal": register.refusal_to_keep(request.user, on, unit),
    }
    return render(request, "assets/disposals.html", context)


@both
def new(request: Request) -> HttpResponse:
    """Choose assets and ask to dispose of them; what is chosen comes in the address or in the form."""
    on, unit = today(request), register.department_of(request.standing.unit)
    told = [*request.GET.getlist("card"), *request.POST.getlist("card")]
    wanted = {found for text in told[:MOST] if (found := number(text))}
    offered = register.cards_for(request.user, on, unit, words=request.GET.get("q", "")).filter(state__in=sorted(states.BACK))
    chosen = list(register.cards_for(request.user, on, unit).filter(pk__in=wanted))
    form = forms.ProposeForm(request.POST if request.method == "POST" else None)
    refusal = register.refusal_to_keep(request.user, on, unit)
    made: list[Disposal] = []

    def act(said: Said) -> None:
        made.append(actions.propose(unit, chosen, said["way"], said["reason"], key=said["key"], by=request.user, at=request.at))

    if request.method == "POST" and not refusal and form.says(act):
        messages.success(request, f"{made[0].code} 已提出，等另一人批准")
        return redirect("assets:disposal", made[0].pk)
    context = {
        "form": form,
        "chosen": wanted,
        "cards": [*chosen, *(one for one in offered[:MOST] if one.pk not in wanted)],
        "words": request.GET.get("q", ""),
        "refusal": refusal,
        "department": unit,
    }
    status = 403 if refusal and request.method == "POST" else 422 if form.errors else 200
    return render(request, "assets/disposal_new.html", context, status=status)


@require_GET
def disposal(request: Request, pk: int) -> HttpResponse:
    """Show one disposal."""
    return page_of(request, queries.disposal_for(request.user, today(request), pk))


def page_of(request: Request, one: Disposal, *, status: int = 200, **typed: Any) -> HttpResponse:
    """Show a disposal with its assets and what may be done with it; what was typed and refused stays."""
    on, user = today(request), request.user
    context: dict[str, Any] = {
        "disposal": one,
        "lines": queries.lines_of(one),
        "decide_refusal": queries.refusal_to_decide(one, user, on),
        "withdraw_refusal": queries.refusal_to_withdraw(one, user),
        "finish_refusal": queries.refusal_to_finish(one, user, on),
        "decides": user.may(Permission.ASSET_APPROVE, one.unit, on),
        "keeps": user.may(Permission.ASSET_KEEP, one.unit, on),
        "decide": forms.DecideForm(),
        "finish": forms.FinishForm(initial={"on": on}),
        "withdraw": Keyed(),
        "history": history_of(one),
    }
    return render(request, "assets/disposal.html", context | typed, status=status)


def acted(request: Request, one: Disposal, name: str, form: Asked, act: Callable[[Said], Any]) -> HttpResponse:
    """Do what a form asks and go back; refused, show the disposal with what was typed."""
    if form.says(act):
        messages.success(request, f"{one.code}：{one.state}")
        return redirect("assets:disposal", one.pk)
    return page_of(request, one, status=422, **{name: form})


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Agree to a disposal, or not."""
    one, form = queries.disposal_for(request.user, today(request), pk), forms.DecideForm(request.POST)

    def act(said: Said) -> None:
        told = (said["decision"] == "同意", said["document"], said["opinion"])
        actions.decide(one, *told, key=said["key"], by=request.user, at=request.at)

    return acted(request, one, "decide", form, act)


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a request back."""
    one, form = queries.disposal_for(request.user, today(request), pk), Asked(request.POST)

    def act(said: Said) -> None:
        actions.withdraw(one, key=said["key"], by=request.user, at=request.at)

    return acted(request, one, "withdraw", form, act)


@require_POST
def finish(request: Request, pk: int) -> HttpResponse:
    """Write down what became of it."""
    one, form = queries.disposal_for(request.user, today(request), pk), forms.FinishForm(request.POST)

    def act(said: Said) -> None:
        told = (said["on"], said["income"] or ZERO, said["receipt"])
        actions.finish(one, *told, key=said["key"], by=request.user, at=request.at)

    return acted(request, one, "finish", form, act)


PATHS: list[URLPattern] = [
    path("assets/disposals/", home, name="disposals"),
    path("assets/disposals/new/", new, name="disposal_new"),
    path("assets/disposals/<int:pk>/", disposal, name="disposal"),
    path("assets/disposals/<int:pk>/decide/", decide, name="disposal_decide"),
    path("assets/disposals/<int:pk>/withdraw/", withdraw, name="disposal_withdraw"),
    path("assets/disposals/<int:pk>/finish/", finish, name="disposal_finish"),
]
