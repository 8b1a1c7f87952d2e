"""Disposals (资产处置): asked by one, approved by another, done with what came in for it handed over to the treasury."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from jixiao.assets import facts, states
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within

from .card import Card

if TYPE_CHECKING:
    from datetime import date

    from jixiao.accounts.models import User


class DisposalQuerySet(models.QuerySet["Disposal"]):
    """Disposals, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.SPENDING_READ) -> DisposalQuerySet:
        """Return the disposals of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Disposal(models.Model):
    """One request to dispose of some assets of a department."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("编号")
    way = models.CharField("处置方式", max_length=10)
    reason = models.CharField("理由", max_length=500)
    fen = models.BigIntegerField("原值合计")
    state = models.CharField("状态", max_length=10, default=states.DISPOSAL.start)
    since = models.DateTimeField("进入此状态")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="提出人")
    at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="批准人")
    on_behalf = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="代谁")
    decided_at = models.DateTimeField("批准时间", null=True)
    opinion = models.CharField("意见", max_length=500, blank=True)
    document = models.CharField("批准文号", max_length=100, blank=True)
    income = models.BigIntegerField("处置收入", default=0)
    receipt = models.CharField("缴库凭证号", max_length=60, blank=True)
    done_on = models.DateField("处置日期", null=True)
    done_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    objects: ClassVar[models.Manager[Disposal]] = models.Manager.from_queryset(DisposalQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="one_disposal_a_number"),
            models.CheckConstraint(
                condition=Q(state__in=list(states.DISPOSAL.states), way__in=facts.WAYS) & ~Q(reason=""), name="disposal_says_how_and_why"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[states.WAITING, states.WITHDRAWN], decided_by=None, decided_at=None)
                | Q(state__in=[states.APPROVED, states.REFUSED, states.DONE], decided_by__isnull=False, decided_at__isnull=False),
                name="disposal_is_decided_by_and_at_together",
            ),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("by")), name="disposal_is_decided_by_another"),
            models.CheckConstraint(
                condition=Q(income=0) | (Q(income__gt=0) & ~Q(receipt="")), name="income_of_a_disposal_goes_to_the_treasury"
            ),
            models.CheckConstraint(condition=~Q(state=states.DONE) | Q(done_on__isnull=False), name="done_disposal_has_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.way}"

    @property
    def code(self) -> str:
        """The number as written: 资处〔2022〕0001号."""
        return f"资处〔{self.year}〕{self.number:04d}号"

    @property
    def value(self) -> Money:
        """What the assets cost."""
        return Money(self.fen)


class DisposalLine(models.Model):
    """One asset of a disposal; ``was`` is its state before, to go back to."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="lines")
    card = models.ForeignKey(Card, models.PROTECT, related_name="disposals")
    was = models.CharField("原状态", max_length=10)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["disposal", "card"], name="one_line_a_disposed_card"),
            models.CheckConstraint(condition=Q(was__in=sorted(states.BACK)), name="disposed_card_was_there"),
        ]

    def __str__(self) -> str:
        return f"{self.disposal_id} {self.card_id}"

    @property
    def unit(self) -> models.Model:
        """The department."""
        return self.disposal.unit
