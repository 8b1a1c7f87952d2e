"""The log: events chained by their digests, the head of the chain, and the effects already had."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from jixiao.kernel.roles import Permission

from .facts import SHA256, SM3, Entry, Link, Reader


def beneath(paths: list[str], field: str = "unit") -> Q:
    """Return the condition that a unit lies at or below one of the paths: /1/3/ to /1/30, for 0 is the sign after the stroke."""
    condition = Q(pk__in=())
    for path in paths:
        condition |= Q(**{f"{field}__gte": path, f"{field}__lt": f"{path[:-1]}0"})
    return condition


class Events(models.QuerySet["Event"]):
    """Events, as far as somebody may see them."""

    def for_user(self, user: Reader, on: date, permission: Permission = Permission.LOG_READ, *, field: str = "unit") -> Events:
        """Return what a person may see on a day: all of it for the audit administrator, else what happened in their units."""
        paths = user.paths(permission, on)
        if paths and user.paths(Permission.LOG_ALL, on):
            return self
        return self.filter(beneath(paths, field))


class Event(models.Model):
    """One thing done: who, when, where, to what; the digest covers it and the one before."""

    seq = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    actor = models.BigIntegerField("人员编号", null=True)  # no foreign key: the log stands alone; null is the machine's own console
    name = models.CharField("用户名", max_length=150)
    action = models.CharField("事项", max_length=60)
    unit = models.CharField("单位路径", max_length=200)
    subject = models.CharField("对象", max_length=120)
    result = models.CharField("结果", max_length=120)
    detail = models.TextField("内容")  # canonical JSON, kept as the very text the digest covers
    before = models.CharField("前一条摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64, unique=True)

    objects = Events.as_manager()

    class Meta:
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["subject", "seq"], name="event_by_subject"),
            models.Index(fields=["result", "seq"], name="event_by_result"),
            models.Index(fields=["actor", "seq"], name="event_by_actor"),
            models.Index(fields=["action", "seq"], name="event_by_action"),
            models.Index(fields=["unit", "seq"], name="event_by_unit"),
            models.Index(fields=["at"], name="event_by_time"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(seq__gte=1), name="event_numbers_start_at_one"),
            models.UniqueConstraint(fields=["before"], name="event_chain_does_not_fork"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.subject}"

    def facts(self) -> Link:
        """Return the event as the verifier sees it."""
        entry = Entry(
            at=self.at,
            actor=self.actor,
            name=self.name,
            action=self.action,
            unit=self.unit,
            subject=self.subject,
            result=self.result,
            detail=self.detail,
        )
        return Link(self.seq, entry, self.before, self.digest)


class Head(models.Model):
    """The end of the chain, one row: its lock orders the writers, and a cut tail shows against it."""

    seq = models.BigIntegerField("序号", default=0)
    digest = models.CharField("摘要", max_length=64)
    algorithm = models.CharField("算法", max_length=10, default=SHA256)  # chosen when the log begins, never changed

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="log_has_one_head"),
            models.CheckConstraint(condition=Q(algorithm__in=[SHA256, SM3]), name="log_algorithm_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.digest}"


class Effect(models.Model):
    """One asked-for effect that has been had: the same key, action and person never have it twice."""

    action = models.CharField("事项", max_length=60)
    key = models.CharField("提交编号", max_length=64)
    actor = models.BigIntegerField("人员编号", default=0)  # 0 is the machine's own console
    subject = models.CharField("对象", max_length=120)
    result = models.CharField("结果", max_length=120)
    at = models.DateTimeField("时间")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "key", "actor"], name="one_effect_a_key")]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"
