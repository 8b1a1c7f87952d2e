"""Questions of rounds: which there are, which may be issued, over which projects, and how far one has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.kernel.roles import Permission
from jixiao.monitoring import states
from jixiao.monitoring.models import Round, Task
from jixiao.monitoring.sums import timing
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import within
from jixiao.targets.models import Target

ISSUE = Permission.MONITOR_ISSUE


def rounds_for(user: User, on: date, unit: Unit, year: int) -> list[Round]:
    """Return the rounds of a year that concern a unit: its own, those from above that gave it tasks, and those of units below."""
    mine = Task.objects.filter(within([unit.path])).values("round")
    found = Round.objects.for_user(user, on).filter(within([unit.path]) | Q(pk__in=mine), year=year)
    return list(found.select_related("unit", "by").order_by("-until", "-pk"))


def round_for(user: User, on: date, number: int) -> Round:
    """Return a round a person may see, or not found."""
    found = Round.objects.for_user(user, on).select_related("unit", "by").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def projects_in(unit: Unit, year: int, until: date) -> QuerySet[Target]:
    """Return the approved projects of a unit and those below it that no round of the same period watches yet."""
    watched = Task.objects.filter(round__until=until, target__year=year).values("target")
    found = Target.objects.filter(within([unit.path]), year=year, kind="project", edition__gte=1, versions__since__lte=until)
    return found.exclude(pk__in=watched).distinct().order_by("filer__path", "position", "pk")


def refusal_to_issue(user: User, unit: Unit, period: timing.Period, on: date) -> str | None:
    """Return why a person may not issue a round, or None."""
    if not user.may(ISSUE, unit, on):
        return user.why_not(ISSUE, unit, on) or f"须由{unit.short}的绩效专员或财政局审核下达监控，您没有这个岗位"
    if on <= period.until:
        return f"{period.word}监控截至 {period.until:%Y-%m-%d}，要等这一天过完才能下达"
    if Round.objects.filter(unit=unit, until=period.until).exists():
        return f"{unit.short}的{period.year}年{period.word}监控已经下达，请在列表里打开"
    if not projects_in(unit, period.year, period.until).exists():
        return f"{unit.short}在 {period.until:%Y-%m-%d} 没有已批复、还没有纳入同期监控的项目"
    return None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round has come: tables by state, and how many are late."""

    states: tuple[tuple[str, int], ...]
    sent: int
    total: int
    late: int


def progress_of(one: Round, on: date, reach: Q | None = None) -> Progress:
    """Return how far the tables of a round that a person sees have come."""
    rows = Task.objects.filter(round=one).filter(reach if reach is not None else Q()).order_by()
    counted = dict(rows.values_list("state").annotate(n=Count("pk")))
    told = tuple((state, counted[state]) for state in states.LIFE.states if counted.get(state))
    sent = sum(counted.get(state, 0) for state in states.DONE)
    total = sum(counted.values())
    return Progress(told, sent, total, total - sent if on > one.due else 0)


@dataclass(frozen=True, slots=True)
class Silent:
    """Somebody who has not answered: whose, which table, how many days late, and who is told."""

    task: Task
    owner: str
    days: int
    told: str
    level: int


def silent_in(user: User, on: date, unit: Unit, year: int, at_most: int = 200) -> list[Silent]:
    """Return the tables nobody has sent in, past their day, longest first (静默责任人)."""
    found = Task.objects.for_user(user, on).filter(within([unit.path]), round__year=year, round__due__lt=on).exclude(state__in=states.DONE)
    rows = found.filter(number__gt=0).select_related("round", "target__author", "unit", "filer").order_by("round__due", "pk")[:at_most]
    return [_silent(row, on) for row in rows]


def told_of(user: User, on: date, at_most: int = 50) -> list[Silent]:
    """Return the late tables a person is told of because of how late they are: the head after three days, the leaders after seven."""
    said = timing.pack()["overdue"]
    condition = Q(pk__in=())
    for right, days in ((Permission.MONITOR_SECTION, said["first"]), (Permission.MONITOR_DISPOSE, said["second"])):
        if paths := user.paths(right, on):
            condition |= within(paths) & Q(round__due__lte=on - timedelta(days))
    found = Task.objects.filter(condition, number__gt=0).exclude(state__in=states.DONE)
    rows = found.select_related("round", "target__author", "unit", "filer").order_by("round__due", "pk")[:at_most]
    return [_silent(row, on) for row in rows]


def _silent(row: Task, on: date) -> Silent:
    due = row.round.due
    return Silent(row, row.target.author.name, (on - due).days, timing.escalated(due, on), timing.level(due, on))


def latest_for(user: User, on: date, unit: Unit, year: int) -> Round | None:
    """Return the latest round that is filled and concerns a unit."""
    found = Round.objects.for_user(user, on).filter(year=year, filled=F("total"), total__gt=0)
    mine = Task.objects.filter(within([unit.path])).values("round")
    return found.filter(pk__in=mine).select_related("unit").order_by("-until", "-pk").first()
