"""Long promises (长期承诺): what was bought will be used for ten years and more; asked every year, each answer stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from jixiao.assets import facts
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within

from .card import Card

if TYPE_CHECKING:
    from datetime import date

    from jixiao.accounts.models import User


class PromiseQuerySet(models.QuerySet["Promise"]):
    """Promises, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.SPENDING_READ) -> PromiseQuerySet:
        """Return the promises of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Promise(models.Model):
    """One promise of long use: in whose target, of what, since when, for how many years."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    year = models.PositiveSmallIntegerField("目标年度")
    project = models.CharField("项目", max_length=200)
    text = models.CharField("承诺", max_length=200)
    years = models.PositiveSmallIntegerField("承诺年限")
    since = models.DateField("起算日期")
    card = models.ForeignKey(Card, models.PROTECT, null=True, related_name="promises", verbose_name="资产卡片")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    objects: ClassVar[models.Manager[Promise]] = models.Manager.from_queryset(PromiseQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "project", "text"], name="one_promise_a_text"),
            models.CheckConstraint(
                condition=Q(years__gte=facts.LONG_YEARS, years__lte=99) & ~Q(text="") & ~Q(project=""), name="promise_is_long"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.text}"

    def facts(self) -> facts.Promise:
        """Return the promise as facts."""
        return facts.Promise(self.text, self.since, self.years, frozenset(one.year for one in self.answers.all()))


class Answer(models.Model):
    """What was answered in one year: still used or not, where, with what words. Never changed."""

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="answers")
    year = models.PositiveSmallIntegerField("年度")
    used = models.BooleanField("仍在使用")
    place = models.CharField("在哪里", max_length=100, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="答复人")
    at = models.DateTimeField("答复时间")

    class Meta:
        ordering = ["promise", "year"]
        constraints = [
            models.UniqueConstraint(fields=["promise", "year"], name="one_answer_a_year"),
            models.CheckConstraint(condition=Q(used=True) & ~Q(place="") | Q(used=False) & ~Q(note=""), name="answer_says_where_or_why"),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id} {self.year}"

    @property
    def unit(self) -> models.Model:
        """The department."""
        return self.promise.unit
