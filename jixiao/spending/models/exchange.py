"""What comes in from outside: workbooks waiting to be applied, what the treasury executed, and how a difference with it is explained."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within

if TYPE_CHECKING:
    from jixiao.accounts.models import User

IMPORTS = {"treasury": "国库执行数据", "opening": "期初支出明细"}


class BatchQuerySet(models.QuerySet["Batch"]):
    """Workbooks, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.SPENDING_BOOK) -> BatchQuerySet:
        """Return the workbooks of the departments in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Batch(models.Model):
    """One workbook that came in (导入批次): its cells as read, its bytes to give back with the faults marked, applied once or never."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("种类", max_length=10, choices=list(IMPORTS.items()))
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("指纹", max_length=64)
    data = models.BinaryField("文件")
    document = models.TextField("内容")  # office.facts.encode as JSON
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("上传时间")
    taken = models.PositiveIntegerField("导入行数", default=0)
    applied_at = models.DateTimeField("导入时间", null=True)

    objects: ClassVar[models.Manager[Batch]] = models.Manager.from_queryset(BatchQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(IMPORTS)) & ~Q(name=""), name="batch_is_of_a_kind"),
            models.CheckConstraint(condition=Q(applied_at=None, taken=0) | Q(applied_at__gte=F("at")), name="batch_applied_after_it_came"),
        ]
        indexes = [models.Index(fields=["unit", "year", "-id"], name="batch_by_unit")]

    def __str__(self) -> str:
        return self.name


class Treasury(models.Model):
    """One line the treasury executed (国库执行数据), as it told us; never changed."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    year = models.PositiveSmallIntegerField("年度")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rows", verbose_name="批次")
    number = models.CharField("回单号", max_length=60)
    on = models.DateField("日期")
    payee = models.CharField("收款人", max_length=200)
    fen = models.BigIntegerField("金额")  # below zero: it came back
    function = models.CharField("功能分类", max_length=7, blank=True)
    economic = models.CharField("经济分类", max_length=5, blank=True)
    project = models.CharField("项目", max_length=255, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="one_treasury_line_a_receipt"),
            models.CheckConstraint(condition=~Q(fen=0) & ~Q(number="") & ~Q(payee=""), name="treasury_line_says_what"),
        ]
        indexes = [models.Index(fields=["unit", "year", "on"], name="treasury_by_day")]

    def __str__(self) -> str:
        return f"{self.number} {self.fen}"

    @property
    def amount(self) -> Money:
        """What was paid; below zero what came back."""
        return Money(self.fen)


class Explanation(models.Model):
    """Why ours and the treasury's differ in a line (差异说明): said once more where it is said better, never taken back."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    treasury = models.ForeignKey(Treasury, models.PROTECT, null=True, related_name="explanations", verbose_name="国库")
    payment = models.ForeignKey("spending.Payment", models.PROTECT, null=True, related_name="+", verbose_name="支出")
    text = models.CharField("说明", max_length=300)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="说明人")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(treasury__isnull=False) | Q(payment__isnull=False)) & ~Q(text=""), name="explanation_is_of_something"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Reconciled(models.Model):
    """A month made certain with the treasury (确认对账): both sums and a fingerprint of all lines as they stood; never changed, said again."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    year = models.PositiveSmallIntegerField("年度")
    month = models.PositiveSmallIntegerField("月份")
    ours = models.BigIntegerField("本账")
    theirs = models.BigIntegerField("国库")
    digest = models.CharField("内容指纹", max_length=64)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="确认人")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="month_is_one_of_twelve")]
        indexes = [models.Index(fields=["unit", "year", "month"], name="reconciled_by_month")]

    def __str__(self) -> str:
        return f"{self.year}年{self.month}月"
