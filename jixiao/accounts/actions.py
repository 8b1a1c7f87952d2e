"""Intentions about people: give an account, a seat, a link; lend a post; set a password.

Three administrators are kept apart: the system administrator makes accounts, which can do nothing; the security administrator
gives them posts and the link to come in by. Neither makes a working account alone.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from django.utils import timezone

from jixiao.audit.actions import action
from jixiao.audit.facts import Actor
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission, Role
from jixiao.organisations.models import Unit

from . import queries
from .models import Delegation, Link, Seat, User
from .queries import digest_of

LINK_MINUTES = 15
LINK_SPENT = "这个登录链接已经用过或已失效，请安全保密员另发一个，或用密码登录"


@action("user.create", Permission.PEOPLE_MANAGE, said="建立账号")
def create_user(
    unit: Unit,
    username: str,
    name: str,
    *,
    title: str = "",
    namesake: bool = False,
    by: Actor,  # noqa: ARG001 - the door reads it
    at: datetime,  # noqa: ARG001 - and this
    key: str | None = None,  # noqa: ARG001 - and this
) -> User:
    """Give somebody an account, without a password and without a post: others give these.

    Somebody of the same name in the same department is taken to be the same person, unless said to be a ``namesake``.
    """
    username, name = username.strip(), " ".join(name.split())
    heed(queries.refusal_of_names(username, name))
    person = None if namesake else queries.person_named(unit, name)
    user = User(unit=unit, username=username, name=name, title=title.strip(), person=person)
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


@action("user.describe", Permission.PEOPLE_MANAGE, said="更正姓名和职务")
def describe_user(user: User, name: str, *, title: str, by: Actor, at: datetime, key: str | None = None) -> User:  # noqa: ARG001
    """Put somebody's name and title right; the user name stays, for the log knows it."""
    heed(queries.refusal_of_names(user.username, name, user))
    user.name, user.title = " ".join(name.split()), title.strip()
    user.save(update_fields=["name", "title"])
    return user


@action("user.close", Permission.PEOPLE_MANAGE, said="停用账号")
def close_user(user: User, *, by: Actor, at: datetime, key: str | None = None) -> User:  # noqa: ARG001 - the door reads it
    """Close an account at once: every session of it ends with its next click."""
    heed(queries.refusal_to_close(user, by, timezone.localdate(at)))
    user.is_active = False
    user.save(update_fields=["is_active"])
    return user


@action("user.reopen", Permission.PEOPLE_MANAGE, said="恢复账号")
def reopen_user(user: User, *, by: Actor, at: datetime, key: str | None = None) -> User:  # noqa: ARG001 - the door reads it
    """Open a closed account again; its password is gone, so the security administrator has to let it in anew."""
    heed(queries.refusal_to_reopen(user))
    user.is_active = True
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    return user


@action("user.move", Permission.PEOPLE_MANAGE, said="调动单位")
def move_user(user: User, unit: Unit, *, by: Actor, at: datetime, key: str | None = None) -> User:  # noqa: ARG001 - the door reads it
    """Move somebody to another unit; the posts they hold stay until they are ended."""
    on = timezone.localdate(at)
    if not by.may(Permission.PEOPLE_MANAGE, unit, on):
        msg = f"您不管理{unit.short}的账号，调入须由该单位的系统管理员办理"
        raise Refused(msg)
    heed(queries.refusal_to_move(user, unit, on))
    user.unit = unit
    user.save(update_fields=["unit"])
    return user


@action("seat.give", Permission.SECURITY_MANAGE, said="授予岗位")
def give_seat(
    unit: Unit,
    user: User,
    role: Role,
    *,
    since: date,
    until: date | None = None,
    by: Actor,
    at: datetime,  # noqa: ARG001 - the door reads it
    key: str | None = None,  # noqa: ARG001 - and this
) -> Seat:
    """Give somebody a post in a unit; refuses posts that one person may not hold together, now or at any time they overlap."""
    User.objects.select_for_update().get(pk=user.number)  # two seats given at once would each see the other missing
    heed(queries.refusal_to_seat(unit, user, role, since=since, until=until, by=by))
    return Seat.objects.create(user=user, role=role.value, unit=unit, since=since, until=until)


@action("seat.end", Permission.SECURITY_MANAGE, said="解除岗位")
def end_seat(seat: Seat, until: date, *, by: Actor, at: datetime, key: str | None = None) -> Seat:  # noqa: ARG001 - the door reads it
    """End a post after a day."""
    heed(queries.refusal_to_unseat(seat, until, by))
    seat.until = until
    seat.save(update_fields=["until"])
    return seat


@action("link.issue", Permission.SECURITY_MANAGE, said="发登录链接")
def issue_link(user: User, *, minutes: int = LINK_MINUTES, by: Actor, at: datetime) -> str:
    """Issue a one-time link and return its token, which is kept nowhere; earlier unused links of the person stop working."""
    heed(queries.refusal_to_link(user, by))
    Link.objects.filter(user=user, used=None, expires__gt=at, issued__lt=at).update(expires=at)
    token = secrets.token_urlsafe(32)
    Link.objects.create(digest=digest_of(token), user=user, issued=at, expires=at + timedelta(minutes=minutes))
    return token


@action("post.delegate", Permission.POST_DELEGATE, said="办理委托")
def delegate(
    seat: Seat,
    taker: User,
    *,
    since: date,
    until: date,
    ceiling: int | None = None,
    reason: str,
    document: str,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads it
) -> Delegation:
    """Lend a post of one's own for a time and up to an amount (委托); the one who takes it never lends it on."""
    for number in sorted({taker.number, seat.user.number}):  # the same order everywhere: two loans made at once see each other
        User.objects.select_for_update().get(pk=number)
    taker.refresh_from_db()
    on = timezone.localdate(at)
    heed(queries.refusal_to_delegate(seat, taker, by=by, since=since, until=until, ceiling=ceiling, on=on))
    if not reason.strip() or not document.strip():
        msg = "请写明委托事由和委托书文号"
        raise Refused(msg)
    return Delegation.objects.create(
        giver=seat.user,
        taker=taker,
        role=seat.role,
        unit=seat.unit,
        since=since,
        until=until,
        ceiling=ceiling,
        reason=reason.strip(),
        document=document.strip(),
        given_at=at,
    )


@action("post.undelegate", None, said="终止委托")
def end_delegation(loan: Delegation, *, by: Actor, at: datetime, key: str | None = None) -> Delegation:  # noqa: ARG001 - the door reads it
    """End a loan before its time, at once."""
    if reason := queries.refusal_to_end_delegation(loan, by, timezone.localdate(at)):
        raise Refused(reason)
    loan.ended_at = at
    loan.save(update_fields=["ended_at"])
    return loan


@action("link.use", None, said="用登录链接登录")
def use_link(link: Link, *, by: User, at: datetime) -> Link:
    """Spend a link: of two clicks at the same moment one comes in."""
    spent = Link.objects.filter(pk=link.pk, user=by, user__is_active=True, used=None, issued__lte=at, expires__gt=at).update(used=at)
    if spent != 1:
        raise Refused(LINK_SPENT)
    link.refresh_from_db()
    return link


@action("password.set", None, said="设置密码")
def set_password(user: User, password: str, *, by: User, at: datetime) -> User:  # noqa: ARG001 - the door writes it down
    """Set one's own password; its strength was checked by the form."""
    if by.pk != user.pk:
        msg = "只能设置自己的密码"
        raise Refused(msg)
    user.set_password(password)
    user.save(update_fields=["password"])
    return user
