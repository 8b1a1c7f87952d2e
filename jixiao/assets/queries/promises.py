"""Questions about long promises: which wait for an answer this year, and which approved targets make without anybody asking after them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.assets import sums
from jixiao.assets.facts import LONG_YEARS, Offer
from jixiao.assets.models import Answer, Promise
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import within
from jixiao.targets.facts import Indicator
from jixiao.targets.models import Target, Version

__all__ = ["Promise"]
AT_LEAST = {"≥", ">", "=", None}


@dataclass(frozen=True, slots=True)
class Asked:
    """A promise, the answers it got, the years that wait, and the day it is over."""

    promise: Promise
    answers: tuple[Answer, ...]
    waiting: tuple[int, ...]
    ends: date
    over: bool

    @property
    def broken(self) -> Answer | None:
        """The answer that it is used no longer."""
        return next((one for one in self.answers if not one.used), None)

    @property
    def last(self) -> Answer | None:
        """The last answer."""
        return self.answers[-1] if self.answers else None


def promise_for(user: User, on: date, number: int) -> Promise:
    """Return a promise a person may see; another unit's is not there."""
    found = Promise.objects.for_user(user, on).select_related("unit", "card__unit", "by").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def promises_for(user: User, on: date, unit: Unit) -> QuerySet[Promise]:
    """Return the promises of a unit and those below it, newest first."""
    found = Promise.objects.for_user(user, on).filter(within([unit.path]))
    return found.select_related("unit", "card__unit", "by").prefetch_related("answers__by").order_by("-since", "-pk")


def asked(promise: Promise, on: date) -> Asked:
    """Return a promise with what waits to be answered; one used no longer is asked after no more."""
    told, answers = promise.facts(), tuple(sorted(promise.answers.all(), key=lambda one: one.year))
    broken = any(not one.used for one in answers)
    waiting = () if broken else tuple(sums.unanswered(told, on))
    return Asked(promise, answers, waiting, sums.ends_of(told), sums.ends_of(told) <= on)


def refusal_to_answer(promise: Promise, year: int, on: date) -> str | None:
    """Return why a year may not be answered, or None."""
    found = asked(promise, on)
    if found.broken:
        return f"{found.broken.year} 年已答复不再使用，不用再答复"
    if any(one.year == year for one in found.answers):
        return f"{year} 年已经答复过，答复不能更改"
    return None if year in found.waiting else f"{year} 年不用答复，请按待答复的年度办理"


def offers(filer: Unit) -> list[Offer]:
    """Return the promises of long use the approved targets of a department make that are not asked after yet, newest year first."""
    known = set(Promise.objects.filter(unit=filer).values_list("year", "project", "text"))
    targets = Target.objects.filter(filer=filer, kind="project", edition__gte=1)
    rows = (
        Version.objects.filter(target__in=targets, number=F("target__edition"))
        .select_related("target")
        .order_by("-target__year", "target__pk")
    )
    found = [
        Offer(row.target.name, text, years, row.target.year)
        for row in rows
        for project in row.facts().projects
        for text, years in _long(project.indicators)
    ]
    return [one for one in found if (one.year, one.project, one.text) not in known]


def _long(indicators: tuple[Indicator, ...]) -> Iterator[tuple[str, int]]:
    """Yield what indicators promise for ten years and more: name with value, and the years."""
    for row in indicators:
        goal = row.goal
        if goal.unit == "年" and goal.number is not None and LONG_YEARS <= goal.number < 100 and goal.operator in AT_LEAST:  # noqa: PLR2004
            yield f"{row.name}{goal.text}"[:200], int(goal.number)
