"""Sessions people hold, first welcomes, and wrong codes in a row. The second factors themselves are allauth's Authenticator."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Session(models.Model):
    """One browser signed in: found by the digest of its key, so the table cannot be used to come in."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    digest = models.CharField("摘要", max_length=64, unique=True)
    since = models.DateTimeField("登录")
    seen = models.DateTimeField("最近使用")
    address = models.CharField("地址", max_length=45)  # shortened; the log has it whole
    device = models.CharField("设备", max_length=60)
    ended = models.DateTimeField("结束", null=True)

    class Meta:
        ordering = ["-seen"]
        indexes = [models.Index(fields=["user", "seen"], name="session_by_user")]
        constraints = [
            models.CheckConstraint(condition=Q(seen__gte=F("since")), name="session_seen_after_it_began"),
            models.CheckConstraint(condition=Q(ended=None) | Q(ended__gte=F("since")), name="session_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.since:%Y-%m-%d %H:%M}"

    @property
    def unit(self) -> models.Model:
        """The unit of the person, where the door looks for the right to end it."""
        return self.user.unit


class Welcome(models.Model):
    """A one-time password given out, and whether its owner has settled in: told their name and set a password of their own."""

    user = models.OneToOneField("accounts.User", models.PROTECT, related_name="+")
    issued = models.DateTimeField("发出")
    expires = models.DateTimeField("失效")
    named = models.BooleanField("姓名已填")
    done = models.DateTimeField("办好", null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(expires__gt=F("issued")), name="welcome_expires_after_issue")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.issued:%Y-%m-%d %H:%M}"


class Tries(models.Model):
    """Wrong codes somebody gave in a row, and when the last one."""

    user = models.OneToOneField("accounts.User", models.PROTECT, related_name="+")
    wrong = models.PositiveSmallIntegerField("输错次数")
    last = models.DateTimeField("最近一次")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(wrong__gte=0), name="tries_are_counted")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.wrong}"
