"""Ours beside the treasury's (与国库对账): a year's lines of both sides, paired; why they differ; which months were made certain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.spending.models import Act, Explanation, Payment, Reconciled, Treasury
from jixiao.spending.states import SPENT
from jixiao.spending.sums.reconciling import Entry, Month, Pair, carried, digest_of, months_of, paired

BOOK = Permission.SPENDING_BOOK
PAID = ("pk", "paid_at", "receipt", "payee__name", "fen", "title", "batch__applied_at")
TOLD = ("pk", "on", "number", "payee", "fen", "project", "batch__applied_at")


@dataclass(frozen=True, slots=True)
class Sides:
    """A department's year, both sides paired: twelve months, the reasons given, and what was made certain."""

    unit: Unit
    year: int
    pairs: Sequence[Pair]
    months: Sequence[Month]
    told: dict[str, list[Explanation]]  # by pair, what was said last counts
    certain: dict[int, Reconciled]

    def month(self, number: int) -> Month:
        """Return one month."""
        return self.months[number - 1]

    def digest(self, number: int) -> str:
        """Return the fingerprint of a month's lines."""
        return digest_of(self.month(number))

    def carried(self, number: int) -> list[Pair]:
        """Return what earlier months left unsettled."""
        return carried(self.months, number)

    def stale(self, number: int) -> bool:
        """Say whether a month that was made certain has other lines since, or a difference without a reason."""
        done = self.certain.get(number)
        return done is not None and (bool(self.month(number).unexplained) or done.digest != self.digest(number))

    def late(self, pair: Pair, number: int) -> bool:
        """Say whether a line of a month came after the month was made certain."""
        done = self.certain.get(number)
        here = [side.came for side in (pair.ours, pair.theirs) if side and side.on.month == number]
        return done is not None and any(came is not None and came > done.at for came in here)


def sides_of(unit: Unit, year: int) -> Sides:
    """Return both sides of a department's calendar year: four questions."""
    pairs = paired(ours_of(unit, year), theirs_of(unit, year))
    told = Explanation.objects.filter(unit=unit).filter(Q(treasury__year=year) | Q(payment__paid_at__range=span(year)))
    reasons: dict[str, list[Explanation]] = defaultdict(list)
    for one in told.select_related("by").order_by("pk"):
        reasons[key_of(one)].append(one)
    certain = {one.month: one for one in Reconciled.objects.filter(unit=unit, year=year).select_related("by").order_by("pk")}
    return Sides(unit, year, pairs, months_of(pairs, reasons), dict(reasons), certain)


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
        Entry(pk, timezone.localdate(paid_at), receipt, payee or "", fen, title, came or paid_at)
        for pk, paid_at, receipt, payee, fen, title, came in rows.values_list(*PAID).iterator(5_000)
        if paid_at
    ]


def theirs_of(unit: Unit, year: int) -> list[Entry]:
    """Return what the treasury told of a year."""
    rows = Treasury.objects.filter(unit=unit, year=year).order_by("pk").values_list(*TOLD)
    return [Entry(*row) for row in rows.iterator(5_000)]


def refusal_to_see(user: User, on: date, unit: Unit) -> str | None:
    """Return why a person does not see both sides, or None: they are the whole department's, not one section's."""
    return None if user.may(Permission.SPENDING_READ, unit, on) else "对账和凭证是全部门的账，您只能查阅本科室的支出，请在明细账里查"


def refusal_to_explain(user: User, on: date, unit: Unit) -> str | None:
    """Return why a person may not say why a line differs, or None."""
    return None if user.may(BOOK, unit, on) else "须由会计说明差异，您没有这个岗位"


def refusal_to_confirm(user: User, on: date, sides: Sides, month: int) -> str | None:
    """Return why a person may not make a month certain, or None: the cashier never does (RULEBOOK 6.2)."""
    if not user.may(BOOK, sides.unit, on):
        return "须由会计确认对账，您没有这个岗位"
    if date(sides.year, month, 1) >= on.replace(day=1):
        return f"{month} 月还没有结束，月末以后再确认"
    ordered = ordered_by(user, sides)
    mine = any(pair.ours and pair.ours.number in ordered for pair in sides.month(month).pairs)
    return _not_ready(sides, month) or (f"{month} 月有您以出纳身份制单的支出，出纳不得兼任对账，请由另一名会计确认" if mine else None)


def ordered_by(user: User, sides: Sides) -> set[int]:
    """Return the payments of a year whose order a person made, under any account, or somebody made in their name."""
    paid = Payment.objects.filter(filer=sides.unit, paid_at__range=span(sides.year))
    own = paid.filter(Q(orderer=user.number) | Q(orderer__person=user.number))
    lent = Act.objects.filter(Q(on_behalf=user.number) | Q(on_behalf__person=user.number), move="order", payment__in=paid)
    return {*own.values_list("pk", flat=True), *lent.values_list("payment_id", flat=True)}


def _not_ready(sides: Sides, month: int) -> str | None:
    """Return what a month still lacks, or None."""
    if not any(pair.theirs and pair.theirs.on.month == month for pair in sides.month(month).pairs):
        return f"还没有导入 {month} 月的国库执行数据，请先导入"
    if unexplained := sides.month(month).unexplained:
        return f"还有 {len(unexplained)} 笔差异没有说明"
    if month in sides.certain and not sides.stale(month):
        return f"{month} 月已由{sides.certain[month].by.name}确认，之后没有变动"
    return None


def pair_named(sides: Sides, key: str) -> Pair | None:
    """Return the pair a form speaks of, if it is still there and still differs."""
    return next((pair for month in sides.months for pair in month.off if pair.key == key), None)
