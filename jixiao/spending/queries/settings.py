"""What a department follows on a day: the approval policy it adopted, its limits; and what it may adopt from when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.spending import book
from jixiao.spending.facts import Band, Chosen, Limits, Policy
from jixiao.spending.models import Adoption, Payment
from jixiao.spending.sums.routes import band_of

DEFAULT = "P-SEED"
LARGEST = 999_999_999_999_999  # 分


def adoption_for(unit: Unit, on: date) -> Chosen:
    """Return what a department follows on a day: its newest adoption by then, else the default policy on the strict side."""
    found = Adoption.objects.filter(unit=unit, since__lte=on).order_by("-since").first()
    if found is None:
        return Chosen(book.policy(DEFAULT))
    policy = book.policy(found.policy)
    limits = Limits(
        thresholds=tuple(band.floor for band in policy.bands[1:]),
        contract_from=found.contract_limit,
        buy_from=None if found.buy_from is None else Money(found.buy_from),
        tender_from=None if found.tender_from is None else Money(found.tender_from),
        closed=found.closed_on,
    )
    return Chosen(policy, found.strict, limits, found.closed_on)


def adoptions_of(unit: Unit) -> list[Adoption]:
    """Return everything a department has adopted, last first."""
    return list(Adoption.objects.filter(unit=unit).select_related("by").order_by("-since"))


def adoption_on(unit: Unit, on: date) -> Adoption | None:
    """Return the row in force on a day, or None where the default holds."""
    return Adoption.objects.filter(unit=unit, since__lte=on).select_related("by").order_by("-since").first()


def offered(on: date) -> list[Policy]:
    """Return the policies that may be adopted for a day."""
    return [policy for policy in book.shelf() if policy.in_force(on)]


@dataclass(frozen=True, slots=True)
class Vector:
    """One amount at a boundary, and the band it falls into on either side."""

    amount: Money
    strict: Band
    lenient: Band

    @property
    def differs(self) -> bool:
        """Say whether the side matters for this amount."""
        return self.strict != self.lenient


def vectors(policy: Policy) -> list[Vector]:
    """Return one 分 below, at, and above each boundary: where the setting tells, and where it does not."""
    amounts = [Money(band.floor.fen + step) for band in policy.bands[1:] for step in (-1, 0, 1)]
    return [Vector(one, band_of(policy, one, strict=True), band_of(policy, one, strict=False)) for one in amounts if one.fen > 0]


def refusal_to_set(user: User, unit: Unit, on: date) -> str | None:
    """Return why a person may not choose for a department, or None."""
    if user.may(Permission.SPENDING_SET, unit, on):
        return None
    return user.why_not(Permission.SPENDING_SET, unit, on) or "须由财务负责人选定，您没有这个岗位"


def refusal_to_adopt(unit: Unit, policy: str, since: date, limits: Sequence[tuple[str, Money | None]], closed: date | None) -> str | None:
    """Return why a department may not adopt a policy from a day with these limits, or None.

    What was sent up keeps the policy it was sent up under; so a day is only refused where requests of that day have one already.
    """
    found = next((one for one in book.shelf() if one.code == policy), None)
    if found is None:
        return "请从列表里选一套审批权限"
    if not found.in_force(since):
        until = f" 至 {found.until:%Y-%m-%d}" if found.until else " 起"
        return f"「{found.title}」{found.since:%Y-%m-%d}{until}有效，{since:%Y-%m-%d} 不在其内"
    for word, amount in limits:
        if amount is not None and not 0 < amount.fen <= LARGEST:
            return f"{word} {amount.grouped()} 元应大于零、不超过 {Money(LARGEST).grouped()} 元"
    buy, tender = (dict(limits).get(word) for word in ("分散采购限额", "公开招标数额"))
    if buy and tender and buy > tender:
        return f"分散采购限额 {buy.grouped()} 元高于公开招标数额 {tender.grouped()} 元，请核对"
    if closed and closed < since:
        return f"年终关账日 {closed:%Y-%m-%d} 早于生效日期 {since:%Y-%m-%d}，请核对"
    return _refusal_of_day(unit, since)


def _refusal_of_day(unit: Unit, since: date) -> str | None:
    last = Adoption.objects.filter(unit=unit).order_by("-since").first()
    if last and since < last.since:
        return f"已有自 {last.since:%Y-%m-%d} 起的设置，新设置须从那一天之后生效"
    morning = timezone.make_aware(datetime.combine(since, time()))
    sent = (
        Payment.objects.filter(filer=unit, number__isnull=False, reverses=None, round__gt=0, asked_at__gte=morning)
        .order_by("asked_at")
        .first()
    )
    if sent:
        return f"{since:%Y-%m-%d} 起已有支出送审（{sent.code}），它们按原审批权限办理；请把生效日期定在今天之后"
    return None
