"""A bill that looks split, asked while it is typed and before it is signed: the one place the pages ask (疑似拆分, IC-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jixiao.kernel.money import Money
from jixiao.spending import facts
from jixiao.spending.models import Matter, Payment
from jixiao.spending.states import HOLDING, SPENT
from jixiao.spending.sums.supervising import asked_on, day, splits, yuan

from .payments import whole_of
from .settings import adoption_for


@dataclass(frozen=True, slots=True)
class Split:
    """Payments to one payee, each under a limit, together at or over it."""

    others: Sequence[facts.Payment]
    total: Money
    limit: Money
    days: int
    matters: Sequence[Matter]  # where the payment may be put

    def __str__(self) -> str:
        named = "、".join(f"{day(asked_on(one))} {yuan(one.amount)}" for one in self.others)
        return (
            f"同一收款人 {self.days} 天内还有 {len(self.others)} 笔：{named}，加上本笔合计 {yuan(self.total)}，"
            f"达到 {self.limit.grouped().removesuffix('.00')} 元。是一件事的按整件事走流程，请并入同一事项；不是一件事的请说明理由"
        )


def likely_split(payment: Payment, on: date) -> Split | None:
    """Return how a payment looks split, or None: same payee and project, within some days, each below a limit, together not."""
    if payment.payee is None or payment.quota is None or payment.fen <= 0:
        return None
    limits = adoption_for(payment.filer, on).limits
    span = timedelta(days=2 * limits.split_days)
    near = Payment.objects.filter(
        filer=payment.filer_id, payee__name=payment.payee.name, quota__project=payment.quota.project, year=payment.year,
        state__in=[*HOLDING, *SPENT], asked_at__gte=payment.asked_at - span, asked_at__lte=payment.asked_at + span,
    ).exclude(pk=payment.pk)  # fmt: skip
    rows = {one.pk: one for one in near.select_related("matter", "payee", "quota", "author")}
    candidate = as_facts(payment, whole_of(payment))
    others = [as_facts(one, Money(one.whole)) for one in rows.values()]
    groups = splits(others, candidate, thresholds=limits.thresholds, days=limits.split_days)
    if not groups:
        return None
    worst = max(groups, key=lambda group: group.threshold)
    beside = [one for one in worst.payments if one.number != candidate.number]
    matters = {rows[one.number].matter_id: rows[one.number].matter for one in beside if rows[one.number].matter_id != payment.matter_id}
    return Split(beside, worst.total, worst.threshold, limits.split_days, list(matters.values()))


def as_facts(payment: Payment, whole: Money) -> facts.Payment:
    """Return what the detector looks at; a request that is not kept yet has the number 0."""
    if payment.quota is None or payment.payee is None:
        raise LookupError(payment.pk)
    return facts.Payment(
        number=payment.pk or 0,
        code=payment.code,
        project=payment.quota.project,
        quota=payment.quota_id,
        function=payment.quota.function,
        economic=payment.quota.economic,
        source=payment.quota.source,
        matter=payment.matter_id or 0,
        title=payment.title,
        payee=payment.payee.facts(),
        amount=payment.amount,
        whole=whole,
        state=payment.state,
        policy=payment.policy,
        strict=payment.strict,
        band=payment.band,
        applicant=payment.author.number,
        asked=payment.asked_at,
        procurement=payment.procurement_id,
        decision=payment.topic_id,
        reverses=payment.reverses_id,
    )
