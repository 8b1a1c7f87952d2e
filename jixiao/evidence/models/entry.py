"""Entries of ledgers, the sums kept of them by month, up to when a ledger is closed, and workbooks that wait to be taken in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from jixiao.evidence import facts
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within

if TYPE_CHECKING:
    from jixiao.accounts.models import User


class EntryBatchQuerySet(models.QuerySet["Batch"]):
    """Workbooks, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.EVIDENCE_KEEP) -> EntryBatchQuerySet:
        """Return the workbooks of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Batch(models.Model):
    """One workbook of entries that came in (导入批次): its cells as read, its bytes to give back with the faults marked; applied once."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="科室")
    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    year = models.PositiveSmallIntegerField("年度")
    ledger = models.CharField("台账", max_length=40)
    target = models.ForeignKey("targets.Target", models.PROTECT, null=True, related_name="+", verbose_name="项目")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("指纹", max_length=64)
    data = models.BinaryField("文件")
    document = models.TextField("内容")  # office.facts.encode as JSON
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("上传时间")
    taken = models.PositiveIntegerField("导入行数", default=0)
    applied_at = models.DateTimeField("导入时间", null=True)

    objects: ClassVar[models.Manager[Batch]] = models.Manager.from_queryset(EntryBatchQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at=None, taken=0) | Q(applied_at__gte=F("at")), name="entries_batch_applied_after_it_came"
            )
        ]
        indexes = [models.Index(fields=["filer", "year", "-id"], name="entries_batch_by_unit")]

    def __str__(self) -> str:
        return self.name


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.FILING_READ) -> EntryQuerySet:
        """Return the entries of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Entry(models.Model):
    """One entry of a ledger (台账记录). What it says never changes; a change or correction is another entry in its place."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="科室")
    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    ledger = models.CharField("台账", max_length=40)
    year = models.PositiveSmallIntegerField("年度")
    on = models.DateField("日期")
    target = models.ForeignKey("targets.Target", models.PROTECT, null=True, related_name="+", verbose_name="项目")
    values = models.JSONField("内容")
    words = models.TextField("文字", blank=True)  # what it says in words, for searching
    mark = models.CharField("指纹", max_length=64)
    slot = models.CharField("库点", max_length=200, blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="entries", verbose_name="导入批次")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="更正的是")
    reason = models.CharField("更正理由", max_length=300, blank=True)
    closed = models.BooleanField("结账后更正", default=False)
    gone_at = models.DateTimeField("被更正、作废时间", null=True)
    gone_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="作废人")
    gone_reason = models.CharField("作废理由", max_length=300, blank=True)

    objects: ClassVar[models.Manager[Entry]] = models.Manager.from_queryset(EntryQuerySet)()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["filer", "ledger", "mark"], condition=Q(gone_at=None), name="one_entry_a_matter"),
            models.CheckConstraint(
                condition=Q(gone_at=None, gone_by=None) | Q(gone_at__isnull=False, gone_by__isnull=False), name="entry_gone_by_and_at"
            ),
            models.CheckConstraint(condition=Q(replaces=None) | ~Q(reason=""), name="correction_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["filer", "ledger", "year", "-on"], name="entry_by_ledger"),
            models.Index(fields=["target", "ledger", "on"], name="entry_by_target"),
            models.Index(fields=["filer", "ledger", "slot"], condition=~Q(slot=""), name="entry_by_slot"),
        ]

    def __str__(self) -> str:
        return f"{self.ledger} {self.on:%Y-%m-%d}"

    def facts(self) -> facts.Entry:
        """Return the entry as facts."""
        return facts.Entry(self.pk, self.ledger, self.on, self.values, self.target.name if self.target_id and self.target else "")


class Sum(models.Model):
    """What the entries of one month come to (月度汇总): kept up by every write, always equal to recounting.

    ``project`` is the number of the target they prove, 0 for the department's own: a null would not be unique.
    """

    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    ledger = models.CharField("台账", max_length=40)
    project = models.BigIntegerField("项目", default=0)
    atom = models.CharField("口径", max_length=40)
    year = models.PositiveSmallIntegerField("年")
    month = models.PositiveSmallIntegerField("月")
    count = models.BigIntegerField("笔数", default=0)
    total = models.BigIntegerField("合计", default=0)
    moment = models.BigIntegerField("积数", default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["filer", "ledger", "project", "atom", "year", "month"], name="one_sum_a_month"),
            models.CheckConstraint(condition=Q(count__gte=0, month__gte=1, month__lte=12), name="sum_counts_what_is_there"),
        ]
        indexes = [models.Index(fields=["project", "ledger"], condition=~Q(project=0), name="sum_by_project")]

    def __str__(self) -> str:
        return f"{self.ledger} {self.atom} {self.year}-{self.month:02d}"

    def cell(self) -> facts.Cell:
        """Return the sum as facts."""
        return facts.Cell(self.count, self.total, self.moment)


class Closing(models.Model):
    """Up to which day a ledger is closed (台账结账): what lies before is corrected, never edited. Never taken back."""

    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    ledger = models.CharField("台账", max_length=40)
    through = models.DateField("结账到")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="结账人")
    at = models.DateTimeField("结账时间")

    class Meta:
        ordering = ["-through"]
        constraints = [models.UniqueConstraint(fields=["filer", "ledger", "through"], name="one_closing_a_day")]

    def __str__(self) -> str:
        return f"{self.ledger} {self.through:%Y-%m-%d}"
