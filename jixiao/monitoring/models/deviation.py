"""Deviations found in a round, what is to be done about each, and what was paid month by month."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from jixiao.kernel.roles import Permission
from jixiao.monitoring import facts, states
from jixiao.organisations.queries import within

from .round import Task

if TYPE_CHECKING:
    from jixiao.accounts.models import User


class DeviationQuerySet(models.QuerySet["Deviation"]):
    """Deviations, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.FILING_READ) -> DeviationQuerySet:
        """Return the deviations of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Deviation(models.Model):
    """A project that is off (偏差): found by the system, explained, answered with measures, approved, put into effect, closed.

    One open a project at a time: a later round that finds the same project off adds to it.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="deviations", verbose_name="监控表")
    target = models.ForeignKey("targets.Target", models.PROTECT, related_name="+", verbose_name="项目")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="责任科室")
    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="申报单位")
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("编号")
    found = models.CharField("发现", max_length=1000)
    state = models.CharField("状态", max_length=20, default=states.COURSE.start)
    since = models.DateTimeField("进入此状态")
    due = models.DateField("处置期限")
    causes = models.JSONField("原因归类", default=list)
    said = models.CharField("原因说明", max_length=facts.LONGEST, blank=True)
    author = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="说明人")
    checker = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="审核人")
    approver = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="批准人")
    approved_at = models.DateTimeField("批准时间", null=True)
    proof = models.ForeignKey("evidence.File", models.PROTECT, null=True, related_name="+", verbose_name="核销佐证")
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="核销人")
    closed_at = models.DateTimeField("关闭时间", null=True)
    at = models.DateTimeField("发现时间")

    objects: ClassVar[models.Manager[Deviation]] = models.Manager.from_queryset(DeviationQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["filer", "year", "number"], name="one_deviation_a_number"),
            models.UniqueConstraint(fields=["target"], condition=~Q(state=states.CLOSED), name="one_open_deviation_a_project"),
            models.CheckConstraint(condition=Q(state__in=list(states.COURSE.states)), name="deviation_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=states.CLOSED) | Q(closed_by__isnull=False, closed_at__isnull=False, proof__isnull=False),
                name="deviation_closes_with_proof",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[states.FOUND, states.CHECKING, states.DECIDING])
                | Q(approver__isnull=False, approved_at__isnull=False),
                name="deviation_takes_effect_when_approved",
            ),
        ]
        indexes = [models.Index(fields=["state", "due"], name="deviation_by_state")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """Its number as people write it: 2022-监-014."""
        return f"{self.year}-监-{self.number:03d}"


class Disposition(models.Model):
    """One measure about a deviation (处置): which, how in words, and what it came to in spending or in the target."""

    deviation = models.ForeignKey(Deviation, models.PROTECT, related_name="measures", verbose_name="偏差")
    kind = models.CharField("方式", max_length=10)
    said = models.CharField("怎样办", max_length=facts.LONGEST)
    due = models.DateField("完成期限", null=True)
    fen = models.BigIntegerField("金额", default=0)
    hold = models.ForeignKey("spending.Hold", models.PROTECT, null=True, related_name="+", verbose_name="暂停支付")
    change = models.ForeignKey("spending.QuotaChange", models.PROTECT, null=True, related_name="+", verbose_name="指标调整")
    gone_at = models.DateTimeField("改提时间", null=True)  # answered differently since: kept, counts no more
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="提出人")
    at = models.DateTimeField("提出时间")

    class Meta:
        ordering = ["deviation", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(facts.MEASURES)) & ~Q(said=""), name="disposition_is_known_and_said"),
            models.CheckConstraint(condition=Q(fen__gte=0), name="disposition_moves_no_less_than_nothing"),
            models.UniqueConstraint(fields=["deviation", "kind"], condition=Q(gone_at=None), name="one_disposition_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.deviation_id} {self.kind}"

    @property
    def unit(self) -> models.Model:
        """The unit of the deviation."""
        return self.deviation.unit

    def facts(self) -> facts.Measure:
        """Return it as facts."""
        return facts.Measure(self.kind, self.said, self.due, self.fen)


class Pace(models.Model):
    """What a round's projects had paid by the end of each month, together, by department: what the cockpit's curve is drawn from."""

    round = models.ForeignKey("monitoring.Round", models.PROTECT, related_name="paces", verbose_name="监控批次")
    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="申报单位")
    month = models.PositiveSmallIntegerField("月")
    planned = models.BigIntegerField("应付累计", default=0)
    paid = models.BigIntegerField("已付累计", null=True)

    class Meta:
        ordering = ["round", "filer", "month"]
        constraints = [
            models.UniqueConstraint(fields=["round", "filer", "month"], name="one_pace_a_month"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="pace_month_is_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.filer_id} {self.month}"

    @property
    def unit(self) -> models.Model:
        """The department."""
        return self.filer
