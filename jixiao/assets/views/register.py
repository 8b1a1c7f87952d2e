"""资产: the register with what waits for a card, the list as a workbook, labels to stick on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from jixiao.accounts.context import Request
from jixiao.assets import states, sums
from jixiao.assets.actions import cards as actions
from jixiao.assets.forms import cards as forms
from jixiao.assets.queries import bought
from jixiao.assets.queries import cards as queries
from jixiao.assets.queries.cards import Card
from jixiao.assets.renderings import lists
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.office.writers.listing import Value
from jixiao.spending.forms.payments import Said, number
from jixiao.web.downloads import saved

PAGE, MOST_ROWS, MOST_LABELS, MOST_SHOWN = 30, 20_000, 200, 5
both = require_http_methods(["GET", "POST"])


def today(request: Request) -> date:
    """Return the day of a request."""
    return timezone.localdate(request.at)


def filters(request: Request) -> dict[str, str]:
    """Return what the address asks of the register."""
    words, category, state, section, order = (request.GET.get(name, "").strip() for name in ("q", "category", "state", "section", "order"))
    return {"words": words, "category": category, "state": state, "section": section, "order": order}


@require_GET
def register(request: Request) -> HttpResponse:
    """Show the register (资产台账)."""
    on, wanted, unit = today(request), filters(request), request.standing.unit
    found = queries.cards_for(request.user, on, unit, **wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    waiting = bought.uncarded(request.user, on, unit)
    context: dict[str, Any] = {
        **wanted,
        "page": page,
        "rows": [(one, sums.age_of(one.facts(), on)) for one in page.object_list],
        "sums": queries.sums_of(found),
        "states": states.LIFE.states,
        "groups": list(sums.categories().values()),
        "sections": queries.sections_of(request.user, on, unit),
        "filtered": any(wanted[name] for name in ("words", "category", "state", "section")),
        "waiting": waiting.count(),
        "first": next(iter(bought.due(waiting[:1], on)), None),
        "late": bought.late_among(waiting, queries.department_of(unit), on),
        "transfers": queries.waiting_transfers(request.user, on, unit)[:MOST_SHOWN],
        "refusal": queries.refusal_to_keep(request.user, on, unit),
        "may_export": request.user.may(Permission.FILING_EXPORT, unit, on),
    }
    return render(request, "assets/register.html", context)


@require_GET
def export(request: Request) -> HttpResponse:
    """Hand the register out as it is filtered, all pages of it."""
    on, unit = today(request), request.standing.unit
    found = list(queries.cards_for(request.user, on, unit, **filters(request))[:MOST_ROWS])
    worth = Money(sum(sums.age_of(one.facts(), on).worth.fen for one in found))
    title = f"{unit.short}资产台账（{on:%Y-%m-%d}）"
    whole = Money(sum(one.fen for one in found))
    rows = [line_of(one, on) for one in found]
    return saved(lists.cards(title, rows, sum(one.quantity for one in found), whole, worth), f"{title}.xlsx")


def line_of(one: Card, on: date) -> tuple[Value, ...]:
    """Return what the workbook says of a card."""
    age = sums.age_of(one.facts(), on)
    what = (one.code, one.name, one.model, one.kind.name, one.quantity, one.value, f"{one.acquired:%Y-%m-%d}", one.origin)
    return (*what, one.unit.short, one.keeper.name, one.place, one.years, age.word, age.worth, one.state)


@require_GET
def labels(request: Request) -> HttpResponse:
    """Show the labels of the cards the address asks for, to print and stick on."""
    on, unit, one = today(request), request.standing.unit, number(request.GET.get("card", ""))
    found = (
        [queries.card_for(request.user, on, one)] if one else queries.cards_for(request.user, on, unit, **filters(request))[:MOST_LABELS]
    )
    return render(request, "assets/labels.html", {"cards": found, "one": one, "most": MOST_LABELS})


@require_GET
def due(request: Request) -> HttpResponse:
    """Show the paid capital payments that wait for a card."""
    on, unit = today(request), request.standing.unit
    waiting, filer = bought.uncarded(request.user, on, unit), queries.department_of(unit)
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": bought.due(page.object_list, on),
        "days": bought.days_of(filer, on),
        "late": bought.late_among(waiting, filer, on),
        "refusal": queries.refusal_to_keep(request.user, on, unit),
    }
    return render(request, "assets/due.html", context)


@both
def new(request: Request) -> HttpResponse:
    """Make a card: of something there already, or from a payment that bought it."""
    on, unit = today(request), request.standing.unit
    asked = number(request.GET.get("payment", ""))
    payment = bought.payment_to_card(request.user, on, asked) if asked else None
    filer = payment.filer if payment else queries.department_of(unit)
    offered = (queries.places_for(request.user, on, filer), queries.people_of(filer))
    begun = forms.begun(payment, on) if payment else {"acquired": on, "quantity": 1, "unit": unit.pk, "origin": "原有"}
    form = forms.CardForm(request.POST if request.method == "POST" else None, *offered, payment, initial=begun)
    refusal = (bought.refusal_to_card(payment) if payment else None) or queries.refusal_to_keep(request.user, on, filer)
    made: list[Card] = []

    def act(said: Said) -> None:
        made.append(actions.make_card(said["unit"], form.said(), key=said["key"], by=request.user, at=request.at))

    if request.method == "POST" and not refusal and form.says(act):
        return redirect("assets:card", made[0].pk)
    context = {
        "form": form,
        "payment": payment,
        "buyers": bought.buyers_of(payment) if payment else [],
        "room": bought.room_of(payment) if payment else None,
        "refusal": refusal,
        "categories": list(sums.categories().values()),
    }
    status = 403 if refusal and request.method == "POST" else 422 if form.errors else 200
    return render(request, "assets/new.html", context, status=status)


PATHS: list[URLPattern] = [
    path("assets/", register, name="register"),
    path("assets/list.xlsx", export, name="export"),
    path("assets/labels/", labels, name="labels"),
    path("assets/due/", due, name="due"),
    path("assets/new/", new, name="new"),
]
