"""Who asks and where they stand: the request as every view knows it, and what each page says of the person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from .models import User
from .queries import Standing, standing

MINUTE = 60


class Request(HttpRequest):
    """A request of somebody signed in, as the views of every room see it."""

    at: datetime  # the moment it arrived: the one clock of the request
    user: User  # the frame lets nobody else through
    standing: Standing  # the unit and year in the top bar
    htmx: HtmxDetails


def standpoint(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[Request], HttpResponseBase]:
    """Give each request of somebody signed in its standing, and keep or end their session."""

    def middleware(request: Request) -> HttpResponseBase:
        if request.user.is_authenticated:
            keep(request)
        if request.user.is_authenticated:
            request.user.remembers = True
            request.standing = SimpleLazyObject(lambda: stand(request))  # type: ignore[assignment] # stands in for it
        return get_response(request)

    return middleware


def keep(request: Request) -> None:
    """Renew the session at most once a minute while somebody works; end it when it is too old, however busy they are."""
    now, session = int(request.at.timestamp()), request.session
    if now - session.setdefault("began", now) > settings.SESSION_LONGEST:
        logout(request)
    elif now - session.get("seen", 0) > MINUTE:
        session["seen"] = now


def stand(request: Request) -> Standing:
    """Return the standing chosen in the top bar, or the person's own unit and latest year."""
    chosen = request.session
    return standing(request.user, timezone.localdate(request.at), unit=chosen.get("unit"), year=chosen.get("year"))


def way_on(request: HttpRequest, default: str = "/") -> str:
    """Return the page asked for, when it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else default


def person(request: HttpRequest) -> dict[str, Any]:
    """Tell the page who is signed in and where they stand."""
    user = getattr(request, "user", None)
    if not isinstance(user, User | SimpleLazyObject) or not user.is_authenticated:
        return {}
    return {"me": user, "standing": getattr(request, "standing", None)}
