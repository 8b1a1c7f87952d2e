"""Putting findings right: certain fixes, own words, reasons, and taking any of it back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.audit.actions import Denied
from jixiao.documents import actions, queries
from jixiao.documents.forms import AskedForm, CorrectForm, FillForm, WaiveForm, asked
from jixiao.documents.queries import Upload, day
from jixiao.documents.renderings import panel
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission

from .results import desk, summary


def act(request: Request, code: UUID, intention: Callable[[Upload], str]) -> HttpResponse:
    """Do something to a file and go back to the page it was asked on, which says so; a refusal shows that page as it stands now."""
    upload = queries.upload_for(request.user, day(request.at), code)
    try:
        done = intention(upload)
    except Denied:
        raise
    except Refused as refusal:
        return refused(request, upload.pk, refusal.sentence)
    latest = queries.latest_change(upload) if done.startswith("已改") else None
    page = request.POST.get("page") or request.GET.get("page", "")
    undo = reverse("documents:undo", args=[upload.pk, latest.pk]) + f"?{urlencode({'page': page})}" if latest else ""
    messages.success(request, done, extra_tags=undo)
    return redirect(back(upload, page))


def back(upload: Upload, page: str) -> str:
    """Return the page an act was asked on."""
    if page.isdigit():
        return reverse("documents:project", args=[upload.pk, int(page)])
    named = {"department": "documents:department", "doubts": "documents:doubts"}
    return reverse(named.get(page, "documents:file"), args=[upload.pk])


def refused(request: Request, code: UUID, sentence: str) -> HttpResponse:
    """Show the page as it stands now with the refusal above it, what was typed still in its field (409)."""
    upload, page = queries.upload_for(request.user, day(request.at), code), request.POST.get("page", "")
    typed = {name: request.POST.get(name) for name in ("finding", "reason", "path", "new")}
    said: dict[str, Any] = {"refusal": sentence, "typed": typed}
    if page.isdigit() or page == "department":
        context = desk(request, upload, int(page) - 1 if page.isdigit() else None) | said
        answer = render(request, "documents/_board.html" if request.htmx else "documents/board.html", context, status=409)
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#board", "outerHTML"
        return answer
    if page == "fixes":
        return render(request, "documents/fixes.html", proposal(request, upload) | said, status=409)
    return render(request, "documents/file.html", summary(request, upload) | said, status=409)


@require_POST
def correct(request: Request, code: UUID) -> HttpResponse:
    """Make certain fixes."""

    def intention(upload: Upload) -> str:
        wanted = asked(CorrectForm(request.POST))
        actions.correct(upload, wanted["finding"], version=wanted["version"], key=wanted["key"], by=request.user, at=request.at)
        return f"已改 {len(wanted['finding'])} 处"

    return act(request, code, intention)


@require_POST
def fill(request: Request, code: UUID) -> HttpResponse:
    """Write one cell."""

    def intention(upload: Upload) -> str:
        wanted = asked(FillForm(request.POST))
        cell = {name: wanted[name] for name in ("path", "old", "new", "version", "key")}
        actions.fill(upload, **cell, by=request.user, at=request.at)
        return "已改 1 处"

    return act(request, code, intention)


@require_POST
def waive(request: Request, code: UUID) -> HttpResponse:
    """Leave a finding with a reason."""

    def intention(upload: Upload) -> str:
        wanted = asked(WaiveForm(request.POST))
        actions.waive(
            upload, wanted["finding"], wanted["reason"], version=wanted["version"], key=wanted["key"], by=request.user, at=request.at
        )
        return "理由已记下，可在“已处理”里撤回"

    return act(request, code, intention)


@require_POST
def withdraw(request: Request, code: UUID, number: int) -> HttpResponse:
    """Take a reason back."""

    def intention(upload: Upload) -> str:
        actions.withdraw(upload, number, key=asked(AskedForm(request.POST))["key"], by=request.user, at=request.at)
        return "理由已撤回，问题重新列出"

    return act(request, code, intention)


@require_POST
def undo(request: Request, code: UUID, number: int) -> HttpResponse:
    """Take a change back."""

    def intention(upload: Upload) -> str:
        actions.undo(upload, number, key=asked(AskedForm(request.POST))["key"], by=request.user, at=request.at)
        return "已撤销，内容恢复原样"

    return act(request, code, intention)


@require_GET
def fixes(request: Request, code: UUID) -> HttpResponse:
    """Show every certain fix before any is made: old beside new, by table."""
    upload = queries.upload_for(request.user, day(request.at), code)
    return render(request, "documents/fixes.html", proposal(request, upload))


def proposal(request: Request, upload: Upload) -> dict[str, Any]:
    """Return the certain fixes by table."""
    check = queries.check_of(upload)
    found = panel.items(check.filing, check.certain, check.pack)
    ordered = sorted(found, key=lambda item: -1 if item.mark.project is None else item.mark.project)
    tables = [
        (None if number is None else check.filing.projects[number], list(group))
        for number, group in groupby(ordered, lambda item: item.mark.project)
    ]
    return {
        "upload": upload,
        "check": check,
        "tables": tables,
        "count": len(found),
        "may_mend": request.user.may(Permission.FILING_MEND, upload.unit, day(request.at)),
    }
