"""One entry of a ledger: what it says, what stood there before, what proves it; correct it, make it void."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.evidence import book
from jixiao.evidence.actions import entries as actions
from jixiao.evidence.actions import files as filing
from jixiao.evidence.forms import entries as forms
from jixiao.evidence.queries import entries as queries
from jixiao.evidence.sums import saying
from jixiao.spending.forms.payments import Said

from .ground import both, data_of, today


def refusal_to_change(request: Request, entry: queries.Entry) -> str | None:
    """Return why a person may not write here, or None."""
    if not request.user.may(queries.KEEP, entry.unit, today(request)):
        return f"须由{entry.unit.short}的人员办理"
    return "这条记录已被更正或作废，只供查阅" if entry.gone_at else None


@require_GET
def entry(request: Request, pk: int) -> HttpResponse:
    """Show one entry."""
    return page_of(request, queries.entry_for(request.user, today(request), pk))


def page_of(request: Request, one: queries.Entry, *, status: int = 200, **typed: Any) -> HttpResponse:
    """Show an entry; what was typed and refused stays."""
    kind = book.ledger(one.ledger)
    closed = queries.closed_through(one.filer, one.ledger)
    context: dict[str, Any] = {
        "entry": one,
        "ledger": kind,
        "label": saying.label_of(kind, one.values),
        "pairs": [(column.head, saying.shown(column, one.values.get(column.key))) for column in kind.columns],
        "history": [(each, changes(kind, each, one)) for each in queries.history_of(one)],
        "successor": queries.successor_of(one),
        "proofs": queries.entry_files(one),
        "closed": closed if closed and one.on <= closed else None,
        "refusal": refusal_to_change(request, one),
        "proof": forms.ProofForm(),
        "void": forms.VoidForm(),
    }
    return render(request, "evidence/entry.html", context | typed, status=status)


def changes(kind: Any, before: queries.Entry, now: queries.Entry) -> list[tuple[str, str, str]]:
    """Return what an earlier entry said otherwise than what stands there now: column, then, now."""
    found = []
    for column in kind.columns:
        old, new = (saying.shown(column, one.values.get(column.key)) for one in (before, now))
        if old != new:
            found.append((column.word, old, new))
    return found


@both
def correct(request: Request, pk: int) -> HttpResponse:
    """Put another entry into its place."""
    one = queries.entry_for(request.user, today(request), pk)
    kind = book.ledger(one.ledger)
    refusal = refusal_to_change(request, one)
    begun = saying.texts_of(kind, one.values) | {"target": one.target_id or ""}
    posted = request.method == "POST"
    projects = queries.projects_for(request.user, today(request), one.filer, one.year)
    projects += [one.target] if one.target and one.target not in projects else []
    form = forms.CorrectForm(request.POST if posted else None, kind, one.year, projects, initial=begun)
    made: list[queries.Entry] = []

    def act(said: Said) -> None:
        told = (one, said["texts"], said["reason"])
        made.append(actions.correct(*told, target=said["target"], by=request.user, at=request.at, key=said["key"]))

    if posted and form.says(act):
        messages.success(request, "已更正，原记录保留备查，汇总数已更新")
        return redirect("evidence:entry", made[0].pk)
    context = {"entry": one, "ledger": kind, "form": form, "refusal": refusal, "label": saying.label_of(kind, one.values)}
    return render(request, "evidence/correct.html", context, status=422 if form.errors else 200)


@require_POST
def void(request: Request, pk: int) -> HttpResponse:
    """Make it void."""
    one, form = queries.entry_for(request.user, today(request), pk), forms.VoidForm(request.POST)
    if form.says(lambda said: actions.void(one, said["reason"], by=request.user, at=request.at, key=said["key"])):
        messages.success(request, "已作废，原记录保留备查，汇总数已更新")
        return redirect("evidence:entry", pk)
    return page_of(request, one, status=422, void=form)


@require_POST
def attach(request: Request, pk: int) -> HttpResponse:
    """Put a file to it."""
    one, form = queries.entry_for(request.user, today(request), pk), forms.ProofForm(request.POST, files=request.FILES)

    def act(said: Said) -> None:
        filing.attach(one, said["kind"], *data_of(said["file"]), by=request.user, at=request.at, key=said["key"])

    if form.says(act):
        messages.success(request, "佐证已存档")
        return redirect("evidence:entry", pk)
    return page_of(request, one, status=422, proof=form)


PATHS: list[URLPattern] = [
    path("evidence/entries/<int:pk>/", entry, name="entry"),
    path("evidence/entries/<int:pk>/correct/", correct, name="correct"),
    path("evidence/entries/<int:pk>/void/", void, name="void"),
    path("evidence/entries/<int:pk>/attach/", attach, name="attach"),
]
