"""The whole department's papers as one file: the page that says what goes in, and the file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jixiao.accounts.context import Request
from jixiao.documents import book
from jixiao.documents.queries import binding as bindings
from jixiao.documents.queries import day
from jixiao.documents.queries.binding import BASES, Binding
from jixiao.documents.queries.editions import NOW
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.web.downloads import saved

from .papers import FORMS, NO_POST, TYPES, marked

KINDS = {"set-national": "财政部申报表式", "set": "河北省市县表式"}


def asked(request: Request, permission: Permission = Permission.FILING_READ, **instead: str) -> Binding:
    """Return the set an address asks for: unit, year, and what it is made of."""
    said, on, stand = request.GET.dict() | instead, day(request.at), request.standing
    unit = bindings.unit_asked(request.user, on, said.get("unit", ""), stand.unit, permission)
    year = bindings.number_in(said.get("year", ""), stand.year)
    of = said.get("of", NOW)
    return bindings.binding(request.user, on, unit, year, basis=of, day=said.get("date", ""), permission=permission)


@require_GET
def page(request: Request) -> HttpResponse:
    """Show what goes into the set: list, totals, what is missing (全套装订)."""
    refusal = ""
    try:
        bound = asked(request)
    except Refused as error:
        bound, refusal = asked(request, of=NOW), error.sentence
    may = request.user.may(Permission.FILING_EXPORT, bound.unit, day(request.at))
    address = {"unit": bound.unit.pk, "year": bound.year, "of": bound.basis} | ({"date": f"{bound.day:%Y-%m-%d}"} if bound.day else {})
    context: dict[str, Any] = {
        "bound": bound,
        "bases": BASES,
        "kinds": KINDS,
        "forms": FORMS,
        "asks": urlencode(address),
        "date": request.GET.get("date", ""),
        "refusal": refusal,
        "why_not": bound.refusal or ("" if may else NO_POST),
        "departments": bindings.departments(request.user, day(request.at), bound.unit, bound.year) if bound.unit.kind == "bureau" else [],
    }
    return render(request, "documents/papers_set.html", context, status=422 if refusal else 200)


@require_GET
def file(request: Request, form: str) -> HttpResponse:
    """Hand out the set as one file."""
    kind = request.GET.get("layout", "set-national")
    if form not in TYPES or kind not in KINDS:
        raise Http404
    bound = asked(request, Permission.FILING_EXPORT)
    if bound.refusal:
        raise Refused(bound.refusal)
    name, data = book.paper(kind, bindings.filing_of(bound), form, bindings.foot_of(bound, request.at))
    return saved(data, marked(name, bound.word), TYPES[form])
