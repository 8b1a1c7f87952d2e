"""MO-07 执行数超预算."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jixiao.kernel.money import Money as Yuan
from jixiao.kernel.rule import Rule, Severity
from jixiao.monitoring.facts import Finding, Sheet
from jixiao.monitoring.samples import sheet
from jixiao.monitoring.sums.lighting import Preset


def check(one: Sheet, _preset: Preset) -> Iterator[Finding]:
    """Find a project that paid more than its budget after adjustment."""
    if one.money.paid > one.money.budget:
        paid, budget = Yuan(one.money.paid), Yuan(one.money.budget)
        yield Finding(
            "", f"已支付 {paid.grouped()} 元，超过全年预算 {budget.grouped()} 元，多 {(paid - budget).grouped()} 元，须立即停止支付并查明"
        )


ENTRY = Rule(
    code="MO-07",
    title="执行数超预算",
    severity=Severity.BLOCK,
    basis=("B-BL",),
    since=date(1995, 1, 1),
    check=check,
    clean=(sheet(), sheet(paid=100)),
    caught=(sheet(paid=101), sheet(paid=1, budget=0)),
)
