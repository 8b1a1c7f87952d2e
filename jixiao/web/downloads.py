"""A file to be saved under its Chinese name, never to be shown or run here, nor kept on the way."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def saved(data: bytes | str, name: str, kind: str = XLSX) -> HttpResponse:
    """Return a file to be saved, a workbook unless said otherwise."""
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
