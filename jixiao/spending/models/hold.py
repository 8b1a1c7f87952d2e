"""A project that may not pay for the time being, or any more."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within
from jixiao.spending import facts

if TYPE_CHECKING:
    from jixiao.accounts.models import User


class HoldQuerySet(models.QuerySet["Hold"]):
    """Holds, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.SPENDING_READ) -> HoldQuerySet:
        """Return the holds of projects of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Hold(models.Model):
    """A project's payments held (暂停支付): for what reason and by whom, until somebody lifts it. One at a time a project."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="责任科室")
    target = models.ForeignKey("targets.Target", models.PROTECT, related_name="+", verbose_name="项目")
    kind = models.CharField("方式", max_length=10, choices=[(word, word) for word in facts.HOLDS])
    reason = models.CharField("理由", max_length=500)
    source = models.CharField("依据", max_length=100)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="批准人")
    at = models.DateTimeField("批准时间")
    lifted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="恢复人")
    lifted_at = models.DateTimeField("恢复时间", null=True)
    lifted_for = models.CharField("恢复理由", max_length=500, blank=True)

    objects: ClassVar[models.Manager[Hold]] = models.Manager.from_queryset(HoldQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["target"], condition=Q(lifted_at=None), name="one_hold_a_project"),
            models.CheckConstraint(condition=Q(kind__in=facts.HOLDS) & ~Q(reason=""), name="hold_is_known_and_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | (Q(lifted_at__gte=F("at"), lifted_by__isnull=False) & ~Q(lifted_for="")),
                name="hold_is_lifted_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}"
