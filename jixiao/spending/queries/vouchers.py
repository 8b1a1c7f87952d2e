"""What was booked in a month, to be handed to another system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Count, Sum
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from jixiao.kernel.money import ZERO, Money
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of
from jixiao.spending.models import Payment
from jixiao.spending.sums.vouchers import Booked, Issuer, division
from jixiao.targets.models import Target

from .ledger import morning
from .reconciling import span

MONTHS = 12
BOOKED = (
    "pk", "voucher", "booked_at", "fen", "method", "quota__project", "quota__function", "quota__economic", "quota__source", "title",
    "payee__name", "receipt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """What was booked in a month: how many, and how much."""

    month: int
    count: int
    sum: Money


def issuer_of(unit: Unit, year: int) -> Issuer:
    """Return whose vouchers they are, by the codes of the tree."""
    department = department_of(unit)
    top = department.parent if department.kind != "department" and department.parent else department
    return Issuer(year, division(unit.division), top.code, department.code, department.name)


def months_of(unit: Unit, year: int) -> list[Counted]:
    """Return the twelve months of a department's calendar year in one question."""
    rows = Payment.objects.filter(filer=unit, booked_at__range=span(year)).order_by().annotate(month=ExtractMonth("booked_at"))
    told = rows.values("month").annotate(count=Count("pk"), sum=Sum("fen")).values_list("month", "count", "sum")
    found = {month: Counted(month, count, Money(int(fen or 0))) for month, count, fen in told}
    return [found.get(month, Counted(month, 0, ZERO)) for month in range(1, MONTHS + 1)]


def codes_of(unit: Unit, year: int) -> dict[str, str]:
    """Return the code of every project of a department's year that has one."""
    targets = Target.objects.filter(filer=unit, year=year, kind="project")
    told = {target.name: target.facts().projects for target in targets}
    return {name: projects[0].code for name, projects in told.items() if projects and projects[0].code}


def booked(unit: Unit, year: int, month: int) -> list[Booked]:
    """Return what was booked in a month, in the order of the vouchers; refunds are rows of their own below zero."""
    begins = [date(year, each, 1) for each in range(1, MONTHS + 1)]
    first, after = list(pairwise(morning(begin) for begin in (*begins, date(year + 1, 1, 1))))[month - 1]
    rows = Payment.objects.filter(filer=unit, booked_at__gte=first, booked_at__lt=after).order_by("voucher", "pk").values_list(*BOOKED)
    codes = codes_of(unit, year)
    return [
        Booked(
            pk, voucher, timezone.make_naive(at), fen, method, project or "", function or "", economic or "", source or "", title, payee or "",
            receipt, codes.get(project or "", ""),
        )
        for pk, voucher, at, fen, method, project, function, economic, source, title, payee, receipt in rows.iterator(5_000)
        if at
    ]  # fmt: skip
