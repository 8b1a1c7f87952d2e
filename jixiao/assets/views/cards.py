"""One asset card: what it says, where the asset went, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.assets import sums
from jixiao.assets.actions import cards as actions
from jixiao.assets.forms import cards as forms
from jixiao.assets.queries import cards as queries
from jixiao.assets.queries.cards import Card
from jixiao.audit.queries import history_of
from jixiao.kernel.roles import Permission
from jixiao.spending.forms.contracts import Asked
from jixiao.spending.forms.payments import Said

from .register import today

DONE = {"idle": "已转为闲置", "reuse": "已重新启用", "void": "卡片已作废，编号不再使用"}
ACTS: dict[str, Callable[..., Card]] = {"idle": actions.idle, "reuse": actions.reuse, "void": actions.void}


@require_GET
def card(request: Request, pk: int) -> HttpResponse:
    """Show one card."""
    return page_of(request, queries.card_for(request.user, today(request), pk))


def page_of(request: Request, one: Card, *, status: int = 200, **typed: Any) -> HttpResponse:
    """Show a card with its way and what may be done; what was typed and refused stays."""
    on, user = today(request), request.user
    keeps, waiting = user.may(Permission.ASSET_KEEP, one.unit, on), queries.waiting_transfer(one)
    context: dict[str, Any] = {
        "card": one,
        "age": sums.age_of(one.facts(), on),
        "doubts": list(queries.doubts_of(one)),
        "transfers": queries.transfers_of(one),
        "waiting": waiting,
        "transfer_refusal": queries.refusal_to_transfer(one),
        "decide_refusal": queries.refusal_to_decide_transfer(waiting, user, on) if waiting else None,
        "dispose_refusal": queries.refusal_to_move(one, "propose"),
        "void_refusal": queries.refusal_to_void(one, user, on),
        "decides": user.may(Permission.ASSET_APPROVE, one.unit, on),
        "keeps": keeps,
        "moves": [(name, word) for name, word in (("idle", "转为闲置"), ("reuse", "重新启用")) if not queries.refusal_to_move(one, name)],
        "disposals": one.disposals.select_related("disposal"),
        "counted": one.counted.exclude(mark="").select_related("count", "by").order_by("-count__on")[:5],
        "history": history_of(one),
    }
    fresh = {"correct": forms.CorrectForm.of(one), "reason": forms.ReasonForm(), "decide": forms.DecideForm()}
    if keeps:
        fresh["transfer"] = transfer_form(request, one, None)
    return render(request, "assets/card.html", context | fresh | typed, status=status)


def transfer_form(request: Request, one: Card, data: Any) -> forms.TransferForm:
    """Return the form to hand an asset over."""
    places = queries.places_for(request.user, today(request), one.filer)
    return forms.TransferForm(data, one, places, queries.people_of(one.filer))


def acted(request: Request, one: Card, name: str, form: Asked, act: Callable[[Said], Any], *, done: str = "") -> HttpResponse:
    """Do what a form asks and go back to the card; refused, show the card with what was typed."""
    if form.says(act):
        if done:
            messages.success(request, done)
        return redirect("assets:card", one.pk)
    return page_of(request, one, status=422, **{name: form, "tried": name})


@require_POST
def correct(request: Request, pk: int) -> HttpResponse:
    """Put the words of a card right."""
    one, form = queries.card_for(request.user, today(request), pk), forms.CorrectForm(request.POST)

    def act(said: Said) -> None:
        actions.correct(one, form.said(), said["reason"], key=said["key"], by=request.user, at=request.at)

    return acted(request, one, "correct", form, act, done="已更正")


@require_POST
def transfer(request: Request, pk: int) -> HttpResponse:
    """Hand an asset over."""
    one = queries.card_for(request.user, today(request), pk)
    form = transfer_form(request, one, request.POST)

    def act(said: Said) -> None:
        to = (said["section"], said["keeper"], said["place"], said["reason"])
        made = actions.transfer(one, *to, key=said["key"], by=request.user, at=request.at)
        messages.success(request, "已调拨" if made.agreed else "调拨已提出，等批准后生效")

    return acted(request, one, "transfer", form, act)


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Agree to a transfer, or not."""
    one = queries.card_for(request.user, today(request), pk)
    waiting, form = queries.waiting_transfer(one), forms.DecideForm(request.POST)

    def act(said: Said) -> None:
        if waiting is None:
            raise Http404
        agree = said["decision"] == "同意"
        actions.decide_transfer(waiting, agree, said["opinion"], key=said["key"], by=request.user, at=request.at)

    return acted(request, one, "decide", form, act, done="调拨已办")


@require_POST
def move(request: Request, pk: int, name: str) -> HttpResponse:
    """Put an asset aside, take it up again, void a card."""
    one, form = queries.card_for(request.user, today(request), pk), forms.ReasonForm(request.POST)

    def act(said: Said) -> None:
        ACTS[name](one, said["reason"], key=said["key"], by=request.user, at=request.at)

    return acted(request, one, "reason", form, act, done=DONE[name])


PATHS: list[URLPattern] = [
    path("assets/<int:pk>/", card, name="card"),
    path("assets/<int:pk>/correct/", correct, name="correct"),
    path("assets/<int:pk>/transfer/", transfer, name="transfer"),
    path("assets/<int:pk>/decide/", decide, name="decide"),
    *(path(f"assets/<int:pk>/{name}/", move, {"name": name}, name=name) for name in ACTS),
]
