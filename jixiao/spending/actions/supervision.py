"""Internal supervision: leave a suspicion as it is with a reason, take the reason back; note the asset card of a payment."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.spending.models import Payment, Waiver
from jixiao.spending.queries import supervision as queries

LONGEST = 500


@action("suspicion.explain", Permission.SUPERVISE, said="说明支出疑点")
def explain(unit: Unit, year: int, finding: str, reason: str, *, by: User, at: datetime, key: str | None = None) -> Waiver:  # noqa: ARG001
    """Leave a suspicion as it is, with a reason; a 阻断 may not be left."""
    said = reason.strip()
    if not said or len(said) > LONGEST:
        msg = f"请写明为什么不是问题，最多 {LONGEST} 字"
        raise Refused(msg)
    found = queries.found_named(unit, year, queries.day(at), finding)
    if found is None:
        msg = "这个疑点已经不在了，不用再说明"
        raise Refused(msg)
    if refusal := queries.refusal_to_explain(found):
        raise Refused(refusal)
    try:
        with transaction.atomic():
            return Waiver.objects.create(unit=unit, year=year, rule=found.rule.code, key=finding, reason=said, by=by, at=at)
    except IntegrityError:
        msg = "这个疑点刚才已有人说明过，请刷新页面"
        raise Refused(msg) from None


@action("suspicion.reopen", Permission.SUPERVISE, said="撤回疑点说明")
def reopen(waiver: Waiver, *, by: User, at: datetime, key: str | None = None) -> Waiver:  # noqa: ARG001 - the door reads the key
    """Take a reason back: the suspicion is open again."""
    if not Waiver.objects.filter(pk=waiver.pk, withdrawn_at=None).update(withdrawn_at=at):
        msg = "这条说明已经撤回过了"
        raise Refused(msg)
    waiver.refresh_from_db()
    return waiver


@action("payment.card", Permission.ASSET_KEEP, said="登记支出的资产卡片")
def note_card(payment: Payment, card: int, *, by: User, at: datetime) -> Payment:  # noqa: ARG001 - the door reads them
    """Note which asset card was made from a paid capital payment; one payment, one note."""
    if not Payment.objects.filter(pk=payment.pk, card=None).update(card=card):
        msg = f"{payment.code} 已建过资产卡片"
        raise Refused(msg)
    payment.card = card
    return payment


@action("payment.uncard", Permission.ASSET_APPROVE, said="撤下支出的资产卡片")
def forget_card(payment: Payment, card: int, instead: int | None, *, by: User, at: datetime) -> Payment:  # noqa: ARG001 - the door reads them
    """Forget the asset card of a payment that was voided; another one made from the same payment stands instead, where there is one."""
    Payment.objects.filter(pk=payment.pk, card=card).update(card=instead)
    payment.refresh_from_db(fields=["card"])
    return payment
