"""What a person takes home: the report, the findings as a workbook, the corrected tables as Word and Excel, the file as it came."""

from __future__ import annotations

from pathlib import PurePath
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_GET

from jixiao.accounts.context import Request
from jixiao.documents import book, queries
from jixiao.documents.facts import Reading
from jixiao.documents.queries import Check, day
from jixiao.documents.renderings import report as reports
from jixiao.documents.renderings import workbook as workbooks
from jixiao.documents.renderings.listing import Report
from jixiao.kernel.roles import Permission
from jixiao.office import book as office
from jixiao.web.downloads import DOCX, XLSX, saved

FALLBACK = "national"  # the form for what came in one that can only be read


def checked(request: Request, code: UUID) -> Check:
    """Return how a file stands, for somebody who may take it home."""
    return queries.check_of(queries.upload_for(request.user, day(request.at), code, Permission.FILING_EXPORT))


def stem(check: Check) -> str:
    """Return the file's name without its ending."""
    return PurePath(check.upload.name).stem or "绩效目标"


def reported(check: Check) -> Report:
    """Return what the renderings need: the facts as they stand, and the findings nobody has answered."""
    doubts = tuple(doubt.said() for doubt in queries.doubts_of(check.upload) if doubt.settled_at is None)
    return Report(check.upload.name, Reading(check.upload.layout, check.filing, doubts), tuple(check.open.values()), check.pack)


@require_GET
def report(request: Request, code: UUID) -> HttpResponse:
    """Hand out the report as one page that prints (核对报告)."""
    check = checked(request, code)
    on = f"核对时间 {request.at.astimezone(get_current_timezone()):%Y-%m-%d %H:%M}，第 {check.version} 版"
    return saved(reports.html([reported(check)], printed_on=on), f"{stem(check)}-核对报告.html", "text/html; charset=utf-8")


@require_GET
def workbook(request: Request, code: UUID) -> HttpResponse:
    """Hand out the findings as a workbook (问题清单)."""
    check = checked(request, code)
    return saved(workbooks.xlsx([reported(check)]), f"{stem(check)}-问题清单.xlsx", XLSX)


@require_GET
def corrected(request: Request, code: UUID, kind: str) -> HttpResponse:
    """Hand out the tables as they stand now, in the form they came in, as Word or Excel."""
    check = checked(request, code)
    form = check.upload.layout if book.layout(check.upload.layout).write else FALLBACK
    data = office.write(book.write(check.filing, form), kind)
    return saved(data, f"{stem(check)}-更正后.{kind}", DOCX if kind == "docx" else XLSX)


@require_GET
def original(request: Request, code: UUID) -> FileResponse:
    """Hand out the file as it came."""
    upload = queries.upload_for(request.user, day(request.at), code, Permission.FILING_EXPORT)
    path = queries.stored(upload.sha256)
    if not path.is_file():
        raise Http404
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=upload.name, content_type="application/octet-stream")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
