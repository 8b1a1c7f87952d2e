"""Intentions about units: set one up, close it, adopt a rule pack."""

from __future__ import annotations

from datetime import date, datetime

from jixiao.audit.actions import action
from jixiao.audit.facts import Actor
from jixiao.kernel.period import FiscalYear
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission

from .facts import KINDS, path_of
from .models import Adoption, Unit


@action("unit.create", Permission.UNIT_MANAGE)
def create_unit(
    parent: Unit | None,
    name: str,
    *,
    short: str,
    code: str,
    kind: str,
    since: date,
    by: Actor,  # noqa: ARG001 - the door reads it
    at: datetime,  # noqa: ARG001 - and this
) -> Unit:
    """Set up a unit under another; only the console sets up one that stands at the top."""
    if kind not in KINDS:
        msg = f"单位类别「{kind}」不在{'、'.join(KINDS.values())}之内"
        raise Refused(msg)
    if not name.strip() or not short.strip():
        msg = "单位须有名称和简称"
        raise Refused(msg)
    path = path_of(parent.path if parent else "", code)
    if Unit.objects.filter(path=path).exists():
        msg = f"单位编码「{code}」在同级中已经有了"
        raise Refused(msg)
    return Unit.objects.create(name=name.strip(), short=short.strip(), code=code, kind=kind, parent=parent, path=path, since=since)


@action("unit.close", Permission.UNIT_MANAGE)
def close_unit(unit: Unit, until: date, *, by: Actor, at: datetime) -> Unit:  # noqa: ARG001 - the door reads them
    """Close a unit after a day; its records stay."""
    if until < unit.since:
        msg = f"撤销日期不能早于设立日期 {unit.since:%Y-%m-%d}"
        raise Refused(msg)
    unit.until = until
    unit.save(update_fields=["until"])
    return unit


@action("unit.adopt", Permission.UNIT_MANAGE)
def adopt(unit: Unit, year: int, *, pack: str, regime: str, by: Actor, at: datetime) -> Adoption:  # noqa: ARG001 - the door reads them
    """Adopt a rule pack and a taxonomy for a year, in place of what was adopted before."""
    FiscalYear(year)
    if not pack or not regime:
        msg = "请指明规则包和指标体系"
        raise Refused(msg)
    adoption, _new = Adoption.objects.update_or_create(unit=unit, year=year, defaults={"pack": pack, "regime": regime})
    return adoption
