"""The keeper's desk: requests one after another, decided by keys or by hand."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.kernel.roles import Permission
from jixiao.library import actions, queries
from jixiao.library.forms import DecideForm, asked
from jixiao.library.queries import Proposal

from .finding import levels, regime, today


@require_GET
def requests(request: Request) -> HttpResponse:
    """Show what waits for a decision, and one request whole: the one the address names, else the oldest."""
    on = today(request)
    waiting = queries.waiting(request.user, on)
    here = _place(waiting, request.GET.get("at", ""))
    one = waiting[here] if waiting else None
    context = {
        "waiting": waiting,
        "one": one,
        "row": queries.row_for(request.user, on, one.item.code, regime(request)) if one else None,
        "before": waiting[here - 1] if here else None,
        "after": waiting[here + 1] if here + 1 < len(waiting) else None,
        "levels": levels(one.item.entry) if one else [],
        "similar": queries.similar(request.user, on, one.item.entry) if one else [],
        "refusal": queries.refusal_to_decide(request.user, one, on) if one else None,
        "keeper": bool(request.user.paths(Permission.LIBRARY_KEEP, on)),
    }
    return render(request, "library/requests.html", context)


def _place(waiting: Sequence[Proposal], wanted: str) -> int:
    return next((place for place, one in enumerate(waiting) if str(one.pk) == wanted), 0)


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Agree to a request or decline it, and go on to the next."""
    on = today(request)
    proposal = queries.proposal_for(request.user, on, pk, Permission.LIBRARY_KEEP)
    said = asked(DecideForm(request.POST))
    after = next((one for one in queries.waiting(request.user, on) if one.pk > pk), None)
    actions.decide(proposal, said["outcome"], said["opinion"], by=request.user, at=request.at, key=said["key"])
    messages.success(request, f"「{proposal.item.name}」：{proposal.matter}，{said['outcome']}")
    return redirect(reverse("library:requests") + (f"?at={after.pk}" if after else ""))
