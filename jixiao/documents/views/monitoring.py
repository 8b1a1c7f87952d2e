"""Papers of monitoring: the table of a project, the tables of a round, the report."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from jixiao.accounts.context import Request
from jixiao.documents.queries import day
from jixiao.documents.queries import monitoring as queries
from jixiao.monitoring.queries.cockpit import top_of

from .papers import TYPES
from .spending import handed


def stood(request: Request) -> Any:
    """Return whose tables are printed: the whole department's where the person may read it, else the section's."""
    return top_of(request.user, day(request.at), request.standing.unit)


@require_GET
def table(request: Request, pk: int, form: str) -> HttpResponse:
    """Hand out the table of one project (监控表)."""
    return handed("monitor-form", queries.form_for(request.user, pk, request.at), form)


@require_GET
def tables(request: Request, pk: int, form: str) -> HttpResponse:
    """Hand out the tables of a round."""
    if form not in TYPES:
        raise Http404
    return handed("monitor-forms", queries.tables_for(request.user, pk, stood(request), request.at), form)


@require_GET
def report(request: Request, pk: int, form: str) -> HttpResponse:
    """Hand out the report of a round (监控报告)."""
    if form not in {"docx", "pdf"}:
        raise Http404
    return handed("monitor-report", queries.report_for(request.user, pk, stood(request), request.at), form)
