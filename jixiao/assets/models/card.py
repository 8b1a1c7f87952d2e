"""Asset cards and their transfers (资产卡片、调拨): what there is, where, with whom, and who brought it there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from jixiao.assets import facts, states, sums
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within

if TYPE_CHECKING:
    from datetime import date

    from jixiao.accounts.models import User


class CardQuerySet(models.QuerySet["Card"]):
    """Asset cards, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.SPENDING_READ) -> CardQuerySet:
        """Return the cards of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Card(models.Model):
    """One asset card; ``unit`` is the section that uses it, ``filer`` its department. What it says of the money never changes.

    ``line`` tells the cards of one payment apart, from 1; it is 0 where no payment bought it.
    """

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="使用科室")
    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    year = models.PositiveSmallIntegerField("建卡年度")
    number = models.PositiveIntegerField("编号")
    category = models.CharField("分类", max_length=20)
    name = models.CharField("资产名称", max_length=100)
    model = models.CharField("规格型号", max_length=100, blank=True)
    serial = models.CharField("出厂编号、车牌号", max_length=60, blank=True)
    quantity = models.PositiveIntegerField("数量", default=1)
    fen = models.BigIntegerField("原值")
    bulk = models.BooleanField("大批同类物资", default=False)
    ccm = models.PositiveIntegerField("排气量（毫升）", null=True)
    origin = models.CharField("取得方式", max_length=10, default="购置")
    acquired = models.DateField("取得日期")
    accepted = models.DateField("验收日期", null=True)
    acceptor = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="验收人")
    keeper = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="保管人")
    place = models.CharField("存放地点", max_length=100)
    years = models.PositiveSmallIntegerField("最低使用年限")
    approval = models.CharField("批准文号", max_length=100, blank=True)
    payment = models.ForeignKey("spending.Payment", models.PROTECT, null=True, related_name="+", verbose_name="支出")
    line = models.PositiveSmallIntegerField(default=0)
    note = models.CharField("备注", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, default=states.LIFE.start)
    since = models.DateTimeField("进入此状态")
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="建卡人")
    at = models.DateTimeField("建卡时间")

    objects: ClassVar[models.Manager[Card]] = models.Manager.from_queryset(CardQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["filer", "year", "number"], name="one_card_a_number"),
            models.UniqueConstraint(fields=["payment", "line"], name="one_card_a_line_of_a_payment"),
            models.CheckConstraint(
                condition=Q(state__in=list(states.LIFE.states), origin__in=facts.ORIGINS), name="card_state_and_origin_are_known"
            ),
            models.CheckConstraint(condition=Q(fen__gt=0, quantity__gt=0, years__gt=1), name="card_has_a_value"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(place="") & ~Q(category=""), name="card_says_what_and_where"),
            models.CheckConstraint(
                condition=Q(payment=None, line=0)
                | Q(payment__isnull=False, line__gt=0, acceptor__isnull=False, accepted__isnull=False, origin="购置"),
                name="bought_card_was_accepted",
            ),
            models.CheckConstraint(condition=Q(acceptor=None) | ~Q(acceptor=F("keeper")), name="card_is_accepted_by_another_than_keeper"),
        ]
        indexes = [
            models.Index(fields=["filer", "state"], name="card_by_state"),
            models.Index(fields=["unit", "state"], name="card_by_section"),
            models.Index(fields=["keeper"], name="card_by_keeper"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def code(self) -> str:
        """The number as written: 资〔2022〕0001号."""
        return f"资〔{self.year}〕{self.number:04d}号"

    @property
    def kind(self) -> facts.Category:
        """The kind of asset; one that is no longer in the pack keeps its code for a name."""
        return sums.category_of(self.category) or facts.Category(self.category, self.category, "其他", self.years)

    @property
    def value(self) -> Money:
        """What all of it cost together."""
        return Money(self.fen)

    def facts(self) -> facts.Card:
        """Return the card as facts."""
        return facts.Card(
            self.code, self.category, self.name, self.value, self.acquired, self.years, self.quantity, self.ccm, self.bulk, self.approval
        )


class Transfer(models.Model):
    """One move of an asset to another keeper, place or section (调拨). To another section it waits for an approval."""

    card = models.ForeignKey(Card, models.PROTECT, related_name="transfers")
    old_section = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    old_keeper = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    old_place = models.CharField(max_length=100)
    section = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="调入科室")
    keeper = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="新保管人")
    place = models.CharField("存放地点", max_length=100)
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="提出人")
    at = models.DateTimeField("提出时间")
    agreed = models.BooleanField("同意", null=True)
    opinion = models.CharField("意见", max_length=200, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="批准人")
    on_behalf = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="代谁")
    decided_at = models.DateTimeField("批准时间", null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["card"], condition=Q(decided_at=None), name="one_transfer_of_a_card_at_a_time"),
            models.CheckConstraint(
                condition=Q(agreed=None, decided_by=None, decided_at=None)
                | Q(agreed__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="transfer_is_decided_by_and_at_together",
            ),
            models.CheckConstraint(
                condition=Q(section=F("old_section")) | Q(decided_by=None) | ~Q(decided_by=F("by")), name="transfer_is_decided_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card_id} → {self.section_id}"

    @property
    def unit(self) -> models.Model:
        """The section it goes from."""
        return self.old_section
