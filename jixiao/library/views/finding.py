"""Find an indicator, look at it whole, take the list home, and suggest while somebody types."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from jixiao.accounts.context import Request
from jixiao.kernel.roles import Permission
from jixiao.library import actions, queries, renderings, states
from jixiao.library.facts import CLASSES, REGIMES, SECTORS, Entry, levels_of
from jixiao.library.forms import PastForm, asked
from jixiao.library.queries import Filters
from jixiao.library.queries.lists import OWNERS
from jixiao.organisations.queries import adoption_for
from jixiao.web.downloads import saved

PAGE = 30
NAMES = ("level1", "level2", "sector", "owner", "state", "order")


def today(request: Request) -> date:
    """Return the day of the request."""
    return timezone.localdate(request.at)


def regime(request: Request) -> str:
    """Return the indicator regime the unit works under in the year of the top bar, unless the address names another."""
    wanted = request.GET.get("regime", "")
    if wanted in REGIMES:
        return wanted
    adopted = adoption_for(request.standing.unit, request.standing.year)
    return adopted.regime if adopted and adopted.regime in REGIMES else "R2015"


def filters(request: Request) -> Filters:
    """Return what the address asks of the list."""
    said = {name: request.GET.get(name, "").strip() for name in NAMES}
    return Filters(words=request.GET.get("q", "").strip(), regime=regime(request), **said)


def levels(one: Entry) -> list[tuple[str, tuple[str, str]]]:
    """Return where an indicator stands, regime by regime, in words."""
    return [(word, found) for name, word in REGIMES.items() if (found := one.at(name))]


@require_GET
def home(request: Request) -> HttpResponse:
    """Show the library: search, filter, sort (指标库)."""
    wanted, on = filters(request), today(request)
    unit = request.standing.unit
    found = queries.listed(request.user, on, unit, wanted)
    context: dict[str, Any] = {
        "asked": wanted,
        "found": found,
        "page": Paginator(found.rows, PAGE).get_page(request.GET.get("page")),
        "levels": _levels(wanted.regime, found.counts["level2"]),
        "firsts": dict.fromkeys(levels[0] for place in CLASSES if (levels := levels_of(place, wanted.regime))),
        "sectors": [(key, word, found.counts["sector"][key]) for key, word in SECTORS.items() if found.counts["sector"][key]],
        "owners": OWNERS,
        "states": [(state, found.counts["state"][state]) for state in states.LIFE.states if found.counts["state"][state]],
        "regimes": REGIMES,
        "refusal": queries.refusal_to_propose(request.user, unit, on),
        "waiting": len(queries.waiting(request.user, on)),
        "keeper": bool(request.user.paths(Permission.LIBRARY_KEEP, on)),
    }
    return render(request, "library/_list.html" if request.htmx else "library/home.html", context)


def _levels(regime: str, counts: Any) -> list[tuple[str, int]]:
    known = dict.fromkeys(levels[1] for place in CLASSES if (levels := levels_of(place, regime)))
    others = sorted(name for name in counts if name and name not in known)
    return [(name, counts[name]) for name in [*known, *others] if counts[name]]


@require_GET
def export(request: Request) -> HttpResponse:
    """Hand out the list as it is filtered, as a workbook."""
    found = queries.listed(request.user, today(request), request.standing.unit, filters(request))
    data = renderings.xlsx((row.entry, row.owner, row.held.state, row.uses) for row in found.rows)
    return saved(data, "指标库.xlsx")


@require_GET
def entry(request: Request, code: str) -> HttpResponse:
    """Show one indicator with everything said of it, its past in my unit, and what resembles it."""
    on, unit = today(request), request.standing.unit
    row = queries.row_for(request.user, on, code, regime(request))
    item = queries.item_for(request.user, on, code) if row.held.number is not None else None
    proposals = queries.proposals_of(item) if item else []
    under_way = next((one for one in proposals if not one.outcome), None)
    context = {
        "row": row,
        "entry": row.entry,
        "item": item,
        "levels": levels(row.entry),
        "past": queries.records_of(unit, row.entry.name),
        "similar": queries.similar(request.user, on, row.entry),
        "sectors": row.sectors,
        "proposals": proposals,
        "under_way": under_way,
        "retire_refusal": queries.refusal_to_retire(request.user, item, on) if item else "",
        "withdraw_refusal": queries.refusal_to_withdraw(request.user, under_way) if under_way else "",
        "may_propose": not queries.refusal_to_propose(request.user, unit, on),
        "may_decide": bool(under_way) and request.user.may(Permission.LIBRARY_KEEP, item.unit if item else None, on),
        "may_fill": request.user.may(Permission.TARGET_FILL, unit, on),
        "form": PastForm(),
    }
    return render(request, "library/entry.html", context)


@require_POST
def past(request: Request, code: str) -> HttpResponse:
    """Keep one earlier year of an indicator."""
    row = queries.row_for(request.user, today(request), code, regime(request))
    said = asked(PastForm(request.POST))
    line = (row.entry.name, said["project"], said["year"], said["target"], said["actual"])
    actions.keep_past(request.standing.unit, [line], said["source"], by=request.user, at=request.at, key=said["key"])
    messages.success(request, f"已登记 {said['year']} 年的值")
    return redirect("library:entry", code)


@require_GET
@vary_on_headers("Accept")
def suggested(request: Request) -> HttpResponse:
    """Suggest indicators while somebody types: a fragment to choose from, or JSON for a table that asks for it."""
    under = regime(request)
    words, project, level2 = (request.GET.get(name, "") for name in ("q", "project", "level2"))
    found = queries.suggest(request.standing.unit, words, on=today(request), project=project, level2=level2, regime=under)
    rows = [renderings.row(one, under) for one in found]
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"rows": rows}, json_dumps_params={"ensure_ascii": False})
    return render(request, "library/_suggest.html", {"rows": rows, "words": words})
