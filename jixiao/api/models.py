"""Tokens by which other programs come in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Token(models.Model):
    """A key another program uses in a person's name, for some scopes, until a day; only its digest is kept."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="使用人")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    name = models.CharField("用途", max_length=60)
    scopes = models.JSONField("范围")
    digest = models.CharField("摘要", max_length=64, unique=True)
    issued = models.DateTimeField("发出")
    expires = models.DateTimeField("失效")
    ended = models.DateTimeField("停用", null=True)

    class Meta:
        ordering = ["-issued"]
        constraints = [
            models.CheckConstraint(condition=Q(expires__gt=F("issued")), name="token_expires_after_issue"),
            models.CheckConstraint(condition=~Q(name=""), name="token_has_a_use"),
        ]

    def __str__(self) -> str:
        return self.name
