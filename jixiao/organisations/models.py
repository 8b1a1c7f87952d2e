"""Units in their tree, and what each has adopted for a year."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jixiao.kernel.period import FIRST, LAST

from .facts import KINDS


class Unit(models.Model):
    """A finance bureau, department, unit or section (单位); its code and place never change, a merger makes a new one."""

    name = models.CharField("名称", max_length=100)
    short = models.CharField("简称", max_length=30)
    code = models.CharField("编码", max_length=20)
    kind = models.CharField("类别", max_length=20, choices=list(KINDS.items()))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField("路径", max_length=200, unique=True)  # /1/3/; COLLATE "C" on PostgreSQL, so that ranges are prefixes
    since = models.DateField("设立")
    until = models.DateField("撤销", null=True, blank=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "code"], name="one_code_among_siblings"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="unit_kind_is_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(short=""), name="unit_has_a_name"),
            models.CheckConstraint(condition=Q(path__startswith="/") & Q(path__endswith="/"), name="unit_path_is_a_path"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="unit_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name


class Adoption(models.Model):
    """The rule pack and the indicator taxonomy a unit works under in a budget year (执行口径)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="adoptions")
    year = models.PositiveSmallIntegerField("年度")
    pack = models.CharField("规则包", max_length=60)
    regime = models.CharField("指标体系", max_length=10)

    class Meta:
        ordering = ["unit", "year"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="one_adoption_a_year"),
            models.CheckConstraint(condition=Q(year__gte=FIRST, year__lte=LAST), name="adoption_year_is_a_budget_year"),
            models.CheckConstraint(condition=~Q(pack="") & ~Q(regime=""), name="adoption_names_pack_and_regime"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.pack}"
