"""Signing: one payment after another on a phone, and small ones together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.accounts.context import Request
from jixiao.audit.actions import Denied
from jixiao.kernel.money import total
from jixiao.kernel.refusal import Refused
from jixiao.organisations.queries import department_of
from jixiao.spending.actions import moving
from jixiao.spending.actions.batch import sign_many
from jixiao.spending.forms import payments as forms
from jixiao.spending.queries import cards, pages
from jixiao.spending.queries.pages import Payment
from jixiao.spending.queries.payments import PASS, payment_for, refusal_to_move
from jixiao.spending.queries.splitting import likely_split

from .home import today


@require_GET
def sign_next(request: Request) -> HttpResponse:
    """Show the payment that has waited longest for this person's signature."""
    waiting = pages.to_sign(request.user, today(request))
    return page(request, waiting[0], waiting) if waiting else render(request, "spending/sign_empty.html")


@require_GET
def sign_one(request: Request, pk: int) -> HttpResponse:
    """Show one payment to be signed."""
    on = today(request)
    return page(request, payment_for(request.user, on, pk), pages.to_sign(request.user, on))


@require_POST
def sign(request: Request, pk: int) -> HttpResponse:
    """Sign what was shown, and go on to the next."""
    payment = payment_for(request.user, today(request), pk)
    try:
        said = forms.asked(forms.SignForm(request.POST))
        moving.sign(payment, said["digest"], said["opinion"], by=request.user, at=request.at, key=said["key"])
    except Denied:
        raise
    except Refused as refusal:
        return refused(request, pk, str(refusal))
    messages.success(request, f"已签：{payment.title} {payment.amount.grouped()} 元")
    return redirect("spending:sign")


@require_POST
def give_back(request: Request, pk: int) -> HttpResponse:
    """Send a payment back with what is wrong, and go on to the next."""
    payment = payment_for(request.user, today(request), pk)
    try:
        said = forms.asked(forms.ReturnForm(request.POST))
        moving.send_back(payment, said["opinion"], by=request.user, at=request.at, key=said["key"])
    except Denied:
        raise
    except Refused as refusal:
        return refused(request, pk, str(refusal), returning=True)
    messages.success(request, f"已退回：{payment.title}")
    return redirect("spending:sign")


def refused(request: Request, pk: int, refusal: str, *, returning: bool = False) -> HttpResponse:
    """Show the page again with why not; what was typed stays."""
    on = today(request)
    more = {"refused": refusal, "typed": request.POST.get("opinion", ""), "returning": returning}
    return page(request, payment_for(request.user, on, pk), pages.to_sign(request.user, on), status=409, **more)


def page(request: Request, payment: Payment, waiting: list[Payment], *, status: int = 200, **more: Any) -> HttpResponse:
    """Show one payment with its place among those that wait."""
    numbers = [one.pk for one in waiting]
    at = numbers.index(payment.pk) if payment.pk in numbers else -1
    context: dict[str, Any] = {
        "card": cards.card(payment, request.user, today(request)),
        "payment": payment,
        "refusal": refusal_to_move(payment, PASS.get(payment.state, "sign"), by=request.user, on=today(request)),
        "place": at + 1,
        "count": len(waiting),
        "before": waiting[at - 1] if at > 0 else None,
        "after": waiting[at + 1] if 0 <= at < len(waiting) - 1 else None,
    }
    return render(request, "spending/sign.html", context | more, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: Request) -> HttpResponse:
    """Sign several small payments together, each one's findings shown: all of them, or none."""
    on = today(request)
    small = [one for one in pages.to_sign(request.user, on) if one.band in pages.SMALL]
    splits = {one.pk: [str(split)] for one in small if (split := likely_split(one, on))}
    found = pages.candidates(small, request.user, on, splits)
    context: dict[str, Any] = {"found": found, "ticked": {one.payment.pk for one in found if not one.refusal and not one.findings}}
    if request.method != "POST":
        return render(request, "spending/batch.html", context)
    form = forms.BatchForm(request.POST, [one.payment.pk for one in found])
    try:
        said = forms.asked(form)
        chosen = [one.payment for one in found if one.payment.pk in form.ticked]
        shown = {str(one.pk): request.POST.get(f"digest-{one.pk}", "") for one in chosen}
        unit = department_of(chosen[0].unit)
        sign_many(unit, chosen, shown, said["opinion"], by=request.user, at=request.at, key=said["key"])
    except Denied:
        raise
    except Refused as refusal:
        more = {"refused": str(refusal), "ticked": form.ticked, "typed": request.POST.get("opinion", "")}
        return render(request, "spending/batch.html", context | more, status=409)
    messages.success(request, f"已签 {len(chosen)} 笔，合计 {total([one.amount for one in chosen]).grouped()} 元")
    return redirect("spending:home")


PATHS: list[URLPattern] = [
    path("spending/sign/", sign_next, name="sign"),
    path("spending/<int:pk>/sign/", sign_one, name="sign_one"),
    path("spending/<int:pk>/signed/", sign, name="signed"),
    path("spending/<int:pk>/back/", give_back, name="back"),
    path("spending/batch/", batch, name="batch"),
]
