"""Units in their tree, their names through time, what each has adopted for a year, its season, and lists of units that came in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from jixiao.kernel.period import FIRST, LAST
from jixiao.kernel.roles import Permission

from .facts import KINDS, PLAN_POINTS, REGIMES, Person, Span
from .sums.credit import LENGTH
from .sums.season import MILESTONES, Calendar, calendar_of


def within(paths: Iterable[str], prefix: str = "unit__") -> Q:
    """Return the condition that a record's unit lies at or below one of the paths; nothing lies below no path.

    ``Filing.objects.filter(within(user.paths(Permission.FILING_READ, on)))`` is how a room scopes its records.
    """
    condition = Q(pk__in=())
    for path in paths:
        span = Span.below(path)
        condition |= Q(**{f"{prefix}path__gte": span.lowest, f"{prefix}path__lt": span.beyond})
    return condition


# Whoever works in a unit may look at it: each post holds one of these.
LOOKING = (Permission.FILING_READ, Permission.UNIT_MANAGE, Permission.SECURITY_MANAGE, Permission.LOG_READ)


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units, seen through a person or not at all."""

    def for_user(self, user: Person, on: date, *permissions: Permission) -> UnitQuerySet:
        """Return the units in which a person may do one of some things; none named: in which they work at all."""
        paths = {path for permission in permissions or LOOKING for path in user.paths(permission, on)}
        return self.filter(within(sorted(paths), ""))


class Unit(models.Model):
    """A finance bureau, department, unit or section (单位); its code and place never change, a merger makes a new one."""

    name = models.CharField("名称", max_length=100)
    short = models.CharField("简称", max_length=30)
    code = models.CharField("编码", max_length=20)
    kind = models.CharField("类别", max_length=20, choices=list(KINDS.items()))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField("路径", max_length=200, unique=True)  # /1/3/; COLLATE "C" on PostgreSQL, so that ranges are prefixes
    budget_code = models.CharField("预算编码", max_length=20, blank=True, default="")  # of the integrated budget system
    credit = models.CharField("统一社会信用代码", max_length=18, blank=True, default="")
    division = models.CharField("行政区划", max_length=9, blank=True, default="")
    former = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name="前身")
    since = models.DateField("设立")
    until = models.DateField("撤销", null=True, blank=True)

    objects: ClassVar[models.Manager[Unit]] = models.Manager.from_queryset(UnitQuerySet)()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "code"], name="one_code_among_siblings"),
            models.UniqueConstraint(fields=["credit"], condition=Q(until=None) & ~Q(credit=""), name="one_credit_code_in_force"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="unit_kind_is_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(short=""), name="unit_has_a_name"),
            models.CheckConstraint(condition=Q(path__startswith="/") & Q(path__endswith="/"), name="unit_path_is_a_path"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="unit_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(credit="") | Q(Exact(Length("credit"), LENGTH)), name="credit_code_is_whole"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """How a form names it without doubt: its path and its name."""
        return f"{self.path.strip('/')} {self.name}"

    @property
    def depth(self) -> int:
        """How far below the top it stands: 0 at the top."""
        return self.path.count("/") - 2


class UnitName(models.Model):
    """A name a unit bears from a day on (名称沿革), so that a paper of a past year bears the name of its day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="names")
    name = models.CharField("名称", max_length=100)
    short = models.CharField("简称", max_length=30)
    since = models.DateField("启用")
    basis = models.CharField("依据文件", max_length=200, blank=True, default="")

    class Meta:
        ordering = ["unit", "since"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "since"], name="one_name_a_day"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(short=""), name="a_name_is_said"),
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d} {self.name}"


def plan_points() -> list[str]:
    """Return the dates of a spending plan where none were chosen."""
    return list(PLAN_POINTS)


class Adoption(models.Model):
    """The rule pack and the indicator taxonomy a unit works under in a budget year (执行口径)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="adoptions")
    year = models.PositiveSmallIntegerField("年度")
    pack = models.CharField("规则包", max_length=60)
    regime = models.CharField("指标体系", max_length=10)
    plan_points = models.JSONField("支出计划时点", default=plan_points)  # 3月底, 6月底, …

    class Meta:
        ordering = ["unit", "year"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="one_adoption_a_year"),
            models.CheckConstraint(condition=Q(year__gte=FIRST, year__lte=LAST), name="adoption_year_is_a_budget_year"),
            models.CheckConstraint(condition=~Q(pack="") & Q(regime__in=list(REGIMES)), name="adoption_names_pack_and_regime"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.pack}"


class Season(models.Model):
    """The days of a target season a unit sets for itself and those below (目标季日程)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="seasons")
    year = models.PositiveSmallIntegerField("年度")
    filing = models.DateField("一上申报截止")
    section = models.DateField("科室审核")
    finance = models.DateField("财务审核")
    department = models.DateField("部门审核")
    fiscal = models.DateField("财政审核")
    approval = models.DateField("批复")
    adjust_since = models.DateField("调整窗口开始")
    adjust_until = models.DateField("调整窗口结束")
    freeze = models.DateField("年终冻结")

    class Meta:
        ordering = ["unit", "year"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="one_season_a_year"),
            models.CheckConstraint(condition=Q(year__gte=FIRST, year__lte=LAST), name="season_year_is_a_budget_year"),
            models.CheckConstraint(
                condition=Q(
                    section__gte=F("filing"),
                    finance__gte=F("section"),
                    department__gte=F("finance"),
                    fiscal__gte=F("department"),
                    approval__gte=F("fiscal"),
                    adjust_since__gte=F("approval"),
                    adjust_until__gte=F("adjust_since"),
                    freeze__gte=F("adjust_until"),
                ),
                name="season_goes_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"

    def calendar(self, source: str, *, own: bool) -> Calendar:
        """Return the season as facts; ``source`` names the unit that set it."""
        return calendar_of(self.year, {name: getattr(self, name) for name in MILESTONES}, source, own=own)


class Roster(models.Model):
    """A list of units that came in as a workbook, waiting to be applied (单位清单); the cells are kept as read."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rosters")  # the unit it stands under
    name = models.CharField("文件名", max_length=200)
    document = models.TextField("内容")  # office.facts.encode as JSON
    by = models.BigIntegerField("上传人")  # no foreign key: people live in a room above
    at = models.DateTimeField("上传时间")
    applied = models.DateTimeField("导入时间", null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="roster_has_a_name"),
            models.CheckConstraint(condition=Q(applied=None) | Q(applied__gte=F("at")), name="roster_applied_after_it_came"),
        ]

    def __str__(self) -> str:
        return self.name
