"""Where somebody stands, which link a token opens, from where a request comes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest

from jixiao.accounts.models import Link, User
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import in_force, units_under, years_of

OFFERED = 20  # units the top bar lists; a city has hundreds, and every page would carry them


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody works now: the unit and the budget year in the top bar, and what these may be changed to."""

    unit: Unit
    year: int
    units: tuple[Unit, ...]  # the first ones to change to
    years: tuple[int, ...]
    more: bool = False  # there are more units than the top bar lists


def units_visible_to(user: User, on: date, permission: Permission = Permission.FILING_READ) -> list[Unit]:
    """Return the units of that day in which a person may do a thing, in the order of the tree."""
    return list(units_under(user.paths(permission, on)).filter(in_force(on)))


def standing(user: User, on: date, *, unit: int | None = None, year: int | None = None) -> Standing:
    """Return where a person stands; a unit or year they may not choose is passed over, so an old choice never locks out."""
    visible = units_under(user.paths(Permission.FILING_READ, on)).filter(in_force(on))
    units = list(visible[: OFFERED + 1])
    wanted = next((each for each in units if each.pk == unit), None)
    if wanted is None and unit is not None and len(units) > OFFERED:
        wanted = visible.filter(pk=unit).first()
    here = wanted or user.unit
    adopted = years_of(here)
    years = sorted({*adopted, on.year}, reverse=True)
    chosen = year if year in years else max(adopted, default=on.year)
    return Standing(here, chosen, tuple(units[:OFFERED]) or (here,), tuple(years), more=len(units) > OFFERED)


def user_named(username: str) -> User | None:
    """Return a user by their name."""
    return User.objects.filter(username=username).first()


def digest_of(token: str) -> str:
    """Return what is kept of a token: it has 256 random bits, so one pass is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_for(token: str) -> Link | None:
    """Return the link a token opens, used or not."""
    return Link.objects.select_related("user__unit").filter(digest=digest_of(token)).first()


def client_address(request: HttpRequest) -> str:
    """Return where a request comes from: past as many proxies as the installer says stand in front, never further."""
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    proxies: int = settings.PROXIES
    if proxies and len(forwarded) >= proxies:
        return str(forwarded[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))
