"""Ledgers: which a department keeps, what stands in one, and what goes in and out of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from jixiao.accounts.context import Request
from jixiao.evidence.actions import entries as actions
from jixiao.evidence.facts import Form, Ledger
from jixiao.evidence.forms import entries as forms
from jixiao.evidence.queries import entries as queries
from jixiao.evidence.queries import links
from jixiao.evidence.renderings import listing
from jixiao.evidence.sums import saying
from jixiao.kernel.roles import Permission
from jixiao.spending.forms.payments import Said
from jixiao.web.downloads import saved

from .ground import PAGE, both, ledger_of, stood, today

MOST_ROWS, SHOWN = 50_000, 7  # rows of a workbook; columns of the table on the page


@require_GET
def home(request: Request) -> HttpResponse:
    """Show the ledgers of a department, those in use first."""
    on, filer, year = today(request), stood(request), request.standing.year
    words = request.GET.get("q", "").strip()
    kept = queries.kept_by(request.user, on, filer, year, links.linked_ledgers(request.user, on, filer, year))
    shown = [one for one in kept if words in one.ledger.word + one.ledger.about + "".join(one.ledger.proves)]
    context: dict[str, Any] = {
        "filer": filer,
        "used": [one for one in shown if one.used or one.links],
        "others": [one for one in shown if not one.used and not one.links],
        "words": words,
        "entries": sum(one.count for one in kept),
        "bureau": filer.kind == "bureau",
        "refusal": queries.refusal_to_keep(request.user, on, request.standing.unit),
    }
    return render(request, "evidence/home.html", context)


def asked(request: Request) -> dict[str, Any]:
    """Return what the address asks of a ledger."""
    said = {name: request.GET.get(name, "").strip() for name in ("q", "month", "project")}
    return {"words": said["q"], "month": said["month"], "project": said["project"], "gone": request.GET.get("gone") == "1"}


def listed(request: Request, ledger: Ledger) -> QuerySet[queries.Entry]:
    """Return the entries the address asks for."""
    found = queries.entries_for(request.user, today(request), request.standing.unit, request.standing.year, ledger.code)
    return queries.narrowed(found, **asked(request))


@require_GET
def ledger(request: Request, code: str) -> HttpResponse:
    """Show one ledger: its entries, its months, what may be done with it."""
    return page_of(request, ledger_of(code))


def page_of(request: Request, one: Ledger, *, status: int = 200, **typed: Any) -> HttpResponse:
    """Show a ledger; what was typed and refused stays."""
    on, filer, year = today(request), stood(request), request.standing.year
    page = Paginator(listed(request, one), PAGE).get_page(request.GET.get("page"))
    columns = [column for column in one.columns if column.key != "note"][:SHOWN]
    wanted = asked(request)
    reads = request.user.may(Permission.FILING_READ, filer, on)
    context: dict[str, Any] = {
        **wanted,
        "ledger": one,
        "filer": filer,
        "columns": columns,
        "page": page,
        "rows": [(entry, cells(columns, entry)) for entry in page.object_list],
        "totals": queries.totals_of(filer, year, one) if reads else [],
        "months": range(1, 13),
        "projects": links.projects_for(request.user, on, filer, year),
        "closed": queries.closed_through(filer, one.code),
        "filtered": any(wanted.values()),
        "refusal": queries.refusal_to_keep(request.user, on, request.standing.unit),
        "may_close": request.user.may(queries.CLOSE, filer, on),
        "may_export": request.user.may(Permission.FILING_EXPORT, filer, on),
        "close": forms.CloseForm(),
    }
    return render(request, "evidence/ledger.html", context | typed, status=status)


def cells(columns: list[Any], entry: queries.Entry) -> list[tuple[str, bool]]:
    """Return what an entry says in some columns, and whether it is a number."""
    return [(saying.shown(column, entry.values.get(column.key)), column.form is Form.NUMBER) for column in columns]


@both
def new(request: Request, code: str) -> HttpResponse:
    """Enter what happened."""
    one, on, filer, year = ledger_of(code), today(request), stood(request), request.standing.year
    refusal = queries.refusal_to_keep(request.user, on, request.standing.unit)
    sections = [] if refusal else queries.sections_for(request.user, on, filer)
    mine = next((each for each in sections if each.pk == request.standing.unit.pk), None)
    begun = {one.on: min(on, on.replace(year=year)) if on.year == year else None, "section": mine.pk if mine else ""}
    begun |= {"target": request.GET.get("project", "")}
    posted = request.method == "POST"
    projects = [] if refusal else queries.projects_for(request.user, on, filer, year)
    form = forms.EntryForm(request.POST if posted else None, one, year, sections, projects, initial=begun)
    made: list[queries.Entry] = []

    def act(said: Said) -> None:
        section = said.get("section") or (sections[0] if sections else filer)
        told = (section, year, code, said["texts"])
        made.append(actions.add(*told, target=said["target"], by=request.user, at=request.at, key=said["key"]))

    if posted and not refusal and form.says(act):
        messages.success(request, "已登记，汇总数和关联的指标已更新")
        if "again" in request.POST:
            return redirect("evidence:new", code)
        return redirect("evidence:entry", made[0].pk)
    context = {"ledger": one, "form": form, "refusal": refusal, "filer": filer}
    status = 403 if refusal and posted else 422 if form.errors else 200
    return render(request, "evidence/new.html", context, status=status)


@both
def close(request: Request, code: str) -> HttpResponse:
    """Close a ledger up to a day."""
    one = ledger_of(code)
    if request.method == "GET":
        return redirect("evidence:ledger", code)
    form = forms.CloseForm(request.POST)

    def act(said: Said) -> None:
        actions.close(stood(request), code, said["through"], by=request.user, at=request.at, key=said["key"])

    if form.says(act):
        messages.success(request, f"「{one.word}」已结账到 {form.cleaned_data['through']:%Y-%m-%d}")
        return redirect("evidence:ledger", code)
    return page_of(request, one, status=422, close=form)


@require_GET
def export(request: Request, code: str) -> HttpResponse:
    """Hand out the ledger as it is filtered, all pages of it, in the columns of the template."""
    one = ledger_of(code)
    found = listed(request, one).order_by("on", "pk").values_list("values", "target__name")
    title = f"{stood(request).short}{request.standing.year}年度{one.word}台账"
    return saved(listing.xlsx(one, title, ((values, name or "") for values, name in found[:MOST_ROWS])), f"{title}.xlsx")


@require_GET
def template(_request: Request, code: str) -> HttpResponse:
    """Hand out the workbook to fill."""
    one = ledger_of(code)
    return saved(listing.template(one), f"{one.word}台账导入模板.xlsx")


PATHS: list[URLPattern] = [
    path("evidence/", home, name="home"),
    path("evidence/ledgers/<slug:code>/", ledger, name="ledger"),
    path("evidence/ledgers/<slug:code>/new/", new, name="new"),
    path("evidence/ledgers/<slug:code>/close/", close, name="close"),
    path("evidence/ledgers/<slug:code>/list.xlsx", export, name="export"),
    path("evidence/ledgers/<slug:code>/template.xlsx", template, name="template"),
]
