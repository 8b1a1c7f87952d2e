"""A table on its way: filled in, sent up, reviewed by section and finance, accepted by whoever issued the round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.evidence.actions.links import number_in
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.monitoring import book, facts, states
from jixiao.monitoring.models import Answer, Step, Task
from jixiao.monitoring.queries import deviations
from jixiao.monitoring.queries import tasks as queries
from jixiao.monitoring.sums.typed import wan_of

from .freezing import Freezing


@action("monitor.answer", Permission.MONITOR_FILL, said="填报监控表")
def answer(
    task: Task,
    said: Mapping[str, Mapping[str, Any]],
    expected: str = "",
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Task:
    """Write down what the officers expect and why, all indicators at once; nothing is kept where one of them cannot be read.

    ``said`` maps an indicator to {expected, causes, said, possible, note} as typed; ``expected`` is the year's payments in 万元.
    """
    heed(queries.refusal_to_fill(task, by, timezone.localdate(at)))
    frozen = queries.snapshot_of(task)
    known = {one.place: one for one in frozen.facts()[0].readings} if frozen else {}
    fen = wan_of(expected, "全年预计执行数")
    for place, one in said.items():
        row = known.get(place)
        if row is None:
            continue  # a row of an earlier snapshot
        Answer.objects.update_or_create(task=task, place=place, defaults=_read(row, one) | {"by": by, "at": at})
    fields = {"expected": fen, "filler": by, "state": states.FILLING, "since": at}
    Task.objects.filter(pk=task.pk).update(**fields)
    for name, value in fields.items():
        setattr(task, name, value)
    return task


def _read(row: facts.Reading, one: Mapping[str, Any]) -> dict[str, Any]:
    """Read what was typed of one indicator; refuses in a sentence that names it."""
    text = str(one.get("expected", "")).strip()
    scaled, places = None, 0
    if text:
        try:
            scaled, places = number_in(text.removesuffix(row.unit))
        except Refused as refusal:
            msg = f"「{row.name}」的全年预计：{refusal}"
            raise Refused(msg) from refusal
    causes = [cause for cause in facts.CAUSES if cause in one.get("causes", ())]
    possible = str(one.get("possible", ""))
    if possible and possible not in facts.POSSIBLE:
        msg = f"「{row.name}」的完成可能性须是{'、'.join(facts.POSSIBLE)}之一"
        raise Refused(msg)
    words = {name: str(one.get(name, "")).strip() for name in ("said", "note")}
    for name, word in (("said", "原因说明"), ("note", "备注")):
        if len(words[name]) > facts.LONGEST:
            msg = f"「{row.name}」的{word}超过 {facts.LONGEST} 个字，请缩短"
            raise Refused(msg)
    return {"scaled": scaled, "places": places, "causes": causes, "possible": possible, **words}


@action("monitor.submit", Permission.MONITOR_FILL, said="监控表送审")
def submit(task: Task, *, by: User, at: datetime, key: str | None = None) -> Task:  # noqa: ARG001 - the door reads the key
    """Send a table up: what is said is frozen with what was found, and what rules ask must be answered."""
    on = timezone.localdate(at)
    heed(queries.refusal_to_move(task, "submit", by=by, on=on), None if task.number else "这张监控表还在生成，请稍候再办")
    measures = tuple(row.facts() for row in deviations.measures_of(deviations.open_of(task.target_id)))
    frozen = queries.snapshot_of(task)
    if frozen is None:
        msg = "这张监控表还没有数据，请刷新页面"
        raise Refused(msg)
    sheet = queries.sheet_now(task, frozen.facts()[0], measures, on)
    heed(*queries.refusals_to_submit(book.examine(sheet, on)))
    task.filler, task.sent_on = by, on
    Freezing(by, at).freeze(task, replace(sheet, sent=on), "sent")
    return _move(task, "submit", "", by, at, keep=("filler", "sent_on"))


@action("monitor.withdraw", Permission.MONITOR_FILL, said="撤回监控表")
def withdraw(task: Task, *, by: User, at: datetime, key: str | None = None) -> Task:  # noqa: ARG001 - the door reads the key
    """Take a table back before it is sent in."""
    heed(queries.refusal_to_move(task, "withdraw", by=by, on=timezone.localdate(at)))
    if task.filler is not None and task.filler.number != by.number:
        msg = f"这张监控表由{task.filler.name}送审，须由本人撤回"
        raise Refused(msg)
    return _move(task, "withdraw", "", by, at)


@action("monitor.pass", queries.right_of_turn, said="监控表审核通过")
def pass_on(task: Task, opinion: str = "", *, by: User, at: datetime, key: str | None = None) -> Task:  # noqa: ARG001 - the door reads the key
    """Pass a table on: by the section, by finance, or accepted by whoever issued the round."""
    move = queries.PASS.get(task.state, "pass_section")
    heed(queries.refusal_to_move(task, move, by=by, on=timezone.localdate(at)))
    return _move(task, move, opinion, by, at)


@action("monitor.send_back", queries.right_of_turn, said="退回监控表")
def send_back(task: Task, opinion: str, *, by: User, at: datetime, key: str | None = None) -> Task:  # noqa: ARG001 - the door reads the key
    """Return a table to its officers with what is wrong."""
    heed(
        queries.refusal_to_move(task, "send_back", by=by, on=timezone.localdate(at)),
        None if opinion.strip() else "退回的意见没有写，请写明要改什么",
    )
    return _move(task, "send_back", opinion, by, at)


def _move(task: Task, move: str, opinion: str, by: User, at: datetime, *, keep: Sequence[str] = ()) -> Task:
    on_behalf = queries.acting_for(task, move, by, timezone.localdate(at))
    source, state = task.state, states.LIFE.after(task.state, move)
    fields = {name: getattr(task, name) for name in keep} | {"state": state, "since": at}
    if not Task.objects.filter(pk=task.pk, state=source).update(**fields):
        msg = "这张监控表刚才已由他人办理，请刷新页面"
        raise Refused(msg)
    task.state, task.since = state, at
    verb = states.LIFE.move(move).verb
    Step.objects.create(
        task=task, move=move, verb=verb, state=state, opinion=opinion.strip()[: facts.LONGEST], by=by, on_behalf=on_behalf, at=at
    )
    return task
