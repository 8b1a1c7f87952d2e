"""The log as pages: looking, one event in its place, a record's history, taking a part out, having the chain walked."""

from __future__ import annotations

import tempfile
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission

from . import actions, queries
from .facts import Ground, Reader, Wanted
from .facts import record as called
from .forms import Filter
from .renderings import tables

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Request(HttpRequest):
    """A request of somebody signed in, as this room sees it: it stands below the one that keeps people."""

    at: datetime
    user: Reader  # type: ignore[assignment] # narrower on purpose: what the log needs to know of a person


def readers(request: Request) -> date:
    """Return the day, for somebody who reads the log anywhere; anybody else is turned away."""
    day = localdate(request.at)
    if not queries.may_read(request.user, day):
        raise PermissionDenied
    return day


def asked(request: Request, day: date, data: QueryDict) -> Filter:
    """Return the filters with what somebody may choose from."""
    return Filter(data, acts=queries.acts(), units=queries.grounds(request.user, day))


def place(request: Request, day: date, wanted: Wanted, permission: Permission) -> Ground:
    """Return where an act on the log takes place: the unit asked for, else where the person reads it."""
    return Ground(wanted.unit or next(iter(request.user.paths(permission, day)), ""))


@require_GET
def log(request: Request) -> HttpResponse:
    """List what was done, newest first; the filters and the place stand in the address."""
    day = readers(request)
    form = asked(request, day, request.GET)
    before, after = (_number(request.GET.get(name)) for name in ("before", "after"))
    context = {
        "form": form,
        "wanted": form.wanted(),
        "page": queries.page(request.user, day, form.wanted(), before=before, after=after),
        "health": queries.health(),
        "last": queries.last_verification(request.user, day),
        "may_export": queries.may_read(request.user, day, Permission.LOG_EXPORT),
        "most": queries.MOST,
    }
    return render(request, "audit/log.html", context)


@require_GET
def event(request: Request, seq: int) -> HttpResponse:
    """Show one event at its place in the chain."""
    one = queries.event_for(request.user, localdate(request.at), seq)
    if one is None:
        raise Http404
    return render(request, "audit/event.html", {"one": one, "algorithm": queries.algorithm()})


@require_GET
def record(request: Request, label: str, number: str) -> HttpResponse:
    """Show what was done to one record, as far as somebody may see it."""
    history = queries.record_history_for(request.user, localdate(request.at), f"{label}:{number}")
    if not history:
        raise Http404
    return render(
        request,
        "audit/record.html",
        {"history": history, "name": history[0].record if history[0].subject == f"{label}:{number}" else called(f"{label}:{number}")},
    )


@require_POST
def export(request: Request) -> HttpResponseBase:
    """Hand out what is filtered as CSV or Excel; the log tells of it."""
    day = localdate(request.at)
    form = asked(request, day, request.POST)
    if not form.is_valid():
        raise Refused("；".join(str(error) for errors in form.errors.values() for error in errors))
    wanted, kind = form.wanted(), "xlsx" if request.POST.get("format") == "xlsx" else "csv"
    actions.note_export(
        place(request, day, wanted, Permission.LOG_EXPORT), kind=kind, filters=wanted.filters, by=request.user, at=request.at
    )
    rows = queries.cells(queries.chosen(request.user, day, wanted))
    answer: HttpResponseBase
    if kind == "xlsx":
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
        tables.xlsx(file, rows)
        file.seek(0)
        answer = FileResponse(file, content_type=XLSX)
    else:
        answer = StreamingHttpResponse(tables.csv_pieces(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"审计日志-{day:%Y%m%d}.{kind}") or ""
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def verify(request: Request) -> HttpResponse:
    """Walk the chain from the newest checkpoint, or from the first event; what came of it stands in the log."""
    day = localdate(request.at)
    ground = place(request, day, Wanted(), Permission.LOG_READ)
    if not queries.may_read(request.user, day):
        raise PermissionDenied
    walked = queries.walked(whole=request.POST.get("whole") == "1")
    actions.note_verification(ground, since=walked.since, upto=walked.upto, outcome=walked.sentence, by=request.user, at=request.at)
    return redirect("audit:log")


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None  # noqa: PLR2004 - a 64-bit number
