"""MO-02 目标与支出背离."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.monitoring.facts import Finding, Sheet
from jixiao.monitoring.samples import reading, sheet
from jixiao.monitoring.sums.lighting import Preset
from jixiao.monitoring.sums.projecting import progress
from jixiao.spending.sums.progress import tenths


def check(one: Sheet, preset: Preset) -> Iterator[Finding]:
    """Find a project whose goals and money are further apart than the preset allows."""
    goals, rate = progress(one.readings), one.money.rate
    if goals is None or not one.money.budget or abs(goals - rate) <= preset.gap:
        return
    word = "钱花得比事办得快" if rate > goals else "事办得比钱花得快"
    yield Finding("", f"目标实现 {tenths(goals)}%，预算执行 {tenths(rate)}%，相差 {tenths(abs(goals - rate))} 个点：{word}，请说明")


ENTRY = Rule(
    code="MO-02",
    title="目标与支出背离",
    severity=Severity.WARN,
    basis=("B-136",),
    since=date(2019, 7, 26),
    confidence=Confidence.MEDIUM,
    check=check,
    clean=(sheet(reading(actual=640), paid=58), sheet(reading(actual=None), paid=58), sheet(reading(actual=380), paid=58)),
    caught=(sheet(reading(actual=300), paid=58), sheet(reading(actual=900), paid=58)),
)
