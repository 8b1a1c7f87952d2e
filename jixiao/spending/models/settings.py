"""What a department chose and explained: the approval policy in force from a day, its limits, and suspicions left with a reason."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jixiao.kernel.money import Money
from jixiao.spending import facts


class Adoption(models.Model):
    """Which approval policy a department follows from a day, on which side a boundary amount falls, and its local limits."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    since = models.DateField("自")
    policy = models.CharField("审批权限", max_length=20)
    strict = models.BooleanField("分界从严", default=True)
    contract_from = models.BigIntegerField("须有合同的金额", default=facts.CONTRACT_FROM.fen)
    buy_from = models.BigIntegerField("分散采购限额", null=True)
    tender_from = models.BigIntegerField("公开招标数额", null=True)
    closed_on = models.DateField("年终关账日", null=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="选定人")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["unit", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "since"], name="one_spending_policy_a_day"),
            models.CheckConstraint(condition=Q(contract_from__gt=0), name="contract_limit_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.policy} {self.since}"

    @property
    def contract_limit(self) -> Money:
        """From which amount a payment needs a contract."""
        return Money(self.contract_from)


class Waiver(models.Model):
    """A suspicion of internal supervision left as it is, with a reason (疑点说明)."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    year = models.PositiveSmallIntegerField("年度")
    rule = models.CharField("规则", max_length=10)
    key = models.CharField("疑点", max_length=64)  # digest of rule, payments and key: the same finding next time
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="说明人")
    at = models.DateTimeField("时间")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "key"], condition=Q(withdrawn_at=None), name="one_reason_a_suspicion"),
            models.CheckConstraint(condition=~Q(reason=""), name="suspicion_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.key}"
