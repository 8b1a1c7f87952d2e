"""Open quotas from approved targets, adjust and transfer them: proposed by one person, decided by another, moved by guarded UPDATE."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.accounts.queries import acting, same_person
from jixiao.audit.actions import action
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.spending.models import Posting, Quota, QuotaChange
from jixiao.spending.queries import quotas as queries
from jixiao.spending.sums.codes import Line
from jixiao.targets.models import Target

from .holding import QUOTA_LEFT

LONGEST_REASON, LONGEST_DOCUMENT = 500, 100


@action("quota.open", Permission.QUOTA_PROPOSE, said="开设指标")
def open_quotas(
    target: Target,
    lines: Sequence[Line],
    document: str,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Target:
    """Split what was approved for a project into quotas by function, economic class and source; the sum is exactly what was approved."""
    document = _said(document, "批复文号", LONGEST_DOCUMENT)
    heed(queries.refusal_to_open(target, lines))
    try:
        with transaction.atomic():
            for line in lines:
                _open(target, line, document, by, at)
    except IntegrityError:
        msg = f"「{target.name}」的指标刚才有人开过了，请刷新页面看过再办"
        raise Refused(msg) from None
    return target


def _open(target: Target, line: Line, document: str, by: User, at: datetime) -> None:
    quota = Quota.objects.create(
        unit=target.filer, year=target.year, target=target, project=target.name, function=line.function, economic=line.economic,
        source=line.source, approved=line.amount.fen, at=at,
    )  # fmt: skip
    change = QuotaChange.objects.create(
        quota=quota, kind="open", fen=line.amount.fen, reason="按批复的绩效目标开设", document=document, state=queries.AGREED, by=by, at=at,
        decided_at=at,
    )  # fmt: skip
    Posting.objects.create(quota=quota, kind="open", fen=line.amount.fen, change=change, at=at)


@action("quota.propose", Permission.QUOTA_PROPOSE, said="提出指标调整")
def propose(
    quota: Quota,
    amount: Money,
    reason: str,
    document: str,
    *,
    other: Quota | None = None,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> QuotaChange:
    """Propose an adjustment (more or less), or with ``other`` a transfer that takes the amount from there; another person decides."""
    reason, document = _said(reason, "理由", LONGEST_REASON), _said(document, "依据文号", LONGEST_DOCUMENT)
    heed(queries.refusal_to_propose(quota, amount, other))
    kind = "transfer" if other else "adjust"
    return QuotaChange.objects.create(quota=quota, other=other, kind=kind, fen=amount.fen, reason=reason, document=document, by=by, at=at)


@action("quota.agree", Permission.QUOTA_APPROVE, said="批准指标调整")
def agree(change: QuotaChange, *, by: User, at: datetime, key: str | None = None) -> QuotaChange:  # noqa: ARG001 - the door reads the key
    """Let a change take effect, all of it or nothing: no quota ever falls below what is frozen and paid."""
    _settle(change, queries.AGREED, by, at)
    moves = [(change.quota, change.fen), *([(change.other, -change.fen)] if change.other else [])]
    for quota, fen in sorted(moves, key=lambda move: move[0].pk):  # in one order, so that two transfers never wait for each other
        if not Quota.objects.filter(pk=quota.pk).alias(left=QUOTA_LEFT).filter(left__gte=-fen).update(adjusted=F("adjusted") + fen):
            quota.refresh_from_db()
            raise Refused(queries.short_by(quota, Money(-fen)) or "指标刚才有变动，没有办理；请刷新后再办")
        Posting.objects.create(quota=quota, kind="adjust", fen=fen, change=change, at=at)
    return change


@action("quota.refuse", Permission.QUOTA_APPROVE, said="不批指标调整")
def refuse(change: QuotaChange, *, by: User, at: datetime, key: str | None = None) -> QuotaChange:  # noqa: ARG001 - the door reads the key
    """Leave the quotas as they are."""
    return _settle(change, queries.REFUSED, by, at)


@action("quota.withdraw", Permission.QUOTA_PROPOSE, said="撤回指标调整")
def withdraw(change: QuotaChange, *, by: User, at: datetime, key: str | None = None) -> QuotaChange:  # noqa: ARG001 - the door reads the key
    """Take a proposal back before anybody decides; only who made it."""
    if not same_person(by, change.by):
        msg = f"这项调整由{change.by.name}提出，须由本人撤回"
        raise Refused(msg)
    return _close(change, queries.REFUSED, by, None, at)


def _settle(change: QuotaChange, state: str, by: User, at: datetime) -> QuotaChange:
    on = timezone.localdate(at)
    heed(queries.refusal_to_decide(change, by, on))
    who = acting(by, Permission.QUOTA_APPROVE, change.quota.unit, on, fen=abs(change.fen), authors=[change.by])
    return _close(change, state, by, who.on_behalf, at)


def _close(change: QuotaChange, state: str, by: User, on_behalf: User | None, at: datetime) -> QuotaChange:
    open_one = QuotaChange.objects.filter(pk=change.pk, state=queries.WAITING)
    if not open_one.update(state=state, decided_by=by, on_behalf=on_behalf, decided_at=at):
        msg = "这项调整刚才有人办过了，请刷新页面"
        raise Refused(msg)
    change.refresh_from_db()
    return change


def _said(text: str, what: str, longest: int) -> str:
    text = text.replace("\0", "").strip()
    if not text:
        msg = f"{what}没有写"
        raise Refused(msg)
    if len(text) > longest:
        msg = f"{what}不超过 {longest} 个字，现在是 {len(text)} 个"
        raise Refused(msg)
    return text
