"""Which measure fills which indicator, and what a person stated where no ledger can tell."""

from __future__ import annotations

from fractions import Fraction

from django.db import models
from django.db.models import Q

from .file import File


class Link(models.Model):
    """An indicator linked to a measure (指标取数): one at a time; a change ends it and makes another.

    ``place`` names the indicator of the target by level 2 and level 3 name; ``whole`` counts the whole department's entries.
    """

    target = models.ForeignKey("targets.Target", models.PROTECT, related_name="+", verbose_name="项目")
    place = models.CharField("指标", max_length=255)
    measure = models.CharField("口径", max_length=80)
    whole = models.BooleanField("全部门", default=False)
    since = models.DateField("起算日期", null=True)  # of a stock whose days begin within the year
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="关联人")
    at = models.DateTimeField("关联时间")
    gone_at = models.DateTimeField("解除时间", null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["target", "place"], condition=Q(gone_at=None), name="one_measure_an_indicator"),
            models.CheckConstraint(condition=~Q(place="") & ~Q(measure=""), name="link_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.measure}"

    @property
    def unit(self) -> models.Model:
        """The unit of the target."""
        return self.target.unit


class Stated(models.Model):
    """A value somebody stated for an indicator as of a day (手工填报): with reason and file; the latest counts, none is changed."""

    target = models.ForeignKey("targets.Target", models.PROTECT, related_name="+", verbose_name="项目")
    place = models.CharField("指标", max_length=255)
    on = models.DateField("截至")
    scaled = models.BigIntegerField("数值")
    places = models.PositiveSmallIntegerField("小数位")
    unit_word = models.CharField("计量单位", max_length=20, blank=True)
    reason = models.CharField("理由", max_length=300)
    file = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name="佐证")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="填报人")
    at = models.DateTimeField("填报时间")

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason="") & Q(places__lte=6), name="stated_value_has_a_reason")]
        indexes = [models.Index(fields=["target", "place", "on"], name="stated_by_indicator")]

    def __str__(self) -> str:
        return f"{self.place} {self.value}"

    @property
    def unit(self) -> models.Model:
        """The unit of the target."""
        return self.target.unit

    @property
    def value(self) -> Fraction:
        """What was stated, exactly."""
        return Fraction(self.scaled, 10**self.places)
