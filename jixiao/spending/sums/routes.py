"""Which way an amount takes (审批流程): total, so that every amount under every policy has exactly one."""

from __future__ import annotations

from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.spending.facts import Band, Policy, Route, Signer

# step → (word, whose right; None: a meeting)
STEPS: dict[str, tuple[str, Permission | None]] = {
    "section": ("科室负责人", Permission.SPENDING_SECTION),
    "check": ("财务审核", Permission.SPENDING_CHECK),
    "finance": ("财务负责人", Permission.SPENDING_FINANCE),
    "vice": ("分管领导", Permission.SPENDING_VICE),
    "chief": ("主要领导", Permission.SPENDING_CHIEF),
    "meeting": ("局长办公会或党组会", None),
}
WHY = {"section": "不能与经办同一人", "check": "查指标、经济分类、发票"}


def band_of(policy: Policy, whole: Money, *, strict: bool) -> Band:
    """Return the band an amount belongs to; ``strict`` puts a boundary amount into the higher band.

    Refuses an amount that is not positive: nothing is asked for.
    """
    if whole.fen <= 0:
        msg = f"金额 {whole.grouped()} 元不能走审批，请填大于零的金额"
        raise Refused(msg)
    above = [band for band in policy.bands if whole > band.floor or (strict and whole == band.floor)]
    return above[-1]


def route(policy: Policy, whole: Money, *, strict: bool, economic: str = "") -> Route:
    """Return the way an amount takes: ``whole`` is the amount of the whole matter (or its contract), not of one invoice.

    An economic class on the policy's exempt list leaves the meeting out, and says so.
    """
    band = band_of(policy, whole, strict=strict)
    exempt = "meeting" in band.steps and economic in policy.exempt
    steps = [step for step in band.steps if not (exempt and step == "meeting")]
    why = {step: one.why for one in reversed(policy.bands) for step in one.steps}
    return Route(
        policy=policy.code,
        band=band.code,
        title=band.title,
        signers=tuple(Signer(step, *STEPS[step], WHY.get(step, why[step])) for step in steps),
        papers=band.papers,
        exempt=f"经济分类 {economic} 在固定支出清单内，不上会" if exempt else "",
    )
