"""Pages of people: choose unit and year."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from .context import Request, way_on
from .forms import StandForm


@require_POST
def stand(request: Request) -> HttpResponse:
    """Choose the unit and year of the top bar; what may not be chosen is passed over when the page is made."""
    form = StandForm(request.POST)
    if form.is_valid():
        request.session.update({name: value for name, value in form.cleaned_data.items() if value is not None})
    return redirect(way_on(request))
