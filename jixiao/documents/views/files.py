"""The first page: drop a file, see the ones checked lately; take one in, delete one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.accounts.context import Request
from jixiao.audit.actions import Denied
from jixiao.documents import actions, queries
from jixiao.documents.forms import AskedForm, FilesForm, asked
from jixiao.documents.queries import STATES, Upload, day
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.review.book import shelf

PAGE = 20
ENDINGS = (".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".pdf", ".html", ".txt")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the upload it is, new or known already, or why it was not taken."""

    name: str
    upload: Upload | None = None
    known: bool = False
    refusal: str = ""


@require_GET
def home(request: Request) -> HttpResponse:
    """Show the way in and the files checked lately (核对)."""
    context = listing(request)
    return render(request, "documents/_list.html" if request.htmx else "documents/home.html", context)


def listing(request: Request, outcomes: tuple[Outcome, ...] = ()) -> dict[str, Any]:
    """Return what the first page shows; filter, order and page stand in the address."""
    words, state, order = (request.GET.get(name, "").strip() for name in ("q", "state", "order"))
    unit, on = request.standing.unit, day(request.at)
    found = queries.uploads_for(request.user, on, unit, words=words, state=state, order=order or "-at")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "words": words,
        "state": state,
        "order": order or "-at",
        "states": [(code, word) for code, (word, _condition) in STATES.items()],
        "outcomes": outcomes,
        "may_receive": request.user.may(Permission.FILING_RECEIVE, unit, on),
        "endings": ENDINGS,
        "rules": len(shelf()),
        "most": settings.FILES_LIMIT,
        "largest": settings.FILE_LIMIT,
        "megabytes": settings.FILE_LIMIT // settings.MEGABYTE,
    }


@require_POST
def upload(request: Request) -> HttpResponse:
    """Take files in: one goes straight to its result, several come back as a list; a script asks for JSON, a file at a time."""
    wanted = asked(FilesForm(request.POST, request.FILES))
    outcomes = tuple(_outcome(request, file.name or "", file, wanted["key"], place) for place, file in enumerate(wanted["files"]))
    if "application/json" in request.headers.get("Accept", ""):
        return _told(outcomes[0])
    return _shown(request, outcomes)


@require_POST
def sample(request: Request) -> HttpResponse:
    """Take the sample file in, as if it had been dropped here."""
    key = asked(AskedForm(request.POST))["key"]
    sample_file = settings.SAMPLE_FILE
    return _shown(request, (_outcome(request, sample_file.name, sample_file.read_bytes(), key),))


@require_http_methods(["GET", "POST"])
def delete(request: Request, code: UUID) -> HttpResponse:
    """Ask whether to delete a file with everything made of it, and do so."""
    one = queries.upload_for(request.user, day(request.at), code)
    if request.method == "GET":
        may = request.user.may(Permission.FILING_RECEIVE, one.unit, day(request.at))
        return render(request, "documents/delete.html", {"upload": one, "may": may})
    name, key = one.name, asked(AskedForm(request.POST))["key"]
    actions.delete(one, by=request.user, at=request.at, key=key)
    messages.success(request, f"已删除「{name}」")
    return redirect("documents:home")


def _outcome(request: Request, name: str, file: UploadedFile[Any] | bytes, key: str | None, place: int = 0) -> Outcome:
    data = file if isinstance(file, bytes) else file.read(settings.FILE_LIMIT + 1)
    try:
        own = key and f"{key[:56]}.{place}"  # one form, several files: each its own effect
        one = actions.receive(request.standing.unit, name, data, by=request.user, at=request.at, key=own)
    except Denied:
        raise
    except Refused as refusal:
        return Outcome(name, refusal=refusal.sentence)
    return Outcome(name, one, known=one.at != request.at)


def _told(outcome: Outcome) -> HttpResponse:
    """Tell a script what became of a file."""
    if outcome.upload is None:
        return JsonResponse({"refusal": outcome.refusal}, status=422)
    return JsonResponse({"address": _address(outcome.upload), "known": outcome.known})


def _shown(request: Request, outcomes: tuple[Outcome, ...]) -> HttpResponse:
    """Show what became of files."""
    if any(outcome.upload is None for outcome in outcomes):
        return render(request, "documents/home.html", listing(request, outcomes), status=422)
    if len(outcomes) > 1:
        messages.success(request, f"{len(outcomes)} 份文件已核对")
        return redirect("documents:home")
    one = outcomes[0]
    if one.known and one.upload:
        messages.info(request, f"这份文件已于 {one.upload.at.astimezone(get_current_timezone()):%m-%d %H:%M} 核对过，下面是它现在的结果")
    return redirect(_address(one.upload) if one.upload else "documents:home")


def _address(one: Upload) -> str:
    return reverse("documents:file", args=[one.pk])
