"""Evidence files (佐证), kept once by their fingerprint, and what each of them proves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within

from .entry import Entry

if TYPE_CHECKING:
    from jixiao.accounts.models import User

CLASSES = ("正式资料", "工作资料", "原始凭证", "说明材料")  # 财预〔2021〕101号: kinds of proof


class FileQuerySet(models.QuerySet["File"]):
    """Files, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.FILING_READ) -> FileQuerySet:
        """Return the files that prove something in the units in which a person may do a thing, and all of their departments."""
        mine = within(user.paths(permission, on))
        return self.filter(mine | Q(pk__in=Proof.objects.filter(mine).values("file")))


class File(models.Model):
    """One file a department filed as proof: its bytes lie once in the store, under their fingerprint."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    sha256 = models.CharField("指纹", max_length=64)
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("格式", max_length=10)
    size = models.PositiveBigIntegerField("大小")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="存档人")
    at = models.DateTimeField("存档时间")

    objects: ClassVar[models.Manager[File]] = models.Manager.from_queryset(FileQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "sha256"], name="one_file_a_fingerprint")]

    def __str__(self) -> str:
        return self.name


class Proof(models.Model):
    """What a file proves: an entry, or an indicator of a target. Taken away it stays known."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="科室")
    file = models.ForeignKey(File, models.PROTECT, related_name="proofs", verbose_name="文件")
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="proofs", verbose_name="台账记录")
    target = models.ForeignKey("targets.Target", models.PROTECT, null=True, related_name="+", verbose_name="项目")
    place = models.CharField("指标", max_length=255, blank=True)
    kind = models.CharField("种类", max_length=10, choices=[(one, one) for one in CLASSES])
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")
    gone_at = models.DateTimeField("撤下时间", null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, target=None, place="") | Q(entry=None, target__isnull=False) & ~Q(place=""),
                name="proof_is_of_an_entry_or_an_indicator",
            ),
            models.UniqueConstraint(fields=["file", "entry"], condition=Q(gone_at=None), name="one_proof_an_entry"),
            models.UniqueConstraint(fields=["file", "target", "place"], condition=Q(gone_at=None), name="one_proof_an_indicator"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.kind}"
