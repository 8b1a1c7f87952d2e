"""Official papers of one target: the page that lists them, and each as Word, Excel or PDF."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jixiao.accounts.context import Request
from jixiao.documents import book
from jixiao.documents.queries import day, editions, papers
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.targets.queries import Target, target_for
from jixiao.targets.states import DECIDED
from jixiao.web.downloads import DOCX, XLSX, saved

PDF = "application/pdf"
TYPES = {"docx": DOCX, "xlsx": XLSX, "pdf": PDF}
FORMS = {"docx": ("Word", "file-earmark-word"), "xlsx": ("Excel", "file-earmark-excel"), "pdf": ("PDF", "file-earmark-pdf")}
NO_POST = "导出文书要有导出的岗位，您只能查看"


def marked(name: str, mark: str) -> str:
    """Return a file's name with the mark of what it was made of before its ending: …申报表（V1）.docx."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}（{mark}）.{ending}" if mark else name


@require_GET
def menu(request: Request, pk: int) -> HttpResponse:
    """Show every official paper of a target, for the present text, an approved version or a day (文书)."""
    target = target_for(request.user, day(request.at), pk)
    asked = request.GET.dict()
    refusal = ""
    try:
        shown = editions.edition(target, asked, request.at)
    except Refused as error:
        shown, refusal = editions.edition(target, {}, request.at), error.sentence
    may = request.user.may(Permission.FILING_EXPORT, target.unit, day(request.at))
    context = {
        "target": target,
        "shown": shown,
        "date": asked.get("date", ""),
        "refusal": refusal,
        "editions": papers.comparable(target, request.at),
        "groups": papers.papers(target, shown),
        "forms": FORMS,
        "why_not": "" if may else NO_POST,
        "difference": compared(target, asked),
    }
    return render(request, "documents/papers.html", context, status=422 if refusal else 200)


def compared(target: Target, asked: dict[str, str]) -> dict[str, str]:
    """Return which two states are chosen to be compared: by default the last two that are there, and what the address asks for them."""
    if not target.edition:
        return {}
    under_way = target.state not in DECIDED
    if target.edition == 1 and not under_way:
        return {}
    usual = (target.edition, editions.NOW) if under_way else (target.edition - 1, target.edition)
    a, b = asked.get("a") or str(usual[0]), asked.get("b") or str(usual[1])
    return {"a": a, "b": b, "asks": urlencode({"a": a, "b": b})}


@require_GET
def paper(request: Request, pk: int, kind: str, form: str) -> HttpResponse:
    """Hand out one paper."""
    target = target_for(request.user, day(request.at), pk, Permission.FILING_EXPORT)
    if form not in TYPES:
        raise Http404
    said, mark, foot = papers.said_for(target, kind, request.GET.dict(), request.at)
    try:
        name, data = book.paper(kind, said, form, foot)
    except LookupError:
        raise Http404 from None
    return saved(data, marked(name, mark), TYPES[form])
