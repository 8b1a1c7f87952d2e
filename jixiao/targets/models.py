"""What a unit has filed, as facts with a version, and every change made to them since."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from jixiao.accounts.models import User
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within

from . import facts, states, sums


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


class TargetQuerySet(models.QuerySet["Target"]):
    """Targets, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.FILING_READ) -> TargetQuerySet:
        """Return the targets of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Target(models.Model):
    """One target under control (绩效目标): a project's table or the department's plan, its state and who fills it.

    Its facts lie in its own filing: one project and no department plan, or a department plan and no project. Name, code and money
    stand here once more so that lists and constraints need not open the facts; the actions keep them equal.
    """

    KINDS = {"project": "项目", "department": "部门整体"}

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="责任科室")
    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="申报单位")
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("类别", max_length=20, choices=list(KINDS.items()))
    position = models.PositiveIntegerField("次序")
    name = models.CharField("名称", max_length=255)
    code = models.CharField("项目代码", max_length=30, blank=True)
    fen = models.BigIntegerField("年度金额", default=0)
    state = models.CharField("状态", max_length=20, default=states.LIFE.start)
    since = models.DateTimeField("进入此状态")
    round = models.PositiveIntegerField("送审轮次", default=0)
    edition = models.PositiveIntegerField("批复版次", default=0)
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="经办人")
    filing = models.OneToOneField(Filing, models.PROTECT, related_name="target", verbose_name="内容")

    objects: ClassVar[models.Manager[Target]] = models.Manager.from_queryset(TargetQuerySet)()

    class Meta:
        ordering = ["filer", "year", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["filer", "year", "name"], name="one_target_a_name"),
            models.UniqueConstraint(fields=["filer", "year", "code"], condition=~Q(code=""), name="one_target_a_code"),
            models.UniqueConstraint(fields=["filer", "year"], condition=Q(kind="department"), name="one_department_target"),
            models.CheckConstraint(condition=Q(kind__in=["project", "department"]), name="target_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=list(states.LIFE.states)), name="target_state_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="target_has_a_name"),
            models.CheckConstraint(condition=Q(fen__gte=0), name="target_money_is_not_negative"),
            models.CheckConstraint(
                condition=~Q(state__in=["已批复", "已公开", "调整中", "调整审核", "已冻结"]) | Q(edition__gte=1),
                name="approved_target_has_a_version",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "since"], name="target_by_state"),
            models.Index(fields=["year", "filer", "position"], name="target_by_year_and_filer"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def amount(self) -> Money:
        """What is asked for, or for a department what its plan promises in all."""
        return Money(self.fen)

    @property
    def version(self) -> int:
        """The version of the facts, which an edit must name."""
        return self.filing.version

    def facts(self) -> facts.Filing:
        """Return what the target says now."""
        return self.filing.facts()


class Version(models.Model):
    """What was approved (批复版): the facts as they were, never changed afterwards, by whom and on what paper."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版次")
    facts_text = models.TextField("内容")  # canonical JSON, the very text the fingerprint covers
    sha256 = models.CharField("指纹", max_length=64)
    fen = models.BigIntegerField("批复金额")
    document = models.CharField("批复文号", max_length=100)
    since = models.DateField("生效日期")
    cause = models.CharField("调整原因", max_length=20, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="批复人")
    on_behalf = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="代谁")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["target", "number"]
        constraints = [
            models.UniqueConstraint(fields=["target", "number"], name="one_version_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_start_at_one"),
            models.CheckConstraint(condition=~Q(document=""), name="version_has_a_document"),
            models.CheckConstraint(condition=Q(number=1, cause="") | (Q(number__gt=1) & ~Q(cause="")), name="later_version_has_a_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} V{self.number} {self.document}"

    @property
    def unit(self) -> models.Model:
        """The unit of the target."""
        return self.target.unit

    @property
    def amount(self) -> Money:
        """What was approved."""
        return Money(self.fen)

    def facts(self) -> facts.Filing:
        """Return what was approved."""
        return facts_of(self.facts_text)


class Step(models.Model):
    """One move of a target's life: who, when, from what to what, with what words. Never changed; history for people."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="steps")
    move = models.CharField("办理", max_length=30)
    source = models.CharField("原状态", max_length=20)
    state = models.CharField("到状态", max_length=20)
    round = models.PositiveIntegerField("送审轮次")
    opinion = models.CharField("意见", max_length=1000, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="办理人")
    on_behalf = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="代谁")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["target", "pk"]
        indexes = [models.Index(fields=["by", "-at"], name="step_by_person")]

    def __str__(self) -> str:
        return f"{self.target_id} {self.move} {self.state}"

    @property
    def unit(self) -> models.Model:
        """The unit of the target."""
        return self.target.unit

    @property
    def verb(self) -> str:
        """The officials' word for the move."""
        return "新建" if self.move == "open" else states.LIFE.move(self.move).verb


class Revision(models.Model):
    """One adjustment of an approved target under way or done (绩效目标调整): its cause, its paper, its reasons and how it ended."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="revisions")
    base = models.PositiveIntegerField("原版次")
    cause = models.CharField("原因类别", max_length=20)
    basis = models.CharField("依据文号", max_length=100)
    reason = models.CharField("调整理由", max_length=1000)
    notes = models.JSONField("逐项理由", default=dict)  # {path: reason}
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="申请人")
    at = models.DateTimeField("申请时间")
    outcome = models.CharField("结果", max_length=20, blank=True)  # 批复, 撤销; "" while under way
    closed_at = models.DateTimeField("办结时间", null=True)

    class Meta:
        ordering = ["target", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["target"], condition=Q(outcome=""), name="one_adjustment_at_a_time"),
            models.CheckConstraint(condition=Q(cause__in=list(facts.CAUSES)), name="adjustment_cause_is_known"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(basis=""), name="adjustment_has_reason_and_basis"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None) | Q(outcome__in=["批复", "撤销"], closed_at__isnull=False),
                name="adjustment_ends_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.cause}"

    @property
    def unit(self) -> models.Model:
        """The unit of the target."""
        return self.target.unit
