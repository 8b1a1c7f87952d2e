"""Questions about units: which ones a person may see, what a unit was called, what it has adopted, what its season is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.http import Http404

from jixiao.audit import queries as audit
from jixiao.kernel.period import FiscalYear
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.office.facts import Document, decode

from .facts import BELOW, KINDS, PACK, PACKS, PLAN_POINTS, REGIME, REGIMES, SYSTEM, Person, Practice, paths_above
from .models import Adoption, Roster, Season, Unit, UnitName, within
from .sums.roster import Known, Verdict, judge
from .sums.season import Calendar, default_calendar
from .sums.sheet import Head, head_of, lines_of

__all__ = ["Adoption", "Roster", "Season", "Unit", "UnitName", "in_force", "units_under", "within"]
HISTORY = 20
LONGEST_NUMBER = 18
ORDERS = {"path": "path", "name": "name", "code": "code", "since": "since"}
OFFERED = 300  # units a list to choose from offers; any other is found by what is typed


def units_under(paths: Iterable[str]) -> QuerySet[Unit]:
    """Return the units at some paths and all below them."""
    return Unit.objects.filter(within(paths, ""))


def in_force(on: date) -> Q:
    """Return the condition that a unit exists on a day."""
    return Q(since__lte=on) & (Q(until=None) | Q(until__gte=on))


def department_of(unit: Unit) -> Unit:
    """Return the department a section belongs to; the unit itself where it is no section."""
    while unit.kind == "section" and unit.parent is not None:
        unit = unit.parent
    return unit


def unit_for(user: Person, on: date, number: int, *permissions: Permission) -> Unit:
    """Return a unit a person may see (or do a thing in); another's is not there."""
    unit = Unit.objects.for_user(user, on, *permissions).select_related("parent", "former").filter(pk=number).first()
    if unit is None:
        raise Http404
    return unit


def units_for(user: Person, on: date, *, words: str = "", kind: str = "", everything: bool = False, order: str = "") -> QuerySet[Unit]:
    """Return the units a person may see: searched by name or code, of a kind, closed ones only if asked; else as the tree stands."""
    found = Unit.objects.for_user(user, on)
    if not everything:
        found = found.filter(in_force(on))
    if kind in KINDS:
        found = found.filter(kind=kind)
    for word in words.replace("\0", "").split():
        said = Q(name__icontains=word) | Q(short__icontains=word) | Q(code__startswith=word.upper()) | Q(budget_code__startswith=word)
        found = found.filter(said | Q(credit=word.upper()) | Q(names__name__icontains=word)).distinct()
    field = ORDERS.get(order.removeprefix("-"), "path")
    return found.select_related("parent").order_by(f"-{field}" if order.startswith("-") else field, "path")


def refusal_anywhere(user: Person, on: date) -> str | None:
    """Return why a person may not manage units at all, or None."""
    return None if user.paths(Permission.UNIT_MANAGE, on) else "须由系统管理员办理，您没有这个岗位"


def refusal_to(user: Person, on: date, unit: Unit | None, *permissions: Permission) -> str | None:
    """Return why a person may not do something in a unit, or None; one of the permissions is enough."""
    if any(user.may(permission, unit, on) for permission in permissions):
        return None
    who = "系统管理员" if permissions == (Permission.UNIT_MANAGE,) else "系统管理员或财政局审核岗位"
    return f"须由{who}办理，您在本单位没有这个岗位"


def refusal_to_close(unit: Unit, until: date) -> str | None:
    """Return why a unit may not be closed after a day, or None: what stands below it is closed first."""
    if until < unit.since:
        return f"撤销日期不能早于设立日期 {unit.since:%Y-%m-%d}"
    if unit.until == until or unit.successors.exists():
        return f"{unit.name}已于 {unit.until or until:%Y-%m-%d} 撤销，不能再办"
    below = Q(path__startswith=unit.path) & ~Q(pk=unit.pk) & (Q(until=None) | Q(until__gt=until))
    open_below = list(Unit.objects.filter(below).values_list("short", flat=True))
    if open_below:
        named = "、".join(open_below[:3]) + ("等" if len(open_below) > 3 else "")  # noqa: PLR2004 - three names are enough to know them
        return f"还有 {len(open_below)} 个下级单位没有撤销（{named}），请先逐个撤销或改隶"
    return None


def refusal_to_move(unit: Unit) -> str | None:
    """Return why a unit may not move at all, or None."""
    if unit.until is not None:
        return f"{unit.name}已于 {unit.until:%Y-%m-%d} 撤销，不能改隶"
    return refusal_to_close(unit, date.max)


