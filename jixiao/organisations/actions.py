"""Intentions about units: set one up, name it, describe it, move it, close it; adopt for a year, set a season; apply a list."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import cast

from django.db import IntegrityError, transaction
from django.utils import timezone

from jixiao.audit.actions import action
from jixiao.audit.facts import Actor
from jixiao.kernel.period import FiscalYear
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.office.confine import read_confined
from jixiao.office.facts import Document, encode

from . import queries
from .facts import (
    PACKS,
    PLAN_POINTS,
    REGIMES,
    path_of,
    refusal_of_budget_code,
    refusal_of_division,
    refusal_of_names,
    refusal_of_place,
    refusal_of_points,
)
from .models import Adoption, Roster, Season, Unit, UnitName
from .sums.credit import refusal_of_credit
from .sums.roster import Verdict
from .sums.season import MILESTONES, refusals_of_days
from .sums.sheet import head_of, lines_of

DAY = timedelta(days=1)
TAKEN = "刚刚有人登记了相同的单位，请刷新页面看过再办理"


def _refuse(reason: str | None) -> None:
    """Refuse for a reason, if there is one."""
    if reason:
        raise Refused(reason)


@action("unit.create", Permission.UNIT_MANAGE, said="设立单位")
def create_unit(
    parent: Unit | None,
    name: str,
    *,
    short: str,
    code: str,
    kind: str,
    since: date,
    budget_code: str = "",
    credit: str = "",
    division: str = "",
    by: Actor,  # noqa: ARG001 - the door reads it
    at: datetime,  # noqa: ARG001 - and this
    key: str | None = None,  # noqa: ARG001 - and this
) -> Unit:
    """Set up a unit under another; only the console sets up one that stands at the top."""
    return _create(
        parent, name=name, short=short, code=code, kind=kind, since=since, budget_code=budget_code, credit=credit, division=division
    )


def _create(
    parent: Unit | None, *, name: str, short: str, code: str, kind: str, since: date, former: Unit | None = None, **said: str
) -> Unit:
    """Write a unit and the first of its names."""
    _refuse(refusal_of_place(parent.kind if parent else None, kind))
    _refuse(refusal_of_names(name, short))
    if parent and parent.until and parent.until < since:
        msg = f"{parent.name}已于 {parent.until:%Y-%m-%d} 撤销，请改选在用的上级单位"
        raise Refused(msg)
    path = path_of(parent.path if parent else "", code)
    if Unit.objects.filter(path=path).exists():
        msg = f"单位编码「{code}」在同级中已经有了"
        raise Refused(msg)
    if said.get("budget_code"):
        _refuse(refusal_of_budget_code(kind, said["budget_code"], parent.budget_code if parent else ""))
    _refuse(_refusal_of_said(said, None))
    try:
        with transaction.atomic():
            unit = Unit.objects.create(
                name=name.strip(), short=short.strip(), code=code, kind=kind, parent=parent, path=path, since=since, former=former, **said
            )
    except IntegrityError as error:
        raise Refused(TAKEN) from error
    UnitName.objects.create(unit=unit, name=unit.name, short=unit.short, since=since)
    return unit


def _refusal_of_said(said: Mapping[str, str], unit: Unit | None) -> str | None:
    """Return why a unit's credit code or division will not do, or None."""
    credit = said.get("credit", "")
    if reason := refusal_of_credit(credit) or refusal_of_division(said.get("division", "")):
        return reason
    other = Unit.objects.filter(credit=credit, until=None).exclude(path=unit.path if unit else "").first() if credit else None
    return "统一社会信用代码已由另一个在用单位登记，请对照证书核对" if other else None


@action("unit.describe", Permission.UNIT_MANAGE, said="填单位信息")
def describe_unit(
    unit: Unit,
    *,
    budget_code: str,
    credit: str,
    division: str,
    by: Actor,  # noqa: ARG001 - the door reads it
    at: datetime,  # noqa: ARG001 - and this
    key: str | None = None,  # noqa: ARG001 - and this
) -> Unit:
    """Put right what a unit is registered as; its name, code and place are other acts."""
    if budget_code:
        _refuse(refusal_of_budget_code(unit.kind, budget_code, unit.parent.budget_code if unit.parent else ""))
    _refuse(_refusal_of_said({"credit": credit, "division": division}, unit))
    unit.budget_code, unit.credit, unit.division = budget_code, credit, division
    try:
        with transaction.atomic():
            unit.save(update_fields=["budget_code", "credit", "division"])
    except IntegrityError as error:
        raise Refused(TAKEN) from error
    return unit


