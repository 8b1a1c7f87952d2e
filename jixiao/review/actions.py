"""Intentions of the review: leave a finding as it is, and take that back."""

from __future__ import annotations

from datetime import datetime

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.targets.queries import Filing

from . import queries
from .models import Waiver


@action("finding.waive", Permission.FINDING_WAIVE)
def waive(filing: Filing, finding: str, reason: str, *, by: User, at: datetime) -> Waiver:
    """Leave a finding as it is, with the reason; a 阻断 is refused, and so is a finding that is gone."""
    mark = queries.look(filing)[1].get(finding)
    if mark is None:
        msg = "这个问题已经不在了，不用再说明理由"
        raise Refused(msg)
    if refusal := queries.refusal_to_waive(mark, reason):
        raise Refused(refusal)
    Waiver.objects.filter(filing=filing, finding=finding, withdrawn_at=None).update(withdrawn_by=by, withdrawn_at=at)
    return Waiver.objects.create(
        filing=filing,
        finding=finding,
        rule=mark.rule.code,
        severity=mark.severity.value,
        message=mark.message,
        reason=reason.strip(),
        by=by,
        at=at,
    )


@action("finding.unwaive", Permission.FINDING_WAIVE)
def withdraw(waiver: Waiver, *, by: User, at: datetime) -> Waiver:
    """Take a reason back: the finding is open again."""
    if waiver.withdrawn_at is not None:
        msg = "这条理由已经撤回过了"
        raise Refused(msg)
    waiver.withdrawn_by, waiver.withdrawn_at = by, at
    waiver.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return waiver


@action("finding.forget", Permission.FILING_RECEIVE)
def forget(filing: Filing, *, by: User, at: datetime) -> None:  # noqa: ARG001 - the door reads them
    """Forget what was decided about a filing that is being discarded."""
    Waiver.objects.filter(filing=filing).delete()
