"""Intentions about people: give an account, a seat, a link; come in, go out, set a password."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from jixiao.audit.actions import action
from jixiao.audit.facts import Actor
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission, Role, clash
from jixiao.organisations.models import Unit

from .models import Link, Seat, User
from .queries import digest_of

LINK_MINUTES = 15
LINK_SPENT = "这个登录链接已经用过或已失效，请系统管理员另发一个，或用密码登录"


@action("user.create", Permission.PEOPLE_MANAGE)
def create_user(unit: Unit, username: str, name: str, *, title: str = "", by: Actor, at: datetime) -> User:  # noqa: ARG001 - the door reads them
    """Give somebody an account, without a password: they come in by a link first and set one."""
    if not username.strip() or not name.strip():
        msg = "请填用户名和姓名"
        raise Refused(msg)
    if User.objects.filter(username=username.strip()).exists():
        msg = f"用户名「{username}」已经有人用了"
        raise Refused(msg)
    user = User(unit=unit, username=username.strip(), name=name.strip(), title=title.strip())
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


@action("user.close", Permission.PEOPLE_MANAGE)
def close_user(user: User, *, by: Actor, at: datetime) -> User:  # noqa: ARG001 - the door reads them
    """Close an account at once: every session of it ends with its next click."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    return user


@action("seat.give", Permission.PEOPLE_MANAGE)
def give_seat(unit: Unit, user: User, role: Role, *, since: date, until: date | None = None, by: Actor, at: datetime) -> Seat:  # noqa: ARG001
    """Give somebody a post in a unit; refuses posts that one person may not hold together, now or at any time they overlap."""
    User.objects.select_for_update().get(pk=user.pk)  # two seats given at once would each see the other missing
    others = [seat for seat in Seat.objects.filter(user=user) if _meet(seat, since, until)]
    if any(seat.role == role and seat.unit_id == unit.pk for seat in others):
        msg = f"{user.name}在此期间已是{unit.short}的{role.word}"
        raise Refused(msg)
    if reason := clash(frozenset({role, *(seat.post for seat in others)})):
        raise Refused(reason)
    return Seat.objects.create(user=user, role=role.value, unit=unit, since=since, until=until)


def _meet(seat: Seat, since: date, until: date | None) -> bool:
    """Say whether a seat and a time have a day in common."""
    return (until is None or seat.since <= until) and (seat.until is None or since <= seat.until)


@action("seat.end", Permission.PEOPLE_MANAGE)
def end_seat(seat: Seat, until: date, *, by: Actor, at: datetime) -> Seat:  # noqa: ARG001 - the door reads them
    """End a post after a day."""
    if until < seat.since:
        msg = f"离任日期不能早于任职日期 {seat.since:%Y-%m-%d}"
        raise Refused(msg)
    seat.until = until
    seat.save(update_fields=["until"])
    return seat


@action("link.issue", Permission.PEOPLE_MANAGE)
def issue_link(user: User, *, minutes: int = LINK_MINUTES, by: Actor, at: datetime) -> str:  # noqa: ARG001 - the door reads by
    """Issue a one-time link and return its token, which is kept nowhere; earlier unused links of the person stop working."""
    if not user.is_active:
        msg = f"{user.name}的账号已停用"
        raise Refused(msg)
    Link.objects.filter(user=user, used=None, expires__gt=at, issued__lt=at).update(expires=at)
    token = secrets.token_urlsafe(32)
    Link.objects.create(digest=digest_of(token), user=user, issued=at, expires=at + timedelta(minutes=minutes))
    return token


@action("link.use", None)
def use_link(link: Link, *, by: User, at: datetime) -> Link:
    """Spend a link: of two clicks at the same moment one comes in."""
    spent = Link.objects.filter(pk=link.pk, user=by, user__is_active=True, used=None, issued__lte=at, expires__gt=at).update(used=at)
    if spent != 1:
        raise Refused(LINK_SPENT)
    link.refresh_from_db()
    return link


@action("session.open", None)
def note_sign_in(user: User, *, address: str, by: Actor, at: datetime) -> User:  # noqa: ARG001 - the door writes them down
    """Write down that somebody came in, and from where."""
    return user


@action("session.close", None)
def note_sign_out(user: User, *, by: Actor, at: datetime) -> User:  # noqa: ARG001 - the door writes them down
    """Write down that somebody went out."""
    return user


@action("password.set", None)
def set_password(user: User, password: str, *, by: User, at: datetime) -> User:  # noqa: ARG001 - the door writes it down
    """Set one's own password; its strength was checked by the form."""
    if by.pk != user.pk:
        msg = "只能设置自己的密码"
        raise Refused(msg)
    user.set_password(password)
    user.save(update_fields=["password"])
    return user
