"""Questions of the list of targets: which ones, how much together, what may be taken in, what last year had."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.facts import PACK, REGIME
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import adoption_for, department_of, in_force, plan_points_for, units_under, within
from jixiao.targets import facts, states
from jixiao.targets.facts import strip_name
from jixiao.targets.models import Filing, Target, TargetQuerySet, Version

ORDERS = {"name": "name", "section": "unit__path", "author": "author__name", "money": "fen", "state": "since", "since": "since"}
YEAR = re.compile(r"(20\d{2})年度?")
STATE_RANK = Case(*[When(state=state, then=Value(number)) for number, state in enumerate(states.LIFE.states)], output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class Sums:
    """What a list of targets comes to: how many, and the money of the projects (the plan of the whole counts nothing twice)."""

    count: int
    projects: int
    money: Money


def targets_for(
    user: User,
    on: date,
    unit: Unit,
    year: int,
    *,
    words: str = "",
    state: str = "",
    section: str = "",
    order: str = "",
    permission: Permission = Permission.FILING_READ,
) -> TargetQuerySet:
    """Return the targets of a unit and those below it for a year that a person may see: the plan of the whole first, then in order."""
    found = Target.objects.for_user(user, on, permission).filter(within([unit.path]), year=year)
    for word in words.replace("\0", "").split():
        found = found.filter(
            Q(name__icontains=word) | Q(code__icontains=word) | Q(author__name__icontains=word) | Q(unit__short__icontains=word)
        )
    if state in states.LIFE.states:
        found = found.filter(state=state)
    if section.isascii() and section.isdigit() and len(section) < 18:  # noqa: PLR2004 - the longest number a key can be
        found = found.filter(unit=int(section))
    found = found.select_related("unit", "filer", "author").defer("filing__current", "filing__original")
    field = order.removeprefix("-")
    if field == "state":
        found = found.annotate(rank=STATE_RANK)
        return found.order_by("-rank" if order.startswith("-") else "rank", "position", "pk")
    if field in ORDERS:
        return found.order_by(("-" if order.startswith("-") else "") + ORDERS[field], "position", "pk")
    return found.order_by("filer__path", "kind", "position", "pk")


def sums_of(found: QuerySet[Target]) -> Sums:
    """Return what a list comes to."""
    said = found.order_by().aggregate(
        count=Count("pk"), projects=Count("pk", filter=Q(kind="project")), fen=Sum("fen", filter=Q(kind="project"))
    )
    return Sums(said["count"], said["projects"], Money(int(said["fen"] or 0)))


def sections_of(found: QuerySet[Target]) -> list[Unit]:
    """Return the sections a list of targets names, for its filter."""
    return list(Unit.objects.filter(pk__in=found.order_by().values("unit")).order_by("path"))


def places_for(user: User, on: date, filer: Unit) -> list[Unit]:
    """Return the sections of a department (itself first) in which a person may open a target."""
    mine = units_under(user.paths(Permission.TARGET_FILL, on))
    return list(mine.filter(within([filer.path], ""), in_force(on)).filter(Q(kind="section") | Q(pk=filer.pk)).order_by("path"))


def refusal_to_open(user: User, on: date, unit: Unit) -> str | None:
    """Return why a person may not open a target where they stand, or None."""
    if unit.kind == "bureau":
        return "财政部门不申报目标，请先在上方选一个主管部门或单位"
    if not places_for(user, on, department_of(unit)):
        return f"须由{unit.short}的经办人、科室负责人或绩效专员新建，您没有这个岗位"
    return None


def pack_for(unit: Unit, year: int) -> str:
    """Return the rule pack a unit's targets of a year are held against."""
    adopted = adoption_for(unit, year)
    return adopted.pack if adopted else PACK


def regime_for(unit: Unit, year: int) -> str:
    """Return the indicator regime a unit works under in a year."""
    adopted = adoption_for(unit, year)
    return adopted.regime if adopted else REGIME


def blank(unit: Unit, year: int, kind: str, name: str) -> facts.Filing:
    """Return an empty table of a kind: the form's heads, the dates of the year's spending plan, rows to be filled."""
    filer = department_of(unit)
    if kind == "department":
        return facts.Filing(facts.Department(name=filer.name), (), year)
    split = ("operator", "unit") if regime_for(filer, year) == "R2021" else ()
    project = facts.Project(
        name=name,
        year=year,
        department=filer.name,
        unit=unit.name,
        amount_unit="万元",
        plan=tuple(facts.PlanPoint(by) for by in plan_points_for(filer, year)),
        columns=("level1", "level2", "level3", *split, "value", "basis", "weight"),
    )
    return facts.Filing(None, (project,), year)


