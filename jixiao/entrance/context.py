"""The threshold: what every request of somebody signed in passes before any page, and the session it goes by.

In this order: is the session one we opened and nobody ended; have the posts changed since, then the key turns; is a first
welcome still to be settled; is a second factor still to be shown. Until then only the pages of that step answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from jixiao.accounts.context import Request
from jixiao.accounts.queries import User, client_address

from . import actions
from .facts import SEEN_EVERY
from .queries import factor, gate
from .queries.sessions import Session, device, digest_of, session_of, shortened, welcome_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
FREE = {
    "entrance:first": {"entrance:first", "entrance:leave"},
    "entrance:factor": {"entrance:factor", "entrance:leave"},
}


class Threshold:
    """Let nobody past who has not settled in and shown what their posts ask for."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        """Pass the request on; the view it reaches is known only in process_view."""
        return self.get_response(request)

    def process_view(self, request: Request, view: Callable[..., Any], _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Lead to the step that is still to take; None where there is none."""
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        session = session_of(request.session.session_key)
        if session is None or session.ended:
            if session is None and settings.UNLISTED_SESSIONS:
                return step_on(request)
            logout(request)
            return lead(request, "entrance:enter")
        keep(request, session)
        return step_on(request)


def step_on(request: Request) -> HttpResponse | None:
    """Lead to the step that is still to take, unless this is it."""
    step = step_due(request)
    here = request.resolver_match.view_name if request.resolver_match else ""
    return None if step is None or here in FREE[step] else lead(request, step)


def step_due(request: Request) -> str | None:
    """Return the address of the step somebody must take before any page, or None."""
    session = request.session
    if session.get("welcome"):
        return "entrance:first"
    if session.get("factor"):
        return None
    if session.get("due") or (factor.required() and factor.guarded(request.user, timezone.localdate(request.at))):
        return "entrance:factor"
    return None


def keep(request: Request, session: Session) -> None:
    """Turn the key of a session whose person's posts have changed, and note now and then that it is used."""
    posts = factor.posts(request.user, timezone.localdate(request.at))
    if request.session.get("posts") != posts:
        request.session["posts"] = posts
        turn_key(request)
    if request.at - session.seen > SEEN_EVERY:
        actions.note_seen(session, request.at)


def lead(request: Request, step: str) -> HttpResponse:
    """Lead to a page and from there back to this one; a fragment's request leads the whole page there."""
    wanted = request.get_full_path() if request.method == "GET" and not request.htmx else request.htmx.current_url_abs_path or "/"
    address = f"{reverse(step)}?{urlencode({'next': wanted})}"
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def come_in(request: Request, user: User) -> None:
    """Begin a session with nothing of an earlier one in it, and write it down."""
    request.session.flush()
    login(request, user, backend=BACKEND)
    session = request.session
    session["began"] = session["seen"] = int(request.at.timestamp())
    session["posts"] = factor.posts(user, timezone.localdate(request.at))
    session["welcome"] = welcome_of(user) is not None
    session["due"] = factor.enrolled(user)
    address = client_address(request)
    actions.open_session(
        user,
        digest_of(session.session_key or ""),
        address=address,
        near=shortened(address),
        device=device(request.headers.get("User-Agent", "")),
        by=user,
        at=request.at,
    )


def turn_key(request: Request) -> None:
    """Give the session a new key: the old one is dead at once."""
    before = session_of(request.session.session_key)
    request.session.cycle_key()
    follow_key(request, before)


def follow_key(request: Request, before: Session | None) -> None:
    """Note the new key of a session."""
    if before is not None:
        actions.renew_session(before, digest_of(request.session.session_key or ""), by=request.user, at=request.at)


def proved(request: Request) -> None:
    """Note that the second factor was shown in this session, under a new key."""
    request.session["factor"] = int(request.at.timestamp())
    request.session["due"] = False
    turn_key(request)


def remember(request: Request, response: HttpResponse) -> HttpResponse:
    """Make the browser known once everything its person must show has been shown."""
    if step_due(request) is None:
        response.set_cookie(
            settings.KNOWN_COOKIE,
            gate.known_as(request, request.user),
            max_age=settings.KNOWN_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
