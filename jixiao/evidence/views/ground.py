"""What the pages of evidence have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.accounts.context import Request
from jixiao.evidence import book
from jixiao.evidence.facts import Ledger
from jixiao.kernel.refusal import Refused
from jixiao.organisations.queries import department_of
from jixiao.spending.forms.payments import Keyed, asked

both = require_http_methods(["GET", "POST"])
PAGE = 50


def today(request: Request) -> date:
    """Return the day of a request."""
    return timezone.localdate(request.at)


def ledger_of(code: str) -> Ledger:
    """Return the ledger an address names, or not found."""
    found = book.shelf().get(code)
    if found is None:
        raise Http404
    return found


def stood(request: Request) -> Any:
    """Return the department somebody stands in."""
    return department_of(request.standing.unit)


def done(request: Request, act: Callable[[str | None], object], sentence: str) -> bool:
    """Do what one button asks, under the key of its form, and say so on the next page; what is refused is said there too."""
    try:
        act(asked(Keyed(request.POST))["key"])
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise  # an act no post allows is another answer
        messages.error(request, refusal.sentence)
        return False
    messages.success(request, sentence)
    return True


def data_of(file: Any) -> tuple[str, bytes]:
    """Return a file's name and bytes as they came."""
    return (str(file.name), file.read()) if file else ("", b"")
