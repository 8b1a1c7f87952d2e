"""Where one stands: choose unit and year in the top bar."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jixiao.accounts.context import Request, way_on
from jixiao.accounts.forms import StandForm


@require_POST
def stand(request: Request) -> HttpResponse:
    """Choose the unit and year of the top bar; what may not be chosen is passed over when the page is made."""
    form = StandForm(request.POST)
    if form.is_valid():
        request.session.update({name: value for name, value in form.cleaned_data.items() if value is not None})
    return redirect(way_on(request))
