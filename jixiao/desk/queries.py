"""Questions of the desk: what waits for somebody, what they sent up, what came back, what they handled; and where things lie still."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import season_for, seasons_for, within
from jixiao.review.queries import turn
from jixiao.targets.queries import Step, Target
from jixiao.targets.states import ADJUSTING, DRAFT, OPEN, RETURNED, TURN
from jixiao.targets.sums import due

from . import sums
from .facts import SILENT, Item, Milestone, Silence

SENDING = ("submit", "resubmit", "pass_section", "pass_finance", "pass_department", "send_adjust")
VERBS = dict.fromkeys(TURN, "审核") | {DRAFT: "填报", RETURNED: "修改", ADJUSTING: "修改"}


def queue(user: User, on: date, name: str) -> QuerySet[Target]:
    """Return the targets of one queue."""
    mine = Step.objects.filter(by=user)  # asked from the person's side, whose index is short
    match name:
        case "waiting":
            return Target.objects.filter(turn(user, on) | Q(state__in=OPEN, author=user))
        case "sent":
            sent = mine.filter(round=F("target__round"), move__in=SENDING).values("target")
            return Target.objects.filter(pk__in=sent, state__in=list(TURN)).exclude(turn(user, on))
        case "returned":
            return Target.objects.filter(state=RETURNED, author=user)
        case _:
            return Target.objects.filter(pk__in=mine.values("target"))


def counts(user: User, on: date, names: Sequence[str]) -> dict[str, int]:
    """Return how many there are in each queue."""
    return {name: queue(user, on, name).count() for name in names}


def ordered(asked: QuerySet[Target], words: str) -> QuerySet[Target]:
    """Return a queue by search, longest waiting first."""
    for word in words.split():
        asked = asked.filter(Q(name__icontains=word) | Q(filer__short__icontains=word) | Q(unit__short__icontains=word) | Q(state=word))
    return asked.select_related("unit", "filer").order_by("since", "pk")


def items(found: Sequence[Target], on: date) -> list[Item]:
    """Return targets as things on a desk, with who moved each last and how long there is, in two questions however many there are."""
    last = {step.target_id: step for step in Step.objects.filter(target__in=found).select_related("by").order_by("pk")}
    seasons = seasons_for([target.filer for target in found], {target.year for target in found})
    return [_item(target, last.get(target.pk), seasons[target.filer_id, target.year].days, on) for target in found]


def _item(target: Target, step: Step | None, days: dict[str, date], on: date) -> Item:
    return Item(
        number=target.pk,
        name=target.name,
        state=target.state,
        unit=target.unit.short,
        filer=target.filer.short,
        money=target.amount,
        verb=VERBS.get(target.state, "查看"),
        last=f"{step.by.name} {step.verb}" if step else "",
        at=target.since,
        deadline=due(target.state, days, on),
    )


def season(unit: Unit, year: int, on: date) -> tuple[Milestone, ...]:
    """Return the line of the season of a unit."""
    return sums.line(season_for(unit, year).listed, on)


def silences(user: User, on: date, at_most: int = 8) -> list[Silence]:
    """Return where, in the units a person may read, targets have lain longest without a move: by unit and stage, longest first."""
    before = timezone.make_aware(datetime.combine(on - timedelta(days=SILENT - 1), time.min))  # a moment, so that the index answers
    reach = within(user.paths(Permission.FILING_READ, on))
    lying = Target.objects.filter(reach, state__in=[*TURN, RETURNED], since__lt=before)
    grouped = lying.values("unit__short", "state").annotate(count=Count("pk"), oldest=Min("since"), first=Min("pk")).order_by("oldest")
    return [
        Silence(one["unit__short"], one["state"], one["count"], (on - timezone.localdate(one["oldest"])).days, one["first"])
        for one in grouped[:at_most]
    ]
