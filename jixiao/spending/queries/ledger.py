"""The ledger of payments (支出明细账): what a person may read of a year, searched, narrowed, sorted and summed in one question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of, units_under
from jixiao.spending.models import Payment, Quota
from jixiao.spending.states import HOLDING, LIFE, SPENT
from jixiao.spending.sums.progress import Curve, curve

from .yearly import plans_of, year_of

__all__ = ["Payment", "year_of"]
VIEWS = {"paid": ("已支付", SPENT), "held": ("在办", HOLDING), "all": ("全部", frozenset(LIFE.states))}
ORDERS = {
    "on": "paid_at", "code": "number", "title": "title", "project": "quota__project", "payee": "payee__name", "money": "fen", "state": "state",
}  # fmt: skip
RELATED = ("unit", "filer", "quota", "payee", "author")
LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks of the ledger; blank asks for nothing."""

    view: str = "paid"
    words: str = ""
    project: str = ""
    section: int | None = None
    state: str = ""
    economic: str = ""
    since: date | None = None
    until: date | None = None
    least: Money | None = None
    most: Money | None = None
    order: str = ""

    @property
    def filtered(self) -> bool:
        """Say whether something is asked for beyond the view and the order."""
        asked = (self.words, self.project, self.state, self.economic, self.section, self.since, self.until, self.least, self.most)
        return any(one not in {"", None} for one in asked)


@dataclass(frozen=True, slots=True)
class Found:
    """What a list of payments comes to: how many, how much left (refunds taken off), how much is held."""

    count: int
    paid: Money
    held: Money


def seen_by(user: User, on: date, unit: Unit, year: int) -> QuerySet[Payment]:
    """Return the payments of a year below where a person stands, as far as they may read: by unit numbers, without a join."""
    top = unit if unit.kind == "bureau" else department_of(unit)
    filers = list(units_under([top.path]).exclude(kind="section").values_list("pk", flat=True))
    found = Payment.objects.filter(filer__in=filers, year=year)
    if user.may(Permission.SPENDING_READ, top, on):
        return found
    return found.filter(unit__in=list(units_under(user.paths(Permission.SPENDING_READ, on)).values_list("pk", flat=True)))


def found(asked: QuerySet[Payment], wanted: Wanted) -> QuerySet[Payment]:
    """Return a ledger narrowed to what is wanted; unordered."""
    if wanted.view != "all":
        asked = asked.filter(state__in=sorted(VIEWS[wanted.view][1]))
    for word in wanted.words.replace("\0", "").split():
        asked = asked.filter(_said(word))
    if wanted.project:
        asked = asked.filter(quota__project=wanted.project)
    if wanted.section is not None:
        asked = asked.filter(unit=wanted.section)
    if wanted.state:
        asked = asked.filter(state=wanted.state)
    if wanted.economic:
        asked = asked.filter(quota__economic__startswith=wanted.economic)
    return _between(asked, wanted)


def _said(word: str) -> Q:
    said = Q(title__icontains=word) | Q(payee__name__icontains=word) | Q(receipt__icontains=word) | Q(voucher__icontains=word)
    return said | Q(number=int(word)) if word.isascii() and word.isdigit() and len(word) <= LONGEST_NUMBER else said


def _between(asked: QuerySet[Payment], wanted: Wanted) -> QuerySet[Payment]:
    """Narrow by the day the money left (or was asked for, where it has not) and by amount."""
    day = "asked_at" if wanted.view == "held" else "paid_at"
    if wanted.since:
        asked = asked.filter(**{f"{day}__gte": morning(wanted.since)})
    if wanted.until:
        asked = asked.filter(**{f"{day}__lt": morning(wanted.until + timedelta(days=1))})
    if wanted.least is not None:
        asked = asked.filter(fen__gte=wanted.least.fen)
    if wanted.most is not None:
        asked = asked.filter(fen__lte=wanted.most.fen)
    return asked


def ordered(asked: QuerySet[Payment], order: str, view: str = "paid") -> QuerySet[Payment]:
    """Return a ledger in the order wanted; else the last paid first, of what is held the last asked for."""
    field = ORDERS.get(order.removeprefix("-"), "")
    if not field:
        return asked.select_related(*RELATED).order_by("-paid_at" if view == "paid" else "-asked_at", "-pk")
    return asked.select_related(*RELATED).order_by(f"-{field}" if order.startswith("-") else field, "-pk")


def sums_of(asked: QuerySet[Payment]) -> Found:
    """Return what a ledger comes to, in one question."""
    paid, held = Q(state__in=sorted(SPENT)), Q(state__in=sorted(HOLDING))
    said = asked.order_by().aggregate(count=Count("pk"), paid=Sum("fen", filter=paid), held=Sum("fen", filter=held))
    return Found(said["count"], Money(int(said["paid"] or 0)), Money(int(said["held"] or 0)))


def morning(day: date) -> datetime:
    """Return the moment a day begins here."""
    return timezone.make_aware(datetime.combine(day, time()))


def choices(user: User, on: date, unit: Unit, year: int) -> dict[str, Any]:
    """Return what the ledger's filter offers: projects, economic classes and sections of the department."""
    if not user.paths(Permission.SPENDING_READ, on):
        return {"projects": [], "economics": [], "sections": [], "states": LIFE.states}
    department = department_of(unit)
    quotas = Quota.objects.filter(unit=department, year=year).order_by().values_list("project", "economic").distinct()
    rows = list(quotas)
    sections = units_under([department.path]).filter(kind="section").order_by("path")
    return {
        "projects": sorted({project for project, _economic in rows}),
        "economics": sorted({economic for _project, economic in rows}),
        "sections": list(sections),
        "states": LIFE.states,
    }


def months_of(department: Unit, year: int) -> dict[str, dict[int, int]]:
    """Return what each project paid in each month in 分, refunds taken off: one question."""
    rows = Payment.objects.filter(filer=department, year=year, paid_at__isnull=False, state__in=sorted(SPENT))
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for project, month, fen in (
        rows.order_by().annotate(month=ExtractMonth("paid_at")).values("quota__project", "month").annotate(fen=Sum("fen"))
    ).values_list("quota__project", "month", "fen"):
        found[project or ""][month] = int(fen)
    return found


@dataclass(frozen=True, slots=True)
class Execution:
    """The execution of a department's year: every project's curve, and what the whole comes to."""

    curves: Sequence[Curve]
    months: dict[str, dict[int, int]]

    @property
    def total(self) -> Money:
        """What may be spent in all."""
        return Money(sum(one.total.fen for one in self.curves))

    @property
    def paid(self) -> Money:
        """What has been paid in all."""
        return Money(sum(one.paid.fen for one in self.curves))


def execution(department: Unit, year: int, on: date, project: str = "") -> Execution:
    """Return how a department's projects (or one of them) stand against their plans: three questions."""
    totals: dict[str, int] = defaultdict(int)
    quotas = Quota.objects.filter(unit=department, year=year).order_by("project", "pk")
    for name, approved, adjusted in quotas.values_list("project", "approved", "adjusted"):
        totals[name] += approved + adjusted
    months, plans = months_of(department, year), plans_of(department, year)
    names = [project] if project else [*totals]
    curves = [curve(name, Money(totals[name]), months.get(name, {}), plans.get(name, ()), year=year, on=on) for name in names]
    return Execution(curves, {name: months.get(name, {}) for name in names})