@action("unit.rename", Permission.UNIT_MANAGE, said="单位更名")
def rename_unit(
    unit: Unit,
    name: str,
    short: str,
    *,
    since: date,
    basis: str = "",
    by: Actor,  # noqa: ARG001 - the door reads it
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - and this
) -> Unit:
    """Give a unit a name from a day on (更名); from the very day of its present name, that one is put right (更正)."""
    _refuse(refusal_of_names(name, short))
    latest = UnitName.objects.filter(unit=unit).latest("since")
    if since < latest.since:
        msg = f"更名日期不能早于现名启用的 {latest.since:%Y-%m-%d}；只是写错了，请填这一天"
        raise Refused(msg)
    if since > timezone.localdate(at):
        msg = "更名日期不能晚于今天，请到那天再办理"
        raise Refused(msg)
    if (name.strip(), short.strip()) == (unit.name, unit.short):
        msg = "名称和简称都没有变，不用办理"
        raise Refused(msg)
    said = {"name": name.strip(), "short": short.strip(), "basis": basis.strip()}
    UnitName.objects.update_or_create(unit=unit, since=since, defaults=said)
    unit.name, unit.short = said["name"], said["short"]
    unit.save(update_fields=["name", "short"])
    return unit


@action("unit.move", Permission.UNIT_MANAGE, said="单位划转")
def move_unit(
    unit: Unit,
    parent: Unit,
    *,
    code: str,
    budget_code: str = "",
    since: date,
    by: Actor,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads it
) -> Unit:
    """Put a unit under another from a day on (改隶): the old one ends the day before, the new one names it as what it was."""
    if parent.path.startswith(unit.path):
        msg = f"{parent.name}就在{unit.name}之内，不能改隶到自己下面"
        raise Refused(msg)
    if parent.pk == unit.parent_id:
        msg = f"{unit.name}本来就在{parent.name}下面，不用改隶"
        raise Refused(msg)
    said = {"budget_code": budget_code, "credit": unit.credit, "division": unit.division}
    _refuse(f"{unit.name}已于 {unit.until:%Y-%m-%d} 撤销，不能改隶" if unit.until else None)
    _refuse(queries.refusal_to_close(unit, since - DAY))
    unit.until = since - DAY
    unit.save(update_fields=["until"])
    return receive_unit(parent, unit, code=code, since=since, said=said, by=by, at=at)


@action("unit.receive", Permission.UNIT_MANAGE, said="划入单位")
def receive_unit(
    parent: Unit,
    former: Unit,
    *,
    code: str,
    since: date,
    said: Mapping[str, str],
    by: Actor,  # noqa: ARG001 - the door reads it
    at: datetime,  # noqa: ARG001 - and this
) -> Unit:
    """Take in a unit that moves: the right is asked for where it comes from and where it goes."""
    return _create(parent, name=former.name, short=former.short, code=code, kind=former.kind, since=since, former=former, **said)


@action("unit.close", Permission.UNIT_MANAGE, said="撤销单位")
def close_unit(unit: Unit, until: date, *, by: Actor, at: datetime, key: str | None = None) -> Unit:  # noqa: ARG001 - the door reads them
    """Close a unit after a day; its records stay, and nothing below it may be open."""
    _refuse(queries.refusal_to_close(unit, until))
    unit.until = until
    unit.save(update_fields=["until"])
    return unit


@action("unit.adopt", Permission.UNIT_MANAGE, said="选定执行口径")
def adopt(
    unit: Unit,
    year: int,
    *,
    pack: str,
    regime: str,
    plan_points: Sequence[str] = PLAN_POINTS,
    by: Actor,  # noqa: ARG001 - the door reads it
    at: datetime,  # noqa: ARG001 - and this
    key: str | None = None,  # noqa: ARG001 - and this
) -> Adoption:
    """Adopt a rule pack, a taxonomy and the dates of spending plans for a year, in place of what was adopted before."""
    FiscalYear(year)
    if pack not in PACKS or regime not in REGIMES:
        msg = "请指明规则包和指标体系"
        raise Refused(msg)
    _refuse(refusal_of_points(year, plan_points))
    said = {"pack": pack, "regime": regime, "plan_points": list(plan_points)}
    return Adoption.objects.update_or_create(unit=unit, year=year, defaults=said)[0]


@action("unit.follow", Permission.UNIT_MANAGE, said="改随上级口径")
def follow(unit: Unit, year: int, *, by: Actor, at: datetime, key: str | None = None) -> Unit:  # noqa: ARG001 - the door reads them
    """Give up what a unit adopted for itself in a year: it goes by the unit above again (沿用上级)."""
    if not Adoption.objects.filter(unit=unit, year=year).delete()[0]:
        msg = f"{year} 年度本来就沿用上级，不用办理"
        raise Refused(msg)
    return unit


