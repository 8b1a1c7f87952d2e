"""Choose what a department follows from a day: approval policy, side of the boundary, local limits, the day its books close."""

from __future__ import annotations

from datetime import date, datetime

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.spending.models import Adoption
from jixiao.spending.queries import settings as queries


@action("spending.adopt", Permission.SPENDING_SET, said="选定审批权限")
def adopt(
    unit: Unit,
    policy: str,
    since: date,
    *,
    strict: bool,
    contract_from: Money,
    buy_from: Money | None = None,
    tender_from: Money | None = None,
    closed_on: date | None = None,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Adoption:
    """Adopt a policy from a day on; the same day once more replaces it while nothing has been sent up under it."""
    limits = [("须有合同的金额", contract_from), ("分散采购限额", buy_from), ("公开招标数额", tender_from)]
    if refusal := queries.refusal_to_adopt(unit, policy, since, limits, closed_on):
        raise Refused(refusal)
    said = {
        "policy": policy,
        "strict": strict,
        "contract_from": contract_from.fen,
        "buy_from": None if buy_from is None else buy_from.fen,
        "tender_from": None if tender_from is None else tender_from.fen,
        "closed_on": closed_on,
        "by": by,
        "at": at,
    }
    return Adoption.objects.update_or_create(unit=unit, since=since, defaults=said)[0]
