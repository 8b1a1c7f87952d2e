"""Say why ours and the treasury's differ, and make a month certain."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.kernel.refusal import Refused, heed
from jixiao.organisations.models import Unit
from jixiao.spending.models import Explanation, Reconciled
from jixiao.spending.queries import reconciling as queries
from jixiao.spending.queries.reconciling import BOOK

LONGEST = 300


@action("reconciliation.explain", BOOK, said="说明对账差异")
def explain(unit: Unit, year: int, line: str, reason: str, *, by: User, at: datetime, key: str | None = None) -> Explanation:  # noqa: ARG001
    """Say why a line differs; said again where it is said better, what was said before stays."""
    said = reason.strip()
    if not said or len(said) > LONGEST:
        msg = f"请写明为什么不一致、怎么处理，最多 {LONGEST} 字"
        raise Refused(msg)
    pair = queries.pair_named(queries.sides_of(unit, year), line)
    if pair is None:
        msg = "这一笔现在已经一致，不用再说明；请刷新页面"
        raise Refused(msg)
    return Explanation.objects.create(
        unit=unit, payment_id=pair.ours.number if pair.ours else None, treasury_id=pair.theirs.number if pair.theirs else None, text=said,
        by=by, at=at,
    )  # fmt: skip


@action("reconciliation.confirm", BOOK, said="确认对账")
def confirm(unit: Unit, year: int, month: int, digest: str, *, by: User, at: datetime, key: str | None = None) -> Reconciled:  # noqa: ARG001
    """Make a month certain as it was looked at: every difference has its reason."""
    sides = queries.sides_of(unit, year)
    heed(queries.refusal_to_confirm(by, timezone.localdate(at), sides, month))
    if digest != sides.digest(month):
        msg = f"{month} 月的账在您打开之后有变动，没有确认；请刷新页面看过再办"
        raise Refused(msg)
    here = sides.month(month)
    return Reconciled.objects.create(
        unit=unit, year=year, month=month, ours=here.ours.fen, theirs=here.theirs.fen, digest=digest, by=by, at=at
    )
