"""Pages of the entrance: come in by password or by a one-time link, go out, set a password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.accounts import actions
from jixiao.accounts.context import Request, way_on
from jixiao.accounts.queries import User, client_address, link_for
from jixiao.kernel.refusal import Refused

from .forms import EnterForm, PasswordForm

BACKEND = "django.contrib.auth.backends.ModelBackend"
WRONG = "用户名或密码不对"
LOCKED = "同一用户名连续输错 5 次，请 15 分钟后再试；急用时请系统管理员发一次性登录链接"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def enter(request: Request) -> HttpResponse:
    """Sign in by name and password (登录)."""
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(way_on(request))
    form = EnterForm(request.POST or None)
    if form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if isinstance(user, User):
            come_in(request, user)
            return redirect(way_on(request))
        form.add_error(None, WRONG)
    return render(request, "entrance/enter.html", {"form": form, "next": way_on(request, "")}, status=422 if form.errors else 200)


def come_in(request: Request, user: User) -> None:
    """Begin a fresh session and write it down."""
    login(request, user, backend=BACKEND)
    actions.note_sign_in(user, address=client_address(request), by=user, at=request.at)


@login_not_required
def locked_out(request: HttpRequest, *_details: Any) -> HttpResponse:
    """Answer somebody who guessed too often; the lockout calls it in place of the page."""
    return render(request, "entrance/enter.html", {"form": EnterForm(), "locked": LOCKED}, status=429)


@login_not_required
@never_cache
@require_GET
def link(request: Request, token: str) -> HttpResponse:
    """Sign in by a one-time link; its first visit spends it, and a second click by the same person does no harm."""
    found = link_for(token)
    if found is None:
        return render(request, "entrance/link_spent.html", {"sentence": actions.LINK_SPENT}, status=404)
    try:
        actions.use_link(found, by=found.user, at=request.at)
    except Refused as refusal:
        if request.user == found.user:
            return redirect("/")
        return render(request, "entrance/link_spent.html", {"sentence": refusal.sentence}, status=409)
    come_in(request, found.user)
    return redirect("/")


@require_POST
def leave(request: Request) -> HttpResponse:
    """Sign out (退出)."""
    actions.note_sign_out(request.user, by=request.user, at=request.at)
    logout(request)
    return redirect("entrance:enter")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponse:
    """Set one's own password (设置密码)."""
    form = PasswordForm(request.user, request.POST or None)
    if form.is_valid():
        user = actions.set_password(request.user, form.cleaned_data["new"], by=request.user, at=request.at)
        update_session_auth_hash(request, user)
        messages.success(request, "密码已设好，下次用它登录")
        return redirect("/")
    return render(request, "entrance/password.html", {"form": form}, status=422 if form.errors else 200)
