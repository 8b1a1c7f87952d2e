"""Why an act on an account or a post may not be done: the disabled button's title and the error are one sentence."""

from __future__ import annotations

import re
from datetime import date

from jixiao.accounts.facts import LONGEST_NAME, LONGEST_USERNAME
from jixiao.accounts.models import Seat, User
from jixiao.audit.facts import Actor
from jixiao.kernel.roles import ADMINISTRATORS, Role, clash
from jixiao.organisations.models import Unit

from .lending import filing_root, own_units, taken_by

USERNAME = re.compile(r"[\w.@+-]+")


def refusal_of_names(username: str, name: str, user: User | None = None) -> str | None:
    """Return why somebody may not be called so, or None; ``user`` is who they are already."""
    if not username.strip() or not name.strip():
        return "请填用户名和姓名"
    if len(username) > LONGEST_USERNAME or len(name) > LONGEST_NAME:
        return f"用户名和姓名都不超过 {LONGEST_NAME} 个字"
    if not USERNAME.fullmatch(username):
        return f"用户名「{username}」只能用文字、数字和 . @ + - _，中间不留空格"
    if user is None and User.objects.filter(username__iexact=username).exists():
        return f"用户名「{username}」已经有人用了"
    return None


def person_named(unit: Unit, name: str) -> User | None:
    """Return the first account of somebody of this name in the same department, or None."""
    found = User.objects.filter(name=name, unit__in=own_units(filing_root(unit))).order_by("pk").first()
    return found and (found.person or found)


def refusal_to_seat(unit: Unit, user: User, role: Role, *, since: date, until: date | None, by: Actor) -> str | None:
    """Return why somebody may not be given a post, or None."""
    if by.pk == user.pk:
        return "不能给自己授予岗位，请由另一位安全保密员办理"
    if not user.is_active:
        return f"{user.name}的账号已停用，请先由系统管理员恢复"
    if until is not None and until < since:
        return f"离任日期不能早于任职日期 {since:%Y-%m-%d}"
    if unit.until is not None and (until is None or until > unit.until):
        return f"{unit.short}已于 {unit.until:%Y-%m-%d} 撤销，任期不能超过这一天"
    others = [post for post in taken_by(user) if post.meets(since, until)]
    if any(post.role == role and post.path == unit.path and post.giver is None for post in others):
        return f"{user.name}在此期间已是{unit.short}的{role.word}"
    return clash(frozenset({role, *(post.role for post in others)}))


def refusal_to_unseat(seat: Seat, until: date, by: Actor) -> str | None:
    """Return why a post may not end after a day, or None."""
    if until < seat.since:
        return f"离任日期不能早于任职日期 {seat.since:%Y-%m-%d}"
    if seat.until is not None and until > seat.until:
        return f"这个岗位已定于 {seat.until:%Y-%m-%d} 离任，要延长请另授一段任期"
    if by.pk is not None and seat.post in ADMINISTRATORS and not _successors(seat, until):
        return f"{seat.user.name}是{seat.unit.short}唯一的{seat.post.word}，请先授予接任的人，再解除他的岗位"
    return None


def _successors(seat: Seat, until: date) -> bool:
    """Say whether another open account still holds the post of an administrator there after a day."""
    others = Seat.objects.filter(role=seat.role, unit=seat.unit, user__is_active=True).exclude(user=seat.user).select_related("unit")
    return any(other.until is None or other.until > until for other in others)


def refusal_to_close(user: User, by: Actor, on: date) -> str | None:
    """Return why an account may not be closed, or None."""
    if not user.is_active:
        return f"{user.name}的账号已经停用"
    if by.pk == user.pk:
        return "不能停用自己的账号，请由另一位系统管理员办理"
    if by.pk is None:
        return None
    alone = [seat for seat in user.seats_on(on) if seat.post in ADMINISTRATORS and not _successors(seat, on)]
    if alone:
        return f"{user.name}是{alone[0].unit.short}唯一的{alone[0].post.word}，请先由安全保密员授予接任的人"
    return None


def refusal_to_reopen(user: User) -> str | None:
    """Return why an account may not be opened again, or None."""
    return f"{user.name}的账号在用，不必恢复" if user.is_active else None


def refusal_to_move(user: User, unit: Unit, on: date) -> str | None:
    """Return why somebody may not be moved to a unit, or None."""
    if unit.pk == user.unit_id:
        return f"{user.name}已在{unit.short}"
    if unit.until is not None and unit.until < on:
        return f"{unit.short}已于 {unit.until:%Y-%m-%d} 撤销"
    return None


def refusal_to_link(user: User, by: Actor) -> str | None:
    """Return why somebody may not be sent a link to come in by, or None."""
    if not user.is_active:
        return f"{user.name}的账号已停用"
    if by.pk is not None and by.pk == user.pk:
        return "您已登录，不必给自己发链接；要换密码请到「设置密码」"
    return None
