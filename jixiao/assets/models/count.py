"""Stocktakes (盘点): a list issued for a day, what was found, closed once nobody changes it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from jixiao.assets import facts
from jixiao.kernel.money import ZERO
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within

from .card import Card

if TYPE_CHECKING:
    from datetime import date

    from jixiao.accounts.models import User


class CountQuerySet(models.QuerySet["Count"]):
    """Stocktakes, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.SPENDING_READ) -> CountQuerySet:
        """Return the stocktakes of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Count(models.Model):
    """One stocktake of a unit and those below it; ``closed_at`` ends it."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="盘点范围")
    year = models.PositiveSmallIntegerField("年度")
    on = models.DateField("盘点基准日")
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="发起人")
    at = models.DateTimeField("发起时间")
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="结束人")
    closed_at = models.DateTimeField("结束时间", null=True)

    objects: ClassVar[models.Manager[Count]] = models.Manager.from_queryset(CountQuerySet)()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(closed_at=None), name="one_open_count_a_unit"),
            models.CheckConstraint(
                condition=Q(closed_by=None, closed_at=None) | Q(closed_by__isnull=False, closed_at__isnull=False),
                name="count_is_closed_by_and_at_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} 盘点"


class CountLine(models.Model):
    """One line of a stocktake: a card as the books had it when the list was issued, or what was found without a card (盘盈)."""

    count = models.ForeignKey(Count, models.PROTECT, related_name="lines")
    card = models.ForeignKey(Card, models.PROTECT, null=True, related_name="counted")
    section = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="使用科室")
    keeper = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="保管人")
    name = models.CharField("资产名称", max_length=100)
    quantity = models.PositiveIntegerField("账面数量")
    place = models.CharField("地点", max_length=100)
    mark = models.CharField("盘点结果", max_length=4, blank=True)
    found = models.PositiveIntegerField("实盘数量", default=0)
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="盘点人")
    at = models.DateTimeField("盘点时间", null=True)
    closed = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["count", "card"], name="one_line_a_card"),
            models.CheckConstraint(
                condition=Q(mark="", by=None, at=None) | (Q(mark__in=facts.MARKS) & Q(by__isnull=False, at__isnull=False)),
                name="counted_by_and_at_together",
            ),
            models.CheckConstraint(
                condition=Q(card=None, mark="盘盈", quantity=0, found__gt=0)
                | Q(card__isnull=False, mark__in=["", "在", "盘亏"], quantity__gt=0),
                name="surplus_has_no_card",
            ),
            models.CheckConstraint(
                condition=Q(mark__in=["", "盘盈"]) | Q(mark="在", found=F("quantity")) | Q(mark="盘亏", found__lt=F("quantity")),
                name="found_fits_the_mark",
            ),
            models.CheckConstraint(condition=Q(by=None) | Q(keeper=None) | ~Q(by=F("keeper")), name="counted_by_another_than_keeper"),
        ]

    def __str__(self) -> str:
        return f"{self.count_id} {self.name} {self.mark}"

    @property
    def unit(self) -> models.Model:
        """What is counted."""
        return self.count.unit

    def facts(self) -> facts.Counted:
        """Return the line as facts."""
        card = self.card
        code, value = (card.code, card.value) if card else ("", ZERO)
        return facts.Counted(code, self.name, self.quantity, value, self.mark, self.found, self.place, self.note)
