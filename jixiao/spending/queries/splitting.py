"""A bill that looks split: the one place the pages ask (疑似拆分, IC-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from jixiao.kernel.money import Money
from jixiao.spending.models import Matter, Payment
from jixiao.spending.states import HOLDING, SPENT

from .settings import adoption_for

RULE = "IC-04"


@dataclass(frozen=True, slots=True)
class Split:
    """Payments to one payee, each under a limit, together at or over it."""

    others: Sequence[Payment]
    total: Money
    limit: Money
    days: int
    matters: Sequence[Matter]  # where the payment may be put

    def __str__(self) -> str:
        named = "、".join(f"{timezone.localtime(one.asked_at):%-m月%-d日} {one.amount.grouped()} 元" for one in self.others)
        return (
            f"同一收款人 {self.days} 天内还有 {len(self.others)} 笔：{named}，加上本笔合计 {self.total.grouped()} 元，"
            f"达到 {self.limit.grouped().removesuffix('.00')} 元。是一件事的按整件事走流程，请并入同一事项；不是一件事的请说明理由"
        )


def likely_split(payment: Payment, on: date) -> Split | None:
    """Return how a payment looks split, or None: same payee and project, within some days, each below a limit, together not."""
    if payment.payee_id is None or payment.quota is None or payment.fen <= 0:
        return None
    limits = adoption_for(payment.filer, on).limits
    asked = Payment.objects.filter(
        filer=payment.filer_id, payee=payment.payee_id, quota__project=payment.quota.project, year=payment.year, reverses=None,
        state__in=[*HOLDING, *SPENT], asked_at__gte=payment.asked_at - timedelta(days=limits.split_days),
        asked_at__lte=payment.asked_at + timedelta(days=limits.split_days),
    ).exclude(matter=payment.matter_id)  # fmt: skip
    others = list(asked.select_related("matter").order_by("asked_at", "pk"))
    for limit in sorted({*limits.thresholds, *([limits.buy_from] if limits.buy_from else [])}, reverse=True):
        below = [one for one in others if one.amount < limit]
        total = Money(payment.fen + sum(one.fen for one in below))
        if below and payment.amount < limit <= total:
            matters = {one.matter_id: one.matter for one in below}
            return Split(below, total, limit, limits.split_days, list(matters.values()))
    return None