def untaken(user: User, on: date, filer: Unit) -> list[Filing]:
    """Return the checked files of a department that were taken in as texts and are no targets themselves, latest first."""
    found = Filing.objects.for_user(user, on, Permission.FILING_READ).filter(within([filer.path]), target=None)
    return list(found.select_related("unit").order_by("-pk")[:50])


def filing_to_take(user: User, on: date, number: int) -> Filing:
    """Return a checked file a person may see; another unit's, or the facts of a target, is not found."""
    found = Filing.objects.for_user(user, on, Permission.FILING_READ).filter(target=None).select_related("unit").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def refusal_to_take(filing: Filing, filer: Unit, year: int) -> str | None:
    """Return why a file may not become a department's targets of a year, or None: another year's or another unit's never does."""
    said = filing.facts()
    if said.year is not None and said.year != year:
        return f"这份文件是{said.year}年度的，现在办的是{year}年度；请在上方换年度，或换一份文件"
    if said.department is None and not said.projects:
        return "这份文件里没有读出部门整体目标，也没有读出项目表，请换一份文件"
    for name in [said.department.name if said.department else None, *(one.department for one in said.projects)]:
        if name and not _same_unit(strip_name(name), filer):
            return f"这份文件写的单位是「{name}」，不是{filer.short}，请核对后换一份文件"
    return None


def _same_unit(name: str, filer: Unit) -> bool:
    known = [strip_name(filer.name), strip_name(filer.short)]
    return any(one in name or name in one for one in known)


def tables_of(filing: Filing, filer: Unit) -> list[facts.Filing]:
    """Return the tables of a file, each as a filing of its own: the plan of the whole first, then the projects in order.

    A plan that does not say whose it is becomes the department's.
    """
    said = filing.facts()
    plan = said.department
    parts = [facts.Filing(replace(plan, name=plan.name or filer.name), (), said.year)] if plan else []
    return parts + [facts.Filing(None, (replace(one, no=0),), said.year) for one in said.projects]


def sections_before(filer: Unit, year: int) -> dict[str, int]:
    """Return which section had each project last year, by its name without the year: a guess for a table taken in."""
    rows = Target.objects.filter(filer=filer, year=year - 1).values_list("name", "unit")
    return {stem(name): unit for name, unit in rows}


def names_taken(filer: Unit, year: int) -> set[str]:
    """Return the names a department's targets of a year bear."""
    return set(Target.objects.filter(filer=filer, year=year).values_list("name", flat=True))


def approved_in(user: User, on: date, unit: Unit, year: int) -> list[Target]:
    """Return the targets of a unit approved in a year that a person may see."""
    found = Target.objects.for_user(user, on).filter(within([unit.path]), year=year, edition__gte=1)
    return list(found.select_related("unit", "filer", "author").order_by("kind", "position", "pk"))


def latest(targets: Iterable[Target]) -> dict[int, Version]:
    """Return the version in force of each of some targets, in one question."""
    wanted = list(targets)
    rows = Version.objects.filter(target__in=[one.pk for one in wanted], number=F("target__edition"))
    return {row.target_id: row for row in rows}


def carried(said: facts.Filing, year: int) -> facts.Filing:
    """Return last year's table as a draft of this year: the year in its texts moved on, what was achieved taken out."""
    before = year - 1

    def moved(text: str | None) -> str | None:
        return None if text is None else text.replace(f"{before}年", f"{year}年")

    projects = tuple(
        replace(
            one,
            year=year,
            name=moved(one.name),
            term=one.term,
            annual_goal=moved(one.annual_goal),
            code=None,
            indicators=tuple(replace(row, actual=None, score=None, basis=moved(row.basis)) for row in one.indicators),
        )
        for one in said.projects
    )
    plan = said.department
    if plan is not None:
        plan = replace(plan, overall_goal=moved(plan.overall_goal) or "")
    return facts.Filing(plan, projects, year)


def stem(name: str) -> str:
    """Return a name without its year, for finding the same project in other years."""
    return YEAR.sub("", strip_name(name))


def versions_as_of(targets: Sequence[Target], on: date) -> dict[int, Version]:
    """Return the version of each target in force on a day, in one question; what was not yet approved is not there."""
    rows = Version.objects.filter(target__in=[one.pk for one in targets], since__lte=on).select_related("by").order_by("target", "number")
    return {row.target_id: row for row in rows}


def version_for(target: Target, number: int) -> Version:
    """Return a version of a target by its number, or not found."""
    found = target.versions.select_related("by", "on_behalf").filter(number=number).first()
    if found is None:
        raise Http404
    return found
