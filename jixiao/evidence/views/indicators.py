"""Indicators: what each has come to, from which ledger, proved by which file; and the choice of the measure."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.evidence.actions import files as filing
from jixiao.evidence.actions import links as actions
from jixiao.evidence.facts import How
from jixiao.evidence.forms import links as forms
from jixiao.evidence.forms.entries import ProofForm
from jixiao.evidence.queries import actuals, files, surveys, trails
from jixiao.evidence.queries import links as queries
from jixiao.evidence.sums import saying
from jixiao.spending.forms.payments import Said

from .ground import data_of, done, stood, today

PAGE, ENTRIES = 30, 20


def looked_at(request: Request, year: int) -> date:
    """Return the day the address asks to look at; the last there is where it asks none."""
    days = trails.month_ends(year, today(request)) or [today(request)]
    wanted = request.GET.get("on", "")
    return next((day for day in days if day.isoformat() == wanted), days[-1])


@require_GET
def home(request: Request) -> HttpResponse:
    """Show the projects of a unit with how many indicators fill themselves and how many are proved."""
    year = request.standing.year
    found = queries.projects_for(request.user, today(request), request.standing.unit, year)
    words = request.GET.get("q", "").strip()
    page = Paginator([one for one in found if words in one.name], PAGE).get_page(request.GET.get("page"))
    on = looked_at(request, year)
    rows = []
    for one in actuals.standings(list(page.object_list), on):
        linked = [each for each in one.actuals if each.link]
        rows.append(
            {
                "target": one.target,
                "count": len(one.actuals),
                "linked": len(linked),
                "valued": sum(1 for each in linked if each.value is not None),
                "proved": sum(1 for each in one.actuals if each.covered),
                "stated": sum(1 for each in linked if each.figure and each.figure.stated and each.value is not None),
                "budget": one.budget,
                "paid": one.paid,
            }
        )
    context = {
        "page": page,
        "rows": rows,
        "on": on,
        "days": trails.month_ends(year, today(request)),
        "words": words,
        "filer": stood(request),
    }
    return render(request, "evidence/indicators.html", context)


@require_GET
def project(request: Request, pk: int) -> HttpResponse:
    """Show the indicators of a project as of a day."""
    target = queries.project_for(request.user, today(request), pk)
    on = looked_at(request, target.year)
    one = actuals.standing(target, on)
    refusal = queries.refusal_to_keep(request.user, today(request), target)
    named = queries.indicators_of(target)
    numbers = {place: number for number, (place, _row) in enumerate(named, 1)}  # an indicator of an earlier version may be gone by now
    found = [(numbers.get(each.place), each) for each in (one.actuals if one else ())]
    context = {
        "target": target,
        "standing_on": on,
        "days": trails.month_ends(target.year, today(request)),
        "one": one,
        "rows": found,
        "linked": sum(1 for _number, each in found if each.link),
        "proved": sum(1 for _number, each in found if each.covered),
        "orphans": queries.orphans(target, named),
        "suggestions": [] if refusal else queries.suggestions(target, named),
        "refusal": refusal,
    }
    return render(request, "evidence/project.html", context)


@require_POST
def adopt(request: Request, pk: int) -> HttpResponse:
    """Link the indicators that were ticked, as suggested."""
    target = queries.project_for(request.user, today(request), pk)
    chosen = [(place, code) for place, same, code in (said.rpartition("=") for said in request.POST.getlist("link")) if same]

    def act(key: str | None) -> None:
        actions.link_several(target, chosen, key=key, by=request.user, at=request.at)

    done(request, act, f"已关联 {len(chosen)} 项指标，登记台账后自动有数")
    return redirect("evidence:project", pk)


@require_GET
def indicator(request: Request, pk: int, number: int) -> HttpResponse:
    """Show one indicator: its figure, the trail of it, its measure and its files."""
    return page_of(request, queries.project_for(request.user, today(request), pk), number)


def page_of(request: Request, target: queries.Target, number: int, *, status: int = 200, **typed: Any) -> HttpResponse:
    """Show an indicator; what was typed and refused stays."""
    named = queries.indicators_of(target)
    place, row = queries.indicator_in(named, number)
    on = looked_at(request, target.year)
    one = actuals.standing(target, on)
    actual = next((each for each in one.actuals if each.place == place), None) if one else None
    trail = trails.trail_of(target, actual, on) if actual else None
    seen = trails.entries_seen(trail, request.user, today(request)) if trail else None
    entries = Paginator(seen, ENTRIES).get_page(request.GET.get("page")) if seen is not None else None
    paid = trails.payments_seen(trail, request.user, today(request)) if trail else None
    payments = list(paid[:ENTRIES]) if paid is not None else []
    ledger = actual.ledger if actual else None
    refusal = queries.refusal_to_keep(request.user, today(request), target)
    offers = queries.offers(row, queries.ledgers_used(target)) if not refusal and not (actual and actual.link) else []
    context: dict[str, Any] = {
        "target": target,
        "number": number,
        "count": len(named),
        "row": row,
        "on": on,
        "days": trails.month_ends(target.year, today(request)),
        "actual": actual,
        "trail": trail,
        "page": entries,
        "entries": [(each, label_of(ledger, each)) for each in entries] if entries and ledger else [],
        "payments": payments,
        "ledger": ledger,
        "proofs": files.proofs_for(target, place),
        "before": queries.links_before(target, place),
        "stated": queries.stated_for(target, place),
        "surveys": list(surveys.of_indicator(target, place)),
        "surveyable": surveys.refusal_to_hold(target, place) is None,
        "states": bool(actual and actual.measure and actual.measure.how is How.STATED),
        "refusal": refusal,
        "form": forms.LinkForm(None, offers, initial={"measure": request.GET.get("measure", "")}),
        "state": forms.StateForm(initial={"on": min(on, today(request))}),
        "proof": ProofForm(),
    }
    return render(request, "evidence/indicator.html", context | typed, status=status)


def label_of(ledger: Any, entry: Any) -> str:
    """Say what an entry counts, in one line."""
    said = [
        f"{column.word}{saying.shown(column, entry.values.get(column.key))}{column.unit}"
        for column in ledger.columns
        if column.unit and entry.values.get(column.key) is not None
    ]
    words = [str(entry.values[column.key]) for column in ledger.columns[1:] if not column.unit and entry.values.get(column.key)][:3]
    return "　".join([*words, *said[:3]])


@require_POST
def link(request: Request, pk: int, number: int) -> HttpResponse:
    """Let an indicator take its value from a measure."""
    target = queries.project_for(request.user, today(request), pk)
    place, row = queries.indicator_in(queries.indicators_of(target), number)
    form = forms.LinkForm(request.POST, queries.offers(row, queries.ledgers_used(target)))

    def act(said: Said) -> None:
        more = {"whole": said["whole"], "since": said["since"]}
        actions.link(target, place, said["measure"], **more, by=request.user, at=request.at, key=said["key"])

    if form.says(act):
        messages.success(request, "已关联，登记台账后自动有数")
        return redirect("evidence:indicator", pk, number)
    return page_of(request, target, number, status=422, form=form)


@require_POST
def unlink(request: Request, pk: int, number: int) -> HttpResponse:
    """End a link."""
    target = queries.project_for(request.user, today(request), pk)
    place, _row = queries.indicator_in(queries.indicators_of(target), number)

    def act(key: str | None) -> None:
        actions.unlink(target, place, key=key, by=request.user, at=request.at)

    done(request, act, "已解除，请另选取数口径")
    return redirect("evidence:indicator", pk, number)


@require_POST
def state(request: Request, pk: int, number: int) -> HttpResponse:
    """State a value by hand."""
    target = queries.project_for(request.user, today(request), pk)
    place, _row = queries.indicator_in(queries.indicators_of(target), number)
    form = forms.StateForm(request.POST, files=request.FILES)

    def act(said: Said) -> None:
        name, data = data_of(said["file"])
        more = {"on": said["on"], "reason": said["reason"], "name": name, "data": data}
        actions.state(target, place, said["value"], **more, by=request.user, at=request.at, key=said["key"])

    if form.says(act):
        messages.success(request, "已填报，标明是手工填报")
        return redirect("evidence:indicator", pk, number)
    return page_of(request, target, number, status=422, state=form)


@require_POST
def attach(request: Request, pk: int, number: int) -> HttpResponse:
    """Put a file to an indicator."""
    target = queries.project_for(request.user, today(request), pk)
    place, _row = queries.indicator_in(queries.indicators_of(target), number)
    form = ProofForm(request.POST, files=request.FILES)

    def act(said: Said) -> None:
        filing.attach_to(target, place, said["kind"], *data_of(said["file"]), by=request.user, at=request.at, key=said["key"])

    if form.says(act):
        messages.success(request, "佐证已存档")
        return redirect("evidence:indicator", pk, number)
    return page_of(request, target, number, status=422, proof=form)


PATHS: list[URLPattern] = [
    path("evidence/indicators/", home, name="indicators"),
    path("evidence/indicators/<int:pk>/", project, name="project"),
    path("evidence/indicators/<int:pk>/adopt/", adopt, name="adopt"),
    path("evidence/indicators/<int:pk>/<int:number>/", indicator, name="indicator"),
    path("evidence/indicators/<int:pk>/<int:number>/link/", link, name="link"),
    path("evidence/indicators/<int:pk>/<int:number>/unlink/", unlink, name="unlink"),
    path("evidence/indicators/<int:pk>/<int:number>/state/", state, name="state"),
    path("evidence/indicators/<int:pk>/<int:number>/attach/", attach, name="prove"),
]
