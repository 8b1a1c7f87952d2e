"""What a person decided about a finding: not to change it, and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThan

from jixiao.kernel.rule import Severity


class Waiver(models.Model):
    """A finding left as it is, with the reason (不改，说明理由); withdrawn or in force. A 阻断 cannot be left."""

    filing = models.ForeignKey("targets.Filing", models.PROTECT, related_name="+", verbose_name="文本")
    finding = models.CharField("问题", max_length=255)  # Mark.key: rule and path
    rule = models.CharField("规则", max_length=20)
    severity = models.PositiveSmallIntegerField("级别")
    message = models.TextField("问题内容")  # what was said; says it something else, the waiver no longer answers it
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="说明人")
    at = models.DateTimeField("时间")
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="撤回人")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=GreaterThan(Length(Trim("reason")), 0), name="waiver_has_a_reason"),
            models.CheckConstraint(condition=Q(severity__gte=Severity.INFO, severity__lt=Severity.BLOCK), name="no_waiver_of_a_block"),
            models.UniqueConstraint(fields=["filing", "finding"], condition=Q(withdrawn_at=None), name="one_waiver_a_finding"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None) | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="withdrawn_by_and_at_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.finding}"

    @property
    def unit(self) -> models.Model:
        """The unit of the filing, where the door looks for the right to withdraw."""
        return self.filing.unit
