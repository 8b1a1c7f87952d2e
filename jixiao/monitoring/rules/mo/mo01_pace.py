"""MO-01 执行率低于序时进度."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.monitoring.facts import Finding, Sheet
from jixiao.monitoring.samples import sheet
from jixiao.monitoring.sums.lighting import Preset


def check(one: Sheet, preset: Preset) -> Iterator[Finding]:
    """Find a project whose payments are behind, by the bands of the preset."""
    lit = preset.light(one)
    if lit.light.off and lit.rate < lit.planned:
        yield Finding("", f"{lit.sentence}，请说明原因和措施")


ENTRY = Rule(
    code="MO-01",
    title="执行率低于序时进度",
    severity=Severity.WARN,
    basis=("B-136",),
    since=date(2019, 7, 26),
    confidence=Confidence.MEDIUM,
    check=check,
    clean=(sheet(paid=58), sheet(paid=49)),
    caught=(sheet(paid=48), sheet(paid=0)),
)
