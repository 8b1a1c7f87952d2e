"""Loans of posts: which of one's own may be lent, to whom, which stand, and why one may not be made or ended."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from jixiao.accounts import sums
from jixiao.accounts.facts import Loan, Post
from jixiao.accounts.models import Delegation, Seat, User
from jixiao.audit.facts import Actor
from jixiao.kernel.roles import LENDABLE, Permission
from jixiao.organisations.facts import paths_above
from jixiao.organisations.models import Unit, within

FILING = ("department", "bureau")  # the kinds of unit that file for themselves and those below


def lendable(user: User, on: date) -> list[Seat]:
    """Return the own posts somebody may lend on a day."""
    return [seat for seat in user.seats_on(on) if seat.post in LENDABLE]


def filing_root(unit: Unit) -> str:
    """Return the path of the department or bureau a unit belongs to; where there is none above, of the topmost unit."""
    above = paths_above(unit.path)
    found = Unit.objects.filter(path__in=above, kind__in=FILING).order_by("-path").values_list("path", flat=True)
    return max(found, key=len, default=above[0])


def own_units(root: str) -> list[int]:
    """Return the units of a department or bureau itself: below it, and not below another that files for itself."""
    rows = list(Unit.objects.filter(within([root], "")).order_by("path").values_list("pk", "path", "kind"))
    roots = [path for _pk, path, kind in rows if kind in FILING and path != root]
    return [pk for pk, path, _kind in rows if not any(path.startswith(other) for other in roots)]


def takers_for(user: User, root: str) -> QuerySet[User]:
    """Return the people a post of a department or bureau may be lent to: active, of that department, not the same person."""
    found = User.objects.filter(unit__in=own_units(root), is_active=True).exclude(pk__in=accounts_of(user))
    return found.select_related("unit").order_by("name", "username")


def accounts_of(user: User) -> list[int]:
    """Return the numbers of all accounts of a person."""
    return [user.number, *User.objects.filter(person=user.number).values_list("pk", flat=True)]


def taken_by(user: User) -> list[Post]:
    """Return what a person holds or has been lent, at any time, under all their accounts."""
    accounts = accounts_of(user)
    seats = Seat.objects.filter(user__in=accounts).select_related("unit")
    loans = Delegation.objects.filter(taker__in=accounts, ended_at=None).select_related("unit", "giver")
    return [*(seat.facts() for seat in seats), *(loan.facts() for loan in loans)]


def refusal_to_delegate(seat: Seat, taker: User, *, by: Actor, since: date, until: date, ceiling: int | None, on: date) -> str | None:
    """Return why somebody may not lend a post, or None."""
    if seat.user_id != by.pk:
        return f"{seat.post.word}是{seat.user.name}的岗位，须由本人委托"
    if not taker.is_active:
        return f"{taker.name}的账号已停用，请委托他人"
    if filing_root(taker.unit) != filing_root(seat.unit):
        return f"{taker.name}是{taker.unit.short}的人，只能委托给本部门（本局）的人"
    loan = Loan(seat.facts(), seat.user.number, taker.number, since, until, ceiling)
    return sums.refusal_to_lend(loan, on, taken=taken_by(taker))


def delegations_of(user: User) -> QuerySet[Delegation]:
    """Return what somebody lent and was lent, latest first."""
    return (Delegation.objects.filter(giver=user) | Delegation.objects.filter(taker=user)).select_related("unit", "giver", "taker")


def delegation_for(user: User, on: date, number: int) -> Delegation:
    """Return a loan through a person; another's is not there."""
    found = Delegation.objects.for_user(user, on).select_related("unit", "giver", "taker").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def refusal_to_end_delegation(loan: Delegation, by: Actor, on: date) -> str | None:
    """Return why somebody may not end a loan, or None: its giver, its taker, and whoever gives posts there may."""
    if loan.ended_at is not None:
        return "这份委托已经终止了"
    if loan.until < on:
        return "这份委托已经到期了"
    if by.pk in {loan.giver_id, loan.taker_id} or by.may(Permission.SECURITY_MANAGE, loan.unit, on):
        return None
    return f"须由委托人{loan.giver.name}、受托人{loan.taker.name}或安全保密员终止"
