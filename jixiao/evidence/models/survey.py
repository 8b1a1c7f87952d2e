"""Satisfaction surveys: whom they ask and how, the tickets that let one answer in each, the answers, and their sums by day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from jixiao.evidence.sums import surveying
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within

if TYPE_CHECKING:
    from jixiao.accounts.models import User


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Surveys, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.FILING_READ) -> SurveyQuerySet:
        """Return the surveys of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Survey(models.Model):
    """One survey (满意度调查) of an indicator: questions of five levels, whom it asks out of how many, and how it is reckoned."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="责任科室")
    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    year = models.PositiveSmallIntegerField("年度")
    target = models.ForeignKey("targets.Target", models.PROTECT, related_name="+", verbose_name="项目")
    place = models.CharField("指标", max_length=255)
    title = models.CharField("问卷标题", max_length=100)
    about = models.CharField("调查对象", max_length=100)
    frame = models.CharField("抽样框", max_length=300, blank=True)  # from which list and how they are drawn
    size = models.PositiveIntegerField("对象总数", null=True)
    way = models.CharField("计算方法", max_length=10)
    questions = models.JSONField("题目")
    since = models.DateField("开始日期")
    until = models.DateField("截止日期")
    sent = models.PositiveIntegerField("发放份数", default=0)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="发起人")
    at = models.DateTimeField("发起时间")

    objects: ClassVar[models.Manager[Survey]] = models.Manager.from_queryset(SurveyQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="survey_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(way__in=list(surveying.WAYS)) & ~Q(title="") & ~Q(place=""), name="survey_says_what_and_how"
            ),
        ]
        indexes = [models.Index(fields=["target", "place"], name="survey_by_indicator")]

    def __str__(self) -> str:
        return self.title


class Ticket(models.Model):
    """One ticket (答卷凭证): its token is known by digest only, and it lets one answer in. Which answer is not kept."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="tickets", verbose_name="调查")
    number = models.PositiveIntegerField("序号")
    digest = models.CharField("凭证指纹", max_length=64, unique=True)
    used_on = models.DateField("使用日期", null=True)

    class Meta:
        ordering = ["survey", "number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="one_ticket_a_number")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.number}"

    @property
    def unit(self) -> models.Model:
        """The unit of the survey."""
        return self.survey.unit


class Reply(models.Model):
    """One answer (答卷), without a name, an address or a moment: the levels of each question (None: left blank), words, the day."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="replies", verbose_name="调查")
    on = models.DateField("日期")
    levels = models.JSONField("各题")
    said = models.CharField("意见", max_length=500, blank=True)
    valid = models.BooleanField("有效")

    class Meta:
        ordering = ["survey", "pk"]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.on}"

    @property
    def unit(self) -> models.Model:
        """The unit of the survey."""
        return self.survey.unit


class Tallied(models.Model):
    """What the answers of one day come to, kept up by every answer."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="days", verbose_name="调查")
    on = models.DateField("日期")
    valid = models.PositiveIntegerField("有效", default=0)
    void = models.PositiveIntegerField("无效", default=0)
    items = models.PositiveIntegerField("答题数", default=0)
    points = models.PositiveIntegerField("得分", default=0)
    pleased = models.PositiveIntegerField("满意", default=0)
    score = models.BigIntegerField("各人得分", default=0)
    square = models.BigIntegerField("得分平方", default=0)

    class Meta:
        ordering = ["survey", "on"]
        constraints = [models.UniqueConstraint(fields=["survey", "on"], name="one_tally_a_day")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.on}"

    @property
    def unit(self) -> models.Model:
        """The unit of the survey."""
        return self.survey.unit