@action("season.set", Permission.UNIT_MANAGE, said="定编报时间")
def set_season(unit: Unit, year: int, days: Mapping[str, date], *, by: Actor, at: datetime, key: str | None = None) -> Season:  # noqa: ARG001
    """Set the days of a target season, as administrator."""
    return _set_season(unit, year, days)


@action("season.plan", Permission.TARGET_CLOSE, said="安排编报时间")
def plan_season(unit: Unit, year: int, days: Mapping[str, date], *, by: Actor, at: datetime, key: str | None = None) -> Season:  # noqa: ARG001
    """Set the days of a target season, as the finance bureau."""
    return _set_season(unit, year, days)


def _set_season(unit: Unit, year: int, days: Mapping[str, date]) -> Season:
    FiscalYear(year)
    if wrong := refusals_of_days(year, days):
        raise Refused("；".join(wrong.values()))
    return Season.objects.update_or_create(unit=unit, year=year, defaults={name: days[name] for name in MILESTONES})[0]


def read_roster(unit: Unit, name: str, data: bytes, *, by: Actor, at: datetime, key: str | None = None) -> Roster:
    """Read a workbook in a confined child, outside any transaction, and keep its list to be looked at."""
    if not by.may(Permission.UNIT_MANAGE, unit, timezone.localdate(at)):
        return receive_roster(unit, name, Document(()), by=by, at=at, key=key)  # the door refuses and writes it down
    return receive_roster(unit, name, read_confined(data, name), by=by, at=at, key=key)


@action("roster.receive", Permission.UNIT_MANAGE, said="上传单位名单")
def receive_roster(unit: Unit, name: str, document: Document, *, by: Actor, at: datetime, key: str | None = None) -> Roster:  # noqa: ARG001
    """Keep a list of units to be looked at before it is applied; refuses a file that holds none."""
    lines_of(document, head_of(document))
    told = json.dumps(encode(document), ensure_ascii=False, separators=(",", ":"))
    return Roster.objects.create(unit=unit, name=name.strip()[-200:] or "单位清单", document=told, by=by.pk or 0, at=at)


@action("roster.apply", Permission.UNIT_MANAGE, said="导入单位名单")
def apply_roster(roster: Roster, *, by: Actor, at: datetime, key: str | None = None) -> Roster:  # noqa: ARG001 - the door reads them
    """Set up and change all units of a list, or none: it is judged again as things stand now."""
    if roster.applied is not None:
        msg = f"这份清单已于 {timezone.localtime(roster.applied):%Y-%m-%d %H:%M} 导入过了"
        raise Refused(msg)
    verdicts = queries.judged(roster, timezone.localdate(at))
    _refuse(queries.refusal_to_apply(verdicts))
    try:
        with transaction.atomic():
            _set_up([verdict for verdict in verdicts if verdict.state == "new"])
            _change([verdict for verdict in verdicts if verdict.state == "changed"])
    except IntegrityError as error:
        raise Refused(TAKEN) from error
    roster.applied = at
    roster.save(update_fields=["applied"])
    return roster


def _set_up(fresh: Sequence[Verdict]) -> None:
    """Write the new units, a level of the tree at a time, with their first names."""
    levels: dict[int, list[Verdict]] = {}
    for verdict in fresh:
        levels.setdefault(verdict.path.count("/"), []).append(verdict)
    for _depth, level in sorted(levels.items()):
        above = dict(Unit.objects.filter(path__in={verdict.above for verdict in level}).values_list("path", "pk"))
        made = Unit.objects.bulk_create(
            Unit(
                name=verdict.name,
                short=verdict.short,
                code=verdict.code,
                budget_code=verdict.budget_code,
                kind=verdict.kind,
                parent_id=above[verdict.above],
                path=verdict.path,
                credit=verdict.credit,
                division=verdict.division,
                since=cast("date", verdict.since),
            )
            for verdict in level
        )
        UnitName.objects.bulk_create(UnitName(unit=unit, name=unit.name, short=unit.short, since=unit.since) for unit in made)


def _change(changed: Sequence[Verdict]) -> None:
    """Write what the list changes in units that are there; a new name begins on its day."""
    units = Unit.objects.in_bulk([verdict.path for verdict in changed], field_name="path")
    names = []
    for verdict in changed:
        unit = units[verdict.path]
        unit.credit, unit.division = verdict.credit or unit.credit, verdict.division or unit.division
        if (unit.name, unit.short) != (verdict.name, verdict.short):
            unit.name, unit.short = verdict.name, verdict.short
            names.append(UnitName(unit=unit, name=unit.name, short=unit.short, since=cast("date", verdict.renamed)))
    Unit.objects.bulk_update(units.values(), ["name", "short", "credit", "division"])
    UnitName.objects.bulk_create(names)
