"""The log: events chained by their digests, the head of the chain, and the effects already had."""

from __future__ import annotations

from django.db import models


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

    class Meta:
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["subject", "seq"], name="event_by_subject"),
            models.Index(fields=["actor", "seq"], name="event_by_actor"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="event_numbers_start_at_one"),
            models.UniqueConstraint(fields=["before"], name="event_chain_does_not_fork"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.subject}"


class Head(models.Model):
    """The end of the chain, one row: its lock orders the writers, and a cut tail shows against it."""

    seq = models.BigIntegerField("序号", default=0)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="log_has_one_head")]

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
