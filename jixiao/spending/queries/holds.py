"""Questions of projects that may not pay: which, since when, and why a payment does not go on."""

from __future__ import annotations

from jixiao.accounts.models import User
from jixiao.accounts.queries import same_person
from jixiao.spending.facts import HOLDS
from jixiao.spending.models import Hold, Payment
from jixiao.targets.models import Target

FOR_GOOD = HOLDS[-1]
STOPPED = frozenset({"submit", "pass_section", "pass_check", "sign", "bind", "order", "send"})  # what left already is still written down


def hold_of(target: Target | int) -> Hold | None:
    """Return what holds a project's payments now, or None."""
    return Hold.objects.filter(target=target, lifted_at=None).select_related("by").first()


def holds_of(target: Target | int) -> list[Hold]:
    """Return every hold a project has had, newest first."""
    return list(Hold.objects.filter(target=target).select_related("by", "lifted_by"))


def refusal_held(payment: Payment) -> str | None:
    """Return why a payment may not go on: its project is held."""
    target = payment.quota.target_id if payment.quota else None
    held = hold_of(target) if target else None
    if held is None or payment.quota is None:
        return None
    return (
        f"「{payment.quota.project}」自 {held.at:%Y-%m-%d} 起{held.kind}（{held.source}，{held.by.name}批准）：{held.reason}；"
        "须先由分管领导或主要领导在监控里恢复支付"
    )


def refusal_to_hold(target: Target) -> str | None:
    """Return why a project cannot be held, or None."""
    held = hold_of(target)
    return f"「{target.name}」已经{held.kind}（{held.source}），不用再办" if held else None


def refusal_to_lift(held: Hold, by: User) -> str | None:
    """Return why a person may not let a project pay again: money stopped for good by one leader is let go by another."""
    if held.kind == FOR_GOOD and same_person(by, held.by):
        return f"{FOR_GOOD}由{held.by.name}批准，须由另一位领导恢复"
    return None