def name_on(unit: Unit, on: date) -> str:
    """Return the name a unit bore on a day; before its first day, the first it had."""
    return names_on([unit], on)[unit.pk][0]


def names_on(units: Sequence[Unit], on: date) -> dict[int, tuple[str, str]]:
    """Return the names and short names units bore on a day, in one question, by their numbers."""
    borne: dict[int, tuple[str, str]] = {}
    for row in UnitName.objects.filter(unit__in=[unit.pk for unit in units]).order_by("since"):
        if row.since <= on or row.unit_id not in borne:
            borne[row.unit_id] = (row.name, row.short)
    return {unit.pk: (unit.name, unit.short) for unit in units} | borne


def names_of(unit: Unit) -> list[UnitName]:
    """Return the names of a unit, latest first."""
    return list(unit.names.order_by("-since"))


def adoption_for(unit: Unit, year: int) -> Adoption | None:
    """Return what a unit goes by in a year: its own adoption, else that of the nearest unit above."""
    above = paths_above(unit.path)
    return Adoption.objects.filter(year=year, unit__path__in=above).select_related("unit").order_by("-unit__path").first()


def adoptions_for(unit: Unit, years: Sequence[int]) -> dict[int, Adoption]:
    """Return what a unit goes by in each of some years, in one question."""
    rows = Adoption.objects.filter(year__in=years, unit__path__in=paths_above(unit.path)).select_related("unit").order_by("unit__path")
    return {row.year: row for row in rows}


def practices(unit: Unit, years: Sequence[int]) -> list[Practice]:
    """Return what a unit goes by in each of some years, in words, with where it comes from."""
    adopted = adoptions_for(unit, years)
    return [practice(unit, year, adopted.get(year)) for year in years]


def practice(unit: Unit, year: int, row: Adoption | None) -> Practice:
    """Return in words what a unit goes by in a year under an adoption, or where nobody adopted anything."""
    if row is None:
        return Practice(year, PACKS[PACK], REGIMES[REGIME], PLAN_POINTS, SYSTEM)
    own = row.unit_id == unit.pk
    origin = "本单位" if own else f"沿用{row.unit.short}"
    return Practice(year, PACKS.get(row.pack, row.pack), REGIMES[row.regime], tuple(row.plan_points), origin, own)


def plan_points_for(unit: Unit, year: int) -> tuple[str, ...]:
    """Return the dates a unit's spending plans go by in a year (3月底 …)."""
    adopted = adoption_for(unit, year)
    return tuple(adopted.plan_points) if adopted else PLAN_POINTS


def years_of(unit: Unit) -> list[int]:
    """Return the years a unit, or one above it, has adopted something for, latest first."""
    adopted = Adoption.objects.filter(unit__path__in=paths_above(unit.path))
    return list(adopted.order_by("-year").values_list("year", flat=True).distinct())


def season_for(unit: Unit, year: int) -> Calendar:
    """Return the season of a unit in a year: its own, else that of the nearest unit above, else the system's default."""
    FiscalYear(year)
    rows = Season.objects.filter(year=year, unit__path__in=paths_above(unit.path)).select_related("unit").order_by("-unit__path")
    row = rows.first()
    return row.calendar(row.unit.short, own=row.unit_id == unit.pk) if row else default_calendar(year)


def seasons_for(units: Iterable[Unit], years: Iterable[int]) -> dict[tuple[int, int], Calendar]:
    """Return the seasons of many units in some years, by unit and year, in one question."""
    asked, wanted = {unit.pk: unit for unit in units}, sorted(set(years))
    paths = {path for unit in asked.values() for path in paths_above(unit.path)}
    found = Season.objects.filter(year__in=wanted, unit__path__in=paths).select_related("unit").order_by("unit__path")
    rows = list(found) if asked else []
    nearest: dict[tuple[int, int], Calendar] = {}
    for unit in asked.values():
        over = set(paths_above(unit.path))
        for year in wanted:
            row = next((one for one in reversed(rows) if one.year == year and one.unit.path in over), None)
            nearest[unit.pk, year] = row.calendar(row.unit.short, own=row.unit_id == unit.pk) if row else default_calendar(year)
    return nearest


def children_of(unit: Unit) -> list[Unit]:
    """Return the units right below a unit, those in force first."""
    return list(unit.children.order_by(F("until").desc(nulls_first=True), "path"))


def successors_of(unit: Unit) -> list[Unit]:
    """Return the units a unit became when it moved."""
    return list(unit.successors.select_related("parent"))


