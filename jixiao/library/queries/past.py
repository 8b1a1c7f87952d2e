"""What became of indicators in earlier years, and how often one is used."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Sum

from jixiao.library import facts
from jixiao.library.models import Past, Use
from jixiao.organisations.models import Unit


def records_of(unit: Unit, name: str, project: str | None = None) -> list[Past]:
    """Return the years kept of an indicator of a unit, latest first; of one project (""  for none) or, asked for None, of all."""
    found = Past.objects.filter(unit=unit, name="".join(name.split())).select_related("by")
    if project is not None:
        found = found.filter(project=project.strip())
    return list(found.order_by("-year", "project"))


def past_of(unit: Unit, name: str, project: str | None = None) -> list[facts.Past]:
    """Return the years kept of an indicator of a unit as facts, latest first, for ``sums.too_easy`` and for the reviewer's side panel."""
    return [one.facts() for one in records_of(unit, name, project)]


def uses_of(names: Iterable[str], *, year: int | None = None) -> dict[str, int]:
    """Return how many targets use each indicator: of a year, or in all; a name nobody uses is not in it. One question."""
    found = Use.objects.filter(name__in=list(names))
    if year is not None:
        found = found.filter(year=year)
    return dict(found.order_by().values_list("name").annotate(total=Sum("count")))
