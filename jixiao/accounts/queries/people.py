"""People looked up by those who make accounts, give posts or read the log, and what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from jixiao.accounts.models import LOOKING, Delegation, Seat, User
from jixiao.audit.facts import Place, named
from jixiao.audit.models import Event
from jixiao.audit.queries import Shown, shown
from jixiao.kernel.roles import Permission, Role
from jixiao.organisations.models import Unit, within
from jixiao.organisations.queries import OFFERED, in_force

from .lending import accounts_of, delegations_of

ORDERS = {"name": "name", "username": "username", "unit": "unit__path"}
HISTORY = 20
ACTS = ("user.", "seat.", "post.", "link.issue")


@dataclass(frozen=True, slots=True)
class Line:
    """One person in a list: who, and what they hold on the day."""

    user: User
    posts: tuple[str, ...]


def people_for(
    user: User, on: date, *, words: str = "", unit: int | None = None, role: str = "", closed: str = "", order: str = ""
) -> QuerySet[User]:
    """Return the people somebody may look up: searched, of a unit and those below, of a post, open or closed ones only."""
    found = User.objects.for_user(user, on).select_related("unit")
    for word in words.replace("\0", "").split():
        said = Q(name__icontains=word) | Q(username__icontains=word) | Q(title__icontains=word)
        named = [each.value for each in Role if word in each.word]
        found = found.filter(said | Q(unit__name__icontains=word) | Q(unit__short__icontains=word) | Q(Exists(_seats(on, named))))
    if unit is not None:
        found = found.filter(within(Unit.objects.filter(pk=unit).values_list("path", flat=True)))
    if role in {*Role}:
        found = found.filter(Exists(_seats(on, [role])))
    if closed in {"yes", "no"}:
        found = found.filter(is_active=closed == "no")
    if closed == "idle":
        found = found.filter(~Exists(_seats(on, [*Role])), is_active=True)
    field = ORDERS.get(order.removeprefix("-"), "unit__path")
    return found.order_by(f"-{field}" if order.startswith("-") else field, "name", "pk")


def _seats(on: date, roles: Sequence[str]) -> QuerySet[Seat]:
    """Return the seats of some roles held on a day by the person of the outer question."""
    return Seat.objects.filter(Q(until=None) | Q(until__gte=on), user=OuterRef("pk"), role__in=roles, since__lte=on)


def lines_of(people: Sequence[User], on: date) -> list[Line]:
    """Return some people with what they hold on a day, in two questions."""
    numbers = [person.pk for person in people]
    held: dict[int, list[str]] = {number: [] for number in numbers}
    own = Seat.objects.filter(Q(until=None) | Q(until__gte=on), user__in=numbers, since__lte=on).select_related("unit")
    for seat in own.order_by("unit__path", "pk"):
        held[seat.user_id].append(f"{seat.unit.short}{seat.post.word}")
    for loan in Delegation.objects.in_force(on).filter(taker__in=numbers).select_related("unit", "giver").order_by("pk"):
        held[loan.taker_id].append(f"{loan.unit.short}{loan.post.word}（代{loan.giver.name}）")
    return [Line(person, tuple(held[person.pk]) if person.is_active else ()) for person in people]


def person_for(user: User, on: date, number: int, *permissions: Permission) -> User:
    """Return somebody through a person; whom they may not look up is not there."""
    found = User.objects.for_user(user, on, *permissions).select_related("unit", "person").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def seats_of(user: User) -> list[Seat]:
    """Return the posts somebody held, holds and will hold, latest first."""
    return list(Seat.objects.filter(user=user).select_related("unit", "user").order_by("-since", "-pk"))


def seat_for(user: User, on: date, number: int) -> Seat:
    """Return a post in a unit where somebody gives them; another's is not there."""
    found = Seat.objects.for_user(user, on).select_related("unit", "user").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def others_of(user: User) -> list[User]:
    """Return the other accounts of the same person."""
    return list(User.objects.filter(pk__in=accounts_of(user)).exclude(pk=user.pk).order_by("pk"))


def history_of(user: User) -> tuple[Shown, ...]:
    """Return what the log knows of an account, its posts and its loans; not when somebody came and went, which is for others."""
    seats = Seat.objects.filter(user=user).values_list("pk", flat=True)
    loans = delegations_of(user).values_list("pk", flat=True)
    names = [named(user), *(f"accounts.seat:{pk}" for pk in seats), *(f"accounts.delegation:{pk}" for pk in loans)]
    acts = Q(*(Q(action__startswith=verb) for verb in ACTS), _connector=Q.OR)
    rows = Event.objects.filter(Q(subject__in=names) | Q(result__in=names)).filter(acts)
    return shown(rows.order_by("-seq")[:HISTORY])


def refusal_without(user: User, place: Place | None, on: date, permission: Permission) -> str | None:
    """Return why somebody may not do a thing to people in a place, or None."""
    if user.may(permission, place, on):
        return None
    return f"须由{'系统管理员' if permission == Permission.PEOPLE_MANAGE else '安全保密员'}办理，您没有这个岗位"


def looking(user: User, on: date) -> list[str]:
    """Return the paths at and below which somebody may look people up."""
    return sorted({path for permission in LOOKING for path in user.paths(permission, on)})


def units_offered(user: User, on: date) -> list[Unit]:
    """Return units to filter people by, as many as a list can offer."""
    return list(Unit.objects.filter(within(looking(user, on), "")).filter(in_force(on))[:OFFERED])
