"""Contracts: the register, a new one, and one with all that stands under it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.accounts.context import Request
from jixiao.audit.queries import history_of
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.office.writers.listing import Value
from jixiao.spending.actions import contracts as actions
from jixiao.spending.forms import contracts as forms
from jixiao.spending.forms import papers as files
from jixiao.spending.forms.payments import Said
from jixiao.spending.queries import contracts as queries
from jixiao.spending.queries import papers as proofs
from jixiao.spending.queries.contracts import Contract
from jixiao.spending.queries.payments import payment_for
from jixiao.spending.queries.settings import adoption_for
from jixiao.spending.renderings import contracts as renderings
from jixiao.web.downloads import saved

from .papers import contract_file, paper_of_contract

PAGE, MOST_ROWS = 30, 20_000
both = require_http_methods(["GET", "POST"])


def today(request: Request) -> date:
    """Return the day of a request."""
    return timezone.localdate(request.at)


def year_asked(request: Request) -> int | None:
    """Return the year of the list: that of the top bar, or None for all of them."""
    return None if request.GET.get("year") == "all" else request.standing.year


def filters(request: Request) -> dict[str, str]:
    """Return what the address asks of the register."""
    words, section, state, order = (request.GET.get(name, "").strip() for name in ("q", "section", "state", "order"))
    return {"words": words, "section": section, "state": state, "order": order}


@require_GET
def home(request: Request) -> HttpResponse:
    """Show the register (合同台账)."""
    on, wanted, unit = today(request), filters(request), request.standing.unit
    found = queries.contracts_for(request.user, on, unit, year_asked(request), **wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        **wanted,
        "page": page,
        "rows": [(one, queries.sums_of_one(one)) for one in page.object_list],
        "sums": queries.sums_of(found),
        "states": queries.STATES.items(),
        "sections": queries.sections_of(request.user, on, unit),
        "every": year_asked(request) is None,
        "filtered": bool(wanted["words"] or wanted["section"] or wanted["state"]),
        "refusal": queries.refusal_to_keep(request.user, on, unit),
        "may_export": request.user.may(Permission.FILING_EXPORT, unit, on),
    }
    return render(request, "spending/contracts.html", context)


@require_GET
def export(request: Request) -> HttpResponse:
    """Hand the register out as it is filtered, all pages of it."""
    unit = request.standing.unit
    found = queries.contracts_for(request.user, today(request), unit, year_asked(request), **filters(request))
    rows = [line_of(one) for one in found[:MOST_ROWS]]
    columns = [[value for value in column if isinstance(value, Money)] for column in zip(*[row[5:] for row in rows], strict=True)]
    total = [Money(sum(value.fen for value in column)) for column in columns] or [Money(0)] * 5
    title = f"{unit.short}{year_asked(request) or '历年'}{'年度' if year_asked(request) else ''}合同台账"
    return saved(renderings.contracts(title, rows, total), f"{title}.xlsx")


def line_of(one: Contract) -> tuple[Value, ...]:
    """Return what the workbook says of a contract."""
    sums = queries.sums_of_one(one)
    told = (one.code, one.name, one.payee.name, one.unit.short, f"{one.signed:%Y-%m-%d}")
    return (*told, Money(one.fen), Money(one.changes), sums.paid, sums.committed, sums.left)


@both
def new(request: Request) -> HttpResponse:
    """Register a signed contract."""
    on, unit = today(request), request.standing.unit
    places, filer = queries.places_for(request.user, on, unit), queries.department_of(unit)
    data = request.POST if request.method == "POST" else None
    payees = list(queries.payees_for(request.user, on, unit)[: queries.MOST])
    offered = (places, payees, queries.open_procurements(filer), queries.people_of(filer))
    form = forms.ContractForm(
        data, *offered, initial={"procurement": request.GET.get("procurement", ""), "payee": request.GET.get("payee", "")}
    )
    made: list[Contract] = []

    def act(said: Said) -> None:
        year = said["signed"].year
        made.append(actions.sign_contract(said["unit"], year, form.said(), key=said["key"], by=request.user, at=request.at))

    refusal = queries.refusal_to_keep(request.user, on, unit)
    if request.method == "POST" and not refusal and form.says(act):
        messages.success(request, f"合同「{made[0].code}」已登记")
        return redirect("spending:contract", made[0].pk)
    limits = adoption_for(filer, on).limits
    context = {"form": form, "refusal": refusal, "limits": limits, "notes": queries.notes_of_limits(limits)}
    status = 403 if refusal and request.method == "POST" else 422 if form.errors else 200
    return render(request, "spending/contract_new.html", context, status=status)


@require_GET
def contract(request: Request, pk: int) -> HttpResponse:
    """Show one contract."""
    return page_of(request, queries.contract_for(request.user, today(request), pk))


def page_of(request: Request, one: Contract, *, status: int = 200, refusal: str = "", **typed: Any) -> HttpResponse:
    """Show a contract with its procurement, supplements, acceptances and payments; what was typed and refused stays."""
    on = today(request)
    may = request.user.may(Permission.CONTRACT_KEEP, one.unit, on)
    context = {
        "contract": one,
        "sums": queries.sums_of_one(one),
        "accepted": queries.accepted_of(one),
        "doubts": queries.doubts_of_contract(one),
        "payments": queries.payments_under(request.user, on, one),
        "supplements": one.supplements.select_related("by"),
        "acceptances": one.acceptances.select_related("by"),
        "files": proofs.papers_of(one),
        "history": history_of(one),
        "may": may,
        "correct_refusal": queries.refusal_to_correct(one),
        "accept_refusal": queries.refusal_to_accept(one, request.user, on),
        "supplement": forms.SupplementForm(),
        "acceptance": forms.AcceptForm(initial={"on": on}),
        "paper": files.PaperForm(kinds=proofs.CONTRACT_PAPERS),
        "refusal": refusal,
    }
    return render(request, "spending/contract.html", context | typed, status=status)


@both
def correct(request: Request, pk: int) -> HttpResponse:
    """Correct what was typed of a contract, while nothing rests on it (更正合同登记)."""
    on = today(request)
    one = queries.contract_for(request.user, on, pk, Permission.CONTRACT_KEEP)
    was = {name: getattr(one, name) for name in actions.SIGNED}
    offered = (list(queries.payees_for(request.user, on, one.unit)[: queries.MOST]), queries.open_procurements(one.filer))
    form = forms.ContractForm(
        request.POST if request.method == "POST" else None, [one.unit], *offered, queries.people_of(one.filer), initial=forms.as_typed(one)
    )

    def act(said: Said) -> None:
        changed = {name: value for name, value in form.said().items() if was[name] != value}
        before = {name: was[name] for name in changed}
        actions.correct_contract(one, changed, before, key=said["key"], by=request.user, at=request.at)

    refusal = queries.refusal_to_correct(one)
    if request.method == "POST" and not refusal and form.says(act):
        messages.success(request, f"合同「{one.code}」的登记已更正")
        return redirect("spending:contract", pk)
    context = {"form": form, "refusal": refusal, "limits": adoption_for(one.filer, on).limits, "notes": (), "contract": one}
    return render(request, "spending/contract_new.html", context, status=422 if form.errors or (refusal and form.is_bound) else 200)


@require_POST
def supplement(request: Request, pk: int) -> HttpResponse:
    """Register a supplement."""
    one = queries.contract_for(request.user, today(request), pk)
    form = forms.SupplementForm(request.POST)

    def act(said: Said) -> None:
        actions.supplement(
            one, said["amount"], said["reason"], said["document"], said["signed"], key=said["key"], by=request.user, at=request.at
        )

    if form.says(act):
        messages.success(request, f"补充协议已登记，合同金额现为 {Money(one.fen + one.changes).grouped()} 元")
        return redirect("spending:contract", pk)
    return page_of(request, one, status=422, supplement=form)


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """Register an acceptance."""
    one = queries.contract_for(request.user, today(request), pk)
    form = forms.AcceptForm(request.POST)

    def act(said: Said) -> None:
        actions.accept(one, said["amount"], said["on"], said["opinion"], said["delivered"], key=said["key"], by=request.user, at=request.at)

    if form.says(act):
        messages.success(request, "验收已登记")
        return redirect("spending:contract", pk)
    return page_of(request, one, status=422, acceptance=form)


@require_POST
def paper_add(request: Request, pk: int) -> HttpResponse:
    """Put a file to a contract."""
    one = queries.contract_for(request.user, today(request), pk)
    if refusal := contract_file(request, one):
        return page_of(request, one, status=422, refusal=refusal)
    messages.success(request, "附件已上传")
    return redirect("spending:contract", pk)


@require_GET
def paper(request: Request, pk: int, number: int) -> HttpResponse:
    """Hand out a file of a contract."""
    return paper_of_contract(queries.contract_for(request.user, today(request), pk), number)


@both
def acceptance(request: Request, pk: int) -> HttpResponse:
    """Accept what a payment without a contract bought (验收)."""
    on = today(request)
    payment = payment_for(request.user, on, pk)
    form = forms.AcceptForm(request.POST if request.method == "POST" else None, initial={"on": on, "amount": payment.amount.yuan()})

    def act(said: Said) -> None:
        first = (said["amount"], said["on"], said["opinion"], said["delivered"])
        actions.accept_purchase(payment, *first, key=said["key"], by=request.user, at=request.at)

    if request.method == "POST" and form.says(act):
        messages.success(request, "验收已登记")
        return redirect("spending:acceptance", pk)
    refusal = queries.refusal_to_accept_purchase(payment, request.user, on)
    context = {"payment": payment, "form": form, "refusal": refusal, "acceptances": payment.acceptances.select_related("by")}
    return render(request, "spending/acceptance.html", context, status=422 if form.errors else 200)


PATHS: list[URLPattern] = [
    path("spending/contracts/", home, name="contracts"),
    path("spending/contracts/list.xlsx", export, name="contracts_export"),
    path("spending/contracts/new/", new, name="contract_new"),
    path("spending/contracts/<int:pk>/", contract, name="contract"),
    path("spending/contracts/<int:pk>/correct/", correct, name="contract_correct"),
    path("spending/contracts/<int:pk>/supplement/", supplement, name="contract_supplement"),
    path("spending/contracts/<int:pk>/accept/", accept, name="contract_accept"),
    path("spending/contracts/<int:pk>/papers/", paper_add, name="contract_paper_add"),
    path("spending/contracts/<int:pk>/papers/<int:number>/", paper, name="contract_paper"),
    path("spending/<int:pk>/acceptance/", acceptance, name="acceptance"),
]
