"""MO-03 花钱无产出."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.monitoring.facts import Finding, Sheet
from jixiao.monitoring.samples import reading, sheet
from jixiao.monitoring.sums.lighting import Preset
from jixiao.spending.sums.progress import tenths

HALF = 50


def check(one: Sheet, _preset: Preset) -> Iterator[Finding]:
    """Find a project that has spent half and shows no output; a blank is told apart from a zero."""
    outputs = [row for row in one.readings if row.output]
    if not outputs or one.money.rate < HALF or any(row.attained for row in outputs):
        return
    blank = all(row.actual is None for row in outputs)
    word = "都没有实际值，台账没有登记或没有关联" if blank else "实际值都是零或没有数"
    yield Finding("", f"已支付 {tenths(one.money.rate)}%，{len(outputs)} 项产出指标{word}，请补登台账或说明钱花在了哪里")


ENTRY = Rule(
    code="MO-03",
    title="花钱无产出",
    severity=Severity.ERROR,
    basis=("B-136",),
    since=date(2019, 7, 26),
    confidence=Confidence.MEDIUM,
    check=check,
    clean=(sheet(), sheet(reading(actual=0), paid=49), sheet(reading(actual=0), reading("库点数", 1, 5), paid=58)),
    caught=(sheet(reading(actual=0), paid=58), sheet(reading(actual=None), paid=50)),
)
