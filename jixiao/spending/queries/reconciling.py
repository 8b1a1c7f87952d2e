"""Ours beside the treasury's (与国库对账): a year's lines of both sides, paired; why they differ; which months were made certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.spending.models import Explanation, Payment, Reconciled, Treasury
from jixiao.spending.states import SPENT
from jixiao.spending.sums.reconciling import Entry, Month, Pair, digest_of, months_of, paired

BOOK = Permission.SPENDING_BOOK
PAID = ("pk", "paid_at", "receipt", "payee__name", "fen", "title")
TOLD = ("pk", "on", "number", "payee", "fen", "project")


@dataclass(frozen=True, slots=True)
class Sides:
    """A department's year, both sides paired: twelve months, the reasons given, and what was made certain."""

    unit: Unit
    year: int
    pairs: Sequence[Pair]
    months: Sequence[Month]
    reasons: dict[str, Explanation]
    certain: dict[int, Reconciled]

    def month(self, number: int) -> Month:
        """Return one month."""
        return self.months[number - 1]

    def digest(self, number: int) -> str:
        """Return the fingerprint of a month's lines."""
        return digest_of(self.pairs, number)

    def stale(self, number: int) -> bool:
        """Say whether lines of a month that was made certain have come or changed since."""
        done = self.certain.get(number)
        return done is not None and done.digest != self.digest(number)


def sides_of(unit: Unit, year: int) -> Sides:
    """Return both sides of a department's calendar year: four questions."""
    pairs = paired(ours_of(unit, year), theirs_of(unit, year))
    told = Explanation.objects.filter(unit=unit).filter(Q(treasury__year=year) | Q(payment__paid_at__range=span(year)))
    reasons = {key_of(one): one for one in told.select_related("by").order_by("pk")}  # what was said last counts
    certain = {one.month: one for one in Reconciled.objects.filter(unit=unit, year=year).select_related("by").order_by("pk")}
    return Sides(unit, year, pairs, months_of(pairs, reasons), reasons, certain)


def span(year: int) -> tuple[datetime, datetime]:
    """Return the first and the last moment of a year here."""
    begin, after = (timezone.make_aware(datetime.combine(date(each, 1, 1), time())) for each in (year, year + 1))
    return begin, after - timedelta(microseconds=1)


def key_of(one: Explanation) -> str:
    """Return which pair a reason is for."""
    return f"{one.payment_id or ''}-{one.treasury_id or ''}"


def ours_of(unit: Unit, year: int) -> list[Entry]:
    """Return what we paid in a calendar year, refunds as negative lines."""
    rows = Payment.objects.filter(filer=unit, state__in=sorted(SPENT), paid_at__range=span(year)).order_by("pk")
    return [
        Entry(pk, timezone.localdate(paid_at), receipt, payee or "", fen, title)
        for pk, paid_at, receipt, payee, fen, title in rows.values_list(*PAID).iterator(5_000)
        if paid_at
    ]


def theirs_of(unit: Unit, year: int) -> list[Entry]:
    """Return what the treasury told of a year."""
    rows = Treasury.objects.filter(unit=unit, year=year).order_by("pk").values_list(*TOLD)
    return [Entry(pk, on, number, payee, fen, project) for pk, on, number, payee, fen, project in rows.iterator(5_000)]


def refusal_to_explain(user: User, on: date, unit: Unit) -> str | None:
    """Return why a person may not say why a line differs, or None."""
    return None if user.may(BOOK, unit, on) else "须由会计说明差异，您没有这个岗位"


def refusal_to_confirm(user: User, on: date, sides: Sides, month: int) -> str | None:
    """Return why a person may not make a month certain, or None: the cashier never does (RULEBOOK 6.2)."""
    if not user.may(BOOK, sides.unit, on):
        return "须由会计确认对账，您没有这个岗位"
    if date(sides.year, month, 1) >= on.replace(day=1):
        return f"{month} 月还没有结束，月末以后再确认"
    own = Q(orderer=user.number) | Q(orderer__person=user.number)
    ordered = set(Payment.objects.filter(own, filer=sides.unit, paid_at__range=span(sides.year)).values_list("pk", flat=True))
    mine = any(pair.ours and pair.ours.number in ordered for pair in sides.pairs if month in pair.months)
    return _not_ready(sides, month) or (f"{month} 月有您以出纳身份制单的支出，出纳不得兼任对账，请由另一名会计确认" if mine else None)


def _not_ready(sides: Sides, month: int) -> str | None:
    """Return what a month still lacks, or None."""
    if not any(pair.theirs for pair in sides.pairs if month in pair.months):
        return f"还没有导入 {month} 月的国库执行数据，请先导入"
    if unexplained := sides.month(month).unexplained:
        return f"还有 {len(unexplained)} 笔差异没有说明"
    if month in sides.certain and not sides.stale(month):
        return f"{month} 月已由{sides.certain[month].by.name}确认，之后没有变动"
    return None


def pair_named(sides: Sides, key: str) -> Pair | None:
    """Return the pair a form speaks of, if it is still there and still differs."""
    return next((pair for month in sides.months for pair in month.off if pair.key == key), None)
