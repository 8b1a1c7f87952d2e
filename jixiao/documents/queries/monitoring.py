"""What the papers of monitoring are made of: what was frozen, what was decided, through the person who asks."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.documents.sums.papers.monitoring.said import Frozen, Off, Report, Tables
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.monitoring import book
from jixiao.monitoring.models import Deviation, Round, Snapshot, Task
from jixiao.monitoring.queries import deviations, rounds
from jixiao.monitoring.queries import tasks as tables
from jixiao.monitoring.sums import forecasting
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import within

from . import day

PRINTED = 60  # tables of one paper; of more a department's own part is asked for
EXPORT = Permission.FILING_EXPORT
EMPTY = "这次监控在您所在的单位没有监控表，请换一个单位再打开"


def form_for(user: User, number: int, at: datetime) -> Frozen:
    """Return one table a person may take home."""
    task = tables.task_for(user, day(at), number)
    if not user.may(EXPORT, task.unit, day(at)):
        raise Http404
    frozen = tables.snapshot_of(task)
    if frozen is None:
        raise Http404
    return frozen_of(task, frozen)


def several(user: User, number: int, unit: Unit, at: datetime) -> tuple[Round, list[Frozen]]:
    """Return the tables of a round below where a person stands; refuses what is too much for one paper."""
    on = day(at)
    one = rounds.round_for(user, on, number)
    if not user.may(EXPORT, unit, on):
        raise Http404
    asked = tables.tasks_for(user, on, one).filter(within([unit.path]), number__gt=0)
    if (count := asked.count()) > PRINTED:
        msg = f"这次监控有 {count} 个项目，一份文书最多 {PRINTED} 个，请先在上方选一个部门"
        raise Refused(msg)
    if not count:
        raise Refused(EMPTY)
    found = list(asked)
    frozen = {row.task_id: row for row in Snapshot.objects.filter(task__in=found, number=F("task__number"))}
    return one, [frozen_of(task, frozen[task.pk]) for task in found]


def frozen_of(task: Task, snapshot: Snapshot) -> Frozen:
    """Return a table as its papers have it."""
    sheet, lights, _found = snapshot.facts()
    return Frozen(
        sheet=sheet,
        word=task.round.word,
        lit=lights[task.round.preset],
        forecast=forecasting.forecast(sheet, book.schemes()[task.round.scheme]),
        expected=task.expected,
        snapshot=f"第{snapshot.number}份快照 {snapshot.sha256[:12]}",
    )


def tables_for(user: User, number: int, unit: Unit, at: datetime) -> Tables:
    """Return the tables of a round."""
    one, found = several(user, number, unit, at)
    return Tables(f"{unit.name}{one.word}", one.year, tuple(found))


def report_for(user: User, number: int, unit: Unit, at: datetime) -> Report:
    """Return a round as its report tells it."""
    one, found = several(user, number, unit, at)
    scored = [(each.sheet.money.budget, each.forecast) for each in found if each.forecast is not None]
    asked = deviations.deviations_for(user, day(at), unit, one.year).filter(at__date__lte=day(at)).order_by("pk")
    return Report(
        department=unit.name,
        year=one.year,
        word=one.word,
        until=one.until,
        on=day(at),
        preset=book.presets()[one.preset].title,
        scheme=book.schemes()[one.scheme].title,
        tables=tuple(found),
        off=tuple(off_of(row) for row in asked.filter(task__round__until__lte=one.until)),
        whole=forecasting.together(scored),
    )


def off_of(row: Deviation) -> Off:
    """Return a deviation as the report tells it."""
    measures = tuple(
        (effect.row.kind, f"{effect.row.said}{f'（{effect.row.due:%Y-%m-%d}前）' if effect.row.due else ''}", effect.sentence)
        for effect in deviations.effects_of(row)
    )
    return Off(row.code, row.target.name, row.found, tuple(row.causes), row.said, measures, row.state)
