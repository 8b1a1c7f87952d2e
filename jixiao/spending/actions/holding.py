"""The sums a payment holds: quota, contract and decision, each moved by one guarded UPDATE that the database bounds as well.

Only doors that are already open use it; nothing here reads a balance and then writes it.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Value

from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.spending.models import Contract, Payment, Posting, Quota, Topic
from jixiao.spending.queries.contracts import FINAL, refusal_beyond
from jixiao.spending.queries.payments import short_of

QUOTA_LEFT = F("approved") + F("adjusted") - F("frozen") - F("paid")
CONTRACT_LEFT = F("fen") + F("changes") - F("committed") - F("paid")
TOPIC_LEFT = F("limit") - F("used")
KEPT_BACK = F("retention")


class Holding:
    """What one payment holds, at the moment of an act."""

    def __init__(self, payment: Payment, at: datetime) -> None:
        self.payment, self.at, self.fen = payment, at, payment.fen
        self.number = payment.quota_id or 0  # a payment that holds anything has a quota: the database says so
        self.quota = Quota.objects.filter(pk=self.number)
        self.contract = Contract.objects.filter(pk=payment.contract_id or 0)

    def freeze(self) -> None:
        """Hold the amount on the quota and under the contract; refuses where either does not reach."""
        if not self.quota.alias(left=QUOTA_LEFT).filter(left__gte=self.fen).update(frozen=F("frozen") + self.fen):
            raise Refused(short_of(self.quota.get(), Money(self.fen)))
        self.post("freeze", self.fen)
        if self.payment.contract_id:
            self.commit()

    def commit(self) -> None:
        """Hold the amount under the contract; before the last part (尾款) the retention stays where it is."""
        least = Value(self.fen) if self.payment.stage == FINAL else KEPT_BACK + self.fen
        if not self.contract.alias(left=CONTRACT_LEFT).filter(left__gte=least).update(committed=F("committed") + self.fen):
            held = self.contract.get()
            told = refusal_beyond(held, Money(self.fen), self.payment.stage)
            raise Refused(told or f"合同「{held.code}」刚才有人办过付款或变更，没有办理；请刷新后核对再办")

    def release(self) -> None:
        """Let go of what was held: on the quota, under the contract and under the decision."""
        if not self.quota.filter(frozen__gte=self.fen).update(frozen=F("frozen") - self.fen):
            msg = f"指标冻结数少于本笔 {Money(self.fen).grouped()} 元，账目不符，没有办理；请联系财务核对指标流水"
            raise Refused(msg)
        self.post("release", -self.fen)
        if self.payment.contract_id:
            self.contract.update(committed=F("committed") - self.fen)
        self.unbind()

    def spend(self) -> None:
        """Turn what was frozen into what is paid."""
        if not self.quota.filter(frozen__gte=self.fen).update(frozen=F("frozen") - self.fen, paid=F("paid") + self.fen):
            msg = f"指标冻结数少于本笔 {Money(self.fen).grouped()} 元，账目不符，没有办理；请联系财务核对指标流水"
            raise Refused(msg)
        self.post("pay", self.fen)
        if self.payment.contract_id:
            self.contract.update(committed=F("committed") - self.fen, paid=F("paid") + self.fen)

    def give_back(self, fen: int) -> None:
        """Put money that came back onto the quota again, and free contract and decision of it."""
        if not self.quota.filter(paid__gte=fen).update(paid=F("paid") - fen):
            msg = f"指标已付数少于退款 {Money(fen).grouped()} 元，账目不符，没有办理；请联系财务核对指标流水"
            raise Refused(msg)
        self.post("refund", -fen)
        if self.payment.contract_id:
            self.contract.update(paid=F("paid") - fen)
        if self.payment.topic_id:
            Topic.objects.filter(pk=self.payment.topic_id).update(used=F("used") - fen)

    def bind(self, topic: Topic) -> None:
        """Use up a part of what a meeting agreed to; refuses beyond its limit."""
        found = Topic.objects.filter(pk=topic.pk, outcome="同意").alias(left=TOPIC_LEFT)
        if not found.filter(left__gte=self.fen).update(used=F("used") + self.fen):
            topic.refresh_from_db()
            msg = (
                f"超过会议决定：「{topic.title}」同意不超过 {Money(topic.limit).grouped()} 元，已用 {Money(topic.used).grouped()} 元，"
                f"本笔 {Money(self.fen).grouped()} 元"
            )
            raise Refused(msg)

    def unbind(self) -> None:
        """Give the decision back what this payment had used of it."""
        if self.payment.topic_id:
            Topic.objects.filter(pk=self.payment.topic_id, used__gte=self.fen).update(used=F("used") - self.fen)

    def post(self, kind: str, fen: int) -> None:
        """Write the movement of the quota down."""
        Posting.objects.create(quota_id=self.number, kind=kind, fen=fen, payment=self.payment, at=self.at)