def above(unit: Unit) -> list[Unit]:
    """Return the units over a unit, from the top down."""
    return list(Unit.objects.filter(path__in=paths_above(unit.path)[:-1]))


def history(unit: Unit) -> list[object]:
    """Return what the log knows of a unit, where the log can tell."""
    ask = getattr(audit, "history_of", None)
    return list(ask(unit, HISTORY)) if ask else []


def roster_for(user: Person, on: date, number: int) -> Roster:
    """Return a list of units that came in, for somebody who manages the units it is for."""
    paths = user.paths(Permission.UNIT_MANAGE, on)
    roster = Roster.objects.filter(within(paths)).select_related("unit").filter(pk=number).first()
    if roster is None:
        raise Http404
    return roster


def document_of(roster: Roster) -> Document:
    """Return the cells of a list as they were read."""
    return decode(json.loads(roster.document))


def judged(roster: Roster, on: date) -> list[Verdict]:
    """Judge a list against the units as they stand now."""
    return looked_at(roster, on)[2]


def looked_at(roster: Roster, on: date) -> tuple[Document, Head, list[Verdict]]:
    """Return a list's cells, where its head is, and each line judged as things stand now: two questions, however long it is."""
    document = document_of(roster)
    head = head_of(document)
    lines = lines_of(document, head)
    rows = list(Unit.objects.filter(within([roster.unit.path], "")).annotate(named=Max("names__since")))
    known = [_known(row) for row in rows]
    root = next(unit for unit in known if unit.path == roster.unit.path)
    taken = Unit.objects.filter(until=None).exclude(credit="").exclude(within([roster.unit.path], "")).values_list("credit", flat=True)
    return document, head, judge(lines, known, root, taken, on)


def _known(row: Any) -> Known:
    """Return a unit as the list's judge sees it."""
    said = (row.path, row.code, row.budget_code, row.name, row.short, row.kind, row.credit, row.division, row.since, row.until)
    return Known(*said, named=row.named or row.since)


def refusal_to_apply(verdicts: Sequence[Verdict]) -> str | None:
    """Return why a list may not be applied, or None: every line must be right, and one must say something new."""
    bad = [verdict for verdict in verdicts if verdict.problems]
    if bad:
        return f"还有 {len(bad)} 行有问题（先看第 {bad[0].number} 行{bad[0].problems[0]}），全部改好才能导入，一行也不会先写进去"
    if all(verdict.state == "unchanged" for verdict in verdicts):
        return "清单与系统里的单位完全相同，不用导入"
    return None


def pending(user: Person, on: date) -> list[Roster]:
    """Return the last lists that came in for units a person manages."""
    return list(Roster.objects.filter(within(user.paths(Permission.UNIT_MANAGE, on))).select_related("unit").defer("document")[:5])


def parent_asked(user: Person, on: date, number: str) -> Unit | None:
    """Return the unit named in an address to set others up under; else the topmost a person manages; None where there is none."""
    found = Unit.objects.for_user(user, on, Permission.UNIT_MANAGE).filter(in_force(on))
    asked = found.filter(pk=int(number)).first() if number.isascii() and number.isdigit() and len(number) < LONGEST_NUMBER else None
    return asked or found.first()


def parents_for(user: Person, on: date) -> list[Unit]:
    """Return units a person may set others up under, as many as a list can offer."""
    found = Unit.objects.for_user(user, on, Permission.UNIT_MANAGE).filter(in_force(on), kind__in=[kind for kind in KINDS if BELOW[kind]])
    return list(found[:OFFERED])


def unit_said(user: Person, on: date, said: str, permission: Permission = Permission.UNIT_MANAGE) -> Unit:
    """Return the unit somebody means by a code, a path, a name or 编码 名称; refuses none and several."""
    said = said.replace("\0", "").strip()
    code = said.partition(" ")[0].strip("/")
    found = Unit.objects.for_user(user, on, permission).filter(in_force(on))
    whole = list(found.filter(path=f"/{code}/"))
    called = Q(code=code.upper()) | Q(budget_code=code) | Q(name=said) | Q(short=said)
    units = whole or (list(found.filter(called)[:3]) if code else [])  # most units have no budget code: nothing is no code
    if len(units) == 1:
        return units[0]
    if not units:
        msg = f"没有找到「{said}」，请写您所管单位的编码或名称"
        raise Refused(msg)
    msg = f"「{said}」对应不止一个单位（{'、'.join(unit.path.strip('/') for unit in units)}），请写全路径"
    raise Refused(msg)
