"""导入导出: workbooks that came in, each row looked at before anything is written, all or nothing."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.accounts.context import Request
from jixiao.kernel.refusal import Refused
from jixiao.office.facts import decode
from jixiao.office.writers.marking import returned
from jixiao.spending.actions import taking as actions
from jixiao.spending.forms.payments import Keyed, Said
from jixiao.spending.forms.payments import asked as asked_in
from jixiao.spending.forms.taking import TakeForm
from jixiao.spending.queries import taking as queries
from jixiao.spending.queries.taking import IMPORTS, STATES
from jixiao.spending.renderings import taking as renderings
from jixiao.web.downloads import saved

PAGE = 50
BAD_FIRST = {"bad": 0, "new": 1, "known": 2}


def today(request: Request) -> date:
    """Return the day of a request."""
    return timezone.localdate(request.at)


@require_http_methods(["GET", "POST"])
def home(request: Request) -> HttpResponse:
    """Show what came in, and take in another workbook; nothing is written to the books yet."""
    on, stand = today(request), request.standing
    refusal = queries.refusal_to_take(request.user, on, stand.unit, stand.year)
    posted = request.method == "POST"
    said = (request.POST, request.FILES) if posted else (None, None)
    form = TakeForm(said[0], files=said[1], initial={"kind": request.GET.get("kind", "")})
    made: list[queries.Batch] = []

    def act(said: Said) -> None:
        file = said["file"]
        data = file.read(settings.FILE_LIMIT + 1)
        sent = (stand.unit, stand.year, said["kind"], file.name or "", data)
        made.append(actions.receive(*sent, by=request.user, at=request.at, key=said["key"]))

    if posted and not refusal and form.says(act):
        return redirect("spending:batch_in", made[0].pk)
    words, kind = (request.GET.get(name, "").strip() for name in ("q", "kind"))
    found = queries.batches_for(request.user, on, stand.unit, stand.year, words=words, kind=kind)
    context: dict[str, Any] = {
        "form": form,
        "refusal": refusal,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "words": words,
        "kind": kind,
        "kinds": list(IMPORTS.items()),
        "filtered": bool(words or kind),
    }
    status = 403 if refusal and posted else 422 if form.errors else 200
    return render(request, "spending/exchange.html", context, status=status)


@require_GET
def template(request: Request, kind: str) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand out the workbook to fill (导入模板)."""
    if kind not in IMPORTS:
        raise Http404
    return saved(renderings.template(kind), f"{IMPORTS[kind]}导入模板.xlsx")


@require_GET
def one(request: Request, pk: int) -> HttpResponse:
    """Show what would become of each row of a workbook; once applied, what became of it."""
    batch = queries.batch_for(request.user, today(request), pk)
    state = request.GET.get("state", "")
    context: dict[str, Any] = {"batch": batch, "word": IMPORTS[batch.kind]}
    if batch.applied_at is None:
        verdict = queries.judged(batch)
        shown = sorted(
            (each for each in verdict.rows if state not in STATES or each.state == state), key=lambda each: BAD_FIRST[each.state]
        )
        context |= {
            "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
            "state": state if state in STATES else "",
            "total": len(verdict.rows),
            "counts": [(name, word, len(verdict.of(name)), verdict.sum_of(name)) for name, word in STATES.items()],
            "refusal": queries.refusal_to_take(request.user, today(request), batch.unit, batch.year) or verdict.refusal,
            "bad": verdict.of("bad"),
            "words": STATES,
        }
    return render(request, "spending/batch_in.html", context)


@require_GET
def marked(request: Request, pk: int) -> HttpResponse:
    """Hand somebody's own workbook back with what is wrong marked in it."""
    batch = queries.batch_for(request.user, today(request), pk)
    verdict = queries.judged(batch)
    document = decode(json.loads(batch.document))
    data = returned(bytes(batch.data), document, verdict.read.head, [each.row for each in verdict.rows])
    return saved(data, f"{batch.name.rpartition('.')[0] or batch.name}-标注问题.xlsx")


@require_POST
def apply(request: Request, pk: int) -> HttpResponse:
    """Write all rows of a workbook, or none."""
    batch = queries.batch_for(request.user, today(request), pk)
    key = asked_in(Keyed(request.POST))["key"]
    try:
        done = actions.apply(batch, by=request.user, at=request.at, key=key)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        messages.error(request, refusal.sentence)
        return redirect("spending:batch_in", pk)
    messages.success(request, f"已导入 {done.taken} 行")
    return redirect("spending:batch_in", pk)


PATHS: list[URLPattern] = [
    path("spending/exchange/", home, name="exchange"),
    path("spending/exchange/template-<slug:kind>.xlsx", template, name="exchange_template"),
    path("spending/exchange/<int:pk>/", one, name="batch_in"),
    path("spending/exchange/<int:pk>/marked.xlsx", marked, name="exchange_marked"),
    path("spending/exchange/<int:pk>/apply/", apply, name="exchange_apply"),
]
