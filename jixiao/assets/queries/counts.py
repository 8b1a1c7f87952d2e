"""Questions about stocktakes: which there are, what they found, who may say what is there."""

from __future__ import annotations

from datetime import date

from django.db.models import Count as Number
from django.db.models import Q, QuerySet
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.accounts.queries import same_person
from jixiao.assets import states, sums
from jixiao.assets.models import Card, Count, CountLine
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import within

__all__ = ["Count", "CountLine"]
COUNTERS = (Permission.ASSET_KEEP, Permission.SUPERVISE)  # keeping and counting are two hands: supervisors count what the keeper keeps
RELATED = ("card", "section", "keeper", "by")
SHOWN = {"open": Q(mark=""), "there": Q(mark="在"), "missing": Q(mark="盘亏"), "surplus": Q(mark="盘盈")}


def count_for(user: User, on: date, number: int) -> Count:
    """Return a stocktake a person may see; another unit's is not there."""
    found = Count.objects.for_user(user, on).select_related("unit", "by", "closed_by").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def counts_for(user: User, on: date, unit: Unit) -> QuerySet[Count]:
    """Return the stocktakes of a unit and those below it, newest first, with how many lines each has and how many are open."""
    found = Count.objects.for_user(user, on).filter(within([unit.path])).select_related("unit", "by")
    lines = Number("lines", filter=~Q(lines__mark="盘盈"))
    return found.annotate(
        listed=lines,
        left=Number("lines", filter=Q(lines__mark="")),
        missing=Number("lines", filter=Q(lines__mark="盘亏")),
        surplus=Number("lines", filter=Q(lines__mark="盘盈")),
    ).order_by("-on", "-pk")


def lines_of(count: Count, *, words: str = "", show: str = "") -> QuerySet[CountLine]:
    """Return the lines of a stocktake: searched, with one result only."""
    found = count.lines.select_related(*RELATED)
    for word in words.replace("\0", "").split():
        said = Q(name__icontains=word) | Q(place__icontains=word) | Q(keeper__name__icontains=word) | Q(card__serial__icontains=word)
        found = found.filter(said | (Q(card__number=int(word)) if word.isascii() and word.isdigit() and len(word) < 8 else Q(pk__in=())))  # noqa: PLR2004
    return found.filter(SHOWN[show]) if show in SHOWN else found


def tally_of(count: Count) -> sums.Tally:
    """Add a stocktake up."""
    return sums.tally([line.facts() for line in lines_of(count)])


def line_of(count: Count, number: int) -> CountLine:
    """Return a line of a stocktake."""
    found = count.lines.select_related(*RELATED, "count__unit").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def cards_to_count(unit: Unit) -> QuerySet[Card]:
    """Return the cards a stocktake of a unit lists: all that should still be there."""
    return (
        Card.objects.filter(within([unit.path]), state__in=states.KEPT)
        .select_related("unit", "keeper")
        .order_by("unit__path", "year", "number")
    )


def refusal_to_issue(unit: Unit) -> str | None:
    """Return why no stocktake may begin, or None."""
    running = Count.objects.filter(unit=unit, closed_at=None).first()
    if running:
        return f"{unit.short} {running.on:%Y-%m-%d} 的盘点还没有结束，请先办完"
    return None if cards_to_count(unit).exists() else f"{unit.short}没有在册的资产，不用盘点"


def refusal_to_count(count: Count, user: User, on: date) -> str | None:
    """Return why a person may not say what is there, or None: asset keepers and internal supervision do, until it is closed."""
    if count.closed_at is not None:
        return "盘点已经结束，结果不能再改"
    if any(user.may(permission, count.unit, on) for permission in COUNTERS):
        return None
    return "盘点由资产管理员或内部监督人员登记，您没有这个岗位"


def refusal_to_mark(line: CountLine, user: User, on: date) -> str | None:
    """Return why a person may not say of one asset that it is there, or None: who keeps it does not count it."""
    if refusal := refusal_to_count(line.count, user, on):
        return refusal
    if line.closed:
        return "盘点刚才已经结束，结果不能再改"
    if line.keeper and same_person(user, line.keeper):
        return "您是保管人，盘点须由另一人登记"
    return None


def refusal_to_close(count: Count) -> str | None:
    """Return why a stocktake may not be closed, or None."""
    if count.closed_at is not None:
        return "盘点已经结束"
    left = count.lines.filter(mark="").count()
    return f"还有 {left} 项没有盘到，盘完才能结束" if left else None
