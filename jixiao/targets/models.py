"""What a unit has filed, as facts with a version, and every change made to them since."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from jixiao.accounts.models import User
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within

from . import facts, sums


def facts_of(text: str) -> facts.Filing:
    """Return the facts of a kept text."""
    return sums.load(json.loads(text))


class FilingQuerySet(models.QuerySet["Filing"]):
    """Filings, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.FILING_READ) -> FilingQuerySet:
        """Return the filings of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Filing(models.Model):
    """One filing of a unit (绩效目标文本): the facts as they stand, and as they came."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度", null=True)
    title = models.CharField("名称", max_length=255)
    pack = models.CharField("规则包", max_length=60)  # the one it is held against, kept when the unit adopts another
    current = models.TextField("现在的内容")  # canonical JSON of sums.dump: equal texts are equal facts, so what is made of them is kept
    original = models.TextField("读出时的内容")
    version = models.PositiveIntegerField("版本", default=1)

    objects: ClassVar[models.Manager[Filing]] = models.Manager.from_queryset(FilingQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(version__gte=1), name="filing_versions_start_at_one")]

    def __str__(self) -> str:
        return self.title

    def facts(self) -> facts.Filing:
        """Return what the filing says now."""
        return facts_of(self.current)


class Change(models.Model):
    """One change of a filing: which facts, from what to what, why, by whom; taken back or not. History for people."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField("改成的版本")
    reason = models.CharField("因何而改", max_length=255)
    edits = models.JSONField("改动")  # [[path, old, new], …]
    before = models.JSONField("改前")  # the parts touched, whole: {"projects.3": …}
    after = models.JSONField("改后")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="改动人")
    at = models.DateTimeField("时间")
    undone_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="撤销人")
    undone_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "version"], name="one_change_a_version"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="undone_by_and_at_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} v{self.version} {self.reason}"

    @property
    def unit(self) -> models.Model:
        """The unit it was made in, where the door looks for the right to take it back."""
        return self.filing.unit

    def pairs(self) -> list[dict[str, Any]]:
        """Return the edits by name, for pages."""
        return [{"path": path, "old": old, "new": new} for path, old, new in self.edits]
