"""Procurements and payees: their registers, new ones, and what an item came to in the year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from jixiao.accounts.context import Request
from jixiao.audit.queries import history_of
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.office.writers.listing import Value
from jixiao.spending.actions import contracts as actions
from jixiao.spending.facts import Limits, PayeeKind
from jixiao.spending.forms import contracts as forms
from jixiao.spending.forms.payments import Said, amount_of
from jixiao.spending.queries import contracts as queries
from jixiao.spending.queries.contracts import Payee, Procurement
from jixiao.spending.queries.settings import adoption_for
from jixiao.spending.renderings import contracts as renderings
from jixiao.spending.sums.invoices import masked
from jixiao.web.downloads import saved

PAGE, MOST_ROWS = 30, 20_000
both = require_http_methods(["GET", "POST"])


def today(request: Request) -> date:
    """Return the day of a request."""
    return timezone.localdate(request.at)


def year_asked(request: Request) -> int | None:
    """Return the year of the list: that of the top bar, or None for all of them."""
    return None if request.GET.get("year") == "all" else request.standing.year


def limits_of(request: Request) -> Limits:
    """Return the limits of the department in the top bar."""
    return adoption_for(queries.department_of(request.standing.unit), today(request)).limits


@require_GET
def home(request: Request) -> HttpResponse:
    """Show the register of procurements (政府采购台账)."""
    on, unit = today(request), request.standing.unit
    words, method = (request.GET.get(name, "").strip() for name in ("q", "method"))
    found = queries.procurements_for(request.user, on, unit, year_asked(request), words=words, method=method)
    limits = limits_of(request)
    context: dict[str, Any] = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "words": words,
        "method": method,
        "methods": queries.PROCUREMENT_METHODS,
        "every": year_asked(request) is None,
        "filtered": bool(words or method),
        "limits": limits,
        "notes": queries.notes_of_limits(limits),
        "refusal": queries.refusal_to_keep(request.user, on, unit),
        "may_export": request.user.may(Permission.FILING_EXPORT, unit, on),
    }
    return render(request, "spending/procurements.html", context)


@require_GET
def export(request: Request) -> HttpResponse:
    """Hand the register out as it is filtered, all pages of it."""
    unit, year = request.standing.unit, year_asked(request)
    words, method = (request.GET.get(name, "").strip() for name in ("q", "method"))
    found = queries.procurements_for(request.user, today(request), unit, year, words=words, method=method)
    title = f"{unit.short}{f'{year}年度' if year else '历年'}政府采购台账"
    return saved(renderings.procurements(title, [line_of(one) for one in found[:MOST_ROWS]]), f"{title}.xlsx")


def line_of(one: Procurement) -> tuple[Value, ...]:
    """Return what the workbook says of a procurement."""
    days = [f"{on:%Y-%m-%d}" if on else "" for on in (one.intended, one.published, one.opened, one.awarded)]
    winner = one.winner.name if one.winner else ""
    told: tuple[Value, ...] = (one.name, one.item, one.goods, one.method, one.unit.short, Money(one.fen), *days)
    return (*told, winner, Money(one.won), one.approval, one.buyer.name)


def offered(request: Request) -> tuple[Any, list[Payee]]:
    """Return the sections and payees a form of procurement offers."""
    on, unit = today(request), request.standing.unit
    return queries.places_for(request.user, on, unit), list(queries.payees_for(request.user, on, unit)[: queries.MOST])


@both
def new(request: Request) -> HttpResponse:
    """Register a procurement."""
    unit = request.standing.unit
    form = forms.ProcurementForm(request.POST if request.method == "POST" else None, *offered(request))
    made: list[Procurement] = []

    def act(said: Said) -> None:
        year = request.standing.year
        made.append(actions.open_procurement(said["unit"], year, form.said(), key=said["key"], by=request.user, at=request.at))

    refusal = queries.refusal_to_keep(request.user, today(request), unit)
    if request.method == "POST" and not refusal and form.says(act):
        messages.success(request, f"采购「{made[0].name}」已登记")
        return redirect("spending:procurement", made[0].pk)
    status = 403 if refusal and request.method == "POST" else 422 if form.errors else 200
    context = {"form": form, "refusal": refusal, "title": "登记采购", "button": "登记采购"} | item_told(request)
    return render(request, "spending/procurement_new.html", context, status=status)


@both
def one(request: Request, pk: int) -> HttpResponse:
    """Show a procurement and bring it up to date."""
    on = today(request)
    found = queries.procurement_for(request.user, on, pk)
    may = request.user.may(Permission.CONTRACT_KEEP, found.unit, on)
    refusal = queries.refusal_to_rewrite(found) or (None if may else f"您没有办理「{Permission.CONTRACT_KEEP.word}」的岗位")
    payees = list(queries.payees_for(request.user, on, found.unit)[: queries.MOST])
    form = forms.ProcurementForm(request.POST if request.method == "POST" else None, (), payees, initial=filled(found))

    def act(said: Said) -> None:
        actions.write_procurement(found, form.said(), key=said["key"], by=request.user, at=request.at)

    if request.method == "POST" and form.says(act):
        messages.success(request, f"采购「{found.name}」已更新")
        return redirect("spending:procurement", pk)
    found.refresh_from_db()
    limits = adoption_for(found.filer, on).limits
    total = queries.year_of_item(found.filer, found.year, found.item)
    context = {
        "procurement": found,
        "contracts": found.contracts.all(),
        "form": form,
        "refusal": refusal,
        "total": total,
        "limits": limits,
        "notes": queries.notes_of_limits(limits),
        "item": found.item,
        "year": found.year,
        "history": history_of(found),
        "may": may,
    }
    return render(request, "spending/procurement.html", context, status=422 if form.errors else 200)


def filled(found: Procurement) -> dict[str, Any]:
    """Return a procurement as its form shows it."""
    plain = {
        name: getattr(found, name) for name in ("name", "item", "goods", "method", "approval", "intended", "published", "opened", "awarded")
    }
    won = Money(found.won).yuan() if found.won else ""
    return plain | {"fen": Money(found.fen).yuan(), "won": won, "winner": found.winner_id or ""}


@require_GET
def item_year(request: Request) -> HttpResponse:
    """Show, while somebody types, what the item came to this year and whether the method will do."""
    return render(request, "spending/_procurement_year.html", item_told(request))


def item_told(request: Request) -> dict[str, Any]:
    """Return what an item came to this year in the department of the top bar, and what is said of the method; nothing without an item."""
    said = request.POST if request.method == "POST" else request.GET
    item, limits, unit = said.get("item", "").strip()[:100], limits_of(request), request.standing.unit
    told = {"item": item, "limits": limits, "notes": queries.notes_of_limits(limits), "year": request.standing.year}
    if not item or not request.user.may(Permission.SPENDING_READ, unit, today(request)):
        return told
    total = queries.year_of_item(queries.department_of(unit), request.standing.year, item)
    try:
        fen = amount_of(said.get("fen", ""), "预算金额")
    except Refused:
        return told | {"total": total}
    method, approval, goods = (said.get(name, "") for name in ("method", "approval", "goods"))
    warning = queries.refusal_of_method(fen, method, limits, approval, goods=goods, year=total.outside)
    return told | {"total": total, "warning": warning}


@both
def payees(request: Request) -> HttpResponse:
    """Show whom the department pays; register another (收款人)."""
    on, unit = today(request), request.standing.unit
    words, kind = (request.GET.get(name, "").strip() for name in ("q", "kind"))
    form = forms.PayeeForm(request.POST if request.method == "POST" else None)
    may = request.user.may(Permission.SPENDING_REQUEST, unit, on)

    def act(said: Said) -> None:
        told = {name: value for name, value in said.items() if name not in {"name", "kind"}}
        made = actions.add_payee(unit, said["name"], said["kind"], **told, by=request.user, at=request.at)
        doubts = queries.doubts_of_payee(made)
        messages.success(request, f"收款人「{made.name}」已登记{'；请留意：' if doubts else ''}{'；'.join(doubts)}")

    if request.method == "POST" and form.says(act):
        return redirect("spending:payees")
    page = Paginator(queries.payees_for(request.user, on, unit, words=words, kind=kind), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, masked(one.account), queries.doubts_of_payee(one)) for one in page.object_list],
        "kinds": [each.value for each in PayeeKind],
        "words": words,
        "kind": kind,
        "filtered": bool(words or kind),
        "form": form,
        "may": may,
    }
    return render(request, "spending/payees.html", context, status=422 if form.errors else 200)


PATHS: list[URLPattern] = [
    path("spending/procurements/", home, name="procurements"),
    path("spending/procurements/list.xlsx", export, name="procurements_export"),
    path("spending/procurements/new/", new, name="procurement_new"),
    path("spending/procurements/item/", item_year, name="item_year"),
    path("spending/procurements/<int:pk>/", one, name="procurement"),
    path("spending/payees/", payees, name="payees"),
]
