"""What people decided: findings left with a reason, review forms, remarks row by row, and how a target stood when it was sent up."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThan

from jixiao.kernel.rule import Severity


class Waiver(models.Model):
    """A finding left as it is, with the reason (不改，说明理由); withdrawn or in force. A 阻断 cannot be left."""

    filing = models.ForeignKey("targets.Filing", models.PROTECT, related_name="+", verbose_name="文本")
    finding = models.CharField("问题", max_length=255)  # Mark.key: rule and path
    rule = models.CharField("规则", max_length=20)
    severity = models.PositiveSmallIntegerField("级别")
    message = models.TextField("问题内容")  # what was said; says it something else, the waiver no longer answers it
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="说明人")
    at = models.DateTimeField("时间")
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="撤回人")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=GreaterThan(Length(Trim("reason")), 0), name="waiver_has_a_reason"),
            models.CheckConstraint(condition=Q(severity__gte=Severity.INFO, severity__lt=Severity.BLOCK), name="no_waiver_of_a_block"),
            models.UniqueConstraint(fields=["filing", "finding"], condition=Q(withdrawn_at=None), name="one_waiver_a_finding"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None) | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="withdrawn_by_and_at_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.finding}"

    @property
    def unit(self) -> models.Model:
        """The unit of the filing, where the door looks for the right to withdraw."""
        return self.filing.unit


class Assessment(models.Model):
    """One review form filled for a target (绩效目标审核表): points line by line, grade and opinion, at one stage of one round."""

    target = models.ForeignKey("targets.Target", models.PROTECT, related_name="+", verbose_name="目标")
    round = models.PositiveIntegerField("送审轮次")
    stage = models.CharField("环节", max_length=20)
    kind = models.CharField("类别", max_length=10, default="一般")
    version = models.PositiveIntegerField("内容版本")  # of the facts it was filled for
    lines = models.JSONField("逐项得分")  # [[part, item, points, machine, given, [reasons], note], …]
    total = models.PositiveSmallIntegerField("总分")
    grade = models.CharField("等级", max_length=2)
    opinion = models.CharField("总体意见", max_length=1000, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="审核人")
    on_behalf = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="代谁")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["target", "-pk"]
        indexes = [models.Index(fields=["target", "round", "stage", "-id"], name="assessment_by_stage")]
        constraints = [
            models.CheckConstraint(condition=Q(total__lte=100), name="assessment_of_a_hundred"),
            models.CheckConstraint(condition=Q(grade__in=["优", "良", "中", "差"]), name="assessment_grade_is_known"),
            models.CheckConstraint(condition=Q(stage__in=["部门审核", "财政审核"]), name="assessment_stage_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.stage} {self.grade}"

    @property
    def unit(self) -> models.Model:
        """The unit of the target."""
        return self.target.unit


class Remark(models.Model):
    """One remark on a row of a target (逐行意见), and how the filing unit answered it."""

    target = models.ForeignKey("targets.Target", models.PROTECT, related_name="+", verbose_name="目标")
    round = models.PositiveIntegerField("送审轮次")
    stage = models.CharField("环节", max_length=20)
    path = models.CharField("位置", max_length=255)
    where = models.CharField("哪一行", max_length=255)
    grade = models.CharField("等次", max_length=2, blank=True)
    text = models.CharField("意见", max_length=1000)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="审核人")
    at = models.DateTimeField("时间")
    answer = models.CharField("答复", max_length=10, blank=True)  # 已采纳, 未采纳
    answer_text = models.CharField("说明", max_length=1000, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="答复人")
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        ordering = ["target", "pk"]
        indexes = [models.Index(fields=["target", "round"], name="remark_by_round")]
        constraints = [
            models.CheckConstraint(condition=GreaterThan(Length(Trim("text")), 0), name="remark_says_something"),
            models.CheckConstraint(condition=Q(grade__in=["", "优", "良", "中", "差"]), name="remark_grade_is_known"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | Q(answer__in=["已采纳", "未采纳"], answered_by__isnull=False, answered_at__isnull=False),
                name="remark_answered_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.where}"

    @property
    def words(self) -> str:
        """What was said, "" where the row was only graded: that asks for no answer."""
        return "" if self.grade and self.text == f"评为{self.grade}" else self.text

    @property
    def unit(self) -> models.Model:
        """The unit of the target."""
        return self.target.unit


class Tally(models.Model):
    """How a target stood when it was last sent up: its open findings and the points they leave, so that a queue need not examine it."""

    target = models.OneToOneField("targets.Target", models.PROTECT, related_name="+", primary_key=True, verbose_name="目标")
    version = models.PositiveIntegerField("内容版本")
    blocks = models.PositiveIntegerField("阻断", default=0)
    errors = models.PositiveIntegerField("错误", default=0)
    warnings = models.PositiveIntegerField("警告", default=0)
    hints = models.PositiveIntegerField("提示", default=0)
    score = models.PositiveSmallIntegerField("机审分", default=0)
    urgent = models.CharField("最要紧", max_length=255, blank=True)

    def __str__(self) -> str:
        return f"{self.target_id} {self.score}"
