"""Questions about tokens, and what the interface reads."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from jixiao.accounts.models import User
from jixiao.accounts.queries import units_visible_to
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import unit_for
from jixiao.review.facts import Mark
from jixiao.review.queries import standing_of
from jixiao.targets.queries import Target, Version, target_for

from .models import Token

__all__ = [
    "Target",
    "Token",
    "Unit",
    "Version",
    "digest_of",
    "findings",
    "in_use",
    "target_for",
    "targets",
    "token_for",
    "tokens_of",
    "unit_for",
    "units",
    "versions",
]


def digest_of(secret: str) -> str:
    """Return what is kept of a token's secret: it has 256 random bits, so one pass is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_for(secret: str, at: datetime) -> Token | None:
    """Return the token a secret opens while it is in force and its person has an account."""
    found = Token.objects.select_related("user__unit", "unit").filter(digest=digest_of(secret), ended=None, expires__gt=at)
    return found.filter(user__is_active=True).first()


def tokens_of(user: User) -> list[Token]:
    """Return the tokens of a person, latest first."""
    return list(Token.objects.filter(user=user).select_related("unit"))


def in_use(token: Token, at: datetime) -> bool:
    """Say whether a token still opens anything."""
    return token.ended is None and token.expires > at


def units(user: User, on: date) -> list[Unit]:
    """Return the units a person may read."""
    return units_visible_to(user, on)


def targets(user: User, on: date, *, year: int | None, unit: int | None, state: str | None, after: int, limit: int) -> list[Target]:
    """Return targets a person may read, by number, the next ones after a number."""
    found = Target.objects.for_user(user, on).filter(pk__gt=after).select_related("unit", "filer", "filing")
    if year is not None:
        found = found.filter(year=year)
    if unit is not None:
        found = found.filter(filer=unit)
    if state:
        found = found.filter(state=state)
    return list(found.order_by("pk")[:limit])


def versions(target: Target) -> list[Version]:
    """Return the approved versions of a target."""
    return list(target.versions.order_by("number"))


def findings(target: Target) -> list[Mark]:
    """Return the open findings of a target."""
    return list(standing_of(target)[0].values())
