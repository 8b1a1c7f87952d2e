"""Questions about guessing: how many wrong passwords were given of late, and from which browser a person is known.

The counting itself is django-axes'. One name from one address is locked there; here the sums over a name, over an address and
over the whole site are looked at, and a browser the person has signed in from before is counted by itself, so that a stranger
who guesses all day never locks the owner out.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.core import signing
from django.db.models import Q, Sum
from django.http import HttpRequest

from jixiao.accounts.queries import User, client_address, user_named
from jixiao.entrance.facts import CODE_WAIT
from jixiao.entrance.models import Tries

SALT = "jixiao.entrance.known"
MOST_PEOPLE = 5  # at one shared browser
MARK = "\x1f"  # between a name and the browser it is known from; nobody can type it into a name
TOO_MANY = {
    "account": "这个用户名近 15 分钟在多处输错密码，请稍后再试；用您以前登录过的浏览器不受影响，急用时请安全保密员发一次性登录链接",
    "address": "这个地址近 15 分钟输错密码太多，请稍后再试；用您以前登录过的浏览器不受影响",
    "all": "近 15 分钟全站输错密码太多，请稍后再试；用您以前登录过的浏览器不受影响",
}


def known(request: HttpRequest) -> dict[str, Any]:
    """Return what our signed cookie says of the browser: its own number, and the people who have signed in from it."""
    try:
        said = signing.loads(request.COOKIES.get(settings.KNOWN_COOKIE, ""), salt=SALT, max_age=settings.KNOWN_FOR)
    except signing.BadSignature:
        return {}
    return said if isinstance(said, dict) else {}


def known_as(request: HttpRequest, user: User) -> str:
    """Return the cookie's new text once somebody has signed in from the browser."""
    before = known(request)
    people = [user.pk, *(pk for pk in before.get("people", []) if pk != user.pk)][:MOST_PEOPLE]
    return signing.dumps({"browser": before.get("browser") or secrets.token_hex(8), "people": people}, salt=SALT)


def known_browser(request: HttpRequest, username: str) -> str:
    """Return the number of the browser when the person of that name has signed in from it before."""
    said = known(request)
    user = user_named(username) if said else None
    return str(said["browser"]) if user and user.pk in said.get("people", []) else ""


def counted_as(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """Return the name axes counts a try under: of a known browser, one of its own."""
    username = (credentials or {}).get("username") or request.POST.get("username")
    if not username:
        return None
    browser = known_browser(request, username)
    return f"{username}{MARK}{browser}" if browser else str(username)


def counted_by(request: Any, credentials: dict[str, Any] | None = None) -> list[list[str]]:
    """Return what axes locks: one name from one address; of a known browser, the browser, wherever it is."""
    name = counted_as(request, credentials) if isinstance(request, HttpRequest) else request.username
    return [["username"]] if name and MARK in name else [["username", "ip_address"]]


def refusal_to_enter(request: HttpRequest, username: str, at: datetime) -> str | None:
    """Return why no password is looked at now: too many wrong ones for the name, from the address, or altogether."""
    if known_browser(request, username):
        return None
    recent = AccessAttempt.objects.filter(attempt_time__gt=at - settings.AXES_COOLOFF_TIME)
    sums = recent.aggregate(
        account=Sum("failures_since_start", filter=Q(username=username)),
        address=Sum("failures_since_start", filter=Q(ip_address=client_address(request) or None)),
        all=Sum("failures_since_start"),
    )
    return next((TOO_MANY[what] for what, most in settings.WRONG_PASSWORDS.items() if (sums[what] or 0) >= most), None)


def locked_names(username: str) -> list[str]:
    """Return the names axes counts somebody's wrong passwords under."""
    mine = Q(username=username) | Q(username__startswith=f"{username}{MARK}")
    return list(AccessAttempt.objects.filter(mine).values_list("username", flat=True).distinct())


def wrong_of(user: User, at: datetime) -> int:
    """Return how many wrong passwords and codes are counted against somebody of late."""
    names = Q(username=user.username) | Q(username__startswith=f"{user.username}{MARK}")
    recent = AccessAttempt.objects.filter(names, attempt_time__gt=at - settings.AXES_COOLOFF_TIME)
    codes = Tries.objects.filter(user=user, last__gt=at - CODE_WAIT).first()
    return (recent.aggregate(many=Sum("failures_since_start"))["many"] or 0) + (codes.wrong if codes else 0)
