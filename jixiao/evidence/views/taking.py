"""Import of a ledger: a workbook is looked at row by row before anything is written, all or nothing."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.evidence import book
from jixiao.evidence.actions import taking as actions
from jixiao.evidence.facts import Form
from jixiao.evidence.forms.entries import ImportForm
from jixiao.evidence.queries import entries
from jixiao.evidence.queries import taking as queries
from jixiao.evidence.queries.taking import STATES
from jixiao.evidence.sums import saying
from jixiao.office.facts import decode
from jixiao.office.writers.marking import returned
from jixiao.spending.forms.payments import Said
from jixiao.web.downloads import saved

from .ground import PAGE, both, done, ledger_of, stood, today

BAD_FIRST = {"bad": 0, "new": 1, "known": 2}
SHOWN = 6


@both
def take(request: Request, code: str) -> HttpResponse:
    """Show what came in, and take in another workbook; nothing is written to the ledger yet."""
    one, on, filer, year = ledger_of(code), today(request), stood(request), request.standing.year
    refusal = entries.refusal_to_keep(request.user, on, request.standing.unit)
    posted = request.method == "POST"
    sections = [] if refusal else entries.sections_for(request.user, on, filer)
    projects = [] if refusal else entries.projects_for(request.user, on, filer, year)
    form = ImportForm(request.POST if posted else None, sections, projects, files=request.FILES if posted else None)
    made: list[queries.Batch] = []

    def act(said: Said) -> None:
        file = said["file"]
        data = file.read(settings.FILE_LIMIT + 1)
        section = said.get("section") or (sections[0] if sections else filer)
        wanted = actions.Wanted(year, code, said["target"])
        made.append(actions.receive(section, wanted, file.name or "", data, by=request.user, at=request.at, key=said["key"]))

    if posted and not refusal and form.says(act):
        return redirect("evidence:batch", made[0].pk)
    context: dict[str, Any] = {
        "ledger": one,
        "filer": filer,
        "form": form,
        "refusal": refusal,
        "page": Paginator(queries.batches_for(request.user, on, request.standing.unit, year, code), PAGE).get_page(request.GET.get("page")),
    }
    status = 403 if refusal and posted else 422 if form.errors else 200
    return render(request, "evidence/take.html", context, status=status)


@require_GET
def batch(request: Request, pk: int) -> HttpResponse:
    """Show what would become of each row of a workbook; once applied, what became of it."""
    one = queries.batch_for(request.user, today(request), pk)
    kind, state = book.ledger(one.ledger), request.GET.get("state", "")
    context: dict[str, Any] = {"batch": one, "ledger": kind}
    if one.applied_at is None:
        verdict = queries.judged(one, request.user, today(request))
        shown = sorted(
            (each for each in verdict.rows if state not in STATES or each.state == state), key=lambda each: BAD_FIRST[each.state]
        )
        columns = list(kind.columns)[:SHOWN]
        page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "rows": [
                (each, [(saying.shown(column, each.row.values.get(column.key)), column.form is Form.NUMBER) for column in columns])
                for each in page
            ],
            "columns": columns,
            "state": state if state in STATES else "",
            "total": len(verdict.rows),
            "counts": [(name, word, len(verdict.of(name))) for name, word in STATES.items()],
            "refusal": verdict.refusal,
            "bad": verdict.of("bad"),
        }
    return render(request, "evidence/batch.html", context)


@require_GET
def marked(request: Request, pk: int) -> HttpResponse:
    """Hand somebody's own workbook back with what is wrong marked in it."""
    one = queries.batch_for(request.user, today(request), pk)
    verdict = queries.judged(one, request.user, today(request))
    data = returned(bytes(one.data), decode(json.loads(one.document)), verdict.read.head, [each.row for each in verdict.rows])
    return saved(data, f"{one.name.rpartition('.')[0] or one.name}-标注问题.xlsx")


@require_POST
def apply(request: Request, pk: int) -> HttpResponse:
    """Write all rows of a workbook, or none."""
    one = queries.batch_for(request.user, today(request), pk)

    def act(key: str | None) -> None:
        actions.apply(one, by=request.user, at=request.at, key=key)

    if done(request, act, "已全部导入，汇总数和关联的指标已更新"):
        return redirect("evidence:ledger", one.ledger)
    return redirect("evidence:batch", pk)


PATHS: list[URLPattern] = [
    path("evidence/ledgers/<slug:code>/import/", take, name="take"),
    path("evidence/batches/<int:pk>/", batch, name="batch"),
    path("evidence/batches/<int:pk>/marked.xlsx", marked, name="batch_marked"),
    path("evidence/batches/<int:pk>/apply/", apply, name="batch_apply"),
]
