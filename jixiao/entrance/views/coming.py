"""Come in by password or by a one-time link, settle in, go out, set a password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.accounts import actions as accounts
from jixiao.accounts.context import Request, way_on
from jixiao.accounts.queries import User, client_address, digest_of, link_for, user_named
from jixiao.entrance import actions
from jixiao.entrance.context import come_in, follow_key, remember
from jixiao.entrance.facts import STRANGER
from jixiao.entrance.forms import EnterForm, FirstForm, PasswordForm
from jixiao.entrance.queries.gate import refusal_to_enter
from jixiao.entrance.queries.sessions import session_of, welcome_of
from jixiao.kernel.refusal import Refused

WRONG = "用户名或密码不对"
LOCKED = "同一用户名连续输错 5 次，请 15 分钟后再试；急用时请安全保密员发一次性登录链接"
EXPIRED = "一次性密码已过 72 小时失效，请在服务器上用 jixiao link 命令另发一次性登录链接"


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
        username = form.cleaned_data["username"]
        if reason := refusal_to_enter(request, username, request.at):
            return locked_out(request, reason=reason)
        user = authenticate(request, **form.cleaned_data)
        if isinstance(user, User) and not expired(request, user):
            come_in(request, user)
            return remember(request, redirect(way_on(request)))
        refuse(request, form, username, user)
    return render(request, "entrance/enter.html", {"form": form, "next": way_on(request, "")}, status=422 if form.errors else 200)


def expired(request: Request, user: User) -> bool:
    """Say whether somebody gave a one-time password that is no longer good."""
    welcome = welcome_of(user)
    return welcome is not None and welcome.expires <= request.at


def refuse(request: Request, form: EnterForm, username: str, user: object) -> None:
    """Say why somebody does not come in, and write it down once for each password that was looked at."""
    form.add_error(None, EXPIRED if user else WRONG)
    if user is None and getattr(request, "axes_failures_since_start", None) is not None:
        actions.note_refused(user_named(username), address=client_address(request), by=STRANGER, at=request.at)


@login_not_required
def locked_out(request: HttpRequest, *_details: Any, reason: str = LOCKED) -> HttpResponse:
    """Answer somebody who guessed too often; the lockout calls it in place of the page."""
    return render(request, "entrance/enter.html", {"form": EnterForm(), "locked": reason}, status=429)


@login_not_required
@never_cache
@require_GET
def link(request: Request, token: str) -> HttpResponse:
    """Sign in by a one-time link; its first visit spends it, and a second click by the same person does no harm."""
    found = link_for(token)
    if found is None:
        return render(request, "entrance/link_spent.html", {"sentence": accounts.LINK_SPENT}, status=404)
    try:
        accounts.use_link(found, by=found.user, at=request.at)
    except Refused as refusal:
        if request.user == found.user:
            return redirect("/")
        return render(request, "entrance/link_spent.html", {"sentence": refusal.sentence}, status=409)
    come_in(request, found.user)
    return remember(request, redirect("/"))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def first(request: Request) -> HttpResponse:
    """Settle in: tell one's name and set a password in place of the one-time one (首次登录)."""
    welcome = welcome_of(request.user)
    if welcome is None:
        return redirect(way_on(request))
    form = FirstForm(request.user, named=welcome.named, data=request.POST or None)
    if form.is_valid():
        before = session_of(request.session.session_key)
        user = actions.settle_in(request.user, form.cleaned_data.get("name", ""), form.cleaned_data["new"], by=request.user, at=request.at)
        update_session_auth_hash(request, user)
        request.session["welcome"] = False
        follow_key(request, before)
        return remember(request, redirect(way_on(request)))
    context = {"form": form, "next": way_on(request, "")}
    return render(request, "entrance/first.html", context, status=422 if form.errors else 200)


@require_POST
def leave(request: Request) -> HttpResponse:
    """Sign out (退出)."""
    actions.close_session(request.user, digest_of(request.session.session_key or ""), by=request.user, at=request.at)
    logout(request)
    return redirect("entrance:enter")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponse:
    """Set one's own password (设置密码); every other session of the person ends."""
    form = PasswordForm(request.user, request.POST or None)
    if form.is_valid():
        before = session_of(request.session.session_key)
        user = accounts.set_password(request.user, form.cleaned_data["new"], by=request.user, at=request.at)
        update_session_auth_hash(request, user)
        follow_key(request, before)
        actions.end_others(request.user, digest_of(request.session.session_key or ""), by=request.user, at=request.at)
        messages.success(request, "密码已设好，下次用它登录；其他地方的登录已结束")
        return redirect("/")
    return render(request, "entrance/password.html", {"form": form}, status=422 if form.errors else 200)
