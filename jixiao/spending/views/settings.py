"""支出设置: which approval policy a department follows from when, on which side a boundary falls, its limits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.accounts.context import Request
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import department_of
from jixiao.spending import book
from jixiao.spending.actions import settings as actions
from jixiao.spending.facts import Chosen
from jixiao.spending.forms import settings as forms
from jixiao.spending.forms.payments import Said
from jixiao.spending.queries import settings as queries


def today(request: Request) -> date:
    """Return the day of a request."""
    return timezone.localdate(request.at)


@require_http_methods(["GET", "POST"])
def settings(request: Request) -> HttpResponse:
    """Show what is followed and was, and adopt something else."""
    on, department = today(request), department_of(request.standing.unit)
    if not request.user.may(Permission.SPENDING_READ, request.standing.unit, on) and not request.user.may(
        Permission.SPENDING_SET, department, on
    ):
        raise Http404
    chosen, refusal = queries.adoption_for(department, on), queries.refusal_to_set(request.user, department, on)
    form = forms.AdoptForm(queries.offered(on), request.POST if request.method == "POST" else None, initial=begun(chosen, on))

    def act(said: Said) -> None:
        own: dict[str, Any] = {"by": request.user, "at": request.at, "key": said["key"]}
        actions.adopt(department, said["policy"], said["since"], **form.said(), **own)

    if request.method == "POST" and not refusal and form.says(act):
        messages.success(request, f"已选定，自 {form.cleaned_data['since']:%Y-%m-%d} 起执行")
        return redirect("spending:settings")
    context = {
        "department": department,
        "chosen": chosen,
        "row": queries.adoption_on(department, on),
        "vectors": queries.vectors(chosen.policy),
        "rows": [(one, book.policy(one.policy)) for one in queries.adoptions_of(department)],
        "form": form,
        "refusal": refusal,
        "on": on,
    }
    status = 403 if refusal and request.method == "POST" else 422 if form.errors else 200
    return render(request, "spending/settings.html", context, status=status)


def begun(chosen: Chosen, on: date) -> dict[str, Any]:
    """Return what the form begins with: what is followed now, from today."""
    limits = chosen.limits

    def yuan(amount: Money | None) -> str:
        return "" if amount is None else amount.grouped().removesuffix(".00")

    return {
        "policy": chosen.policy.code,
        "since": on,
        "side": "strict" if chosen.strict else "lenient",
        "contract_from": yuan(limits.contract_from),
        "buy_from": yuan(limits.buy_from),
        "tender_from": yuan(limits.tender_from),
        "closed_on": chosen.closed,
    }


PATHS: list[URLPattern] = [path("spending/settings/", settings, name="settings")]
