"""Files that came in: what they were, how they read, and what the reader was not sure of."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from jixiao.accounts.models import User
from jixiao.kernel.money import Money
from jixiao.kernel.place import Spot
from jixiao.kernel.roles import Permission
from jixiao.kernel.rule import Severity
from jixiao.organisations.queries import within

from . import facts


class UploadQuerySet(models.QuerySet["Upload"]):
    """Uploads, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.FILING_READ) -> UploadQuerySet:
        """Return the uploads of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Upload(models.Model):
    """One file of a unit that was read and checked. Its bytes lie once in the file store, under their SHA-256."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    filing = models.OneToOneField("targets.Filing", models.PROTECT, related_name="+", verbose_name="文本")
    name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("指纹", max_length=64)
    size = models.PositiveIntegerField("字节")
    kind = models.CharField("格式", max_length=10)
    layout = models.CharField("表式", max_length=60)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("时间")
    # How it stands, counted anew at every change, so that a list need not examine each file.
    projects = models.PositiveIntegerField("项目表", default=0)
    fen = models.BigIntegerField("申请合计", default=0)
    blocks = models.PositiveIntegerField("阻断", default=0)
    errors = models.PositiveIntegerField("错误", default=0)
    warnings = models.PositiveIntegerField("警告", default=0)
    hints = models.PositiveIntegerField("提示", default=0)
    unsettled = models.PositiveIntegerField("存疑", default=0)

    objects: ClassVar[models.Manager[Upload]] = models.Manager.from_queryset(UploadQuerySet)()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "sha256"], name="one_upload_a_file_and_unit"),
            models.CheckConstraint(condition=~Q(name=""), name="upload_has_a_name"),
        ]
        indexes = [
            models.Index(fields=["unit", "-at"], name="upload_by_unit_and_time"),
            models.Index(fields=["sha256"], name="upload_by_file"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def amount(self) -> Money:
        """What the projects ask for together."""
        return Money(self.fen)

    @property
    def total(self) -> int:
        """Number of open findings."""
        return self.blocks + self.errors + self.warnings + self.hints

    def counts(self) -> list[tuple[Severity, int]]:
        """Return the open findings by severity, hardest first, without zeros."""
        pairs = zip(sorted(Severity, reverse=True), (self.blocks, self.errors, self.warnings, self.hints), strict=True)
        return [(severity, count) for severity, count in pairs if count]


class Original(models.Model):
    """The blocks a file was read into, to show each fact beside where it stands. Apart, for they are large."""

    upload = models.OneToOneField(Upload, models.PROTECT, primary_key=True, related_name="original")
    document = models.TextField("内容")  # JSON of office.facts.encode

    def __str__(self) -> str:
        return str(self.upload_id)


class Doubt(models.Model):
    """Something the reader was not sure of (存疑), until a person settles it."""

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="doubts")
    position = models.PositiveIntegerField("次序")
    where = models.CharField("位置", max_length=255)
    message = models.TextField("存疑")
    path = models.CharField("内容路径", max_length=255, blank=True)
    spot = models.JSONField("原文位置")
    answer = models.CharField("结论", max_length=500, blank=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    settled_at = models.DateTimeField("确认时间", null=True)

    class Meta:
        ordering = ["upload", "position"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "position"], name="one_doubt_a_position"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, answer="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(answer="")),
                name="doubt_settled_by_whom_how_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def unit(self) -> models.Model:
        """The unit of the file, where the door looks for the right to settle."""
        return self.upload.unit

    def stands(self) -> Spot:
        """Return where it stands in the file."""
        table, row, line, page, block, cell = self.spot
        return Spot(table, row, line, page, block, (cell[0], cell[1]) if cell else None)

    def said(self) -> facts.Doubt:
        """Return it as the reader said it."""
        return facts.Doubt(self.where, self.message, self.path or None, self.stands())


class FillQuerySet(models.QuerySet["Fill"]):
    """Workbooks filled offline, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.TARGET_FILL) -> FillQuerySet:
        """Return the workbooks of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Fill(models.Model):
    """One workbook filled offline that came back (填报表), looked at and then taken in whole, or not. Its bytes lie in the file store."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("指纹", max_length=64)
    size = models.PositiveIntegerField("字节")
    document = models.TextField("内容")  # JSON of office.facts.encode: looked at again whenever the targets have moved on
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("上传时间")
    applied_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="导入人")
    applied_at = models.DateTimeField("导入时间", null=True)
    taken = models.PositiveIntegerField("导入张数", default=0)

    objects: ClassVar[models.Manager[Fill]] = models.Manager.from_queryset(FillQuerySet)()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "sha256"], name="one_fill_a_file_unit_and_year"),
            models.CheckConstraint(condition=~Q(name=""), name="fill_has_a_name"),
            models.CheckConstraint(
                condition=Q(applied_at=None, applied_by=None, taken=0) | Q(applied_at__gte=F("at"), applied_by__isnull=False, taken__gte=1),
                name="fill_applied_by_whom_when_and_how_much",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-at"], name="fill_by_unit_and_time"),
            models.Index(fields=["sha256"], name="fill_by_file"),
        ]

    def __str__(self) -> str:
        return self.name
