"""A deviation answered: explained with measures, checked, approved, put into effect, closed with proof by a second person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.evidence.actions.keeping import Filing, Seen
from jixiao.evidence.models import File, Proof
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.monitoring import facts, states
from jixiao.monitoring.models import Deviation, Disposition, Step
from jixiao.monitoring.queries import deviations as queries
from jixiao.monitoring.sums.typed import wan_of
from jixiao.spending.actions import holds
from jixiao.spending.actions import quotas as changing
from jixiao.spending.actions.papers import kept
from jixiao.spending.models import Hold, Quota, QuotaChange
from jixiao.spending.queries.holds import hold_of
from jixiao.spending.sums import papers

REASON = 500


@action("deviation.explain", Permission.MONITOR_FILL, said="说明偏差")
def explain(
    deviation: Deviation,
    causes: Sequence[str],
    said: str,
    measures: Mapping[str, Mapping[str, Any]],
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Deviation:
    """Say why a project is off and what is to be done; ``measures`` maps a kind to {said, due, amount} as typed."""
    on = timezone.localdate(at)
    known = [cause for cause in facts.CAUSES if cause in causes]
    heed(
        queries.refusal_to_explain(deviation, by, on),
        None if known else "原因归类没有选，至少选一类",
        None if said.strip() else "原因说明没有写，请写清为什么偏离",
        f"原因说明超过 {facts.LONGEST} 个字，请缩短" if len(said.strip()) > facts.LONGEST else None,
        None if measures else "拟采取的措施没有选，至少选一项",
    )
    fresh = [_measure(deviation, kind, one, on) for kind, one in measures.items()]
    Disposition.objects.filter(deviation=deviation, gone_at=None).update(gone_at=at)
    for row in fresh:
        row.by, row.at = by, at
        row.save(force_insert=True)
    deviation.causes, deviation.said, deviation.author = known, said.strip(), by
    return _move(deviation, "explain", said, by, at, keep=("causes", "said", "author"))


def _measure(deviation: Deviation, kind: str, one: Mapping[str, Any], on: date) -> Disposition:
    """Read one measure; refuses in a sentence that names it."""
    if kind not in facts.MEASURES:
        msg = f"没有「{kind[:20]}」这种措施，请重新选"
        raise Refused(msg)
    said, due, fen = str(one.get("said", "")).strip(), one.get("due"), 0
    heed(
        None if said else f"「{kind}」怎样办没有写",
        f"「{kind}」超过 {facts.LONGEST} 个字，请缩短" if len(said) > facts.LONGEST else None,
        f"「{kind}」的期限 {due:%Y-%m-%d} 已经过了" if due and due < on else None,
        f"「{kind}」没有写什么时候做到" if kind == facts.CONTINUE and due is None else None,
    )
    if kind in queries.CHANGING:
        fen = _amount(kind, str(one.get("amount", "")))
    return Disposition(deviation=deviation, kind=kind, said=said, due=due, fen=fen)


def _amount(kind: str, text: str) -> int:
    fen = wan_of(text, f"「{kind}」的金额")
    if not fen:
        msg = f"「{kind}」的金额应大于零" if fen == 0 else f"「{kind}」的金额没有填"
        raise Refused(msg)
    return fen


@action("deviation.check", Permission.MONITOR_FINANCE, said="审核偏差处置")
def check(deviation: Deviation, opinion: str = "", *, by: User, at: datetime, key: str | None = None) -> Deviation:  # noqa: ARG001 - the door reads the key
    """Check explanation and measures, and pass them on to the leaders."""
    heed(queries.refusal_to_move(deviation, "check", by=by, on=timezone.localdate(at)))
    deviation.checker = by
    return _move(deviation, "check", opinion, by, at, keep=("checker",))


@action("deviation.approve", Permission.MONITOR_DISPOSE, said="批准处置")
def approve(deviation: Deviation, opinion: str = "", *, by: User, at: datetime, key: str | None = None) -> Deviation:  # noqa: ARG001 - the door reads the key
    """Approve the measures: a project suspended or stopped cannot pay from this moment."""
    heed(queries.refusal_to_move(deviation, "approve", by=by, on=timezone.localdate(at)))
    deviation.approver, deviation.approved_at = by, at
    _hold(deviation, by, at)
    return _move(deviation, "approve", opinion, by, at, keep=("approver", "approved_at"))


def _hold(deviation: Deviation, by: User, at: datetime) -> None:
    """Hold the project's money as the hardest of its measures says; a hold that is milder gives way to it."""
    rows = [row for row in queries.measures_of(deviation) if row.kind in facts.HOLDING]
    if not rows:
        return
    hardest = max(rows, key=lambda row: row.kind == facts.STOP)
    kind, held = facts.HOLDING[hardest.kind], hold_of(deviation.target_id)
    if held is not None and hardest.kind == facts.STOP and held.kind != kind:
        holds.lift(held, f"{deviation.code}改为{kind}", by=by, at=at)
        held = None
    held = held or holds.hold(deviation.target, kind, hardest.said, deviation.code, by=by, at=at)
    Disposition.objects.filter(pk__in=[row.pk for row in rows]).update(hold=held)


@action("deviation.turn_back", queries.right_of_turn, said="退回偏差处置")
def turn_back(deviation: Deviation, opinion: str, *, by: User, at: datetime, key: str | None = None) -> Deviation:  # noqa: ARG001 - the door reads the key
    """Return explanation and measures to the officers with what is wrong."""
    on = timezone.localdate(at)
    heed(queries.refusal_to_move(deviation, "turn_back", by=by, on=on), None if opinion.strip() else "退回的意见没有写，请写明要改什么")
    return _move(deviation, "turn_back", opinion, by, at)


