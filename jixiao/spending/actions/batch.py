"""Signing several small payments at once: every one, or none where one cannot be signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from jixiao.accounts.models import User
from jixiao.audit.actions import Denied, action
from jixiao.kernel.refusal import Refused
from jixiao.organisations.models import Unit
from jixiao.spending.models import Payment

from . import moving


@action("payment.sign_many", None, hide=("digests",), said="批量签批支出")
def sign_many(
    unit: Unit,  # noqa: ARG001 - the door reads the unit
    payments: Sequence[Payment],
    digests: Mapping[str, str],
    opinion: str = "",
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> None:
    """Sign each payment for exactly what was shown (``digests`` by number); refuses all of them where one may not be signed.

    Anybody signed in comes this far; each signature then goes through its own door with the right of its own step.
    """
    if not payments:
        msg = "请先勾选要签的支出"
        raise Refused(msg)
    for payment in sorted(payments, key=lambda one: one.pk):
        try:
            moving.sign(payment, digests.get(str(payment.pk), ""), opinion, by=by, at=at)
        except Denied:
            raise
        except Refused as refusal:
            msg = f"「{payment.title}」{payment.amount.grouped()} 元不能签：{refusal}。所选的一笔也没有签"
            raise Refused(msg) from refusal
