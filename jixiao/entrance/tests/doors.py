"""Ways through the door, as people take them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.test import Client
from django.utils import timezone

from jixiao.accounts import actions as accounts
from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON
from jixiao.entrance import actions
from jixiao.entrance.facts import PERIOD

PASSWORD = "三张表九个项目一百四十处"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WRONG = "不对的密码不对的密码"


def with_password(user: User) -> User:
    return accounts.set_password(user, PASSWORD, by=user, at=NOON)


def code(at: datetime, steps: int = 0, secret: str = SECRET) -> str:
    """Return what an authenticator shows at a moment, or some steps later."""
    return str(format_hotp_value(hotp_value(secret, int(at.timestamp()) // PERIOD + steps)))


def with_factor(user: User, at: datetime = NOON) -> User:
    """Give somebody a second factor, set up long ago."""
    actions.enrol(user, SECRET, code(at), by=user, at=at)
    return user


def secret_of(user: User) -> str:
    return str(decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"]))


def enter(client: Client, user: User, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/enter/", {"username": user.username, "password": password}, **more)


def show(client: Client, text: str) -> Any:
    return client.post("/security/factor/", {"code": text})


def come_in(client: Client, user: User) -> Client:
    """Sign somebody in, second factor and all."""
    enter(client, user)
    if Authenticator.objects.filter(user=user).exists():
        answer = show(client, code(timezone.now(), secret=secret_of(user)))
        assert answer.status_code == 302, answer.content.decode()
        rest(user)
    return client


def rest(user: User) -> None:
    """Let the thirty seconds pass in which a code was used."""
    found = Authenticator.objects.get(user=user, type="totp")
    found.data["step"] = -1
    found.save()


def is_in(client: Client) -> bool:
    """Say whether a page of the house answers."""
    return bool(client.get("/security/").status_code == 200)


LATER = NOON + timedelta(minutes=5)