@action("deviation.reopen", Permission.MONITOR_FILL, said="重新处置偏差")
def reopen(deviation: Deviation, reason: str, *, by: User, at: datetime, key: str | None = None) -> Deviation:  # noqa: ARG001 - the door reads the key
    """Answer a deviation anew, because what was decided did not help."""
    heed(
        queries.refusal_to_move(deviation, "reopen", by=by, on=timezone.localdate(at)),
        None if reason.strip() else "重新处置的理由没有写，请写明原来的措施为什么不行",
    )
    deviation.approver = deviation.approved_at = deviation.checker = None
    return _move(deviation, "reopen", reason, by, at, keep=("approver", "approved_at", "checker"))


@action("deviation.change", Permission.QUOTA_PROPOSE, said="按处置提出指标调整")
def change(
    deviation: Deviation,
    row: Disposition,
    quota: Quota,
    document: str,
    *,
    other: Quota | None = None,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> QuotaChange:
    """Propose the change of quota a disposition asks for: less for a cut, to ``other`` for a transfer; spending decides on it."""
    effect = next((one for one in queries.effects_of(deviation) if one.row.pk == row.pk), None)
    if effect is None or effect.act != "change":
        msg = effect.sentence if effect else "这项措施已经改提，请刷新页面"
        raise Refused(msg)
    if quota.target_id != deviation.target_id:
        msg = "选的指标不是本项目的，请重新选"
        raise Refused(msg)
    reason = f"{deviation.code} {row.kind}：{row.said}"[:REASON]
    if row.kind == facts.CUT:
        made = changing.propose(quota, Money(-row.fen), reason, document, by=by, at=at)
    elif other is None:
        msg = "没有选调入的指标，请选要把钱调给哪个项目"
        raise Refused(msg)
    else:
        made = changing.propose(other, Money(row.fen), reason, document, other=quota, by=by, at=at)
    Disposition.objects.filter(pk=row.pk).update(change=made)
    return made


def close(deviation: Deviation, opinion: str, name: str, data: bytes, *, by: User, at: datetime, key: str | None = None) -> Deviation:
    """Look at the proof and close a deviation with it; what is refused leaves nothing behind."""
    if not data:
        msg = "核销须附佐证文件（如合同、入库单、批复），请选择文件"
        raise Refused(msg)
    file = papers.file_of(name, data)
    with kept(file, lambda sha256: File.objects.filter(sha256=sha256).exists()):
        return close_with(deviation, opinion, seen=(file.name, file.sha256, file.kind, file.size), by=by, at=at, key=key)


@action("deviation.close", Permission.MONITOR_FINANCE, said="核销偏差")
def close_with(deviation: Deviation, opinion: str, *, seen: Seen, by: User, at: datetime, key: str | None = None) -> Deviation:  # noqa: ARG001 - the door reads the key
    """Close a deviation whose measures took effect: with proof, and by somebody who neither explained nor approved."""
    heed(
        queries.refusal_to_move(deviation, "close", by=by, on=timezone.localdate(at)),
        None if opinion.strip() else "核销意见没有写，请写明核对了什么",
    )
    file = Filing(deviation.filer, by, at).file(seen)
    said = {"kind": "说明材料", "by": by, "at": at}
    place = f"偏差|{deviation.code}"
    Proof.objects.get_or_create(unit=deviation.unit, file=file, target=deviation.target, place=place, gone_at=None, defaults=said)
    deviation.proof, deviation.closed_by, deviation.closed_at = file, by, at
    return _move(deviation, "close", opinion, by, at, keep=("proof", "closed_by", "closed_at"))


@action("deviation.lift", Permission.MONITOR_DISPOSE, said="按监控恢复支付")
def lift(deviation: Deviation, reason: str, *, by: User, at: datetime, key: str | None = None) -> Hold:  # noqa: ARG001 - the door reads the key
    """Let the project pay again."""
    held = hold_of(deviation.target_id)
    heed(queries.refusal_to_lift(deviation, by, timezone.localdate(at)))
    if held is None:
        msg = "本项目没有暂停支付，请刷新页面"
        raise Refused(msg)
    done = holds.lift(held, reason, by=by, at=at)
    Step.objects.create(
        task=deviation.task, deviation=deviation, move="lift", verb="恢复支付", state=deviation.state, opinion=reason.strip(), by=by, at=at
    )
    return done


def _move(deviation: Deviation, move: str, opinion: str, by: User, at: datetime, *, keep: Sequence[str] = ()) -> Deviation:
    on_behalf = None if move == "explain" else queries.acting_for(deviation, move, by, timezone.localdate(at))
    source, state = deviation.state, states.COURSE.after(deviation.state, move)
    fields = {name: getattr(deviation, name) for name in keep} | {"state": state, "since": at}
    if not Deviation.objects.filter(Q(pk=deviation.pk), state=source).update(**fields):
        msg = f"{deviation.code}刚才已由他人办理，请刷新页面"
        raise Refused(msg)
    deviation.state, deviation.since = state, at
    Step.objects.create(
        task=deviation.task, deviation=deviation, move=move, verb=states.COURSE.move(move).verb, state=state,
        opinion=opinion.strip()[: facts.LONGEST], by=by, on_behalf=on_behalf, at=at,
    )  # fmt: skip
    return deviation
