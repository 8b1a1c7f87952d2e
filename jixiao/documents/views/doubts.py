"""What the reader was not sure of: shown beside the original, and settled by a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.audit.actions import Denied
from jixiao.documents import actions, queries
from jixiao.documents.forms import SettleForm, asked
from jixiao.documents.queries import Upload, day
from jixiao.documents.renderings import panel, source
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission


@require_GET
def doubts(request: Request, code: UUID) -> HttpResponse:
    """Show every doubt with what was read and where it stands (存疑)."""
    upload = queries.upload_for(request.user, day(request.at), code)
    return render(request, "documents/doubts.html", listing(request, upload))


def listing(request: Request, upload: Upload) -> dict[str, Any]:
    """Return the doubts of a file, each with its lines in the original and what was read."""
    check, document = queries.check_of(upload), queries.original_of(upload)
    rows = [
        (doubt, source.around(document, doubt.stands()), panel.said(check.filing, doubt.path), panel.own(check.filing, doubt.path))
        for doubt in queries.doubts_of(upload)
    ]
    return {
        "upload": upload,
        "check": check,
        "open": [row for row in rows if row[0].settled_at is None],
        "settled": [row for row in rows if row[0].settled_at is not None],
        "may_settle": request.user.may(Permission.DOUBT_SETTLE, upload.unit, day(request.at)),
    }


@require_POST
def settle(request: Request, code: UUID, position: int) -> HttpResponse:
    """Settle one doubt."""
    upload = queries.upload_for(request.user, day(request.at), code)
    doubt = queries.doubt_for(upload, position)
    try:
        wanted = asked(SettleForm(request.POST))
        value = None if wanted["right"] else wanted["value"]
        actions.settle(doubt, value=value, version=wanted["version"], key=wanted["key"], by=request.user, at=request.at)
    except Denied:
        raise
    except Refused as refusal:
        fresh = queries.upload_for(request.user, day(request.at), code)
        context = listing(request, fresh) | {
            "refusal": refusal.sentence,
            "typed": {"position": position, "value": request.POST.get("value", "")},
        }
        return render(request, "documents/doubts.html", context, status=409)
    messages.success(request, "已确认 1 处存疑")
    return redirect("documents:doubts", upload.pk)
