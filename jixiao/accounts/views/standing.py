"""Where one stands: choose unit and year in the top bar, or the unit on a page where there are many."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request, way_on
from jixiao.accounts.forms import StandForm
from jixiao.organisations.queries import units_for

PAGE = 50


@require_POST
def stand(request: Request) -> HttpResponse:
    """Choose the unit and year of the top bar; what may not be chosen is passed over when the page is made."""
    form = StandForm(request.POST)
    if form.is_valid():
        request.session.update({name: value for name, value in form.cleaned_data.items() if value is not None})
    return redirect(way_on(request))


@require_GET
def units(request: Request) -> HttpResponse:
    """Offer every unit one may work in, to be searched."""
    words = request.GET.get("q", "").strip()
    found = units_for(request.user, timezone.localdate(request.at), words=words)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/units.html", {"page": page, "words": words, "next": way_on(request)})
