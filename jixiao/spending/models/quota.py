"""Quota (指标): what may be spent, what is frozen and paid, and every movement of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within
from jixiao.spending import facts

if TYPE_CHECKING:
    from jixiao.accounts.models import User

CHANGES = {"open": "批复", "adjust": "调整", "transfer": "调剂"}
WAITING, AGREED, REFUSED = "待批", "已批", "不批"
POSTINGS = {"open": "批复", "adjust": "调整", "freeze": "冻结", "release": "解冻", "pay": "支付", "refund": "退款"}


class QuotaQuerySet(models.QuerySet["Quota"]):
    """Quotas, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.SPENDING_READ) -> QuotaQuerySet:
        """Return the quotas of the departments in which a person may do a thing, or of which a section of theirs is part."""
        return self.filter(within(user.paths(permission, on)))


class Quota(models.Model):
    """One quota of a department's year: a project under a function and an economic class from a source.

    ``unit`` is the department. The four sums are spent by one guarded UPDATE, and the database holds frozen + paid ≤ approved + adjusted.
    """

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    year = models.PositiveSmallIntegerField("年度")
    target = models.ForeignKey("targets.Target", models.PROTECT, null=True, related_name="+", verbose_name="项目目标")
    project = models.CharField("项目", max_length=255)
    function = models.CharField("功能分类", max_length=7)
    economic = models.CharField("经济分类", max_length=5)
    source = models.CharField("资金来源", max_length=20, default=facts.SOURCES[0])
    approved = models.BigIntegerField("批复数", default=0)
    adjusted = models.BigIntegerField("调整数", default=0)
    frozen = models.BigIntegerField("冻结数", default=0)
    paid = models.BigIntegerField("已付数", default=0)
    at = models.DateTimeField("登记时间")

    objects: ClassVar[models.Manager[Quota]] = models.Manager.from_queryset(QuotaQuerySet)()

    class Meta:
        ordering = ["unit", "-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "project", "function", "economic", "source"], name="one_quota_a_line"),
            models.CheckConstraint(condition=Q(approved__gte=0, frozen__gte=0, paid__gte=0), name="quota_sums_are_not_negative"),
            models.CheckConstraint(
                condition=Q(approved__gte=F("frozen") + F("paid") - F("adjusted")), name="frozen_and_paid_stay_within_quota"
            ),
            models.CheckConstraint(condition=~Q(project="") & ~Q(function="") & ~Q(economic=""), name="quota_says_for_what"),
        ]
        indexes = [models.Index(fields=["year", "unit"], name="quota_by_year_and_unit")]

    def __str__(self) -> str:
        return f"{self.project} {self.function} {self.economic}"

    def facts(self) -> facts.Quota:
        """Return the quota as facts."""
        sums = (Money(self.approved), Money(self.adjusted), Money(self.frozen), Money(self.paid))
        return facts.Quota(self.pk, self.project, self.function, self.economic, self.source, *sums)


class QuotaChange(models.Model):
    """One change of a quota (指标调整、调剂): proposed by one person, decided by another; a transfer takes from ``other``."""

    quota = models.ForeignKey(Quota, models.PROTECT, related_name="changes", verbose_name="指标")
    other = models.ForeignKey(Quota, models.PROTECT, null=True, related_name="given", verbose_name="调出指标")
    kind = models.CharField("类别", max_length=10, choices=list(CHANGES.items()))
    fen = models.BigIntegerField("金额")
    reason = models.CharField("理由", max_length=500)
    document = models.CharField("依据文号", max_length=100)
    state = models.CharField("状态", max_length=10, default=WAITING)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="提出人")
    at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="批准人")
    on_behalf = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="代谁")
    decided_at = models.DateTimeField("批准时间", null=True)

    class Meta:
        ordering = ["quota", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(fen=0), name="change_is_of_something"),
            models.CheckConstraint(
                condition=Q(kind="transfer", other__isnull=False, fen__gt=0) | (~Q(kind="transfer") & Q(other=None)),
                name="transfer_has_two_ends",
            ),
            models.CheckConstraint(
                condition=Q(state=WAITING, decided_at=None) | (~Q(state=WAITING) & Q(decided_at__isnull=False)),
                name="change_is_decided_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quota_id} {self.kind} {self.fen}"

    @property
    def unit(self) -> models.Model:
        """The department."""
        return self.quota.unit


class Posting(models.Model):
    """One movement of a quota, never changed or removed (指标流水): what the four sums are made of."""

    quota = models.ForeignKey(Quota, models.PROTECT, related_name="postings")
    kind = models.CharField("类别", max_length=10, choices=list(POSTINGS.items()))
    fen = models.BigIntegerField("金额")
    payment = models.ForeignKey("spending.Payment", models.PROTECT, null=True, related_name="postings")
    change = models.ForeignKey(QuotaChange, models.PROTECT, null=True, related_name="postings")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(fen=0), name="posting_is_of_something")]
        indexes = [models.Index(fields=["quota", "at"], name="posting_by_quota")]

    def __str__(self) -> str:
        return f"{self.quota_id} {self.kind} {self.fen}"

    @property
    def unit(self) -> models.Model:
        """The department."""
        return self.quota.unit
