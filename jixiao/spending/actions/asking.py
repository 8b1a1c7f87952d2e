"""A request filled in and kept in one go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.spending.models import Payment

from . import payments


@action("payment.ask", Permission.SPENDING_REQUEST, said="填支出申请")
def ask(
    unit: Unit,
    year: int,
    said: Mapping[str, Any],
    whole: Money | None = None,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Payment:
    """Open a request of a section and write all of the form into it; nothing of it is kept where a part is refused."""
    payment = payments.open_payment(unit, year, str(said["title"]), Money(int(said["fen"])), by=by, at=at)
    return payments.write(payment, said, whole, version=payment.version, by=by, at=at)
