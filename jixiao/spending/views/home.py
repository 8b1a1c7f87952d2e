"""支出: the queues of payments with their sums, and the list of what is seen as a workbook."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET

from jixiao.accounts.context import Request
from jixiao.kernel.roles import Permission
from jixiao.office.writers.listing import Value
from jixiao.spending import states
from jixiao.spending.queries import pages
from jixiao.spending.queries.pages import Payment
from jixiao.spending.renderings import listing
from jixiao.spending.sums.routes import STEPS
from jixiao.web.downloads import saved

PAGE, MOST_ROWS = 30, 20_000
VERBS = {
    states.DRAFT: "填写", states.RETURNED: "修改", states.SECTION: "审核", states.CHECK: "审核", states.SIGNING: "签批",
    states.APPROVED: "制单", states.ORDERED: "复核", states.SENT: "登记回单", states.BANK_RETURNED: "重新制单", states.PAID: "入账",
}  # fmt: skip


def today(request: Request) -> date:
    """Return the day of a request."""
    return timezone.localdate(request.at)


def asked(request: Request) -> dict[str, str]:
    """Return what the address asks of the list."""
    name = request.GET.get("queue", "")
    words, state, order = (request.GET.get(each, "").strip() for each in ("q", "state", "order"))
    return {"queue": name if name in pages.QUEUES else "waiting", "words": words, "state": state, "order": order}


def queue_of(request: Request, name: str) -> QuerySet[Payment]:
    """Return a queue as it stands for whoever asks, in the unit and year of the top bar."""
    return pages.queue(request.user, today(request), name, request.standing.unit, request.standing.year)


def listed(request: Request, wanted: dict[str, str]) -> QuerySet[Payment]:
    """Return the queue the address asks for, searched and sorted."""
    return pages.found(queue_of(request, wanted["queue"]), words=wanted["words"], state=wanted["state"], order=wanted["order"])


@require_GET
def home(request: Request) -> HttpResponse:
    """Show the queues; which one, search, order and page stand in the address."""
    on, wanted = today(request), asked(request)
    found = listed(request, wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    signing, small = pages.signing_counts(request.user, on)
    context: dict[str, Any] = {
        **wanted,
        "queues": [(name, word, queue_of(request, name).count()) for name, word in pages.QUEUES.items()],
        "title": pages.QUEUES[wanted["queue"]],
        "page": page,
        "rows": [row_of(one, waiting=wanted["queue"] == "waiting") for one in page.object_list],
        "sum": pages.sum_of(found),
        "states": states.LIFE.states,
        "filtered": bool(wanted["words"] or wanted["state"]),
        "signing": signing,
        "small": small,
        "may_ask": bool(request.user.paths(Permission.SPENDING_REQUEST, on)),
        "may_export": bool(request.user.paths(Permission.FILING_EXPORT, on)),
    }
    return render(request, "spending/home.html", context)


def row_of(one: Payment, *, waiting: bool) -> tuple[Payment, str, str]:
    """Return a line of the list: the payment, what is to be done with it, and whose signature is next where many may be."""
    turn = STEPS[one.turn][0] if one.state == states.SIGNING and one.turn else ""
    return one, VERBS.get(one.state, "查看") if waiting else "查看", turn


@require_GET
def export(request: Request) -> HttpResponse:
    """Hand out the list as it is filtered, all pages of it."""
    wanted = asked(request)
    found = listed(request, wanted)
    rows = [line_of(one) for one in found[:MOST_ROWS]]
    title = f"{request.standing.unit.short}{request.standing.year}年度支出清单（{pages.QUEUES[wanted['queue']]}）"
    return saved(listing.xlsx(title, rows, pages.sum_of(found)), f"{title}.xlsx")


def line_of(one: Payment) -> tuple[Value, ...]:
    """Return what the workbook says of a payment."""
    return (
        one.code,
        one.title,
        one.quota.project if one.quota else "",
        one.payee.name if one.payee else "",
        one.amount,
        one.state,
        one.unit.short,
        one.author.name,
        f"{timezone.localtime(one.asked_at):%Y-%m-%d}",
    )


PATHS: list[URLPattern] = [
    path("spending/", home, name="home"),
    path("spending/list.xlsx", export, name="export"),
]
