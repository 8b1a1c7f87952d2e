"""The list of targets of a department's year, and the same as a workbook."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from jixiao.accounts.context import Request
from jixiao.kernel.roles import Permission
from jixiao.office.writers.listing import Value
from jixiao.targets import states
from jixiao.targets.queries import Target, looking
from jixiao.targets.renderings import listing
from jixiao.web.downloads import saved

PAGE, MOST_ROWS = 50, 20_000


def elsewhere(name: str, *arguments: object) -> str:
    """Return the address of another room's page, "" while that room has none."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def today(request: Request) -> date:
    """Return the day of a request, as it is here."""
    return timezone.localdate(request.at)


def asked(request: Request) -> dict[str, Any]:
    """Return what the address asks of the list."""
    words, state, section, order = (request.GET.get(name, "").strip() for name in ("q", "state", "section", "order"))
    return {"words": words, "state": state if state in states.LIFE.states else "", "section": section, "order": order}


@require_GET
def home(request: Request) -> HttpResponse:
    """Show the targets of the unit and year in the top bar (目标)."""
    on, wanted, stand = today(request), asked(request), request.standing
    everything = looking.targets_for(request.user, on, stand.unit, stand.year)
    found = looking.targets_for(request.user, on, stand.unit, stand.year, **wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        **wanted,
        "page": page,
        "first": page.start_index() - 1,
        "sums": looking.sums_of(found),
        "states": states.LIFE.states,
        "sections": looking.sections_of(everything),
        "filtered": bool(wanted["words"] or wanted["state"] or wanted["section"]),
        "many": stand.unit.kind == "bureau",
        "refusal": looking.refusal_to_open(request.user, on, stand.unit),
        "papers": elsewhere("documents:set"),
        "offline": elsewhere("documents:offline"),
        "may_export": request.user.may(Permission.FILING_EXPORT, stand.unit, on),
    }
    return render(request, "targets/home.html", context)


@require_GET
def export(request: Request) -> HttpResponse:
    """Hand out the list as it is filtered, all pages of it."""
    on, stand = today(request), request.standing
    found = looking.targets_for(request.user, on, stand.unit, stand.year, permission=Permission.FILING_EXPORT, **asked(request))
    lines = [line_of(number, target) for number, target in enumerate(found[:MOST_ROWS], 1)]
    title = f"{stand.unit.short}{stand.year}年度绩效目标清单"
    return saved(listing.xlsx(title, lines, looking.sums_of(found).money), f"{title}.xlsx")


def line_of(number: int, target: Target) -> tuple[Value, ...]:
    """Return what the workbook says of a target."""
    return (
        number,
        target.name,
        target.filer.short,
        target.unit.short,
        target.author.name,
        target.amount,
        target.state,
        target.round or "",
        target.edition or "",
        f"{timezone.localtime(target.since):%Y-%m-%d}",
    )
