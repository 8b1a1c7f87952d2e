"""Hold a project's payments and let them go on again: decided in monitoring, felt by every payment under way."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.spending.models import Hold
from jixiao.spending.queries import holds as queries
from jixiao.targets.models import Target

LONGEST = 500


@action("hold.set", Permission.MONITOR_DISPOSE, said="暂停支付")
def hold(target: Target, kind: str, reason: str, source: str, *, by: User, at: datetime, key: str | None = None) -> Hold:  # noqa: ARG001 - the door reads the key
    """Let a project pay no more until somebody lifts it; what was sent to the treasury already stays sent."""
    heed(queries.refusal_to_hold(target), None if reason.strip() else "暂停支付的理由没有写")
    said = {"kind": kind, "reason": reason.strip()[:LONGEST], "source": source}
    try:
        with transaction.atomic():
            return Hold.objects.create(unit=target.unit, target=target, **said, by=by, at=at)
    except IntegrityError:
        msg = f"「{target.name}」刚才已由别人暂停支付，请刷新页面"
        raise Refused(msg) from None


@action("hold.lift", Permission.MONITOR_DISPOSE, said="恢复支付")
def lift(held: Hold, reason: str, *, by: User, at: datetime, key: str | None = None) -> Hold:  # noqa: ARG001 - the door reads the key
    """Let a project pay again: with a reason; money stopped for good by one leader is let go by another."""
    if not reason.strip() or len(reason.strip()) > LONGEST:
        msg = f"恢复支付的理由没有写，或超过 {LONGEST} 个字"
        raise Refused(msg)
    heed(queries.refusal_to_lift(held, by))
    if not Hold.objects.filter(pk=held.pk, lifted_at=None).update(lifted_at=at, lifted_by=by, lifted_for=reason.strip()):
        msg = "刚才已经恢复支付，请刷新页面"
        raise Refused(msg)
    held.refresh_from_db()
    return held
