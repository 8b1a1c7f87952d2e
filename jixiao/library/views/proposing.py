"""Ask that an indicator enter the library or leave it, and take such a request back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from jixiao.accounts.context import Request
from jixiao.kernel.roles import Permission
from jixiao.library import actions, queries
from jixiao.library.facts import Entry
from jixiao.library.forms import AskedForm, EntryForm, ReasonForm, asked, units

from .finding import regime, today

both = require_http_methods(["GET", "POST"])


def page(request: Request, form: EntryForm, **said: Any) -> HttpResponse:
    """Show the form; with its errors it is answered 422."""
    context = {"form": form, "units": units(), **said}
    return render(request, "library/propose.html", context, status=422 if form.errors else 200)


@both
def propose(request: Request) -> HttpResponse:
    """Ask that an indicator enter the library of the unit in the top bar (申请入库)."""
    unit, on = request.standing.unit, today(request)
    refusal = queries.refusal_to_propose(request.user, unit, on)
    form = EntryForm(unit, request.POST if request.method == "POST" else None, entry=_model(request))
    if request.method == "POST" and not refusal and form.is_valid():
        said = form.cleaned_data
        item = actions.propose(unit, form.said, said["reason"], by=request.user, at=request.at, key=said["key"])
        messages.success(request, f"「{item.name}」已提交，等指标库管理人办理")
        return redirect("library:entry", item.code)
    answer = page(request, form, unit=unit, refusal=refusal, title="申请指标入库")
    answer.status_code = 403 if refusal and request.method == "POST" else answer.status_code
    return answer


def _model(request: Request) -> Entry | None:
    """Return the indicator a new one starts from, where the address names one somebody may see."""
    if code := request.GET.get("from", ""):
        try:
            return queries.row_for(request.user, today(request), code, regime(request)).entry
        except Http404:
            return None
    return None


@both
def propose_again(request: Request, code: str) -> HttpResponse:
    """Ask anew for an indicator that was refused, withdrawn or taken out of use."""
    item = queries.item_for(request.user, today(request), code, Permission.LIBRARY_PROPOSE)
    form = EntryForm(item.unit, request.POST if request.method == "POST" else None, entry=item.entry, but=item)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.propose_again(item, form.said, said["reason"], by=request.user, at=request.at, key=said["key"])
        messages.success(request, f"「{form.said['name']}」已再次提交")
        return redirect("library:entry", code)
    return page(request, form, unit=item.unit, refusal=None, title="再次申请入库", item=item)


@both
def retire(request: Request, code: str) -> HttpResponse:
    """Ask that an indicator be taken out of use (申请停用)."""
    on = today(request)
    item = queries.item_for(request.user, on, code)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    refusal = queries.refusal_to_retire(request.user, item, on)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.ask_retire(item, said["reason"], by=request.user, at=request.at, key=said["key"])
        messages.success(request, f"已申请停用「{item.name}」，办理之前仍可选用")
        return redirect("library:entry", code)
    context = {"form": form, "item": item, "refusal": refusal}
    return render(request, "library/retire.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a request of one's own back."""
    proposal = queries.proposal_for(request.user, today(request), pk)
    actions.withdraw(proposal, by=request.user, at=request.at, key=asked(AskedForm(request.POST))["key"])
    messages.success(request, "申请已撤回")
    return redirect("library:entry", proposal.item.code)
