"""Questions about units: which ones a person may see, and what a unit has adopted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from .facts import Span
from .models import Adoption, Unit


def units_under(paths: Iterable[str]) -> QuerySet[Unit]:
    """Return the units at some paths and all below them."""
    return Unit.objects.filter(within(paths, ""))


def within(paths: Iterable[str], prefix: str = "unit__") -> Q:
    """Return the condition that a record's unit lies at or below one of the paths; nothing lies below no path.

    ``Filing.objects.filter(within(user.paths(Permission.FILING_READ, on)))`` is how a room scopes its records.
    """
    condition = Q(pk__in=())
    for path in paths:
        span = Span.below(path)
        condition |= Q(**{f"{prefix}path__gte": span.lowest, f"{prefix}path__lt": span.beyond})
    return condition


def in_force(on: date) -> Q:
    """Return the condition that a unit exists on a day."""
    return Q(since__lte=on) & (Q(until=None) | Q(until__gte=on))


def adoption_for(unit: Unit, year: int) -> Adoption | None:
    """Return what a unit goes by in a year: its own adoption, else that of the nearest unit above."""
    steps = unit.path.strip("/").split("/")
    above = [f"/{'/'.join(steps[: end + 1])}/" for end in range(len(steps))]
    return Adoption.objects.filter(year=year, unit__path__in=above).order_by("-unit__path").first()


def years_of(unit: Unit) -> list[int]:
    """Return the years a unit has adopted something for, latest first."""
    return list(Adoption.objects.filter(unit=unit).order_by("-year").values_list("year", flat=True))
