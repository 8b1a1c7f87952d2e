"""Indicators units have added, the requests to take one in or out, what became of indicators in earlier years, how often one is used."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.kernel.period import FIRST, LAST
from jixiao.kernel.roles import Permission
from jixiao.organisations.facts import paths_above
from jixiao.organisations.models import within

from . import states
from .facts import Entry
from .facts import Past as Year
from .sums import load

PREFIX = "ZJ-"  # 自建
YEAR = Q(year__gte=FIRST, year__lte=LAST)


class ItemQuerySet(models.QuerySet["Item"]):
    """Indicators units have added, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.FILING_READ) -> ItemQuerySet:
        """Return those a person may see: all of their units, and what is in use above them or from the finance bureau.

        Asked for another permission than reading: those of the units in which they hold it.
        """
        paths = user.paths(permission, on)
        mine = within(paths)
        if permission is not Permission.FILING_READ or not paths:
            return self.filter(mine)
        above = {step for path in paths for step in paths_above(path)}
        return self.filter(mine | Q(state__in=[*states.USABLE, states.RETIRED]) & (Q(unit__path__in=above) | Q(unit__kind="bureau")))


class Item(models.Model):
    """An indicator a unit has added to the library (库中指标); it serves that unit and those below, the finance bureau's serves all."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    name = models.CharField("指标名称", max_length=30)
    facts = models.JSONField("内容")  # sums.dump of an Entry; read back through sums.load, which refuses anything else
    state = models.CharField("状态", max_length=10, default=states.LIFE.start)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="提出人")
    at = models.DateTimeField("提出时间")

    objects: ClassVar[models.Manager[Item]] = models.Manager.from_queryset(ItemQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], condition=Q(state__in=states.ALIVE), name="one_item_a_name"),
            models.CheckConstraint(condition=Q(state__in=states.LIFE.states), name="item_state_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="item_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """The code people see and addresses carry."""
        return f"{PREFIX}{self.pk:04}"

    @cached_property
    def entry(self) -> Entry:
        """The indicator as facts."""
        return replace(load(self.facts), code=self.code, since=timezone.localdate(self.at))


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Requests, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.FILING_READ) -> ProposalQuerySet:
        """Return the requests of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on), "item__unit__"))


class Proposal(models.Model):
    """One request to take an indicator in or out (申请单), and how it ended. Nobody decides on his own."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="proposals")
    kind = models.CharField("事项", max_length=10)
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="申请人")
    at = models.DateTimeField("申请时间")
    outcome = models.CharField("结果", max_length=10, blank=True)
    opinion = models.CharField("意见", max_length=500, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    on_behalf = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="代谁")
    decided_at = models.DateTimeField("办理时间", null=True)

    objects: ClassVar[models.Manager[Proposal]] = models.Manager.from_queryset(ProposalQuerySet)()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(outcome=""), name="one_open_proposal_an_item"),
            models.CheckConstraint(condition=Q(kind__in=list(states.KINDS)), name="proposal_kind_is_known"),
            models.CheckConstraint(condition=GreaterThan(Length(Trim("reason")), 0), name="proposal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | Q(outcome=states.WITHDRAWN, decided_by__isnull=False, decided_at__isnull=False)
                | Q(outcome__in=[states.AGREED, states.DECLINED], decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("by")),
                name="nobody_decides_on_his_own_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind} {self.outcome}"

    @property
    def unit(self) -> models.Model:
        """The unit of the indicator, where the door looks for the right to decide."""
        return self.item.unit

    @property
    def matter(self) -> str:
        """What is asked, in the officials' words."""
        return states.KINDS[self.kind]


class Past(models.Model):
    """What an indicator promised and did in one earlier year (历年值), as written; not of any project, or of one."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    name = models.CharField("指标名称", max_length=100)
    project = models.CharField("项目", max_length=200, blank=True, default="")
    year = models.PositiveSmallIntegerField("年度")
    target = models.CharField("目标值", max_length=100, blank=True)
    actual = models.CharField("实际完成值", max_length=100, blank=True)
    source = models.CharField("来源", max_length=100)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["name", "project", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name", "project", "year"], name="one_past_a_year"),
            models.CheckConstraint(condition=YEAR, name="past_year_is_a_budget_year"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(source=""), name="past_has_name_and_source"),
            models.CheckConstraint(condition=~Q(target="", actual=""), name="past_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.name}"

    def facts(self) -> Year:
        """Return the year as facts."""
        return Year(self.year, self.target, self.actual)


class Use(models.Model):
    """How many targets of a unit use an indicator in a year (使用次数); counted by the room of targets."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("指标名称", max_length=100)
    count = models.PositiveIntegerField("次数")

    class Meta:
        ordering = ["unit", "year", "name"]
        indexes = [models.Index(fields=["name"], name="use_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "name"], name="one_count_a_name"),
            models.CheckConstraint(condition=YEAR, name="use_year_is_a_budget_year"),
            models.CheckConstraint(condition=Q(count__gte=1), name="use_counts_something"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.name} {self.count}"


class Edition(models.Model):
    """The library's present edition: one row whose mark is new after every change, so that each process knows when its index is old."""

    mark = models.CharField("版记", max_length=32)

    def __str__(self) -> str:
        return self.mark
