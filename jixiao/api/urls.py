"""Addresses of the interface."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from .views import tokens
from .views.endpoints import api

app_name = "api"


def by_token(patterns: list[Any]) -> list[Any]:
    """Let the endpoints ask for a token themselves instead of a signed-in session."""
    for each in patterns:
        if isinstance(each, URLPattern):
            each.callback.login_required = False  # type: ignore[attr-defined] # what the sign-in middleware asks for
    return patterns


endpoints, _app, space = api.urls
urlpatterns = [
    path("api/", tokens.home, name="home"),
    path("api/tokens/", tokens.issue, name="issue"),
    path("api/tokens/<int:number>/end/", tokens.end, name="end"),
    path("api/v1/openapi.json", tokens.document, name="document"),
    path("api/v1/", (by_token(endpoints), "interface", space)),
]
