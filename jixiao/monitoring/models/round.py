"""Rounds of monitoring, the task of each project, what was frozen of it and what its officers say."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from jixiao.kernel.roles import Permission
from jixiao.monitoring import facts, states
from jixiao.monitoring.sums import keeping
from jixiao.organisations.queries import within

if TYPE_CHECKING:
    from jixiao.accounts.models import User

KINDS = {"issued": "下达时", "refreshed": "更新", "sent": "报送时"}


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.FILING_READ) -> RoundQuerySet:
        """Return the rounds of the units in which a person may do a thing, and those that gave one of these units a task."""
        paths = user.paths(permission, on)
        return self.filter(within(paths) | Q(pk__in=Task.objects.filter(within(paths)).values("round")))


class Round(models.Model):
    """One round (监控批次): a period of a year watched by a unit over all projects below it; its tables are filled batch by batch."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="下达单位")
    year = models.PositiveSmallIntegerField("年度")
    word = models.CharField("监控期", max_length=20)
    until = models.DateField("截至")
    due = models.DateField("报送期限")
    basis = models.CharField("期限依据", max_length=100)
    preset = models.CharField("亮灯口径", max_length=20)
    scheme = models.CharField("预测评分办法", max_length=20)
    total = models.PositiveIntegerField("项目数", default=0)
    filled = models.PositiveIntegerField("已生成", default=0)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="下达人")
    at = models.DateTimeField("下达时间")

    objects: ClassVar[models.Manager[Round]] = models.Manager.from_queryset(RoundQuerySet)()

    class Meta:
        ordering = ["-until", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "until"], name="one_round_a_period"),
            models.CheckConstraint(condition=Q(filled__lte=F("total")), name="no_more_filled_than_there_are"),
            models.CheckConstraint(condition=Q(due__gte=F("until")), name="round_is_due_after_its_period"),
        ]
        indexes = [models.Index(fields=["year", "unit", "-until"], name="round_by_year_and_unit")]

    def __str__(self) -> str:
        return f"{self.year}年{self.word}监控"

    @property
    def ready(self) -> bool:
        """Say whether every table is filled."""
        return self.filled >= self.total


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.FILING_READ) -> TaskQuerySet:
        """Return the tasks of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Task(models.Model):
    """One project in a round (监控表). What lists and the cockpit show stands here once more, so that they need not open snapshots."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="tasks", verbose_name="监控批次")
    target = models.ForeignKey("targets.Target", models.PROTECT, related_name="+", verbose_name="项目")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="责任科室")
    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="申报单位")
    state = models.CharField("状态", max_length=20, default=states.LIFE.start)
    since = models.DateTimeField("进入此状态")
    filler = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="填报人")
    sent_on = models.DateField("送审日期", null=True)
    expected = models.BigIntegerField("全年预计执行数", null=True)
    number = models.PositiveIntegerField("快照", default=0)  # the latest one
    light = models.CharField("灯", max_length=10, blank=True)
    budget = models.BigIntegerField("预算", default=0)
    paid = models.BigIntegerField("已付", default=0)
    planned = models.PositiveIntegerField("应付万分比", default=0)  # of the budget, due by the day
    ahead_low = models.BigIntegerField("年底最低", null=True)
    ahead_mid = models.BigIntegerField("年底预计", null=True)
    ahead_high = models.BigIntegerField("年底最高", null=True)
    fine = models.PositiveSmallIntegerField("按期", default=0)
    short = models.PositiveSmallIntegerField("有差距", default=0)
    lost = models.PositiveSmallIntegerField("到不了", default=0)
    coming = models.PositiveSmallIntegerField("未到期", default=0)
    blank = models.PositiveSmallIntegerField("没有数", default=0)
    score_low = models.PositiveIntegerField("预计最低分", null=True)  # hundredths
    score_mid = models.PositiveIntegerField("预计分", null=True)
    score_high = models.PositiveIntegerField("预计最高分", null=True)
    findings = models.PositiveSmallIntegerField("问题数", default=0)

    objects: ClassVar[models.Manager[Task]] = models.Manager.from_queryset(TaskQuerySet)()

    class Meta:
        ordering = ["round", "filer__path", "target__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "target"], name="one_task_a_project"),
            models.CheckConstraint(condition=Q(state__in=list(states.LIFE.states)), name="task_state_is_known"),
            models.CheckConstraint(condition=Q(state__in=sorted(states.OPEN)) | Q(filler__isnull=False), name="sent_task_has_a_filler"),
        ]
        indexes = [
            models.Index(fields=["state", "since"], name="task_by_state"),
            models.Index(fields=["round", "light"], name="task_by_light"),
            models.Index(fields=["target", "-id"], name="task_by_project"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.state}"

    @property
    def counts(self) -> dict[facts.Status, int]:
        """How many indicators stand how."""
        numbers = (self.lost, self.short, self.blank, self.coming, self.fine)
        return dict(zip(facts.Status, numbers, strict=True))


class Snapshot(models.Model):
    """A project as it stood (快照): never changed, superseded by the next."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="snapshots", verbose_name="监控表")
    number = models.PositiveIntegerField("次序")
    kind = models.CharField("何时", max_length=10, choices=list(KINDS.items()))
    text = models.TextField("内容")  # sums.keeping.dump
    sha256 = models.CharField("指纹", max_length=64)
    reason = models.CharField("理由", max_length=300, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="经手人")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["task", "number"]
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="one_snapshot_a_number"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="snapshot_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.number}"

    @property
    def unit(self) -> models.Model:
        """The unit of the task."""
        return self.task.unit

    def facts(self) -> tuple[facts.Sheet, dict[str, facts.Lit], tuple[facts.Found, ...]]:
        """Return what was frozen."""
        return keeping.load(self.text)


class Answer(models.Model):
    """What the officers say of one indicator (全年预计、原因、可能性), until the table is sent up; the snapshot keeps it then."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="answers", verbose_name="监控表")
    place = models.CharField("指标", max_length=255)
    scaled = models.BigIntegerField("预计数", null=True)
    places = models.PositiveSmallIntegerField("小数位", default=0)
    causes = models.JSONField("原因归类", default=list)
    said = models.CharField("原因说明", max_length=facts.LONGEST, blank=True)
    possible = models.CharField("完成可能性", max_length=10, blank=True)
    note = models.CharField("备注", max_length=facts.LONGEST, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="填报人")
    at = models.DateTimeField("填报时间")

    class Meta:
        ordering = ["task", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "place"], name="one_answer_an_indicator"),
            models.CheckConstraint(condition=Q(possible__in=["", *facts.POSSIBLE]), name="possibility_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.place}"

    @property
    def unit(self) -> models.Model:
        """The unit of the task."""
        return self.task.unit

    def facts(self) -> facts.Answer:
        """Return it as facts."""
        expected = None if self.scaled is None else Fraction(self.scaled, 10**self.places)
        return facts.Answer(
            place=self.place, expected=expected, causes=tuple(self.causes), said=self.said, possible=self.possible, note=self.note
        )


class Step(models.Model):
    """One move of a task or a deviation: who, when, with what words. Never changed; history for people."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="steps", verbose_name="监控表")
    deviation = models.ForeignKey("monitoring.Deviation", models.PROTECT, null=True, related_name="steps", verbose_name="偏差")
    move = models.CharField("办理", max_length=30)
    verb = models.CharField("怎样办的", max_length=30)
    state = models.CharField("到状态", max_length=20)
    opinion = models.CharField("意见", max_length=facts.LONGEST, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="办理人")
    on_behalf = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="代谁")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["task", "pk"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.move}"

    @property
    def unit(self) -> models.Model:
        """The unit of the task."""
        return self.task.unit
