"""Meetings (局长办公会、党组会): who sat, what each said, what was decided on each matter and up to how much."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within

if TYPE_CHECKING:
    from jixiao.accounts.models import User

PLANNED, HELD, MINUTED = "筹备", "已召开", "已定稿"
KINDS = ("局长办公会", "党组会")
OUTCOMES = ("同意", "不同意", "缓议")
MAJOR = ("重大决策", "重要人事任免", "重大项目安排", "大额度资金运作")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.SPENDING_READ) -> MeetingQuerySet:
        """Return the meetings of the departments in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class TopicQuerySet(models.QuerySet["Topic"]):
    """Topics, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.SPENDING_READ) -> TopicQuerySet:
        """Return the topics of the departments in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on), "meeting__unit__"))


class Meeting(models.Model):
    """One meeting of a department; its minutes are numbered and fixed once final."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("会议", max_length=20)
    number = models.PositiveIntegerField("期号", null=True)
    on = models.DateField("日期")
    place = models.CharField("地点", max_length=100, blank=True)
    quorum = models.PositiveSmallIntegerField("法定人数")
    chair = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="主持人")
    secretary = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="记录人")
    state = models.CharField("状态", max_length=10, default=PLANNED)
    at = models.DateTimeField("建立时间")
    final_at = models.DateTimeField("定稿时间", null=True)

    objects: ClassVar[models.Manager[Meeting]] = models.Manager.from_queryset(MeetingQuerySet)()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "kind", "number"], name="one_meeting_a_number"),
            models.CheckConstraint(condition=Q(kind__in=KINDS, state__in=[PLANNED, HELD, MINUTED]), name="meeting_is_of_a_kind"),
            models.CheckConstraint(
                condition=~Q(state=MINUTED) | Q(number__isnull=False, final_at__isnull=False), name="final_minutes_have_a_number"
            ),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="meeting_needs_somebody"),
        ]

    def __str__(self) -> str:
        return self.code or f"{self.kind} {self.on:%Y-%m-%d}"

    @property
    def code(self) -> str:
        """The number as written: 局长办公会〔2022〕5号; "" before the minutes are final."""
        return f"{self.kind}〔{self.year}〕{self.number}号" if self.number else ""


class Attendance(models.Model):
    """One person called to a meeting, and whether they came."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="人员")
    post = models.CharField("职务", max_length=60, blank=True)
    leads = models.BooleanField("主要领导", default=False)  # speaks last (末位表态)
    present = models.BooleanField("到会", default=False)

    class Meta:
        ordering = ["meeting", "leads", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="one_seat_at_a_meeting")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.user_id}"

    @property
    def unit(self) -> models.Model:
        """The department."""
        return self.meeting.unit


class Topic(models.Model):
    """One item of an agenda and what was decided on it (议题); what is ordered under it never exceeds its limit."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="topics")
    matter = models.ForeignKey("spending.Matter", models.PROTECT, null=True, related_name="topics", verbose_name="事项")
    position = models.PositiveSmallIntegerField("次序")
    title = models.CharField("议题", max_length=200)
    major = models.CharField("三重一大", max_length=20, default=MAJOR[3])
    asked = models.BigIntegerField("提请金额", default=0)
    outcome = models.CharField("决定", max_length=10, blank=True)
    limit = models.BigIntegerField("同意上限", default=0)
    used = models.BigIntegerField("已用", default=0)
    note = models.CharField("决定事项", max_length=500, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True)

    objects: ClassVar[models.Manager[Topic]] = models.Manager.from_queryset(TopicQuerySet)()

    class Meta:
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="one_topic_a_position"),
            models.UniqueConstraint(fields=["meeting", "matter"], name="one_topic_a_matter_and_meeting"),
            models.CheckConstraint(condition=Q(used__gte=0, used__lte=F("limit")), name="decision_is_not_exceeded"),
            models.CheckConstraint(condition=Q(outcome="同意") | Q(limit=0), name="only_a_consent_has_a_limit"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | (~Q(outcome="") & Q(decided_at__isnull=False)), name="topic_is_decided_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def unit(self) -> models.Model:
        """The department."""
        return self.meeting.unit


class Opinion(models.Model):
    """What one person said on a topic, in the order of speaking; the main leader last."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="opinions")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="发言人")
    position = models.PositiveSmallIntegerField("次序")
    stance = models.CharField("态度", max_length=10)
    text = models.CharField("意见", max_length=500, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["topic", "position"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "user"], name="one_opinion_a_person"),
            models.UniqueConstraint(fields=["topic", "position"], name="one_opinion_a_position"),
            models.CheckConstraint(condition=Q(stance__in=OUTCOMES), name="opinion_is_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.stance}"

    @property
    def unit(self) -> models.Model:
        """The department."""
        return self.topic.meeting.unit
