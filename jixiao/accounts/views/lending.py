"""One's own page and loans of posts: lend one, end one, the paper of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.accounts import actions, queries
from jixiao.accounts.context import Request
from jixiao.accounts.forms import LendForm
from jixiao.accounts.queries import Delegation
from jixiao.kernel.roles import Permission

from .managing import key_of, page
from .people import loan_state, state_of, today


@require_GET
def me(request: Request) -> HttpResponse:
    """Show one's own posts and loans (我的岗位与委托)."""
    on = today(request)
    may_lend = {seat.pk for seat in queries.lendable(request.user, on)}
    seats = [(seat, state_of(seat, on), seat.pk in may_lend) for seat in queries.seats_of(request.user)]
    loans = [(loan, loan_state(loan, on)) for loan in queries.delegations_of(request.user)]
    rights = {permission for each in request.user.held_on(on) for permission in each.post.permissions}
    context = {
        "seats": seats,
        "given": [(loan, state) for loan, state in loans if loan.giver_id == request.user.pk],
        "taken": [(loan, state) for loan, state in loans if loan.taker_id == request.user.pk],
        "held": [permission for permission in Permission if permission in rights],
    }
    return render(request, "accounts/me.html", context)


@require_http_methods(["GET", "POST"])
def lend(request: Request, pk: int) -> HttpResponse:
    """Lend one of one's own posts (办理委托)."""
    on, made = today(request), list[Delegation]()
    seat = next((seat for seat in queries.lendable(request.user, on) if seat.pk == pk), None)
    if seat is None:
        raise Http404
    form = LendForm(request.user, queries.filing_root(seat.unit), request.POST if request.method == "POST" else None, initial={"since": on})

    def act(said: dict[str, Any]) -> None:
        made.append(actions.delegate(seat, said.pop("taker"), **said, by=request.user, at=request.at))

    if request.method == "POST" and form.says(act):
        messages.success(request, f"已委托{made[0].taker.name}代行{seat.post.word}")
        return redirect("accounts:delegation", made[0].pk)
    explained = f"委托{seat.unit.name}的{seat.post.word}。受托人在期限和上限之内代您办理，单据上写明代谁；不能再转委托，也不能审核他自己或您填报的目标。"
    return page(request, form, title="办理委托", button="委托", explained=explained, back=reverse("accounts:me"))


@require_GET
def delegation(request: Request, pk: int) -> HttpResponse:
    """Show the paper of a loan (委托单)."""
    on = today(request)
    loan = queries.delegation_for(request.user, on, pk)
    context = {"loan": loan, "state": loan_state(loan, on), "refusal": queries.refusal_to_end_delegation(loan, request.user, on)}
    return render(request, "accounts/delegation.html", context)


@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """End a loan before its time (终止委托)."""
    loan = queries.delegation_for(request.user, today(request), pk)
    actions.end_delegation(loan, key=key_of(request), by=request.user, at=request.at)
    messages.success(request, "委托已终止，即时生效")
    return redirect("accounts:delegation", pk)
