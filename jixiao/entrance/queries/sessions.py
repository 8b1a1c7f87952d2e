"""Questions about sessions: whose is this one, which are alive, and how somebody came in of late."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet

from jixiao.accounts.models import Delegation, Seat
from jixiao.accounts.queries import User, digest_of
from jixiao.audit.facts import word
from jixiao.audit.models import Event
from jixiao.entrance.models import Session, Welcome
from jixiao.entrance.sums import device, shortened
from jixiao.kernel.roles import GUARDED, Permission, Role
from jixiao.organisations.queries import within

from .factor import TOTP, Authenticator

__all__ = ["Session", "device", "digest_of", "shortened"]
VERBS = ("session.", "factor.", "link.use", "password.set", "welcome.", "entry.")
UNTOLD = ("session.renew", "session.end_others", "factor.name", "factor.codes_kept")  # of no interest to somebody who looks for strangers
HISTORY = 20


@dataclass(frozen=True, slots=True)
class Visit:
    """One line of somebody's sign-in history."""

    at: datetime
    word: str
    address: str
    by: str
    bad: bool


def session_of(key: str | None) -> Session | None:
    """Return the session a browser's key opens."""
    return Session.objects.filter(digest=digest_of(key)).first() if key else None


def alive(at: datetime) -> Q:
    """Return the condition that a session still lets in."""
    idle, longest = timedelta(seconds=settings.SESSION_COOKIE_AGE), timedelta(seconds=settings.SESSION_LONGEST)
    return Q(ended=None, seen__gt=at - idle, since__gt=at - longest)


def sessions_of(user: User, at: datetime) -> QuerySet[Session]:
    """Return somebody's sessions that are alive, the latest used first."""
    return Session.objects.filter(alive(at), user=user)


def own_session(user: User, pk: int) -> Session | None:
    """Return one of somebody's own sessions."""
    return Session.objects.filter(user=user, pk=pk).first()


def history(user: User, most: int = HISTORY) -> list[Visit]:
    """Return how somebody came in, went out and was refused of late, from the log."""
    verbs = Q(*(("action__startswith", verb) for verb in VERBS), _connector=Q.OR)
    about = Q(actor=user.pk) | Q(subject=f"accounts.user:{user.pk}")
    events = Event.objects.filter(about, verbs).exclude(action__in=UNTOLD).order_by("-seq")[:most]
    return [
        Visit(
            at=event.at,
            word=word(event.action),
            address=shortened(json.loads(event.detail).get("address", "")),
            by="" if event.actor == user.pk else event.name,
            bad=event.action in {"session.refused", "factor.wrong"},
        )
        for event in events
    ]


def welcome_of(user: User) -> Welcome | None:
    """Return the welcome somebody has not yet settled, or None."""
    return Welcome.objects.filter(user=user, done=None).first()


def people_under(user: User, on: date, words: str = "") -> QuerySet[User]:
    """Return the people whose security somebody keeps, but not themselves: their own is kept by them."""
    found = User.objects.filter(within(user.paths(Permission.SECURITY_MANAGE, on))).exclude(pk=user.pk).select_related("unit")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(username__icontains=words) | Q(unit__name__icontains=words))
    return found.order_by("unit__path", "username")


@dataclass(frozen=True, slots=True)
class Line:
    """One person in the list of who keeps the security."""

    user: User
    posts: str
    guarded: bool
    since: datetime | None
    sessions: int
    seen: datetime | None


def lines(users: list[User], at: datetime, on: date) -> list[Line]:
    """Return what the list says of some people: posts, second factor, sessions; five questions however many they are."""
    alive_now = Session.objects.filter(alive(at), user__in=users).values("user").annotate(many=Count("pk"), last=Max("seen")).order_by()
    sessions = {row["user"]: (row["many"], row["last"]) for row in alive_now}
    since = dict(Authenticator.objects.filter(user__in=users, type=TOTP).values_list("user", "created_at"))
    held: dict[int, list[Role]] = defaultdict(list)
    for seat in Seat.objects.filter(Q(until=None) | Q(until__gte=on), user__in=users, since__lte=on):
        held[seat.user_id].append(seat.post)
    for loan in Delegation.objects.in_force(on).filter(taker__in=users):
        held[loan.taker_id].append(loan.post)
    return [
        Line(
            user,
            "、".join(dict.fromkeys(post.word for post in held[user.pk])),
            any(post.permissions & GUARDED for post in held[user.pk]),
            since.get(user.pk),
            *sessions.get(user.pk, (0, None)),
        )
        for user in users
    ]
