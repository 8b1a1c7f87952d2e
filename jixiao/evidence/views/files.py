"""Evidence files: those filed, what each proves, and whether a file in one's hands is the one that was filed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.evidence.actions import files as actions
from jixiao.evidence.forms.entries import CheckForm
from jixiao.evidence.queries import files as queries
from jixiao.spending.sums.papers import TYPES
from jixiao.web.downloads import saved

from .ground import PAGE, both, done, stood, today


@both
def home(request: Request) -> HttpResponse:
    """Show the files of a department; hold one against them. What is checked is not kept."""
    on, words = today(request), request.GET.get("q", "").strip()
    page = Paginator(queries.files_for(request.user, on, request.standing.unit, words=words), PAGE).get_page(request.GET.get("page"))
    posted = request.method == "POST"
    form = CheckForm(request.POST, files=request.FILES) if posted else CheckForm()
    context: dict[str, Any] = {"page": page, "words": words, "form": form, "filer": stood(request)}
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read(settings.FILE_LIMIT + 1)
        if len(data) > settings.FILE_LIMIT:
            form.add_error("file", f"文件超过 {settings.FILE_LIMIT // 1024 // 1024} MB，存档的文件没有这么大，不会是同一份")
        else:
            context["checked"] = queries.checked(request.user, on, str(file.name), data)
    return render(request, "evidence/files.html", context, status=422 if form.errors else 200)


@require_GET
def file(request: Request, pk: int) -> HttpResponse:
    """Show one file: its fingerprint, when it was filed, what it proves."""
    one = queries.file_for(request.user, today(request), pk)
    return render(request, "evidence/file.html", {"file": one, "proofs": queries.proofs_of(one, request.user, today(request))})


@require_GET
def fetch(request: Request, pk: int) -> HttpResponse:
    """Hand a file out: to be saved, never to be shown or run here."""
    one = queries.file_for(request.user, today(request), pk)
    return saved(queries.bytes_of(one), one.name, TYPES.get(one.kind, "application/octet-stream"))


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Take a file away from what it proves."""
    one = queries.proof_for(request.user, today(request), pk)

    def act(key: str | None) -> None:
        actions.take_away(one, key=key, by=request.user, at=request.at)

    done(request, act, f"已撤下「{one.file.name}」，文件和记录仍保留")
    return redirect("evidence:entry", one.entry_id) if one.entry_id else redirect("evidence:project", one.target_id or 0)


PATHS: list[URLPattern] = [
    path("evidence/files/", home, name="files"),
    path("evidence/files/<int:pk>/", file, name="file"),
    path("evidence/files/<int:pk>/fetch/", fetch, name="fetch"),
    path("evidence/proofs/<int:pk>/drop/", drop, name="proof_drop"),
]
