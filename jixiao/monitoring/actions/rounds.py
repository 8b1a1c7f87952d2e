"""Issue a round, fill its tables batch by batch, and take a fresh look at one of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.monitoring import book, facts
from jixiao.monitoring.models import Pace, Round, Snapshot, Task
from jixiao.monitoring.queries import freezing
from jixiao.monitoring.queries import rounds as queries
from jixiao.monitoring.queries import tasks as asking
from jixiao.monitoring.sums import pacing, timing
from jixiao.organisations.models import Unit
from jixiao.spending.sums.progress import MONTHS
from jixiao.targets.models import Target

from .freezing import Freezing

BATCH = 100  # tables filled in one act
LONGEST = 300


@action("monitor.issue", Permission.MONITOR_ISSUE, said="下达监控")
def issue(
    unit: Unit,
    year: int,
    month: int,
    preset: str = book.FIRST,
    scheme: str = "CN2020",
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Round:
    """Issue a round over every approved project at or below a unit; its tables are filled afterwards, a batch at a time."""
    if not 1 <= month <= MONTHS:
        msg = f"没有 {month} 月，请重新选监控期"
        raise Refused(msg)
    period, on = timing.period(year, month), timezone.localdate(at)
    heed(queries.refusal_to_issue(by, unit, period, on))
    said = {"word": period.word, "until": period.until, "due": max(period.due, on), "basis": period.basis}
    said |= {"preset": book.preset(preset).code, "scheme": book.schemes()[scheme].code if scheme in book.schemes() else "CN2020"}
    try:
        with transaction.atomic():
            made = Round.objects.create(unit=unit, year=year, **said, by=by, at=at)
    except IntegrityError:
        msg = f"{unit.short}的{year}年{period.word}监控刚才已由别人下达，请刷新页面"
        raise Refused(msg) from None
    rows = queries.projects_in(unit, year, period.until).values_list("pk", "unit", "filer")
    tasks = [Task(round=made, target_id=pk, unit_id=section, filer_id=filer, since=at) for pk, section, filer in rows]
    Task.objects.bulk_create(tasks, 500)
    Round.objects.filter(pk=made.pk).update(total=len(tasks))
    made.total = len(tasks)
    return made


@action("monitor.fill_batch", Permission.MONITOR_ISSUE, said="生成监控表")
def fill(one: Round, *, by: User, at: datetime, key: str | None = None) -> Round:  # noqa: ARG001 - the door reads the key
    """Fill the next tables of a round from ledgers and payments; called until it is ready, from wherever it stopped."""
    tasks = list(Task.objects.filter(round=one, number=0).select_related("target__unit", "target__filer").order_by("pk")[:BATCH])
    for task in tasks:
        task.round = one
    made = {target.pk: sheet for target, sheet in freezing.sheets([task.target for task in tasks], one.until)}
    held = Freezing(by, at)
    pairs = [(task, dressed(made[task.target_id], one)) for task in tasks if task.target_id in made]
    held.freeze_all(pairs, "issued")
    held.deviate(pairs)
    _pace(one, pairs)
    Round.objects.filter(pk=one.pk).update(filled=F("filled") + len(tasks))
    one.refresh_from_db()
    return one


def dressed(sheet: facts.Sheet, one: Round) -> facts.Sheet:
    """Return a sheet with what its round says: preset and due day."""
    return replace(sheet, preset=one.preset, due=one.due)


def _pace(one: Round, pairs: list[tuple[Task, facts.Sheet]]) -> None:
    """Add what projects should have paid and had paid, month by month, to their departments' sums of the round."""
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for task, sheet in pairs:
        paid = pacing.cumulative(sheet.money.months)
        for month, due in enumerate(pacing.planned_by_month(sheet.money, sheet.year), 1):
            sums[task.filer_id, month][0] += due
            sums[task.filer_id, month][1] += paid[month - 1] if month <= len(paid) else 0
    for (filer, month), (planned, paid_by) in sorted(sums.items()):
        known = month <= one.until.month
        Pace.objects.get_or_create(round=one, filer_id=filer, month=month, defaults={"paid": 0 if known else None})
        more = {"planned": F("planned") + planned} | ({"paid": F("paid") + paid_by} if known else {})
        Pace.objects.filter(round=one, filer=filer, month=month).update(**more)


@action("monitor.refresh", Permission.MONITOR_FILL, said="更新监控快照")
def refresh(task: Task, reason: str, *, by: User, at: datetime, key: str | None = None) -> Snapshot:  # noqa: ARG001 - the door reads the key
    """Take a fresh look at a table still with its officers: the snapshot before stays, superseded, with the reason."""
    heed(
        asking.refusal_to_fill(task, by, timezone.localdate(at)),
        None if reason.strip() else "更新快照的理由没有写，如：补登了台账",
        f"理由超过 {LONGEST} 个字，请缩短" if len(reason.strip()) > LONGEST else None,
    )
    target = Target.objects.select_related("unit", "filer").get(pk=task.target_id)
    found = freezing.sheets([target], task.round.until)
    if not found:
        msg = f"「{target.name}」在 {task.round.until:%Y-%m-%d} 还没有批复，不能更新"
        raise Refused(msg)
    sheet, held = dressed(found[0][1], task.round), Freezing(by, at)
    made = held.freeze(task, sheet, "refreshed", reason.strip())
    held.deviate([(task, sheet)])
    return made
